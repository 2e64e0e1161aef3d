/* The PATH of the command line, of any length. */
#include "helper.h"

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

int path(int add, int machine, const wchar_t *folder)
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
