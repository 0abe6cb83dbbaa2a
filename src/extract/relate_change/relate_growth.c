/* Growth in prose: 比上年增加 X，增长 q%; 由 A 降至 B，下降 q%; two rates behind two amounts.
 * DOMAIN §1.6. */
#include "extract/relate_change/relate_growth.h"

#define NEAR_MAX 12

/* Rates in a row: the words of the first count for all. */
static struct plumb_str words_before(const struct plumb_item *item)
{
    while (item->index > 0 && item->before.len <= 3 && item[-1].sentence == item->sentence &&
           plumb_is_rate(item[-1].fact))
        item--;
    return item->before;
}

struct growth {
    struct plumb_extract_work *work;
    struct plumb_item *rate;
    int sign;
    struct plumb_item *deltas[NEAR_MAX], *currents[NEAR_MAX], *priors[NEAR_MAX];
    size_t delta_count, current_count, prior_count;
};

static void push_item(struct plumb_item **list, size_t *n, struct plumb_item *item)
{
    for (size_t i = 0; i < *n; i++)
        if (list[i] == item)
            return;
    if (*n < NEAR_MAX)
        list[(*n)++] = item;
}

/* Amounts in front of the rate, nearest first, sorted by use. */
static void collect(struct growth *g)
{
    struct plumb_passage *passage = g->rate->passage;
    for (size_t i = g->rate->index; i-- > 0;) {
        struct plumb_item *item = &passage->items[i];
        if (!plumb_growth_usable(item))
            continue;
        if (item->use == PLUMB_USE_DELTA) {
            if (item->sentence == g->rate->sentence)
                push_item(g->deltas, &g->delta_count, item);
        } else if (plumb_growth_is_prior(g->work, item)) {
            push_item(g->priors, &g->prior_count, item);
        } else {
            push_item(g->currents, &g->current_count, item);
        }
    }
    /* "增长 q%，达到 X", "增长 q%，上年同期 Y" */
    for (size_t i = g->rate->index + 1; i < passage->count && i < g->rate->index + 3; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != g->rate->sentence || !plumb_growth_usable(item) ||
            item->use == PLUMB_USE_DELTA)
            continue;
        if (plumb_growth_is_prior(g->work, item))
            push_item(g->priors, &g->prior_count, item);
        else
            push_item(g->currents, &g->current_count, item);
    }
}

/* ---- readings -------------------------------------------------------------------------------- */

static void move_to_front(struct plumb_item **list, size_t at)
{
    struct plumb_item *item = list[at];
    for (size_t i = at; i > 0; i--)
        list[i] = list[i - 1];
    list[0] = item;
}

/* "公务用车购置及运行费" is more than the 公务用车购置费 that changes: it can bear out the rate (the rest may be
 * nothing) but not refute it. */
static bool is_compound_of(struct plumb_str core, struct plumb_str name)
{
    static const char *const links[] = {"及", "和", "与"};
    for (size_t i = 0; i < PLUMB_COUNT(links); i++)
        if (plumb_str_has(core, links[i]) && !plumb_str_has(name, links[i]))
            return true;
    return false;
}

static const char *const whole_names[] = {"总计", "合计", "共计", "总额"};

/* "总计增加 X": a name of nothing but the whole goes with the nearest amount that is called so. */
static bool whole_in_front(struct growth *g, struct plumb_str name)
{
    if (!plumb_equals_any(name, whole_names, PLUMB_COUNT(whole_names)))
        return false;
    for (size_t i = 0; i < g->current_count; i++)
        if (g->currents[i]->passage == g->rate->passage && g->currents[i]->total &&
            plumb_str_find(g->currents[i]->before, name) != PLUMB_NPOS) {
            move_to_front(g->currents, i);
            return true;
        }
    return false;
}

/* "W 起，其中甲 a 起、乙 b 起，较上年增加 X": what a change without a name is told of stands in front of the list. */
static void list_whole_in_front(struct growth *g)
{
    struct plumb_item *whole =
        g->current_count > 0 ? plumb_growth_list_whole(g->currents[0]) : NULL;
    for (size_t i = 1; whole && i < g->current_count; i++)
        if (g->currents[i] == whole) {
            move_to_front(g->currents, i);
            return;
        }
}

/* The current amount has the name of the change ("收入增加" goes with 收入); nearest otherwise. */
static double order_currents(struct growth *g, struct plumb_str name)
{
    size_t best = 0;
    double best_likeness = 0;
    struct plumb_str core = plumb_label_core(g->work, name);
    if (whole_in_front(g, name))
        return 0.9;
    for (size_t i = 0; i < g->current_count && core.len > 0; i++) {
        double likeness = plumb_name_likeness(core, g->currents[i]->core);
        if (plumb_names_oppose(g->work, core, g->currents[i]->core))
            likeness = 0;
        if (likeness > best_likeness + 0.05) {
            best = i;
            best_likeness = likeness;
        }
    }
    if (best_likeness >= 0.6 && best > 0)
        move_to_front(g->currents, best);
    return best_likeness;
}

static bool try_currents(struct plumb_claim *claim, struct growth *g, struct plumb_item *delta)
{
    for (size_t i = 0; i < g->current_count; i++) {
        struct plumb_item *current = g->currents[i];
        bool near = i == 0 && current->sentence == delta->sentence;
        bool alike = near ? plumb_levels_alike(current->fact, delta->fact)
                          : plumb_same_measure(current->fact, delta->fact);
        if (!alike || current->index > g->rate->index + 2)
            continue;
        plumb_claim_growth(claim, g->rate->fact, g->sign, current->fact, NULL, delta->fact,
                           "change ÷ (current − change)");
        if (claim->best.verdict == PLUMB_VERDICT_CONSISTENT)
            return true;
    }
    return false;
}

static bool try_priors(struct plumb_claim *claim, struct growth *g, struct plumb_item *delta)
{
    for (size_t i = 0; i < g->prior_count; i++) {
        if (!plumb_same_measure(g->priors[i]->fact, delta->fact))
            continue;
        plumb_claim_growth(claim, g->rate->fact, g->sign, NULL, g->priors[i]->fact, delta->fact,
                           "change ÷ prior");
        if (claim->best.verdict == PLUMB_VERDICT_CONSISTENT)
            return true;
    }
    return false;
}

/* "公用经费 b。基本支出比上年的 P 增加 X，增长 q%": the base stands in front of the change and no level in its
 * sentence, so a rate that fails is to be told against P, not against what the sentence before tells. */
static bool told_of_its_base(const struct growth *g, const struct plumb_item *delta)
{
    return g->prior_count > 0 && g->priors[0]->passage == delta->passage &&
           g->priors[0]->sentence == delta->sentence && g->priors[0]->index + 1 == delta->index &&
           (g->current_count == 0 || g->currents[0]->passage != delta->passage ||
            g->currents[0]->sentence != delta->sentence);
}

static bool told_beside(const struct plumb_item *level, const struct plumb_item *delta)
{
    return level->passage == delta->passage && level->sentence == delta->sentence &&
           plumb_same_measure(level->fact, delta->fact);
}

/* "由 A 升至 B，增加 B − A，增幅 q%": the difference of the two levels in the sentence is the change told, so the
 * rate is of these. They come to the front. */
static bool levels_make(struct growth *g, const struct plumb_item *delta)
{
    for (size_t i = 0; i < g->current_count; i++)
        for (size_t k = 0; k < g->prior_count && told_beside(g->currents[i], delta); k++) {
            plumb_dec apart = plumb_dec_sub(g->currents[i]->fact->value, g->priors[k]->fact->value);
            if (!told_beside(g->priors[k], delta) ||
                plumb_dec_abs(apart).v != plumb_dec_abs(delta->fact->value).v)
                continue;
            move_to_front(g->currents, i);
            move_to_front(g->priors, k);
            return true;
        }
    return false;
}

static bool try_delta(struct plumb_claim *claim, struct growth *g, struct plumb_item *delta)
{
    bool base_first = told_of_its_base(g, delta);
    if (base_first ? try_priors(claim, g, delta) || try_currents(claim, g, delta)
                   : try_currents(claim, g, delta) || try_priors(claim, g, delta))
        return true;
    return plumb_claim_holds(claim);
}

static bool try_levels(struct plumb_claim *claim, struct growth *g)
{
    for (size_t i = 0; i < g->current_count; i++)
        for (size_t k = 0; k < g->prior_count; k++) {
            if (!plumb_levels_alike(g->currents[i]->fact, g->priors[k]->fact))
                continue;
            plumb_claim_growth(claim, g->rate->fact, g->sign, g->currents[i]->fact,
                               g->priors[k]->fact, NULL, "current ÷ prior − 1");
            if (claim->best.verdict == PLUMB_VERDICT_CONSISTENT)
                return true;
        }
    return plumb_claim_holds(claim);
}

/* Numbers under the same name elsewhere: the change may stand in a sentence of its own. What is named
 * better than anything in the passage comes first. Returns its likeness when it is near, else 0. */
static double look_farther(struct growth *g, struct plumb_str name, const struct plumb_fact *like,
                           double likeness)
{
    struct plumb_found found[6];
    double best = 0;
    size_t n = plumb_find_named(g->work, g->rate, name, like, 0.75, found, 6);
    for (size_t i = 0; i < n; i++) {
        if (found[i].item->passage == g->rate->passage || found[i].item->use != PLUMB_USE_PLAIN ||
            plumb_growth_is_prior(g->work, found[i].item))
            continue;
        push_item(g->currents, &g->current_count, found[i].item);
        if (best == 0 && found[i].likeness >= 0.9 && found[i].likeness > likeness + 0.1 &&
            found[i].hops <= 2 && g->currents[g->current_count - 1] == found[i].item) {
            move_to_front(g->currents, g->current_count - 1);
            best = found[i].likeness;
        }
    }
    return best;
}

/* "收入支出总体与上年相比，增加 X，增长 q%" below the paragraphs that tell 收入总计 and 支出总计. */
static bool look_at_totals(struct growth *g, struct plumb_str name, const struct plumb_fact *like)
{
    const struct plumb_passage *own = g->rate->passage;
    size_t before = g->current_count;
    if (!PLUMB_HAS(name, "收入支出", "收支", "收、支", "收入、支出", "收入总计", "支出总计"))
        return false;
    for (size_t back = 1; back <= 3 && back <= own->index; back++) {
        const struct plumb_passage *above = own - back;
        if (above->section != own->section)
            break;
        for (size_t i = 0; i < above->count; i++)
            if (above->items[i].total && PLUMB_HAS(above->items[i].before, "总计", "总额") &&
                above->items[i].use == PLUMB_USE_PLAIN &&
                plumb_same_measure(above->items[i].fact, like))
                push_item(g->currents, &g->current_count, &above->items[i]);
    }
    return g->current_count > before;
}

/* Growth adjusted for what changed in between is not that of the printed amounts. */
static bool is_adjusted(const struct plumb_item *rate)
{
    if (PLUMB_HAS(rate->before, "同口径", "可比", "剔除", "扣除", "不变价", "不含", "还原"))
        return true;
    /* "收入（同口径）完成 30,161 万元，同比增长 14.6%" */
    const struct plumb_item *current = rate - 1;
    return rate->index > 0 && current->sentence == rate->sentence &&
           current->use == PLUMB_USE_PLAIN && PLUMB_HAS(current->before, "同口径", "可比口径");
}

static void settle(struct plumb_claim *claim, bool natural)
{
    if (claim->best.verdict != PLUMB_VERDICT_INCONSISTENT || natural)
        return;
    claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
    claim->best.reason = "it is not certain which amounts this rate compares";
    claim->best.reason_zh = "无法确定该增长率比较的是哪两个数";
}

/* The delta that belongs to this rate: nearest in front, no other rate between that took it. */
static struct plumb_item *own_delta(const struct growth *g)
{
    const struct plumb_passage *passage = g->rate->passage;
    struct plumb_item *behind = g->rate + 1;
    if (g->delta_count == 0) /* "同比下降 11.4 %，减少 4 人" */
        return g->rate->index + 1 < passage->count && behind->sentence == g->rate->sentence &&
                       behind->use == PLUMB_USE_DELTA && plumb_growth_usable(behind)
                   ? behind
                   : NULL;
    struct plumb_item *delta = g->deltas[0];
    for (size_t i = delta->index + 1; i < g->rate->index; i++)
        if (g->rate->passage->items[i].use == PLUMB_USE_GROWTH)
            return NULL;
    struct plumb_str gap = plumb_text_between(delta, g->rate);
    return plumb_str_has(gap, ";") || plumb_str_has(gap, "。") ? NULL : delta;
}

/* k-th rate of a row with the k-th change of a row. */
static struct plumb_item *row_delta(const struct growth *g)
{
    size_t rank = 0;
    struct plumb_item *item = g->rate;
    while (item->index > 0 && item->before.len <= 3 && plumb_is_rate(item[-1].fact)) {
        item--;
        rank++;
    }
    size_t rates = rank + 1;
    const struct plumb_item *end = g->rate->passage->items + g->rate->passage->count;
    for (const struct plumb_item *next = g->rate + 1;
         next < end && next->before.len <= 3 && plumb_is_rate(next->fact); next++)
        rates++;
    if (rates < 2 || g->delta_count == 0)
        return NULL;
    /* deltas[0] is the last one; the amounts behind the first of a row are plain */
    struct plumb_item *last = item - 1;
    struct plumb_item *first = last + 1 - rates;
    if (item->index < rates || first->use != PLUMB_USE_DELTA)
        return NULL;
    return first + rank;
}

static bool joined(const struct plumb_item *a, const struct plumb_item *b)
{
    struct plumb_str gap = plumb_text_between(a, b);
    bool link = plumb_str_starts(gap, PLUMB_STR("、")) || plumb_str_starts(gap, PLUMB_STR("和")) ||
                plumb_str_starts(gap, PLUMB_STR("及"));
    return link && !PLUMB_HAS(gap, ",", ";", "。", ":", "(", ")") && plumb_utf8_count(gap) <= 12 &&
           plumb_is_rate(a->fact) == plumb_is_rate(b->fact);
}

/* Items of one row with `item` as first; 0 when it is not the first. */
static size_t row_at(struct plumb_item *item)
{
    struct plumb_passage *passage = item->passage;
    size_t n = 1;
    if (item->index > 0 && joined(item - 1, item))
        return 0;
    while (item->index + n < passage->count && joined(item + n - 1, item + n))
        n++;
    return n;
}

/* "A、B 为 a、b，分别增长 p、q，上年为 c、d": k-th rate, k-th amount, k-th base. */
static bool try_rows(struct plumb_claim *claim, const struct growth *g)
{
    struct plumb_passage *passage = g->rate->passage;
    struct plumb_item *current = NULL, *prior = NULL, *first = g->rate;
    while (first->index > 0 && joined(first - 1, first))
        first--;
    size_t n = row_at(first), rank = g->rate->index - first->index;
    for (size_t i = 0; n >= 2 && i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != g->rate->sentence || !plumb_growth_usable(item) || row_at(item) != n)
            continue;
        if (plumb_growth_is_prior(g->work, item))
            prior = item;
        else if (item->use == PLUMB_USE_PLAIN && !current)
            current = item;
    }
    if (!current || !prior || !plumb_same_measure(current[rank].fact, prior[rank].fact))
        return false;
    plumb_claim_growth(claim, g->rate->fact, g->sign, current[rank].fact, prior[rank].fact, NULL,
                       "k-th amount ÷ k-th base − 1");
    claim->subject = current[rank].label;
    return true;
}

/* "牛、猪和羊存栏分别为": names joined by 、 in the clause in front of a row. */
static bool lists_things(struct plumb_str before)
{
    size_t comma = plumb_str_rfind(before, PLUMB_STR(","));
    size_t mark = plumb_str_rfind(before, PLUMB_STR("、"));
    return mark != PLUMB_NPOS && (comma == PLUMB_NPOS || comma < mark);
}

/* "三年支出分别为 A、B、C，后两年分别比上年增长 p、q": each amount against the one in front of it. */
static bool try_series(struct plumb_claim *claim, const struct growth *g)
{
    struct plumb_passage *passage = g->rate->passage;
    struct plumb_item *first = g->rate, *amounts = NULL;
    while (first->index > 0 && joined(first - 1, first))
        first--;
    size_t n = row_at(first), rank = g->rate->index - first->index, m = 0;
    if (n < 2 || !plumb_str_has(first->before, "分别"))
        return false;
    for (size_t i = first->index; i-- > 0 && m == 0;) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != first->sentence)
            return false;
        if (plumb_growth_usable(item) && row_at(item) >= 2) {
            amounts = item;
            m = row_at(item);
        }
    }
    /* "牛、羊存栏分别为 A、B": a row of things, not of years */
    if (m != n + 1 && !(m == n && rank > 0 && !lists_things(amounts->before)))
        return false;
    struct plumb_item *current = amounts + rank + (m == n + 1), *prior = current - 1;
    if (!PLUMB_HAS(first->before, "上年", "上一年", "逐年", "环比") &&
        !(amounts->index > 0 && amounts[-1].fact->kind == PLUMB_FACT_YEAR))
        return false;
    if (!plumb_same_measure(current->fact, prior->fact))
        return false;
    plumb_claim_growth(claim, g->rate->fact, g->sign, current->fact, prior->fact, NULL,
                       "an amount of the series ÷ the one in front − 1");
    claim->subject = current->label;
    return true;
}

/* Change and both levels are printed: the rate holds between the levels as well. */
static void also_levels(const struct growth *g)
{
    struct plumb_claim claim;
    if (g->current_count == 0 || g->prior_count == 0 ||
        g->currents[0]->passage != g->rate->passage ||
        g->priors[0]->sentence != g->rate->sentence ||
        !plumb_same_measure(g->currents[0]->fact, g->priors[0]->fact))
        return;
    plumb_claim_begin(&claim, g->work, PLUMB_REL_GROWTH, "consistency.growth", g->rate);
    plumb_claim_growth(&claim, g->rate->fact, g->sign, g->currents[0]->fact, g->priors[0]->fact,
                       NULL, "current ÷ prior − 1");
    claim.declared = false;
    if (plumb_claim_holds(&claim))
        plumb_claim_push(&claim);
}

static void one_rate(struct plumb_extract_work *work, struct plumb_item *rate)
{
    struct growth g = {.work = work, .rate = rate};
    struct plumb_claim claim;
    struct plumb_str words = words_before(rate);
    g.sign = plumb_growth_direction(work, words);
    if (g.sign == 0)
        g.sign = plumb_dec_sign(rate->fact->value) < 0 ? -1 : 1;
    collect(&g);
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    if (try_rows(&claim, &g) || try_series(&claim, &g)) {
        claim.confidence = 0.85;
        plumb_claim_push(&claim);
        return;
    }
    struct plumb_item *delta = row_delta(&g);
    if (!delta)
        delta = own_delta(&g);
    bool natural = false;
    if (delta) {
        struct plumb_str name = plumb_growth_subject(work, delta);
        double likeness = order_currents(&g, name.len ? name : delta->label);
        if (name.len > 0)
            claim.subject = name;
        else
            list_whole_in_front(&g);
        natural = g.current_count > 0 && (likeness >= 0.6 || name.len == 0) &&
                  g.currents[0]->passage == rate->passage;
        if (name.len > 0 && likeness < 0.85 && look_farther(&g, name, delta->fact, likeness) >= 0.9)
            natural = true;
        if (g.current_count == 0 && look_at_totals(&g, delta->before, delta->fact))
            natural = true;
        if (name.len > 0 && g.current_count > 0 && is_compound_of(g.currents[0]->core, name))
            natural = false;
        natural = levels_make(&g, delta) || natural || told_of_its_base(&g, delta);
        try_delta(&claim, &g, delta);
    }
    if (!plumb_claim_holds(&claim)) {
        bool levels = !claim.tried && g.current_count > 0 && g.prior_count > 0 &&
                      g.currents[0]->sentence == rate->sentence &&
                      g.priors[0]->sentence == rate->sentence;
        try_levels(&claim, &g);
        natural = natural || levels;
    }
    if (!claim.tried)
        return;
    if (claim.subject.len == 0 && g.current_count > 0)
        claim.subject = g.currents[0]->label;
    /* the k-th rate of a row that found no row of amounts */
    bool row =
        (rate->index > 0 && joined(rate - 1, rate) && rate[-1].use == PLUMB_USE_GROWTH) && !delta;
    settle(&claim, natural && !row && !is_adjusted(rate));
    claim.confidence = natural ? 0.92 : 0.7;
    plumb_claim_push(&claim);
    if (delta && plumb_claim_holds(&claim))
        also_levels(&g);
}

void plumb_relate_growth(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (item->use == PLUMB_USE_GROWTH && item->fact->unit != PLUMB_UNIT_POINTS)
                one_rate(work, item);
            else if (item->use == PLUMB_USE_DELTA && plumb_growth_usable(item))
                plumb_growth_difference(work, item);
            else if (item->fact->unit == PLUMB_UNIT_MULTIPLE && plumb_is_quantity(item->fact))
                plumb_growth_times_of(work, item);
            if (item->use == PLUMB_USE_RATE && plumb_is_rate(item->fact) &&
                item->fact->unit != PLUMB_UNIT_POINTS)
                plumb_growth_times_of_prior(work, item);
        }
        plumb_relate_changes(work, passage);
    }
}
