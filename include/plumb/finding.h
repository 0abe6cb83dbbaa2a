/* Findings: one root cause each that an auditor should look at, on one scale.
 *
 * The analyses are pure: they take extractions and panels and return findings in an arena.
 */
#ifndef PLUMB_FINDING_H
#define PLUMB_FINDING_H

#include "plumb/base.h"
#include "plumb/catalogue.h"
#include "plumb/extract.h"
#include "plumb/panel.h"

#ifdef __cplusplus
extern "C" {
#endif

enum plumb_severity {
    PLUMB_SEVERITY_NOTE,
    PLUMB_SEVERITY_LOW,
    PLUMB_SEVERITY_MEDIUM,
    PLUMB_SEVERITY_HIGH,
    PLUMB_SEVERITY_CRITICAL
};
const char *plumb_severity_name(enum plumb_severity severity); /* "note" … "critical" */

struct plumb_evidence {
    const char *document;   /* path as given */
    size_t line;            /* from 1 */
    struct plumb_str quote; /* the sentence or the table row, as printed */
    struct plumb_str text;  /* the number or words within it, as printed; empty: whole quote */
    size_t text_offset;     /* byte offset of text in quote, or PLUMB_NPOS */
    const char *role;       /* plumb_role_name, or "value", "peer", "own-history" … */
};

struct plumb_suspect {
    const char *document;
    struct plumb_str text; /* the number that is probably wrong, as printed */
    size_t line;
    const char *proposed;  /* what it probably should be, printed in the same unit; or NULL */
    unsigned votes;        /* relations and repeats that support the proposal */
    const char *certainty; /* "certain", "likely", "one of" */
};

/* What was decided last, by somebody about this finding or by a rule that covers it. */
struct plumb_decision {
    int64_t rule;                  /* number of the rule, 0 when it was about this finding itself */
    const char *note, *who, *when; /* all NULL: nothing was decided */
};

/* One root cause: what is stated, what was expected, how sure that is and what hangs on it, with the
 * quotes to check it by. Texts live in the arena of the analysis. */
struct plumb_finding {
    char id[17]; /* 16 hex digits: hash of check, agency, year, subject, roles */
    const char *check;
    char audit_class;
    enum plumb_severity severity;
    double score;          /* 0..100 */
    double confidence;     /* b of DOMAIN §5 */
    const char *agency;    /* "" when unknown */
    int year;              /* 0 when unknown */
    const char *subject;   /* what it is about */
    const char *stated;    /* as printed with unit; "" when nothing is stated */
    const char *expected;  /* recomputed, same unit; "" when unknown */
    double money_at_stake; /* yuan (or the panel's currency); 0 unknown */
    struct plumb_bilingual title, explanation;
    const char *recomputation; /* "" when none */
    const char *recomputation_zh;
    const struct plumb_suspect *suspects;
    size_t suspect_count;
    const struct plumb_evidence *evidence;
    size_t evidence_count;
    bool soft;
    double log_p; /* natural log of the tail probability; 0 for arithmetic */
    const char
        *population; /* "240个数值中的1个 · 1 of 240 values": Chinese, " · ", English; or "" */
    unsigned merged;                /* findings folded into this one */
    const char *status;             /* triage: "open", "confirmed", "dismissed", "fixed" */
    double materiality;             /* J of DOMAIN §5 in the same currency; 0 = not known */
    size_t tested;                  /* how often the check was applied in this run; 0 = not known */
    struct plumb_decision decision; /* where the status comes from */
};

struct plumb_finding_list {
    struct plumb_finding *items;
    size_t count, capacity;
};

/* What stays of a document when its own findings are drawn: they, the facts and sentences that
 * other documents are compared with, and counts; about a twentieth of the extraction's memory, so
 * that thousands of documents can be analysed together. */
struct plumb_digest;
/* Draw the document's findings and keep what is needed. Borrows nothing: document and extraction
 * may be freed behind it. Thread-safe. `stop_at`: as for plumb_arena_deadline. Errors:
 * PLUMB_E_NOMEM, also when the time is up. */
enum plumb_status plumb_digest_new(const struct plumb_catalogue *catalogue,
                                   const struct plumb_extraction *extraction, double stop_at,
                                   struct plumb_digest **out, struct plumb_error *error);
void plumb_digest_free(struct plumb_digest *digest);
/* The document's head, coverage and facts of catalogue indicators, without blocks and relations. */
const struct plumb_extraction *plumb_digest_extraction(const struct plumb_digest *digest);
size_t plumb_digest_relations(const struct plumb_digest *digest); /* of the whole extraction */

/* `name` as printed stands for `agency`: a decision of the auditor (`plumb agency alias`). */
struct plumb_agency_name {
    const char *name, *agency;
};
/* One name for each of names[count], the same for all ways to write one agency: decisions first, then
 * 部门, 本级, 单位 and brackets dropped, usual short forms written out, and a name without its region
 * joined to the only longer one that ends in it. out[count]: names as printed by the longest of them,
 * in `arena`; "" for an empty one. Memory that is out jumps. O(n log n). */
void plumb_agency_names(const struct plumb_str *names, size_t count,
                        const struct plumb_agency_name *decided, size_t decided_count,
                        struct plumb_arena *arena, const char **out);

/* The extractions with one name an agency, as plumb_agency_names decides; a report on 本级 alone keeps
 * its own. Copies in `arena` that borrow from them; NULL when memory is out. */
const struct plumb_extraction *const *
plumb_extractions_named(const struct plumb_extraction *const *extractions, size_t count,
                        const struct plumb_agency_name *decided, size_t decided_count,
                        struct plumb_arena *arena);

/* `from` was merged into, split into or renamed to `to` (`plumb agency link`). */
struct plumb_agency_change {
    const char *from, *to;
    const char *kind; /* "merged", "split", "renamed" */
    int year;         /* first fiscal year under the new order; 0 unknown */
};
/* Put the values of renamed agencies under their new names, in place; merged and split ones
 * stay. Borrows the names. Errors: PLUMB_E_NOMEM. */
enum plumb_status plumb_panel_rename(struct plumb_panel *panel,
                                     const struct plumb_agency_change *changes, size_t count,
                                     struct plumb_error *error);

/* Everything the analyses may look at. Digests in the order the documents were read; they must
 * outlive the findings. */
struct plumb_analysis_input {
    const struct plumb_catalogue *catalogue;
    const struct plumb_digest *const *digests;
    size_t digest_count;
    const struct plumb_panel *const *panels; /* each screened by itself */
    size_t panel_count;
    const struct plumb_agency_name *agency_names; /* decided by the auditor */
    size_t agency_name_count;
    const struct plumb_agency_change *changes; /* reorganisations, and aliases as changes of name */
    size_t change_count;
    const char *peers; /* agency attribute for peer groups: "level", "kind", "region" or NULL */
    const char *rank;  /* NULL (score), "money" or "evidence" */
    unsigned threads;  /* 0 = all cores; the result does not depend on it */
};

struct plumb_analysis_summary {
    size_t relations, tested, quantities, related; /* over all documents */
    size_t cells, series;                          /* over all panels */
    size_t
        crowded; /* reports not compared with every other one of their agency and years: too many */
    double expected_false_share;       /* of false alarms among medium and above */
    size_t fdr_line, materiality_line; /* list positions; PLUMB_NPOS when not drawn */
};

/* The whole of analyse and rank: relation findings, cross-document checks, panel screening, merged,
 * scored, sorted best first. The list lives in `arena`. */
enum plumb_status plumb_analyse(const struct plumb_analysis_input *input, struct plumb_arena *arena,
                                struct plumb_finding_list *out,
                                struct plumb_analysis_summary *summary, struct plumb_error *error);

/* Findings of one document's relations: localised, one root cause one finding, unscored. */
enum plumb_status plumb_consistency_findings(const struct plumb_catalogue *catalogue,
                                             const struct plumb_extraction *extraction,
                                             struct plumb_arena *arena,
                                             struct plumb_finding_list *out,
                                             struct plumb_error *error);
/* Findings of one panel: ratio bounds, growth, outliers, unit errors; unscored. */
enum plumb_status plumb_panel_findings(const struct plumb_catalogue *catalogue,
                                       const struct plumb_panel *panel, const char *peers,
                                       unsigned threads, struct plumb_arena *arena,
                                       struct plumb_finding_list *out, struct plumb_error *error);
/* The same with reorganised agencies' series joined, so that a change is no exception. */
enum plumb_status plumb_panel_findings_joined(const struct plumb_catalogue *catalogue,
                                              const struct plumb_panel *panel,
                                              const struct plumb_agency_change *changes,
                                              size_t change_count, const char *peers,
                                              unsigned threads, struct plumb_arena *arena,
                                              struct plumb_finding_list *out,
                                              struct plumb_error *error);
/* Score, severity, merge, order (DOMAIN §5). Sorts in place, best first. */
enum plumb_status plumb_rank_findings(const struct plumb_catalogue *catalogue, const char *rank,
                                      struct plumb_arena *arena, struct plumb_finding_list *list,
                                      struct plumb_analysis_summary *summary,
                                      struct plumb_error *error);

/* The plain rule, for a first look and for panels of any size: of every value its level, and its
 * growth v / u - 1 on the value u != 0 of the year before; in each group (growth or level, indicator,
 * year) z = (x - median) / (1.4826 median |x - median|). Groups whose spread is 0 have no z. */
struct plumb_outlier {
    size_t column, agency, year; /* year: index */
    bool growth;                 /* the growth into this year, else the level */
    double value, before;        /* before: NaN for a level */
    double x, centre, spread, z; /* spread = 1.4826 MAD */
};
/* The `limit` largest |z| (0: all) of all columns, largest first, ties by agency, indicator, year,
 * level before growth. The result does not depend on `threads`. Free *out with plumb_free. */
enum plumb_status plumb_panel_outliers(const struct plumb_panel *panel, size_t limit,
                                       unsigned threads, struct plumb_outlier **out, size_t *count,
                                       struct plumb_error *error);

/* Value of a catalogue indicator for one agency and year: the column for a stored quantity, the
 * formula (then its alternatives) for a ratio. NaN when an operand is missing. *which (may be NULL)
 * gets the formula used: 0 the official one, k the k-th alternative. */
double plumb_indicator_value(const struct plumb_panel *panel,
                             const struct plumb_indicator *indicator, size_t agency,
                             size_t year_index, size_t *which);

/* A panel of the catalogue's stored indicators found in the extractions' facts, one agency a name:
 * the best-supported value of each cell (most repeats, then a table before prose, then the first).
 * Each cell knows its document (source_file) and line (source_row). Free with plumb_panel_free. */
enum plumb_status plumb_facts_panel(const struct plumb_catalogue *catalogue,
                                    const struct plumb_extraction *const *extractions, size_t count,
                                    struct plumb_panel **out, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
