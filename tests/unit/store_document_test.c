/* Documents through the case and back: every field as it was, and damage noticed. */
#include "store_fixture.h"

#include "store/store_int.h"

static void equal_text(const struct plumb_text *a, const struct plumb_text *b)
{
    assert_true(plumb_str_equal(a->str, b->str));
    assert_int_equal(a->piece_count, b->piece_count);
    for (size_t i = 0; i < a->piece_count; i++) {
        assert_int_equal(a->pieces[i].offset, b->pieces[i].offset);
        assert_int_equal(a->pieces[i].line, b->pieces[i].line);
        assert_int_equal(a->pieces[i].source_offset, b->pieces[i].source_offset);
    }
}

static void equal_optional(const char *a, const char *b)
{
    assert_int_equal(!a, !b);
    if (a)
        assert_string_equal(a, b);
}

static void equal_table(const struct plumb_table *a, const struct plumb_table *b)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->column_count, b->column_count);
    assert_int_equal(a->aligned, b->aligned);
    equal_text(&a->title, &b->title);
    equal_text(&a->unit, &b->unit);
    equal_optional(a->sheet, b->sheet);
    for (size_t r = 0; r < a->row_count; r++) {
        assert_int_equal(a->rows[r].cell_count, b->rows[r].cell_count);
        for (size_t c = 0; c < a->rows[r].cell_count; c++) {
            const struct plumb_cell *x = &a->rows[r].cells[c], *y = &b->rows[r].cells[c];
            equal_text(&x->text, &y->text);
            assert_int_equal(x->row, y->row);
            assert_int_equal(x->column, y->column);
            assert_int_equal(x->row_span, y->row_span);
            assert_int_equal(x->column_span, y->column_span);
            assert_int_equal(x->line, y->line);
        }
    }
}

static void equal_document(const struct plumb_document *a, const struct plumb_document *b)
{
    equal_optional(a->encoding, b->encoding);
    assert_int_equal(a->line_count, b->line_count);
    for (size_t i = 0; i < a->line_count; i++)
        assert_int_equal(a->line_starts[i], b->line_starts[i]);
    assert_int_equal(a->note_count, b->note_count);
    for (size_t i = 0; i < a->note_count; i++) {
        assert_int_equal(a->notes[i].line, b->notes[i].line);
        equal_optional(a->notes[i].message, b->notes[i].message);
    }
    assert_int_equal(a->block_count, b->block_count);
    for (size_t i = 0; i < a->block_count; i++) {
        const struct plumb_block *x = &a->blocks[i], *y = &b->blocks[i];
        assert_int_equal(x->kind, y->kind);
        assert_int_equal(x->level, y->level);
        assert_int_equal(x->line, y->line);
        assert_int_equal(x->page, y->page);
        assert_int_equal(x->parent, y->parent);
        equal_text(&x->text, &y->text);
        if (x->kind == PLUMB_BLOCK_TABLE)
            equal_table(&x->table, &y->table);
    }
}

/* A document with every kind of block, merged cells, a note without words, pieces that go back. */
struct model {
    struct plumb_piece pieces[3];
    struct plumb_cell cells[3];
    struct plumb_row rows[2];
    struct plumb_block blocks[3];
    struct plumb_note notes[2];
    size_t lines[4];
    struct plumb_document document;
};

static void model_fill(struct model *m)
{
    *m = (struct model){0};
    m->pieces[0] = (struct plumb_piece){0, 3, 40};
    m->pieces[1] = (struct plumb_piece){5, 2, 20};
    m->pieces[2] = (struct plumb_piece){900, 4, 70000};
    m->cells[0] = (struct plumb_cell){
        .text = {PLUMB_STR("合计"), m->pieces, 1}, .row_span = 2, .column_span = 3, .line = 3};
    m->cells[1] = (struct plumb_cell){.column = 1, .row_span = 1, .column_span = 1, .line = 4};
    m->cells[2] = (struct plumb_cell){.row = 1, .row_span = 1, .column_span = 1};
    m->rows[0] = (struct plumb_row){m->cells, 2};
    m->rows[1] = (struct plumb_row){m->cells + 2, 1};
    m->blocks[0] = (struct plumb_block){.kind = PLUMB_BLOCK_HEADING,
                                        .level = 2,
                                        .text = {PLUMB_STR("一、概况"), m->pieces, 3},
                                        .line = 1,
                                        .page = 1,
                                        .parent = PLUMB_NPOS};
    m->blocks[1] = (struct plumb_block){.kind = PLUMB_BLOCK_TABLE,
                                        .level = -1,
                                        .line = 3,
                                        .table = {.rows = m->rows,
                                                  .row_count = 2,
                                                  .column_count = 4,
                                                  .aligned = true,
                                                  .title = {PLUMB_STR("表1"), m->pieces, 2},
                                                  .sheet = "收支"}};
    m->blocks[2] = (struct plumb_block){.kind = PLUMB_BLOCK_PARAGRAPH, .parent = 0};
    m->notes[0] = (struct plumb_note){7, "two pages have no text"};
    m->lines[1] = 10;
    m->lines[2] = 10;
    m->lines[3] = 300;
    m->document = (struct plumb_document){.encoding = "GB18030",
                                          .source = {"", 300},
                                          .line_starts = m->lines,
                                          .line_count = 4,
                                          .blocks = m->blocks,
                                          .block_count = 3,
                                          .notes = m->notes,
                                          .note_count = 2};
}

static void codec_round_trip(void **state)
{
    struct store_fixture *f = *state;
    struct model m;
    struct plumb_buf bytes = {0};
    struct plumb_document back = {.source = {"", 300}};
    model_fill(&m);
    assert_int_equal(plumb_document_encode(&m.document, &bytes, &f->error), PLUMB_OK);
    assert_int_equal(plumb_document_decode(bytes.data, bytes.len, f->arena, &back, &f->error),
                     PLUMB_OK);
    equal_document(&m.document, &back);
    plumb_buf_free(&bytes);
}

/* Every truncation and many flipped bytes: an error or a document, never a crash. */
static void codec_damage(void **state)
{
    struct store_fixture *f = *state;
    struct model m;
    struct plumb_buf bytes = {0};
    uint64_t seed = 3;
    model_fill(&m);
    assert_int_equal(plumb_document_encode(&m.document, &bytes, &f->error), PLUMB_OK);
    for (size_t len = 0; len < bytes.len; len++) {
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_document back = {.source = {"", 300}};
        assert_int_equal(plumb_document_decode(bytes.data, len, arena, &back, &f->error),
                         PLUMB_E_STORE);
        plumb_arena_free(arena);
    }
    for (int i = 0; i < 5000; i++) {
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_document back = {.source = {"", 300}};
        size_t at = test_below(&seed, bytes.len);
        char kept = bytes.data[at];
        bytes.data[at] = (char)test_random(&seed);
        if (plumb_document_decode(bytes.data, bytes.len, arena, &back, &f->error) == PLUMB_OK)
            for (size_t b = 0; b < back.block_count; b++)
                assert_true(back.blocks[b].parent == PLUMB_NPOS || back.blocks[b].parent < b);
        bytes.data[at] = kept;
        plumb_arena_free(arena);
    }
    plumb_buf_free(&bytes);
}

static const char report[] =
    "# 某县某局2023年度部门决算\n"
    "\n"
    "一、收支情况\n"
    "本年收入合计1200.50万元，其中：财政拨款1000.50万元，其他收入200万元。\n"
    "\n"
    "| 项目 | 年初预算数 | 决算数 |\n"
    "| --- | --- | --- |\n"
    "| 基本支出 | 700 | 698.20 |\n"
    "| 项目支出 | 300 | 290.15 |\n"
    "| 合计 | 1000 | 988.35 |\n";

/* A document that was read by the reader, stored, and taken back is the same document. */
static void stored_and_back(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_document *document = NULL, **documents = NULL;
    struct plumb_extraction extraction = {0};
    size_t count = 0;
    assert_int_equal(
        plumb_read_text("x/年报.md", PLUMB_STR(report), &limits, f->arena, &document, &f->error),
        PLUMB_OK);
    extraction.document = document;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    assert_int_equal(plumb_case_put_document(file, document, &extraction, &f->error), PLUMB_OK);
    plumb_case_close(file);
    file = store_open(f, PLUMB_CASE_READ);
    assert_int_equal(plumb_case_documents(file, "", 0, f->arena, &documents, &count, &f->error),
                     PLUMB_OK);
    plumb_case_close(file);
    assert_int_equal(count, 1);
    assert_string_equal(documents[0]->path, "x/年报.md");
    assert_string_equal(documents[0]->name, "年报.md");
    assert_string_equal(documents[0]->sha256, document->sha256);
    assert_int_equal(documents[0]->format, document->format);
    assert_true(plumb_str_equal(documents[0]->source, PLUMB_STR(report)));
    equal_document(document, documents[0]);
}

/* The same facts and relations are found in both, so analysis may work from the case. */
static void extracted_alike(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_document *document = NULL, **documents = NULL;
    struct plumb_catalogue *catalogue = NULL;
    struct plumb_extractor *extractor = NULL;
    struct plumb_extraction *first = NULL, *second = NULL;
    size_t count = 0;
    assert_int_equal(plumb_catalogue_load(NULL, &catalogue, &f->error), PLUMB_OK);
    assert_int_equal(plumb_extractor_new(catalogue, &extractor, &f->error), PLUMB_OK);
    plumb_read_text("r.md", PLUMB_STR(report), &limits, f->arena, &document, &f->error);
    assert_int_equal(plumb_extract(extractor, document, f->arena, &first, &f->error), PLUMB_OK);
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    assert_int_equal(plumb_case_put_document(file, document, first, &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_documents(file, "", 0, f->arena, &documents, &count, &f->error),
                     PLUMB_OK);
    assert_int_equal(plumb_extract(extractor, documents[0], f->arena, &second, &f->error),
                     PLUMB_OK);
    plumb_case_close(file);
    assert_true(first->fact_count >= 9);
    assert_int_equal(first->fact_count, second->fact_count);
    for (size_t i = 0; i < first->fact_count; i++) {
        const struct plumb_fact *a = &first->facts[i], *b = &second->facts[i];
        assert_true(plumb_str_equal(a->text, b->text) && plumb_str_equal(a->label, b->label));
        assert_true(plumb_dec_cmp(a->value, b->value) == 0 && a->line == b->line);
    }
    assert_true(first->relation_count > 0);
    assert_int_equal(first->relation_count, second->relation_count);
    for (size_t i = 0; i < first->relation_count; i++)
        assert_int_equal(first->relations[i].verdict, second->relations[i].verdict);
    plumb_extractor_free(extractor);
    plumb_catalogue_free(catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(codec_round_trip),
        STORE_TEST(codec_damage),
        STORE_TEST(stored_and_back),
        STORE_TEST(extracted_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
