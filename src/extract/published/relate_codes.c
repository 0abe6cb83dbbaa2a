/* Rows of the published tables that have slid against their codes: names that belong to another code,
 * and amounts whose sums by 类, 款, 项 hold one row further up or down. However many sums that breaks, it is
 * one finding (DOMAIN §6.11). */
#include "extract/published/account_codes.h"
#include "extract/published/published.h"

enum { ROWS_MAX = 400, TERMS_MAX = 8, HOLDS_LEAST = 3 };

/* ---- names ------------------------------------------------------------------------------------ */

/* The code whose name this line prints although it has another one, or NULL. */
static const char *code_of_name(const struct plumb_chain *chain, const struct plumb_grid_line *line)
{
    const char *names = plumb_account_code_names(line->code);
    if (!names || !line->key.len || plumb_account_name_is(names, line->key) ||
        plumb_name_likeness(plumb_str_from(names), line->key) >= 0.5)
        return NULL;
    const char *other = plumb_account_code_named(line->key, line->code.len);
    /* names of 项 are used again under other 款: only a neighbour's name is a slide */
    for (size_t i = 0; other && i < chain->count; i++)
        if (plumb_str_equal(chain->lines[i].line->code, plumb_str_from(other)))
            return other;
    return NULL;
}

static void names_against_codes(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct plumb_term terms[TERMS_MAX];
    size_t n = 0, found = 0;
    const char *code = NULL, *other = NULL;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        const char *owner = line->code.len && line->cell ? code_of_name(chain, line) : NULL;
        if (!owner)
            continue;
        if (found++ == 0) {
            code = plumb_str_copy(work->arena, line->code).ptr;
            other = owner;
        }
        if (n < TERMS_MAX)
            terms[n++] = plumb_term_cell(PLUMB_ROLE_CUE, line->cell);
    }
    if (found == 0)
        return;
    plumb_note_push(
        work, "report.cellshift", PLUMB_VERDICT_INCONSISTENT,
        chain->grid->title.len ? chain->grid->title : PLUMB_STR("科目编码"), terms, n,
        plumb_arena_printf(work->arena,
                           "the names of %zu rows do not belong to their codes (code %s prints the "
                           "name of %s): rows have slid or codes are wrong",
                           found, code, other),
        plumb_arena_printf(work->arena,
                           "有%zu行科目名称与编码不符（编码%s处印的是%s的名称），行可能错位", found,
                           code, other));
}

/* ---- amounts ---------------------------------------------------------------------------------- */

/* The coded rows of one column. A value is unknown where the slide has lost it. */
struct column_values {
    size_t count;
    struct plumb_str code[ROWS_MAX];
    plumb_dec value[ROWS_MAX], ulp[ROWS_MAX];
    bool known[ROWS_MAX];
    const struct plumb_fact *fact[ROWS_MAX];
};

struct tally {
    size_t holds, fails;
};

/* Sums by code when the value of row i is that printed in row source(i). */
static plumb_dec value_at(const struct column_values *v, size_t i, size_t from, int slide,
                          bool *known)
{
    /* slide +1: what belongs to a row from `from` on is printed one row below */
    size_t at = i < from ? i : slide > 0 ? i + 1 : i - 1;
    bool lost = i >= from && slide != 0 && (at >= v->count || (slide < 0 && i == from));
    *known = !lost;
    if (lost || slide == 0)
        at = i;
    return v->value[at];
}

static bool directly_under(struct plumb_str code, struct plumb_str parent)
{
    return code.len == parent.len + 2 && plumb_str_starts(code, parent);
}

static struct tally sums_of(const struct column_values *v, size_t from, int slide)
{
    struct tally t = {0, 0};
    for (size_t i = 0; i < v->count; i++) {
        bool known;
        plumb_dec total = value_at(v, i, from, slide, &known), sum = {0};
        size_t parts = 0;
        for (size_t k = i + 1; k < v->count && plumb_str_starts(v->code[k], v->code[i]); k++) {
            bool part_known;
            if (!directly_under(v->code[k], v->code[i]))
                continue;
            sum = plumb_dec_add(sum, value_at(v, k, from, slide, &part_known));
            known = known && part_known;
            parts++;
        }
        if (!known || parts == 0 || (plumb_dec_sign(total) == 0 && plumb_dec_sign(sum) == 0))
            continue;
        plumb_i128 slack = v->ulp[i].v * (plumb_i128)(parts + 1) / 2;
        bool holds = plumb_dec_abs(plumb_dec_sub(total, sum)).v <= slack;
        t.holds += holds;
        t.fails += !holds;
    }
    return t;
}

static bool read_column(const struct plumb_extract_work *work, const struct plumb_chain *chain,
                        size_t column, struct column_values *v)
{
    plumb_dec ulp = {0};
    v->count = 0;
    for (size_t i = 0; i < chain->count; i++) {
        if (!chain->lines[i].line->code.len)
            continue;
        if (v->count == ROWS_MAX)
            return false;
        const struct plumb_fact *fact = plumb_chain_value(work, chain, i, column);
        v->code[v->count] = chain->lines[i].line->code;
        v->fact[v->count] = fact;
        v->value[v->count] = fact ? fact->value : (plumb_dec){0};
        ulp = fact && fact->ulp.v > ulp.v ? fact->ulp : ulp;
        v->count++;
    }
    for (size_t i = 0; i < v->count; i++)
        v->ulp[i] = ulp;
    return v->count >= 4;
}

/* Broken sums of these rows are explained by the slide. */
static void withdraw(struct plumb_extract_work *work, const struct column_values *v, size_t first)
{
    bool *slid = plumb_arena_array(work->arena, work->fact_count + 1, sizeof *slid);
    for (size_t i = 0; i < v->count; i++)
        if (v->fact[i])
            slid[v->fact[i]->id] = true;
    for (size_t r = first; r < work->relation_count; r++) {
        struct plumb_relation *relation = &work->relations[r];
        bool touched = relation->stated.fact != PLUMB_NPOS && slid[relation->stated.fact];
        for (size_t o = 0; o < relation->operand_count && !touched; o++)
            touched = relation->operands[o].fact != PLUMB_NPOS && slid[relation->operands[o].fact];
        if (!touched || relation->verdict != PLUMB_VERDICT_INCONSISTENT)
            continue;
        relation->verdict = PLUMB_VERDICT_UNTESTABLE;
        relation->reason = "the rows of the table have slid against their codes";
        relation->reason_zh = "表中各行与科目编码错位";
    }
}

static void push_slide(struct plumb_extract_work *work, const struct plumb_chain *chain,
                       const struct column_values *v, size_t from, int slide,
                       const struct tally *before, const struct tally *after)
{
    struct plumb_term terms[TERMS_MAX];
    size_t n = 0;
    for (size_t i = from; i < v->count && n < TERMS_MAX / 2; i++)
        if (v->fact[i])
            terms[n++] = plumb_term_words(PLUMB_ROLE_CUE, v->fact[i]->text, v->fact[i]->line);
    plumb_note_push(
        work, "report.cellshift", PLUMB_VERDICT_INCONSISTENT,
        chain->grid->title.len ? chain->grid->title : PLUMB_STR("科目编码"), terms, n,
        plumb_arena_printf(work->arena,
                           "amounts from code %.*s on stand one row too %s: as printed %zu sums by "
                           "code fail, moved back all %zu hold",
                           PLUMB_STR_ARG(v->code[from]), slide > 0 ? "low" : "high", before->fails,
                           after->holds),
        plumb_arena_printf(
            work->arena,
            "自编码%.*s起金额%s移了一行：按现有位置有%zu处汇总不符，复位后%zu处全部相符",
            PLUMB_STR_ARG(v->code[from]), slide > 0 ? "下" : "上", before->fails, after->holds));
}

static bool find_slide(struct plumb_extract_work *work, const struct plumb_chain *chain,
                       size_t column, size_t first_relation)
{
    struct column_values *v = plumb_arena_alloc(work->arena, sizeof *v);
    if (!read_column(work, chain, column, v))
        return false;
    struct tally before = sums_of(v, v->count, 0);
    if (before.fails < 2)
        return false;
    for (int slide = -1; slide <= 1; slide += 2)
        for (size_t from = 0; from + 1 < v->count; from++) {
            struct tally after = sums_of(v, from, slide);
            if (after.fails > 0 || after.holds < HOLDS_LEAST || after.holds <= before.holds)
                continue;
            push_slide(work, chain, v, from, slide, &before, &after);
            withdraw(work, v, first_relation);
            return true;
        }
    return false;
}

void plumb_relate_codes(struct plumb_extract_work *work, const struct plumb_published_set *set)
{
    for (size_t t = 0; t < set->count; t++)
        for (size_t k = 0; k < set->tables[t].chain_count; k++) {
            const struct plumb_chain *chain = &set->tables[t].chains[k];
            names_against_codes(work, chain);
            size_t told = 0;
            for (size_t c = chain->group->first_value;
                 c != PLUMB_NPOS && c <= chain->group->last_value && !chain->zone->lossy; c++)
                if (plumb_column_is_summable(&chain->zone->columns[c])) {
                    size_t notes = work->relation_count;
                    bool slid = find_slide(work, chain, c, 0);
                    /* the same slide in the next column of the table is the same finding */
                    if (slid && told++ > 0)
                        plumb_relations_drop(work, notes);
                }
        }
}
