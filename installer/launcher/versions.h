/* The folders VERSION-N of an installation: 0.1.0-1, 0.1.0-2, 0.2.0-3. Launcher and setup read them alike. */
#ifndef DIDAR_VERSIONS_H
#define DIDAR_VERSIONS_H
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST_PATH 32768
#define NUMBERS 6

struct version {
    unsigned long number[NUMBERS]; /* 0.1.0 is {0, 1, 0, 0, 0, 0} */
    unsigned long n;
    int part; /* VERSION-N.part: being unpacked, or on its way out */
};

static inline const wchar_t *digits(const wchar_t *at, unsigned long *value)
{
    const wchar_t *from = at;
    for (*value = 0; *at >= L'0' && *at <= L'9' && at - from < 9; at++)
        *value = *value * 10 + (unsigned long)(*at - L'0');
    return at == from ? NULL : at;
}

/* Numbers with dots between; where they end. NULL if there are none. */
static inline const wchar_t *read_numbers(const wchar_t *at, struct version *read)
{
    int i;
    memset(read, 0, sizeof *read);
    for (i = 0; i < NUMBERS; i++) {
        at = digits(at, &read->number[i]);
        if (!at || *at != L'.' || at[1] < L'0' || at[1] > L'9')
            return at;
        at++;
    }
    return NULL;
}

static inline int read_version(const wchar_t *name, struct version *read)
{
    const wchar_t *at = read_numbers(name, read);
    if (!at || *at != L'-')
        return 0;
    at = digits(at + 1, &read->n);
    if (!at)
        return 0;
    read->part = wcscmp(at, L".part") == 0;
    return read->part || *at == 0;
}

static inline int compare_numbers(const struct version *a, const struct version *b)
{
    int i;
    for (i = 0; i < NUMBERS; i++)
        if (a->number[i] != b->number[i])
            return a->number[i] < b->number[i] ? -1 : 1;
    return 0;
}

static inline int compare_versions(const struct version *a, const struct version *b)
{
    int first = compare_numbers(a, b);
    return first ? first : a->n < b->n ? -1 : a->n > b->n;
}

/* The library of Python in the version's folder: runtime\python313.dll. */
static inline int python_of(const wchar_t *folder, wchar_t *library)
{
    wchar_t *looked = malloc(LONGEST_PATH * sizeof *looked);
    WIN32_FIND_DATAW found;
    HANDLE search;
    int there = 0;
    swprintf(looked, LONGEST_PATH, L"%ls\\runtime\\python3*.dll", folder);
    search = FindFirstFileW(looked, &found);
    if (search != INVALID_HANDLE_VALUE) {
        do {
            unsigned long minor;
            const wchar_t *end = wcslen(found.cFileName) > 7 ? digits(found.cFileName + 7, &minor) : NULL;
            if (end && _wcsicmp(end, L".dll") == 0) { /* python3.dll alone has no such number */
                swprintf(library, LONGEST_PATH, L"%ls\\runtime\\%ls", folder, found.cFileName);
                there = 1;
            }
        } while (!there && FindNextFileW(search, &found));
        FindClose(search);
    }
    free(looked);
    return there;
}

#endif
