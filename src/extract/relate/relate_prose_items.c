/* The noun phrase in front of every number of a passage, and its use: an amount, a change, a growth rate,
 * a share, a rate, a base. */
#include "extract/relate/relate_prose.h"

/* ---- noun phrases ---------------------------------------------------------------------------- */

static bool is_boundary(uint32_t cp)
{
    return cp == ',' || cp == ';' || cp == ':' || cp == '!' || cp == '?' || cp == 0x3002 ||
           cp == 0x3001 || cp == '|';
}

/* Start of the phrase at the end of `s`: after the last boundary mark that is not inside brackets;
 * brackets that close again belong to the phrase. */
static size_t phrase_start(struct plumb_str s)
{
    int depth = 0;
    for (size_t at = s.len; at > 0;) {
        size_t from = plumb_utf8_prev(s, at), decode = from;
        uint32_t cp = plumb_utf8_decode(s, &decode);
        if (cp == ')') {
            depth++;
        } else if (cp == '(') {
            if (depth == 0)
                return at;
            depth--;
        } else if (depth == 0 && is_boundary(cp)) {
            return at;
        }
        at = from;
    }
    if (depth == 0)
        return 0;
    /* a closing bracket whose opening one lies before the previous number */
    size_t closed = plumb_str_rfind(s, PLUMB_STR(")"));
    return closed == PLUMB_NPOS ? 0 : closed + 1;
}

static const struct plumb_word lead_words[] = {
    PLUMB_WORD_LIST("其中", "主要包括", "包括", "包含", "分别为", "分别是", "分别", "以及", "还有",
                    "另有", "即", "并", "且", "含", "约", "也", "则", "而", "及", "和")};
static const struct plumb_word tail_words[] = {PLUMB_WORD_LIST(
    "分别达到", "分别为", "分别是", "达到了", "累计", "达到", "分别", "为", "是", "达", "约", "有",
    "到", "至", "的", "共", ":", "=", "近", "了", "在", "仅", "只", "“", "\"", "于")};

/* 及时率 begins with no 及. */
static bool begins_like_lead(struct plumb_str s)
{
    static const char *const words[] = {"及时", "及格", "和谐", "含税", "含量", "约束",
                                        "约谈", "并网", "并购", "并轨", "即时", "含氧"};
    return plumb_starts_any(s, words, PLUMB_COUNT(words));
}

static struct plumb_str strip_lead(struct plumb_str s)
{
    for (size_t len; !begins_like_lead(s) &&
                     (len = plumb_word_in_front(s, lead_words, PLUMB_COUNT(lead_words))) > 0;)
        s = plumb_str_sub(s, len, s.len);
    return s;
}

static struct plumb_str strip_tail(struct plumb_str s)
{
    for (size_t len; (len = plumb_word_behind(s, tail_words, PLUMB_COUNT(tail_words))) > 0 &&
                     !PLUMB_ENDS(s, "实有", "现有", "下达");)
        s.len -= len;
    return s;
}

/* "支出合计" is 支出, but "合计" alone is no name at all. */
static struct plumb_str strip_total(struct plumb_str s)
{
    static const struct plumb_word words[] = {PLUMB_WORD_LIST("合计", "总计", "共计")};
    size_t len = plumb_word_behind(s, words, PLUMB_COUNT(words));
    return len > 0 ? strip_tail(plumb_str_sub(s, 0, s.len - len)) : s;
}

/* "总支出", "总补偿", but not 总局, 总队, 总体 */
static bool says_total(struct plumb_str phrase)
{
    size_t at = plumb_str_find(phrase, PLUMB_STR("总"));
    if (PLUMB_HAS(phrase, "合计", "共计", "小计") ||
        (at != PLUMB_NPOS && PLUMB_HAS(phrase, "总计", "总额", "总数", "总量")))
        return true;
    if (at == PLUMB_NPOS)
        return PLUMB_ENDS(phrase, "共");
    struct plumb_str rest = plumb_str_sub(phrase, at, phrase.len);
    return !PLUMB_HAS(rest, "总局", "总队", "总体", "总工会", "总署", "总站", "总院", "总目标");
}

static bool is_calendar(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_YEAR || fact->kind == PLUMB_FACT_DATE;
}

/* "2022年" is a number of its own; what follows may begin with the rest of the date word. */
static struct plumb_str strip_year_rest(struct plumb_str phrase)
{
    static const char *const rests[] = {"年度", "度", "末", "底", "以来", "间"};
    for (size_t i = 0; i < PLUMB_COUNT(rests); i++)
        if (plumb_str_begins(phrase, rests[i]))
            return plumb_str_sub(phrase, strlen(rests[i]), phrase.len);
    return phrase;
}

static void read_label(struct plumb_extract_work *work, struct plumb_item *item,
                       const struct plumb_item *previous)
{
    struct plumb_str phrase =
        plumb_str_sub(item->before, phrase_start(item->before), item->before.len);
    if (previous && is_calendar(previous->fact) && phrase.len == item->before.len)
        phrase = strip_year_rest(phrase);
    struct plumb_str bare = strip_total(strip_tail(strip_lead(phrase)));
    item->total = says_total(phrase);
    item->own_label = bare.len >= 3;
    bool carries = previous && previous->sentence == item->sentence && !item->total &&
                   item->before.len <= 6 && !plumb_str_has(item->before, ",");
    if (!item->own_label && carries) {
        bare = previous->label;
        item->total = previous->total;
    } else if (!item->own_label && !item->total) {
        /* "为 4410 人次参保职工支付待遇", "3 个项目": the words behind name the number */
        bare = item->fact->label;
    }
    item->label = bare;
    item->core = plumb_label_core(work, bare);
    item->core_bits = plumb_name_bits(item->core);
}

/* ---- use of a number ------------------------------------------------------------------------- */

static const struct plumb_word change_tails[] = {PLUMB_WORD_LIST(
    "增加", "减少", "增长", "下降", "提高", "上升", "降低", "上涨", "下滑", "回落", "压减", "压缩",
    "缩短", "净增", "净减", "净增加", "多", "高出", "降幅", "增幅", "增长率", "减少率", "下降率",
    "增加率", "降低率", "增减率", "变动率", "增速", "涨幅", "调增", "调减", "节约", "减少额",
    "增加额", "增收", "减收", "少", "减幅", "升幅", "跌幅", "削减", "缩减", "下调", "减支", "增支",
    "精简", "压降", "压减率", "压缩率", "压降率", "削减率", "缩减率")};
static const struct plumb_word change_links[] = {
    PLUMB_WORD_LIST("了", "约", "近", "达到", "达", "为", "幅度", "比例", "额", "共", ":", "至少")};

/* 少征, 多支, 多收, 少拨 …: more or less of a verb. */
static bool more_or_less_verb(struct plumb_str phrase)
{
    static const char *const verbs[] = {"征", "收", "支", "付", "拨", "发", "投", "缴",
                                        "用", "花", "耗", "产", "售", "办", "结", "支出"};
    if (!PLUMB_HAS(phrase, "少", "多"))
        return false;
    for (size_t i = 0; i < PLUMB_COUNT(verbs); i++) {
        struct plumb_str verb = plumb_str_from(verbs[i]);
        if (!plumb_str_ends(phrase, verb))
            continue;
        struct plumb_str front = plumb_str_sub(phrase, 0, phrase.len - verb.len);
        if (PLUMB_ENDS(front, "少", "多") &&
            !PLUMB_ENDS(front, "至少", "很多", "许多", "最多", "不少"))
            return true;
    }
    return false;
}

static bool says_change(struct plumb_str phrase)
{
    for (size_t len;
         !plumb_str_ends(phrase, PLUMB_STR("节约")) &&
         (len = plumb_word_behind(phrase, change_links, PLUMB_COUNT(change_links))) > 0;)
        phrase.len -= len;
    return plumb_ends_in_word(phrase, change_tails, PLUMB_COUNT(change_tails)) ||
           more_or_less_verb(phrase);
}

static bool says_share(struct plumb_str phrase)
{
    size_t at = plumb_str_rfind(phrase, PLUMB_STR("占"));
    if (at == PLUMB_NPOS)
        return PLUMB_HAS(phrase, "比重", "所占");
    struct plumb_str rest = plumb_str_sub(phrase, at, phrase.len);
    return !PLUMB_HAS(rest, "占地", "占用", "占有", "占道", "占领", "占编");
}

/* "比年初预算 7 万元减少", "较上年 5.6 万元增长": the number is what is compared with. */
static bool is_compared_with(struct plumb_str phrase, struct plumb_str after)
{
    static const char *const verbs[] = {"增加", "减少", "增长", "下降", "提高", "上升",
                                        "降低", "上涨", "净增", "多",   "少",   "压减",
                                        "节约", "相比", "下浮", "回落"};
    if (!plumb_str_starts(phrase, PLUMB_STR("比")) && !plumb_str_starts(phrase, PLUMB_STR("较")) &&
        !plumb_str_starts(phrase, PLUMB_STR("与")) &&
        !plumb_str_starts(phrase, PLUMB_STR("同比")) &&
        !plumb_str_starts(phrase, PLUMB_STR("环比")))
        return false;
    return plumb_starts_any(after, verbs, PLUMB_COUNT(verbs));
}

/* "与 2021 年度决算数 4325.6 万元相比" */
static bool is_compared_year(const struct plumb_item *item, struct plumb_str after)
{
    return item->index > 0 && is_calendar(item[-1].fact) && item[-1].sentence == item->sentence &&
           item->before.len <= 30 && PLUMB_ENDS(item[-1].before, "与", "比", "较", "同") &&
           (plumb_str_starts(after, PLUMB_STR("相比")) || is_compared_with(PLUMB_STR("比"), after));
}

static void read_use(struct plumb_item *item)
{
    struct plumb_str before = item->before;
    struct plumb_str phrase = plumb_str_sub(before, phrase_start(before), before.len);
    bool rate = plumb_is_rate(item->fact);
    struct plumb_str after = plumb_text_after(item);
    if (says_change(phrase))
        item->use = rate ? PLUMB_USE_GROWTH : PLUMB_USE_DELTA;
    else if (rate)
        item->use = says_share(phrase) ? PLUMB_USE_SHARE : PLUMB_USE_RATE;
    else if ((PLUMB_HAS(phrase, "上年", "去年", "同期", "上一年", "上季度", "上一季度", "上月",
                        "上一月") &&
              !PLUMB_HAS(phrase, "上年结转", "上年结余", "上年滚存", "上年度结转", "上年末结",
                         "上年度结余", "旧存", "存案", "遗留", "上年未结")) ||
             is_compared_with(phrase, after) || is_compared_year(item, after) ||
             (PLUMB_HAS(phrase, "由", "从") && PLUMB_HAS(after, "至", "到", "为")))
        item->use = PLUMB_USE_BASE;
}

/* "占全县总人口 35.6 万人的 12.5 %": the whole stands between 占 and the share. */
static bool says_share_of(const struct plumb_item *item)
{
    const struct plumb_item *whole = item - 1;
    if (item->index == 0 || !plumb_is_amount(whole->fact) || item->before.len > 24 ||
        !plumb_str_starts(item->before, PLUMB_STR("的")))
        return false;
    struct plumb_str before = whole->before;
    return says_share(plumb_str_sub(before, phrase_start(before), before.len));
}

/* Rates in a row ("分别增长 a、b、c", "占 a、b") and changes in a row share the use of the first. */
static void carry_use(struct plumb_passage *passage)
{
    for (size_t i = 1; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i], *previous = item - 1;
        struct plumb_str b = item->before;
        bool link = b.len == 0 || plumb_str_equal(b, PLUMB_STR("、")) ||
                    plumb_str_equal(b, PLUMB_STR("和")) || plumb_str_equal(b, PLUMB_STR(","));
        if (link && item->use == PLUMB_USE_RATE && plumb_is_rate(previous->fact) &&
            previous->use != PLUMB_USE_RATE && previous->sentence == item->sentence)
            item->use = previous->use;
        /* "收、支各减少 a、b 万元" */
        if (link && b.len > 0 && item->use == PLUMB_USE_PLAIN && previous->use == PLUMB_USE_DELTA &&
            previous->sentence == item->sentence && plumb_same_measure(previous->fact, item->fact))
            item->use = PLUMB_USE_DELTA;
    }
}

/* "公务接待费2014年财政拨款决算数为 A 万元": the words in front of the year name the thing. */
static struct plumb_str subject_before_year(const struct plumb_item *item)
{
    const struct plumb_item *year = item - 1;
    if (item->index == 0 || year->sentence != item->sentence || !is_calendar(year->fact) ||
        item->before.len > 60 || plumb_str_has(item->before, ","))
        return PLUMB_STR("");
    struct plumb_str front =
        plumb_str_sub(year->before, phrase_start(year->before), year->before.len);
    front = strip_lead(front);
    if (plumb_utf8_count(front) < 3 || PLUMB_ENDS(front, "比", "较", "与", "同", "由", "从", "到",
                                                  "至", "在", "截至", "于", "了", "的"))
        return PLUMB_STR("");
    return front;
}

/* "“三公”经费支出年初预算为 A 万元，支出决算为 B 万元": B is the 支出决算 of what A is the budget of. */
static void read_full_name(struct plumb_extract_work *work, struct plumb_item *item)
{
    static const char *const stages[] = {"支出决算", "决算",     "支出预算", "预算",
                                         "年初预算", "全年预算", "实际支出", "决算支出"};
    if (!item->own_label || plumb_is_rate(item->fact))
        return;
    struct plumb_str thing = subject_before_year(item);
    if (thing.len > 0) {
        struct plumb_str core = plumb_label_core(work, thing);
        item->full = plumb_str_from(plumb_arena_printf(work->arena, "%.*s%.*s", PLUMB_STR_ARG(core),
                                                       PLUMB_STR_ARG(item->core)));
        return;
    }
    if (!plumb_equals_any(item->core, stages, PLUMB_COUNT(stages)))
        return;
    for (size_t i = item->index; i-- > 0;) {
        const struct plumb_item *front = &item->passage->items[i];
        if (front->sentence != item->sentence)
            return;
        if (is_calendar(front->fact) || !front->own_label || plumb_is_rate(front->fact) ||
            !plumb_same_measure(front->fact, item->fact))
            continue;
        struct plumb_str subject = front->full.len > 0 ? front->full : front->core;
        subject = plumb_name_without_stage(subject);
        if (plumb_utf8_count(subject) >= 2)
            item->full = plumb_str_from(plumb_arena_printf(
                work->arena, "%.*s%.*s", PLUMB_STR_ARG(subject), PLUMB_STR_ARG(item->core)));
        return;
    }
}

/* ---- all numbers of a passage ----------------------------------------------------------------- */

void plumb_prose_read_items(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    size_t at = 0;
    int depth = 0;
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        size_t start = passage->starts[item->sentence];
        size_t from = i > 0 ? item[-1].at + PLUMB_HOLDER_LEN : 0;
        for (; at < item->at; at++)
            depth += passage->text.ptr[at] == '(' ? 1 : passage->text.ptr[at] == ')' ? -1 : 0;
        depth = depth < 0 ? 0 : depth;
        item->depth = depth;
        item->before = plumb_str_sub(passage->text, from > start ? from : start, item->at);
        read_label(work, item, i > 0 ? item - 1 : NULL);
    }
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        read_use(item);
        if (item->use == PLUMB_USE_RATE && says_share_of(item))
            item->use = PLUMB_USE_SHARE;
    }
    carry_use(passage);
    for (size_t i = 0; i < passage->count; i++)
        read_full_name(work, &passage->items[i]);
}
