/* Building findings: a draft collects evidence and words, then joins the list. */
#ifndef PLUMB_FINDINGS_INT_H
#define PLUMB_FINDINGS_INT_H

#include "analysis/findings/localise.h"
#include "plumb/finding.h"

/* What every finder of one document gets. The arena jumps on failure. */
struct plumb_finder {
    struct plumb_arena *arena;
    const struct plumb_catalogue *catalogue;
    const struct plumb_extraction *extraction;
    struct plumb_finding_list *out;
    const char *agency;
    double materiality;
};

struct plumb_draft {
    struct plumb_finding finding;
    struct plumb_evidence *evidence;
    size_t evidence_count, evidence_capacity;
    struct plumb_suspect *suspects;
    size_t suspect_count, suspect_capacity;
};

/* Does the report itself list this amount under its problems? */
bool plumb_told_as_problem(const struct plumb_extraction *e, const struct plumb_fact *amount);

/* Start a finding of a catalogue check; class and softness come from the catalogue. */
struct plumb_draft plumb_draft_begin(const struct plumb_finder *finder, const char *check);
/* Quote a fact. The same number on the same line is quoted once. */
void plumb_draft_fact(const struct plumb_finder *finder, struct plumb_draft *draft,
                      const struct plumb_fact *fact, const char *role);
/* Quote words of a source line; `text` may be empty for the whole line. */
void plumb_draft_words(const struct plumb_finder *finder, struct plumb_draft *draft, size_t line,
                       struct plumb_str text, const char *role);
void plumb_draft_term(const struct plumb_finder *finder, struct plumb_draft *draft,
                      const struct plumb_term *term);
void plumb_draft_suspect(const struct plumb_finder *finder, struct plumb_draft *draft,
                         const struct plumb_suspicion *suspicion);
/* Name the numbers of a relation that nothing recomputes (findings_pair.c). */
void plumb_draft_pair(const struct plumb_finder *finder, struct plumb_draft *draft,
                      const struct plumb_relation *relation);
void plumb_draft_title(const struct plumb_finder *finder, struct plumb_draft *draft,
                       const char *subject);
void plumb_draft_push(const struct plumb_finder *finder, const struct plumb_draft *draft);
void plumb_finding_push(struct plumb_arena *arena, struct plumb_finding_list *list,
                        const struct plumb_finding *finding);

/* ---- words --------------------------------------------------------------------------------- */

/* A change whose numbers give the same amount the other way: a rise called a fall. */
bool plumb_relation_is_reversed(const struct plumb_extraction *extraction,
                                const struct plumb_relation *relation);

/* The same claim found twice. */
bool plumb_relation_is_same(const struct plumb_relation *a, const struct plumb_relation *b);

/* One broken relation in the words of an auditor. Static or arena text, never NULL. */
struct plumb_wording {
    const char *zh, *en;
    const char *recomputation_zh, *recomputation_en;
    const char *stated, *expected;
    const char *subject; /* NULL: the relation's own */
};
struct plumb_wording plumb_word_relation(const struct plumb_finder *finder,
                                         const struct plumb_relation *relation);
/* Sentences about the suspects, and about a gap that another amount of the report explains. */
void plumb_word_suspects(const struct plumb_finder *finder, const struct plumb_cause *cause,
                         struct plumb_bilingual *out);
/* The amount told elsewhere in the report that the gap of a broken claim equals, or NULL. */
const struct plumb_fact *plumb_gap_elsewhere(const struct plumb_extraction *extraction,
                                             const struct plumb_relation *relation);
void plumb_word_gap(const struct plumb_finder *finder, const struct plumb_relation *relation,
                    struct plumb_bilingual *out);

/* "12.50万元" */
const char *plumb_fact_words(struct plumb_arena *arena, const struct plumb_fact *fact);
/* `value` in the unit of `like` with at least its decimals and `extra` more: "874.24万元". */
const char *plumb_value_words(struct plumb_arena *arena, const struct plumb_fact *like,
                              plumb_dec value, int extra);
/* A label short enough for a title, without list marks and line ends. */
const char *plumb_label_words(struct plumb_arena *arena, struct plumb_str label);
/* Money for a sentence: "334.39万元" / "3.34 million yuan". */
const char *plumb_yuan_words(struct plumb_arena *arena, double yuan, bool zh);
const char *plumb_percent_words(struct plumb_arena *arena, double fraction, int decimals);

/* A missed target whose points were cut in proportion or more: told, and dealt with (due_mark.c). */
bool plumb_miss_is_marked(const struct plumb_extraction *extraction,
                          const struct plumb_relation *relation);

/* ---- finders of one document --------------------------------------------------------------- */

void plumb_find_relations(const struct plumb_finder *finder);   /* findings_relations.c */
void plumb_find_budget(const struct plumb_finder *finder);      /* findings_budget.c */
void plumb_find_targets(const struct plumb_finder *finder);     /* findings_targets.c */
void plumb_find_ratios(const struct plumb_finder *finder);      /* findings_ratios.c */
void plumb_find_unexplained(const struct plumb_finder *finder); /* findings_unexplained.c */
void plumb_find_projects(const struct plumb_finder *finder);    /* findings_projects.c */
void plumb_find_gaps(const struct plumb_finder *finder);        /* findings_gaps.c */
void plumb_find_impossible(const struct plumb_finder *finder);  /* findings_counts.c */

/* ---- facts by meaning ---------------------------------------------------------------------- */

/* Numbers that can be compared: quantities of the document's own year, not targets or bands. */
bool plumb_fact_is_plain(const struct plumb_fact *fact);
/* Not told under the name of a project, a programme or a budget line. */
bool plumb_fact_is_agency_wide(const struct plumb_fact *fact);
/* The paragraph or cell block that the fact stands in. */
struct plumb_str plumb_fact_paragraph(const struct plumb_extraction *extraction,
                                      const struct plumb_fact *fact);
/* Best-supported fact of a catalogue indicator among those of the same item (empty: the agency as a
 * whole): most repeats, then a table, then the first. NULL when there is none. */
const struct plumb_fact *plumb_pick_fact(const struct plumb_extraction *extraction,
                                         const char *indicator, struct plumb_str item);
/* 0.5 % of the agency's expenditure of the year; 0 when it is not known. */
double plumb_document_materiality(const struct plumb_extraction *extraction);

#endif
