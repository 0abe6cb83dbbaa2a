/* Reading a text in a test, and the properties every document must have. */
#ifndef PLUMB_READ_FIXTURE_H
#define PLUMB_READ_FIXTURE_H

#include "test_support.h"

#include "plumb/document.h"

struct read_result {
    struct plumb_arena *arena;
    struct plumb_document *document;
    struct plumb_error error;
    enum plumb_status status;
    struct plumb_buf dump;
};

static inline void read_free(struct read_result *r)
{
    plumb_buf_free(&r->dump);
    plumb_arena_free(r->arena);
    memset(r, 0, sizeof *r);
}

/* Every byte stands in the source at the place and in the line its piece says; only the one space
 * of a joint is not in the source. */
static inline void check_text(const struct plumb_document *d, const struct plumb_text *t)
{
    if (t->str.len == 0)
        return;
    assert_true(t->piece_count > 0);
    assert_int_equal(t->pieces[0].offset, 0);
    assert_true(plumb_utf8_valid(t->str, NULL));
    for (size_t p = 0; p < t->piece_count; p++) {
        size_t from = t->pieces[p].offset;
        size_t to = p + 1 < t->piece_count ? t->pieces[p + 1].offset : t->str.len;
        size_t at = t->pieces[p].source_offset, line = t->pieces[p].line;
        assert_true(from < to && to <= t->str.len);
        assert_true(line >= 1 && line <= d->line_count);
        size_t len = to - from;
        if (p + 1 < t->piece_count && t->str.ptr[to - 1] == ' ')
            len--; /* the joint */
        assert_memory_equal(t->str.ptr + from, d->source.ptr + at, len);
        assert_true(at >= d->line_starts[line - 1]);
        assert_true(line == d->line_count || at + len <= d->line_starts[line]);
        assert_int_equal(plumb_text_line(t, from), line);
        assert_int_equal(plumb_text_source_offset(t, from), at);
    }
}

static inline bool is_rule_line(struct plumb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!strchr("|-:+= \t", s.ptr[i]) || s.ptr[i] == '\0')
            return false;
    return true;
}

static inline void mark_text(bool *seen, const struct plumb_text *t)
{
    for (size_t p = 0; p < t->piece_count; p++)
        seen[t->pieces[p].line] = true;
}

/* Every line that is not empty is in a block or in a note; table rules excepted. */
static inline void check_coverage(const struct plumb_document *d)
{
    bool *seen = calloc(d->line_count + 2, sizeof *seen);
    assert_non_null(seen);
    for (size_t b = 0; b < d->block_count; b++) {
        const struct plumb_block *block = &d->blocks[b];
        mark_text(seen, &block->text);
        for (size_t r = 0; r < block->table.row_count; r++)
            for (size_t c = 0; c < block->table.rows[r].cell_count; c++) {
                seen[block->table.rows[r].cells[c].line] = true;
                mark_text(seen, &block->table.rows[r].cells[c].text);
            }
    }
    for (size_t n = 0; n < d->note_count; n++)
        seen[d->notes[n].line] = true;
    for (size_t line = 1; line <= d->line_count; line++) {
        struct plumb_str text = plumb_str_trim(plumb_document_line(d, line));
        if (text.len > 0 && !seen[line] && !is_rule_line(text))
            fail_msg("line %zu is lost: %.*s", line, PLUMB_STR_ARG(text));
    }
    free(seen);
}

static inline void check_document(const struct plumb_document *d)
{
    for (size_t b = 0; b < d->block_count; b++) {
        const struct plumb_block *block = &d->blocks[b];
        assert_true(block->line >= 1 && block->line <= d->line_count);
        assert_true(b == 0 || d->blocks[b - 1].line <= block->line);
        assert_true(block->parent == PLUMB_NPOS || block->parent < b);
        check_text(d, &block->text);
        check_text(d, &block->table.title);
        check_text(d, &block->table.unit);
        for (size_t r = 0; r < block->table.row_count; r++)
            for (size_t c = 0; c < block->table.rows[r].cell_count; c++) {
                const struct plumb_cell *cell = &block->table.rows[r].cells[c];
                assert_int_equal(cell->row, r);
                assert_int_equal(cell->column, c);
                assert_true(c < block->table.column_count);
                check_text(d, &cell->text);
            }
    }
    check_coverage(d);
}

static inline struct read_result read_bytes(const char *name, const char *bytes, size_t len,
                                            const struct plumb_read_limits *limits)
{
    struct read_result r = {.arena = plumb_arena_new()};
    r.status = plumb_read_text(name, (struct plumb_str){bytes, len}, limits, r.arena, &r.document,
                               &r.error);
    if (r.status == PLUMB_OK) {
        check_document(r.document);
        plumb_document_text(r.document, &r.dump);
    }
    return r;
}

static inline struct read_result read_string(const char *text)
{
    return read_bytes("report.txt", text, strlen(text), NULL);
}

/* The outline of a text, worked out by hand. */
static inline void expect_outline(const char *text, const char *outline)
{
    struct read_result r = read_string(text);
    assert_int_equal(r.status, PLUMB_OK);
    assert_string_equal(r.dump.len ? r.dump.data : "", outline);
    read_free(&r);
}

#endif
