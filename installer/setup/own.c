/* Whose the folder of a program for one user is: his, the system's and administrators'. On a second drive every user may
 * write into what is made at its root, and so put another program in the place of Didar.exe. */
#include "helper.h"
#include <aclapi.h>
#include <sddl.h>

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

/* Whoever owns a folder may change its list as he likes. */
static int is_strangers(const wchar_t *folder, const wchar_t *user)
{
    PSECURITY_DESCRIPTOR rights = NULL;
    wchar_t *sid = NULL;
    PSID owner;
    DWORD error = GetNamedSecurityInfoW(folder, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, NULL, NULL, NULL, &rights);
    int is = !error && owner && ConvertSidToStringSidW(owner, &sid) && wcscmp(sid, user) &&
             !IsWellKnownSid(owner, WinLocalSystemSid) && !IsWellKnownSid(owner, WinBuiltinAdministratorsSid);
    LocalFree(sid);
    LocalFree(rights);
    return is;
}

int own(const wchar_t *folder)
{
    const SECURITY_INFORMATION list = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    wchar_t *made = _wcsdup(folder), *user = this_user(), text[512];
    PSECURITY_DESCRIPTOR rights;
    BOOL usual, there;
    DWORD error;
    ACL *acl;
    make_folders(made);
    if (!user || is_strangers(made, user))
        return NO_ROOM;
    if (each(made, is_foreign, NULL)) /* who may come at what else lies there is not for us to say */
        return DONE;
    swprintf(text, 512, L"D:P(A;OICI;FA;;;%ls)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", user);
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, &rights, NULL) ||
        !GetSecurityDescriptorDacl(rights, &there, &acl, &usual))
        return NO_ROOM;
    /* The list alone: an owner may set it, but not the owner, where the drive lets its users modify and no more. */
    error = SetNamedSecurityInfoW(made, SE_FILE_OBJECT, list, NULL, NULL, acl, NULL);
    if (!error)
        SetFileSecurityW(made, list, rights); /* Wine did nothing until here */
    if (error == ERROR_INVALID_FUNCTION || error == ERROR_NOT_SUPPORTED) /* a stick knows no owners */
        error = 0;
    return error ? NO_ROOM : DONE;
}
