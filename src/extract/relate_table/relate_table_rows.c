/* Sums down the columns: totals over the lines above or below, classification codes, lists under a
 * numbered line, and 其中. */
#include "extract/relate_table/relate_table_totals.h"

/* Of tables with more lines than LIST_MAX only the totals are looked at, for what is asked of each line
 * is asked of all others too. */
enum { LIST_MAX = 4096, AMONG_MAX = 16, CODES_MAX = 1500 };

struct index_list {
    size_t *items;
    size_t count, capacity;
};

static struct index_list new_list(struct plumb_extract_work *work, size_t capacity)
{
    return (struct index_list){plumb_arena_array(work->arena, capacity + 1, sizeof(size_t)), 0,
                               capacity};
}

static void put(struct index_list *list, size_t i)
{
    if (list->count < list->capacity)
        list->items[list->count++] = i;
}

/* Columns of the chain that can be added up and where the line has a value. */
static struct index_list valued_columns(struct plumb_extract_work *work,
                                        const struct plumb_chain *chain, size_t line)
{
    const struct plumb_grid_group *group = chain->group;
    struct index_list out = new_list(work, chain->zone->column_count);
    if (group->first_value == PLUMB_NPOS)
        return out;
    for (size_t c = group->first_value; c <= group->last_value; c++)
        if (plumb_column_is_summable(&chain->zone->columns[c]) &&
            plumb_chain_value(work, chain, line, c))
            put(&out, c);
    return out;
}

static const struct plumb_grid_line *line_at(const struct plumb_chain *chain, size_t i)
{
    return chain->lines[i].line;
}

/* ---- codes --------------------------------------------------------------------------------- */

static bool code_under(struct plumb_str code, struct plumb_str parent)
{
    return code.len > parent.len && plumb_str_starts(code, parent);
}

/* The nearest codes below `parent` (or the top ones when it is empty) among lines [from, to). */
static struct index_list code_children(struct plumb_extract_work *work,
                                       const struct plumb_chain *chain, struct plumb_str parent,
                                       size_t from, size_t to)
{
    struct index_list out = new_list(work, to - from);
    if (to - from > CODES_MAX)
        return out;
    for (size_t i = from; i < to; i++) {
        struct plumb_str code = line_at(chain, i)->code;
        if (!code.len || !code_under(code, parent))
            continue;
        bool nearest = true;
        for (size_t k = from; k < to && nearest; k++) {
            struct plumb_str other = line_at(chain, k)->code;
            nearest = !(other.len && code_under(other, parent) && code_under(code, other));
        }
        if (nearest)
            put(&out, i);
    }
    return out;
}

/* Codes are in order, so the lines below a code follow it: the search can stop behind them. */
static size_t code_block_end(const struct plumb_chain *chain, size_t i)
{
    struct plumb_str code = line_at(chain, i)->code;
    size_t end = i + 1;
    while (end < chain->count) {
        struct plumb_str other = line_at(chain, end)->code;
        if (other.len && !code_under(other, code))
            break;
        end++;
    }
    return end;
}

static void add_codes(struct plumb_sum_batch *batch, const struct plumb_chain *chain)
{
    for (size_t i = 0; i < chain->count; i++) {
        struct plumb_str code = line_at(chain, i)->code;
        struct index_list columns;
        if (!code.len || (columns = valued_columns(batch->work, chain, i)).count == 0)
            continue;
        size_t end = code_block_end(chain, i);
        struct index_list parts = code_children(batch->work, chain, code, i + 1, end);
        struct plumb_sum_family family = {.chain = chain,
                                          .vertical = true,
                                          .total = i,
                                          .across = columns.items,
                                          .across_count = columns.count,
                                          .confidence = 0.95};
        plumb_family_reading(batch->work, &family, "the codes below", parts.items, parts.count,
                             NULL);
        plumb_batch_add(batch, &family);
    }
}

/* ---- totals -------------------------------------------------------------------------------- */

/* A line that can be a part: not a total, no 其中, and not the mere title of the lines below it. Its
 * value may be missing. */
static bool line_counts(const struct plumb_chain *chain, size_t i)
{
    const struct plumb_grid_line *line = line_at(chain, i);
    bool heads = i + 1 < chain->count && chain->lines[i + 1].depth > chain->lines[i].depth;
    return !line->among && !line->total && (line->has_value || (line->key.len && !heads));
}

/* Depth of a line when only the first `kept` doubtful lines behind a 其中 are taken as its parts. */
static int depth_at(const struct plumb_chain *chain, size_t i, int kept)
{
    const struct plumb_chain_line *line = &chain->lines[i];
    return line->depth - (line->follower > kept);
}

/* Lines of [from, to) at the smallest depth that has values, without totals. */
static struct index_list top_lines(struct plumb_extract_work *work, const struct plumb_chain *chain,
                                   size_t from, size_t to, int kept)
{
    struct index_list out = new_list(work, to - from);
    int least = 99;
    for (size_t i = from; i < to; i++)
        if (line_counts(chain, i) && line_at(chain, i)->has_value &&
            depth_at(chain, i, kept) < least)
            least = depth_at(chain, i, kept);
    for (size_t i = from; i < to; i++)
        if (line_counts(chain, i) && depth_at(chain, i, kept) == least)
            put(&out, i);
    return out;
}

static int most_followers(const struct plumb_chain *chain, size_t from, size_t to)
{
    int most = 0;
    for (size_t i = from; i < to; i++)
        most = chain->lines[i].follower > most ? chain->lines[i].follower : most;
    return most;
}

enum pick { PICK_ALL, PICK_UNNUMBERED, PICK_FIRST_STYLE, PICK_SUBTOTALS, PICK_LEAVES };

static bool is_leaf(const struct plumb_chain *chain, size_t i, size_t to)
{
    return i + 1 >= to || chain->lines[i + 1].depth <= chain->lines[i].depth;
}

static struct index_list pick_lines(struct plumb_extract_work *work,
                                    const struct plumb_chain *chain, size_t from, size_t to,
                                    enum pick pick)
{
    struct index_list out = new_list(work, to - from);
    int style = 99;
    for (size_t i = from; i < to; i++) {
        int s = line_at(chain, i)->style;
        if (line_counts(chain, i) && line_at(chain, i)->has_value && s > 0 && s < style)
            style = s;
    }
    for (size_t i = from; i < to; i++) {
        const struct plumb_grid_line *line = line_at(chain, i);
        bool take = line_counts(chain, i);
        if (pick == PICK_UNNUMBERED)
            take = take && line->style == 0;
        else if (pick == PICK_FIRST_STYLE)
            take = take && line->style == style;
        else if (pick == PICK_SUBTOTALS)
            take = line->has_value && line->total > 0;
        else if (pick == PICK_LEAVES)
            take = take && is_leaf(chain, i, to);
        if (take)
            put(&out, i);
    }
    return out;
}

/* The last subtotal of [from, to) and the lines behind it: 总计 = 本年收入合计 + 年初结转 + … */
static struct index_list carried_on(struct plumb_extract_work *work,
                                    const struct plumb_chain *chain, size_t from, size_t to)
{
    struct index_list out = new_list(work, to - from);
    size_t last = PLUMB_NPOS;
    for (size_t i = from; i < to; i++)
        if (line_at(chain, i)->total && line_at(chain, i)->has_value)
            last = i;
    if (last == PLUMB_NPOS)
        return out;
    put(&out, last);
    struct index_list behind = top_lines(work, chain, last + 1, to, AMONG_MAX);
    for (size_t i = 0; i < behind.count; i++)
        put(&out, behind.items[i]);
    return out;
}

/* Every subtotal, and the lines that none of them covers. */
static struct index_list subtotals_and_rest(struct plumb_extract_work *work,
                                            const struct plumb_chain *chain, size_t from, size_t to)
{
    struct index_list out = pick_lines(work, chain, from, to, PICK_SUBTOTALS);
    if (out.count == 0)
        return out;
    struct index_list behind = top_lines(work, chain, out.items[out.count - 1] + 1, to, AMONG_MAX);
    for (size_t i = 0; i < behind.count; i++)
        put(&out, behind.items[i]);
    return out;
}

static void readings_of(struct plumb_extract_work *work, struct plumb_sum_family *family,
                        size_t from, size_t to)
{
    const struct plumb_chain *chain = family->chain;
    struct index_list list = code_children(work, chain, (struct plumb_str){"", 0}, from, to);
    plumb_family_reading(work, family, "the top codes", list.items, list.count, NULL);
    list = carried_on(work, chain, from, to);
    plumb_family_reading(work, family, "the last subtotal and what follows it", list.items,
                         list.count, NULL);
    list = subtotals_and_rest(work, chain, from, to);
    plumb_family_reading(work, family, "the subtotals", list.items, list.count, NULL);
    int followers = most_followers(chain, from, to);
    list = top_lines(work, chain, from, to, AMONG_MAX);
    plumb_family_reading(work, family, "the lines of the first level", list.items, list.count,
                         NULL);
    for (int kept = 0; kept < followers && kept < 6; kept++) {
        list = top_lines(work, chain, from, to, kept);
        plumb_family_reading(work, family, "the lines behind 其中 stand for themselves", list.items,
                             list.count, NULL);
    }
    list = pick_lines(work, chain, from, to, PICK_FIRST_STYLE);
    plumb_family_reading(work, family, "the numbered lines", list.items, list.count, NULL);
    list = pick_lines(work, chain, from, to, PICK_UNNUMBERED);
    plumb_family_reading(work, family, "the unnumbered lines", list.items, list.count, NULL);
    list = pick_lines(work, chain, from, to, PICK_LEAVES);
    plumb_family_reading(work, family, "the lines without lines below", list.items, list.count,
                         NULL);
    list = pick_lines(work, chain, from, to, PICK_ALL);
    plumb_family_reading(work, family, "all lines", list.items, list.count, NULL);
}

/* 按功能分类, 按支出性质分: a line without values that heads one breakdown of the whole. */
static bool heads_breakdown(const struct plumb_chain *chain, size_t i)
{
    const struct plumb_grid_line *line = line_at(chain, i);
    return !line->has_value && plumb_str_starts(line->key, PLUMB_STR("按")) &&
           plumb_str_has(line->key, "分");
}

/* Each breakdown of [from, to) makes up the whole by itself. False when there are none. */
static bool add_breakdowns(struct plumb_sum_batch *batch, const struct plumb_sum_family *whole,
                           size_t from, size_t to)
{
    const struct plumb_chain *chain = whole->chain;
    bool any = false;
    for (size_t i = from; i < to; i++) {
        struct plumb_sum_family family = *whole;
        size_t end = i + 1;
        if (!heads_breakdown(chain, i))
            continue;
        while (end < to && !heads_breakdown(chain, end))
            end++;
        readings_of(batch->work, &family, i + 1, end);
        plumb_batch_add(batch, &family);
        any = true;
    }
    return any;
}

static void add_total(struct plumb_sum_batch *batch, const struct plumb_chain *chain, size_t t)
{
    int rank = line_at(chain, t)->total;
    struct index_list columns = valued_columns(batch->work, chain, t);
    struct plumb_sum_family family = {.chain = chain,
                                      .vertical = true,
                                      .total = t,
                                      .across = columns.items,
                                      .across_count = columns.count};
    size_t from = t, to = t + 1;
    if (columns.count == 0)
        return;
    while (from > 0 && line_at(chain, from - 1)->total < rank)
        from--;
    while (to < chain->count && line_at(chain, to)->total < rank)
        to++;
    if (add_breakdowns(batch, &family, t + 1, to) || add_breakdowns(batch, &family, from, t))
        return;
    bool above = false;
    for (size_t i = from; i < t; i++)
        above = above || (line_counts(chain, i) && line_at(chain, i)->has_value) ||
                (line_at(chain, i)->total && line_at(chain, i)->has_value);
    if (above) {
        readings_of(batch->work, &family, from, t);
        if (from > 0)
            readings_of(batch->work, &family, 0, t);
    } else {
        readings_of(batch->work, &family, t + 1, to);
        struct index_list totals = new_list(batch->work, t);
        for (size_t i = 0; i < t; i++)
            if (line_at(chain, i)->total && line_at(chain, i)->has_value)
                put(&totals, i);
        plumb_family_reading(batch->work, &family, "the totals above", totals.items, totals.count,
                             NULL);
    }
    plumb_batch_add(batch, &family);
}

/* ---- lists below a line -------------------------------------------------------------------- */

static bool is_rest(struct plumb_str key)
{
    return plumb_str_starts(key, PLUMB_STR("其他")) || plumb_str_starts(key, PLUMB_STR("其它"));
}

/* Numbered lines one level below line i. The list is closed when it ends with 其他, or when the
 * rules define the whole by exactly these parts (三公). */
static void add_numbered(struct plumb_sum_batch *batch, const struct plumb_chain *chain, size_t i)
{
    struct index_list columns;
    if (i + 1 >= chain->count || chain->lines[i + 1].depth <= chain->lines[i].depth ||
        line_at(chain, i)->code.len || (columns = valued_columns(batch->work, chain, i)).count == 0)
        return;
    struct index_list parts = new_list(batch->work, chain->count - i);
    int depth = chain->lines[i].depth;
    for (size_t k = i + 1; k < chain->count; k++) {
        const struct plumb_grid_line *line = line_at(chain, k);
        if (chain->lines[k].depth <= depth || line->total)
            break;
        if (chain->lines[k].depth == depth + 1 && line->style > 0 && !line->among)
            put(&parts, k);
    }
    if (parts.count == 0)
        return;
    struct plumb_str whole = line_at(chain, i)->key;
    bool closed = plumb_str_has(whole, "三公") ||
                  (parts.count > 1 && is_rest(line_at(chain, parts.items[parts.count - 1])->key));
    struct plumb_sum_family family = {.chain = chain,
                                      .vertical = true,
                                      .total = i,
                                      .across = columns.items,
                                      .across_count = columns.count,
                                      .open = !closed,
                                      .confidence = closed ? 0.9 : 0.7};
    plumb_family_reading(batch->work, &family, "the numbered lines below", parts.items, parts.count,
                         NULL);
    plumb_batch_add(batch, &family);
}

/* Unnumbered, indented lines below line i. */
static void add_indented(struct plumb_sum_batch *batch, const struct plumb_chain *chain, size_t i)
{
    struct index_list columns;
    const struct plumb_grid_line *own = line_at(chain, i);
    if (i + 1 >= chain->count || own->code.len || own->total || line_at(chain, i + 1)->among ||
        line_at(chain, i + 1)->style > 0 || chain->lines[i + 1].depth <= chain->lines[i].depth ||
        (columns = valued_columns(batch->work, chain, i)).count == 0)
        return;
    struct index_list parts = new_list(batch->work, chain->count - i);
    for (size_t k = i + 1; k < chain->count; k++) {
        if (chain->lines[k].depth <= chain->lines[i].depth || line_at(chain, k)->total)
            break;
        if (chain->lines[k].depth == chain->lines[i].depth + 1)
            put(&parts, k);
    }
    struct plumb_sum_family family = {.chain = chain,
                                      .vertical = true,
                                      .total = i,
                                      .across = columns.items,
                                      .across_count = columns.count,
                                      .open = true,
                                      .confidence = 0.6};
    plumb_family_reading(batch->work, &family, "the indented lines below", parts.items, parts.count,
                         NULL);
    plumb_batch_add(batch, &family);
}

/* ---- 其中 ---------------------------------------------------------------------------------- */

/* The line a 其中 at q belongs to. */
static size_t whole_of(const struct plumb_chain *chain, size_t q)
{
    for (size_t i = q; i-- > 0;)
        if (!line_at(chain, i)->among && chain->lines[i].depth < chain->lines[q].depth)
            return i;
        else if (line_at(chain, i)->total)
            return i;
    return PLUMB_NPOS;
}

/* "固定资产 | 120 | 其中：在用 | 118": the whole is the pair to the left. Returns true when it is so. */
static bool among_of_pair(struct plumb_sum_batch *batch, const struct plumb_chain *chain, size_t q)
{
    size_t g = (size_t)(chain->group - chain->zone->groups);
    if (plumb_chain_is_headed(chain) || g == 0)
        return false;
    const struct plumb_grid_group *left = chain->group - 1;
    for (size_t i = 0; i < left->line_count; i++) {
        if (left->lines[i].row != line_at(chain, q)->row || left->lines[i].among)
            continue;
        const struct plumb_fact *part =
            plumb_chain_value(batch->work, chain, q, chain->group->first_value);
        const struct plumb_fact *whole = plumb_grid_value(batch->work, chain->lines[q].grid,
                                                          left->lines[i].row, left->first_value);
        struct plumb_claim claim;
        if (!part || !whole || part->unit != whole->unit)
            return true;
        plumb_table_claim(&claim, batch->work, PLUMB_REL_BOUND, "consistency.bound", whole,
                          part->label);
        claim.confidence = 0.8;
        plumb_claim_bound(&claim, part, whole, "其中 of the pair to the left");
        plumb_claim_push(&claim);
        return true;
    }
    return false;
}

static void add_among(struct plumb_sum_batch *batch, const struct plumb_chain *chain, size_t q)
{
    size_t whole = whole_of(chain, q), end = q + 1;
    if (among_of_pair(batch, chain, q) || whole == PLUMB_NPOS)
        return;
    if (q > 0 && line_at(chain, q - 1)->among && chain->lines[q - 1].depth == chain->lines[q].depth)
        return; /* 其中 printed on every line: the first one has taken them */
    struct index_list columns = valued_columns(batch->work, chain, whole);
    while (end < chain->count && end - q < AMONG_MAX && !line_at(chain, end)->total &&
           chain->lines[end].depth >= chain->lines[q].depth && !line_at(chain, end)->code.len)
        end++;
    bool closed = end - q > 1 && is_rest(line_at(chain, end - 1)->key);
    struct plumb_sum_family family = {.chain = chain,
                                      .vertical = true,
                                      .total = whole,
                                      .across = columns.items,
                                      .across_count = columns.count,
                                      .open = !closed,
                                      .confidence = 0.85};
    for (size_t to = end; to > q && columns.count; to--) {
        struct index_list parts = new_list(batch->work, to - q);
        for (size_t i = q; i < to; i++)
            if (chain->lines[i].depth == chain->lines[q].depth)
                put(&parts, i);
        plumb_family_reading(batch->work, &family, "其中", parts.items, parts.count, NULL);
    }
    plumb_batch_add(batch, &family);
}

/* Each total may look at all lines, so there are fewer of them to look at the more lines there are. */
static void add_totals_of_long(struct plumb_sum_batch *batch, const struct plumb_chain *chain)
{
    size_t left = (size_t)LIST_MAX * LIST_MAX / chain->count;
    for (size_t i = 0; i < chain->count && left; i++)
        if (line_at(chain, i)->total) {
            add_total(batch, chain, i);
            left--;
        }
}

void plumb_sum_rows(struct plumb_sum_batch *batch, const struct plumb_chain *chain)
{
    if (chain->count < 2)
        return;
    if (chain->count > LIST_MAX) {
        add_totals_of_long(batch, chain);
        return;
    }
    add_codes(batch, chain);
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = line_at(chain, i);
        if (line->total)
            add_total(batch, chain, i);
        else if (line->among)
            add_among(batch, chain, i);
        else {
            add_numbered(batch, chain, i);
            add_indented(batch, chain, i);
        }
    }
}
