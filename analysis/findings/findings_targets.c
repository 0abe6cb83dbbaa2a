/* Self-evaluation as a whole: the score against the targets that were missed, by the numbers or by
 * the report's own words. */
#include "analysis/findings/findings_int.h"

#include <string.h>

enum { MAX_MISSED = 24 };

static double parameter(const struct plumb_finder *f, const char *name, double fallback)
{
    return plumb_check_parameter(plumb_catalogue_find_check(f->catalogue, "score.unmet"), name,
                                 fallback);
}

static const struct plumb_fact *term_fact(const struct plumb_extraction *e,
                                          const struct plumb_relation *r, enum plumb_role role)
{
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].role == role && r->operands[i].fact != PLUMB_NPOS)
            return &e->facts[r->operands[i].fact];
    return NULL;
}

/* The total score of the agency: the largest score of at most 100 called a total. */
static const struct plumb_fact *total_score(const struct plumb_extraction *e)
{
    const struct plumb_fact *best = NULL;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        bool named = (f->indicator && strcmp(f->indicator, "score.total") == 0) ||
                     (f->stage == PLUMB_STAGE_SCORE &&
                      (plumb_str_has(f->label, "合计") || plumb_str_has(f->label, "总分") ||
                       plumb_str_has(f->label, "总计")));
        if (!named || f->unit == PLUMB_UNIT_FRACTION || !plumb_fact_is_plain(f) ||
            f->stage == PLUMB_STAGE_WEIGHT || !plumb_fact_is_agency_wide(f) ||
            plumb_dec_cmp(f->value, plumb_dec_int(100)) > 0)
            continue;
        if (!best || plumb_dec_cmp(f->value, best->value) > 0)
            best = f;
    }
    return best;
}

static void missed_by_numbers(const struct plumb_finder *finder)
{
    const struct plumb_extraction *e = finder->extraction;
    const struct plumb_fact *missed[MAX_MISSED], *total = total_score(e);
    size_t n = 0;
    for (size_t i = 0; i < e->relation_count && n < MAX_MISSED; i++) {
        const struct plumb_relation *r = &e->relations[i];
        if (r->kind != PLUMB_REL_TARGET || r->verdict != PLUMB_VERDICT_INCONSISTENT ||
            !r->declared || plumb_miss_is_marked(e, r))
            continue;
        const struct plumb_fact *actual = term_fact(e, r, PLUMB_ROLE_ACTUAL);
        if (!actual && r->stated.fact != PLUMB_NPOS)
            actual = &e->facts[r->stated.fact];
        if (actual && plumb_fact_is_agency_wide(actual))
            missed[n++] = actual;
    }
    if (!total || n < (size_t)parameter(finder, "missed", 3) ||
        plumb_dec_double(total->value) < 100 * parameter(finder, "share", 0.95))
        return;
    struct plumb_draft d = plumb_draft_begin(finder, "score.unmet");
    const char *score = plumb_fact_words(finder->arena, total);
    plumb_draft_title(finder, &d, plumb_label_words(finder->arena, total->label));
    d.finding.stated = score;
    d.finding.explanation.zh = plumb_arena_printf(
        finder->arena, "%zu项目标未完成，自评总分仍为%s，扣分与完成情况不相称，需核对评分依据。", n,
        score);
    d.finding.explanation.en = plumb_arena_printf(finder->arena,
                                                  "%zu targets are missed, yet the total score is "
                                                  "%s; the deductions do not match the results "
                                                  "and the scoring needs checking.",
                                                  n, score);
    d.finding.confidence = 0.75;
    plumb_draft_fact(finder, &d, total, "score");
    for (size_t i = 0; i < n; i++)
        plumb_draft_fact(finder, &d, missed[i], "actual");
    plumb_draft_push(finder, &d);
}

/* ---- the report's own words ---------------------------------------------------------------- */

/* A sentence that admits missed outputs: its place and the words. */
static const struct plumb_block *admission(const struct plumb_document *doc, size_t *at,
                                           struct plumb_str *words)
{
    static const char *const phrases[] = {"未完成年度目标", "未完成年初目标", "未完成预期目标",
                                          "未完成目标",     "未达到年度目标", "未达到预期目标",
                                          "指标未完成",     "未达目标",       "未实现年度目标"};
    for (size_t i = 0; i < doc->block_count; i++) {
        struct plumb_str text = doc->blocks[i].text.str;
        for (size_t k = 0; k < PLUMB_COUNT(phrases); k++) {
            *at = plumb_str_find(text, plumb_str_from(phrases[k]));
            /* "指标未完成" in "不存在指标未完成" and conditions are no admissions */
            struct plumb_str before = plumb_str_sub(text, *at > 24 ? *at - 24 : 0, *at);
            bool denied = plumb_str_has(before, "无") || plumb_str_has(before, "不存在") ||
                          plumb_str_has(before, "如") || plumb_str_has(before, "对");
            if (*at == PLUMB_NPOS || denied)
                continue;
            *words = plumb_str_sub(text, *at, *at + strlen(phrases[k]));
            return &doc->blocks[i];
        }
    }
    return NULL;
}

/* Score and weight of the outputs as one line ("产出指标 25 24.72"). */
static const struct plumb_fact *output_score(const struct plumb_extraction *e,
                                             const struct plumb_fact **weight)
{
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *score = &e->facts[i];
        if (score->stage != PLUMB_STAGE_SCORE || !plumb_str_has(score->label, "产出") ||
            score->row == PLUMB_NPOS || !plumb_fact_is_agency_wide(score))
            continue;
        for (size_t k = 0; k < e->fact_count; k++)
            if (e->facts[k].stage == PLUMB_STAGE_WEIGHT && e->facts[k].block == score->block &&
                e->facts[k].row == score->row) {
                *weight = &e->facts[k];
                return score;
            }
    }
    return NULL;
}

static void missed_by_words(const struct plumb_finder *finder)
{
    const struct plumb_extraction *e = finder->extraction;
    const struct plumb_fact *weight = NULL, *score = output_score(e, &weight);
    size_t at = 0;
    struct plumb_str words;
    const struct plumb_block *block = score ? admission(e->document, &at, &words) : NULL;
    if (!block || plumb_dec_sign(weight->value) <= 0 ||
        plumb_dec_double(score->value) <
            parameter(finder, "share", 0.95) * plumb_dec_double(weight->value))
        return;
    struct plumb_draft d = plumb_draft_begin(finder, "score.unmet");
    const char *got = plumb_fact_words(finder->arena, score);
    const char *of = plumb_fact_words(finder->arena, weight);
    plumb_draft_title(finder, &d, plumb_label_words(finder->arena, score->label));
    d.finding.stated = got;
    d.finding.explanation.zh = plumb_arena_printf(
        finder->arena, "正文承认部分产出“%.*s”，产出指标仍得%s（分值%s），扣分依据未列明。",
        PLUMB_STR_ARG(words), got, of);
    d.finding.explanation.en =
        plumb_arena_printf(finder->arena,
                           "The text admits that outputs were missed (“%.*s”), yet outputs score "
                           "%s of %s; the basis of "
                           "the deduction is not shown.",
                           PLUMB_STR_ARG(words), got, of);
    d.finding.confidence = 0.7;
    plumb_draft_fact(finder, &d, score, "score");
    plumb_draft_words(finder, &d, plumb_text_line(&block->text, at), words, "cue");
    plumb_draft_push(finder, &d);
}

void plumb_find_targets(const struct plumb_finder *finder)
{
    missed_by_numbers(finder);
    missed_by_words(finder);
}
