/* Findings between documents: an agency's figures told differently in two of its reports, last
 * year's closing balance, and reports that share more text than a common template explains. */
#include "findings_documents.h"
#include "similarity.h"

#include <stdlib.h>
#include <string.h>

enum { SENTENCE_LEAST = 16, PAIRS_A_BUCKET = 64, SHOWN_SENTENCES = 5 };

struct sentence {
    uint64_t hash;
    struct plumb_str text;
    size_t line;
    size_t length; /* code points */
};

struct document_text {
    struct sentence *sentences; /* sorted by hash, without repeats */
    size_t count, capacity;
    uint64_t *hashes; /* templates left out */
    size_t hash_count;
    size_t length;
};

struct board {
    const struct plumb_catalogue *catalogue;
    const struct plumb_extraction *const *extractions;
    size_t count;
    struct plumb_arena *arena;
    struct plumb_finding_list *out;
    struct plumb_str *keys; /* agency label keys */
};

static struct plumb_finder finder_of(const struct board *b, size_t document)
{
    const struct plumb_extraction *e = b->extractions[document];
    return (struct plumb_finder){.arena = b->arena,
                                 .catalogue = b->catalogue,
                                 .extraction = e,
                                 .out = b->out,
                                 .agency = plumb_str_copy(b->arena, e->agency).ptr,
                                 .materiality = plumb_document_materiality(e)};
}

static bool same_agency(const struct board *b, size_t x, size_t y)
{
    return b->keys[x].len && plumb_str_equal(b->keys[x], b->keys[y]);
}

/* ---- figures ------------------------------------------------------------------------------- */

/* The best-told value of an indicator for a given year in a document, the agency as a whole. */
static const struct plumb_fact *value_of(const struct plumb_extraction *e, const char *indicator,
                                         int year)
{
    const struct plumb_fact *best = NULL;
    size_t best_support = 0;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        if (!f->indicator || strcmp(f->indicator, indicator) != 0 || !plumb_fact_is_plain(f) ||
            !plumb_fact_is_agency_wide(f) || (f->year ? f->year : e->year) != year)
            continue;
        size_t support = 0;
        for (size_t k = 0; k < e->fact_count; k++)
            support += e->facts[k].indicator && e->facts[k].value.v == f->value.v &&
                       strcmp(e->facts[k].indicator, indicator) == 0;
        if (!best || support > best_support) {
            best = f;
            best_support = support;
        }
    }
    return best;
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
    const struct plumb_extraction *e = b->extractions[x], *g = b->extractions[y];
    size_t n = plumb_catalogue_indicator_count(b->catalogue);
    int from = e->year < g->year ? e->year : g->year, to = e->year + g->year - from;
    for (size_t i = 0; i < n; i++) {
        const struct plumb_indicator *indicator = plumb_catalogue_indicator(b->catalogue, i);
        if (indicator->type != PLUMB_INDICATOR_STORED)
            continue;
        for (int year = from - 1; year <= to; year++) {
            const struct plumb_fact *p = value_of(e, indicator->id, year);
            const struct plumb_fact *q = p ? value_of(g, indicator->id, year) : NULL;
            if (!q || !contradict(p, q))
                continue;
            /* a number in a table belongs to its head; in prose its scope is a guess */
            double belief =
                0.5 + (p->row != PLUMB_NPOS ? 0.12 : 0) + (q->row != PLUMB_NPOS ? 0.12 : 0);
            report_conflict(b, x, y, p, q, year, "consistency.restatement", "两份报告",
                            "the two reports of the agency disagree", belief);
        }
    }
}

/* 年初结转和结余 of this year against 年末结转和结余 in last year's report. */
static void compare_balances(const struct board *b, size_t later, size_t earlier)
{
    const struct plumb_extraction *e = b->extractions[later], *g = b->extractions[earlier];
    const struct plumb_fact *opening = value_of(e, "balance.opening", e->year);
    const struct plumb_fact *closing = opening ? value_of(g, "balance.closing", g->year) : NULL;
    if (closing && contradict(opening, closing))
        report_conflict(b, later, earlier, opening, closing, e->year, "consistency.balance",
                        "年初结转与上年年末结转",
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
    int apart = b->extractions[x]->year - b->extractions[y]->year;
    if (apart > 1 || apart < -1 || !b->extractions[x]->year || !b->extractions[y]->year)
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

static bool ends_sentence(uint32_t cp)
{
    return cp == 0x3002 || cp == 0xFF1B || cp == 0xFF01 || cp == 0xFF1F || cp == ';' || cp == '!';
}

/* The sentence without spaces and digits: a copied sentence with new numbers is a copy too. */
static uint64_t sentence_hash(struct plumb_arena *arena, struct plumb_str text, size_t *length)
{
    char *bare = plumb_arena_alloc(arena, text.len + 4);
    size_t n = 0;
    *length = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        if (cp <= ' ' || cp == '.' || cp == ',' || (cp >= '0' && cp <= '9'))
            continue;
        n += plumb_utf8_encode(cp, bare + n);
        (*length)++;
    }
    return plumb_hash64(bare, n, 1);
}

static void add_sentence(struct plumb_arena *arena, struct plumb_arena *scratch,
                         struct document_text *t, const struct plumb_text *text, size_t from,
                         size_t to)
{
    struct plumb_str piece = plumb_str_trim(plumb_str_sub(text->str, from, to));
    size_t length = 0;
    uint64_t hash = sentence_hash(scratch, piece, &length);
    if (length < SENTENCE_LEAST)
        return;
    *PLUMB_PUSH(arena, t->sentences, t->count, t->capacity) =
        (struct sentence){hash, piece, plumb_text_line(text, from), length};
}

static void cut_sentences(struct plumb_arena *arena, struct plumb_arena *scratch,
                          struct document_text *t, const struct plumb_text *text)
{
    size_t from = 0;
    for (size_t at = 0; at < text->str.len;) {
        uint32_t cp = plumb_utf8_decode(text->str, &at);
        if (ends_sentence(cp)) {
            add_sentence(arena, scratch, t, text, from, at);
            from = at;
        }
    }
    if (from < text->str.len)
        add_sentence(arena, scratch, t, text, from, text->str.len);
}

static int by_hash(const void *a, const void *b)
{
    const struct sentence *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static void read_document(struct plumb_arena *arena, struct plumb_arena *scratch,
                          const struct plumb_document *doc, struct document_text *t)
{
    for (size_t i = 0; i < doc->block_count; i++)
        if (doc->blocks[i].kind != PLUMB_BLOCK_TABLE)
            cut_sentences(arena, scratch, t, &doc->blocks[i].text);
    if (t->count)
        qsort(t->sentences, t->count, sizeof *t->sentences, by_hash);
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++)
        if (!kept || t->sentences[kept - 1].hash != t->sentences[i].hash)
            t->sentences[kept++] = t->sentences[i];
    t->count = kept;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Hashes of sentences that stand in too many reports: the form's own words. Sorted. */
static uint64_t *templates_of(struct plumb_arena *arena, const struct document_text *texts,
                              size_t count, size_t most, size_t *out_count)
{
    size_t total = 0, n = 0, kept = 0;
    for (size_t t = 0; t < count; t++)
        total += texts[t].count;
    uint64_t *all = plumb_arena_array(arena, total + 1, sizeof *all);
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < texts[t].count; i++)
            all[n++] = texts[t].sentences[i].hash;
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

static void drop_templates(struct plumb_arena *arena, struct document_text *t,
                           const uint64_t *templates, size_t count)
{
    t->hashes = plumb_arena_array(arena, t->count + 1, sizeof *t->hashes);
    for (size_t i = 0; i < t->count; i++) {
        uint64_t h = t->sentences[i].hash;
        if (count && bsearch(&h, templates, count, sizeof *templates, by_value))
            continue;
        t->hashes[t->hash_count++] = h;
        t->length += t->sentences[i].length;
    }
}

static const struct sentence *find_sentence(const struct document_text *t, uint64_t hash)
{
    struct sentence key = {.hash = hash};
    size_t low = 0, high = t->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->sentences[middle].hash < key.hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->count && t->sentences[low].hash == hash ? &t->sentences[low] : NULL;
}

struct overlap {
    size_t sentences, length;
    const struct sentence *longest[SHOWN_SENTENCES];
    size_t shown;
};

static struct overlap overlap_of(const struct document_text *a, const struct document_text *b)
{
    struct overlap o = {0};
    for (size_t i = 0, k = 0; i < a->hash_count && k < b->hash_count;) {
        uint64_t x = a->hashes[i], y = b->hashes[k];
        if (x == y) {
            const struct sentence *s = find_sentence(a, x);
            o.sentences++;
            o.length += s->length;
            size_t at = o.shown < SHOWN_SENTENCES ? o.shown++ : SHOWN_SENTENCES - 1;
            if (!o.longest[at] || s->length > o.longest[at]->length)
                o.longest[at] = s;
            for (; at > 0 && o.longest[at]->length > o.longest[at - 1]->length; at--) {
                const struct sentence *t = o.longest[at];
                o.longest[at] = o.longest[at - 1];
                o.longest[at - 1] = t;
            }
        }
        i += x <= y;
        k += y <= x;
    }
    return o;
}

static void report_copy(const struct board *b, size_t x, size_t y,
                        const struct document_text *texts, const struct overlap *o, double share)
{
    struct plumb_finder f = finder_of(b, x), g = finder_of(b, y);
    struct plumb_draft d = plumb_draft_begin(&f, "similarity.copied");
    bool own = same_agency(b, x, y);
    const char *percent = plumb_percent_words(b->arena, share, 0);
    plumb_draft_title(&f, &d, g.extraction->document->name);
    d.finding.subject = g.extraction->document->name;
    d.finding.stated = percent;
    d.finding.explanation.zh =
        plumb_arena_printf(b->arena, "本报告与%s有%zu句文字相同（剔除通用模板后占%s），%s。",
                           g.extraction->document->name, o->sentences, percent,
                           own ? "与本单位另一年度报告雷同" : "与另一单位的报告雷同");
    d.finding.explanation.en = plumb_arena_printf(
        b->arena,
        "%zu sentences are the same as in %s (%s of the text after common templates are left "
        "out), %s.",
        o->sentences, g.extraction->document->name, percent,
        own ? "a report of the agency for another year" : "the report of another agency");
    d.finding.confidence = share > 0.8 ? 0.85 : 0.65;
    for (size_t i = 0; i < o->shown; i++) {
        const struct sentence *twin = find_sentence(&texts[y], o->longest[i]->hash);
        plumb_draft_words(&f, &d, o->longest[i]->line, o->longest[i]->text, "cue");
        if (twin)
            plumb_draft_words(&g, &d, twin->line, twin->text, "other");
    }
    plumb_draft_push(&f, &d);
}

static enum plumb_status compare_texts(const struct board *b, struct plumb_arena *scratch,
                                       struct plumb_error *error)
{
    const struct plumb_check *check = plumb_catalogue_find_check(b->catalogue, "similarity.copied");
    struct document_text *texts = plumb_arena_array(scratch, b->count + 1, sizeof *texts);
    uint64_t *signatures =
        plumb_arena_array(scratch, b->count * PLUMB_MINHASH_SIZE + 1, sizeof *signatures);
    double common = plumb_check_parameter(check, "documents_share", 0.2);
    double least = plumb_check_parameter(check, "report_share", 0.6);
    size_t most = (size_t)(common * (double)b->count), template_count = 0, pair_count = 0;
    struct plumb_pair *pairs = NULL;
    most = most < 2 ? 2 : most;
    for (size_t i = 0; i < b->count; i++)
        read_document(scratch, scratch, b->extractions[i]->document, &texts[i]);
    uint64_t *templates = templates_of(scratch, texts, b->count, most, &template_count);
    for (size_t i = 0; i < b->count; i++) {
        drop_templates(scratch, &texts[i], templates, template_count);
        plumb_minhash(texts[i].hashes, texts[i].hash_count, &signatures[i * PLUMB_MINHASH_SIZE]);
    }
    enum plumb_status status = plumb_similar_pairs(signatures, b->count, PAIRS_A_BUCKET, scratch,
                                                   &pairs, &pair_count, error);
    for (size_t i = 0; i < pair_count && status == PLUMB_OK; i++) {
        size_t x = pairs[i].a, y = pairs[i].b;
        const struct document_text *small =
            texts[x].length < texts[y].length ? &texts[x] : &texts[y];
        struct overlap o = overlap_of(&texts[x], &texts[y]);
        double share = small->length ? (double)o.length / (double)small->length : 0;
        if (o.sentences >= 3 && share >= least)
            report_copy(b, x, y, texts, &o, share > 1 ? 1 : share);
    }
    return status;
}

enum plumb_status plumb_find_across(const struct plumb_catalogue *catalogue,
                                    const struct plumb_extraction *const *extractions, size_t count,
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
        struct board b = {.catalogue = catalogue,
                          .extractions = extractions,
                          .count = count,
                          .arena = arena,
                          .out = out};
        b.keys = plumb_arena_array(scratch, count + 1, sizeof *b.keys);
        for (size_t i = 0; i < count; i++)
            b.keys[i] = plumb_label_key(scratch, extractions[i]->agency);
        compare_reports(&b);
        status = compare_texts(&b, scratch, error);
    }
    plumb_arena_on_nomem(arena, outer);
    plumb_arena_free(scratch);
    return status;
}
