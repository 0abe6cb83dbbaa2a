/* What the head of a column says: its role, a code, a year. */
#include "read/panel/csv_layout_int.h"

#include <string.h>

static bool is_one_of(struct plumb_str key, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_equal(key, plumb_str_from(words[i])))
            return true;
    return false;
}

#define IS_ONE_OF(key, words) is_one_of((key), (words), PLUMB_COUNT(words))

/* Heads compared as plumb_label_key: no spaces, no case, no full width. */
enum plumb_csv_role plumb_csv_role_of_head(struct plumb_str key)
{
    static const char *const agency[] = {"单位",           "单位名称",
                                         "预算单位",       "预算单位名称",
                                         "预算部门",       "部门",
                                         "部门名称",       "部门(单位)名称",
                                         "部门(单位)",     "机构",
                                         "机构名称",       "机关",
                                         "单位全称",       "填报单位",
                                         "报告单位",       "主管部门",
                                         "agency",         "agencyname",
                                         "agency_name",    "department",
                                         "departmentname", "department_name",
                                         "dept",           "deptname",
                                         "dept_name",      "entity",
                                         "entityname",     "organisation",
                                         "organization",   "ministry",
                                         "office",         "unitname",
                                         "unit_name",      "bureau",
                                         "bureauname"};
    static const char *const year[] = {"年度",     "年份",       "年",         "财政年度",
                                       "会计年度", "预算年度",   "决算年度",   "报告年度",
                                       "所属年度", "year",       "fiscalyear", "fiscal_year",
                                       "fy",       "budgetyear", "budget_year"};
    static const char *const indicator[] = {
        "指标",     "指标名称", "科目",      "科目名称",      "支出科目",
        "功能科目", "经济科目", "indicator", "indicatorname", "indicator_name",
        "variable", "measure",  "metric",    "account",       "accountname"};
    static const char *const value[] = {"数值", "值", "金额", "数额", "value", "amount"};
    static const char *const unit[] = {"计量单位", "数据单位", "金额单位", "unit", "units"};
    static const char *const stage[] = {"阶段", "口径", "预算阶段", "数据类型", "stage", "phase"};
    static const char *const item[] = {"项目",    "项目名称",    "item",
                                       "project", "projectname", "project_name"};
    static const char *const level[] = {"层级",  "级次",   "预算级次", "行政级别",
                                        "level", "sphere", "tier"};
    static const char *const kind[] = {"类别",     "部门类别", "单位类别", "单位性质", "类型",
                                       "部门类型", "单位类型", "机构类型", "机构类别", "行业",
                                       "kind",     "type",     "category", "sector"};
    static const char *const region[] = {
        "地区", "区域",     "市县",   "区县", "行政区", "行政区划", "省份",     "省",   "市",
        "县",   "province", "region", "city", "county", "prov",     "district", "state"};
    return IS_ONE_OF(key, agency)      ? PLUMB_CSV_AGENCY
           : IS_ONE_OF(key, year)      ? PLUMB_CSV_YEAR
           : IS_ONE_OF(key, indicator) ? PLUMB_CSV_INDICATOR
           : IS_ONE_OF(key, value)     ? PLUMB_CSV_VALUE
           : IS_ONE_OF(key, unit)      ? PLUMB_CSV_UNIT
           : IS_ONE_OF(key, stage)     ? PLUMB_CSV_STAGE
           : IS_ONE_OF(key, item)      ? PLUMB_CSV_ITEM
           : IS_ONE_OF(key, level)     ? PLUMB_CSV_LEVEL
           : IS_ONE_OF(key, kind)      ? PLUMB_CSV_KIND
           : IS_ONE_OF(key, region)    ? PLUMB_CSV_REGION
                                       : PLUMB_CSV_IGNORE;
}

bool plumb_csv_is_code_head(struct plumb_str key)
{
    static const char *const words[] = {
        "编码",     "代码",     "序号",     "编号",     "单位编码", "单位代码",
        "部门编码", "部门代码", "科目编码", "科目代码", "code",     "id",
        "no",       "no.",      "index",    "行次",     "区划代码", "统一社会信用代码",
        "电话",     "邮编"};
    return IS_ONE_OF(key, words) || plumb_str_ends(key, PLUMB_STR("_code")) ||
           plumb_str_ends(key, PLUMB_STR("code")) || plumb_str_ends(key, PLUMB_STR("_id"));
}

/* A year at the start or end of a head: "2023年决算数", "revenue_2023", "FY2023". */
int plumb_csv_take_year(struct plumb_str *label)
{
    struct plumb_str text = *label;
    bool fy = plumb_str_starts(text, PLUMB_STR("FY")) || plumb_str_starts(text, PLUMB_STR("fy"));
    size_t at = fy ? 2 : 0;
    size_t used = at + 4;
    int year = plumb_csv_year(plumb_str_sub(text, at, used), false);
    bool digit = used < text.len && text.ptr[used] >= '0' && text.ptr[used] <= '9';
    if (year && !digit) {
        struct plumb_str rest = plumb_str_sub(text, used, text.len);
        static const char *const tails[] = {"年度", "年", "_", "-", " "};
        for (size_t i = 0; i < PLUMB_COUNT(tails); i++)
            if (plumb_str_starts(rest, plumb_str_from(tails[i]))) {
                rest = plumb_str_sub(rest, strlen(tails[i]), rest.len);
                break;
            }
        *label = plumb_str_trim(rest);
        return year;
    }
    static const char *const ends[] = {"年度", "年", ")", "）"};
    struct plumb_str body = text;
    for (size_t i = 0; i < 4; i++)
        if (plumb_str_ends(body, plumb_str_from(ends[i])))
            body.len -= strlen(ends[i]);
    if (body.len < 5)
        return 0;
    year = plumb_csv_year(plumb_str_sub(body, body.len - 4, body.len), false);
    char before = body.ptr[body.len - 5];
    if (!year || (before >= '0' && before <= '9'))
        return 0;
    struct plumb_str rest = plumb_str_sub(body, 0, body.len - 4);
    while (rest.len && strchr("_-( ", rest.ptr[rest.len - 1]))
        rest.len--;
    if (plumb_str_ends(rest, PLUMB_STR("（")))
        rest.len -= 3;
    *label = plumb_str_trim(rest);
    return year;
}

int plumb_csv_year_in(struct plumb_str text)
{
    int found = 0;
    for (size_t i = 0; i + 4 <= text.len; i++) {
        bool edge = i == 0 || text.ptr[i - 1] < '0' || text.ptr[i - 1] > '9';
        int year = edge ? plumb_csv_year(plumb_str_sub(text, i, i + 4), false) : 0;
        bool more = i + 4 < text.len && text.ptr[i + 4] >= '0' && text.ptr[i + 4] <= '9';
        if (!year || more)
            continue;
        if (found && found != year)
            return 0; /* two years: none of them is the year */
        found = year;
    }
    return found;
}
