/* Shares in prose: 占…比重, 占比, "分别占 a、b、c". Readings: which amount (or which run of amounts)
 * is the part, which amount in scope is the whole. DOMAIN §1.5. */
#include "extract/relate_rate/relate_share.h"

static const char *const sources[] = {
    [SHARE_WHOLE] =
        ("占(?:到|了|其|全部|整个|同期|当年|本年度?|全年)?([^,;:、()]*?)的?"
         "(?:比重|比例|比率|百分比|份额|比)?(?:分别)?(?:为|达到|达|约|是|仅|近|超|:|的)*$"),
    /* nothing but marks and brackets between the number and 占: the number is the part */
    [SHARE_DIRECT] = "^(?:\\([^()]*\\)|[,;、)(\"”“:]|约|共|均|各|分别|所|其|只|仅|支出|人数)*$",
    [SHARE_LIST_HEAD] = "其中|包括|主要用于|用于以下|分别(?:为|是)|构成|^中,|\\((?![^()]*\\))",
};
const struct plumb_pattern_list plumb_patterns_share = {"share", sources, PLUMB_COUNT(sources)};

#define RUN_MAX 8

/* What is known of one printed share after it was judged. */
struct share {
    struct plumb_item *item;
    const struct plumb_fact *whole;
    const struct plumb_fact *part; /* NULL when several amounts together are the part */
    bool holds;
    bool counted;   /* in a set that makes 100 % */
    size_t doubted; /* its relation + 1 when it is only doubted that this is its whole, else 0 */
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
        if (plumb_share_is_part(item) && (n == 0 || plumb_same_measure(item->fact, out[0]->fact)))
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

/* "A 万元，比上年增长 q%，占…": between the amount and its share stand only its changes. */
static bool tells_change(const struct plumb_item *amount, const struct plumb_item *share)
{
    for (const struct plumb_item *item = amount + 1; item < share; item++)
        if (item->use != PLUMB_USE_GROWTH && item->use != PLUMB_USE_DELTA &&
            item->fact->kind != PLUMB_FACT_YEAR)
            return false;
    return share > amount + 1 && amount->passage == share->passage &&
           amount->sentence == share->sentence;
}

static bool attached(struct plumb_extract_work *work, const struct plumb_item *share,
                     const struct plumb_item *amount)
{
    struct plumb_match m;
    /* behind another share of the same amount only what stands between the two counts */
    const struct plumb_item *from = amount;
    if (share[-1].use == PLUMB_USE_SHARE || tells_change(amount, share))
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

/* "门诊 A 人次，住院 B 人次；其中异地就医 C 人次，占住院人次的 q%": C ÷ A may be q, but the words name B beside it. */
static bool is_other_side(struct plumb_extract_work *work, const struct plumb_item *share,
                          const struct plumb_share_wholes *w, size_t i)
{
    return i > 0 && w->named > 0 && w->likeness[0] >= 0.85 &&
           w->items[0]->passage == share->passage && w->items[0]->sentence == share->sentence &&
           plumb_names_oppose(work, w->items[0]->core, w->items[i]->core);
}

/* "采购总额 W，其中：货物 A。合同金额 C，占采购总额的 100%": that C equals A says nothing when the words name W, in the
 * same paragraph, and W is another number. */
static bool is_idle_reading(const struct plumb_item *share, const struct plumb_fact *part,
                            const struct plumb_share_wholes *w, size_t i)
{
    return i > 0 && w->named > 0 && w->likeness[0] >= 0.9 && w->likeness[i] < 0.9 &&
           w->items[0]->passage == share->passage && share->fact->value.v == PLUMB_DEC_ONE &&
           w->items[i]->fact->value.v == part->value.v;
}

static const struct plumb_fact *judge_share(struct plumb_claim *claim,
                                            const struct plumb_item *share,
                                            struct plumb_item *const *parts, size_t n,
                                            const struct plumb_share_wholes *w)
{
    const struct plumb_fact *kept = NULL;
    size_t run = run_length(parts, n);
    for (size_t i = 0; i < w->count; i++) {
        const struct plumb_fact *whole = w->items[i]->fact;
        const char *reading = i < w->named ? "amount ÷ named whole" : "amount ÷ another total";
        if (is_idle_reading(share, parts[0]->fact, w, i) || is_other_side(claim->work, share, w, i))
            continue;
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
                     const struct plumb_fact *part, bool holds)
{
    struct share *share = PLUMB_PUSH(sw->work->arena, sw->shares, sw->count, sw->capacity);
    *share = (struct share){item, whole, part, holds, false, 0};
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

/* "播种面积 W 万亩，粮食作物 A 万亩，占 q%": two amounts of the measure in the sentence, the larger first, and a rate that is
 * one slip off theirs. */
static bool is_slip_of_pair(const struct plumb_claim *claim, const struct plumb_item *share,
                            const struct plumb_item *part, const struct plumb_fact *whole)
{
    size_t amounts = 0;
    bool found = false;
    for (size_t i = 0; i < share->passage->count; i++) {
        const struct plumb_item *item = &share->passage->items[i];
        if (item->sentence != share->sentence || !plumb_is_amount(item->fact) ||
            !plumb_same_measure(item->fact, part->fact))
            continue;
        amounts++;
        found = found || (item->fact == whole && item->index < part->index);
    }
    return found && amounts == 2 && claim->best.verdict == PLUMB_VERDICT_INCONSISTENT &&
           part->fact->value.v < whole->value.v && share->fact->text.len >= 4 &&
           plumb_one_slip(share->fact, claim->best.expected);
}

static void push_share(struct share_work *sw, struct plumb_item *share,
                       struct plumb_item *const *parts, size_t n, struct plumb_str name, bool sure)
{
    struct plumb_extract_work *work = sw->work;
    struct plumb_claim claim;
    struct plumb_share_wholes w;
    bool named = plumb_utf8_count(name) >= 2;
    plumb_share_find_wholes(work, share, name, parts[0], &w);
    plumb_claim_begin(&claim, work, PLUMB_REL_SHARE, "consistency.share", share);
    claim.subject = parts[0]->label;
    const struct plumb_fact *whole = judge_share(&claim, share, parts, n, &w);
    settle_plug(&claim, share);
    double likeness = w.named > 0 ? w.likeness[0] : 0;
    if (!named && sure && whole && is_slip_of_pair(&claim, share, parts[0], whole))
        likeness = 1; /* no other amount is printed that it could be a share of */
    else if (w.named == 0 || !sure)
        doubt(&claim, "the whole of this share is not printed nearby", "未找到该占比的总额");
    else if (named && likeness < 0.75)
        doubt(&claim, "it is not certain which number is the whole", "无法确定该占比的总额");
    claim.confidence = sure && likeness >= 0.9 ? 0.95 : 0.8;
    const struct plumb_relation *relation = plumb_claim_push(&claim);
    bool single = !claim.tried || claim.term_count == 2;
    remember(sw, share, whole, single ? parts[0]->fact : NULL,
             claim.tried && plumb_claim_holds(&claim));
    if (relation && relation->verdict == PLUMB_VERDICT_UNTESTABLE && w.named == 0 && sure)
        sw->shares[sw->count - 1].doubted = (size_t)(relation - work->relations) + 1;
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
        if (!plumb_share_is_part(part) || !plumb_same_measure(part->fact, whole->fact))
            continue;
        if (plumb_claim_ratio(&claim, share->fact, part->fact, whole->fact,
                              "amount ÷ the whole printed between"))
            claim.subject = part->label;
    }
    if (!claim.tried)
        return false;
    claim.terms[1].role = PLUMB_ROLE_WHOLE;
    plumb_claim_push(&claim);
    remember(sw, share, whole->fact, NULL, plumb_claim_holds(&claim));
    return true;
}

/* "授予中小企业合同金额 A。货物采购授予中小企业合同金额占货物支出的 q": the subject is a part of the amount, printed nowhere. */
static bool is_part_of(struct plumb_extract_work *work, struct plumb_str subject,
                       const struct plumb_item *amount)
{
    struct plumb_str core = plumb_label_core(work, subject);
    return amount->core.len > 0 && plumb_str_ends(core, amount->core) &&
           plumb_utf8_count(core) >= plumb_utf8_count(amount->core) + 2;
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
    bool told = finds(work, SHARE_WHOLE, share->before, &m);
    if (told)
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
    size_t at = told ? plumb_str_rfind(share->before, m.all) : 0;
    struct plumb_str subject = plumb_str_sub(share->before, 0, at == PLUMB_NPOS ? 0 : at);
    size_t cut = plumb_str_rfind(subject, PLUMB_STR(","));
    subject = cut == PLUMB_NPOS ? subject : plumb_str_sub(subject, cut + 1, subject.len);
    struct plumb_found found[4];
    size_t named = plumb_find_named(work, share, subject, parts[0]->fact, 0.8, found, 4);
    if (named == 0)
        named = plumb_find_ending(work, share, subject, parts[0]->fact, found, 4);
    for (size_t i = 0; i < named; i++)
        if (found[i].hops <= 1 && plumb_share_is_part(found[i].item) &&
            !is_part_of(work, subject, found[i].item)) {
            push_share(sw, share, &found[i].item, 1, name, found[i].likeness >= 0.9);
            break;
        }
    return 1;
}

/* ---- shares of one whole add up to 100 % ------------------------------------------------------- */

/* Is `part` already known as one of n numbers or more that make `whole`? */
static bool sum_known(const struct plumb_extract_work *work, const struct plumb_fact *whole,
                      const struct plumb_fact *part, size_t n)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, part, &at)) != NULL;) {
        if (r->kind != PLUMB_REL_SUM || r->stated.fact != whole->id || r->operand_count < n)
            continue;
        for (size_t k = 0; k < r->operand_count; k++)
            if (r->operands[k].fact == part->id)
                return true;
    }
    return false;
}

/* Does another share of the paragraph hold of this one's whole? */
static bool has_sibling(const struct share *own, const struct share *other)
{
    return other->holds && other->part && other->whole == own->whole && other->part != own->part &&
           other->item->passage == own->item->passage;
}

/* With the parts of its siblings, what this is a share of makes the whole to the last digit. */
static bool fills_whole(const struct share_work *sw, const struct share *own)
{
    plumb_dec sum = own->part->value;
    for (size_t k = 0; k < sw->count; k++)
        if (has_sibling(own, &sw->shares[k]))
            sum = plumb_dec_add(sum, sw->shares[k].part->value);
    return sum.v == own->whole->value.v && sum.v != own->part->value.v;
}

static bool is_part_like_sibling(const struct share_work *sw, const struct share *own)
{
    if (!sum_known(sw->work, own->whole, own->part, 2))
        return false;
    for (size_t k = 0; k < sw->count; k++)
        if (has_sibling(own, &sw->shares[k]) &&
            sum_known(sw->work, own->whole, sw->shares[k].part, 2))
            return true;
    return false;
}

/* A share whose whole the words do not name, beside shares that hold of a whole of which its amount is a
 * part like theirs: it is of that whole, too. */
static void settle_by_siblings(struct share_work *sw)
{
    for (size_t i = 0; i < sw->count; i++) {
        const struct share *own = &sw->shares[i];
        if (!own->doubted || !own->part || !own->whole ||
            (!is_part_like_sibling(sw, own) && !fills_whole(sw, own)))
            continue;
        struct plumb_relation *relation = &sw->work->relations[own->doubted - 1];
        relation->verdict = PLUMB_VERDICT_INCONSISTENT;
        relation->reason = relation->reason_zh = NULL;
    }
}

/* Shares that make 100 % are of parts that make the whole, wherever that is printed ("货物、工程、服务
 * 规模分别为 a、b、c，占全国规模的 p、q、r"). */
static void push_whole(struct plumb_extract_work *work, struct share *const *set, size_t n)
{
    const struct plumb_fact *parts[RUN_MAX * 4], *whole = set[0]->whole;
    struct plumb_claim claim;
    for (size_t i = 0; i < n; i++) {
        if (!set[i]->part || !set[i]->holds || !plumb_same_measure(set[i]->part, whole))
            return;
        parts[i] = set[i]->part;
    }
    if (sum_known(work, whole, parts[0], n))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum",
                      plumb_prose_get(work)->of_fact[whole->id]);
    plumb_claim_sum(&claim, whole, parts, NULL, n, "parts whose shares make 100 %");
    claim.confidence = 0.8;
    plumb_claim_push(&claim);
}

static bool push_hundred(struct plumb_extract_work *work, struct share *const *set, size_t n)
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
        return false;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
    struct plumb_term terms[RUN_MAX * 4];
    for (size_t i = 0; i < n; i++)
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, parts[i]);
    claim.unit = PLUMB_UNIT_FRACTION;
    claim.subject = set[0]->item->label;
    claim.declared = false;
    plumb_claim_try(&claim, &j, terms, n, "shares of one whole add up to 100 %", NULL);
    plumb_claim_push(&claim);
    push_whole(work, set, n);
    return true;
}

/* How far a set of shares of one whole is looked for: a whole may be divided several times. */
enum set_scope { SET_DOCUMENT, SET_PASSAGE, SET_SENTENCE, SET_ROW, SET_SCOPES };

static bool same_set(const struct share *a, const struct share *b, enum set_scope scope)
{
    const struct plumb_item *x = a->item, *y = b->item;
    if (!a->whole || !b->whole || a->whole->value.v != b->whole->value.v || x->depth != y->depth)
        return false;
    if (scope >= SET_PASSAGE && x->passage != y->passage)
        return false;
    if (scope >= SET_SENTENCE && x->sentence != y->sentence)
        return false;
    for (size_t i = x->index; scope == SET_ROW && i < y->index; i++)
        if (!plumb_is_rate(x->passage->items[i].fact) || x->passage->items[i + 1].before.len > 3)
            return false;
    return true;
}

static void add_up_shares(struct share_work *sw)
{
    for (size_t i = 0; i < sw->count; i++)
        for (enum set_scope scope = SET_DOCUMENT; scope < SET_SCOPES; scope++) {
            struct share *set[RUN_MAX * 4];
            size_t n = 0;
            bool first = !sw->shares[i].counted;
            for (size_t k = 0; k < sw->count && n < RUN_MAX * 4 && first; k++) {
                bool same = k < i ? same_set(&sw->shares[k], &sw->shares[i], scope)
                                  : same_set(&sw->shares[i], &sw->shares[k], scope);
                first = !same || k >= i;
                if (same)
                    set[n++] = &sw->shares[k];
            }
            if (!first || n < 2 || !push_hundred(sw->work, set, n))
                continue;
            for (size_t k = 0; k < n; k++)
                set[k]->counted = true;
        }
}

/* Two parts that exclude each other cannot make more than their whole, printed or not ("基本支出…，占支出的
 * 84 %", "项目支出…，占支出的 20 %"). */
static void over_hundred(struct share_work *sw)
{
    const struct plumb_prose *prose = plumb_prose_get(sw->work);
    for (size_t i = 1; i < sw->count; i++)
        for (size_t k = i; k-- > 0 && i - k <= 8;) {
            const struct share *a = &sw->shares[k], *b = &sw->shares[i];
            if (a->holds || b->holds || !a->part || !b->part || a->part == b->part ||
                a->item->passage->section != b->item->passage->section ||
                plumb_utf8_count(a->item->core) < 4 ||
                !plumb_str_equal(a->item->core, b->item->core) ||
                !plumb_names_oppose(sw->work, prose->of_fact[a->part->id]->core,
                                    prose->of_fact[b->part->id]->core))
                continue;
            plumb_dec sum = plumb_dec_add(a->item->fact->value, b->item->fact->value);
            if (sum.v <= PLUMB_DEC_ONE + PLUMB_DEC_ONE / 200)
                continue;
            struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                        .expected = sum,
                                        .low = sum,
                                        .high = sum,
                                        .reason = "two parts of one whole have more than 100 %",
                                        .reason_zh = "同一总额的两个分项占比之和超过100%"};
            j.gap = plumb_dec_sub(sum, plumb_dec_int(1));
            struct plumb_term term = plumb_term_fact(sw->work, PLUMB_ROLE_OTHER, a->item->fact);
            struct plumb_claim claim;
            plumb_claim_begin(&claim, sw->work, PLUMB_REL_BOUND, "consistency.bound", b->item);
            claim.confidence = 0.8;
            plumb_claim_try(&claim, &j, &term, 1, "two shares together at most 100 %",
                            plumb_arena_printf(sw->work->arena, "%s + %s > 100%%",
                                               plumb_fact_text(sw->work, a->item->fact),
                                               plumb_fact_text(sw->work, b->item->fact)));
            plumb_claim_push(&claim);
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
    settle_by_siblings(&sw);
    add_up_shares(&sw);
    over_hundred(&sw);
}
