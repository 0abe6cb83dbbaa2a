/* Parts that names and layout set side by side without a word for the sum: 第一产业 A …；第二产业 B …。第三产业 C, one
 * paragraph a level ("省级 6 项，投资 a…", "市级 5 项，投资 b…"), 中央 a … 地方 b below 全国 W. Such sums support; only
 * ordinals under 其中 and what is told like the 其中 in front may fail, and only by a slip. */
#include "extract/relate_sum/relate_sum.h"

#define PARTS_MAX 12
#define PARAGRAPHS_MAX 6

static size_t digits_of(const struct plumb_fact *fact)
{
    size_t n = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        n += fact->text.ptr[i] >= '0' && fact->text.ptr[i] <= '9';
    return n;
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *total)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, total, &at)) != NULL;)
        if (r->kind == PLUMB_REL_SUM && r->stated.fact == total->id &&
            r->verdict == PLUMB_VERDICT_CONSISTENT)
            return true;
    return false;
}

/* Pushes the sum when it holds. */
static bool support(struct plumb_extract_work *work, const struct plumb_item *total,
                    const struct plumb_fact *const *parts, size_t n, const char *reading)
{
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", total);
    plumb_claim_sum(&claim, total->fact, parts, NULL, n, reading);
    if (claim.best.verdict != PLUMB_VERDICT_CONSISTENT)
        return false;
    claim.declared = false;
    claim.confidence = 0.65;
    plumb_claim_push(&claim);
    return true;
}

/* ---- 第一 …, 第二 …, 第三 … ---------------------------------------------------------------------- */

/* Which ordinal the words in front of a number begin its name with (0 none); *rest is the name behind. */
static int ordinal_of(const struct plumb_item *item, struct plumb_str *rest)
{
    static const char *const ordinals[] = {"第一", "第二", "第三", "第四", "第五"};
    int found = 0;
    size_t best = 0;
    for (size_t i = 0; i < PLUMB_COUNT(ordinals); i++) {
        size_t at = plumb_str_rfind(item->before, plumb_str_from(ordinals[i]));
        if (at == PLUMB_NPOS || (found && at < best))
            continue;
        best = at;
        found = (int)i + 1;
    }
    if (found)
        *rest = plumb_str_sub(item->before, best + 6, item->before.len);
    return found;
}

/* Numbers named 第一X, 第二X, … from `first` on, whatever stands between them in the paragraph. */
static size_t ordinal_row(struct plumb_item *first, struct plumb_item *out[PARTS_MAX])
{
    struct plumb_passage *passage = first->passage;
    struct plumb_str name = {0}, rest = {0};
    size_t n = 0;
    if (ordinal_of(first, &name) != 1)
        return 0;
    out[n++] = first;
    for (size_t i = first->index + 1; i < passage->count && n < PARTS_MAX; i++) {
        struct plumb_item *item = &passage->items[i];
        int ordinal = item->fact->unit == first->fact->unit ? ordinal_of(item, &rest) : 0;
        if (ordinal == 1 && plumb_name_likeness(rest, name) >= 0.7)
            break;
        if (ordinal == (int)n + 1 && item->use == first->use &&
            plumb_name_likeness(rest, name) >= 0.7)
            out[n++] = item;
    }
    return n;
}

/* "37 人次…。第一次 11 人，第二次 15 人": who came is counted once each time. */
static bool may_be_whole(const struct plumb_item *whole, const struct plumb_fact *part)
{
    if (plumb_sum_can_add(whole, part))
        return true;
    return part->unit == PLUMB_UNIT_PERSON && whole->fact->unit == PLUMB_UNIT_PERSON_TIMES &&
           plumb_sum_can_add(whole, whole->fact);
}

/* Is one slip, in the whole or in a part of two digits or more, enough? */
static bool slip_explains(const struct plumb_fact *whole, plumb_dec sum,
                          const struct plumb_fact *const *parts, size_t n)
{
    if (digits_of(whole) >= 2 && plumb_one_slip(whole, sum))
        return true;
    plumb_dec gap = plumb_dec_sub(whole->value, sum);
    for (size_t i = 0; i < n; i++)
        if (digits_of(parts[i]) >= 2 &&
            plumb_one_slip(parts[i], plumb_dec_add(parts[i]->value, gap)))
            return true;
    return false;
}

static void sum_of_ordinals(struct plumb_extract_work *work, struct plumb_item *first)
{
    struct plumb_item *row[PARTS_MAX];
    const struct plumb_fact *parts[PARTS_MAX];
    size_t n = ordinal_row(first, row);
    if (n < 2 || !plumb_sum_can_add(first, first->fact))
        return;
    for (size_t i = 0; i < n; i++)
        parts[i] = row[i]->fact;
    for (size_t i = first->index, tried = 0; i-- > 0 && tried < 2;) {
        struct plumb_item *whole = &first->passage->items[i];
        if (!may_be_whole(whole, first->fact) ||
            (!whole->own_label && whole->fact->unit != PLUMB_UNIT_PERSON_TIMES))
            continue;
        tried++;
        if (is_stated(work, whole->fact) || support(work, whole, parts, n, "第一, 第二, …"))
            return;
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
        plumb_claim_sum(&claim, whole->fact, parts, NULL, n, "第一, 第二, …");
        if (n < 3 || tried > 1 || claim.best.verdict != PLUMB_VERDICT_INCONSISTENT ||
            !PLUMB_HAS(plumb_text_between(whole, first), "其中", "包括") ||
            !slip_explains(whole->fact, claim.best.expected, parts, n))
            continue;
        claim.confidence = 0.7;
        plumb_claim_push(&claim);
        return;
    }
}

/* "第一产业贡献率 a，第二产业贡献率 b，第三产业贡献率 c": shares of one thing make 100 %. */
static void shares_of_ordinals(struct plumb_extract_work *work, struct plumb_item *first)
{
    struct plumb_item *row[PARTS_MAX];
    struct plumb_term terms[PARTS_MAX];
    size_t n = ordinal_row(first, row);
    plumb_dec sum = {0}, room = {0};
    if (n < 3 || !PLUMB_HAS(first->before, "贡献率", "比重", "占比"))
        return;
    for (size_t i = 0; i < n; i++) {
        sum = plumb_dec_add(sum, row[i]->fact->value);
        room = plumb_dec_add(room, row[i]->fact->ulp);
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, row[i]->fact);
    }
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(sum, plumb_dec_int(1)));
    if (off.v > room.v / 2)
        return;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = sum,
                                .low = plumb_dec_sub(sum, room),
                                .high = plumb_dec_add(sum, room)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
    claim.declared = false;
    claim.unit = PLUMB_UNIT_FRACTION;
    claim.subject = first->label;
    claim.confidence = 0.65;
    plumb_claim_try(&claim, &j, terms, n, "shares make 100 %", NULL);
    plumb_claim_push(&claim);
}

/* ---- one part a paragraph ------------------------------------------------------------------------- */

/* The number of the paragraph, from item `from` on, that has the whole's name. */
static struct plumb_item *namesake(struct plumb_passage *passage, size_t from,
                                   const struct plumb_item *whole)
{
    struct plumb_item *best = NULL;
    double likeness = 0.7;
    for (size_t i = from; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (!plumb_sum_can_add(item, whole->fact) || !item->own_label)
            continue;
        double now = plumb_name_likeness(item->core, whole->core);
        if (now > likeness) {
            best = item;
            likeness = now;
        }
    }
    return best;
}

static void sum_of_paragraphs(struct plumb_extract_work *work, struct plumb_item *whole)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_fact *parts[PARAGRAPHS_MAX];
    size_t n = 0;
    if (!whole->own_label || whole->core.len < 6 || digits_of(whole->fact) < 3 ||
        !plumb_sum_can_add(whole, whole->fact) || whole->depth > 0 || whole->passage->is_cell ||
        is_stated(work, whole->fact))
        return;
    /* "完成投资 W。其中：" may have been joined to the first part's paragraph */
    struct plumb_item *own =
        plumb_str_has(plumb_str_sub(whole->passage->text, whole->at, whole->passage->text.len),
                      "其中:")
            ? namesake(whole->passage, whole->index + 1, whole)
            : NULL;
    if (own)
        parts[n++] = own->fact;
    for (size_t p = whole->passage->index + 1, skipped = 0;
         p < prose->count && n < PARAGRAPHS_MAX && skipped < 2; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        struct plumb_item *part = namesake(passage, 0, whole);
        if (!part && n > 0)
            break;
        if (!part) {
            skipped++;
            continue;
        }
        parts[n++] = part->fact;
        if (n >= 2 && digits_of(whole->fact) + digits_of(parts[0]) + digits_of(parts[1]) >= 8 &&
            support(work, whole, parts, n, "one part a paragraph"))
            return;
    }
}

/* ---- the sentence in front says it with 其中 --------------------------------------------------------- */

/* Items from a on and from b on, n each: the same measures in the same order, and names alike? */
static bool same_layout(const struct plumb_item *a, const struct plumb_item *b, size_t n)
{
    if (b->index + n > b->passage->count)
        return false;
    for (size_t k = 0; k < n; k++)
        if (!plumb_same_measure(a[k].fact, b[k].fact) || a[k].use != b[k].use ||
            a[k].depth != b[k].depth || plumb_name_likeness(a[k].core, b[k].core) < 0.3)
            return false;
    struct plumb_str behind = plumb_text_after(b + n - 1);
    return !PLUMB_HAS(plumb_text_between(b, b + n - 1), ";", "。", "等") &&
           !plumb_str_has(behind, "等");
}

/* "居民支付 W，其中，住院 …支付 a，门诊 …支付 b；职工支付 V，住院 …支付 c，门诊 …支付 d": told in the same
 * order, V is made up of c and d as W is of a and b. */
static void sum_told_alike(struct plumb_extract_work *work, const struct plumb_relation *model)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_item *whole = prose->of_fact[model->stated.fact];
    const struct plumb_item *row[PARTS_MAX];
    const struct plumb_fact *parts[PARTS_MAX];
    size_t n = model->operand_count;
    if (!whole || n < 2 || n > PARTS_MAX)
        return;
    for (size_t k = 0; k < n; k++) {
        row[k] = model->operands[k].fact < work->fact_count
                     ? prose->of_fact[model->operands[k].fact]
                     : NULL;
        if (!row[k] || row[k]->passage != whole->passage || row[k]->index <= whole->index ||
            (k > 0 && row[k]->index <= row[k - 1]->index))
            return;
    }
    const struct plumb_item *end = whole->passage->items + whole->passage->count;
    const struct plumb_item *second = row[n - 1] + 1;
    while (second < end && !PLUMB_HAS(plumb_text_between(second - 1, second), ";", "。"))
        second++;
    size_t length = (size_t)(second - whole);
    if (second == end || length <= n + 1 || !second->own_label ||
        !same_layout(whole, second, length) || is_stated(work, second->fact))
        return;
    for (size_t k = 0; k < n; k++)
        parts[k] = second[row[k]->index - whole->index].fact;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", second);
    plumb_claim_sum(&claim, second->fact, parts, NULL, n, "told like the sum in front");
    if (!plumb_claim_holds(&claim) && !slip_explains(second->fact, claim.best.expected, parts, n))
        return;
    claim.confidence = 0.8;
    plumb_claim_push(&claim);
}

/* ---- two sides below their whole ------------------------------------------------------------------- */

static void sum_of_sides(struct plumb_extract_work *work, struct plumb_item *a)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_item *b = NULL;
    for (size_t i = a->index + 1; i < a->passage->count && i < a->index + 4 && !b; i++)
        if (plumb_sum_can_add(&a->passage->items[i], a->fact))
            b = &a->passage->items[i];
    if (!b || !a->own_label || !b->own_label || digits_of(a->fact) + digits_of(b->fact) < 7 ||
        !plumb_names_oppose(work, a->core, b->core))
        return;
    const struct plumb_fact *parts[2] = {a->fact, b->fact};
    for (size_t back = 1; back <= 3 && back <= a->passage->index; back++) {
        struct plumb_passage *above = &prose->passages[a->passage->index - back];
        for (size_t i = 0; i < above->count; i++) {
            struct plumb_item *whole = &above->items[i];
            if (plumb_sum_can_add(whole, a->fact) && whole->own_label &&
                plumb_name_likeness(whole->core, a->core) >= 0.4 && !is_stated(work, whole->fact) &&
                support(work, whole, parts, 2, "two sides below their whole"))
                return;
        }
    }
}

void plumb_relate_parallel_sums(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t i = 0, told = work->relation_count; i < told; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->kind == PLUMB_REL_SUM && r->declared && r->verdict == PLUMB_VERDICT_CONSISTENT &&
            r->stated.fact < work->fact_count)
            sum_told_alike(work, r);
    }
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            struct plumb_item *item = &prose->passages[p].items[i];
            if (!plumb_is_quantity(item->fact))
                continue;
            if (plumb_str_has(item->before, "第一")) {
                if (item->fact->unit == PLUMB_UNIT_FRACTION)
                    shares_of_ordinals(work, item);
                else
                    sum_of_ordinals(work, item);
            }
            if (plumb_sum_can_add(item, item->fact)) {
                sum_of_paragraphs(work, item);
                sum_of_sides(work, item);
            }
        }
}
