/* Forms that lost their grid: where they are, and the text around them.
 *
 *     项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度资金总额 90 90 81 10 90% 9 …
 *
 * Lines that no other reader took for a table are searched for the heads of such forms. A form may begin
 * and end within a line; what stands before and behind it on its lines stays text. */
#include "read/form/form_int.h"

#include <string.h>

/* The head may begin this many lines above the word that gives the form away. */
#define LINES_ABOVE 16
#define LINES_BELOW 1500
#define TOKENS_AT_ONCE 6000
/* Of one document; more is no report, and each takes memory. */
#define TOKENS_IN_ALL 400000

struct form_search {
    struct plumb_reader *reader;
    struct plumb_form_tokens tokens;
    size_t *column, *row;              /* [TOKENS_AT_ONCE + 1] */
    size_t searched[PLUMB_FORM_MODES]; /* lines before this one need no search in that mode */
    size_t spent;
    bool pipes;                      /* only forms with pipes, or only those without */
    struct plumb_region_part *parts; /* of the region that grows */
    size_t part_count, part_capacity;
    size_t region_from, region_to; /* lines */
    size_t text_from;              /* byte where the text behind the last table begins */
};

/* ---- the region that grows ---- */

static bool is_left_over(struct plumb_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("| \t\r", text.ptr[i]) || text.ptr[i] == '\0')
            return false;
    return true;
}

/* Source from byte `from` on to byte `to` as one text, its lines joined. */
static void add_text(struct form_search *search, size_t from, size_t to)
{
    struct plumb_reader *reader = search->reader;
    struct plumb_segments segments = {.scratch = reader->scratch};
    size_t first = 0;
    for (size_t i = search->region_from; i < search->region_to; i++) {
        const struct plumb_line *line = &reader->lines[i];
        size_t begin = line->from > from ? line->from : from;
        size_t end = line->to < to ? line->to : to;
        if (line->kind == PLUMB_LINE_DROPPED || begin >= end ||
            is_left_over(plumb_str_sub(reader->document->source, begin, end)))
            continue;
        if (segments.count == 0)
            first = i;
        plumb_segments_add(reader, &segments, begin, end, i);
    }
    if (segments.count == 0)
        return;
    struct plumb_region_part *part =
        PLUMB_PUSH(reader->scratch, search->parts, search->part_count, search->part_capacity);
    *part =
        (struct plumb_region_part){.text = plumb_segments_text(reader, &segments), .line = first};
}

static void mark_lines(bool *seen, const struct form_search *search, const struct plumb_text *text)
{
    for (size_t i = 0; i < text->piece_count; i++)
        seen[text->pieces[i].line - 1 - search->region_from] = true;
}

/* "……" and kinds of indicators without a line are in no cell. */
static void note_lines_left_out(struct form_search *search)
{
    struct plumb_reader *reader = search->reader;
    size_t count = search->region_to - search->region_from;
    bool *seen = plumb_arena_array(reader->scratch, count, sizeof *seen);
    for (size_t i = 0; i < search->part_count; i++) {
        const struct plumb_region_part *part = &search->parts[i];
        mark_lines(seen, search, &part->text);
        for (size_t r = 0; part->table && r < part->table->row_count; r++)
            for (size_t c = 0; c < part->table->rows[r].cell_count; c++)
                mark_lines(seen, search, &part->table->rows[r].cells[c].text);
    }
    for (size_t i = 0; i < count; i++) {
        struct plumb_str text = plumb_reader_line(reader, search->region_from + i);
        if (!seen[i] && reader->lines[search->region_from + i].kind == PLUMB_LINE_TEXT &&
            !is_left_over(text))
            plumb_reader_note(reader, search->region_from + i, "empty line of a form left out");
    }
}

static void close_region(struct form_search *search)
{
    struct plumb_reader *reader = search->reader;
    if (search->region_to == 0)
        return;
    add_text(search, search->text_from, reader->lines[search->region_to - 1].to);
    note_lines_left_out(search);
    uint32_t index = (uint32_t)reader->region_count;
    struct plumb_region *region =
        PLUMB_PUSH(reader->scratch, reader->regions, reader->region_count, reader->region_capacity);
    *region = (struct plumb_region){.from = search->region_from,
                                    .to = search->region_to,
                                    .parts = search->parts,
                                    .part_count = search->part_count};
    for (size_t i = region->from; i < region->to; i++)
        if (reader->lines[i].kind != PLUMB_LINE_DROPPED) {
            reader->lines[i].kind = PLUMB_LINE_TABLE;
            reader->lines[i].region = index;
        }
    search->parts = NULL;
    search->part_count = search->part_capacity = 0;
    search->region_from = search->region_to = 0;
}

/* ---- one form ---- */

static size_t first_line(const struct plumb_form_tokens *tokens, size_t token)
{
    return tokens->pieces[tokens->items[token].piece].line;
}

static const struct plumb_form_piece *last_piece(const struct plumb_form_tokens *tokens,
                                                 size_t token)
{
    return &tokens->pieces[tokens->items[token].piece + tokens->items[token].piece_count - 1];
}

static bool add_token(struct plumb_rows *rows, const struct plumb_form_tokens *tokens, size_t token)
{
    const struct plumb_form_token *item = &tokens->items[token];
    for (size_t i = 0; i < item->piece_count; i++) {
        const struct plumb_form_piece *piece = &tokens->pieces[item->piece + i];
        if (!plumb_rows_add(rows, piece->from, piece->to, piece->line))
            return false;
    }
    return true;
}

static bool add_head(struct plumb_rows *rows, const struct plumb_form_tokens *tokens,
                     const struct plumb_form_head *head)
{
    for (size_t c = 0; c < head->column_count; c++) {
        const struct plumb_form_column *column = &head->columns[c];
        if (!plumb_rows_cell(rows, first_line(tokens, column->token)))
            return false;
        for (size_t i = 0; i < column->token_count; i++)
            if (!add_token(rows, tokens, column->token + i))
                return false;
        if (c == 0 && head->unit != PLUMB_NPOS && !add_token(rows, tokens, head->unit))
            return false;
    }
    return plumb_rows_end_row(rows);
}

/* The row of the tokens from body token i on, every column with a cell; i gets the next row's. */
static bool add_row(struct plumb_rows *rows, const struct form_search *search,
                    const struct plumb_form_head *head, size_t count, size_t *i)
{
    size_t line = first_line(&search->tokens, head->body + *i), row = search->row[*i], at = *i;
    for (size_t c = 0; c < head->column_count; c++) {
        if (!plumb_rows_cell(rows, line))
            return false;
        while (at < count && search->row[at] == row && search->column[at] == PLUMB_NPOS)
            at++;
        for (; at < count && search->row[at] == row && search->column[at] == c; at++)
            if (!add_token(rows, &search->tokens, head->body + at))
                return false;
    }
    *i = at;
    return plumb_rows_end_row(rows);
}

static bool add_form(struct form_search *search, const struct plumb_form_head *head, size_t end)
{
    const struct plumb_form_tokens *tokens = &search->tokens;
    struct plumb_reader *reader = search->reader;
    size_t from = first_line(tokens, head->from), count = end - head->body;
    size_t to = last_piece(tokens, end - 1)->line + 1;
    size_t start = tokens->pieces[tokens->items[head->from].piece].from;
    struct plumb_rows rows;
    plumb_rows_start(&rows, reader);
    if (!add_head(&rows, tokens, head))
        return false;
    for (size_t i = 0; i < count;)
        if (!add_row(&rows, search, head, count, &i))
            return false;
    if (search->region_to <= from) {
        close_region(search);
        search->region_from = from;
        search->text_from = reader->lines[from].from;
    }
    search->region_to = to;
    add_text(search, search->text_from, start);
    if (head->body > head->to)
        add_text(search, last_piece(tokens, head->to - 1)->to,
                 tokens->pieces[tokens->items[head->body].piece].from);
    struct plumb_region *table = plumb_arena_alloc(reader->scratch, sizeof *table);
    *table = (struct plumb_region){
        .from = from, .to = to, .rows = rows.rows, .row_count = rows.row_count, .aligned = true};
    struct plumb_region_part *part =
        PLUMB_PUSH(reader->scratch, search->parts, search->part_count, search->part_capacity);
    *part = (struct plumb_region_part){.line = from, .table = table};
    search->text_from = last_piece(tokens, end - 1)->to;
    return true;
}

/* ---- where forms are sought ---- */

/* Words of which every head of a form has one. */
static bool has_head_word(struct plumb_str text)
{
    static const char *const words[] = {"三级指标", "指标名称", "指标内容", "二级指标", "指标值",
                                        "完成值",   "执行数",   "执行率",   "指标分值"};
    bool any = text.len >= strlen("完成值") &&
               (plumb_str_has(text, "指标") || plumb_str_has(text, "执行") ||
                plumb_str_has(text, "完成值"));
    for (size_t i = 0; any && i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(text, words[i]))
            return true;
    return false;
}

static enum plumb_form_mode mode_of(struct plumb_str text)
{
    size_t spaces = 0;
    bool space = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = plumb_utf8_decode(text, &at);
        if (cp == '|')
            return PLUMB_FORM_PIPES;
        bool now = cp == ' ' || cp == 0x3000 || cp == 0xA0;
        spaces += now && !space;
        space = now;
    }
    return spaces >= 2 ? PLUMB_FORM_SPACES : PLUMB_FORM_LINES;
}

/* Cells one after the other, line ends where they fall: "产出指标 |" alone on its line, or lines of
 * several cells between lines that hold nothing but a pipe. */
static bool is_stream(const struct plumb_reader *reader, size_t from, size_t to)
{
    size_t closed = 0, alone = 0, wide = 0;
    for (size_t i = from; i < to && (closed < 8 || closed < wide); i++) {
        struct plumb_str text = plumb_reader_line(reader, i);
        const char *pipe = text.len ? memchr(text.ptr, '|', text.len) : NULL;
        if (reader->lines[i].kind != PLUMB_LINE_TEXT || !pipe)
            continue;
        size_t at = (size_t)(pipe - text.ptr);
        alone += text.len == 1;
        closed += at + 1 == text.len && at > 0;
        wide += at + 1 < text.len;
    }
    return closed >= 4 ? closed >= wide : (alone >= 2 && wide >= 2) || alone >= 6;
}

/* The cell on this line is closed by a pipe on the next. */
static bool is_closed_below(const struct plumb_reader *reader, size_t line)
{
    size_t next = plumb_lines_next(reader, line + 1, NULL);
    return next < reader->document->line_count && reader->lines[next].kind == PLUMB_LINE_TEXT &&
           plumb_str_equal(plumb_reader_line(reader, next), PLUMB_STR("|"));
}

/* Rows that were filled up at their ends, see table_pipe.c. */
static bool is_padded(const struct plumb_reader *reader, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct plumb_str text = plumb_reader_line(reader, i);
        if (reader->lines[i].kind == PLUMB_LINE_TEXT && text.ptr[0] == '|')
            return false;
        if (text.len > 2 && plumb_str_ends(text, PLUMB_STR("||")))
            return true;
    }
    return false;
}

static bool is_open_line(const struct plumb_reader *reader, size_t index)
{
    return reader->lines[index].kind != PLUMB_LINE_TABLE;
}

/* The heads among the tokens, each with its rows, when they fit; *reached gets the line behind the last. */
static bool read_heads(struct form_search *search, size_t *reached)
{
    struct plumb_form_head head;
    size_t at = 0, end = 0;
    while (plumb_form_find_head(&search->tokens, at, &head)) {
        at = head.to;
        if (!plumb_form_fit(&search->tokens, &head, search->column, search->row, &end))
            continue;
        if (!add_form(search, &head, end))
            return false;
        at = end;
        *reached = search->region_to;
    }
    return true;
}

/* A cell on a line of its own is short. */
#define CELL_CHARS 24

/* Forms from the telling line on, and from a few lines above it; *next gets the line to go on at. */
static bool search_at(struct form_search *search, size_t line, size_t *next)
{
    struct plumb_reader *reader = search->reader;
    enum plumb_form_mode mode = mode_of(plumb_reader_line(reader, line));
    if (mode != PLUMB_FORM_PIPES && is_closed_below(reader, line))
        mode = PLUMB_FORM_PIPES;
    size_t from = line, to = line + 1, above = 0, reached = 0;
    *next = line + 1;
    bool prose = mode == PLUMB_FORM_LINES &&
                 plumb_text_chars(plumb_reader_line(reader, line), CELL_CHARS + 1) > CELL_CHARS;
    if (prose || search->pipes != (mode == PLUMB_FORM_PIPES) || line < search->searched[mode] ||
        search->spent > TOKENS_IN_ALL)
        return true;
    while (from > 0 && above < LINES_ABOVE && is_open_line(reader, from - 1)) {
        from--;
        above += reader->lines[from].kind == PLUMB_LINE_TEXT;
    }
    while (to < reader->document->line_count && to < line + LINES_BELOW && is_open_line(reader, to))
        to++;
    if (mode == PLUMB_FORM_PIPES && !is_stream(reader, from, to)) {
        mode = PLUMB_FORM_ROWS;
        if (line < search->searched[mode] || !is_padded(reader, line, to))
            return true;
    }
    search->tokens.mode = mode;
    plumb_form_tokenise(&search->tokens, from, to, 0, TOKENS_AT_ONCE);
    search->spent += search->tokens.count;
    search->searched[mode] = to;
    if (search->tokens.count == 0)
        return true;
    size_t last = last_piece(&search->tokens, search->tokens.count - 1)->line;
    search->searched[mode] = last > line ? last : line + 1;
    if (!read_heads(search, &reached))
        return false;
    close_region(search);
    if (reached > *next)
        *next = reached;
    return true;
}

static bool find_forms(struct plumb_reader *reader, bool pipes)
{
    struct form_search search = {.reader = reader, .tokens = {.reader = reader}, .pipes = pipes};
    for (size_t i = 0; i < reader->document->line_count;) {
        size_t next = i + 1;
        if (reader->lines[i].kind == PLUMB_LINE_TEXT &&
            has_head_word(plumb_reader_line(reader, i))) {
            if (!search.column) {
                search.column =
                    plumb_arena_array(reader->scratch, TOKENS_AT_ONCE + 1, sizeof *search.column);
                search.row =
                    plumb_arena_array(reader->scratch, TOKENS_AT_ONCE + 1, sizeof *search.row);
            }
            if (!search_at(&search, i, &next))
                return false;
        }
        i = next;
    }
    return true;
}

bool plumb_find_pipe_forms(struct plumb_reader *reader)
{
    return find_forms(reader, true);
}

bool plumb_find_form_tables(struct plumb_reader *reader)
{
    return find_forms(reader, false);
}
