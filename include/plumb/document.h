/* The document model: what a reader makes of one file, before any meaning is given to it.
 *
 * A document is a list of blocks in reading order. Text is kept as printed (valid UTF-8, one space
 * or nothing where source lines were joined); every byte of it can be traced to its source line.
 */
#ifndef PLUMB_DOCUMENT_H
#define PLUMB_DOCUMENT_H

#include "plumb/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum plumb_block_kind { PLUMB_BLOCK_HEADING, PLUMB_BLOCK_PARAGRAPH, PLUMB_BLOCK_TABLE };

/* From byte `offset` of a text on, up to the next piece, the text comes from source line `line`,
 * starting at byte `source_offset` of the source. */
struct plumb_piece {
    size_t offset;
    size_t line; /* from 1 */
    size_t source_offset;
};

/* A text with its origin. pieces are ascending; pieces[0].offset is 0 when text.len > 0. */
struct plumb_text {
    struct plumb_str str;
    const struct plumb_piece *pieces;
    size_t piece_count;
};
/* Source line of the byte at `offset` (clamped); 0 for a text without pieces. */
size_t plumb_text_line(const struct plumb_text *text, size_t offset);
size_t plumb_text_source_offset(const struct plumb_text *text, size_t offset);

/* A cell as the source gives it. Rows may be ragged: a source that flattens merged cells often
 * drops them, so `column` is the position in the row, and only tables whose reader knows real
 * columns (Markdown, HTML, DOCX, XLSX, PDF positions) set `aligned` in the table. */
struct plumb_cell {
    struct plumb_text text;       /* trimmed; lines of a multi-line cell joined without a space */
    size_t row, column;           /* from 0 */
    size_t row_span, column_span; /* 1 when not merged or not known */
    size_t line;                  /* source line where the cell starts, also when it is empty */
};

struct plumb_row {
    const struct plumb_cell *cells;
    size_t cell_count;
};

struct plumb_table {
    const struct plumb_row *rows;
    size_t row_count;
    size_t column_count;     /* widest row */
    bool aligned;            /* equal column numbers mean the same column */
    struct plumb_text title; /* caption or the short paragraph above it, or empty */
    struct plumb_text unit;  /* "单位：万元" printed near the table, or empty */
    const char *sheet;       /* worksheet name for XLSX, else NULL */
};

struct plumb_block {
    enum plumb_block_kind kind;
    int level; /* heading level from 1 (一、 → 1, （一） → 2, 1. → 3, （1） → 4, ① → 5) */
    struct plumb_text text;   /* heading, paragraph */
    struct plumb_table table; /* table */
    size_t line;              /* first source line */
    size_t page;              /* from 1; 0 = unknown */
    size_t parent;            /* index of the heading block above, or PLUMB_NPOS */
};

enum plumb_document_format {
    PLUMB_FORMAT_TEXT,
    PLUMB_FORMAT_MARKDOWN,
    PLUMB_FORMAT_CSV,
    PLUMB_FORMAT_HTML,
    PLUMB_FORMAT_DOCX,
    PLUMB_FORMAT_XLSX,
    PLUMB_FORMAT_PDF,
    PLUMB_FORMAT_OFD,
    PLUMB_FORMAT_UNKNOWN
};

/* Something the reader had to give up or guess, to be counted and shown. */
struct plumb_note {
    size_t line;
    const char *message;
};

struct plumb_document {
    const char *path; /* as given */
    const char *name; /* last component of path */
    enum plumb_document_format format;
    const char *encoding;
    char sha256[65];
    struct plumb_str source;   /* the whole text, UTF-8; lines end at '\n' only */
    const size_t *line_starts; /* byte offset of each line of source */
    size_t line_count;
    const struct plumb_block *blocks;
    size_t block_count;
    const struct plumb_note *notes;
    size_t note_count;
};

/* Text of source line `line` (from 1) without its newline; empty when out of range. */
struct plumb_str plumb_document_line(const struct plumb_document *document, size_t line);

/* Append what the reader made of the file, for people: a line a heading, paragraph and table row
 * (cells parted by " | "), each behind its source line number and kind, then the notes. */
void plumb_document_text(const struct plumb_document *document, struct plumb_buf *buf);

/* ---- readers ----------------------------------------------------------------------------- */

/* Named limits; a reader that meets one stops with PLUMB_E_LIMIT and names it. 0 = default. */
struct plumb_read_limits {
    size_t max_bytes;      /* of one file: 256 MiB */
    size_t max_cells;      /* of one table: 2,000,000 */
    size_t max_columns;    /* of one table: 16,384 */
    size_t max_cell_bytes; /* 1 MiB */
    size_t max_unzipped;   /* bytes out of one zip container: 2 GiB, and at most 200 : 1 */
    size_t max_part;       /* bytes of one part of it, of one text or web page: 64 MiB */
    size_t max_memory;     /* of a document as it is read: 512 MiB */
    size_t max_members;    /* files in one archive: 10,000 */
    size_t max_depth;      /* XML nesting: 256 */
    unsigned max_seconds;  /* processor time for one file; its outside programs have as much: 60 */
    double stop_at;        /* plumb_thread_seconds() at which that ends; 0: set when it is opened */
    bool without_sha256;   /* leave the documents' sums empty: nobody will ask for them */
};
struct plumb_read_limits plumb_read_limits_default(void);
/* The same with the default for each limit that is 0; `limits` may be NULL. */
struct plumb_read_limits plumb_read_limits_resolve(const struct plumb_read_limits *limits);
/* PLUMB_E_LIMIT, for a document whose arena is full. */
enum plumb_status plumb_read_over_memory(const char *path, const struct plumb_read_limits *limits,
                                         struct plumb_error *error);
/* PLUMB_E_LIMIT, for one that takes too long: when limits->stop_at is past, what failed for want of
 * memory failed for want of time. */
enum plumb_status plumb_read_over_time(const char *path, const struct plumb_read_limits *limits,
                                       struct plumb_error *error);
bool plumb_read_is_late(const struct plumb_read_limits *limits);

/* Read the file at `path` into a document that lives in `arena`. The format is found by content
 * first, extension second. Errors: PLUMB_E_IO, _ENCODING, _FORMAT, _LIMIT, _UNAVAILABLE, _NOMEM;
 * the message names the file and says what to do. A CSV or XLSX that is a panel is not a document:
 * see plumb_csv_is_panel. */
enum plumb_status plumb_read_file(const char *path, const struct plumb_read_limits *limits,
                                  struct plumb_arena *arena, struct plumb_document **document,
                                  struct plumb_error *error);
/* Files in a zip archive. `path` shows where: "reports.zip!2024/x.docx", with GBK names decoded. */
struct plumb_member {
    const char *path;
    uint64_t size_bytes;
    size_t index, inner; /* place in the archive; in the archive at that place, or PLUMB_NPOS */
};
bool plumb_is_archive_name(const char *path);
/* The files in an archive and in archives in it (one level), in `arena`; none when it is a document
 * in a zip container (DOCX, XLSX, OFD). */
enum plumb_status plumb_archive_list(const char *path, const struct plumb_read_limits *limits,
                                     struct plumb_arena *arena, struct plumb_member **members,
                                     size_t *count, struct plumb_error *error);
/* The bytes of one of them, added to *out. */
enum plumb_status plumb_member_bytes(const char *archive, const struct plumb_member *member,
                                     const struct plumb_read_limits *limits, struct plumb_buf *out,
                                     struct plumb_error *error);
/* plumb_read_file for one of them; nothing is written to disk but what outside programs need. */
enum plumb_status plumb_read_member(const char *archive, const struct plumb_member *member,
                                    const struct plumb_read_limits *limits,
                                    struct plumb_arena *arena, struct plumb_document **document,
                                    struct plumb_error *error);
/* The same from memory; `path` only names it and gives the extension. Text and Markdown only. */
enum plumb_status plumb_read_text(const char *path, struct plumb_str bytes,
                                  const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                  struct plumb_document **document, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
