/* Text of another agency: its bureau under another county's name, another bureau of the county as the subject of a
 * sentence about its own administration, its form among the annexes. Partners and superiors are named lawfully, so
 * sentences that tell of working with others are left alone. DOMAIN §4 (report.text). */
#include "extract/relate_text/relate_report.h"

#include <string.h>

struct own_name {
    struct plumb_str place, tail; /* "靖州县", "水利局" */
};

/* Splits the agency's name behind its county, city or district. */
static bool split_name(struct plumb_str agency, struct own_name *own)
{
    static const char *const ends[] = {"县", "市", "区", "旗", "州"};
    size_t cut = PLUMB_NPOS;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++) {
        size_t at = plumb_str_find(agency, plumb_str_from(ends[i]));
        if (at != PLUMB_NPOS && at >= 6 && (cut == PLUMB_NPOS || at > cut) && at <= 18)
            cut = at;
    }
    if (cut == PLUMB_NPOS)
        return false;
    own->place = plumb_str_sub(agency, 0, cut + 3);
    own->tail = plumb_str_sub(agency, cut + 3, agency.len);
    return plumb_utf8_count(own->tail) >= 3 && PLUMB_ENDS(own->tail, "局", "委员会", "中心", "联",
                                                          "院", "馆", "办公室", "会", "社", "校");
}

static bool tells_of_others(struct plumb_str sentence)
{
    return PLUMB_HAS(sentence, "与", "和", "联合", "协作", "合作", "协同", "会同", "配合", "移交",
                     "移送", "学习", "考察", "调研", "交流", "赴", "到", "来", "帮扶", "对口",
                     "邀请", "原", "划转", "抽调", "借调", "向", "由", "经", "根据", "按照", "《",
                     "转发", "印发", "报", "同", "对", "委托", "等", "被", "、");
}

static void push(struct plumb_extract_work *work, const struct plumb_passage *passage, size_t from,
                 size_t to, double confidence)
{
    plumb_report_range(work, passage, from, to, "report.text", confidence,
                       plumb_arena_printf(work->arena,
                                          "the sentence is about another agency than %.*s: perhaps "
                                          "text of another report",
                                          PLUMB_STR_ARG(work->agency)),
                       plumb_arena_printf(work->arena,
                                          "文字主语不是本单位（%.*s），疑为其他单位文本残留",
                                          PLUMB_STR_ARG(work->agency)));
}

/* "推进县…", "按照市…", "第四条县…": no name of a place. */
static bool is_verb_in_front(struct plumb_str front)
{
    return PLUMB_HAS(front, "第", "条", "推进", "加强", "支持", "全力", "做好", "完善", "落实",
                     "建设", "服务", "按照", "指导", "配合") ||
           PLUMB_HAS(front, "组织", "协助", "负责", "通过", "依托", "成立", "召开", "参加", "报送",
                     "提交", "上报", "督促", "带领", "深化", "强化") ||
           PLUMB_HAS(front, "提升", "促进", "加快", "是", "为", "在", "由", "经", "据", "及", "等",
                     "年", "月");
}

/* Bytes of the place name ("芷江县") that ends where the tail begins; 0 when it is none, or the own one. */
static size_t other_place(struct plumb_str clause, size_t tail, const struct own_name *own)
{
    struct plumb_str front = plumb_str_sub(clause, 0, tail);
    if (!PLUMB_ENDS(front, "县", "市", "区", "旗") || plumb_str_ends(front, own->place))
        return 0;
    /* the place is all that stands in front in its clause: two to six characters */
    size_t chars = plumb_utf8_count(front);
    if (chars < 3 || chars > 7 || is_verb_in_front(front) ||
        PLUMB_HAS(front, "全", "各", "本", "该", "我", "某", "原", "\xEE\x80\x80"))
        return 0;
    /* "县水利局" is short for the own one, "怀化市水利局" above a county's stands above it */
    bool above = PLUMB_ENDS(front, "市") && !PLUMB_ENDS(own->place, "市");
    return above ? 0 : front.len;
}

static void own_bureau_elsewhere(struct plumb_extract_work *work,
                                 const struct plumb_passage *passage, const struct own_name *own)
{
    for (size_t at = 0; at < passage->text.len;) {
        struct plumb_str rest = plumb_str_sub(passage->text, at, passage->text.len);
        size_t hit = plumb_str_find(rest, own->tail);
        if (hit == PLUMB_NPOS)
            return;
        size_t tail = at + hit, start = plumb_clause_start(passage->text, tail);
        struct plumb_str clause = plumb_str_sub(passage->text, start, passage->text.len);
        size_t stop = plumb_str_find(clause, PLUMB_STR("。"));
        clause = stop == PLUMB_NPOS ? clause : plumb_str_sub(clause, 0, stop);
        size_t place = other_place(clause, tail - start, own);
        if (place && !tells_of_others(plumb_str_sub(clause, place + own->tail.len, clause.len))) {
            push(work, passage, start, start + place + own->tail.len, 0.55);
            return;
        }
        at = tail + own->tail.len;
    }
}

/* "…县林业局严格执行财务管理制度，本局…": another bureau as the subject of its own administration. */
static void other_bureau_here(struct plumb_extract_work *work, const struct plumb_passage *passage,
                              const struct own_name *own)
{
    if (!plumb_str_starts(passage->text, own->place))
        return;
    struct plumb_str rest = plumb_str_sub(passage->text, own->place.len, own->place.len + 45);
    size_t end = plumb_str_find(rest, PLUMB_STR("局"));
    if (end == PLUMB_NPOS || end > 30 || end < 6)
        return;
    struct plumb_str name = plumb_str_sub(rest, 0, end + 3);
    struct plumb_str behind = plumb_str_sub(rest, end + 3, rest.len);
    bool own_matter =
        PLUMB_HAS(plumb_str_sub(behind, 0, 24), "严格执行", "内设", "核定编制", "编制人数",
                  "建立健全", "制定了", "本部门", "本局", "年初预算", "认真贯彻");
    if (plumb_str_has(name, ",") || plumb_name_likeness(name, own->tail) >= 0.5 || !own_matter ||
        PLUMB_HAS(own->tail, "财政", "政府", "统计"))
        return;
    push(work, passage, 0, own->place.len + name.len, 0.45);
}

/* "附件：芷江县教育局2023年度…自评表": the form of another place among the annexes. */
static void foreign_annex(struct plumb_extract_work *work, const struct plumb_passage *passage,
                          const struct own_name *own)
{
    struct plumb_str text = passage->text;
    size_t chars = plumb_utf8_count(text);
    if (passage->is_cell || chars > 48 || chars < 12 ||
        plumb_str_find(text, own->place) != PLUMB_NPOS ||
        !PLUMB_HAS(text, "整体支出", "项目支出", "部门决算", "部门预算") ||
        !PLUMB_ENDS(text, "表", "报告", "决算", "预算"))
        return;
    size_t colon = plumb_str_find(text, PLUMB_STR(":"));
    struct plumb_str name = colon == PLUMB_NPOS ? text : plumb_str_sub(text, colon + 1, text.len);
    size_t year = plumb_str_find(name, PLUMB_STR("\xEE\x80\x80"));
    if (year == PLUMB_NPOS || year == 0)
        return;
    name = plumb_str_sub(name, 0, year);
    struct own_name other;
    if (split_name(name, &other) && !plumb_str_ends(own->place, other.place) &&
        !plumb_str_ends(other.place, own->place) && !plumb_str_ends(other.place, PLUMB_STR("市")))
        push(work, passage, 0, text.len, 0.5);
}

void plumb_relate_foreign(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    struct own_name own;
    /* who reports on others names them on every page */
    if (!split_name(work->agency, &own) || work->unit_count > 0 ||
        PLUMB_HAS(own.tail, "财政", "审计", "政府"))
        return;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (!passage->is_cell && plumb_str_find(passage->text, own.tail) != PLUMB_NPOS)
            own_bureau_elsewhere(work, passage, &own);
        if (!passage->is_cell)
            other_bureau_here(work, passage, &own);
        foreign_annex(work, passage, &own);
    }
}
