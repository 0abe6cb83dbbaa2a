/* Lists with signs: "上年结转 | 加：本年收入 | 减：本年支出 | 年末结转". The first line is what they start
 * from, unsigned lines between signed ones go on with the sign, and the line behind is the result. */
#include "extract/relate_table/relate_table_totals.h"

#include <string.h>

enum { SIGNED_MAX = 24 };

/* +1 for "加：…", -1 for "减：…", 0 for other labels. 加班 and 减免 are words. */
static int sign_of(const struct plumb_extract_work *work, const struct plumb_grid_line *line)
{
    static const char *const marks[] = {":", "(", "、"};
    if (!line->cell)
        return 0;
    struct plumb_str key = plumb_label_key(work->arena, line->cell->cell->text.str);
    int sign = plumb_str_starts(key, PLUMB_STR("加"))   ? 1
               : plumb_str_starts(key, PLUMB_STR("减")) ? -1
                                                        : 0;
    struct plumb_str rest = plumb_str_sub(key, strlen("加"), key.len);
    for (size_t i = 0; sign && i < PLUMB_COUNT(marks); i++)
        if (plumb_str_starts(rest, plumb_str_from(marks[i])))
            return sign;
    return 0;
}

struct signed_list {
    size_t lines[SIGNED_MAX];
    int signs[SIGNED_MAX];
    size_t count;
};

static void add(struct signed_list *list, size_t line, int sign)
{
    list->lines[list->count] = line;
    list->signs[list->count++] = sign;
}

static bool holds_in(struct plumb_extract_work *work, const struct plumb_chain *chain,
                     const struct signed_list *list, size_t result, size_t column)
{
    const struct plumb_fact *parts[SIGNED_MAX],
        *total = plumb_chain_value(work, chain, result, column);
    int signs[SIGNED_MAX];
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_fact *fact = plumb_chain_value(work, chain, list->lines[i], column);
        if (!fact)
            continue;
        parts[n] = fact;
        signs[n++] = list->signs[i];
    }
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT};
    if (total && n > 1)
        j = plumb_judge_sum(total, parts, signs, n);
    return j.verdict == PLUMB_VERDICT_CONSISTENT || j.verdict == PLUMB_VERDICT_ROUNDING;
}

/* The list ends where a result follows: the nearest line that adds up, else the nearest at all. */
static size_t find_result(struct plumb_extract_work *work, const struct plumb_chain *chain,
                          struct signed_list *list, size_t column)
{
    size_t last = list->lines[list->count - 1], nearest = PLUMB_NPOS, kept = list->count;
    int sign = list->signs[list->count - 1];
    for (size_t i = last + 1; i < chain->count && i <= last + 3 && list->count < SIGNED_MAX; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (line->among || !plumb_chain_value(work, chain, i, column))
            continue;
        if (nearest == PLUMB_NPOS)
            nearest = i;
        if (holds_in(work, chain, list, i, column))
            return i;
        add(list, i, sign);
    }
    list->count = kept;
    return nearest;
}

static void add_list(struct plumb_sum_batch *batch, const struct plumb_chain *chain,
                     struct signed_list *list, size_t column)
{
    struct plumb_extract_work *work = batch->work;
    size_t result = find_result(work, chain, list, column), n = 0;
    size_t *across = plumb_arena_array(work->arena, chain->zone->column_count + 1, sizeof *across);
    if (result == PLUMB_NPOS)
        return;
    for (size_t c = chain->group->first_value; c <= chain->group->last_value; c++)
        if (plumb_column_is_summable(&chain->zone->columns[c]) &&
            plumb_chain_value(work, chain, result, c))
            across[n++] = c;
    struct plumb_sum_family family = {.chain = chain,
                                      .vertical = true,
                                      .total = result,
                                      .across = across,
                                      .across_count = n,
                                      .kind = PLUMB_REL_BALANCE,
                                      .check = "consistency.balance",
                                      .confidence = 0.9};
    plumb_family_reading(work, &family, "the signed lines above", list->lines, list->count,
                         list->signs);
    plumb_batch_add(batch, &family);
}

void plumb_sum_signed(struct plumb_sum_batch *batch, const struct plumb_chain *chain)
{
    struct plumb_extract_work *work = batch->work;
    size_t column = chain->group->first_value;
    for (size_t c = column; column != PLUMB_NPOS && c <= chain->group->last_value; c++)
        if (plumb_column_is_summable(&chain->zone->columns[c])) {
            column = c;
            break;
        }
    if (column == PLUMB_NPOS)
        return;
    for (size_t i = 0; i + 1 < chain->count; i++) {
        struct signed_list list = {.count = 0};
        if (sign_of(work, chain->lines[i].line) || !sign_of(work, chain->lines[i + 1].line) ||
            !plumb_chain_value(work, chain, i, column))
            continue;
        add(&list, i, 1);
        size_t last = i;
        for (size_t k = i + 1; k < chain->count && k <= last + 3; k++)
            if (sign_of(work, chain->lines[k].line))
                last = k;
        int sign = 1;
        for (size_t k = i + 1; k <= last && list.count < SIGNED_MAX; k++) {
            int own = sign_of(work, chain->lines[k].line);
            sign = own ? own : sign;
            if (!chain->lines[k].line->among)
                add(&list, k, sign);
        }
        add_list(batch, chain, &list, column);
        i = last;
    }
}
