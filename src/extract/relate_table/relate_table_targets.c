/* Targets against actual values (DOMAIN §3, §4: target.*, score.line, report.cellshift, report.unit):
 * in one table. */
#include "extract/relate_table/relate_table_targets.h"

#include <string.h>

int plumb_target_direction(struct plumb_str key, struct plumb_str path)
{
    bool saved = PLUMB_HAS(key, "节约", "下降率", "降低率", "压减率", "减少率", "降幅");
    if (!saved &&
        PLUMB_HAS(key, "控制", "不超", "成本", "投诉", "违规", "违纪", "事故", "死亡", "逾期",
                  "差错", "误差", "流失", "负面", "拖欠", "变动率", "结余率", "结转率", "调整率",
                  "单价", "费用标准", "超支", "信访", "返工", "缺陷", "风险率", "发病率", "排放"))
        return -1;
    if (PLUMB_HAS(path, "成本指标") && !saved)
        return -1;
    if (PLUMB_HAS(key, "率", "满意", "次数", "人数", "数量", "个数", "户数", "覆盖", "人次", "面积",
                  "里程", "场次", "批次", "合格", "达标", "及时", "完成"))
        return 1;
    return PLUMB_HAS(path, "数量指标", "质量指标", "时效指标", "满意") ? 1 : 0;
}

/* ---- the members of a line ------------------------------------------------------------------- */

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
    return t;
}

/* ---- one target against one actual ------------------------------------------------------------ */

bool plumb_unit_is_people(enum plumb_unit unit)
{
    return unit == PLUMB_UNIT_PERSON || unit == PLUMB_UNIT_PERSON_TIMES;
}

bool plumb_target_comparable(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->unit == b->unit)
        return a->unit != PLUMB_UNIT_DATE && a->unit != PLUMB_UNIT_YEAR;
    return (plumb_unit_is_people(a->unit) && plumb_unit_is_people(b->unit)) ||
           a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE;
}

bool plumb_target_usable(const struct plumb_fact *target)
{
    return target->comparator != PLUMB_CMP_ABOUT && target->comparator != PLUMB_CMP_NEARLY &&
           target->partner == PLUMB_NPOS && target->unit != PLUMB_UNIT_DATE;
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

static double target_confidence(const struct plumb_target_line *t)
{
    bool bare = t->target->comparator == PLUMB_CMP_NONE;
    bool mixed = t->target_cell && t->target_cell->type == PLUMB_CELL_MIXED;
    return bare ? 0.7 : mixed ? 0.75 : 0.95;
}

/* "35～45人": neither below nor above, unless more (or less) is better. */
static void relate_range(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    const struct plumb_fact *low = t->target, *high = &work->facts[t->target->partner];
    struct plumb_claim claim;
    if (!plumb_target_comparable(low, t->actual) || !plumb_target_comparable(high, t->actual) ||
        low->unit == PLUMB_UNIT_DATE || t->actual->partner != PLUMB_NPOS ||
        plumb_dec_cmp(low->value, high->value) > 0)
        return;
    struct plumb_interval got = plumb_fact_interval(t->actual, PLUMB_MODE_NEAREST);
    bool below = t->direction >= 0 && plumb_dec_cmp(got.hi, low->value) < 0;
    bool above = t->direction <= 0 && plumb_dec_cmp(got.lo, high->value) > 0;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = below ? low->value : high->value,
                                .low = low->value,
                                .high = high->value};
    if (below || above) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_abs(plumb_dec_sub(t->actual->value, j.expected));
    }
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_TARGET, low),
                                  plumb_term_fact(work, PLUMB_ROLE_TARGET, high)};
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", t->actual, t->line->label);
    claim.confidence = 0.75;
    plumb_claim_try(&claim, &j, terms, 2, "target and actual of the line",
                    plumb_arena_printf(work->arena, "%s %s %s–%s", plumb_fact_text(work, t->actual),
                                       below   ? "<"
                                       : above ? ">"
                                               : "∈",
                                       plumb_fact_text(work, low), plumb_fact_text(work, high)));
    plumb_claim_push(&claim);
    plumb_score_of_line(work, t, PLUMB_VERDICT_UNTESTABLE);
}

static void relate_line(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    struct plumb_claim claim;
    if (t->target && t->actual && t->target->partner != PLUMB_NPOS) {
        relate_range(work, t);
        return;
    }
    if (!t->target || !t->actual || !plumb_target_usable(t->target) ||
        !plumb_target_comparable(t->target, t->actual) || t->actual->partner != PLUMB_NPOS)
        return;
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", t->actual, t->line->label);
    claim.confidence = target_confidence(t);
    plumb_target_try(&claim, t, t->actual, "target and actual of the line");
    plumb_claim_push(&claim);
    plumb_score_of_line(work, t, claim.best.verdict);
}

static void relate_chain(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct plumb_target_columns columns = plumb_target_columns(chain);
    struct plumb_target_count count = {0};
    if (columns.target == PLUMB_NPOS || columns.actual == PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (line->total || plumb_label_is_score_total(line->key))
            continue;
        struct plumb_target_line t = plumb_target_read(work, chain, i, &columns);
        if (!line->cell) { /* a line whose name slid into another cell has points all the same */
            count.scored += t.weight && t.score && t.score->value.v != t.weight->value.v;
            continue;
        }
        t.written_at_most =
            t.target && plumb_target_counts_output(&t) &&
            (t.target->comparator == PLUMB_CMP_LE || t.target->comparator == PLUMB_CMP_LT);
        if (t.target || t.actual)
            relate_line(work, &t);
        if (!t.target || !t.actual)
            plumb_score_of_line(work, &t, PLUMB_VERDICT_UNTESTABLE);
        plumb_target_line_notes(work, &t);
        plumb_relate_target_remark(work, &t);
        plumb_target_count(work, &t, &count);
    }
    plumb_target_table_notes(work, chain, &count);
}

void plumb_relate_table_targets(struct plumb_extract_work *work)
{
    size_t count = 0;
    struct plumb_chain *chains = plumb_table_chains(work, &count);
    struct plumb_str *bare = NULL;
    for (size_t k = 0; k < count; k++) {
        if (!plumb_chain_is_headed(&chains[k]) || chains[k].group->label_count == 0)
            continue;
        relate_chain(work, &chains[k]);
        plumb_relate_target_list(work, &chains[k], &bare);
        plumb_relate_target_phrases(work, &chains[k]);
    }
    plumb_relate_goal_texts(work, chains, count);
}
