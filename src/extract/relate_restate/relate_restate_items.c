/* An account item under its heading, "…职业年金缴费支出（项）。年初预算为 A，支出决算为 B", told again under
 * its own name further on: "职业年金缴费支出决算 B". DOMAIN §3. */
#include "extract/relate_restate/restate_int.h"

/* "支出决算", "年初预算": a number that its item alone tells apart. */
static bool is_of_item(const struct telling *t)
{
    return t->item && t->fact->item.len > 0 && t->fact->unit == PLUMB_UNIT_YUAN &&
           t->item->use == PLUMB_USE_PLAIN &&
           (t->fact->stage == PLUMB_STAGE_EXECUTED || t->fact->stage == PLUMB_STAGE_INITIAL) &&
           plumb_restate_is_generic(plumb_name_without_stage(t->core)) &&
           !plumb_restate_is_trivial(t);
}

/* Names that long are names of one account, not words that many things share. */
enum { NAME_LEAST = 18 };

static bool names_item(struct restate_work *r, const struct telling *t, const struct telling *own)
{
    if (!t->item || t == own || !t->item->own_label || t->item->use != PLUMB_USE_PLAIN ||
        t->fact->unit != PLUMB_UNIT_YUAN || t->fact->stage != own->fact->stage ||
        t->year != own->year || t->fact->item.len > 0)
        return false;
    struct plumb_str name = plumb_name_without_stage(plumb_label_core(r->work, own->fact->item));
    return name.len >= NAME_LEAST && plumb_str_equal(plumb_name_without_stage(t->core), name);
}

/* Told of several parts of the same item (two units, two funds) the name is no name of one amount. */
static bool is_told_once(const struct restate_work *r, const struct telling *own)
{
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++)
        n += is_of_item(&r->tellings[i]) && r->tellings[i].fact->stage == own->fact->stage &&
             plumb_str_equal(r->tellings[i].fact->item, own->fact->item);
    return n == 1;
}

void plumb_restate_items(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *own = &r->tellings[i];
        if (!is_of_item(own) || r->linked[own->fact->id] || !is_told_once(r, own))
            continue;
        for (size_t k = 0; k < r->count; k++) {
            const struct telling *b = &r->tellings[k];
            if (names_item(r, b, own) && b->fact->value.v != own->fact->value.v)
                plumb_restate_push(r, own, b, true, 0.75, "the same account item");
        }
    }
}
