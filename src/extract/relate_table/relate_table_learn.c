/* Columns that compute one another: 数量 × 单价 = 金额, 年初 + 增加 − 减少 = 年末, 上年 + 增减 = 本年,
 * 预算 − 支出 = 节约, 一季度 + … = 全年, 总额 ÷ 人数 = 人均. Heads that say so declare the formula; else it is
 * learned from the lines it holds in (DOMAIN §1.11: an invariant may be reported where it breaks). */
#include <math.h>

#include "extract/relate_table/relate_table_learn.h"

enum { COLUMNS_MAX = 10, LINES_MAX = 60 };

/* c = a + b, a − b, a + b − d, a × b, a × b × d, a ÷ b */
enum shape { SHAPE_SUM, SHAPE_LESS, SHAPE_ROLL, SHAPE_PRODUCT, SHAPE_MONTHS, SHAPE_AVERAGE };

struct formula {
    enum shape shape;
    size_t c, a, b, d; /* columns; d only for shapes of three operands */
    bool declared;
    size_t fits, holds, fails,
        digits; /* fits: holds, also where that is trivial; digits: of the results that hold, how much they tell */
};

struct board {
    struct plumb_extract_work *work;
    const struct plumb_chain *chain;
    size_t columns[COLUMNS_MAX], count;
};

static const struct plumb_fact *at(const struct board *b, size_t line, size_t column)
{
    return plumb_chain_value(b->work, b->chain, line, column);
}

static struct plumb_str key_of(const struct board *b, size_t column)
{
    return b->chain->zone->columns[column].key;
}

static bool alike(const struct plumb_fact *a, const struct plumb_fact *b)
{
    bool bare = a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE;
    return a->unit == b->unit || bare;
}

static bool is_money(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_YUAN || fact->unit == PLUMB_UNIT_YUAN_RATE;
}

/* Can the numbers stand in the formula by their units? */
static bool measures_fit(enum shape shape, const struct plumb_fact *c, const struct plumb_fact *a,
                         const struct plumb_fact *b, const struct plumb_fact *d)
{
    bool percent = c->unit == PLUMB_UNIT_FRACTION || a->unit == PLUMB_UNIT_FRACTION ||
                   b->unit == PLUMB_UNIT_FRACTION;
    if (percent)
        return false;
    if (shape == SHAPE_MONTHS)
        return is_money(c) && is_money(a) + is_money(b) + is_money(d) == 1;
    if (shape == SHAPE_PRODUCT)
        return (is_money(c) || c->unit == PLUMB_UNIT_NONE) && is_money(a) != is_money(b) &&
               (is_money(a) ? b : a)->unit != PLUMB_UNIT_SCORE;
    if (shape == SHAPE_AVERAGE)
        return is_money(c) && is_money(a) && !is_money(b) && b->unit != PLUMB_UNIT_SCORE;
    return alike(c, a) && alike(c, b) && alike(a, b) && (!d || alike(c, d));
}

static bool has_third(enum shape shape)
{
    return shape == SHAPE_ROLL || shape == SHAPE_MONTHS;
}

static struct plumb_judgement judge(const struct board *board, const struct formula *f, size_t line)
{
    const struct plumb_fact *c = at(board, line, f->c), *a = at(board, line, f->a),
                            *b = at(board, line, f->b);
    const struct plumb_fact *parts[3] = {a, b, has_third(f->shape) ? at(board, line, f->d) : NULL};
    const int signs[3] = {1, f->shape == SHAPE_LESS ? -1 : 1, -1};
    if (f->shape == SHAPE_PRODUCT || f->shape == SHAPE_MONTHS)
        return plumb_judge_product(c, parts, has_third(f->shape) ? 3 : 2, 1);
    if (f->shape == SHAPE_AVERAGE)
        return plumb_judge_ratio(c, a, b, board->work->mode);
    return plumb_judge_sum(c, parts, signs, f->shape == SHAPE_ROLL ? 3 : 2);
}

static bool has_operands(const struct board *board, const struct formula *f, size_t line)
{
    const struct plumb_fact *c = at(board, line, f->c), *a = at(board, line, f->a),
                            *b = at(board, line, f->b);
    const struct plumb_fact *d = has_third(f->shape) ? at(board, line, f->d) : NULL;
    bool total = board->chain->lines[line].line->total > 0;
    bool product = f->shape == SHAPE_PRODUCT || f->shape == SHAPE_MONTHS;
    if (!c || !a || !b || (has_third(f->shape) && !d) || (total && product))
        return false;
    return measures_fit(f->shape, c, a, b, d) &&
           !(f->shape == SHAPE_AVERAGE && plumb_dec_sign(b->value) == 0);
}

/* A quick look in doubles; what passes is judged exactly. */
static bool about(const struct board *board, const struct formula *f, size_t line)
{
    double c = plumb_dec_double(at(board, line, f->c)->value);
    double a = plumb_dec_double(at(board, line, f->a)->value);
    double b = plumb_dec_double(at(board, line, f->b)->value);
    double d = has_third(f->shape) ? plumb_dec_double(at(board, line, f->d)->value) : 0;
    double x = f->shape == SHAPE_SUM       ? a + b
               : f->shape == SHAPE_LESS    ? a - b
               : f->shape == SHAPE_PRODUCT ? a * b
               : f->shape == SHAPE_MONTHS  ? a * b * d
               : f->shape == SHAPE_AVERAGE ? a / b
                                           : a + b - d;
    double ulp = plumb_dec_double(at(board, line, f->c)->ulp);
    return fabs(x - c) <= 4 * ulp + 0.01 * fabs(c);
}

static size_t digits_of(const struct plumb_fact *fact)
{
    size_t n = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        n += fact->text.ptr[i] >= '1' && fact->text.ptr[i] <= '9';
    return n;
}

/* Of the longest member: to that precision the formula was put to the test. */
static size_t digits_in(const struct board *board, const struct formula *f, size_t line)
{
    size_t c = digits_of(at(board, line, f->c)), a = digits_of(at(board, line, f->a)),
           b = digits_of(at(board, line, f->b));
    return c > a ? (c > b ? c : b) : a > b ? a : b;
}

/* A formula that says c = a tells nothing. */
static bool tells(const struct board *board, const struct formula *f, size_t line)
{
    const struct plumb_fact *b = at(board, line, f->b);
    bool product =
        f->shape == SHAPE_PRODUCT || f->shape == SHAPE_MONTHS || f->shape == SHAPE_AVERAGE;
    if (f->shape == SHAPE_ROLL)
        return plumb_dec_sign(b->value) != 0 || plumb_dec_sign(at(board, line, f->d)->value) != 0;
    return product ? b->value.v != plumb_dec_int(1).v : plumb_dec_sign(b->value) != 0;
}

static void count(const struct board *board, struct formula *f)
{
    for (size_t i = 0; i < board->chain->count && i < LINES_MAX; i++) {
        if (!has_operands(board, f, i))
            continue;
        struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT};
        if (about(board, f, i))
            j = judge(board, f, i);
        bool holds = j.verdict == PLUMB_VERDICT_CONSISTENT || j.verdict == PLUMB_VERDICT_ROUNDING;
        f->fails += !holds;
        f->fits += holds;
        f->holds += holds && tells(board, f, i);
        f->digits += holds && tells(board, f, i) ? digits_in(board, f, i) : 0;
    }
}

/* ---- what heads declare ---------------------------------------------------------------------- */

static bool declared(const struct board *board, const struct formula *f)
{
    struct plumb_str a = key_of(board, f->a), b = key_of(board, f->b), c = key_of(board, f->c);
    struct plumb_str d = has_third(f->shape) ? key_of(board, f->d) : (struct plumb_str){"", 0};
    switch (f->shape) {
    case SHAPE_PRODUCT:
        return (PLUMB_HAS(a, "单价", "标准", "价格") != PLUMB_HAS(b, "单价", "标准", "价格")) &&
               PLUMB_HAS(c, "金额", "总价", "合价", "总额", "小计", "费用", "补助", "资金",
                         "合计") &&
               PLUMB_HAS(PLUMB_HAS(a, "单价", "标准", "价格") ? b : a, "数", "量", "面积", "人");
    case SHAPE_MONTHS:
        return PLUMB_HAS(PLUMB_HAS(d, "月", "天", "次") ? d : b, "月", "天", "次") &&
               (PLUMB_HAS(a, "单价", "标准", "价格") || PLUMB_HAS(b, "单价", "标准", "价格"));
    case SHAPE_ROLL:
        return PLUMB_HAS(a, "年初", "期初", "上年末", "结转", "年初预算") &&
               PLUMB_HAS(b, "增", "收入", "追加", "调入", "购置", "预算", "拨款", "到位") &&
               PLUMB_HAS(d, "减", "支出", "核减", "处置", "报废") &&
               PLUMB_HAS(c, "年末", "期末", "调整后", "结余", "余额");
    case SHAPE_LESS:
        return (PLUMB_HAS(c, "得分") && PLUMB_HAS(b, "扣分") && PLUMB_HAS(a, "分值", "满分")) ||
               (PLUMB_HAS(c, "节约", "节支") && PLUMB_HAS(a, "预算", "计划") &&
                PLUMB_HAS(b, "实际", "支出", "采购", "执行", "决算"));
    case SHAPE_AVERAGE:
        return PLUMB_HAS(c, "人均", "生均", "户均", "平均", "均价") &&
               PLUMB_HAS(b, "人数", "户数", "数量", "面积", "人次");
    case SHAPE_SUM:
        break;
    }
    return false;
}

/* ---- choosing ---------------------------------------------------------------------------------- */

static void collect(struct board *board)
{
    const struct plumb_zone *zone = board->chain->zone;
    for (size_t c = 0; c < zone->column_count; c++) {
        const struct plumb_grid_column *column = &zone->columns[c];
        bool value = column->role >= PLUMB_COLUMN_AMOUNT || column->role == PLUMB_COLUMN_NOTE;
        if (!value || column->role == PLUMB_COLUMN_RATE || column->numbers == 0)
            continue;
        if (board->count == COLUMNS_MAX) {
            board->count = 0; /* data rather than a form: too many guesses */
            return;
        }
        board->columns[board->count++] = c;
    }
}

static bool better(const struct formula *f, const struct formula *than)
{
    if (f->declared != than->declared)
        return f->declared;
    size_t x = f->holds + f->digits, y = than->holds + than->digits;
    return x > y || (x == y && f->fails < than->fails);
}

/* Declared formulas may fail in one or two lines without any that holds; learned ones need lines. */
static bool is_sure(const struct formula *f)
{
    if (f->declared)
        return f->fits > 0 ? f->fits >= f->fails : f->fails <= 2;
    return f->holds >= 2 && f->digits >= 7 && f->holds >= 2 * f->fails;
}

static void consider(const struct board *board, struct formula f, struct formula *best)
{
    f.declared = declared(board, &f);
    count(board, &f);
    if (f.holds + f.fails > 0 && is_sure(&f) &&
        (best->holds + best->fails == 0 || better(&f, best)))
        *best = f;
}

/* The best formula for column c. */
static struct formula find_formula(const struct board *board, size_t c)
{
    static const enum shape shapes[] = {SHAPE_SUM, SHAPE_LESS, SHAPE_PRODUCT, SHAPE_AVERAGE};
    struct formula best = {.holds = 0};
    for (size_t i = 0; i < board->count; i++)
        for (size_t k = 0; k < board->count; k++) {
            size_t a = board->columns[i], b = board->columns[k];
            if (a == c || b == c || a == b)
                continue;
            for (size_t s = 0; s < PLUMB_COUNT(shapes); s++)
                if (a < b || shapes[s] == SHAPE_LESS || shapes[s] == SHAPE_AVERAGE)
                    consider(board, (struct formula){.shape = shapes[s], .c = c, .a = a, .b = b},
                             &best);
            for (size_t m = k + 1; i < k && m < board->count; m++)
                if (board->columns[m] != c)
                    consider(
                        board,
                        (struct formula){
                            .shape = SHAPE_MONTHS, .c = c, .a = a, .b = b, .d = board->columns[m]},
                        &best);
            /* opening, in, out, closing stand in this order */
            if (k == i + 1 && k + 1 < board->count && board->columns[k + 1] != c && c > b)
                consider(
                    board,
                    (struct formula){
                        .shape = SHAPE_ROLL, .c = c, .a = a, .b = b, .d = board->columns[k + 1]},
                    &best);
        }
    return best;
}

/* ---- claims -------------------------------------------------------------------------------------- */

/* Does a relation that names c test it with one of the same operands? */
static bool tested_in(const struct plumb_extract_work *work, const struct plumb_fact *c,
                      const struct plumb_fact *a, const struct plumb_fact *b)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, c, &at)) != NULL;) {
        size_t met = 0;
        bool members = r->kind == PLUMB_REL_SUM || r->kind == PLUMB_REL_DIFFERENCE ||
                       r->kind == PLUMB_REL_BALANCE || r->kind == PLUMB_REL_PRODUCT;
        if (!members)
            continue;
        met += r->stated.fact == c->id || r->stated.fact == a->id || r->stated.fact == b->id;
        for (size_t k = 0; k < r->operand_count; k++)
            met += r->operands[k].fact == c->id || r->operands[k].fact == a->id ||
                   r->operands[k].fact == b->id;
        if (met >= 3)
            return true;
    }
    return false;
}

/* Did another rule test this number with one of the same operands? */
static bool tested(const struct plumb_extract_work *work, const struct plumb_fact *c,
                   const struct plumb_fact *a, const struct plumb_fact *b)
{
    return tested_in(work, c, a, b) || tested_in(work, a, c, b) || tested_in(work, b, a, c);
}

static bool by_standard(const struct board *board, const struct formula *f)
{
    return plumb_str_has(key_of(board, f->a), "标准") ||
           plumb_str_has(key_of(board, f->b), "标准") ||
           (has_third(f->shape) && plumb_str_has(key_of(board, f->d), "标准"));
}

static void push_line(const struct board *board, const struct formula *f, size_t line)
{
    struct plumb_extract_work *work = board->work;
    const struct plumb_fact *c = at(board, line, f->c);
    const struct plumb_fact *parts[3] = {at(board, line, f->a), at(board, line, f->b),
                                         has_third(f->shape) ? at(board, line, f->d) : NULL};
    const int signs[3] = {1, f->shape == SHAPE_LESS ? -1 : 1, -1};
    const char *reading = f->declared ? "the columns' heads" : "the table's other lines";
    bool average = f->shape == SHAPE_AVERAGE;
    bool product = f->shape == SHAPE_PRODUCT || f->shape == SHAPE_MONTHS;
    struct plumb_claim claim;
    if (tested(work, c, parts[0], parts[1]))
        return;
    plumb_table_claim(&claim, work,
                      product                  ? PLUMB_REL_PRODUCT
                      : average                ? PLUMB_REL_AVERAGE
                      : f->shape == SHAPE_LESS ? PLUMB_REL_DIFFERENCE
                      : f->shape == SHAPE_ROLL ? PLUMB_REL_BALANCE
                                               : PLUMB_REL_SUM,
                      product && by_standard(board, f) ? "cost.standard"
                      : product                        ? "consistency.product"
                      : average                        ? "consistency.average"
                      : f->shape == SHAPE_LESS         ? "consistency.difference"
                      : f->shape == SHAPE_ROLL         ? "consistency.balance"
                                                       : "consistency.sum",
                      c, (struct plumb_str){"", 0});
    claim.confidence = f->holds >= 3 || (f->declared && f->holds > 0) ? 0.9
                       : f->declared                                  ? 0.85
                                                                      : 0.8;
    if (average) {
        plumb_claim_ratio(&claim, c, parts[0], parts[1], reading);
    } else if (product) {
        struct plumb_judgement j = judge(board, f, line);
        struct plumb_term terms[3];
        size_t n = parts[2] ? 3 : 2;
        const char *text = "";
        for (size_t i = 0; i < n; i++) {
            terms[i] = plumb_term_fact(work, PLUMB_ROLE_FACTOR, parts[i]);
            text = plumb_arena_printf(work->arena, "%s%s%s", text, i ? " × " : "",
                                      plumb_fact_text(work, parts[i]));
        }
        claim.next_money = plumb_dec_abs(plumb_dec_sub(j.expected, c->value));
        plumb_claim_try(&claim, &j, terms, n, reading,
                        plumb_arena_printf(work->arena, "%s = %s, printed %s", text,
                                           plumb_value_text(work, j.expected, c, 2),
                                           plumb_fact_text(work, c)));
    } else {
        plumb_claim_sum(&claim, c, parts, signs, f->shape == SHAPE_ROLL ? 3 : 2, reading);
    }
    plumb_claim_push(&claim);
}

static void push_formula(const struct board *board, const struct formula *f)
{
    for (size_t line = 0; line < board->chain->count; line++)
        if (has_operands(board, f, line))
            push_line(board, f, line);
}

void plumb_relate_table_learned(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct board board = {.work = work, .chain = chain};
    struct formula best[COLUMNS_MAX];
    if (!plumb_chain_is_headed(chain) || chain->count == 0 || chain->zone->lossy)
        return;
    collect(&board);
    if (board.count < 3)
        return;
    for (size_t i = 0; i < board.count; i++)
        best[i] = find_formula(&board, board.columns[i]);
    /* results stand to the right: 增减额 = 本年 − 上年 is told before 上年 = 本年 − 增减额, which the same
     * three numbers then need no more */
    for (int learned = 0; learned < 2; learned++)
        for (size_t i = board.count; i-- > 0;)
            if (best[i].holds + best[i].fails > 0 && best[i].declared == !learned)
                push_formula(&board, &best[i]);
}
