/* Inside of the case file: the connection, and short forms of what SQLite needs said at length. */
#ifndef PLUMB_STORE_INT_H
#define PLUMB_STORE_INT_H

#include "plumb/store.h"

#include <sqlite3.h>

/* "PLMB": says in the file header that this database is a case. */
#define PLUMB_APPLICATION_ID 0x504C4D42
#define PLUMB_SCHEMA_VERSION 4
#define PLUMB_SEGMENT_VALUES ((size_t)65536)

struct plumb_case {
    sqlite3 *db;
    enum plumb_case_mode mode;
    char path[256]; /* for messages, cut when long */
};

/* ---- statements -------------------------------------------------------------------------- */

/* The status and sentence for what SQLite last refused on this connection. */
enum plumb_status plumb_store_fail(const struct plumb_case *file, const char *doing,
                                   struct plumb_error *error);
/* Run statements without values. */
enum plumb_status plumb_store_exec(const struct plumb_case *file, const char *sql,
                                   struct plumb_error *error);
/* Prepare one statement; *out is NULL on failure. Finalise with sqlite3_finalize (NULL is fine). */
enum plumb_status plumb_store_prepare(const struct plumb_case *file, const char *sql,
                                      sqlite3_stmt **out, struct plumb_error *error);
/* Step a statement that gives no rows, and make it ready for the next values. */
enum plumb_status plumb_store_step(const struct plumb_case *file, sqlite3_stmt *statement,
                                   struct plumb_error *error);
/* Step to the next row: *row says whether there is one. */
enum plumb_status plumb_store_next(const struct plumb_case *file, sqlite3_stmt *statement,
                                   bool *row, struct plumb_error *error);
/* Run one statement with one whole number bound. */
enum plumb_status plumb_store_exec_id(const struct plumb_case *file, const char *sql, int64_t id,
                                      struct plumb_error *error);

/* BEGIN IMMEDIATE; COMMIT when `status` is PLUMB_OK, else ROLLBACK. End returns the first error. */
enum plumb_status plumb_store_begin(const struct plumb_case *file, struct plumb_error *error);
enum plumb_status plumb_store_end(const struct plumb_case *file, enum plumb_status status,
                                  struct plumb_error *error);

/* After a jump out of code that had statements open: finalise all but `keep` (may be NULL). */
void plumb_store_finalize_others(const struct plumb_case *file, const sqlite3_stmt *keep);

/* Bind the next parameter. The text must live until the statement is stepped. */
struct plumb_binder {
    sqlite3_stmt *statement;
    int at;      /* parameters bound so far */
    bool failed; /* sticky */
};
void plumb_bind_int(struct plumb_binder *binder, int64_t value);
void plumb_bind_size(struct plumb_binder *binder, size_t value);     /* PLUMB_NPOS: NULL */
void plumb_bind_double(struct plumb_binder *binder, double value);   /* NaN: NULL */
void plumb_bind_text(struct plumb_binder *binder, const char *text); /* NULL: '' */
void plumb_bind_str(struct plumb_binder *binder, struct plumb_str s);
void plumb_bind_blob(struct plumb_binder *binder, const void *data, size_t len);
void plumb_bind_null(struct plumb_binder *binder);

/* Text of a column, copied to the arena; never NULL unless memory is out. */
const char *plumb_column_text(sqlite3_stmt *statement, int column, struct plumb_arena *arena);
struct plumb_str plumb_column_str(sqlite3_stmt *statement, int column, struct plumb_arena *arena);
size_t plumb_column_size(sqlite3_stmt *statement, int column); /* NULL: PLUMB_NPOS */
enum plumb_severity plumb_store_severity(const char *name);    /* as columns spell it */

/* One row of a query into a zeroed item, with the arena's jump set: no failure to check. */
typedef void plumb_take_row(sqlite3_stmt *row, struct plumb_arena *arena, void *item);
/* What all rows of a query gave, an item a row, in the arena. */
struct plumb_rows {
    void *items;
    size_t count;
};
/* All rows of a prepared statement, which is finalised in any case; an item has `size` bytes. When
 * memory is out, every open statement of the connection is finalised: let no other be open. */
enum plumb_status plumb_store_rows(const struct plumb_case *file, sqlite3_stmt *statement,
                                   plumb_take_row *take, size_t size, struct plumb_arena *arena,
                                   struct plumb_rows *rows, struct plumb_error *error);
/* The same for a query without values to bind. */
enum plumb_status plumb_store_query(const struct plumb_case *file, const char *sql,
                                    plumb_take_row *take, size_t size, struct plumb_arena *arena,
                                    struct plumb_rows *rows, struct plumb_error *error);

/* ISO 8601 UTC; SOURCE_DATE_EPOCH when set. */
void plumb_store_now(char out[32]);

/* ---- parts ------------------------------------------------------------------------------- */

/* Create or migrate the schema; inside a transaction of its own. */
enum plumb_status plumb_schema_apply(const struct plumb_case *file, int from_version,
                                     struct plumb_error *error);
/* Register the virtual table `panel` on the connection. */
enum plumb_status plumb_panel_table_register(struct plumb_case *file, struct plumb_error *error);
/* Remove what came from `path` and add a new row to `source`; inside a transaction. */
enum plumb_status plumb_store_replace_source(const struct plumb_case *file, const char *path,
                                             const char *kind, const char *sha256,
                                             const struct plumb_error *reason, int64_t *id,
                                             struct plumb_error *error);

/* Note the findings of run `run`, which are in the table `finding`, in the history; inside a
 * transaction. */
enum plumb_status plumb_history_note_run(const struct plumb_case *file, int64_t run,
                                         struct plumb_error *error);

/* A document without its source text as bytes, and back. The arena version borrows nothing from
 * the bytes. PLUMB_E_STORE when the bytes are damaged. */
enum plumb_status plumb_document_encode(const struct plumb_document *document,
                                        struct plumb_buf *out, struct plumb_error *error);
enum plumb_status plumb_document_decode(const void *bytes, size_t len, struct plumb_arena *arena,
                                        struct plumb_document *document, struct plumb_error *error);

/* What a segment holds of a column. */
enum plumb_segment_part { PLUMB_PART_VALUE, PLUMB_PART_ROW, PLUMB_PART_FILE, PLUMB_PART_COUNT };
/* How its bytes are to be read. */
enum plumb_segment_codec {
    PLUMB_CODEC_RAW,     /* little-endian doubles, uint32 or uint16 */
    PLUMB_CODEC_CONSTANT /* one of them, which all are */
};
/* Are the `count` elements of `size` bytes all the same? */
bool plumb_segment_is_constant(const unsigned char *data, size_t count, size_t size);
/* Between the machine's order and the file's, in place. */
void plumb_segment_swap_if_big(unsigned char *data, size_t count, size_t size);
/* Decode `count` elements of `size` bytes into `out`; false when the bytes do not fit. */
bool plumb_segment_decode(int codec, const void *data, size_t len, size_t count, size_t size,
                          void *out);

#endif
