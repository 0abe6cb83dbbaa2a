/* The files a command works on: arguments, and what lies in folders. */
#ifndef PLUMB_INPUTS_H
#define PLUMB_INPUTS_H

#include "plumb/document.h"

#include <sys/types.h>

struct plumb_input {
    const char *path;    /* as given, or the folder as given and the path in it */
    uint64_t size_bytes; /* 0 when unknown */
    const char *problem; /* why it cannot even be opened, or NULL */
    /* of a file in an archive, else NULL; `path` then shows both */
    const char *archive;
    const struct plumb_member *member;
};

struct plumb_inputs {
    struct plumb_input *items;
    size_t count, capacity;
    size_t set_aside; /* files of a folder whose names say that they are no reports */
};

/* A folder or file that is left out of the walk: the output folder, the case file. */
struct plumb_left_out {
    dev_t device;
    ino_t inode;
};

/* Collect files: an argument that is a file as it stands; a folder with everything in it, sorted
 * by name, without hidden files (a leading dot), what `left_out` names, and files whose
 * names say that they are no reports (README, LICENSE, programs, settings), which are counted. Every folder is
 * entered once, so loops of symbolic links end. What cannot be looked at is an item with a problem.
 * A zip archive that is no document stands for the files in it.
 * Files given twice are taken once. `limits` may be NULL (defaults). Strings live in `arena`. */
enum plumb_status plumb_inputs_collect(struct plumb_arena *arena, const char *const *paths,
                                       size_t path_count, const struct plumb_left_out *left_out,
                                       size_t left_out_count,
                                       const struct plumb_read_limits *limits,
                                       struct plumb_inputs *out, struct plumb_error *error);

/* Fill *out for an existing path; false when there is none. */
bool plumb_left_out_from(const char *path, struct plumb_left_out *out);

#endif
