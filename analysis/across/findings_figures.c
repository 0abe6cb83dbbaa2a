/* Figures told about another year or another report of the agency, against the report that has them:
 * budgets in the accounts, last year in this year's report, opening against closing balances. Restated
 * figures, adjusted budgets and other scopes are lawful: words that say so make a finding soft, and when
 * most of what two reports share differs, that is one soft finding and not twenty. */
#include "analysis/across/across_int.h"

#include <stdlib.h>
#include <string.h>

/* WITNESSES: so many figures of other reports a claim is held against. An agency has tens of reports
 * in a year; thousands under one name must not cost their square. */
enum { SHOWN_PAIRS = 6, MANY = 3, WITNESSES = 256 };

struct entry {
    const struct plumb_figure *figure;
    size_t document;
};

/* A claim with the figure it disagrees with, and all that the two reports share. */
struct conflict {
    const struct plumb_figure *claim, *base;
    size_t document, other;
    size_t next; /* conflict of the same two reports, or PLUMB_NPOS */
};

struct meeting {
    size_t document, other;
    size_t holds, fails;
    size_t first, last; /* of its conflicts; PLUMB_NPOS: none */
};

struct compared {
    const struct plumb_board *board;
    struct entry *entries; /* of one agency, by key and year */
    size_t count;
    struct conflict *conflicts;
    size_t conflict_count, conflict_capacity;
    struct meeting *meetings;
    size_t meeting_count, meeting_capacity;
    size_t *slots; /* [slot_count], a power of 2: hash of a meeting's reports to its index + 1 */
    size_t slot_count;
};

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->figure->key != y->figure->key)
        return x->figure->key < y->figure->key ? -1 : 1;
    if (x->figure->year != y->figure->year)
        return x->figure->year < y->figure->year ? -1 : 1;
    if (x->document != y->document)
        return x->document < y->document ? -1 : 1;
    return (x->figure->line > y->figure->line) - (x->figure->line < y->figure->line);
}

static bool agrees(const struct plumb_figure *a, const struct plumb_figure *b)
{
    plumb_dec apart = plumb_dec_abs(plumb_dec_sub(a->value, b->value));
    return apart.v <= a->slack.v + b->slack.v;
}

/* The slot of a meeting, or the free one where it belongs. */
static size_t *slot_of(const struct compared *c, size_t document, size_t other)
{
    uint64_t hash = ((uint64_t)document << 32 ^ other) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t at = (size_t)(hash >> 32);; at++) {
        size_t *slot = &c->slots[at & (c->slot_count - 1)];
        if (!*slot ||
            (c->meetings[*slot - 1].document == document && c->meetings[*slot - 1].other == other))
            return slot;
    }
}

static void grow_slots(struct compared *c)
{
    c->slot_count = c->slot_count ? c->slot_count * 2 : 64;
    c->slots = plumb_arena_array(c->board->scratch, c->slot_count, sizeof *c->slots);
    for (size_t i = 0; i < c->meeting_count; i++)
        *slot_of(c, c->meetings[i].document, c->meetings[i].other) = i + 1;
}

static struct meeting *meet(struct compared *c, size_t document, size_t other)
{
    if (c->meeting_count * 2 >= c->slot_count)
        grow_slots(c);
    size_t *slot = slot_of(c, document, other);
    if (*slot)
        return &c->meetings[*slot - 1];
    struct meeting *m =
        PLUMB_PUSH(c->board->scratch, c->meetings, c->meeting_count, c->meeting_capacity);
    *m = (struct meeting){document, other, 0, 0, PLUMB_NPOS, PLUMB_NPOS};
    *slot = c->meeting_count;
    return m;
}

static void add_conflict(struct compared *c, const struct entry *claim, const struct entry *base)
{
    struct meeting *m = meet(c, claim->document, base->document);
    size_t at = c->conflict_count;
    *PLUMB_PUSH(c->board->scratch, c->conflicts, c->conflict_count, c->conflict_capacity) =
        (struct conflict){claim->figure, base->figure, claim->document, base->document, PLUMB_NPOS};
    if (m->last == PLUMB_NPOS)
        m->first = at;
    else
        c->conflicts[m->last].next = at;
    m->last = at;
    m->fails++;
}

/* entries[from, to) have one key and year. */
static void check_claim(struct compared *c, size_t claim, size_t from, size_t to)
{
    const struct entry *e = &c->entries[claim];
    const struct plumb_digest *const *digests = c->board->digests;
    const struct entry *base = NULL;
    size_t heard = 0;
    for (size_t i = from; i < to && heard < WITNESSES; i++) {
        const struct entry *other = &c->entries[i];
        if (other->figure->claim || other->document == e->document ||
            digests[other->document]->extraction.unit_only !=
                digests[e->document]->extraction.unit_only)
            continue;
        heard++;
        if (agrees(e->figure, other->figure)) {
            meet(c, e->document, other->document)->holds++;
            return;
        }
        /* a report of the same kind is the nearest witness */
        bool same_kind =
            digests[other->document]->extraction.kind == digests[e->document]->extraction.kind;
        if (!base || same_kind)
            base = other;
    }
    if (base)
        add_conflict(c, e, base);
}

/* "budget·heading·label" and "一般公共预算支出预算数（201）": what comes last. */
static const char *figure_name(const struct plumb_board *b, const struct plumb_figure *f)
{
    size_t at = plumb_str_rfind(f->name, PLUMB_STR("·"));
    struct plumb_str name =
        at == PLUMB_NPOS ? f->name : plumb_str_sub(f->name, at + 2, f->name.len);
    return plumb_str_copy(b->arena, name).ptr;
}

static bool is_balance(const struct conflict *k)
{
    return plumb_str_has(k->claim->name, "年末") && plumb_str_has(k->claim->name, "结转");
}

static void quote_both(const struct plumb_finder *f, const struct plumb_finder *g,
                       struct plumb_draft *d, const struct conflict *k)
{
    plumb_draft_words(f, d, k->claim->line, k->claim->text, "stated");
    plumb_draft_words(g, d, k->base->line, k->base->text, "other");
}

static void report_one(const struct plumb_board *b, const struct conflict *k)
{
    struct plumb_finder f = plumb_board_finder(b, k->document);
    struct plumb_finder g = plumb_board_finder(b, k->other);
    bool balance = is_balance(k);
    struct plumb_draft d =
        plumb_draft_begin(&f, balance ? "consistency.balance" : "consistency.restatement");
    const char *name = figure_name(b, k->claim);
    const char *here = f.extraction->document->name, *there = g.extraction->document->name;
    int year = k->claim->year;
    plumb_draft_title(&f, &d, plumb_arena_printf(b->arena, "%s（%d年）", name, year));
    d.finding.subject = name;
    d.finding.stated = k->claim->words;
    d.finding.expected = k->base->words;
    d.finding.explanation.zh =
        plumb_arena_printf(b->arena, "按%s，%d年“%s”为%s，而%s中为%s。%s", here, year, name,
                           k->claim->words, there, k->base->words,
                           balance ? "年初数应等于上年年末数；如有追溯调整应予说明。"
                                   : "如因预算调整、口径变化、机构改革或追溯重述，应予说明。");
    d.finding.explanation.en = plumb_arena_printf(
        b->arena, "By %s, “%s” of %d is %s; %s has %s. %s", here, name, year, k->claim->words,
        there, k->base->words,
        balance ? "The opening balance must be last year's closing one; a restatement should be "
                  "explained."
                : "An adjusted budget, another scope, a reorganisation or a restatement should be "
                  "explained.");
    d.finding.recomputation =
        plumb_arena_printf(b->arena, "%s ≠ %s", k->claim->words, k->base->words);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = k->claim->soft || k->base->soft ? 0.4 : balance ? 0.8 : 0.72;
    d.finding.soft |= k->claim->soft || k->base->soft;
    d.finding.money_at_stake =
        plumb_dec_double(plumb_dec_abs(plumb_dec_sub(k->claim->value, k->base->value)));
    quote_both(&f, &g, &d, k);
    plumb_draft_push(&f, &d);
}

/* Most of what the two reports share differs: one root cause, most likely a lawful one. */
static void report_many(const struct compared *c, const struct meeting *m)
{
    const struct plumb_board *b = c->board;
    struct plumb_finder f = plumb_board_finder(b, m->document);
    struct plumb_finder g = plumb_board_finder(b, m->other);
    struct plumb_draft d = plumb_draft_begin(&f, "consistency.restatement");
    const char *there = g.extraction->document->name;
    plumb_draft_title(&f, &d, there);
    d.finding.subject = there;
    d.finding.explanation.zh =
        plumb_arena_printf(b->arena,
                           "本报告与%s共有%zu项数据可比，其中%"
                           "zu项不一致；可能经过预算调整、口径变化或追溯重述，应予说明。",
                           there, m->holds + m->fails, m->fails);
    d.finding.explanation.en = plumb_arena_printf(
        b->arena,
        "Of %zu figures that can be compared with %s, %zu differ; an adjustment, a change of "
        "scope or a restatement is likely and should be explained.",
        m->holds + m->fails, there, m->fails);
    d.finding.confidence = 0.45;
    d.finding.soft = true;
    size_t shown = 0;
    for (size_t i = m->first; i != PLUMB_NPOS && shown < SHOWN_PAIRS; i = c->conflicts[i].next) {
        quote_both(&f, &g, &d, &c->conflicts[i]);
        shown++;
    }
    plumb_draft_push(&f, &d);
}

/* Claims of one figure may be printed twice in a report, in a table and in the text. */
static bool told_before(const struct compared *c, const struct meeting *m, size_t i)
{
    const struct conflict *own = &c->conflicts[i];
    for (size_t k = m->first; k < i; k = c->conflicts[k].next)
        if (c->conflicts[k].claim->year == own->claim->year &&
            c->conflicts[k].claim->value.v == own->claim->value.v &&
            c->conflicts[k].base->value.v == own->base->value.v)
            return true;
    return false;
}

static void compare_agency(const struct plumb_board *b, const size_t *documents, size_t count)
{
    struct compared c = {.board = b};
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += b->digests[documents[i]]->extraction.figure_count;
    c.entries = plumb_arena_array(b->scratch, total + 1, sizeof *c.entries);
    for (size_t i = 0; i < count; i++) {
        const struct plumb_extraction *e = &b->digests[documents[i]]->extraction;
        for (size_t k = 0; k < e->figure_count; k++)
            c.entries[c.count++] = (struct entry){&e->figures[k], documents[i]};
    }
    if (c.count)
        qsort(c.entries, c.count, sizeof *c.entries, by_key);
    for (size_t from = 0, to; from < c.count; from = to) {
        to = from + 1;
        while (to < c.count && c.entries[to].figure->key == c.entries[from].figure->key &&
               c.entries[to].figure->year == c.entries[from].figure->year)
            to++;
        for (size_t i = from; i < to; i++)
            if (c.entries[i].figure->claim)
                check_claim(&c, i, from, to);
    }
    for (size_t i = 0; i < c.meeting_count; i++)
        if (c.meetings[i].fails >= MANY && c.meetings[i].fails > c.meetings[i].holds)
            report_many(&c, &c.meetings[i]);
    for (size_t i = 0; i < c.conflict_count; i++) {
        const struct meeting *m = meet(&c, c.conflicts[i].document, c.conflicts[i].other);
        if (!(m->fails >= MANY && m->fails > m->holds) && !told_before(&c, m, i))
            report_one(b, &c.conflicts[i]);
    }
}

void plumb_compare_figures(const struct plumb_board *board)
{
    for (size_t from = 0, to; from < board->count; from = to) {
        to = from + 1;
        while (to < board->count && plumb_board_same(board, board->order[from], board->order[to]))
            to++;
        if (to - from > 1)
            compare_agency(board, &board->order[from], to - from);
    }
}
