/* Parts told one a clause: "A，…；B，…；C，…。合计 W", "W。包括：1.A；2.B；3.C", "甲 18 个，其中优 14 个，涉及 a；
 * 良 3 个，涉及 b". A clause ends at ';' or '。'; clauses of one run have equally many numbers of the
 * measure and are parted by the same mark, so that the k-th numbers of them belong together. */
#include "extract/relate_sum/relate_sum.h"

#include <string.h>

#define PARTS_MAX PLUMB_SUM_LIST_MAX
#define COLUMNS_MAX 3

/* The like numbers of one clause, of which the last `columns` of a run's clauses stand in line. */
struct clause {
    size_t from, to; /* items */
    bool stop;       /* a '。' ends it, not a ';' */
};

struct layout {
    struct plumb_extract_work *work;
    struct plumb_passage *passage;
    struct clause *clauses;
    size_t count;
    size_t first_relation; /* relations pushed since this passage began */
};

struct run {
    struct plumb_item *rows[PARTS_MAX][COLUMNS_MAX];
    size_t count, columns;
};

static void read_clauses(struct layout *l)
{
    struct plumb_passage *passage = l->passage;
    l->clauses = plumb_arena_array(l->work->arena, passage->count + 1, sizeof *l->clauses);
    l->count = 0;
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_str gap =
            i ? plumb_text_between(&passage->items[i - 1], &passage->items[i]) : PLUMB_STR("");
        bool stop = plumb_str_has(gap, "。");
        if (i == 0 || stop || plumb_str_has(gap, ";")) {
            if (l->count > 0)
                l->clauses[l->count - 1].stop = stop;
            l->clauses[l->count++] = (struct clause){.from = i, .to = i, .stop = true};
        }
        l->clauses[l->count - 1].to = i + 1;
    }
}

/* Like numbers among the items [from, to), in order; SIZE_MAX when there are too many to be a row. */
static size_t like_items(const struct plumb_item *total, size_t from, size_t to,
                         struct plumb_item *out[COLUMNS_MAX + 1])
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        struct plumb_item *item = &total->passage->items[i];
        if (item == total || item->depth != total->depth || !plumb_sum_can_add(item, total->fact))
            continue;
        if (n > COLUMNS_MAX)
            return SIZE_MAX;
        out[n++] = item;
    }
    return n;
}

/* Adds the last `columns` of n numbers as a row of the run; false when they cannot stand in line. */
static bool add_row(struct run *run, struct plumb_item *const *items, size_t n)
{
    if (n == 0 || n == SIZE_MAX || run->count >= PARTS_MAX)
        return false;
    if (run->columns == 0) {
        if (n > COLUMNS_MAX)
            return false;
        run->columns = n;
    }
    if (n < run->columns)
        return false;
    for (size_t k = 0; k < run->columns; k++)
        run->rows[run->count][k] = items[n - run->columns + k];
    run->count++;
    return true;
}

/* "总分 100 分，合计得 93 分": what stands in front of the total in its clause is a whole too. */
static bool only_totals(const struct plumb_item *total, size_t from)
{
    for (size_t i = from; i < total->index; i++) {
        const struct plumb_item *item = &total->passage->items[i];
        if (plumb_sum_can_add(item, total->fact) && !item->total)
            return false;
    }
    return true;
}

/* The run of clauses that ends at clause `last`, going back; a total of the measure ends it. */
static void run_before(const struct layout *l, const struct plumb_item *total, size_t last,
                       struct run *run)
{
    struct plumb_item *items[COLUMNS_MAX + 1];
    *run = (struct run){.count = 0};
    for (size_t c = last + 1; c-- > 0;) {
        const struct clause *clause = &l->clauses[c];
        size_t to = clause->to < total->index ? clause->to : total->index;
        if (c < last && l->clauses[c].stop != l->clauses[last > 0 ? last - 1 : 0].stop)
            return;
        size_t n = like_items(total, clause->from, to, items);
        if (!add_row(run, items, n) || n > run->columns)
            return;
    }
}

/* The run that begins with clause `first`, or with what stands behind the total in its own clause. */
static void run_behind(const struct layout *l, const struct plumb_item *total, size_t own,
                       struct run *run)
{
    struct plumb_item *items[COLUMNS_MAX + 1];
    *run = (struct run){.count = 0};
    if (own + 1 >= l->count)
        return;
    size_t next = like_items(total, l->clauses[own + 1].from, l->clauses[own + 1].to, items);
    if (next == 0 || next > COLUMNS_MAX)
        return;
    run->columns = next;
    size_t n = like_items(total, total->index + 1, l->clauses[own].to, items);
    size_t first = n == 0 ? own + 1 : own;
    if (n > 0 && (n == SIZE_MAX || n < next || !add_row(run, items, n)))
        return;
    for (size_t c = own + 1; c < l->count; c++) {
        if (c > first && l->clauses[c - 1].stop != l->clauses[first].stop)
            return;
        n = like_items(total, l->clauses[c].from, l->clauses[c].to, items);
        if (n != run->columns || items[0]->total || !add_row(run, items, n))
            return;
    }
}

/* ---- judging ------------------------------------------------------------------------------------- */

static size_t digits_of(const struct plumb_fact *fact)
{
    size_t n = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        n += fact->text.ptr[i] >= '1' && fact->text.ptr[i] <= '9';
    return n;
}

static bool is_stated(const struct layout *l, const struct plumb_item *total)
{
    for (size_t i = l->first_relation; i < l->work->relation_count; i++) {
        const struct plumb_relation *r = &l->work->relations[i];
        if (r->kind == PLUMB_REL_SUM && r->stated.fact == total->fact->id)
            return true;
    }
    return false;
}

/* One column of the rows [from, run->count), in the order of the text. */
static size_t column_of(const struct run *run, size_t from, size_t to, size_t column, bool back,
                        const struct plumb_fact *out[PARTS_MAX])
{
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        out[n++] = run->rows[back ? to - 1 - (i - from) : i][column]->fact;
    return n;
}

/* Numbers enough that adding up exactly is no chance. */
static bool beyond_chance(const struct plumb_item *total, const struct plumb_fact *const *parts,
                          size_t n)
{
    size_t digits = digits_of(total->fact), nonzero = 0;
    for (size_t i = 0; i < n; i++) {
        digits += digits_of(parts[i]);
        nonzero += parts[i]->value.v != 0;
    }
    return nonzero >= 2 && digits >= (nonzero >= 3 ? 5u : 7u);
}

static bool slip_explains(const struct plumb_item *total, const struct plumb_fact *const *parts,
                          size_t n)
{
    plumb_dec sum = {0};
    for (size_t i = 0; i < n; i++)
        sum = plumb_dec_add(sum, parts[i]->value);
    if (digits_of(total->fact) >= 2 && plumb_one_slip(total->fact, sum))
        return true;
    plumb_dec gap = plumb_dec_sub(total->fact->value, sum);
    for (size_t i = 0; i < n; i++)
        if (parts[i]->text.len >= 3 && digits_of(parts[i]) >= 2 &&
            plumb_one_slip(parts[i], plumb_dec_add(parts[i]->value, gap)))
            return true;
    return false;
}

static bool push_column(const struct layout *l, const struct plumb_item *total,
                        const struct plumb_fact *const *parts, size_t n, bool sure,
                        const char *reading)
{
    struct plumb_claim claim;
    plumb_claim_begin(&claim, l->work, PLUMB_REL_SUM, "consistency.sum", total);
    plumb_claim_sum(&claim, total->fact, parts, NULL, n, reading);
    if (!sure &&
        (claim.best.verdict != PLUMB_VERDICT_CONSISTENT || !beyond_chance(total, parts, n)))
        return false;
    if (sure && !plumb_claim_holds(&claim) && !slip_explains(total, parts, n))
        return false;
    claim.declared = sure;
    claim.confidence = sure ? 0.85 : 0.6;
    plumb_claim_push(&claim);
    return true;
}

/* Tries every column; those of the whole run first, then of the rows nearest to the total. */
static void judge_run(const struct layout *l, const struct plumb_item *total, const struct run *run,
                      bool back, bool sure)
{
    const struct plumb_fact *parts[PARTS_MAX];
    const char *reading = back ? "one part a clause in front" : "one part a clause behind";
    for (size_t rows = run->count; rows >= 2; rows--)
        for (size_t k = run->columns; k-- > 0;) {
            size_t n = column_of(run, 0, rows, k, back, parts);
            if (push_column(l, total, parts, n, false, reading))
                return;
        }
    for (size_t k = run->columns; sure && run->count >= 3 && k-- > 0;) {
        size_t n = column_of(run, 0, run->count, k, back, parts);
        if (push_column(l, total, parts, n, true, reading))
            return;
    }
}

static bool is_open(const struct plumb_passage *passage, size_t from, size_t to)
{
    struct plumb_str text = plumb_str_sub(passage->text, from, to);
    return PLUMB_HAS(text, "等", "主要包括", "主要是", "主要有", "例如", "之一");
}

/* "共计下达中央、市级转移支付资金": the clause begins with the word of the total. */
static bool begins_together(struct plumb_str words)
{
    size_t stop = plumb_str_rfind(words, PLUMB_STR("。"));
    struct plumb_str clause =
        plumb_str_sub(words, stop == PLUMB_NPOS ? 0 : stop + strlen("。"), words.len);
    return (plumb_str_starts(clause, PLUMB_STR("共计")) ||
            plumb_str_starts(clause, PLUMB_STR("合计")) ||
            plumb_str_starts(clause, PLUMB_STR("总计")) ||
            plumb_str_starts(clause, PLUMB_STR("以上共"))) &&
           !PLUMB_HAS(clause, ",", ";");
}

/* 三批共下达, 两年总共 */
static bool says_together(struct plumb_str words)
{
    size_t at = plumb_str_rfind(words, PLUMB_STR("共"));
    if (at == PLUMB_NPOS || at + 18 < words.len)
        return false;
    struct plumb_str front = plumb_str_sub(words, 0, at),
                     rest = plumb_str_sub(words, at, words.len);
    /* 三批 may be a number of its own */
    return (front.len == 0 ||
            PLUMB_ENDS(front, "批", "次", "期", "年", "笔", "类", "项", "者", "季度", "总")) &&
           !PLUMB_HAS(rest, "公共", "共同", "共享", "共建");
}

/* "合计", "总投资", "综合得分": the words say that it is a whole; of all years or of a plan it is not. */
static bool says_whole(const struct plumb_item *total)
{
    return (total->total || says_together(total->before) || begins_together(total->before) ||
            PLUMB_HAS(total->before, "综合得分", "总得分", "自评得分", "最终得分")) &&
           !PLUMB_HAS(total->before, "累计", "比上年", "较上年", "满分");
}

static void one_total(const struct layout *l, struct plumb_item *total, size_t own)
{
    struct run run;
    size_t first = l->clauses[own].from;
    bool begins = total->index == first; /* "18 个项目中，…" */
    if ((!total->own_label && !begins) || !plumb_sum_can_add(total, total->fact) ||
        total->fact->value.v == 0 || is_stated(l, total))
        return;
    /* "共 750 万元，14 个" */
    bool second =
        total->index > first && says_whole(total - 1) && total[-1].fact->unit != total->fact->unit;
    if (own > 0 && (says_whole(total) || second)) {
        run_before(l, total, only_totals(total, first) ? own - 1 : own, &run);
        if (run.count >= 2) {
            const struct plumb_item *head = run.rows[run.count - 1][0];
            judge_run(l, total, &run, true, !is_open(l->passage, head->at, total->at));
        }
    }
    if (own + 1 < l->count && !is_stated(l, total)) {
        run_behind(l, total, own, &run);
        if (run.count < 2)
            return;
        const struct plumb_item *head = run.rows[0][0], *last = run.rows[run.count - 1][0];
        struct plumb_str lead = plumb_text_between(total, head);
        bool cue = PLUMB_HAS(lead, "其中", "包括", "分别", "来源") || plumb_str_has(lead, ":");
        bool open = is_open(l->passage, total->at, last->at + plumb_text_after(last).len);
        judge_run(l, total, &run, false, cue && !open);
    }
}

void plumb_sum_clauses(struct plumb_extract_work *work, struct plumb_passage *passage,
                       size_t first_relation)
{
    struct layout l = {.work = work, .passage = passage, .first_relation = first_relation};
    if (passage->count < 3 || !PLUMB_TELLS(passage, ";", "。"))
        return;
    read_clauses(&l);
    if (l.count < 2)
        return;
    for (size_t c = 0; c < l.count; c++)
        for (size_t i = l.clauses[c].from; i < l.clauses[c].to; i++)
            one_total(&l, &passage->items[i], c);
}
