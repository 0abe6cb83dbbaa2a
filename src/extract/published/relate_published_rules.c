/* What must be there besides numbers: empty tables with the sentence that they are empty, all tables and
 * sections that are disclosed, a unit above each table. 财预〔2016〕143号; DOMAIN §3. */
#include "extract/published/published.h"
#include "extract/relate_text/relate_report.h"

#include <string.h>

enum { NEAR_BLOCKS = 4, TABLES_LEAST = 5, STATE_CAPITAL_SINCE = 2020 };

static const char *const EMPTY_WORDS[] = {"本表无数据", "本表为空", "空表",  "此表无数据",
                                          "该表无数据", "表无数据", "无此项"};

static struct plumb_str block_text(const struct plumb_extract_work *work, size_t block)
{
    return work->document->blocks[block].text.str;
}

static const char *subject_words(enum plumb_published_kind kind)
{
    switch (kind) {
    case PLUMB_T7:
    case PLUMB_B7:
        return "三公";
    case PLUMB_T8:
    case PLUMB_B8:
        return "政府性基金";
    case PLUMB_T9:
    case PLUMB_B9:
        return "国有资本";
    default:
        return NULL;
    }
}

/* Blocks that belong to a table: behind it up to the next table or heading. */
static size_t blocks_end(const struct plumb_extract_work *work, const struct plumb_published *table)
{
    const struct plumb_document *document = work->document;
    size_t end = table->grid->block + 1;
    while (end < document->block_count && end <= table->grid->block + NEAR_BLOCKS &&
           document->blocks[end].kind == PLUMB_BLOCK_PARAGRAPH)
        end++;
    return end;
}

/* "无…的，仍保留该表格" is the form's own instruction. */
static bool says_empty(struct plumb_str text)
{
    return plumb_has_any(text, EMPTY_WORDS, PLUMB_COUNT(EMPTY_WORDS)) &&
           !plumb_str_has(text, "仍保留");
}

/* "没有政府性基金…", "无“三公”经费…", "政府性基金…本表无数据": the word of absence stands close by. */
static bool says_none_of(struct plumb_str text, const char *subject)
{
    static const char *const ahead[] = {"没有",   "无",     "未发生", "未安排",
                                        "不涉及", "未使用", "未有"};
    static const char *const behind[] = {"无数据",      "为空",      "没有发生", "未发生",
                                         "无此项",      "均为0万元", "均为0元",  "为零",
                                         "支出为0万元", "支出为0元", "未安排"};
    struct plumb_str word = plumb_str_from(subject);
    for (size_t from = 0, hit; from < text.len; from += hit + word.len) {
        hit = plumb_str_find(plumb_str_sub(text, from, text.len), word);
        if (hit == PLUMB_NPOS)
            return false;
        size_t at = from + hit, back = at > 36 ? at - 36 : 0;
        struct plumb_str after = plumb_str_sub(text, at, text.len);
        size_t stop = plumb_str_find(after, PLUMB_STR("。"));
        after.len = stop != PLUMB_NPOS ? stop : after.len;
        after.len = after.len > 150 ? 150 : after.len;
        if (plumb_has_any(plumb_str_sub(text, back, at), ahead, PLUMB_COUNT(ahead)) ||
            plumb_has_any(after, behind, PLUMB_COUNT(behind)))
            return true;
    }
    return false;
}

/* The line that says the table is empty, behind it or in one of its rows; 0 when there is none. */
static size_t sentence_near(const struct plumb_extract_work *work,
                            const struct plumb_published *table, struct plumb_str *words)
{
    size_t end = blocks_end(work, table);
    for (size_t b = table->grid->block + 1; b < end; b++)
        if (says_empty(block_text(work, b))) {
            *words = block_text(work, b);
            return work->document->blocks[b].line;
        }
    const struct plumb_table *printed = table->grid->table;
    for (size_t r = 0; r < printed->row_count; r++)
        for (size_t c = 0; c < printed->rows[r].cell_count; c++)
            if (says_empty(printed->rows[r].cells[c].text.str)) {
                *words = printed->rows[r].cells[c].text.str;
                return printed->rows[r].cells[c].line;
            }
    return 0;
}

/* Anywhere else: "本部门没有政府性基金…", also over line breaks, so the whole text is searched. */
static bool says_none_anywhere(const struct plumb_extract_work *work, const char *subject)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 0; b < document->block_count; b++)
        if (document->blocks[b].kind != PLUMB_BLOCK_TABLE &&
            says_none_of(block_text(work, b), subject))
            return true;
    return false;
}

static bool prints_numbers(const struct plumb_extract_work *work,
                           const struct plumb_published *table)
{
    for (size_t f = 0; f < work->fact_count; f++)
        if (work->facts[f].block == table->grid->block && plumb_is_quantity(&work->facts[f]) &&
            work->facts[f].unit == PLUMB_UNIT_YUAN)
            return true;
    return false;
}

static struct plumb_str title_of(const struct plumb_published *table)
{
    return table->grid->title.len ? table->grid->title
                                  : plumb_str_from(plumb_published_name(table->kind));
}

static void note(struct plumb_extract_work *work, const char *check, struct plumb_str subject,
                 const struct plumb_term *terms, size_t n, double confidence, const char *en,
                 const char *zh)
{
    plumb_note_push(work, check, PLUMB_VERDICT_INCONSISTENT, subject, terms, n, en, zh);
    work->relations[work->relation_count - 1].confidence = confidence;
}

/* ---- empty tables ------------------------------------------------------------------------------ */

static void empty_table(struct plumb_extract_work *work, const struct plumb_published *table)
{
    const char *subject = subject_words(table->kind);
    struct plumb_str words = PLUMB_STR("");
    struct plumb_term terms[2];
    if (!subject)
        return;
    size_t line = sentence_near(work, table, &words);
    terms[0] = plumb_term_words(PLUMB_ROLE_CUE, title_of(table),
                                work->document->blocks[table->grid->block].line);
    terms[1] = plumb_term_words(PLUMB_ROLE_OTHER, words, line);
    if (table->amounts > 0 && line > 0)
        note(work, plumb_published_check(table->kind), title_of(table), terms, 2, 0.85,
             "a sentence says that the table is empty, but amounts stand in it",
             "注明本表无数据，但表中列有金额");
    else if (table->amounts == 0 && line == 0 && !prints_numbers(work, table) &&
             !says_none_anywhere(work, subject))
        note(work, "report.section", title_of(table), terms, 1, 0.6,
             "the table is empty and nothing says that there were no such amounts",
             "表内无数据，但未说明本年度没有相关收支");
}

/* "没有政府性基金预算财政拨款收入和支出" where the fund's table has amounts. */
static void told_empty(struct plumb_extract_work *work, const struct plumb_published *table)
{
    static const char *const kinds[] = {"收入和支出", "收支", "支出", "拨款", "经费"};
    const char *subject = subject_words(table->kind);
    const struct plumb_document *document = work->document;
    struct plumb_str words;
    if (!subject || table->amounts == 0 || sentence_near(work, table, &words) > 0)
        return;
    for (size_t b = 0; b < document->block_count; b++) {
        struct plumb_str text = block_text(work, b);
        if (document->blocks[b].kind == PLUMB_BLOCK_TABLE || text.len > 200 ||
            !says_none_of(text, subject) || PLUMB_HAS(text, "仍保留", "本级", "上年", "其中") ||
            !plumb_has_any(text, kinds, PLUMB_COUNT(kinds)) ||
            !PLUMB_HAS(text, "没有", "未发生", "无政府", "无国有", "无“三公", "无三公"))
            continue;
        struct plumb_term terms[2] = {
            plumb_term_words(PLUMB_ROLE_CUE, text, document->blocks[b].line),
            plumb_term_words(PLUMB_ROLE_OTHER, title_of(table),
                             document->blocks[table->grid->block].line)};
        note(work, plumb_published_check(table->kind), title_of(table), terms, 2, 0.75,
             "the text says that there were no such amounts, but the table shows some",
             "文字说明称没有该项收支，但表中列有金额");
        return;
    }
}

/* T4 shows money of a fund whose own table is empty. */
static bool empty_against_total(struct plumb_extract_work *work,
                                const struct plumb_published_set *set,
                                enum plumb_published_kind kind, enum plumb_published_kind total,
                                const char *column)
{
    const struct plumb_published *table = set->of[kind];
    struct plumb_place place = {total, "本年支出合计|=支出合计|=本年支出|支出总计|=总计", column};
    const struct plumb_fact *spent = plumb_published_value(work, set, &place, NULL);
    if (!table || table->amounts > 0 || !spent || plumb_dec_sign(spent->value) <= 0)
        return false;
    struct plumb_claim claim;
    struct plumb_term term = plumb_term_words(PLUMB_ROLE_OTHER, title_of(table),
                                              work->document->blocks[table->grid->block].line);
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                .gap = spent->value,
                                .reason = "the table of this fund is empty",
                                .reason_zh = "该项资金的明细表为空"};
    plumb_table_claim(&claim, work, PLUMB_REL_RESTATEMENT, plumb_published_check(kind), spent,
                      PLUMB_STR(""));
    claim.confidence = 0.85;
    claim.next_money = spent->value;
    plumb_claim_try(&claim, &j, &term, 1, "the table of the fund",
                    plumb_arena_printf(work->arena, "%s ≠ 0（%s为空）",
                                       plumb_fact_text(work, spent), plumb_published_name(kind)));
    plumb_claim_push(&claim);
    return true;
}

/* ---- tables that are absent --------------------------------------------------------------------- */

/* Lines that announce a table: the contents, or a heading without a table behind it. */
static size_t announced(struct plumb_extract_work *work, enum plumb_published_kind kind)
{
    const struct plumb_document *document = work->document;
    bool budget = kind >= PLUMB_B1;
    for (size_t b = 0; b < document->block_count; b++) {
        struct plumb_str text = document->blocks[b].text.str;
        if (document->blocks[b].kind == PLUMB_BLOCK_TABLE || text.len == 0 || text.len > 150)
            continue;
        struct plumb_str key = plumb_label_key(work->arena, text);
        if (plumb_published_by_title(key, budget) == kind)
            return document->blocks[b].line;
    }
    return 0;
}

static bool expected_of(const struct plumb_extract_work *work, enum plumb_published_kind kind)
{
    if (kind == PLUMB_T9 || kind == PLUMB_B9)
        return work->year >= STATE_CAPITAL_SINCE;
    return true;
}

static void missing_tables(struct plumb_extract_work *work, const struct plumb_published_set *set)
{
    bool budget = work->kind == PLUMB_KIND_BUDGET;
    enum plumb_published_kind first = budget ? PLUMB_B1 : PLUMB_T1;
    size_t present = 0, missing = 0, promised = 0;
    bool seen[PLUMB_PUBLISHED_KINDS] = {false};
    const char *names = "";
    for (size_t t = 0; t < set->count; t++)
        seen[set->tables[t].kind] = true;
    for (size_t k = first; k < (size_t)first + 9; k++)
        present += seen[k];
    if ((work->kind != PLUMB_KIND_ACCOUNTS && !budget) || present < TABLES_LEAST || present == 9)
        return;
    for (size_t k = first; k < (size_t)first + 9; k++) {
        enum plumb_published_kind kind = (enum plumb_published_kind)k;
        const char *subject = subject_words(kind);
        if (seen[k] || !expected_of(work, kind) || (subject && says_none_anywhere(work, subject)))
            continue;
        names = plumb_arena_printf(work->arena, "%s%s%s", names, missing ? "、" : "",
                                   plumb_published_name(kind));
        promised += announced(work, kind) > 0;
        missing++;
    }
    if (missing == 0)
        return;
    struct plumb_term cue =
        plumb_term_words(PLUMB_ROLE_CUE, set->tables[0].grid->title,
                         work->document->blocks[set->tables[0].grid->block].line);
    note(work, "report.section", plumb_str_from(names), &cue, 1, promised ? 0.8 : 0.6,
         plumb_arena_printf(work->arena, "of the nine published tables %zu are not there: %s",
                            missing, names),
         plumb_arena_printf(work->arena, "应公开的九张表中缺%zu张：%s", missing, names));
}

/* ---- sections ----------------------------------------------------------------------------------- */

static bool mentions(const struct plumb_extract_work *work, const char *words)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        if (block->kind != PLUMB_BLOCK_TABLE && plumb_words_fit(block->text.str, words))
            return true;
    }
    return false;
}

static void missing_sections(struct plumb_extract_work *work, const struct plumb_published_set *set)
{
    static const struct {
        const char *words, *name;
    } sections[] = {{"机构设置|单位构成|机构情况|主要职", "部门概况"},
                    {"名词解释|名词说明|专业名词", "名词解释"},
                    {"机关运行经费|公用经费", "机关运行经费"},
                    {"政府采购", "政府采购情况"},
                    {"国有资产|固定资产|车辆", "国有资产占用情况"},
                    {"绩效", "预算绩效情况"}};
    const char *names = "";
    size_t missing = 0;
    if (work->kind != PLUMB_KIND_ACCOUNTS || set->count < TABLES_LEAST ||
        !mentions(work, "情况说明"))
        return;
    for (size_t i = 0; i < PLUMB_COUNT(sections); i++) {
        if (mentions(work, sections[i].words))
            continue;
        names =
            plumb_arena_printf(work->arena, "%s%s%s", names, missing ? "、" : "", sections[i].name);
        missing++;
    }
    if (missing == 0)
        return;
    struct plumb_term cue =
        plumb_term_words(PLUMB_ROLE_CUE, set->tables[0].grid->title,
                         work->document->blocks[set->tables[0].grid->block].line);
    note(work, "report.section", plumb_str_from(names), &cue, 1, 0.5,
         plumb_arena_printf(work->arena, "the report does not mention: %s", names),
         plumb_arena_printf(work->arena, "决算说明未涉及应公开的内容：%s", names));
}

/* ---- units -------------------------------------------------------------------------------------- */

/* The unit that the table is read with may be that of the table before: here it must be its own. */
static bool has_unit(const struct plumb_extract_work *work, const struct plumb_published *table)
{
    const struct plumb_document *document = work->document;
    if (table->grid->table->unit.str.len)
        return true;
    for (size_t b = table->grid->block;
         b-- > 0 && document->blocks[b].kind != PLUMB_BLOCK_TABLE && b + 5 > table->grid->block;)
        if (plumb_head_unit(block_text(work, b)).len || plumb_str_has(block_text(work, b), "单位"))
            return true;
    for (size_t k = 0; k < table->chain_count; k++) {
        const struct plumb_zone *zone = table->chains[k].zone;
        if (zone->unit.len)
            return true;
        for (size_t c = 0; c < zone->column_count; c++)
            if (zone->columns[c].unit.len)
                return true;
    }
    return false;
}

/* Some of the tables say their unit and one with amounts does not. */
static void missing_units(struct plumb_extract_work *work, const struct plumb_published_set *set)
{
    size_t with = 0, without = 0;
    struct plumb_term terms[9];
    for (size_t t = 0; t < set->count; t++) {
        const struct plumb_published *table = &set->tables[t];
        if (has_unit(work, table))
            with++;
        else if (table->amounts > 0 && without < 9)
            terms[without++] = plumb_term_words(PLUMB_ROLE_CUE, title_of(table),
                                                work->document->blocks[table->grid->block].line);
    }
    if (with < TABLES_LEAST || without == 0 || without > 2)
        return;
    note(work, "report.unit", terms[0].text, terms, without, 0.5,
         "the table does not say the unit of its amounts; the other tables do",
         "本表未注明金额单位，其他各表均已注明");
}

/* ---- whose tables ------------------------------------------------------------------------------- */

/* All characters of the shorter name stand in the longer one, in order: 县卫健局 and 临溪县卫生健康局. */
static bool may_be_one(struct plumb_str a, struct plumb_str b)
{
    struct plumb_str small = a.len < b.len ? a : b, large = a.len < b.len ? b : a;
    size_t at = 0;
    for (size_t i = 0; i < small.len;) {
        uint32_t cp = plumb_utf8_decode(small, &i);
        bool found = false;
        while (!found && at < large.len)
            found = plumb_utf8_decode(large, &at) == cp;
        if (!found)
            return false;
    }
    return true;
}

/* "编制部门：X" above a table: X, folded; empty when the line says something else. */
static struct plumb_str head_of_table(struct plumb_extract_work *work, struct plumb_str text)
{
    static const char *const labels[] = {"编制部门", "编制单位", "公开部门", "公开单位",
                                         "填报单位", "填报部门", "部门名称", "单位名称"};
    for (size_t i = 0; i < PLUMB_COUNT(labels); i++) {
        struct plumb_str label = plumb_str_from(labels[i]);
        if (!plumb_str_starts(text, label))
            continue;
        struct plumb_str rest = plumb_str_trim(plumb_str_sub(text, label.len, text.len));
        for (size_t c = 0; c < 2; c++) {
            struct plumb_str colon = plumb_str_from(c ? "：" : ":");
            if (plumb_str_starts(rest, colon))
                rest = plumb_str_trim(plumb_str_sub(rest, colon.len, rest.len));
        }
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != ' ' && rest.ptr[end] != '\t' &&
               !plumb_str_starts(plumb_str_sub(rest, end, rest.len), PLUMB_STR("　")) &&
               !plumb_str_starts(plumb_str_sub(rest, end, rest.len), PLUMB_STR("单位：")) &&
               !plumb_str_starts(plumb_str_sub(rest, end, rest.len), PLUMB_STR("金额单位")))
            end++;
        return plumb_label_key(work->arena, plumb_str_sub(rest, 0, end));
    }
    return PLUMB_STR("");
}

static bool is_own_unit(struct plumb_extract_work *work, struct plumb_str name)
{
    for (size_t i = 0; i < work->unit_count; i++)
        if (may_be_one(plumb_label_key(work->arena, work->units[i]), name))
            return true;
    return false;
}

/* A table of another agency: a template or a file was mixed up. */
static void other_agency(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    struct plumb_str own = plumb_label_key(work->arena, work->agency);
    struct plumb_term terms[4];
    size_t n = 0;
    for (size_t b = 0; b < document->block_count && own.len && n < 4; b++) {
        struct plumb_str text = block_text(work, b);
        if (document->blocks[b].kind == PLUMB_BLOCK_TABLE || text.len > 150)
            continue;
        struct plumb_str name = head_of_table(work, plumb_str_trim(text));
        if (plumb_utf8_count(name) >= 4 && plumb_utf8_count(name) <= 30 && !may_be_one(own, name) &&
            !is_own_unit(work, name))
            terms[n++] = plumb_term_words(PLUMB_ROLE_CUE, text, document->blocks[b].line);
    }
    if (n == 0)
        return;
    note(work, "report.text", work->agency, terms, n, 0.8,
         plumb_arena_printf(work->arena,
                            "a table is headed by another agency than the report's (%.*s)",
                            PLUMB_STR_ARG(work->agency)),
         plumb_arena_printf(work->arena, "表头单位与报告单位（%.*s）不一致",
                            PLUMB_STR_ARG(work->agency)));
}

void plumb_relate_published_rules(struct plumb_extract_work *work,
                                  const struct plumb_published_set *set)
{
    static const struct {
        enum plumb_published_kind kind;
        const char *column;
    } funds[] = {{PLUMB_T8, "^政府性基金"}, {PLUMB_T9, "^国有资本"}};
    bool told[PLUMB_PUBLISHED_KINDS] = {false};
    for (size_t i = 0; i < 4; i++) {
        unsigned shift = i < 2 ? 0 : PLUMB_BUDGET_SHIFT;
        enum plumb_published_kind kind = (enum plumb_published_kind)(funds[i % 2].kind + shift);
        enum plumb_published_kind total = (enum plumb_published_kind)(PLUMB_T4 + shift);
        told[kind] = empty_against_total(work, set, kind, total, funds[i % 2].column);
    }
    for (size_t t = 0; t < set->count; t++) {
        if (set->twice[set->tables[t].kind] || told[set->tables[t].kind])
            continue;
        empty_table(work, &set->tables[t]);
        told_empty(work, &set->tables[t]);
    }
    missing_tables(work, set);
    missing_sections(work, set);
    missing_units(work, set);
    if (set->count >= 3)
        other_agency(work);
}
