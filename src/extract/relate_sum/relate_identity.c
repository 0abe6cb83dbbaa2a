/* Sums that every report has, across sentences and sections: 基本支出 + 项目支出 = 总支出,
 * 人员经费 + 公用经费 = 基本支出. Inside one passage the lists of relate_sum.c see them already. */
#include "extract/relate/relate_int.h"

#define NEAR_PASSAGES 6

struct identity {
    const char *whole;
    const char *parts[2];
};

static const struct identity identities[] = {
    {"支出", {"基本支出", "项目支出"}},
    {"收入", {"基本收入", "项目收入"}},
    {"基本支出", {"人员经费", "公用经费"}},
    {"基本支出", {"人员支出", "公用支出"}},
    {"基本支出", {"人员经费支出", "公用经费支出"}},
};

/* The whole of a report goes by several names: 总支出, 支出合计, 财政支出. */
static bool is_whole_name(struct plumb_str core, const char *name, bool total)
{
    static const char *const fronts[] = {"财政", "本年财政", "部门财政"};
    struct plumb_str n = plumb_str_from(name);
    if (plumb_str_equal(core, n))
        return true;
    for (size_t i = 0; total && i < PLUMB_COUNT(fronts); i++) {
        struct plumb_str front = plumb_str_from(fronts[i]);
        if (core.len == front.len + n.len && plumb_str_starts(core, front) &&
            plumb_str_ends(core, n))
            return true;
    }
    return false;
}

static bool named(const struct plumb_item *item, const char *name, bool total)
{
    return item->use == PLUMB_USE_PLAIN && item->fact->unit == PLUMB_UNIT_YUAN && item->own_label &&
           (!total || item->total || plumb_str_starts(item->core, PLUMB_STR("财政"))) &&
           item->depth == 0 && is_whole_name(item->core, name, total);
}

static struct plumb_item *find_in(struct plumb_passage *passage, const char *name, bool total)
{
    for (size_t i = 0; i < passage->count; i++)
        if (named(&passage->items[i], name, total))
            return &passage->items[i];
    return NULL;
}

static void judge_identity(struct plumb_extract_work *work, struct plumb_item *a,
                           struct plumb_item *b, struct plumb_item *whole, bool restated)
{
    const struct plumb_fact *parts[2] = {a->fact, b->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    plumb_claim_sum(&claim, whole->fact, parts, NULL, 2, "parts of the whole in other sentences");
    claim.confidence = restated ? 0.9 : 0.5;
    claim.declared = restated;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && !restated) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the three numbers may have different scopes";
        claim.best.reason_zh = "三个数字的口径可能不同";
    }
    plumb_claim_push(&claim);
}

static void look_for(struct plumb_extract_work *work, const struct identity *identity)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    bool total = plumb_str_equal(plumb_str_from(identity->whole), PLUMB_STR("支出")) ||
                 plumb_str_equal(plumb_str_from(identity->whole), PLUMB_STR("收入"));
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_item *a = find_in(&prose->passages[p], identity->parts[0], false);
        for (size_t q = p; a && q < prose->count && q <= p + NEAR_PASSAGES; q++) {
            struct plumb_item *b = find_in(&prose->passages[q], identity->parts[1], false);
            if (!b)
                continue;
            struct plumb_item *x = find_in(a->passage, identity->whole, total);
            struct plumb_item *y = find_in(b->passage, identity->whole, total);
            struct plumb_item *whole = x ? x : y;
            bool restated = x && y && x->fact->value.v == y->fact->value.v;
            /* in one sentence the lists of relate_sum.c see it */
            if (whole && (p != q || whole->sentence != a->sentence))
                judge_identity(work, a, b, whole, restated);
            break;
        }
    }
}

/* ---- balances ----------------------------------------------------------------------------------- */

struct balance {
    struct plumb_item *opening, *income, *spent, *closing;
    struct plumb_item
        *grand; /* a 收入总计 behind another total: it contains what was brought forward */
};

static bool is_money(const struct plumb_item *item)
{
    /* "上年结转" is a balance of its own, although 上年 makes it a base */
    bool plain = item->use == PLUMB_USE_PLAIN ||
                 (item->use == PLUMB_USE_BASE && PLUMB_HAS(item->label, "结转", "结余"));
    return plain && item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->depth == 0;
}

/* The four numbers of one statement, in one passage, each the first of its kind. */
static void read_balance(struct plumb_passage *passage, size_t from, size_t to, struct balance *b)
{
    struct plumb_item *income = NULL, *spent = NULL; /* not said to be totals */
    *b = (struct balance){.opening = NULL};
    for (size_t i = from; i < to; i++) {
        struct plumb_item *item = &passage->items[i];
        struct plumb_str l = item->label;
        if (!is_money(item))
            continue;
        bool rest = PLUMB_HAS(l, "结转", "结余");
        /* "收入、支出总计", "收支总计": one number for both sides */
        bool both = !rest && PLUMB_HAS(item->before, "收支", "收、支", "收入、支出", "收入和支出",
                                       "收入支出", "收入与支出");
        if (both)
            continue;
        if (rest && (PLUMB_HAS(l, "年初", "上年", "期初") ||
                     plumb_str_starts(item->before, PLUMB_STR("初")))) {
            b->opening = b->opening ? b->opening : item;
        } else if (rest) {
            b->closing = b->closing ? b->closing : item;
        } else if ((PLUMB_ENDS(item->core, "收入") &&
                    (item->total || PLUMB_HAS(l, "本年收入", "年收入"))) ||
                   PLUMB_ENDS(l, "当年财政拨款", "本年财政拨款", "当年拨款", "本年拨款", "本年拨入",
                              "当年拨入")) {
            if (b->income && PLUMB_HAS(item->before, "总计"))
                b->grand = item;
            b->income = b->income ? b->income : item;
        } else if ((PLUMB_ENDS(item->core, "支出") &&
                    (item->total || PLUMB_HAS(l, "本年支出", "年支出"))) ||
                   PLUMB_ENDS(l, "本年使用", "当年使用")) {
            b->spent = b->spent ? b->spent : item;
        } else if (!income && PLUMB_ENDS(item->core, "收入")) {
            income = item;
        } else if (!spent && PLUMB_ENDS(item->core, "支出")) {
            spent = item;
        }
    }
    /* "基金收入 A，支出 B，当年结余 C": the balance of the year says which two are meant */
    if (b->closing && !b->income && !b->spent && income && spent &&
        PLUMB_HAS(b->closing->before, "当年结余", "本年结余", "当期结余", "收支结余")) {
        b->income = income;
        b->spent = spent;
    }
}

/* closing = (opening +) income − spent, all printed in one sentence. */
static void judge_balance(struct plumb_extract_work *work, const struct balance *b)
{
    static const int signs[3] = {1, -1, 1};
    const struct plumb_fact *parts[3] = {b->income->fact, b->spent->fact, NULL};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BALANCE, "consistency.balance", b->closing);
    if (b->opening) {
        parts[2] = b->opening->fact;
        plumb_claim_sum(&claim, b->closing->fact, parts, signs, 3, "opening + income − spent");
    }
    if (!plumb_claim_holds(&claim))
        plumb_claim_sum(&claim, b->closing->fact, parts, signs, 2, "income − spent");
    if (!plumb_claim_holds(&claim) && b->grand && b->grand->index < b->closing->index) {
        parts[0] = b->grand->fact;
        plumb_claim_sum(&claim, b->closing->fact, parts, signs, 2, "grand total − spent");
    }
    bool whole = PLUMB_HAS(b->income->label, "总计") && PLUMB_HAS(b->spent->label, "总计");
    bool offset =
        PLUMB_HAS(b->closing->before, "相抵", "当年结余", "本年结余", "收支结余", "当期结余");
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && (whole || !b->opening) && !offset) {
        /* a balance brought forward may stand elsewhere; 总计 contains both balances */
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "a balance brought forward may be missing from the sentence";
        claim.best.reason_zh = "句中可能未列年初结转结余";
    }
    claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

/* 收入总计 and 支出总计 contain the balances and are equal by construction. */
static void judge_grand_totals(struct plumb_extract_work *work, struct plumb_item *income,
                               struct plumb_item *spent)
{
    struct plumb_judgement j = plumb_judge_same(income->fact, spent->fact);
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, income->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BALANCE, "consistency.balance", spent);
    claim.confidence = 0.85;
    claim.next_money = plumb_dec_abs(plumb_dec_sub(income->fact->value, spent->fact->value));
    plumb_claim_try(&claim, &j, &term, 1, "grand totals of income and expenditure",
                    plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, income->fact),
                                       j.verdict == PLUMB_VERDICT_INCONSISTENT ? "≠" : "=",
                                       plumb_fact_text(work, spent->fact)));
    plumb_claim_push(&claim);
}

static bool is_grand(const struct plumb_item *item, const char *word)
{
    return is_money(item) && PLUMB_HAS(item->before, "总计") &&
           plumb_str_ends(item->core, plumb_str_from(word)) &&
           !plumb_str_has(item->before, "预算") &&
           !plumb_str_has(plumb_str_sub(item->before, 3, item->before.len), "、");
}

/* The amount a sentence of the passage begins with under this very name, in front of `closing`. */
static struct plumb_item *leading(const struct plumb_item *closing, const char *name)
{
    struct plumb_item *found = NULL;
    for (size_t i = 0; i < closing->index; i++) {
        struct plumb_item *item = &closing->passage->items[i];
        if (is_money(item) && plumb_str_equal(item->before, plumb_str_from(name)))
            found = item;
    }
    return found;
}

/* "本年收入 A 亿元，…。其中：…。本年支出 B 亿元，…。本年收支结余 C 亿元": sentences of their own. */
static void balance_of_sentences(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 2; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        struct balance b = {.closing = item};
        if (!is_money(item) ||
            !PLUMB_ENDS(item->before, "本年收支结余", "当年收支结余", "当年结余"))
            continue;
        b.income = leading(item, "本年收入");
        b.spent = leading(item, "本年支出");
        if (b.income && b.spent && b.income->sentence != item->sentence)
            judge_balance(work, &b);
    }
}

static void balances_in(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t from = 0; from < passage->count;) {
        size_t to = from + 1; /* up to the full stop */
        while (
            to < passage->count &&
            !plumb_str_has(plumb_text_between(&passage->items[to - 1], &passage->items[to]), "。"))
            to++;
        struct balance b;
        read_balance(passage, from, to, &b);
        if (b.income && b.spent && b.closing && b.closing->index > b.spent->index)
            judge_balance(work, &b);
        for (size_t i = from; i + 1 < to; i++)
            if (is_grand(&passage->items[i], "收入") && is_grand(&passage->items[i + 1], "支出"))
                judge_grand_totals(work, &passage->items[i], &passage->items[i + 1]);
        from = to;
    }
}

/* First number of the whole report that `pick` accepts. */
static struct plumb_item *first_in_report(const struct plumb_prose *prose,
                                          bool (*pick)(const struct plumb_item *))
{
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++)
            if (pick(&prose->passages[p].items[i]))
                return &prose->passages[p].items[i];
    return NULL;
}

static bool is_grand_income(const struct plumb_item *item)
{
    return is_money(item) && is_grand(item, "收入");
}

static bool is_year_spent(const struct plumb_item *item)
{
    return is_money(item) && item->total && PLUMB_HAS(item->before, "合计") &&
           PLUMB_ENDS(item->core, "支出") && PLUMB_HAS(item->label, "本年", "支出") &&
           !PLUMB_HAS(item->label, "财政拨款", "基本", "项目", "预算", "三公", "采购");
}

static bool is_year_end(const struct plumb_item *item)
{
    return is_money(item) && PLUMB_HAS(item->label, "年末结转", "年末结余") &&
           !PLUMB_HAS(item->label, "财政拨款", "项目", "基本", "专户");
}

/* 收入总计 − 本年支出合计 = 年末结转和结余 (with nothing distributed), across sections. Only a slip that
 * would repair it makes a failure worth telling. */
static void balance_of_report(struct plumb_extract_work *work)
{
    static const int signs[2] = {1, -1};
    const struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_item *income = first_in_report(prose, is_grand_income);
    struct plumb_item *spent = first_in_report(prose, is_year_spent);
    struct plumb_item *closing = first_in_report(prose, is_year_end);
    if (work->kind != PLUMB_KIND_ACCOUNTS || !income || !spent || !closing)
        return;
    const struct plumb_fact *parts[2] = {income->fact, spent->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BALANCE, "consistency.balance", closing);
    plumb_claim_sum(&claim, closing->fact, parts, signs, 2,
                    "grand total − expenditure of the year");
    claim.confidence = 0.6;
    claim.declared =
        plumb_claim_holds(&claim) || plumb_one_slip(closing->fact, claim.best.expected);
    if (!claim.declared) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the three numbers may have different scopes";
        claim.best.reason_zh = "三个数字的口径可能不同";
    }
    plumb_claim_push(&claim);
}

void plumb_relate_identities(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t i = 0; i < PLUMB_COUNT(identities); i++)
        look_for(work, &identities[i]);
    for (size_t p = 0; p < prose->count; p++) {
        balances_in(work, &prose->passages[p]);
        if (PLUMB_TELLS(&prose->passages[p], "结余"))
            balance_of_sentences(work, &prose->passages[p]);
    }
    balance_of_report(work);
}
