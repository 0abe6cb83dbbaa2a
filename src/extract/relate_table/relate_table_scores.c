/* Weights and scores of a 自评表: lines add to the brackets of their level, levels to the total, scores
 * to the total score (DOMAIN §3, checks score.weight and score.total); fields left empty. The
 * execution line of the funds part counts when its weight is printed. */
#include "extract/relate_table/relate_table_scores.h"
#include "extract/relate_table/relate_table_targets.h"

enum { NODES_MAX = 512, PARTS_MAX = 512 };

/* A label that covers some lines: 产出指标（50分）. */
struct score_node {
    size_t column; /* index among the label columns */
    struct plumb_str key;
    size_t from, to;                 /* lines [from, to) */
    const struct plumb_fact *points; /* printed in brackets, or NULL */
};

struct score_board {
    struct plumb_extract_work *work;
    const struct plumb_chain *chain;
    size_t weight, score; /* columns, or PLUMB_NPOS */
    struct score_node *nodes;
    size_t node_count;
    const struct plumb_fact *funds_weight, *funds_score; /* of the 执行率 above, or NULL */
};

static const struct plumb_fact *line_fact(const struct score_board *b, size_t line, size_t column)
{
    return column == PLUMB_NPOS ? NULL : plumb_chain_value(b->work, b->chain, line, column);
}

static bool is_total_line(const struct plumb_chain *chain, size_t i)
{
    const struct plumb_grid_line *line = chain->lines[i].line;
    return line->total || plumb_label_is_score_total(line->key);
}

/* The points a label prints in brackets. */
static const struct plumb_fact *bracket_points(const struct plumb_extract_work *work,
                                               const struct plumb_grid_cell *cell)
{
    if (cell->type != PLUMB_CELL_MIXED)
        return NULL;
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++)
        if (work->facts[i].unit == PLUMB_UNIT_SCORE && work->facts[i].stage == PLUMB_STAGE_WEIGHT)
            return &work->facts[i];
    return NULL;
}

static const struct plumb_grid_cell *label_cell(const struct plumb_chain *chain, size_t line,
                                                size_t k)
{
    size_t column = chain->group->labels[k];
    const struct plumb_grid_cell *cell = plumb_chain_cell(chain, line, column);
    bool own = cell && (cell->type == PLUMB_CELL_TEXT || cell->type == PLUMB_CELL_MIXED);
    /* the head's own word printed again after a page break: 绩效指标 */
    return own && !plumb_str_equal(cell->key, chain->zone->columns[column].key) ? cell : NULL;
}

static struct plumb_str cell_name(struct plumb_extract_work *work,
                                  const struct plumb_grid_cell *cell)
{
    int style, number;
    bool among;
    return plumb_label_key(work->arena,
                           plumb_label_parse(cell->cell->text.str, &style, &number, &among));
}

static void build_nodes(struct score_board *b)
{
    const struct plumb_chain *chain = b->chain;
    size_t open[8];
    for (size_t k = 0; k < 8; k++)
        open[k] = PLUMB_NPOS;
    b->nodes = plumb_arena_array(b->work->arena, NODES_MAX, sizeof *b->nodes);
    for (size_t i = 0; i < chain->count; i++) {
        bool total = is_total_line(chain, i);
        for (size_t k = 0; k < chain->group->label_count; k++) {
            const struct plumb_grid_cell *cell = label_cell(chain, i, k);
            if (total || (cell && k + 1 == chain->group->label_count &&
                          chain->group->label_count > 1 && !bracket_points(b->work, cell))) {
                if (total)
                    open[k] = PLUMB_NPOS;
                continue;
            }
            if (!cell) {
                if (open[k] != PLUMB_NPOS)
                    b->nodes[open[k]].to = i + 1;
                continue;
            }
            struct plumb_str key = cell_name(b->work, cell);
            if (open[k] != PLUMB_NPOS && plumb_str_equal(b->nodes[open[k]].key, key)) {
                b->nodes[open[k]].to = i + 1; /* 续表 prints the label again */
                continue;
            }
            for (size_t d = k; d < 8; d++)
                open[d] = PLUMB_NPOS;
            if (b->node_count == NODES_MAX)
                return;
            b->nodes[b->node_count] = (struct score_node){.column = k,
                                                          .key = key,
                                                          .from = i,
                                                          .to = i + 1,
                                                          .points = bracket_points(b->work, cell)};
            open[k] = b->node_count++;
        }
    }
}

/* ---- parts ------------------------------------------------------------------------------------- */

struct point_parts {
    const struct plumb_fact *facts[PARTS_MAX];
    size_t count;
};

static void put(struct point_parts *parts, const struct plumb_fact *fact)
{
    if (fact && parts->count < PARTS_MAX)
        parts->facts[parts->count++] = fact;
}

static bool has_column(const struct score_board *b, size_t from, size_t to, size_t column)
{
    for (size_t i = from; i < to; i++)
        if (!is_total_line(b->chain, i) && line_fact(b, i, column))
            return true;
    return false;
}

static void put_lines(const struct score_board *b, size_t from, size_t to, size_t column,
                      struct point_parts *out)
{
    for (size_t i = from; i < to; i++)
        if (!is_total_line(b->chain, i))
            put(out, line_fact(b, i, column));
}

/* Brackets of the nodes directly below (all columns for `column` PLUMB_NPOS: the top ones); lines of
 * children without brackets stand for themselves. Returns false when a child has neither. */
static bool put_children(const struct score_board *b, size_t from, size_t to, size_t above,
                         struct point_parts *out)
{
    size_t next = PLUMB_NPOS;
    bool any = false;
    for (size_t n = 0; n < b->node_count; n++) {
        const struct score_node *node = &b->nodes[n];
        bool below =
            node->from >= from && node->from < to && (above == PLUMB_NPOS || node->column > above);
        if (below && node->points && (next == PLUMB_NPOS || node->column < next))
            next = node->column;
    }
    for (size_t n = 0; n < b->node_count && next != PLUMB_NPOS; n++) {
        const struct score_node *node = &b->nodes[n];
        if (node->column != next || node->from < from || node->from >= to)
            continue;
        if (node->points) {
            put(out, node->points);
            any = true;
        } else if (has_column(b, node->from, node->to, b->weight)) {
            put_lines(b, node->from, node->to, b->weight, out);
        } else {
            return false;
        }
    }
    return any;
}

/* ---- claims ------------------------------------------------------------------------------------ */

static void try_points(struct plumb_claim *claim, const struct plumb_fact *stated,
                       const struct point_parts *parts, const char *reading)
{
    if (parts->count > 0 && (!claim->tried || claim->best.verdict != PLUMB_VERDICT_CONSISTENT))
        plumb_claim_sum(claim, stated, parts->facts, NULL, parts->count, reading);
}

static bool is_satisfaction(struct plumb_str key)
{
    return plumb_str_has(key, "满意");
}

/* The last words of the table name a level, in a row of their own or where the last line has its remark. */
static bool ends_in_level(const struct plumb_grid *grid)
{
    const struct plumb_grid_row *row = &grid->rows[grid->row_count - 1];
    for (size_t c = row->count; c-- > 0;) {
        const struct plumb_grid_cell *cell = &row->cells[c];
        if (cell->type != PLUMB_CELL_EMPTY)
            return cell->type == PLUMB_CELL_TEXT && plumb_utf8_count(cell->key) <= 10 &&
                   PLUMB_HAS(cell->key, "指标", "影响", "效益", "满意度");
    }
    return false;
}

/* The text ends in the next line of the form, of which a few words are there: other lines are wanting. */
static bool may_be_cut_off(const struct score_board *b, const struct score_node *node)
{
    const struct plumb_document *document = b->work->document;
    const struct plumb_chain *chain = b->chain;
    size_t left = 0;
    if (node->to < chain->count || is_total_line(chain, chain->count - 1))
        return false;
    for (size_t i = chain->lines[chain->count - 1].grid->block + 1; i < document->block_count; i++)
        left += document->blocks[i].kind == PLUMB_BLOCK_TABLE
                    ? SIZE_MAX / 2
                    : plumb_utf8_count(document->blocks[i].text.str);
    return left <= 12 && (left > 0 || ends_in_level(chain->lines[chain->count - 1].grid));
}

static void relate_node(struct score_board *b, size_t n)
{
    const struct score_node *node = &b->nodes[n];
    struct point_parts children = {.count = 0}, lines = {.count = 0};
    struct plumb_claim claim;
    if (!node->points)
        return;
    plumb_table_claim(&claim, b->work, PLUMB_REL_SCORE, "score.weight", node->points,
                      node->points->label);
    claim.confidence = 0.9;
    if (put_children(b, node->from, node->to, node->column, &children))
        try_points(&claim, node->points, &children, "the levels below");
    put_lines(b, node->from, node->to, b->weight, &lines);
    try_points(&claim, node->points, &lines, "the lines below");
    /* 满意度 may stand beside 效益 and yet be counted in it */
    for (size_t k = n + 1; k < b->node_count && claim.tried; k++)
        if (b->nodes[k].column == node->column && is_satisfaction(b->nodes[k].key) &&
            b->nodes[k].from == node->to) {
            put_lines(b, b->nodes[k].from, b->nodes[k].to, b->weight, &lines);
            try_points(&claim, node->points, &lines, "with the satisfaction lines behind it");
        }
    if (claim.tried && claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        may_be_cut_off(b, node)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the text ends with this level, so that lines may be wanting";
        claim.best.reason_zh = "文本在此级指标处结束，可能缺行";
    }
    plumb_claim_push(&claim);
}

/* 预算执行率 is one of the lines: then the funds part above only shows it. */
static bool lines_have_execution(const struct score_board *b)
{
    for (size_t i = 0; i < b->chain->count; i++)
        if (plumb_str_has(b->chain->lines[i].line->key, "执行率") && line_fact(b, i, b->weight))
            return true;
    return false;
}

static void relate_total_weight(struct score_board *b, const struct plumb_fact *total)
{
    struct point_parts tops = {.count = 0}, lines = {.count = 0}, alone;
    struct plumb_claim claim;
    plumb_table_claim(&claim, b->work, PLUMB_REL_SCORE, "score.weight", total, total->label);
    claim.confidence = 0.95;
    put(&tops, b->funds_weight);
    if (put_children(b, 0, b->chain->count, PLUMB_NPOS, &tops))
        try_points(&claim, total, &tops, "the top levels");
    put(&lines, b->funds_weight);
    put_lines(b, 0, b->chain->count, b->weight, &lines);
    if (lines.count > (b->funds_weight ? 1u : 0u))
        try_points(&claim, total, &lines, "all lines");
    if (b->funds_weight && lines_have_execution(b)) {
        alone.count = 0;
        put_lines(b, 0, b->chain->count, b->weight, &alone);
        try_points(&claim, total, &alone, "all lines without the funds part");
    }
    plumb_claim_push(&claim);
}

/* Scores against the total score, or against the full marks when the total score is left empty. */
static void relate_total_score(struct score_board *b, const struct plumb_fact *total,
                               const struct plumb_fact *full)
{
    struct point_parts scores = {.count = 0}, alone = {.count = 0};
    struct plumb_claim claim;
    put_lines(b, 0, b->chain->count, b->score, &alone);
    if (alone.count < 2)
        return;
    const struct plumb_fact *funds = b->funds_score ? b->funds_score : b->funds_weight;
    put(&scores, funds);
    for (size_t i = 0; i < alone.count; i++)
        put(&scores, alone.facts[i]);
    plumb_table_claim(&claim, b->work, PLUMB_REL_SCORE, "score.total", total ? total : full,
                      total ? total->label : full->label);
    claim.confidence = 0.95;
    if (total) {
        try_points(&claim, total, &scores,
                   b->funds_score || !funds
                       ? "all scores"
                       : "all scores, full marks for the empty execution line");
        if (funds && (!b->funds_score || lines_have_execution(b)))
            try_points(&claim, total, &alone, "the printed scores");
        plumb_claim_push(&claim);
        return;
    }
    plumb_claim_sum(&claim, full, scores.facts, NULL, scores.count,
                    "all scores, at most the full marks");
    if (plumb_dec_cmp(claim.best.expected, full->value) <= 0)
        claim.best.verdict = PLUMB_VERDICT_CONSISTENT;
    else if (lines_have_execution(b) && funds)
        return;
    plumb_claim_push(&claim);
}

/* ---- fields left empty --------------------------------------------------------------------------- */

static bool is_empty_at(const struct plumb_chain *chain, size_t line, size_t column)
{
    const struct plumb_grid_cell *cell = plumb_chain_cell(chain, line, column);
    return !cell || cell->type == PLUMB_CELL_EMPTY;
}

static void note_empty_score(struct plumb_extract_work *work, const struct plumb_chain *chain,
                             size_t line, size_t weight, size_t score, bool total)
{
    const struct plumb_chain_line *at = &chain->lines[line];
    const struct plumb_fact *points = plumb_chain_value(work, chain, line, weight);
    struct plumb_term terms[3];
    size_t n = 0;
    if (!points || score == PLUMB_NPOS || !is_empty_at(chain, line, score))
        return;
    if (at->line->cell)
        terms[n++] = plumb_term_cell(PLUMB_ROLE_CUE, at->line->cell);
    terms[n++] = plumb_term_words(PLUMB_ROLE_CUE, points->text, points->line);
    size_t rate = plumb_chain_column(chain, PLUMB_COLUMN_RATE);
    const struct plumb_fact *r =
        rate == PLUMB_NPOS ? NULL : plumb_chain_value(work, chain, line, rate);
    if (r)
        terms[n++] = plumb_term_words(PLUMB_ROLE_CUE, r->text, r->line);
    plumb_note_push(work, "report.missing", PLUMB_VERDICT_INCONSISTENT, at->line->label, terms, n,
                    total ? "the total score is left empty" : "the score is left empty",
                    total ? "总得分未填列" : "得分未填列");
    work->relations[work->relation_count - 1].confidence = 0.6;
}

static bool must_be_filled(struct plumb_str key)
{
    static const char *const words[] = {"政府采购", "预算调整", "三公",     "结转结余",
                                        "固定资产", "基本支出", "项目支出", "公用经费"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(key, words[i]))
            return true;
    return false;
}

/* Lines of a base data form whose every cell is empty, and that head no other lines. */
static void note_empty_lines(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct plumb_term terms[8];
    size_t n = 0, filled = 0;
    bool stages = plumb_chain_column(chain, PLUMB_COLUMN_EXECUTED) != PLUMB_NPOS;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        bool heads = i + 1 < chain->count && chain->lines[i + 1].depth > chain->lines[i].depth;
        filled += line->has_value;
        if (!line->has_value && line->cell && !heads && !line->code.len && n < 8 &&
            must_be_filled(line->key))
            terms[n++] = plumb_term_cell(PLUMB_ROLE_CUE, line->cell);
    }
    if (!stages || n == 0 || filled < 4 || !plumb_str_has(chain->grid->title, "数据"))
        return;
    plumb_note_push(work, "report.missing", PLUMB_VERDICT_INCONSISTENT, chain->grid->title, terms,
                    n, "lines of the form are left empty", "表中部分行次未填列");
    work->relations[work->relation_count - 1].confidence = 0.6;
}

/* ---- one chain ------------------------------------------------------------------------------------ */

static bool is_scored(const struct plumb_chain *chain, size_t weight)
{
    size_t lines = 0;
    for (size_t i = 0; weight != PLUMB_NPOS && i < chain->count; i++)
        lines += !is_total_line(chain, i) && chain->lines[i].line->cell;
    return lines >= 2;
}

/* 小计 of a level: the lines since the total before it. */
static void relate_subtotal(struct score_board *b, size_t i, size_t column, const char *check)
{
    const struct plumb_fact *stated = line_fact(b, i, column);
    struct point_parts parts = {.count = 0};
    struct plumb_claim claim;
    size_t from = i;
    while (from > 0 && !is_total_line(b->chain, from - 1))
        from--;
    put_lines(b, from, i, column, &parts);
    if (!stated || parts.count < 1)
        return;
    plumb_table_claim(&claim, b->work, PLUMB_REL_SCORE, check, stated, stated->label);
    claim.confidence = 0.9;
    try_points(&claim, stated, &parts, "the lines above the subtotal");
    plumb_claim_push(&claim);
}

static void relate_subtotals(struct score_board *b)
{
    for (size_t i = 0; i < b->chain->count; i++)
        if (b->chain->lines[i].line->total == 1) {
            relate_subtotal(b, i, b->weight, "score.weight");
            relate_subtotal(b, i, b->score, "score.total");
        }
}

/* The last total line is the table's. */
static void relate_totals(struct score_board *b)
{
    const struct plumb_chain *chain = b->chain;
    for (size_t i = chain->count; i-- > 0;) {
        if (!is_total_line(chain, i) || chain->lines[i].line->total == 1)
            continue;
        const struct plumb_fact *full = line_fact(b, i, b->weight);
        const struct plumb_fact *total = line_fact(b, i, b->score);
        if (full)
            relate_total_weight(b, full);
        if (total || full)
            relate_total_score(b, total, full);
        note_empty_score(b->work, chain, i, b->weight, b->score, true);
        return;
    }
}

/* Points of lines that have no target: at most their weight. */
static void relate_points(struct score_board *b)
{
    const struct plumb_chain *chain = b->chain;
    if (plumb_chain_column(chain, PLUMB_COLUMN_TARGET) != PLUMB_NPOS &&
        plumb_chain_column(chain, PLUMB_COLUMN_ACTUAL) != PLUMB_NPOS)
        return; /* relate_table_targets.c has judged them */
    for (size_t i = 0; i < chain->count; i++) {
        struct plumb_target_line t = {.grid = chain->lines[i].grid,
                                      .line = chain->lines[i].line,
                                      .weight = line_fact(b, i, b->weight),
                                      .score = line_fact(b, i, b->score)};
        if (t.line->cell && !is_total_line(chain, i))
            plumb_score_of_line(b->work, &t, PLUMB_VERDICT_UNTESTABLE);
    }
}

/* 复核得分, 财政评价得分: every column of scores has its total. */
static void relate_other_scores(struct score_board *b)
{
    const struct plumb_chain *chain = b->chain;
    for (size_t c = b->score; c != PLUMB_NPOS && ++c <= chain->group->last_value;) {
        if (chain->zone->columns[c].role != PLUMB_COLUMN_SCORE)
            continue;
        struct score_board other = *b;
        other.score = c;
        other.funds_score = NULL;
        for (size_t i = chain->count; i-- > 0;) {
            if (!is_total_line(chain, i) || chain->lines[i].line->total == 1)
                continue;
            const struct plumb_fact *total = line_fact(&other, i, c);
            if (total && !b->funds_weight)
                relate_total_score(&other, total, NULL);
            break;
        }
        relate_points(&other);
    }
}

/* Scores out of 100 beside weights: when most scores are above the weights, these are no full marks. */
static bool weights_are_shares(const struct score_board *b)
{
    size_t above = 0, lines = 0;
    for (size_t i = 0; i < b->chain->count; i++) {
        const struct plumb_fact *weight = line_fact(b, i, b->weight);
        const struct plumb_fact *score = line_fact(b, i, b->score);
        if (!weight || !score || is_total_line(b->chain, i))
            continue;
        double points = plumb_dec_double(weight->value);
        lines++;
        above += plumb_dec_double(score->value) >
                 (weight->unit == PLUMB_UNIT_FRACTION ? 100 * points : points);
    }
    return lines > 1 && 2 * above > lines;
}

void plumb_relate_table_scores(struct plumb_extract_work *work)
{
    size_t count = 0;
    struct plumb_chain *chains = plumb_table_chains(work, &count);
    for (size_t k = 0; k < count; k++) {
        const struct plumb_chain *chain = &chains[k];
        struct score_board b = {.work = work, .chain = chain};
        b.weight = plumb_chain_column(chain, PLUMB_COLUMN_WEIGHT);
        b.score = plumb_chain_column(chain, PLUMB_COLUMN_SCORE);
        size_t rate = plumb_chain_column(chain, PLUMB_COLUMN_RATE);
        bool funds = rate != PLUMB_NPOS &&
                     chain->zone->columns[rate].rate == PLUMB_RATE_EXECUTION &&
                     plumb_chain_column(chain, PLUMB_COLUMN_EXECUTED) != PLUMB_NPOS;
        note_empty_lines(work, chain);
        plumb_note_missing_units(work, chain);
        plumb_relate_score_deductions(work, chain);
        for (size_t i = 0; funds && i < chain->count; i++)
            note_empty_score(work, chain, i, b.weight, b.score, false);
        if (funds || !is_scored(chain, b.weight))
            continue;
        if (weights_are_shares(&b))
            b.weight = PLUMB_NPOS;
        plumb_find_execution_line(work, chains, k, &b.funds_weight, &b.funds_score);
        build_nodes(&b);
        for (size_t n = 0; n < b.node_count; n++)
            relate_node(&b, n);
        relate_totals(&b);
        relate_subtotals(&b);
        relate_points(&b);
        relate_other_scores(&b);
    }
    plumb_relate_grades(work);
    plumb_relate_deductions(work);
    plumb_relate_scores_told(work);
}
