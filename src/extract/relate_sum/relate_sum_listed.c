/* A total told by the names of its parts, which are told one by one elsewhere: "会议费、培训费和差旅费预算合计 W 万元" and
 * in another sentence "会议费 A 万元，培训费 B 万元，差旅费 C 万元". */
#include "extract/relate/relate_prose.h"
#include "extract/relate_sum/relate_listed_names.h"
#include "extract/relate_sum/relate_sum.h"

#define REACH 3 /* passages in front of and behind the total */

/* What lists the names: from the sentence's start or the last ',' to the words of the total. */
static struct plumb_str listing(const struct plumb_item *total)
{
    static const char *const ends[] = {"的", "共", "合计", "总计", "总额", "三项", "两项", "各项"};
    const struct plumb_passage *passage = total->passage;
    struct plumb_str text =
        plumb_str_sub(passage->text, passage->starts[total->sentence], total->at);
    size_t last = plumb_str_rfind(text, PLUMB_STR(PLUMB_HOLDER));
    if (last != PLUMB_NPOS) /* behind the year */
        text = plumb_str_sub(text, last + PLUMB_HOLDER_LEN, text.len);
    size_t comma = plumb_str_rfind(text, PLUMB_STR(","));
    text = comma == PLUMB_NPOS ? text : plumb_str_sub(text, comma + 1, text.len);
    size_t mark = plumb_str_rfind(text, PLUMB_STR("、")), cut = text.len;
    for (size_t i = 0; mark != PLUMB_NPOS && i < PLUMB_COUNT(ends); i++) {
        size_t at = plumb_str_find(plumb_str_sub(text, mark, text.len), plumb_str_from(ends[i]));
        if (at != PLUMB_NPOS && mark + at < cut)
            cut = mark + at;
    }
    return cut < text.len ? plumb_str_sub(text, 0, cut) : PLUMB_STR("");
}

/* The one amount under the name near the total, of its year and stage; NULL when there are several. */
static const struct plumb_fact *part_named(const struct plumb_prose *prose,
                                           const struct plumb_item *total, struct plumb_str name)
{
    const struct plumb_fact *part = NULL;
    size_t own = total->passage->index;
    for (size_t p = own > REACH ? own - REACH : 0; p < prose->count && p <= own + REACH; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            if ((p == own && item->sentence == total->sentence) ||
                !plumb_sum_can_add(item, total->fact) || !plumb_is_listed(item, name) ||
                item->fact->year != total->fact->year)
                continue;
            if (part && part->value.v != item->fact->value.v)
                return NULL;
            part = part ? part : item->fact;
        }
    return part;
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *total)
{
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].kind == PLUMB_REL_SUM &&
            work->relations[i].stated.fact == total->id &&
            work->relations[i].verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *total,
                  const struct plumb_str *names, size_t n)
{
    const struct plumb_fact *parts[PLUMB_LISTED_MAX];
    for (size_t k = 0; k < n; k++) {
        parts[k] = part_named(work->prose, total, names[k]);
        for (size_t i = 0; parts[k] && i < k; i++)
            if (parts[i] == parts[k])
                return;
        if (!parts[k] || plumb_dec_cmp(parts[k]->value, total->fact->value) > 0)
            return;
    }
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", total);
    claim.confidence = 0.75;
    plumb_claim_sum(&claim, total->fact, parts, NULL, n, "the parts the total is named by");
    bool slip = plumb_one_slip(total->fact, claim.best.expected);
    plumb_dec gap = plumb_dec_sub(total->fact->value, claim.best.expected);
    for (size_t k = 0; k < n && !slip; k++)
        slip = plumb_one_slip(parts[k], plumb_dec_add(parts[k]->value, gap));
    if (plumb_claim_holds(&claim) || slip)
        plumb_claim_push(&claim);
}

void plumb_relate_listed_sums(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        struct plumb_str names[PLUMB_LISTED_MAX];
        size_t n = 0, sentence = PLUMB_NPOS;
        if (!plumb_str_has(passage->text, "、"))
            continue;
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (!plumb_sum_can_add(item, item->fact))
                continue;
            if (item->sentence != sentence) { /* the first amount's words list the names for all */
                struct plumb_str phrase = listing(item);
                n = phrase.len > 0 ? plumb_listed_names(phrase, names) : 0;
                sentence = item->sentence;
            }
            if (n >= 2 && !is_stated(work, item->fact))
                judge(work, item, names, n);
        }
    }
}
