/* Tables and annexes that are named and not there: a part that lists the titles of the accounts tables and holds
 * none, an annex whose number is beyond those that follow, a note on an empty table that names another. A file may have lost
 * what is named, so these stay low. */
#include "extract/relate_text/relate_report.h"

#include <string.h>

/* ---- titles without tables ------------------------------------------------------------------------ */

/* Fewer titles in a row are no part of tables. */
#define TITLES_LEAST 3

static bool is_table_title(const struct plumb_block *block)
{
    struct plumb_str text = plumb_str_trim(block->text.str);
    return block->kind != PLUMB_BLOCK_TABLE && plumb_utf8_count(text) <= 44 &&
           PLUMB_ENDS(text, "表", "表)", "表）") && PLUMB_HAS(text, "决算", "预算");
}

/* Does the document hold any table of accounts or budgets, as cells or as running lines of amounts? */
static bool holds_tables(const struct plumb_extract_work *work)
{
    for (size_t b = 0; b < work->document->block_count; b++) {
        const struct plumb_block *block = &work->document->blocks[b];
        if (block->kind == PLUMB_BLOCK_TABLE &&
            PLUMB_HAS(block->table.title.str, "决算", "预算", "收入", "支出"))
            return true;
    }
    return false;
}

/* The part's own title and nothing but titles up to the end: in a table of contents something follows. */
static void titles_only(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    size_t b = document->block_count, titles = 0;
    if (work->kind != PLUMB_KIND_ACCOUNTS && work->kind != PLUMB_KIND_BUDGET)
        return;
    while (b > 0 && is_table_title(&document->blocks[b - 1])) {
        b--;
        titles++;
    }
    if (titles < TITLES_LEAST || b == 0 || holds_tables(work))
        return;
    const struct plumb_block *head = &document->blocks[b - 1];
    if (head->kind == PLUMB_BLOCK_TABLE ||
        !PLUMB_HAS(head->text.str, "附表", "决算表", "预算表", "报表", "公开表", "附件"))
        return;
    plumb_report_words(work, head->text.str, head->line, "report.section", 0.5,
                       "the titles of the tables are listed, and none of the tables is there",
                       "仅列报表名称，未附报表内容", head->text.str);
}

/* ---- annexes ---------------------------------------------------------------------------------------- */

/* The number of "附件3" or "附表 三" at the start of the text, 0 when it is none. */
static int annex_number(struct plumb_str text)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
    size_t at = 0;
    if (!plumb_str_begins(text, "附件") && !plumb_str_begins(text, "附表"))
        return 0;
    at = strlen("附件");
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    struct plumb_str rest = plumb_str_sub(text, at, text.len);
    for (size_t i = 0; i < PLUMB_COUNT(digits); i++)
        if (plumb_str_begins(rest, digits[i]))
            return (int)i + 1;
    bool one = rest.len > 0 && rest.ptr[0] >= '1' && rest.ptr[0] <= '9' &&
               !(rest.len > 1 && rest.ptr[1] >= '0' && rest.ptr[1] <= '9');
    return one ? rest.ptr[0] - '0' : 0;
}

/* The largest annex that begins a block; 0 unless the first one does so too. */
static int annexes_held(const struct plumb_document *document)
{
    int most = 0;
    bool first = false;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        const struct plumb_text *text =
            block->kind == PLUMB_BLOCK_TABLE ? &block->table.title : &block->text;
        int number = annex_number(plumb_str_trim(text->str));
        first = first || number == 1;
        most = number > most ? number : most;
    }
    return first ? most : 0;
}

static void annex_missing(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    int held = annexes_held(document);
    for (size_t b = 0; held >= 2 && b < document->block_count; b++) {
        struct plumb_str text = document->blocks[b].text.str;
        size_t at = document->blocks[b].kind == PLUMB_BLOCK_TABLE
                        ? PLUMB_NPOS
                        : plumb_str_find(text, PLUMB_STR("见附"));
        if (at == PLUMB_NPOS)
            continue;
        int cited = annex_number(plumb_str_sub(text, at + strlen("见"), text.len));
        if (cited <= held || PLUMB_HAS(text, "通知", "文件", "格式", "办法", "模板", "样式"))
            continue;
        size_t stop = plumb_str_rfind(plumb_str_sub(text, 0, at), PLUMB_STR("。"));
        size_t from = stop == PLUMB_NPOS ? 0 : stop + strlen("。");
        size_t end = plumb_str_find(plumb_str_sub(text, at, text.len), PLUMB_STR("。"));
        plumb_report_words(work, plumb_str_sub(text, from, end == PLUMB_NPOS ? text.len : at + end),
                           document->blocks[b].line, "report.section", 0.45,
                           "an annex is named that is not there", "所称附件未附",
                           PLUMB_STR("附件缺失"));
        return;
    }
}

/* ---- notes under empty tables ------------------------------------------------------------------------ */

/* Which of the tables that may be empty the words name; -1 for none or several. */
static int table_named(struct plumb_str s)
{
    int named = -1, count = 0;
    const bool has[] = {plumb_str_has(s, "政府性基金"), plumb_str_has(s, "国有资本经营"),
                        plumb_str_has(s, "三公")};
    for (size_t i = 0; i < PLUMB_COUNT(has); i++)
        if (has[i]) {
            named = (int)i;
            count++;
        }
    return count == 1 ? named : -1;
}

/* "无政府性基金…，本表为空表" below the table of 国有资本经营: the note of another table was copied. */
static void notes_of_others(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    int above = -1;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        bool table = block->kind == PLUMB_BLOCK_TABLE;
        struct plumb_str text = table ? block->table.title.str : block->text.str;
        /* the table's own name, its caption or the heading nearest above */
        bool title = table || block->kind == PLUMB_BLOCK_HEADING ||
                     (plumb_utf8_count(text) <= 44 && PLUMB_ENDS(plumb_str_trim(text), "表"));
        if (title && text.len)
            above = table_named(text);
        if (table || above < 0 ||
            !PLUMB_HAS(text, "本表为空", "本表无数据", "此表为空", "此表无数据", "空表"))
            continue;
        int named = table_named(text);
        if (named >= 0 && named != above)
            plumb_report_words(work, text, block->line, "report.text", 0.6,
                               "the note under this empty table speaks of another table",
                               "空表说明与所在报表不符，疑为套用", PLUMB_STR("空表说明"));
    }
}

void plumb_relate_hollow_parts(struct plumb_extract_work *work)
{
    titles_only(work);
    annex_missing(work);
    notes_of_others(work);
}
