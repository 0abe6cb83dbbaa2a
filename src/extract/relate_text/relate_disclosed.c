/* What published accounts have to tell and do not: why an item's accounts leave its budget, the four parts of
 * 三公经费 each by itself, visits at home beside visits from abroad; and an item told with two amounts in its own
 * paragraph. After the ministry's rules for the publication of accounts (财预〔2016〕143号): all low but the last. */
#include "extract/relate/relate_prose.h"
#include "extract/relate_text/relate_report.h"

#include <string.h>

/* ---- an item and its accounts ------------------------------------------------------------------- */

static const struct plumb_item *money_behind(const struct plumb_passage *passage, bool budget)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->fact->unit != PLUMB_UNIT_YUAN || item->use != PLUMB_USE_PLAIN)
            continue;
        if (budget ? PLUMB_ENDS(item->before, "预算为", "预算数为", "预算")
                   : PLUMB_ENDS(item->before, "支出决算为", "支出决算数为", "决算数为", "决算为",
                                "支出决算"))
            return item;
    }
    return NULL;
}

/* "…（项）257.14 万元，…，支出决算为 245.53 万元": one amount, told twice in one paragraph. */
static void told_twice(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    const struct plumb_item *first = passage->count ? &passage->items[0] : NULL;
    for (size_t i = 0; i < passage->count && i < 4; i++)
        if (PLUMB_ENDS(passage->items[i].before, "(项)"))
            first = &passage->items[i];
    if (!first || !PLUMB_ENDS(first->before, "(项)") || first->fact->unit != PLUMB_UNIT_YUAN)
        return;
    const struct plumb_item *spent = money_behind(passage, false);
    const struct plumb_item *budget = money_behind(passage, true);
    /* where the item's line tells its budget, the amount in front is that */
    if (!spent || spent == first || (budget && budget->fact->value.v == first->fact->value.v))
        return;
    struct plumb_judgement j = plumb_judge_same(spent->fact, first->fact);
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, first->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RESTATEMENT, "consistency.restatement", spent);
    claim.confidence = 0.75;
    claim.next_money = j.gap;
    plumb_claim_try(&claim, &j, &term, 1, "the item's amount, told again",
                    plumb_arena_printf(work->arena, "%s; %s", plumb_fact_text(work, spent->fact),
                                       plumb_fact_text(work, first->fact)));
    plumb_claim_push(&claim);
}

/* Accounts so near to the budget need no reason. */
#define NEAR_ENOUGH (PLUMB_DEC_ONE / 20)

static bool gives_reason(struct plumb_str s)
{
    return PLUMB_HAS(s, "原因", "由于", "因", "系", "受", "主要是", "追加", "调整", "结转", "调剂",
                     "增人", "增加", "减少", "厉行", "压减", "节约", "未发生", "年中", "按规定",
                     "政策");
}

/* "完成年初预算的 80%。" and not a word of why. */
static void no_reason(struct plumb_extract_work *work, const struct plumb_prose *prose,
                      const struct plumb_passage *passage)
{
    const struct plumb_passage *next = passage->index + 1 < prose->count ? passage + 1 : passage;
    struct plumb_str text = passage->text;
    bool follows = next != passage && !PLUMB_HAS(next->text, "完成") && gives_reason(next->text);
    /* of the lines of items alone: a total's reason stands with them */
    if ((!plumb_str_has(text, "(项)") && !passage->list_kind) || gives_reason(text) || follows)
        return;
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        plumb_i128 apart = item->fact->value.v - PLUMB_DEC_ONE;
        if (item->fact->unit != PLUMB_UNIT_FRACTION ||
            !PLUMB_ENDS(item->before, "预算的", "预算数的", "预算", "完成率为") ||
            !PLUMB_HAS(item->before, "完成") || (apart < 0 ? -apart : apart) < NEAR_ENOUGH ||
            PLUMB_HAS(plumb_str_sub(text, item->at, item->at + 18), "其中", "具体"))
            continue;
        plumb_report_range(work, passage, plumb_clause_start(passage->text, item->at),
                           item->at + PLUMB_HOLDER_LEN, "report.missing", 0.4,
                           "the accounts leave the budget, and no reason is given",
                           "决算与预算有差异，未说明原因");
        return;
    }
}

/* ---- 三公经费 part by part ---------------------------------------------------------------------------- */

enum part { ABROAD, PURCHASE, RUNNING, RECEPTION, PARTS };

struct section {
    bool told[PARTS]; /* by an amount of its own, or said not to have been */
    bool combined;    /* 购置及运行维护费, as one */
    bool amounts;     /* anything but nothing */
    bool none;        /* said to have had no such expenses */
    bool visits, foreign_visits;
    const struct plumb_passage *head, *foreign;
};

/* "购置" that is not "购置及运行": the part by itself. */
static bool names_purchase(struct plumb_str s)
{
    for (size_t at = 0; at < s.len;) {
        struct plumb_str rest = plumb_str_sub(s, at, s.len);
        size_t hit = plumb_str_find(rest, PLUMB_STR("购置"));
        if (hit == PLUMB_NPOS)
            break;
        struct plumb_str behind = plumb_str_sub(rest, hit + strlen("购置"), rest.len);
        static const char *const joins[] = {"及", "和", "与", "、"};
        if (!plumb_starts_any(behind, joins, PLUMB_COUNT(joins)))
            return true;
        at += hit + strlen("购置");
    }
    return PLUMB_HAS(s, "新购", "未新增", "未更新");
}

static void read_passage(struct section *section, const struct plumb_passage *passage)
{
    struct plumb_str s = passage->text;
    bool cars = PLUMB_HAS(s, "用车", "公车", "车辆");
    bool joined = PLUMB_HAS(s, "购置及", "购置和", "购置与");
    section->told[ABROAD] = section->told[ABROAD] || plumb_str_has(s, "出国");
    section->told[RECEPTION] = section->told[RECEPTION] || PLUMB_HAS(s, "接待");
    section->combined = section->combined || joined;
    section->told[PURCHASE] = section->told[PURCHASE] || (cars && names_purchase(s));
    /* "购置及运行维护费 2 万元" alone tells no running cost: another mention must */
    size_t joint = plumb_str_find(s, PLUMB_STR("运行"));
    bool again = joint != PLUMB_NPOS && plumb_str_has(plumb_str_sub(s, joint + 6, s.len), "运行");
    section->told[RUNNING] =
        section->told[RUNNING] || (cars && joint != PLUMB_NPOS && (!joined || again));
    section->none = section->none || PLUMB_HAS(s, "无“三公”", "无三公", "没有财政拨款“三公”",
                                               "未发生“三公”", "无财政拨款“三公”", "没有“三公”");
    if (PLUMB_HAS(s, "外宾") && PLUMB_HAS(s, "批次", "批")) {
        section->foreign_visits = true;
        section->foreign = passage;
    }
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        struct plumb_str words = plumb_str_sub(s, plumb_clause_start(s, item->at), item->at);
        section->visits = section->visits ||
                          (PLUMB_HAS(words, "接待", "来访") && !PLUMB_HAS(words, "外宾", "外事") &&
                           (PLUMB_HAS(words, "批次") || PLUMB_HAS(item->fact->unit_text, "批")));
        section->amounts = section->amounts || (passage->items[i].fact->unit == PLUMB_UNIT_YUAN &&
                                                plumb_dec_sign(passage->items[i].fact->value) > 0);
    }
}

/* A table of 三公经费 with a column or a row of its own for the part tells it too. */
static bool table_tells(const struct plumb_extract_work *work, enum part part)
{
    static const char *const words[] = {"出国", "购置费", "运行", "接待"};
    for (size_t b = 0; b < work->document->block_count; b++) {
        const struct plumb_table *table = &work->document->blocks[b].table;
        if (work->document->blocks[b].kind != PLUMB_BLOCK_TABLE)
            continue;
        for (size_t r = 0; r < table->row_count; r++)
            for (size_t c = 0; c < table->rows[r].cell_count; c++) {
                struct plumb_str text = table->rows[r].cells[c].text.str;
                if (text.len <= 60 && plumb_str_has(text, words[part]) &&
                    !PLUMB_HAS(text, "购置及", "购置和", "设备", "基本支出"))
                    return true;
            }
    }
    return false;
}

static void judge_section(struct plumb_extract_work *work, const struct section *s)
{
    static const char *const names[] = {"因公出国（境）费", "公务用车购置费", "公务用车运行维护费",
                                        "公务接待费"};
    size_t told = 0;
    for (size_t i = 0; i < PARTS; i++)
        told += s->told[i];
    const struct plumb_block *head = &work->document->blocks[s->head->block];
    if (head->kind != PLUMB_BLOCK_HEADING)
        head = &work->document->blocks[s->head->heading];
    /* only a section that goes through its parts lacks one */
    if (!plumb_str_has(head->text.str, "三公") || s->none || !s->amounts || told + s->combined < 3)
        return;
    for (size_t i = 0; i < PARTS; i++)
        if (!s->told[i] && !table_tells(work, (enum part)i))
            plumb_report_words(
                work, head->text.str, head->line, "report.section", 0.4,
                plumb_arena_printf(work->arena, "%s is not told by itself", names[i]),
                plumb_arena_printf(work->arena, "“三公”经费说明未单独列示%s", names[i]),
                plumb_str_from(names[i]));
}

/* The section on 三公经费: its first heading, when the text goes on behind it with something else. An excerpt that
 * ends in the section is not known to lack anything. */
static const struct plumb_passage *find_section(const struct plumb_prose *prose)
{
    const struct plumb_passage *head = NULL;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        bool ours = passage->heading != PLUMB_NPOS && plumb_str_has(passage->title, "三公") &&
                    PLUMB_HAS(passage->title, "说明", "情况");
        if (ours && !head)
            head = passage;
        if (head && !ours && passage->heading != PLUMB_NPOS && !passage->is_cell &&
            PLUMB_HAS(passage->title, "政府性基金", "国有资本", "机关运行", "采购", "国有资产",
                      "绩效", "名词", "其他重要"))
            return head;
    }
    return NULL;
}

/* Told is what any paragraph tells: sections are cut in many ways. */
static void three_public(struct plumb_extract_work *work, const struct plumb_prose *prose)
{
    struct section section = {.head = find_section(prose)};
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (!passage->is_cell &&
            PLUMB_TELLS(passage, "出国", "接待", "购置", "运行", "新增", "更新", "三公"))
            read_passage(&section, passage);
    }
    if (section.head)
        judge_section(work, &section);
    if (section.foreign_visits && !section.visits)
        plumb_report_range(work, section.foreign, 0, section.foreign->text.len, "report.section",
                           0.45, "visits from abroad are told, those at home are not",
                           "只说明外宾接待批次、人次，未说明国内公务接待批次、人次");
}

void plumb_relate_disclosed(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    if (work->kind != PLUMB_KIND_ACCOUNTS)
        return;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (passage->is_cell || passage->count < 2 || !PLUMB_TELLS(passage, "预算"))
            continue;
        if (plumb_str_has(passage->text, "(项)"))
            told_twice(work, passage);
        if (plumb_str_has(passage->text, "完成"))
            no_reason(work, prose, passage);
    }
    three_public(work, prose);
}
