/* Relations to findings: one root cause, one finding.
 *
 * Nodes are causes of the localiser, broken relations that cannot be recomputed here (targets,
 * dates, text rules), and roundings worth a note. Nodes of one root cause are joined: the same
 * suspect, the same numbers told again in other places, the same gap in tables made from one form.
 */
#include "analysis/findings/equation.h"
#include "analysis/findings/findings_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this many a document is unreadable as a whole, and pairing all would take minutes. */
enum { MAX_PAIRED_NODES = 1500, MAX_KEYS = 24, MAX_EVIDENCE = 60 };

struct node {
    const struct plumb_cause *cause; /* NULL for a relation that is not localised */
    size_t *relations;
    size_t relation_count;
    bool rounding;
    bool slight; /* one rate that is one off in its last place */
    size_t parent;
};

struct board {
    const struct plumb_finder *finder;
    const struct plumb_extraction *extraction;
    struct node *nodes;
    size_t count, capacity;
};

static const struct plumb_relation *relation_at(const struct board *b, size_t index)
{
    return &b->extraction->relations[index];
}

static const struct plumb_relation *first_relation(const struct board *b, const struct node *n)
{
    return relation_at(b, n->relations[0]);
}

/* ---- which relations ----------------------------------------------------------------------- */

/* Roundings are no findings, but cutting off digits and plugging the last share are worth a note. */
static bool rounding_worth_a_note(const struct plumb_relation *r)
{
    if (r->verdict != PLUMB_VERDICT_ROUNDING || !r->declared)
        return false;
    bool plug = r->reason && (strstr(r->reason, "add up to 100") || strstr(r->reason, "plug"));
    bool cut = r->mode == PLUMB_MODE_TRUNCATE || r->mode == PLUMB_MODE_CEILING;
    bool rate =
        r->kind == PLUMB_REL_SHARE || r->kind == PLUMB_REL_RATIO || r->kind == PLUMB_REL_GROWTH;
    return plug || (cut && rate) || r->kind == PLUMB_REL_RESTATEMENT;
}

/* 90.75 % printed for 90.7602 %: a rate one off in its last place, and by less than a hundredth of it, is a
 * slip that decides nothing. */
static bool off_by_last_digit(const struct plumb_extraction *e, const struct plumb_relation *r)
{
    bool rate =
        r->kind == PLUMB_REL_SHARE || r->kind == PLUMB_REL_RATIO || r->kind == PLUMB_REL_GROWTH;
    if (!rate || r->stated.fact == PLUMB_NPOS || !r->has_expected)
        return false;
    const struct plumb_fact *stated = &e->facts[r->stated.fact];
    plumb_i128 value = plumb_dec_abs(stated->value).v;
    plumb_i128 gap = value - plumb_dec_abs(r->expected).v;
    gap = gap < 0 ? -gap : gap;
    return stated->unit == PLUMB_UNIT_FRACTION && 2 * gap <= 3 * stated->ulp.v && 100 * gap < value;
}

static struct node *add_node(struct board *b, size_t relation)
{
    struct plumb_arena *arena = b->finder->arena;
    struct node *n = PLUMB_PUSH(arena, b->nodes, b->count, b->capacity);
    n->relations = plumb_arena_array(arena, 1, sizeof *n->relations);
    n->relations[0] = relation;
    n->relation_count = 1;
    n->parent = b->count - 1;
    n->slight = off_by_last_digit(b->extraction, relation_at(b, relation));
    return n;
}

/* A total with one smaller part and no slip that explains it is a list that was not read whole. */
static bool is_page_cut(const struct board *b, const struct plumb_cause *cause)
{
    if (cause->relation_count != 1 ||
        !plumb_relation_is_partial(b->extraction, cause->relations[0]))
        return false;
    enum plumb_slip_kind kind =
        cause->suspect_count ? cause->suspects[0].meant.kind : PLUMB_SLIP_NONE;
    return kind == PLUMB_SLIP_NONE || kind == PLUMB_SLIP_COPY;
}

static void collect_nodes(struct board *b)
{
    struct plumb_cause *causes = NULL;
    size_t cause_count = plumb_localise(b->finder->arena, b->extraction, &causes);
    size_t total = b->extraction->relation_count;
    bool *taken = plumb_arena_array(b->finder->arena, total + 1, sizeof *taken);
    for (size_t c = 0; c < cause_count; c++) {
        if (is_page_cut(b, &causes[c])) {
            taken[causes[c].relations[0]] = true;
            continue;
        }
        struct node *n = add_node(b, causes[c].relations[0]);
        n->cause = &causes[c];
        n->relations = causes[c].relations;
        n->relation_count = causes[c].relation_count;
        n->slight = n->slight && n->relation_count == 1;
        for (size_t i = 0; i < n->relation_count; i++)
            taken[n->relations[i]] = true;
    }
    for (size_t i = 0; i < total; i++) {
        const struct plumb_relation *r = relation_at(b, i);
        if (taken[i] || !r->declared || plumb_relation_is_doubtful(b->extraction, i) ||
            plumb_relation_is_partial(b->extraction, i))
            continue;
        if (r->verdict == PLUMB_VERDICT_INCONSISTENT)
            add_node(b, i);
        else if (rounding_worth_a_note(r))
            add_node(b, i)->rounding = true;
    }
}

/* ---- joining ------------------------------------------------------------------------------- */

static size_t root_of(struct board *b, size_t i)
{
    while (b->nodes[i].parent != i)
        i = b->nodes[i].parent = b->nodes[b->nodes[i].parent].parent;
    return i;
}

static void join(struct board *b, size_t i, size_t k)
{
    size_t x = root_of(b, i), y = root_of(b, k);
    if (x < y)
        b->nodes[y].parent = x;
    else
        b->nodes[x].parent = y;
}

static int significant_digits(plumb_dec value)
{
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    int digits = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        digits++;
    return digits;
}

/* The numbers of a node that say something: at least two digits, zeros at the end apart. */
struct keys {
    const struct plumb_fact *facts[MAX_KEYS];
    size_t count;
};

static void add_key(const struct board *b, struct keys *keys, size_t fact)
{
    if (fact == PLUMB_NPOS || keys->count == MAX_KEYS)
        return;
    const struct plumb_fact *f = &b->extraction->facts[fact];
    if (significant_digits(f->value) < 2)
        return;
    for (size_t i = 0; i < keys->count; i++)
        if (keys->facts[i]->unit == f->unit && keys->facts[i]->value.v == f->value.v)
            return;
    keys->facts[keys->count++] = f;
}

static struct keys keys_of(const struct board *b, const struct node *n)
{
    struct keys keys = {.count = 0};
    for (size_t i = 0; i < n->relation_count; i++) {
        const struct plumb_relation *r = relation_at(b, n->relations[i]);
        add_key(b, &keys, r->stated.fact);
        for (size_t k = 0; k < r->operand_count; k++)
            add_key(b, &keys, r->operands[k].fact);
    }
    return keys;
}

/* Two numbers in common, one of them of three digits or more: not by chance. */
static bool share_keys(const struct keys *a, const struct keys *b)
{
    size_t n = 0, telling = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            bool same = a->facts[i]->unit == b->facts[k]->unit &&
                        a->facts[i]->value.v == b->facts[k]->value.v;
            n += same;
            telling += same && significant_digits(a->facts[i]->value) >= 3;
        }
    return n >= 2 && telling;
}

static bool same_text(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

/* Forms filled in several times repeat their flaw: weights that add to 110 in every table, the same
 * field left empty, the same kind of placeholder. */
static bool same_form(const struct board *b, const struct node *x, const struct node *y)
{
    const struct plumb_relation *r = first_relation(b, x), *s = first_relation(b, y);
    if (!same_text(r->check, s->check) || x->rounding != y->rounding || !r->check)
        return false;
    if (r->kind == PLUMB_REL_REPORT ||
        (r->kind == PLUMB_REL_RESTATEMENT && strcmp(r->check, "consistency.unit") == 0))
        return same_text(r->reason, s->reason);
    if (r->kind != PLUMB_REL_SCORE || strcmp(r->check, "score.line") == 0)
        return false;
    return plumb_str_equal(r->stated.text, s->stated.text) && r->expected.v == s->expected.v;
}

static bool same_rounding(const struct board *b, const struct node *x, const struct node *y)
{
    const struct plumb_relation *r = first_relation(b, x), *s = first_relation(b, y);
    return x->rounding && y->rounding && r->kind != PLUMB_REL_RESTATEMENT &&
           s->kind != PLUMB_REL_RESTATEMENT && r->mode == s->mode &&
           same_text(r->reason, s->reason);
}

static const struct plumb_suspicion *first_suspect(const struct node *n)
{
    return n->cause && n->cause->suspect_count ? &n->cause->suspects[0] : NULL;
}

/* One number under suspicion in both, or two figures told differently in the same two places. */
static bool same_cause(const struct board *b, const struct node *x, const struct node *y)
{
    const struct plumb_suspicion *p = first_suspect(x), *q = first_suspect(y);
    if (x->rounding || y->rounding)
        return false;
    if (p && q && p->fact == q->fact)
        return true;
    const struct plumb_relation *r = first_relation(b, x), *s = first_relation(b, y);
    return r->kind == PLUMB_REL_RESTATEMENT && s->kind == PLUMB_REL_RESTATEMENT &&
           r->operand_count && s->operand_count && r->subject.len &&
           plumb_str_equal(r->subject, s->subject) && r->stated.line == s->stated.line &&
           r->operands[0].line == s->operands[0].line;
}

/* The same two amounts in a rate, a target and a comparison are one matter. Causes that the localiser
 * kept apart stay apart, whatever numbers their relations share. */
static bool same_matter(const struct node *x, const struct node *y, const struct keys *a,
                        const struct keys *b)
{
    if (x->rounding || y->rounding || x->slight || y->slight || (x->cause && y->cause))
        return false;
    return share_keys(a, b);
}

static void join_nodes(struct board *b)
{
    if (b->count > MAX_PAIRED_NODES)
        return;
    struct keys *keys = plumb_arena_array(b->finder->arena, b->count + 1, sizeof *keys);
    for (size_t i = 0; i < b->count; i++)
        keys[i] = keys_of(b, &b->nodes[i]);
    for (size_t i = 0; i < b->count; i++)
        for (size_t k = i + 1; k < b->count; k++) {
            const struct node *x = &b->nodes[i], *y = &b->nodes[k];
            if (same_form(b, x, y) || same_rounding(b, x, y) || same_cause(b, x, y) ||
                same_matter(x, y, &keys[i], &keys[k]))
                join(b, i, k);
        }
}

/* ---- one group to one finding -------------------------------------------------------------- */

static const char *default_check(const struct plumb_relation *r)
{
    static const char *const checks[] = {[PLUMB_REL_SUM] = "consistency.sum",
                                         [PLUMB_REL_DIFFERENCE] = "consistency.difference",
                                         [PLUMB_REL_BALANCE] = "consistency.balance",
                                         [PLUMB_REL_SHARE] = "consistency.share",
                                         [PLUMB_REL_RATIO] = "consistency.ratio",
                                         [PLUMB_REL_GROWTH] = "consistency.growth",
                                         [PLUMB_REL_PRODUCT] = "consistency.product",
                                         [PLUMB_REL_AVERAGE] = "consistency.average",
                                         [PLUMB_REL_RESTATEMENT] = "consistency.restatement",
                                         [PLUMB_REL_COMPARISON] = "consistency.comparison",
                                         [PLUMB_REL_TARGET] = "target.missed",
                                         [PLUMB_REL_SCORE] = "score.total",
                                         [PLUMB_REL_BOUND] = "consistency.bound",
                                         [PLUMB_REL_COUNT] = "consistency.count",
                                         [PLUMB_REL_DATE] = "report.date",
                                         [PLUMB_REL_UNIT] = "consistency.unit",
                                         [PLUMB_REL_REPORT] = "report.missing"};
    return checks[r->kind];
}

static const struct plumb_check *check_of(const struct board *b, const struct plumb_relation *r)
{
    const struct plumb_check *check = plumb_catalogue_find_check(b->finder->catalogue, r->check);
    return check ? check : plumb_catalogue_find_check(b->finder->catalogue, default_check(r));
}

/* Two tellings of which one is more than half as large again are hardly one figure in the same scope and
 * period, unless a table tells one of them; a factor of ten is a matter of units. */
static bool is_far_apart(const struct board *b, const struct plumb_relation *r)
{
    if (r->kind != PLUMB_REL_RESTATEMENT || r->verdict != PLUMB_VERDICT_INCONSISTENT ||
        r->stated.fact == PLUMB_NPOS || r->operand_count != 1 || r->operands[0].fact == PLUMB_NPOS)
        return false;
    const struct plumb_fact *x = &b->extraction->facts[r->stated.fact];
    const struct plumb_fact *y = &b->extraction->facts[r->operands[0].fact];
    double a = fabs(plumb_dec_double(x->value)), c = fabs(plumb_dec_double(y->value));
    double times = a > c ? a / c : c / a;
    return x->row == PLUMB_NPOS && y->row == PLUMB_NPOS && times > 1.5 && times < 9.5;
}

/* What is left to explain of a miss that the report itself has marked down. */
static const double MARKED_MISS = 0.15;

/* That two tellings are one fact, when another amount of the report is all that parts them. */
static const double TWO_SCOPES = 0.5;

static double confidence_of(const struct board *b, const struct plumb_relation *r)
{
    if (r->verdict == PLUMB_VERDICT_INCONSISTENT && plumb_miss_is_marked(b->extraction, r))
        return MARKED_MISS;
    /* "471 万元" and "503 万元" with 32 万元 of a fund told apart: likely two scopes, to be explained */
    bool scopes = r->kind == PLUMB_REL_RESTATEMENT && plumb_gap_elsewhere(b->extraction, r);
    if (is_far_apart(b, r) || scopes)
        return (scopes ? TWO_SCOPES : 0.7) * r->confidence;
    double c = r->confidence > 0 && r->confidence <= 1 ? r->confidence : 0.8;
    /* many operands tried without one that fits make a miss certain, not doubtful; a restatement
     * whose key was inferred keeps its own lower confidence */
    return r->verdict == PLUMB_VERDICT_ROUNDING ? 0.6 * c : c;
}

/* Which relation speaks for the group: weight of its check and sureness, then reading order. */
static double standing(const struct board *b, const struct plumb_relation *r)
{
    const struct plumb_check *check = check_of(b, r);
    return (check ? check->weight : 0.5) * confidence_of(b, r);
}

struct group {
    size_t *nodes;
    size_t node_count;
    size_t relation_count;
    const struct plumb_relation *lead;
    const struct plumb_cause *cause; /* of the lead's node, or the first there is */
    double confidence;
    double money;
};

static void read_group(const struct board *b, struct group *g)
{
    double best = -1;
    for (size_t i = 0; i < g->node_count; i++) {
        const struct node *n = &b->nodes[g->nodes[i]];
        for (size_t k = 0; k < n->relation_count; k++) {
            const struct plumb_relation *r = relation_at(b, n->relations[k]);
            double money = plumb_dec_double(plumb_dec_abs(r->money));
            if (standing(b, r) > best + 1e-9) {
                best = standing(b, r);
                g->lead = r;
                g->cause = n->cause ? n->cause : g->cause;
            }
            if (confidence_of(b, r) > g->confidence)
                g->confidence = confidence_of(b, r);
            if (money > g->money)
                g->money = money;
            g->relation_count++;
        }
        if (!g->cause)
            g->cause = n->cause;
    }
    /* independent relations that fail together leave less room for a misreading */
    if (g->relation_count > 1)
        g->confidence += 0.4 * (1 - g->confidence);
}

static void quote_relation(const struct board *b, struct plumb_draft *draft,
                           const struct plumb_relation *r)
{
    if (draft->evidence_count >= MAX_EVIDENCE)
        return;
    if (r->stated.fact != PLUMB_NPOS || r->stated.text.len)
        plumb_draft_term(b->finder, draft, &r->stated);
    for (size_t i = 0; i < r->operand_count; i++)
        plumb_draft_term(b->finder, draft, &r->operands[i]);
}

static void quote_group(const struct board *b, struct plumb_draft *draft, const struct group *g)
{
    quote_relation(b, draft, g->lead);
    for (size_t i = 0; i < g->node_count; i++) {
        const struct node *n = &b->nodes[g->nodes[i]];
        for (size_t k = 0; k < n->relation_count; k++)
            quote_relation(b, draft, relation_at(b, n->relations[k]));
    }
}

/* The i-th relation of the group in reading order, when the ones before tell the same claim. */
static bool is_told_before(const struct board *b, const struct group *g, size_t node, size_t at)
{
    const struct plumb_relation *r = relation_at(b, b->nodes[g->nodes[node]].relations[at]);
    for (size_t i = 0; i <= node; i++) {
        const struct node *n = &b->nodes[g->nodes[i]];
        for (size_t k = 0; k < n->relation_count && (i < node || k < at); k++)
            if (plumb_relation_is_same(relation_at(b, n->relations[k]), r))
                return true;
    }
    return r != g->lead && plumb_relation_is_same(r, g->lead);
}

/* What else is broken by the same cause, in few words. */
static void word_others(const struct board *b, const struct group *g, const char *lead,
                        struct plumb_bilingual *out)
{
    struct plumb_arena *arena = b->finder->arena;
    size_t shown = 0, claims = 0;
    *out = (struct plumb_bilingual){"", ""};
    for (size_t i = 0; i < g->node_count; i++) {
        const struct node *n = &b->nodes[g->nodes[i]];
        for (size_t k = 0; k < n->relation_count; k++) {
            const struct plumb_relation *r = relation_at(b, n->relations[k]);
            if (is_told_before(b, g, i, k))
                continue;
            claims++;
            if (r == g->lead || shown == 3)
                continue;
            struct plumb_wording words = plumb_word_relation(b->finder, r);
            if (strcmp(words.zh, lead) == 0 || strstr(out->zh, words.zh))
                continue; /* the same words say nothing new; it is counted below */
            out->zh = plumb_arena_printf(arena, "%s%s%s", out->zh, shown ? "" : "同一问题还见于：",
                                         words.zh);
            out->en =
                plumb_arena_printf(arena, "%s%s%s", out->en, shown ? " " : " Also: ", words.en);
            shown++;
        }
    }
    if (claims > shown + 1) {
        out->zh = plumb_arena_printf(arena, "%s另有%zu处。", out->zh, claims - shown - 1);
        out->en = plumb_arena_printf(arena, "%s And %zu more.", out->en, claims - shown - 1);
    }
}

/* Yuan between what is printed and what was probably meant. */
static double money_of(const struct board *b, const struct group *g)
{
    double money = g->money;
    if (g->cause && g->cause->repaired && g->cause->suspect_count) {
        const struct plumb_suspicion *first = &g->cause->suspects[0];
        const struct plumb_fact *fact = &b->extraction->facts[first->fact];
        if (fact->unit == PLUMB_UNIT_YUAN) {
            double apart =
                plumb_dec_double(plumb_dec_abs(plumb_dec_sub(fact->value, first->meant.value)));
            money = apart;
        }
    }
    return money;
}

/* Many rates cut off alike are a habit of the document, named once. */
static void title_habit(const struct plumb_finder *f, struct plumb_draft *draft,
                        const struct group *g)
{
    if (g->relation_count < 2 || !g->lead->reason_zh || !g->lead->reason)
        return;
    draft->finding.title.zh =
        plumb_arena_printf(f->arena, "%s（%zu处）", g->lead->reason_zh, g->relation_count);
    draft->finding.title.en =
        plumb_arena_printf(f->arena, "%zu times: %s", g->relation_count, g->lead->reason);
}

/* Weights that do not make 100: 100 is the rule, so the total is not what is wrong. And a line or a whole
 * group may be missing, so that a slip in one of many round numbers is a guess unless more speaks for it. */
static bool only_guesses(const struct board *b, const struct group *g)
{
    if (!g->lead->check || strcmp(g->lead->check, "score.weight") != 0 || !g->cause ||
        !g->cause->suspect_count)
        return false;
    const struct plumb_suspicion *first = &g->cause->suspects[0];
    const struct plumb_fact *blamed = &b->extraction->facts[first->fact];
    bool total = blamed->value.v == plumb_dec_int(100).v &&
                 (plumb_str_has(blamed->label, "总分") || plumb_str_has(blamed->label, "合计") ||
                  plumb_str_has(blamed->label, "总计"));
    bool guess = g->cause->relation_count == 1 && strcmp(first->certainty, "one of") == 0;
    return total || guess;
}

static void write_group(const struct board *b, const struct group *g, bool rounding)
{
    const struct plumb_finder *f = b->finder;
    const struct plumb_check *check = check_of(b, g->lead);
    struct plumb_draft draft = plumb_draft_begin(f, check ? check->id : g->lead->check);
    struct plumb_wording words = plumb_word_relation(f, g->lead);
    struct plumb_bilingual which = {"", ""}, gap = {"", ""}, others;
    struct plumb_str subject = g->lead->subject;
    if (!subject.len && g->lead->stated.fact != PLUMB_NPOS)
        subject = b->extraction->facts[g->lead->stated.fact].label;
    plumb_draft_title(f, &draft,
                      words.subject ? words.subject : plumb_label_words(f->arena, subject));
    if (rounding)
        title_habit(f, &draft, g);
    plumb_word_gap(f, g->lead, &gap);
    bool suspects = g->cause && !rounding && !only_guesses(b, g) &&
                    !plumb_relation_is_reversed(b->extraction, g->lead);
    if (suspects)
        plumb_word_suspects(f, g->cause, &which);
    word_others(b, g, words.zh, &others);
    draft.finding.stated = words.stated;
    draft.finding.expected = words.expected;
    draft.finding.recomputation = words.recomputation_en;
    draft.finding.recomputation_zh = words.recomputation_zh;
    draft.finding.explanation.zh =
        plumb_arena_printf(f->arena, "%s%s%s%s", words.zh, gap.zh, which.zh, others.zh);
    draft.finding.explanation.en =
        plumb_arena_printf(f->arena, "%s%s%s%s", words.en, gap.en, which.en, others.en);
    draft.finding.confidence = g->confidence;
    draft.finding.soft =
        draft.finding.soft || rounding || (g->node_count == 1 && b->nodes[g->nodes[0]].slight);
    draft.finding.money_at_stake = rounding ? 0 : money_of(b, g);
    draft.finding.merged = (unsigned)(g->relation_count - 1);
    quote_group(b, &draft, g);
    if (suspects)
        for (size_t i = 0; i < g->cause->suspect_count; i++)
            plumb_draft_suspect(f, &draft, &g->cause->suspects[i]);
    else if (!g->cause && !rounding)
        plumb_draft_pair(f, &draft, g->lead);
    plumb_draft_push(f, &draft);
}

void plumb_find_relations(const struct plumb_finder *finder)
{
    struct board b = {.finder = finder, .extraction = finder->extraction};
    collect_nodes(&b);
    join_nodes(&b);
    size_t *members = plumb_arena_array(finder->arena, b.count + 1, sizeof *members);
    for (size_t i = 0; i < b.count; i++) {
        if (root_of(&b, i) != i)
            continue;
        struct group g = {.nodes = members};
        bool rounding = true;
        for (size_t k = i; k < b.count; k++)
            if (root_of(&b, k) == i) {
                members[g.node_count++] = k;
                rounding = rounding && b.nodes[k].rounding;
            }
        read_group(&b, &g);
        write_group(&b, &g, rounding);
    }
}
