/* Units printed behind numbers, in heads and captions: one table, longest match. DOMAIN §1.3. */
#include "extract/number/quantity.h"

#include <string.h>

#define YUAN PLUMB_UNIT_YUAN
#define PERSON PLUMB_UNIT_PERSON
#define TIMES PLUMB_UNIT_PERSON_TIMES
#define COUNT PLUMB_UNIT_COUNT
#define FRACTION PLUMB_UNIT_FRACTION
#define POINTS PLUMB_UNIT_POINTS
#define TIME PLUMB_UNIT_TIME
#define AREA PLUMB_UNIT_AREA
#define LENGTH PLUMB_UNIT_LENGTH
#define OTHER PLUMB_UNIT_OTHER

struct entry {
    const uint32_t *word;
    const char *text; /* canonical */
    enum plumb_unit unit;
    int64_t mantissa; /* scale = mantissa * 10^exponent */
    int exponent;
    const uint32_t *veto; /* characters that make it the start of another word */
};

#define ROW(word, unit, veto)                                                                      \
    {                                                                                              \
        U##word, word, unit, 1, 0, veto                                                            \
    }
#define SCALED(word, unit, exponent, veto)                                                         \
    {                                                                                              \
        U##word, word, unit, 1, exponent, veto                                                     \
    }
#define AS(word, canonical, unit, exponent, veto)                                                  \
    {                                                                                              \
        U##word, canonical, unit, 1, exponent, veto                                                \
    }

/* A veto lists what follows in ordinary words: 5分|钟, 3家|庭, 8处|理. It may only cost a unit, never
 * a value, so it is kept to words that occur in reports. */
static const struct entry entries[] = {
    ROW("元", YUAN, U"旦件素"),
    AS("圆", "元", YUAN, 0, U"满形圈"),
    AS("兀", "元", YUAN, 0, U""), /* OCR */
    AS("人民币元", "元", YUAN, 0, U""),
    AS("元整", "元", YUAN, 0, U"理改"),
    AS("圆整", "元", YUAN, 0, U""),
    ROW("美元", OTHER, U""),
    ROW("欧元", OTHER, U""),
    ROW("港元", OTHER, U""),
    ROW("日元", OTHER, U""),
    ROW("英镑", OTHER, U""),
    SCALED("%", FRACTION, -2, U""),
    SCALED("‰", FRACTION, -3, U""),
    SCALED("个百分点", POINTS, -2, U""),
    SCALED("百分点", POINTS, -2, U""),
    ROW("倍", PLUMB_UNIT_MULTIPLE, U"增"),
    SCALED("成", FRACTION, -1, U"立功为员都本绩果效分人年长交渝品套片熟就像了"),
    SCALED("折", FRACTION, -1, U"旧合算扣叠价腾"),
    ROW("分", PLUMB_UNIT_SCORE, U"钟之别担摊公类期批布析配解级管局支院校店厂工享散歧值数项段包"),
    ROW("分钟", TIME, U""),
    ROW("人口", PERSON, U""),
    ROW("人", PERSON, U"员民才口力物数群身"),
    ROW("名", PERSON, U"单义称"),
    ROW("位", PERSON, U"于置"),
    ROW("人次", TIMES, U"均"),
    ROW("人/次", TIMES, U""),
    ROW("人份", COUNT, U""),
    ROW("人天", OTHER, U""),
    ROW("人·次", TIMES, U""),
    AS("例次", "例次", COUNT, 0, U""),
    ROW("人月", OTHER, U""),
    /* counts */
    ROW("个", COUNT, U""),
    ROW("家", COUNT, U"庭"),
    ROW("户", COUNT, U"籍"),
    ROW("次", COUNT, U"性"),
    ROW("批次", COUNT, U""),
    ROW("剂次", COUNT, U""),
    ROW("剂", COUNT, U"量型"),
    ROW("份次", COUNT, U""),
    ROW("条次", COUNT, U""),
    ROW("项次", COUNT, U""),
    ROW("头次", COUNT, U""),
    ROW("村次", COUNT, U""),
    ROW("所次", COUNT, U""),
    ROW("尊", COUNT, U"重敬"),
    ROW("家次", COUNT, U""),
    ROW("户次", COUNT, U""),
    ROW("台次", COUNT, U""),
    ROW("车次", COUNT, U""),
    ROW("班次", COUNT, U""),
    ROW("场次", COUNT, U""),
    ROW("轮次", COUNT, U""),
    ROW("件次", COUNT, U""),
    ROW("辆次", COUNT, U""),
    ROW("册次", COUNT, U""),
    ROW("辆", COUNT, U""),
    ROW("台", COUNT, U"账州湾风"),
    ROW("台(套)", COUNT, U""),
    ROW("台套", COUNT, U""),
    ROW("套", COUNT, U"取"),
    ROW("项", COUNT, U""),
    ROW("项目", COUNT, U"标"),
    ROW("件", COUNT, U""),
    ROW("例", COUNT, U"如"),
    ROW("起", COUNT, U"伏草点付诉到"),
    ROW("份", COUNT, U"额"),
    ROW("条", COUNT, U"件例"),
    ROW("场", COUNT, U"所地馆景"),
    ROW("期", COUNT, U"间末初限望货"),
    ROW("处", COUNT, U"理罚置于分"),
    ROW("座", COUNT, U"谈"),
    ROW("间", COUNT, U"接"),
    ROW("篇", COUNT, U""),
    ROW("幅", COUNT, U"度"),
    ROW("册", COUNT, U""),
    ROW("株", COUNT, U""),
    ROW("头", COUNT, U""),
    ROW("只", COUNT, U"有要能"),
    ROW("匹", COUNT, U"配"),
    ROW("羽", COUNT, U""),
    ROW("尾", COUNT, U"款"),
    ROW("棵", COUNT, U""),
    ROW("颗", COUNT, U""),
    ROW("根", COUNT, U"据"),
    ROW("张", COUNT, U""),
    ROW("枚", COUNT, U""),
    ROW("把", COUNT, U""),
    ROW("面", COUNT, U"积向临"),
    ROW("支", COUNT, U"付出持部行援撑委书路农教医气局柱架票队"),
    AS("支队伍", "支", COUNT, 0, U""),
    ROW("本", COUNT,
        U"计年部单市县区项级次期报局院省乡镇村科着人职表中地站所季月周日文办法条制规实方质届案公处"
        U"土身来组"),
    ROW("块", COUNT, U""),
    ROW("栋", COUNT, U""),
    ROW("幢", COUNT, U""),
    ROW("层", COUNT, U"面级"),
    ROW("道", COUNT, U"路德"),
    ROW("口", COUNT, U"径"),
    ROW("扇", COUNT, U""),
    ROW("门", COUNT, U"诊店户前"),
    ROW("堂", COUNT, U""),
    ROW("节", COUNT, U"约能点日目"),
    ROW("班", COUNT, U"子"),
    ROW("组", COUNT, U"织成"),
    ROW("队", COUNT, U"伍员"),
    ROW("批", COUNT, U"复准示"),
    ROW("轮", COUNT, U"岗训"),
    ROW("遍", COUNT, U"布及"),
    ROW("趟", COUNT, U""),
    ROW("袋", COUNT, U""),
    ROW("箱", COUNT, U""),
    ROW("瓶", COUNT, U""),
    ROW("盒", COUNT, U""),
    ROW("包", COUNT, U"括含"),
    ROW("桶", COUNT, U""),
    ROW("罐", COUNT, U""),
    ROW("顶", COUNT, U"岗层"),
    ROW("顿", COUNT, U""),
    ROW("部", COUNT, U"分门署位队长级"),
    ROW("部门", COUNT, U""),
    ROW("部分", COUNT, U""),
    ROW("架", COUNT, U"构设"),
    ROW("艘", COUNT, U""),
    ROW("列", COUNT, U"入出支为举"),
    ROW("宗", COUNT, U"旨教"),
    ROW("笔", COUNT, U"记录试者"),
    ROW("单", COUNT, U"位个独"),
    ROW("票", COUNT, U""),
    ROW("款", COUNT, U"项"),
    ROW("类", COUNT, U"别似"),
    ROW("种", COUNT, U"植子族"),
    ROW("样", COUNT, U""),
    ROW("环节", COUNT, U""),
    ROW("阶段", COUNT, U""),
    ROW("方面", COUNT, U""),
    ROW("步", COUNT, U"骤"),
    ROW("站", COUNT, U""),
    ROW("点", COUNT, U"击"),
    ROW("点位", COUNT, U""),
    ROW("片", COUNT, U"区"),
    ROW("段", COUNT, U""),
    ROW("床", COUNT, U""),
    ROW("席", COUNT, U"位"),
    ROW("村", COUNT, U"级民委"),
    ROW("社区", COUNT, U""),
    ROW("镇", COUNT, U""),
    ROW("乡镇", COUNT, U""),
    ROW("街道", COUNT, U""),
    ROW("县", COUNT, U"级域"),
    ROW("单位", COUNT, U""),
    ROW("企业", COUNT, U""),
    ROW("学校", COUNT, U""),
    ROW("所", COUNT, U"属在需"),
    ROW("校", COUNT, U""),
    ROW("院", COUNT, U"长"),
    ROW("店", COUNT, U""),
    ROW("盏", COUNT, U""),
    ROW("杆", COUNT, U""),
    ROW("朵", COUNT, U""),
    ROW("盆", COUNT, U""),
    ROW("具", COUNT, U"体有备"),
    ROW("副", COUNT, U"局主书县市区厅处科职"),
    ROW("双", COUNT, U"随向"),
    ROW("对", COUNT, U"象于口接比外应"),
    ROW("重", COUNT, U"点大要新视复"),
    ROW("大", COUNT, U"于额病型中小量力幅会队学家厅豆户棚"),
    ROW("封", COUNT, U"闭顶"),
    ROW("桌", COUNT, U""),
    ROW("餐", COUNT, U"饮厅费"),
    ROW("集", COUNT, U"中体团合资"),
    ROW("卷", COUNT, U"宗"),
    ROW("首", COUNT, U"次批个先府"),
    ROW("眼", COUNT, U"科"),
    ROW("孔", COUNT, U""),
    ROW("通", COUNT, U"过道知报行讯车水信用"),
    ROW("题", COUNT, U"目为"),
    ROW("棚", COUNT, U"户改"),
    ROW("池", COUNT, U""),
    ROW("桩", COUNT, U""),
    ROW("课时", COUNT, U""),
    ROW("学时", COUNT, U""),
    ROW("节课", COUNT, U""),
    ROW("字", OTHER, U"样"),
    ROW("级", PLUMB_UNIT_NONE, U""), /* 3级, 2.0版: no quantity, see number_context.c */
    ROW("版", PLUMB_UNIT_NONE, U"权面块"),
    /* time */
    ROW("年", TIME, U"度末底初终来间前限均级"),
    ROW("个年度", TIME, U""),
    ROW("个月", TIME, U""),
    ROW("个季度", TIME, U""),
    ROW("个工作日", TIME, U""),
    ROW("工作日", TIME, U""),
    ROW("个自然日", TIME, U""),
    ROW("自然日", TIME, U""),
    ROW("个小时", TIME, U""),
    ROW("小时", TIME, U""),
    ROW("天", TIME, U"然津气数府网"),
    ROW("日", TIME, U"常均益报期前"),
    ROW("个星期", TIME, U""),
    ROW("周", TIME, U"边期年转末一二三四五六岁"),
    ROW("周岁", TIME, U""),
    ROW("岁", TIME, U""),
    ROW("秒", TIME, U""),
    ROW("个学期", TIME, U""),
    ROW("学期", TIME, U""),
    /* measures */
    ROW("平方米", AREA, U""),
    ROW("平方", AREA, U"公千英厘"),
    ROW("平米", AREA, U""),
    ROW("㎡", AREA, U""),
    ROW("m2", AREA, U""),
    ROW("m²", AREA, U""),
    ROW("M2", AREA, U""),
    SCALED("平方公里", AREA, 6, U""),
    SCALED("平方千米", AREA, 6, U""),
    SCALED("km2", AREA, 6, U""),
    SCALED("km²", AREA, 6, U""),
    SCALED("公顷", AREA, 4, U""),
    SCALED("hm2", AREA, 4, U""),
    /* hm² whose exponent was lost: nobody measures in hectometres */
    SCALED("hm", AREA, 4, U"m"),
    {U"亩", "亩", AREA, 666666666667, -9, U""}, /* 10000/15 square metres */
    {U"亩次", "亩次", AREA, 666666666667, -9, U""},
    ROW("米", LENGTH, U"粉饭"),
    ROW("延米", LENGTH, U""),
    ROW("m", LENGTH, U"mM"),
    SCALED("公里", LENGTH, 3, U""),
    SCALED("千米", LENGTH, 3, U""),
    SCALED("km", LENGTH, 3, U""),
    SCALED("KM", LENGTH, 3, U""),
    SCALED("厘米", LENGTH, -2, U""),
    SCALED("毫米", LENGTH, -3, U""),
    {U"里", "里", LENGTH, 500, 0, U"面程"},
    ROW("吨", OTHER, U"位"),
    ROW("公斤", OTHER, U""),
    ROW("千克", OTHER, U""),
    ROW("克", OTHER, U"服强扣难"),
    ROW("斤", OTHER, U""),
    ROW("担", OTHER, U"任负心当保"),
    ROW("升", OTHER, U"级至高学幅值为格旗到"),
    ROW("毫升", OTHER, U""),
    ROW("立方米", OTHER, U""),
    ROW("立方", OTHER, U""),
    ROW("m3", OTHER, U""),
    ROW("m³", OTHER, U""),
    ROW("方", OTHER, U"面式案向便法针可"),
    ROW("千瓦时", OTHER, U""),
    ROW("千瓦", OTHER, U""),
    ROW("兆瓦", OTHER, U""),
    ROW("kWh", OTHER, U""),
    ROW("kwh", OTHER, U""),
    ROW("kW", OTHER, U""),
    ROW("MW", OTHER, U""),
    ROW("度", OTHER, U"假过"),
    ROW("伏", OTHER, U""),
    ROW("千伏", OTHER, U""),
    ROW("卡", OTHER, U""),
    ROW("毫克", OTHER, U""),
    ROW("微克", OTHER, U""),
    ROW("分贝", OTHER, U""),
    ROW("兆", OTHER, U""),
    ROW("GB", OTHER, U""),
    ROW("TB", OTHER, U""),
    ROW("MB", OTHER, U""),
    ROW("℃", OTHER, U""),
};

/* What may stand behind 元/ (or 每) in a rate. */
static const uint32_t *const per_words[] = {
    U"人次", U"人月", U"人天", U"人年", U"人日", U"人", U"月",     U"年",     U"天",   U"日",
    U"户",   U"亩",   U"次",   U"床日", U"床",   U"生", U"吨",     U"平方米", U"平米", U"㎡",
    U"m2",   U"公里", U"公斤", U"斤",   U"件",   U"个", U"台",     U"套",     U"学期", U"学年",
    U"课时", U"学时", U"节",   U"小时", U"辆",   U"份", U"股",     U"头",     U"株",   U"只",
    U"米",   U"家",   U"村",   U"季度", U"季",   U"度", U"立方米", U"方",     U"张",   U"本",
    U"场",   U"篇",   U"名",   U"班",   U"例",   U"队", U"点",     U"座",     U"升",   U"千瓦时",
    U"期",   U"处",   U"间",   U"床位", U"车",   U"项", U"批",     U"所",     U"块",   U"站",
    U"校",   U"岁",   U"周",   U"分",
};

bool plumb_unit_exact(enum plumb_unit unit)
{
    return unit == PERSON || unit == TIMES || unit == COUNT || unit == PLUMB_UNIT_SCORE ||
           unit == TIME || unit == PLUMB_UNIT_YEAR || unit == PLUMB_UNIT_DATE;
}

/* By the last twelve bits of the first character: nearly all characters behind numbers begin no unit. */
#define LEADS 4096u

struct plumb_unit_index {
    uint16_t first[LEADS];               /* entry + 1; 0 none */
    uint16_t next[PLUMB_COUNT(entries)]; /* the next entry whose word may begin with the same one */
};

const struct plumb_unit_index *plumb_unit_index(struct plumb_arena *arena)
{
    struct plumb_unit_index *index = plumb_arena_alloc(arena, sizeof *index);
    for (size_t e = PLUMB_COUNT(entries); e-- > 0;) {
        uint32_t lead = entries[e].word[0] % LEADS;
        index->next[e] = index->first[lead];
        index->first[lead] = (uint16_t)(e + 1);
    }
    return index;
}

/* Number (from 1) of the entry to look at behind entry e, 0 when there is none; e = 0 begins. */
static size_t entry_after(const struct plumb_unit_index *index, uint32_t first, size_t e)
{
    if (index)
        return e ? index->next[e - 1] : index->first[first % LEADS];
    return e < PLUMB_COUNT(entries) ? e + 1 : 0;
}

static const struct entry *find_entry(const struct plumb_runes *runes, size_t i, size_t *to)
{
    const struct entry *best = NULL;
    uint32_t first = plumb_rune(runes, i);
    for (size_t e = 0; (e = entry_after(runes->units, first, e)) > 0;) {
        const struct entry *entry = &entries[e - 1];
        if (entry->word[0] != first)
            continue;
        size_t end = plumb_runes_match(runes, i, entry->word);
        if (end == PLUMB_NPOS || (best && end <= *to))
            continue;
        bool glued = plumb_rune(runes, end) && runes->gap[end] < PLUMB_GAP_WIDE;
        if (glued && plumb_rune_in(runes->cp[end], entry->veto))
            continue;
        /* Latin units end where the word ends: 5m but not 5mg. */
        if (plumb_rune_letter(first) && plumb_rune_letter(plumb_rune(runes, end)))
            continue;
        best = entry;
        *to = end;
    }
    return best;
}

/* 十 百 千 万 亿 as a power of ten, -1 for another character. */
static int magnitude_of(uint32_t cp)
{
    switch (cp) {
    case U'十':
        return 1;
    case U'百':
        return 2;
    case U'千':
        return 3;
    case U'万':
        return 4;
    case U'亿':
        return 8;
    default:
        return -1;
    }
}

size_t plumb_magnitude_match(const struct plumb_runes *runes, size_t i, int *exponent)
{
    *exponent = 0;
    while (magnitude_of(plumb_rune(runes, i)) > 0) {
        size_t to = 0;
        uint32_t next = plumb_rune(runes, i + 1);
        if (find_entry(runes, i, &to) || next == U'分')
            break;
        *exponent += magnitude_of(runes->cp[i]);
        i++;
    }
    return i;
}

/* 余 or 多 behind a number; 多 also begins words (多层次), so a unit must follow: the caller checks. */
static size_t match_band(const struct plumb_runes *runes, size_t i)
{
    uint32_t cp = plumb_rune(runes, i);
    return cp == U'余' || cp == U'多' ? i + 1 : i;
}

/* "/人", "/年·人", "每人每月" behind a unit. */
static size_t match_per(const struct plumb_runes *runes, size_t i)
{
    size_t to = i;
    for (int parts = 0; parts < 3; parts++) {
        uint32_t cp = plumb_rune(runes, to);
        bool link =
            cp == '/' || cp == U'每' || (parts > 0 && (cp == U'·' || cp == U'•' || cp == '.'));
        if (!link || runes->gap[to] >= PLUMB_GAP_WIDE)
            break;
        size_t best = to + 1;
        for (size_t w = 0; w < PLUMB_COUNT(per_words); w++) {
            size_t end = plumb_runes_match(runes, to + 1, per_words[w]);
            if (end != PLUMB_NPOS && end > best)
                best = end;
        }
        if (best == to + 1)
            break;
        to = best;
    }
    return to;
}

static const char *magnitude_text(int exponent)
{
    switch (exponent) {
    case 1:
        return "十";
    case 2:
        return "百";
    case 3:
        return "千";
    case 4:
        return "万";
    case 5:
        return "十万";
    case 6:
        return "百万";
    case 7:
        return "千万";
    case 8:
        return "亿";
    case 12:
        return "万亿";
    default:
        return "";
    }
}

/* Canonical text of magnitude, unit and rate part; the frequent ones need no memory. */
static struct plumb_str canonical_text(struct plumb_arena *arena, const struct plumb_runes *runes,
                                       int exponent, const struct entry *entry, size_t from,
                                       size_t to)
{
    if (from == to && exponent == 0)
        return plumb_str_from(entry->text);
    if (from == to && entry->unit == YUAN && exponent == 4)
        return PLUMB_STR("万元");
    if (from == to && entry->unit == YUAN && exponent == 8)
        return PLUMB_STR("亿元");
    char bytes[4], text[64];
    size_t len = 0;
    for (size_t i = from; i < to && len + 4 < sizeof text; i++) {
        size_t n = plumb_utf8_encode(runes->cp[i], bytes);
        memcpy(text + len, bytes, n);
        len += n;
    }
    text[len] = '\0';
    return plumb_str_from(
        plumb_arena_printf(arena, "%s%s%s", magnitude_text(exponent), entry->text, text));
}

static plumb_dec scale_of(const struct entry *entry, int exponent)
{
    plumb_dec scale = plumb_dec_int(1);
    int64_t mantissa = entry ? entry->mantissa : 1;
    int power = exponent + (entry ? entry->exponent : 0);
    if (plumb_dec_scaled(mantissa, power, &scale, NULL) != PLUMB_OK)
        return plumb_dec_int(1);
    return scale;
}

plumb_dec plumb_scale_up(plumb_dec printed, plumb_dec scale)
{
    plumb_dec three = plumb_dec_int(3), one = plumb_dec_int(1);
    plumb_dec thrice = plumb_dec_mul(scale, three, PLUMB_ROUND_NEAREST);
    if (thrice.v / PLUMB_DEC_ONE >= INT64_MAX) /* units piled on units */
        return plumb_dec_muldiv(printed, scale, one, PLUMB_ROUND_NEAREST);
    plumb_dec whole = plumb_dec_int((int64_t)((thrice.v + PLUMB_DEC_ONE / 2) / PLUMB_DEC_ONE));
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(thrice, whole));
    /* 666.666666667 stands for 2000/3: the nine decimals differ from it by less than 1e-11 of it */
    if (off.v != 0 && plumb_dec_sign(whole) > 0 && off.v < whole.v / 100000000000)
        return plumb_dec_muldiv(printed, whole, three, PLUMB_ROUND_NEAREST);
    return plumb_dec_muldiv(printed, scale, one, PLUMB_ROUND_NEAREST);
}

static bool too_far(const struct plumb_runes *runes, size_t i)
{
    return i >= runes->count || runes->gap[i] >= PLUMB_GAP_WIDE;
}

bool plumb_unit_match(struct plumb_arena *arena, const struct plumb_runes *runes, size_t i,
                      struct plumb_unit_hit *hit)
{
    *hit = (struct plumb_unit_hit){.scale = plumb_dec_int(1), .from = i, .to = i};
    if (too_far(runes, i))
        return false;
    int exponent = 0, second = 0;
    size_t at = match_band(runes, i);
    size_t behind = plumb_magnitude_match(runes, at, &exponent);
    size_t unit_at = match_band(runes, behind), to = unit_at;
    hit->more = at > i || unit_at > behind;
    if (exponent == 3 && unit_at > behind) { /* 9千余万元 */
        behind = plumb_magnitude_match(runes, unit_at, &second);
        unit_at = behind;
        exponent += second;
    }
    const struct entry *entry = too_far(runes, unit_at) ? NULL : find_entry(runes, unit_at, &to);
    if (!entry && unit_at > behind) { /* 3万多层: 多 is not ours */
        unit_at = behind;
        hit->more = at > i;
        entry = too_far(runes, unit_at) ? NULL : find_entry(runes, unit_at, &to);
    }
    if (!entry && exponent < 4) {
        hit->more = false;
        return false;
    }
    hit->scale = scale_of(entry, exponent);
    hit->exponent = exponent;
    if (!entry) {
        hit->magnitude_only = true;
        hit->to = behind;
        hit->canonical = plumb_str_from(magnitude_text(exponent));
        return true;
    }
    size_t per = match_per(runes, to);
    hit->unit = entry->unit == YUAN && per > to ? PLUMB_UNIT_YUAN_RATE : entry->unit;
    hit->canonical = canonical_text(arena, runes, exponent, entry, to, per);
    hit->to = per;
    return true;
}

/* "（单位：万元）" → "万元" */
static struct plumb_str unit_words(struct plumb_str words)
{
    static const char *const marks[] = {"：", ":"};
    for (size_t m = 0; m < 2; m++) {
        size_t at = plumb_str_rfind(words, plumb_str_from(marks[m]));
        if (at != PLUMB_NPOS)
            words = plumb_str_sub(words, at + strlen(marks[m]), words.len);
    }
    return words;
}

bool plumb_unit_parse(struct plumb_str words, enum plumb_unit *unit, plumb_dec *scale,
                      struct plumb_str *canonical)
{
    words = unit_words(words);
    uint32_t cp[40] = {0}, at[40] = {0};
    uint8_t len[40] = {0}, gap[40] = {0};
    struct plumb_runes runes = {.cp = cp, .at = at, .len = len, .gap = gap, .capacity = 40};
    for (size_t i = 0; i < words.len && runes.count < 39;) {
        uint32_t c = plumb_rune_fold(plumb_utf8_decode(words, &i));
        if (c != ' ' && c != '\t' && c != '(' && c != ')' && c != '[' && c != ']')
            cp[runes.count++] = c;
    }
    int exponent = 0;
    size_t behind = plumb_magnitude_match(&runes, 0, &exponent), to = behind;
    const struct entry *entry = find_entry(&runes, behind, &to);
    if (!entry && exponent < 3)
        return false;
    size_t per = entry ? match_per(&runes, to) : behind;
    if (per != runes.count)
        return false;
    *unit = entry ? entry->unit : PLUMB_UNIT_NONE;
    if (entry && entry->unit == YUAN && per > to)
        *unit = PLUMB_UNIT_YUAN_RATE;
    *scale = scale_of(entry, exponent);
    if (canonical)
        *canonical = exponent == 0 && per == to ? plumb_str_from(entry->text) : words;
    return true;
}
