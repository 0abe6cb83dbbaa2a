/* The case file: one SQLite database with documents, facts, relations, panel, findings, triage.
 *
 * One import is one transaction per document or panel: killed at any moment, the case holds whole
 * documents or none. An unchanged file (SHA-256) is skipped; a changed one replaces its rows and
 * keeps the triage.
 */
#ifndef PLUMB_STORE_H
#define PLUMB_STORE_H

#include "plumb/base.h"
#include "plumb/document.h"
#include "plumb/extract.h"
#include "plumb/finding.h"
#include "plumb/panel.h"

#ifdef __cplusplus
extern "C" {
#endif

struct plumb_case;

enum plumb_case_mode { PLUMB_CASE_CREATE /* open or create */, PLUMB_CASE_WRITE, PLUMB_CASE_READ };

/* Open `path` (":memory:" for a case that is not kept). Older schemas are migrated in CREATE and
 * WRITE mode; newer and foreign files are refused and never touched. File mode 0600. */
enum plumb_status plumb_case_open(const char *path, enum plumb_case_mode mode,
                                  struct plumb_case **out, struct plumb_error *error);
void plumb_case_close(struct plumb_case *file);

/* True when a file with this name and content is already in the case. */
bool plumb_case_has_file(struct plumb_case *file, const char *path, const char *sha256);
/* Store a document with its source text, facts and relations; one transaction. */
enum plumb_status plumb_case_put_document(struct plumb_case *file,
                                          const struct plumb_document *document,
                                          const struct plumb_extraction *extraction,
                                          struct plumb_error *error);
/* Store a panel as columnar segments; one transaction; replaces what came from the same file. */
enum plumb_status plumb_case_put_panel(struct plumb_case *file, const char *path,
                                       const char *sha256, const struct plumb_panel *panel,
                                       struct plumb_error *error);
/* Note a file that could not be read. */
enum plumb_status plumb_case_put_failure(struct plumb_case *file, const char *path,
                                         const struct plumb_error *reason,
                                         struct plumb_error *error);

/* Remove what came from other files than these; triage stays. One transaction. */
enum plumb_status plumb_case_keep_only(struct plumb_case *file, const char *const *paths,
                                       size_t count, struct plumb_error *error);

/* Add what another case holds: files (of one path the one loaded later stays), triage that is not
 * there yet. One transaction a file. The other case is only read. */
struct plumb_merge_count {
    size_t added, replaced, kept, triage;
};
enum plumb_status plumb_case_merge(struct plumb_case *file, const char *other_path,
                                   struct plumb_merge_count *count, struct plumb_error *error);

/* Read back. Documents come with source text, so that they can be extracted again: facts and
 * relations in the case are for SQL and for the report; analysis works from the sources. */
enum plumb_status plumb_case_documents(struct plumb_case *file, struct plumb_arena *arena,
                                       struct plumb_document ***documents, size_t *count,
                                       struct plumb_error *error);
enum plumb_status plumb_case_panels(struct plumb_case *file, struct plumb_panel ***panels,
                                    size_t *count, struct plumb_arena *arena,
                                    struct plumb_error *error);

struct plumb_failure {
    const char *path, *reason;
};
enum plumb_status plumb_case_failures(struct plumb_case *file, struct plumb_arena *arena,
                                      struct plumb_failure **failures, size_t *count,
                                      struct plumb_error *error);

/* Replace the findings of the case by this run's; returns the run number. Triage stays. `summary`
 * may be NULL. */
enum plumb_status plumb_case_put_findings(struct plumb_case *file,
                                          const struct plumb_finding_list *list,
                                          const struct plumb_analysis_summary *summary,
                                          const char *command_line, int64_t *run,
                                          struct plumb_error *error);
/* Findings of the last run, best first, with the newest triage status, and its summary (`summary`
 * may be NULL). */
enum plumb_status plumb_case_findings(struct plumb_case *file, struct plumb_arena *arena,
                                      struct plumb_finding_list *out,
                                      struct plumb_analysis_summary *summary,
                                      struct plumb_error *error);
/* Set items' status from the triage table. */
enum plumb_status plumb_case_apply_triage(struct plumb_case *file, struct plumb_arena *arena,
                                          struct plumb_finding_list *list,
                                          struct plumb_error *error);

/* The whole id for its first 4 to 16 digits; PLUMB_E_DOMAIN when none or more than one fits. */
enum plumb_status plumb_case_find_id(struct plumb_case *file, const char *text, char id[17],
                                     struct plumb_error *error);

struct plumb_triage {
    const char *finding, *status, *note, *who, *when; /* when: ISO 8601 UTC */
};
/* Append a decision. status: open, confirmed, dismissed, fixed. PLUMB_E_DOMAIN for an id that is
 * unknown or an abbreviation (>= 4 digits) of more than one. */
enum plumb_status plumb_case_mark(struct plumb_case *file, const char *finding_id,
                                  const char *status, const char *note, const char *who,
                                  struct plumb_error *error);
enum plumb_status plumb_case_triage(struct plumb_case *file, const char *finding_id,
                                    struct plumb_arena *arena, struct plumb_triage **items,
                                    size_t *count, struct plumb_error *error);

/* One read-only SQL statement (SELECT, WITH, EXPLAIN, PRAGMA table_info): one call per row; the
 * first call gives the column names. `is_number[i]`: value i is a number and not a text; NULL values
 * are NULL pointers. A non-zero return of `row` stops. PLUMB_E_USAGE when the statement is not
 * understood, writes, or is not alone. */
typedef int plumb_sql_row(void *context, int columns, const char *const *values,
                          const bool *is_number);
enum plumb_status plumb_case_sql(struct plumb_case *file, const char *query, plumb_sql_row *row,
                                 void *context, struct plumb_error *error);
/* PRAGMA integrity_check and the case's own invariants; *detail in arena when it fails. */
enum plumb_status plumb_case_check(struct plumb_case *file, struct plumb_arena *arena,
                                   const char **detail, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
