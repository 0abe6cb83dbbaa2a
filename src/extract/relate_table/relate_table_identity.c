/* Sums that the rules define, wherever their members stand in a table: 三公 = 出国 + 公车 + 接待,
 * 支出 = 基本 + 项目, 基本 = 人员 + 公用, 收入 − 支出 = 结余; totals printed side by side; breakdowns under
 * 按收入性质分. DOMAIN §3. */
#include "extract/relate_table/relate_table_totals.h"

/* One member of an identity: which labels it goes by. */
struct member {
    const char *has;   /* the label contains this … */
    const char *also;  /* … and this (NULL: nothing more) */
    const char * not ; /* … and not this */
    int sign;
};

struct identity {
    const char *name;
    struct member total;
    struct member parts[6];
    size_t part_count;
    size_t needed; /* parts that must be there */
};

static const struct identity IDENTITIES[] = {
    {"三公 = 出国 + 公车 + 接待",
     {"三公", NULL, "率", 1},
     {{"出国", NULL, "率", 1}, {"公务用车购置及运行", NULL, "率", 1}, {"接待", NULL, "率", 1}},
     3,
     3},
    {"三公 = 出国 + 公车 + 接待",
     {"三公", NULL, "率", 1},
     {{"出国", NULL, "率", 1}, {"购置和维护", NULL, "率", 1}, {"接待", NULL, "率", 1}},
     3,
     3},
    {"三公 = 出国 + 购置 + 运行 + 接待",
     {"三公", NULL, "率", 1},
     {{"出国", NULL, "率", 1},
      {"车购置", NULL, "运行", 1},
      {"运行", "车", "购置", 1},
      {"接待", NULL, "率", 1}},
     4,
     4},
    {"三公 = 出国 + 购置 + 运维 + 接待",
     {"三公", NULL, "率", 1},
     {{"出国", NULL, "率", 1},
      {"车购置", NULL, "运", 1},
      {"运维", "车", "购置", 1},
      {"接待", NULL, "率", 1}},
     4,
     4},
    {"支出 = 基本 + 项目",
     {"支出合计", NULL, "预算", 1},
     {{"=基本支出", NULL, NULL, 1},
      {"=项目支出", NULL, NULL, 1},
      {"上缴上级支出", NULL, NULL, 1},
      {"=经营支出", NULL, NULL, 1},
      {"附属单位补助支出", NULL, NULL, 1}},
     5,
     2},
    {"基本 = 人员 + 公用",
     {"=基本支出", NULL, NULL, 1},
     {{"人员", "支出", NULL, 1}, {"公用", "支出", NULL, 1}},
     2,
     2},
    {"基本 = 人员 + 公用",
     {"=基本支出", NULL, NULL, 1},
     {{"人员经费", NULL, NULL, 1}, {"公用经费", NULL, NULL, 1}},
     2,
     2},
    {"年末结转 = 年初结转 + 收入 − 支出",
     {"年末", "结转", NULL, 1},
     {{"年初", "结转", NULL, 1}, {"=本年收入", NULL, NULL, 1}, {"=本年支出", NULL, NULL, -1}},
     3,
     3},
    {"年末结转 = 年初结转 + 收入 − 支出",
     {"年末", "结转", NULL, 1},
     {{"年初", "结转", NULL, 1}, {"=本年收入", NULL, NULL, 1}, {"=本年支出小计", NULL, NULL, -1}},
     3,
     3},
    /* the statement of a fund */
    {"本年结余 = 收入 − 支出",
     {"收支结余", NULL, "滚存", 1},
     {{"年收入", NULL, "上", 1}, {"年支出", NULL, "上", -1}},
     2,
     2},
    {"本年结余 = 收入 − 支出",
     {"=本年结余", NULL, NULL, 1},
     {{"=本年收入", NULL, NULL, 1}, {"=本年支出", NULL, NULL, -1}},
     2,
     2},
    {"滚存结余 = 上年结余 + 本年结余",
     {"滚存结余", "末", NULL, 1},
     {{"上年", "结余", NULL, 1}, {"年收支结余", NULL, "上", 1}},
     2,
     2},
    {"滚存结余 = 上年结余 + 本年结余",
     {"滚存结余", "末", NULL, 1},
     {{"上年", "结余", NULL, 1}, {"=本年结余", NULL, NULL, 1}},
     2,
     2},
    {"滚存结余 = 上年结余 + 收入 − 支出",
     {"滚存结余", "末", NULL, 1},
     {{"上年", "结余", NULL, 1}, {"=本年收入", NULL, NULL, 1}, {"=本年支出", NULL, NULL, -1}},
     3,
     3},
};

static bool fits(struct plumb_str key, const struct member *m)
{
    bool has = m->has[0] == '=' ? plumb_key_is(key, m->has + 1) : plumb_str_has(key, m->has);
    return has && (!m->also || plumb_str_has(key, m->also)) &&
           (!m->not || !plumb_str_has(key, m->not ));
}

/* Members among the lines: the same sum in every column. */
static size_t find_line(const struct plumb_chain *chain, const struct member *m)
{
    for (size_t i = 0; i < chain->count; i++)
        if (fits(chain->lines[i].line->key, m))
            return i;
    return PLUMB_NPOS;
}

/* Members among the columns: the same sum in every line. The head above 合计 or 小计 counts. */
static size_t find_column(const struct plumb_chain *chain, const struct member *m)
{
    const struct plumb_grid_group *group = chain->group;
    for (size_t c = group->first_value; c != PLUMB_NPOS && c <= group->last_value; c++) {
        const struct plumb_grid_column *column = &chain->zone->columns[c];
        bool total = plumb_label_total(column->key) && column->above.len;
        if (plumb_column_is_summable(column) &&
            (fits(column->key, m) || (total && fits(column->above, m))))
            return c;
    }
    return PLUMB_NPOS;
}

static void add_identity(struct plumb_sum_batch *batch, const struct plumb_chain *chain,
                         const struct identity *identity, bool vertical)
{
    size_t parts[6], n = 0, found = 0, across_count = 0;
    int signs[6];
    size_t total =
        vertical ? find_line(chain, &identity->total) : find_column(chain, &identity->total);
    if (total == PLUMB_NPOS)
        return;
    for (size_t i = 0; i < identity->part_count; i++) {
        size_t at = vertical ? find_line(chain, &identity->parts[i])
                             : find_column(chain, &identity->parts[i]);
        found += at != PLUMB_NPOS && at != total && i < identity->needed;
        if (at == PLUMB_NPOS || at == total)
            continue;
        signs[n] = identity->parts[i].sign;
        parts[n++] = at;
    }
    if (found < identity->needed)
        return;
    /* across the lines' own columns: a table may print other lines beside them */
    const struct plumb_grid_group *group = chain->group;
    if (vertical && group->first_value == PLUMB_NPOS)
        return;
    size_t from = vertical ? group->first_value : 0;
    size_t to = vertical ? group->last_value + 1 : chain->count;
    size_t *across = plumb_arena_array(batch->work->arena, to - from + 1, sizeof *across);
    for (size_t k = from; k < to; k++) {
        const struct plumb_fact *fact = vertical ? plumb_chain_value(batch->work, chain, total, k)
                                                 : plumb_chain_value(batch->work, chain, k, total);
        bool plain = !vertical || plumb_column_is_summable(&chain->zone->columns[k]);
        if (fact && plain && !plumb_batch_has(batch, fact))
            across[across_count++] = k;
    }
    struct plumb_sum_family family = {.chain = chain,
                                      .vertical = vertical,
                                      .total = total,
                                      .across = across,
                                      .across_count = across_count,
                                      .confidence = 0.85};
    plumb_family_reading(batch->work, &family, identity->name, parts, n, signs);
    plumb_batch_add(batch, &family);
}

/* ---- 收入 − 支出 = 结余 over two zones ------------------------------------------------------- */

static size_t column_by_key(const struct plumb_chain *chain, const char *const *words)
{
    for (size_t c = chain->group->first_value; c != PLUMB_NPOS && c <= chain->group->last_value;
         c++)
        for (size_t w = 0; words[w]; w++)
            if (plumb_key_is(chain->zone->columns[c].key, words[w]))
                return c;
    return PLUMB_NPOS;
}

static size_t same_line(const struct plumb_chain *chain, struct plumb_str key)
{
    for (size_t i = 0; i < chain->count; i++)
        if (plumb_str_equal(chain->lines[i].line->key, key))
            return i;
    return PLUMB_NPOS;
}

static void push_balance(struct plumb_extract_work *work, const struct plumb_fact *balance,
                         const struct plumb_fact *income, const struct plumb_fact *spent,
                         const struct plumb_fact *opening)
{
    struct plumb_claim claim;
    const struct plumb_fact *facts[3] = {income, spent, opening};
    const int signs[3] = {1, -1, 1};
    plumb_table_claim(&claim, work, PLUMB_REL_BALANCE, "consistency.balance", balance,
                      (struct plumb_str){"", 0});
    claim.confidence = 0.8;
    plumb_claim_sum(&claim, balance, facts, signs, 2, "收入 − 支出");
    if (opening)
        plumb_claim_sum(&claim, balance, facts, signs, 3, "收入 − 支出 + 上年结转");
    plumb_claim_push(&claim);
}

static void add_balances(struct plumb_extract_work *work, const struct plumb_chain *chain,
                         const struct plumb_chain *chains, size_t count)
{
    static const char *const balances[] = {"结余", "年末结余", "本年结余", "结转结余", NULL};
    static const char *const spendings[] = {"支出合计", "本年支出合计", "本年支出", NULL};
    static const char *const incomes[] = {"收入合计", "本年收入合计", "本年收入", NULL};
    static const char *const openings[] = {"上年结转", "年初结转", "上年结余", NULL};
    size_t balance = column_by_key(chain, balances), spent = column_by_key(chain, spendings);
    if (balance == PLUMB_NPOS || spent == PLUMB_NPOS)
        return;
    for (size_t k = count; k-- > 0;) {
        /* the income may stand in the table before */
        bool near = chains[k].grid->block <= chain->grid->block &&
                    chains[k].grid->block + 4 >= chain->grid->block;
        size_t income = near ? column_by_key(&chains[k], incomes) : PLUMB_NPOS;
        if (income == PLUMB_NPOS)
            continue;
        size_t opening = column_by_key(&chains[k], openings);
        for (size_t i = 0; i < chain->count; i++) {
            size_t other = same_line(&chains[k], chain->lines[i].line->key);
            const struct plumb_fact *b = plumb_chain_value(work, chain, i, balance);
            const struct plumb_fact *s = plumb_chain_value(work, chain, i, spent);
            const struct plumb_fact *in =
                other == PLUMB_NPOS ? NULL : plumb_chain_value(work, &chains[k], other, income);
            const struct plumb_fact *o = other == PLUMB_NPOS || opening == PLUMB_NPOS
                                             ? NULL
                                             : plumb_chain_value(work, &chains[k], other, opening);
            if (b && s && in)
                push_balance(work, b, in, s, o);
        }
        return;
    }
}

/* ---- totals side by side: 收入总计 | 支出总计 ------------------------------------------------- */

static const struct plumb_fact *line_total(const struct plumb_extract_work *work,
                                           const struct plumb_chain *chain, size_t row, int *rank)
{
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (line->row != row || chain->lines[i].grid != chain->grid || !line->total)
            continue;
        *rank = line->total;
        size_t c = chain->group->first_value;
        return c == PLUMB_NPOS ? NULL : plumb_chain_value(work, chain, i, c);
    }
    return NULL;
}

static void add_sides(struct plumb_extract_work *work, const struct plumb_chain *left,
                      const struct plumb_chain *right)
{
    for (size_t i = 0; i < left->count; i++) {
        int rank_l = 0, rank_r = 0;
        size_t row = left->lines[i].line->row;
        if (left->lines[i].line->total != 3)
            continue;
        const struct plumb_fact *a = line_total(work, left, row, &rank_l);
        const struct plumb_fact *b = line_total(work, right, row, &rank_r);
        if (!a || !b || rank_r != 3)
            continue;
        struct plumb_claim claim;
        plumb_table_claim(&claim, work, PLUMB_REL_BALANCE,
                          plumb_table_check(left->grid, "consistency.balance"), b,
                          (struct plumb_str){"", 0});
        plumb_claim_sum(&claim, b, &a, NULL, 1, "收入总计 = 支出总计");
        plumb_claim_push(&claim);
    }
}

/* ---- 按收入性质分 | 按支出性质分 -------------------------------------------------------------- */

static bool is_breakdown_head(struct plumb_str key)
{
    return plumb_str_starts(key, PLUMB_STR("按")) && plumb_str_has(key, "分");
}

/* Values printed as "label：value" in one column of a zone. */
static size_t column_values(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                            const struct plumb_zone *zone, size_t column,
                            const struct plumb_fact **out, size_t limit, size_t *blanks)
{
    size_t n = 0;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, r, column);
        if (!cell || cell->type == PLUMB_CELL_EMPTY)
            continue;
        const struct plumb_fact *found = NULL;
        for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++)
            if (work->facts[i].unit == PLUMB_UNIT_YUAN && work->facts[i].label.len)
                found = &work->facts[i];
        if (found && n < limit)
            out[n++] = found;
        else
            (*blanks)++;
    }
    return n;
}

/* Of two totals that the parts miss, the nearer one is meant. */
static bool is_nearer(const struct plumb_claim *a, const struct plumb_claim *b)
{
    return plumb_dec_cmp(plumb_dec_abs(a->best.gap), plumb_dec_abs(b->best.gap)) < 0;
}

static void add_breakdown(struct plumb_extract_work *work, const struct plumb_grid *grid, size_t z)
{
    const struct plumb_zone *zone = &grid->zones[z];
    for (size_t c = 0; c < zone->column_count; c++) {
        const struct plumb_fact *parts[32];
        size_t blanks = 0;
        if (!is_breakdown_head(zone->columns[c].key) || z == 0 || zone[-1].row_to == 0)
            continue;
        size_t n = column_values(work, grid, zone, c, parts, 32, &blanks);
        struct plumb_claim claim = {.work = work};
        bool begun = false;
        for (size_t k = 0; n > 0 && k < zone[-1].column_count; k++) {
            const struct plumb_fact *whole = plumb_grid_value(work, grid, zone[-1].row_to - 1, k);
            if (!whole || whole->unit != PLUMB_UNIT_YUAN)
                continue;
            struct plumb_claim reading;
            plumb_table_claim(&reading, work, PLUMB_REL_SUM, "consistency.sum", whole,
                              (struct plumb_str){"", 0});
            reading.confidence = 0.8;
            plumb_claim_sum(&reading, whole, parts, NULL, n, "the breakdown of the total above");
            unsigned readings = begun ? claim.readings : 0;
            if (!begun || (!plumb_claim_holds(&claim) &&
                           (plumb_claim_holds(&reading) || is_nearer(&reading, &claim))))
                claim = reading;
            claim.readings = readings + 1;
            begun = true;
        }
        bool short_list = begun && !plumb_claim_holds(&claim) && blanks > 0 &&
                          plumb_dec_cmp(claim.best.expected, claim.stated->value) < 0;
        if (short_list)
            claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        if (begun)
            plumb_claim_push(&claim);
    }
}

void plumb_sum_identities(struct plumb_sum_batch *batch, const struct plumb_chain *chains,
                          size_t count)
{
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < PLUMB_COUNT(IDENTITIES); i++) {
            add_identity(batch, &chains[k], &IDENTITIES[i], true);
            if (plumb_chain_is_headed(&chains[k]))
                add_identity(batch, &chains[k], &IDENTITIES[i], false);
        }
}

void plumb_relate_table_totals(struct plumb_extract_work *work)
{
    size_t count = 0;
    struct plumb_chain *chains = plumb_table_chains(work, &count);
    for (size_t from = 0; from < count;) {
        struct plumb_sum_batch batch = {.work = work};
        size_t to = from;
        while (to < count && chains[to].grid == chains[from].grid)
            to++;
        for (size_t k = from; k < to; k++) {
            plumb_sum_rows(&batch, &chains[k]);
            plumb_sum_signed(&batch, &chains[k]);
            plumb_sum_columns(&batch, &chains[k]);
        }
        plumb_sum_identities(&batch, chains + from, to - from);
        plumb_batch_push(&batch);
        for (size_t k = from; k < to; k++) {
            add_balances(work, &chains[k], chains, to);
            if (k + 1 < to && chains[k + 1].zone == chains[k].zone)
                add_sides(work, &chains[k], &chains[k + 1]);
        }
        for (size_t z = 0; z < chains[from].grid->zone_count; z++)
            add_breakdown(work, chains[from].grid, z);
        from = to;
    }
}
