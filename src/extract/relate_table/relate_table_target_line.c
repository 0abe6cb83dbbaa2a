/* One line of a 自评表: its columns, its numbers, and whether the target is met. */
#include "extract/relate_table/relate_table_targets.h"

#include <string.h>

static size_t zone_column(const struct plumb_chain *chain, enum plumb_column_role role)
{
    size_t c = plumb_chain_column(chain, role);
    for (size_t k = 0; c == PLUMB_NPOS && k < chain->zone->column_count; k++)
        if (chain->zone->columns[k].role == role)
            c = k;
    return c;
}

/* The cell's value, also when some words stand around its only number. */
static const struct plumb_fact *cell_number(const struct plumb_extract_work *work,
                                            const struct plumb_grid_cell *cell)
{
    const struct plumb_fact *only = NULL;
    if (!cell)
        return NULL;
    if (cell->type == PLUMB_CELL_NUMBER)
        return cell->value == PLUMB_NPOS ? NULL : &work->facts[cell->value];
    if (cell->type != PLUMB_CELL_MIXED || plumb_utf8_count(cell->key) > 20)
        return NULL;
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact->kind != PLUMB_FACT_QUANTITY && fact->kind != PLUMB_FACT_BARE)
            continue;
        if (only && only->partner != fact->id)
            return NULL;
        only = only ? only : fact; /* of a range its lower end */
    }
    return only;
}

struct plumb_target_columns plumb_target_columns(const struct plumb_chain *chain)
{
    return (struct plumb_target_columns){
        zone_column(chain, PLUMB_COLUMN_TARGET), zone_column(chain, PLUMB_COLUMN_ACTUAL),
        zone_column(chain, PLUMB_COLUMN_WEIGHT), zone_column(chain, PLUMB_COLUMN_SCORE),
        zone_column(chain, PLUMB_COLUMN_NOTE)};
}

static const struct plumb_grid_cell *cell_of(const struct plumb_chain *chain, size_t line,
                                             size_t column)
{
    return column == PLUMB_NPOS ? NULL : plumb_chain_cell(chain, line, column);
}

/* +1 for 上升, 增长 …, -1 for 下降, 减少 … in the words of a cell. */
static int trend_of(const struct plumb_grid_cell *cell)
{
    if (!cell)
        return 0;
    int up = PLUMB_HAS(cell->key, "上升", "增长", "增加", "提高", "提升", "增幅", "上涨");
    int down = PLUMB_HAS(cell->key, "下降", "降低", "减少", "压减", "压缩", "缩短", "降幅");
    return up - down;
}

/* "下降10%" is met by a larger drop and missed by any rise, whichever way is better for the indicator. */
static void read_trend(struct plumb_target_line *t)
{
    int aimed = trend_of(t->target_cell), came = trend_of(t->actual_cell);
    if (!aimed || !t->target || t->target->unit != PLUMB_UNIT_FRACTION)
        return;
    t->opposite = came == -aimed;
    if (t->target->comparator == PLUMB_CMP_NONE || t->target->comparator == PLUMB_CMP_EQ)
        t->direction = 1;
}

struct plumb_target_line plumb_target_read(const struct plumb_extract_work *work,
                                           const struct plumb_chain *chain, size_t i,
                                           const struct plumb_target_columns *c)
{
    const struct plumb_chain_line *at = &chain->lines[i];
    struct plumb_target_line t = {.line = at->line, .grid = at->grid};
    t.target_cell = cell_of(chain, i, c->target);
    t.actual_cell = cell_of(chain, i, c->actual);
    t.target = cell_number(work, t.target_cell);
    t.actual = cell_number(work, t.actual_cell);
    t.weight = cell_number(work, cell_of(chain, i, c->weight));
    t.score = cell_number(work, cell_of(chain, i, c->score));
    t.score_cell = cell_of(chain, i, c->score);
    const struct plumb_grid_cell *note = cell_of(chain, i, c->note);
    t.note_cell = note;
    t.has_reason = note && note->type != PLUMB_CELL_EMPTY;
    t.direction = plumb_target_direction(at->line->key, at->line->path);
    read_trend(&t);
    return t;
}

static const char *sign_of(const struct plumb_fact *fact, bool met)
{
    switch (fact->comparator) {
    case PLUMB_CMP_GE:
    case PLUMB_CMP_GT:
        return met ? "≥" : "<";
    case PLUMB_CMP_LE:
    case PLUMB_CMP_LT:
        return met ? "≤" : ">";
    default:
        return met ? "vs" : "≠";
    }
}

/* 0.97 in a column of percentages, its unit taken from the target: 97 %. */
static bool may_be_fraction(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_FRACTION && !fact->unit_len && fact->decimals > 0 &&
           fact->scale.v == plumb_dec_pow10(-2).v &&
           plumb_dec_cmp(fact->value, plumb_dec_pow10(-2)) <= 0;
}

/* "=100%" is met by more where more is better. */
static struct plumb_judgement judge(const struct plumb_target_line *t,
                                    const struct plumb_fact *actual)
{
    struct plumb_judgement j = plumb_judge_target(t->target, actual, t->direction);
    struct plumb_fact fraction = *actual;
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && may_be_fraction(actual)) {
        plumb_fact_set_unit(&fraction, PLUMB_UNIT_FRACTION, plumb_dec_int(1),
                            (struct plumb_str){"", 0});
        actual = &fraction;
        j = plumb_judge_target(t->target, actual, t->direction);
    }
    bool above = plumb_dec_cmp(actual->value, t->target->value) > 0;
    if (t->opposite && plumb_dec_sign(actual->value) > 0) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_add(actual->value, t->target->value);
        j.reason = "the actual value moved the other way than was aimed at";
        j.reason_zh = "实际变动方向与目标相反";
        return j;
    }
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && t->target->comparator == PLUMB_CMP_EQ &&
        t->direction != 0 && above == (t->direction > 0)) {
        j.verdict = PLUMB_VERDICT_CONSISTENT;
        j.gap = plumb_dec_int(0);
    }
    return j;
}

void plumb_target_try(struct plumb_claim *claim, const struct plumb_target_line *t,
                      const struct plumb_fact *actual, const char *reading)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_judgement j = judge(t, actual);
    struct plumb_term terms[3];
    size_t n = 0;
    bool missed = j.verdict == PLUMB_VERDICT_INCONSISTENT;
    terms[n++] = plumb_term_fact(work, PLUMB_ROLE_TARGET, t->target);
    if (missed && t->weight && t->score) {
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_WEIGHT, t->weight);
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_SCORE, t->score);
    }
    if (missed && t->written_at_most && plumb_dec_cmp(actual->value, t->target->value) > 0) {
        j.reason = "more is better here, so the target may be written with the wrong sign";
        j.reason_zh = "该指标以多为好，目标符号可能写反";
        claim->check = "target.direction";
        claim->confidence = 0.7;
    }
    claim->next_money = t->target->unit == PLUMB_UNIT_YUAN ? j.gap : plumb_dec_int(0);
    if (plumb_claim_try(claim, &j, terms, n, reading,
                        plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, actual),
                                           sign_of(t->target, !missed),
                                           plumb_fact_text(work, t->target))))
        claim->stated = actual;
}

void plumb_target_add_term(struct plumb_term *terms, size_t *count, struct plumb_term term)
{
    if (*count < 12)
        terms[(*count)++] = term;
}
