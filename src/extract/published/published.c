/* Recognising the published tables of accounts and budgets. A title decides when it names one; a table
 * without one is known by its heads. 财预〔2016〕143号 (disclosure of budgets and accounts); the titles are
 * those of 部门决算报表 and of the forms of the provinces. */
#include "extract/published/published.h"

#include <string.h>

static const struct {
    const char *zh, *en, *check;
} NAMES[PLUMB_PUBLISHED_KINDS] = {
    [PLUMB_PUBLISHED_NONE] = {"", "", "consistency.restatement"},
    [PLUMB_T1] = {"收入支出决算总表", "total income and expenditure", "accounts.T1"},
    [PLUMB_T2] = {"收入决算表", "income", "accounts.T2"},
    [PLUMB_T3] = {"支出决算表", "expenditure", "accounts.T3"},
    [PLUMB_T4] = {"财政拨款收入支出决算总表", "fiscal appropriation", "accounts.T4"},
    [PLUMB_T5] = {"一般公共预算财政拨款支出决算表", "general public budget", "accounts.T5"},
    [PLUMB_T6] = {"一般公共预算财政拨款基本支出决算表", "basic expenditure", "accounts.T6"},
    [PLUMB_T7] = {"“三公”经费支出决算表", "three public expenses", "accounts.T7"},
    [PLUMB_T8] = {"政府性基金预算财政拨款收入支出决算表", "government funds", "accounts.T8"},
    [PLUMB_T9] = {"国有资本经营预算财政拨款支出决算表", "state capital", "accounts.T9"},
    [PLUMB_B1] = {"收支预算总表", "total income and expenditure", "consistency.restatement"},
    [PLUMB_B2] = {"收入预算总表", "income", "consistency.restatement"},
    [PLUMB_B3] = {"支出预算总表", "expenditure", "consistency.restatement"},
    [PLUMB_B4] = {"财政拨款收支预算总表", "fiscal appropriation", "consistency.restatement"},
    [PLUMB_B5] = {"一般公共预算支出预算表", "general public budget", "consistency.restatement"},
    [PLUMB_B6] = {"一般公共预算基本支出预算表", "basic expenditure", "consistency.restatement"},
    [PLUMB_B7] = {"“三公”经费预算表", "three public expenses", "consistency.restatement"},
    [PLUMB_B8] = {"政府性基金预算支出预算表", "government funds", "consistency.restatement"},
    [PLUMB_B9] = {"国有资本经营预算支出预算表", "state capital", "consistency.restatement"},
};

const char *plumb_published_name(enum plumb_published_kind kind)
{
    return NAMES[kind].zh;
}

const char *plumb_published_name_en(enum plumb_published_kind kind)
{
    return NAMES[kind].en;
}

const char *plumb_published_check(enum plumb_published_kind kind)
{
    return NAMES[kind].check;
}

/* ---- titles ---------------------------------------------------------------------------------- */

static bool has(struct plumb_str s, const char *word)
{
    return plumb_str_has(s, word);
}

/* 绩效, 采购, 项目 and asset tables, and tables that add other years or units, are none of the nine. */
static bool other_table(struct plumb_str key)
{
    return PLUMB_HAS(key, "绩效", "采购", "资产", "自评", "目标表", "项目支出预算", "项目支出表",
                     "对比", "执行情况", "分单位", "明细账", "指标", "政府经济", "机关运行", "债务",
                     "专项转移", "人员情况", "机构情况", "基础数据");
}

static enum plumb_published_kind ordinary(struct plumb_str key)
{
    bool income = has(key, "收入"), spent = has(key, "支出"), both = has(key, "收支");
    if (has(key, "三公"))
        return PLUMB_T7;
    if (has(key, "国有资本"))
        return PLUMB_T9;
    if (has(key, "政府性基金"))
        return PLUMB_T8;
    if (has(key, "基本支出"))
        return PLUMB_T6;
    if (has(key, "财政拨款") && (both || (income && spent)) && !has(key, "一般公共预算"))
        return PLUMB_T4;
    if (has(key, "一般公共预算") || (has(key, "财政拨款") && spent && !income))
        return PLUMB_T5;
    if (both || (income && spent))
        return PLUMB_T1;
    return income ? PLUMB_T2 : spent ? PLUMB_T3 : PLUMB_PUBLISHED_NONE;
}

enum plumb_published_kind plumb_published_by_title(struct plumb_str key, bool budget)
{
    if (plumb_utf8_count(key) > 48 || !has(key, "表") || PLUMB_HAS(key, "本表", "。", "见表") ||
        (other_table(key) && !has(key, "三公")))
        return PLUMB_PUBLISHED_NONE;
    bool accounts = has(key, "决算");
    /* budgets print "收支总表" and "收入总表" too; the words of a table's kind must be there */
    if (!accounts && !PLUMB_HAS(key, "预算", "总表", "收支", "三公", "情况表", "支出表", "收入表"))
        return PLUMB_PUBLISHED_NONE;
    enum plumb_published_kind kind = ordinary(key);
    if (kind == PLUMB_PUBLISHED_NONE || accounts)
        return kind;
    return budget ? (enum plumb_published_kind)(kind + PLUMB_BUDGET_SHIFT) : PLUMB_PUBLISHED_NONE;
}

/* ---- words ----------------------------------------------------------------------------------- */

static bool one_fits(struct plumb_str key, struct plumb_str word)
{
    if (word.len && word.ptr[0] == '=')
        return plumb_str_equal(key, plumb_str_sub(word, 1, word.len));
    if (word.len && word.ptr[0] == '^')
        return plumb_str_starts(key, plumb_str_sub(word, 1, word.len));
    return plumb_str_find(key, word) != PLUMB_NPOS;
}

bool plumb_words_fit(struct plumb_str key, const char *words)
{
    while (*words) {
        size_t len = strcspn(words, "|");
        if (one_fits(key, (struct plumb_str){words, len}))
            return true;
        words += len + (words[len] == '|');
    }
    return false;
}

/* ---- cells ----------------------------------------------------------------------------------- */

size_t plumb_published_total(const struct plumb_chain *chain)
{
    size_t best = PLUMB_NPOS;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (line->total && (best == PLUMB_NPOS || line->total > chain->lines[best].line->total))
            best = i;
    }
    return best;
}

static bool heads_fit(const struct plumb_grid_column *column, const char *words)
{
    /* 本年支出 above 合计 or 小计: the column of the whole */
    bool total = plumb_label_total(column->key) > 0;
    return plumb_words_fit(column->key, words) ||
           (total && column->above.len && plumb_words_fit(column->above, words));
}

size_t plumb_published_column(const struct plumb_chain *chain, const char *words)
{
    const struct plumb_grid_group *group = chain->group;
    for (size_t c = group->first_value; c != PLUMB_NPOS && c <= group->last_value; c++)
        if (plumb_column_is_summable(&chain->zone->columns[c]) &&
            (!words || heads_fit(&chain->zone->columns[c], words)))
            return c;
    return PLUMB_NPOS;
}

static size_t find_row(const struct plumb_chain *chain, const char *words)
{
    if (!words)
        return plumb_published_total(chain);
    for (size_t i = 0; i < chain->count; i++)
        if (plumb_words_fit(chain->lines[i].line->key, words))
            return i;
    return PLUMB_NPOS;
}

const struct plumb_fact *plumb_published_value(const struct plumb_extract_work *work,
                                               const struct plumb_published_set *set,
                                               const struct plumb_place *place, bool *known)
{
    const struct plumb_published *table = set->of[place->kind];
    if (known)
        *known = false;
    for (size_t k = 0; table && k < table->chain_count; k++) {
        const struct plumb_chain *chain = &table->chains[k];
        size_t row = find_row(chain, place->row);
        size_t column =
            row == PLUMB_NPOS ? PLUMB_NPOS : plumb_published_column(chain, place->column);
        if (column == PLUMB_NPOS)
            continue;
        const struct plumb_fact *fact = plumb_chain_value(work, chain, row, column);
        if (known)
            *known = !chain->zone->lossy && table->grid->table->aligned;
        return fact && fact->unit == PLUMB_UNIT_YUAN ? fact : NULL;
    }
    return NULL;
}

/* ---- finding the tables ---------------------------------------------------------------------- */

static struct plumb_str block_key(struct plumb_extract_work *work, size_t block)
{
    struct plumb_str text = work->document->blocks[block].text.str;
    return text.len > 200 ? PLUMB_STR("") : plumb_label_key(work->arena, text);
}

/* The title may stand in the caption, in the first row, or up to three short blocks above. */
static enum plumb_published_kind kind_by_words(struct plumb_extract_work *work,
                                               const struct plumb_grid *grid, bool budget)
{
    enum plumb_published_kind kind =
        plumb_published_by_title(plumb_label_key(work->arena, grid->title), budget);
    if (kind != PLUMB_PUBLISHED_NONE)
        return kind;
    kind = plumb_published_by_title(plumb_label_key(work->arena, grid->table->title.str), budget);
    for (size_t back = 1; kind == PLUMB_PUBLISHED_NONE && back <= 3 && back <= grid->block;
         back++) {
        if (work->document->blocks[grid->block - back].kind == PLUMB_BLOCK_TABLE)
            break;
        kind = plumb_published_by_title(block_key(work, grid->block - back), budget);
    }
    return kind;
}

static bool chain_has_code(const struct plumb_chain *chain, char first)
{
    for (size_t i = 0; i < chain->count; i++)
        if (chain->lines[i].line->code.len >= 3 && chain->lines[i].line->code.ptr[0] == first)
            return true;
    return false;
}

static bool has_column(const struct plumb_chain *chain, const char *words)
{
    return plumb_published_column(chain, words) != PLUMB_NPOS;
}

/* Without a title: the heads that only one of the nine has. */
static enum plumb_published_kind kind_by_heads(const struct plumb_chain *chain)
{
    if (has_column(chain, "因公出国") && has_column(chain, "公务接待"))
        return PLUMB_T7;
    if (chain_has_code(chain, '3'))
        return PLUMB_T6;
    if (!chain_has_code(chain, '2'))
        return PLUMB_PUBLISHED_NONE;
    if (has_column(chain, "财政拨款收入") && has_column(chain, "=事业收入|=经营收入|=其他收入"))
        return PLUMB_T2;
    if (has_column(chain, "=基本支出") && has_column(chain, "上缴上级支出|=经营支出"))
        return PLUMB_T3;
    return PLUMB_PUBLISHED_NONE;
}

static size_t count_amounts(const struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    const struct plumb_grid_group *group = chain->group;
    size_t n = 0;
    for (size_t i = 0; i < chain->count && group->first_value != PLUMB_NPOS; i++)
        for (size_t c = group->first_value; c <= group->last_value; c++) {
            const struct plumb_fact *fact = plumb_chain_value(work, chain, i, c);
            n += fact && plumb_dec_sign(fact->value) != 0;
        }
    return n;
}

static void add_table(struct plumb_extract_work *work, struct plumb_published_set *set,
                      size_t *capacity, const struct plumb_chain *chains, size_t count, bool budget)
{
    enum plumb_published_kind kind = kind_by_words(work, chains->grid, budget);
    if (kind == PLUMB_PUBLISHED_NONE) {
        kind = kind_by_heads(chains);
        if (kind != PLUMB_PUBLISHED_NONE && budget)
            kind = (enum plumb_published_kind)(kind + PLUMB_BUDGET_SHIFT);
    }
    if (kind == PLUMB_PUBLISHED_NONE)
        return;
    struct plumb_published *table = PLUMB_PUSH(work->arena, set->tables, set->count, *capacity);
    *table = (struct plumb_published){
        .kind = kind, .grid = chains->grid, .chains = chains, .chain_count = count};
    for (size_t i = 0; i < count; i++) {
        table->amounts += count_amounts(work, &chains[i]);
        table->whole_table |= plumb_published_total(&chains[i]) != PLUMB_NPOS;
    }
}

/* Of two tables that claim one kind the one with amounts counts; two with amounts are a report on
 * several units or years, and are not compared. */
static void choose(struct plumb_published_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct plumb_published *table = &set->tables[i], **slot = &set->of[table->kind];
        if (*slot && (*slot)->amounts > 0 && table->amounts > 0)
            set->twice[table->kind] = true;
        if (!*slot || ((*slot)->amounts == 0 && table->amounts > 0))
            *slot = table;
    }
    for (size_t k = 0; k < PLUMB_PUBLISHED_KINDS; k++)
        if (set->twice[k])
            set->of[k] = NULL;
}

struct plumb_published_set *plumb_published_find(struct plumb_extract_work *work)
{
    if (work->published)
        return work->published;
    struct plumb_published_set *set = plumb_arena_alloc(work->arena, sizeof *set);
    size_t count = 0, capacity = 0;
    const struct plumb_chain *chains = plumb_table_chains(work, &count);
    bool budget = work->kind == PLUMB_KIND_BUDGET;
    bool published = budget || work->kind == PLUMB_KIND_ACCOUNTS;
    for (size_t from = 0, to; from < count; from = to) {
        to = from + 1;
        while (to < count && chains[to].grid == chains[from].grid)
            to++;
        /* in other reports a table is one of the nine only by a title that says so */
        if (published || plumb_str_has(chains[from].grid->title, "决算"))
            add_table(work, set, &capacity, &chains[from], to - from, budget);
    }
    choose(set);
    work->published = set;
    return set;
}
