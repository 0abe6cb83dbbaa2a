/* Grade words against scores (check score.grade). The bands are the report's own ("90-100分为优"), else
 * those of the catalogue: 优 [90, 100], 良 [80, 90), 中 [60, 80), 差 below 60 (财预〔2020〕10号). */
#include "extract/relate_table/relate_table_scores.h"

#include <string.h>

enum grade { GRADE_NONE, GRADE_POOR, GRADE_FAIR, GRADE_GOOD, GRADE_EXCELLENT };

struct bands {
    double low[5];
    const struct plumb_fact *printed[5]; /* the lower end as printed, or NULL */
};

/* The grade word text begins with. */
static enum grade grade_word(struct plumb_str text, size_t *len)
{
    static const struct {
        const char *word;
        enum grade grade;
    } words[] = {{"优秀", GRADE_EXCELLENT}, {"优", GRADE_EXCELLENT}, {"良好", GRADE_GOOD},
                 {"良", GRADE_GOOD},        {"中", GRADE_FAIR},      {"合格", GRADE_FAIR},
                 {"一般", GRADE_FAIR},      {"不合格", GRADE_POOR},  {"较差", GRADE_POOR},
                 {"差", GRADE_POOR}};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_starts(text, plumb_str_from(words[i].word))) {
            *len = strlen(words[i].word);
            return words[i].grade;
        }
    return GRADE_NONE;
}

static struct plumb_str skip_marks(struct plumb_str s)
{
    static const char *const marks[] = {"“", "\"", "：", ":",  "为", "是", "「",
                                        "‘", "'",  " ",  "、", "（", "(",  NULL};
    for (bool again = true; again && s.len;) {
        again = false;
        for (size_t i = 0; marks[i]; i++)
            if (plumb_str_starts(s, plumb_str_from(marks[i]))) {
                s = plumb_str_sub(s, strlen(marks[i]), s.len);
                again = true;
            }
    }
    return s;
}

static struct bands default_bands(const struct plumb_extract_work *work)
{
    const struct plumb_check *check =
        plumb_catalogue_find_check(work->extractor->catalogue, "score.grade");
    struct bands b = {.low = {0, 0, 60, 80, 90}};
    if (check) {
        b.low[GRADE_EXCELLENT] = plumb_check_parameter(check, "excellent", 90);
        b.low[GRADE_GOOD] = plumb_check_parameter(check, "good", 80);
        b.low[GRADE_FAIR] = plumb_check_parameter(check, "fair", 60);
    }
    return b;
}

static struct plumb_str fact_text_behind(const struct plumb_extract_work *work,
                                         const struct plumb_fact *fact)
{
    const struct plumb_block *block = &work->document->blocks[fact->block];
    struct plumb_str text = fact->row == PLUMB_NPOS
                                ? block->text.str
                                : block->table.rows[fact->row].cells[fact->column].text.str;
    return plumb_str_sub(text, fact->offset + fact->len + fact->unit_len, text.len);
}

/* "85分（含）以上为优", "60分以下为差": one end of a band and its grade. */
static void read_open_band(const struct plumb_extract_work *work, const struct plumb_fact *fact,
                           struct bands *bands)
{
    static const char *const marks[] = {"（含）", "(含)", "（不含）", "(不含)", "及以上", "以上",
                                        "以下",   "及",   "含",       "，",     ","};
    bool above = fact->comparator == PLUMB_CMP_GE || fact->comparator == PLUMB_CMP_GT;
    bool below = fact->comparator == PLUMB_CMP_LE || fact->comparator == PLUMB_CMP_LT;
    struct plumb_str behind = fact_text_behind(work, fact);
    size_t len;
    if ((!above && !below) || fact->unit != PLUMB_UNIT_SCORE)
        return;
    for (size_t i = 0; i < PLUMB_COUNT(marks);) {
        bool hit = plumb_str_starts(behind, plumb_str_from(marks[i]));
        behind = hit ? plumb_str_sub(behind, strlen(marks[i]), behind.len) : behind;
        i = hit ? 0 : i + 1;
    }
    enum grade grade = grade_word(skip_marks(behind), &len);
    enum grade owner = below && grade != GRADE_NONE ? grade + 1 : grade;
    if (owner == GRADE_NONE || owner > GRADE_EXCELLENT || bands->printed[owner])
        return;
    bands->printed[owner] = fact;
    bands->low[owner] = plumb_dec_double(fact->value);
}

/* "90-100分为优": a range whose words behind are a grade. */
static void read_bands(const struct plumb_extract_work *work, struct bands *bands)
{
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        read_open_band(work, fact, bands);
        if (fact->comparator != PLUMB_CMP_RANGE || fact->partner == PLUMB_NPOS ||
            fact->partner >= work->fact_count)
            continue;
        const struct plumb_fact *other = &work->facts[fact->partner];
        if (plumb_dec_cmp(fact->value, other->value) < 0)
            continue; /* look behind the upper end */
        struct plumb_str behind = skip_marks(fact_text_behind(work, fact));
        if (plumb_str_starts(behind, PLUMB_STR("分")))
            behind = skip_marks(plumb_str_sub(behind, 3, behind.len));
        size_t len;
        enum grade grade = grade_word(behind, &len);
        if (grade == GRADE_NONE || bands->printed[grade])
            continue;
        bands->printed[grade] = other;
        bands->low[grade] = plumb_dec_double(other->value);
    }
}

static enum grade grade_of(const struct bands *bands, double score)
{
    for (int g = GRADE_EXCELLENT; g > GRADE_POOR; g--)
        if (score >= bands->low[g])
            return (enum grade)g;
    return GRADE_POOR;
}

static void push_grade(struct plumb_extract_work *work, const struct bands *bands,
                       const struct plumb_fact *score, enum grade grade, struct plumb_str words,
                       size_t line)
{
    double value = plumb_dec_double(score->value);
    bool fits = grade_of(bands, value) == grade;
    struct plumb_judgement j = {.verdict =
                                    fits ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT,
                                .expected = score->value,
                                .low = plumb_dec_from_double(bands->low[grade]),
                                .high = plumb_dec_int(100)};
    if (grade < GRADE_EXCELLENT)
        j.high = plumb_dec_from_double(bands->low[grade + 1]);
    if (!fits) {
        j.reason = "the grade does not belong to the score";
        j.reason_zh = "评价等级与得分区间不符";
    }
    struct plumb_claim claim;
    struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, words, line)};
    size_t n = 1;
    if (bands->printed[grade])
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_LOWER, bands->printed[grade]);
    plumb_table_claim(&claim, work, PLUMB_REL_BOUND, "score.grade", score, score->label);
    claim.confidence = 0.85;
    plumb_claim_try(&claim, &j, terms, n, "grade band of the score",
                    plumb_arena_printf(work->arena, "%s: %.*s from %.4g",
                                       plumb_fact_text(work, score), PLUMB_STR_ARG(words),
                                       bands->low[grade]));
    plumb_claim_push(&claim);
}

/* ---- in the text --------------------------------------------------------------------------------- */

static bool is_score(const struct plumb_fact *fact)
{
    return (fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE) &&
           fact->unit == PLUMB_UNIT_SCORE && fact->comparator == PLUMB_CMP_NONE &&
           fact->partner == PLUMB_NPOS && plumb_dec_cmp(fact->value, plumb_dec_int(100)) <= 0 &&
           plumb_dec_sign(fact->value) >= 0;
}

static bool is_total_score_label(struct plumb_str label)
{
    return plumb_str_has(label, "总分") || plumb_str_has(label, "得分") ||
           plumb_str_has(label, "分数") || plumb_str_has(label, "总评") ||
           plumb_str_has(label, "评分") || plumb_str_has(label, "自评分");
}

/* The score a grade at byte `at` belongs to: the last overall score in front of it, never the score
 * of one group of indicators. */
static const struct plumb_fact *score_before(const struct plumb_extract_work *work, size_t block,
                                             size_t at)
{
    static const char *const overall[] = {"总", "综合", "最终", "最后", "自评", "合计", "评价得分"};
    const struct plumb_fact *best = NULL;
    bool best_overall = false;
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact->block != block || fact->offset > at || !is_score(fact) ||
            !is_total_score_label(fact->label) || plumb_str_has(fact->label, "指标"))
            continue;
        bool whole = false;
        for (size_t w = 0; w < PLUMB_COUNT(overall) && !whole; w++)
            whole = plumb_str_has(fact->label, overall[w]);
        if (best && best_overall && !whole)
            continue;
        best = fact;
        best_overall = whole;
    }
    return best;
}

/* "等级为“优”" behind a score of the same paragraph. */
static void grades_in_block(struct plumb_extract_work *work, const struct bands *bands,
                            size_t block)
{
    static const char *const cues[] = {"评价等级为", "等级为",  "评价等次为", "等次为",
                                       "评定为",     "结果为",  "评级为",     "绩效等级为",
                                       "评价等级",   "自评等级"};
    const struct plumb_text *text = &work->document->blocks[block].text;
    if (!PLUMB_HAS(text->str, "等级", "等次", "为"))
        return; /* no cue without one of them */
    for (size_t c = 0; c < PLUMB_COUNT(cues); c++) {
        size_t at = plumb_str_find(text->str, plumb_str_from(cues[c])), len;
        const struct plumb_fact *score = at == PLUMB_NPOS ? NULL : score_before(work, block, at);
        if (!score)
            continue;
        size_t from = at + strlen(cues[c]);
        struct plumb_str rest = skip_marks(plumb_str_sub(text->str, from, text->str.len));
        enum grade grade = grade_word(rest, &len);
        if (grade == GRADE_NONE)
            continue;
        size_t word_at = text->str.len - rest.len;
        push_grade(work, bands, score, grade, plumb_str_sub(text->str, word_at, word_at + len),
                   plumb_text_line(text, word_at));
        return;
    }
}

/* ---- in a form ----------------------------------------------------------------------------------- */

static const struct plumb_fact *total_in_grid(const struct plumb_extract_work *work,
                                              const struct plumb_grid *grid)
{
    const struct plumb_fact *best = NULL;
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact->block != grid->block || !is_score(fact) || fact->stage == PLUMB_STAGE_WEIGHT)
            continue;
        struct plumb_str key = plumb_label_key(work->arena, fact->label);
        if (plumb_label_is_score_total(key) || plumb_str_has(key, "综合得分") ||
            plumb_str_has(key, "自评得分"))
            best = fact;
    }
    return best;
}

/* 评价等次 | 优秀 */
static void grades_in_grid(struct plumb_extract_work *work, const struct bands *bands,
                           const struct plumb_grid *grid)
{
    static const char *const labels[] = {"评价等次", "评价等级", "自评等级", "绩效等级", "自评等次",
                                         "评价结果", "等级",     "等次",     "自评结果"};
    for (size_t r = 0; r < grid->row_count; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        for (size_t c = 0; c + 1 < row->count; c++) {
            bool named = false;
            for (size_t k = 0; k < PLUMB_COUNT(labels); k++)
                named = named || plumb_key_is(row->cells[c].key, labels[k]);
            size_t len;
            struct plumb_str word = row->cells[c + 1].key;
            enum grade grade = named ? grade_word(word, &len) : GRADE_NONE;
            const struct plumb_fact *score = grade == GRADE_NONE || plumb_utf8_count(word) > 3
                                                 ? NULL
                                                 : total_in_grid(work, grid);
            if (score)
                push_grade(work, bands, score, grade, row->cells[c + 1].cell->text.str,
                           row->cells[c + 1].cell->line);
        }
    }
}

/* ---- a column of grades beside a column of scores ------------------------------------------------ */

/* The columns of grades and of the scores they are given for; scores of single lines out of 10 or 20
 * have no grade, so full marks other than 100 end it. */
static void grades_in_lines(struct plumb_extract_work *work, const struct bands *bands,
                            const struct plumb_chain *chain)
{
    static const char *const heads[] = {"等级",     "等次",     "档次",    "级别",
                                        "评价结果", "自评结果", "评定结果"};
    size_t score = plumb_chain_column(chain, PLUMB_COLUMN_SCORE), grade = PLUMB_NPOS;
    size_t weight = plumb_chain_column(chain, PLUMB_COLUMN_WEIGHT);
    for (size_t c = 0; c < chain->zone->column_count && grade == PLUMB_NPOS; c++)
        for (size_t w = 0; w < PLUMB_COUNT(heads); w++)
            if (plumb_str_ends(chain->zone->columns[c].key, plumb_str_from(heads[w])))
                grade = c;
    if (score == PLUMB_NPOS || grade == PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_cell *cell = plumb_chain_cell(chain, i, grade);
        const struct plumb_fact *points = plumb_chain_value(work, chain, i, score);
        const struct plumb_fact *full =
            weight == PLUMB_NPOS ? NULL : plumb_chain_value(work, chain, i, weight);
        size_t len = 0;
        enum grade word =
            cell && cell->type == PLUMB_CELL_TEXT ? grade_word(cell->key, &len) : GRADE_NONE;
        if (word == GRADE_NONE || !points || plumb_utf8_count(cell->key) > 3 || !is_score(points) ||
            (full && full->value.v != plumb_dec_int(100).v))
            continue;
        push_grade(work, bands, points, word, cell->cell->text.str, cell->cell->line);
    }
}

void plumb_relate_grades(struct plumb_extract_work *work)
{
    struct bands bands = default_bands(work);
    read_bands(work, &bands);
    for (size_t b = 0; b < work->document->block_count; b++)
        if (work->document->blocks[b].kind != PLUMB_BLOCK_TABLE)
            grades_in_block(work, &bands, b);
    for (size_t t = 0; t < work->table_count; t++)
        grades_in_grid(work, &bands, work->tables[t].grid);
    size_t count = 0;
    const struct plumb_chain *chains = plumb_table_chains(work, &count);
    for (size_t k = 0; k < count; k++)
        grades_in_lines(work, &bands, &chains[k]);
}
