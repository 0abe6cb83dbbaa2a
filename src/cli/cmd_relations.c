/* plumb relations: how the numbers of documents hang together, recomputed. */
#include "cli/dump.h"

#define NOTE_INDENT 10

/* What was computed, the reading kept and why the verdict is what it is, below the first line. */
static void details(struct plumb_cli *cli, struct plumb_buf *out,
                    const struct plumb_relation *relation)
{
    const char *reason = PLUMB_SAY(
        cli, relation->reason_zh ? relation->reason_zh : relation->reason, relation->reason);
    const char *const lines[] = {relation->recomputation, relation->reading, reason};
    for (size_t i = 0; i < PLUMB_COUNT(lines); i++) {
        if (!lines[i] || !*lines[i])
            continue;
        plumb_buf_printf(out, "%*s", NOTE_INDENT, "");
        plumb_terminal_wrap(out, plumb_str_from(lines[i]), NOTE_INDENT, NOTE_INDENT, cli->columns);
        plumb_buf_puts(out, "\n");
    }
}

static void relation_row(struct plumb_cli *cli, struct plumb_buf *out,
                         const struct plumb_relation *relation)
{
    plumb_buf_printf(out, "%6zu  ", relation->line);
    plumb_terminal_fit(out, plumb_str_from(plumb_verdict_name(relation->verdict)), 13, -1);
    plumb_terminal_fit(out, plumb_str_from(plumb_relation_kind_name(relation->kind)), 13, -1);
    plumb_terminal_fit(out, relation->stated.text, 14, 1);
    plumb_buf_puts(out, "  ");
    plumb_terminal_fit(out, relation->subject, cli->columns - 50, 0);
    plumb_buf_puts(out, "\n");
    details(cli, out, relation);
}

static void work(struct plumb_cli *cli, struct plumb_reading *reading)
{
    const struct plumb_extraction *extraction = reading->extraction;
    if (cli->format == PLUMB_OUT_TABLE) {
        const struct plumb_coverage *coverage = &extraction->coverage;
        plumb_escape_terminal(&reading->text, plumb_str_from(extraction->document->path), false);
        plumb_buf_printf(&reading->text,
                         PLUMB_SAY(cli, "  （相符 %zu，尾数 %zu，不符 %zu，无法检验 %zu）\n",
                                   "  (%zu consistent, %zu rounding, %zu inconsistent, %zu "
                                   "untestable)\n"),
                         coverage->consistent, coverage->rounding, coverage->inconsistent,
                         coverage->untestable);
    }
    for (size_t i = 0; i < extraction->relation_count; i++) {
        if (cli->format == PLUMB_OUT_TABLE)
            relation_row(cli, &reading->text, &extraction->relations[i]);
        else
            plumb_json_relation(&reading->text, extraction, &extraction->relations[i]);
    }
}

int plumb_run_relations(struct plumb_cli *cli)
{
    return plumb_dump_files(cli, true, work);
}
