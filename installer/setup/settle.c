/* What makes an unpacked folder the installed version: settle, bring, put and sweep. */
#include "helper.h"
#include <bcrypt.h>

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

/* An antivirus looks at new files for a while, and another setup that is looking whether Didar runs for a moment. */
#define PATIENCE 80
#define MOMENT 250

static HANDLE open_patiently(const wchar_t *path, DWORD access)
{
    HANDLE file;
    int tries;
    for (tries = 0; tries < PATIENCE; tries++) {
        file = CreateFileW(path, access, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
        if (file != INVALID_HANDLE_VALUE || GetLastError() != ERROR_SHARING_VIOLATION)
            break;
        Sleep(MOMENT);
    }
    return file;
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
    HANDLE file = open_patiently(path, GENERIC_READ | GENERIC_WRITE);
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
    for (tries = 0; tries < PATIENCE; tries++) {
        if (MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
            return 1;
        Sleep(MOMENT);
    }
    return 0;
}

int settle(const wchar_t *folder, const wchar_t *name, const char *of_list)
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

static wchar_t *coming(const wchar_t *path)
{
    wchar_t *new = malloc((wcslen(path) + 5) * sizeof *new);
    return wcscat(wcscpy(new, path), L".new");
}

int bring(const wchar_t *from, const wchar_t *to)
{
    wchar_t *new = coming(to), *folder = _wcsdup(to);
    HANDLE file;
    int flushed;
    *wcsrchr(folder, L'\\') = 0;
    make_folders(folder);
    if (!CopyFileW(from, new, FALSE)) {
        DeleteFileW(new);
        return refuse(NOT_AS_PACKED, to);
    }
    file = open_patiently(new, GENERIC_WRITE);
    flushed = file != INVALID_HANDLE_VALUE && FlushFileBuffers(file);
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return flushed ? DONE : refuse(NOT_AS_PACKED, to);
}

/* The one before stays where another program holds it: it starts the newest version as well. */
int put(const wchar_t *to)
{
    wchar_t *new = coming(to), *folder = _wcsdup(to);
    if (!move_patiently(new, to)) {
        DeleteFileW(new);
        return is_there(to) ? DONE : refuse(NOT_AS_PACKED, to);
    }
    *wcsrchr(folder, L'\\') = 0;
    flush_folder(folder);
    return DONE;
}

struct sweeping {
    const wchar_t *keep;
    int left;
};

/* A version is renamed before it is removed: half of one never bears a whole one's name. One that is in use stays. */
static int sweep_one(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    struct sweeping *sweeping = with;
    struct version read;
    wchar_t *path, *part;
    if (!is_version(folder, found, &read) || _wcsicmp(found->cFileName, sweeping->keep) == 0)
        return 0;
    path = joined(folder, found->cFileName);
    part = malloc((wcslen(path) + 6) * sizeof *part);
    wcscpy(part, path);
    if (!read.part) {
        wcscat(part, L".part");
        remove_tree(part);
        if (!any_in_use(folder))
            MoveFileExW(path, part, 0);
    }
    if (!remove_tree(part) || is_there(path))
        sweeping->left = 1;
    free(part), free(path);
    return 0;
}

int sweep(const wchar_t *folder, const wchar_t *keep)
{
    struct sweeping sweeping = {keep, 0};
    each(folder, sweep_one, &sweeping);
    return sweeping.left ? LEFT : DONE;
}
