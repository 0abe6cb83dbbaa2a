/* The same fact told twice. Equal numbers under like names confirm each other; texts that are told
 * again number by number show where one number was changed; numbers under one name, one year, one
 * stage and one scope must agree. DOMAIN §1.8. A wrong pairing is a false alarm, so a conflict needs
 * much more than an agreement does. */
#include "extract/relate_restate/restate_int.h"

static const char *const sources[] = {
    [RESTATE_STAGE_BUDGET] =
        "预算(?!执行|支出决算|收入|单位|部门|管理|绩效|编制|财政拨款支出|拨款)|计划|目标",
    [RESTATE_BENEFIT] =
        "总补偿|支付待遇|待遇支付|待遇支出|补偿总额|总报销|共补偿|共报销|基金支付待遇",
    [RESTATE_BENEFIT_KIND] = "住院|门诊|大病|救助|生育|慢特|特病|药店|异地",
    [RESTATE_PARTIAL] = "截至|上半年|季度|[1-9]月|1[0-2]月|月底|月末",
};
const struct plumb_pattern_list plumb_patterns_restate = {"restate", sources, PLUMB_COUNT(sources)};

/* ---- tellings -------------------------------------------------------------------------------- */

static int significant_digits(const struct plumb_fact *fact)
{
    int digits = 0, zeros = 0;
    bool started = false;
    for (size_t at = 0; at < fact->text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(fact->text, &at));
        if (cp < '0' || cp > '9')
            continue;
        started = started || cp != '0';
        if (started)
            digits++;
        zeros = cp == '0' ? zeros + 1 : 0;
    }
    return digits - zeros;
}

static struct plumb_str last_part(struct plumb_str path)
{
    size_t at = plumb_str_rfind(path, PLUMB_STR("/"));
    return at == PLUMB_NPOS ? path : plumb_str_sub(path, at + 1, path.len);
}

static bool is_telling(const struct plumb_fact *fact, const struct plumb_item *item)
{
    if (!plumb_is_quantity(fact) || fact->partner != PLUMB_NPOS || fact->kind == PLUMB_FACT_CHINESE)
        return false;
    if (fact->unit == PLUMB_UNIT_SCORE || fact->unit == PLUMB_UNIT_TIME)
        return false;
    if (!item)
        return fact->row != PLUMB_NPOS && fact->stage != PLUMB_STAGE_WEIGHT &&
               fact->stage != PLUMB_STAGE_SCORE;
    return item->use == PLUMB_USE_PLAIN || item->use == PLUMB_USE_RATE;
}

static void read_telling(struct restate_work *r, const struct plumb_fact *fact,
                         const struct plumb_item *item)
{
    struct telling *t = &r->tellings[r->count++];
    t->fact = fact;
    t->item = item;
    t->core = item ? item->core : plumb_label_core(r->work, last_part(fact->label));
    t->lead = fact->context;
    if (item) {
        const struct plumb_passage *passage = item->passage;
        t->lead = plumb_str_sub(passage->text, passage->starts[item->sentence], item->at);
    }
    t->generic = plumb_restate_is_generic(t->core);
    t->digits = significant_digits(fact);
    t->year = fact->year ? fact->year : r->work->year;
}

static bool same_name(const struct telling *a, const struct telling *b)
{
    return a->fact->unit == b->fact->unit && plumb_str_equal(a->core, b->core);
}

/* Chains the tellings of one name and unit, so that names are not compared pair by pair. */
static void chain_names(struct restate_work *r)
{
    size_t slots = 16;
    while (slots < 2 * r->count)
        slots *= 2;
    size_t *last = plumb_arena_array(r->work->arena, slots, sizeof *last); /* index + 1 */
    for (size_t i = 0; i < r->count; i++) {
        struct telling *t = &r->tellings[i];
        size_t slot =
            (size_t)plumb_hash64(t->core.ptr, t->core.len, (uint64_t)t->fact->unit) & (slots - 1);
        while (last[slot] && !same_name(&r->tellings[last[slot] - 1], t))
            slot = (slot + 1) & (slots - 1);
        t->first = last[slot] ? r->tellings[last[slot] - 1].first : i;
        t->next = r->count;
        if (last[slot])
            r->tellings[last[slot] - 1].next = i;
        last[slot] = i + 1;
    }
}

static void collect(struct restate_work *r)
{
    struct plumb_prose *prose = plumb_prose_get(r->work);
    r->tellings = plumb_arena_array(r->work->arena, r->work->fact_count + 1, sizeof *r->tellings);
    r->linked = plumb_arena_array(r->work->arena, r->work->fact_count + 1, sizeof *r->linked);
    for (size_t f = 0; f < r->work->fact_count; f++) {
        const struct plumb_item *item = prose->of_fact[f];
        if (is_telling(&r->work->facts[f], item))
            read_telling(r, &r->work->facts[f], item);
    }
    chain_names(r);
}

/* ---- pushing --------------------------------------------------------------------------------- */

void plumb_relate_restatements(struct plumb_extract_work *work)
{
    struct restate_work r = {.work = work};
    collect(&r);
    plumb_restate_sort(&r);
    plumb_restate_equal(&r);
    plumb_restate_coarse(&r);
    plumb_restate_runs(&r);
    plumb_restate_names(&r);
    plumb_restate_items(&r);
    plumb_restate_slips(&r);
    plumb_restate_cells(&r);
    plumb_restate_benefits(&r);
    plumb_restate_projects(&r);
    plumb_restate_forms(&r);
    plumb_restate_project_lists(&r);
    plumb_restate_table_totals(&r);
    plumb_restate_satisfaction(&r);
    plumb_restate_indicators(&r);
    plumb_restate_units(&r);
    plumb_restate_swaps(&r);
}
