/* Documents written in a test and what the passes of the extraction make of them. */
#ifndef PLUMB_EXTRACT_FIXTURE_H
#define PLUMB_EXTRACT_FIXTURE_H

#include "test_support.h"

#include "extract/extract_int.h"
#include "extract/relate/cue.h"

struct extract_fixture {
    struct plumb_catalogue *catalogue;
    struct plumb_extractor *extractor;
    struct plumb_matcher *matcher;
    struct plumb_arena *arena;
    struct plumb_extract_work *work;
};

/* A text of one source line. */
static inline struct plumb_text fixture_text(struct plumb_arena *arena, struct plumb_str s,
                                             size_t line)
{
    struct plumb_piece *piece = plumb_arena_alloc(arena, sizeof *piece);
    piece->line = line;
    return (struct plumb_text){plumb_str_copy(arena, s), s.len ? piece : NULL, s.len ? 1u : 0u};
}

/* A row of cells "a|b|c". */
static inline void fixture_row(struct plumb_arena *arena, struct plumb_row *row, size_t index,
                               struct plumb_str s, size_t line)
{
    struct plumb_cell *cells = plumb_arena_array(arena, s.len + 1, sizeof *cells);
    size_t count = 0, from = 0;
    for (size_t at = 0; at <= s.len; at++) {
        if (at < s.len && s.ptr[at] != '|')
            continue;
        cells[count] = (struct plumb_cell){
            .row = index, .column = count, .row_span = 1, .column_span = 1, .line = line};
        cells[count++].text = fixture_text(arena, plumb_str_trim(plumb_str_sub(s, from, at)), line);
        from = at + 1;
    }
    *row = (struct plumb_row){cells, count};
}

/* One paragraph a line; lines with '|' are rows of a table, lines that begin with '#' headings. */
static inline struct plumb_document *fixture_document(struct plumb_arena *arena, const char *source)
{
    struct plumb_document *document = plumb_arena_alloc(arena, sizeof *document);
    struct plumb_str text = plumb_str_from(source);
    struct plumb_block *blocks = plumb_arena_array(arena, text.len + 1, sizeof *blocks);
    size_t count = 0, from = 0, line = 0, parent = PLUMB_NPOS;
    for (size_t at = 0; at <= text.len; at++) {
        if (at < text.len && text.ptr[at] != '\n')
            continue;
        struct plumb_str s = plumb_str_sub(text, from, at);
        from = at + 1;
        line++;
        if (s.len == 0)
            continue;
        bool row = plumb_str_has(s, "|");
        struct plumb_block *last = count ? &blocks[count - 1] : NULL;
        if (!row || !last || last->kind != PLUMB_BLOCK_TABLE) {
            last = &blocks[count++];
            *last = (struct plumb_block){.kind = row ? PLUMB_BLOCK_TABLE : PLUMB_BLOCK_PARAGRAPH,
                                         .line = line,
                                         .parent = parent};
        }
        if (row) {
            struct plumb_row *rows =
                plumb_arena_array(arena, last->table.row_count + 1, sizeof *rows);
            for (size_t r = 0; r < last->table.row_count; r++)
                rows[r] = last->table.rows[r];
            fixture_row(arena, &rows[last->table.row_count], last->table.row_count, s, line);
            last->table.rows = rows;
            if (rows[last->table.row_count].cell_count > last->table.column_count)
                last->table.column_count = rows[last->table.row_count].cell_count;
            last->table.row_count++;
        } else {
            if (s.ptr[0] == '#') {
                s = plumb_str_sub(s, 1, s.len);
                last->kind = PLUMB_BLOCK_HEADING;
                last->parent = PLUMB_NPOS;
                parent = count - 1;
            }
            last->text = fixture_text(arena, s, line);
        }
    }
    document->path = document->name = "test.txt";
    document->encoding = "UTF-8";
    document->source = text;
    document->blocks = blocks;
    document->block_count = count;
    return document;
}

static inline void fixture_open(struct extract_fixture *f)
{
    struct plumb_error error = {0};
    assert_int_equal(plumb_catalogue_load(NULL, &f->catalogue, &error), PLUMB_OK);
    assert_int_equal(plumb_extractor_new(f->catalogue, &f->extractor, &error), PLUMB_OK);
    f->matcher = plumb_matcher_new();
    f->arena = NULL;
    assert_non_null(f->matcher);
}

static inline void fixture_close(struct extract_fixture *f)
{
    plumb_arena_free(f->arena);
    plumb_matcher_free(f->matcher);
    plumb_extractor_free(f->extractor);
    plumb_catalogue_free(f->catalogue);
}

/* Run the passes on `source`; what they made lives until the next call. */
static inline struct plumb_extract_work *fixture_run(struct extract_fixture *f, const char *source)
{
    plumb_arena_free(f->arena);
    f->arena = plumb_arena_new();
    assert_non_null(f->arena);
    f->work = plumb_extract_prepare(f->extractor, fixture_document(f->arena, source), f->arena,
                                    f->matcher);
    return f->work;
}

static inline bool fixture_is_quantity(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE ||
           fact->kind == PLUMB_FACT_CHINESE;
}

/* "≥0.95 fraction, 30000 yuan": comparator, value and unit of every quantity, in reading order. */
static inline const char *fixture_values(struct extract_fixture *f)
{
    struct plumb_buf buf = {0};
    char value[PLUMB_DEC_TEXT];
    for (size_t i = 0; i < f->work->fact_count; i++) {
        const struct plumb_fact *fact = &f->work->facts[i];
        if (!fixture_is_quantity(fact))
            continue;
        plumb_buf_printf(&buf, "%s%s%s %s", buf.len ? ", " : "",
                         plumb_comparator_name(fact->comparator),
                         plumb_dec_text(fact->value, value), plumb_unit_name(fact->unit));
    }
    const char *text = plumb_arena_printf(f->arena, "%s", buf.len ? buf.data : "");
    plumb_buf_free(&buf);
    return text;
}

/* The n-th quantity. */
static inline const struct plumb_fact *fixture_fact(struct extract_fixture *f, size_t n)
{
    for (size_t i = 0; i < f->work->fact_count; i++)
        if (fixture_is_quantity(&f->work->facts[i]) && n-- == 0)
            return &f->work->facts[i];
    fail_msg("there is no such quantity");
    return NULL;
}

static inline const char *fixture_copy(struct extract_fixture *f, struct plumb_str s)
{
    return plumb_str_copy(f->arena, s).ptr;
}

struct wording {
    const char *text, *values;
};

/* Every wording gives the expected quantities; all differences are told. */
static inline void check_wordings(struct extract_fixture *f, const struct wording *items,
                                  size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        fixture_run(f, items[i].text);
        const char *values = fixture_values(f);
        if (strcmp(values, items[i].values) != 0) {
            print_error("%s\n  expected %s\n  found    %s\n", items[i].text, items[i].values,
                        values);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
#define CHECK_WORDINGS(f, items) check_wordings((f), (items), sizeof(items) / sizeof *(items))

#endif
