/* Points told head by head, with the overall score in a paragraph above or below: "(一)产出指标（权重占比50%，折算得分
 * 47.5分）… 综合得分95.5分". The heads are numbered from one, so none is missing. DOMAIN §3. */
#include "extract/relate_sum/relate_sum.h"

#define HEADS_MAX PLUMB_SUM_LIST_MAX
#define REACH 4 /* paragraphs between the heads and the overall score */

struct heads {
    struct plumb_item *points[HEADS_MAX];
    size_t count;
    size_t first, last; /* passages */
    bool weighted;      /* all of them say 折算得分 */
};

static bool is_points(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_SCORE && plumb_is_quantity(item->fact) &&
           PLUMB_ENDS(item->before, "得分", "得分为", "得分:", "得", "实得") &&
           !PLUMB_HAS(item->before, "满分", "应得", "综合", "总得分");
}

/* The one score of a numbered paragraph; a converted one counts before the raw one. */
static struct plumb_item *points_of(struct plumb_passage *passage, bool *weighted)
{
    struct plumb_item *found = NULL;
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        bool converted = PLUMB_ENDS(item->before, "折算得分", "折算得分为", "折算后得分");
        if (!is_points(item))
            continue;
        if (converted) {
            *weighted = true;
            return item;
        }
        if (found)
            return NULL;
        found = item;
    }
    return found;
}

static bool read_heads(struct plumb_prose *prose, size_t p, struct heads *out)
{
    struct plumb_passage *first = &prose->passages[p];
    size_t converted = 0;
    *out = (struct heads){.first = p};
    if (first->list_number != 1)
        return false;
    for (; p < prose->count && out->count < HEADS_MAX; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        bool weighted = false;
        if (passage->list_kind != first->list_kind || passage->list_number != (int)out->count + 1)
            break;
        struct plumb_item *points = points_of(passage, &weighted);
        if (!points)
            return false;
        converted += weighted;
        out->points[out->count++] = points;
        out->last = p;
    }
    out->weighted = converted == out->count;
    return out->count >= 2;
}

static bool is_overall(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_SCORE && plumb_is_quantity(item->fact) &&
           PLUMB_HAS(item->before, "综合得分", "总得分", "总分", "评价得分", "自评得分", "评价分",
                     "最终得分") &&
           !PLUMB_HAS(item->before, "满分", "总分值");
}

static const struct plumb_item *overall_in(const struct plumb_passage *passage, size_t from)
{
    for (size_t i = from; i < passage->count; i++)
        if (is_overall(&passage->items[i]))
            return &passage->items[i];
    return NULL;
}

/* Behind the last head, below the heads, above them: the nearest. */
static const struct plumb_item *overall(const struct plumb_prose *prose, const struct heads *heads)
{
    const struct plumb_item *last = heads->points[heads->count - 1];
    const struct plumb_item *found = overall_in(last->passage, last->index + 1);
    for (size_t step = 1; step <= REACH && !found; step++) {
        if (heads->last + step < prose->count)
            found = overall_in(&prose->passages[heads->last + step], 0);
        if (!found && heads->first >= step)
            found = overall_in(&prose->passages[heads->first - step], 0);
    }
    return found;
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

static void judge(struct plumb_extract_work *work, const struct heads *heads)
{
    const struct plumb_item *total = overall(work->prose, heads);
    const struct plumb_fact *parts[HEADS_MAX];
    struct plumb_claim claim;
    if (!total || is_stated(work, total->fact))
        return;
    for (size_t i = 0; i < heads->count; i++)
        parts[i] = heads->points[i]->fact;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "score.total", total);
    plumb_claim_sum(&claim, total->fact, parts, NULL, heads->count, "the points of the heads");
    /* raw points may be weighted out of sight; a slip is a slip */
    if (!plumb_claim_holds(&claim) && !heads->weighted &&
        !plumb_one_slip(total->fact, claim.best.expected))
        return;
    claim.confidence = heads->weighted ? 0.85 : 0.7;
    plumb_claim_push(&claim);
}

void plumb_relate_score_heads(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct heads *heads = plumb_arena_alloc(work->arena, sizeof *heads);
    for (size_t p = 0; p < prose->count; p++)
        if (prose->passages[p].list_number == 1 && read_heads(prose, p, heads)) {
            judge(work, heads);
            p = heads->last;
        }
}
