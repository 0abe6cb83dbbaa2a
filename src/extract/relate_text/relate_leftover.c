/* Structure that was left over from somewhere else or forgotten: an article of a statute, a number of a heading
 * twice, an office twice in its list, bodies that only say what to fill in. Few and soft: what a proof-reader
 * would mark. */
#include "extract/relate_text/relate_report.h"

enum { LEFT_ARTICLE, LEFT_OMITTED, LEFT_OFFICES };

static const char *const sources[] = {
    [LEFT_ARTICLE] = "^第[一二三四五六七八九十百]+条(?![例款])",
    [LEFT_OMITTED] =
        ("^\\((?:此处|内容|从)?(?:略|省略)\\)。?$|^\\([^()]{0,20}(?:填写|填列|填报|补充完善|"
         "据实说明|具体说明)[^()]{0,8}\\)。?$|^(?:此处)?略。?$"),
    [LEFT_OFFICES] = "(?:内设|下设|设有|设立)[^。;]{0,24}:([^。;:]{12,})",
};
const struct plumb_pattern_list plumb_patterns_leftover = {"leftover", sources,
                                                           PLUMB_COUNT(sources)};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s, size_t at,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_LEFTOVER, pattern, s, at, m);
}

/* ---- an article without its statute -------------------------------------------------------------- */

/* Articles in a row are a statute, one alone was left over; the first of them begins one. */
static void lone_article(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    const struct plumb_block *found = NULL;
    struct plumb_match m;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        struct plumb_str text = plumb_str_trim(block->text.str);
        if (block->kind == PLUMB_BLOCK_TABLE || !plumb_str_begins(text, "第") ||
            !finds(work, LEFT_ARTICLE, text, 0, &m))
            continue;
        if (found || plumb_str_begins(text, "第一条"))
            return;
        found = block;
    }
    if (found)
        plumb_report_words(work, plumb_str_sub(found->text.str, 0, 60), found->line, "report.text",
                           0.55, "an article of a statute in a text without articles",
                           "正文残留法规条款序号", PLUMB_STR("条款序号"));
}

/* ---- numbers of headings -------------------------------------------------------------------------- */

/* 1 to 19 of "三、" or "（三）" in front of a heading; 0 when it has none. */
static int heading_number(struct plumb_str text)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
    int number = 0;
    size_t at = 0;
    if (plumb_str_begins(text, "十")) {
        number = 10;
        at = 3;
    }
    for (size_t i = 0; i < PLUMB_COUNT(digits); i++)
        if (plumb_str_begins(plumb_str_sub(text, at, text.len), digits[i])) {
            number += (int)i + 1;
            at += 3;
            break;
        }
    return number && plumb_str_begins(plumb_str_sub(text, at, text.len), "、") ? number : 0;
}

/* "一、… 二、… 二、… 三、…": the row goes on behind the number that stands twice, so it is one row. */
static void doubled_numbers(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    const struct plumb_block *last[3] = {NULL, NULL, NULL}; /* the three headings before */
    int numbers[3] = {0, 0, 0};
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        if (block->kind != PLUMB_BLOCK_HEADING || block->level != 1)
            continue;
        int number = heading_number(plumb_str_trim(block->text.str));
        bool row = number && numbers[2] == number - 1 && numbers[1] == numbers[2] &&
                   numbers[0] == numbers[1] - 1 && last[1] && last[2];
        if (row && last[1]->parent == last[2]->parent && last[2]->parent == block->parent &&
            !plumb_str_equal(last[1]->text.str, last[2]->text.str))
            plumb_report_words(work, last[2]->text.str, last[2]->line, "report.text", 0.5,
                               "the number of a heading stands twice", "标题序号重复",
                               last[2]->text.str);
        for (size_t i = 0; i < 2; i++) {
            last[i] = last[i + 1];
            numbers[i] = numbers[i + 1];
        }
        last[2] = block;
        numbers[2] = number;
    }
}

/* ---- bodies that were not written ----------------------------------------------------------------- */

static void unwritten(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    const struct plumb_block *block = &work->document->blocks[passage->block];
    struct plumb_match m;
    if (passage->is_cell || passage->block == 0 || block->kind != PLUMB_BLOCK_PARAGRAPH ||
        block[-1].kind != PLUMB_BLOCK_HEADING || plumb_utf8_count(passage->text) > 32 ||
        !PLUMB_TELLS(passage, "略", "填", "说明", "完善") ||
        !finds(work, LEFT_OMITTED, passage->text, 0, &m))
        return;
    plumb_report_words(work, block->text.str, block->line, "report.section", 0.55,
                       "a section only says that it is left out, or what to fill in",
                       "该部分仅有“略”或填写说明，没有内容", block[-1].text.str);
}

/* ---- offices listed twice ------------------------------------------------------------------------- */

#define OFFICES_MAX 64

static void offices_twice(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    struct plumb_str names[OFFICES_MAX];
    size_t n = 0;
    if (passage->is_cell || !PLUMB_TELLS(passage, "内设", "下设", "设有", "设立") ||
        !finds(work, LEFT_OFFICES, passage->text, 0, &m))
        return;
    struct plumb_str list = m.group[1];
    size_t start = (size_t)(list.ptr - passage->text.ptr);
    for (size_t at = 0; at <= list.len && n < OFFICES_MAX;) {
        struct plumb_str rest = plumb_str_sub(list, at, list.len);
        size_t cut = plumb_str_find(rest, PLUMB_STR("、"));
        struct plumb_str name = plumb_str_sub(rest, 0, cut == PLUMB_NPOS ? rest.len : cut);
        for (size_t i = 0; i < n; i++)
            if (plumb_str_equal(names[i], name)) {
                plumb_report_range(
                    work, passage, start, start + at + name.len, "report.text", 0.6,
                    "an office is listed twice",
                    plumb_arena_printf(work->arena, "机构列举重复：“%.*s”", PLUMB_STR_ARG(name)));
                return;
            }
        if (plumb_utf8_count(name) >= 2 && !PLUMB_HAS(name, "等", "\xEE\x80\x80"))
            names[n++] = name;
        at += cut == PLUMB_NPOS ? rest.len + 1 : cut + 3;
    }
}

/* ---- a point of dots ------------------------------------------------------------------------------- */

/* "（九）。。。。": a point of the template that nobody wrote. */
static void dotted_points(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        if (block->kind == PLUMB_BLOCK_TABLE || plumb_utf8_count(block->text.str) > 24 ||
            !plumb_str_has(block->text.str, "。。。"))
            continue;
        plumb_report_words(work, block->text.str, block->line, "report.placeholder", 0.7,
                           "a placeholder of the template was left", "模板占位符未填写",
                           block->text.str);
        return;
    }
}

void plumb_relate_leftovers(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    lone_article(work);
    doubled_numbers(work);
    dotted_points(work);
    for (size_t p = 0; p < prose->count; p++) {
        unwritten(work, &prose->passages[p]);
        offices_twice(work, &prose->passages[p]);
    }
}
