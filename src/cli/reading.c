/* Reading many files in parallel, a bounded piece at a time. */
#include "cli/reading.h"
#include "cli/held_panel.h"

#include "plumb/finding.h"

#include <string.h>
#include <strings.h>

/* At most so many files, or so many bytes of files, are in memory at a time: an extraction takes
 * some forty bytes a byte of text. */
#define CHUNK_FILES ((size_t)128)
#define CHUNK_BYTES ((uint64_t)4 << 20)

struct chunk {
    struct plumb_cli *cli;
    const struct plumb_reading_plan *plan;
    struct plumb_reading *readings;
    struct plumb_progress *progress;
    bool *is_panel;
    struct plumb_read_limits limits;
};

static bool has_ending(const char *path, const char *ending)
{
    size_t len = strlen(path), size = strlen(ending);
    return len >= size && strcasecmp(path + len - size, ending) == 0;
}

static bool may_be_panel(const char *path)
{
    return has_ending(path, ".csv") || has_ending(path, ".tsv") || has_ending(path, ".csv.gz");
}

/* A document that was read is no document of its own: its sheet is a panel. */
static bool take_panel(struct plumb_cli *cli, struct plumb_reading *reading)
{
    if (!plumb_sheet_panel(cli, reading->document, &reading->panel))
        return false;
    memcpy(reading->sha256, reading->document->sha256, sizeof reading->sha256);
    plumb_arena_free(reading->arena);
    reading->arena = NULL;
    reading->document = NULL;
    return true;
}

/* What a document runs short of is its own share of memory or time, not the machine's. */
static void explain_shortage(struct plumb_reading *reading, const struct plumb_read_limits *limits)
{
    if (reading->status != PLUMB_E_NOMEM)
        return;
    if (plumb_arena_is_full(reading->arena))
        reading->status = plumb_read_over_memory(reading->input->path, limits, &reading->error);
    else if (plumb_read_is_late(limits))
        reading->status = plumb_read_over_time(reading->input->path, limits, &reading->error);
}

/* Read, extract and digest one file in the time and memory it has. */
static void read_within(struct plumb_cli *cli, const struct plumb_reading_plan *plan,
                        const struct plumb_read_limits *limits, struct plumb_reading *reading)
{
    const struct plumb_input *input = reading->input;
    if (plan->panels && input->member && may_be_panel(input->path) &&
        plumb_member_panel(cli, input, limits, &reading->panel, reading->sha256)) {
        plumb_arena_free(reading->arena);
        reading->arena = NULL;
        return;
    }
    reading->status = input->member
                          ? plumb_read_member(input->archive, input->member, limits, reading->arena,
                                              &reading->document, &reading->error)
                          : plumb_read_file(input->path, limits, reading->arena, &reading->document,
                                            &reading->error);
    if (reading->status == PLUMB_OK && plan->panels && take_panel(cli, reading))
        return;
    plumb_arena_deadline(reading->arena, limits->stop_at);
    if (reading->status == PLUMB_OK && plan->extract)
        reading->status = plumb_extract(cli->extractor, reading->document, reading->arena,
                                        &reading->extraction, &reading->error);
    if (reading->status == PLUMB_OK) {
        memcpy(reading->sha256, reading->document->sha256, sizeof reading->sha256);
        if (plan->work)
            plan->work(cli, reading);
    }
    if (reading->arena)
        plumb_arena_deadline(reading->arena, 0); /* the next to use it is another thread */
    explain_shortage(reading, limits);
}

static void read_document(struct plumb_cli *cli, const struct plumb_reading_plan *plan,
                          const struct plumb_read_limits *shared, struct plumb_reading *reading)
{
    struct plumb_read_limits limits = *shared;
    reading->arena = plumb_arena_new();
    if (!reading->arena) {
        reading->status = plumb_fail_nomem(&reading->error);
        return;
    }
    limits.stop_at = reading->stop_at = plumb_thread_seconds() + limits.max_seconds;
    plumb_arena_limit(reading->arena, limits.max_memory / 2); /* the other half is for reading */
    read_within(cli, plan, &limits, reading);
    if (plan->text_only && reading->status == PLUMB_OK) {
        plumb_arena_free(reading->arena);
        reading->arena = NULL;
        reading->document = NULL;
        reading->extraction = NULL;
    }
}

static void read_task(void *context, size_t index)
{
    struct chunk *chunk = context;
    struct plumb_reading *reading = &chunk->readings[index];
    const char *path = reading->input->path;
    if (reading->input->problem) {
        reading->status = plumb_fail_at(&reading->error, PLUMB_E_IO, path, 0, 0, "%s %s.", path,
                                        reading->input->problem);
    } else if (plumb_cli_interrupted()) {
        reading->status = plumb_fail(&reading->error, PLUMB_E_INTERRUPTED, "Interrupted.");
    } else if (!reading->skipped) {
        chunk->is_panel[index] =
            chunk->plan->panels && !reading->input->member && may_be_panel(path) &&
            plumb_csv_is_panel(path, chunk->cli->catalogue, chunk->cli->mapping);
        if (!chunk->is_panel[index])
            read_document(chunk->cli, chunk->plan, &chunk->limits, reading);
    }
    plumb_progress_step(chunk->progress, 1);
}

/* A panel and its hash at the same time. */
struct panel_work {
    struct plumb_cli *cli;
    struct plumb_reading *reading;
};

static void panel_task(void *context, size_t index)
{
    struct panel_work *work = context;
    struct plumb_reading *reading = work->reading;
    if (index == 0)
        reading->status =
            plumb_csv_read_panel(reading->input->path, work->cli->catalogue, work->cli->mapping,
                                 work->cli->jobs, &reading->panel, &reading->error);
    else
        plumb_sha256_file_hex(reading->input->path, reading->sha256, NULL);
}

/* A panel uses all threads for itself, so panels are read one after the other. */
static void read_panel(struct plumb_cli *cli, const struct plumb_reading_plan *plan,
                       struct plumb_reading *reading)
{
    struct panel_work work = {cli, reading};
    plumb_parallel(plan->hash && !*reading->sha256 ? 2 : 1, cli->jobs, panel_task, &work);
}

/* A file that looks like a table of agencies and years and is none: the user may have meant it. */
static void note_no_panel(struct plumb_cli *cli, const struct plumb_reading *reading)
{
    const char *path = reading->input->path;
    if (reading->status != PLUMB_OK || reading->panel || reading->skipped)
        return;
    if (plumb_mapping_covers(cli->mapping, path))
        plumb_cli_note(cli,
                       PLUMB_SAY(cli,
                                 "plumb: %s 没有按“单位、年度”数据表读入：映射文件为它写的列"
                                 "不全在其中，或没有单位、年度、数字列。",
                                 "plumb: %s is not read as a table of agencies and years: it has "
                                 "not all the columns that the mapping names for it, or no agency, "
                                 "no year or no numbers."),
                       path);
    else if (may_be_panel(path))
        plumb_cli_note(
            cli,
            PLUMB_SAY(cli,
                      "plumb: %s 没有按“单位、年度”数据表读入：找不到单位列、年度或认识的"
                      "数字列；可用 --map 说明各列。",
                      "plumb: %s is not read as a table of agencies and years: its head "
                      "names no agency, no year or no numbers; --map can say which "
                      "columns they are."),
            path);
}

static void free_reading(struct plumb_reading *reading)
{
    plumb_panel_free(reading->panel);
    plumb_digest_free(reading->digest);
    plumb_arena_free(reading->arena);
    plumb_buf_free(&reading->text);
}

static size_t chunk_size(const struct plumb_inputs *inputs, size_t from)
{
    uint64_t bytes = 0;
    size_t count = 0;
    while (from + count < inputs->count && count < CHUNK_FILES && bytes < CHUNK_BYTES)
        bytes += inputs->items[from + count++].size_bytes;
    return count;
}

static void ask_known(struct plumb_cli *cli, const struct plumb_reading_plan *plan,
                      struct plumb_reading *reading)
{
    if (plan->known && !reading->input->problem && !reading->input->member &&
        plumb_sha256_file_hex(reading->input->path, reading->sha256, NULL) == PLUMB_OK)
        reading->skipped = plan->known(cli, reading->input->path, reading->sha256, plan->context);
}

static bool run_chunk(struct chunk *chunk, const struct plumb_input *inputs, size_t count)
{
    const struct plumb_reading_plan *plan = chunk->plan;
    memset(chunk->readings, 0, CHUNK_FILES * sizeof *chunk->readings);
    memset(chunk->is_panel, 0, CHUNK_FILES * sizeof *chunk->is_panel);
    for (size_t i = 0; i < count; i++) {
        chunk->readings[i].input = &inputs[i];
        ask_known(chunk->cli, plan, &chunk->readings[i]);
    }
    plumb_parallel(count, chunk->cli->jobs, read_task, chunk);
    bool go_on = true;
    for (size_t i = 0; i < count; i++) {
        struct plumb_reading *reading = &chunk->readings[i];
        if (go_on && chunk->is_panel[i])
            read_panel(chunk->cli, plan, reading);
        else if (go_on && plan->panels)
            note_no_panel(chunk->cli, reading);
        go_on =
            go_on && !plumb_cli_interrupted() && plan->deliver(chunk->cli, reading, plan->context);
        free_reading(reading);
    }
    return go_on;
}

enum plumb_status plumb_read_inputs(struct plumb_cli *cli, const struct plumb_inputs *inputs,
                                    const struct plumb_reading_plan *plan,
                                    struct plumb_error *error)
{
    const struct plumb_read_limits asked = plumb_cli_limits(cli);
    struct chunk chunk = {.cli = cli, .plan = plan, .limits = plumb_read_limits_resolve(&asked)};
    chunk.limits.without_sha256 = plan->text_only;
    enum plumb_status status = PLUMB_OK;
    chunk.readings = plumb_calloc(CHUNK_FILES, sizeof *chunk.readings);
    chunk.is_panel = plumb_calloc(CHUNK_FILES, sizeof *chunk.is_panel);
    if (!chunk.readings || !chunk.is_panel) {
        status = plumb_fail_nomem(error);
        goto done;
    }
    chunk.progress = plumb_progress_new(plan->what, inputs->count, cli->progress);
    for (size_t from = 0, count = 0; from < inputs->count; from += count) {
        count = chunk_size(inputs, from);
        if (!run_chunk(&chunk, inputs->items + from, count))
            break;
    }
    plumb_progress_end(chunk.progress);
    if (plumb_cli_interrupted())
        status = plumb_fail(error, PLUMB_E_INTERRUPTED, "Interrupted.");
done:
    plumb_free(chunk.readings);
    plumb_free(chunk.is_panel);
    return status;
}
