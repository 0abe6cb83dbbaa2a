/* Walking folders in a fixed order. */
#include "cli/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Deeper than any real tree; keeps the recursion bounded. */
#define DEPTH_MAX 64

/* Open addressing; an inode number alone does not name a file, so the device is part of the key. */
struct seen_set {
    struct plumb_left_out *slots;
    bool *used;
    size_t count, capacity;
};

struct walk {
    struct plumb_arena *arena;
    struct plumb_inputs *out;
    const struct plumb_left_out *left_out;
    size_t left_out_count;
    const struct plumb_read_limits *limits;
    struct seen_set folders, files;
};

bool plumb_left_out_from(const char *path, struct plumb_left_out *out)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return false;
    *out = (struct plumb_left_out){info.st_dev, info.st_ino};
    return true;
}

static size_t slot_of(const struct seen_set *set, struct plumb_left_out key)
{
    uint64_t words[2] = {(uint64_t)key.device, (uint64_t)key.inode};
    size_t at = (size_t)plumb_hash64(words, sizeof words, 0) & (set->capacity - 1);
    while (set->used[at] &&
           (set->slots[at].device != key.device || set->slots[at].inode != key.inode))
        at = (at + 1) & (set->capacity - 1);
    return at;
}

static void grow(struct plumb_arena *arena, struct seen_set *set)
{
    struct seen_set larger = {.capacity = set->capacity ? set->capacity * 2 : 256};
    larger.slots = plumb_arena_array(arena, larger.capacity, sizeof *larger.slots);
    larger.used = plumb_arena_array(arena, larger.capacity, sizeof *larger.used);
    for (size_t i = 0; i < set->capacity; i++) {
        if (!set->used[i])
            continue;
        size_t at = slot_of(&larger, set->slots[i]);
        larger.slots[at] = set->slots[i];
        larger.used[at] = true;
    }
    larger.count = set->count;
    *set = larger;
}

/* True when the key was not in the set before. */
static bool add_seen(struct plumb_arena *arena, struct seen_set *set, const struct stat *info)
{
    struct plumb_left_out key = {info->st_dev, info->st_ino};
    if (set->count * 2 >= set->capacity)
        grow(arena, set);
    size_t at = slot_of(set, key);
    if (set->used[at])
        return false;
    set->slots[at] = key;
    set->used[at] = true;
    set->count++;
    return true;
}

static bool is_left_out(const struct walk *walk, const struct stat *info)
{
    for (size_t i = 0; i < walk->left_out_count; i++)
        if (walk->left_out[i].device == info->st_dev && walk->left_out[i].inode == info->st_ino)
            return true;
    return false;
}

static void add_item(struct walk *walk, const char *path, const struct stat *info,
                     const char *problem)
{
    struct plumb_input *item =
        PLUMB_PUSH(walk->arena, walk->out->items, walk->out->count, walk->out->capacity);
    item->path = path;
    item->size_bytes = info && info->st_size > 0 ? (uint64_t)info->st_size : 0;
    item->problem = problem;
}

static void add_problem(struct walk *walk, const char *path, int code)
{
    add_item(walk, path, NULL,
             plumb_arena_printf(walk->arena, "could not be opened: %s", strerror(code)));
}

static int by_name(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

/* Names in the folder, sorted; false with errno when it cannot be listed. Memory that is out jumps
 * on to plumb_inputs_collect, which has set a target. */
static bool list_folder(struct plumb_arena *arena, const char *path, const char ***names,
                        size_t *count)
{
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    size_t capacity = 0;
    *names = NULL;
    *count = 0;
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        closedir(folder);
        plumb_arena_on_nomem(arena, outer);
        longjmp(*outer, 1);
    }
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        const char **name = PLUMB_PUSH(arena, *names, *count, capacity);
        *name = plumb_arena_printf(arena, "%s", entry->d_name);
    }
    plumb_arena_on_nomem(arena, outer);
    closedir(folder);
    if (*count > 0)
        qsort(*names, *count, sizeof **names, by_name);
    return true;
}

/* What lies beside reports in a folder: words about the data, programs, settings. */
static bool is_no_report(const char *name)
{
    static const char *const starts[] = {"README", "readme", "LICENSE", "COPYING", "MANIFEST"};
    static const char *const ends[] = {".json", ".awk", ".py",   ".sh",  ".R",    ".c",   ".h",
                                       ".js",   ".css", ".yaml", ".yml", ".toml", ".sql", ".plumb"};
    struct plumb_str s = plumb_str_from(name);
    for (size_t i = 0; i < PLUMB_COUNT(starts); i++)
        if (plumb_str_starts(s, plumb_str_from(starts[i])))
            return true;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++)
        if (plumb_str_ends(s, plumb_str_from(ends[i])))
            return true;
    return false;
}

/* Why an archive cannot be listed, without the name that stands before it. */
static const char *reason(struct walk *walk, const char *path, const struct plumb_error *error)
{
    struct plumb_str text = plumb_str_from(error->message);
    size_t name = strlen(path) + 3; /* "path" and a space */
    if (text.len > name && text.ptr[0] == '"')
        text = plumb_str_sub(text, name, text.len);
    if (plumb_str_ends(text, PLUMB_STR(".")))
        text.len--;
    return plumb_arena_printf(walk->arena, "%.*s", PLUMB_STR_ARG(text));
}

/* The files in an archive; false when it is a document of its own. */
static bool walk_archive(struct walk *walk, const char *path)
{
    struct plumb_member *members = NULL;
    size_t count = 0;
    struct plumb_error error = {0};
    if (!plumb_is_archive_name(path))
        return false;
    if (plumb_archive_list(path, walk->limits, walk->arena, &members, &count, &error) != PLUMB_OK) {
        add_item(walk, path, NULL, reason(walk, path, &error));
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        const char *slash = strrchr(members[i].path, '/'), *mark = strrchr(members[i].path, '!');
        if (is_no_report((slash > mark ? slash : mark) + 1)) {
            walk->out->set_aside++;
            continue;
        }
        add_item(walk, members[i].path, NULL, NULL);
        struct plumb_input *item = &walk->out->items[walk->out->count - 1];
        item->size_bytes = members[i].size_bytes;
        item->archive = path;
        item->member = &members[i];
    }
    return count > 0;
}

static void walk_path(struct walk *walk, const char *path, int depth);

static void walk_folder(struct walk *walk, const char *path, int depth)
{
    const char **names = NULL;
    size_t count = 0;
    if (depth >= DEPTH_MAX) {
        add_item(walk, path, NULL, "lies more than 64 folders deep");
        return;
    }
    if (!list_folder(walk->arena, path, &names, &count)) {
        add_problem(walk, path, errno);
        return;
    }
    size_t len = strlen(path);
    const char *slash = len > 0 && path[len - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < count; i++) {
        const char *inside = plumb_arena_printf(walk->arena, "%s%s%s", path, slash, names[i]);
        struct stat info;
        if (is_no_report(names[i]) && stat(inside, &info) == 0 && S_ISREG(info.st_mode))
            walk->out->set_aside++;
        else
            walk_path(walk, inside, depth + 1);
    }
}

static void walk_path(struct walk *walk, const char *path, int depth)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        add_problem(walk, path, errno);
    } else if (is_left_out(walk, &info)) {
        return;
    } else if (S_ISDIR(info.st_mode)) {
        if (add_seen(walk->arena, &walk->folders, &info))
            walk_folder(walk, path, depth);
    } else if (!S_ISREG(info.st_mode)) {
        /* A named pipe or device given on the command line is asked for; found in a folder, it
         * could block for ever. */
        if (depth == 0)
            add_item(walk, path, NULL, NULL);
        else
            add_item(walk, path, NULL, "is neither a file nor a folder");
    } else if (info.st_nlink > 1 || add_seen(walk->arena, &walk->files, &info)) {
        /* Hard links are files of their own: a backup may hold two agencies' equal files so. */
        if (!walk_archive(walk, path))
            add_item(walk, path, &info, NULL);
    }
}

enum plumb_status plumb_inputs_collect(struct plumb_arena *arena, const char *const *paths,
                                       size_t path_count, const struct plumb_left_out *left_out,
                                       size_t left_out_count,
                                       const struct plumb_read_limits *limits,
                                       struct plumb_inputs *out, struct plumb_error *error)
{
    struct walk walk = {.arena = arena,
                        .out = out,
                        .left_out = left_out,
                        .left_out_count = left_out_count,
                        .limits = limits};
    *out = (struct plumb_inputs){0};
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    for (size_t i = 0; i < path_count; i++)
        walk_path(&walk, paths[i], 0);
    plumb_arena_on_nomem(arena, outer);
    return PLUMB_OK;
}
