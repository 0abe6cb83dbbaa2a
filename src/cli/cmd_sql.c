/* plumb sql: read-only SQL on a case. */
#include "cli/dump.h"

#include <stdio.h>
#include <string.h>

struct printer {
    struct plumb_cli *cli;
    const char **names; /* of the columns, in the run's arena; NULL before the first row */
    int columns;
    bool first, failed;
};

static void json_row(struct printer *printer, int columns, const char *const *values,
                     const bool *is_number)
{
    struct plumb_buf line = {0};
    plumb_buf_puts(&line, "{");
    for (int i = 0; i < columns; i++) {
        plumb_buf_puts(&line, i ? "," : "");
        plumb_escape_json_text(&line, printer->names[i]);
        plumb_buf_puts(&line, ":");
        /* SQLite prints a number as JSON does, but for infinity. */
        if (is_number[i] && !strstr(values[i], "Inf"))
            plumb_buf_puts(&line, values[i]);
        else
            plumb_escape_json_text(&line, values[i]);
    }
    plumb_buf_puts(&line, "}\n");
    printer->cli->out.failed |= line.failed;
    plumb_dump_lines(printer->cli, (struct plumb_str){line.data, line.len}, &printer->first);
    plumb_buf_free(&line);
}

static void text_row(struct printer *printer, int columns, const char *const *values)
{
    struct plumb_buf *out = &printer->cli->out;
    bool csv = printer->cli->format == PLUMB_OUT_CSV;
    for (int i = 0; i < columns; i++) {
        plumb_buf_puts(out, i == 0 ? "" : csv ? "," : "\t");
        if (csv)
            plumb_escape_csv(out, plumb_str_from(values[i]));
        else
            plumb_escape_terminal(out, plumb_str_from(values[i]), false);
    }
    plumb_buf_puts(out, csv ? "\r\n" : "\n");
}

static bool keep_names(struct printer *printer, int columns, const char *const *values)
{
    struct plumb_arena *arena = printer->cli->arena;
    printer->names = plumb_arena_array(arena, (size_t)columns + 1, sizeof *printer->names);
    for (int i = 0; printer->names && i < columns; i++)
        printer->names[i] = plumb_arena_printf(arena, "%s", values[i] ? values[i] : "");
    return printer->names != NULL;
}

static int print_row(void *context, int columns, const char *const *values, const bool *is_number)
{
    struct printer *printer = context;
    bool json = printer->cli->format == PLUMB_OUT_JSON || printer->cli->format == PLUMB_OUT_JSONL;
    bool head = !printer->names;
    if (head && !keep_names(printer, columns, values))
        printer->failed = true;
    else if (json && !head)
        json_row(printer, columns, values, is_number);
    else if (!json)
        text_row(printer, columns, values);
    printer->failed |= plumb_cli_interrupted() || !plumb_cli_flush_some(printer->cli);
    return printer->failed;
}

static const char *read_query(struct plumb_cli *cli)
{
    struct plumb_buf text = {0};
    char piece[4096];
    for (size_t n = fread(piece, 1, sizeof piece, stdin); n > 0;
         n = fread(piece, 1, sizeof piece, stdin))
        plumb_buf_add(&text, piece, n);
    struct plumb_str s = {text.data ? text.data : "", text.failed ? 0 : text.len};
    const char *copy = plumb_str_copy(cli->arena, s).ptr;
    plumb_buf_free(&text);
    return copy;
}

int plumb_run_sql(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_case *file = NULL;
    struct printer printer = {.cli = cli, .first = true};
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &file, &error);
    if (status == PLUMB_OK) {
        const char *query =
            cli->request.argument_count ? cli->request.arguments[0] : read_query(cli);
        plumb_dump_begin(cli);
        status = plumb_case_sql(file, query, print_row, &printer, &error);
        plumb_dump_end(cli);
    }
    plumb_case_close(file);
    if (printer.failed)
        return PLUMB_EXIT_SYSTEM;
    return status == PLUMB_OK ? PLUMB_EXIT_DONE : plumb_cli_fail(cli, &error);
}
