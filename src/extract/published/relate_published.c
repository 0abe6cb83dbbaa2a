/* Equalities between the published tables of one report (DOMAIN §3): T1 = T2, T1 = T3, T2 = T4, T4 = T5,
 * T5 = T6, T4 = T8, T9, and the same of the budget's tables. A table whose amounts are all off by a power
 * of ten has the wrong unit, and that is said once. */
#include "extract/published/published.h"

#include <string.h>

/* ---- the equalities ---------------------------------------------------------------------------- */

#define INCOME "本年收入合计|=收入合计|=本年收入|本年收入小计"
#define SPENT "本年支出合计|=支出合计|=本年支出|本年支出小计"
#define GENERAL                                                                                    \
    "^一般公共预算财政拨款|=一般公共预算|=一般公共预算资金|=一般公共预算拨款|=一般公共预算收入"
#define FUND                                                                                                                           \
    "^政府性基金预算财政拨款|=政府性基金预算|=政府性基金|=政府性基金收入|=政府性基金预算收入|=" \
    "政府性基金预算拨款|=政府性基金预算资金"
#define STATE                                                                                                                           \
    "^国有资本经营预算财政拨款|=国有资本经营预算|=国有资本经营预算收入|=国有资本经营预算拨款|=" \
    "国有资本经营收入|=国有资本经营预算资金"
#define GENERAL_COLUMN "^一般公共预算"
#define WHOLE_COLUMN INCOME "|" SPENT "|=合计|=总计|=小计|=决算数|=金额|=本年支出"

/* stated = Σ parts; entries with the same stated place are readings of one claim. */
struct equality {
    struct plumb_place stated;
    struct plumb_place parts[PLUMB_TIE_PARTS - 1];
    size_t count;
};

static const struct equality EQUALITIES[] = {
    {{PLUMB_T2, NULL, WHOLE_COLUMN}, {{PLUMB_T1, INCOME, NULL}}, 1},
    {{PLUMB_T2, NULL, WHOLE_COLUMN}, {{PLUMB_T1, "收入总计|=总计", NULL}}, 1},
    {{PLUMB_T3, NULL, WHOLE_COLUMN}, {{PLUMB_T1, SPENT, NULL}}, 1},
    {{PLUMB_T3, NULL, WHOLE_COLUMN}, {{PLUMB_T1, "支出总计", NULL}}, 1},
    {{PLUMB_T3, NULL, WHOLE_COLUMN}, {{PLUMB_T1, "收入总计|=总计", NULL}}, 1},
    {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"},
     {{PLUMB_T1, GENERAL, NULL}, {PLUMB_T1, FUND, NULL}, {PLUMB_T1, STATE, NULL}},
     3},
    {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"}, {{PLUMB_T1, "^财政拨款", NULL}}, 1},
    {{PLUMB_T2, NULL, "=上级补助收入"}, {{PLUMB_T1, "=上级补助收入", NULL}}, 1},
    {{PLUMB_T2, NULL, "=事业收入"}, {{PLUMB_T1, "=事业收入", NULL}}, 1},
    {{PLUMB_T2, NULL, "=经营收入|=事业单位经营收入"},
     {{PLUMB_T1, "=经营收入|=事业单位经营收入", NULL}},
     1},
    {{PLUMB_T2, NULL, "=附属单位上缴收入"}, {{PLUMB_T1, "=附属单位上缴收入", NULL}}, 1},
    {{PLUMB_T2, NULL, "=其他收入"}, {{PLUMB_T1, "=其他收入", NULL}}, 1},
    {{PLUMB_T4, INCOME, NULL}, {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"}}, 1},
    {{PLUMB_T4, "收入总计", NULL}, {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"}}, 1},
    /* a budget whose appropriation table counts last year's rest in */
    {{PLUMB_T4, "收入总计", NULL},
     {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"}, {PLUMB_T2, NULL, "=上年结转|=上年结转结余"}},
     2},
    {{PLUMB_T4, GENERAL, NULL}, {{PLUMB_T1, GENERAL, NULL}}, 1},
    {{PLUMB_T4, FUND, NULL}, {{PLUMB_T1, FUND, NULL}}, 1},
    {{PLUMB_T4, STATE, NULL}, {{PLUMB_T1, STATE, NULL}}, 1},
    {{PLUMB_T5, NULL, WHOLE_COLUMN}, {{PLUMB_T4, SPENT, GENERAL_COLUMN}}, 1},
    {{PLUMB_T5, NULL, WHOLE_COLUMN}, {{PLUMB_T4, "支出总计|=总计", GENERAL_COLUMN}}, 1},
    {{PLUMB_T5, NULL, "=基本支出"},
     {{PLUMB_T6, "人员经费合计|=人员经费", NULL}, {PLUMB_T6, "公用经费合计|=公用经费", NULL}},
     2},
    {{PLUMB_T5, NULL, "=基本支出"},
     {{PLUMB_T6, "=合计|=总计|基本支出合计|=基本支出",
       "=合计|=总计|=决算数|=金额|=基本支出|=小计|=预算数"}},
     1},
    {{PLUMB_T8, NULL, "=本年支出|" SPENT}, {{PLUMB_T4, SPENT, FUND}}, 1},
    {{PLUMB_T8, NULL, "=本年支出|" SPENT}, {{PLUMB_T4, "支出总计|=总计", FUND}}, 1},
    {{PLUMB_T8, NULL, "=本年收入|" INCOME}, {{PLUMB_T4, FUND, NULL}}, 1},
    {{PLUMB_T9, NULL, "=合计|=本年支出|" SPENT}, {{PLUMB_T4, SPENT, STATE}}, 1},
    {{PLUMB_T9, NULL, "=合计|=本年支出|" SPENT}, {{PLUMB_T4, "支出总计|=总计", STATE}}, 1},
    {{PLUMB_B8, NULL, WHOLE_COLUMN}, {{PLUMB_B4, "支出总计|=总计|" SPENT, FUND}}, 1},
};

static struct plumb_place shifted(struct plumb_place place, size_t shift)
{
    if (place.kind < PLUMB_B1)
        place.kind = (enum plumb_published_kind)(place.kind + shift);
    return place;
}

/* False when a part cannot be found. An empty cell of a table that keeps its cells is zero. */
static bool read_equality(const struct plumb_tie_list *list, const struct plumb_published_set *set,
                          const struct equality *e, size_t shift, struct plumb_tie *tie)
{
    bool known = false;
    struct plumb_place stated = shifted(e->stated, shift);
    *tie = (struct plumb_tie){.kind = stated.kind, .reading = "between the published tables"};
    tie->stated = plumb_published_value(list->work, set, &stated, &known);
    for (size_t i = 0; i < e->count; i++) {
        struct plumb_place part = shifted(e->parts[i], shift);
        const struct plumb_fact *fact = plumb_published_value(list->work, set, &part, &known);
        tie->other = part.kind;
        if (fact)
            tie->parts[tie->part_count++] = fact;
        else if (!known)
            return false;
    }
    return tie->stated && tie->part_count > 0;
}

static bool same_place(const struct plumb_place *a, const struct plumb_place *b)
{
    return a->kind == b->kind && a->column == b->column &&
           (a->row == b->row || (a->kind == PLUMB_T4 && a->row && b->row &&
                                 plumb_str_has(plumb_str_from(b->row), "收入总计")));
}

static void add_equalities(struct plumb_tie_list *list, const struct plumb_published_set *set,
                           size_t shift)
{
    size_t n = PLUMB_COUNT(EQUALITIES);
    for (size_t i = 0, next; i < n; i = next) {
        struct plumb_tie_list readings = {.work = list->work};
        size_t kept = PLUMB_NPOS;
        for (next = i;
             next < n && (next == i || same_place(&EQUALITIES[i].stated, &EQUALITIES[next].stated));
             next++) {
            struct plumb_tie tie;
            if (!read_equality(list, set, &EQUALITIES[next], shift, &tie))
                continue;
            plumb_tie_add(&readings, tie);
            if (kept == PLUMB_NPOS && readings.count > 0 &&
                plumb_tie_holds(&readings.items[readings.count - 1]))
                kept = readings.count - 1;
        }
        if (readings.count > 0)
            plumb_tie_add(list, readings.items[kept == PLUMB_NPOS ? 0 : kept]);
    }
}

/* Spending from fiscal appropriation is part of all spending. */
static void add_bounds(struct plumb_tie_list *list, const struct plumb_published_set *set,
                       size_t shift)
{
    static const struct equality bounds[] = {
        {{PLUMB_T4, SPENT, NULL}, {{PLUMB_T1, SPENT, NULL}}, 1},
        {{PLUMB_T5, NULL, "=项目支出"}, {{PLUMB_T3, NULL, "=项目支出"}}, 1},
        {{PLUMB_T5, NULL, "=基本支出"}, {{PLUMB_T3, NULL, "=基本支出"}}, 1},
    };
    for (size_t i = 0; i < PLUMB_COUNT(bounds); i++) {
        struct plumb_tie tie;
        if (!read_equality(list, set, &bounds[i], shift, &tie))
            continue;
        tie.at_most = true;
        plumb_tie_add(list, tie);
    }
}

void plumb_relate_published(struct plumb_extract_work *work)
{
    struct plumb_published_set *set = plumb_published_find(work);
    struct plumb_tie_list list = {.work = work};
    for (size_t shift = 0; shift <= PLUMB_BUDGET_SHIFT; shift += PLUMB_BUDGET_SHIFT) {
        add_equalities(&list, set, shift);
        add_bounds(&list, set, shift);
    }
    plumb_tie_rows(&list, set);
    plumb_tie_public(&list, set);
    plumb_tie_wrong_units(&list, set);
    for (size_t i = 0; i < list.count; i++)
        plumb_tie_push(work, &list.items[i]);
    plumb_relate_codes(work, set);
    plumb_relate_published_rules(work, set);
    plumb_relate_published_prose(work, set);
    plumb_relate_explained(work);
}
