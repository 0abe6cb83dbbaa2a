/* One indicator in two forms of a report with one actual value and two targets, one of which is that value to the last
 * digit: the target of that form was filled in from the result (target.backfilled). */
#include "extract/relate_table/relate_table_targets.h"

enum { FILLED_MAX = 64, LINES_MAX = 4096, DIGITS_MIN = 4 };

struct told {
    const struct plumb_fact *target, *actual;
    const struct plumb_grid *grid;
    struct plumb_str core;
};

static size_t digits_of(const struct plumb_fact *fact)
{
    size_t n = 0, zeros = 0;
    for (size_t i = 0; i < fact->text.len; i++) {
        char c = fact->text.ptr[i];
        if (c < '0' || c > '9' || (n == 0 && c == '0'))
            continue;
        n++;
        zeros = c == '0' ? zeros + 1 : 0;
    }
    return n - zeros;
}

static size_t collect(struct plumb_extract_work *work, const struct plumb_chain *chains,
                      size_t count, struct told *out)
{
    size_t n = 0;
    for (size_t k = 0; k < count; k++) {
        struct plumb_target_columns columns = plumb_target_columns(&chains[k]);
        if (columns.target == PLUMB_NPOS || columns.actual == PLUMB_NPOS ||
            !plumb_chain_is_headed(&chains[k]))
            continue;
        for (size_t i = 0; i < chains[k].count && n < LINES_MAX; i++) {
            struct plumb_target_line t = plumb_target_read(work, &chains[k], i, &columns);
            if (!t.line->cell || !t.target || !t.actual || t.target->partner != PLUMB_NPOS ||
                !plumb_target_comparable(t.target, t.actual) || digits_of(t.actual) < DIGITS_MIN)
                continue;
            out[n++] =
                (struct told){t.target, t.actual, t.grid, plumb_label_core(work, t.line->label)};
        }
    }
    return n;
}

static bool is_same_indicator(const struct told *a, const struct told *b)
{
    return a->grid != b->grid && a->actual->value.v == b->actual->value.v &&
           a->target->value.v != b->target->value.v && plumb_same_measure(a->actual, b->actual) &&
           plumb_name_likeness(a->core, b->core) >= 0.9;
}

void plumb_relate_targets_twice(struct plumb_extract_work *work, const struct plumb_chain *chains,
                                size_t count)
{
    size_t most = 0;
    for (size_t k = 0; k < count; k++)
        most += chains[k].count;
    if (count < 2 || most == 0)
        return;
    struct told *lines =
        plumb_arena_array(work->arena, most < LINES_MAX ? most : LINES_MAX, sizeof *lines);
    size_t n = collect(work, chains, count, lines), filled = 0;
    for (size_t i = 0; i < n && filled < FILLED_MAX; i++) {
        if (lines[i].target->value.v != lines[i].actual->value.v)
            continue;
        filled++;
        for (size_t k = 0; k < n; k++) {
            if (!is_same_indicator(&lines[i], &lines[k]))
                continue;
            struct plumb_term terms[3] = {plumb_term_fact(work, PLUMB_ROLE_CUE, lines[i].target),
                                          plumb_term_fact(work, PLUMB_ROLE_CUE, lines[i].actual),
                                          plumb_term_fact(work, PLUMB_ROLE_CUE, lines[k].target)};
            plumb_note_push(work, "target.backfilled", PLUMB_VERDICT_INCONSISTENT,
                            lines[i].target->label, terms, 3,
                            "the target equals the result, and another form has another target",
                            "指标值与实际值相同，另一表中该指标的目标值不同");
            work->relations[work->relation_count - 1].confidence = 0.7;
            break;
        }
    }
}
