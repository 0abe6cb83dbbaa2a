/* Words and names: noise, likeness, opposites. Lists are data; nothing here knows an agency. */
#include <string.h>

#include "extract/relate/relate_int.h"

/* ---- core of a label ----------------------------------------------------------------------- */

static const char *const noise_anywhere[] = {
    "本年度", "本年", "年度", "全年", "当年", "合计", "总计",     "共计", "累计",
    "总额",   "总数", "总量", "金额", "其中", "分别", "截至目前", "目前", "“",
    "”",      "\"",   "《",   "》",   "'",    "‘",    "’",        "*",    "|"};
static const char *const noise_front[] = {
    "总",   "共有", "共",   "本部门", "本单位", "我单位", "我局", "我部门", "部门", "单位",
    "完成", "实现", "的",   "为",     "按照",   "全县",   "全市", "全区",   "全省", "我县",
    "我市", "我区", "我省", "由",     "及",     "和",     "与",   "有"};
static const struct plumb_word noise_back[] = {
    PLUMB_WORD_LIST("数额", "数", "的", "为", "共", "达到", "达", "了", "约", "是")};

static size_t word_at(struct plumb_str s, size_t at, const char *const *words, size_t n)
{
    struct plumb_str rest = plumb_str_sub(s, at, s.len);
    char first = rest.len > 0 ? rest.ptr[0] : '\0', second = rest.len > 1 ? rest.ptr[1] : '\0';
    for (size_t i = 0; i < n; i++) /* two bytes tell nearly all words apart */
        if (words[i][0] == first && (words[i][1] == '\0' || words[i][1] == second) &&
            plumb_str_starts(rest, plumb_str_from(words[i])))
            return strlen(words[i]);
    return 0;
}

static struct plumb_str strip_front(struct plumb_str s)
{
    for (;;) {
        size_t skip = word_at(s, 0, noise_front, PLUMB_COUNT(noise_front));
        if (skip == 0 || skip >= s.len)
            return s;
        s = plumb_str_sub(s, skip, s.len);
    }
}

static struct plumb_str strip_back(struct plumb_str s)
{
    for (;;) {
        size_t before = s.len;
        for (size_t i = 0; i < PLUMB_COUNT(noise_back); i++) {
            struct plumb_str word = noise_back[i].text;
            if (s.len > word.len && plumb_str_ends(s, word))
                s.len -= word.len;
        }
        if (s.len == before)
            return s;
    }
}

static const struct plumb_word_set *noise_get(struct plumb_extract_work *work)
{
    if (!work->noise) {
        work->noise = plumb_arena_alloc(work->arena, sizeof *work->noise);
        plumb_word_set_init(work->noise, noise_anywhere, PLUMB_COUNT(noise_anywhere));
    }
    return work->noise;
}

struct plumb_str plumb_label_core(struct plumb_extract_work *work, struct plumb_str label)
{
    const struct plumb_word_set *noise = noise_get(work);
    char *out = plumb_arena_alloc(work->arena, label.len + 1);
    size_t len = 0;
    int depth = 0;
    for (size_t at = 0; at < label.len;) {
        char c = label.ptr[at];
        depth += c == '(';
        size_t skip = plumb_word_set_at(noise, label, at);
        if (skip == 0 && depth > 0)
            skip = 1;
        if (c == ')' && depth > 0)
            depth--;
        if (skip > 0) {
            at += skip;
            continue;
        }
        out[len++] = label.ptr[at++];
    }
    return strip_back(strip_front((struct plumb_str){out, len}));
}

struct plumb_str plumb_behind_fund(struct plumb_str label)
{
    static const char *const funds[] = {"公共预算", "公共财政预算", "基金预算", "资本经营预算"};
    size_t from = 0;
    if (!plumb_str_has(label, "预算"))
        return label;
    for (size_t i = 0; i < PLUMB_COUNT(funds); i++) {
        size_t at = plumb_str_rfind(label, plumb_str_from(funds[i]));
        if (at != PLUMB_NPOS && at + strlen(funds[i]) > from)
            from = at + strlen(funds[i]);
    }
    /* "一般公共预算" alone is all there is to say */
    return from < label.len ? plumb_str_sub(label, from, label.len) : label;
}

struct plumb_str plumb_name_without_stage(struct plumb_str core)
{
    static const char *const stages[] = {"年初预算", "全年预算", "预算安排", "支出决算", "实际支出",
                                         "支出预算", "决算支出", "预算",     "决算",     "支出",
                                         "执行",     "安排",     "年初",     "全年",     "调整"};
    for (size_t i = 0; i < PLUMB_COUNT(stages); i++) {
        struct plumb_str stage = plumb_str_from(stages[i]);
        if (core.len >= stage.len && plumb_str_ends(core, stage)) {
            core.len -= stage.len;
            i = (size_t)-1;
        }
    }
    return core;
}

/* ---- likeness ------------------------------------------------------------------------------ */

#define NAME_MAX_CP 48

static size_t code_points(struct plumb_str s, uint32_t out[NAME_MAX_CP])
{
    size_t n = 0;
    /* the end of a noun phrase is its head: keep the last code points */
    size_t total = s.len > NAME_MAX_CP ? plumb_utf8_count(s) : s.len;
    size_t skip = total > NAME_MAX_CP ? total - NAME_MAX_CP : 0;
    for (size_t at = 0; at < s.len && n < NAME_MAX_CP;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (skip > 0)
            skip--;
        else
            out[n++] = cp;
    }
    return n;
}

/* One row of the table of longest common subsequences is the bits of a word, b the columns; a bit that
 * turns 0 is a step up by one (Hyyrö, Bit-parallel LCS-length computation revisited, AWOCA 2004). */
static size_t longest_common(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    uint64_t row = UINT64_MAX;
    for (size_t i = 0; i < n; i++) {
        uint64_t equal = 0;
        for (size_t j = 0; j < m; j++)
            equal |= (uint64_t)(a[i] == b[j]) << j;
        uint64_t steps = row & equal;
        row = (row + steps) | (row - steps);
    }
    size_t common = 0;
    for (uint64_t up = ~row & (((uint64_t)1 << m) - 1); up; up &= up - 1)
        common++;
    return common;
}
_Static_assert(NAME_MAX_CP < 64, "a name's code points are the bits of a word");

uint64_t plumb_name_bits(struct plumb_str name)
{
    uint64_t bits = 0;
    for (size_t at = 0; at < name.len;)
        bits |= (uint64_t)1 << (plumb_utf8_decode(name, &at) * 2654435761u >> 26 & 63);
    return bits;
}

double plumb_name_likeness(struct plumb_str a, struct plumb_str b)
{
    uint32_t x[NAME_MAX_CP], y[NAME_MAX_CP];
    if (a.len == 0 || b.len == 0)
        return 0;
    if (plumb_str_equal(a, b))
        return 1;
    size_t n = code_points(a, x), m = code_points(b, y);
    double common = (double)longest_common(x, n, y, m);
    double dice = 2 * common / (double)(n + m);
    struct plumb_str small = n < m ? a : b, large = n < m ? b : a;
    size_t few = n < m ? n : m;
    if (few >= 2 && plumb_str_ends(large, small))
        return dice > 0.9 ? dice : 0.9;
    if (few >= 2 && plumb_str_find(large, small) != PLUMB_NPOS)
        return dice > 0.8 ? dice : 0.8;
    return dice * 0.95;
}

/* Words of one line exclude each other when one name has the one and the other the other. */
static const char *const opposites[][8] = {
    {"收入", "支出"},
    {"职工", "居民"},
    {"城镇", "农村", "农民"},
    {"住院", "门诊"},
    {"基本支出", "项目支出"},
    {"人员", "公用"},
    {"年初", "年末"},
    {"男", "女"},
    {"中央", "地方", "省级", "市级", "县级", "区级"},
    {"一般公共预算", "政府性基金", "国有资本"},
    {"在职", "退休", "离休"},
    {"行政", "事业"},
    {"在编", "编外", "非在编"},
    {"购置", "运行"},
    {"货物", "工程", "服务"},
    {"国内", "外事"},
    {"线上", "线下"},
    {"单位缴", "个人缴"},
    {"纵向", "横向"},
    {"在编", "合同制", "聘用", "劳务派遣"},
    {"计划", "实际"},
    {"目标", "实际"},
    {"上年", "本年"},
    {"原值", "净值"},
    {"小学", "初中", "高中", "幼儿园"},
    {"跨省", "省内"},
    {"一审", "二审"},
    {"民事", "刑事", "执行案"},
};

#define OPPOSITE_ROWS PLUMB_COUNT(opposites)
_Static_assert(OPPOSITE_ROWS <= 8 * PLUMB_SIDE_WORDS,
               "each line has a byte in the sides of a name");

/* All words of all lines, as few scans of a name as they need. */
struct plumb_opposites {
    struct plumb_word_set sets[PLUMB_SIDE_WORDS];
    unsigned char places[PLUMB_SIDE_WORDS][PLUMB_WORD_SET_MAX]; /* line * 8 + word in the line */
    size_t count;
};

static const struct plumb_opposites *opposites_get(struct plumb_extract_work *work)
{
    if (work->opposites)
        return work->opposites;
    struct plumb_opposites *set = plumb_arena_alloc(work->arena, sizeof *set);
    const char *words[PLUMB_WORD_SET_MAX];
    size_t n = 0;
    for (size_t i = 0; i < OPPOSITE_ROWS * 8; i++) {
        const char *word = opposites[i / 8][i % 8];
        if (word) {
            set->places[set->count][n] = (unsigned char)i;
            words[n++] = word;
        }
        if (n == PLUMB_WORD_SET_MAX || (n > 0 && i + 1 == OPPOSITE_ROWS * 8)) {
            plumb_word_set_init(&set->sets[set->count++], words, n);
            n = 0;
        }
    }
    work->opposites = set;
    return set;
}

struct plumb_sides plumb_name_sides(struct plumb_extract_work *work, struct plumb_str name)
{
    const struct plumb_opposites *set = opposites_get(work);
    struct plumb_sides sides = {{0}};
    for (size_t k = 0; k < set->count; k++) {
        uint64_t found = plumb_word_set_scan(&set->sets[k], name, NULL);
        for (size_t w = 0; found; w++, found >>= 1)
            if (found & 1)
                sides.words[set->places[k][w] / 64] |= (uint64_t)1 << (set->places[k][w] % 64);
    }
    return sides;
}

bool plumb_sides_oppose(const struct plumb_sides *a, const struct plumb_sides *b)
{
    for (size_t i = 0; i < PLUMB_SIDE_WORDS; i++) {
        uint64_t x = a->words[i], y = b->words[i];
        for (; x && y; x >>= 8, y >>= 8)
            if ((x & 255) && (y & 255) && !(x & y & 255))
                return true;
    }
    return false;
}

bool plumb_names_oppose(struct plumb_extract_work *work, struct plumb_str a, struct plumb_str b)
{
    struct plumb_sides x = plumb_name_sides(work, a), y = plumb_name_sides(work, b);
    return plumb_sides_oppose(&x, &y);
}
