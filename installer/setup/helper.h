/* What the parts of the setup's helper share: see helper.c. */
#ifndef DIDAR_HELPER_H
#define DIDAR_HELPER_H
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include "../launcher/versions.h"

enum { DONE = 0, BUSY = 5, NEWER = 8, NOT_AS_PACKED = 9, NO_ROOM = 10, ODD = 12, LEFT = 13 };

#define LINE 4096

/* Called for each entry of a folder; one that returns nonzero ends the walk with it. */
typedef int (*visitor)(const wchar_t *folder, const WIN32_FIND_DATAW *found, void *with);

void say(const wchar_t *what);
int refuse(int code, const wchar_t *why);
wchar_t *joined(const wchar_t *folder, const wchar_t *name);
int each(const wchar_t *folder, visitor visit, void *with);
int is_folder(const WIN32_FIND_DATAW *found);
int is_there(const wchar_t *path);
int make_folders(wchar_t *folder);
int remove_tree(const wchar_t *folder);
int is_version(const wchar_t *folder, const WIN32_FIND_DATAW *found, struct version *read);
int any_in_use(const wchar_t *folder);
int lies_in(const wchar_t *path, const wchar_t *folder);
int can_be_own(const wchar_t *folder);

int look(const wchar_t *folder, const wchar_t *version, int longest, unsigned long kilobytes, const wchar_t *data,
         const wchar_t *within);
int holds(const wchar_t *folder);
int own(const wchar_t *folder);
int busy(const wchar_t *folder, int seconds);
int settle(const wchar_t *folder, const wchar_t *name, const char *of_list);
int bring(const wchar_t *from, const wchar_t *to);
int put(const wchar_t *to);
int sweep(const wchar_t *folder, const wchar_t *keep);
int path(int add, int machine, const wchar_t *folder);

#endif
