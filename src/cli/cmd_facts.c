/* plumb facts: the numbers of documents and what they mean. */
#include "cli/dump.h"

static bool is_printed(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE ||
           fact->kind == PLUMB_FACT_CHINESE;
}

/* " 1234  2,976.35万元          预算执行率                 2023 executed" */
static void fact_row(struct plumb_cli *cli, struct plumb_buf *out, const struct plumb_fact *fact)
{
    struct plumb_buf text = {0};
    plumb_buf_printf(out, "%6zu  ", fact->line);
    plumb_buf_puts(&text, plumb_comparator_name(fact->comparator));
    plumb_buf_str(&text, fact->text);
    plumb_buf_str(&text, fact->unit_text);
    plumb_terminal_fit(out, (struct plumb_str){text.data ? text.data : "", text.len}, 18, 1);
    plumb_buf_puts(out, "  ");
    text.len = 0;
    if (fact->item.len > 0) {
        plumb_buf_str(&text, fact->item);
        plumb_buf_puts(&text, " / ");
    }
    plumb_buf_str(&text, fact->label.len ? fact->label : fact->head);
    plumb_terminal_fit(out, (struct plumb_str){text.data ? text.data : "", text.len},
                       cli->columns - 46, fact->year || *plumb_stage_name(fact->stage) ? -1 : 0);
    const char *stage = plumb_stage_name(fact->stage);
    if (fact->year)
        plumb_buf_printf(out, "  %d%s", fact->year, fact->year_inferred ? "?" : "");
    if (*stage)
        plumb_buf_printf(out, "%*s%s",
                         fact->year == 0       ? 9
                         : fact->year_inferred ? 2
                                               : 3,
                         "", stage);
    plumb_buf_puts(out, "\n");
    out->failed |= text.failed;
    plumb_buf_free(&text);
}

static void document_row(struct plumb_cli *cli, struct plumb_buf *out,
                         const struct plumb_extraction *extraction)
{
    plumb_escape_terminal(out, plumb_str_from(extraction->document->path), false);
    plumb_buf_printf(out, "  (%s", plumb_document_kind_name(extraction->kind));
    if (extraction->agency.len > 0) {
        plumb_buf_puts(out, ", ");
        plumb_escape_terminal(out, extraction->agency, false);
    }
    if (extraction->year)
        plumb_buf_printf(out, ", %d", extraction->year);
    const struct plumb_coverage *coverage = &extraction->coverage;
    plumb_buf_printf(
        out,
        PLUMB_SAY(cli, ", %zu 个数, %zu 个在关系中)\n", ", %zu quantities, %zu in a relation)\n"),
        coverage->quantities, coverage->related);
}

static void work(struct plumb_cli *cli, struct plumb_reading *reading)
{
    const struct plumb_extraction *extraction = reading->extraction;
    if (cli->format == PLUMB_OUT_TABLE)
        document_row(cli, &reading->text, extraction);
    for (size_t i = 0; i < extraction->fact_count; i++) {
        const struct plumb_fact *fact = &extraction->facts[i];
        if (!is_printed(fact))
            continue;
        if (cli->format == PLUMB_OUT_TABLE)
            fact_row(cli, &reading->text, fact);
        else
            plumb_json_fact(&reading->text, extraction, fact);
    }
}

int plumb_run_facts(struct plumb_cli *cli)
{
    return plumb_dump_files(cli, true, work);
}
