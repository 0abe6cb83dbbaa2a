/* One scale for all findings: belief, money at stake, rule weight (DOMAIN §5).
 *
 *   M = b |stated - expected|,  m = ln(1 + M/J) / ln(1001) cut at 1,  score = 100 b (1 - (1-m)(1-w))
 */
#include "plumb/finding.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* J when nothing tells the size of an agency: 0.5 % of 10 million yuan. */
static const double MATERIALITY_DEFAULT = 50000;
static const double FIRING_SHARE = 0.05, FALSE_SHARE = 0.1;
/* Below this many applications a firing share says nothing about the check. */
enum { FIRING_LEAST = 100, MERGE_LEAST_DIGITS = 3, MERGE_WINDOW = 400 };

const char *plumb_severity_name(enum plumb_severity severity)
{
    static const char *const names[] = {"note", "low", "medium", "high", "critical"};
    return names[severity];
}

static double weight_of(const struct plumb_catalogue *catalogue, const char *check)
{
    const struct plumb_check *entry = plumb_catalogue_find_check(catalogue, check);
    return entry ? entry->weight : 0.5;
}

/* ---- merging ------------------------------------------------------------------------------- */

static int significant_digits(struct plumb_str text)
{
    int digits = 0, zeros = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '0' && digits)
            zeros++;
        if (c < '1' || c > '9')
            continue;
        digits += zeros + 1;
        zeros = 0;
    }
    return digits;
}

/* The same words at the same place; a row of a table may print a number twice. */
static bool same_evidence(const struct plumb_evidence *a, const struct plumb_evidence *b)
{
    return a->line == b->line && a->text.len && plumb_str_equal(a->text, b->text) &&
           a->text.ptr == b->text.ptr && strcmp(a->document, b->document) == 0;
}

/* Short numbers repeat by chance, and other years only serve for comparison. */
static bool is_telling(const struct plumb_evidence *e)
{
    return significant_digits(e->text) >= MERGE_LEAST_DIGITS &&
           !(e->role && strcmp(e->role, "own-history") == 0);
}

static size_t telling_numbers(const struct plumb_finding *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->evidence_count; i++)
        n += is_telling(&f->evidence[i]);
    return n;
}

/* Text rules quote numbers as places, not as what is wrong. */
static bool is_text_rule(const struct plumb_finding *f)
{
    return strncmp(f->check, "report.", 7) == 0 || strncmp(f->check, "similarity.", 11) == 0;
}

/* Two findings about the same numbers in the same places: two in common, a third of all. */
static bool same_numbers(const struct plumb_finding *a, const struct plumb_finding *b)
{
    size_t shared = 0;
    if (is_text_rule(a) || is_text_rule(b))
        return false;
    for (size_t i = 0; i < a->evidence_count; i++)
        for (size_t k = 0; k < b->evidence_count; k++)
            shared += is_telling(&a->evidence[i]) && is_telling(&b->evidence[k]) &&
                      same_evidence(&a->evidence[i], &b->evidence[k]);
    return shared >= 2 && 3 * shared >= telling_numbers(a) + telling_numbers(b) - shared;
}

/* Two wrong numbers are two matters, whatever else their relations share. */
static bool different_suspects(const struct plumb_finding *a, const struct plumb_finding *b)
{
    return a->suspect_count && b->suspect_count &&
           (a->suspects[0].line != b->suspects[0].line ||
            !plumb_str_equal(a->suspects[0].text, b->suspects[0].text));
}

static bool same_matter(const struct plumb_finding *a, const struct plumb_finding *b)
{
    return a->year == b->year && strcmp(a->agency, b->agency) == 0 && a->soft == b->soft &&
           !different_suspects(a, b) && same_numbers(a, b);
}

static void absorb(struct plumb_arena *arena, struct plumb_finding *into,
                   const struct plumb_finding *more)
{
    size_t n = into->evidence_count, most = n + more->evidence_count;
    struct plumb_evidence *all = plumb_arena_array(arena, most + 1, sizeof *all);
    if (n)
        memcpy(all, into->evidence, n * sizeof *all);
    for (size_t i = 0; i < more->evidence_count; i++) {
        size_t k = 0;
        while (k < into->evidence_count && !(same_evidence(&all[k], &more->evidence[i])))
            k++;
        if (k == into->evidence_count)
            all[n++] = more->evidence[i];
    }
    into->evidence = all;
    into->evidence_count = n;
    into->merged += more->merged + 1;
    into->explanation.zh =
        plumb_arena_printf(arena, "%s另：%s", into->explanation.zh, more->explanation.zh);
    into->explanation.en =
        plumb_arena_printf(arena, "%s Also: %s", into->explanation.en, more->explanation.en);
    if (!into->suspect_count) {
        into->suspects = more->suspects;
        into->suspect_count = more->suspect_count;
    }
    if (more->money_at_stake > into->money_at_stake)
        into->money_at_stake = more->money_at_stake;
    if (more->confidence > into->confidence)
        into->confidence = more->confidence;
    if (more->materiality > into->materiality)
        into->materiality = more->materiality;
}

static void merge_list(const struct plumb_catalogue *catalogue, struct plumb_arena *arena,
                       struct plumb_finding_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct plumb_finding *f = &list->items[i];
        size_t from = kept > MERGE_WINDOW ? kept - MERGE_WINDOW : 0, at = kept;
        for (size_t k = from; k < kept && at == kept; k++)
            if (same_matter(&list->items[k], f))
                at = k;
        if (at == kept) {
            list->items[kept++] = *f;
            continue;
        }
        struct plumb_finding *g = &list->items[at];
        bool leads = weight_of(catalogue, f->check) * f->confidence >
                     weight_of(catalogue, g->check) * g->confidence;
        struct plumb_finding merged = leads ? *f : *g;
        absorb(arena, &merged, leads ? g : f);
        *g = merged;
    }
    list->count = kept;
}

/* ---- scores -------------------------------------------------------------------------------- */

struct tally {
    const char *check;
    size_t fired, tested;
};

/* Findings by check; arithmetic on pointers of the catalogue, else by text. */
static struct tally *tally_checks(struct plumb_arena *arena, const struct plumb_finding_list *list,
                                  size_t *count)
{
    struct tally *tallies = NULL;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *f = &list->items[i];
        size_t k = 0;
        while (k < n && strcmp(tallies[k].check, f->check) != 0)
            k++;
        if (k == n)
            PLUMB_PUSH(arena, tallies, n, capacity)->check = f->check;
        tallies[k].fired++;
        if (f->tested > tallies[k].tested)
            tallies[k].tested = f->tested;
    }
    *count = n;
    return tallies;
}

/* A check that fires everywhere finds the habits of the agencies, not their exceptions. */
static void weigh_down_common(struct plumb_arena *arena, struct plumb_finding_list *list)
{
    size_t count = 0;
    struct tally *tallies = tally_checks(arena, list, &count);
    for (size_t i = 0; i < list->count; i++) {
        struct plumb_finding *f = &list->items[i];
        const struct tally *t = tallies;
        while (strcmp(t->check, f->check) != 0)
            t++;
        double share = t->tested ? (double)t->fired / (double)t->tested : 0;
        if (t->tested < FIRING_LEAST || share <= FIRING_SHARE)
            continue;
        f->confidence /= share / FIRING_SHARE;
        f->explanation.zh = plumb_arena_printf(
            arena, "%s注：该检查在%zu次中命中%zu次（%.0f%%），属普遍现象，已降低可信度。",
            f->explanation.zh, t->tested, t->fired, 100 * share);
        f->explanation.en = plumb_arena_printf(
            arena,
            "%s Note: this check fires in %zu of %zu cases (%.0f %%); its belief is lowered.",
            f->explanation.en, t->fired, t->tested, 100 * share);
    }
}

static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* J for findings that do not know their agency's size: the median of those that do. */
static double usual_materiality(struct plumb_arena *arena, const struct plumb_finding_list *list)
{
    double *known = plumb_arena_array(arena, list->count + 1, sizeof *known);
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].materiality > 0)
            known[n++] = list->items[i].materiality;
    if (!n)
        return MATERIALITY_DEFAULT;
    qsort(known, n, sizeof *known, by_double);
    return known[n / 2];
}

static enum plumb_severity severity_of(double score, bool soft)
{
    enum plumb_severity s = score >= 85   ? PLUMB_SEVERITY_CRITICAL
                            : score >= 65 ? PLUMB_SEVERITY_HIGH
                            : score >= 40 ? PLUMB_SEVERITY_MEDIUM
                            : score >= 15 ? PLUMB_SEVERITY_LOW
                                          : PLUMB_SEVERITY_NOTE;
    return soft && s > PLUMB_SEVERITY_LOW ? PLUMB_SEVERITY_LOW : s;
}

static void score_finding(const struct plumb_catalogue *catalogue, struct plumb_finding *f,
                          double usual)
{
    double w = weight_of(catalogue, f->check);
    double unit = f->materiality > 0 ? f->materiality : usual;
    double b = f->confidence < 0 ? 0 : f->confidence > 1 ? 1 : f->confidence;
    double money = b * fabs(f->money_at_stake);
    double m = money > 0 ? log1p(money / unit) / log(1001.0) : 0;
    m = m > 1 ? 1 : m;
    f->confidence = b;
    f->score = 100 * b * (1 - (1 - m) * (1 - w));
    if (f->soft && f->score > 39.9)
        f->score = 39.9; /* the bands of score and severity stay one scale */
    f->severity = severity_of(f->score, f->soft);
}

/* ---- ids ----------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static uint64_t mix(uint64_t seed, const char *text)
{
    return plumb_hash64(text, strlen(text) + 1, seed);
}

/* The same without white space, of which each format keeps as much as it likes. */
static uint64_t mix_words(struct plumb_arena *arena, uint64_t seed, const char *text)
{
    struct plumb_str s = plumb_str_from(text);
    char *kept = plumb_arena_alloc(arena, s.len + 1);
    size_t n = 0;
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp == ' ' || cp == '\t' || cp == '\n' || cp == 0xA0 || cp == 0x3000)
            continue;
        memcpy(kept + n, s.ptr + from, at - from);
        n += at - from;
    }
    kept[n] = '\0';
    return mix(seed, kept);
}

static uint64_t key_of(struct plumb_arena *arena, const struct plumb_finding *f)
{
    const char *roles[8];
    size_t n = 0;
    for (size_t i = 0; i < f->evidence_count; i++) {
        const char *role = f->evidence[i].role ? f->evidence[i].role : "";
        size_t k = 0;
        while (k < n && strcmp(roles[k], role) != 0)
            k++;
        if (k == n && n < PLUMB_COUNT(roles))
            roles[n++] = role;
    }
    qsort(roles, n, sizeof *roles, by_text);
    char year[16];
    snprintf(year, sizeof year, "%d", f->year);
    uint64_t h =
        mix_words(arena, mix(mix_words(arena, mix(0, f->check), f->agency), year), f->subject);
    for (size_t i = 0; i < n; i++)
        h = mix(h, roles[i]);
    return h;
}

struct twin {
    uint64_t key;
    size_t index;
};

static int by_twin(const void *a, const void *b)
{
    const struct twin *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Findings of one check, agency, year and subject are told apart by their order of reading. */
static void give_ids(struct plumb_arena *arena, struct plumb_finding_list *list)
{
    struct twin *twins = plumb_arena_array(arena, list->count + 1, sizeof *twins);
    for (size_t i = 0; i < list->count; i++)
        twins[i] = (struct twin){key_of(arena, &list->items[i]), i};
    qsort(twins, list->count, sizeof *twins, by_twin);
    for (size_t i = 0, run = 0; i < list->count; i++) {
        run = i && twins[i].key == twins[i - 1].key ? run + 1 : 0;
        uint64_t id = twins[i].key;
        if (run)
            id = plumb_hash64(&run, sizeof run, id);
        snprintf(list->items[twins[i].index].id, sizeof list->items->id, "%016llx",
                 (unsigned long long)id);
    }
}

/* ---- order and lines ----------------------------------------------------------------------- */

static int by_rest(const struct plumb_finding *x, const struct plumb_finding *y)
{
    if (x->money_at_stake != y->money_at_stake)
        return x->money_at_stake > y->money_at_stake ? -1 : 1;
    return strcmp(x->id, y->id);
}

static int by_score(const void *a, const void *b)
{
    const struct plumb_finding *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return by_rest(x, y);
}

static int by_money(const void *a, const void *b)
{
    const struct plumb_finding *x = a, *y = b;
    double p = x->confidence * fabs(x->money_at_stake), q = y->confidence * fabs(y->money_at_stake);
    if (p != q)
        return p > q ? -1 : 1;
    return by_score(a, b);
}

static int by_evidence(const void *a, const void *b)
{
    const struct plumb_finding *x = a, *y = b;
    if (x->confidence != y->confidence)
        return x->confidence > y->confidence ? -1 : 1;
    return by_score(a, b);
}

/* Chance that the finding is no exception: its share of tests at that p, or 1 - b. */
static double false_chance(const struct plumb_finding *f)
{
    double chance = 1 - f->confidence;
    if (f->log_p < 0 && f->tested) {
        double expected = exp(f->log_p) * (double)f->tested;
        if (expected > chance)
            chance = expected > 1 ? 1 : expected;
    }
    return chance;
}

/* Positions of the two lines: how many findings stand above each. */
static void draw_lines(const struct plumb_finding_list *list, double usual,
                       struct plumb_analysis_summary *summary)
{
    double wrong = 0, outside = 0, medium = 0, medium_wrong = 0;
    summary->fdr_line = summary->materiality_line = PLUMB_NPOS;
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *f = &list->items[i];
        wrong += false_chance(f);
        if (wrong <= FALSE_SHARE * (double)(i + 1))
            summary->fdr_line = i + 1;
        if (f->severity >= PLUMB_SEVERITY_MEDIUM) {
            medium += 1;
            medium_wrong += 1 - f->confidence;
        }
    }
    for (size_t k = list->count; k > 0; k--) {
        const struct plumb_finding *f = &list->items[k - 1];
        outside += f->confidence * fabs(f->money_at_stake);
        if (outside > usual) {
            summary->materiality_line = k;
            break;
        }
    }
    summary->expected_false_share = medium > 0 ? medium_wrong / medium : 0;
}

static void rank(const struct plumb_catalogue *catalogue, const char *order,
                 struct plumb_arena *arena, struct plumb_finding_list *list,
                 struct plumb_analysis_summary *summary)
{
    merge_list(catalogue, arena, list);
    weigh_down_common(arena, list);
    double usual = usual_materiality(arena, list);
    for (size_t i = 0; i < list->count; i++)
        score_finding(catalogue, &list->items[i], usual);
    give_ids(arena, list);
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items,
              order && strcmp(order, "money") == 0      ? by_money
              : order && strcmp(order, "evidence") == 0 ? by_evidence
                                                        : by_score);
    if (summary)
        draw_lines(list, usual, summary);
}

enum plumb_status plumb_rank_findings(const struct plumb_catalogue *catalogue, const char *order,
                                      struct plumb_arena *arena, struct plumb_finding_list *list,
                                      struct plumb_analysis_summary *summary,
                                      struct plumb_error *error)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    rank(catalogue, order, arena, list, summary);
    plumb_arena_on_nomem(arena, outer);
    return PLUMB_OK;
}
