/* Headings and paragraphs from the lines that belong to no table. Pages break sentences and even
 * numbers; the pieces are put together where the first line cannot be the end of a paragraph. */
#include "read/read_int.h"

#include <string.h>

/* A Markdown bullet or heading mark at the start of a line. */
struct mark {
    size_t len;
    int depth; /* of # */
    bool bullet;
};

static struct mark find_mark(struct plumb_str text)
{
    struct mark mark = {0, 0, false};
    while (mark.len < text.len && mark.len < 7 && text.ptr[mark.len] == '#')
        mark.len++;
    if (mark.len > 0 && mark.len < 7 && mark.len < text.len && text.ptr[mark.len] == ' ') {
        mark.depth = (int)mark.len;
        return mark;
    }
    mark.len = 0;
    bool bullet = text.len > 2 && strchr("-*+>", text.ptr[0]) && text.ptr[1] == ' ' &&
                  !(text.ptr[2] >= '0' && text.ptr[2] <= '9');
    if (bullet) {
        mark.len = 2;
        mark.bullet = true;
    }
    return mark;
}

/* 5万元 or 12% : an amount, which a heading does not hold. */
static bool has_amount(struct plumb_str text)
{
    static const char *const units[] = {"元", "万", "亿", "%", "％", "人", "个", "家", "户"};
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] < '0' || text.ptr[at] > '9')
            continue;
        struct plumb_str rest = plumb_str_trim(plumb_str_sub(text, at + 1, at + 12));
        for (size_t i = 0; i < PLUMB_COUNT(units); i++)
            if (plumb_str_starts(rest, plumb_str_from(units[i])))
                return true;
    }
    return false;
}

static bool ends_with_any(struct plumb_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_ends(text, plumb_str_from(words[i])))
            return true;
    return false;
}

static bool is_title(struct plumb_str text)
{
    static const char *const words[] = {"报告", "报 告",    "报  告",   "决算",
                                        "预算", "决算公开", "预算公开", "方案",
                                        "总结", "自评表",   "决算说明", "预算说明"};
    return ends_with_any(text, words, PLUMB_COUNT(words));
}

static bool ends_like_heading(struct plumb_str text)
{
    static const char *const words[] = {"情况", "说明", "分析", "建议", "措施", "概况",
                                        "解释", "职能", "设置", "问题", "结论", "目标",
                                        "依据", "原因", "内容", "职责", "等",   "公开",
                                        "管理", "构成", "方法", "附表", "附件", "目录"};
    return is_title(text) || ends_with_any(text, words, PLUMB_COUNT(words));
}

/* ---- joining ---- */

static bool starts_item(struct plumb_str text)
{
    struct plumb_numbering numbering;
    struct mark mark = find_mark(text);
    return plumb_numbering_parse(text, &numbering) || mark.len > 0 || plumb_text_is_signoff(text) ||
           plumb_text_is_caption(text) || plumb_text_is_date(text) ||
           plumb_str_starts(text, PLUMB_STR("（图")) || plumb_str_starts(text, PLUMB_STR("(图")) ||
           plumb_str_starts(text, PLUMB_STR("[image")) || plumb_str_starts(text, PLUMB_STR("!["));
}

/* Punctuation that cannot begin a paragraph. */
static bool starts_inside(struct plumb_str text)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "）",
                                        "》", "”",  ",",  ";",  ")",  "%"};
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++)
        if (plumb_str_starts(text, plumb_str_from(marks[i])))
            return true;
    return false;
}

/* Words and marks that cannot end one. */
static bool ends_inside(struct plumb_str text)
{
    static const char *const marks[] = {"，", "、", "（", "《", "“",  "〔",
                                        ",",  "的", "和", "与", "及", "或"};
    return ends_with_any(text, marks, PLUMB_COUNT(marks));
}

static bool is_near_full(const struct plumb_reader *reader, size_t index)
{
    const struct plumb_line *line = &reader->lines[index];
    return reader->wrapped && (line->width + line->indent) * 100u >= reader->full_width * 88u;
}

/* The line is set in like the first line of a paragraph. */
static bool is_set_in(const struct plumb_reader *reader, size_t index)
{
    return reader->lines[index].indent >= reader->margin + 2u;
}

/* "1、" or "①" with a title behind it and no full stop: complete as it is. */
static bool is_short_item(struct plumb_str text)
{
    struct plumb_numbering numbering;
    return plumb_numbering_parse(text, &numbering) && plumb_text_chars(text, 41) <= 40 &&
           !plumb_str_has(text, "。") && !plumb_str_has(text, "；") && !has_amount(text);
}

/* Does line `next` continue the paragraph whose last line is `last`? `prose`: the paragraph has
 * running text already. */
static bool continues(const struct plumb_reader *reader, size_t first, size_t last, size_t next,
                      bool prose)
{
    struct plumb_str a = plumb_reader_line(reader, last), b = plumb_reader_line(reader, next);
    if (plumb_text_is_final(a) || starts_item(b) || find_mark(a).depth > 0)
        return false;
    if (plumb_str_has(a, "   ") || plumb_str_has(b, "   "))
        return false; /* columns of a table, a line of signatures */
    if (starts_inside(b))
        return true;
    if (plumb_text_is_caption(a) || plumb_text_is_date(a))
        return false;
    if (ends_inside(a) || plumb_text_is_open(a))
        return true;
    if (plumb_text_is_signoff(a) || is_set_in(reader, next))
        return false;
    bool b_runs = plumb_text_is_prose(b) || plumb_text_is_final(b) || is_near_full(reader, next);
    bool full = is_near_full(reader, last);
    bool close = full && next == last + 1;
    if (first == last && is_short_item(a))
        return full && (b_runs || close);
    /* A third line: the first two were found to be broken at this width. */
    bool again =
        first != last && reader->lines[last].width * 10u >= reader->lines[first].width * 9u;
    if (prose || again)
        return b_runs || close;
    if (full && !plumb_str_ends(a, PLUMB_STR("报告")))
        return b_runs;
    if (ends_like_heading(a))
        return false;
    /* A line set in like a paragraph, cut before its first comma. */
    uint16_t indent = reader->lines[last].indent;
    return indent >= 2 && indent <= 6 && reader->lines[next].indent == 0 &&
           reader->lines[last].width >= 36 && plumb_text_is_prose(b) && plumb_text_is_final(b);
}

/* The line without bullet and, in Markdown, without the marks of bold type. */
static void add_line(const struct plumb_reader *reader, struct plumb_segments *segments,
                     size_t index, size_t skip)
{
    struct plumb_str source = reader->document->source;
    size_t at = reader->lines[index].from + skip, end = reader->lines[index].to;
    bool markdown = reader->document->format == PLUMB_FORMAT_MARKDOWN;
    while (markdown && at < end) {
        size_t bold = plumb_str_find(plumb_str_sub(source, at, end), PLUMB_STR("**"));
        if (bold == PLUMB_NPOS)
            break;
        plumb_segments_add(reader, segments, at, at + bold, index);
        at += bold + 2;
    }
    plumb_segments_add(reader, segments, at, end, index);
}

/* ---- heading or paragraph ---- */

/* Items of a list are told from headings by their neighbours: "2. ……。" between "1. ……。" and
 * "3. ……。" is an item. */
static bool next_counts_on(const struct plumb_reader *reader, size_t next,
                           const struct plumb_numbering *numbering)
{
    struct plumb_numbering after;
    return next < reader->document->line_count && reader->lines[next].kind == PLUMB_LINE_TEXT &&
           plumb_numbering_parse(plumb_reader_line(reader, next), &after) &&
           after.style == numbering->style && after.number == numbering->number + 1;
}

static bool follows_list_item(const struct plumb_reader *reader,
                              const struct plumb_numbering *numbering, size_t max_chars)
{
    struct plumb_numbering before;
    if (reader->block_count == 0)
        return false;
    const struct plumb_block *block = &reader->blocks[reader->block_count - 1];
    return block->kind == PLUMB_BLOCK_PARAGRAPH &&
           plumb_text_chars(block->text.str, max_chars) < max_chars &&
           plumb_numbering_parse(block->text.str, &before) && before.style == numbering->style &&
           before.number + 1 == numbering->number;
}

/* "（1）……" below "14、……。": what has parts is a heading. */
static bool has_parts(const struct plumb_reader *reader, size_t next,
                      const struct plumb_numbering *numbering)
{
    struct plumb_numbering after;
    return next < reader->document->line_count && reader->lines[next].kind == PLUMB_LINE_TEXT &&
           plumb_numbering_parse(plumb_reader_line(reader, next), &after) &&
           after.rank > numbering->rank && after.number == 1;
}

static bool is_numbered_heading(const struct plumb_reader *reader, struct plumb_str text,
                                const struct plumb_numbering *numbering, size_t next)
{
    struct plumb_str body = plumb_str_sub(text, numbering->len, text.len);
    size_t chars = plumb_text_chars(text, 61);
    size_t longest = numbering->rank <= 2 ? 60 : 45;
    if (body.len == 0 || chars > longest || has_amount(body) || plumb_str_has(body, "；") ||
        plumb_str_has(body, ";"))
        return false;
    bool comma = plumb_str_has(body, "，"), final = plumb_text_is_final(text);
    if (has_parts(reader, next, numbering) && !comma)
        return true;
    if (numbering->rank >= 3 && follows_list_item(reader, numbering, final ? SIZE_MAX : 60))
        return false;
    if (!final)
        return !comma || chars <= 30 || numbering->rank <= 2;
    if (comma || chars > 25)
        return false;
    struct plumb_str head = plumb_str_sub(body, 0, plumb_utf8_prev(body, body.len));
    return !plumb_str_has(head, "。") && !next_counts_on(reader, next, numbering);
}

static bool is_plain_heading(const struct plumb_reader *reader, struct plumb_str text, size_t next)
{
    if (plumb_text_chars(text, 41) > 40 || plumb_text_is_prose(text) || plumb_text_is_final(text) ||
        plumb_text_is_date(text) || plumb_text_is_signoff(text) || plumb_text_is_caption(text) ||
        plumb_text_is_number(text) || has_amount(text) || plumb_str_has(text, "：") ||
        plumb_str_has(text, "[image") || text.ptr[0] == '(' || text.len < 6 ||
        plumb_str_starts(text, PLUMB_STR("（")))
        return false;
    if (next >= reader->document->line_count)
        return false;
    struct plumb_str after = plumb_reader_line(reader, next);
    if (reader->lines[next].kind == PLUMB_LINE_TEXT && plumb_text_is_date(after))
        return false; /* who signed */
    struct plumb_numbering numbering;
    bool before_text = reader->lines[next].kind == PLUMB_LINE_TEXT &&
                       (reader->lines[next].width > 60 ||
                        (plumb_numbering_parse(after, &numbering) && numbering.rank <= 2));
    bool first = reader->block_count == 0 && plumb_text_chars(text, 8) >= 8;
    return first || ends_like_heading(text) || before_text;
}

struct plumb_block *plumb_reader_block(struct plumb_reader *reader, enum plumb_block_kind kind,
                                       size_t line, int rank)
{
    struct plumb_block *block =
        PLUMB_PUSH(reader->arena, reader->blocks, reader->block_count, reader->block_capacity);
    int *slot =
        PLUMB_PUSH(reader->scratch, reader->ranks, reader->rank_count, reader->rank_capacity);
    *slot = rank;
    *block = (struct plumb_block){
        .kind = kind,
        .text = {PLUMB_STR(""), NULL, 0},
        .table = {.title = {PLUMB_STR(""), NULL, 0}, .unit = {PLUMB_STR(""), NULL, 0}},
        .line = line + 1,
        .page = reader->has_pages ? reader->lines[line].page : 0,
        .parent = PLUMB_NPOS};
    return block;
}

void plumb_emit_text(struct plumb_reader *reader, const struct plumb_text *text, size_t line,
                     size_t next, int depth)
{
    struct plumb_numbering numbering = {0};
    bool numbered = plumb_numbering_parse(text->str, &numbering);
    bool one_line = text->piece_count == 1;
    bool heading = depth > 0;
    int level = depth, rank = depth - 1;
    if (numbered) {
        heading = heading || (one_line && is_numbered_heading(reader, text->str, &numbering, next));
        level = numbering.level;
        rank = numbering.rank;
    } else if (!heading) {
        heading = one_line && is_plain_heading(reader, text->str, next);
        bool title = heading && (is_title(text->str) || reader->block_count == 0);
        level = !heading ? 0 : title ? 1 : 6;
        rank = title ? -1 : 6;
    }
    struct plumb_block *block = plumb_reader_block(
        reader, heading ? PLUMB_BLOCK_HEADING : PLUMB_BLOCK_PARAGRAPH, line, rank);
    block->level = level;
    block->text = *text;
}

size_t plumb_read_paragraph(struct plumb_reader *reader, size_t index)
{
    struct plumb_segments segments = {.scratch = reader->scratch};
    struct mark mark = find_mark(plumb_reader_line(reader, index));
    bool prose = false;
    size_t last = index, next;
    add_line(reader, &segments, index, mark.len);
    for (;;) {
        prose = prose || plumb_text_is_prose(plumb_reader_line(reader, last));
        next = plumb_lines_next(reader, last + 1, NULL);
        if (next >= reader->document->line_count || reader->lines[next].kind != PLUMB_LINE_TEXT ||
            !continues(reader, index, last, next, prose))
            break;
        add_line(reader, &segments, next, 0);
        last = next;
    }
    struct plumb_text text = plumb_segments_text(reader, &segments);
    if (text.str.len == 0)
        plumb_reader_note(reader, index, "mark without text left out");
    else
        plumb_emit_text(reader, &text, index, next, mark.depth);
    return last + 1;
}

/* Parent: the nearest heading above of a lower rank. */
void plumb_attach_parents(struct plumb_reader *reader)
{
    size_t current = PLUMB_NPOS;
    for (size_t i = 0; i < reader->block_count; i++) {
        struct plumb_block *block = &reader->blocks[i];
        if (block->kind == PLUMB_BLOCK_HEADING)
            while (current != PLUMB_NPOS && reader->ranks[current] >= reader->ranks[i])
                current = reader->blocks[current].parent;
        block->parent = current;
        if (block->kind == PLUMB_BLOCK_HEADING)
            current = i;
    }
}
