/* Findings between documents: an agency's figures told differently in two of its reports, last
 * year's closing balance, and reports that share more text than a common template explains. */
#include "findings_documents.h"

#include "similarity.h"

#include <stdlib.h>
#include <string.h>

enum { PAIRS_A_BUCKET = 64, SHOWN_SENTENCES = 5 };

/* A document's own sentences: templates are left out. */
struct document_text {
    const struct plumb_fingerprint **sentences; /* ascending by hash */
    size_t count;
    size_t length; /* code points */
};

struct board {
    const struct plumb_catalogue *catalogue;
    const struct plumb_digest *const *digests;
    size_t count;
    struct plumb_arena *arena;
    struct plumb_finding_list *out;
    struct plumb_str *keys; /* agency label keys */
};

static struct plumb_finder finder_of(const struct board *b, size_t document)
{
    const struct plumb_digest *d = b->digests[document];
    return (struct plumb_finder){.arena = b->arena,
                                 .catalogue = b->catalogue,
                                 .extraction = &d->extraction,
                                 .out = b->out,
                                 .agency = d->extraction.agency.ptr,
                                 .materiality = d->materiality};
}

static bool same_agency(const struct board *b, size_t x, size_t y)
{
    return b->keys[x].len && plumb_str_equal(b->keys[x], b->keys[y]);
}

/* ---- figures ------------------------------------------------------------------------------- */

/* The best-told value of an indicator for one year, or NULL. */
static const struct plumb_fact *value_of(const struct plumb_digest *d, size_t indicator, int year)
{
    size_t low = 0, high = d->told_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct plumb_told *t = &d->told[middle];
        if (t->indicator < indicator || (t->indicator == indicator && t->year < year))
            low = middle + 1;
        else
            high = middle;
    }
    return low < d->told_count && d->told[low].indicator == indicator && d->told[low].year == year
               ? d->told[low].fact
               : NULL;
}

/* Two tellings that no rounding reconciles. */
static bool contradict(const struct plumb_fact *x, const struct plumb_fact *y)
{
    if (x->unit != y->unit || x->value.v == y->value.v)
        return false;
    plumb_dec coarse = plumb_dec_max(x->ulp, y->ulp);
    return plumb_dec_abs(plumb_dec_sub(x->value, y->value)).v > coarse.v;
}

static void report_conflict(const struct board *b, size_t x, size_t y, const struct plumb_fact *p,
                            const struct plumb_fact *q, int year, const char *check,
                            const char *what_zh, const char *what_en, double belief)
{
    struct plumb_finder f = finder_of(b, x), g = finder_of(b, y);
    struct plumb_draft d = plumb_draft_begin(&f, check);
    const char *label = plumb_label_words(b->arena, p->label);
    const char *first = plumb_fact_words(b->arena, p), *second = plumb_fact_words(b->arena, q);
    plumb_draft_title(&f, &d, plumb_arena_printf(b->arena, "%s（%d年）", label, year));
    d.finding.subject = label;
    d.finding.year = year;
    d.finding.stated = first;
    d.finding.expected = second;
    d.finding.explanation.zh = plumb_arena_printf(
        b->arena, "%d年“%s”在%s中为%s，在%s中为%s，%s不一致；如口径不同应予说明。", year, label,
        f.extraction->document->name, first, g.extraction->document->name, second, what_zh);
    d.finding.explanation.en = plumb_arena_printf(
        b->arena,
        "“%s” of %d is %s in %s and %s in %s: %s; a difference of scope should be explained.",
        label, year, first, f.extraction->document->name, second, g.extraction->document->name,
        what_en);
    d.finding.recomputation = plumb_arena_printf(b->arena, "%s ≠ %s", first, second);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = belief;
    if (p->unit == PLUMB_UNIT_YUAN)
        d.finding.money_at_stake =
            plumb_dec_double(plumb_dec_abs(plumb_dec_sub(p->value, q->value)));
    plumb_draft_fact(&f, &d, p, "stated");
    plumb_draft_fact(&g, &d, q, "other");
    plumb_draft_push(&f, &d);
}

/* Every indicator that both reports tell for one year. */
static void compare_figures(const struct board *b, size_t x, size_t y)
{
    const struct plumb_digest *e = b->digests[x], *g = b->digests[y];
    int from = e->extraction.year, to = g->extraction.year;
    if (from > to) {
        from = g->extraction.year;
        to = e->extraction.year;
    }
    for (size_t i = 0; i < e->told_count; i++) {
        const struct plumb_fact *p = e->told[i].fact;
        int year = e->told[i].year;
        if (year < from - 1 || year > to)
            continue;
        const struct plumb_fact *q = value_of(g, e->told[i].indicator, year);
        if (!q || !contradict(p, q))
            continue;
        /* a number in a table belongs to its head; in prose its scope is a guess */
        double belief = 0.5 + (p->row != PLUMB_NPOS ? 0.12 : 0) + (q->row != PLUMB_NPOS ? 0.12 : 0);
        report_conflict(b, x, y, p, q, year, "consistency.restatement", "两份报告",
                        "the two reports of the agency disagree", belief);
    }
}

static const struct plumb_fact *balance_of(const struct board *b, const struct plumb_digest *d,
                                           const char *id)
{
    const struct plumb_indicator *entry = plumb_catalogue_find_indicator(b->catalogue, id);
    return entry ? value_of(d, (size_t)(entry - plumb_catalogue_indicator(b->catalogue, 0)),
                            d->extraction.year)
                 : NULL;
}

/* 年初结转和结余 of this year against 年末结转和结余 in last year's report. */
static void compare_balances(const struct board *b, size_t later, size_t earlier)
{
    const struct plumb_digest *e = b->digests[later];
    const struct plumb_fact *opening = balance_of(b, e, "balance.opening");
    const struct plumb_fact *closing = balance_of(b, b->digests[earlier], "balance.closing");
    if (opening && closing && contradict(opening, closing))
        report_conflict(b, later, earlier, opening, closing, e->extraction.year,
                        "consistency.balance", "年初结转与上年年末结转",
                        "the opening balance is not last year's closing one", 0.75);
}

struct seat {
    struct plumb_str key;
    size_t document;
};

static int by_agency(const void *a, const void *b)
{
    const struct seat *x = a, *y = b;
    int order = plumb_str_compare(x->key, y->key);
    return order ? order : (x->document > y->document) - (x->document < y->document);
}

static void compare_two(const struct board *b, size_t x, size_t y)
{
    int year = b->digests[x]->extraction.year, other = b->digests[y]->extraction.year;
    int apart = year - other;
    if (apart > 1 || apart < -1 || !year || !other)
        return;
    compare_figures(b, x, y);
    if (apart == 1)
        compare_balances(b, x, y);
    else if (apart == -1)
        compare_balances(b, y, x);
}

/* Reports of one agency lie together when sorted by its name. */
static void compare_reports(const struct board *b)
{
    struct seat *seats = plumb_arena_array(b->arena, b->count + 1, sizeof *seats);
    for (size_t i = 0; i < b->count; i++)
        seats[i] = (struct seat){b->keys[i], i};
    qsort(seats, b->count, sizeof *seats, by_agency);
    for (size_t i = 0; i < b->count; i++)
        for (size_t k = i + 1; k < b->count && same_agency(b, seats[i].document, seats[k].document);
             k++)
            compare_two(b, seats[i].document, seats[k].document);
}

/* ---- texts --------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Hashes of sentences that stand in too many reports: the form's own words. Ascending. */
static uint64_t *templates_of(const struct board *b, struct plumb_arena *arena, size_t most,
                              size_t *out_count)
{
    size_t total = 0, n = 0, kept = 0;
    for (size_t t = 0; t < b->count; t++)
        total += b->digests[t]->print_count;
    uint64_t *all = plumb_arena_array(arena, total + 1, sizeof *all);
    for (size_t t = 0; t < b->count; t++)
        for (size_t i = 0; i < b->digests[t]->print_count; i++)
            all[n++] = b->digests[t]->prints[i].hash;
    if (n)
        qsort(all, n, sizeof *all, by_value);
    for (size_t i = 0, run; i < n; i += run) {
        run = 1;
        while (i + run < n && all[i + run] == all[i])
            run++;
        if (run > most)
            all[kept++] = all[i];
    }
    *out_count = kept;
    return all;
}

static struct document_text own_text(struct plumb_arena *arena, const struct plumb_digest *d,
                                     const uint64_t *templates, size_t count)
{
    struct document_text t = {0};
    t.sentences = plumb_arena_array(arena, d->print_count + 1, sizeof(void *));
    for (size_t i = 0; i < d->print_count; i++) {
        uint64_t h = d->prints[i].hash;
        if (count && bsearch(&h, templates, count, sizeof *templates, by_value))
            continue;
        t.sentences[t.count++] = &d->prints[i];
        t.length += d->prints[i].length;
    }
    return t;
}

static void sign(struct plumb_arena *scratch, const struct document_text *t,
                 uint64_t signature[PLUMB_MINHASH_SIZE])
{
    uint64_t *hashes = plumb_arena_array(scratch, t->count + 1, sizeof *hashes);
    for (size_t i = 0; i < t->count; i++)
        hashes[i] = t->sentences[i]->hash;
    plumb_minhash(hashes, t->count, signature);
}

struct overlap {
    size_t sentences, length;
    const struct plumb_fingerprint *longest[SHOWN_SENTENCES], *twins[SHOWN_SENTENCES];
    size_t shown;
};

static void swap_shown(struct overlap *o, size_t i, size_t k)
{
    const struct plumb_fingerprint *s = o->longest[i], *t = o->twins[i];
    o->longest[i] = o->longest[k];
    o->twins[i] = o->twins[k];
    o->longest[k] = s;
    o->twins[k] = t;
}

static void add_shared(struct overlap *o, const struct plumb_fingerprint *s,
                       const struct plumb_fingerprint *twin)
{
    o->sentences++;
    o->length += s->length;
    size_t at = o->shown < SHOWN_SENTENCES ? o->shown++ : SHOWN_SENTENCES - 1;
    if (!o->longest[at] || s->length > o->longest[at]->length) {
        o->longest[at] = s;
        o->twins[at] = twin;
    }
    for (; at > 0 && o->longest[at]->length > o->longest[at - 1]->length; at--)
        swap_shown(o, at, at - 1);
}

static struct overlap overlap_of(const struct document_text *a, const struct document_text *b)
{
    struct overlap o = {0};
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        uint64_t x = a->sentences[i]->hash, y = b->sentences[k]->hash;
        if (x == y)
            add_shared(&o, a->sentences[i], b->sentences[k]);
        i += x <= y;
        k += y <= x;
    }
    return o;
}

/* The report that document `x` shares most with, among those read before it. */
struct copy {
    size_t other;
    size_t others; /* reports that share as much text as a copy does */
    double share;
    struct overlap overlap;
};

static const char *and_others(struct plumb_arena *arena, const struct copy *c, bool zh)
{
    if (c->others < 2)
        return "";
    size_t n = c->others - 1;
    return zh       ? plumb_arena_printf(arena, "另有%zu份报告与之雷同。", n)
           : n == 1 ? " So is 1 other report."
                    : plumb_arena_printf(arena, " So are %zu other reports.", n);
}

static void report_copy(const struct board *b, size_t x, const struct copy *c)
{
    const struct overlap *o = &c->overlap;
    struct plumb_finder f = finder_of(b, x), g = finder_of(b, c->other);
    struct plumb_draft d = plumb_draft_begin(&f, "similarity.copied");
    bool own = same_agency(b, x, c->other);
    const char *percent = plumb_percent_words(b->arena, c->share, 0);
    plumb_draft_title(&f, &d, g.extraction->document->name);
    d.finding.subject = g.extraction->document->name;
    d.finding.stated = percent;
    d.finding.explanation.zh = plumb_arena_printf(
        b->arena, "本报告与%s有%zu句文字相同（剔除通用模板后占%s），%s。%s",
        g.extraction->document->name, o->sentences, percent,
        own ? "与本单位另一年度报告雷同" : "与另一单位的报告雷同", and_others(b->arena, c, true));
    d.finding.explanation.en = plumb_arena_printf(
        b->arena,
        "%zu sentences are the same as in %s (%s of the text after common templates are left "
        "out), %s.%s",
        o->sentences, g.extraction->document->name, percent,
        own ? "a report of the agency for another year" : "the report of another agency",
        and_others(b->arena, c, false));
    d.finding.confidence = c->share > 0.8 ? 0.85 : 0.65;
    for (size_t i = 0; i < o->shown; i++) {
        plumb_draft_words(&f, &d, o->longest[i]->line, o->longest[i]->text, "cue");
        plumb_draft_words(&g, &d, o->twins[i]->line, o->twins[i]->text, "other");
    }
    plumb_draft_push(&f, &d);
}

/* Remember the pair with its later report when it is a copy, and the closest one only: a text
 * that twenty agencies share is twenty findings, not two hundred. */
static void judge_pair(const struct document_text *texts, struct plumb_pair pair, double least,
                       struct copy *copies)
{
    const struct document_text *x = &texts[pair.a], *y = &texts[pair.b];
    struct copy *c = &copies[pair.b];
    struct overlap o = overlap_of(y, x);
    size_t small = x->length < y->length ? x->length : y->length;
    double share = small ? (double)o.length / (double)small : 0;
    share = share > 1 ? 1 : share;
    if (o.sentences < 3 || share < least)
        return;
    c->others++;
    if (share > c->share) {
        c->share = share;
        c->other = pair.a;
        c->overlap = o;
    }
}

static enum plumb_status compare_texts(const struct board *b, struct plumb_arena *scratch,
                                       struct plumb_error *error)
{
    const struct plumb_check *check = plumb_catalogue_find_check(b->catalogue, "similarity.copied");
    struct document_text *texts = plumb_arena_array(scratch, b->count + 1, sizeof *texts);
    struct copy *copies = plumb_arena_array(scratch, b->count + 1, sizeof *copies);
    uint64_t *signatures =
        plumb_arena_array(scratch, b->count * PLUMB_MINHASH_SIZE + 1, sizeof *signatures);
    double common = plumb_check_parameter(check, "documents_share", 0.2);
    double least = plumb_check_parameter(check, "report_share", 0.6);
    size_t most = (size_t)(common * (double)b->count), template_count = 0, pair_count = 0;
    struct plumb_pair *pairs = NULL;
    most = most < 2 ? 2 : most;
    uint64_t *templates = templates_of(b, scratch, most, &template_count);
    for (size_t i = 0; i < b->count; i++) {
        texts[i] = own_text(scratch, b->digests[i], templates, template_count);
        sign(scratch, &texts[i], &signatures[i * PLUMB_MINHASH_SIZE]);
    }
    enum plumb_status status = plumb_similar_pairs(signatures, b->count, PAIRS_A_BUCKET, scratch,
                                                   &pairs, &pair_count, error);
    for (size_t i = 0; i < pair_count && status == PLUMB_OK; i++)
        judge_pair(texts, pairs[i], least, copies);
    for (size_t i = 0; i < b->count && status == PLUMB_OK; i++)
        if (copies[i].others)
            report_copy(b, i, &copies[i]);
    return status;
}

enum plumb_status plumb_find_across(const struct plumb_catalogue *catalogue,
                                    const struct plumb_digest *const *digests, size_t count,
                                    struct plumb_arena *arena, struct plumb_finding_list *out,
                                    struct plumb_error *error)
{
    struct plumb_arena *scratch = count > 1 ? plumb_arena_new() : NULL;
    if (count < 2)
        return PLUMB_OK;
    if (!scratch)
        return plumb_fail_nomem(error);
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    enum plumb_status status;
    if (setjmp(nomem)) {
        status = plumb_fail_nomem(error);
    } else {
        plumb_arena_on_nomem(scratch, &nomem);
        struct board b = {
            .catalogue = catalogue, .digests = digests, .count = count, .arena = arena, .out = out};
        b.keys = plumb_arena_array(scratch, count + 1, sizeof *b.keys);
        for (size_t i = 0; i < count; i++)
            b.keys[i] = plumb_label_key(scratch, digests[i]->extraction.agency);
        compare_reports(&b);
        status = compare_texts(&b, scratch, error);
    }
    plumb_arena_on_nomem(arena, outer);
    plumb_arena_free(scratch);
    return status;
}
