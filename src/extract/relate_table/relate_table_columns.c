/* Sums across the lines: 合计 = the columns beside it, by the tree of column heads. */
#include "extract/relate_table/relate_table_totals.h"

enum { COLUMNS_MAX = 256 };

struct column_list {
    size_t items[COLUMNS_MAX];
    size_t count;
};

static void put(struct column_list *list, size_t c)
{
    if (list->count < COLUMNS_MAX)
        list->items[list->count++] = c;
}

static bool in_group(const struct plumb_chain *chain, size_t c)
{
    return chain->group->first_value != PLUMB_NPOS && c >= chain->group->first_value &&
           c <= chain->group->last_value && plumb_column_is_summable(&chain->zone->columns[c]);
}

static bool is_among(struct plumb_str key)
{
    return plumb_str_starts(key, PLUMB_STR("其中"));
}

static bool among_only(struct plumb_str key)
{
    return plumb_key_is(key, "其中") || plumb_key_is(key, "其中:");
}

static const struct plumb_head_node *node_at(const struct plumb_chain *chain, size_t i)
{
    return &chain->zone->nodes[i];
}

/* The next node of the same parent to the right, or PLUMB_NPOS. */
static size_t next_sibling(const struct plumb_chain *chain, size_t i)
{
    const struct plumb_head_node *node = node_at(chain, i);
    size_t best = PLUMB_NPOS;
    for (size_t k = 0; k < chain->zone->node_count; k++) {
        const struct plumb_head_node *other = node_at(chain, k);
        if (other->parent == node->parent && other->from > node->to &&
            (best == PLUMB_NPOS || other->from < node_at(chain, best)->from))
            best = k;
    }
    return best;
}

static size_t first_child(const struct plumb_chain *chain, size_t i)
{
    size_t best = PLUMB_NPOS;
    for (size_t k = 0; k < chain->zone->node_count; k++)
        if (node_at(chain, k)->parent == i &&
            (best == PLUMB_NPOS || node_at(chain, k)->from < node_at(chain, best)->from))
            best = k;
    return best;
}

/* The column that stands for a node under the leaf `leaf` (决算数 under 合计), or its only column,
 * or that of its own total. PLUMB_NPOS when the node has several columns and no total. */
static size_t own_column(const struct plumb_chain *chain, size_t i, struct plumb_str leaf)
{
    const struct plumb_head_node *node = node_at(chain, i);
    if (node->from == node->to)
        return in_group(chain, node->from) ? node->from : PLUMB_NPOS;
    for (size_t k = first_child(chain, i); k != PLUMB_NPOS; k = next_sibling(chain, k)) {
        const struct plumb_head_node *child = node_at(chain, k);
        if (leaf.len && child->from == child->to && plumb_str_equal(child->key, leaf))
            return in_group(chain, child->from) ? child->from : PLUMB_NPOS;
        if (plumb_label_total(child->key))
            return own_column(chain, k, leaf);
    }
    return PLUMB_NPOS;
}

/* The columns that make up a node: its own, or those of its children. */
static void add_parts(const struct plumb_chain *chain, size_t i, struct plumb_str leaf, int deep,
                      struct column_list *out)
{
    size_t own = own_column(chain, i, leaf);
    if (own != PLUMB_NPOS) {
        put(out, own);
        return;
    }
    if (deep > 4)
        return;
    for (size_t k = first_child(chain, i); k != PLUMB_NPOS; k = next_sibling(chain, k))
        if (!is_among(node_at(chain, k)->key) || deep == 0)
            add_parts(chain, k, leaf, deep + 1, out);
}

/* All lines of the chain: the sum runs over them. */
static size_t *all_lines(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    size_t *lines = plumb_arena_array(work->arena, chain->count + 1, sizeof *lines);
    for (size_t i = 0; i < chain->count; i++)
        lines[i] = i;
    return lines;
}

struct row_sum {
    struct plumb_sum_batch *batch;
    const struct plumb_chain *chain;
    size_t *lines;
    struct plumb_str leaf;
};

static void add_reading(struct row_sum *sum, struct plumb_sum_family *family, const char *name,
                        const struct column_list *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->items[i] == family->total)
            return;
    plumb_family_reading(sum->batch->work, family, name, parts->items, parts->count, NULL);
}

static struct plumb_sum_family new_family(struct row_sum *sum, size_t total)
{
    return (struct plumb_sum_family){.chain = sum->chain,
                                     .vertical = false,
                                     .total = total,
                                     .across = sum->lines,
                                     .across_count = sum->chain->count,
                                     .confidence = 0.9};
}

/* 全年 behind 一季度 … 四季度, 合计 behind months: periods make up the year. */
static bool is_period(struct plumb_str key)
{
    return PLUMB_HAS(key, "季度", "半年") || PLUMB_ENDS(key, "月", "月份");
}

static bool is_year_of_periods(const struct plumb_chain *chain, const struct plumb_head_node *node)
{
    size_t periods = 0;
    if (!plumb_key_is(node->key, "全年") && !plumb_key_is(node->key, "全年数"))
        return false;
    for (size_t k = 0; k < chain->zone->node_count; k++)
        periods += node_at(chain, k)->parent == node->parent && is_period(node_at(chain, k)->key);
    return periods >= 2;
}

static int rank_of(const struct plumb_chain *chain, const struct plumb_head_node *node)
{
    return is_year_of_periods(chain, node) ? 2 : plumb_label_total(node->key);
}

/* Every character of `part` in its order among those of `whole`. */
static bool is_spelt_in(struct plumb_str part, struct plumb_str whole)
{
    size_t at = 0, i = 0;
    while (i < part.len) {
        uint32_t cp = plumb_utf8_decode(part, &i), other = 0;
        while (at < whole.len && (other = plumb_utf8_decode(whole, &at)) != cp)
            ;
        if (other != cp)
            return false;
    }
    return true;
}

/* 车辆购置及维护费 | 车辆购置费 | 车辆维护费: the second and third are parts of the first without a head over
 * them. `joint` is the last head that names two things, PLUMB_NPOS before there was one. */
static bool is_part_of_joint(const struct plumb_chain *chain, size_t *joint, size_t k)
{
    struct plumb_str key = node_at(chain, k)->key;
    if (*joint != PLUMB_NPOS && key.len < node_at(chain, *joint)->key.len &&
        is_spelt_in(key, node_at(chain, *joint)->key))
        return true;
    *joint = PLUMB_HAS(key, "及", "和", "与") ? k : PLUMB_NPOS;
    return false;
}

/* Siblings behind (or before) a total: plain ones, up to the next total. */
static void sibling_readings(struct row_sum *sum, struct plumb_sum_family *family, size_t node)
{
    const struct plumb_chain *chain = sum->chain;
    struct column_list right = {.count = 0}, plain = {.count = 0}, left = {.count = 0};
    size_t joint = PLUMB_NPOS;
    for (size_t k = next_sibling(chain, node); k != PLUMB_NPOS; k = next_sibling(chain, k)) {
        if (rank_of(chain, node_at(chain, k)) >= rank_of(chain, node_at(chain, node)))
            break;
        if (is_among(node_at(chain, k)->key) || is_part_of_joint(chain, &joint, k))
            continue;
        size_t before = right.count;
        add_parts(chain, k, sum->leaf, 0, &right);
        enum plumb_column_role role = right.count > before
                                          ? chain->zone->columns[right.items[before]].role
                                          : PLUMB_COLUMN_UNKNOWN;
        for (size_t i = before; i < right.count && role != PLUMB_COLUMN_BALANCE; i++)
            put(&plain, right.items[i]);
    }
    const struct plumb_head_node *own = node_at(chain, node);
    for (size_t k = 0; k < chain->zone->node_count; k++) {
        const struct plumb_head_node *other = node_at(chain, k);
        if (other->parent != own->parent || other->to >= own->from || is_among(other->key))
            continue;
        if (rank_of(chain, other) >= rank_of(chain, own))
            left.count = 0;
        else
            add_parts(chain, k, sum->leaf, 0, &left);
    }
    add_reading(sum, family, "the columns to the right", &plain);
    if (plain.count > 0)
        add_reading(sum, family, "the columns to the right with balances", &right);
    add_reading(sum, family, "the columns to the left", &left);
}

static bool is_stage_head(struct plumb_str key)
{
    enum plumb_column_role role = plumb_head_meaning(key).role;
    return role >= PLUMB_COLUMN_INITIAL && role <= PLUMB_COLUMN_DELTA;
}

/* 其中 behind a head: its parts, then with what follows it (在用 出租 | 其他). */
static void among_readings(struct row_sum *sum, struct plumb_sum_family *family, size_t node)
{
    const struct plumb_chain *chain = sum->chain;
    size_t among = next_sibling(chain, node);
    struct column_list parts = {.count = 0}, more;
    if (among == PLUMB_NPOS || !is_among(node_at(chain, among)->key))
        return;
    if (among_only(node_at(chain, among)->key))
        for (size_t k = first_child(chain, among); k != PLUMB_NPOS; k = next_sibling(chain, k)) {
            if (!is_among(node_at(chain, k)->key))
                add_parts(chain, k, sum->leaf, 0, &parts);
        }
    else
        add_parts(chain, among, sum->leaf, 0, &parts);
    if (node_at(chain, among)->from == node_at(chain, among)->to && parts.count == 0)
        put(&parts, node_at(chain, among)->from);
    more = parts;
    add_reading(sum, family, "其中", &parts);
    for (size_t k = next_sibling(chain, among); k != PLUMB_NPOS; k = next_sibling(chain, k)) {
        if (plumb_label_total(node_at(chain, k)->key))
            break;
        add_parts(chain, k, sum->leaf, 0, &more);
        add_reading(sum, family, "其中 and the columns behind it", &more);
    }
}

static void add_node(struct row_sum *sum, size_t i)
{
    const struct plumb_chain *chain = sum->chain;
    const struct plumb_head_node *node = node_at(chain, i);
    size_t next = next_sibling(chain, i);
    bool among = next != PLUMB_NPOS && is_among(node_at(chain, next)->key);
    bool total = rank_of(chain, node) > 0;
    size_t own = own_column(chain, i, sum->leaf);
    if (own == PLUMB_NPOS || is_among(node->key) || (!among && !total))
        return;
    struct plumb_sum_family family = new_family(sum, own);
    if (among)
        among_readings(sum, &family, i);
    /* 支出合计 | 基本支出 | 项目支出 | 结余 */
    if (total)
        sibling_readings(sum, &family, i);
    family.open = among && !total;
    plumb_batch_add(sum->batch, &family);
}

/* A group whose first child is its 小计 is covered by add_node; "合计 {预算数, 决算数}" has one sum
 * for each leaf. */
void plumb_sum_columns(struct plumb_sum_batch *batch, const struct plumb_chain *chain)
{
    if (!plumb_chain_is_headed(chain) || chain->zone->column_count > COLUMNS_MAX ||
        chain->count == 0)
        return;
    struct row_sum sum = {
        .batch = batch, .chain = chain, .lines = all_lines(batch->work, chain), .leaf = {"", 0}};
    for (size_t i = 0; i < chain->zone->node_count; i++) {
        const struct plumb_head_node *node = node_at(chain, i);
        size_t child = first_child(chain, i);
        bool stages = node->from < node->to && child != PLUMB_NPOS &&
                      is_stage_head(node_at(chain, child)->key);
        if (!stages) {
            sum.leaf = (struct plumb_str){"", 0};
            add_node(&sum, i);
            continue;
        }
        for (; child != PLUMB_NPOS; child = next_sibling(chain, child)) {
            sum.leaf = node_at(chain, child)->key;
            add_node(&sum, i);
        }
    }
}
