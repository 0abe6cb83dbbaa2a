/* What is odd about the lines of targets without arithmetic, line by line and over a table (DOMAIN §4:
 * report.cellshift, report.unit, target.actual, .exceeded, .direction, .backfilled, score.full). */
#include "extract/relate_table/relate_table_targets.h"

/* ---- notes on a line --------------------------------------------------------------------------- */

static size_t line_terms(const struct plumb_target_line *t, struct plumb_term terms[4])
{
    size_t n = 0;
    if (t->line->cell)
        terms[n++] = plumb_term_cell(PLUMB_ROLE_CUE, t->line->cell);
    if (t->target_cell)
        terms[n++] = plumb_term_cell(PLUMB_ROLE_CUE, t->target_cell);
    if (t->actual_cell && t->actual_cell->cell->text.str.len)
        terms[n++] = plumb_term_cell(PLUMB_ROLE_CUE, t->actual_cell);
    if (t->score_cell && t->score_cell->cell->text.str.len)
        terms[n++] = plumb_term_cell(PLUMB_ROLE_CUE, t->score_cell);
    return n;
}

/* 实际 "≤15万元" for the target "≤15万元". */
static bool repeats_target(const struct plumb_target_line *t)
{
    return t->target && t->actual && t->actual->comparator != PLUMB_CMP_NONE &&
           t->actual->comparator != PLUMB_CMP_EQ &&
           t->actual->comparator == t->target->comparator &&
           t->actual->value.v == t->target->value.v;
}

/* The name of another indicator where the target should stand. */
static bool holds_indicator_name(const struct plumb_target_line *t)
{
    static const char *const ends[] = {"率",   "次数",   "人数", "数量", "个数",
                                       "金额", "满意度", "户数", "天数"};
    const struct plumb_grid_cell *cell = t->target_cell;
    if (!cell || cell->type != PLUMB_CELL_TEXT || !t->actual || plumb_utf8_count(cell->key) < 4 ||
        plumb_utf8_count(cell->key) > 25)
        return false;
    if (PLUMB_HAS(cell->key, "提高", "提升", "降低", "下降", "不断", "增加", "达到", "减少", "保持",
                  "有效", "逐步", "明显", "根据", "按"))
        return false;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++)
        if (plumb_str_ends(cell->key, plumb_str_from(ends[i])))
            return true;
    return false;
}

static void note(struct plumb_extract_work *work, const struct plumb_target_line *t,
                 const char *check, double confidence, const char *reason, const char *reason_zh)
{
    struct plumb_term terms[4];
    size_t n = line_terms(t, terms);
    plumb_note_push(work, check, PLUMB_VERDICT_INCONSISTENT, t->line->label, terms, n, reason,
                    reason_zh);
    work->relations[work->relation_count - 1].confidence = confidence;
}

/* Counting words that mean one thing: 个 家 项 … differ by style only. */
static bool units_differ(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->unit_inferred || b->unit_inferred || !a->unit_text.len || !b->unit_text.len)
        return false;
    if (plumb_unit_is_people(a->unit) && plumb_unit_is_people(b->unit))
        return a->unit != b->unit;
    return a->unit != b->unit && a->unit != PLUMB_UNIT_NONE && b->unit != PLUMB_UNIT_NONE &&
           a->unit != PLUMB_UNIT_DATE && b->unit != PLUMB_UNIT_DATE;
}

static void exceeded(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    const struct plumb_check *check =
        plumb_catalogue_find_check(work->extractor->catalogue, "target.exceeded");
    double margin = check ? plumb_check_parameter(check, "margin", 0.3) : 0.3;
    bool at_least = t->target->comparator == PLUMB_CMP_GE ||
                    t->target->comparator == PLUMB_CMP_GT ||
                    (t->target->comparator == PLUMB_CMP_NONE && t->direction > 0);
    double target = plumb_dec_double(t->target->value);
    double over = target > 0 ? plumb_dec_double(t->actual->value) / target - 1.0 : 0.0;
    if (!at_least || t->has_reason || over <= margin || t->target->unit == PLUMB_UNIT_FRACTION)
        return;
    /* "2次" done three times is no exaggeration: at least double, and by more than a handful */
    bool far = over >= 1.0 && plumb_dec_double(t->actual->value) - target >= 10.0;
    struct plumb_term terms[4];
    size_t n = line_terms(t, terms);
    plumb_note_push(work, "target.exceeded",
                    far ? PLUMB_VERDICT_INCONSISTENT : PLUMB_VERDICT_ROUNDING, t->line->label,
                    terms, n, "the target is exceeded by far and no reason is given",
                    "实际值大幅超过目标值且未说明原因");
}

bool plumb_target_counts_output(const struct plumb_target_line *t)
{
    return t->direction > 0 &&
           PLUMB_HAS(t->line->key, "人数", "次数", "个数", "数量", "户数", "人次", "场次",
                     "覆盖") &&
           !PLUMB_HAS(t->line->key, "控制", "死亡", "违");
}

void plumb_target_line_notes(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    if (holds_indicator_name(t))
        note(work, t, "report.cellshift", 0.9,
             "the target cell holds the name of another indicator", "指标值栏填的是另一指标名称");
    if (!t->target || !t->actual)
        return;
    if (repeats_target(t))
        note(work, t, "target.actual", 0.9,
             "the actual value repeats the target with its sign instead of a measured number",
             "实际值连同符号照抄指标值，没有实测数");
    if (units_differ(t->target, t->actual))
        note(work, t, "report.unit", 0.7, "target and actual are in different units",
             "指标值与实际值计量单位不一致");
    if (plumb_target_comparable(t->target, t->actual) && t->target->partner == PLUMB_NPOS)
        exceeded(work, t);
    bool missed = plumb_dec_cmp(t->actual->value, t->target->value) > 0;
    if (t->written_at_most && !missed)
        note(work, t, "target.direction", 0.6,
             "a number of services or people is limited with ≤ although more is better",
             "服务量指标以多为好，却用“≤”限定");
}

/* ---- notes on a table --------------------------------------------------------------------------- */

/* More than two significant digits, so that equality says something; 100 % does not. */
static bool is_telling(const struct plumb_fact *target)
{
    plumb_i128 v = target->value.v < 0 ? -target->value.v : target->value.v;
    size_t digits = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        digits++;
    return digits >= 3 && target->comparator == PLUMB_CMP_NONE;
}

/* 无, 未发生 is the number for a target of none, and below a limit ("小于5次": 无上访) it is one too. */
static bool says_none(const struct plumb_target_line *t)
{
    struct plumb_str words = t->actual_cell->key;
    if (!t->target)
        return false;
    if (plumb_dec_sign(t->target->value) == 0)
        return PLUMB_HAS(words, "无", "未", "零", "没有");
    if (t->target->comparator != PLUMB_CMP_LE && t->target->comparator != PLUMB_CMP_LT)
        return false;
    static const char *const nothing[] = {"无", "未发生", "未出现", "没有", "零"};
    for (size_t i = 0; i < PLUMB_COUNT(nothing); i++)
        if (plumb_str_starts(words, plumb_str_from(nothing[i])))
            return !PLUMB_HAS(words, "无法");
    return false;
}

void plumb_target_count(struct plumb_extract_work *work, const struct plumb_target_line *t,
                        struct plumb_target_count *n)
{
    n->lines++;
    if (t->target && t->actual) {
        n->numeric++;
        if (is_telling(t->target)) {
            n->telling++;
            if (t->actual->value.v == t->target->value.v) {
                n->equal++;
                plumb_target_add_term(n->equal_terms, &n->equal_count,
                                      plumb_term_fact(work, PLUMB_ROLE_CUE, t->actual));
            }
        }
    }
    bool words = t->actual_cell && t->actual_cell->type == PLUMB_CELL_TEXT;
    bool empty = t->actual_cell && t->actual_cell->type == PLUMB_CELL_EMPTY;
    bool none = (words || empty) && says_none(t);
    if (t->target && !t->actual && (words || empty) && !none) {
        n->worded++;
        plumb_target_add_term(n->worded_terms, &n->worded_count,
                              plumb_term_cell(PLUMB_ROLE_CUE, t->target_cell));
    }
    if (t->weight && t->score) {
        n->scored++;
        if (t->weight->value.v == t->score->value.v) {
            n->full++;
            plumb_target_add_term(n->full_terms, &n->full_count,
                                  plumb_term_cell(PLUMB_ROLE_CUE, t->score_cell));
        }
    }
}

static double parameter(const struct plumb_extract_work *work, const char *id, const char *name,
                        double fallback)
{
    const struct plumb_check *check = plumb_catalogue_find_check(work->extractor->catalogue, id);
    return check ? plumb_check_parameter(check, name, fallback) : fallback;
}

void plumb_target_table_notes(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              const struct plumb_target_count *n)
{
    struct plumb_str subject = chain->grid->item.len ? chain->grid->item : chain->grid->title;
    double share = parameter(work, "target.backfilled", "share", 0.7);
    double lines = parameter(work, "target.backfilled", "lines", 5);
    if ((double)n->telling >= lines && (double)n->equal >= share * (double)n->telling)
        plumb_note_push(work, "target.backfilled", PLUMB_VERDICT_INCONSISTENT, subject,
                        n->equal_terms, n->equal_count,
                        "most targets equal the actual values to the last digit",
                        "多数指标值与实际值一字不差");
    if (n->worded >= 1)
        plumb_note_push(work, "target.actual", PLUMB_VERDICT_INCONSISTENT, subject, n->worded_terms,
                        n->worded_count, "numeric targets have no numeric actual value",
                        "定量指标未填列实际数值");
    if (n->worded >= 1)
        work->relations[work->relation_count - 1].confidence = 0.5;
    if ((double)n->scored >= parameter(work, "score.full", "lines", 6) && n->full == n->scored)
        plumb_note_push(work, "score.full", PLUMB_VERDICT_INCONSISTENT, subject, n->full_terms,
                        n->full_count, "every line scores full marks", "各项指标均为满分");
}
