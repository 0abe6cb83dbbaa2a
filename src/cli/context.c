/* Settings of a run, exit statuses, standard output, and the case the commands share. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FLUSH_BYTES ((size_t)1 << 16)

const char *plumb_cli_option(const struct plumb_cli *cli, enum plumb_option_id id,
                             const char *fallback)
{
    return cli->request.value[id] ? cli->request.value[id] : fallback;
}

bool plumb_cli_flag(const struct plumb_cli *cli, enum plumb_option_id id)
{
    return cli->request.value[id] != NULL;
}

size_t plumb_cli_number(const struct plumb_cli *cli, enum plumb_option_id id, size_t fallback)
{
    /* The parser let only up to six digits through. */
    const char *text = cli->request.value[id];
    return text ? (size_t)strtoul(text, NULL, 10) : fallback;
}

int plumb_cli_exit_status(enum plumb_status code)
{
    switch (code) {
    case PLUMB_OK:
        return PLUMB_EXIT_DONE;
    case PLUMB_E_USAGE:
    case PLUMB_E_DOMAIN:
        return PLUMB_EXIT_USAGE;
    case PLUMB_E_FORMAT:
    case PLUMB_E_ENCODING:
    case PLUMB_E_LIMIT:
        return PLUMB_EXIT_INPUT;
    case PLUMB_E_IO:
    case PLUMB_E_NOMEM:
    case PLUMB_E_STORE:
    case PLUMB_E_UNAVAILABLE:
        return PLUMB_EXIT_SYSTEM;
    case PLUMB_E_INTERRUPTED:
        return PLUMB_EXIT_INTERRUPTED;
    case PLUMB_E_INTERNAL:
        break;
    }
    return PLUMB_EXIT_INTERNAL;
}

/* Memory is out: the sentence all the same, what could move the cursor left out. */
static void complain_without_memory(const char *message)
{
    fputs("plumb: ", stderr);
    for (const char *p = message; *p; p++)
        if ((unsigned char)*p >= ' ' && *p != 0x7F)
            fputc(*p, stderr);
    fputc('\n', stderr);
}

/* "plumb: SOURCE:LINE: " in front of the sentence, as far as it is known and not said in it. */
static void complain(const char *source, size_t line, const char *message)
{
    struct plumb_buf text = {0};
    plumb_buf_puts(&text, "plumb: ");
    if (source && *source && !strstr(message, source)) {
        plumb_escape_terminal(&text, plumb_str_from(source), false);
        if (line)
            plumb_buf_printf(&text, ":%zu", line);
        plumb_buf_puts(&text, ": ");
    }
    plumb_escape_terminal(&text, plumb_str_from(message), true);
    plumb_buf_puts(&text, "\n");
    if (text.failed)
        complain_without_memory(message);
    else
        fwrite(text.data, 1, text.len, stderr);
    plumb_buf_free(&text);
}

int plumb_cli_fail(const struct plumb_cli *cli, const struct plumb_error *error)
{
    (void)cli;
    const char *message = *error->message ? error->message : plumb_status_text(error->code);
    complain(error->source, error->line, message);
    return plumb_cli_exit_status(error->code);
}

void plumb_cli_complain(const char *path, const struct plumb_error *error)
{
    complain(path, error->line, *error->message ? error->message : plumb_status_text(error->code));
}

void plumb_cli_note(const struct plumb_cli *cli, const char *format, ...)
{
    if (cli->quiet)
        return;
    struct plumb_buf text = {0};
    char sentence[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    plumb_escape_terminal(&text, plumb_str_from(sentence), true);
    if (text.len > 0 && !text.failed)
        fprintf(stderr, "%s\n", text.data);
    plumb_buf_free(&text);
}

static enum plumb_status load_catalogue(struct plumb_cli *cli, struct plumb_error *error)
{
    enum plumb_status status =
        plumb_catalogue_load(plumb_cli_option(cli, PLUMB_OPT_RULES, NULL), &cli->catalogue, error);
    if (status == PLUMB_OK)
        status = plumb_extractor_new(cli->catalogue, &cli->extractor, error);
    const char *map = plumb_cli_option(cli, PLUMB_OPT_MAP, NULL);
    if (status == PLUMB_OK && map)
        status = plumb_mapping_load(map, &cli->mapping, error);
    return status;
}

struct plumb_read_limits plumb_cli_limits(const struct plumb_cli *cli)
{
    const size_t kib = (size_t)1 << 10, mib = (size_t)1 << 20;
    return (struct plumb_read_limits){
        .max_bytes = mib * plumb_cli_number(cli, PLUMB_OPT_MAX_FILE, 0),
        .max_part = mib * plumb_cli_number(cli, PLUMB_OPT_MAX_PART, 0),
        .max_memory = mib * plumb_cli_number(cli, PLUMB_OPT_MAX_MEMORY, 0),
        .max_unzipped = mib * plumb_cli_number(cli, PLUMB_OPT_MAX_UNZIPPED, 0),
        .max_members = plumb_cli_number(cli, PLUMB_OPT_MAX_MEMBERS, 0),
        .max_cells = 1000 * plumb_cli_number(cli, PLUMB_OPT_MAX_CELLS, 0),
        .max_columns = plumb_cli_number(cli, PLUMB_OPT_MAX_COLUMNS, 0),
        .max_cell_bytes = kib * plumb_cli_number(cli, PLUMB_OPT_MAX_CELL, 0),
        .max_depth = plumb_cli_number(cli, PLUMB_OPT_MAX_DEPTH, 0),
        .max_seconds = (unsigned)plumb_cli_number(cli, PLUMB_OPT_MAX_SECONDS, 0)};
}

enum plumb_status plumb_cli_catalogue(struct plumb_cli *cli, struct plumb_error *error)
{
    enum plumb_status status = cli->catalogue ? PLUMB_OK : load_catalogue(cli, error);
    /* --rules and --map are inputs: one that is not there is exit status 3, not 4. */
    if (status == PLUMB_E_IO)
        status = error->code = PLUMB_E_FORMAT;
    return status;
}

bool plumb_cli_flush(struct plumb_cli *cli)
{
    bool good = !cli->out.failed;
    if (good && cli->out.len > 0)
        good = fwrite(cli->out.data, 1, cli->out.len, stdout) == cli->out.len;
    good = good && fflush(stdout) == 0 && !ferror(stdout);
    if (!good)
        fprintf(stderr, "plumb: The output could not be written: %s.\n",
                cli->out.failed ? "not enough memory" : strerror(errno));
    cli->out.len = 0;
    return good;
}

bool plumb_cli_flush_some(struct plumb_cli *cli)
{
    return cli->out.len < FLUSH_BYTES && !cli->out.failed ? true : plumb_cli_flush(cli);
}

const char *plumb_cli_now(struct plumb_cli *cli)
{
    char text[32];
    time_t now = time(NULL);
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    if (epoch && *epoch) {
        long long seconds = strtoll(epoch, &end, 10);
        if (*end == '\0')
            now = (time_t)seconds;
    }
    struct tm utc;
    if (!gmtime_r(&now, &utc) || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        return "";
    const char *copy = plumb_arena_printf(cli->arena, "%s", text);
    return copy ? copy : "";
}

const char *plumb_cli_case_path(struct plumb_cli *cli)
{
    const char *given = plumb_cli_option(cli, PLUMB_OPT_CASE, NULL);
    if (given)
        return given;
    const char *path = plumb_arena_printf(
        cli->arena, "%s/case.plumb", plumb_cli_option(cli, PLUMB_OPT_OUTPUT, PLUMB_OUTPUT_DEFAULT));
    return path ? path : "";
}

enum plumb_status plumb_cli_open_case(struct plumb_cli *cli, enum plumb_case_mode mode,
                                      struct plumb_case **out, struct plumb_error *error)
{
    const char *path = plumb_cli_case_path(cli);
    FILE *probe = mode == PLUMB_CASE_CREATE ? NULL : fopen(path, "rb");
    if (mode != PLUMB_CASE_CREATE && !probe)
        return plumb_fail(error, PLUMB_E_USAGE,
                          "There is no case file %s (%s); name one with --case, or make one with "
                          "plumb screen or plumb load.",
                          path, strerror(errno));
    if (probe)
        fclose(probe);
    return plumb_case_open(path, mode, out, error);
}

int plumb_cli_fail_on(const struct plumb_cli *cli, const struct plumb_finding_list *list)
{
    const char *level = plumb_cli_option(cli, PLUMB_OPT_FAIL_ON, NULL);
    size_t least = 0;
    if (!level || !plumb_choice_has(plumb_options[PLUMB_OPT_FAIL_ON].choices, level, &least))
        return PLUMB_EXIT_DONE;
    for (size_t i = 0; i < list->count; i++) {
        const char *status = list->items[i].status;
        bool open =
            !status || !*status || strcmp(status, "open") == 0 || strcmp(status, "confirmed") == 0;
        if (open && (size_t)list->items[i].severity >= least)
            return PLUMB_EXIT_FOUND;
    }
    return PLUMB_EXIT_DONE;
}
