/* From an extraction of some forty bytes a byte of text to a digest of two or three: findings,
 * the facts and sentences that other documents are compared with, and counts. */
#include "analysis/across/digest.h"

#include "analysis/findings/findings_int.h"

#include <stdlib.h>
#include <string.h>

enum { SEEN = 256 };

/* Where a text lay, and its copy. */
struct place {
    struct plumb_str from, to;
};

/* Copies strings; what lies in the source moves with it, what was copied just before is shared. */
struct mover {
    struct plumb_arena *arena, *scratch;
    struct place *places; /* open addressing: see move_place */
    size_t place_count, place_capacity;
    struct plumb_str source, moved;
    struct {
        struct plumb_str from, to;
    } seen[SEEN];
};

static struct plumb_str move(struct mover *m, struct plumb_str s)
{
    uintptr_t at = (uintptr_t)s.ptr, source = (uintptr_t)m->source.ptr;
    if (!s.len)
        return PLUMB_STR("");
    if (m->source.len && at >= source && at + s.len <= source + m->source.len)
        return (struct plumb_str){m->moved.ptr + (at - source), s.len};
    size_t slot = (size_t)plumb_hash64(&s.ptr, sizeof s.ptr, s.len) % SEEN;
    if (m->seen[slot].from.ptr != s.ptr || m->seen[slot].from.len != s.len) {
        m->seen[slot].from = s;
        m->seen[slot].to = plumb_str_copy(m->arena, s);
    }
    return m->seen[slot].to;
}

static struct place *find_place(struct place *places, size_t capacity, struct plumb_str s)
{
    size_t at = (size_t)plumb_hash64(&s.ptr, sizeof s.ptr, s.len) & (capacity - 1);
    while (places[at].from.ptr && (places[at].from.ptr != s.ptr || places[at].from.len != s.len))
        at = (at + 1) & (capacity - 1);
    return &places[at];
}

static void grow_places(struct mover *m)
{
    size_t capacity = m->place_capacity ? m->place_capacity * 2 : 64;
    struct place *larger = plumb_arena_array(m->scratch, capacity, sizeof *larger);
    for (size_t i = 0; i < m->place_capacity; i++)
        if (m->places[i].from.ptr)
            *find_place(larger, capacity, m->places[i].from) = m->places[i];
    m->places = larger;
    m->place_capacity = capacity;
}

/* A number quoted by two findings is one copy, always: rank.c tells by the address that they speak
 * of one place. `seen` may forget, and which it forgets depends on where memory lies. */
static struct plumb_str move_place(struct mover *m, struct plumb_str s)
{
    if (!s.len)
        return PLUMB_STR("");
    if (2 * m->place_count >= m->place_capacity)
        grow_places(m);
    struct place *place = find_place(m->places, m->place_capacity, s);
    if (!place->from.ptr) {
        *place = (struct place){s, move(m, s)};
        m->place_count++;
    }
    return place->to;
}

static const char *move_words(struct mover *m, const char *words)
{
    return words ? plumb_str_copy(m->arena, plumb_str_from(words)).ptr : NULL;
}

/* ---- findings ------------------------------------------------------------------------------ */

static void move_evidence(struct mover *m, const char *path, const struct plumb_finding *from,
                          struct plumb_finding *to)
{
    struct plumb_evidence *evidence =
        plumb_arena_array(m->arena, from->evidence_count + 1, sizeof *evidence);
    struct plumb_suspect *suspects =
        plumb_arena_array(m->arena, from->suspect_count + 1, sizeof *suspects);
    for (size_t i = 0; i < from->evidence_count; i++) {
        evidence[i] = from->evidence[i];
        evidence[i].document = path ? path : move_words(m, from->evidence[i].document);
        evidence[i].quote = move(m, from->evidence[i].quote);
        evidence[i].text = move_place(m, from->evidence[i].text);
    }
    for (size_t i = 0; i < from->suspect_count; i++) {
        suspects[i] = from->suspects[i];
        suspects[i].document = path ? path : move_words(m, from->suspects[i].document);
        suspects[i].text = move_place(m, from->suspects[i].text);
        suspects[i].proposed = move_words(m, from->suspects[i].proposed);
    }
    to->evidence = evidence;
    to->suspects = suspects;
}

/* `path`: of the document all evidence is from, or NULL. Roles are static words. */
static struct plumb_finding move_finding(struct mover *m, const char *path,
                                         const struct plumb_finding *f)
{
    struct plumb_finding copy = *f;
    copy.agency = move_words(m, f->agency);
    copy.subject = move_words(m, f->subject);
    copy.stated = move_words(m, f->stated);
    copy.expected = move_words(m, f->expected);
    copy.title = (struct plumb_bilingual){move_words(m, f->title.zh), move_words(m, f->title.en)};
    copy.explanation = (struct plumb_bilingual){move_words(m, f->explanation.zh),
                                                move_words(m, f->explanation.en)};
    copy.recomputation = move_words(m, f->recomputation);
    copy.recomputation_zh = move_words(m, f->recomputation_zh);
    copy.population = move_words(m, f->population);
    move_evidence(m, path, f, &copy);
    return copy;
}

void plumb_findings_keep(struct plumb_arena *arena, const struct plumb_finding_list *from,
                         struct plumb_finding_list *to)
{
    struct mover *m = plumb_arena_alloc(arena, sizeof *m);
    m->arena = m->scratch = arena;
    for (size_t i = 0; i < from->count; i++) {
        struct plumb_finding copy = move_finding(m, NULL, &from->items[i]);
        plumb_finding_push(arena, to, &copy);
    }
}

static enum plumb_status keep_findings(struct plumb_digest *d, struct mover *m,
                                       const struct plumb_catalogue *catalogue,
                                       const struct plumb_extraction *extraction,
                                       struct plumb_error *error)
{
    struct plumb_finding_list found = {0};
    struct plumb_arena *scratch = plumb_arena_new();
    if (!scratch)
        return plumb_fail_nomem(error);
    enum plumb_status status =
        plumb_consistency_findings(catalogue, extraction, scratch, &found, error);
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(d->arena, &nomem);
    if (scratch)
        plumb_arena_on_nomem(scratch, &nomem);
    m->scratch = scratch;
    if (setjmp(nomem))
        status = plumb_fail_nomem(error);
    else if (status == PLUMB_OK)
        for (size_t i = 0; i < found.count; i++) {
            struct plumb_finding copy = move_finding(m, d->document.path, &found.items[i]);
            plumb_finding_push(d->arena, &d->findings, &copy);
        }
    plumb_arena_on_nomem(d->arena, outer);
    plumb_arena_free(scratch);
    m->scratch = NULL;
    m->places = NULL;
    m->place_count = m->place_capacity = 0;
    return status;
}

/* ---- document and facts -------------------------------------------------------------------- */

static void keep_document(struct plumb_digest *d, struct mover *m,
                          const struct plumb_document *document)
{
    d->document = *document;
    d->document.blocks = NULL;
    d->document.block_count = 0;
    d->document.notes = NULL;
    d->document.note_count = 0;
    d->document.path = move_words(m, document->path);
    d->document.name = move_words(m, document->name);
    d->document.encoding = move_words(m, document->encoding);
    d->document.source = plumb_str_copy(d->arena, document->source);
    m->source = document->source;
    m->moved = d->document.source;
    size_t *starts = plumb_arena_array(d->arena, document->line_count + 1, sizeof *starts);
    if (document->line_count)
        memcpy(starts, document->line_starts, document->line_count * sizeof *starts);
    d->document.line_starts = starts;
}

static bool is_kept(const struct plumb_fact *fact)
{
    return fact->indicator && fact->kind != PLUMB_FACT_NOT;
}

static void keep_facts(struct plumb_digest *d, struct mover *m,
                       const struct plumb_extraction *extraction)
{
    size_t kept = 0;
    for (size_t i = 0; i < extraction->fact_count; i++)
        kept += is_kept(&extraction->facts[i]);
    struct plumb_fact *facts = plumb_arena_array(d->arena, kept + 1, sizeof *facts);
    d->extraction = *extraction;
    d->extraction.document = &d->document;
    d->extraction.agency = move(m, extraction->agency);
    d->extraction.facts = facts;
    d->extraction.fact_count = kept;
    d->extraction.relations = NULL;
    d->extraction.relation_count = 0;
    d->relation_count = extraction->relation_count;
    for (size_t i = 0, n = 0; i < extraction->fact_count; i++) {
        if (!is_kept(&extraction->facts[i]))
            continue;
        struct plumb_fact *f = &facts[n];
        *f = extraction->facts[i];
        f->id = n++;
        f->block = f->partner = PLUMB_NPOS;
        f->text = move(m, f->text);
        f->unit_text = move(m, f->unit_text);
        f->label = move(m, f->label);
        f->head = move(m, f->head);
        f->item = move(m, f->item);
        f->until = move(m, f->until);
        f->population = move(m, f->population);
        f->context = move(m, f->context);
    }
}

static void keep_figures(struct plumb_digest *d, struct mover *m,
                         const struct plumb_extraction *extraction)
{
    size_t n = extraction->figure_count;
    struct plumb_figure *figures = plumb_arena_array(d->arena, n + 1, sizeof *figures);
    struct plumb_str *units =
        plumb_arena_array(d->arena, extraction->unit_count + 1, sizeof *units);
    for (size_t i = 0; i < n; i++) {
        figures[i] = extraction->figures[i];
        figures[i].name = move(m, figures[i].name);
        figures[i].words = move_words(m, figures[i].words);
        figures[i].text = move(m, figures[i].text);
    }
    for (size_t i = 0; i < extraction->unit_count; i++)
        units[i] = move(m, extraction->units[i]);
    d->extraction.figures = figures;
    d->extraction.units = units;
}

static void keep_prints(struct plumb_digest *d, struct mover *m,
                        const struct plumb_document *document, struct plumb_arena *scratch)
{
    size_t count = 0;
    const struct plumb_fingerprint *prints = plumb_document_fingerprints(document, scratch, &count);
    d->prints = plumb_arena_array(d->arena, count + 1, sizeof *d->prints);
    d->print_count = count;
    for (size_t i = 0; i < count; i++) {
        d->prints[i] = prints[i];
        d->prints[i].text = move(m, prints[i].text);
    }
}

/* ---- best-told values ---------------------------------------------------------------------- */

struct telling {
    size_t indicator, support, order;
    int year;
    const struct plumb_fact *fact;
};

static int by_value(const void *a, const void *b)
{
    const struct telling *x = a, *y = b;
    if (x->indicator != y->indicator)
        return x->indicator < y->indicator ? -1 : 1;
    return (x->fact->value.v > y->fact->value.v) - (x->fact->value.v < y->fact->value.v);
}

static int by_year(const void *a, const void *b)
{
    const struct telling *x = a, *y = b;
    if (x->indicator != y->indicator)
        return x->indicator < y->indicator ? -1 : 1;
    if (x->year != y->year)
        return x->year < y->year ? -1 : 1;
    if (x->support != y->support)
        return x->support > y->support ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static size_t indicator_index(const struct plumb_catalogue *catalogue, const char *id)
{
    const struct plumb_indicator *entry = plumb_catalogue_find_indicator(catalogue, id);
    return entry ? (size_t)(entry - plumb_catalogue_indicator(catalogue, 0)) : PLUMB_NPOS;
}

/* Tellings of stored indicators; each knows how many facts of the document give the same value. */
static size_t collect_tellings(const struct plumb_digest *d,
                               const struct plumb_catalogue *catalogue, struct telling *tellings)
{
    size_t n = 0;
    for (size_t i = 0; i < d->extraction.fact_count; i++) {
        const struct plumb_fact *f = &d->extraction.facts[i];
        size_t at = indicator_index(catalogue, f->indicator);
        if (at != PLUMB_NPOS &&
            plumb_catalogue_indicator(catalogue, at)->type == PLUMB_INDICATOR_STORED)
            tellings[n++] = (struct telling){at, 0, i, f->year ? f->year : d->extraction.year, f};
    }
    if (n)
        qsort(tellings, n, sizeof *tellings, by_value);
    for (size_t i = 0, end; i < n; i = end) {
        end = i;
        while (end < n && by_value(&tellings[i], &tellings[end]) == 0)
            end++;
        for (size_t k = i; k < end; k++)
            tellings[k].support = end - i;
    }
    return n;
}

static void keep_told(struct plumb_digest *d, const struct plumb_catalogue *catalogue,
                      struct plumb_arena *scratch)
{
    struct telling *tellings =
        plumb_arena_array(scratch, d->extraction.fact_count + 1, sizeof *tellings);
    size_t all = collect_tellings(d, catalogue, tellings), n = 0;
    for (size_t i = 0; i < all; i++)
        if (plumb_fact_is_plain(tellings[i].fact) && plumb_fact_is_agency_wide(tellings[i].fact))
            tellings[n++] = tellings[i];
    if (n)
        qsort(tellings, n, sizeof *tellings, by_year);
    d->told = plumb_arena_array(d->arena, n + 1, sizeof *d->told);
    for (size_t i = 0; i < n; i++)
        if (!i || tellings[i].indicator != tellings[i - 1].indicator ||
            tellings[i].year != tellings[i - 1].year)
            d->told[d->told_count++] =
                (struct plumb_told){tellings[i].indicator, tellings[i].year, tellings[i].fact};
}

/* ---- counts -------------------------------------------------------------------------------- */

static size_t check_index(const struct plumb_catalogue *catalogue, const char *id)
{
    const struct plumb_check *entry = id ? plumb_catalogue_find_check(catalogue, id) : NULL;
    return entry ? (size_t)(entry - plumb_catalogue_check(catalogue, 0)) : PLUMB_NPOS;
}

/* Text rules leave no trace where they hold, so nothing is known of their population. */
static void count_checks(struct plumb_digest *d, const struct plumb_catalogue *catalogue,
                         const struct plumb_extraction *extraction)
{
    size_t count = plumb_catalogue_check_count(catalogue);
    d->checks = plumb_arena_array(d->arena, count + 1, sizeof *d->checks);
    for (size_t k = 0; k < extraction->relation_count; k++) {
        const struct plumb_relation *r = &extraction->relations[k];
        size_t c = check_index(catalogue, r->check);
        if (c == PLUMB_NPOS || !r->declared)
            continue;
        d->checks[c].tested += r->verdict != PLUMB_VERDICT_UNTESTABLE;
        d->checks[c].held += r->verdict == PLUMB_VERDICT_CONSISTENT;
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static enum plumb_status digest(struct plumb_digest *d, const struct plumb_catalogue *catalogue,
                                const struct plumb_extraction *extraction,
                                struct plumb_arena *scratch, struct plumb_error *error)
{
    jmp_buf nomem;
    plumb_arena_on_nomem(d->arena, &nomem);
    plumb_arena_on_nomem(scratch, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(d->arena, NULL);
        return plumb_fail_nomem(error);
    }
    struct mover *m = plumb_arena_alloc(scratch, sizeof *m);
    m->arena = d->arena;
    keep_document(d, m, extraction->document);
    keep_facts(d, m, extraction);
    keep_figures(d, m, extraction);
    keep_prints(d, m, extraction->document, scratch);
    keep_told(d, catalogue, scratch);
    count_checks(d, catalogue, extraction);
    d->materiality = plumb_document_materiality(&d->extraction);
    enum plumb_status status = keep_findings(d, m, catalogue, extraction, error);
    plumb_arena_on_nomem(d->arena, NULL);
    plumb_arena_deadline(d->arena, 0);
    return status;
}

enum plumb_status plumb_digest_new(const struct plumb_catalogue *catalogue,
                                   const struct plumb_extraction *extraction, double stop_at,
                                   struct plumb_digest **out, struct plumb_error *error)
{
    struct plumb_arena *arena = plumb_arena_new(), *scratch = plumb_arena_new();
    struct plumb_digest *d = arena ? plumb_arena_alloc(arena, sizeof *d) : NULL;
    enum plumb_status status = PLUMB_E_NOMEM;
    if (d && scratch) {
        d->arena = arena;
        plumb_arena_deadline(arena, stop_at);
        plumb_arena_deadline(scratch, stop_at);
        status = digest(d, catalogue, extraction, scratch, error);
    } else {
        plumb_fail_nomem(error);
    }
    plumb_arena_free(scratch);
    if (status != PLUMB_OK)
        plumb_arena_free(arena);
    *out = status == PLUMB_OK ? d : NULL;
    return status;
}

void plumb_digest_free(struct plumb_digest *digest)
{
    if (digest)
        plumb_arena_free(digest->arena);
}

const struct plumb_extraction *plumb_digest_extraction(const struct plumb_digest *digest)
{
    return &digest->extraction;
}

size_t plumb_digest_relations(const struct plumb_digest *digest)
{
    return digest->relation_count;
}
