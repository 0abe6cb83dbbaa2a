/* The work area as text, for tests and for looking at what the passes made of a document. */
#include "extract/extract_int.h"

static const char *kind_mark(const struct plumb_fact *fact)
{
    static const char *const marks[] = {
        [PLUMB_FACT_QUANTITY] = "",  [PLUMB_FACT_CHINESE] = "zh ", [PLUMB_FACT_BARE] = "bare ",
        [PLUMB_FACT_YEAR] = "year ", [PLUMB_FACT_DATE] = "date ",  [PLUMB_FACT_NOT] = "not ",
    };
    return marks[fact->kind];
}

static void dump_fact(const struct plumb_fact *fact, struct plumb_buf *out)
{
    char value[PLUMB_DEC_TEXT], ulp[PLUMB_DEC_TEXT];
    plumb_buf_printf(out, "  %s%s%.*s|%.*s = %s %s ±%s", kind_mark(fact),
                     plumb_comparator_name(fact->comparator), PLUMB_STR_ARG(fact->text),
                     PLUMB_STR_ARG(fact->unit_text), plumb_dec_text(fact->value, value),
                     plumb_unit_name(fact->unit), plumb_dec_text(fact->ulp, ulp));
    if (fact->unit_inferred)
        plumb_buf_puts(out, " inferred");
    if (fact->label.len || fact->head.len)
        plumb_buf_printf(out, " label=%.*s head=%.*s", PLUMB_STR_ARG(fact->label),
                         PLUMB_STR_ARG(fact->head));
    if (fact->item.len)
        plumb_buf_printf(out, " item=%.*s", PLUMB_STR_ARG(fact->item));
    if (fact->indicator)
        plumb_buf_printf(out, " indicator=%s", fact->indicator);
    if (fact->stage)
        plumb_buf_printf(out, " stage=%s", plumb_stage_name(fact->stage));
    if (fact->year)
        plumb_buf_printf(out, " %d%s", fact->year, fact->year_inferred ? "?" : "");
    if (fact->until.len)
        plumb_buf_printf(out, " until=%.*s", PLUMB_STR_ARG(fact->until));
    if (fact->population.len)
        plumb_buf_printf(out, " population=%.*s", PLUMB_STR_ARG(fact->population));
    plumb_buf_puts(out, "\n");
}

void plumb_template_dump(const struct plumb_extract_work *work,
                         const struct plumb_sentence *sentence, struct plumb_buf *out)
{
    struct plumb_str template = sentence->template;
    for (size_t at = 0; at < template.len;) {
        char bytes[4];
        uint32_t cp = plumb_utf8_decode(template, &at);
        struct plumb_fact *fact =
            cp >= 0xE000 && cp <= 0xF8FF ? plumb_template_fact(work, sentence, cp) : NULL;
        if (fact)
            plumb_buf_printf(out, "⟨%.*s⟩", PLUMB_STR_ARG(fact->text));
        else
            plumb_buf_add(out, bytes, plumb_utf8_encode(cp, bytes));
    }
}

void plumb_work_dump(const struct plumb_extract_work *work, struct plumb_buf *out)
{
    plumb_buf_printf(out, "agency=%.*s year=%d kind=%s\n", PLUMB_STR_ARG(work->agency), work->year,
                     plumb_document_kind_name(work->kind));
    for (size_t s = 0; s < work->sentence_count; s++) {
        const struct plumb_sentence *sentence = &work->sentences[s];
        if (sentence->fact_count == 0)
            continue;
        size_t first = sentence->first_fact;
        if (sentence->row != PLUMB_NPOS)
            plumb_buf_printf(out, "%zu [%zu,%zu] ", work->facts[first].line, sentence->row,
                             sentence->column);
        else
            plumb_buf_printf(out, "%zu ", work->facts[first].line);
        plumb_template_dump(work, sentence, out);
        plumb_buf_puts(out, "\n");
        for (size_t f = first; f < first + sentence->fact_count; f++)
            dump_fact(&work->facts[f], out);
    }
}
