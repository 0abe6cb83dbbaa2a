/* Many items in one of the formats, files in the order they were given. */
#include "cli/dump.h"

#include <string.h>

void plumb_dump_begin(struct plumb_cli *cli)
{
    if (cli->format == PLUMB_OUT_JSON)
        plumb_buf_puts(&cli->out, "[");
}

void plumb_dump_end(struct plumb_cli *cli)
{
    if (cli->format == PLUMB_OUT_JSON)
        plumb_buf_puts(&cli->out, "\n]\n");
}

void plumb_dump_lines(struct plumb_cli *cli, struct plumb_str lines, bool *first)
{
    if (cli->format != PLUMB_OUT_JSON) {
        plumb_buf_str(&cli->out, lines);
        return;
    }
    while (lines.len > 0) {
        size_t end = plumb_str_find(lines, PLUMB_STR("\n"));
        plumb_buf_puts(&cli->out, *first ? "\n" : ",\n");
        plumb_buf_str(&cli->out, plumb_str_sub(lines, 0, end));
        lines = plumb_str_sub(lines, end == PLUMB_NPOS ? lines.len : end + 1, lines.len);
        *first = false;
    }
}

enum plumb_status plumb_dump_allow(const struct plumb_cli *cli, bool csv, struct plumb_error *error)
{
    if (cli->format == PLUMB_OUT_CSV && !csv)
        return plumb_fail(error, PLUMB_E_USAGE,
                          "plumb %s prints table, jsonl or json; csv is for list, trend and sql.",
                          cli->request.command->name);
    return PLUMB_OK;
}

struct dump {
    bool first, written;
    size_t unread;
};

static bool deliver(struct plumb_cli *cli, struct plumb_reading *reading, void *context)
{
    struct dump *dump = context;
    if (reading->status != PLUMB_OK) {
        plumb_cli_complain(reading->input->path, &reading->error);
        dump->unread++;
        return true;
    }
    if (reading->text.failed)
        cli->out.failed = true;
    plumb_dump_lines(cli, (struct plumb_str){reading->text.data, reading->text.len}, &dump->first);
    dump->written = plumb_cli_flush_some(cli);
    return dump->written;
}

int plumb_dump_files(struct plumb_cli *cli, bool extract,
                     void (*work)(struct plumb_cli *cli, struct plumb_reading *reading))
{
    struct plumb_error error = {0};
    struct plumb_inputs inputs;
    const struct plumb_read_limits limits = plumb_cli_limits(cli);
    struct dump dump = {.first = true, .written = true};
    struct plumb_reading_plan plan = {.extract = extract,
                                      .text_only = true,
                                      .what = PLUMB_SAY(cli, "读取", "reading"),
                                      .work = work,
                                      .deliver = deliver,
                                      .context = &dump};
    if (plumb_dump_allow(cli, false, &error) != PLUMB_OK ||
        (extract && plumb_cli_catalogue(cli, &error) != PLUMB_OK) ||
        plumb_inputs_collect(cli->arena, cli->request.arguments, cli->request.argument_count, NULL,
                             0, &limits, &inputs, &error) != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    plumb_dump_begin(cli);
    enum plumb_status status = plumb_read_inputs(cli, &inputs, &plan, &error);
    if (!dump.written)
        return PLUMB_EXIT_SYSTEM;
    if (status != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    plumb_dump_end(cli);
    return dump.unread ? PLUMB_EXIT_INPUT : PLUMB_EXIT_DONE;
}
