/* Didar.exe and, with -DCONSOLE, bin\didar.exe: starts the newest whole version that lies beside it.
 *
 * Libraries come from System32 and the version's own folders alone; what a user's environment could slip into Python,
 * Qt or OpenSSL is dropped; Python starts isolated. The launcher knows no version: it outlives them.
 */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include "versions.h"

#define FILES_MISSING 3
#define SETUP_AT_WORK 4

#define RLM L"\u200f"
static const wchar_t *MISSING =
    L"پرونده‌های برنامه کامل نیست. پروندهٔ نصب دیدار را دوباره اجرا کنید؛ اطلاعات دفتر سر جای خود است.";
static const wchar_t *MISSING_EN =
    L"Some of the program's files are missing. Run Didar's setup again; the office's data is untouched.";
static const wchar_t *SETTING_UP =
    L"دیدار در حال نصب یا به‌روز شدن است. چند لحظهٔ دیگر دوباره آن را باز کنید.";
static const wchar_t *SETTING_UP_EN = L"Didar is being installed or updated. Open it again in a moment.";

static int say(int code, const wchar_t *persian, const wchar_t *english)
{
#ifdef CONSOLE
    wchar_t line[1024];
    char bytes[4096];
    DWORD mode, done;
    HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    swprintf(line, 1024, L"didar: %ls\r\n%ls\r\n", english, persian);
    if (GetConsoleMode(out, &mode))
        WriteConsoleW(out, line, (DWORD)wcslen(line), &done, NULL);
    else
        WriteFile(out, bytes, (DWORD)WideCharToMultiByte(CP_UTF8, 0, line, (int)wcslen(line), bytes, sizeof bytes, 0, 0),
                  &done, NULL);
#else
    wchar_t both[1024];
    swprintf(both, 1024, RLM L"%ls\n\n%ls", persian, english);
    MessageBoxW(NULL, both, L"دیدار", MB_OK | MB_ICONERROR | MB_RTLREADING | MB_RIGHT | MB_SETFOREGROUND);
#endif
    return code;
}

/* The folder of the installation: the launcher's own, or the one above bin. */
static wchar_t *home(void)
{
    wchar_t *path = malloc(LONGEST_PATH * sizeof *path);
    int up = 1;
#ifdef CONSOLE
    up = 2;
#endif
    if (!GetModuleFileNameW(NULL, path, LONGEST_PATH))
        return NULL;
    while (up-- > 0) {
        wchar_t *slash = wcsrchr(path, L'\\');
        if (!slash)
            return NULL;
        *slash = 0;
    }
    return path;
}

static int is_file(const wchar_t *path)
{
    DWORD is = GetFileAttributesW(path);
    return is != INVALID_FILE_ATTRIBUTES && !(is & FILE_ATTRIBUTE_DIRECTORY);
}

/* A version's library of Python, if all is there without which Python would end in silence: where a window is opened
 * nobody hears it. What else is missing, ui.start tells. */
static int whole(const wchar_t *version, wchar_t *library)
{
    static const wchar_t *beside[] = {L".zip", L"._pth"}; /* python313.dll, python313.zip, python313._pth */
    wchar_t *looked = malloc(LONGEST_PATH * sizeof *looked);
    int there = python_of(version, library);
    size_t i, stem = there ? wcslen(library) - wcslen(L".dll") : 0;
    for (i = 0; there && i < sizeof beside / sizeof *beside; i++) {
        swprintf(looked, LONGEST_PATH, L"%.*ls%ls", (int)stem, library, beside[i]);
        there = is_file(looked);
    }
    swprintf(looked, LONGEST_PATH, L"%ls\\program\\ui\\start.py", version);
    there = there && is_file(looked);
    free(looked);
    return there;
}

/* Its newest whole version's library of Python. One that lacks files (a clean-up, an antivirus) is passed over. */
static int newest(const wchar_t *folder, wchar_t *library)
{
    wchar_t *looked = malloc(LONGEST_PATH * sizeof *looked), *its = malloc(LONGEST_PATH * sizeof *its);
    struct version best = {{0}, 0, 0}, read;
    WIN32_FIND_DATAW found;
    HANDLE search;
    int there = 0;
    swprintf(looked, LONGEST_PATH, L"%ls\\*", folder);
    search = FindFirstFileW(looked, &found);
    if (search == INVALID_HANDLE_VALUE)
        return 0;
    do {
        if (!(found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) || !read_version(found.cFileName, &read) || read.part)
            continue;
        if (there && compare_versions(&read, &best) <= 0)
            continue;
        swprintf(looked, LONGEST_PATH, L"%ls\\%ls", folder, found.cFileName);
        if (!whole(looked, its))
            continue;
        wcscpy(library, its);
        best = read;
        there = 1;
    } while (FindNextFileW(search, &found));
    FindClose(search);
    return there;
}

/* Out of the process's environment and of the C library's own copy of it, which Python, Qt and OpenSSL read. */
static void drop(const wchar_t *name)
{
    static int (__cdecl *put)(const wchar_t *, const wchar_t *);
    HMODULE crt;
    SetEnvironmentVariableW(name, NULL);
    if (!put && (crt = LoadLibraryExW(L"ucrtbase.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32)))
        put = (int (__cdecl *)(const wchar_t *, const wchar_t *))(void *)GetProcAddress(crt, "_wputenv_s");
    if (put)
        put(name, L"");
}

static void clean_environment(void)
{
    static const wchar_t *others[] = {L"QT_PLUGIN_PATH", L"QT_QPA_PLATFORM_PLUGIN_PATH", L"OPENSSL_CONF",
                                      L"OPENSSL_MODULES", L"OPENSSL_ENGINES", L"SSLKEYLOGFILE"};
    wchar_t *all = GetEnvironmentStringsW(), *at, name[256];
    size_t i;
    for (at = all; at && *at; at += wcslen(at) + 1) {
        wchar_t *equals = wcschr(at, L'=');
        if (_wcsnicmp(at, L"PYTHON", 6) == 0 && equals && equals - at < 256) {
            wcsncpy(name, at, (size_t)(equals - at));
            name[equals - at] = 0;
            drop(name);
        }
    }
    FreeEnvironmentStringsW(all);
    for (i = 0; i < sizeof others / sizeof *others; i++)
        drop(others[i]);
}

/* No heap in what Windows would send away after a crash: keys and names lie there. */
static void keep_heap_at_home(void)
{
    HRESULT (WINAPI *set)(DWORD) =
        (HRESULT (WINAPI *)(DWORD))(void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "WerSetFlags");
    if (set)
        set(1 /* WER_FAULT_REPORTING_FLAG_NOHEAP */);
}

static int setup_at_work(void)
{
    static const wchar_t *names[] = {L"Local\\ir.didar.setup", L"Global\\ir.didar.setup"};
    size_t i;
    for (i = 0; i < 2; i++) {
        HANDLE held = OpenMutexW(SYNCHRONIZE, FALSE, names[i]);
        if (held)
            CloseHandle(held);
        if (held || GetLastError() == ERROR_ACCESS_DENIED) /* another user's */
            return 1;
    }
    return 0;
}

static int start(int argc, wchar_t **argv)
{
    static wchar_t *first[] = {L"-I", L"-B", L"-X", L"utf8", L"-m", L"ui.start"};
    const int more = sizeof first / sizeof *first;
    wchar_t *library = malloc(LONGEST_PATH * sizeof *library), *folder, **words;
    int (*py_main)(int, wchar_t **);
    HMODULE python;
    int i;

    SetDllDirectoryW(L""); /* not the current folder */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_USER_DIRS);
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
    keep_heap_at_home();
    /* Held until the process ends; taken before looking for the setup, which takes its own before looking for this. */
    CreateMutexW(NULL, FALSE, L"Local\\ir.didar.running");
    if (setup_at_work())
        return say(SETUP_AT_WORK, SETTING_UP, SETTING_UP_EN);
    folder = home();
    if (!folder || !library || !newest(folder, library))
        return say(FILES_MISSING, MISSING, MISSING_EN);
    clean_environment();

    folder = _wcsdup(library);
    *wcsrchr(folder, L'\\') = 0;
    AddDllDirectory(folder); /* vcruntime140_1.dll and python3.dll, for the libraries of the third parties */
    python = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    py_main = python ? (int (*)(int, wchar_t **))(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!py_main)
        return say(FILES_MISSING, MISSING, MISSING_EN);
    words = calloc((size_t)(argc + more + 1), sizeof *words);
    words[0] = argv[0];
    for (i = 0; i < more; i++)
        words[i + 1] = first[i];
    for (i = 1; i < argc; i++)
        words[i + more] = argv[i];
    return py_main(argc + more, words);
}

#ifdef CONSOLE
int wmain(int argc, wchar_t **argv)
{
    return start(argc, argv);
}
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, PWSTR line, int show)
{
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    (void)self, (void)before, (void)line, (void)show;
    return start(argc, argv);
}
#endif
