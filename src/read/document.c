/* Looking things up in a document, and printing it. */
#include "plumb/document.h"

/* The last piece that starts at or before `offset`; binary search. */
static const struct plumb_piece *find_piece(const struct plumb_text *text, size_t offset)
{
    size_t low = 0, high = text->piece_count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (text->pieces[middle].offset <= offset)
            low = middle;
        else
            high = middle;
    }
    return text->piece_count ? &text->pieces[low] : NULL;
}

size_t plumb_text_line(const struct plumb_text *text, size_t offset)
{
    const struct plumb_piece *piece = find_piece(text, offset);
    return piece ? piece->line : 0;
}

size_t plumb_text_source_offset(const struct plumb_text *text, size_t offset)
{
    const struct plumb_piece *piece = find_piece(text, offset);
    if (!piece)
        return 0;
    if (offset > text->str.len)
        offset = text->str.len;
    return piece->source_offset + (offset > piece->offset ? offset - piece->offset : 0);
}

struct plumb_str plumb_document_line(const struct plumb_document *document, size_t line)
{
    if (line == 0 || line > document->line_count)
        return PLUMB_STR("");
    size_t from = document->line_starts[line - 1];
    size_t to = line < document->line_count ? document->line_starts[line] : document->source.len;
    struct plumb_str text = plumb_str_sub(document->source, from, to);
    if (text.len && text.ptr[text.len - 1] == '\n')
        text.len--;
    if (text.len && text.ptr[text.len - 1] == '\r')
        text.len--;
    return text;
}

/* Control characters would break the one-line form; they become spaces. */
static void add_clean(struct plumb_buf *buf, struct plumb_str text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x20 && text.ptr[i] != 0x7F)
            continue;
        plumb_buf_add(buf, text.ptr + start, i - start);
        plumb_buf_add(buf, " ", 1);
        start = i + 1;
    }
    plumb_buf_add(buf, text.ptr + start, text.len - start);
}

static void add_table(struct plumb_buf *buf, const struct plumb_table *table, size_t line)
{
    plumb_buf_printf(buf, "%zu\ttable\t", line);
    add_clean(buf, table->title.str);
    if (table->unit.str.len) {
        plumb_buf_puts(buf, " [");
        add_clean(buf, table->unit.str);
        plumb_buf_puts(buf, "]");
    }
    plumb_buf_puts(buf, "\n");
    for (size_t r = 0; r < table->row_count; r++) {
        const struct plumb_row *row = &table->rows[r];
        plumb_buf_printf(buf, "%zu\trow\t", row->cell_count ? row->cells[0].line : line);
        for (size_t c = 0; c < row->cell_count; c++) {
            if (c)
                plumb_buf_puts(buf, " | ");
            add_clean(buf, row->cells[c].text.str);
        }
        plumb_buf_puts(buf, "\n");
    }
}

void plumb_document_text(const struct plumb_document *document, struct plumb_buf *buf)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct plumb_block *block = &document->blocks[i];
        if (block->kind == PLUMB_BLOCK_TABLE) {
            add_table(buf, &block->table, block->line);
            continue;
        }
        if (block->kind == PLUMB_BLOCK_HEADING)
            plumb_buf_printf(buf, "%zu\theading %d\t", block->line, block->level);
        else
            plumb_buf_printf(buf, "%zu\ttext\t", block->line);
        add_clean(buf, block->text.str);
        plumb_buf_puts(buf, "\n");
    }
    for (size_t i = 0; i < document->note_count; i++)
        plumb_buf_printf(buf, "%zu\tnote\t%s\n", document->notes[i].line,
                         document->notes[i].message);
}
