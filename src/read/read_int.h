/* Inside of the reading stage: the work area of the text reader and its passes in order.
 *
 *   1 lines      the source is cut at '\n'; width, page and edge of every line
 *   2 furniture  page numbers, running heads and table-of-contents lines are set aside (noted)
 *   3 tables     regions of pipe, tab, one-cell-a-line and fixed-column tables become rows
 *   4 blocks     the other lines become headings and paragraphs; broken lines are rejoined
 *   5 captions   title and unit of each table; the parent heading of each block
 *
 * Everything that outlives the call is in reader->arena, the rest in reader->scratch; both jump on
 * failure, so no allocation is checked. Every pass is linear in the length of the source.
 */
#ifndef PLUMB_READ_INT_H
#define PLUMB_READ_INT_H

#include "plumb/document.h"

enum plumb_line_kind {
    PLUMB_LINE_BLANK,
    PLUMB_LINE_TEXT,
    PLUMB_LINE_DROPPED, /* noted, and as if it were not there */
    PLUMB_LINE_TABLE    /* part of a region in reader->regions */
};

struct plumb_line {
    size_t from, to;  /* bytes of source, white space trimmed at both ends */
    uint32_t region;  /* kind TABLE: index into regions */
    uint32_t width;   /* terminal columns of the trimmed text, saturating */
    uint32_t page;    /* from 1; 0 when the source has no form feeds */
    uint16_t indent;  /* terminal columns before it, saturating */
    uint8_t kind;     /* enum plumb_line_kind */
    bool tab;         /* has a tab somewhere */
    bool leading_tab; /* the first byte is a tab */
};

/* A row whose cells may still be written to. */
struct plumb_grid_row {
    struct plumb_cell *cells;
    size_t cell_count;
};

/* A table found in the lines [from, to). */
struct plumb_region {
    size_t from, to;
    struct plumb_grid_row *rows;
    size_t row_count;
    bool aligned;
    bool flat; /* one cell a line: may hold several tables (banner rows) */
    /* A form whose tables begin and end within lines: texts and tables in order; no rows then. */
    struct plumb_region_part *parts;
    size_t part_count;
};

/* A table, or the text before, between or behind tables that share a line with it. */
struct plumb_region_part {
    struct plumb_text text;
    size_t line;                /* from 0 */
    struct plumb_region *table; /* NULL for a text */
};

struct plumb_reader {
    const char *path;
    struct plumb_read_limits limits;
    bool is_csv;
    bool shared_places; /* columns stand at the same places on all pages */
    struct plumb_arena *arena, *scratch;
    struct plumb_document *document;
    struct plumb_error *error;
    enum plumb_status status; /* the first failure */

    struct plumb_line *lines; /* [document->line_count], in scratch */
    bool has_pages;
    bool wrapped;        /* lines are broken at a common width */
    uint32_t full_width; /* that width */
    uint16_t margin;     /* indent of wrapped lines that do not begin a paragraph */

    struct plumb_region *regions; /* in scratch */
    size_t region_count, region_capacity;
    struct plumb_block *blocks; /* in arena */
    size_t block_count, block_capacity;
    struct plumb_note *notes; /* in arena */
    size_t note_count, note_capacity;
    int *ranks; /* [block_count], in scratch: see plumb_numbering */
    size_t rank_count, rank_capacity;
};

/* ---- lines.c ---- */
struct plumb_str plumb_reader_line(const struct plumb_reader *reader, size_t index); /* trimmed */
enum plumb_status plumb_lines_index(struct plumb_reader *reader);
void plumb_lines_measure(struct plumb_reader *reader); /* full_width */
void plumb_reader_note(struct plumb_reader *reader, size_t index, const char *message);
/* Index of the next line at or after `index` that is neither blank nor dropped; line_count if none.
 * *blanks (may be NULL) gets the number of blank lines passed. */
size_t plumb_lines_next(const struct plumb_reader *reader, size_t index, size_t *blanks);

/* ---- furniture.c ---- */
void plumb_lines_drop_furniture(struct plumb_reader *reader);

/* ---- numbering.c: what a line begins or ends with ---- */

/* 第X部分 and titles 0, 一、 1, （一） 2, 1. 3, （1） 4, ① 5, Markdown # as its depth. */
struct plumb_numbering {
    int rank;  /* order of the styles, for nesting */
    int level; /* as in plumb_block.level */
    int style; /* equal styles count on: 1 一、, 2 （一）, 3 "1.", 4 "1、", 5 （1）, 6 ①, 7 第X部分 … */
    int number; /* 1, 2, … */
    size_t len; /* bytes of the prefix with the white space behind it */
};
bool plumb_numbering_parse(struct plumb_str line, struct plumb_numbering *out);
bool plumb_text_is_final(struct plumb_str text); /* ends a sentence: 。！？； ：and closers */
bool plumb_text_is_date(struct plumb_str text);  /* 2024年3月26日, 年 月 日 */
bool plumb_text_is_signoff(struct plumb_str text); /* 填表人：, 说明：, 附件… */
bool plumb_text_is_caption(struct plumb_str text); /* ……表, （2024年度）, 单位：万元 */
bool plumb_text_is_banner(struct plumb_str text);  /* alone in a row, names the rows below */
bool plumb_text_is_prose(struct plumb_str text);   /* has ， 。 or ； inside */
bool plumb_text_is_open(struct plumb_str text);    /* an opened 《（“ is not closed */
bool plumb_text_is_year_mark(struct plumb_str text);         /* （2024年度） */
bool plumb_text_is_number(struct plumb_str text);            /* digits, signs, commas, point, % */
size_t plumb_text_chars(struct plumb_str text, size_t stop); /* code points, counted up to stop */
/* Bytes of a unit statement such as "单位：万元" or "（万元）" in text; false when there is none. */
bool plumb_text_find_unit(struct plumb_str text, size_t *from, size_t *to);

/* ---- pieces.c: texts put together from source segments ---- */
struct plumb_segment {
    size_t from, to; /* bytes of source */
    size_t line;     /* from 0 */
    bool space;      /* one space before it */
};
struct plumb_segments {
    struct plumb_arena *scratch;
    struct plumb_segment *items;
    size_t count, capacity;
};
/* Append trimmed source bytes; a space goes between two words of Latin letters. */
void plumb_segments_add(const struct plumb_reader *reader, struct plumb_segments *segments,
                        size_t from, size_t to, size_t line);
/* The text in the arena; one that is contiguous in the source is not copied. */
struct plumb_text plumb_segments_text(struct plumb_reader *reader,
                                      const struct plumb_segments *segments);
struct plumb_text plumb_text_slice(struct plumb_arena *arena, const struct plumb_text *text,
                                   size_t from, size_t to);
struct plumb_text plumb_text_join(struct plumb_arena *arena, const struct plumb_text *a,
                                  const struct plumb_text *b);

/* ---- rows.c: growing rows of a region ---- */
struct plumb_rows {
    struct plumb_reader *reader;
    struct plumb_grid_row *rows; /* in scratch */
    size_t row_count, row_capacity;
    struct plumb_cell *cells; /* of the current row, in arena */
    size_t cell_count, cell_capacity;
    size_t total_cells;
    struct plumb_segments segments; /* of the current cell */
    bool cell_open;
    size_t cell_line;
};
void plumb_rows_start(struct plumb_rows *rows, struct plumb_reader *reader);
/* Begin a cell; false when a limit is exceeded (reader->status is set). */
bool plumb_rows_cell(struct plumb_rows *rows, size_t line);
bool plumb_rows_add(struct plumb_rows *rows, size_t from, size_t to, size_t line);
bool plumb_rows_end_row(struct plumb_rows *rows);
struct plumb_region *plumb_rows_finish(struct plumb_rows *rows, size_t from, size_t to,
                                       bool aligned);

/* ---- table_pipe.c, table_tab.c, table_columns.c, table_form.c ---- */
/* Each marks the lines of the tables it finds as PLUMB_LINE_TABLE; false after a failure. */
bool plumb_find_pipe_tables(struct plumb_reader *reader);
bool plumb_find_tab_tables(struct plumb_reader *reader);
bool plumb_find_column_tables(struct plumb_reader *reader);
bool plumb_find_spaced_tables(struct plumb_reader *reader);
/* Forms in a stream of cells and pipes; before the tables whose lines are rows. */
bool plumb_find_pipe_forms(struct plumb_reader *reader);
bool plumb_find_form_tables(struct plumb_reader *reader); /* after all others */
bool plumb_find_csv_table(struct plumb_reader *reader);   /* read_csv.c: the whole source */

/* ---- paragraph.c, caption.c ---- */
/* A text as a heading or paragraph block; `next` is the line after it, `depth` the number of #. */
void plumb_emit_text(struct plumb_reader *reader, const struct plumb_text *text, size_t line,
                     size_t next, int depth);
/* The paragraph or heading that starts at line `index`; returns the line after it. */
size_t plumb_read_paragraph(struct plumb_reader *reader, size_t index);
struct plumb_block *plumb_reader_block(struct plumb_reader *reader, enum plumb_block_kind kind,
                                       size_t line, int rank);
void plumb_emit_region(struct plumb_reader *reader, const struct plumb_region *region);
void plumb_attach_captions(struct plumb_reader *reader);
void plumb_attach_parents(struct plumb_reader *reader);

/* ---- file_bytes.c: the whole file; `max` bytes at most ---- */
enum plumb_status plumb_read_bytes(const char *path, size_t max, struct plumb_buf *buf,
                                   struct plumb_error *error);

/* ---- formats: one function a file, found by read.c ---- */
typedef enum plumb_status plumb_format_reader(const char *path, struct plumb_str bytes,
                                              const struct plumb_read_limits *limits,
                                              struct plumb_arena *arena,
                                              struct plumb_document **document,
                                              struct plumb_error *error);

/* read_text.c. The second reads text whose pages were laid out with one pitch. */
plumb_format_reader plumb_read_csv, plumb_read_pitched;

#endif
