/* A worksheet to CSV and through the reader of panels, which works on files. */
#include "cli/sheet_panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LEAST_ROWS 3
#define LEAST_COLUMNS 3
#define SHARE 5 /* the table has all rows but one in so many */

/* The table that holds nearly all rows of the document, or NULL. */
static const struct plumb_table *main_table(const struct plumb_document *document)
{
    const struct plumb_table *best = NULL;
    size_t rows = 0;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        if (block->kind != PLUMB_BLOCK_TABLE)
            continue;
        rows += block->table.row_count;
        if (!best || block->table.row_count > best->row_count)
            best = &block->table;
    }
    bool good = best && best->row_count >= LEAST_ROWS && best->column_count >= LEAST_COLUMNS &&
                (rows - best->row_count) * SHARE <= rows;
    return good ? best : NULL;
}

static void put_cell(struct plumb_buf *out, struct plumb_str text)
{
    plumb_buf_puts(out, "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            plumb_buf_puts(out, "\"");
        plumb_buf_add(out, &text.ptr[i], 1);
    }
    plumb_buf_puts(out, "\"");
}

static void put_table(struct plumb_buf *out, const struct plumb_table *table)
{
    for (size_t r = 0; r < table->row_count; r++) {
        for (size_t c = 0; c < table->column_count; c++) {
            plumb_buf_puts(out, c ? "," : "");
            if (c < table->rows[r].cell_count)
                put_cell(out, table->rows[r].cells[c].text.str);
        }
        plumb_buf_puts(out, "\n");
    }
}

static bool write_all(int fd, const struct plumb_buf *buf)
{
    size_t done = 0;
    while (done < buf->len) {
        ssize_t n = write(fd, buf->data + done, buf->len - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

/* Read the CSV; sheets are small beside panels in CSV, so one thread will do. */
static bool read_csv(const struct plumb_cli *cli, const char *csv, const char *path,
                     struct plumb_panel **panel)
{
    struct plumb_error ignored = {0};
    if (!plumb_csv_is_panel(csv, cli->catalogue, cli->mapping) ||
        plumb_csv_read_panel(csv, cli->catalogue, cli->mapping, 1, panel, &ignored) != PLUMB_OK)
        return false;
    const char *name = plumb_str_copy((*panel)->arena, plumb_str_from(path)).ptr;
    for (size_t i = 0; i < (*panel)->file_count && name; i++)
        (*panel)->files[i] = name;
    return true;
}

bool plumb_sheet_panel(const struct plumb_cli *cli, const struct plumb_document *document,
                       struct plumb_panel **panel)
{
    const struct plumb_table *table =
        document->format == PLUMB_FORMAT_XLSX ? main_table(document) : NULL;
    const char *folder = getenv("TMPDIR");
    char csv[1024];
    struct plumb_buf text = {0};
    if (!table)
        return false;
    put_table(&text, table);
    snprintf(csv, sizeof csv, "%s/plumb-sheet-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = text.failed ? -1 : mkstemp(csv);
    bool good = fd >= 0 && write_all(fd, &text);
    if (fd >= 0)
        good = close(fd) == 0 && good;
    good = good && read_csv(cli, csv, document->path, panel);
    if (fd >= 0)
        unlink(csv);
    plumb_buf_free(&text);
    return good;
}
