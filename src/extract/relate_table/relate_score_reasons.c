/* The column of reasons against the points: full marks where the reason admits a miss (score.unmet), points taken off
 * where a form asks for the reason and none is given (report.missing). DOMAIN §3. */
#include "extract/relate_table/relate_table_targets.h"

static bool admits_miss(struct plumb_str words)
{
    return PLUMB_HAS(words, "未完成", "未达到", "未达标", "未实现", "未能完成", "未按时", "未按期",
                     "进度滞后", "进展缓慢", "未开展", "未实施", "尚未", "完成率较低") &&
           !PLUMB_HAS(words, "无未", "不存在", "没有未", "已完成", "全部完成", "均完成",
                      "未完成原因", "不得分", "扣", "若", "如");
}

/* A miss that the numbers show is told of the target. */
static bool shows_miss(const struct plumb_target_line *t)
{
    return t->target && t->actual && plumb_target_comparable(t->target, t->actual) &&
           t->actual->value.v != t->target->value.v;
}

/* A tenth of the full marks; 14 of 15 is given out of modesty. */
static bool is_much_taken(const struct plumb_target_line *t)
{
    plumb_dec tenth = plumb_dec_div(t->weight->value, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
    return plumb_dec_cmp(plumb_dec_sub(t->weight->value, t->score->value), tenth) >= 0;
}

/* "无" says as little as an empty cell. */
static bool says_nothing(const struct plumb_grid_cell *note)
{
    static const char *const words[] = {"无", "/", "-", "—", "--", "——", "没有"};
    return note->type == PLUMB_CELL_EMPTY || plumb_equals_any(note->key, words, PLUMB_COUNT(words));
}

void plumb_score_reason(struct plumb_extract_work *work, const struct plumb_target_line *t,
                        struct plumb_target_count *n)
{
    if (!t->note_cell || !t->weight || !t->score || !t->score_cell ||
        plumb_dec_sign(t->weight->value) <= 0)
        return;
    bool full = t->score->value.v == t->weight->value.v;
    if (full && t->note_cell->type != PLUMB_CELL_EMPTY && admits_miss(t->note_cell->key) &&
        !shows_miss(t)) {
        struct plumb_term terms[3] = {plumb_term_cell(PLUMB_ROLE_CUE, t->line->cell),
                                      plumb_term_cell(PLUMB_ROLE_CUE, t->note_cell),
                                      plumb_term_fact(work, PLUMB_ROLE_SCORE, t->score)};
        plumb_note_push(work, "score.unmet", PLUMB_VERDICT_INCONSISTENT, t->line->label, terms, 3,
                        "the reason admits that the target was missed, yet full marks are given",
                        "偏差原因承认未完成，却得满分");
        work->relations[work->relation_count - 1].confidence = 0.6;
    }
    if (is_much_taken(t) && says_nothing(t->note_cell))
        plumb_target_add_term(n->silent_terms, &n->silent_count,
                              plumb_term_fact(work, PLUMB_ROLE_SCORE, t->score));
}

/* 偏差原因分析 asks for reasons, 备注 does not. */
static bool asks_for_reasons(const struct plumb_chain *chain)
{
    size_t column = plumb_target_columns(chain).note;
    return column != PLUMB_NPOS &&
           PLUMB_HAS(chain->zone->columns[column].key, "原因", "偏差", "扣分说明");
}

void plumb_score_reasons_note(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              const struct plumb_target_count *n)
{
    if (n->silent_count == 0 || !asks_for_reasons(chain))
        return;
    struct plumb_str subject = chain->grid->item.len ? chain->grid->item : chain->grid->title;
    plumb_note_push(work, "report.missing", PLUMB_VERDICT_INCONSISTENT, subject, n->silent_terms,
                    n->silent_count, "points are deducted and no reason is given",
                    "扣分未填写原因");
    work->relations[work->relation_count - 1].confidence = 0.5;
}
