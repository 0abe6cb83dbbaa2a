/* Words around a name that are no part of it: leads (其中, 包括), tails (分别为, 达到), list numbers, and
 * the words of change (增加, 下降到). */
#include <string.h>

#include "extract/label/label_int.h"

/* A word to strip, and the characters next to it that make it part of another word. Two of its bytes are
 * apart, for a look at a list of seventy words: the last, and the third, with which most first characters
 * end (0 when it has no third). */
struct affix {
    const char *word;
    size_t len;
    const char *veto;
    char third, last;
};
#define AFFIX(word, veto)                                                                          \
    {                                                                                              \
        word, sizeof(word) - 1, veto, (word "\0\0")[2], (word)[sizeof(word) - 2]                   \
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
        if (front && plumb_str_begins(s, words[i]))
            s = plumb_str_sub(s, strlen(words[i]), s.len);
        else if (!front && plumb_str_ends(s, plumb_str_from(words[i])))
            s.len -= strlen(words[i]);
        else {
            i++;
            continue;
        }
        i = 0;
    }
    return s;
}

/* False when s cannot begin (end) with the word. */
static inline bool may_stand(const struct affix *affix, struct plumb_str s, bool front)
{
    if (front)
        return !affix->third || (s.len > 2 && s.ptr[2] == affix->third);
    return s.len > 0 && s.ptr[s.len - 1] == affix->last;
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
        if (!may_stand(&words[i], s, front)) {
            i++;
            continue;
        }
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

struct plumb_str plumb_label_trim(struct plumb_str s)
{
    s = strip_list_mark(s);
    s = strip_affixes(s, lead_words, PLUMB_COUNT(lead_words), true);
    if (plumb_str_starts(s, PLUMB_STR("“")) && !plumb_str_has(s, "”"))
        s = plumb_str_sub(s, strlen("“"), s.len);
    return strip_affixes(s, tail_words, PLUMB_COUNT(tail_words), false);
}

bool plumb_says_change(struct plumb_str phrase)
{
    if (phrase.len < 6) /* the shortest of the words */
        return false;
    phrase = strip_affixes(phrase, change_tails, PLUMB_COUNT(change_tails), false);
    for (size_t i = 0; i < PLUMB_COUNT(change_words); i++)
        if (may_stand(&change_words[i], phrase, false) &&
            plumb_str_ends(phrase, affix_word(&change_words[i])))
            return true;
    return false;
}

const char *plumb_change_word(struct plumb_str phrase)
{
    const char *best = "";
    size_t best_at = 0;
    for (size_t i = 0; i < PLUMB_COUNT(change_words); i++) {
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

size_t plumb_change_at(struct plumb_str phrase)
{
    for (size_t i = 0; i < PLUMB_COUNT(change_words); i++) {
        size_t hit = plumb_str_rfind(phrase, affix_word(&change_words[i]));
        if (hit != PLUMB_NPOS && hit >= 6)
            return hit;
    }
    return PLUMB_NPOS;
}

struct plumb_str plumb_strip_change(struct plumb_str label)
{
    return strip_affixes(label, change_words, PLUMB_COUNT(change_words), false);
}

struct plumb_str plumb_strip_tail(struct plumb_str phrase)
{
    return strip_affixes(phrase, tail_words, PLUMB_COUNT(tail_words), false);
}

bool plumb_label_is_share(struct plumb_str label)
{
    return plumb_str_starts(label, PLUMB_STR("占")) || plumb_str_ends(label, PLUMB_STR("占比"));
}
