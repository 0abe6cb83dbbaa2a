/* The score told in the text against the total of the form it is taken from: "自评得分93.5分" beside a form
 * whose total is 98.5. Which form is told from names: a project's score belongs to the project's form, an
 * overall one to the form of the whole agency, or to the only form there is. */
#include "extract/relate_table/relate_table_scores.h"

#include <string.h>

enum { FORMS_MAX = 64 };

struct form {
    const struct plumb_fact *total;
    struct plumb_str name; /* its item, title and the heading above */
};

static bool is_points(const struct plumb_fact *fact)
{
    return fact->kind != PLUMB_FACT_NOT && fact->unit == PLUMB_UNIT_SCORE &&
           fact->comparator == PLUMB_CMP_NONE && fact->partner == PLUMB_NPOS &&
           plumb_dec_sign(fact->value) > 0 && plumb_dec_cmp(fact->value, plumb_dec_int(100)) <= 0;
}

static struct plumb_str form_name(struct plumb_extract_work *work, const struct plumb_fact *total,
                                  const struct plumb_grid *grid)
{
    const struct plumb_block *block = &work->document->blocks[total->block];
    struct plumb_str heading = PLUMB_STR("");
    if (block->parent != PLUMB_NPOS)
        heading = work->document->blocks[block->parent].text.str;
    const char *all = plumb_arena_printf(work->arena, "%.*s %.*s %.*s %.*s",
                                         PLUMB_STR_ARG(total->item), PLUMB_STR_ARG(grid->title),
                                         PLUMB_STR_ARG(grid->item), PLUMB_STR_ARG(heading));
    return plumb_str_from(all);
}

/* The total line's points of every form that gives marks out of 100. */
static size_t find_forms(struct plumb_extract_work *work, struct form *forms)
{
    size_t chain_count = 0, n = 0;
    const struct plumb_chain *chains = plumb_table_chains(work, &chain_count);
    for (size_t k = 0; k < chain_count && n < FORMS_MAX; k++) {
        const struct plumb_chain *chain = &chains[k];
        size_t weight = plumb_chain_column(chain, PLUMB_COLUMN_WEIGHT);
        size_t score = plumb_chain_column(chain, PLUMB_COLUMN_SCORE);
        if (weight == PLUMB_NPOS || score == PLUMB_NPOS)
            continue;
        for (size_t i = chain->count; i-- > 0;) {
            const struct plumb_grid_line *line = chain->lines[i].line;
            if (line->total < 2 && !plumb_label_is_score_total(line->key))
                continue;
            const struct plumb_fact *full = plumb_chain_value(work, chain, i, weight);
            const struct plumb_fact *total = plumb_chain_value(work, chain, i, score);
            if (full && total && is_points(total) && full->value.v == 100 * PLUMB_DEC_ONE)
                forms[n++] = (struct form){total, form_name(work, total, chain->lines[i].grid)};
            break;
        }
    }
    return n;
}

/* What a label says besides that it is a score: the project's name, or nothing. */
static struct plumb_str whose(struct plumb_extract_work *work, struct plumb_str label)
{
    static const char *const plain[] = {"得分", "总分", "评分", "综合", "自评", "评价", "绩效",
                                        "最终", "总体", "整体", "部门", "单位", "支出", "项目",
                                        "结果", "我局", "我院", "总",   "本",   "为",   "的"};
    struct plumb_str core = plumb_label_core(work, label);
    char *out = plumb_arena_alloc(work->arena, core.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < core.len;) {
        size_t skip = 0;
        for (size_t w = 0; w < PLUMB_COUNT(plain) && !skip; w++)
            if (plumb_str_starts(plumb_str_sub(core, at, core.len), plumb_str_from(plain[w])))
                skip = strlen(plain[w]);
        if (!skip)
            out[len++] = core.ptr[at];
        at += skip ? skip : 1;
    }
    return (struct plumb_str){out, len};
}

static bool tells_overall_score(const struct plumb_item *item)
{
    struct plumb_str clause = item->before;
    size_t comma = plumb_str_rfind(clause, PLUMB_STR(","));
    if (comma != PLUMB_NPOS)
        clause = plumb_str_sub(clause, comma + 1, clause.len);
    return is_points(item->fact) && item->own_label &&
           PLUMB_HAS(item->label, "得分", "总分", "评分") &&
           PLUMB_HAS(clause, "得分", "总分", "评分") &&
           !PLUMB_HAS(clause, "满分", "分值", "扣", "平均", "指标", "上年", "复核", "财政", "满意");
}

/* "项目自评得分 88 分" in the self-evaluation of a project: the one form of that project, never the agency's. */
static bool is_projects_own(const struct plumb_item *told)
{
    return plumb_str_has(told->label, "项目") && !plumb_str_has(told->label, "整体");
}

static const struct form *form_of_item(const struct form *forms, size_t count,
                                       struct plumb_str item)
{
    const struct form *found = NULL;
    for (size_t i = 0; i < count && item.len > 0; i++) {
        if (!plumb_str_equal(forms[i].total->item, item))
            continue;
        if (found)
            return NULL;
        found = &forms[i];
    }
    return found;
}

/* The form a told score speaks of, or NULL when that is not clear. */
static const struct form *form_of(struct plumb_extract_work *work, const struct form *forms,
                                  size_t count, const struct plumb_item *told)
{
    const struct form *found = form_of_item(forms, count, told->fact->item);
    if (found)
        return found;
    struct plumb_str name = whose(work, told->label);
    bool project = plumb_utf8_count(name) >= 4 && plumb_str_find(work->agency, name) == PLUMB_NPOS;
    for (size_t i = 0; i < count; i++) {
        const struct form *form = &forms[i];
        bool fits = project ? plumb_str_find(form->name, name) != PLUMB_NPOS
                            : plumb_str_has(form->name, "整体") && !is_projects_own(told);
        if (fits && found)
            return NULL;
        if (fits)
            found = form;
    }
    bool only = count == 1 && !project && !plumb_str_has(forms[0].name, "项目") &&
                !(is_projects_own(told) &&
                  (told->fact->item.len > 0 || PLUMB_HAS(forms[0].name, "整体", "部门")));
    return found ? found : only ? forms : NULL;
}

static void push_told(struct plumb_extract_work *work, const struct plumb_item *told,
                      const struct plumb_fact *total)
{
    struct plumb_judgement j = plumb_judge_same(told->fact, total);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RESTATEMENT, "consistency.restatement", told);
    claim.confidence = 0.8;
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, total);
    plumb_claim_try(&claim, &j, &term, 1, "the total of the form",
                    plumb_arena_printf(work->arena, "%s in the text, %s in the form",
                                       plumb_fact_text(work, told->fact),
                                       plumb_fact_text(work, total)));
    plumb_claim_push(&claim);
}

void plumb_relate_scores_told(struct plumb_extract_work *work)
{
    struct form forms[FORMS_MAX];
    size_t count = find_forms(work, forms);
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count && count > 0; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count && !passage->is_cell; i++) {
            const struct plumb_item *item = &passage->items[i];
            const struct form *form =
                tells_overall_score(item) ? form_of(work, forms, count, item) : NULL;
            if (form)
                push_told(work, item, form->total);
        }
    }
}
