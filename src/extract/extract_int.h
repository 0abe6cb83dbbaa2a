/* Inside of the extraction stage: the work area its passes share, and the passes in order.
 *
 *   1 sentences   paragraphs, headings and cells are cut into sentences
 *   2 quantities  every number of every sentence becomes a fact (lexer, units, comparators)
 *   3 templates   each sentence with its numbers replaced by place-holders, for the cue patterns
 *   4 tables      heads, row labels, units, stages of cells; merged and flattened layouts
 *   5 meaning     labels, items, years, stages, indicators; agency and year of the document
 *   6 relations   one builder a kind (relate_*.c), each searching its readings (charity)
 *   7 close       rounding mode of the document, duplicate relations, coverage
 *
 * Everything is allocated in work->arena, which jumps on failure: no allocation here is checked.
 */
#ifndef PLUMB_EXTRACT_INT_H
#define PLUMB_EXTRACT_INT_H

#include "extract/document/identity.h"
#include "plumb/extract.h"

/* One sentence: the unit in which cue patterns look for claims. Text sentences end at 。；！？ or at
 * the end of the block; a table cell is cut the same way. A mark inside brackets, 《》 or quotes that
 * close again does not end a sentence, so a bracketed breakdown stays with its total. */
struct plumb_sentence {
    size_t id;
    size_t block;
    size_t row, column;            /* cell, or PLUMB_NPOS */
    size_t from, to;               /* bytes in the block's (cell's) text */
    struct plumb_str text;         /* that piece */
    size_t first_fact, fact_count; /* facts of the sentence are contiguous and in reading order */
    /* The text folded character by character (full-width to ASCII, all white space removed) with
     * each fact's number, its unit and its comparator words replaced by one place-holder code point
     * U+E000 + (index of the fact in the sentence). Facts of kind PLUMB_FACT_NOT stay as text.
     * Place-holders match \p{Co} in PCRE2; use plumb_template_fact to get back to the fact. */
    struct plumb_str template;
    const uint32_t
        *template_source; /* [template.len + 1]: offset in `text` of each template byte */
};

/* What the table pass knows about one cell. */
struct plumb_cell_view {
    const struct plumb_cell *cell;
    size_t block;
    bool is_head;          /* part of a column head or a row label, not a value */
    struct plumb_str head; /* column head path, joined by '/' from the top: "年度指标值" */
    struct plumb_str row_label; /* own row's label path: "产出指标/数量指标/培训次数" */
    size_t head_row;            /* row the head was taken from, or PLUMB_NPOS */
    size_t first_fact, fact_count; /* facts in the cell, contiguous */
};

struct plumb_table_view {
    size_t block;
    struct plumb_cell_view **rows; /* rows[r][c], ragged like the table */
    const struct plumb_table *table;
    struct plumb_str unit;         /* default unit of the table ("万元"), or empty */
    const struct plumb_grid *grid; /* table_int.h: zones, column roles, lines; NULL before */
};

/* A relation names a fact. */
struct plumb_mention {
    size_t relation, fact;
    size_t earlier; /* the fact's mention before, + 1; 0 none */
};

struct plumb_extract_work {
    const struct plumb_extractor *extractor;
    const struct plumb_document *document;
    struct plumb_arena *arena;

    struct plumb_fact *facts;
    size_t fact_count, fact_capacity;
    struct plumb_sentence *sentences;
    size_t sentence_count, sentence_capacity;
    struct plumb_table_view *tables;
    size_t table_count, table_capacity;
    struct plumb_relation *relations;
    size_t relation_count, relation_capacity;
    struct plumb_mention *mentions; /* relation.c: which relations name a fact */
    size_t mention_count, mention_capacity;
    size_t *last_mention; /* by fact: its last mention + 1 */

    struct plumb_str agency;
    int year;
    enum plumb_document_kind kind;
    struct plumb_identity identity; /* identity.h: what they rest on */
    enum plumb_mode mode;
    struct plumb_published_set *published; /* published.h: built at first use, NULL before */
    bool unit_only;
    struct plumb_str *units;
    size_t unit_count, unit_capacity;
    struct plumb_figure *figures;
    size_t figure_count, figure_capacity;

    struct plumb_matcher *matcher;           /* pattern.h */
    struct plumb_prose *prose;               /* relate_int.h: built at first use, NULL before */
    const struct plumb_opposites *opposites; /* relate_words.c: likewise */
    struct plumb_word_set *noise;            /* relate_words.c: likewise */
    /* What a place-holder stands for: bytes of number, unit and comparator words in the fact's
     * block (cell) text; parallel to facts. */
    struct plumb_span *spans;
    size_t span_capacity;
    struct plumb_runes *runes; /* runes.h: scratch of the lexer */
};

struct plumb_span {
    size_t from, to;
};

struct plumb_extractor {
    const struct plumb_catalogue *catalogue;
    struct plumb_pattern_table *patterns;
};

/* ---- passes (each in its own file) ---- */
void plumb_pass_sentences(struct plumb_extract_work *work);  /* sentence.c */
void plumb_pass_quantities(struct plumb_extract_work *work); /* quantity.c: facts, templates */
/* sentence.c: the template of a sentence whose facts are known and whose text is in work->runes. */
void plumb_sentence_template(struct plumb_extract_work *work, struct plumb_sentence *sentence);
void plumb_pass_tables(struct plumb_extract_work *work);   /* table.c: views, units of cells */
void plumb_pass_document(struct plumb_extract_work *work); /* identity.c: agency, year, kind */
void plumb_pass_labels(struct plumb_extract_work *work);   /* label.c: meaning of facts */

/* ---- relation builders ---- */
/* Prose (relate_*.c). They read sentences and facts and push relations. */
void plumb_relate_sums(struct plumb_extract_work *work);           /* relate_sum.c */
void plumb_relate_shares(struct plumb_extract_work *work);         /* relate_share.c */
void plumb_relate_ratios(struct plumb_extract_work *work);         /* relate_ratio.c */
void plumb_relate_targets_prose(struct plumb_extract_work *work);  /* relate_target_prose.c */
void plumb_relate_targets_beside(struct plumb_extract_work *work); /* relate_target_beside.c */
void plumb_relate_targets_said(struct plumb_extract_work *work);   /* relate_target_said.c */
void plumb_relate_rates_composed(struct plumb_extract_work *work); /* relate_rate_composed.c */
void plumb_relate_growth(struct plumb_extract_work *work);         /* relate_growth.c */
void plumb_relate_products(struct plumb_extract_work *work); /* relate_product.c: × and average */
void plumb_relate_growth_years(struct plumb_extract_work *work);     /* relate_growth_years.c */
void plumb_relate_target_pairs(struct plumb_extract_work *work);     /* relate_target_pairs.c */
void plumb_relate_rate_namesakes(struct plumb_extract_work *work);   /* relate_rate_namesakes.c */
void plumb_relate_two_years(struct plumb_extract_work *work);        /* relate_two_years.c */
void plumb_relate_change_bases(struct plumb_extract_work *work);     /* relate_change_base.c */
void plumb_relate_rates_above(struct plumb_extract_work *work);      /* relate_rate_above.c */
void plumb_relate_rates_swapped(struct plumb_extract_work *work);    /* relate_rate_swapped.c */
void plumb_relate_paid_rates(struct plumb_extract_work *work);       /* relate_paid_rate.c */
void plumb_relate_sums_per_head(struct plumb_extract_work *work);    /* relate_sum_per_head.c */
void plumb_relate_rates_inverted(struct plumb_extract_work *work);   /* relate_rate_inverted.c */
void plumb_relate_sums_acquitted(struct plumb_extract_work *work);   /* relate_sum_acquit.c */
void plumb_relate_shares_bare(struct plumb_extract_work *work);      /* relate_share_bare.c */
void plumb_relate_year_days(struct plumb_extract_work *work);        /* relate_year_days.c */
void plumb_relate_product_counts(struct plumb_extract_work *work);   /* relate_product_counts.c */
void plumb_relate_listed_sums(struct plumb_extract_work *work);      /* relate_sum_listed.c */
void plumb_relate_listed_shares(struct plumb_extract_work *work);    /* relate_share_listed.c */
void plumb_relate_points_elsewhere(struct plumb_extract_work *work); /* relate_points_elsewhere.c */
void plumb_relate_score_heads(struct plumb_extract_work *work);      /* relate_score_heads.c */
void plumb_relate_change_levels(struct plumb_extract_work *work);    /* relate_change_levels.c */
void plumb_relate_progress_due(struct plumb_extract_work *work);     /* relate_progress_due.c */
void plumb_relate_fund_balances(struct plumb_extract_work *work);    /* relate_fund_balance.c */
void plumb_relate_named_balances(struct plumb_extract_work *work);   /* relate_named_balance.c */
void plumb_relate_budget_totals(struct plumb_extract_work *work);    /* relate_budget_total.c */
void plumb_relate_common_wholes(struct plumb_extract_work *work);    /* relate_share_common.c */
void plumb_relate_parallel_sums(struct plumb_extract_work *work);    /* relate_sum_parallel.c */
void plumb_relate_proportions(struct plumb_extract_work *work);      /* relate_proportion.c */
void plumb_relate_averages(struct plumb_extract_work *work); /* relate_average.c: no money */
void plumb_relate_averages_by_time(struct plumb_extract_work *work);   /* relate_average_time.c */
void plumb_relate_per_population(struct plumb_extract_work *work);     /* relate_per_population.c */
void plumb_relate_those_of(struct plumb_extract_work *work);           /* relate_those_of.c */
void plumb_relate_own_pocket(struct plumb_extract_work *work);         /* relate_own_pocket.c */
void plumb_relate_shares_of_one_base(struct plumb_extract_work *work); /* relate_share_one_base.c */
void plumb_relate_rates_of_sides(struct plumb_extract_work *work);     /* relate_rate_sides.c */
void plumb_relate_whole_rates(
    struct plumb_extract_work *work); /* relate_rate_whole.c: make 100 % */
void plumb_relate_formulas(
    struct plumb_extract_work *work); /* relate_formula.c: printed calculations */
void plumb_relate_comparisons(struct plumb_extract_work *work); /* relate_compare.c */
void plumb_relate_counts(struct plumb_extract_work *work);      /* relate_count.c */
void plumb_relate_restatements(
    struct plumb_extract_work *work);                       /* relate_restate.c: whole document */
void plumb_relate_bounds(struct plumb_extract_work *work);  /* relate_bound.c: part > whole, 10^k */
void plumb_relate_dates(struct plumb_extract_work *work);   /* relate_date.c */
void plumb_relate_sources(struct plumb_extract_work *work); /* relate_sources.c */
void plumb_relate_broken_years(struct plumb_extract_work *work); /* relate_broken_year.c */
void plumb_relate_old_names(struct plumb_extract_work *work);    /* relate_old_names.c */
void plumb_relate_report(struct plumb_extract_work *work);       /* relate_report.c: text rules */
/* Numbers that other reports of the agency are compared with (figures.c). */
void plumb_collect_figures(struct plumb_extract_work *work);
/* Rounding mode of the document from its own rates, after all relations (mode.c, DOMAIN §1.10). */
void plumb_infer_mode(struct plumb_extract_work *work);
/* Tables (relate_table_*.c). */
void plumb_relate_table_totals(
    struct plumb_extract_work *work); /* 合计 小计 其中, codes, columns */
void plumb_relate_table_rates(struct plumb_extract_work *work); /* header formulas: 执行率 … */
void plumb_relate_table_targets(struct plumb_extract_work *work); /* target against actual, score */
void plumb_relate_announced(struct plumb_extract_work *work);     /* announced and not kept */
void plumb_relate_extremes(struct plumb_extract_work *work);      /* average and extremes */
void plumb_relate_superlatives(struct plumb_extract_work *work); /* the least of a table's column */
void plumb_relate_table_costs(struct plumb_extract_work *work);  /* standard × number of a form */
void plumb_relate_table_scores(struct plumb_extract_work *work); /* weights, totals, grades */
void plumb_relate_published(
    struct plumb_extract_work *work); /* the nine tables of accounts, budgets */

/* ---- helpers for builders ---- */

/* Give a fact the unit found elsewhere (head, caption, sibling): value, ulp and interval are worked
 * out anew from the printed digits. `scale` is base units per printed unit (10000 for 万元, 0.01 for
 * %); unit_text must live as long as the extraction. Sets unit_inferred. */
void plumb_fact_set_unit(struct plumb_fact *fact, enum plumb_unit unit, plumb_dec scale,
                         struct plumb_str unit_text);
/* The unit in words such as "万元", "（单位：元）", "%", "万人次", "㎡"; false when it is no known unit.
 * *canonical (may be NULL) gets the unit alone; it lives as long as `words`. */
bool plumb_unit_parse(struct plumb_str words, enum plumb_unit *unit, plumb_dec *scale,
                      struct plumb_str *canonical);

/* Fact of a place-holder code point in a sentence's template. */
static inline struct plumb_fact *plumb_template_fact(const struct plumb_extract_work *work,
                                                     const struct plumb_sentence *sentence,
                                                     uint32_t code_point)
{
    size_t index = code_point - 0xE000u;
    return index < sentence->fact_count ? &work->facts[sentence->first_fact + index] : NULL;
}

/* A term for a fact, or for quoted words. */
struct plumb_term plumb_term_fact(const struct plumb_extract_work *work, enum plumb_role role,
                                  const struct plumb_fact *fact);
struct plumb_term plumb_term_words(enum plumb_role role, struct plumb_str words, size_t line);
/* relation.c. Copies relation and operands into the work area. Returns the stored relation. */
struct plumb_relation *plumb_relation_push(struct plumb_extract_work *work,
                                           const struct plumb_relation *relation,
                                           const struct plumb_term *operands, size_t count);
/* Forget all relations but the first `count`. */
void plumb_relations_drop(struct plumb_extract_work *work, size_t count);
/* The last relation takes the place of relation `old`. */
void plumb_relation_replace(struct plumb_extract_work *work, size_t old);
/* The relations that name the fact, as what they state or as an operand; the newest comes first, one with
 * the fact in two places comes twice. *at = 0 begins; NULL ends. */
const struct plumb_relation *plumb_relation_naming(const struct plumb_extract_work *work,
                                                   const struct plumb_fact *fact, size_t *at);

/* Has a relation that could be tested stated the fact already? */
bool plumb_relation_states(const struct plumb_extract_work *work, const struct plumb_fact *fact);

/* A rule on the text, without arithmetic. reason, reason_zh: static text. */
void plumb_note_push(struct plumb_extract_work *work, const char *check, enum plumb_verdict verdict,
                     struct plumb_str subject, const struct plumb_term *terms, size_t count,
                     const char *reason, const char *reason_zh);

/* ---- looking inside (work_dump.c; for tests) ---- */

/* Passes up to the labels on `document`, without relations. The work area lives in the arena, whose
 * jump target must be set; work->matcher is the caller's to free (plumb_matcher_free). */
struct plumb_extract_work *plumb_extract_prepare(const struct plumb_extractor *extractor,
                                                 const struct plumb_document *document,
                                                 struct plumb_arena *arena,
                                                 struct plumb_matcher *matcher);
/* A template with its place-holders as ⟨printed number⟩; every sentence with its facts. */
void plumb_template_dump(const struct plumb_extract_work *work,
                         const struct plumb_sentence *sentence, struct plumb_buf *out);
void plumb_work_dump(const struct plumb_extract_work *work, struct plumb_buf *out);

/* ---- verdicts (verdict.c): pure arithmetic on facts, DOMAIN §1.4–1.9 ---- */

struct plumb_judgement {
    enum plumb_verdict verdict;
    enum plumb_mode mode;
    plumb_dec expected, low, high;  /* recomputation in base units */
    plumb_dec gap;                  /* distance from the stated interval, 0 when it meets */
    const char *reason, *reason_zh; /* static text, or NULL */
};
/* total = Σ sign_i part_i. parts[n], signs[n] in {1,-1} or NULL for all +. `slack_mode` NEAREST. */
struct plumb_judgement plumb_judge_sum(const struct plumb_fact *total,
                                       const struct plumb_fact *const *parts, const int *signs,
                                       size_t n);
/* rate = a / b (both money, counts …; rate a fraction, a multiple or 倍). */
struct plumb_judgement plumb_judge_ratio(const struct plumb_fact *rate, const struct plumb_fact *a,
                                         const struct plumb_fact *b, enum plumb_mode document_mode);
/* rate = a / b for intervals and already signed values, the general form. */
struct plumb_judgement plumb_judge_quotient(const struct plumb_fact *rate, struct plumb_interval a,
                                            struct plumb_interval b, plumb_dec a_value,
                                            plumb_dec b_value, enum plumb_mode document_mode);
/* rate = delta / (current - delta), or current / prior - 1; pass NULL for what is not printed.
 * sign: +1 增长, -1 下降 (the rate is printed unsigned). */
struct plumb_judgement plumb_judge_growth(const struct plumb_fact *rate, int sign,
                                          const struct plumb_fact *current,
                                          const struct plumb_fact *prior,
                                          const struct plumb_fact *delta,
                                          enum plumb_mode document_mode);
struct plumb_judgement plumb_judge_product(const struct plumb_fact *stated,
                                           const struct plumb_fact *const *factors, size_t n,
                                           int64_t multiplier);
/* Same fact told twice. */
struct plumb_judgement plumb_judge_same(const struct plumb_fact *a, const struct plumb_fact *b);
/* Does `actual` meet `target` (its comparator, or `direction` when it has none; +1 more is better,
 * -1 less is better, 0 unknown: then UNTESTABLE when missed)? */
struct plumb_judgement plumb_judge_target(const struct plumb_fact *target,
                                          const struct plumb_fact *actual, int direction);
/* Better of two judgements: consistent < rounding < untestable < inconsistent. */
bool plumb_judgement_better(const struct plumb_judgement *a, const struct plumb_judgement *b);

#endif
