/* The vocabulary of table heads and row labels: 财预〔2013〕53号, 财预〔2020〕10号, the 部门决算 and 部门预算
 * tables, and the local forms of 自评表 and 基础数据表. Keys are plumb_label_key: NFKC, no spaces. */
#include <string.h>

#include "extract/table/table_int.h"
#include "extract/text/word_set.h"

bool plumb_key_is(struct plumb_str key, const char *word)
{
    return key.len && key.ptr[0] == word[0] && plumb_str_equal(key, plumb_str_from(word));
}

/* A key with its gist, since a head is held against the whole vocabulary. */
struct head_key {
    struct plumb_str text;
    struct plumb_gist gist;
};

static struct head_key head_key(struct plumb_str text)
{
    return (struct head_key){text, plumb_gist_of(text)};
}

/* A word behind '=' must be the whole key, one behind '$' its end. */
struct head_word {
    char how;
    struct plumb_word word;
};
#define IS_SIGNED(text) ((text)[0] == '=' || (text)[0] == '$')
#define SIGNED_BIT(text)                                                                           \
    (IS_SIGNED(text)                                                                               \
         ? (PLUMB_WORD_BYTE(text, 1) < 0x80                                                        \
                ? PLUMB_WORD_BYTE(text, 1) & 63                                                    \
                : (PLUMB_WORD_BYTE(text, 2) & 3) << 6 | ((unsigned char)(text "\0\0\0")[3] & 63))  \
         : PLUMB_WORD_BIT(text))
#define HEAD_WORD(text)                                                                            \
    {                                                                                              \
        (text)[0],                                                                                 \
        {                                                                                          \
            {(text) + IS_SIGNED(text), sizeof(text) - 1 - IS_SIGNED(text)}, SIGNED_BIT(text)       \
        }                                                                                          \
    }

static bool key_has_any(const struct head_key *key, const struct head_word *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!plumb_gist_may_have(&key->gist, words[i].word.bit))
            continue;
        struct plumb_str word = words[i].word.text;
        if (words[i].how == '='   ? plumb_str_equal(key->text, word)
            : words[i].how == '$' ? plumb_str_ends(key->text, word)
                                  : plumb_str_find(key->text, word) != PLUMB_NPOS)
            return true;
    }
    return false;
}
#define HAS(key, ...)                                                                              \
    key_has_any((key), __extension__({                                                             \
                    static const struct head_word words_asked[] = {                                \
                        PLUMB_EACH_OF(HEAD_WORD, PLUMB_WORD_COUNT(__VA_ARGS__), __VA_ARGS__)};     \
                    words_asked;                                                                   \
                }),                                                                                \
                PLUMB_WORD_COUNT(__VA_ARGS__))

/* 1 ---- heads ------------------------------------------------------------------------------- */

static enum plumb_rate_kind rate_kind(const struct head_key *key)
{
    bool percent = HAS(key, "率", "%", "比例", "比重", "占比", "幅", "进度", "程度");
    if (!percent)
        return PLUMB_RATE_NONE;
    if (HAS(key, "得分率", "得分比例"))
        return PLUMB_RATE_SCORE;
    if (HAS(key, "执行率", "支出进度", "执行进度", "支付进度", "支出率", "预算完成率", "完成预算",
            "占预算", "为预算", "预算完成比例", "支付率", "使用率%", "完成年初预算", "占年初预算",
            "占调整预算", "执行比例"))
        return PLUMB_RATE_EXECUTION;
    if (HAS(key, "控制率"))
        return PLUMB_RATE_CONTROL;
    if (HAS(key, "增长率", "增减率", "变动率", "增幅", "增减%", "增减(%)", "增减比例", "增减幅度",
            "增长%", "增长(%)", "增长比例", "变动%", "变动(%)", "变动比例", "变动幅度", "降低率",
            "减少率", "下降率", "增减比率", "±%"))
        return PLUMB_RATE_GROWTH;
    if (HAS(key, "占比", "比重", "构成比", "所占比例", "占总", "占%", "占(%)"))
        return PLUMB_RATE_SHARE;
    if (HAS(key, "到位率"))
        return PLUMB_RATE_FUNDING;
    if (HAS(key, "结余率", "结转率"))
        return PLUMB_RATE_CARRYOVER;
    if (HAS(key, "调整率"))
        return PLUMB_RATE_ADJUSTMENT;
    if (HAS(key, "完成率", "实现率", "达成率", "完成比例", "完成程度", "完成%", "完成(%)",
            "完成进度"))
        return PLUMB_RATE_DONE;
    return HAS(key, "$率", "$率(%)", "$%", "$(%)", "$比例") ? PLUMB_RATE_OTHER : PLUMB_RATE_NONE;
}

/* 一般公共预算财政拨款 and its like are names of funds, not budget figures. */
static bool names_a_fund(const struct head_key *key)
{
    return HAS(key, "公共预算", "基金预算", "经营预算") &&
           !HAS(key, "$预算数", "预算数(", "决算数", "执行数");
}

static enum plumb_column_role stage_role(const struct head_key *key)
{
    if (HAS(key, "上年结转", "年初结转", "年末结转", "年初结余", "年末结余", "结转结余",
            "结转和结余", "=结余", "=结转", "结余分配", "$结余", "年末数"))
        return PLUMB_COLUMN_BALANCE;
    if (HAS(key, "上年", "去年", "上期", "往年", "前一年", "上一年", "基期"))
        return PLUMB_COLUMN_PRIOR;
    if (HAS(key, "年初预算", "初始预算", "年初批复", "年初安排", "预算批复", "年初数", "期初预算"))
        return PLUMB_COLUMN_INITIAL;
    if (HAS(key, "全年预算", "调整预算", "调整后", "变动后", "变更后", "预算调整数"))
        return PLUMB_COLUMN_REVISED;
    if (HAS(key, "增减额", "增减数", "增减金额", "=增减", "比上年增减", "差额", "=差异", "差异数",
            "变动额", "变动数", "增加额", "增减变动", "调整数", "调整额", "追加"))
        return PLUMB_COLUMN_DELTA;
    if (names_a_fund(key))
        return PLUMB_COLUMN_UNKNOWN;
    if (HAS(key, "执行数", "决算数", "执行额", "执行金额", "=执行", "支出数", "实际支出", "$决算",
            "预算执行", "实际执行", "支付数", "已支付", "累计支出", "全年执行", "实际使用",
            "预算完成数", "实际投资", "决算金额", "支出完成", "=支出金额", "实际支付", "实际发生"))
        return PLUMB_COLUMN_EXECUTED;
    if (HAS(key, "$预算", "预算数", "预算金额", "预算额", "预算安排", "预算总额", "预算资金",
            "预算投资", "概算", "=本年预算", "预算(", "到位资金", "到位数", "计划投资"))
        return PLUMB_COLUMN_BUDGET;
    return PLUMB_COLUMN_UNKNOWN;
}

static enum plumb_column_role indicator_role(const struct head_key *key)
{
    bool money = HAS(key, "预算", "资金", "支出", "投资");
    if (HAS(key, "应得分", "分值", "权重", "满分", "标准分", "=权数", "基本分", "赋分"))
        return PLUMB_COLUMN_WEIGHT;
    if (HAS(key, "得分", "自评分", "评价分", "考评分", "=评分", "核定分", "实得分", "=分数"))
        return PLUMB_COLUMN_SCORE;
    if (HAS(key, "=实际", "实际完成", "完成值", "实际值", "实现值", "达成值", "业绩值", "自评结果",
            "=完成", "=实际情况", "全年实际", "完成结果") ||
        (!money && HAS(key, "完成情况", "完成数", "实际数")))
        return PLUMB_COLUMN_ACTUAL;
    if (HAS(key, "指标值", "目标值", "计划数", "计划值", "=计划", "计划完成", "预期目标",
            "=年度指标", "=目标", "设定值", "目标任务", "预期值", "任务数", "=绩效标准",
            "绩效目标值", "计划标准", "=目标数", "年度目标"))
        return PLUMB_COLUMN_TARGET;
    return PLUMB_COLUMN_UNKNOWN;
}

static enum plumb_column_role label_role(const struct head_key *key)
{
    if (HAS(key, "=序号", "=行次", "=栏次", "=编号", "=顺序号"))
        return PLUMB_COLUMN_ORDINAL;
    if (HAS(key, "科目编码", "编码", "科目代码", "代码", "=类", "=款", "=项"))
        return PLUMB_COLUMN_CODE;
    if (HAS(key, "计量单位", "度量单位", "单位(计量)"))
        return PLUMB_COLUMN_UNIT;
    if (HAS(key, "偏差", "原因", "改进措施", "备注", "说明", "解释", "评分标准", "计分标准",
            "评价标准", "扣分", "评分依据", "评分规则", "评分细则", "计分", "计算公式", "数据来源",
            "佐证", "评价要点", "指标内容解释", "评价方法"))
        return PLUMB_COLUMN_NOTE;
    return PLUMB_COLUMN_UNKNOWN;
}

static bool names_labels(const struct head_key *key)
{
    return HAS(key, "=项目", "$名称", "级指标", "=绩效指标", "=评价指标", "=考核指标", "=指标",
               "=内容", "$内容", "$科目", "=机构", "=单位", "=部门", "=类别", "=分类", "功能分类",
               "经济分类", "=收入", "=支出", "=评价维度", "=姓名", "=支出项目", "=收入项目",
               "=资金来源", "=年度", "=年份", "=地区", "=支出类别", "$类型", "=指标类别", "=任务",
               "=主要任务", "=项目(按功能分类)", "项目(按");
}

/* Heads are short; a sentence that contains 目标 or 完成情况 is none. Brackets do not count. */
static bool too_long_for_head(struct plumb_str key)
{
    size_t open = key.len > 18 ? plumb_str_find(key, PLUMB_STR("(")) : 0;
    return key.len > 18 && plumb_utf8_count(plumb_str_sub(key, 0, open)) > 18;
}

static int total_of(const struct head_key *key)
{
    if (HAS(key, "$小计"))
        return 1;
    if (HAS(key, "$总计", "=总额", "=累计", "$总合计"))
        return 3;
    if (HAS(key, "$合计", "=合计数", "=共计", "$共计", "合计(", "=总数", "=总量"))
        return 2;
    return 0;
}

/* "2023年目标" → "目标", "2023年度实际" → "实际". */
static struct plumb_str without_year(struct plumb_str key)
{
    size_t digits = 0;
    while (digits < key.len && key.ptr[digits] >= '0' && key.ptr[digits] <= '9')
        digits++;
    struct plumb_str rest = plumb_str_sub(key, digits, key.len);
    if (digits != 4 || !plumb_str_starts(rest, PLUMB_STR("年")))
        return key;
    rest = plumb_str_sub(rest, strlen("年"), rest.len);
    return plumb_str_starts(rest, PLUMB_STR("度")) ? plumb_str_sub(rest, strlen("度"), rest.len)
                                                   : rest;
}

struct plumb_head_meaning plumb_head_meaning(struct plumb_str key)
{
    struct plumb_head_meaning out = {.role = PLUMB_COLUMN_AMOUNT};
    if (key.len == 0)
        return (struct plumb_head_meaning){.role = PLUMB_COLUMN_UNKNOWN};
    if (too_long_for_head(key))
        return out;
    /* "得分(20分*执行率)" says in brackets how it is worked out */
    if (plumb_str_starts(key, PLUMB_STR("得分(")) || plumb_str_starts(key, PLUMB_STR("自评得分(")))
        key.len = plumb_str_find(key, PLUMB_STR("("));
    struct head_key words = head_key(key);
    enum plumb_column_role role = label_role(&words);
    if (role == PLUMB_COLUMN_UNKNOWN && (out.rate = rate_kind(&words)) != PLUMB_RATE_NONE &&
        indicator_role(&words) != PLUMB_COLUMN_TARGET && !HAS(&words, "=权重", "权重(", "权重%"))
        role = PLUMB_COLUMN_RATE;
    if (role == PLUMB_COLUMN_UNKNOWN)
        role = indicator_role(&words);
    struct plumb_str bare = without_year(key);
    if (role == PLUMB_COLUMN_UNKNOWN && bare.len > 0 && bare.len < key.len) {
        struct head_key of_year = head_key(bare);
        role = indicator_role(&of_year);
    }
    if (role == PLUMB_COLUMN_UNKNOWN && total_of(&words))
        role = PLUMB_COLUMN_TOTAL;
    if (role == PLUMB_COLUMN_UNKNOWN)
        role = stage_role(&words);
    if (role == PLUMB_COLUMN_UNKNOWN &&
        HAS(&words, "编制数", "编制人数", "核定编制", "人员编制", "=编制", "核定数"))
        role = PLUMB_COLUMN_POSTS;
    if (role == PLUMB_COLUMN_UNKNOWN &&
        HAS(&words, "实有", "在职人", "在编人", "年末人数", "实际在职", "在岗人"))
        role = PLUMB_COLUMN_STAFF;
    if (role == PLUMB_COLUMN_UNKNOWN && names_labels(&words))
        role = PLUMB_COLUMN_LABEL;
    if (role != PLUMB_COLUMN_RATE)
        out.rate = PLUMB_RATE_NONE;
    out.known = role != PLUMB_COLUMN_UNKNOWN;
    if (out.known)
        out.role = role;
    return out;
}

bool plumb_head_is_agency(struct plumb_str key)
{
    struct head_key words = head_key(key);
    return HAS(&words, "机构名称", "单位名称", "部门名称", "=单位", "=部门", "=机构", "预算单位",
               "=年度", "=年份", "=地区", "=学校", "学校名称", "区域");
}

int plumb_head_year(struct plumb_str key)
{
    for (size_t i = 0; i + 4 <= key.len; i++) {
        const char *p = key.ptr + i;
        bool digits = p[3] >= '0' && p[3] <= '9';
        if (!digits) {
            i += 3; /* no year that far */
            continue;
        }
        for (size_t k = 0; k < 3; k++)
            digits = digits && p[k] >= '0' && p[k] <= '9';
        if (!digits)
            continue;
        int year = (p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0');
        bool alone = i + 4 == key.len && i == 0;
        bool named = plumb_str_starts(plumb_str_sub(key, i + 4, key.len), PLUMB_STR("年"));
        if (year >= 1990 && year <= 2060 && (alone || named))
            return year;
        i += 3;
    }
    return 0;
}

/* 2 ---- units ------------------------------------------------------------------------------- */

static const char *const UNIT_WORDS[] = {
    "万元", "元",   "千元", "亿元",   "百万元",   "%",          "分", "人",   "人次",  "个",
    "家",   "户",   "次",   "批次",   "辆",       "台",         "套", "项",   "件",    "份",
    "天",   "日",   "月",   "㎡",     "平方米",   "m2",         "亩", "公里", "千米",  "米",
    "‰",    "倍",   "万人", "万人次", "万次",     "期",         "场", "所",   "名",    "册",
    "吨",   "公顷", "批",   "篇",     "人民币元", "人民币万元", "万", "台套", "人/次", "分钟",
    "小时", "座",   "处",   "条",     "株",       "只"};

bool plumb_word_is_unit(struct plumb_str word)
{
    return plumb_equals_any(word, UNIT_WORDS, PLUMB_COUNT(UNIT_WORDS)) ||
           plumb_str_starts(word, PLUMB_STR("元/")) || plumb_str_starts(word, PLUMB_STR("万元/"));
}

/* Bytes of one of the bracket or colon characters at `at`, 0 when there is none. */
static size_t mark_at(struct plumb_str s, size_t at, const char *const *marks)
{
    for (size_t i = 0; at < s.len && marks[i]; i++) {
        if (marks[i][0] != s.ptr[at])
            continue;
        size_t len = strlen(marks[i]);
        if (at + len <= s.len && memcmp(s.ptr + at, marks[i], len) == 0)
            return len;
    }
    return 0;
}

static struct plumb_str drop_unit_lead(struct plumb_str inside)
{
    static const char *const leads[] = {
        "金额单位：", "金额单位:", "计量单位：", "计量单位:", "单位：",
        "单位:",      "人民币",    "单位",       NULL};
    inside = plumb_str_trim(inside);
    size_t len = mark_at(inside, 0, leads);
    return plumb_str_trim(plumb_str_sub(inside, len, inside.len));
}

struct plumb_str plumb_head_unit(struct plumb_str text)
{
    static const char *const opens[] = {"（", "(", "/", "：", ":", NULL};
    static const char *const closes[] = {"）", ")", NULL};
    for (size_t at = 0; at < text.len; at++) {
        unsigned char c = (unsigned char)text.ptr[at];
        if (c >= 0x80 && c != (unsigned char)"（"[0])
            continue; /* no mark begins like this */
        size_t open = mark_at(text, at, opens);
        if (!open)
            continue;
        size_t from = at + open, to = from;
        while (to < text.len && !mark_at(text, to, closes))
            to++;
        struct plumb_str inside = drop_unit_lead(plumb_str_sub(text, from, to));
        if (plumb_word_is_unit(inside))
            return inside;
        /* "（单位：万元、人）": the first of several */
        struct plumb_str first = inside;
        size_t cut = plumb_str_find(inside, PLUMB_STR("、"));
        if (cut != PLUMB_NPOS)
            first = plumb_str_trim(plumb_str_sub(inside, 0, cut));
        if (cut != PLUMB_NPOS && plumb_word_is_unit(first))
            return first;
    }
    struct plumb_str bare = drop_unit_lead(text);
    return plumb_word_is_unit(bare) ? bare : (struct plumb_str){"", 0};
}

/* 3 ---- row labels -------------------------------------------------------------------------- */

int plumb_label_total(struct plumb_str key)
{
    struct head_key words = head_key(key);
    return total_of(&words);
}

bool plumb_label_is_score_total(struct plumb_str key)
{
    struct head_key words = head_key(key);
    return HAS(&words, "=总分", "=总得分", "总分(", "$总分", "$总得分", "综合得分", "自评得分合计",
               "=得分合计", "=合计得分", "=总评分", "自评总分", "最终得分");
}

struct prefix {
    int style, number;
    size_t len;
};

static const char *const DIGITS_ZH[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

/* 一 … 九十九 at the beginning; 0 when there is none. */
static int chinese_number(struct plumb_str s, size_t *len)
{
    int value = 0, digit = 0;
    size_t at = 0;
    for (; at + 3 <= s.len; at += 3) {
        int found = 0;
        for (int d = 0; d < 10; d++)
            if (memcmp(s.ptr + at, DIGITS_ZH[d], 3) == 0)
                found = d + 1;
        if (!found)
            break;
        if (found == 10) {
            value += (digit ? digit : 1) * 10;
            digit = 0;
        } else {
            digit = found;
        }
    }
    *len = at;
    return value + digit;
}

static int arabic_number(struct plumb_str s, size_t *len)
{
    int value = 0;
    size_t at = 0;
    while (at < s.len && at < 3 && s.ptr[at] >= '0' && s.ptr[at] <= '9')
        value = value * 10 + (s.ptr[at++] - '0');
    *len = at;
    return value;
}

static struct prefix bracketed_prefix(struct plumb_str s)
{
    static const char *const opens[] = {"（", "(", NULL};
    static const char *const closes[] = {"）", ")", NULL};
    size_t open = mark_at(s, 0, opens), len = 0;
    if (!open)
        return (struct prefix){0, 0, 0};
    struct plumb_str rest = plumb_str_sub(s, open, s.len);
    int style = 2, number = chinese_number(rest, &len);
    if (!len) {
        style = 4;
        number = arabic_number(rest, &len);
    }
    size_t close = len ? mark_at(rest, len, closes) : 0;
    return close ? (struct prefix){style, number, open + len + close} : (struct prefix){0, 0, 0};
}

static struct prefix numbering_prefix(struct plumb_str s)
{
    static const char *const stops[] = {"、", "．", "。", ".", "，", ",", NULL};
    struct prefix out = bracketed_prefix(s);
    if (out.style)
        return out;
    size_t len = 0, at = 0;
    int number = chinese_number(s, &len);
    size_t stop = len ? mark_at(s, len, stops) : 0;
    if (stop)
        return (struct prefix){1, number, len + stop};
    number = arabic_number(s, &len);
    stop = len ? mark_at(s, len, stops) : 0;
    /* "1.5倍" is no list number */
    bool decimal =
        stop && len + stop < s.len && s.ptr[len + stop] >= '0' && s.ptr[len + stop] <= '9';
    if (stop && !decimal)
        return (struct prefix){3, number, len + stop};
    uint32_t cp = s.len ? plumb_utf8_decode(s, &at) : 0;
    if (cp >= 0x2460 && cp <= 0x2473)
        return (struct prefix){5, (int)(cp - 0x2460) + 1, at};
    return (struct prefix){0, 0, 0};
}

/* A bracket at the end that holds a unit or a number of points. */
static struct plumb_str drop_tail_bracket(struct plumb_str s)
{
    size_t open = plumb_str_rfind(s, PLUMB_STR("（")), narrow = plumb_str_rfind(s, PLUMB_STR("("));
    if (open == PLUMB_NPOS || (narrow != PLUMB_NPOS && narrow > open))
        open = narrow;
    if (open == PLUMB_NPOS || open == 0)
        return s;
    if (!plumb_str_ends(s, PLUMB_STR("）")) && !plumb_str_ends(s, PLUMB_STR(")")))
        return s;
    struct plumb_str tail = plumb_str_sub(s, open, s.len);
    bool points = plumb_str_has(tail, "分") && tail.len <= 16;
    bool unit = plumb_head_unit(tail).len > 0;
    bool percent = plumb_str_has(tail, "%") && tail.len <= 12;
    return points || unit || percent ? plumb_str_trim(plumb_str_sub(s, 0, open)) : s;
}

static struct plumb_str drop_lead(struct plumb_str s, const char *const *leads, bool *found)
{
    size_t len = mark_at(s, 0, leads);
    *found = len > 0;
    return plumb_str_trim(plumb_str_sub(s, len, s.len));
}

struct plumb_str plumb_label_parse(struct plumb_str text, int *style, int *number, bool *among)
{
    static const char *const amongs[] = {"其中：", "其中:",   "其中－", "其中-", "其中—",
                                         "其中、", "其 中：", "其中，", "其中",  NULL};
    static const char *const signs[] = {"≤", "≥", "＜", "＞", "-", "—", "－", "*", "#", NULL};
    static const char *const ends[] = {"：", ":", "。", "；", ";", NULL};
    struct plumb_str s = plumb_str_trim(text);
    bool found = true;
    *among = false;
    s = drop_lead(s, amongs, among);
    struct prefix prefix = numbering_prefix(s);
    *style = prefix.style;
    *number = prefix.number;
    s = plumb_str_trim(plumb_str_sub(s, prefix.len, s.len));
    if (!*among)
        s = drop_lead(s, amongs, among);
    while (found && s.len)
        s = drop_lead(s, signs, &found);
    for (size_t i = 0; ends[i]; i++)
        if (plumb_str_ends(s, plumb_str_from(ends[i])))
            s = plumb_str_trim(plumb_str_sub(s, 0, s.len - strlen(ends[i])));
    return drop_tail_bracket(s);
}
