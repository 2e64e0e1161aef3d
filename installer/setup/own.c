/* Whose the folder of a program for one user is: his, the system's and administrators'. On a second drive every user may
 * write into what is made at its root, and so put another program in the place of Didar.exe. */
#include "helper.h"
#include <aclapi.h>
#include <sddl.h>
#include <shlobj.h>

#define MOVE (DELETE | FILE_DELETE_CHILD | WRITE_DAC | WRITE_OWNER | GENERIC_ALL)
#define CHANGE (MOVE | FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY | GENERIC_WRITE)

static int is_foreign(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    static const wchar_t *ours[] = {L"bin", L"Didar.exe", L"Didar.exe.new", L"Uninstall.exe", L"Uninstall.exe.new"};
    struct version read;
    size_t i;
    (void)with;
    for (i = 0; i < sizeof ours / sizeof *ours; i++)
        if (!_wcsicmp(found->cFileName, ours[i]))
            return 0;
    return !is_version(folder, found, &read);
}

static wchar_t *this_user(void)
{
    union {
        TOKEN_USER user;
        char room[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } told;
    wchar_t *sid = NULL;
    DWORD length;
    HANDLE token;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return NULL;
    if (GetTokenInformation(token, TokenUser, &told, sizeof told, &length))
        ConvertSidToStringSidW(told.user.User.Sid, &sid);
    CloseHandle(token);
    return sid;
}

static int is_trusted(PSID sid, const wchar_t *user)
{
    /* the domain's administrators are those of each PC in it; the owner's rights are of an owner who is trusted */
    static const WELL_KNOWN_SID_TYPE known[] = {WinLocalSystemSid,        WinBuiltinAdministratorsSid,
                                                WinCreatorOwnerSid,       WinCreatorOwnerRightsSid,
                                                WinAccountDomainAdminsSid, WinAccountEnterpriseAdminsSid};
    static const wchar_t installer[] = L"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"; /* of Windows */
    wchar_t *text = NULL;
    size_t i;
    int is = 0;
    for (i = 0; i < sizeof known / sizeof *known; i++)
        is = is || IsWellKnownSid(sid, known[i]);
    if (!is && ConvertSidToStringSidW(sid, &text))
        is = !wcscmp(text, user) || !wcscmp(text, installer);
    LocalFree(text);
    return is;
}

/* A stick may keep none; Windows then says that everyone owns all. */
static int keeps_owners(const wchar_t *folder)
{
    wchar_t volume[MAX_PATH + 1];
    DWORD flags;
    return !GetVolumePathNameW(folder, volume, MAX_PATH + 1) ||
           !GetVolumeInformationW(volume, NULL, 0, NULL, NULL, &flags, NULL, 0) || (flags & FILE_PERSISTENT_ACLS);
}

/* Whether another user may do one of these to it; whoever owns a folder may change its list as he likes. */
static int others_may(const wchar_t *folder, const wchar_t *user, ACCESS_MASK acts)
{
    PSECURITY_DESCRIPTOR rights = NULL;
    PSID owner;
    ACL *acl;
    DWORD i;
    int may;
    if (GetNamedSecurityInfoW(folder, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, NULL,
                              &acl, NULL, &rights))
        return 0; /* not ours to know, as of a server's folder above */
    may = !acl || (owner && !is_trusted(owner, user));
    for (i = 0; !may && i < acl->AceCount; i++) {
        ACCESS_ALLOWED_ACE *ace;
        may = GetAce(acl, i, (void **)&ace) && ace->Header.AceType == ACCESS_ALLOWED_ACE_TYPE &&
              !(ace->Header.AceFlags & INHERIT_ONLY_ACE) && (ace->Mask & acts) && !is_trusted(&ace->SidStart, user);
    }
    LocalFree(rights);
    return may;
}

/* A folder above that others may move away leaves its name to them; what lies at a drive's root they can't, as it is made ours. */
static int others_may_move_it(const wchar_t *folder, const wchar_t *user)
{
    wchar_t *above = _wcsdup(folder), *slash;
    int may = 0;
    while (!may && (slash = wcsrchr(above, L'\\')) && slash - above > 2) {
        *slash = 0;
        may = others_may(above, user, MOVE);
    }
    free(above);
    return may;
}

static int is_in_profile(const wchar_t *folder)
{
    wchar_t profile[MAX_PATH + 1];
    return SHGetFolderPathW(NULL, CSIDL_PROFILE, NULL, SHGFP_TYPE_CURRENT, profile) == S_OK && lies_in(folder, profile);
}

/* Whether nobody else could put another program in its place, once it is made and its list is set. */
int can_be_own(const wchar_t *folder)
{
    wchar_t *user;
    if (is_in_profile(folder) || !keeps_owners(folder))
        return 1;
    user = this_user();
    if (!user || others_may_move_it(folder, user))
        return 0;
    /* who may come at what else lies there is not for us to say; and whoever owns it may say so anew */
    return !is_there(folder) || !others_may(folder, user, each(folder, is_foreign, NULL) ? CHANGE : 0);
}

int own(const wchar_t *folder)
{
    const SECURITY_INFORMATION list = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    wchar_t *made = _wcsdup(folder), *user = this_user(), text[512];
    PSECURITY_DESCRIPTOR rights;
    BOOL usual, there;
    DWORD error;
    ACL *acl;
    if (!user || !can_be_own(folder))
        return NO_ROOM;
    make_folders(made);
    if (is_in_profile(folder) || !keeps_owners(folder) || each(made, is_foreign, NULL))
        return DONE;
    swprintf(text, 512, L"D:P(A;OICI;FA;;;%ls)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", user);
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, &rights, NULL) ||
        !GetSecurityDescriptorDacl(rights, &there, &acl, &usual))
        return NO_ROOM;
    /* The list alone: an owner may set it, but not the owner, where the drive lets its users modify and no more. */
    error = SetNamedSecurityInfoW(made, SE_FILE_OBJECT, list, NULL, NULL, acl, NULL);
    if (!error)
        SetFileSecurityW(made, list, rights); /* Wine did nothing until here */
    return error ? NO_ROOM : DONE;
}
