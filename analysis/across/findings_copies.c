/* Reports that share more text than a common template explains. */
#include "analysis/across/across_int.h"
#include "analysis/across/similarity.h"

#include <stdlib.h>
#include <string.h>

enum { PAIRS_A_BUCKET = 64, SHOWN_SENTENCES = 5 };

/* A document's own sentences: templates are left out. */
struct document_text {
    const struct plumb_fingerprint **sentences; /* ascending by hash */
    size_t count;
    size_t length; /* code points */
};

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Hashes of sentences that stand in too many reports: the form's own words. Ascending. */
static uint64_t *templates_of(const struct plumb_board *b, struct plumb_arena *arena, size_t most,
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

static bool has_digit(struct plumb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

/* `exact`: an agency keeps its wording from year to year; only sentences with the same numbers are
 * copies. */
static struct overlap overlap_of(const struct document_text *a, const struct document_text *b,
                                 bool exact)
{
    struct overlap o = {0};
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        uint64_t x = a->sentences[i]->hash, y = b->sentences[k]->hash;
        bool same = !exact || (x == y && has_digit(a->sentences[i]->text) &&
                               plumb_str_equal(a->sentences[i]->text, b->sentences[k]->text));
        if (x == y && same)
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

static void report_copy(const struct plumb_board *b, size_t x, const struct copy *c)
{
    const struct overlap *o = &c->overlap;
    struct plumb_finder f = plumb_board_finder(b, x), g = plumb_board_finder(b, c->other);
    struct plumb_draft d = plumb_draft_begin(&f, "similarity.copied");
    bool own = plumb_board_same(b, x, c->other);
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
static void judge_pair(const struct plumb_board *b, const struct document_text *texts,
                       struct plumb_pair pair, double least, struct copy *copies)
{
    const struct document_text *x = &texts[pair.a], *y = &texts[pair.b];
    struct copy *c = &copies[pair.b];
    struct overlap o = overlap_of(y, x, plumb_board_same(b, pair.a, pair.b));
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

enum plumb_status plumb_compare_texts(const struct plumb_board *b, struct plumb_arena *scratch,
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
        judge_pair(b, texts, pairs[i], least, copies);
    for (size_t i = 0; i < b->count && status == PLUMB_OK; i++)
        if (copies[i].others)
            report_copy(b, i, &copies[i]);
    return status;
}
