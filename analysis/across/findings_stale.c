/* Sentences that this year's report has word for word from last year's, figures and year included: the
 * template was not brought up to date. The year alone may differ ("全年…" for "2021年…") where the numbers
 * are many. References to documents and to earlier years are left out. */
#include "analysis/across/across_int.h"

#include <string.h>

/* A sentence whose year was brought up to date may be a standing duty: it takes more numbers. */
enum { SHOWN = 5, NUMBERS_LEAST = 2, NUMBERS_DATED = 3 };

static bool refers_back(struct plumb_str s)
{
    static const char *const words[] = {"《",   "〔",   "[20",  "自20", "于20", "起",   "成立",
                                        "比",   "较",   "与20", "上年", "去年", "以来", "-20",
                                        "至20", "规划", "号",   "五年", "批复"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(s, words[i]))
            return true;
    return false;
}

static bool names_year(struct plumb_str s, int year)
{
    char word[16];
    for (int i = 0; i < 3; i++) {
        static const char *const tails[] = {"年", " 年", "年度"};
        size_t n = 0;
        word[n++] = (char)('0' + year / 1000 % 10);
        word[n++] = (char)('0' + year / 100 % 10);
        word[n++] = (char)('0' + year / 10 % 10);
        word[n++] = (char)('0' + year % 10);
        memcpy(word + n, tails[i], strlen(tails[i]) + 1);
        if (plumb_str_has(s, word))
            return true;
    }
    return false;
}

/* Numbers with two digits or a point: "46公里", "91.5%"; list marks and single digits say nothing. */
static size_t count_numbers(struct plumb_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        size_t run = 0;
        while (i + run < s.len && ((s.ptr[i + run] >= '0' && s.ptr[i + run] <= '9') ||
                                   (run > 0 && s.ptr[i + run] == '.')))
            run++;
        n += run >= 2;
        i += run ? run : 1;
    }
    return n;
}

struct kept {
    const struct plumb_fingerprint *own[SHOWN], *twin[SHOWN];
    size_t count;
};

static void keep(struct kept *k, const struct plumb_fingerprint *own,
                 const struct plumb_fingerprint *twin)
{
    if (k->count < SHOWN) {
        k->own[k->count] = own;
        k->twin[k->count] = twin;
    }
    k->count++;
}

static void push(const struct plumb_board *b, size_t later, size_t earlier, const struct kept *k,
                 bool year)
{
    struct plumb_finder f = plumb_board_finder(b, later), g = plumb_board_finder(b, earlier);
    struct plumb_draft d = plumb_draft_begin(&f, year ? "report.year" : "similarity.copied");
    const char *there = g.extraction->document->name;
    plumb_draft_title(&f, &d, there);
    d.finding.subject = there;
    d.finding.explanation.zh = plumb_arena_printf(
        b->arena,
        year ? "有%zu句与上年%s逐字相同，年度仍为%d年，应为上年内容未更新。"
             : "有%zu句连同数字与上年%s逐字相同（本报告为%d年之后的年度），请核实是否更新。",
        k->count, there, g.extraction->year);
    d.finding.explanation.en = plumb_arena_printf(
        b->arena,
        year ? "%zu sentences are word for word those of %s and still name the year %d: they were "
               "not brought up to date."
             : "%zu sentences are word for word, numbers included, those of %s on %d: whether they "
               "are up to date needs checking.",
        k->count, there, g.extraction->year);
    d.finding.confidence = year ? 0.85 : 0.6;
    d.finding.soft |= !year;
    for (size_t i = 0; i < k->count && i < SHOWN; i++) {
        plumb_draft_words(&f, &d, k->own[i]->line, k->own[i]->text, "cue");
        plumb_draft_words(&g, &d, k->twin[i]->line, k->twin[i]->text, "other");
    }
    plumb_draft_push(&f, &d);
}

static void compare_two(const struct plumb_board *b, size_t later, size_t earlier)
{
    const struct plumb_digest *x = b->digests[later], *y = b->digests[earlier];
    struct kept stale = {.count = 0}, numbers = {.count = 0};
    bool evaluation = x->extraction.kind == PLUMB_KIND_SELF_WHOLE ||
                      x->extraction.kind == PLUMB_KIND_SELF_PROJECT ||
                      x->extraction.kind == PLUMB_KIND_TARGETS;
    for (size_t i = 0, k = 0; i < x->print_count && k < y->print_count;) {
        const struct plumb_fingerprint *p = &x->prints[i], *q = &y->prints[k];
        if (p->hash == q->hash && !refers_back(p->text)) {
            bool same = plumb_str_equal(p->text, q->text);
            struct plumb_str own = plumb_sentence_body(p->text);
            if (same && names_year(p->text, y->extraction.year))
                keep(&stale, p, q);
            else if (evaluation && plumb_str_equal(own, plumb_sentence_body(q->text)) &&
                     count_numbers(own) >= (same ? NUMBERS_LEAST : NUMBERS_DATED))
                keep(&numbers, p, q);
        }
        i += p->hash <= q->hash;
        k += q->hash <= p->hash;
    }
    if (stale.count)
        push(b, later, earlier, &stale, true);
    if (numbers.count)
        push(b, later, earlier, &numbers, false);
}

/* Of two years of one kind of report the later is held against the earlier. */
static void visit(const struct plumb_board *board, size_t x, size_t y, void *context)
{
    (void)context;
    const struct plumb_extraction *e = &board->digests[x]->extraction;
    const struct plumb_extraction *g = &board->digests[y]->extraction;
    if (e->kind != g->kind)
        return;
    if (e->year == g->year + 1)
        compare_two(board, x, y);
    else if (g->year == e->year + 1)
        compare_two(board, y, x);
}

void plumb_find_stale(const struct plumb_board *board)
{
    plumb_board_pairs(board, visit, NULL);
}
