/* What the setup does by hand where its own script language can't or must not: names of versions, long values of the
 * registry, digests, flushed and renamed files. One verb a call; its exit code is the setup's own (0: go on), and what
 * is to be said lies in said.txt beside this program, in UTF-16. It asks for nothing, shows nothing and is never installed.
 *
 *   look DIR VERSION LONGEST KILOBYTES DATA   may VERSION be unpacked into DIR? said: the folder's name, 0.1.0-3
 *   busy DIR SECONDS                          wait that long for Didar to end; 5 if it has not
 *   settle DIR NAME SHA256                    seal NAME.part by its files.txt, then make it NAME; 9 if it is not as packed
 *   put FROM TO                               copy a file, flushed, in place of another in one step
 *   sweep DIR KEEP                            remove all versions and leftovers but KEEP (- for none)
 *   path add|drop user|machine DIR            the command line's PATH
 */
#include <windows.h>
#include <bcrypt.h>
#include <shlobj.h>
#include <stdio.h>
#include <stdlib.h>
#include "../launcher/versions.h"

enum { DONE = 0, BUSY = 5, NEWER = 8, NOT_AS_PACKED = 9, NO_ROOM = 10, ODD = 12 };

#define LINE 4096

static void say(const wchar_t *what)
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

static int refuse(int code, const wchar_t *why)
{
    say(why);
    return code;
}

static wchar_t *joined(const wchar_t *folder, const wchar_t *name)
{
    wchar_t *path = malloc((wcslen(folder) + wcslen(name) + 2) * sizeof *path);
    wcscpy(path, folder);
    wcscat(path, L"\\");
    return wcscat(path, name);
}

/* ---- walking ---------------------------------------------------------------------------------------------------- */

typedef int (*visitor)(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with);

/* Each entry of a folder; a visitor that returns nonzero ends the walk with it. */
static int each(const wchar_t *folder, visitor visit, void *with)
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

static int is_folder(const WIN32_FIND_DATAW *found)
{
    return (found->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

static int remove_one(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    wchar_t *path = joined(folder, found->cFileName);
    if (found->dwFileAttributes & FILE_ATTRIBUTE_READONLY)
        SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL);
    if (is_folder(found)) {
        if (!(found->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)) /* what a link leads to is not ours */
            each(path, remove_one, with);
        RemoveDirectoryW(path);
    } else
        DeleteFileW(path);
    free(path);
    return 0;
}

static int is_there(const wchar_t *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static int remove_tree(const wchar_t *folder)
{
    int tries;
    for (tries = 0; tries < 20 && is_there(folder); tries++) { /* an indexer may hold a file for a moment */
        if (tries)
            Sleep(250);
        each(folder, remove_one, NULL);
        RemoveDirectoryW(folder);
    }
    return !is_there(folder);
}

/* ---- look --------------------------------------------------------------------------------------------------------- */

struct highest {
    struct version version;
    unsigned long n;
    int there;
};

static int take_highest(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    struct highest *highest = with;
    struct version read;
    (void)folder;
    if (is_folder(found) && read_version(found->cFileName, &read) && !read.part) {
        if (read.n > highest->n)
            highest->n = read.n;
        if (!highest->there || compare_numbers(&read, &highest->version) > 0)
            highest->version = read;
        highest->there = 1;
    }
    return 0;
}

static void write_numbers(const struct version *version, wchar_t *text)
{
    int i, last = 2;
    for (i = 0; i < NUMBERS; i++)
        if (version->number[i] && i > last)
            last = i;
    *text = 0;
    for (i = 0; i <= last; i++)
        swprintf(text + wcslen(text), 16, i ? L".%lu" : L"%lu", version->number[i]);
}

/* Makes the folder and those above it; how many were missing. */
static int make_folders(wchar_t *folder)
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

static int can_write(const wchar_t *folder)
{
    wchar_t *made = _wcsdup(folder), *probe = joined(folder, L"didar.tmp");
    int folders = make_folders(made), can;
    HANDLE file = CreateFileW(probe, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    can = file != INVALID_HANDLE_VALUE;
    if (can)
        CloseHandle(file);
    while (folders-- > 0) { /* leave it as it was */
        wchar_t *slash = wcsrchr(made, L'\\');
        RemoveDirectoryW(made);
        if (slash)
            *slash = 0;
    }
    free(made), free(probe);
    return can;
}

static unsigned long long free_bytes(const wchar_t *folder)
{
    wchar_t *above = _wcsdup(folder), *slash;
    ULARGE_INTEGER bytes;
    while (!is_there(above) && (slash = wcsrchr(above, L'\\')))
        *slash = 0;
    slash = joined(above, L"");
    if (!GetDiskFreeSpaceExW(slash, &bytes, NULL, NULL))
        bytes.QuadPart = ~0ULL; /* not known: the unpacking will tell */
    free(above), free(slash);
    return bytes.QuadPart;
}

static int lies_in(const wchar_t *path, const wchar_t *folder)
{
    size_t n = wcslen(folder);
    return n && _wcsnicmp(path, folder, n) == 0 && (path[n] == 0 || path[n] == L'\\');
}

static int look(const wchar_t *folder, const wchar_t *version, int longest, unsigned long kilobytes, const wchar_t *data)
{
    struct highest highest;
    struct version wanted;
    wchar_t text[128];
    const wchar_t *end = read_numbers(version, &wanted);
    if (!end || *end)
        return ODD;
    memset(&highest, 0, sizeof highest);
    each(folder, take_highest, &highest);
    if (highest.there && compare_numbers(&wanted, &highest.version) < 0) {
        write_numbers(&highest.version, text);
        return refuse(NEWER, text);
    }
    swprintf(text, 128, L"%ls-%lu", version, highest.n + 1);
    if (lies_in(folder, data) || lies_in(data, folder))
        return refuse(NO_ROOM, L"data");
    if (wcslen(folder) < 4 || wcspbrk(folder + 2, L":;\"<>|*?"))
        return refuse(NO_ROOM, L"rights");
    if ((int)(wcslen(folder) + wcslen(text) + 7) + longest >= MAX_PATH) /* \NAME.part\ */
        return refuse(NO_ROOM, L"long");
    if (!can_write(folder))
        return refuse(NO_ROOM, L"rights");
    if (free_bytes(folder) / 1024 < kilobytes)
        return refuse(NO_ROOM, L"full");
    say(text);
    return DONE;
}

/* ---- busy --------------------------------------------------------------------------------------------------------- */

static int in_use(const wchar_t *path)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_SHARING_VIOLATION;
}

static int version_in_use(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    struct version read;
    int used = 0;
    (void)with;
    if (is_folder(found) && read_version(found->cFileName, &read)) {
        wchar_t *path = joined(folder, found->cFileName), *library = malloc(LONGEST_PATH * sizeof *library);
        used = python_of(path, library) && in_use(library);
        free(path), free(library);
    }
    return used;
}

static int mutex_held(void)
{
    HANDLE held = OpenMutexW(SYNCHRONIZE, FALSE, L"Local\\ir.didar.running");
    if (held)
        CloseHandle(held);
    return held || GetLastError() == ERROR_ACCESS_DENIED;
}

/* The mutex tells of this session; the files, which Windows holds while they run, of other users' sessions too. */
static int busy(const wchar_t *folder, int seconds)
{
    wchar_t *window = joined(folder, L"Didar.exe"), *console = joined(folder, L"bin\\didar.exe");
    ULONGLONG until = GetTickCount64() + 1000ULL * (ULONGLONG)(seconds < 2 ? 2 : seconds);
    for (;;) {
        if (!mutex_held() && !in_use(window) && !in_use(console) && !each(folder, version_in_use, NULL))
            return DONE;
        if (GetTickCount64() >= until)
            return BUSY;
        Sleep(250);
    }
}

/* ---- settle ------------------------------------------------------------------------------------------------------- */

static struct {
    BCRYPT_ALG_HANDLE sha;
    NTSTATUS (WINAPI *create)(BCRYPT_ALG_HANDLE, BCRYPT_HASH_HANDLE *, PUCHAR, ULONG, PUCHAR, ULONG, ULONG);
    NTSTATUS (WINAPI *add)(BCRYPT_HASH_HANDLE, PUCHAR, ULONG, ULONG);
    NTSTATUS (WINAPI *finish)(BCRYPT_HASH_HANDLE, PUCHAR, ULONG, ULONG);
    NTSTATUS (WINAPI *destroy)(BCRYPT_HASH_HANDLE);
} digest;

static int have_digest(void)
{
    NTSTATUS (WINAPI *open)(BCRYPT_ALG_HANDLE *, LPCWSTR, LPCWSTR, ULONG);
    HMODULE library = LoadLibraryExW(L"bcrypt.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (!library)
        return 0;
    open = (void *)GetProcAddress(library, "BCryptOpenAlgorithmProvider");
    digest.create = (void *)GetProcAddress(library, "BCryptCreateHash");
    digest.add = (void *)GetProcAddress(library, "BCryptHashData");
    digest.finish = (void *)GetProcAddress(library, "BCryptFinishHash");
    digest.destroy = (void *)GetProcAddress(library, "BCryptDestroyHash");
    return open && open(&digest.sha, BCRYPT_SHA256_ALGORITHM, NULL, 0) == 0;
}

/* Whether the file has this size and digest and lies on the disk, not in memory alone. size -1: any. */
static int sealed(const wchar_t *path, const char *expected, long long size)
{
    static unsigned char block[1 << 20];
    unsigned char sum[32];
    char hex[65];
    BCRYPT_HASH_HANDLE hash;
    long long total = 0;
    DWORD read = 0;
    int i, good;
    HANDLE file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                              FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return 0;
    good = digest.create(digest.sha, &hash, NULL, 0, NULL, 0, 0) == 0;
    while (good && (good = ReadFile(file, block, sizeof block, &read, NULL)) && read) {
        digest.add(hash, block, read, 0);
        total += read;
    }
    if (good) {
        digest.finish(hash, sum, sizeof sum, 0);
        digest.destroy(hash);
        for (i = 0; i < 32; i++)
            sprintf(hex + 2 * i, "%02x", sum[i]);
        good = strcmp(hex, expected) == 0 && (size < 0 || total == size) && FlushFileBuffers(file);
    }
    CloseHandle(file);
    return good;
}

static char *contents(const wchar_t *path)
{
    LARGE_INTEGER size;
    DWORD read;
    char *bytes = NULL;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    if (GetFileSizeEx(file, &size) && size.QuadPart < 1 << 26) {
        bytes = calloc((size_t)size.QuadPart + 1, 1);
        if (!ReadFile(file, bytes, (DWORD)size.QuadPart, &read, NULL) || read != size.QuadPart) {
            free(bytes);
            bytes = NULL;
        }
    }
    CloseHandle(file);
    return bytes;
}

static int count_files(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    if (is_folder(found)) {
        wchar_t *path = joined(folder, found->cFileName);
        each(path, count_files, with);
        free(path);
    } else
        ++*(long *)with;
    return 0;
}

/* Each line of files.txt: digest, size and path, two spaces between. */
static int as_packed(const wchar_t *part, const char *of_list)
{
    wchar_t *list = joined(part, L"files.txt"), name[LINE];
    char *text, *line, *next;
    long listed = 1, there = 0;
    if (!have_digest() || !sealed(list, of_list, -1) || !(text = contents(list)))
        return refuse(NOT_AS_PACKED, L"files.txt");
    for (line = text; *line; line = next, listed++) {
        char *size, *path;
        wchar_t *file;
        int good;
        next = strchr(line, '\n');
        if (!next)
            return refuse(NOT_AS_PACKED, L"files.txt");
        *next++ = 0;
        size = strstr(line, "  ");
        path = size ? strstr(size + 2, "  ") : NULL;
        if (!path)
            return refuse(NOT_AS_PACKED, L"files.txt");
        *size = *path = 0;
        if (!MultiByteToWideChar(CP_UTF8, 0, path + 2, -1, name, LINE))
            return refuse(NOT_AS_PACKED, L"files.txt");
        file = joined(part, name);
        good = sealed(file, line, _atoi64(size + 2));
        free(file);
        if (!good)
            return refuse(NOT_AS_PACKED, name);
    }
    each(part, count_files, &there);
    return there == listed ? DONE : refuse(NOT_AS_PACKED, L"files.txt");
}

/* Best effort: the names themselves on the disk too, in the order in which they were made. */
static void flush_folder(const wchar_t *folder)
{
    HANDLE opened = CreateFileW(folder, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (opened != INVALID_HANDLE_VALUE) {
        FlushFileBuffers(opened);
        CloseHandle(opened);
    }
}

static int move_patiently(const wchar_t *from, const wchar_t *to)
{
    int tries;
    for (tries = 0; tries < 80; tries++) { /* an antivirus looks at new files for a while */
        if (MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
            return 1;
        Sleep(250);
    }
    return 0;
}

static int settle(const wchar_t *folder, const wchar_t *name, const char *of_list)
{
    wchar_t *whole = joined(folder, name), *part = malloc((wcslen(whole) + 6) * sizeof *part);
    int code;
    wcscat(wcscpy(part, whole), L".part");
    code = as_packed(part, of_list);
    if (code == DONE && !move_patiently(part, whole))
        code = refuse(NOT_AS_PACKED, name);
    if (code != DONE)
        remove_tree(part);
    flush_folder(folder);
    return code;
}

/* ---- put, sweep --------------------------------------------------------------------------------------------------- */

static int put(const wchar_t *from, const wchar_t *to)
{
    wchar_t *new = malloc((wcslen(to) + 5) * sizeof *new), *folder = _wcsdup(to);
    HANDLE file;
    *wcsrchr(folder, L'\\') = 0;
    make_folders(folder);
    wcscat(wcscpy(new, to), L".new");
    if (!CopyFileW(from, new, FALSE))
        return refuse(NOT_AS_PACKED, to);
    file = CreateFileW(new, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file != INVALID_HANDLE_VALUE) {
        FlushFileBuffers(file);
        CloseHandle(file);
    }
    if (!move_patiently(new, to)) {
        DeleteFileW(new);
        return refuse(NOT_AS_PACKED, to);
    }
    flush_folder(folder);
    return DONE;
}

/* A version is renamed before it is removed: half of one never bears a whole one's name. One that is in use stays. */
static int sweep_one(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    struct version read;
    wchar_t *path, *part;
    if (!is_folder(found) || !read_version(found->cFileName, &read) || _wcsicmp(found->cFileName, with) == 0)
        return 0;
    path = joined(folder, found->cFileName);
    if (!read.part) {
        part = malloc((wcslen(path) + 6) * sizeof *part);
        wcscat(wcscpy(part, path), L".part");
        remove_tree(part);
        if (each(folder, version_in_use, NULL) == 0 && MoveFileExW(path, part, 0))
            remove_tree(part);
        free(part);
    } else
        remove_tree(path);
    free(path);
    return 0;
}

static int sweep(const wchar_t *folder, const wchar_t *keep)
{
    return each(folder, sweep_one, (void *)keep);
}

/* ---- path --------------------------------------------------------------------------------------------------------- */

/* The value without the folder, however often and however written it stands there. */
static void without(wchar_t *value, const wchar_t *folder)
{
    wchar_t *at = value, *to = value;
    size_t n = wcslen(folder);
    int first = 1;
    while (*at) {
        wchar_t *end = wcschr(at, L';');
        size_t length = end ? (size_t)(end - at) : wcslen(at), bare = length;
        while (bare && at[bare - 1] == L'\\')
            bare--;
        if (!(bare == n && _wcsnicmp(at, folder, n) == 0)) {
            if (!first)
                *to++ = L';';
            first = 0;
            memmove(to, at, length * sizeof *at);
            to += length;
            if (end && !end[1])
                *to++ = L';'; /* one that stood at the end by itself */
        }
        at = end ? end + 1 : at + length;
    }
    *to = 0;
}

static int path(int add, int machine, const wchar_t *folder)
{
    const wchar_t *where = machine ? L"SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment" : L"Environment";
    DWORD type = REG_EXPAND_SZ, bytes = 0;
    DWORD_PTR answer;
    wchar_t *before, *value;
    LSTATUS status;
    HKEY key;
    if (RegCreateKeyExW(machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER, where, 0, NULL, 0,
                        KEY_QUERY_VALUE | KEY_SET_VALUE, NULL, &key, NULL))
        return ODD;
    status = RegQueryValueExW(key, L"Path", NULL, &type, NULL, &bytes);
    if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND)
        return ODD;
    if (status == ERROR_SUCCESS && type != REG_SZ && type != REG_EXPAND_SZ)
        return ODD; /* not for us to mend */
    before = calloc(bytes + 2, 1);
    value = calloc(bytes + (wcslen(folder) + 4) * sizeof *value, 1);
    if (status == ERROR_SUCCESS && RegQueryValueExW(key, L"Path", NULL, NULL, (BYTE *)before, &bytes))
        return ODD;
    wcscpy(value, before);
    without(value, folder);
    if (add) {
        if (*value && value[wcslen(value) - 1] != L';')
            wcscat(value, L";");
        wcscat(value, folder);
    }
    if (wcscmp(value, before) != 0) {
        if (*value)
            status = RegSetValueExW(key, L"Path", 0, type, (BYTE *)value, (DWORD)((wcslen(value) + 1) * sizeof *value));
        else
            status = RegDeleteValueW(key, L"Path"); /* there was none before us */
        SendMessageTimeoutW(HWND_BROADCAST, WM_SETTINGCHANGE, 0, (LPARAM)L"Environment", SMTO_ABORTIFHUNG, 5000, &answer);
    }
    RegCloseKey(key);
    return status == ERROR_SUCCESS ? DONE : ODD;
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
    if (!wcscmp(verb, L"look") && argc == 7)
        return look(argv[2], argv[3], _wtoi(argv[4]), wcstoul(argv[5], NULL, 10), argv[6]);
    if (!wcscmp(verb, L"busy") && argc == 4)
        return busy(argv[2], _wtoi(argv[3]));
    if (!wcscmp(verb, L"settle") && argc == 5) {
        char sum[65] = "";
        WideCharToMultiByte(CP_UTF8, 0, argv[4], -1, sum, sizeof sum, NULL, NULL);
        return settle(argv[2], argv[3], sum);
    }
    if (!wcscmp(verb, L"put") && argc == 4)
        return put(argv[2], argv[3]);
    if (!wcscmp(verb, L"sweep") && argc == 4)
        return sweep(argv[2], argv[3]);
    if (!wcscmp(verb, L"path") && argc == 5)
        return path(!wcscmp(argv[2], L"add"), !wcscmp(argv[3], L"machine"), argv[4]);
    return ODD;
}
