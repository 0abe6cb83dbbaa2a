/* What the explanations tell, against the published tables: totals, classes and items by function, basic
 * expenditure, 三公, funds. A number of the text may be told of several tables (all funds or fiscal
 * appropriation only); it is reported when it agrees with none of them and stands nowhere else in them. */
#include "extract/published/published.h"

enum { CANDIDATES_MAX = 12, DIGITS_LEAST = 2 };

struct told {
    struct plumb_extract_work *work;
    const struct plumb_published_set *set;
    const struct plumb_item *item;
    const struct plumb_fact *cells[CANDIDATES_MAX];
    enum plumb_published_kind kinds[CANDIDATES_MAX];
    size_t count;
    bool unit_off; /* the table that tells it is in a wrong unit: nothing can be said */
};

static void add_cell(struct told *t, enum plumb_published_kind kind, const struct plumb_fact *fact)
{
    t->unit_off |= fact && t->set->unit_off[kind];
    if (!fact || t->count == CANDIDATES_MAX || fact->unit != t->item->fact->unit)
        return;
    t->kinds[t->count] = kind;
    t->cells[t->count++] = fact;
}

static enum plumb_published_kind own(const struct told *t, enum plumb_published_kind kind)
{
    bool budget = t->work->kind == PLUMB_KIND_BUDGET;
    return budget ? (enum plumb_published_kind)(kind + PLUMB_BUDGET_SHIFT) : kind;
}

static void add_place(struct told *t, enum plumb_published_kind kind, const char *row,
                      const char *column)
{
    struct plumb_place place = {own(t, kind), row, column};
    add_cell(t, place.kind, plumb_published_value(t->work, t->set, &place, NULL));
}

/* ---- functions: 类, 款, 项 ------------------------------------------------------------------------ */

static bool keys_alike(struct plumb_str key, struct plumb_str name)
{
    return plumb_str_equal(key, name);
}

/* The line of the class `name`, or of the item `name` under the 款 `parent`. */
static void add_function(struct told *t, enum plumb_published_kind kind, struct plumb_str parent,
                         struct plumb_str name, size_t digits)
{
    const struct plumb_published *table = t->set->of[own(t, kind)];
    if (!table || table->chain_count == 0)
        return;
    const struct plumb_chain *chain = &table->chains[0];
    size_t column = plumb_published_column(
        chain, "本年支出合计|=合计|=本年支出|=支出合计|=小计|=决算数|=预算数|=金额");
    struct plumb_str above = {"", 0};
    for (size_t i = 0; i < chain->count && column != PLUMB_NPOS; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (line->code.len == 5)
            above = line->key;
        if (line->code.len != digits || !keys_alike(line->key, name) ||
            (parent.len && !keys_alike(above, parent)))
            continue;
        add_cell(t, table->kind, plumb_chain_value(t->work, chain, i, column));
    }
}

/* Rows of the tables of totals: 一、一般公共服务支出. */
static void add_class_rows(struct told *t, enum plumb_published_kind kind, struct plumb_str name)
{
    const struct plumb_published *table = t->set->of[own(t, kind)];
    for (size_t k = 0; table && k < table->chain_count; k++) {
        const struct plumb_chain *chain = &table->chains[k];
        for (size_t i = 0; i < chain->count; i++) {
            if (!keys_alike(chain->lines[i].line->key, name))
                continue;
            size_t from = chain->group->first_value, to = chain->group->last_value;
            for (size_t c = from; c != PLUMB_NPOS && c <= to; c++)
                add_cell(t, table->kind, plumb_chain_value(t->work, chain, i, c));
        }
    }
}

/* Name in front of "(类)" that ends at byte `end`: back to a mark that ends another name. */
static struct plumb_str name_before(struct plumb_str s, size_t end)
{
    size_t from = end;
    while (from > 0) {
        size_t at = plumb_utf8_prev(s, from), next = at;
        uint32_t cp = plumb_utf8_decode(s, &next);
        bool mark = cp == ')' || cp == ',' || cp == ';' || cp == ':' || cp == 0x3002 ||
                    cp == 0x3001 || cp == 0x201C || cp == '"' || cp == '.' || cp < 0x80 ||
                    (cp >= 0xE000 && cp <= 0xF8FF);
        /* brackets within a name: 中医(民族)医院 */
        if (mark)
            break;
        from = at;
    }
    return plumb_str_sub(s, from, end);
}

static size_t last_of(struct plumb_str s, const char *word)
{
    return plumb_str_rfind(s, plumb_str_from(word));
}

static bool told_by_function(struct told *t)
{
    const struct plumb_passage *passage = t->item->passage;
    struct plumb_str s = plumb_str_sub(passage->text, 0, t->item->at);
    size_t class_at = last_of(s, "(类)"), group_at = last_of(s, "(款)"),
           item_at = last_of(s, "(项)");
    if (class_at == PLUMB_NPOS)
        return false;
    bool item = item_at != PLUMB_NPOS && item_at > class_at && group_at != PLUMB_NPOS;
    struct plumb_str behind = plumb_str_sub(s, item ? item_at : class_at, s.len);
    /* "…(项)。年初预算为 A，支出决算为 B": only the outcome stands in the table */
    bool budget = t->work->kind == PLUMB_KIND_BUDGET;
    if (item) {
        bool outcome = budget ? behind.len < 40 : PLUMB_HAS(t->item->before, "决算", "支出");
        if (!outcome || PLUMB_HAS(t->item->before, "预算") != false)
            return false;
        struct plumb_str name = name_before(s, item_at), group = name_before(s, group_at);
        add_function(t, PLUMB_T5, group, name, 7);
        add_function(t, PLUMB_T3, group, name, 7);
        add_function(t, PLUMB_T8, group, name, 7);
        add_function(t, PLUMB_T9, group, name, 7);
        return t->count > 0;
    }
    if (group_at != PLUMB_NPOS && group_at > class_at)
        return false;
    if (behind.len > 30 || PLUMB_HAS(behind, "预算"))
        return false;
    struct plumb_str name = name_before(s, class_at);
    add_function(t, PLUMB_T5, PLUMB_STR(""), name, 3);
    add_function(t, PLUMB_T3, PLUMB_STR(""), name, 3);
    add_function(t, PLUMB_T8, PLUMB_STR(""), name, 3);
    add_class_rows(t, PLUMB_T4, name);
    add_class_rows(t, PLUMB_T1, name);
    return t->count > 0;
}

/* ---- totals --------------------------------------------------------------------------------------- */

/* Where a number under these words stands. */
struct saying {
    const char *label;   /* its label ends with one of these */
    const char *heading; /* the heading above or the sentence has one of these; NULL: any */
    const char *without; /* and none of these */
    enum plumb_published_kind kind;
    const char *row, *column;
};

#define TOTALS "总计|收入支出总计|收支总计|收、支总计|收入、支出总计|总计均|收入总计|支出总计"

static const struct saying SAYINGS[] = {
    {TOTALS, NULL, "财政拨款", PLUMB_T1, "收入总计|=总计", NULL},
    {TOTALS, "财政拨款", NULL, PLUMB_T4, "收入总计|=总计", NULL},
    {"本年收入合计|本年收入", NULL,
     "财政拨款收支|财政拨款收入支出|政府性基金|国有资本|一般公共预算", PLUMB_T1,
     "本年收入合计|=收入合计|=本年收入", NULL},
    {"本年支出合计|本年支出", NULL,
     "财政拨款收支|财政拨款收入支出|政府性基金|国有资本|一般公共预算", PLUMB_T1,
     "本年支出合计|=支出合计|=本年支出", NULL},
    {"财政拨款收入", "收入决算情况|收入情况", "收入支出|收支", PLUMB_T2, NULL,
     "=财政拨款收入|=财政拨款"},
    {"基本支出", "支出决算情况", "收入支出|收支|一般公共预算|财政拨款", PLUMB_T3, NULL,
     "=基本支出"},
    {"项目支出", "支出决算情况", "收入支出|收支|一般公共预算|财政拨款", PLUMB_T3, NULL,
     "=项目支出"},
    {"一般公共预算财政拨款支出|一般公共预算支出", NULL, NULL, PLUMB_T5, NULL,
     "本年支出合计|=合计|=本年支出|=支出合计|=小计|=决算数"},
    {"一般公共预算财政拨款基本支出", NULL, NULL, PLUMB_T5, NULL, "=基本支出"},
    {"人员经费", "基本支出", "增加|减少", PLUMB_T6, "人员经费合计|=人员经费", NULL},
    {"公用经费", "基本支出", "增加|减少", PLUMB_T6, "公用经费合计|=公用经费", NULL},
    {"人员经费", "基本支出", "增加|减少", PLUMB_T6, NULL, "=人员经费"},
    {"公用经费", "基本支出", "增加|减少", PLUMB_T6, NULL, "=公用经费|=日常公用经费"},
    {"本年收入", "政府性基金", NULL, PLUMB_T8, NULL, "=本年收入|本年收入合计"},
    {"本年支出", "政府性基金", NULL, PLUMB_T8, NULL, "=本年支出|本年支出合计|=合计"},
    {"政府性基金预算财政拨款支出|政府性基金预算支出|政府性基金财政拨款支出|政府性基金支出", NULL,
     "增加|减少", PLUMB_T8, NULL, "=本年支出|本年支出合计|=合计"},
    {"政府性基金预算财政拨款收入|政府性基金预算收入|政府性基金财政拨款收入|政府性基金收入", NULL,
     "增加|减少", PLUMB_T8, NULL, "=本年收入|本年收入合计"},
    {"国有资本经营预算财政拨款支出|国有资本经营预算支出|国有资本经营财政拨款支出", NULL,
     "增加|减少", PLUMB_T9, NULL, "=本年支出|本年支出合计|=合计"},
    {"年末结转和结余|年末结转结余", "政府性基金", NULL, PLUMB_T8, NULL, "年末结转"},
};

static bool ends_with(struct plumb_str s, const char *words)
{
    for (const char *at = words; *at;) {
        size_t len = 0;
        while (at[len] && at[len] != '|')
            len++;
        if (plumb_str_ends(s, (struct plumb_str){at, len}))
            return true;
        at += len + (at[len] == '|');
    }
    return false;
}

/* The noun phrase without the verb that leads to the number: "支出总计均为" → "支出总计". */
static struct plumb_str bare_label(struct plumb_str s)
{
    static const char *const tails[] = {"为", "均", "是", "共计",   "共",  "达",
                                        ":",  "“",  "”",  "决算数", "决算"};
    for (size_t i = 0; i < PLUMB_COUNT(tails); i++) {
        struct plumb_str tail = plumb_str_from(tails[i]);
        if (s.len > tail.len && plumb_str_ends(s, tail)) {
            s.len -= tail.len;
            i = (size_t)-1;
        }
    }
    return s;
}

static void told_by_name(struct told *t)
{
    struct plumb_str label = bare_label(t->item->before), title = t->item->passage->title;
    size_t comma = 0;
    for (size_t at = 0; at < label.len;) {
        size_t next = at;
        uint32_t cp = plumb_utf8_decode(label, &next);
        if (cp == ',' || cp == ';' || cp == 0x3002 || cp == ':')
            comma = next;
        at = next;
    }
    label = plumb_str_sub(label, comma, label.len);
    struct plumb_str near = title.len ? title : t->item->passage->text;
    for (size_t i = 0; i < PLUMB_COUNT(SAYINGS); i++) {
        const struct saying *s = &SAYINGS[i];
        if (!ends_with(label, s->label) || (s->heading && !plumb_words_fit(near, s->heading)) ||
            (s->without &&
             (plumb_words_fit(near, s->without) || plumb_words_fit(label, s->without))))
            continue;
        add_place(t, s->kind, s->row, s->column);
    }
}

/* ---- 三公 ------------------------------------------------------------------------------------------ */

static void told_of_public(struct told *t)
{
    static const char *const kinds[] = {"公务接待", "因公出国", "公务用车购置及运行",
                                        "公务用车运行"};
    const struct plumb_published *table = t->set->of[own(t, PLUMB_T7)];
    struct plumb_str label = t->item->before;
    const char *kind = NULL;
    size_t last = 0;
    if (!table || !plumb_str_has(t->item->passage->text, "三公") ||
        PLUMB_HAS(label, "国内", "外事"))
        return;
    for (size_t i = 0; i < PLUMB_COUNT(kinds); i++) {
        size_t at = last_of(label, kinds[i]);
        if (at != PLUMB_NPOS && (!kind || at > last)) {
            kind = kinds[i];
            last = at;
        }
    }
    if (!kind || !PLUMB_HAS(plumb_str_sub(label, last, label.len), "费"))
        return;
    const struct plumb_fact *cells[PLUMB_PUBLIC_CELLS];
    bool planned = PLUMB_HAS(plumb_str_sub(label, last, label.len), "预算");
    size_t count = plumb_public_cells(t->work, table, kind, planned, cells);
    for (size_t i = 0; i < count; i++)
        add_cell(t, table->kind, cells[i]);
}

/* 机关运行经费 is the 公用经费 of administrative units: no more than all 公用经费 of basic expenditure. */
static void running_costs(struct plumb_extract_work *work, const struct plumb_published_set *set,
                          const struct plumb_item *item)
{
    struct plumb_place rows[2] = {{PLUMB_T6, "公用经费合计|=公用经费", NULL},
                                  {PLUMB_T6, NULL, "=公用经费|=日常公用经费"}};
    struct plumb_claim claim;
    if (!PLUMB_ENDS(item->before, "机关运行经费支出", "机关运行经费支出为", "机关运行经费"))
        return;
    for (size_t i = 0; i < 2; i++) {
        rows[i].kind = work->kind == PLUMB_KIND_BUDGET ? PLUMB_B6 : PLUMB_T6;
        const struct plumb_fact *all = plumb_published_value(work, set, &rows[i], NULL);
        if (!all || set->unit_off[rows[i].kind])
            continue;
        plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", item);
        claim.stated = all;
        claim.confidence = 0.75;
        plumb_claim_bound(&claim, item->fact, all, "running costs are part of 公用经费");
        plumb_claim_push(&claim);
        return;
    }
}

/* ---- the verdict ----------------------------------------------------------------------------------- */

static bool stands_in_tables(const struct told *t)
{
    for (size_t i = 0; i < t->work->fact_count; i++) {
        const struct plumb_fact *fact = &t->work->facts[i];
        if (fact->row == PLUMB_NPOS || fact->unit != t->item->fact->unit)
            continue;
        struct plumb_judgement j = plumb_judge_same(t->item->fact, fact);
        if (j.verdict == PLUMB_VERDICT_CONSISTENT && plumb_dec_sign(fact->value) != 0)
            return true;
    }
    return false;
}

static void judge(struct told *t)
{
    struct plumb_extract_work *work = t->work;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RESTATEMENT, plumb_published_check(t->kinds[0]),
                      t->item);
    claim.confidence = 0.85;
    for (size_t i = 0; i < t->count; i++) {
        struct plumb_judgement j = plumb_judge_same(t->item->fact, t->cells[i]);
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, t->cells[i]);
        bool holds = j.verdict == PLUMB_VERDICT_CONSISTENT || j.verdict == PLUMB_VERDICT_ROUNDING;
        if (!holds) {
            j.reason = plumb_arena_printf(work->arena, "the text differs from the table “%s”",
                                          plumb_published_name(t->kinds[i]));
            j.reason_zh = plumb_arena_printf(work->arena, "文字说明与%s不一致",
                                             plumb_published_name(t->kinds[i]));
        }
        claim.next_money = plumb_dec_abs(plumb_dec_sub(t->item->fact->value, t->cells[i]->value));
        plumb_claim_try(&claim, &j, &term, 1, "the text against the published table",
                        plumb_arena_printf(work->arena, "%s %s %s（%s）",
                                           plumb_fact_text(work, t->item->fact), holds ? "=" : "≠",
                                           plumb_fact_text(work, t->cells[i]),
                                           plumb_published_name(t->kinds[i])));
    }
    if (!plumb_claim_holds(&claim) && stands_in_tables(t)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the number stands elsewhere in the tables, so its scope may differ";
        claim.best.reason_zh = "该数在其他表中列示，口径可能不同";
    }
    plumb_claim_push(&claim);
}

static bool may_be_told(const struct plumb_extract_work *work, const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    return fact->unit == PLUMB_UNIT_YUAN && item->use == PLUMB_USE_PLAIN &&
           fact->comparator == PLUMB_CMP_NONE && fact->partner == PLUMB_NPOS &&
           (fact->year == 0 || fact->year == work->year) && fact->stage != PLUMB_STAGE_PRIOR &&
           !PLUMB_HAS(item->before, "上年", "比", "较", "人均");
}

void plumb_relate_published_prose(struct plumb_extract_work *work,
                                  const struct plumb_published_set *set)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    bool published = work->kind == PLUMB_KIND_ACCOUNTS || work->kind == PLUMB_KIND_BUDGET;
    if (set->count < (published ? 1 : 3))
        return;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            struct told t = {.work = work, .set = set, .item = &prose->passages[p].items[i]};
            if (prose->passages[p].is_cell || !may_be_told(work, t.item))
                continue;
            running_costs(work, set, t.item);
            if (!told_by_function(&t) && t.count == 0) {
                told_of_public(&t);
                if (t.count == 0)
                    told_by_name(&t);
            }
            if (t.count > 0 && !t.unit_off)
                judge(&t);
        }
}
