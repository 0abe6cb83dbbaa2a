/* Numbers of a report under names that the agency's other reports use too (DOMAIN §1.8): cells of the
 * published tables, and what the text tells of budgets, of last year and of changes against it. */
#include "extract/published/published.h"

#include <string.h>

struct collector {
    struct plumb_extract_work *work;
    const struct plumb_published_set *set;
    unsigned groups;
};

static uint64_t key_of(struct plumb_str name)
{
    return plumb_hash64(name.ptr, name.len, 7);
}

static plumb_dec half_ulp(const struct plumb_fact *fact)
{
    return (plumb_dec){fact->ulp.v / 2};
}

static struct plumb_figure *put(struct collector *c, const char *name,
                                const struct plumb_fact *fact, int year, bool claim)
{
    struct plumb_extract_work *work = c->work;
    if (!fact || fact->unit != PLUMB_UNIT_YUAN || year == 0)
        return NULL;
    struct plumb_figure *figure =
        PLUMB_PUSH(work->arena, work->figures, work->figure_count, work->figure_capacity);
    *figure = (struct plumb_figure){.name = plumb_str_from(name),
                                    .words = plumb_fact_text(work, fact),
                                    .text = fact->text,
                                    .line = fact->line,
                                    .year = year,
                                    .value = fact->value,
                                    .slack = half_ulp(fact),
                                    .claim = claim};
    figure->key = key_of(figure->name);
    return figure;
}

/* ---- cells of the tables ------------------------------------------------------------------------- */

/* One cell; `budget_name` in the budget's table, `accounts_name` in that of the accounts. Both are keys:
 * a budget figure has one key wherever it is told. */
struct cell {
    struct plumb_place place;
    const char *accounts_name, *budget_name;
    int years_back; /* the year's opening balance is the closing one of the year before */
};

#define IN "本年收入合计|=收入合计|=本年收入"
#define OUT "本年支出合计|=支出合计|=本年支出"
#define WHOLE OUT "|=合计|=小计|=决算数|=预算数|=金额"

static const struct cell CELLS[] = {
    {{PLUMB_T1, IN, NULL}, "本年收入决算数", "本年收入预算数", 0},
    {{PLUMB_T1, OUT, NULL}, "本年支出决算数", "本年支出预算数", 0},
    {{PLUMB_T1, "收入总计|=总计", NULL}, "收入支出决算总计", "收入支出预算总计", 0},
    {{PLUMB_T1, "年初结转", NULL}, "年末结转和结余", NULL, 1},
    {{PLUMB_T1, "年末结转", NULL}, "年末结转和结余", NULL, 0},
    {{PLUMB_T4, "年初财政拨款结转|年初结转", NULL}, "年末财政拨款结转和结余", NULL, 1},
    {{PLUMB_T4, "年末财政拨款结转|年末结转", NULL}, "年末财政拨款结转和结余", NULL, 0},
    {{PLUMB_T5, NULL, WHOLE}, "一般公共预算财政拨款支出决算数", "一般公共预算支出预算数", 0},
    {{PLUMB_T5, NULL, "=基本支出"}, "一般公共预算基本支出决算数", "一般公共预算基本支出预算数", 0},
    {{PLUMB_T5, NULL, "=项目支出"}, "一般公共预算项目支出决算数", "一般公共预算项目支出预算数", 0},
    {{PLUMB_T3, NULL, "=基本支出"}, "基本支出决算数", "基本支出预算数", 0},
    {{PLUMB_T3, NULL, "=项目支出"}, "项目支出决算数", "项目支出预算数", 0},
    {{PLUMB_T8, NULL, "年初结转"}, "政府性基金年末结转和结余", NULL, 1},
    {{PLUMB_T8, NULL, "年末结转"}, "政府性基金年末结转和结余", NULL, 0},
    {{PLUMB_T8, NULL, "=本年支出|" OUT "|=合计"},
     "政府性基金支出决算数",
     "政府性基金支出预算数",
     0},
};

static void collect_cells(struct collector *c)
{
    for (size_t i = 0; i < PLUMB_COUNT(CELLS); i++)
        for (unsigned shift = 0; shift <= PLUMB_BUDGET_SHIFT; shift += PLUMB_BUDGET_SHIFT) {
            const char *name = shift ? CELLS[i].budget_name : CELLS[i].accounts_name;
            struct plumb_place place = CELLS[i].place;
            place.kind = (enum plumb_published_kind)(place.kind + shift);
            if (!name || c->set->unit_off[place.kind])
                continue;
            put(c, name, plumb_published_value(c->work, c->set, &place, NULL),
                c->work->year - CELLS[i].years_back, CELLS[i].years_back > 0);
        }
}

static const char *code_name(struct collector *c, struct plumb_str code, bool budget)
{
    return plumb_arena_printf(c->work->arena, "一般公共预算支出%s（%.*s）",
                              budget ? "预算数" : "决算数", PLUMB_STR_ARG(code));
}

/* Last year's column of the same table: "2023年决算数". What it holds its head says. */
static void collect_prior_column(struct collector *c, const struct plumb_chain *chain, size_t i)
{
    struct plumb_str code = chain->lines[i].line->code;
    for (size_t k = chain->group->first_value; k <= chain->group->last_value; k++) {
        const struct plumb_grid_column *column = &chain->zone->columns[k];
        bool prior = column->role == PLUMB_COLUMN_PRIOR || column->year == c->work->year - 1;
        bool budget = plumb_str_has(column->head, "预算数");
        if (!prior || column->role == PLUMB_COLUMN_RATE || PLUMB_HAS(column->head, "增", "减") ||
            (!budget && !PLUMB_HAS(column->head, "决算", "执行")))
            continue;
        struct plumb_figure *figure =
            put(c, code_name(c, code, budget), plumb_chain_value(c->work, chain, i, k),
                c->work->year - 1, true);
        /* what was carried out when the budget was made is not yet the accounts' figure */
        if (figure && plumb_str_has(column->head, "执行"))
            figure->soft = true;
    }
}

static void collect_codes(struct collector *c)
{
    for (unsigned shift = 0; shift <= PLUMB_BUDGET_SHIFT; shift += PLUMB_BUDGET_SHIFT) {
        const struct plumb_published *table = c->set->of[PLUMB_T5 + shift];
        if (!table || table->chain_count == 0 || c->set->unit_off[PLUMB_T5 + shift])
            continue;
        const struct plumb_chain *chain = &table->chains[0];
        size_t whole = plumb_published_column(chain, WHOLE);
        for (size_t i = 0; i < chain->count && chain->group->first_value != PLUMB_NPOS; i++) {
            struct plumb_str code = chain->lines[i].line->code;
            if (code.len < 3)
                continue;
            bool own =
                whole != PLUMB_NPOS && chain->zone->columns[whole].role != PLUMB_COLUMN_PRIOR;
            if (own)
                put(c, code_name(c, code, shift > 0), plumb_chain_value(c->work, chain, i, whole),
                    c->work->year, false);
            collect_prior_column(c, chain, i);
        }
    }
}

/* ---- 三公 ------------------------------------------------------------------------------------------ */

static const char *public_kind(struct plumb_str label, struct plumb_str head)
{
    static const struct {
        const char *words, *name;
    } kinds[] = {{"公务接待", "公务接待费"},
                 {"因公出国", "因公出国（境）费"},
                 {"公务用车购置费|=公务用车购置|=购置费", "公务用车购置费"},
                 {"公务用车运行|=运行费|=运行维护费", "公务用车运行维护费"}};
    struct plumb_str both[2] = {label, head};
    for (size_t s = 0; s < 2; s++) {
        if (plumb_str_has(both[s], "购置及运行") &&
            !PLUMB_HAS(both[s], "/公务用车购置费", "/购置费"))
            return "公务用车购置及运行维护费";
        for (size_t i = 0; i < PLUMB_COUNT(kinds); i++)
            if (plumb_words_fit(both[s], kinds[i].words))
                return kinds[i].name;
    }
    return PLUMB_HAS(label, "三公", "合计") || PLUMB_HAS(head, "合计") ? "“三公”经费" : NULL;
}

/* In wide tables the lowest head is 预算数 or 决算数: what it is of stands above. */
static void name_public(struct collector *c, const struct plumb_fact *fact, const char *kind,
                        bool planned)
{
    static const struct {
        const char *kind, *executed, *budget;
    } ids[] = {{"“三公”经费", "three_public.executed", "three_public.budget"},
               {"公务接待费", "reception.executed", "reception.budget"},
               {"因公出国（境）费", "abroad.executed", "abroad.budget"},
               {"公务用车购置及运行维护费", "vehicles.executed", "vehicles.budget"},
               {"公务用车购置费", "vehicles_purchase.executed", "vehicles_purchase.budget"},
               {"公务用车运行维护费", "vehicles_running.executed", "vehicles_running.budget"}};
    const struct plumb_catalogue *catalogue = c->work->extractor->catalogue;
    for (size_t i = 0; i < PLUMB_COUNT(ids); i++) {
        if (strcmp(ids[i].kind, kind) != 0)
            continue;
        const struct plumb_indicator *known =
            plumb_catalogue_find_indicator(catalogue, planned ? ids[i].budget : ids[i].executed);
        c->work->facts[fact->id].indicator = known ? known->id : NULL;
    }
}

static void collect_public(struct collector *c)
{
    bool budget_report = c->work->kind == PLUMB_KIND_BUDGET;
    const struct plumb_published *table = c->set->of[budget_report ? PLUMB_B7 : PLUMB_T7];
    for (size_t f = 0; table && f < c->work->fact_count; f++) {
        const struct plumb_fact *fact = &c->work->facts[f];
        if (fact->block != table->grid->block || !plumb_is_quantity(fact))
            continue;
        const char *kind = public_kind(fact->label, fact->head);
        bool planned = budget_report || fact->stage == PLUMB_STAGE_BUDGET ||
                       fact->stage == PLUMB_STAGE_INITIAL || plumb_str_has(fact->head, "预算数");
        if (!kind || fact->stage == PLUMB_STAGE_PRIOR ||
            plumb_str_has(fact->head, "运行经费预算") || plumb_str_has(fact->label, "机关运行"))
            continue;
        struct plumb_figure *figure =
            put(c, plumb_arena_printf(c->work->arena, "%s%s", kind, planned ? "预算数" : "决算数"),
                fact, c->work->year, planned && !budget_report);
        name_public(c, fact, kind, planned);
        /* the accounts may print the adjusted budget */
        if (figure && figure->claim)
            figure->soft = true;
    }
}

/* ---- what the text tells ---------------------------------------------------------------------------- */

static struct plumb_str sentence_of(const struct plumb_item *item)
{
    return item->passage->sentences[item->sentence]->text;
}

static bool speaks_of_scope(const struct plumb_item *item)
{
    return PLUMB_HAS(sentence_of(item), "口径", "调整后", "机构改革", "划转", "合并", "重述",
                     "追溯", "可比", "剔除", "不含");
}

static bool own_year(const struct collector *c, const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    return fact->unit == PLUMB_UNIT_YUAN && item->use == PLUMB_USE_PLAIN &&
           fact->comparator == PLUMB_CMP_NONE && fact->partner == PLUMB_NPOS &&
           fact->stage != PLUMB_STAGE_PRIOR && (fact->year == 0 || fact->year == c->work->year) &&
           !item->passage->is_cell;
}

/* Code of "A(类)B(款)C(项)" in front of the item, by the table of this report; empty when none. */
static struct plumb_str code_before(struct collector *c, const struct plumb_item *item)
{
    const struct plumb_published *table = c->set->of[PLUMB_T5];
    struct plumb_str s = plumb_str_sub(item->passage->text, 0, item->at);
    size_t at = plumb_str_rfind(s, PLUMB_STR("(项)"));
    if (at == PLUMB_NPOS || !table || table->chain_count == 0)
        return PLUMB_STR("");
    const struct plumb_chain *chain = &table->chains[0];
    struct plumb_str above = {"", 0}, found = {"", 0};
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (line->code.len == 5)
            above = line->key;
        if (line->code.len != 7 || !line->key.len || !above.len)
            continue;
        const char *name = plumb_arena_printf(c->work->arena, "%.*s(款)%.*s(项)",
                                              PLUMB_STR_ARG(above), PLUMB_STR_ARG(line->key));
        size_t hit = plumb_str_rfind(s, plumb_str_from(name));
        if (hit != PLUMB_NPOS && hit + strlen(name) == at + strlen("(项)"))
            found = line->code;
    }
    return found;
}

/* Budgets that the accounts tell again, and what an evaluation tells of both. */
static void told_again(struct collector *c, const struct plumb_item *item)
{
    struct plumb_extract_work *work = c->work;
    struct plumb_str before = item->before, s = plumb_str_sub(item->passage->text, 0, item->at);
    bool initial =
        PLUMB_ENDS(before, "年初预算为", "年初预算", "年初预算数为", "年初预算数", "年初预算安排");
    bool done =
        PLUMB_ENDS(before, "支出决算为", "支出决算", "实际支出", "决算数为", "支出决算数为");
    bool evaluation = work->kind == PLUMB_KIND_SELF_WHOLE ||
                      work->kind == PLUMB_KIND_SELF_PROJECT || work->kind == PLUMB_KIND_EXECUTION;
    struct plumb_str from = plumb_str_sub(s, s.len > 150 ? s.len - 150 : 0, s.len);
    if (!initial && !(evaluation && done))
        return;
    struct plumb_figure *figure = NULL;
    if (plumb_str_has(s, "(项)")) {
        struct plumb_str code = initial ? code_before(c, item) : PLUMB_STR("");
        if (code.len)
            figure = put(c, code_name(c, code, true), item->fact, work->year, true);
    } else if (plumb_str_has(from, "三公") && !PLUMB_HAS(from, "接待", "用车", "出国")) {
        figure =
            put(c, initial ? "“三公”经费预算数" : "“三公”经费决算数", item->fact, work->year, true);
    } else if (plumb_str_has(from, "一般公共预算财政拨款支出") &&
               !PLUMB_HAS(from, "(类)", "基本支出", "项目支出")) {
        figure = put(c, initial ? "一般公共预算支出预算数" : "一般公共预算财政拨款支出决算数",
                     item->fact, work->year, true);
    }
    if (figure && speaks_of_scope(item))
        figure->soft = true;
}

/* Without "其中", list marks and the verb in front of the number. */
static struct plumb_str plain_label(struct plumb_str s)
{
    static const char *const heads[] = {"其中:", "其中", "年度", "年", ":",
                                        ",",     "、",   ";",    "。", "全年"};
    static const char *const tails[] = {"为", "均", "是", "共计", "共", "达", ":"};
    for (size_t i = 0; i < PLUMB_COUNT(tails); i++) {
        struct plumb_str tail = plumb_str_from(tails[i]);
        if (s.len > tail.len && plumb_str_ends(s, tail)) {
            s.len -= tail.len;
            i = (size_t)-1;
        }
    }
    size_t cut = 0;
    for (size_t at = 0; at < s.len;) {
        size_t next = at;
        uint32_t cp = plumb_utf8_decode(s, &next);
        if (cp == ',' || cp == ';' || cp == 0x3002)
            cut = next;
        at = next;
    }
    s = plumb_str_sub(s, cut, s.len);
    for (size_t i = 0; i < PLUMB_COUNT(heads); i++) {
        struct plumb_str head = plumb_str_from(heads[i]);
        struct plumb_str rest = plumb_str_sub(s, head.len, s.len);
        bool word =
            plumb_str_starts(rest, PLUMB_STR("初")) || plumb_str_starts(rest, PLUMB_STR("末"));
        if (s.len > head.len && plumb_str_starts(s, head) && !word) {
            s = rest;
            i = (size_t)-1;
        }
    }
    return s;
}

/* The name of a number in this agency's explanations: the heading above and the words in front. */
static const char *spoken_name(struct collector *c, const struct plumb_item *item)
{
    struct plumb_str label = plain_label(item->before), title = item->passage->title;
    char bare[160];
    size_t n = 0;
    if (label.len < 6 || label.len > 120 || PLUMB_HAS(label, "(项)", "(款)") ||
        plumb_words_fit(label, "=支出决算|=预算|=年初预算|=全年预算|=决算|=实际支出|=预算安排"))
        return NULL;
    for (size_t i = 0; i < title.len && n + 1 < sizeof bare; i++) {
        unsigned char ch = (unsigned char)title.ptr[i];
        if (!(ch >= '0' && ch <= '9'))
            bare[n++] = title.ptr[i];
    }
    return plumb_arena_printf(c->work->arena, "%s·%.*s·%.*s",
                              plumb_document_kind_name(c->work->kind), (int)n, bare,
                              PLUMB_STR_ARG(label));
}

/* 比, 较, 与 … and the year that is compared with: "上年", or a year's number (a place-holder). */
static bool compares(struct plumb_str words)
{
    if (!PLUMB_HAS(words, "比", "较", "与"))
        return false;
    for (size_t at = 0; at < words.len;) {
        uint32_t cp = plumb_utf8_decode(words, &at);
        if (cp >= 0xE000 && cp <= 0xF8FF)
            return true;
    }
    return PLUMB_HAS(words, "上年", "去年", "上一年");
}

/* End of what is said about the item: its sentence, and the next one when that begins with 与 or 比
 * ("总计均为 X。与上年相比，增加 Y"). */
static struct plumb_str said_behind(const struct plumb_item *item)
{
    struct plumb_str text = item->passage->text;
    struct plumb_str rest = plumb_str_sub(text, item->at + 3, text.len);
    size_t stop = plumb_str_find(rest, PLUMB_STR("。"));
    if (stop == PLUMB_NPOS)
        return rest;
    struct plumb_str behind = plumb_str_sub(rest, stop + 3, rest.len);
    bool goes_on = plumb_str_starts(behind, PLUMB_STR("与")) ||
                   plumb_str_starts(behind, PLUMB_STR("比")) ||
                   plumb_str_starts(behind, PLUMB_STR("较"));
    if (!goes_on)
        return plumb_str_sub(rest, 0, stop);
    size_t end = plumb_str_find(behind, PLUMB_STR("。"));
    return plumb_str_sub(rest, 0, end == PLUMB_NPOS ? rest.len : stop + 3 + end);
}

/* 1 增加, -1 减少, 0 持平; 2 when nothing is compared. *change is the amount of the change. */
static int change_behind(const struct plumb_item *item, const struct plumb_item **change)
{
    const struct plumb_passage *passage = item->passage;
    struct plumb_str rest = said_behind(item);
    size_t end = rest.len;
    *change = NULL;
    for (size_t i = item->index + 1; i < passage->count; i++) {
        const struct plumb_item *next = &passage->items[i];
        size_t at = next->at - (item->at + 3);
        if (at >= rest.len)
            break;
        if (next->fact->kind == PLUMB_FACT_YEAR || next->fact->kind == PLUMB_FACT_DATE)
            continue;
        struct plumb_str words = plumb_str_sub(rest, 0, at);
        end = at;
        if (next->fact->unit != PLUMB_UNIT_YUAN || !compares(words) || plumb_str_has(words, "持平"))
            break;
        *change = next;
        if (PLUMB_ENDS(words, "增加", "增加了", "增长", "上升", "增加额为"))
            return 1;
        if (PLUMB_ENDS(words, "减少", "减少了", "下降", "降低"))
            return -1;
        *change = NULL;
        break;
    }
    size_t level = plumb_str_find(plumb_str_sub(rest, 0, end), PLUMB_STR("持平"));
    struct plumb_str words = plumb_str_sub(rest, 0, level == PLUMB_NPOS ? 0 : level);
    return compares(words) && !PLUMB_HAS(words, ";", "。", "基本", "决算") ? 0 : 2;
}

static bool in_unit(plumb_dec value, const struct plumb_fact *like, int decimals)
{
    return like->scale.v != 0 && decimals >= 0 && value.v >= 0;
}

/* What last year's figure must have been. */
static void derive_prior(struct collector *c, const struct plumb_item *item, const char *name)
{
    struct plumb_extract_work *work = c->work;
    const struct plumb_item *change;
    int sign = change_behind(item, &change);
    if (sign == 2)
        return;
    struct plumb_figure *figure = put(c, name, item->fact, work->year - 1, true);
    if (!figure)
        return;
    figure->soft = speaks_of_scope(item);
    if (!change)
        return;
    const struct plumb_fact *delta = change->fact;
    figure->value = sign > 0 ? plumb_dec_sub(item->fact->value, delta->value)
                             : plumb_dec_add(item->fact->value, delta->value);
    figure->slack = plumb_dec_add(half_ulp(item->fact), half_ulp(delta));
    figure->line = change->fact->line;
    figure->text = delta->text;
    if (in_unit(figure->value, item->fact, item->fact->decimals))
        figure->words = plumb_arena_printf(
            work->arena, "%s（%s %s %s）", plumb_value_text(work, figure->value, item->fact, 0),
            plumb_fact_text(work, item->fact), sign > 0 ? "−" : "+", plumb_fact_text(work, delta));
}

static void collect_prose(struct collector *c)
{
    struct plumb_prose *prose = plumb_prose_get(c->work);
    bool spoken = c->work->kind == PLUMB_KIND_BUDGET || c->work->kind == PLUMB_KIND_ACCOUNTS;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            if (!own_year(c, item))
                continue;
            told_again(c, item);
            const char *name = spoken ? spoken_name(c, item) : NULL;
            if (!name)
                continue;
            put(c, name, item->fact, c->work->year, false);
            derive_prior(c, item, name);
        }
}

void plumb_collect_figures(struct plumb_extract_work *work)
{
    struct collector c = {.work = work};
    if (work->kind == PLUMB_KIND_OTHER || work->kind == PLUMB_KIND_TARGETS || work->year == 0)
        return;
    c.set = plumb_published_find(work);
    collect_cells(&c);
    collect_codes(&c);
    collect_public(&c);
    collect_prose(&c);
}
