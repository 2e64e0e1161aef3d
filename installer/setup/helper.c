/* What the setup does by hand where its own script language can't or must not: names of versions, long values of the
 * registry, digests, flushed and renamed files. One verb a call; its exit code is the setup's own (0: go on), and what
 * is to be said lies in said.txt beside this program, in UTF-16. It asks for nothing, shows nothing and is never installed.
 *
 *   look DIR VERSION LONGEST KILOBYTES DATA [WITHIN]
 *                                             may VERSION be unpacked into DIR? said: the folder's name, 0.1.0-3
 *   holds DIR                                 0 if something of Didar's lies in it, else 10
 *   busy DIR SECONDS                          wait that long for Didar to end; 5 if it has not
 *   own DIR                                   make it, for this user alone, but one that holds other things; 10 if that can't be
 *   settle DIR NAME SHA256                    seal NAME.part by its files.txt, then make it NAME; 9 if it is not as packed
 *   bring FROM TO                             copy a file, flushed, beside another, as TO.new
 *   put TO                                    the file that was brought takes the other's place in one step
 *   sweep DIR KEEP                            remove all versions and leftovers but KEEP (- for none); 13 if one is left
 *   purge DIR                                 remove it with all in it, but nothing that a link leads to; 13 if it is left
 *   path add|drop user|machine DIR            the command line's PATH
 */
#include "helper.h"
#include <shellapi.h>

void say(const wchar_t *what)
{
    wchar_t *path = malloc(LONGEST_PATH * sizeof *path), *slash;
    DWORD done;
    HANDLE file;
    GetModuleFileNameW(NULL, path, LONGEST_PATH - 16);
    slash = wcsrchr(path, L'\\');
    wcscpy(slash ? slash + 1 : path, L"said.txt");
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (file != INVALID_HANDLE_VALUE) {
        WriteFile(file, what, (DWORD)(wcslen(what) * sizeof *what), &done, NULL);
        CloseHandle(file);
    }
    free(path);
}

int refuse(int code, const wchar_t *why)
{
    say(why);
    return code;
}

wchar_t *joined(const wchar_t *folder, const wchar_t *name)
{
    wchar_t *path = malloc((wcslen(folder) + wcslen(name) + 2) * sizeof *path);
    wcscpy(path, folder);
    wcscat(path, L"\\");
    return wcscat(path, name);
}

int each(const wchar_t *folder, visitor visit, void *with)
{
    WIN32_FIND_DATAW found;
    wchar_t *all = joined(folder, L"*");
    HANDLE search = FindFirstFileW(all, &found);
    int result = 0;
    free(all);
    if (search == INVALID_HANDLE_VALUE)
        return 0;
    do {
        if (wcscmp(found.cFileName, L".") && wcscmp(found.cFileName, L".."))
            result = visit(folder, &found, with);
    } while (!result && FindNextFileW(search, &found));
    FindClose(search);
    return result;
}

int is_folder(const WIN32_FIND_DATAW *found)
{
    return (found->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

int is_there(const wchar_t *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static int remove_one(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with);

static void remove_folder(const wchar_t *folder)
{
    if (!(GetFileAttributesW(folder) & FILE_ATTRIBUTE_REPARSE_POINT)) /* what a link leads to is not ours */
        each(folder, remove_one, NULL);
    RemoveDirectoryW(folder);
}

static int remove_one(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    wchar_t *path = joined(folder, found->cFileName);
    (void)with;
    if (found->dwFileAttributes & FILE_ATTRIBUTE_READONLY)
        SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL);
    if (is_folder(found))
        remove_folder(path);
    else
        DeleteFileW(path);
    free(path);
    return 0;
}

int remove_tree(const wchar_t *folder)
{
    int tries;
    for (tries = 0; tries < 20 && is_there(folder); tries++) { /* an indexer may hold a file for a moment */
        if (tries)
            Sleep(250);
        remove_folder(folder);
    }
    return !is_there(folder);
}

/* Makes the folder and those above it; how many were missing. */
int make_folders(wchar_t *folder)
{
    int made = 0;
    wchar_t *slash;
    if (is_there(folder))
        return 0;
    slash = wcsrchr(folder, L'\\');
    if (slash && slash - folder > 2) {
        *slash = 0;
        made = make_folders(folder);
        *slash = L'\\';
    }
    return CreateDirectoryW(folder, NULL) ? made + 1 : made;
}

int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, PWSTR line, int show)
{
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    const wchar_t *verb = argc > 1 ? argv[1] : L"";
    (void)self, (void)before, (void)line, (void)show;
    SetDllDirectoryW(L"");
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
    say(L"");
    if (!wcscmp(verb, L"look") && (argc == 7 || argc == 8))
        return look(argv[2], argv[3], _wtoi(argv[4]), wcstoul(argv[5], NULL, 10), argv[6], argc == 8 ? argv[7] : NULL);
    if (!wcscmp(verb, L"holds") && argc == 3)
        return holds(argv[2]);
    if (!wcscmp(verb, L"busy") && argc == 4)
        return busy(argv[2], _wtoi(argv[3]));
    if (!wcscmp(verb, L"own") && argc == 3)
        return own(argv[2]);
    if (!wcscmp(verb, L"settle") && argc == 5) {
        char sum[65] = "";
        WideCharToMultiByte(CP_UTF8, 0, argv[4], -1, sum, sizeof sum, NULL, NULL);
        return settle(argv[2], argv[3], sum);
    }
    if (!wcscmp(verb, L"bring") && argc == 4)
        return bring(argv[2], argv[3]);
    if (!wcscmp(verb, L"put") && argc == 3)
        return put(argv[2]);
    if (!wcscmp(verb, L"sweep") && argc == 4)
        return sweep(argv[2], argv[3]);
    if (!wcscmp(verb, L"purge") && argc == 3)
        return remove_tree(argv[2]) ? DONE : LEFT;
    if (!wcscmp(verb, L"path") && argc == 5)
        return path(!wcscmp(argv[2], L"add"), !wcscmp(argv[3], L"machine"), argv[4]);
    return ODD;
}
