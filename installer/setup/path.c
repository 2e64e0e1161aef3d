/* The PATH of the command line, of any length. */
#include "helper.h"

/* The value without the folder, however often and however written it stands there. */
static void without(wchar_t *value, const wchar_t *folder)
{
    wchar_t *at = value, *to = value;
    size_t n = wcslen(folder);
    for (;;) {
        size_t length = wcscspn(at, L";"), bare = length;
        int last = !at[length];
        while (bare && at[bare - 1] == L'\\')
            bare--;
        if (!(bare == n && _wcsnicmp(at, folder, n) == 0)) {
            if (to != value)
                to[-1] = L';';
            memmove(to, at, length * sizeof *at);
            to += length + 1; /* the place of the next separator */
        }
        at += length + 1;
        if (last)
            break;
    }
    to[to == value ? 0 : -1] = 0;
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
        int open = *value && value[wcslen(value) - 1] == L';'; /* what ends so ends so again when we have gone */
        wcscat(value, *value && !open ? L";" : L"");
        wcscat(wcscat(value, folder), open ? L";" : L"");
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
