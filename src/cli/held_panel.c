/* Worksheets to CSV and through the reader of panels; CSV files out of archives. They are small
 * beside panels that are files, so one thread will do. */
#include "cli/held_panel.h"
#include "cli/panels_join.h"

#include <string.h>

#define LEAST_ROWS 3
#define LEAST_COLUMNS 3
#define LEAST_MAPPED 2 /* rows and columns, when the auditor says what they are */
#define SHARE 5        /* panels have all rows of a workbook but one in so many */

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

/* The line with the sheet's name that was put above the table is none of its rows. */
static void drop_first_line(struct plumb_panel *panel)
{
    for (size_t i = 0; i < panel->column_count; i++)
        for (size_t k = 0; k < panel->agency_count * panel->year_count; k++)
            panel->columns[i].source_row[k] -= panel->columns[i].source_row[k] > 1;
    for (size_t i = 0; i < panel->reject_count; i++)
        panel->rejects[i].line -= panel->rejects[i].line > 1;
}

static bool read_held(const struct plumb_cli *cli, const char *path, struct plumb_str csv,
                      struct plumb_panel **panel)
{
    struct plumb_error ignored = {0};
    return plumb_csv_held_is_panel(path, csv, cli->catalogue, cli->mapping) &&
           plumb_csv_read_held(path, csv, cli->catalogue, cli->mapping, 1, panel, &ignored) ==
               PLUMB_OK;
}

/* A table as a panel; when it tells no year, its sheet may: "2023年". NULL when it is none. */
static struct plumb_panel *table_panel(const struct plumb_cli *cli, const char *path,
                                       const struct plumb_table *table)
{
    struct plumb_panel *panel = NULL;
    struct plumb_buf csv = {0};
    put_cell(&csv, table->title.str);
    plumb_buf_puts(&csv, "\n");
    size_t rows = csv.len;
    put_table(&csv, table);
    if (csv.failed)
        rows = csv.len = 0;
    bool plain = read_held(cli, path, (struct plumb_str){csv.data + rows, csv.len - rows}, &panel);
    if (!plain && table->title.str.len &&
        read_held(cli, path, (struct plumb_str){csv.data, csv.len}, &panel))
        drop_first_line(panel);
    plumb_buf_free(&csv);
    return panel;
}

/* Add a table's panel to that of the workbook; false when the two are no one panel. */
static bool join(struct plumb_panel **whole, struct plumb_panel *part)
{
    struct plumb_error ignored = {0};
    if (!*whole) {
        *whole = part;
        return true;
    }
    bool good = plumb_panels_join(*whole, part) &&
                plumb_panel_merge(*whole, part, false, NULL, &ignored) == PLUMB_OK;
    plumb_panel_free(part);
    return good;
}

bool plumb_sheet_panel(const struct plumb_cli *cli, const struct plumb_document *document,
                       struct plumb_panel **panel)
{
    bool mapped = plumb_mapping_covers(cli->mapping, document->path);
    size_t least_rows = mapped ? LEAST_MAPPED : LEAST_ROWS;
    size_t least_columns = mapped ? LEAST_MAPPED : LEAST_COLUMNS;
    size_t rows = 0, used = 0;
    bool good = document->format == PLUMB_FORMAT_XLSX;
    *panel = NULL;
    for (size_t b = 0; good && b < document->block_count; b++) {
        const struct plumb_table *table = &document->blocks[b].table;
        if (document->blocks[b].kind != PLUMB_BLOCK_TABLE)
            continue;
        rows += table->row_count;
        struct plumb_panel *part =
            table->row_count >= least_rows && table->column_count >= least_columns
                ? table_panel(cli, document->path, table)
                : NULL;
        used += part ? table->row_count : 0;
        good = !part || join(panel, part);
    }
    if (good && *panel && (mapped || (rows - used) * SHARE <= rows))
        return true;
    plumb_panel_free(*panel);
    *panel = NULL;
    return false;
}

bool plumb_member_panel(const struct plumb_cli *cli, const struct plumb_input *input,
                        const struct plumb_read_limits *limits, struct plumb_panel **panel,
                        char *sha256)
{
    struct plumb_error ignored = {0};
    struct plumb_buf bytes = {0};
    bool good =
        plumb_member_bytes(input->archive, input->member, limits, &bytes, &ignored) == PLUMB_OK &&
        read_held(cli, input->path, (struct plumb_str){bytes.len ? bytes.data : "", bytes.len},
                  panel);
    if (good)
        plumb_sha256_hex(bytes.data, bytes.len, sha256);
    plumb_buf_free(&bytes);
    return good;
}
