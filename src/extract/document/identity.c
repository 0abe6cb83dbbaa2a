/* Whose report it is, of which fiscal year, and of which kind: votes of title, cover, form cells,
 * signature and headings. */
#include <string.h>

#include "extract/document/identity.h"
#include "extract/extract_int.h"
#include "extract/text/runes.h"
#include "extract/text/word_set.h"

/* Blocks of a document's front that may be its title or cover. */
#define FRONT_BLOCKS 14
#define NAMES_MAX 64
#define YEARS_MAX 64

struct vote {
    struct plumb_str name;
    int weight;
};

struct ballot {
    struct plumb_extract_work *work;
    struct vote names[NAMES_MAX];
    size_t name_count;
    int year_weight[YEARS_MAX]; /* 1990 + index */
    int told[YEARS_MAX];        /* times a year is named in the text behind the front */
    int kind_weight[PLUMB_KIND_EXECUTION + 1];
};

/* The winner's share; a few votes are not much, also without a rival. */
static double share_of(int best, int rival)
{
    return best > 0 ? (double)best / (best + rival + 2) : 0;
}

static struct plumb_str folded(struct plumb_extract_work *work, struct plumb_str text)
{
    plumb_runes_set(work->runes, work->arena, text);
    const struct plumb_runes *runes = work->runes;
    char *out = plumb_arena_alloc(work->arena, runes->count * 4 + 1);
    size_t len = 0;
    for (size_t i = 0; i < runes->count; i++)
        len += plumb_utf8_encode(runes->cp[i], out + len);
    return (struct plumb_str){out, len};
}

/* ---- names of agencies ---- */

/* Words of titles behind the name. */
static const struct plumb_word title_words[] = {PLUMB_WORD_LIST(
    "整体", "部门", "单位", "预算", "决算", "项目", "支出", "绩效", "自评", "收支", "收入", "概况",
    "主要职", "机构设置", "基本情况", "财政拨款", "“三公", "“三公”", "三公", "政府采购", "年度",
    "年", "关于", "(", "报告", "专项", "情况", "20", "19", "二〇", "二零", "本级", "汇总", "说明",
    /* a year that was not filled in */
    "×", "X", "x")};

static void vote_name(struct ballot *ballot, struct plumb_str name, int weight)
{
    name = plumb_name_without_tail(name);
    if (!plumb_name_plausible(name))
        return;
    for (size_t i = 0; i < ballot->name_count; i++)
        if (plumb_str_equal(ballot->names[i].name, name)) {
            ballot->names[i].weight += weight;
            return;
        }
    if (ballot->name_count < NAMES_MAX)
        ballot->names[ballot->name_count++] = (struct vote){name, weight};
}

/* The name in "…2022年度部门整体绩效自评报告": the shortest front part that is a name and stands before a
 * word of titles. */
static void vote_title(struct ballot *ballot, struct plumb_str text, int weight)
{
    static const struct plumb_word quoting[] = {
        PLUMB_WORD_LIST("《", "通知", "办法", "意见", "〔", "。")};
    text = plumb_name_without_front(plumb_title_bare(text));
    if (plumb_has_word(text, quoting, PLUMB_COUNT(quoting))) {
        /* "X关于印发《…》的通知" is X's; where others cite it, their own names weigh more */
        size_t about = plumb_str_find(text, PLUMB_STR("关于"));
        if (about != PLUMB_NPOS)
            vote_name(ballot, plumb_str_sub(text, 0, about), weight / 5);
        return;
    }
    size_t best = PLUMB_NPOS;
    const struct plumb_gist gist = plumb_gist_of(text);
    for (size_t i = 0; i < PLUMB_COUNT(title_words); i++) {
        struct plumb_str word = title_words[i].text;
        bool may = plumb_gist_may_have(&gist, title_words[i].bit);
        for (size_t from = 0; may && from < text.len;) {
            size_t hit = plumb_str_find(plumb_str_sub(text, from, text.len), word);
            if (hit == PLUMB_NPOS)
                break;
            hit += from;
            if (hit < best &&
                plumb_name_plausible(plumb_name_without_tail(plumb_str_sub(text, 0, hit))))
                best = hit;
            from = hit + word.len;
        }
    }
    if (best != PLUMB_NPOS)
        vote_name(ballot, plumb_str_sub(text, 0, best), weight);
}

/* "填报单位：X", or X in the cell behind 实施单位. */
static struct plumb_str form_value(struct plumb_str text, bool *is_label)
{
    static const char *const labels[] = {
        "预算部门名称", "部门(单位)名称", "部门名称", "单位名称",   "预算单位名称", "实施单位",
        "项目实施单位", "填报单位",       "填报部门", "预算单位",   "编制单位",     "编制部门",
        "预算主管部门", "部门(单位)",     "自评单位", "评价单位",   "报送单位",     "公开部门",
        "单位(盖章)",   "项目单位",       "预算部门", "公开单位",   "项目承担单位", "单位全称",
        "部门(盖章)",   "申报单位",       "填表单位", "被评价单位", "编报单位",     "项目实施部门",
        "部门:",        "单位:"}; /* alone, 单位 heads columns */
    *is_label = false;
    size_t best = 0;
    for (size_t i = 0; i < PLUMB_COUNT(labels); i++)
        if (plumb_str_begins(text, labels[i]) && strlen(labels[i]) > best)
            best = strlen(labels[i]);
    if (best == 0)
        return PLUMB_STR("");
    struct plumb_str rest = plumb_str_sub(text, best, text.len);
    static const char *const marks[] = {"(盖章)", "(公章)", "(签章)", ":", "名称", "(盖章):"};
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++)
        if (plumb_str_begins(rest, marks[i])) {
            rest = plumb_str_sub(rest, strlen(marks[i]), rest.len);
            i = (size_t)-1;
        }
    *is_label = rest.len == 0 && text.ptr[best - 1] != ':';
    /* "X单位:元": what follows on the line */
    static const char *const behind[] = {"单位:", "金额", "日期", "填报", "("};
    for (size_t i = 0; i < PLUMB_COUNT(behind); i++) {
        size_t hit = plumb_str_find(rest, plumb_str_from(behind[i]));
        if (hit != PLUMB_NPOS)
            rest.len = hit;
    }
    return rest;
}

/* ---- kinds ---- */

static void vote_kind(struct ballot *ballot, struct plumb_str text, int weight)
{
    enum plumb_document_kind kind = plumb_title_kind(text);
    if (kind != PLUMB_KIND_OTHER)
        ballot->kind_weight[kind] += weight;
}

/* ---- years ---- */

static void vote_year(struct ballot *ballot, int year, int weight)
{
    if (year >= 1990 && year < 1990 + YEARS_MAX)
        ballot->year_weight[year - 1990] += weight;
}

/* "…和2024年预算草案的报告": what is to come, not what is reported on. */
static bool is_outlook(struct plumb_str behind)
{
    static const char *const words[] = {"预算草案", "工作打算", "工作计划",
                                        "工作安排", "工作思路", "计划草案"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++) {
        size_t hit = plumb_str_find(behind, plumb_str_from(words[i]));
        if (hit != PLUMB_NPOS && hit <= strlen("年度部门"))
            return true;
    }
    return false;
}

/* Years named in titles and prose. Those in 《》 belong to quoted documents, those behind 比 or 较 to
 * the year before. */
static void vote_sentence_years(struct ballot *ballot, const struct plumb_sentence *sentence,
                                int weight, bool text)
{
    static const char *const compared[] = {"比", "较", "与", "同", "自", "于", "成立于"};
    const struct plumb_extract_work *work = ballot->work;
    /* a title as a whole may stand in 《》 */
    int quoted = plumb_title_bare(sentence->template).len < sentence->template.len ? -1 : 0;
    for (size_t at = 0; at < sentence->template.len;) {
        /* 《 》 begin with E3, place-holders with EE or EF */
        unsigned char lead = (unsigned char)sentence->template.ptr[at];
        if (lead != 0xE3 && lead < 0xEE) {
            at++;
            continue;
        }
        size_t start = at;
        uint32_t cp = plumb_utf8_decode(sentence->template, &at);
        quoted += cp == 0x300A ? 1 : cp == 0x300B && quoted > 0 ? -1 : 0;
        if (cp < 0xE000 || cp > 0xF8FF || quoted > 0)
            continue;
        const struct plumb_fact *fact = plumb_template_fact(work, sentence, cp);
        if (!fact || fact->kind != PLUMB_FACT_YEAR)
            continue;
        struct plumb_str before = plumb_str_sub(sentence->template, 0, start);
        bool baseline = false;
        for (size_t i = 0; i < PLUMB_COUNT(compared); i++)
            baseline |= plumb_str_ends(before, plumb_str_from(compared[i]));
        baseline &= !plumb_str_ends(before, PLUMB_STR("关于"));
        baseline |= is_outlook(plumb_str_sub(sentence->template, at, sentence->template.len));
        int year = (int)(fact->value.v / PLUMB_DEC_ONE);
        if (!baseline)
            vote_year(ballot, year, weight);
        if (!baseline && text && year >= 1990 && year < 1990 + YEARS_MAX)
            ballot->told[year - 1990]++;
    }
}

/* ---- the pass ---- */

static void read_table(struct ballot *ballot, const struct plumb_table *table)
{
    struct plumb_extract_work *work = ballot->work;
    for (size_t r = 0; r < table->row_count; r++) {
        bool label = false;
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            struct plumb_str text = table->rows[r].cells[c].text.str;
            if (text.len == 0)
                continue;
            bool form =
                text.len <= 160 && (plumb_str_has(text, "单位") || plumb_str_has(text, "部门"));
            if (text.len > 160 || (!form && !plumb_name_is_agency(text))) {
                label = false;
                continue;
            }
            text = folded(work, text);
            struct plumb_str value = form_value(text, &label);
            if (value.len)
                vote_name(ballot, value, 6);
            else if (!label)
                vote_name(ballot, text, c > 0 ? 1 : 0);
            if (label && c + 1 < table->rows[r].cell_count) {
                vote_name(ballot, folded(work, table->rows[r].cells[c + 1].text.str), 5);
                c++;
                label = false;
            }
        }
    }
}

static bool names_a_report(struct plumb_str text)
{
    return PLUMB_HAS(text, "预算", "决算", "绩效", "自评", "报告", "支出", "收支", "总结");
}

/* "委托单位：某县财政局" on the cover of an evaluation by a third party. The office whose money it is may be told
 * better elsewhere; the towns of its tables are not it. */
static struct plumb_str client_of(struct plumb_str text)
{
    static const char *const labels[] = {"委托单位:", "委托部门:", "委托方:", "委托机构:"};
    for (size_t i = 0; i < PLUMB_COUNT(labels); i++)
        if (plumb_str_begins(text, labels[i]))
            return plumb_str_sub(text, strlen(labels[i]), text.len);
    return PLUMB_STR("");
}

static void read_block(struct ballot *ballot, const struct plumb_block *block, size_t text_index,
                       bool last)
{
    struct plumb_str text = block->text.str;
    if (text.len == 0 || text.len > 300)
        return;
    bool front = text_index < FRONT_BLOCKS, label = false;
    bool telling = front || last || block->kind == PLUMB_BLOCK_HEADING || text.len < 150 ||
                   plumb_str_has(text, "单位") || plumb_str_has(text, "部门");
    if (!telling)
        return;
    text = folded(ballot->work, text);
    struct plumb_str value = form_value(text, &label);
    if (plumb_name_plausible(plumb_name_without_tail(value))) { /* 部门(单位)整体支出… is a title */
        vote_name(ballot, value, 6);
        return;
    }
    if (front && client_of(text).len) {
        vote_name(ballot, client_of(text), 4);
        return;
    }
    bool report = names_a_report(text);
    if (block->kind == PLUMB_BLOCK_HEADING || front || (report && text.len < 150)) {
        /* the first sentence of a short report stands as far in front as its title */
        bool sentence = plumb_str_ends(text, PLUMB_STR("。"));
        vote_kind(ballot, text, front && !sentence ? 10 : 2);
        vote_title(ballot, text, report ? (front ? 10 : 4) : 2);
    }
    if (front || last) /* cover, signature, "2023年度某局" above the title's own line */
        vote_name(ballot, plumb_name_without_front(text), 5);
}

/* A name that ends in a shorter candidate takes its votes: 宁远县财政局 and 财政局. */
static int name_weight(const struct ballot *ballot, size_t i)
{
    int weight = ballot->names[i].weight;
    for (size_t k = 0; k < ballot->name_count; k++)
        if (k != i && (plumb_str_ends(ballot->names[i].name, ballot->names[k].name) ||
                       plumb_name_governs(ballot->names[i].name, ballot->names[k].name)))
            weight += ballot->names[k].weight;
    return ballot->names[i].weight > 0 ? weight : 0;
}

static struct plumb_str best_name(const struct ballot *ballot, double *share)
{
    size_t best = PLUMB_NPOS;
    int best_weight = 0, rival = 0;
    for (size_t i = 0; i < ballot->name_count; i++) {
        int weight = name_weight(ballot, i);
        if (weight > best_weight) {
            best = i;
            best_weight = weight;
        }
    }
    struct plumb_str name = best == PLUMB_NPOS ? PLUMB_STR("") : ballot->names[best].name;
    for (size_t i = 0; i < ballot->name_count; i++)
        if (!plumb_str_ends(name, ballot->names[i].name) &&
            !plumb_name_governs(name, ballot->names[i].name) && ballot->names[i].weight > rival)
            rival = ballot->names[i].weight;
    *share = share_of(best_weight, rival);
    return name;
}

static int best_year(const struct ballot *ballot, double *share)
{
    int best = 0, rival = 0;
    for (int i = 0; i < YEARS_MAX; i++)
        if (ballot->year_weight[i] > 0 &&
            (best == 0 || ballot->year_weight[i] >= ballot->year_weight[best - 1990]))
            best = 1990 + i;
    for (int i = 0; i < YEARS_MAX; i++)
        if (i + 1990 != best && ballot->year_weight[i] > rival)
            rival = ballot->year_weight[i];
    *share = best ? share_of(ballot->year_weight[best - 1990], rival) : 0;
    return best;
}

static enum plumb_document_kind best_kind(const struct ballot *ballot, double *share)
{
    enum plumb_document_kind best = PLUMB_KIND_OTHER;
    int rival = 0;
    for (int k = PLUMB_KIND_ACCOUNTS; k <= PLUMB_KIND_EXECUTION; k++)
        if (ballot->kind_weight[k] > ballot->kind_weight[best])
            best = (enum plumb_document_kind)k;
    for (int k = PLUMB_KIND_ACCOUNTS; k <= PLUMB_KIND_EXECUTION; k++)
        if (k != (int)best && ballot->kind_weight[k] > rival)
            rival = ballot->kind_weight[k];
    *share = share_of(ballot->kind_weight[best], rival);
    return best;
}

static void read_years(struct ballot *ballot, const size_t *text_index)
{
    struct plumb_extract_work *work = ballot->work;
    double share = 0;
    bool titled = false;
    for (size_t s = 0; s < work->sentence_count; s++) {
        const struct plumb_sentence *sentence = &work->sentences[s];
        if (sentence->fact_count == 0)
            continue;
        const struct plumb_block *block = &work->document->blocks[sentence->block];
        bool table = block->kind == PLUMB_BLOCK_TABLE;
        bool title = !table && text_index[sentence->block] < FRONT_BLOCKS &&
                     sentence->text.len < 200 && names_a_report(sentence->template);
        bool heading = !table && sentence->text.len < 150 &&
                       (block->kind == PLUMB_BLOCK_HEADING || names_a_report(sentence->template));
        vote_sentence_years(ballot, sentence,
                            title && !titled ? 40
                            : title          ? 10
                            : heading        ? 3
                                             : 1,
                            !table && (!title || titled));
        if (title && !titled && best_year(ballot, &share) != 0) {
            titled = true;
            work->identity.title = sentence->text;
            work->identity.title_line = block->line;
            work->identity.title_year = best_year(ballot, &share);
        }
    }
    for (int i = 0; i < YEARS_MAX; i++)
        if (ballot->told[i] > (int)work->identity.text_told) {
            work->identity.text_told = (size_t)ballot->told[i];
            work->identity.text_year = 1990 + i;
        }
    if (titled)
        work->identity.own_told = (size_t)ballot->told[work->identity.title_year - 1990];
}

/* ---- the file's name ---- */

/* "2024年8月公开", "2024.9.20": a day in a file's name is when it was published. */
static bool is_date(struct plumb_str behind)
{
    size_t digits = 0, at = 0;
    if (plumb_str_starts(behind, PLUMB_STR("年")))
        at = strlen("年");
    else if (behind.len && strchr(".-_", behind.ptr[0]))
        at = 1;
    while (at && at + digits < behind.len && behind.ptr[at + digits] >= '0' &&
           behind.ptr[at + digits] <= '9')
        digits++;
    struct plumb_str rest = plumb_str_sub(behind, at + digits, behind.len);
    bool day = digits >= 1 && digits <= 2;
    return day && (at > 1 ? plumb_str_starts(rest, PLUMB_STR("月"))
                          : rest.len && strchr(".-_", rest.ptr[0]));
}

/* A file is often named after its report; what the report says itself counts more. */
static void read_file_name(struct ballot *ballot)
{
    struct plumb_str name = folded(ballot->work, plumb_str_from(ballot->work->document->name));
    size_t dot = plumb_str_rfind(name, PLUMB_STR("."));
    name.len = dot == PLUMB_NPOS ? name.len : dot;
    struct ballot own = {.work = ballot->work};
    vote_title(&own, name, 2);
    if (own.name_count) {
        ballot->work->identity.file_agency = own.names[0].name;
        vote_name(ballot, own.names[0].name, 2);
    }
    int years = 0, year = 0;
    vote_kind(ballot, name, 2);
    for (size_t i = 0; i + 4 <= name.len; i++) {
        size_t run = 0;
        while (i + run < name.len && name.ptr[i + run] >= '0' && name.ptr[i + run] <= '9')
            run++;
        if (run == 4 && name.ptr[i] == '2' && name.ptr[i + 1] == '0' &&
            !is_date(plumb_str_sub(name, i + run, name.len))) {
            year = 2000 + (name.ptr[i + 2] - '0') * 10 + (name.ptr[i + 3] - '0');
            vote_year(ballot, year, 1);
            years++;
        }
        i += run;
    }
    ballot->work->identity.file_year = years == 1 ? year : 0;
}

/* ---- the department and its units ---- */

/* The title or cover says 本级 or 单位决算: the report is not on the department with its units. */
static bool is_unit_only(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    size_t texts = 0;
    for (size_t b = 0; b < document->block_count && texts < 4; b++) {
        if (document->blocks[b].kind == PLUMB_BLOCK_TABLE || !document->blocks[b].text.str.len)
            continue;
        struct plumb_str text = document->blocks[b].text.str;
        texts++;
        if (text.len < 200 && plumb_str_has(text, "算") &&
            (plumb_str_has(text, "本级") || plumb_str_has(text, "单位决算") ||
             plumb_str_has(text, "单位预算")))
            return true;
    }
    return false;
}

static void add_unit(struct plumb_extract_work *work, struct plumb_str text)
{
    text = plumb_str_trim(folded(work, text));
    while (text.len && ((text.ptr[0] >= '0' && text.ptr[0] <= '9') || text.ptr[0] == '.' ||
                        plumb_str_starts(text, PLUMB_STR("、"))))
        text = plumb_str_sub(text, plumb_str_starts(text, PLUMB_STR("、")) ? 3 : 1, text.len);
    static const char *const ends[] = {"。", ";", ",", "(本部)", "(部门)"};
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++)
        if (plumb_str_ends(text, plumb_str_from(ends[i]))) {
            text.len -= strlen(ends[i]);
            if (i == 3)
                text = plumb_str_from(
                    plumb_arena_printf(work->arena, "%.*s(本级)", PLUMB_STR_ARG(text)));
        }
    if (plumb_name_plausible(plumb_name_without_tail(text)))
        *PLUMB_PUSH(work->arena, work->units, work->unit_count, work->unit_capacity) = text;
}

static bool lists_units(struct plumb_str text)
{
    static const char *const words[] = {"单位构成", "机构设置", "编制范围", "预算单位",
                                        "决算单位", "具体包括", "单位包括"};
    return text.len < 600 && plumb_has_any(text, words, PLUMB_COUNT(words));
}

/* "纳入…编制范围的单位包括：" and the table or list behind it. */
static void read_units(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    bool open = false;
    size_t behind = 0;
    for (size_t b = 0; b < document->block_count && work->unit_count < 200; b++) {
        const struct plumb_block *block = &document->blocks[b];
        struct plumb_str text = block->text.str;
        if (block->kind != PLUMB_BLOCK_TABLE && lists_units(text)) {
            open = true;
            behind = 0;
            continue;
        }
        if (!open || ++behind > 60)
            continue;
        if (block->kind == PLUMB_BLOCK_TABLE) {
            for (size_t r = 0; r < block->table.row_count; r++)
                for (size_t c = 0; c < block->table.rows[r].cell_count; c++)
                    add_unit(work, block->table.rows[r].cells[c].text.str);
            open = false;
        } else if (block->kind == PLUMB_BLOCK_PARAGRAPH && text.len < 150) {
            add_unit(work, text);
        } else if (block->kind == PLUMB_BLOCK_HEADING && work->unit_count > 0) {
            size_t before = work->unit_count;
            add_unit(work, text);
            open = work->unit_count > before;
        }
    }
}

void plumb_pass_document(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    struct ballot ballot = {.work = work};
    size_t *text_index =
        plumb_arena_array(work->arena, document->block_count + 1, sizeof *text_index);
    size_t texts = 0, tail = document->block_count > 6 ? document->block_count - 6 : 0;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        text_index[b] = texts;
        if (block->kind == PLUMB_BLOCK_TABLE) {
            read_table(&ballot, &block->table);
            if (block->table.title.str.len > 0 && block->table.title.str.len < 200) {
                struct plumb_str title = folded(work, block->table.title.str);
                vote_kind(&ballot, title, 2);
                vote_title(&ballot, title, 2);
            }
        } else {
            read_block(&ballot, block, texts, b >= tail);
            texts++;
        }
    }
    read_years(&ballot, text_index);
    read_file_name(&ballot);
    work->agency = best_name(&ballot, &work->identity.agency);
    work->year = best_year(&ballot, &work->identity.year);
    work->kind = best_kind(&ballot, &work->identity.kind);
    work->unit_only = is_unit_only(work);
    if (work->kind == PLUMB_KIND_ACCOUNTS || work->kind == PLUMB_KIND_BUDGET)
        read_units(work);
}
