/* A number in the text and the cell of a table that bears its name, a slip apart: "城乡居民养老保险 168 352 人" beside
 * a line 城乡居民养老保险 of 168 532. One swap in four digits or more, under one name and for one year, is no
 * chance; what is more than a slip apart may be two things. */
#include "extract/relate/relate_slip.h"
#include "extract/relate_restate/restate_int.h"

#include <string.h>

enum { DIGITS_MIN = 4 };

static bool is_done(enum plumb_stage stage)
{
    return stage == PLUMB_STAGE_NONE || stage == PLUMB_STAGE_EXECUTED ||
           stage == PLUMB_STAGE_ACTUAL;
}

static bool can_slip(const struct telling *t)
{
    return t->digits >= DIGITS_MIN && plumb_is_amount(t->fact) &&
           t->fact->comparator == PLUMB_CMP_NONE && is_done(t->fact->stage) && !t->generic &&
           t->fact->until.len == 0 &&
           (t->item ? t->item->use == PLUMB_USE_PLAIN && t->item->own_label
                    : t->fact->row != PLUMB_NPOS);
}

/* A name of three characters is borne by many lines, unless the catalogue knows it. */
static bool one_name(struct plumb_extract_work *work, const struct telling *a,
                     const struct telling *b)
{
    if (a->fact->indicator && b->fact->indicator)
        return strcmp(a->fact->indicator, b->fact->indicator) == 0;
    return plumb_utf8_count(a->core) >= 4 && plumb_utf8_count(b->core) >= 4 &&
           plumb_name_likeness(a->core, b->core) >= 0.9 &&
           !plumb_names_oppose(work, a->core, b->core);
}

/* What only one of the two says about its scope, its name, which both bear, may leave out. */
static bool may_agree(struct plumb_str text, struct plumb_str cell)
{
    return text.len == 0 || cell.len == 0 || plumb_str_equal(text, cell);
}

/* A form's item may be its caption; only a project that the text speaks of tells the two apart. */
static bool one_scope(const struct telling *text, const struct telling *cell)
{
    return text->year == cell->year && may_agree(text->fact->population, cell->fact->population) &&
           (text->fact->item.len == 0 || plumb_str_equal(text->fact->item, cell->fact->item));
}

struct cells {
    struct restate_work *r;
    const struct telling *const *tellings;
};

static bool may_pair(const void *context, size_t i, size_t k)
{
    const struct cells *cells = context;
    const struct telling *a = cells->tellings[i], *b = cells->tellings[k];
    if (!a->item == !b->item || a->fact->value.v == b->fact->value.v)
        return false;
    const struct telling *text = a->item ? a : b, *cell = a->item ? b : a;
    return plumb_same_measure(a->fact, b->fact) && one_scope(text, cell) &&
           plumb_one_slip(a->fact, b->fact->value) && one_name(cells->r->work, a, b);
}

/* Two lines of the name in one table are years or places of it: which the text tells is not known. */
static bool told_of_another_cell(const struct restate_work *r, const struct telling *text,
                                 const struct telling *cell)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *other = &r->tellings[i];
        if (!other->item && other != cell && other->fact->value.v == text->fact->value.v &&
            plumb_same_measure(other->fact, text->fact) && one_name(r->work, other, text))
            return true;
    }
    return false;
}

void plumb_restate_cells(struct restate_work *r)
{
    const struct telling **tellings =
        plumb_arena_array(r->work->arena, r->count + 1, sizeof *tellings);
    const struct plumb_fact **facts =
        plumb_arena_array(r->work->arena, r->count + 1, sizeof *facts);
    size_t count = 0, texts = 0;
    for (size_t i = 0; i < r->count; i++)
        if (can_slip(&r->tellings[i])) {
            texts += r->tellings[i].item != NULL;
            facts[count] = r->tellings[i].fact;
            tellings[count++] = &r->tellings[i];
        }
    if (texts == 0 || texts == count)
        return;
    struct cells cells = {r, tellings};
    struct plumb_slip_pair *pairs = NULL;
    size_t pair_count = plumb_slip_pairs(r->work, facts, count, may_pair, &cells, &pairs);
    for (size_t p = 0; p < pair_count; p++) {
        const struct telling *a = tellings[pairs[p].first], *b = tellings[pairs[p].second];
        const struct telling *text = a->item ? a : b, *cell = a->item ? b : a;
        if ((r->linked[a->fact->id] && r->linked[b->fact->id]) ||
            !may_pair(&cells, pairs[p].first, pairs[p].second) ||
            told_of_another_cell(r, text, cell))
            continue;
        plumb_restate_push(r, text, cell, true, 0.75,
                           "the table's line of that name, a slip apart");
        r->linked[a->fact->id] = r->linked[b->fact->id] = true;
    }
}
