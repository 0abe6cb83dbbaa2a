/* A project's amount in the text and in its own table. */
#include "extract/relate_restate/restate_int.h"

static bool is_amount_row(const struct plumb_fact *fact)
{
    return fact->row != PLUMB_NPOS && fact->unit == PLUMB_UNIT_YUAN && fact->item.len > 0 &&
           (PLUMB_HAS(fact->label, "资金总额", "年度资金", "财政拨款", "预算数", "执行数",
                      "项目资金") ||
            PLUMB_HAS(fact->head, "预算数", "执行数"));
}

/* Amount rows of project forms, with the project's name ready for comparing. */
struct project_cell {
    const struct telling *telling;
    struct plumb_str core;
};

struct project_cells {
    struct project_cell *items;
    size_t count, capacity;
};

static struct project_cells project_cells(struct restate_work *r)
{
    struct project_cells cells = {0};
    struct plumb_str name = PLUMB_STR(""), core = PLUMB_STR("");
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *t = &r->tellings[i];
        if (t->item || !is_amount_row(t->fact))
            continue;
        if (!plumb_str_equal(t->fact->item, name)) {
            name = t->fact->item;
            core = plumb_label_core(r->work, name);
        }
        *PLUMB_PUSH(r->work->arena, cells.items, cells.count, cells.capacity) =
            (struct project_cell){t, core};
    }
    return cells;
}

static void link_project(struct restate_work *r, const struct project_cells *cells,
                         const struct telling *t)
{
    const struct telling *first = NULL;
    double best = 0.7;
    struct plumb_str name = PLUMB_STR("");
    for (size_t i = 0; i < cells->count; i++) {
        const struct telling *cell = cells->items[i].telling;
        if (i > 0 && plumb_str_equal(cells->items[i].core, cells->items[i - 1].core))
            continue;
        double likeness = plumb_name_likeness(t->core, cells->items[i].core);
        if (likeness > best) {
            best = likeness;
            first = cell;
            name = cell->fact->item;
        }
    }
    if (!first || t->fact->block == first->fact->block)
        return;
    for (size_t i = 0; i < cells->count; i++) {
        const struct telling *cell = cells->items[i].telling;
        if (!plumb_str_equal(cell->fact->item, name))
            continue;
        struct plumb_judgement j = plumb_judge_same(t->fact, cell->fact);
        if (j.verdict == PLUMB_VERDICT_CONSISTENT) {
            plumb_restate_push(r, cell, t, true, 0.85, "the project's own table");
            return;
        }
    }
    plumb_restate_push(r, t, first, best > 0.8, 0.8, "the project's own table");
}

void plumb_restate_projects(struct restate_work *r)
{
    struct project_cells cells = project_cells(r);
    for (size_t i = 0; i < r->count && cells.count > 0; i++) {
        const struct telling *t = &r->tellings[i];
        if (t->item && t->fact->unit == PLUMB_UNIT_YUAN && t->item->own_label &&
            t->item->use == PLUMB_USE_PLAIN && plumb_utf8_count(t->core) >= 6)
            link_project(r, &cells, t);
    }
}
