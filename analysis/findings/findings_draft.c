/* Drafts of findings, and facts picked by meaning. */
#include "analysis/findings/findings_int.h"

#include <string.h>

enum { QUOTE_MAX = 600, TITLE_MAX = 24 };

void plumb_finding_push(struct plumb_arena *arena, struct plumb_finding_list *list,
                        const struct plumb_finding *finding)
{
    *PLUMB_PUSH(arena, list->items, list->count, list->capacity) = *finding;
}

struct plumb_draft plumb_draft_begin(const struct plumb_finder *finder, const char *check)
{
    const struct plumb_check *entry = plumb_catalogue_find_check(finder->catalogue, check);
    struct plumb_draft draft = {0};
    draft.finding.check = entry ? entry->id : check;
    draft.finding.audit_class = entry ? entry->audit_class : 'A';
    draft.finding.soft = entry && entry->soft;
    draft.finding.agency = finder->agency;
    draft.finding.year = finder->extraction ? finder->extraction->year : 0;
    draft.finding.subject = draft.finding.stated = draft.finding.expected = "";
    draft.finding.title = (struct plumb_bilingual){"", ""};
    draft.finding.explanation = (struct plumb_bilingual){"", ""};
    draft.finding.recomputation = draft.finding.recomputation_zh = "";
    draft.finding.population = "";
    draft.finding.status = "open";
    draft.finding.confidence = 0.5;
    draft.finding.materiality = finder->materiality;
    return draft;
}

/* ---- evidence ------------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where `text` stands in `quote` as a number of its own. */
static size_t place_in(struct plumb_str quote, struct plumb_str text)
{
    size_t from = 0, first = PLUMB_NPOS;
    while (text.len && from + text.len <= quote.len) {
        size_t at = plumb_str_find(plumb_str_sub(quote, from, quote.len), text);
        if (at == PLUMB_NPOS)
            break;
        at += from;
        size_t end = at + text.len;
        bool left = at > 0 && (is_digit(quote.ptr[at - 1]) || quote.ptr[at - 1] == '.');
        bool right = end < quote.len && (is_digit(quote.ptr[end]) || quote.ptr[end] == '.');
        if (!left && !right)
            return at;
        if (first == PLUMB_NPOS)
            first = at;
        from = at + 1;
    }
    return first;
}

/* A quote is a sentence or a row; a page-long one is cut around the number, at characters. */
static struct plumb_str cut_quote(struct plumb_str quote, size_t at)
{
    if (quote.len <= QUOTE_MAX)
        return quote;
    size_t from = at == PLUMB_NPOS || at < QUOTE_MAX / 2 ? 0 : at - QUOTE_MAX / 2;
    size_t to = from + QUOTE_MAX < quote.len ? from + QUOTE_MAX : quote.len;
    while (from > 0 && ((unsigned char)quote.ptr[from] & 0xC0) == 0x80)
        from--;
    while (to < quote.len && ((unsigned char)quote.ptr[to] & 0xC0) == 0x80)
        to++;
    return plumb_str_sub(quote, from, to);
}

/* A line may print a number twice: 5 points of 5 are a weight and a score. */
static bool is_same_place(const struct plumb_evidence *e, size_t line, struct plumb_str text,
                          const char *role)
{
    return e->line == line && plumb_str_equal(e->text, text) &&
           (e->text.ptr == text.ptr || strcmp(e->role, role) == 0);
}

static void add_evidence(const struct plumb_finder *finder, struct plumb_draft *draft, size_t line,
                         struct plumb_str quote, struct plumb_str text, const char *role)
{
    const char *path = finder->extraction ? finder->extraction->document->path : "";
    for (size_t i = 0; i < draft->evidence_count; i++)
        if (is_same_place(&draft->evidence[i], line, text, role) &&
            strcmp(draft->evidence[i].document, path) == 0)
            return;
    quote = cut_quote(quote, place_in(quote, text));
    struct plumb_evidence *e =
        PLUMB_PUSH(finder->arena, draft->evidence, draft->evidence_count, draft->evidence_capacity);
    *e = (struct plumb_evidence){.document = path,
                                 .line = line,
                                 .quote = quote,
                                 .text = text,
                                 .text_offset = place_in(quote, text),
                                 .role = role};
}

static struct plumb_str line_text(const struct plumb_document *document, size_t line)
{
    if (line == 0 || line > document->line_count)
        return PLUMB_STR("");
    size_t from = document->line_starts[line - 1];
    size_t to = line < document->line_count ? document->line_starts[line] : document->source.len;
    while (to > from &&
           (document->source.ptr[to - 1] == '\n' || document->source.ptr[to - 1] == '\r'))
        to--;
    return plumb_str_trim(plumb_str_sub(document->source, from, to));
}

void plumb_draft_fact(const struct plumb_finder *finder, struct plumb_draft *draft,
                      const struct plumb_fact *fact, const char *role)
{
    struct plumb_str quote = fact->context;
    if (!quote.len)
        quote = line_text(finder->extraction->document, fact->line);
    add_evidence(finder, draft, fact->line, quote, fact->text, role);
}

/* "1、" "（一）" "2." in front of a sentence are no part of what it says. */
static struct plumb_str skip_list_mark(struct plumb_str s)
{
    size_t at = 0, digits = 0;
    while (at < s.len) {
        size_t from = at;
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &at));
        if ((cp >= '0' && cp <= '9') || cp == '(' || cp == ')') {
            digits++;
            continue;
        }
        bool mark = digits && digits <= 4 && (cp == 0x3001 || cp == '.' || cp == ' ');
        return plumb_str_trim(plumb_str_sub(s, mark ? at : digits > 2 ? from : 0, s.len));
    }
    return s;
}

/* The sentence around the words; a whole sentence quotes itself. */
static struct plumb_str sentence_around(struct plumb_str line, struct plumb_str text)
{
    static const char *const ends[] = {"。", "；", "！", "？"};
    size_t at = plumb_str_find(line, text), from = 0, to = line.len;
    if (at == PLUMB_NPOS || text.len > 60)
        return text.len > 60 || !line.len ? text : line;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++) {
        struct plumb_str end = plumb_str_from(ends[i]);
        size_t before = plumb_str_rfind(plumb_str_sub(line, 0, at), end);
        size_t after = plumb_str_find(plumb_str_sub(line, at + text.len, line.len), end);
        if (before != PLUMB_NPOS && before + end.len > from)
            from = before + end.len;
        if (after != PLUMB_NPOS && at + text.len + after + end.len < to)
            to = at + text.len + after + end.len;
    }
    return skip_list_mark(plumb_str_trim(plumb_str_sub(line, from, to)));
}

void plumb_draft_words(const struct plumb_finder *finder, struct plumb_draft *draft, size_t line,
                       struct plumb_str text, const char *role)
{
    struct plumb_str quote = sentence_around(line_text(finder->extraction->document, line), text);
    add_evidence(finder, draft, line, quote, text, role);
}

void plumb_draft_term(const struct plumb_finder *finder, struct plumb_draft *draft,
                      const struct plumb_term *term)
{
    if (term->fact != PLUMB_NPOS)
        plumb_draft_fact(finder, draft, &finder->extraction->facts[term->fact],
                         plumb_role_name(term->role));
    else if (term->text.len)
        plumb_draft_words(finder, draft, term->line, term->text, plumb_role_name(term->role));
}

void plumb_draft_suspect(const struct plumb_finder *finder, struct plumb_draft *draft,
                         const struct plumb_suspicion *suspicion)
{
    const struct plumb_fact *fact = &finder->extraction->facts[suspicion->fact];
    struct plumb_suspect *s =
        PLUMB_PUSH(finder->arena, draft->suspects, draft->suspect_count, draft->suspect_capacity);
    *s = (struct plumb_suspect){
        .document = finder->extraction->document->path,
        .text = fact->text,
        .line = fact->line,
        .proposed = plumb_str_copy(finder->arena, plumb_str_from(suspicion->meant.text)).ptr,
        .votes = suspicion->votes,
        .certainty = suspicion->certainty};
}

void plumb_draft_title(const struct plumb_finder *finder, struct plumb_draft *draft,
                       const char *subject)
{
    const struct plumb_check *check =
        plumb_catalogue_find_check(finder->catalogue, draft->finding.check);
    const char *zh = check ? check->title.zh : draft->finding.check;
    const char *en = check ? check->title.en : draft->finding.check;
    draft->finding.subject = subject;
    draft->finding.title.zh =
        subject[0] ? plumb_arena_printf(finder->arena, "%s：%s", zh, subject) : zh;
    draft->finding.title.en =
        subject[0] ? plumb_arena_printf(finder->arena, "%s: %s", en, subject) : en;
}

void plumb_draft_push(const struct plumb_finder *finder, const struct plumb_draft *draft)
{
    struct plumb_finding finding = draft->finding;
    finding.evidence = draft->evidence;
    finding.evidence_count = draft->evidence_count;
    finding.suspects = draft->suspects;
    finding.suspect_count = draft->suspect_count;
    plumb_finding_push(finder->arena, finder->out, &finding);
}

/* ---- facts by meaning ---------------------------------------------------------------------- */

bool plumb_fact_is_plain(const struct plumb_fact *fact)
{
    return (fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE) &&
           (fact->comparator == PLUMB_CMP_NONE || fact->comparator == PLUMB_CMP_EQ) &&
           fact->stage != PLUMB_STAGE_TARGET && fact->stage != PLUMB_STAGE_WEIGHT;
}

static size_t support_of(const struct plumb_extraction *extraction, const struct plumb_fact *fact)
{
    size_t count = 0;
    for (size_t i = 0; i < extraction->fact_count; i++) {
        const struct plumb_fact *other = &extraction->facts[i];
        count += other->value.v == fact->value.v && other->unit == fact->unit && other->indicator &&
                 strcmp(other->indicator, fact->indicator) == 0;
    }
    return count;
}

bool plumb_fact_is_agency_wide(const struct plumb_fact *fact)
{
    static const char *const words[] = {"整体", "部门", "单位",     "汇总", "总体",
                                        "决算", "收支", "基础数据", "预算"};
    if (!fact->item.len)
        return true;
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(fact->item, words[i]))
            return true;
    return false;
}

struct plumb_str plumb_fact_paragraph(const struct plumb_extraction *extraction,
                                      const struct plumb_fact *fact)
{
    const struct plumb_document *document = extraction->document;
    return fact->block < document->block_count ? document->blocks[fact->block].text.str
                                               : PLUMB_STR("");
}

const struct plumb_fact *plumb_pick_fact(const struct plumb_extraction *extraction,
                                         const char *indicator, struct plumb_str item)
{
    const struct plumb_fact *best = NULL;
    size_t best_support = 0;
    for (size_t i = 0; i < extraction->fact_count; i++) {
        const struct plumb_fact *fact = &extraction->facts[i];
        if (!fact->indicator || strcmp(fact->indicator, indicator) != 0 ||
            !plumb_fact_is_plain(fact))
            continue;
        if (item.len ? !plumb_str_equal(fact->item, item) : !plumb_fact_is_agency_wide(fact))
            continue;
        if (fact->year && extraction->year && fact->year != extraction->year)
            continue;
        size_t support = support_of(extraction, fact);
        bool better =
            !best || support > best_support ||
            (support == best_support && fact->row != PLUMB_NPOS && best->row == PLUMB_NPOS);
        if (better) {
            best = fact;
            best_support = support;
        }
    }
    return best;
}

double plumb_document_materiality(const struct plumb_extraction *extraction)
{
    static const char *const wholes[] = {"expenditure.executed", "expenditure.revised",
                                         "income.year", "expenditure.initial",
                                         "expenditure.budget"};
    for (size_t i = 0; i < PLUMB_COUNT(wholes); i++) {
        const struct plumb_fact *fact = plumb_pick_fact(extraction, wholes[i], PLUMB_STR(""));
        if (fact && fact->unit == PLUMB_UNIT_YUAN && plumb_dec_sign(fact->value) > 0)
            return 0.005 * plumb_dec_double(fact->value);
    }
    return 0;
}

/* ---- short words --------------------------------------------------------------------------- */

/* "（三）整体目标" without its number; a bracket that nothing closes goes, one that is closed stays. */
static struct plumb_str without_opening(struct plumb_str label)
{
    enum { NUMBER_MOST = 3 };
    static const char *const open[] = {"（", "("}, *const close[] = {"）", ")"};
    for (size_t i = 0; i < 2; i++) {
        size_t from = strlen(open[i]);
        if (!plumb_str_starts(label, plumb_str_from(open[i])))
            continue;
        struct plumb_str rest = plumb_str_sub(label, from, label.len);
        size_t end = plumb_str_find(rest, plumb_str_from(close[i]));
        if (end == PLUMB_NPOS)
            return rest;
        if (plumb_utf8_count(plumb_str_sub(rest, 0, end)) > NUMBER_MOST)
            return label;
        return plumb_str_trim(plumb_str_sub(rest, end + strlen(close[i]), rest.len));
    }
    return label;
}

static bool is_list_digit(uint32_t cp)
{
    static const uint32_t chinese[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, /* 一二三四五 */
                                       0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341}; /* 六七八九十 */
    for (size_t i = 0; i < PLUMB_COUNT(chinese); i++)
        if (cp == chinese[i])
            return true;
    return cp >= '0' && cp <= '9';
}

/* "2.部门绩效评价结果", "十一、附表" without their numbers; "3.5万元" and "一是" stay. */
static struct plumb_str without_list_number(struct plumb_str label)
{
    size_t at = 0, from = 0;
    uint32_t cp = 0;
    while (at < label.len) {
        from = at;
        cp = plumb_utf8_decode(label, &at);
        if (!is_list_digit(cp))
            break;
    }
    bool mark = cp == 0x3001 || cp == '.' || cp == 0xFF0E; /* 、 . ． */
    if (from == 0 || !mark || at >= label.len || (label.ptr[at] >= '0' && label.ptr[at] <= '9'))
        return label;
    return plumb_str_trim(plumb_str_sub(label, at, label.len));
}

static struct plumb_str without_stop(struct plumb_str label)
{
    static const char *const stops[] = {"。", "：", ":", "；", ";", "，", "、"};
    for (size_t i = 0; i < PLUMB_COUNT(stops); i++) {
        size_t len = strlen(stops[i]);
        if (label.len > len && memcmp(label.ptr + label.len - len, stops[i], len) == 0)
            return plumb_str_trim(plumb_str_sub(label, 0, label.len - len));
    }
    return label;
}

const char *plumb_label_words(struct plumb_arena *arena, struct plumb_str label)
{
    static const char *const marks[] = {"其中：", "其中:", "其中", "：", ":",
                                        "、",     "，",    "）",   ")"};
    label = without_list_number(without_stop(plumb_str_trim(label)));
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++)
        if (plumb_str_starts(label, plumb_str_from(marks[i])) && label.len > strlen(marks[i]) + 3)
            label = plumb_str_trim(plumb_str_sub(label, strlen(marks[i]), label.len));
    struct plumb_str rest = without_opening(label);
    label = rest.len > 3 ? rest : label;
    char *out = plumb_arena_alloc(arena, label.len + 8);
    size_t n = 0, at = 0, shown = 0;
    while (at < label.len && shown < TITLE_MAX) {
        size_t from = at;
        uint32_t cp = plumb_utf8_decode(label, &at);
        if (cp <= ' ' || cp == 0x3000)
            continue;
        memcpy(out + n, label.ptr + from, at - from);
        n += at - from;
        shown++;
    }
    if (at < label.len)
        memcpy(out + n, "…", sizeof "…");
    return out;
}

const char *plumb_fact_words(struct plumb_arena *arena, const struct plumb_fact *fact)
{
    const char *sign = plumb_comparator_name(fact->comparator);
    bool before = fact->comparator == PLUMB_CMP_EQ || fact->comparator == PLUMB_CMP_GE ||
                  fact->comparator == PLUMB_CMP_GT || fact->comparator == PLUMB_CMP_LE ||
                  fact->comparator == PLUMB_CMP_LT;
    return plumb_arena_printf(arena, "%s%.*s%.*s", before ? sign : "", PLUMB_STR_ARG(fact->text),
                              PLUMB_STR_ARG(fact->unit_text));
}

const char *plumb_value_words(struct plumb_arena *arena, const struct plumb_fact *like,
                              plumb_dec value, int extra)
{
    char text[PLUMB_SLIP_TEXT];
    int decimals = like->decimals + extra;
    plumb_print_like(like, value, decimals > PLUMB_DEC_DIGITS ? PLUMB_DEC_DIGITS : decimals, text);
    return plumb_arena_printf(arena, "%s%.*s", text, PLUMB_STR_ARG(like->unit_text));
}

const char *plumb_yuan_words(struct plumb_arena *arena, double yuan, bool zh)
{
    double size = yuan < 0 ? -yuan : yuan;
    if (zh)
        return size >= 1e8   ? plumb_arena_printf(arena, "%.2f亿元", yuan / 1e8)
               : size >= 1e4 ? plumb_arena_printf(arena, "%.2f万元", yuan / 1e4)
                             : plumb_arena_printf(arena, "%.2f元", yuan);
    return size >= 1e9   ? plumb_arena_printf(arena, "%.2f billion yuan", yuan / 1e9)
           : size >= 1e6 ? plumb_arena_printf(arena, "%.2f million yuan", yuan / 1e6)
                         : plumb_arena_printf(arena, "%.2f yuan", yuan);
}

const char *plumb_percent_words(struct plumb_arena *arena, double fraction, int decimals)
{
    return plumb_arena_printf(arena, "%.*f%%", decimals, 100.0 * fraction);
}
