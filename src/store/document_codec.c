/* Documents as bytes: blocks and tables with the origin of every text, in a compact form.
 *
 * "PLD1", then fields in the order of the functions below. Whole numbers are LEB128, signed ones
 * zigzag, strings their length and bytes. The reader trusts nothing: a case may be damaged.
 */
#include "store/store_int.h"

#include <string.h>

static const char magic[4] = {'P', 'L', 'D', '1'};

/* ---- writing ----------------------------------------------------------------------------- */

static void put_size(struct plumb_buf *out, size_t n)
{
    char bytes[10];
    size_t len = 0;
    do {
        unsigned low = (unsigned)(n & 0x7F);
        n >>= 7;
        bytes[len++] = (char)(n ? low | 0x80u : low);
    } while (n);
    plumb_buf_add(out, bytes, len);
}

/* PLUMB_NPOS is common (no parent): make it one byte. */
static void put_index(struct plumb_buf *out, size_t index)
{
    put_size(out, index + 1);
}

static void put_int(struct plumb_buf *out, int64_t n)
{
    put_size(out, n < 0 ? ((size_t)(-(n + 1)) << 1) | 1 : (size_t)n << 1);
}

static void put_str(struct plumb_buf *out, struct plumb_str s)
{
    put_size(out, s.len);
    plumb_buf_str(out, s);
}

static void put_cstr(struct plumb_buf *out, const char *text)
{
    put_index(out, text ? strlen(text) : PLUMB_NPOS);
    if (text)
        plumb_buf_puts(out, text);
}

/* Pieces ascend in all three fields most of the time: differences are small. */
static void put_text(struct plumb_buf *out, const struct plumb_text *text)
{
    struct plumb_piece last = {0};
    put_str(out, text->str);
    put_size(out, text->piece_count);
    for (size_t i = 0; i < text->piece_count; i++) {
        const struct plumb_piece *piece = &text->pieces[i];
        put_int(out, (int64_t)piece->offset - (int64_t)last.offset);
        put_int(out, (int64_t)piece->line - (int64_t)last.line);
        put_int(out, (int64_t)piece->source_offset - (int64_t)last.source_offset);
        last = *piece;
    }
}

static void put_table(struct plumb_buf *out, const struct plumb_table *table)
{
    put_size(out, table->row_count);
    put_size(out, table->column_count);
    put_size(out, table->aligned);
    put_text(out, &table->title);
    put_text(out, &table->unit);
    put_cstr(out, table->sheet);
    for (size_t r = 0; r < table->row_count; r++) {
        put_size(out, table->rows[r].cell_count);
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            const struct plumb_cell *cell = &table->rows[r].cells[c];
            put_text(out, &cell->text);
            put_size(out, cell->row);
            put_size(out, cell->column);
            put_size(out, cell->row_span);
            put_size(out, cell->column_span);
            put_size(out, cell->line);
        }
    }
}

enum plumb_status plumb_document_encode(const struct plumb_document *document,
                                        struct plumb_buf *out, struct plumb_error *error)
{
    plumb_buf_add(out, magic, sizeof magic);
    put_cstr(out, document->encoding);
    put_size(out, document->line_count);
    for (size_t i = 0, last = 0; i < document->line_count; last = document->line_starts[i++])
        put_size(out, document->line_starts[i] - last);
    put_size(out, document->note_count);
    for (size_t i = 0; i < document->note_count; i++) {
        put_size(out, document->notes[i].line);
        put_cstr(out, document->notes[i].message);
    }
    put_size(out, document->block_count);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct plumb_block *block = &document->blocks[i];
        put_size(out, (size_t)block->kind);
        put_int(out, block->level);
        put_size(out, block->line);
        put_size(out, block->page);
        put_index(out, block->parent);
        put_text(out, &block->text);
        if (block->kind == PLUMB_BLOCK_TABLE)
            put_table(out, &block->table);
    }
    return out->failed ? plumb_fail_nomem(error) : PLUMB_OK;
}

/* ---- reading ----------------------------------------------------------------------------- */

struct source {
    const unsigned char *at, *end;
    struct plumb_arena *arena; /* jumps when memory is out */
    bool damaged;              /* sticky; all further values are 0 */
};

static size_t get_size(struct source *in)
{
    size_t n = 0;
    for (unsigned shift = 0; shift < 64 && !in->damaged; shift += 7) {
        if (in->at >= in->end)
            break;
        unsigned byte = *in->at++;
        n |= (size_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return n;
    }
    in->damaged = true;
    return 0;
}

static size_t get_index(struct source *in)
{
    return get_size(in) - 1;
}

static int64_t get_int(struct source *in)
{
    size_t n = get_size(in);
    return n & 1 ? -(int64_t)(n >> 1) - 1 : (int64_t)(n >> 1);
}

/* A count of things that take at least one byte each, so damage cannot ask for much memory. */
static size_t get_count(struct source *in)
{
    size_t n = get_size(in);
    if (n > (size_t)(in->end - in->at)) {
        in->damaged = true;
        return 0;
    }
    return n;
}

static struct plumb_str get_bytes(struct source *in, size_t len)
{
    struct plumb_str s = {(const char *)in->at, len};
    if (in->damaged || len > (size_t)(in->end - in->at)) {
        in->damaged = true;
        return PLUMB_STR("");
    }
    in->at += len;
    return plumb_str_copy(in->arena, s);
}

static const char *get_cstr(struct source *in)
{
    size_t len = get_index(in);
    return len == PLUMB_NPOS ? NULL : get_bytes(in, len).ptr;
}

static struct plumb_text get_text(struct source *in)
{
    struct plumb_text text = {0};
    struct plumb_piece last = {0};
    text.str = get_bytes(in, get_count(in));
    text.piece_count = get_count(in);
    struct plumb_piece *pieces = plumb_arena_array(in->arena, text.piece_count, sizeof *pieces);
    for (size_t i = 0; i < text.piece_count; i++) {
        last.offset += (size_t)get_int(in);
        last.line += (size_t)get_int(in);
        last.source_offset += (size_t)get_int(in);
        pieces[i] = last;
    }
    text.pieces = pieces;
    return text;
}

static void get_row(struct source *in, struct plumb_row *row)
{
    row->cell_count = get_count(in);
    struct plumb_cell *cells = plumb_arena_array(in->arena, row->cell_count, sizeof *cells);
    for (size_t c = 0; c < row->cell_count && !in->damaged; c++) {
        cells[c].text = get_text(in);
        cells[c].row = get_size(in);
        cells[c].column = get_size(in);
        cells[c].row_span = get_size(in);
        cells[c].column_span = get_size(in);
        cells[c].line = get_size(in);
    }
    row->cells = cells;
}

static struct plumb_table get_table(struct source *in)
{
    struct plumb_table table = {0};
    table.row_count = get_count(in);
    table.column_count = get_size(in);
    table.aligned = get_size(in) != 0;
    table.title = get_text(in);
    table.unit = get_text(in);
    table.sheet = get_cstr(in);
    struct plumb_row *rows = plumb_arena_array(in->arena, table.row_count, sizeof *rows);
    for (size_t r = 0; r < table.row_count && !in->damaged; r++)
        get_row(in, &rows[r]);
    table.rows = rows;
    return table;
}

static struct plumb_block get_block(struct source *in)
{
    struct plumb_block block = {0};
    size_t kind = get_size(in);
    in->damaged |= kind > PLUMB_BLOCK_TABLE;
    block.kind = in->damaged ? PLUMB_BLOCK_PARAGRAPH : (enum plumb_block_kind)kind;
    block.level = (int)get_int(in);
    block.line = get_size(in);
    block.page = get_size(in);
    block.parent = get_index(in);
    block.text = get_text(in);
    if (block.kind == PLUMB_BLOCK_TABLE)
        block.table = get_table(in);
    return block;
}

static void get_document(struct source *in, struct plumb_document *document)
{
    document->encoding = get_cstr(in);
    document->line_count = get_count(in);
    size_t *starts = plumb_arena_array(in->arena, document->line_count, sizeof *starts);
    for (size_t i = 0, last = 0; i < document->line_count; i++)
        starts[i] = last += get_size(in);
    document->line_starts = starts;
    document->note_count = get_count(in);
    struct plumb_note *notes = plumb_arena_array(in->arena, document->note_count, sizeof *notes);
    for (size_t i = 0; i < document->note_count; i++) {
        notes[i].line = get_size(in);
        notes[i].message = get_cstr(in);
    }
    document->notes = notes;
    document->block_count = get_count(in);
    struct plumb_block *blocks =
        plumb_arena_array(in->arena, document->block_count, sizeof *blocks);
    for (size_t i = 0; i < document->block_count && !in->damaged; i++) {
        blocks[i] = get_block(in);
        in->damaged |= blocks[i].parent != PLUMB_NPOS && blocks[i].parent >= i;
    }
    document->blocks = blocks;
}

/* Offsets into the source that lie outside of it would be followed later. */
static bool lines_fit(const struct plumb_document *document)
{
    for (size_t i = 0; i < document->line_count; i++)
        if (document->line_starts[i] > document->source.len)
            return false;
    return true;
}

enum plumb_status plumb_document_decode(const void *bytes, size_t len, struct plumb_arena *arena,
                                        struct plumb_document *document, struct plumb_error *error)
{
    const unsigned char *start = bytes;
    struct source in = {.at = start, .end = start + len, .arena = arena};
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    if (len < sizeof magic || memcmp(bytes, magic, sizeof magic) != 0)
        in.damaged = true;
    else
        in.at += sizeof magic;
    get_document(&in, document);
    plumb_arena_on_nomem(arena, outer);
    if (in.damaged || in.at != in.end || !lines_fit(document))
        return plumb_fail(error, PLUMB_E_STORE,
                          "The case file holds a damaged document; load %s again.",
                          document->path ? document->path : "it");
    return PLUMB_OK;
}
