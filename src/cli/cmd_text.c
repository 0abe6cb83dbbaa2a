/* plumb text: the text whose lines all line numbers count. */
#include "cli/dump.h"

static void json_line(struct plumb_buf *out, const char *path, size_t line, struct plumb_str text)
{
    plumb_buf_puts(out, "{\"document\":");
    plumb_escape_json_text(out, path);
    plumb_buf_printf(out, ",\"line\":%zu,\"text\":", line);
    plumb_escape_json(out, text);
    plumb_buf_puts(out, "}\n");
}

static void work(struct plumb_cli *cli, struct plumb_reading *reading)
{
    const struct plumb_document *document = reading->document;
    bool plain = cli->format == PLUMB_OUT_TABLE;
    if (plain && cli->request.argument_count > 1) {
        plumb_buf_puts(&reading->text, "==> ");
        plumb_escape_terminal(&reading->text, plumb_str_from(document->path), false);
        plumb_buf_puts(&reading->text, " <==\n");
    }
    for (size_t line = 1; line <= document->line_count; line++) {
        struct plumb_str text = plumb_document_line(document, line);
        /* What follows the last line end is no line. */
        if (line == document->line_count && text.len == 0)
            break;
        if (!plain) {
            json_line(&reading->text, document->path, line, text);
            continue;
        }
        if (plumb_cli_flag(cli, PLUMB_OPT_NUMBERS))
            plumb_buf_printf(&reading->text, "%6zu  ", line);
        plumb_escape_terminal(&reading->text, text, true);
        plumb_buf_puts(&reading->text, "\n");
    }
}

int plumb_run_text(struct plumb_cli *cli)
{
    return plumb_dump_files(cli, false, work);
}
