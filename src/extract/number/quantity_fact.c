/* What the lexer found becomes a fact: pushing numbers, dates and what is no number. */
#include "extract/number/quantity.h"

static struct plumb_str slice(const struct plumb_lexing *lexing, size_t from, size_t to)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    return plumb_str_sub(lexing->lexer.sentence->text, plumb_runes_start(runes, from),
                         plumb_runes_end(runes, to));
}

struct plumb_fact *plumb_push_number(struct plumb_lexing *lexing, enum plumb_fact_kind kind,
                                     struct plumb_mark mark)
{
    struct plumb_extract_work *work = lexing->lexer.work;
    const struct plumb_runes *runes = lexing->lexer.runes;
    struct plumb_sentence *sentence = lexing->lexer.sentence;
    size_t spans = work->fact_count;
    struct plumb_span *span = PLUMB_PUSH(work->arena, work->spans, spans, work->span_capacity);
    span->from = sentence->from + plumb_runes_start(runes, mark.span_from);
    span->to = sentence->from + plumb_runes_end(runes, mark.span_to);
    struct plumb_mark *kept =
        PLUMB_PUSH(work->arena, lexing->marks, lexing->mark_count, lexing->mark_capacity);
    *kept = mark;
    struct plumb_fact *fact =
        PLUMB_PUSH(work->arena, work->facts, work->fact_count, work->fact_capacity);
    fact->id = work->fact_count - 1;
    fact->kind = kind;
    fact->block = sentence->block;
    fact->row = sentence->row;
    fact->column = sentence->column;
    fact->sentence = sentence->row == PLUMB_NPOS ? sentence->id : PLUMB_NPOS;
    fact->text = slice(lexing, mark.number_from, mark.number_to);
    fact->offset = sentence->from + plumb_runes_start(runes, mark.number_from);
    fact->len = fact->text.len;
    fact->line = plumb_text_line(lexing->source, fact->offset);
    fact->scale = plumb_dec_int(1);
    fact->partner = PLUMB_NPOS;
    fact->unit_text = fact->label = fact->head = fact->item = PLUMB_STR("");
    fact->until = fact->population = PLUMB_STR("");
    fact->context = sentence->text;
    sentence->fact_count++;
    lexing->lexer.last_end = mark.span_to;
    lexing->lexer.last_is_fact = kind != PLUMB_FACT_NOT;
    return fact;
}

void plumb_push_none(struct plumb_lexing *lexing, size_t from, size_t to)
{
    struct plumb_mark mark = {from, to, from, to};
    plumb_push_number(lexing, PLUMB_FACT_NOT, mark);
}

void plumb_push_date(struct plumb_lexing *lexing, size_t from, const struct plumb_date *date)
{
    struct plumb_mark mark = {from, date->number_to, from, date->to};
    struct plumb_fact *fact =
        plumb_push_number(lexing, date->is_year ? PLUMB_FACT_YEAR : PLUMB_FACT_DATE, mark);
    fact->unit = date->is_year ? PLUMB_UNIT_YEAR : PLUMB_UNIT_DATE;
    fact->value = plumb_dec_int(date->is_year ? date->year
                                              : date->year * 10000 + date->month * 100 + date->day);
    fact->unit_text = date->is_year && date->to > date->number_to ? PLUMB_STR("年") : PLUMB_STR("");
    fact->unit_len = plumb_runes_end(lexing->lexer.runes, date->to) -
                     plumb_runes_end(lexing->lexer.runes, date->number_to);
}

void plumb_number_finish(struct plumb_fact *fact, const struct plumb_unit_hit *hit, plumb_dec value,
                         int decimals)
{
    fact->value = value;
    fact->decimals = decimals;
    if (!hit)
        fact->ulp = plumb_dec_pow10(-decimals);
    else {
        fact->unit = hit->unit;
        fact->scale = hit->scale;
        fact->unit_text = hit->canonical;
        bool exact =
            plumb_unit_exact(hit->unit) && plumb_dec_cmp(hit->scale, plumb_dec_int(1)) <= 0;
        if (!exact)
            fact->ulp = plumb_dec_muldiv(hit->scale, plumb_dec_pow10(-decimals), plumb_dec_int(1),
                                         PLUMB_ROUND_NEAREST);
    }
}
