/* Text and Markdown to a document. */
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Also of a file in an archive: "reports.zip!2024/x.docx". */
static const char *last_component(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *mark = strrchr(name, '!');
    if (!mark || mark - name < 4)
        return name;
    char archive[5] = {0};
    memcpy(archive, mark - 4, 4);
    return strcasecmp(archive, ".zip") == 0 ? mark + 1 : name;
}

/* Markdown by extension, or by a heading mark or table rule in the text. */
static enum plumb_document_format text_format(const char *path, struct plumb_str source)
{
    struct plumb_str name = plumb_str_from(path);
    if (plumb_str_ends(name, PLUMB_STR(".md")) || plumb_str_ends(name, PLUMB_STR(".markdown")))
        return PLUMB_FORMAT_MARKDOWN;
    struct plumb_str head = plumb_str_sub(source, 0, (size_t)1 << 20);
    return plumb_str_has(head, "\n|--") || plumb_str_has(head, "\n| --") ||
                   plumb_str_has(head, "\n|:-") || plumb_str_has(head, "\n## ")
               ? PLUMB_FORMAT_MARKDOWN
               : PLUMB_FORMAT_TEXT;
}

static int compare_notes(const void *a, const void *b)
{
    const struct plumb_note *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

static void build_blocks(struct plumb_reader *reader)
{
    size_t count = reader->document->line_count;
    for (size_t i = plumb_lines_next(reader, 0, NULL); i < count;
         i = plumb_lines_next(reader, i, NULL)) {
        if (reader->lines[i].kind == PLUMB_LINE_TABLE) {
            const struct plumb_region *region = &reader->regions[reader->lines[i].region];
            plumb_emit_region(reader, region);
            i = region->to;
        } else {
            i = plumb_read_paragraph(reader, i);
        }
    }
    plumb_attach_captions(reader);
    plumb_attach_parents(reader);
}

static enum plumb_status run_passes(struct plumb_reader *reader)
{
    enum plumb_status status = plumb_lines_index(reader);
    if (status != PLUMB_OK)
        return status;
    if (reader->document->format == PLUMB_FORMAT_CSV) {
        if (!plumb_find_csv_table(reader))
            return reader->status;
    } else {
        plumb_lines_drop_furniture(reader);
        if (!plumb_find_pipe_forms(reader) || !plumb_find_pipe_tables(reader) ||
            !plumb_find_tab_tables(reader) || !plumb_find_column_tables(reader) ||
            !plumb_find_spaced_tables(reader) || !plumb_find_form_tables(reader))
            return reader->status;
    }
    plumb_lines_measure(reader);
    build_blocks(reader);
    struct plumb_document *document = reader->document;
    if (reader->note_count > 1)
        qsort(reader->notes, reader->note_count, sizeof *reader->notes, compare_notes);
    document->blocks = reader->blocks;
    document->block_count = reader->block_count;
    document->notes = reader->notes;
    document->note_count = reader->note_count;
    return PLUMB_OK;
}

static enum plumb_status read_into(struct plumb_reader *reader, struct plumb_str bytes)
{
    struct plumb_document *document = plumb_arena_alloc(reader->arena, sizeof *reader->document);
    reader->document = document;
    document->path = plumb_str_copy(reader->arena, plumb_str_from(reader->path)).ptr;
    document->name = last_component(document->path);
    if (!reader->limits.without_sha256)
        plumb_sha256_hex(bytes.ptr, bytes.len, document->sha256);
    enum plumb_status status = plumb_text_to_utf8(
        bytes.ptr, bytes.len, reader->arena, &document->source, &document->encoding, reader->error);
    if (status == PLUMB_OK) {
        document->format =
            reader->is_csv ? PLUMB_FORMAT_CSV : text_format(reader->path, document->source);
        return run_passes(reader);
    }
    if (reader->error)
        strncpy(reader->error->source, reader->path, sizeof reader->error->source - 1);
    return status;
}

/* Allocations below this function jump back here. */
static enum plumb_status guarded(struct plumb_reader *reader, struct plumb_str bytes)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(reader->arena, &nomem);
    plumb_arena_on_nomem(reader->scratch, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(reader->arena, outer);
        return plumb_fail_nomem(reader->error);
    }
    enum plumb_status status = read_into(reader, bytes);
    plumb_arena_on_nomem(reader->arena, outer);
    return status;
}

enum text_kind { KIND_TEXT, KIND_CSV, KIND_PITCHED };

static enum plumb_status read_as(enum text_kind kind, const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    struct plumb_read_limits chosen = plumb_read_limits_resolve(limits);
    *document = NULL;
    if (bytes.len > chosen.max_part || bytes.len > chosen.max_bytes)
        return plumb_fail_at(
            error, PLUMB_E_LIMIT, path, 0, 0,
            "\"%s\" has %zu bytes of text, more than the limit of %zu; cut it into "
            "parts or raise --max-part.",
            path, bytes.len, chosen.max_part);
    struct plumb_reader reader = {.path = path ? path : "",
                                  .is_csv = kind == KIND_CSV,
                                  .shared_places = kind == KIND_PITCHED,
                                  .limits = chosen,
                                  .arena = arena,
                                  .scratch = plumb_arena_new(),
                                  .error = error};
    if (!reader.scratch)
        return plumb_fail_nomem(error);
    plumb_arena_limit(reader.scratch, chosen.max_memory / 4);
    plumb_arena_deadline(reader.scratch, chosen.stop_at);
    enum plumb_status status = guarded(&reader, bytes);
    if (status == PLUMB_E_NOMEM && plumb_arena_is_full(reader.scratch))
        status = plumb_read_over_memory(path, &chosen, error);
    if (status == PLUMB_OK)
        *document = reader.document;
    plumb_arena_free(reader.scratch);
    return status;
}

enum plumb_status plumb_read_text(const char *path, struct plumb_str bytes,
                                  const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                  struct plumb_document **document, struct plumb_error *error)
{
    return read_as(KIND_TEXT, path, bytes, limits, arena, document, error);
}

enum plumb_status plumb_read_csv(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    return read_as(KIND_CSV, path, bytes, limits, arena, document, error);
}

enum plumb_status plumb_read_pitched(const char *path, struct plumb_str bytes,
                                     const struct plumb_read_limits *limits,
                                     struct plumb_arena *arena, struct plumb_document **document,
                                     struct plumb_error *error)
{
    return read_as(KIND_PITCHED, path, bytes, limits, arena, document, error);
}
