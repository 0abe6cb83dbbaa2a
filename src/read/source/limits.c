/* How much a file may ask for, and what is said when it asks for more. */
#include "plumb/document.h"

struct plumb_read_limits plumb_read_limits_default(void)
{
    return (struct plumb_read_limits){
        .max_bytes = (size_t)256 << 20,
        .max_cells = 2000000,
        .max_columns = 16384,
        .max_cell_bytes = (size_t)1 << 20,
        .max_unzipped = (size_t)2 << 30,
        .max_part = (size_t)64 << 20,
        .max_memory = (size_t)512 << 20,
        .max_members = 10000,
        .max_depth = 256,
        .max_seconds = 60,
    };
}

struct plumb_read_limits plumb_read_limits_resolve(const struct plumb_read_limits *limits)
{
    struct plumb_read_limits chosen = plumb_read_limits_default();
    if (!limits)
        return chosen;
    if (limits->max_bytes)
        chosen.max_bytes = limits->max_bytes;
    if (limits->max_cells)
        chosen.max_cells = limits->max_cells;
    if (limits->max_columns)
        chosen.max_columns = limits->max_columns;
    if (limits->max_cell_bytes)
        chosen.max_cell_bytes = limits->max_cell_bytes;
    if (limits->max_part)
        chosen.max_part = limits->max_part;
    if (limits->max_memory)
        chosen.max_memory = limits->max_memory;
    if (limits->max_members)
        chosen.max_members = limits->max_members;
    if (limits->max_unzipped)
        chosen.max_unzipped = limits->max_unzipped;
    if (limits->max_depth)
        chosen.max_depth = limits->max_depth;
    if (limits->max_seconds)
        chosen.max_seconds = limits->max_seconds;
    chosen.stop_at =
        limits->stop_at > 0 ? limits->stop_at : plumb_thread_seconds() + chosen.max_seconds;
    chosen.without_sha256 = limits->without_sha256;
    return chosen;
}

enum plumb_status plumb_read_over_memory(const char *path, const struct plumb_read_limits *limits,
                                         struct plumb_error *error)
{
    return plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                         "\"%s\" needs more than %zu MiB of memory; cut it into parts or raise "
                         "--max-memory.",
                         path, limits->max_memory >> 20);
}

bool plumb_read_is_late(const struct plumb_read_limits *limits)
{
    return limits->stop_at > 0 && plumb_thread_seconds() > limits->stop_at;
}

enum plumb_status plumb_read_over_time(const char *path, const struct plumb_read_limits *limits,
                                       struct plumb_error *error)
{
    return plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                         "\"%s\" took longer than %u s; cut it into parts or raise --max-seconds.",
                         path, limits->max_seconds);
}
