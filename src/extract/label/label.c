/* Pass 5: what each number of running text measures. Table cells get their labels from the table
 * pass; only cells that hold prose are read here. */
#include <string.h>

#include "extract/label/label_int.h"

static const char *const total_words[] = {"合计", "总计", "共计", "累计", "小计"};

static bool is_calendar(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_YEAR || fact->kind == PLUMB_FACT_DATE;
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

static const char *fixed_text(const struct plumb_labelling *l, struct plumb_str s)
{
    return plumb_str_copy(l->work->arena, s).ptr;
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
    size_t from = plumb_label_clause_start(l->text, mark, true);
    return plumb_label_trim(plumb_str_sub(l->text, from, mark));
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
        if (l->at[i] == PLUMB_NPOS || !is_calendar(plumb_labelled_fact(l, i)))
            break;
        struct plumb_str phrase = plumb_phrase_before(l, i);
        if (plumb_says_change(phrase)) /* 提高到2023年的95% */
            return plumb_changing_thing(l, i, phrase);
        phrase = plumb_label_trim(phrase);
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
    return plumb_is_clause_end(cp) || cp == '(';
}

static struct plumb_str label_of(const struct plumb_labelling *l, size_t index)
{
    struct plumb_fact *fact = plumb_labelled_fact(l, index);
    struct plumb_str phrase = plumb_phrase_before(l, index), bare = plumb_label_trim(phrase), label;
    if (plumb_says_change(phrase)) {
        label = plumb_changing_thing(l, index, phrase);
        const char *word = plumb_change_word(phrase);
        struct plumb_str said = plumb_str_from(word);
        bool level = plumb_str_ends(said, PLUMB_STR("到")) || plumb_str_ends(said, PLUMB_STR("至"));
        return !label.len ? bare : level ? label : join(l, label, word);
    }
    if (fact->unit == PLUMB_UNIT_FRACTION &&
        (plumb_str_equal(bare, PLUMB_STR("占")) || plumb_str_equal(bare, PLUMB_STR("占比")))) {
        label = inherited_label(l, index);
        return label.len ? join(l, label, "占比") : bare;
    }
    label = plumb_respective_label(l, index);
    if (label.len)
        return label;
    if (plumb_noun_follows(fact, bare)) {
        label = plumb_noun_behind(l->text, l->at[index]);
        if (label.len)
            return label;
    }
    if (bare.len >= 6 || short_name(l, index, bare))
        return bare;
    for (size_t i = 0; i < PLUMB_COUNT(total_words); i++)
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
    static const char *const general[] = {"支出决算", "支出决算数", "决算数",   "决算",
                                          "执行数",   "预算执行数", "实际支出", "实际支出数",
                                          "全年预算", "全年预算数", "调整预算", "调整预算数",
                                          "年初预算", "年初预算数", "预算数",   "实际执行数",
                                          "执行率",   "预算执行率", "完成率"};
    static const char *const stages[] = {
        "年初预算数", "年初预算", "全年预算数", "全年预算",   "调整预算数", "调整预算",
        "预算安排数", "预算安排", "预算金额",   "预算数",     "预算",       "支出决算数",
        "支出决算",   "决算数",   "决算",       "预算执行数", "执行数"};
    bool is_general = plumb_equals_any(label, general, PLUMB_COUNT(general));
    for (size_t i = 0; is_general && i < index; i++) {
        struct plumb_str first = plumb_labelled_fact(l, i)->label, subject = first;
        if (!first.len)
            continue;
        for (size_t k = 0; k < PLUMB_COUNT(stages) && subject.len == first.len; k++)
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

static bool says_rate(struct plumb_str label)
{
    return plumb_str_has(label, "均") &&
           PLUMB_HAS(label, "人均", "户均", "次均", "生均", "亩均", "床均", "车均");
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
        if (plumb_is_holder(cp) && cp - 0xE000 < n)
            l->at[cp - 0xE000] = at;
        at = next;
    }
}

/* "图书采购项目全年预算数为12万元，执行数…": the project a sentence is about. */
static struct plumb_str project_of_sentence(const struct plumb_labelling *l)
{
    static const char *const marks[] = {"项目全年预算", "项目年初预算", "项目预算", "项目安排资金",
                                        "项目执行数"};
    if (!plumb_str_has(l->text, "项目"))
        return PLUMB_STR("");
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++) {
        size_t at = plumb_str_find(l->text, plumb_str_from(marks[i]));
        if (at == PLUMB_NPOS || at < 6)
            continue;
        struct plumb_str name =
            plumb_str_sub(l->text, plumb_label_clause_start(l->text, at, true), at);
        name = plumb_label_trim(name);
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
        struct plumb_fact *fact = plumb_labelled_fact(l, i);
        if (l->at[i] == PLUMB_NPOS || fact->kind == PLUMB_FACT_NOT || is_calendar(fact))
            continue;
        read_whole(l, i);
        bool prose = !fact->label.len;
        if (prose) {
            fact->label = with_subject(l, i, plumb_behind_holders(label_of(l, i)));
            plumb_unit_from_label(l->work->arena, fact);
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
