/* Pass 5: what each number of running text measures. Table cells get their labels from the table
 * pass; only cells that hold prose are read here. */
#include <string.h>

#include "extract/label/label_int.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A word to strip, and the characters next to it that make it part of another word. */
struct affix {
    const char *word;
    size_t len;
    const char *veto;
};
#define AFFIX(word, veto)                                                                          \
    {                                                                                              \
        word, sizeof(word) - 1, veto                                                               \
    }

static struct plumb_str affix_word(const struct affix *affix)
{
    return (struct plumb_str){affix->word, affix->len};
}

static const struct affix lead_words[] = {
    AFFIX("其中", ""),
    AFFIX("主要包括", ""),
    AFFIX("包括", ""),
    AFFIX("包含", ""),
    AFFIX("分别为", ""),
    AFFIX("分别是", ""),
    AFFIX("分别", ""),
    AFFIX("以及", ""),
    AFFIX("另有", ""),
    AFFIX("另外", ""),
    AFFIX("同时", ""),
    AFFIX("并且", ""),
    AFFIX("但是", ""),
    AFFIX("截至目前", ""),
    AFFIX("目前", ""),
    AFFIX("现有", ""),
    AFFIX("一是", ""),
    AFFIX("二是", ""),
    AFFIX("三是", ""),
    AFFIX("四是", ""),
    AFFIX("五是", ""),
    AFFIX("六是", ""),
    AFFIX("七是", ""),
    AFFIX("八是", ""),
    AFFIX("我局", ""),
    AFFIX("我县", ""),
    AFFIX("我市", ""),
    AFFIX("我区", ""),
    AFFIX("我省", ""),
    AFFIX("我院", ""),
    AFFIX("我校", ""),
    AFFIX("我部门", ""),
    AFFIX("我单位", ""),
    AFFIX("我镇", ""),
    AFFIX("我乡", ""),
    AFFIX("我街道", ""),
    AFFIX("我办", ""),
    AFFIX("我委", ""),
    AFFIX("我厅", ""),
    AFFIX("我中心", ""),
    AFFIX("本部门", ""),
    AFFIX("本单位", ""),
    AFFIX("本局", ""),
    AFFIX("今年", ""),
    AFFIX("全年", "预执支总收"),
    AFFIX("即", "时将"),
    AFFIX("其", "他它余"),
    AFFIX("并", "网轨购"),
    AFFIX("且", ""),
    AFFIX("约", "谈定束"),
    AFFIX("含", "税有量氧水"),
    AFFIX("也", ""),
    AFFIX("则", ""),
    AFFIX("而", ""),
    AFFIX("及", "时格"),
    AFFIX("和", "谐平解"),
    AFFIX("与", "会"),
    AFFIX("共", "同享建性济产青"),
    AFFIX("的", ""),
    AFFIX("是", "否"),
    AFFIX("由", ""),
    AFFIX("从", "业事"),
    AFFIX("为", ""),
    AFFIX("在", "职编岗校建用册途线园押库"),
    AFFIX("了", "解"),
    AFFIX(")", ""),
    AFFIX("向", "阳上"),
    AFFIX("有", "关效些序机偿害"),
    AFFIX("较“", ""),
    AFFIX("以“", ""),
    AFFIX("-", ""),
    AFFIX("·", ""),
    AFFIX("#", ""),
    AFFIX("*", ""),
};
static const struct affix tail_words[] = {
    AFFIX("分别达到", ""),
    AFFIX("分别为", ""),
    AFFIX("分别是", ""),
    AFFIX("分别达", ""),
    AFFIX("达到了", ""),
    AFFIX("合计为", ""),
    AFFIX("共计", ""),
    AFFIX("累计", ""),
    AFFIX("达到", ""),
    AFFIX("约为", ""),
    AFFIX("共为", ""),
    AFFIX("分别", ""),
    AFFIX("控制在", ""),
    AFFIX("调整为", ""),
    AFFIX("实现", ""),
    AFFIX("为", "行作认成视"),
    AFFIX("是", ""),
    AFFIX("达", "到抵直传下"),
    AFFIX("约", "签违节预合契公履集邀"),
    AFFIX("有", "国所私自公持占享实在"),
    AFFIX("到", ""),
    AFFIX("至", ""),
    AFFIX("的", "目标"),
    AFFIX("共", "公"),
    AFFIX("计", "总设统审会预估合累小"),
    AFFIX(":", ""),
    AFFIX("=", ""),
    AFFIX("近", "附邻"),
    AFFIX("了", ""),
    AFFIX("在", "存所现"),
    AFFIX("仅", ""),
    AFFIX("只", ""),
    AFFIX("得", "获取所心值"),
    AFFIX("“", ""),
    AFFIX("\"", ""),
    AFFIX("于", "等低高"),
    AFFIX("按", ""),
    AFFIX("以", "所可"),
    AFFIX("超", ""),
    AFFIX("各", ""),
    AFFIX("均", "平人户次生日月年亩"),
    AFFIX("由人均", ""),
    AFFIX("由每年", ""),
    AFFIX("由每人每年", ""),
    AFFIX("由每人每月", ""),
    AFFIX("由", "自理"),
    AFFIX("从", ""),
};
static const char *const total_words[] = {"合计", "总计", "共计", "累计", "小计"};
static const struct affix change_words[] = {
    AFFIX("压缩至", ""), AFFIX("压缩到", ""), AFFIX("压减至", ""), AFFIX("压减到", ""),
    AFFIX("缩减至", ""), AFFIX("调整至", ""), AFFIX("调整到", ""), AFFIX("上涨到", ""),
    AFFIX("上涨至", ""), AFFIX("扩大到", ""), AFFIX("扩大至", ""), AFFIX("提升至", ""),
    AFFIX("提升到", ""), AFFIX("提升", ""),   AFFIX("缩短", ""),   AFFIX("压降", ""),
    AFFIX("攀升至", ""), AFFIX("降到", ""),   AFFIX("增到", ""),   AFFIX("增加", ""),
    AFFIX("减少", ""),   AFFIX("增长", ""),   AFFIX("下降", ""),   AFFIX("提高", ""),
    AFFIX("上升", ""),   AFFIX("降低", ""),   AFFIX("上涨", ""),   AFFIX("下滑", ""),
    AFFIX("回落", ""),   AFFIX("压减", ""),   AFFIX("压缩", ""),   AFFIX("净增", ""),
    AFFIX("净减", ""),   AFFIX("高出", ""),   AFFIX("降幅", ""),   AFFIX("增幅", ""),
    AFFIX("增长率", ""), AFFIX("下降率", ""), AFFIX("增减率", ""), AFFIX("变动率", ""),
    AFFIX("增速", ""),   AFFIX("涨幅", ""),   AFFIX("调增", ""),   AFFIX("调减", ""),
    AFFIX("下降至", ""), AFFIX("提高至", ""), AFFIX("增至", ""),   AFFIX("降至", ""),
    AFFIX("增加到", ""), AFFIX("减少到", ""), AFFIX("提高到", ""), AFFIX("增加至", ""),
    AFFIX("减少至", ""), AFFIX("上升至", ""), AFFIX("上升到", ""), AFFIX("下降到", ""),
    AFFIX("增长到", ""), AFFIX("降低到", ""), AFFIX("降低至", ""), AFFIX("缩短至", ""),
    AFFIX("缩短到", "")};
static const struct affix change_tails[] = {
    AFFIX("了", ""), AFFIX("约", ""),   AFFIX("近", ""),   AFFIX("达到", ""), AFFIX("达", "下到"),
    AFFIX("为", ""), AFFIX("幅度", ""), AFFIX("比例", ""), AFFIX("额", ""),   AFFIX(":", ""),
    AFFIX("至", ""), AFFIX("到", ""),   AFFIX("的", "")};

struct plumb_str plumb_strip_words(struct plumb_str s, const char *const *words, size_t count,
                                   bool front)
{
    for (size_t i = 0; i < count;) {
        struct plumb_str word = plumb_str_from(words[i]);
        if (front && plumb_str_starts(s, word))
            s = plumb_str_sub(s, word.len, s.len);
        else if (!front && plumb_str_ends(s, word))
            s.len -= word.len;
        else {
            i++;
            continue;
        }
        i = 0;
    }
    return s;
}

/* Is the character at the cut (behind a leading, before a trailing word) in the veto? */
static bool vetoed(struct plumb_str rest, bool front, const char *veto)
{
    if (rest.len == 0 || !*veto)
        return false;
    size_t at = front ? 0 : plumb_utf8_prev(rest, rest.len), next = at;
    plumb_utf8_decode(rest, &next);
    return plumb_str_find(plumb_str_from(veto), plumb_str_sub(rest, at, next)) != PLUMB_NPOS;
}

static struct plumb_str strip_affixes(struct plumb_str s, const struct affix *words, size_t count,
                                      bool front)
{
    for (size_t i = 0; i < count;) {
        struct plumb_str word = affix_word(&words[i]), rest = s;
        bool here = front ? plumb_str_starts(s, word) : plumb_str_ends(s, word);
        if (here)
            rest =
                front ? plumb_str_sub(s, word.len, s.len) : plumb_str_sub(s, 0, s.len - word.len);
        if (!here || vetoed(rest, front, words[i].veto)) {
            i++;
            continue;
        }
        s = rest;
        i = 0;
    }
    return s;
}

/* "2.", "(3)", "(一)", "①" in front of a name. */
static struct plumb_str strip_list_mark(struct plumb_str s)
{
    size_t at = 0, digits = 0;
    bool bracket = s.len > 0 && s.ptr[0] == '(';
    at += bracket;
    while (at < s.len &&
           ((s.ptr[at] >= '0' && s.ptr[at] <= '9') || (digits > 0 && s.ptr[at] == '.'))) {
        at++;
        digits++;
    }
    if (digits > 0 && digits <= 5 && at < s.len && bracket && s.ptr[at] == ')')
        return plumb_str_sub(s, at + 1, s.len);
    if (digits > 1 && !bracket && s.ptr[at - 1] == '.')
        return plumb_str_sub(s, at, s.len);
    if (bracket && digits == 0) {
        size_t close = plumb_str_find(plumb_str_sub(s, 0, 11), PLUMB_STR(")"));
        struct plumb_str inner = plumb_str_sub(s, 1, close == PLUMB_NPOS ? 1 : close);
        size_t first = 0;
        uint32_t cp = inner.len ? plumb_utf8_decode(inner, &first) : 0;
        if (cp == 0x4E00 || cp == 0x4E8C || cp == 0x4E09 || cp == 0x56DB || cp == 0x4E94 ||
            cp == 0x516D || cp == 0x4E03 || cp == 0x516B || cp == 0x4E5D || cp == 0x5341)
            return plumb_str_sub(s, close + 1, s.len);
    }
    size_t next = 0;
    uint32_t cp = s.len ? plumb_utf8_decode(s, &next) : 0;
    return cp >= 0x2460 && cp <= 0x2473 ? plumb_str_sub(s, next, s.len) : s;
}

static struct plumb_str trim_phrase(struct plumb_str s)
{
    s = strip_list_mark(s);
    s = strip_affixes(s, lead_words, COUNT(lead_words), true);
    if (plumb_str_starts(s, PLUMB_STR("“")) && !plumb_str_has(s, "”"))
        s = plumb_str_sub(s, strlen("“"), s.len);
    return strip_affixes(s, tail_words, COUNT(tail_words), false);
}

bool plumb_says_change(struct plumb_str phrase)
{
    if (phrase.len < 6) /* the shortest of the words */
        return false;
    phrase = strip_affixes(phrase, change_tails, COUNT(change_tails), false);
    for (size_t i = 0; i < COUNT(change_words); i++)
        if (plumb_str_ends(phrase, affix_word(&change_words[i])))
            return true;
    return false;
}

static bool is_holder(uint32_t cp)
{
    return cp >= 0xE000 && cp <= 0xF8FF;
}

static bool is_boundary(uint32_t cp)
{
    return cp == ',' || cp == ';' || cp == ':' || cp == 0x3001 || cp == 0x3002 || cp == '!' ||
           cp == '?' || cp == '|' || cp == '/' || cp == '[' || cp == ']' || cp == '=' ||
           cp == 0xD7 || cp == 0xF7 || cp == '*';
}

/* Walk left from `to`: over brackets that close again, up to a boundary, an open bracket and, when
 * asked, a number. */
static size_t walk_left(struct plumb_str text, size_t to, bool stop_at_number)
{
    int depth = 0, quotes = 0;
    size_t floor = to > PLUMB_CLAUSE_REACH ? to - PLUMB_CLAUSE_REACH : 0;
    for (size_t at = to; at > floor;) {
        size_t from = plumb_utf8_prev(text, at), next = from;
        uint32_t cp = plumb_utf8_decode(text, &next);
        quotes += cp == 0x201D ? 1 : cp == 0x201C && quotes > 0 ? -1 : 0;
        if (cp == ')')
            depth++;
        else if (cp == '(' && depth-- == 0)
            return at;
        else if (stop_at_number && is_holder(cp))
            return at;
        else if (depth <= 0 && quotes == 0 && is_boundary(cp))
            return at;
        at = from;
    }
    if (quotes == 0) {
        while (floor < to && ((unsigned char)text.ptr[floor] & 0xC0) == 0x80)
            floor++;
        return floor;
    }
    /* a closing quotation mark whose opening one is lost: begin behind it */
    size_t closed = plumb_str_rfind(plumb_str_sub(text, 0, to), PLUMB_STR("”"));
    return closed + strlen("”");
}

struct plumb_str plumb_clause_before(const struct plumb_labelling *l, size_t index)
{
    size_t to = l->at[index];
    return plumb_str_sub(l->text, walk_left(l->text, to, false), to);
}

struct plumb_str plumb_phrase_before(const struct plumb_labelling *l, size_t index)
{
    size_t to = l->at[index];
    size_t from = walk_left(l->text, to, true);
    struct plumb_str phrase = plumb_str_sub(l->text, from, to);
    /* "2019年末固定资产": the rest of the date is not part of the name */
    static const char *const rests[] = {"末", "底", "初", "以来", "间", "度"};
    size_t before = from >= PLUMB_HOLDER ? from - PLUMB_HOLDER : 0, next = before;
    if (from >= PLUMB_HOLDER && is_holder(plumb_utf8_decode(l->text, &next)))
        for (size_t i = 0; i < COUNT(rests); i++)
            if (plumb_str_starts(phrase, plumb_str_from(rests[i])))
                return plumb_str_sub(phrase, strlen(rests[i]), phrase.len);
    return phrase;
}

/* ---- the noun behind a count: "29名干部职工" ---- */

static const char *const noun_ends[] = {
    "参加", "进行", "开展", "采用", "纳入", "使用", "完成", "签订", "深入", "实行", "实施",
    "办理", "享受", "接受", "报销", "资助", "给予", "全部", "均",   "已",   "暂停", "编制",
    "配备", "开通", "发放", "通过", "提供", "组织", "参与", "负责", "督促", "处罚", "达到",
    "提高", "受到", "被",   "为",   "在",   "到",   "对",   "与",   "将",   "于",   "等",
    "的",   "是",   "并",   "从",   "因",   "以上", "以下"};

/* Noun phrase right behind the place-holder at `at`, empty when none. */
static struct plumb_str noun_behind(struct plumb_str text, size_t at)
{
    size_t from = at + PLUMB_HOLDER, end = from;
    while (end < text.len && end - from < 45) {
        size_t next = end;
        uint32_t cp = plumb_utf8_decode(text, &next);
        if (is_boundary(cp) || is_holder(cp) || cp == '(' || cp == ')' || cp == 0x201D)
            break;
        end = next;
    }
    struct plumb_str noun = plumb_str_sub(text, from, end);
    for (size_t i = 0; i < COUNT(noun_ends); i++) {
        size_t hit = plumb_str_find(noun, plumb_str_from(noun_ends[i]));
        if (hit != PLUMB_NPOS)
            noun.len = hit;
    }
    noun = strip_affixes(noun, tail_words, COUNT(tail_words), false);
    return noun.len >= 6 ? noun : PLUMB_STR("");
}

static bool counts_things(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_COUNT || fact->unit == PLUMB_UNIT_PERSON ||
           fact->unit == PLUMB_UNIT_PERSON_TIMES;
}

/* 家, 名, 个 … ask for the noun behind them; 人, 人次, 次 often follow what they count. */
static bool noun_follows(const struct plumb_fact *fact, struct plumb_str bare)
{
    static const char *const self_standing[] = {"人",   "人次", "次",     "起", "例",  "批次",
                                                "户次", "万人", "万人次", "件", "家次"};
    if (!counts_things(fact) || bare.len < 6)
        return counts_things(fact);
    for (size_t i = 0; i < COUNT(self_standing); i++)
        if (plumb_str_equal(fact->unit_text, plumb_str_from(self_standing[i])))
            return false;
    return true;
}

/* ---- labels ---- */

static struct plumb_fact *fact_at(const struct plumb_labelling *l, size_t index)
{
    return &l->work->facts[l->sentence->first_fact + index];
}

static bool is_calendar(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_YEAR || fact->kind == PLUMB_FACT_DATE;
}

static size_t index_of(const struct plumb_labelling *l, const struct plumb_fact *fact)
{
    return fact->id - l->sentence->first_fact;
}

static bool is_share(struct plumb_str label)
{
    return plumb_str_starts(label, PLUMB_STR("占")) || plumb_str_ends(label, PLUMB_STR("占比"));
}

static struct plumb_str join(const struct plumb_labelling *l, struct plumb_str a, const char *b)
{
    struct plumb_str word = plumb_str_from(b);
    if (plumb_str_ends(a, word))
        return a;
    char *text = plumb_arena_alloc(l->work->arena, a.len + word.len + 1);
    memcpy(text, a.ptr, a.len);
    memcpy(text + a.len, word.ptr, word.len);
    return (struct plumb_str){text, a.len + word.len};
}

/* "比2019年", "较上年", "与预算相比", "同比": where a clause turns to what it compares with. */
static size_t comparison_at(struct plumb_str clause)
{
    static const char *const marks[] = {"比", "较", "与", "同"};
    static const char *const bases[] = {"上", "去", "年", "预", "期", "比", "全年", "本年", "往年"};
    for (size_t at = 0; at < clause.len;) {
        size_t start = at;
        plumb_utf8_decode(clause, &at);
        struct plumb_str word = plumb_str_sub(clause, start, at);
        struct plumb_str rest = plumb_str_sub(clause, at, clause.len);
        size_t next = 0;
        bool mark = false, base = rest.len > 0 && is_holder(plumb_utf8_decode(rest, &next));
        for (size_t i = 0; i < COUNT(marks); i++)
            mark |= plumb_str_equal(word, plumb_str_from(marks[i]));
        for (size_t i = 0; mark && i < COUNT(bases); i++)
            base |= plumb_str_starts(rest, plumb_str_from(bases[i]));
        if (mark && base)
            return start;
    }
    return PLUMB_NPOS;
}

static const char *fixed_text(const struct plumb_labelling *l, struct plumb_str s)
{
    return plumb_str_copy(l->work->arena, s).ptr;
}

/* What changed: "公务接待费支出比2019年增加" → 公务接待费支出; else the number told before. */
static struct plumb_str changing_thing(const struct plumb_labelling *l, size_t index,
                                       struct plumb_str phrase)
{
    struct plumb_str clause = plumb_clause_before(l, index);
    size_t compared = comparison_at(clause);
    if (compared != PLUMB_NPOS) {
        struct plumb_str thing = trim_phrase(plumb_str_sub(clause, 0, compared));
        for (size_t at = 0, from = 0; at < thing.len;) { /* only what follows its last number */
            if (is_holder(plumb_utf8_decode(thing, &at)))
                from = at;
            if (at >= thing.len)
                thing = trim_phrase(plumb_str_sub(thing, from, thing.len));
        }
        if (thing.len >= 6)
            return thing;
    } else {
        /* "收入增加1175.42万元": the phrase in front of the change word */
        for (size_t i = 0; i < COUNT(change_words); i++) {
            size_t hit = plumb_str_rfind(phrase, affix_word(&change_words[i]));
            if (hit != PLUMB_NPOS && hit >= 6)
                return trim_phrase(plumb_str_sub(phrase, 0, hit));
        }
    }
    /* A share in between is not what changed (支出8万元，占3%，增长2%), and an amount is the change of an
     * amount (参保38万人，参保率98%，减少2万人). */
    const struct plumb_fact *previous = l->named;
    enum plumb_unit unit = fact_at(l, index)->unit;
    bool amount =
        unit != PLUMB_UNIT_FRACTION && unit != PLUMB_UNIT_POINTS && unit != PLUMB_UNIT_MULTIPLE;
    for (size_t i = 0; i < PLUMB_RUN_REACH && previous; i++) {
        if (!is_share(previous->label) && (!amount || previous->unit == unit))
            break;
        previous = index_of(l, previous) > 0 ? previous - 1 : NULL;
    }
    if (previous && amount && previous->unit != unit)
        previous = l->named;
    if (!previous || !previous->label.len || is_share(previous->label))
        return PLUMB_STR("");
    /* a change told of a change is one of the same thing: 减少4.5万元,降低4.36% */
    return strip_affixes(previous->label, change_words, COUNT(change_words), false);
}

static const char *change_word(struct plumb_str phrase)
{
    const char *best = "";
    size_t best_at = 0;
    for (size_t i = 0; i < COUNT(change_words); i++) {
        size_t hit = plumb_str_rfind(phrase, affix_word(&change_words[i]));
        if (hit == PLUMB_NPOS)
            continue;
        size_t end = hit + change_words[i].len;
        if (end > best_at || (end == best_at && change_words[i].len > strlen(best))) {
            best = change_words[i].word;
            best_at = end;
        }
    }
    return best;
}

/* "A、B、C分别为a、b、c": the k-th number belongs to the k-th name. Empty when the counts differ. */
static struct plumb_str nth_name(struct plumb_str names, size_t k, size_t numbers)
{
    struct plumb_str parts[16];
    size_t n = 0;
    for (size_t from = 0, at = 0; at <= names.len && n < 16;) {
        size_t next = at;
        uint32_t cp = at < names.len ? plumb_utf8_decode(names, &next) : 0x3001;
        bool link = cp == 0x3001 || (n + 1 < numbers && (cp == 0x548C || cp == 0x4E0E)); /* 和 与 */
        if (link) {
            parts[n++] = trim_phrase(plumb_str_sub(names, from, at));
            from = at < names.len ? next : names.len + 1;
        }
        if (at >= names.len)
            break;
        at = next;
    }
    return n == numbers && k < n ? parts[k] : PLUMB_STR("");
}

/* Numbers that follow each other with only 、 or 和 between: position in the run and its length. */
static size_t run_of(const struct plumb_labelling *l, size_t index, size_t *length)
{
    size_t first = index, last = index, n = l->sentence->fact_count;
    while (first > 0 && index - first < PLUMB_RUN_REACH && l->at[first - 1] != PLUMB_NPOS &&
           l->at[first] - l->at[first - 1] == 2 * PLUMB_HOLDER)
        first--;
    while (last + 1 < n && last - index < PLUMB_RUN_REACH && l->at[last + 1] != PLUMB_NPOS &&
           l->at[last + 1] - l->at[last] == 2 * PLUMB_HOLDER)
        last++;
    *length = last - first + 1;
    return index - first;
}

/* Names stop at numbers: the part behind the last place-holder. */
static struct plumb_str behind_holders(struct plumb_str label)
{
    size_t from = 0;
    for (size_t at = 0; at < label.len;)
        if (is_holder(plumb_utf8_decode(label, &at)))
            from = at;
    return from ? trim_phrase(plumb_str_sub(label, from, label.len)) : label;
}

/* Label for "… 分别为a、b、c": its own name, or the head all share. */
static struct plumb_str respective_label(const struct plumb_labelling *l, size_t index)
{
    size_t length = 0, k = run_of(l, index, &length);
    size_t to = l->at[index - k], near = to > 18 ? to - 18 : 0;
    if (length < 2)
        return PLUMB_STR("");
    size_t word = plumb_str_rfind(plumb_str_sub(l->text, near, to), PLUMB_STR("分别"));
    if (word == PLUMB_NPOS)
        return PLUMB_STR("");
    word += near;
    struct plumb_str head = plumb_str_sub(l->text, 0, word);
    size_t from = word > PLUMB_CLAUSE_REACH ? word - PLUMB_CLAUSE_REACH : 0;
    /* names are joined by 、, so only , ; : 。 end the list */
    for (size_t at = from; at < head.len;) {
        uint32_t cp = plumb_utf8_decode(head, &at);
        if (is_boundary(cp) && cp != 0x3001)
            from = at;
    }
    struct plumb_str names = plumb_str_sub(head, from, head.len);
    struct plumb_str own = nth_name(names, k, length);
    if (behind_holders(own.len ? own : names).len >= 6)
        return own.len ? own : trim_phrase(names);
    /* "2021年、2022年分别支出320万元、286万元": the years are no names */
    return trim_phrase(plumb_str_sub(l->text, word, to));
}

/* "参保率,100%": nothing but the mark before the number, so the clause before it names it. */
static struct plumb_str clause_in_front(const struct plumb_labelling *l, size_t index)
{
    size_t to = l->at[index];
    if (to == 0)
        return PLUMB_STR("");
    size_t mark = plumb_utf8_prev(l->text, to), next = mark;
    uint32_t cp = plumb_utf8_decode(l->text, &next);
    if (cp != ',' && cp != ':' && cp != '(')
        return PLUMB_STR("");
    size_t from = walk_left(l->text, mark, true);
    return trim_phrase(plumb_str_sub(l->text, from, mark));
}

static struct plumb_str inherited_label(const struct plumb_labelling *l, size_t index)
{
    (void)index;
    return l->named ? l->named->label : PLUMB_STR("");
}

/* Past the calendar numbers in front: "人均费用由2019年的3051元". */
static struct plumb_str phrase_over_years(const struct plumb_labelling *l, size_t index)
{
    for (size_t i = index; i-- > 0;) {
        if (l->at[i] == PLUMB_NPOS || !is_calendar(fact_at(l, i)))
            break;
        struct plumb_str phrase = plumb_phrase_before(l, i);
        if (plumb_says_change(phrase)) /* 提高到2023年的95% */
            return changing_thing(l, i, phrase);
        phrase = trim_phrase(phrase);
        if (phrase.len >= 6)
            return phrase;
    }
    return PLUMB_STR("");
}

/* One character is a name only in an enumeration: 省10%、县10%; 男36人、女28人. */
static bool short_name(const struct plumb_labelling *l, size_t index, struct plumb_str bare)
{
    size_t start = l->at[index] - (bare.len <= l->at[index] ? bare.len : 0);
    if (bare.len != 3 || start == 0 ||
        plumb_str_find(PLUMB_STR("省市县区镇乡村男女老中幼党团"), bare) == PLUMB_NPOS)
        return false;
    size_t before = plumb_utf8_prev(l->text, start), next = before;
    uint32_t cp = plumb_utf8_decode(l->text, &next);
    return is_boundary(cp) || cp == '(';
}

static struct plumb_str label_of(const struct plumb_labelling *l, size_t index)
{
    struct plumb_fact *fact = fact_at(l, index);
    struct plumb_str phrase = plumb_phrase_before(l, index), bare = trim_phrase(phrase), label;
    if (plumb_says_change(phrase)) {
        label = changing_thing(l, index, phrase);
        const char *word = change_word(phrase);
        struct plumb_str said = plumb_str_from(word);
        bool level = plumb_str_ends(said, PLUMB_STR("到")) || plumb_str_ends(said, PLUMB_STR("至"));
        return !label.len ? bare : level ? label : join(l, label, word);
    }
    if (fact->unit == PLUMB_UNIT_FRACTION &&
        (plumb_str_equal(bare, PLUMB_STR("占")) || plumb_str_equal(bare, PLUMB_STR("占比")))) {
        label = inherited_label(l, index);
        return label.len ? join(l, label, "占比") : bare;
    }
    label = respective_label(l, index);
    if (label.len)
        return label;
    if (noun_follows(fact, bare)) {
        label = noun_behind(l->text, l->at[index]);
        if (label.len)
            return label;
    }
    if (bare.len >= 6 || short_name(l, index, bare))
        return bare;
    for (size_t i = 0; i < COUNT(total_words); i++)
        if (plumb_str_ends(phrase, plumb_str_from(total_words[i])))
            return plumb_str_from(total_words[i]);
    label = phrase_over_years(l, index);
    if (!label.len && phrase.len == 0)
        label = clause_in_front(l, index);
    if (!label.len)
        label = inherited_label(l, index);
    return label.len ? label : bare;
}

/* "…“三公”经费支出年初预算数为30万元，支出决算为22万元": 支出决算 is that of what the sentence began with. */
static struct plumb_str with_subject(const struct plumb_labelling *l, size_t index,
                                     struct plumb_str label)
{
    static const char *const general[] = {
        "支出决算",   "支出决算数", "决算数",     "决算",     "执行数",     "预算执行数",
        "实际支出",   "全年预算",   "全年预算数", "调整预算", "调整预算数", "年初预算",
        "年初预算数", "预算数",     "实际执行数", "执行率",   "预算执行率", "完成率"};
    static const char *const stages[] = {
        "年初预算数", "年初预算",   "全年预算数", "全年预算", "调整预算数", "调整预算",   "预算数",
        "预算",       "支出决算数", "支出决算",   "决算数",   "决算",       "预算执行数", "执行数"};
    bool is_general = false;
    for (size_t i = 0; i < COUNT(general); i++)
        is_general |= plumb_str_equal(label, plumb_str_from(general[i]));
    for (size_t i = 0; is_general && i < index; i++) {
        struct plumb_str first = fact_at(l, i)->label, subject = first;
        if (!first.len)
            continue;
        for (size_t k = 0; k < COUNT(stages) && subject.len == first.len; k++)
            if (plumb_str_ends(first, plumb_str_from(stages[k])))
                subject.len -= strlen(stages[k]);
        if (subject.len == first.len || subject.len < 9)
            break;
        if (plumb_str_ends(subject, PLUMB_STR("支出")) &&
            plumb_str_starts(label, PLUMB_STR("支出")))
            subject.len -= strlen("支出");
        return join(l, subject, fixed_text(l, label));
    }
    return label;
}

/* 人数, 个数 … tell the unit of a number that is printed without one. */
static void unit_from_label(struct plumb_arena *arena, struct plumb_fact *fact)
{
    static const struct {
        const char *ending;
        enum plumb_unit unit;
        const char *text;
    } rules[] = {
        {"人次数", PLUMB_UNIT_PERSON_TIMES, "人次"},
        {"人次", PLUMB_UNIT_PERSON_TIMES, "人次"},
        {"人数", PLUMB_UNIT_PERSON, "人"},
        {"人口", PLUMB_UNIT_PERSON, "人"},
        {"个数", PLUMB_UNIT_COUNT, "个"},
        {"次数", PLUMB_UNIT_COUNT, "次"},
        {"件数", PLUMB_UNIT_COUNT, "件"},
        {"户数", PLUMB_UNIT_COUNT, "户"},
        {"家数", PLUMB_UNIT_COUNT, "家"},
        {"数量", PLUMB_UNIT_COUNT, ""},
        {"编制数", PLUMB_UNIT_PERSON, "人"},
        {"人员数", PLUMB_UNIT_PERSON, "人"},
    };
    if (fact->kind != PLUMB_FACT_BARE || fact->unit != PLUMB_UNIT_NONE || fact->decimals > 0)
        return;
    for (size_t i = 0; i < COUNT(rules); i++)
        if (plumb_str_ends(fact->label, plumb_str_from(rules[i].ending))) {
            const char *text = rules[i].text;
            if (fact->unit_text.len) /* 接待人次突破500万 */
                text = plumb_arena_printf(arena, "%.*s%s", PLUMB_STR_ARG(fact->unit_text), text);
            plumb_fact_set_unit(fact, rules[i].unit, fact->scale, plumb_str_from(text));
            return;
        }
}

static bool says_rate(struct plumb_str label)
{
    static const char *const words[] = {"人均", "户均", "次均", "生均", "亩均", "床均"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (plumb_str_has(label, words[i]))
            return true;
    return false;
}

/* ---- the pass ---- */

/* Bytes of the place-holders of the sentence's facts. */
static void find_holders(struct plumb_labelling *l)
{
    size_t n = l->sentence->fact_count;
    if (n > l->capacity) {
        l->capacity = n * 2;
        l->at = plumb_arena_array(l->work->arena, l->capacity, sizeof *l->at);
    }
    for (size_t i = 0; i < n; i++)
        l->at[i] = PLUMB_NPOS;
    for (size_t at = 0; at < l->text.len;) {
        /* place-holders begin with EE or EF; everything else is skipped quickly */
        if ((unsigned char)l->text.ptr[at] < 0xEE) {
            at++;
            continue;
        }
        size_t next = at;
        uint32_t cp = plumb_utf8_decode(l->text, &next);
        if (is_holder(cp) && cp - 0xE000 < n)
            l->at[cp - 0xE000] = at;
        at = next;
    }
}

/* "图书采购项目全年预算数为12万元，执行数…": the project a sentence is about. */
static struct plumb_str project_of_sentence(const struct plumb_labelling *l)
{
    static const char *const marks[] = {"项目全年预算", "项目年初预算", "项目预算", "项目安排资金",
                                        "项目执行数"};
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t at = plumb_str_find(l->text, plumb_str_from(marks[i]));
        if (at == PLUMB_NPOS || at < 6)
            continue;
        struct plumb_str name = plumb_str_sub(l->text, walk_left(l->text, at, true), at);
        name = trim_phrase(name);
        bool general = plumb_str_has(name, "部门") || plumb_str_has(name, "单位") ||
                       plumb_str_ends(name, PLUMB_STR("该")) ||
                       plumb_str_ends(name, PLUMB_STR("个")) || plumb_str_has(name, "公共预算") ||
                       plumb_str_has(name, "采购");
        return name.len >= 9 && !general ? name : PLUMB_STR("");
    }
    return PLUMB_STR("");
}

/* What stands between the number before and fact `index`: 其中 or an opening bracket divide the number
 * before, a closing one ends that. */
static void read_whole(struct plumb_labelling *l, size_t index)
{
    size_t from = 0;
    for (size_t i = index; i-- > 0 && from == 0;)
        from = l->at[i] == PLUMB_NPOS ? 0 : l->at[i] + PLUMB_HOLDER;
    struct plumb_str between = plumb_str_sub(l->text, from, l->at[index]);
    size_t open = plumb_str_rfind(between, PLUMB_STR("("));
    size_t close = plumb_str_rfind(between, PLUMB_STR(")"));
    if (close != PLUMB_NPOS)
        l->whole = NULL;
    bool opens = open != PLUMB_NPOS && (close == PLUMB_NPOS || open > close);
    if (opens || plumb_str_has(between, "其中") || plumb_str_has(between, "包括") ||
        plumb_str_has(between, "包含"))
        l->whole = l->named;
}

static void label_sentence(struct plumb_labelling *l)
{
    struct plumb_str item = l->item.len ? l->item : project_of_sentence(l);
    l->named = l->whole = NULL;
    find_holders(l);
    l->head_read = l->aims_read = false;
    plumb_label_years(l);
    for (size_t i = 0; i < l->sentence->fact_count; i++) {
        struct plumb_fact *fact = fact_at(l, i);
        if (l->at[i] == PLUMB_NPOS || fact->kind == PLUMB_FACT_NOT || is_calendar(fact))
            continue;
        read_whole(l, i);
        bool prose = !fact->label.len;
        if (prose) {
            fact->label = with_subject(l, i, behind_holders(label_of(l, i)));
            unit_from_label(l->work->arena, fact);
            if (fact->unit == PLUMB_UNIT_YUAN && says_rate(fact->label))
                fact->unit = PLUMB_UNIT_YUAN_RATE; /* 人均筹资740元，较上年提高30元 */
        }
        if (!fact->item.len)
            fact->item = item;
        plumb_label_scope(l, i);
        if (prose)
            plumb_indicator_prose(l, fact);
        else
            plumb_indicator_table(l, fact);
        if (fact->label.len)
            l->named = fact;
    }
}

void plumb_pass_labels(struct plumb_extract_work *work)
{
    struct plumb_labelling l = {.work = work, .block = PLUMB_NPOS};
    plumb_label_scope_begin(&l);
    for (size_t s = 0; s < work->sentence_count; s++) {
        l.sentence = &work->sentences[s];
        l.text = l.sentence->template;
        if (l.sentence->block != l.block) {
            l.block = l.sentence->block;
            l.block_year = 0;
            plumb_block_item(&l);
            l.project_table = plumb_table_is_project(&work->document->blocks[l.block]);
        }
        if (l.sentence->fact_count > 0)
            label_sentence(&l);
    }
}
