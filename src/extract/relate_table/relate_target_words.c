/* Plans and results told in the words of a form: both in one cell, in the remark of a line, and in the
 * goal of the year above the lines that break it down (target.missed, consistency.restatement). */
#include "extract/relate_table/relate_table_targets.h"

#include "extract/relate/relate_int.h"

static bool is_number(const struct plumb_fact *fact)
{
    return (fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE) &&
           fact->unit != PLUMB_UNIT_DATE && fact->unit != PLUMB_UNIT_YEAR;
}

/* The words of the cell between the number before and this one. */
static struct plumb_str words_before(const struct plumb_extract_work *work,
                                     const struct plumb_grid_cell *cell, size_t i)
{
    struct plumb_str text = cell->cell->text.str;
    size_t from = 0, to = work->facts[i].offset;
    if (i > cell->first_fact)
        from = work->facts[i - 1].offset + work->facts[i - 1].len + work->facts[i - 1].unit_len;
    return from <= to && to <= text.len ? plumb_str_sub(text, from, to) : (struct plumb_str){"", 0};
}

/* ---- both in one cell --------------------------------------------------------------------------- */

static void relate_phrase(struct plumb_extract_work *work, const struct plumb_chain *chain,
                          size_t line, const struct plumb_grid_cell *cell)
{
    const struct plumb_fact *plan = NULL, *done = NULL;
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        struct plumb_str words = words_before(work, cell, i);
        if (!is_number(fact))
            continue;
        if (!PLUMB_HAS(words, "计划", "目标", "指标值", "实际", "完成") || (plan && done))
            return;
        if (PLUMB_HAS(words, "实际", "完成"))
            done = fact;
        else if (plan)
            return;
        else
            plan = fact;
    }
    const struct plumb_chain_line *at = &chain->lines[line];
    struct plumb_target_line t = {.line = at->line, .grid = at->grid, .target_cell = cell};
    if (!plan || !done || plan->unit != done->unit || !plumb_target_usable(plan) ||
        done->partner != PLUMB_NPOS)
        return;
    t.target = plan;
    t.actual = done;
    t.direction = plumb_target_direction(at->line->key, at->line->path);
    struct plumb_claim claim;
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", done, at->line->label);
    claim.confidence = plan->comparator == PLUMB_CMP_NONE ? 0.65 : 0.8;
    plumb_target_try(&claim, &t, done, "target and actual in one cell");
    plumb_claim_push(&claim);
}

void plumb_relate_target_phrases(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct plumb_target_columns columns = plumb_target_columns(chain);
    if (columns.target != PLUMB_NPOS && columns.actual != PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++)
        for (size_t c = 0; chain->lines[i].line->cell && c < chain->zone->column_count; c++) {
            const struct plumb_grid_cell *cell = plumb_chain_cell(chain, i, c);
            if (cell && cell->type == PLUMB_CELL_MIXED && cell->from == c && cell->fact_count >= 2)
                relate_phrase(work, chain, i, cell);
        }
}

/* ---- one fact told twice ------------------------------------------------------------------------ */

static void push_told_twice(struct plumb_extract_work *work, const struct plumb_fact *line,
                            const struct plumb_fact *text, struct plumb_str name, bool same,
                            double confidence, const char *reading)
{
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, text);
    struct plumb_judgement j = {.verdict =
                                    same ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT,
                                .expected = text->value,
                                .low = text->value,
                                .high = text->value};
    struct plumb_claim claim;
    if (!same)
        j.gap = plumb_dec_abs(plumb_dec_sub(line->value, text->value));
    plumb_table_claim(&claim, work, PLUMB_REL_RESTATEMENT, "consistency.restatement", line, name);
    claim.confidence = confidence;
    plumb_claim_try(&claim, &j, &term, 1, reading,
                    plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, line),
                                       same ? "=" : "≠", plumb_fact_text(work, text)));
    plumb_claim_push(&claim);
}

/* "常住人口参保率达到95%" beside 参保率 100 %. A remark may speak of other years and of parts. */
void plumb_relate_target_remark(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    const struct plumb_grid_cell *cell = t->note_cell;
    if (!cell || !t->actual || t->actual->unit != PLUMB_UNIT_FRACTION || t->line->key.len < 9 ||
        cell->fact_count == 0)
        return;
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        struct plumb_str words = words_before(work, cell, i);
        size_t at = plumb_str_rfind(words, t->line->key);
        if (at == PLUMB_NPOS || !is_number(fact) || fact->unit != PLUMB_UNIT_FRACTION ||
            fact->partner != PLUMB_NPOS ||
            PLUMB_HAS(words, "上年", "去年", "同比", "比", "其中", "全国", "全省", "目标", "计划",
                      "要求", "应", "不低于", "以上", "平均", "季度", "上半年"))
            continue;
        struct plumb_str link = plumb_str_sub(words, at + t->line->key.len, words.len);
        if (plumb_utf8_count(link) <= 3)
            push_told_twice(work, t->actual, fact, t->line->label,
                            t->actual->value.v == fact->value.v, 0.6, "the remark of the line");
    }
}

/* ---- the goal of the year ------------------------------------------------------------------------ */

struct goal {
    const struct plumb_fact *fact;
    bool done; /* told as a result */
};

struct goals {
    struct goal *items;
    size_t count, capacity;
};

static void add_goals(struct plumb_extract_work *work, struct goals *goals,
                      const struct plumb_grid_cell *cell, bool done)
{
    /* one number in few words is a value, not a text */
    if (!cell || cell->type != PLUMB_CELL_MIXED || plumb_utf8_count(cell->key) < 10)
        return;
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (is_number(fact) && fact->label.len && fact->partner == PLUMB_NPOS &&
            fact->unit != PLUMB_UNIT_NONE)
            *PLUMB_PUSH(work->arena, goals->items, goals->count, goals->capacity) =
                (struct goal){fact, done};
    }
}

static bool in_goal(const struct goals *goals, const struct plumb_grid_cell *cell)
{
    for (size_t i = 0; cell && i < goals->count; i++)
        if (goals->items[i].fact->id >= cell->first_fact &&
            goals->items[i].fact->id < cell->first_fact + cell->fact_count)
            return true;
    return false;
}

/* The only number of the texts that has the line's name and unit; NULL when there are several. */
static const struct plumb_fact *goal_of(struct plumb_extract_work *work, const struct goals *goals,
                                        const struct plumb_target_line *t,
                                        const struct plumb_fact *value, bool done)
{
    const struct plumb_fact *only = NULL;
    for (size_t i = 0; value && i < goals->count; i++) {
        const struct plumb_fact *fact = goals->items[i].fact;
        if (goals->items[i].done != done || fact->unit != value->unit ||
            fact->block != value->block ||
            (fact->unit == PLUMB_UNIT_COUNT && !plumb_str_equal(fact->unit_text, value->unit_text)))
            continue;
        struct plumb_str name = plumb_label_key(work->arena, fact->label);
        bool alike = plumb_utf8_count(name) >= 3 && plumb_name_likeness(name, t->line->key) >= 0.5;
        if (alike && only)
            return NULL;
        if (alike)
            only = fact;
    }
    return only;
}

/* As numbers: "≥5.8" and "8.5" are two plans. */
static bool differ(const struct plumb_fact *a, const struct plumb_fact *b)
{
    struct plumb_fact x = *a, y = *b;
    x.comparator = y.comparator = PLUMB_CMP_NONE;
    return !plumb_interval_meets(plumb_fact_interval(&x, PLUMB_MODE_NEAREST),
                                 plumb_fact_interval(&y, PLUMB_MODE_NEAREST));
}

/* A goal and a line of like names are one matter when plan or result agree; then the other must too. */
static void relate_goal(struct plumb_extract_work *work, const struct goals *goals,
                        const struct plumb_target_line *t)
{
    const struct plumb_fact *plan = goal_of(work, goals, t, t->target, false);
    const struct plumb_fact *done = goal_of(work, goals, t, t->actual, true);
    bool plan_same = plan && !differ(plan, t->target), done_same = done && !differ(done, t->actual);
    bool told = plan && done && plan->value.v != done->value.v;
    if (plan_same)
        push_told_twice(work, t->target, plan, t->line->label, true, 0.8,
                        "the goal of the year and its line");
    if (done_same)
        push_told_twice(work, t->actual, done, t->line->label, true, 0.8,
                        "the result of the year and its line");
    /* "超过", "余" leave room; so does a result that repeats the plan */
    if (told && plan_same && !done_same && done->comparator == PLUMB_CMP_NONE)
        push_told_twice(work, t->actual, done, t->line->label, false, 0.75,
                        "the result of the year and its line");
    if (told && done_same && !plan_same && plan->comparator != PLUMB_CMP_ABOUT)
        push_told_twice(work, t->target, plan, t->line->label, false, 0.75,
                        "the goal of the year and its line");
}

/* 预期目标 or 实际完成情况 over the cell: 0 neither, 1 a plan, 2 a result. */
static int goal_head(const struct plumb_grid *grid, size_t row, size_t index)
{
    for (size_t up = 1; up <= 2 && up <= row; up++) {
        const struct plumb_grid_row *above = &grid->rows[row - up];
        struct plumb_str key = index < above->count ? above->cells[index].key : PLUMB_STR("");
        if (plumb_str_has(key, "完成情况"))
            return 2;
        if (plumb_str_ends(key, PLUMB_STR("目标")) && !plumb_str_has(key, "项目"))
            return 1;
    }
    return 0;
}

static void collect_goals(struct plumb_extract_work *work, struct goals *goals)
{
    for (size_t t = 0; t < work->table_count; t++) {
        const struct plumb_grid *grid = work->tables[t].grid;
        for (size_t r = 1; r < grid->row_count; r++)
            for (size_t c = 0; c < grid->rows[r].count; c++) {
                int head = goal_head(grid, r, c);
                if (head)
                    add_goals(work, goals, &grid->rows[r].cells[c], head == 2);
            }
    }
}

void plumb_relate_goal_texts(struct plumb_extract_work *work, const struct plumb_chain *chains,
                             size_t count)
{
    struct goals goals = {.count = 0};
    collect_goals(work, &goals);
    for (size_t k = 0; goals.count && k < count; k++) {
        struct plumb_target_columns columns = plumb_target_columns(&chains[k]);
        if (columns.target == PLUMB_NPOS || columns.actual == PLUMB_NPOS)
            continue;
        for (size_t i = 0; i < chains[k].count; i++) {
            struct plumb_target_line t = plumb_target_read(work, &chains[k], i, &columns);
            if (t.line->cell && !in_goal(&goals, t.target_cell) && !in_goal(&goals, t.actual_cell))
                relate_goal(work, &goals, &t);
        }
    }
}
