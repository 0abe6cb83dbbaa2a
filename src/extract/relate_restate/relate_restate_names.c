/* Different numbers under one name: texts told again number by number, and single names. */
#include <string.h>

#include "extract/relate_restate/restate_int.h"

/* One sentence printed twice: nothing but its numbers can differ. */
static bool same_sentence_text(const struct telling *a, const struct telling *b)
{
    const struct plumb_sentence *x = a->item->passage->sentences[a->item->sentence];
    const struct plumb_sentence *y = b->item->passage->sentences[b->item->sentence];
    return x->template.len >= 24 && plumb_str_equal(x->template, y->template);
}

/* The year a sentence begins with: "2021年某局“三公”经费…". 0 when it begins otherwise. */
static int64_t leading_year(const struct plumb_item *item)
{
    const struct plumb_item *first = item;
    while (first->index > 0 && first[-1].sentence == item->sentence)
        first--;
    return first->fact->kind == PLUMB_FACT_YEAR && first->before.len <= 12
               ? (int64_t)(first->fact->value.v / PLUMB_DEC_ONE)
               : 0;
}

/* The same words for two years are two tellings of two facts. */
static bool other_years(const struct telling *a, const struct telling *b)
{
    int64_t x = leading_year(a->item), y = leading_year(b->item);
    return x != 0 && y != 0 && x != y;
}

/* A run of numbers under the same names in the same order. When most of its numbers are equal it is
 * one text told twice, and a number that differs is a conflict. */
static void judge_run(struct restate_work *r, size_t i, size_t k, size_t n)
{
    size_t equal = 0, telling = 0;
    if (other_years(&r->tellings[i], &r->tellings[k]))
        return;
    for (size_t s = 0; s < n; s++) {
        const struct telling *a = &r->tellings[i + s], *b = &r->tellings[k + s];
        bool same = a->fact->value.v == b->fact->value.v;
        equal += same;
        telling += same && !plumb_restate_is_trivial(a);
    }
    bool enough =
        n >= 3 ? telling >= 2 && 2 * equal >= n
               : n == 2 && telling >= 1 && same_sentence_text(&r->tellings[i], &r->tellings[k]);
    if (equal == n || !enough || plumb_restate_other_level(&r->tellings[i], &r->tellings[k]))
        return;
    for (size_t s = 0; s < n; s++) {
        const struct telling *a = &r->tellings[i + s], *b = &r->tellings[k + s];
        if (a->fact->value.v == b->fact->value.v || plumb_restate_siblings(a, b))
            continue;
        plumb_restate_push(r, a, b, true, 0.9, "the same text told twice");
        r->linked[a->fact->id] = r->linked[b->fact->id] = true;
    }
}

/* No report names a thing so often; a text made to waste time does. */
#define MOST_ALIKE ((size_t)4096)

/* Where a telling stands, close together in memory: most pairs of one name are the middle of a run. */
struct place {
    const struct plumb_passage *passage; /* NULL for table cells */
    size_t name_before; /* `first` of the telling in front in its passage, or PLUMB_NPOS */
    size_t next;
};

static struct place *find_places(const struct restate_work *r)
{
    struct place *places = plumb_arena_array(r->work->arena, r->count + 1, sizeof *places);
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *t = &r->tellings[i];
        const bool follows =
            i > 0 && t->item && t[-1].item && t[-1].item->passage == t->item->passage;
        places[i] = (struct place){t->item ? t->item->passage : NULL,
                                   follows ? t[-1].first : PLUMB_NPOS, t->next};
    }
    return places;
}

/* Do the tellings in front of these two match as well? Then the two are no beginning of a run. */
static bool go_on(const struct restate_work *r, const struct place *places, size_t i, size_t k)
{
    return places[i].name_before == places[k].name_before && places[i].name_before != PLUMB_NPOS &&
           plumb_restate_matches(&r->tellings[i - 1], &r->tellings[k - 1]);
}

static size_t run_length(const struct restate_work *r, const struct place *places, size_t i,
                         size_t k)
{
    size_t n = 1;
    while (k + n < r->count && places[i + n].passage == places[i].passage &&
           places[k + n].passage == places[k].passage &&
           plumb_restate_matches(&r->tellings[i + n], &r->tellings[k + n]))
        n++;
    return n;
}

void plumb_restate_runs(struct restate_work *r)
{
    const struct place *places = find_places(r);
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (!a->item || a->core.len < 6)
            continue;
        size_t looked_at = 0;
        for (size_t k = a->next; k < r->count && looked_at < MOST_ALIKE;
             k = places[k].next, looked_at++)
            if (places[k].passage && places[k].passage != places[i].passage &&
                !go_on(r, places, i, k) && plumb_restate_matches(a, &r->tellings[k]))
                judge_run(r, i, k, run_length(r, places, i, k));
    }
}

/* ---- one name, two numbers --------------------------------------------------------------------- */

/* The closer two different numbers are, the likelier they mean one thing. */
static bool plausible_conflict(const struct telling *a, const struct telling *b)
{
    double x = plumb_dec_double(a->fact->value), y = plumb_dec_double(b->fact->value);
    if (x <= 0 || y <= 0)
        return false;
    double ratio = x > y ? y / x : x / y;
    size_t length = plumb_utf8_count(a->core);
    if (plumb_one_slip(a->fact, b->fact->value) && a->digits >= 3)
        return true;
    return ratio > 0.8 || (length >= 8 && ratio > 0.1);
}

/* "医院 A 万人次", "医院 B 元": the name tells who, not what of theirs is counted. */
static bool names_a_body(const struct telling *t)
{
    return t->fact->unit != PLUMB_UNIT_COUNT &&
           PLUMB_ENDS(t->core, "机构", "医院", "卫生院", "单位", "部门", "学校", "企业", "公司",
                      "街道", "乡镇", "法院", "中心");
}

/* Names that many numbers share (lists of projects, years) tell nothing. */
#define TOLD_OFTEN 4

static bool is_told_often(const struct restate_work *r, const struct telling *t)
{
    size_t n = 0;
    for (size_t i = t->first; i < r->count && n <= TOLD_OFTEN; i = r->tellings[i].next)
        n += plumb_restate_matches(t, &r->tellings[i]);
    return n > TOLD_OFTEN;
}

/* "城市低保 … 月人均补差 A，农村低保 … 月人均补差 B": within one paragraph the name is told of two things,
 * so that elsewhere it may be told of a third. */
static bool told_of_several(const struct restate_work *r, const struct telling *t)
{
    for (size_t i = t->first; i < r->count; i = r->tellings[i].next) {
        const struct telling *other = &r->tellings[i];
        if (other != t && other->item && other->item->passage == t->item->passage &&
            other->fact->value.v != t->fact->value.v && other->year == t->year &&
            other->fact->stage == t->fact->stage)
            return true;
    }
    return false;
}

/* "全县参保人数合计": of few words once 全县 and 合计 are off, but as printed it names one whole. */
static bool is_named_whole(const struct telling *a)
{
    return a->item->total && plumb_utf8_count(a->item->label) >= 6 && a->digits >= 4 &&
           PLUMB_HAS(a->item->before, "合计", "总计", "共计", "总数") &&
           plumb_utf8_count(a->core) >= 3;
}

static bool has_name(const struct telling *a)
{
    return !a->generic || is_named_whole(a);
}

void plumb_restate_names(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (!a->item || !a->item->own_label || !has_name(a) || plumb_restate_is_trivial(a) ||
            plumb_is_rate(a->fact) || (is_told_often(r, a) && !is_named_whole(a)))
            continue;
        for (size_t k = a->next; k < r->count; k = r->tellings[k].next) {
            const struct telling *b = &r->tellings[k];
            if (!b->item || !b->item->own_label || !plumb_restate_matches(a, b) ||
                plumb_restate_is_trivial(b) || b->item->passage == a->item->passage ||
                a->fact->value.v == b->fact->value.v ||
                (a->generic && !plumb_str_equal(a->item->label, b->item->label)) ||
                (r->linked[a->fact->id] && r->linked[b->fact->id]))
                continue;
            if (plumb_restate_siblings(a, b) || !plumb_restate_same_scope(r->work, a, b))
                break;
            bool sure = plausible_conflict(a, b) && !names_a_body(a) && !told_of_several(r, a) &&
                        !told_of_several(r, b) && !plumb_restate_other_wholes(r->work, a, b);
            plumb_restate_push(r, a, b, sure, 0.75, "the same name, year and stage");
            break;
        }
    }
}

/* ---- one indicator, one unit in the last place apart ------------------------------------------------ */

static bool is_indicator(const struct telling *t)
{
    return t->item && t->item->own_label && t->item->use == PLUMB_USE_PLAIN && t->fact->indicator &&
           t->fact->unit == PLUMB_UNIT_YUAN && !plumb_restate_is_trivial(t);
}

/* "人员经费 A" here and "人员经费支出 B" there: one amount, rounded twice? */
static bool is_rounded_twice(const struct telling *a, const struct telling *b)
{
    return a->fact->ulp.v == b->fact->ulp.v && is_indicator(b) &&
           strcmp(a->fact->indicator, b->fact->indicator) == 0 && a->year == b->year &&
           a->item->passage != b->item->passage && !plumb_str_equal(a->core, b->core) &&
           plumb_str_equal(a->fact->population, b->fact->population);
}

/* The first telling behind a of this amount that tells a again. Found by value: to compare every two
 * tellings took an eighth of the time of a volume of reports. */
static const struct telling *rounded_twin(const struct restate_work *r, const struct telling *a,
                                          plumb_dec value)
{
    for (size_t k = plumb_restate_first(r, PLUMB_UNIT_YUAN, value); k < r->count; k++) {
        const struct telling *b = r->sorted[k];
        if (b->fact->unit != PLUMB_UNIT_YUAN || b->fact->value.v != value.v)
            return NULL;
        if (b > a && is_rounded_twice(a, b))
            return b;
    }
    return NULL;
}

/* Two amounts of one indicator that are apart by one in the last digit. */
void plumb_restate_indicators(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (!is_indicator(a) || a->digits < 4 || a->fact->ulp.v == 0)
            continue;
        const struct telling *less =
            rounded_twin(r, a, plumb_dec_sub(a->fact->value, a->fact->ulp));
        const struct telling *more =
            rounded_twin(r, a, plumb_dec_add(a->fact->value, a->fact->ulp));
        const struct telling *b = !less || (more && more < less) ? more : less;
        if (b)
            plumb_restate_push(r, a, b, true, 0.75, "the same indicator");
    }
}
