/* Shares in prose: 占…比重, 占比, "分别占 a、b、c". Readings: which amount (or which run of amounts)
 * is the part, which amount in scope is the whole. DOMAIN §1.5. */
#include "extract/relate/relate_share.h"

enum { SHARE_WHOLE, SHARE_DIRECT, SHARE_LIST_HEAD };

static const char *const sources[] = {
    [SHARE_WHOLE] =
        ("占(?:到|了|其|全部|整个|同期|当年|本年度?|全年)?([^,;:、()]*?)的?"
         "(?:比重|比例|比率|百分比|份额|比)?(?:分别)?(?:为|达到|达|约|是|仅|近|超|:|的)*$"),
    /* nothing but marks and brackets between the number and 占: the number is the part */
    [SHARE_DIRECT] = "^(?:\\([^()]*\\)|[,;、)(\"”“:]|约|共|均|各|分别|所|其|只|仅|支出|人数)*$",
    [SHARE_LIST_HEAD] = "其中|包括|主要用于|用于以下|分别(?:为|是)|构成|^中,|\\((?![^()]*\\))",
};
const struct plumb_pattern_list plumb_patterns_share = {"share", sources,
                                                        sizeof sources / sizeof *sources};

#define RUN_MAX 8
#define WHOLES_MAX 16

/* What is known of one printed share after it was judged. */
struct share {
    struct plumb_item *item;
    const struct plumb_fact *whole;
    bool holds;
};

struct share_work {
    struct plumb_extract_work *work;
    struct share *shares;
    size_t count, capacity;
};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_SHARE, pattern, s, 0, m);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static bool is_part(const struct plumb_item *item)
{
    return plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_NONE &&
           item->use == PLUMB_USE_PLAIN;
}

/* Amounts in front of the share, nearest first, back to the previous share or sentence. */
static size_t amounts_before(const struct plumb_item *share, struct plumb_item *out[RUN_MAX])
{
    struct plumb_passage *passage = share->passage;
    size_t n = 0;
    for (size_t i = share->index; i-- > 0 && n < RUN_MAX;) {
        struct plumb_item *item = &passage->items[i];
        if (share->sentence != item->sentence && n > 0)
            break;
        if (share->sentence - item->sentence > 1)
            break;
        if (item->use == PLUMB_USE_SHARE && n > 0)
            break;
        if (is_part(item) && (n == 0 || plumb_same_measure(item->fact, out[0]->fact)))
            out[n++] = item;
    }
    return n;
}

/* "药品收入 A，药占比 q": one or two characters of the amount's own name stand in front of 占比. */
static bool abbreviated(struct plumb_str gap, struct plumb_str label)
{
    if (gap.len < 2 || gap.ptr[0] != ',')
        return false;
    struct plumb_str word = plumb_str_sub(gap, 1, gap.len);
    return plumb_utf8_count(word) <= 2 && plumb_str_starts(label, word);
}

static bool attached(struct plumb_extract_work *work, const struct plumb_item *share,
                     const struct plumb_item *amount)
{
    struct plumb_match m;
    /* behind another share of the same amount only what stands between the two counts */
    const struct plumb_item *from = amount;
    if (share[-1].use == PLUMB_USE_SHARE)
        from = share - 1;
    struct plumb_str gap = plumb_text_between(from, share);
    size_t at = plumb_str_find(gap, PLUMB_STR("占"));
    if (at == PLUMB_NPOS)
        at = plumb_str_find(gap, PLUMB_STR("比重"));
    if (at == PLUMB_NPOS)
        return false;
    gap = plumb_str_sub(gap, 0, at);
    return finds(work, SHARE_DIRECT, gap, &m) || abbreviated(gap, amount->label);
}

/* ---- wholes ---------------------------------------------------------------------------------- */

struct wholes {
    const struct plumb_item *items[WHOLES_MAX];
    double likeness[WHOLES_MAX]; /* 1 for the whole of the list the part stands in */
    size_t count;
    size_t named; /* the first ones come from the words; the others only may help */
};

static void add_whole(struct wholes *w, const struct plumb_item *item, double likeness)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->items[i]->fact == item->fact)
            return;
    if (w->count < WHOLES_MAX) {
        w->items[w->count] = item;
        w->likeness[w->count++] = likeness;
    }
}

/* "甲 A 万元，占 p，其中 x、y；乙 B 万元": a share of the whole stands in front, so the list inside it
 * ends at the semicolon. */
static bool list_closed(const struct plumb_item *head, const struct plumb_item *part)
{
    return head != part && head->index > 0 && head[-1].use == PLUMB_USE_SHARE &&
           plumb_str_has(head->before, "其中") && !plumb_str_has(head->before, ":") &&
           plumb_str_has(plumb_text_between(head, part), ";");
}

/* The number in front of the list the part stands in ("收入 W 万元，其中：甲 A 万元，占…"). */
static void list_whole(struct plumb_extract_work *work, const struct plumb_item *part,
                       struct wholes *w)
{
    struct plumb_passage *passage = part->passage;
    struct plumb_match m;
    for (size_t i = part->index + 1; i-- > 0;) {
        struct plumb_item *item = &passage->items[i];
        if (part->sentence - item->sentence > 1 && !plumb_str_has(item->before, ";") &&
            plumb_str_has(plumb_text_between(item, part), "。"))
            return;
        if (!is_part(item) || item->depth > part->depth ||
            !finds(work, SHARE_LIST_HEAD, item->before, &m) || list_closed(item, part))
            continue;
        for (size_t k = i; k-- > 0;) {
            struct plumb_item *whole = &passage->items[k];
            if (is_part(whole) && plumb_same_measure(whole->fact, part->fact) &&
                whole->depth <= item->depth) {
                add_whole(w, whole, 1);
                return;
            }
        }
        return;
    }
}

/* "支出决算 W 万元，各项支出占比如下:" with a numbered item for each part below: the head's amount. */
static void head_whole(struct plumb_extract_work *work, const struct plumb_item *part,
                       struct wholes *w)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_passage *own = part->passage;
    if (own->list_kind == 0 || own->list_number < 1 || own->index < (size_t)own->list_number)
        return;
    const struct plumb_passage *head = &prose->passages[own->index - (size_t)own->list_number];
    if (head->list_kind == own->list_kind || head->is_cell || head->section != own->section ||
        !PLUMB_ENDS(head->text, ":", "如下", "如下。", "方面", "方面。", "其中"))
        return;
    const struct plumb_item *whole = NULL;
    for (size_t i = 0; i < head->count; i++) {
        const struct plumb_item *item = &head->items[i];
        if (!is_part(item) || !plumb_same_measure(item->fact, part->fact))
            continue;
        if (whole)
            return; /* which of them is meant is not certain */
        whole = item;
    }
    if (whole && whole->fact->value.v >= part->fact->value.v)
        add_whole(w, whole, 1);
}

static void named_wholes(struct plumb_extract_work *work, const struct plumb_item *share,
                         struct plumb_str name, const struct plumb_item *part, struct wholes *w)
{
    struct plumb_found found[WHOLES_MAX];
    size_t n = plumb_find_named(work, share, name, part->fact, 0.6, found, 10);
    for (size_t i = 0; i < n; i++)
        if (found[i].item != part && is_part(found[i].item) &&
            found[i].item->fact->value.v >= part->fact->value.v)
            add_whole(w, found[i].item, found[i].likeness);
}

static void other_wholes(const struct plumb_prose *prose, const struct plumb_item *part,
                         struct wholes *w)
{
    struct plumb_passage *own = part->passage;
    for (size_t i = own->count; i-- > 0;)
        if (&own->items[i] != part && is_part(&own->items[i]) &&
            plumb_same_measure(own->items[i].fact, part->fact) &&
            own->items[i].fact->value.v >= part->fact->value.v)
            add_whole(w, &own->items[i], 0.3);
    for (size_t p = own->index; p-- > 0 && own->index - p <= 3;)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            struct plumb_item *item = &prose->passages[p].items[i];
            if (is_part(item) && plumb_same_measure(item->fact, part->fact) && item->total &&
                item->fact->value.v >= part->fact->value.v)
                add_whole(w, item, 0.3);
        }
}

/* ---- judging --------------------------------------------------------------------------------- */

/* Share of a run of amounts: rate = (a1 + … + ak) ÷ whole. */
static bool try_run(struct plumb_claim *claim, const struct plumb_item *share,
                    struct plumb_item *const *parts, size_t n, const struct plumb_fact *whole)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_interval sum = plumb_interval_point((plumb_dec){0});
    struct plumb_term terms[RUN_MAX + 1];
    plumb_dec value = {0};
    const char *text = "";
    for (size_t i = 0; i < n; i++) {
        const struct plumb_fact *part = parts[n - 1 - i]->fact;
        sum = plumb_interval_add(sum, plumb_fact_interval(part, PLUMB_MODE_NEAREST));
        value = plumb_dec_add(value, part->value);
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, part);
        text = plumb_arena_printf(work->arena, "%s%s%s", text, i > 0 ? " + " : "(",
                                  plumb_fact_text(work, part));
    }
    terms[n] = plumb_term_fact(work, PLUMB_ROLE_WHOLE, whole);
    struct plumb_judgement j =
        plumb_judge_quotient(share->fact, sum, plumb_fact_interval(whole, PLUMB_MODE_NEAREST),
                             value, whole->value, work->mode);
    text = plumb_arena_printf(
        work->arena, "%s) ÷ %s = %s, printed %s", text, plumb_fact_text(work, whole),
        plumb_value_text(work, j.expected, share->fact, 2), plumb_fact_text(work, share->fact));
    claim->next_money = (plumb_dec){0};
    if (whole->unit == PLUMB_UNIT_YUAN)
        claim->next_money = plumb_dec_mul(j.gap, whole->value, PLUMB_ROUND_NEAREST);
    return plumb_claim_try(claim, &j, terms, n + 1, "several amounts together ÷ whole", text);
}

static size_t run_length(struct plumb_item *const *parts, size_t n)
{
    size_t run = 1;
    while (run < n) {
        struct plumb_str gap = plumb_text_between(parts[run], parts[run - 1]);
        if (PLUMB_HAS(gap, "。", ";", "其中", "占"))
            break;
        run++;
    }
    return run;
}

static const struct plumb_fact *judge_share(struct plumb_claim *claim,
                                            const struct plumb_item *share,
                                            struct plumb_item *const *parts, size_t n,
                                            const struct wholes *w)
{
    const struct plumb_fact *kept = NULL;
    size_t run = run_length(parts, n);
    for (size_t i = 0; i < w->count; i++) {
        const struct plumb_fact *whole = w->items[i]->fact;
        const char *reading = i < w->named ? "amount ÷ named whole" : "amount ÷ another total";
        if (plumb_claim_ratio(claim, share->fact, parts[0]->fact, whole, reading)) {
            kept = whole;
            claim->terms[0].role = PLUMB_ROLE_NUMERATOR;
            claim->terms[1].role = PLUMB_ROLE_WHOLE;
        }
        for (size_t k = 2; k <= run && !plumb_claim_holds(claim); k++)
            if (try_run(claim, share, parts, k, whole))
                kept = whole;
        if (claim->best.verdict == PLUMB_VERDICT_CONSISTENT)
            break;
    }
    return kept;
}

static void remember(struct share_work *sw, struct plumb_item *item, const struct plumb_fact *whole,
                     bool holds)
{
    struct share *share = PLUMB_PUSH(sw->work->arena, sw->shares, sw->count, sw->capacity);
    *share = (struct share){item, whole, holds};
}

/* In a set of shares of one whole one member is often 100 % minus the others. */
static bool is_plug(const struct plumb_item *share)
{
    plumb_dec rest = plumb_dec_int(1);
    size_t others = 0;
    for (size_t i = 0; i < share->passage->count; i++) {
        const struct plumb_item *item = &share->passage->items[i];
        if (item == share || item->use != PLUMB_USE_SHARE || item->depth != share->depth)
            continue;
        rest = plumb_dec_sub(rest, item->fact->value);
        others++;
    }
    return others >= 1 && rest.v == share->fact->value.v;
}

static void settle_plug(struct plumb_claim *claim, const struct plumb_item *share)
{
    plumb_dec limit = {4 * share->fact->ulp.v};
    if (claim->best.verdict != PLUMB_VERDICT_ROUNDING &&
        claim->best.verdict != PLUMB_VERDICT_INCONSISTENT)
        return;
    if (claim->best.gap.v > limit.v || claim->best.mode == PLUMB_MODE_TRUNCATE || !is_plug(share))
        return;
    claim->best.verdict = PLUMB_VERDICT_ROUNDING;
    claim->best.reason = "set so that the shares add up to 100 %";
    claim->best.reason_zh = "为凑足100%而倒挤";
}

static void doubt(struct plumb_claim *claim, const char *reason, const char *reason_zh)
{
    if (claim->best.verdict != PLUMB_VERDICT_INCONSISTENT)
        return;
    claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
    claim->best.reason = reason;
    claim->best.reason_zh = reason_zh;
}

static void push_share(struct share_work *sw, struct plumb_item *share,
                       struct plumb_item *const *parts, size_t n, struct plumb_str name, bool sure)
{
    struct plumb_extract_work *work = sw->work;
    struct plumb_claim claim;
    struct wholes w = {.count = 0};
    bool named = plumb_utf8_count(name) >= 2;
    if (named)
        named_wholes(work, share, name, parts[0], &w);
    list_whole(work, parts[0], &w);
    if (w.count == 0)
        head_whole(work, parts[0], &w);
    if (w.count == 0) {
        const struct plumb_item *set = plumb_share_set_whole(work, share, parts[0]);
        if (set)
            add_whole(&w, set, 1);
    }
    w.named = w.count;
    other_wholes(plumb_prose_get(work), parts[0], &w);
    plumb_claim_begin(&claim, work, PLUMB_REL_SHARE, "consistency.share", share);
    claim.subject = parts[0]->label;
    const struct plumb_fact *whole = judge_share(&claim, share, parts, n, &w);
    settle_plug(&claim, share);
    double likeness = w.named > 0 ? w.likeness[0] : 0;
    if (w.named == 0 || !sure)
        doubt(&claim, "the whole of this share is not printed nearby", "未找到该占比的总额");
    else if (named && likeness < 0.75)
        doubt(&claim, "it is not certain which number is the whole", "无法确定该占比的总额");
    claim.confidence = sure && likeness >= 0.9 ? 0.95 : 0.8;
    plumb_claim_push(&claim);
    if (claim.tried)
        remember(sw, share, whole, plumb_claim_holds(&claim));
}

/* "A、B、C 分别占 a、b、c": the k-th share belongs to the k-th amount. */
static size_t share_group(const struct plumb_item *first)
{
    size_t n = 1;
    const struct plumb_passage *passage = first->passage;
    while (first->index + n < passage->count && n < RUN_MAX) {
        const struct plumb_item *next = first + n;
        struct plumb_str gap = plumb_text_between(next - 1, next);
        if (!plumb_is_rate(next->fact) ||
            !(plumb_str_equal(gap, PLUMB_STR("、")) || plumb_str_equal(gap, PLUMB_STR("和")) ||
              plumb_str_equal(gap, PLUMB_STR(","))))
            break;
        n++;
    }
    return n;
}

/* "A 万人，占全县总人口 W 万人的 q %": the whole is printed inside the claim. */
static bool share_of_printed(struct share_work *sw, struct plumb_item *share)
{
    struct plumb_item *whole = share - 1;
    struct plumb_claim claim;
    if (share->index == 0 || !plumb_str_starts(share->before, PLUMB_STR("的")) ||
        !plumb_is_amount(whole->fact) || !plumb_str_has(whole->before, "占"))
        return false;
    plumb_claim_begin(&claim, sw->work, PLUMB_REL_SHARE, "consistency.share", share);
    for (size_t i = whole->index; i-- > 0 && !plumb_claim_holds(&claim);) {
        struct plumb_item *part = &share->passage->items[i];
        if (part->sentence != share->sentence)
            break;
        if (!is_part(part) || !plumb_same_measure(part->fact, whole->fact))
            continue;
        if (plumb_claim_ratio(&claim, share->fact, part->fact, whole->fact,
                              "amount ÷ the whole printed between"))
            claim.subject = part->label;
    }
    if (!claim.tried)
        return false;
    claim.terms[1].role = PLUMB_ROLE_WHOLE;
    plumb_claim_push(&claim);
    remember(sw, share, whole->fact, plumb_claim_holds(&claim));
    return true;
}

static size_t one_share(struct share_work *sw, struct plumb_item *share)
{
    size_t group = share_group(share), row = plumb_share_row(sw->work, share, group);
    if (row > 0)
        return row;
    if (share_of_printed(sw, share))
        return 1;
    struct plumb_extract_work *work = sw->work;
    struct plumb_item *parts[RUN_MAX];
    struct plumb_match m;
    struct plumb_str name = PLUMB_STR("");
    size_t n = amounts_before(share, parts);
    if (finds(work, SHARE_WHOLE, share->before, &m))
        name = m.group[1];
    if (plumb_share_bracket(work, share, name))
        return 1;
    if (n == 0)
        return group;
    if (group >= 2) {
        for (size_t k = 0; k < group && n >= group; k++)
            push_share(sw, share + k, &parts[group - 1 - k], 1, name, true);
        return group;
    }
    bool direct = attached(work, share, parts[0]);
    if (direct) {
        push_share(sw, share, parts, n, name, true);
        return 1;
    }
    /* the words between name the part: "…，甲类费用占总费用的 q" */
    size_t at = m.from[0] != PLUMB_NPOS && name.ptr ? plumb_str_rfind(share->before, m.all) : 0;
    struct plumb_str subject = plumb_str_sub(share->before, 0, at == PLUMB_NPOS ? 0 : at);
    size_t cut = plumb_str_rfind(subject, PLUMB_STR(","));
    subject = cut == PLUMB_NPOS ? subject : plumb_str_sub(subject, cut + 1, subject.len);
    struct plumb_found found[4];
    size_t named = plumb_find_named(work, share, subject, parts[0]->fact, 0.8, found, 4);
    for (size_t i = 0; i < named; i++)
        if (found[i].hops <= 1 && is_part(found[i].item)) {
            push_share(sw, share, &found[i].item, 1, name, found[i].likeness >= 0.9);
            break;
        }
    return 1;
}

/* ---- shares of one whole add up to 100 % ------------------------------------------------------- */

static void push_hundred(struct plumb_extract_work *work, const struct share *const *set, size_t n)
{
    struct plumb_claim claim;
    const struct plumb_fact *parts[RUN_MAX * 4];
    struct plumb_fact hundred = *set[0]->item->fact;
    hundred.value = plumb_dec_int(1);
    hundred.ulp = (plumb_dec){0};
    hundred.scale = plumb_dec_int(1); /* not printed: no sibling of the shares */
    for (size_t i = 0; i < n; i++)
        parts[i] = set[i]->item->fact;
    struct plumb_judgement j = plumb_judge_sum(&hundred, parts, NULL, n);
    if (j.verdict != PLUMB_VERDICT_CONSISTENT)
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
    struct plumb_term terms[RUN_MAX * 4];
    for (size_t i = 0; i < n; i++)
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, parts[i]);
    claim.unit = PLUMB_UNIT_FRACTION;
    claim.subject = set[0]->item->label;
    claim.declared = false;
    plumb_claim_try(&claim, &j, terms, n, "shares of one whole add up to 100 %", NULL);
    plumb_claim_push(&claim);
}

static void add_up_shares(struct share_work *sw)
{
    for (size_t i = 0; i < sw->count; i++) {
        const struct share *set[RUN_MAX * 4];
        size_t n = 0;
        bool first = true;
        for (size_t k = 0; k < sw->count && n < RUN_MAX * 4; k++) {
            const struct share *a = &sw->shares[i], *b = &sw->shares[k];
            bool same = a->whole && b->whole && a->whole->value.v == b->whole->value.v &&
                        a->item->depth == b->item->depth;
            if (same && k < i)
                first = false;
            if (same)
                set[n++] = b;
        }
        if (first && n >= 2)
            push_hundred(sw->work, set, n);
    }
}

void plumb_relate_shares(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct share_work sw = {.work = work};
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count;) {
            struct plumb_item *item = &passage->items[i];
            if (item->use == PLUMB_USE_RATE || item->use == PLUMB_USE_SHARE)
                plumb_share_in_front(work, item);
            bool head = item->use == PLUMB_USE_SHARE && item->fact->unit != PLUMB_UNIT_MULTIPLE;
            i += head ? one_share(&sw, item) : 1;
        }
    }
    add_up_shares(&sw);
}
