/* Numbers of things: the noun behind a count ("29名干部职工"), and units told by a label. */
#include <string.h>

#include "extract/label/label_int.h"

static const char *const noun_ends[] = {
    "参加", "进行", "开展", "采用", "纳入", "使用", "完成", "签订", "深入", "实行", "实施",
    "办理", "享受", "接受", "报销", "资助", "给予", "全部", "均",   "已",   "暂停", "编制",
    "配备", "开通", "发放", "通过", "提供", "组织", "参与", "负责", "督促", "处罚", "达到",
    "提高", "受到", "被",   "为",   "在",   "到",   "对",   "与",   "将",   "于",   "等",
    "的",   "是",   "并",   "从",   "因",   "以上", "以下"};

struct plumb_str plumb_noun_behind(struct plumb_str text, size_t at)
{
    size_t from = at + PLUMB_HOLDER, end = from;
    while (end < text.len && end - from < 45) {
        size_t next = end;
        uint32_t cp = plumb_utf8_decode(text, &next);
        if (plumb_is_clause_end(cp) || plumb_is_holder(cp) || cp == '(' || cp == ')' ||
            cp == 0x201D)
            break;
        end = next;
    }
    struct plumb_str noun = plumb_str_sub(text, from, end);
    for (size_t i = 0; i < PLUMB_COUNT(noun_ends); i++) {
        size_t hit = plumb_str_find(noun, plumb_str_from(noun_ends[i]));
        if (hit != PLUMB_NPOS)
            noun.len = hit;
    }
    noun = plumb_strip_tail(noun);
    return noun.len >= 6 ? noun : PLUMB_STR("");
}

static bool counts_things(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_COUNT || fact->unit == PLUMB_UNIT_PERSON ||
           fact->unit == PLUMB_UNIT_PERSON_TIMES;
}

/* 家, 名, 个 … ask for the noun behind them; 人, 人次, 次 often follow what they count. */
bool plumb_noun_follows(const struct plumb_fact *fact, struct plumb_str bare)
{
    static const char *const self_standing[] = {"人",   "人次", "次",     "起", "例",  "批次",
                                                "户次", "万人", "万人次", "件", "家次"};
    if (!counts_things(fact) || bare.len < 6)
        return counts_things(fact);
    for (size_t i = 0; i < PLUMB_COUNT(self_standing); i++)
        if (plumb_str_equal(fact->unit_text, plumb_str_from(self_standing[i])))
            return false;
    return true;
}

void plumb_unit_from_label(struct plumb_arena *arena, struct plumb_fact *fact)
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
    for (size_t i = 0; i < PLUMB_COUNT(rules); i++)
        if (plumb_str_ends(fact->label, plumb_str_from(rules[i].ending))) {
            const char *text = rules[i].text;
            if (fact->unit_text.len) /* 接待人次突破500万 */
                text = plumb_arena_printf(arena, "%.*s%s", PLUMB_STR_ARG(fact->unit_text), text);
            plumb_fact_set_unit(fact, rules[i].unit, fact->scale, plumb_str_from(text));
            return;
        }
}
