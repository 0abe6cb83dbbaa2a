#include "case_folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_case(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".case") == 0;
}

bool case_folder_each(const char *folder, bool (*read)(const char *path, void *context),
                      void *context)
{
    struct dirent **files = NULL;
    bool good = true;
    int found = scandir(folder, &files, is_case, by_name);
    for (int i = 0; i < found; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        if (good && !read(path, context)) {
            fprintf(stderr, "%s cannot be read\n", path);
            good = false;
        }
        free(files[i]);
    }
    free(files);
    return good;
}
