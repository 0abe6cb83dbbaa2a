/* Inside of reading a CSV into a panel: what the pieces share and what each gathers. */
#ifndef PLUMB_CSV_PANEL_INT_H
#define PLUMB_CSV_PANEL_INT_H

#include "read/panel/csv_int.h"

struct plumb_csv_record {
    double value;
    size_t line;     /* from 0 at the start of the piece */
    uint32_t agency; /* of the piece */
    uint32_t column; /* of the piece: series * measures + measure */
    int year;
};

/* Records in 20 bytes each, for there are as many as cells; lines count from the block's first. */
#ifndef PLUMB_CSV_BLOCK
#define PLUMB_CSV_BLOCK ((size_t)32768)
#endif
struct plumb_csv_block {
    struct plumb_csv_block *next;
    size_t count, first_line;
    double value[PLUMB_CSV_BLOCK];
    uint32_t agency[PLUMB_CSV_BLOCK];
    uint32_t column[PLUMB_CSV_BLOCK];
    uint16_t line[PLUMB_CSV_BLOCK];
    int16_t year[PLUMB_CSV_BLOCK];
};

enum plumb_csv_reason {
    PLUMB_REASON_FEW_FIELDS,
    PLUMB_REASON_LONG_ROW,
    PLUMB_REASON_NO_AGENCY,
    PLUMB_REASON_TOTAL,
    PLUMB_REASON_HEAD,
    PLUMB_REASON_NO_YEAR,
    PLUMB_REASON_BAD_YEAR,
    PLUMB_REASON_NO_INDICATOR,
    PLUMB_REASON_BAD_NUMBER,
    PLUMB_REASON_DUPLICATE
};

struct plumb_csv_reject {
    size_t line;
    size_t order; /* of rejects of one line: the column */
    enum plumb_csv_reason reason;
    struct plumb_str text; /* the cell, or empty */
    size_t other_line;     /* of a duplicate */
};

struct plumb_csv_rejects {
    struct plumb_csv_reject *items;
    size_t count, capacity;
};

struct plumb_csv_agency {
    struct plumb_str name, region, level, kind;
    bool total; /* 合计: no agency */
    bool head;  /* the head of the file again */
};

/* A column of the piece. */
struct plumb_csv_target {
    struct plumb_csv_series series;
    bool percent_seen;
};

enum plumb_csv_failure {
    PLUMB_PIECE_OK,
    PLUMB_PIECE_NOMEM,
    PLUMB_PIECE_ENCODING,
    PLUMB_PIECE_COLUMNS
};

struct plumb_csv_reading;

struct plumb_csv_piece {
    const struct plumb_csv_reading *reading;
    const char *from, *to, *end; /* rows that begin in [from, to); the text ends at `end` */
    const char *stop;            /* behind the last row: `to` when that is where a row begins */
    size_t line_count, first_line;
    struct plumb_arena *arena;
    struct plumb_names agency_names, series_names;
    struct plumb_csv_agency *agencies;
    size_t agency_count, agency_capacity;
    struct plumb_csv_target *targets; /* [series_names.count * measures] */
    size_t target_count, target_capacity;
    struct plumb_csv_block *first, *last;
    struct plumb_csv_rejects rejects;
    size_t row_count;
    int first_year, last_year;
    enum plumb_csv_failure failure;
};

struct plumb_csv_reading {
    const char *path;
    const struct plumb_catalogue *catalogue;
    const struct plumb_mapping *mapping;
    unsigned threads;
    bool mapped;               /* the text is a file in memory, whose pages can be given back */
    struct plumb_arena *arena; /* of the layout */
    struct plumb_csv_layout layout;
    struct plumb_csv_piece *pieces;
    size_t piece_count;
    struct plumb_error *error;
};

/* Sets failure, stop and line_count; lines of records and rejects count from the piece's start. */
void plumb_csv_read_piece(struct plumb_csv_piece *piece);
void plumb_csv_free_piece(struct plumb_csv_piece *piece);
enum plumb_status plumb_csv_build_panel(struct plumb_csv_reading *reading,
                                        struct plumb_panel **out);

#endif
