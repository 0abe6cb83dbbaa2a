/* The extractor and the order of the passes. */
#include "extract/extract_int.h"
#include "extract/number/quantity.h"
#include "extract/relate/relate_int.h"
#include "extract/text/pattern.h"
#include "extract/text/runes.h"

enum plumb_status plumb_extractor_new(const struct plumb_catalogue *catalogue,
                                      struct plumb_extractor **out, struct plumb_error *error)
{
    *out = NULL;
    struct plumb_extractor *extractor = plumb_calloc(1, sizeof *extractor);
    if (!extractor)
        return plumb_fail_nomem(error);
    extractor->catalogue = catalogue;
    enum plumb_status status = plumb_cues_compile(&extractor->patterns, error);
    if (status != PLUMB_OK) {
        plumb_extractor_free(extractor);
        return status;
    }
    *out = extractor;
    return PLUMB_OK;
}

void plumb_extractor_free(struct plumb_extractor *extractor)
{
    if (!extractor)
        return;
    plumb_patterns_free(extractor->patterns);
    plumb_free(extractor);
}

/* In this order, for a later builder sees what the earlier ones found; one a line, so that two who
 * add one at the same time do not meet. */
static void (*const builders[])(struct plumb_extract_work *) = {
    /* clang-format off */
    plumb_relate_sums,
    plumb_relate_shares,
    plumb_relate_ratios,
    plumb_relate_growth,
    plumb_relate_products,
    plumb_relate_formulas,
    plumb_relate_fund_balances,
    plumb_relate_named_balances,
    plumb_relate_growth_years,
    plumb_relate_budget_totals,
    plumb_relate_common_wholes,
    plumb_relate_parallel_sums,
    plumb_relate_proportions,
    plumb_relate_averages,
    plumb_relate_averages_by_time,
    plumb_relate_per_population,
    plumb_relate_those_of,
    plumb_relate_own_pocket,
    plumb_relate_shares_of_one_base,
    plumb_relate_rates_of_sides,
    plumb_relate_comparisons,
    plumb_relate_counts,
    plumb_relate_table_totals,
    plumb_relate_table_rates,
    plumb_relate_table_targets,
    plumb_relate_table_scores,
    plumb_relate_table_costs,
    plumb_relate_published,
    plumb_relate_restatements,
    plumb_relate_bounds,
    plumb_relate_extremes,
    plumb_relate_superlatives,
    plumb_relate_dates,
    plumb_relate_report,
    plumb_relate_announced,
    plumb_relate_sources,
    plumb_relate_broken_years,
    plumb_relate_old_names,
    plumb_relate_limits,
    plumb_relate_targets_beside,
    plumb_relate_targets_said,
    plumb_relate_targets_prose,
    plumb_relate_points,
    plumb_relate_points_told,
    plumb_relate_rows,
    plumb_relate_rates_of_parts,
    plumb_relate_composed,
    plumb_relate_rates_composed,
    plumb_relate_contradictions,
    plumb_relate_deficits,
    plumb_relate_support,
    plumb_relate_sums_acquitted,
    plumb_relate_whole_rates,
    plumb_relate_implied,
    plumb_relate_progress_due,
    plumb_relate_target_pairs,
    plumb_relate_rate_namesakes,
    plumb_relate_two_years,
    plumb_relate_change_bases,
    plumb_relate_rates_above,
    plumb_relate_listed_sums,
    plumb_relate_listed_shares,
    plumb_relate_change_levels,
    plumb_relate_points_elsewhere,
    plumb_relate_score_heads,
    plumb_relate_product_counts,
    plumb_relate_year_days,
    plumb_relate_paid_rates,
    plumb_relate_sums_per_head,
    plumb_relate_rates_inverted,
    plumb_relate_rates_swapped,
    plumb_relate_shares_bare,
    /* clang-format on */
};

static void relate(struct plumb_extract_work *work)
{
    for (size_t i = 0; i < PLUMB_COUNT(builders); i++)
        builders[i](work);
}

static void count_coverage(const struct plumb_extract_work *work, struct plumb_coverage *coverage)
{
    bool *related = plumb_arena_array(work->arena, work->fact_count + 1, sizeof *related);
    for (size_t r = 0; r < work->relation_count; r++) {
        const struct plumb_relation *relation = &work->relations[r];
        if (relation->stated.text.len && relation->stated.fact < work->fact_count)
            related[relation->stated.fact] = true;
        for (size_t o = 0; o < relation->operand_count; o++)
            if (relation->operands[o].fact < work->fact_count)
                related[relation->operands[o].fact] = true;
        coverage->consistent += relation->verdict == PLUMB_VERDICT_CONSISTENT;
        coverage->rounding += relation->verdict == PLUMB_VERDICT_ROUNDING;
        coverage->inconsistent += relation->verdict == PLUMB_VERDICT_INCONSISTENT;
        coverage->untestable += relation->verdict == PLUMB_VERDICT_UNTESTABLE;
    }
    for (size_t f = 0; f < work->fact_count; f++) {
        enum plumb_fact_kind kind = work->facts[f].kind;
        bool quantity =
            kind == PLUMB_FACT_QUANTITY || kind == PLUMB_FACT_CHINESE || kind == PLUMB_FACT_BARE;
        coverage->quantities += quantity;
        coverage->related += quantity && related[f];
    }
}

struct plumb_extract_work *plumb_extract_prepare(const struct plumb_extractor *extractor,
                                                 const struct plumb_document *document,
                                                 struct plumb_arena *arena,
                                                 struct plumb_matcher *matcher)
{
    struct plumb_extract_work *work = plumb_arena_alloc(arena, sizeof *work);
    work->extractor = extractor;
    work->document = document;
    work->arena = arena;
    work->matcher = matcher;
    work->agency = PLUMB_STR("");
    work->runes = plumb_arena_alloc(arena, sizeof *work->runes);
    work->runes->units = plumb_unit_index(arena);
    plumb_pass_sentences(work);
    plumb_pass_quantities(work);
    plumb_pass_tables(work);
    plumb_pass_document(work);
    plumb_pass_labels(work);
    return work;
}

static struct plumb_extraction *finish(struct plumb_extract_work *work)
{
    relate(work);
    plumb_collect_figures(work);
    plumb_infer_mode(work);
    struct plumb_extraction *out = plumb_arena_alloc(work->arena, sizeof *out);
    out->document = work->document;
    out->kind = work->kind;
    out->agency = work->agency;
    out->year = work->year;
    out->agency_confidence = work->identity.agency;
    out->year_confidence = work->identity.year;
    out->kind_confidence = work->identity.kind;
    out->mode = work->mode;
    out->facts = work->facts;
    out->fact_count = work->fact_count;
    out->relations = work->relations;
    out->relation_count = work->relation_count;
    out->figures = work->figures;
    out->figure_count = work->figure_count;
    out->unit_only = work->unit_only;
    out->units = work->units;
    out->unit_count = work->unit_count;
    count_coverage(work, &out->coverage);
    return out;
}

double plumb_extraction_sure(const struct plumb_extraction *e)
{
    const double shares[] = {e->agency_confidence, e->year_confidence, e->kind_confidence};
    double least = 0;
    for (size_t i = 0; i < PLUMB_COUNT(shares); i++)
        if (shares[i] > 0 && (least <= 0 || shares[i] < least))
            least = shares[i];
    return least;
}

enum plumb_status plumb_extract(const struct plumb_extractor *extractor,
                                const struct plumb_document *document, struct plumb_arena *arena,
                                struct plumb_extraction **out, struct plumb_error *error)
{
    *out = NULL;
    struct plumb_matcher *const matcher = plumb_matcher_new();
    if (!matcher)
        return plumb_fail_nomem(error);
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        plumb_matcher_free(matcher);
        return plumb_fail_nomem(error);
    }
    *out = finish(plumb_extract_prepare(extractor, document, arena, matcher));
    plumb_arena_on_nomem(arena, outer);
    plumb_matcher_free(matcher);
    return PLUMB_OK;
}
