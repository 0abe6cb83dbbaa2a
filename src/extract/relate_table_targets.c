/* Targets against actual values (DOMAIN §3, §4: target.*, score.line, report.cellshift, report.unit):
 * in one table, or targets of a table against the rates told in the text or in another table. */
#include "extract/relate_table_targets.h"

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
        if (only)
            return NULL;
        only = fact;
    }
    return only;
}

struct columns {
    size_t target, actual, weight, score, note;
};

static struct columns columns_of(const struct plumb_chain *chain)
{
    return (struct columns){
        zone_column(chain, PLUMB_COLUMN_TARGET), zone_column(chain, PLUMB_COLUMN_ACTUAL),
        zone_column(chain, PLUMB_COLUMN_WEIGHT), zone_column(chain, PLUMB_COLUMN_SCORE),
        zone_column(chain, PLUMB_COLUMN_NOTE)};
}

static const struct plumb_grid_cell *cell_of(const struct plumb_chain *chain, size_t line,
                                             size_t column)
{
    return column == PLUMB_NPOS ? NULL : plumb_chain_cell(chain, line, column);
}

static struct plumb_target_line read_line(const struct plumb_extract_work *work,
                                          const struct plumb_chain *chain, size_t i,
                                          const struct columns *c)
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
    t.has_reason = note && note->type != PLUMB_CELL_EMPTY;
    t.direction = plumb_target_direction(at->line->key, at->line->path);
    return t;
}

/* ---- one target against one actual ------------------------------------------------------------ */

static bool persons(enum plumb_unit unit)
{
    return unit == PLUMB_UNIT_PERSON || unit == PLUMB_UNIT_PERSON_TIMES;
}

static bool comparable(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->unit == b->unit)
        return a->unit != PLUMB_UNIT_DATE && a->unit != PLUMB_UNIT_YEAR;
    return (persons(a->unit) && persons(b->unit)) || a->unit == PLUMB_UNIT_NONE ||
           b->unit == PLUMB_UNIT_NONE;
}

static bool usable_target(const struct plumb_fact *target)
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

static void try_target(struct plumb_claim *claim, const struct plumb_target_line *t,
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

static void relate_line(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    struct plumb_claim claim;
    if (!t->target || !t->actual || !usable_target(t->target) ||
        !comparable(t->target, t->actual) || t->actual->partner != PLUMB_NPOS)
        return;
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", t->actual, t->line->label);
    claim.confidence = target_confidence(t);
    try_target(&claim, t, t->actual, "target and actual of the line");
    plumb_claim_push(&claim);
    plumb_score_of_line(work, t, claim.best.verdict);
}

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
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (plumb_str_ends(cell->key, plumb_str_from(ends[i])))
            return true;
    return false;
}

static void note(struct plumb_extract_work *work, const struct plumb_target_line *t,
                 const char *check, double confidence, const char *reason, const char *reason_zh)
{
    struct plumb_term terms[4];
    size_t n = line_terms(t, terms);
    plumb_table_note(work, check, PLUMB_VERDICT_INCONSISTENT, t->line->label, terms, n, reason,
                     reason_zh);
    work->relations[work->relation_count - 1].confidence = confidence;
}

/* Counting words that mean one thing: 个 家 项 … differ by style only. */
static bool units_differ(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->unit_inferred || b->unit_inferred || !a->unit_text.len || !b->unit_text.len)
        return false;
    if (persons(a->unit) && persons(b->unit))
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
    plumb_table_note(work, "target.exceeded",
                     far ? PLUMB_VERDICT_INCONSISTENT : PLUMB_VERDICT_ROUNDING, t->line->label,
                     terms, n, "the target is exceeded by far and no reason is given",
                     "实际值大幅超过目标值且未说明原因");
}

static bool counts_output(const struct plumb_target_line *t)
{
    return t->direction > 0 &&
           PLUMB_HAS(t->line->key, "人数", "次数", "个数", "数量", "户数", "人次", "场次",
                     "覆盖") &&
           !PLUMB_HAS(t->line->key, "控制", "死亡", "违");
}

static void notes_of_line(struct plumb_extract_work *work, const struct plumb_target_line *t)
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
    if (comparable(t->target, t->actual) && t->target->partner == PLUMB_NPOS)
        exceeded(work, t);
    bool missed = plumb_dec_cmp(t->actual->value, t->target->value) > 0;
    if (t->written_at_most && !missed)
        note(work, t, "target.direction", 0.6,
             "a number of services or people is limited with ≤ although more is better",
             "服务量指标以多为好，却用“≤”限定");
}

/* ---- notes on a table --------------------------------------------------------------------------- */

struct table_count {
    size_t lines, numeric, equal, telling, worded, scored, full;
    struct plumb_term worded_terms[12], equal_terms[12], full_terms[12];
    size_t worded_count, equal_count, full_count;
};

static void add_term(struct plumb_term *terms, size_t *count, struct plumb_term term)
{
    if (*count < 12)
        terms[(*count)++] = term;
}

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

static void count_line(struct plumb_extract_work *work, const struct plumb_target_line *t,
                       struct table_count *n)
{
    n->lines++;
    if (t->target && t->actual) {
        n->numeric++;
        if (is_telling(t->target)) {
            n->telling++;
            if (t->actual->value.v == t->target->value.v) {
                n->equal++;
                add_term(n->equal_terms, &n->equal_count,
                         plumb_term_fact(work, PLUMB_ROLE_CUE, t->actual));
            }
        }
    }
    bool words = t->actual_cell && t->actual_cell->type == PLUMB_CELL_TEXT;
    bool empty = t->actual_cell && t->actual_cell->type == PLUMB_CELL_EMPTY;
    /* 无, 未发生 is the number for a target of none */
    bool none = (words || empty) &&
                plumb_dec_sign(t->target ? t->target->value : plumb_dec_int(1)) == 0 &&
                PLUMB_HAS(t->actual_cell->key, "无", "未", "零", "没有");
    if (t->target && !t->actual && (words || empty) && !none) {
        n->worded++;
        add_term(n->worded_terms, &n->worded_count,
                 plumb_term_cell(PLUMB_ROLE_CUE, t->target_cell));
    }
    if (t->weight && t->score) {
        n->scored++;
        if (t->weight->value.v == t->score->value.v) {
            n->full++;
            add_term(n->full_terms, &n->full_count, plumb_term_cell(PLUMB_ROLE_CUE, t->score_cell));
        }
    }
}

static double parameter(const struct plumb_extract_work *work, const char *id, const char *name,
                        double fallback)
{
    const struct plumb_check *check = plumb_catalogue_find_check(work->extractor->catalogue, id);
    return check ? plumb_check_parameter(check, name, fallback) : fallback;
}

static void notes_of_table(struct plumb_extract_work *work, const struct plumb_chain *chain,
                           const struct table_count *n)
{
    struct plumb_str subject = chain->grid->item.len ? chain->grid->item : chain->grid->title;
    double share = parameter(work, "target.backfilled", "share", 0.7);
    double lines = parameter(work, "target.backfilled", "lines", 5);
    if ((double)n->telling >= lines && (double)n->equal >= share * (double)n->telling)
        plumb_table_note(work, "target.backfilled", PLUMB_VERDICT_INCONSISTENT, subject,
                         n->equal_terms, n->equal_count,
                         "most targets equal the actual values to the last digit",
                         "多数指标值与实际值一字不差");
    if (n->worded >= 1)
        plumb_table_note(work, "target.actual", PLUMB_VERDICT_INCONSISTENT, subject,
                         n->worded_terms, n->worded_count,
                         "numeric targets have no numeric actual value", "定量指标未填列实际数值");
    if (n->worded >= 1)
        work->relations[work->relation_count - 1].confidence = 0.5;
    if ((double)n->scored >= parameter(work, "score.full", "lines", 6) && n->full == n->scored)
        plumb_table_note(work, "score.full", PLUMB_VERDICT_INCONSISTENT, subject, n->full_terms,
                         n->full_count, "every line scores full marks", "各项指标均为满分");
}

static void relate_chain(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct columns columns = columns_of(chain);
    struct table_count count = {0};
    if (columns.target == PLUMB_NPOS || columns.actual == PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (!line->cell || line->total || plumb_label_is_score_total(line->key))
            continue;
        struct plumb_target_line t = read_line(work, chain, i, &columns);
        t.written_at_most =
            t.target && counts_output(&t) &&
            (t.target->comparator == PLUMB_CMP_LE || t.target->comparator == PLUMB_CMP_LT);
        if (t.target || t.actual)
            relate_line(work, &t);
        if (!t.target || !t.actual)
            plumb_score_of_line(work, &t, PLUMB_VERDICT_UNTESTABLE);
        notes_of_line(work, &t);
        count_line(work, &t, &count);
    }
    notes_of_table(work, chain, &count);
}

/* ---- targets of a table, actual values elsewhere ------------------------------------------------ */

/* Label without quotes and brackets. */
static struct plumb_str bare_key(struct plumb_extract_work *work, struct plumb_str label)
{
    struct plumb_str key = plumb_label_key(work->arena, label);
    char *out = plumb_arena_alloc(work->arena, key.len + 1);
    size_t n = 0;
    for (size_t at = 0; at < key.len;) {
        size_t from = at;
        uint32_t cp = plumb_utf8_decode(key, &at);
        if (cp == 0x201C || cp == 0x201D || cp == '"' || cp == 0x300A || cp == 0x300B ||
            cp == 0x2018 || cp == 0x2019 || cp == '\'')
            continue;
        memcpy(out + n, key.ptr + from, at - from);
        n += at - from;
    }
    return (struct plumb_str){out, n};
}

/* How surely the fact is the indicator: 3 same name, 2 a longer name that ends with it, 1 a short
 * name (执行率) in a sentence that has the rest (政府采购) before it, 0 not. */
static int names_indicator(struct plumb_extract_work *work, const struct plumb_fact *fact,
                           struct plumb_str label, struct plumb_str name)
{
    if (!label.len)
        return 0;
    if (plumb_str_equal(label, name))
        return 3;
    if (fact->row != PLUMB_NPOS)
        return 0;
    if (plumb_str_ends(label, name))
        return 2;
    if (label.len >= 6 && label.len < name.len && plumb_str_ends(name, label)) {
        struct plumb_str rest = plumb_str_sub(name, 0, name.len - label.len);
        struct plumb_str context = bare_key(work, fact->context);
        struct plumb_str number = plumb_label_key(work->arena, fact->text);
        size_t at = plumb_str_find(context, rest), mine = plumb_str_rfind(context, number);
        if (at != PLUMB_NPOS && mine != PLUMB_NPOS && at < mine)
            return 1;
    }
    return 0;
}

static bool can_be_actual(const struct plumb_extract_work *work, const struct plumb_fact *fact,
                          const struct plumb_fact *target)
{
    (void)work;
    bool kind = fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE;
    bool told = fact->row == PLUMB_NPOS
                    ? fact->stage != PLUMB_STAGE_TARGET
                    : fact->stage == PLUMB_STAGE_ACTUAL || fact->stage == PLUMB_STAGE_NONE;
    return kind && told && fact != target && fact->unit == target->unit &&
           fact->block != target->block &&
           (fact->comparator == PLUMB_CMP_NONE || fact->comparator == PLUMB_CMP_MORE ||
            fact->comparator == PLUMB_CMP_ABOUT);
}

/* Labels of all facts as bare keys, made when the first target asks for them. */
static const struct plumb_str *bare_labels(struct plumb_extract_work *work,
                                           struct plumb_str **labels)
{
    if (!*labels) {
        *labels = plumb_arena_array(work->arena, work->fact_count + 1, sizeof **labels);
        for (size_t f = 0; f < work->fact_count; f++)
            (*labels)[f] = bare_key(work, work->facts[f].label);
    }
    return *labels;
}

static bool relate_elsewhere(struct plumb_extract_work *work, const struct plumb_target_line *t,
                             struct plumb_str **bare)
{
    struct plumb_str name = bare_key(work, t->line->label);
    const struct plumb_fact *found[16];
    size_t n = 0;
    int best = 0;
    if (plumb_utf8_count(name) < 3)
        return false;
    const struct plumb_str *labels = bare_labels(work, bare);
    /* the last telling first: the part on results follows the one on plans */
    for (size_t i = work->fact_count; i-- > 0;) {
        const struct plumb_fact *fact = &work->facts[i];
        if (!can_be_actual(work, fact, t->target))
            continue;
        int fit = names_indicator(work, fact, labels[i], name);
        if (fit == 0 || fit < best)
            continue;
        n = fit > best ? 0 : n;
        best = fit;
        if (n < 16)
            found[n++] = fact;
    }
    struct plumb_claim claim;
    if (n == 0)
        return false;
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", found[0], t->line->label);
    claim.confidence = best == 3 ? 0.9 : best == 2 ? 0.75 : 0.7;
    if (t->target->comparator == PLUMB_CMP_NONE)
        claim.confidence -= 0.15;
    for (size_t i = 0; i < n; i++)
        if (!claim.tried || claim.best.verdict != PLUMB_VERDICT_CONSISTENT)
            try_target(&claim, t, found[i],
                       best == 3 ? "target of a table, actual under the same name"
                                 : "target of a table, actual under a similar name");
    plumb_claim_push(&claim);
    return true;
}

static void relate_target_list(struct plumb_extract_work *work, const struct plumb_chain *chain,
                               struct plumb_str **bare)
{
    struct columns columns = columns_of(chain);
    struct plumb_term missing[12];
    size_t missing_count = 0, tested = 0;
    if (columns.target == PLUMB_NPOS || columns.actual != PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++) {
        struct plumb_target_line t = read_line(work, chain, i, &columns);
        if (!t.target || !t.line->label.len || !usable_target(t.target))
            continue;
        if (relate_elsewhere(work, &t, bare))
            tested++;
        else
            add_term(missing, &missing_count, plumb_term_cell(PLUMB_ROLE_CUE, t.target_cell));
    }
    /* A report that gives some results should give all; a mere list of targets need not. */
    if (tested >= 2 && missing_count > 0) {
        struct plumb_str subject = chain->grid->title;
        plumb_table_note(work, "target.actual", PLUMB_VERDICT_INCONSISTENT, subject, missing,
                         missing_count, "targets of the table have no actual value in the report",
                         "部分指标全文未见实际完成值");
        work->relations[work->relation_count - 1].confidence = 0.6;
    }
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
        relate_target_list(work, &chains[k], &bare);
    }
}
