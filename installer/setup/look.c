/* Whether the setup may begin: look and busy. */
#include "helper.h"

struct highest {
    struct version version;
    unsigned long n; /* of all that bear such a name, as no two can have one */
    int there;
};

static int is_entry(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    (void)folder, (void)found, (void)with;
    return 1;
}

/* Whether it is a version of Didar's, whole or not: the office may call a folder of its own 1403-07, or 1403-07.part.
 * Of a part any piece may be there alone, or none yet. */
int is_version(const wchar_t *folder, const WIN32_FIND_DATAW *found, struct version *read)
{
    static const wchar_t *holds[] = {L"files.txt", L"runtime", L"program", L"site", L"licences", L"sbom.cdx.json"};
    wchar_t *path;
    size_t i, n;
    int ours;
    if (!is_folder(found) || !read_version(found->cFileName, read))
        return 0;
    path = joined(folder, found->cFileName);
    ours = read->part && !each(path, is_entry, NULL);
    n = read->part ? sizeof holds / sizeof *holds : 3;
    for (i = 0; !ours && i < n; i++) {
        wchar_t *held = joined(path, holds[i]);
        ours = is_there(held);
        free(held);
    }
    free(path);
    return ours;
}

static int take_highest(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with)
{
    struct highest *highest = with;
    struct version read;
    if (!read_version(found->cFileName, &read) || read.part)
        return 0;
    if (read.n > highest->n)
        highest->n = read.n;
    if (is_version(folder, found, &read)) {
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

static int can_write(const wchar_t *folder)
{
    wchar_t *made = _wcsdup(folder), *probe, name[32];
    int folders = make_folders(made), can;
    HANDLE file;
    swprintf(name, 32, L"didar-%lu.tmp", GetCurrentProcessId()); /* another setup may be looking too */
    probe = joined(folder, name);
    file = CreateFileW(probe, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
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

/* Packed as one (SetCompressor /SOLID), all is unpacked once more into one file in the setup's $TEMP, while it is at work. */
static int has_room(const wchar_t *folder, unsigned long kilobytes)
{
    wchar_t temp[MAX_PATH + 1], drive[MAX_PATH + 1], temp_drive[MAX_PATH + 1];
    unsigned long long needed = kilobytes;
    if (GetTempPathW(MAX_PATH + 1, temp) && GetVolumePathNameW(temp, temp_drive, MAX_PATH + 1)) {
        temp[wcslen(temp) - 1] = 0; /* the stroke at its end */
        if (free_bytes(temp) / 1024 < kilobytes)
            return 0;
        if (GetVolumePathNameW(folder, drive, MAX_PATH + 1) && !_wcsicmp(drive, temp_drive))
            needed *= 2;
    }
    return free_bytes(folder) / 1024 >= needed;
}

int lies_in(const wchar_t *path, const wchar_t *folder)
{
    size_t n = wcslen(folder);
    return n && _wcsnicmp(path, folder, n) == 0 && (path[n] == 0 || path[n] == L'\\' || folder[n - 1] == L'\\');
}

static int overlap(const wchar_t *one, const wchar_t *other)
{
    return lies_in(one, other) || lies_in(other, one);
}

/* Windows drops a dot or a space at the end of a name, here and there: a folder would be made that nobody finds again. */
static int is_odd(const wchar_t *path)
{
    const wchar_t *at;
    for (at = path + 2; *at; at++)
        if (wcschr(L":;\"<>|*?", *at) || (wcschr(L". ", *at) && (at[1] == L'\\' || !at[1])))
            return 1;
    return 0;
}

/* Whether the folder has what a program is removed by, and whether that is Didar's own, which may be all that is left of it. */
static int has_remover(const wchar_t *folder, int *ours)
{
    static const wchar_t told[] = L"\\StringFileInfo\\040904e4\\ProductName"; /* as didar.nsi says it in English */
    wchar_t *removal = joined(folder, L"Uninstall.exe"), *product = NULL;
    DWORD size = GetFileVersionInfoSizeW(removal, NULL);
    void *info = malloc(size + 1);
    UINT length;
    int has = is_there(removal);
    *ours = size && GetFileVersionInfoW(removal, 0, size, info) &&
            VerQueryValueW(info, told, (void **)&product, &length) && !wcscmp(product, L"Didar");
    free(info), free(removal);
    return has;
}

int holds(const wchar_t *folder)
{
    wchar_t *launcher = joined(folder, L"Didar.exe");
    struct highest highest;
    int ours, there = is_there(launcher) || (has_remover(folder, &ours) && ours);
    memset(&highest, 0, sizeof highest);
    each(folder, take_highest, &highest);
    free(launcher);
    return there || highest.there ? DONE : NO_ROOM;
}

/* As Windows reads it: without \..\, /, short names and a stroke at the end. */
static wchar_t *plainly(const wchar_t *path)
{
    wchar_t *full = malloc(LONGEST_PATH * sizeof *full), *name = malloc(LONGEST_PATH * sizeof *name);
    size_t n;
    if (!GetFullPathNameW(path, LONGEST_PATH, full, NULL))
        wcscpy(full, path);
    if (!GetLongPathNameW(full, name, LONGEST_PATH)) /* not there yet */
        wcscpy(name, full);
    for (n = wcslen(name); n > 3 && name[n - 1] == L'\\'; n--)
        name[n - 1] = 0;
    free(full);
    return name;
}

int look(const wchar_t *folder, const wchar_t *version, int longest, unsigned long kilobytes, const wchar_t *data,
         const wchar_t *within)
{
    const wchar_t *named = _wgetenv(L"DIDAR_HOME"); /* where the office's data lies, if not in the usual place */
    wchar_t *folder_plain = plainly(folder), *data_plain = plainly(data), *within_plain = within ? plainly(within) : NULL;
    wchar_t *named_plain = named && *named ? plainly(named) : NULL;
    struct highest highest;
    struct version wanted;
    wchar_t text[128];
    const wchar_t *end = read_numbers(version, &wanted);
    int ours;
    if (!end || *end)
        return ODD;
    memset(&highest, 0, sizeof highest);
    each(folder, take_highest, &highest);
    if (highest.there && compare_numbers(&wanted, &highest.version) < 0) {
        write_numbers(&highest.version, text);
        return refuse(NEWER, text);
    }
    swprintf(text, 128, L"%ls-%lu", version, highest.n + 1);
    if (wcslen(folder) < 4 || wcslen(folder_plain) < 4) /* a drive */
        return refuse(NO_ROOM, L"rights");
    if (overlap(folder_plain, data_plain) || (named_plain && !highest.there && overlap(folder_plain, named_plain)))
        return refuse(NO_ROOM, L"data");
    if (is_odd(folder))
        return refuse(NO_ROOM, L"rights");
    if (within && !lies_in(folder_plain, within_plain))
        return refuse(NO_ROOM, L"open");
    if (!highest.there && has_remover(folder, &ours) && !ours)
        return refuse(NO_ROOM, L"another");
    if ((int)(wcslen(folder) + wcslen(text) + 7) + longest >= MAX_PATH) /* \NAME.part\ */
        return refuse(NO_ROOM, L"long");
    if (!can_write(folder))
        return refuse(NO_ROOM, L"rights");
    if (!within && !highest.there && !can_be_own(folder_plain))
        return refuse(NO_ROOM, L"own");
    if (!has_room(folder, kilobytes))
        return refuse(NO_ROOM, L"full");
    say(text);
    return DONE;
}

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

int any_in_use(const wchar_t *folder)
{
    return each(folder, version_in_use, NULL);
}

static int mutex_held(void)
{
    HANDLE held = OpenMutexW(SYNCHRONIZE, FALSE, L"Local\\ir.didar.running");
    if (held)
        CloseHandle(held);
    return held || GetLastError() == ERROR_ACCESS_DENIED;
}

/* The mutex tells of this session; the files, which Windows holds while they run, of other users' sessions too. */
int busy(const wchar_t *folder, int seconds)
{
    wchar_t *window = joined(folder, L"Didar.exe"), *console = joined(folder, L"bin\\didar.exe");
    ULONGLONG until = GetTickCount64() + 1000ULL * (ULONGLONG)(seconds < 2 ? 2 : seconds);
    for (;;) {
        if (!mutex_held() && !in_use(window) && !in_use(console) && !any_in_use(folder))
            return DONE;
        if (GetTickCount64() >= until)
            return BUSY;
        Sleep(250);
    }
}
