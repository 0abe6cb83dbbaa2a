/* Scope of a number: fiscal year, cut-off date, stage, population, project. */
#include <string.h>

#include "extract/label/label_int.h"

static struct plumb_fact *fact_at(const struct plumb_labelling *l, size_t index)
{
    return &l->work->facts[l->sentence->first_fact + index];
}

/* ---- years ---- */

/* "比2019年", "与2023年度相比": the year something is compared with, not the year told about. */
static bool is_baseline(struct plumb_str text, size_t at)
{
    static const char *const marks[] = {"比", "较", "与", "同", "低于", "高于", "超过", "超", "和"};
    struct plumb_str before = plumb_str_sub(text, 0, at);
    return plumb_ends_any(before, marks, PLUMB_COUNT(marks));
}

static int year_of(const struct plumb_fact *fact)
{
    int64_t v = (int64_t)(fact->value.v / PLUMB_DEC_ONE);
    if (fact->kind == PLUMB_FACT_YEAR)
        return (int)v;
    return fact->kind == PLUMB_FACT_DATE ? (int)(v / 10000) : 0;
}

/* 上年决算数, 去年支出: last year's number, unless it is only compared with (比上年). */
static bool says_prior(struct plumb_str phrase)
{
    static const char *const words[] = {"上年", "去年", "上一年", "上年度", "同期"};
    static const char *const compared[] = {"比", "较", "与", "同", "持平", "相比"};
    if (!PLUMB_HAS(phrase, "年", "同期"))
        return false;
    for (size_t i = 0; i < PLUMB_COUNT(words); i++) {
        size_t at = plumb_str_find(phrase, plumb_str_from(words[i]));
        if (at == PLUMB_NPOS)
            continue;
        struct plumb_str before = plumb_str_sub(phrase, 0, at);
        for (size_t c = 0; c < PLUMB_COUNT(compared); c++)
            if (plumb_str_ends(before, plumb_str_from(compared[c])))
                return false;
        /* what an earlier year left is no level of that year */
        return !plumb_says_change(phrase) &&
               !PLUMB_HAS(phrase, "结转", "结余", "旧存", "存案", "遗留");
    }
    return false;
}

/* 截至12月7日, 至11月30日 */
static bool is_cut_off(struct plumb_str text, size_t at)
{
    struct plumb_str before = plumb_str_sub(text, 0, at);
    return plumb_str_ends(before, PLUMB_STR("截至")) || plumb_str_ends(before, PLUMB_STR("截止")) ||
           plumb_str_ends(before, PLUMB_STR("截止到")) ||
           plumb_str_ends(before, PLUMB_STR("截至到"));
}

static void set_year(const struct plumb_labelling *l, size_t index, int named, int near_base,
                     bool carried)
{
    struct plumb_fact *fact = fact_at(l, index);
    struct plumb_str phrase = plumb_phrase_before(l, index);
    if (fact->year == 0) {
        fact->year = named ? named : l->work->year;
        fact->year_inferred = !named || carried;
        if (near_base && !plumb_says_change(phrase) && phrase.len <= 24)
            fact->year = near_base; /* "比2019年的3051元" */
    }
    if (fact->stage == PLUMB_STAGE_NONE && says_prior(phrase)) {
        fact->stage = PLUMB_STAGE_PRIOR;
        int current = named ? named : l->work->year;
        fact->year = current ? current - 1 : 0;
    }
}

/* Length of the run of facts from `first` on that only 、 or 和 separates and that are calendar years
 * (or are not). */
static size_t run_length(const struct plumb_labelling *l, size_t first, bool years)
{
    size_t n = 1;
    while (n < PLUMB_RUN_REACH && first + n < l->sentence->fact_count &&
           l->at[first + n - 1] != PLUMB_NPOS && l->at[first + n] != PLUMB_NPOS &&
           l->at[first + n] - l->at[first + n - 1] == 2 * PLUMB_HOLDER &&
           (fact_at(l, first + n)->kind == PLUMB_FACT_YEAR) == years)
        n++;
    return n;
}

/* "2021年、2022年分别完成12个、15个": each number has its own year. */
static void respective_years(struct plumb_labelling *l)
{
    for (size_t i = 0; i < l->sentence->fact_count; i++) {
        if (l->at[i] == PLUMB_NPOS || fact_at(l, i)->kind != PLUMB_FACT_YEAR)
            continue;
        size_t n = run_length(l, i, true), first = i + n;
        if (n >= 2 && first < l->sentence->fact_count && l->at[first] != PLUMB_NPOS &&
            plumb_str_has(plumb_str_sub(l->text, l->at[first - 1], l->at[first]), "分别") &&
            run_length(l, first, false) == n)
            for (size_t k = 0; k < n; k++)
                fact_at(l, first + k)->year = year_of(fact_at(l, i + k));
        i += n - 1;
    }
}

void plumb_label_years(struct plumb_labelling *l)
{
    respective_years(l);
    int named = l->block_year, base = 0;
    bool carried = true;
    struct plumb_str until = PLUMB_STR("");
    for (size_t i = 0; i < l->sentence->fact_count; i++) {
        struct plumb_fact *fact = fact_at(l, i);
        if (l->at[i] == PLUMB_NPOS)
            continue;
        int year = year_of(fact);
        if (fact->kind == PLUMB_FACT_YEAR || fact->kind == PLUMB_FACT_DATE) {
            bool baseline = is_baseline(l->text, l->at[i]);
            base = baseline ? year : 0;
            if (is_cut_off(l->text, l->at[i]))
                until = fact->text;
            if (!baseline && year) {
                named = l->block_year = year;
                carried = false;
            }
            continue;
        }
        set_year(l, i, named, base, carried);
        base = 0;
        if (!fact->until.len)
            fact->until = until;
    }
}

/* ---- stage ---- */

struct stage_rule {
    const char *word;
    enum plumb_stage stage;
};

/* First hit wins; words that only look like a stage come first with NONE. */
static const struct stage_rule stage_rules[] = {
    {"执行率", PLUMB_STAGE_NONE},
    {"完成率", PLUMB_STAGE_NONE},
    {"调整率", PLUMB_STAGE_NONE},
    {"控制率", PLUMB_STAGE_NONE},
    {"结转结余率", PLUMB_STAGE_NONE},
    {"完成预算", PLUMB_STAGE_NONE},
    {"完成年初预算", PLUMB_STAGE_NONE},
    {"完成全年预算", PLUMB_STAGE_NONE},
    {"完成调整预算", PLUMB_STAGE_NONE},
    {"占", PLUMB_STAGE_NONE},
    {"得分", PLUMB_STAGE_SCORE},
    {"分值", PLUMB_STAGE_WEIGHT},
    {"权重", PLUMB_STAGE_WEIGHT},
    {"满分", PLUMB_STAGE_WEIGHT},
    {"预算执行金额", PLUMB_STAGE_EXECUTED},
    {"预算执行数", PLUMB_STAGE_EXECUTED},
    {"执行数", PLUMB_STAGE_EXECUTED},
    {"执行金额", PLUMB_STAGE_EXECUTED},
    {"实际执行", PLUMB_STAGE_EXECUTED},
    {"支出决算", PLUMB_STAGE_EXECUTED},
    {"收入决算", PLUMB_STAGE_EXECUTED},
    {"决算数", PLUMB_STAGE_EXECUTED},
    {"决算", PLUMB_STAGE_EXECUTED},
    {"实际支出", PLUMB_STAGE_EXECUTED},
    {"年初预算", PLUMB_STAGE_INITIAL},
    {"年初批复", PLUMB_STAGE_INITIAL},
    {"年初部门预算", PLUMB_STAGE_INITIAL},
    {"年初安排", PLUMB_STAGE_INITIAL},
    {"调整预算", PLUMB_STAGE_REVISED},
    {"全年预算", PLUMB_STAGE_REVISED},
    {"调整后", PLUMB_STAGE_REVISED},
    {"预算数", PLUMB_STAGE_BUDGET},
    {"预算安排", PLUMB_STAGE_BUDGET},
    {"支出预算", PLUMB_STAGE_BUDGET},
    {"收入预算", PLUMB_STAGE_BUDGET},
    {"预算金额", PLUMB_STAGE_BUDGET},
    {"预算资金", PLUMB_STAGE_BUDGET},
    {"结余", PLUMB_STAGE_BALANCE},
    {"结转", PLUMB_STAGE_BALANCE},
    {"目标值", PLUMB_STAGE_TARGET},
    {"指标值", PLUMB_STAGE_TARGET},
    {"目标", PLUMB_STAGE_TARGET},
    {"要求", PLUMB_STAGE_TARGET},
};

static enum plumb_stage stage_of_money(const struct plumb_extract_work *work,
                                       struct plumb_str label)
{
    if (plumb_str_ends(label, PLUMB_STR("预算")))
        return PLUMB_STAGE_BUDGET;
    bool flow = plumb_str_has(label, "支出") || plumb_str_has(label, "收入") ||
                plumb_str_has(label, "经费");
    if (!flow)
        return PLUMB_STAGE_NONE;
    if (work->kind == PLUMB_KIND_BUDGET)
        return PLUMB_STAGE_BUDGET;
    bool accounts = work->kind == PLUMB_KIND_ACCOUNTS || work->kind == PLUMB_KIND_EXECUTION ||
                    work->kind == PLUMB_KIND_SELF_WHOLE;
    return accounts && plumb_str_ends(label, PLUMB_STR("支出")) ? PLUMB_STAGE_EXECUTED
                                                                : PLUMB_STAGE_NONE;
}

/* Is the sentence about aims, so that its bounds are targets? */
static bool tells_aims(struct plumb_labelling *l)
{
    static const char *const aims[] = {"确保", "力争", "要求", "目标", "不得", "控制在"};
    if (!l->aims_read)
        l->aims = plumb_has_any(l->text, aims, PLUMB_COUNT(aims));
    l->aims_read = true;
    return l->aims;
}

static enum plumb_stage stage_of(struct plumb_labelling *l, const struct plumb_fact *fact,
                                 struct plumb_str phrase)
{
    bool money = fact->unit == PLUMB_UNIT_YUAN || fact->unit == PLUMB_UNIT_NONE;
    bool score = fact->unit == PLUMB_UNIT_SCORE || fact->unit == PLUMB_UNIT_NONE;
    uint64_t found = plumb_word_set_scan(&l->stages, phrase, NULL) |
                     plumb_word_set_scan(&l->stages, fact->label, NULL);
    for (size_t i = 0; i < PLUMB_COUNT(stage_rules); i++) {
        if (!(found >> i & 1))
            continue;
        enum plumb_stage stage = stage_rules[i].stage;
        bool of_money = stage == PLUMB_STAGE_INITIAL || stage == PLUMB_STAGE_REVISED ||
                        stage == PLUMB_STAGE_EXECUTED || stage == PLUMB_STAGE_BUDGET ||
                        stage == PLUMB_STAGE_BALANCE;
        bool of_score = stage == PLUMB_STAGE_SCORE || stage == PLUMB_STAGE_WEIGHT;
        if ((!of_money || money) && (!of_score || score))
            return stage;
    }
    bool bound = fact->comparator == PLUMB_CMP_GE || fact->comparator == PLUMB_CMP_LE ||
                 fact->comparator == PLUMB_CMP_GT || fact->comparator == PLUMB_CMP_LT;
    if (bound && tells_aims(l))
        return PLUMB_STAGE_TARGET;
    bool prose = fact->row == PLUMB_NPOS; /* columns of a table say it themselves */
    return money && prose && !plumb_says_change(phrase) ? stage_of_money(l->work, fact->label)
                                                        : PLUMB_STAGE_NONE;
}

/* ---- population ---- */

/* Words of one line exclude each other; line by line, so that the order is fixed. */
static const struct {
    const char *word;
    int line;
} populations[] = {
    {"城乡居民", 0},   {"居民", 0},         {"职工", 0},       {"农民", 0},         {"城镇", 1},
    {"农村", 1},       {"门诊", 2},         {"住院", 2},       {"本级", 3},         {"汇总", 3},
    {"全口径", 3},     {"一般公共预算", 4}, {"政府性基金", 4}, {"国有资本经营", 4}, {"财政拨款", 5},
    {"建档立卡", 6},   {"低保", 6},         {"特困", 6},       {"户籍", 7},         {"常住", 7},
    {"政策范围内", 8}, {"在职", 9},         {"退休", 9},       {"离休", 9},         {"小学", 10},
    {"初中", 10},      {"高中", 10},        {"幼儿园", 10},
};

void plumb_label_scope_begin(struct plumb_labelling *l)
{
    const char *words[PLUMB_WORD_SET_MAX];
    for (size_t i = 0; i < PLUMB_COUNT(stage_rules); i++)
        words[i] = stage_rules[i].word;
    plumb_word_set_init(&l->stages, words, PLUMB_COUNT(stage_rules));
    for (size_t i = 0; i < PLUMB_COUNT(populations); i++)
        words[i] = populations[i].word;
    plumb_word_set_init(&l->populations, words, PLUMB_COUNT(populations));
}

/* For each line still open the word that stands last in s. */
static void words_of(const struct plumb_labelling *l, struct plumb_str s,
                     const char *found[PLUMB_POPULATION_LINES])
{
    size_t last[PLUMB_WORD_SET_MAX];
    const char *best[PLUMB_POPULATION_LINES] = {0};
    size_t best_end[PLUMB_POPULATION_LINES] = {0};
    uint64_t hits = plumb_word_set_scan(&l->populations, s, last);
    for (size_t i = 0; hits && i < PLUMB_COUNT(populations); i++) {
        int line = populations[i].line;
        if ((hits >> i & 1) && last[i] > best_end[line]) {
            best[line] = populations[i].word;
            best_end[line] = last[i];
        }
    }
    for (size_t line = 0; line < PLUMB_POPULATION_LINES; line++)
        if (!found[line])
            found[line] = best[line];
}

/* What all numbers of the sentence stand under: the words before its first number. Labels of siblings
 * say nothing. */
static void read_head(struct plumb_labelling *l, size_t index)
{
    size_t first = 0;
    while (first < index &&
           (l->at[first] == PLUMB_NPOS || fact_at(l, first)->kind == PLUMB_FACT_YEAR ||
            fact_at(l, first)->kind == PLUMB_FACT_DATE))
        first++;
    struct plumb_str own = plumb_phrase_before(l, first);
    struct plumb_str head = plumb_str_sub(l->text, 0, l->at[first]);
    head.len -= own.len <= head.len ? own.len : head.len;
    memset(l->head_words, 0, sizeof l->head_words);
    words_of(l, head, l->head_words);
    l->head_read = true;
}

static struct plumb_str population_of(struct plumb_labelling *l, size_t index)
{
    const char *found[PLUMB_POPULATION_LINES] = {0};
    size_t len = 0, n = 0;
    if (!l->head_read)
        read_head(l, index);
    words_of(l, fact_at(l, index)->label, found);
    words_of(l, l->whole ? l->whole->label : PLUMB_STR(""), found);
    const char *only = NULL;
    for (size_t line = 0; line < PLUMB_POPULATION_LINES; line++) {
        found[line] = found[line] ? found[line] : l->head_words[line];
        if (found[line] && strcmp(found[line], "城乡居民") == 0)
            found[line] = "居民";
        if (!found[line])
            continue;
        only = found[line];
        n++;
        len += strlen(only) + 1;
    }
    if (n < 2)
        return plumb_str_from(only);
    char *text = plumb_arena_alloc(l->work->arena, len);
    size_t used = 0;
    for (size_t line = 0; line < PLUMB_POPULATION_LINES; line++) {
        size_t size = found[line] ? strlen(found[line]) : 0;
        if (size && used)
            text[used++] = '/';
        memcpy(text + used, found[line] ? found[line] : "", size);
        used += size;
    }
    return (struct plumb_str){text, used};
}

void plumb_label_scope(struct plumb_labelling *l, size_t index)
{
    struct plumb_fact *fact = fact_at(l, index);
    bool full_marks = fact->unit == PLUMB_UNIT_SCORE && fact->value.v == 100 * PLUMB_DEC_ONE &&
                      plumb_str_ends(fact->label, PLUMB_STR("总分"));
    if (fact->stage == PLUMB_STAGE_NONE && full_marks)
        fact->stage = PLUMB_STAGE_WEIGHT; /* 总分100分，自评98分 */
    if (fact->stage == PLUMB_STAGE_NONE)
        fact->stage = stage_of(l, fact, plumb_phrase_before(l, index));
    if (!fact->population.len && fact->row == PLUMB_NPOS)
        fact->population = population_of(l, index);
}

/* ---- project ---- */

/* "X项目绩效目标完成情况综述", "X项目2020年绩效评价报告": the name before 项目; empty when it is no such
 * heading. `rest` is what follows the name (the next line, when the title is broken there). */
static struct plumb_str project_of_heading(struct plumb_str text, struct plumb_str rest)
{
    static const char *const tails[] = {"绩效目标完成", "绩效评价", "绩效自评",
                                        "支出绩效",     "自评",     "评价报告"};
    static const char *const general[] = {"部门", "整体", "本级", "各", "等",     "情况",
                                          "主要", "一、", "（",   "(",  "、",     "，",
                                          "开展", "年度", "组织", "个", "本单位", "根据"};
    size_t at = plumb_str_find(text, PLUMB_STR("项目"));
    if (at == PLUMB_NPOS || at < 9 || at > 120 || text.len > 240)
        return PLUMB_STR("");
    struct plumb_str name = plumb_str_trim(plumb_str_sub(text, 0, at));
    bool broken = at + strlen("项目") == text.len;
    if (!broken)
        rest = plumb_str_sub(text, at, at + 60);
    bool year = plumb_str_ends(name, PLUMB_STR("年"));
    if (!plumb_has_any(rest, tails, PLUMB_COUNT(tails)) ||
        plumb_has_any(name, general, PLUMB_COUNT(general)) || year)
        return PLUMB_STR("");
    return name;
}

/* "社会保障和就业支出（类）…（款）机关事业单位基本养老保险缴费支出（项）": the item of a functional
 * classification whose amounts the paragraph tells. */
static struct plumb_str function_item(struct plumb_str text)
{
    static const char *const ends[] = {"（项）", "(项)"};
    static const char *const starts[] = {"（款）", "(款)"};
    if (!PLUMB_HAS(text, "项）", "项)"))
        return PLUMB_STR("");
    for (size_t e = 0; e < 2; e++) {
        size_t to = plumb_str_find(text, plumb_str_from(ends[e]));
        if (to == PLUMB_NPOS || to > 400)
            continue;
        struct plumb_str before = plumb_str_sub(text, 0, to);
        for (size_t s = 0; s < 2; s++) {
            size_t from = plumb_str_rfind(before, plumb_str_from(starts[s]));
            if (from != PLUMB_NPOS)
                return plumb_str_trim(plumb_str_sub(before, from + strlen(starts[s]), before.len));
        }
    }
    return PLUMB_STR("");
}

/* Does a paragraph go on with the amounts of the item that the paragraph above names? */
static bool goes_on(struct plumb_str text)
{
    static const char *const starts[] = {"主要用于", "支出决算", "年初预算", "全年预算", "完成",
                                         "其中",     "2",        "决算数",   "预算数",   "比上年",
                                         "较上年",   "与上年",   "支出",     "本年"};
    return plumb_starts_any(text, starts, PLUMB_COUNT(starts));
}

static struct plumb_str text_of(const struct plumb_extract_work *work, size_t block)
{
    bool text = block < work->document->block_count &&
                work->document->blocks[block].kind != PLUMB_BLOCK_TABLE;
    return text ? work->document->blocks[block].text.str : PLUMB_STR("");
}

/* Reports on single projects follow each other in one file: titles up to `block` tell which. */
static void read_section(struct plumb_labelling *l)
{
    static const char *const ends[] = {"附件",     "第一部分", "第二部分", "第三部分",
                                       "第四部分", "整体支出", "部门整体"};
    for (; l->section_block <= l->block; l->section_block++) {
        struct plumb_str text = text_of(l->work, l->section_block);
        if (text.len == 0 || text.len > 150)
            continue;
        struct plumb_str name = project_of_heading(text, text_of(l->work, l->section_block + 1));
        bool title =
            plumb_str_ends(text, PLUMB_STR("报告")) || plumb_str_ends(text, PLUMB_STR("项目"));
        if (name.len && title)
            l->section_item = name;
        else if (plumb_has_any(text, ends, PLUMB_COUNT(ends)))
            l->section_item = PLUMB_STR("");
    }
}

void plumb_block_item(struct plumb_labelling *l)
{
    const struct plumb_block *block = &l->work->document->blocks[l->block];
    read_section(l);
    l->item = PLUMB_STR("");
    if (block->kind == PLUMB_BLOCK_TABLE)
        return;
    struct plumb_str text = block->text.str;
    size_t end = plumb_str_find(plumb_str_sub(text, 0, 400), PLUMB_STR("。"));
    l->item = function_item(text);
    if (!l->item.len && end != PLUMB_NPOS)
        l->item = project_of_heading(plumb_str_sub(text, 0, end), PLUMB_STR(""));
    if (!l->item.len && block->parent != PLUMB_NPOS)
        l->item = function_item(text_of(l->work, block->parent));
    if (!l->item.len && l->block > 0 && goes_on(text))
        l->item = function_item(text_of(l->work, l->block - 1));
    if (!l->item.len)
        l->item = l->section_item;
}
