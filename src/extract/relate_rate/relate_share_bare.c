/* Shares of one division told without amounts: "中央资金占 60%，省级资金占 25%，县级资金占 20%" make more than 100 %. Whether the
 * members exclude each other their names must say: a common last word, or words that oppose each other (男/女);
 * "女性占 52%，党员占 60%" may both be true. */
#include "extract/relate/relate_int.h"

enum { MEMBERS_MAX = 12, LAST_WORD = 6 }; /* bytes: two characters */

static bool is_share(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_FRACTION && item->use == PLUMB_USE_SHARE &&
           plumb_is_quantity(item->fact) && item->fact->comparator == PLUMB_CMP_NONE &&
           PLUMB_ENDS(item->before, "占", "占比", "占比为");
}

/* The name in front of 占, behind the last mark. */
static struct plumb_str member_of(const struct plumb_item *item)
{
    static const char *const marks[] = {",", ";", "、", "。", ":"};
    struct plumb_str name = item->before;
    size_t end = plumb_str_rfind(name, PLUMB_STR("占"));
    name = plumb_str_sub(name, 0, end == PLUMB_NPOS ? name.len : end);
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++) {
        struct plumb_str mark = plumb_str_from(marks[i]);
        size_t at = plumb_str_rfind(name, mark);
        if (at != PLUMB_NPOS)
            name = plumb_str_sub(name, at + mark.len, name.len);
    }
    return name;
}

static bool exclude_each_other(struct plumb_extract_work *work, struct plumb_str a,
                               struct plumb_str b)
{
    if (a.len < LAST_WORD || b.len < LAST_WORD || plumb_str_equal(a, b) ||
        PLUMB_HAS(a, "以上", "以下", "以内") || PLUMB_HAS(b, "以上", "以下", "以内"))
        return false;
    struct plumb_str last = plumb_str_sub(a, a.len - LAST_WORD, a.len);
    return (a.len > LAST_WORD && b.len > LAST_WORD && plumb_str_ends(b, last)) ||
           plumb_names_oppose(work, a, b);
}

/* Members from `first` on: shares that follow each other directly. */
static size_t run_from(struct plumb_extract_work *work, const struct plumb_item *first)
{
    const struct plumb_passage *passage = first->passage;
    size_t n = 1;
    while (n < MEMBERS_MAX && first->index + n < passage->count &&
           first[n].sentence == first->sentence && is_share(&first[n]) &&
           exclude_each_other(work, member_of(first), member_of(&first[n])))
        n++;
    return n;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *first, size_t n)
{
    plumb_dec sum = {0}, room = {0};
    struct plumb_term terms[MEMBERS_MAX];
    const char *text = "";
    for (size_t i = 0; i < n; i++) {
        sum = plumb_dec_add(sum, first[i].fact->value);
        room = plumb_dec_add(room, first[i].fact->ulp);
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, first[i].fact);
        text = plumb_arena_printf(work->arena, "%s%s%s", text, i > 0 ? " + " : "",
                                  plumb_fact_text(work, first[i].fact));
    }
    if (sum.v <= PLUMB_DEC_ONE + room.v / 2)
        return;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                .expected = sum,
                                .low = sum,
                                .high = sum,
                                .reason = "the parts of one whole have more than 100 %",
                                .reason_zh = "同一总额的各分项占比之和超过100%"};
    j.gap = plumb_dec_sub(sum, plumb_dec_int(1));
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", &first[n - 1]);
    claim.confidence = 0.7;
    plumb_claim_try(&claim, &j, terms, n - 1, "shares together at most 100 %",
                    plumb_arena_printf(work->arena, "%s > 100%%", text));
    plumb_claim_push(&claim);
}

void plumb_relate_shares_bare(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i + 1 < passage->count;) {
            struct plumb_item *first = &passage->items[i];
            size_t at = 0, n = 1;
            if (is_share(first) && !plumb_relation_naming(work, first->fact, &at))
                n = run_from(work, first);
            if (n >= 2)
                judge(work, first, n);
            i += n;
        }
    }
}
