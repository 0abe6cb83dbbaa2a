/* Documents, their facts and relations into the case, and documents back out of it. */
#include "store/store_int.h"

#include <string.h>

struct writer {
    const struct plumb_case *file;
    const struct plumb_document *document;
    const struct plumb_extraction *extraction;
    int64_t id;
    struct plumb_error *error;
};

static enum plumb_status step(const struct writer *writer, const struct plumb_binder *binder)
{
    if (binder->failed)
        return plumb_fail_nomem(writer->error);
    return plumb_store_step(writer->file, binder->statement, writer->error);
}

static size_t count_facts(const struct plumb_extraction *extraction)
{
    size_t count = 0;
    for (size_t i = 0; i < extraction->fact_count; i++)
        count += extraction->facts[i].kind != PLUMB_FACT_NOT;
    return count;
}

static enum plumb_status write_head(const struct writer *writer)
{
    const struct plumb_document *document = writer->document;
    const struct plumb_extraction *extraction = writer->extraction;
    const struct plumb_coverage *coverage = &extraction->coverage;
    const size_t counts[] = {
        document->line_count, count_facts(extraction), extraction->relation_count,
        coverage->quantities, coverage->related,       coverage->consistent,
        coverage->rounding,   coverage->inconsistent,  coverage->untestable};
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_store_prepare(
        writer->file,
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &statement, writer->error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_int(&binder, writer->id);
        plumb_bind_text(&binder, document->path);
        plumb_bind_int(&binder, document->format);
        plumb_bind_text(&binder, document->encoding);
        plumb_bind_text(&binder, plumb_document_kind_name(extraction->kind));
        plumb_bind_str(&binder, extraction->agency);
        plumb_bind_size(&binder, extraction->year ? (size_t)extraction->year : PLUMB_NPOS);
        plumb_bind_text(&binder, plumb_mode_name(extraction->mode));
        for (size_t i = 0; i < PLUMB_COUNT(counts); i++)
            plumb_bind_size(&binder, counts[i]);
        plumb_bind_double(&binder, plumb_extraction_sure(extraction));
        status = step(writer, &binder);
    }
    sqlite3_finalize(statement);
    return status;
}

static enum plumb_status write_body(const struct writer *writer)
{
    struct plumb_buf blocks = {0};
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_document_encode(writer->document, &blocks, writer->error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(writer->file, "INSERT INTO document_body VALUES (?, ?, ?)",
                                     &statement, writer->error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_int(&binder, writer->id);
        plumb_bind_str(&binder, writer->document->source);
        plumb_bind_blob(&binder, blocks.data, blocks.len);
        status = step(writer, &binder);
    }
    sqlite3_finalize(statement);
    plumb_buf_free(&blocks);
    return status;
}

/* Byte offset of the number in the document's text. */
static size_t source_offset(const struct plumb_document *document, const struct plumb_fact *fact)
{
    if (fact->block >= document->block_count)
        return 0;
    const struct plumb_block *block = &document->blocks[fact->block];
    if (fact->row == PLUMB_NPOS)
        return plumb_text_source_offset(&block->text, fact->offset);
    if (fact->row >= block->table.row_count ||
        fact->column >= block->table.rows[fact->row].cell_count)
        return 0;
    return plumb_text_source_offset(&block->table.rows[fact->row].cells[fact->column].text,
                                    fact->offset);
}

static void bind_fact(struct plumb_binder *binder, const struct writer *writer,
                      const struct plumb_fact *fact, size_t quote, char exact[PLUMB_DEC_TEXT])
{
    plumb_bind_int(binder, writer->id);
    plumb_bind_size(binder, fact->id);
    plumb_bind_size(binder, fact->line);
    plumb_bind_size(binder, source_offset(writer->document, fact));
    plumb_bind_size(binder, quote);
    plumb_bind_str(binder, fact->text);
    plumb_bind_str(binder, fact->unit_text);
    plumb_bind_double(binder, plumb_dec_double(fact->value));
    plumb_bind_text(binder, plumb_dec_text(fact->value, exact));
    plumb_bind_text(binder, plumb_unit_name(fact->unit));
    plumb_bind_text(binder, plumb_comparator_name(fact->comparator));
    plumb_bind_str(binder, fact->label);
    plumb_bind_str(binder, fact->item);
    if (fact->indicator)
        plumb_bind_text(binder, fact->indicator);
    else
        plumb_bind_null(binder);
    plumb_bind_text(binder, plumb_stage_name(fact->stage));
    plumb_bind_size(binder, fact->year ? (size_t)fact->year : PLUMB_NPOS);
}

static enum plumb_status write_quote(const struct writer *writer, sqlite3_stmt *statement,
                                     size_t id, struct plumb_str text)
{
    struct plumb_binder binder = {.statement = statement};
    plumb_bind_int(&binder, writer->id);
    plumb_bind_size(&binder, id);
    plumb_bind_str(&binder, text);
    return step(writer, &binder);
}

/* Facts in reading order share their sentence with their neighbours: it is stored once. */
static enum plumb_status write_facts(const struct writer *writer)
{
    sqlite3_stmt *facts = NULL, *quotes = NULL;
    struct plumb_str last = {NULL, 0};
    size_t quote = 0;
    enum plumb_status status = plumb_store_prepare(
        writer->file, "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &facts, writer->error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(writer->file, "INSERT INTO quote VALUES (?, ?, ?)", &quotes,
                                     writer->error);
    for (size_t i = 0; status == PLUMB_OK && i < writer->extraction->fact_count; i++) {
        const struct plumb_fact *fact = &writer->extraction->facts[i];
        char exact[PLUMB_DEC_TEXT];
        struct plumb_binder binder = {.statement = facts};
        if (fact->kind == PLUMB_FACT_NOT)
            continue;
        if (!last.ptr || !plumb_str_equal(last, fact->context)) {
            last = fact->context;
            status = write_quote(writer, quotes, ++quote, last);
        }
        bind_fact(&binder, writer, fact, quote, exact);
        if (status == PLUMB_OK)
            status = step(writer, &binder);
    }
    sqlite3_finalize(facts);
    sqlite3_finalize(quotes);
    return status;
}

static void bind_computed(struct plumb_binder *binder, bool known, plumb_dec value)
{
    bool bounded =
        plumb_dec_cmp(value, PLUMB_DEC_INF) < 0 && plumb_dec_cmp(value, PLUMB_DEC_NINF) > 0;
    if (known && bounded)
        plumb_bind_double(binder, plumb_dec_double(value));
    else
        plumb_bind_null(binder);
}

static enum plumb_status write_relation(const struct writer *writer, sqlite3_stmt *statement,
                                        size_t id, const struct plumb_relation *relation)
{
    struct plumb_binder binder = {.statement = statement};
    plumb_bind_int(&binder, writer->id);
    plumb_bind_size(&binder, id);
    plumb_bind_text(&binder, plumb_relation_kind_name(relation->kind));
    plumb_bind_text(&binder, relation->check);
    plumb_bind_size(&binder, relation->line);
    plumb_bind_str(&binder, relation->subject);
    plumb_bind_text(&binder, plumb_unit_name(relation->unit));
    bind_computed(&binder, relation->has_expected, relation->expected);
    bind_computed(&binder, relation->has_expected, relation->low);
    bind_computed(&binder, relation->has_expected, relation->high);
    plumb_bind_text(&binder, plumb_verdict_name(relation->verdict));
    plumb_bind_text(&binder, plumb_mode_name(relation->mode));
    plumb_bind_int(&binder, relation->readings);
    plumb_bind_int(&binder, relation->declared);
    plumb_bind_double(&binder, relation->confidence);
    plumb_bind_text(&binder, relation->reason);
    plumb_bind_text(&binder, relation->recomputation);
    plumb_bind_double(&binder, plumb_dec_double(relation->money));
    return step(writer, &binder);
}

static enum plumb_status write_term(const struct writer *writer, sqlite3_stmt *statement,
                                    size_t relation, size_t ordinal, const struct plumb_term *term)
{
    struct plumb_binder binder = {.statement = statement};
    plumb_bind_int(&binder, writer->id);
    plumb_bind_size(&binder, relation);
    plumb_bind_size(&binder, ordinal);
    plumb_bind_text(&binder, plumb_role_name(term->role));
    plumb_bind_size(&binder, term->fact);
    plumb_bind_str(&binder, term->text);
    plumb_bind_size(&binder, term->line);
    return step(writer, &binder);
}

static enum plumb_status write_relations(const struct writer *writer)
{
    sqlite3_stmt *relations = NULL, *terms = NULL;
    enum plumb_status status = plumb_store_prepare(
        writer->file,
        "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &relations, writer->error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(writer->file, "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?)",
                                     &terms, writer->error);
    for (size_t i = 0; status == PLUMB_OK && i < writer->extraction->relation_count; i++) {
        const struct plumb_relation *relation = &writer->extraction->relations[i];
        status = write_relation(writer, relations, i, relation);
        if (status == PLUMB_OK &&
            (relation->stated.text.len > 0 || relation->stated.fact != PLUMB_NPOS))
            status = write_term(writer, terms, i, 0, &relation->stated);
        for (size_t j = 0; status == PLUMB_OK && j < relation->operand_count; j++)
            status = write_term(writer, terms, i, j + 1, &relation->operands[j]);
    }
    sqlite3_finalize(relations);
    sqlite3_finalize(terms);
    return status;
}

enum plumb_status plumb_case_put_document(struct plumb_case *file,
                                          const struct plumb_document *document,
                                          const struct plumb_extraction *extraction,
                                          struct plumb_error *error)
{
    struct writer writer = {
        .file = file, .document = document, .extraction = extraction, .error = error};
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_replace_source(file, document->path, "document", document->sha256, NULL,
                                        &writer.id, error);
    if (status == PLUMB_OK)
        status = write_head(&writer);
    if (status == PLUMB_OK)
        status = write_body(&writer);
    if (status == PLUMB_OK)
        status = write_facts(&writer);
    if (status == PLUMB_OK)
        status = write_relations(&writer);
    return plumb_store_end(file, status, error);
}

/* ---- back -------------------------------------------------------------------------------- */

/* Memory that is out jumps to plumb_case_documents. */
static enum plumb_status read_document(sqlite3_stmt *row, struct plumb_arena *arena,
                                       struct plumb_document **out, struct plumb_error *error)
{
    struct plumb_document *document = plumb_arena_alloc(arena, sizeof *document);
    document->path = plumb_column_text(row, 0, arena);
    const char *slash = strrchr(document->path, '/');
    document->name = slash && slash[1] ? slash + 1 : document->path;
    int format = sqlite3_column_int(row, 1);
    document->format = format >= PLUMB_FORMAT_TEXT && format <= PLUMB_FORMAT_UNKNOWN
                           ? (enum plumb_document_format)format
                           : PLUMB_FORMAT_UNKNOWN;
    struct plumb_str hash = plumb_column_str(row, 2, arena);
    memcpy(document->sha256, hash.ptr, hash.len < 64 ? hash.len : 64);
    document->source = plumb_column_str(row, 3, arena);
    /* The bytes stay valid until the next step. */
    const void *blocks = sqlite3_column_blob(row, 4);
    int len = sqlite3_column_bytes(row, 4);
    *out = document;
    return plumb_document_decode(blocks ? blocks : "", len > 0 ? (size_t)len : 0, arena, document,
                                 error);
}

static enum plumb_status read_documents(const struct plumb_case *file, const char *after,
                                        size_t most, struct plumb_arena *arena,
                                        struct plumb_document ***documents, size_t *count,
                                        struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    size_t capacity = 0;
    bool row = true;
    enum plumb_status status =
        plumb_store_prepare(file,
                            "SELECT d.path, d.format, s.sha256, b.text, b.blocks FROM document d"
                            " JOIN source s USING (id) JOIN document_body b ON b.document = d.id"
                            " WHERE s.path > ? ORDER BY s.path LIMIT ?",
                            &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, after);
        plumb_bind_int(&binder, most ? (int64_t)most : -1);
        if (binder.failed)
            status = plumb_fail_nomem(error);
    }
    while (status == PLUMB_OK) {
        status = plumb_store_next(file, statement, &row, error);
        if (status != PLUMB_OK || !row)
            break;
        struct plumb_document **slot = PLUMB_PUSH(arena, *documents, *count, capacity);
        status = read_document(statement, arena, slot, error);
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_documents(struct plumb_case *file, const char *after, size_t most,
                                       struct plumb_arena *arena,
                                       struct plumb_document ***documents, size_t *count,
                                       struct plumb_error *error)
{
    *documents = NULL;
    *count = 0;
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        plumb_store_finalize_others(file, NULL);
        return plumb_fail_nomem(error);
    }
    enum plumb_status status = read_documents(file, after, most, arena, documents, count, error);
    plumb_arena_on_nomem(arena, outer);
    return status;
}
