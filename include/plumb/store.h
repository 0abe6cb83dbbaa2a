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

/* Add what another case holds: files (of one path the one loaded later stays), triage, rules, and
 * names of agencies that are not there yet; past runs stay where they were made. One transaction a
 * file. The other case is only read. */
struct plumb_merge_count {
    size_t added, replaced, kept, triage; /* triage: decisions and rules */
};
enum plumb_status plumb_case_merge(struct plumb_case *file, const char *other_path,
                                   struct plumb_merge_count *count, struct plumb_error *error);

/* Copy what the case at `from` holds at this moment to `to`, mode 0600, while others may write to it.
 * `to` gets its name only when the copy is verified and on the disk. PLUMB_E_USAGE when there is a
 * file of that name and not `replace`. */
enum plumb_status plumb_case_backup(const char *from, const char *to, bool replace,
                                    struct plumb_error *error);

/* Read back, in the order of their paths, the first `most` (0: all) documents behind path `after`
 * ("" from the start). They come with source text, so that they can be extracted again: facts and
 * relations in the case are for SQL and for the report; analysis works from the sources. */
enum plumb_status plumb_case_documents(struct plumb_case *file, const char *after, size_t most,
                                       struct plumb_arena *arena,
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
/* Set items' status and decision from the triage and the rules. */
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

enum plumb_status plumb_case_all_triage(struct plumb_case *file, struct plumb_arena *arena,
                                        struct plumb_triage **items, size_t *count,
                                        struct plumb_error *error); /* oldest first */

/* A dismissal for an agency and a check, of this and all later runs. It covers the fiscal years
 * whose 31 December lies in since … until, and findings without a year when today does. What was
 * decided about a finding itself goes before rules; of two rules the newer one holds. */
struct plumb_rule {
    int64_t id;
    const char *agency;        /* exactly as in the findings */
    const char *check;         /* a check or a family of checks */
    const char *since, *until; /* YYYY-MM-DD, or "" for no bound */
    const char *note, *who, *when;
    const char *withdrawn_by, *withdrawn_when, *withdrawn_note; /* NULL while it holds */
};
/* Append a rule; `id` and the last four members are set by the case. PLUMB_E_DOMAIN for a rule
 * without agency or check, or with days that are none. */
enum plumb_status plumb_case_put_rule(struct plumb_case *file, const struct plumb_rule *rule,
                                      int64_t *id, struct plumb_error *error);
/* Undo a rule; it stays in the list. PLUMB_E_DOMAIN when there is none that holds. */
enum plumb_status plumb_case_withdraw_rule(struct plumb_case *file, int64_t id, const char *note,
                                           const char *who, struct plumb_error *error);
enum plumb_status plumb_case_rules(struct plumb_case *file, struct plumb_arena *arena,
                                   struct plumb_rule **rules, size_t *count,
                                   struct plumb_error *error); /* oldest first */
/* today: YYYY-MM-DD…; only asked for when the finding has no year. */
bool plumb_rule_covers(const struct plumb_rule *rule, const struct plumb_finding *finding,
                       const char *today);
/* Is `check` the check or of the family `wanted`? "ratio" takes ratio.execution. */
bool plumb_check_fits(const char *check, const char *wanted);

/* ---- past runs --------------------------------------------------------------------------- */

struct plumb_run {
    int64_t id;
    const char *started, *version, *command;
    size_t findings;
};
enum plumb_status plumb_case_runs(struct plumb_case *file, struct plumb_arena *arena,
                                  struct plumb_run **runs, size_t *count,
                                  struct plumb_error *error); /* oldest first */

enum plumb_change_kind { PLUMB_CHANGE_NEW, PLUMB_CHANGE_CHANGED, PLUMB_CHANGE_GONE };
const char *plumb_change_name(enum plumb_change_kind kind); /* "new", "changed", "gone" */
struct plumb_change {
    enum plumb_change_kind kind;
    struct plumb_finding before, after; /* without evidence and explanation; the one that is not
                                         * there is all zero */
};
/* What differs between two runs: new first, then changed, then gone, each with the highest score
 * first. Changed means another severity, amount, stated or expected number, or title; a score that
 * moves because other agencies were added is no change. PLUMB_E_DOMAIN when a run is not there. */
enum plumb_status plumb_case_diff(struct plumb_case *file, int64_t from_run, int64_t to_run,
                                  struct plumb_arena *arena, struct plumb_change **changes,
                                  size_t *count, struct plumb_error *error);

/* ---- agencies ---------------------------------------------------------------------------- */

/* `name` is another way to write `agency`; one row a name, a new one replaces the old. */
struct plumb_agency_alias {
    const char *name, *agency, *note, *who;
    const char *when; /* set by the case */
};
enum plumb_status plumb_case_put_alias(struct plumb_case *file,
                                       const struct plumb_agency_alias *alias,
                                       struct plumb_error *error);
/* PLUMB_E_DOMAIN when there is none. */
enum plumb_status plumb_case_remove_alias(struct plumb_case *file, const char *name,
                                          struct plumb_error *error);
enum plumb_status plumb_case_aliases(struct plumb_case *file, struct plumb_arena *arena,
                                     struct plumb_agency_alias **aliases, size_t *count,
                                     struct plumb_error *error); /* by agency, then name */

/* `from` was merged into, split into, or renamed to `to`; one row a pair. */
struct plumb_agency_link {
    const char *from, *to;
    const char *kind; /* "merged", "split", "renamed" */
    int year;         /* first fiscal year under the new order; 0 unknown */
    const char *note, *who;
    const char *when; /* set by the case */
};
enum plumb_status plumb_case_put_link(struct plumb_case *file, const struct plumb_agency_link *link,
                                      struct plumb_error *error);
enum plumb_status plumb_case_remove_link(struct plumb_case *file, const char *from, const char *to,
                                         struct plumb_error *error);
enum plumb_status plumb_case_links(struct plumb_case *file, struct plumb_arena *arena,
                                   struct plumb_agency_link **links, size_t *count,
                                   struct plumb_error *error); /* by from, then to */

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
