/* The *.case files of a folder, in the order of their names. */
#ifndef CASE_FOLDER_H
#define CASE_FOLDER_H

#include <stdbool.h>

/* False when `read` is false for a file; the ones behind it are not read then. */
bool case_folder_each(const char *folder, bool (*read)(const char *path, void *context),
                      void *context);

#endif
