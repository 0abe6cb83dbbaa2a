/* Random numbers and names. */
#include "gen/gen.h"

#include <math.h>
#include <string.h>

struct gen_stream gen_stream(uint64_t seed, uint64_t stream)
{
    uint64_t words[2] = {seed, stream};
    return (struct gen_stream){plumb_hash64(words, sizeof words, 0x67656E)};
}

uint64_t gen_next(struct gen_stream *s)
{
    uint64_t z = (s->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

double gen_uniform(struct gen_stream *s, double low, double high)
{
    return low + (high - low) * ((double)(gen_next(s) >> 11) * 0x1p-53);
}

size_t gen_below(struct gen_stream *s, size_t limit)
{
    return (size_t)(gen_next(s) % limit);
}

double gen_normal(struct gen_stream *s)
{
    for (;;) {
        double u = gen_uniform(s, -1, 1), v = gen_uniform(s, -1, 1);
        double q = u * u + v * v;
        if (q > 0 && q < 1)
            return u * sqrt(-2 * log(q) / q);
    }
}

/* Made-up county names of two or three syllables; they name no real place on purpose. */
static const char *const syllables[40] = {
    "青", "禾", "云", "岭", "沙", "湖", "双", "桥", "临", "江", "东", "岗", "石", "泉",
    "平", "川", "长", "松", "白", "鹿", "玉", "溪", "金", "坪", "安", "丰", "海", "棠",
    "柳", "林", "明", "湾", "高", "台", "清", "源", "嘉", "陵", "龙", "潭"};

void gen_county(size_t i, char out[32])
{
    static const char *const endings[] = {"县", "县", "县", "区", "市"};
    size_t first = i % 40, second = (i / 40 + first + 1) % 40, third = i / 1600 % 40;
    out[0] = '\0';
    strncat(out, syllables[first], 4);
    strncat(out, syllables[second], 4);
    if (i >= 1600)
        strncat(out, syllables[third], 4);
    strncat(out, endings[i % 5], 4);
}

static const char *const kinds[GEN_KINDS][2] = {
    {"财政局", "财政"},         {"教育局", "教育"},           {"公安局", "公安"},
    {"民政局", "民政"},         {"司法局", "司法"},           {"水利局", "水利"},
    {"农业农村局", "农业"},     {"卫生健康局", "卫生"},       {"医疗保障局", "医保"},
    {"审计局", "审计"},         {"统计局", "统计"},           {"应急管理局", "应急"},
    {"交通运输局", "交通"},     {"住房和城乡建设局", "住建"}, {"自然资源局", "资源"},
    {"市场监督管理局", "市监"}, {"人民法院", "法院"},         {"人民检察院", "检察"},
    {"文化和旅游局", "文旅"},   {"退役军人事务局", "退役"},   {"商务局", "商务"},
    {"林业局", "林业"},         {"信访局", "信访"},           {"人力资源和社会保障局", "人社"}};

const char *gen_kind(size_t i)
{
    return kinds[i % GEN_KINDS][0];
}

const char *gen_kind_class(size_t i)
{
    return kinds[i % GEN_KINDS][1];
}

const char *gen_region(size_t county)
{
    static const char *const cities[] = {"甲州市", "乙州市", "丙州市", "丁州市", "戊州市",
                                         "己州市", "庚州市", "辛州市", "壬州市", "癸州市"};
    return cities[county / 5 % 10];
}

const char *gen_level(size_t county)
{
    return county % 5 == 4 ? "县级市" : county % 5 == 3 ? "区级" : "县级";
}
