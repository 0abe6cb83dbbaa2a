/* The vocabulary of forms that lost their grid. Keys are plumb_label_key: NFKC, without spaces. */
#include "read/form/form_int.h"

#include <stdlib.h>
#include <string.h>

struct head_word {
    const char *word;
    enum plumb_form_role role;
};

/* Printed in 财预〔2020〕10号 and the forms the provinces made of it. */
static const struct head_word head_words[] = {
    {"绩效指标", PLUMB_FORM_PREFIX},
    {"年度绩效指标", PLUMB_FORM_PREFIX},
    {"绩效指标情况", PLUMB_FORM_PREFIX},
    {"绩效指标完成情况", PLUMB_FORM_PREFIX},
    {"年度绩效指标完成情况", PLUMB_FORM_PREFIX},
    {"项目资金", PLUMB_FORM_PREFIX},
    {"资金情况", PLUMB_FORM_PREFIX},
    {"预算资金", PLUMB_FORM_PREFIX},
    {"预算执行情况", PLUMB_FORM_PREFIX},
    {"资金执行情况", PLUMB_FORM_PREFIX},
    {"项目资金执行情况", PLUMB_FORM_PREFIX},
    {"年度预算数", PLUMB_FORM_PREFIX},
    {"年度预算申请", PLUMB_FORM_PREFIX},
    {"年度资金", PLUMB_FORM_PREFIX},
    {"资金来源", PLUMB_FORM_PREFIX},
    {"部门整体支出", PLUMB_FORM_PREFIX},
    {"任务名称", PLUMB_FORM_PREFIX},
    {"一级指标", PLUMB_FORM_LEVEL1},
    {"一级目标", PLUMB_FORM_LEVEL1},
    {"二级指标", PLUMB_FORM_LEVEL2},
    {"二级目标", PLUMB_FORM_LEVEL2},
    {"三级指标", PLUMB_FORM_LABEL},
    {"三级目标", PLUMB_FORM_LABEL},
    {"指标名称", PLUMB_FORM_LABEL},
    {"指标内容", PLUMB_FORM_LABEL},
    {"具体指标", PLUMB_FORM_LABEL},
    {"序号", PLUMB_FORM_ORDINAL},
    {"指标性质", PLUMB_FORM_NATURE},
    {"指标方向", PLUMB_FORM_NATURE},
    {"指标类型", PLUMB_FORM_NATURE},
    {"指标值类型", PLUMB_FORM_NATURE},
    {"计算符号", PLUMB_FORM_NATURE},
    {"运算符号", PLUMB_FORM_NATURE},
    {"指标符号", PLUMB_FORM_NATURE},
    {"年度指标值", PLUMB_FORM_TARGET},
    {"指标值", PLUMB_FORM_TARGET},
    {"目标值", PLUMB_FORM_TARGET},
    {"年度目标值", PLUMB_FORM_TARGET},
    {"年初目标值", PLUMB_FORM_TARGET},
    {"年初指标值", PLUMB_FORM_TARGET},
    {"预期指标值", PLUMB_FORM_TARGET},
    {"预期目标值", PLUMB_FORM_TARGET},
    {"计划指标值", PLUMB_FORM_TARGET},
    {"绩效指标值", PLUMB_FORM_TARGET},
    {"绩效目标值", PLUMB_FORM_TARGET},
    {"全年指标值", PLUMB_FORM_TARGET},
    {"年度计划值", PLUMB_FORM_TARGET},
    {"计划值", PLUMB_FORM_TARGET},
    {"预期值", PLUMB_FORM_TARGET},
    {"预期指标", PLUMB_FORM_TARGET},
    {"年初设定目标值", PLUMB_FORM_TARGET},
    {"计量单位", PLUMB_FORM_UNIT},
    {"度量单位", PLUMB_FORM_UNIT},
    {"指标单位", PLUMB_FORM_UNIT},
    {"单位", PLUMB_FORM_UNIT},
    {"实际完成值", PLUMB_FORM_ACTUAL},
    {"全年完成值", PLUMB_FORM_ACTUAL},
    {"全年实际值", PLUMB_FORM_ACTUAL},
    {"全年实际完成值", PLUMB_FORM_ACTUAL},
    {"年度完成值", PLUMB_FORM_ACTUAL},
    {"年度实际完成值", PLUMB_FORM_ACTUAL},
    {"实际完成指标值", PLUMB_FORM_ACTUAL},
    {"实际值", PLUMB_FORM_ACTUAL},
    {"完成值", PLUMB_FORM_ACTUAL},
    {"实现值", PLUMB_FORM_ACTUAL},
    {"指标完成值", PLUMB_FORM_ACTUAL},
    {"实际完成情况", PLUMB_FORM_ACTUAL},
    {"完成情况", PLUMB_FORM_ACTUAL},
    {"实际完成", PLUMB_FORM_ACTUAL},
    {"分值", PLUMB_FORM_WEIGHT},
    {"权重", PLUMB_FORM_WEIGHT},
    {"指标分值", PLUMB_FORM_WEIGHT},
    {"指标权重", PLUMB_FORM_WEIGHT},
    {"分值权重", PLUMB_FORM_WEIGHT},
    {"标准分", PLUMB_FORM_WEIGHT},
    {"标准分值", PLUMB_FORM_WEIGHT},
    {"满分", PLUMB_FORM_WEIGHT},
    {"执行率权重", PLUMB_FORM_WEIGHT},
    {"得分", PLUMB_FORM_SCORE},
    {"自评得分", PLUMB_FORM_SCORE},
    {"指标得分", PLUMB_FORM_SCORE},
    {"评价得分", PLUMB_FORM_SCORE},
    {"实际得分", PLUMB_FORM_SCORE},
    {"自评分", PLUMB_FORM_SCORE},
    {"自评分数", PLUMB_FORM_SCORE},
    {"执行率得分", PLUMB_FORM_SCORE},
    {"执行率", PLUMB_FORM_RATE},
    {"预算执行率", PLUMB_FORM_RATE},
    {"资金执行率", PLUMB_FORM_RATE},
    {"完成率", PLUMB_FORM_RATE},
    {"完成比例", PLUMB_FORM_RATE},
    {"年初预算数", PLUMB_FORM_AMOUNT},
    {"年初预算", PLUMB_FORM_AMOUNT},
    {"年初预算金额", PLUMB_FORM_AMOUNT},
    {"全年预算数", PLUMB_FORM_AMOUNT},
    {"全年预算", PLUMB_FORM_AMOUNT},
    {"全年(调整)预算数", PLUMB_FORM_AMOUNT},
    {"全年(调整后)预算数", PLUMB_FORM_AMOUNT},
    {"调整后预算数", PLUMB_FORM_AMOUNT},
    {"调整后预算", PLUMB_FORM_AMOUNT},
    {"调整预算数", PLUMB_FORM_AMOUNT},
    {"预算调整数", PLUMB_FORM_AMOUNT},
    {"预算数", PLUMB_FORM_AMOUNT},
    {"预算金额", PLUMB_FORM_AMOUNT},
    {"到位数", PLUMB_FORM_AMOUNT},
    {"全年执行数", PLUMB_FORM_AMOUNT},
    {"预算执行数", PLUMB_FORM_AMOUNT},
    {"执行数", PLUMB_FORM_AMOUNT},
    {"全年支出数", PLUMB_FORM_AMOUNT},
    {"实际支出数", PLUMB_FORM_AMOUNT},
    {"实际执行数", PLUMB_FORM_AMOUNT},
    {"执行金额", PLUMB_FORM_AMOUNT},
    {"实际支出", PLUMB_FORM_AMOUNT},
    {"决算数", PLUMB_FORM_AMOUNT},
    {"偏差原因分析及改进措施", PLUMB_FORM_NOTE},
    {"偏差原因及改进措施", PLUMB_FORM_NOTE},
    {"偏差原因分析与改进措施", PLUMB_FORM_NOTE},
    {"偏差原因分析", PLUMB_FORM_NOTE},
    {"偏差原因", PLUMB_FORM_NOTE},
    {"偏差分析及改进措施", PLUMB_FORM_NOTE},
    {"未完成原因分析及改进措施", PLUMB_FORM_NOTE},
    {"未完成原因和改进措施", PLUMB_FORM_NOTE},
    {"未完成原因及改进措施", PLUMB_FORM_NOTE},
    {"未完成原因及拟采取的改进措施", PLUMB_FORM_NOTE},
    {"未完成原因分析", PLUMB_FORM_NOTE},
    {"未完成原因", PLUMB_FORM_NOTE},
    {"原因分析", PLUMB_FORM_NOTE},
    {"扣分原因", PLUMB_FORM_NOTE},
    {"扣分原因及改进措施", PLUMB_FORM_NOTE},
    {"扣分说明", PLUMB_FORM_NOTE},
    {"指标解释", PLUMB_FORM_NOTE},
    {"指标说明", PLUMB_FORM_NOTE},
    {"指标内容解释", PLUMB_FORM_NOTE},
    {"指标说明及评分标准", PLUMB_FORM_NOTE},
    {"指标值内容", PLUMB_FORM_NOTE},
    {"评分标准", PLUMB_FORM_NOTE},
    {"评价标准", PLUMB_FORM_NOTE},
    {"评分依据", PLUMB_FORM_NOTE},
    {"评分规则", PLUMB_FORM_NOTE},
    {"评价要点", PLUMB_FORM_NOTE},
    {"得分计算方法", PLUMB_FORM_NOTE},
    {"计分方法", PLUMB_FORM_NOTE},
    {"得分理由", PLUMB_FORM_NOTE},
    {"得分原因", PLUMB_FORM_NOTE},
    {"完成情况说明", PLUMB_FORM_NOTE},
    {"备注", PLUMB_FORM_NOTE},
    {"原因", PLUMB_FORM_NOTE},
    {"说明", PLUMB_FORM_NOTE},
};

/* "效益指标30分)": the bracket lost its opening. */
static struct plumb_str without_points(struct plumb_str key)
{
    size_t at = key.len - strlen("分)");
    while (at > 0 && ((key.ptr[at - 1] >= '0' && key.ptr[at - 1] <= '9') || key.ptr[at - 1] == '.'))
        at--;
    return plumb_str_sub(key, 0, at);
}

struct plumb_str plumb_form_bare(struct plumb_str key)
{
    if (plumb_str_ends(key, PLUMB_STR("分)")) && !plumb_str_has(key, "("))
        return without_points(key);
    while (key.len > 2 && key.ptr[key.len - 1] == ')') {
        size_t at = key.len - 1, depth = 1;
        while (at > 0 && depth > 0) {
            at--;
            depth += key.ptr[at] == ')' ? 1u : 0u;
            depth -= key.ptr[at] == '(' ? 1u : 0u;
        }
        if (depth > 0 || at == 0)
            break;
        key.len = at;
    }
    return key;
}

bool plumb_form_is_bracket(struct plumb_str key)
{
    return key.len > 2 && key.len <= 24 && key.ptr[0] == '(' && key.ptr[key.len - 1] == ')' &&
           plumb_form_bare(key).len == key.len;
}

bool plumb_form_is_money(struct plumb_str key)
{
    static const char *const words[] = {"(万元)", "(元)", "(亿元)", "(单位:万元)", "(单位:元)"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_equal(key, plumb_str_from(words[i])))
            return true;
    return false;
}

static enum plumb_form_role look_up(struct plumb_str key)
{
    for (size_t i = 0; i < PLUMB_COUNT(head_words); i++)
        if (key.ptr[0] == head_words[i].word[0] &&
            plumb_str_equal(key, plumb_str_from(head_words[i].word)))
            return head_words[i].role;
    return PLUMB_FORM_NO_HEAD;
}

enum plumb_form_role plumb_form_role_of(struct plumb_str key, bool *executed)
{
    *executed = false;
    if (key.len == 0 || key.len > 60)
        return PLUMB_FORM_NO_HEAD;
    enum plumb_form_role role = look_up(key);
    struct plumb_str bare = plumb_form_bare(key);
    if (role == PLUMB_FORM_NO_HEAD && bare.len < key.len && bare.len > 0)
        role = look_up(bare);
    *executed =
        role == PLUMB_FORM_AMOUNT &&
        (plumb_str_has(key, "执行") || plumb_str_has(key, "支出") || plumb_str_has(key, "决算"));
    return role;
}

/* ---- what a cell is ---- */

static bool is_any(struct plumb_str key, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_equal(key, plumb_str_from(words[i])))
            return true;
    return false;
}

static bool starts_any(struct plumb_str key, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_starts(key, plumb_str_from(words[i])))
            return true;
    return false;
}
#define IS_ANY(key, words) is_any((key), (words), PLUMB_COUNT(words))
#define STARTS_ANY(key, words) starts_any((key), (words), PLUMB_COUNT(words))

static const char *const level1_words[] = {
    "产出指标",   "效益指标",   "满意度指标",    "成本指标", "产出目标", "效益目标", "效果目标",
    "满意度目标", "效果指标",   "产出",          "效益",     "满意度",   "决策",     "过程",
    "投入",       "履职效能",   "项目决策",      "管理",     "项目过程", "项目产出", "项目效益",
    "项目管理",   "社会效应",   "可持续性",      "管理指标", "产出类",   "管理效率", "履职效果",
    "运行成本",   "服务满意度", "可持续发展能力"};
static const char *const level2_words[] = {
    "数量指标",     "质量指标",       "时效指标",       "成本指标",       "经济效益",
    "社会效益",     "生态效益",       "可持续影响",     "满意度指标",     "数量",
    "质量",         "时效",           "成本",           "经济成本",       "社会成本",
    "生态环境成本", "服务对象满意度", "社会公众满意度", "产出数量",       "产出质量",
    "产出时效",     "产出成本",       "可持续发展",     "受益对象满意度", "经济效益和社会效益"};

/* "生态环境成本指标"; but 达成预期指标 is what was reached. */
static bool names_level(struct plumb_str bare)
{
    static const char *const kernels[] = {"数量", "质量", "时效", "成本", "效益",
                                          "影响", "满意", "发展", "产出", "效果"};
    bool ends = plumb_str_ends(bare, PLUMB_STR("指标")) || plumb_str_ends(bare, PLUMB_STR("目标"));
    if (!ends || plumb_text_chars(bare, 14) > 13)
        return false;
    for (size_t i = 0; i < PLUMB_COUNT(kernels); i++)
        if (plumb_str_has(bare, kernels[i]))
            return true;
    return false;
}

/* "(50分)": the points of a level whose name the text lost. */
static bool is_bare_points(struct plumb_str key)
{
    return plumb_form_is_bracket(key) && plumb_str_ends(key, PLUMB_STR("分)")) &&
           key.ptr[1] >= '0' && key.ptr[1] <= '9' && key.len <= strlen("(100.5分)");
}

static void classify_level(struct plumb_form_token *token)
{
    if (is_bare_points(token->key)) {
        token->kind = PLUMB_FORM_LEVEL;
        token->level1 = token->pointed = true;
        token->number = strtod(token->key.ptr + 1, NULL);
        return;
    }
    struct plumb_str bare = plumb_form_bare(token->key);
    token->pointed = bare.len < token->key.len && plumb_str_ends(token->key, PLUMB_STR("分)"));
    for (size_t i = bare.len; token->pointed && i < token->key.len; i++)
        if (token->key.ptr[i] >= '0' && token->key.ptr[i] <= '9') {
            token->number = strtod(token->key.ptr + i, NULL);
            break;
        }
    if (plumb_str_ends(bare, PLUMB_STR("等")))
        bare.len -= strlen("等");
    token->level1 = IS_ANY(bare, level1_words);
    token->level2 = IS_ANY(bare, level2_words) || (names_level(bare) && !token->level1);
    if (token->level1 || token->level2)
        token->kind = PLUMB_FORM_LEVEL;
}

static bool is_sign(struct plumb_str key)
{
    static const char *const words[] = {
        "≥",    "≤",        "=",        "<",        ">",        "≧",        "≦",    "═",
        ">=",   "<=",       "≯",        "≮",        "大于等于", "小于等于", "大于", "小于",
        "等于", "不低于",   "不高于",   "不少于",   "不超过",   "正向",     "反向", "定性",
        "定量", "正向指标", "反向指标", "定性指标", "定量指标", "文字描述"};
    return IS_ANY(key, words);
}

static bool is_unit(struct plumb_str key)
{
    static const char *const words[] = {
        "%",        "百分比", "‰",     "元",   "万元",  "亿元",  "个",   "人",     "人次",
        "万人次",   "万人",   "户",    "次",   "场",    "场次",  "期",   "件",     "套",
        "台",       "辆",     "亩",    "万亩", "公里",  "千米",  "米",   "平方米", "立方米",
        "万立方米", "㎡",     "m2",    "天",   "日",    "月",    "年",   "小时",   "分钟",
        "份",       "册",     "篇",    "条",   "家",    "所",    "处",   "项",     "名",
        "批",       "批次",   "吨",    "万吨", "公顷",  "株",    "座",   "起",     "宗",
        "支",       "本",     "张",    "只",   "人/次", "元/人", "分",   "间",     "盏",
        "块",       "台(套)", "元/月", "级",   "类",    "社区",  "村",   "单",     "百分点",
        "个百分点", "工作日", "个月",  "台套", "余次",  "kg",    "公斤", "盒"};
    return IS_ANY(key, words);
}

static bool is_dash(struct plumb_str key)
{
    static const char *const words[] = {"-", "--", "---", "—", "——", "/", "//", "\\", "–", "−"};
    return IS_ANY(key, words);
}

/* "12.5", "1,030,700.00", "10分"; *percent for "98%", "100百分比". */
static bool read_number(struct plumb_str key, double *value, bool *percent)
{
    char digits[24];
    size_t n = 0, at = 0;
    if (key.len && key.ptr[0] == '-')
        digits[n++] = key.ptr[at++];
    for (; at < key.len && n < sizeof digits - 1; at++) {
        char c = key.ptr[at];
        if (c == ',')
            continue;
        if ((c < '0' || c > '9') && c != '.')
            break;
        digits[n++] = c;
    }
    digits[n] = '\0';
    struct plumb_str rest = plumb_str_sub(key, at, key.len);
    *percent = plumb_str_equal(rest, PLUMB_STR("%")) || plumb_str_equal(rest, PLUMB_STR("‰")) ||
               plumb_str_equal(rest, PLUMB_STR("百分比"));
    if (at == 0 || key.ptr[at - 1] == ',' || key.ptr[at - 1] == '-' ||
        (rest.len && !*percent && !plumb_str_equal(rest, PLUMB_STR("分"))))
        return false;
    char *end = NULL;
    *value = strtod(digits, &end);
    return end && *end == '\0';
}

/* A number with a comparator before it or a unit behind it. */
static bool is_value(struct plumb_str key)
{
    static const char *const leads[] = {
        "≥",    "≤",  "=",  "<",  ">",  "≧",    "≦",    "═",    "≯",      "≮",    "不",   "大于",
        "小于", "每", "约", "达", "近", "超过", "高于", "低于", "控制在", "完成", "至少", "等于"};
    bool digit = false;
    for (size_t i = 0; i < key.len; i++)
        digit = digit || (key.ptr[i] >= '0' && key.ptr[i] <= '9');
    if (!digit || plumb_text_chars(key, 21) > 20)
        return false;
    return (key.ptr[0] >= '0' && key.ptr[0] <= '9') || STARTS_ANY(key, leads);
}

static bool is_fund(struct plumb_str key)
{
    static const char *const ends[] = {"资金", "拨款", "总额",     "结转", "结余", "收入",
                                       "经费", "支出", "资金总额", "合计", "补助"};
    while (key.len && key.ptr[key.len - 1] == ':')
        key.len--;
    key = plumb_form_bare(key);
    while (key.len && key.ptr[key.len - 1] == ':')
        key.len--;
    if (key.len == 0 || plumb_text_chars(key, 25) > 24)
        return false;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++)
        if (plumb_str_ends(key, plumb_str_from(ends[i])))
            return true;
    return false;
}

static bool is_stop(struct plumb_str key)
{
    static const char *const starts[] = {
        "填表人",     "填报人",       "填表日期", "填报日期",   "填表说明",   "制表",
        "审核人",     "复核人",       "经办人",   "联系人",     "联系电话",   "说明:",
        "注:",        "注1",          "备注:",    "附件",       "附表",       "单位负责",
        "主管领导",   "财务负责人",   "填报单位", "评价结论",   "自评结论",   "存在问题",
        "存在的问题", "其他需要说明", "其他说明", "项目负责人", "按收入性质", "按支出性质"};
    static const char *const words[] = {"项目名称",
                                        "主管部门",
                                        "年度总体目标",
                                        "总体目标",
                                        "年度绩效目标",
                                        "年度目标",
                                        "预期目标",
                                        "资金管理情况",
                                        "绩效自评",
                                        "自评等级",
                                        "评价等级",
                                        "实施单位",
                                        "项目实施单位",
                                        "部门名称",
                                        "单位名称",
                                        "年初绩效目标",
                                        "当年绩效目标",
                                        "全年绩效目标",
                                        "改进措施",
                                        "年度总体绩效目标",
                                        "年度总体目标完成情况",
                                        "绩效目标完成情况",
                                        "实施期目标",
                                        "年度",
                                        "年度绩效目标完成情况"};
    struct plumb_numbering numbering;
    struct plumb_str bare = plumb_form_bare(key);
    while (bare.len && bare.ptr[bare.len - 1] == ':')
        bare.len--;
    return STARTS_ANY(key, starts) || IS_ANY(bare, words) ||
           (plumb_numbering_parse(key, &numbering) && numbering.rank >= 0 && numbering.rank <= 2 &&
            numbering.len < key.len);
}

static bool is_total(struct plumb_str key)
{
    static const char *const words[] = {"总分",     "合计", "总计",     "自评总分", "总得分",
                                        "自评得分", "共计", "绩效总分", "总分值"};
    while (key.len && key.ptr[key.len - 1] == ':')
        key.len--;
    return IS_ANY(plumb_form_bare(key), words);
}

bool plumb_form_is_word(struct plumb_str key)
{
    bool executed = false;
    struct plumb_str bare = plumb_form_bare(key);
    return plumb_form_role_of(key, &executed) != PLUMB_FORM_NO_HEAD || IS_ANY(bare, level1_words) ||
           IS_ANY(bare, level2_words) || is_total(key) ||
           (plumb_str_ends(bare, PLUMB_STR("指标")) &&
            IS_ANY(plumb_str_sub(bare, 0, bare.len - strlen("指标")), level2_words));
}

void plumb_form_classify(struct plumb_form_token *token)
{
    struct plumb_str key = token->key;
    bool percent = false;
    token->role = plumb_form_role_of(key, &token->executed);
    if (key.len == 0)
        token->kind = PLUMB_FORM_EMPTY;
    else if (is_dash(key))
        token->kind = PLUMB_FORM_DASH;
    else if (is_sign(key))
        token->kind = PLUMB_FORM_SIGN;
    else if (read_number(key, &token->number, &percent))
        token->kind = percent ? PLUMB_FORM_PERCENT : PLUMB_FORM_NUMBER;
    else if (is_unit(key))
        token->kind = PLUMB_FORM_UNITS;
    else if (is_total(key))
        token->kind = PLUMB_FORM_TOTAL;
    else if (is_stop(key))
        token->kind = PLUMB_FORM_STOP;
    else if (is_value(key))
        token->kind = PLUMB_FORM_VALUE;
    else
        token->kind = plumb_text_chars(key, 31) > 30 ? PLUMB_FORM_LONG : PLUMB_FORM_WORDS;
    if (token->kind == PLUMB_FORM_WORDS)
        classify_level(token);
    if (token->kind == PLUMB_FORM_WORDS && is_fund(key))
        token->kind = PLUMB_FORM_FUND_NAME;
    token->hundred = token->kind == PLUMB_FORM_NUMBER && token->number == 100.0;
}
