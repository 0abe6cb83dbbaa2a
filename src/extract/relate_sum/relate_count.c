/* Announced numbers of things against the things listed: "内设 6 个股室：甲、乙、…", "“甲、乙”两大…",
 * "四个阶段：一是 … 四是 …", "三个批次分别为 a、b、c", "下设甲、乙、丙 3 个站所". A list that may be open (等)
 * fails only when it is longer than announced. */
#include "extract/relate/relate_int.h"

#include <string.h>

enum { COUNT_LIST_OPEN, COUNT_QUOTED, COUNT_STEPS, COUNT_ROW, COUNT_BEFORE, COUNT_CLOSED };

static const char *const sources[] = {
    /* behind the number: a short noun, an opener, elements joined by 、 */
    [COUNT_LIST_OPEN] =
        ("^([^,;。:、()“”\\p{Co}]{0,12})(?::|。|\\(|,?(?:分别是|分别为|即|包括|为|是|如下):?)"
         "([^,;。:()\\p{Co}]*、[^,;。:()\\p{Co}]*)(?=[。;,)]|$)"),
    [COUNT_QUOTED] = "“([^“”\\p{Co}]*、[^“”\\p{Co}]*)”$",
    [COUNT_STEPS] =
        ("^[^,;。\\p{Co}]{0,6}(?:阶段|方面|步骤|举措|措施|任务|问题|原因|环节|部分|重点|工作)"
         "[^。]{0,40}?(?:[:。]|如下:?)"),
    [COUNT_ROW] = "^[^,;。\\p{Co}]{0,16}分别(?:为|是|达到?|占)$",
    [COUNT_BEFORE] =
        "(?:设有?|设置|包括|有|为|:|下设|下辖)([^,;。:()“”\\p{Co}]*、[^,;。:()“”\\p{Co}]*)等$",
    /* the same without 等: the number closes the list */
    [COUNT_CLOSED] =
        ("(?:设有?|设置|包括|涉及|下设|辖|对|在|为|:)"
         "([^,;。:()“”\\p{Co}]*、[^,;。:()“”\\p{Co}]*、[^,;。:()“”\\p{Co}]*?)(?:共计?)?$"),
};
const struct plumb_pattern_list plumb_patterns_count = {"count", sources, PLUMB_COUNT(sources)};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_COUNT_ITEMS, pattern, s, 0, m);
}

#define ANNOUNCED_MAX 30

/* The announced number, 0 when the item is no small count of things. */
static int announced(const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    if (!plumb_is_quantity(fact) || fact->unit != PLUMB_UNIT_COUNT || fact->decimals > 0 ||
        fact->scale.v != PLUMB_DEC_ONE || fact->comparator != PLUMB_CMP_NONE)
        return 0;
    plumb_i128 n = fact->value.v / PLUMB_DEC_ONE;
    if (PLUMB_HAS(fact->unit_text, "次", "件", "辆", "台"))
        return 0;
    return n >= 2 && n <= ANNOUNCED_MAX ? (int)n : 0;
}

/* ---- elements ---------------------------------------------------------------------------------- */

struct listing {
    int least, most; /* elements joined by 、; with a 和 in the last one there may be one more */
    bool open;       /* 等 */
    bool clean;      /* every element is a short name */
};

static struct listing count_elements(struct plumb_str s)
{
    struct listing out = {.least = 1, .clean = true};
    size_t from = 0;
    out.open = plumb_str_has(s, "等");
    for (size_t at = 0; at <= s.len;) {
        size_t start = at;
        uint32_t cp = at < s.len ? plumb_utf8_decode(s, &at) : 0x3001;
        if (cp != 0x3001)
            continue;
        struct plumb_str element = plumb_str_sub(s, from, start);
        size_t length = plumb_utf8_count(element);
        bool two = start >= s.len && PLUMB_HAS(element, "和", "及", "与");
        out.clean = out.clean && length >= 1 && length <= (two ? 32 : 16);
        if (start >= s.len) {
            out.most = out.least + (two ? 1 : 0);
            return out;
        }
        out.least++;
        from = at;
    }
    out.most = out.least;
    return out;
}

/* ---- pushing ------------------------------------------------------------------------------------- */

struct announcement {
    const struct plumb_item *item;
    struct listing list;
    size_t from, to; /* the list in the passage's text */
    const char *reading;
    double confidence;
    struct plumb_str subject; /* empty: the item's label */
};

static void push_count(struct plumb_extract_work *work, const struct announcement *a)
{
    const struct plumb_item *item = a->item;
    int n = announced(item), least = a->list.least, most = a->list.most;
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(work, item->passage, a->from, a->to, &line);
    struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = plumb_dec_int(least),
                                .low = plumb_dec_int(least),
                                .high = plumb_dec_int(most)};
    if (a->list.open ? least > n : n < least || n > most) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.reason = "the list has another number of items than announced";
        j.reason_zh = "列举的项数与所述数量不一致";
    }
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COUNT, "consistency.count", item);
    claim.confidence = a->confidence;
    if (a->subject.len)
        claim.subject = a->subject;
    plumb_claim_try(&claim, &j, &term, 1, a->reading,
                    plumb_arena_printf(work->arena, "%d listed, %s announced", least,
                                       plumb_fact_text(work, item->fact)));
    plumb_claim_push(&claim);
}

/* The list is group 1 of a match in the words in front of the number. */
static void push_in_front(struct plumb_extract_work *work, const struct plumb_item *item,
                          const struct plumb_match *m, struct listing list, const char *reading,
                          double confidence, struct plumb_str subject)
{
    size_t from = item->at - item->before.len + m->from[1];
    push_count(work, &(struct announcement){item, list, from, from + m->group[1].len, reading,
                                            confidence, subject});
}

/* ---- kinds of lists -------------------------------------------------------------------------------- */

static struct plumb_str text_behind(const struct plumb_item *item)
{
    const struct plumb_passage *passage = item->passage;
    return plumb_str_sub(passage->text, item->at + 3, passage->text.len);
}

/* Things one enumerates by name; not floors, doses, years. */
static bool is_enumerable(struct plumb_str unit, struct plumb_str noun)
{
    return PLUMB_HAS(unit, "大", "类", "方面", "方", "部门") ||
           PLUMB_HAS(noun, "室", "股", "科", "处", "机构", "部门", "单位", "中心", "方面", "项目",
                     "任务", "阶段", "体系", "工程", "行动", "类", "批", "指标", "街道", "乡", "镇",
                     "村", "社区", "县", "区", "制度", "平台", "队", "支部", "问题", "举措", "措施",
                     "环节", "系统", "领域", "局", "所", "站", "院", "校", "工作", "大队", "模式",
                     "机制", "内容");
}

static bool list_behind(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_match m;
    struct plumb_str behind = text_behind(item);
    if (!finds(work, COUNT_LIST_OPEN, behind, &m) ||
        !is_enumerable(item->fact->unit_text, m.group[1].len ? m.group[1] : item->label) ||
        PLUMB_HAS(m.group[1], "涉及", "覆盖", "分布", "位于",
                  "惠及")) /* the list is of another noun */
        return false;
    struct listing list = count_elements(m.group[2]);
    if (!list.clean || list.least < 2)
        return false;
    int n = announced(item);
    bool near = list.least - n <= 2 && n - list.most <= 2;
    if (!near)
        return false;
    size_t from = item->at + 3 + m.from[2];
    push_count(work, &(struct announcement){item, list, from, from + m.group[2].len,
                                            "names behind the number", 0.7, PLUMB_STR("")});
    return true;
}

/* The same without what stands in brackets: "5个科室：甲、乙（含丙、丁）、戊". Only a list that fits is told. */
static bool list_with_brackets(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_str behind = text_behind(item);
    if (!plumb_str_has(behind, "("))
        return false;
    char *bare = plumb_arena_alloc(work->arena, behind.len + 1);
    size_t n = 0, end = 0;
    int depth = 0;
    for (; end < behind.len && (depth > 0 || behind.ptr[end] != ';'); end++) {
        depth += behind.ptr[end] == '(';
        if (depth == 0)
            bare[n++] = behind.ptr[end];
        depth -= behind.ptr[end] == ')' && depth > 0;
    }
    struct plumb_match m;
    if (!finds(work, COUNT_LIST_OPEN, (struct plumb_str){bare, n}, &m) ||
        !is_enumerable(item->fact->unit_text, m.group[1].len ? m.group[1] : item->label))
        return false;
    struct listing list = count_elements(m.group[2]);
    int announces = announced(item);
    if (!list.clean || announces < list.least || announces > list.most)
        return false;
    push_count(work, &(struct announcement){item, list, item->at + 3, item->at + 3 + end,
                                            "names behind the number, without their brackets", 0.6,
                                            PLUMB_STR("")});
    return true;
}

static bool list_quoted(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_match m;
    if (!finds(work, COUNT_QUOTED, item->before, &m))
        return false;
    struct listing list = count_elements(m.group[1]);
    if (!list.clean)
        return false;
    push_in_front(work, item, &m, list, "quoted names in front", 0.75, PLUMB_STR(""));
    return true;
}

static bool list_before(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_match m;
    if (!finds(work, COUNT_BEFORE, item->before, &m))
        return false;
    struct listing list = count_elements(m.group[1]);
    if (!list.clean)
        return false;
    list.open = true;
    push_in_front(work, item, &m, list, "names in front", 0.6, PLUMB_STR(""));
    return true;
}

/* "设办公室、业务科和甲中心、乙中心两个二级机构": the number closes the names behind 和 only. */
static void keep_list_behind_and(struct plumb_str names, int n, struct listing *list)
{
    for (size_t at = 0; at < names.len;) {
        size_t from = at;
        uint32_t cp = plumb_utf8_decode(names, &at);
        if (cp != 0x548C && cp != 0x53CA && cp != 0x4E0E) /* 和 及 与 */
            continue;
        struct listing rest = count_elements(plumb_str_sub(names, at, names.len));
        if (from > 0 && rest.clean && n >= rest.least && n <= rest.most) {
            *list = rest;
            return;
        }
    }
}

/* "对甲、乙、丙 3 座水库": what is counted stands behind the number. In "文化、体育、旅游项目 12 个" it does
 * not, and the names are kinds of what is counted. */
static bool list_closed(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_match m;
    struct plumb_str noun = text_behind(item);
    size_t end = 0;
    while (end < noun.len && end < 24 && !strchr(",;.:()", noun.ptr[end]) &&
           !plumb_str_starts(plumb_str_sub(noun, end, noun.len), PLUMB_STR("。")))
        end++;
    noun = plumb_str_sub(noun, 0, end);
    bool place = PLUMB_HAS(item->fact->unit_text, "座", "家", "所");
    if (plumb_utf8_count(noun) < 2 || !(place || is_enumerable(item->fact->unit_text, noun)) ||
        !finds(work, COUNT_CLOSED, item->before, &m))
        return false;
    struct listing list = count_elements(m.group[1]);
    int n = announced(item);
    if (!list.clean || list.open || list.least - n > 2 || n - list.most > 2)
        return false;
    if (list.least > n)
        keep_list_behind_and(m.group[1], n, &list);
    push_in_front(work, item, &m, list, "names that the number closes", 0.6, noun);
    return true;
}

/* "一是 … 二是 …" in the rest of the passage: the highest number that follows its predecessors. */
static int steps_inside(struct plumb_str text)
{
    static const char *const steps[] = {"一是", "二是", "三是", "四是", "五是",
                                        "六是", "七是", "八是", "九是", "十是"};
    int n = 0;
    for (size_t i = 0; i < PLUMB_COUNT(steps); i++) {
        size_t at = plumb_str_find(text, plumb_str_from(steps[i]));
        size_t again = plumb_str_find(text, plumb_str_from(steps[0]));
        /* another list begins before this one goes on */
        if (at == PLUMB_NPOS || (n > 0 && again < at))
            break;
        text = plumb_str_sub(text, at + 6, text.len);
        n++;
    }
    return n;
}

static int steps_below(const struct plumb_prose *prose, const struct plumb_passage *passage)
{
    int n = 0;
    char kind = 0;
    for (size_t p = passage->index + 1, since = 0; p < prose->count && since < 4; p++) {
        const struct plumb_passage *next = &prose->passages[p];
        if (n > 0 && next->list_kind != kind) {
            since++;
            continue;
        }
        if (next->list_number != n + 1 || next->list_kind == 0)
            break;
        kind = next->list_kind;
        since = 0;
        n++;
    }
    return n;
}

static void list_of_steps(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_match m;
    struct plumb_str behind = text_behind(item);
    if (!finds(work, COUNT_STEPS, behind, &m))
        return;
    struct plumb_str rest = plumb_str_sub(behind, m.next, behind.len);
    int n = steps_inside(rest);
    bool at_end = rest.len < 12;
    if (n < 2 && at_end)
        n = steps_below(plumb_prose_get(work), item->passage);
    if (n < 2)
        return;
    push_count(work,
               &(struct announcement){item, (struct listing){.least = n, .most = n}, item->at + 3,
                                      item->at + 3 + m.all.len, "numbered paragraphs or 一是, 二是",
                                      0.6, PLUMB_STR("")});
}

/* "三个批次分别为 a、b、c" */
static void row_behind(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_match m;
    const struct plumb_passage *passage = item->passage;
    if (item->index + 1 >= passage->count || !finds(work, COUNT_ROW, item[1].before, &m))
        return;
    int n = 1;
    size_t k = item->index + 2;
    while (k < passage->count && (plumb_str_equal(passage->items[k].before, PLUMB_STR("、")) ||
                                  plumb_str_equal(passage->items[k].before, PLUMB_STR("和")))) {
        n++;
        k++;
    }
    if (n < 2)
        return;
    push_count(work, &(struct announcement){item, (struct listing){.least = n, .most = n},
                                            item[1].at, passage->items[k - 1].at + 3,
                                            "numbers behind 分别", 0.7, PLUMB_STR("")});
}

void plumb_relate_counts(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++) {
            const struct plumb_item *item = &passage->items[i];
            if (announced(item) == 0)
                continue;
            row_behind(work, item);
            if (!list_quoted(work, item) && !list_behind(work, item) &&
                !list_with_brackets(work, item) && !list_before(work, item) &&
                !list_closed(work, item))
                list_of_steps(work, item);
        }
    }
}
