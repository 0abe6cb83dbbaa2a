/* Unit price × count (× months) and averages. A product that merely happens to hold supports a
 * reading; it fails only when one sentence prints standard, count and amount. DOMAIN §1.7. */
#include <string.h>

#include "extract/relate_rate/relate_product.h"

enum {
    PRODUCT_STANDARD,
    PRODUCT_AVERAGE,
    PRODUCT_RESULT,
    PRODUCT_EACH,
    PRODUCT_EACH_OR_STANDARD,
    PRODUCT_COMES_TO
};

/* What a price is of. */
#define EACH                                                                                                                        \
    "每(?:人|户|辆|台|亩|个|所|间|村|校|生|班|名|位|座|家|次|件|例|床|套|栋|公里|千米|米|延米|"       \
    "平方米|立方米|吨|株|棵|册|场|期|处|艘|盏|口|眼|条|张|份|项|块|组|队|镇|乡|县|社区|单位|企业|" \
    "馆|站|园|院|点|具|对)"

static const char *const sources[] = {
    [PRODUCT_STANDARD] = "标准|单价|每月|每年|按照?|" EACH,
    [PRODUCT_AVERAGE] = ("(?:[人户件次例床亩生校村班车台项家场镇社案笔所院单套间师科街里辆]均|均价|"
                         "平均每[人户个次件]|"
                         "平均)[^,;。]{0,10}$"),
    [PRODUCT_EACH] = EACH "[^,;。]{0,10}$|(?:单价|均价)[^,;。]{0,4}$",
    [PRODUCT_EACH_OR_STANDARD] =
        "(?:每(?:[人户名生辆台亩个次所间村校床套吨株座家件例期场馆站园院县乡镇点具对]|公里)|标准|"
        "单价)[^,;。]{0,8}$",
    [PRODUCT_COMES_TO] = ("^[,;](?:全年|年|一年|当年|累计|合计|总计|共|总)*(?:共|计|需|需要|应|已|"
                          "支出|发放|支付|投入|"
                          "补助|补贴|拨付|兑现|安排|公用|预算|资金|金额|费用|经费|为)*$"),
    [PRODUCT_RESULT] = "共|合计|总计|需|发放|支付|补助|补贴|救助|赔付|报销|资助|投入|兑现|拨付|"
                       "支出|筹集|征收|缴纳|收取|"
                       "收入|应收|实收|总(?:价|投资|金额|额)|价款|费用|安排|[,、]计(?:为)?$",
};
const struct plumb_pattern_list plumb_patterns_product = {"product", sources, PLUMB_COUNT(sources)};

static bool has(struct plumb_extract_work *work, size_t pattern, struct plumb_str s)
{
    struct plumb_match m;
    return plumb_pattern_find(work, PLUMB_PATTERNS_PRODUCT, pattern, s, 0, &m);
}

static bool is_count(const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    return plumb_is_quantity(fact) && item->use == PLUMB_USE_PLAIN &&
           plumb_dec_sign(fact->value) > 0 &&
           (fact->unit == PLUMB_UNIT_PERSON || fact->unit == PLUMB_UNIT_PERSON_TIMES ||
            fact->unit == PLUMB_UNIT_COUNT || fact->unit == PLUMB_UNIT_AREA ||
            fact->unit == PLUMB_UNIT_LENGTH ||
            (fact->unit == PLUMB_UNIT_NONE && fact->decimals == 0 && fact->value.v > 0));
}

/* Persons and things, and what the price measures: "管网 38.4 公里，每公里 16.5 万元". */
static bool is_counted(struct plumb_extract_work *work, const struct plumb_item *item,
                       const struct plumb_item *rate)
{
    return is_count(item) ||
           (item->use == PLUMB_USE_PLAIN && plumb_is_priced_measure(work, item->fact, rate));
}

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->use == PLUMB_USE_PLAIN && plumb_dec_sign(item->fact->value) > 0 &&
           item->fact->comparator == PLUMB_CMP_NONE;
}

static bool is_rate(struct plumb_extract_work *work, const struct plumb_item *item)
{
    if (item->fact->unit == PLUMB_UNIT_YUAN_RATE)
        return true;
    /* "每人 4000 元": a standard by its words */
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           (has(work, PRODUCT_AVERAGE, item->before) || has(work, PRODUCT_EACH, item->before));
}

/* Standard and count as factors. */
struct factors {
    struct plumb_fact standard, counted;
    /* about, in the fixed point's steps: the product, and how far a printed amount may be off it */
    double product, room;
};

static double about(plumb_dec x)
{
    return (double)x.v;
}

static void set_reach(struct factors *f)
{
    double a = about(f->standard.value), b = about(f->counted.value);
    double da = about(f->standard.ulp), db = about(f->counted.ulp);
    f->product = a * b / (double)PLUMB_DEC_ONE;
    f->room = (a * db + b * da + da * db) / (double)PLUMB_DEC_ONE;
}

static struct factors factors_of(struct plumb_extract_work *work, const struct plumb_item *rate,
                                 const struct plumb_item *count)
{
    struct factors f = {.standard = *rate->fact, .counted = plumb_priced_count(count->fact)};
    /* a standard ("每人每年1万元") is exact, whatever its unit; an average is not */
    if (f.standard.decimals <= 1 && f.standard.comparator == PLUMB_CMP_NONE &&
        has(work, PRODUCT_EACH_OR_STANDARD, rate->before))
        f.standard.ulp = (plumb_dec){0};
    set_reach(&f);
    return f;
}

/* Is the amount so far from the product that no reading can make it hold? Factors with a band (约, 以上)
 * reach anywhere; a printed number is at most one unit in its last place off. */
static bool out_of_reach(const struct factors *f, const struct plumb_fact *amount, int64_t times)
{
    if (f->standard.comparator != PLUMB_CMP_NONE || f->counted.comparator != PLUMB_CMP_NONE ||
        amount->comparator != PLUMB_CMP_NONE)
        return false;
    double m = (double)times, stated = about(amount->value);
    double off = m * f->product - stated, room = m * f->room + 2 * about(amount->ulp);
    return (off < 0 ? -off : off) > room * 1.001 + stated * 1e-9 + 1000;
}

/* "每个社区 20 元，14 个社区共 280 万元": exact but for 元 where 万元 is meant, or the other way round. */
static bool slips_unit(const struct factors *f, const struct plumb_fact *amount, int64_t times)
{
    double product = (double)times * f->product, stated = about(amount->value);
    double ten_thousand = product < stated ? product * 1e4 : product / 1e4;
    double off = ten_thousand - stated, room = about(amount->ulp) + 1000;
    return amount->comparator == PLUMB_CMP_NONE && f->standard.comparator == PLUMB_CMP_NONE &&
           f->counted.comparator == PLUMB_CMP_NONE && f->counted.value.v > PLUMB_DEC_ONE &&
           (off < 0 ? -off : off) <= room;
}

/* The three in one sentence, not far from each other. */
static bool same_claim(const struct plumb_item *rate, const struct plumb_item *count,
                       const struct plumb_item *amount)
{
    return rate->passage == amount->passage && count->passage == amount->passage &&
           rate->sentence == amount->sentence && count->sentence == amount->sentence &&
           rate->index + 4 > amount->index && amount->index + 4 > rate->index;
}

static void try_product(struct plumb_claim *claim, const struct factors *f,
                        const struct plumb_item *amount, const struct plumb_item *rate,
                        const struct plumb_item *count, int64_t times)
{
    struct plumb_extract_work *work = claim->work;
    const struct plumb_fact *factors[2] = {&f->standard, &f->counted};
    struct plumb_judgement j = plumb_judge_product(amount->fact, factors, 2, times);
    claim->next_money = plumb_dec_abs(plumb_dec_sub(j.expected, amount->fact->value));
    if (!plumb_claim_wants(claim, &j))
        return;
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_FACTOR, rate->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_FACTOR, count->fact)};
    const char *months = times > 1 ? plumb_arena_printf(work->arena, " × %d", (int)times) : "";
    const char *text = plumb_arena_printf(
        work->arena, "%s × %s%s = %s, printed %s", plumb_fact_text(work, rate->fact),
        plumb_fact_text(work, count->fact), months,
        plumb_value_text(work, j.expected, amount->fact, 2), plumb_fact_text(work, amount->fact));
    plumb_claim_try(claim, &j, terms, 2,
                    times > 1 ? "standard × count × months" : "standard × count", text);
}

/* Standard, count and amount in one sentence, in this order or with the amount first. */
static bool declared_product(struct plumb_extract_work *work, const struct plumb_item *rate,
                             const struct plumb_item *count, const struct plumb_item *amount)
{
    if (amount->sentence != rate->sentence || count->sentence != rate->sentence ||
        amount->passage != rate->passage || count->passage != rate->passage)
        return false;
    /* the amount's own words must make it the result; anything between would be another subject */
    size_t span =
        amount->index > rate->index ? amount->index - rate->index : rate->index - amount->index;
    return span <= 5 &&
           (has(work, PRODUCT_STANDARD, rate->before) ||
            has(work, PRODUCT_AVERAGE, rate->before)) &&
           has(work, PRODUCT_RESULT, amount->before) && !PLUMB_HAS(amount->before, "其中", "收入");
}

/* Anywhere in the report, tables included, an amount of four digits or more that is exactly standard ×
 * count: support only. */
static void product_of_report(struct plumb_extract_work *work, struct plumb_item *rate)
{
    for (size_t i = 0; i < rate->passage->count; i++) {
        struct plumb_item *count = &rate->passage->items[i];
        if (!is_count(count) || count->fact->unit == PLUMB_UNIT_NONE)
            continue;
        const struct plumb_fact *factors[2] = {rate->fact, count->fact};
        struct factors plain = {*rate->fact, *count->fact, 0, 0};
        set_reach(&plain);
        for (size_t f = 0; f < work->fact_count; f++) {
            struct plumb_fact *fact = &work->facts[f];
            if (fact->unit != PLUMB_UNIT_YUAN || !plumb_is_quantity(fact) || fact->text.len < 5 ||
                fact->comparator != PLUMB_CMP_NONE || out_of_reach(&plain, fact, 1) ||
                plumb_judge_product(fact, factors, 2, 1).verdict != PLUMB_VERDICT_CONSISTENT)
                continue;
            struct plumb_item amount = {.fact = fact, .label = fact->label};
            struct plumb_claim claim;
            plumb_claim_begin(&claim, work, PLUMB_REL_PRODUCT, "consistency.product", &amount);
            struct factors factors_in = factors_of(work, rate, count);
            try_product(&claim, &factors_in, &amount, rate, count, 1);
            claim.declared = false;
            claim.confidence = 0.6;
            plumb_claim_push(&claim);
            return;
        }
    }
}

/* Count and standard next to each other and the amount right behind them as what they come to. */
static bool side_by_side(struct plumb_extract_work *work, const struct plumb_item *rate,
                         const struct plumb_item *count, const struct plumb_item *amount)
{
    size_t low = rate->index < count->index ? rate->index : count->index;
    size_t high = rate->index < count->index ? count->index : rate->index;
    return amount->passage == rate->passage && count->passage == rate->passage && high == low + 1 &&
           amount->index == high + 1 && has(work, PRODUCT_COMES_TO, amount->before);
}

/* "收取 W 万元，按每生每月 485 元、384 名、10 个月计算" */
static bool calculated_from(const struct plumb_item *rate, const struct plumb_item *count,
                            const struct plumb_item *amount)
{
    if (amount->passage != rate->passage || count->passage != rate->passage ||
        amount->index + 1 != rate->index || amount->sentence != rate->sentence ||
        count->index != rate->index + 1)
        return false;
    const struct plumb_passage *passage = rate->passage;
    size_t end = passage->text.len;
    struct plumb_str tail = plumb_str_sub(passage->text, count->at, end);
    size_t stop = plumb_str_find(tail, PLUMB_STR("。"));
    tail = stop == PLUMB_NPOS ? tail : plumb_str_sub(tail, 0, stop);
    return PLUMB_HAS(rate->before, "按") &&
           PLUMB_HAS(tail, "计算", "测算", "核算", "计收", "收取", "执行");
}

/* Over months people come and go: a small gap that is no slip says nothing. */
static bool persons_changed(const struct plumb_claim *claim, size_t readings)
{
    plumb_dec gap = plumb_dec_abs(plumb_dec_sub(claim->best.expected, claim->stated->value));
    return readings > 1 && gap.v < plumb_dec_abs(claim->best.expected).v / 10 &&
           !plumb_one_slip(claim->stated, claim->best.expected);
}

/* "每天", "每次": how often is not known. */
static bool repeats(const struct plumb_item *rate)
{
    return PLUMB_HAS(rate->before, "每天", "每日", "每次", "每场", "每期", "每课时", "每学时");
}

/* "48处，每座2000元": what is counted has not the unit that the standard names. */
static bool of_other_unit(const struct plumb_item *rate, const struct plumb_item *count)
{
    static const char *const classifiers[] = {"户", "辆", "台", "亩", "个", "所", "间", "班", "座",
                                              "家", "件", "例", "套", "栋", "盏", "株", "吨", "处"};
    size_t at = plumb_str_rfind(rate->before, PLUMB_STR("每"));
    if (at == PLUMB_NPOS || count->fact->unit_text.len == 0)
        return false;
    struct plumb_str unit = plumb_str_sub(rate->before, at + strlen("每"), rate->before.len);
    for (size_t i = 0; i < PLUMB_COUNT(classifiers); i++)
        if (plumb_str_starts(unit, plumb_str_from(classifiers[i])))
            return !plumb_str_has(count->fact->unit_text, classifiers[i]);
    return false;
}

/* The count beside a standard whose amount comes right behind both: "86人，每人1150元，发放118.68万元". */
static struct plumb_item *own_count(struct plumb_extract_work *work, const struct plumb_item *rate,
                                    const struct plumb_item **own_amount)
{
    const struct plumb_passage *passage = rate->passage;
    *own_amount = NULL;
    for (size_t side = 0; side < 2; side++) {
        size_t at =
            side == 0 ? rate->index - 1 : rate->index + 1; /* wraps at the first: no count */
        size_t behind = side == 0 ? rate->index + 1 : rate->index + 2;
        if (at >= passage->count || behind >= passage->count)
            continue;
        struct plumb_item *count = &passage->items[at];
        const struct plumb_item *amount = &passage->items[behind];
        /* "…初中每生625元，其中小学768人": what comes behind begins another list */
        bool begins = side == 1 && plumb_str_has(count->before, "其中");
        if (of_other_unit(rate, count))
            continue;
        if (!begins && count->sentence == rate->sentence && is_counted(work, count, rate) &&
            is_money(amount) && side_by_side(work, rate, count, amount)) {
            *own_amount = amount;
            return count;
        }
    }
    return NULL;
}

/* Do the count or the amount stand beside a standard of their own? A list of such triples pairs each
 * standard with what is beside it, and a chance product across two of them would hide a slip. */
static bool belongs_to_another(struct plumb_extract_work *work, const struct plumb_item *rate,
                               const struct plumb_item *count, const struct plumb_item *amount)
{
    const struct plumb_passage *passage = rate->passage;
    if (amount->passage != passage)
        return false;
    for (size_t i = count->index > 1 ? count->index - 1 : 0;
         i < passage->count && i <= amount->index; i++) {
        const struct plumb_item *other = &passage->items[i], *its_amount = NULL;
        if (other == rate || other->use != PLUMB_USE_PLAIN || !plumb_is_quantity(other->fact) ||
            !is_rate(work, other))
            continue;
        const struct plumb_item *its_count = own_count(work, other, &its_amount);
        if (its_count && (its_count == count || its_amount == amount))
            return true;
    }
    return false;
}

/* No semicolon between the two. */
static bool same_clause(const struct plumb_item *a, const struct plumb_item *b)
{
    return a->index < b->index ? !plumb_str_has(plumb_text_between(a, b), ";")
                               : a == b || !plumb_str_has(plumb_text_between(b, a), ";");
}

/* "小学生 A 人、初中生 B 人，小学每生 x 元、初中每生 y 元": the amount is of both together. */
static bool two_standards(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    size_t counts = 0, standards = plumb_str_has(rate->before, "分别");
    for (size_t i = 0; i < rate->passage->count; i++) {
        const struct plumb_item *item = &rate->passage->items[i];
        if (item->sentence != rate->sentence || !same_clause(item, rate))
            continue;
        counts += is_count(item);
        standards +=
            plumb_is_quantity(item->fact) && item->use == PLUMB_USE_PLAIN && is_rate(work, item);
    }
    return standards >= 2 && counts >= 2;
}

/* How far, in passages, the amount may stand from standard and count. */
enum { PASSAGES_AROUND = 8 };

/* What the amounts around one rate gave so far. */
struct product_search {
    struct plumb_claim best;
    bool certain; /* the words or the place say that `best` is this product */
    int64_t times[PLUMB_STANDARD_TIMES];
    size_t times_count;
    const struct plumb_item
        *own_amount; /* right behind rate and count: no other is meant; or NULL */
};

/* Is `amount` this rate times this count, perhaps times a number of months or times? */
static bool try_amount(struct plumb_extract_work *work, struct product_search *search,
                       const struct factors *f, struct plumb_item *rate, struct plumb_item *count,
                       struct plumb_item *amount)
{
    bool told = calculated_from(rate, count, amount);
    bool slipped = same_claim(rate, count, amount) && has(work, PRODUCT_STANDARD, rate->before) &&
                   slips_unit(f, amount->fact, search->times[0]);
    bool declared = told || slipped || side_by_side(work, rate, count, amount) ||
                    declared_product(work, rate, count, amount);
    bool reached = declared;
    for (size_t m = 0; m < search->times_count && !reached; m++)
        reached = !out_of_reach(f, amount->fact, search->times[m]);
    if (!reached || is_rate(work, amount) || belongs_to_another(work, rate, count, amount))
        return false;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_PRODUCT,
                      plumb_str_has(rate->before, "标准") ? "cost.standard" : "consistency.product",
                      amount);
    for (size_t m = 0; m < search->times_count && !plumb_claim_holds(&claim); m++)
        try_product(&claim, f, amount, rate, count, search->times[m]);
    claim.declared = declared;
    claim.confidence = claim.declared ? 0.8 : 0.6;
    bool holds = plumb_claim_holds(&claim);
    bool better = !search->best.tried || (slipped && !search->certain);
    if (holds || (claim.declared && !plumb_claim_holds(&search->best) && better)) {
        search->best = claim;
        search->certain = told || slipped || side_by_side(work, rate, count, amount);
    }
    return holds;
}

/* The amounts of the passages around, until one holds. */
static bool search_amounts(struct plumb_extract_work *work, struct product_search *search,
                           struct plumb_item *rate, struct plumb_item *count)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    size_t from =
        rate->passage->index > PASSAGES_AROUND ? rate->passage->index - PASSAGES_AROUND : 0;
    size_t to = rate->passage->index + PASSAGES_AROUND;
    struct factors f = factors_of(work, rate, count);
    for (size_t p = from; p < prose->count && p <= to; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t k = 0; k < passage->count; k++) {
            struct plumb_item *amount = &passage->items[k];
            bool other = search->own_amount && amount != search->own_amount;
            if (!other && is_money(amount) && amount != rate &&
                try_amount(work, search, &f, rate, count, amount))
                return true;
        }
    }
    return false;
}

/* The standard may hold for a part of the people, or be shared by several payers: then a product
 * that differs tells nothing. */
static void doubt_product(struct plumb_extract_work *work, struct product_search *search,
                          struct plumb_item *rate)
{
    struct plumb_claim *best = &search->best;
    if (best->best.verdict != PLUMB_VERDICT_INCONSISTENT)
        return;
    bool paid = PLUMB_HAS(best->subject, "共", "合计", "需", "发放", "补助", "补贴", "兑现");
    /* "按每人 640 元的标准，为 N 人落实财政补助": one of several payers, unless a slip is all that is wrong */
    bool shared =
        PLUMB_HAS(best->subject, "财政") && !plumb_one_slip(best->stated, best->best.expected);
    bool other_people = shared || repeats(rate) || persons_changed(best, search->times_count) ||
                        two_standards(work, rate);
    bool slip = plumb_one_slip(best->stated, best->best.expected);
    if ((search->certain || paid || slip) && !other_people)
        return;
    best->best.verdict = PLUMB_VERDICT_UNTESTABLE;
    best->best.reason = "the standard may hold for others than these";
    best->best.reason_zh = "该标准的适用对象可能不同";
}

static void products_of(struct plumb_extract_work *work, struct plumb_item *rate)
{
    struct product_search search = {0};
    search.times_count = plumb_standard_times(rate, search.times);
    struct plumb_item *own = own_count(work, rate, &search.own_amount);
    if (own && search_amounts(work, &search, rate, own)) {
        plumb_claim_push(&search.best);
        return;
    }
    for (size_t i = 0; i < rate->passage->count; i++) {
        struct plumb_item *count = &rate->passage->items[i];
        if (count != own && is_counted(work, count, rate) &&
            search_amounts(work, &search, rate, count)) {
            plumb_claim_push(&search.best);
            return;
        }
    }
    if (!search.best.tried) {
        product_of_report(work, rate);
        return;
    }
    doubt_product(work, &search, rate);
    plumb_claim_push(&search.best);
}

/* "人均", "次均费用"; but "农民人均纯收入" is about others. */
static bool is_plain_average(struct plumb_str label)
{
    size_t at = 0;
    if (label.len == 0 || plumb_utf8_count(label) > 5)
        return false;
    plumb_utf8_decode(label, &at); /* 人均, 户均, 件均 … */
    return plumb_str_starts(plumb_str_sub(label, at, label.len), PLUMB_STR("均")) ||
           plumb_str_starts(label, PLUMB_STR("平均每"));
}

/* 人均 is of persons and 户均 of households, when the sentence counts any. */
static bool counts_others(const struct plumb_item *average, const struct plumb_item *count)
{
    bool heads = plumb_str_starts(average->label, PLUMB_STR("人均"));
    bool homes = plumb_str_starts(average->label, PLUMB_STR("户均"));
    if (!heads && !homes)
        return false;
    const char *unit = heads ? "人" : "户";
    if (plumb_str_has(count->fact->unit_text, unit))
        return false;
    for (size_t i = 0; i < average->index; i++) {
        const struct plumb_item *other = &average->passage->items[i];
        if (other->sentence == average->sentence && plumb_str_has(other->fact->unit_text, unit))
            return true;
    }
    return false;
}

/* "共 N 人，支出 X 万元，人均 Y 元": Y = X ÷ N, all in one sentence. */
static bool average_of(struct plumb_extract_work *work, struct plumb_item *average)
{
    struct plumb_passage *passage = average->passage;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_AVERAGE, "consistency.average", average);
    claim.subject = average->label;
    for (size_t i = average->index; i-- > 0 && !plumb_claim_holds(&claim);) {
        struct plumb_item *amount = &passage->items[i];
        if (average->sentence - amount->sentence > 0)
            break;
        if (!is_money(amount) || is_rate(work, amount))
            continue;
        for (size_t k = average->index; k-- > 0 && !plumb_claim_holds(&claim);) {
            struct plumb_item *count = &passage->items[k];
            struct plumb_fact counted = plumb_priced_count(count->fact);
            if (count->sentence == average->sentence && is_count(count) &&
                count->fact->unit != PLUMB_UNIT_NONE && !counts_others(average, count))
                plumb_claim_ratio(&claim, average->fact, amount->fact, &counted, "total ÷ count");
        }
    }
    claim.confidence = 0.7;
    /* a whole unit off in the last place is no way of rounding */
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(claim.best.expected, average->fact->value));
    if (claim.tried && claim.best.verdict == PLUMB_VERDICT_ROUNDING &&
        off.v >= average->fact->ulp.v && average->fact->ulp.v > 0) {
        claim.best.verdict = PLUMB_VERDICT_INCONSISTENT;
        claim.best.gap = off;
    }
    struct plumb_claim named;
    plumb_claim_begin(&named, work, PLUMB_REL_AVERAGE, "consistency.average", average);
    bool doubtful = claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
                    (claim.readings > 1 || !is_plain_average(average->label));
    if (doubtful && plumb_average_of_named(&named, average)) {
        named.subject = average->label;
        named.confidence = 0.7;
        plumb_claim_push(&named);
        return true;
    }
    if (doubtful) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "it is not certain which total and count this average belongs to";
        claim.best.reason_zh = "无法确定该平均数对应的总额和数量";
    }
    plumb_claim_push(&claim);
    return claim.tried;
}

void plumb_relate_products(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            enum plumb_comparator c = item->fact->comparator;
            bool bound = c == PLUMB_CMP_GE || c == PLUMB_CMP_LE || c == PLUMB_CMP_LT;
            if (!plumb_is_quantity(item->fact) || item->use != PLUMB_USE_PLAIN || bound ||
                !is_rate(work, item))
                continue;
            /* "平均每座 2000 元" is no standard for all its 每座 */
            bool average = has(work, PRODUCT_AVERAGE, item->before) &&
                           ((plumb_str_has(item->before, "平均每") &&
                             !PLUMB_HAS(item->before, "每月", "每年", "每天", "每学期")) ||
                            !has(work, PRODUCT_STANDARD, item->before));
            if (!average || !average_of(work, item))
                products_of(work, item);
        }
    }
}
