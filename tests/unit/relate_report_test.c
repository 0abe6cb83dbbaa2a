/* Text rules: what a proof-reader would mark, and what he would not. */
#include "relate_fixture.h"

#define TITLE "某县水利局2023年度部门整体支出绩效自评报告\n\n"

/* The check ids found, each case's own. */
struct report_case {
    const char *text;
    const char *check; /* NULL: no text rule may fire */
};

static const char *first_rule(const struct relate_fixture *f, const char *check)
{
    for (size_t i = 0; i < f->extraction->relation_count; i++) {
        const struct plumb_relation *r = &f->extraction->relations[i];
        bool rule = r->kind == PLUMB_REL_REPORT || strncmp(r->check, "report.", 7) == 0;
        bool fired = r->verdict == PLUMB_VERDICT_INCONSISTENT && r->kind != PLUMB_REL_DATE;
        if (fired && (check ? strcmp(r->check, check) == 0 : rule))
            return r->check;
    }
    return NULL;
}

static void test_text_rules(void **state)
{
    (void)state;
    static const struct report_case cases[] = {
        {TITLE "一、基本情况\n\n全年支出XX万元，完成预算的95%。", "report.placeholder"},
        {TITLE "一、基本情况\n\n20XX年支出880万元。", "report.placeholder"},
        {TITLE "一、基本情况\n\n全年支出880万元，××项目已完工。", "report.placeholder"},
        {TITLE "一、基本情况\n\n差旅费支出55万元，占总支出的%。", "report.placeholder"},
        {TITLE "一、基本情况\n\n比上年增加（减少）12.5万元。", "report.placeholder"},
        {TITLE "一、基本情况\n\n坚持生态优先绿色发展生态优先绿色发展的理念，全年支出880万元。",
         "report.text"},
        {TITLE "一、基本情况\n\n公务接待费支出决算为4.19。\n\n全年支出880.00万元。", "report.unit"},
        {TITLE "一、基本情况\n\n农村居民参保464563人次。", "report.unit"},
        {TITLE "一、执行情况\n\n全年预算数1000万元，执行数720万元，预算执行率72%。\n\n二、问题\n\n"
               "部分项目预算执行率较低。",
         "consistency.comparison"},
        {TITLE "一、满意度\n\n开展问卷调查，群众满意度均达到预期水平。", "report.missing"},
        {TITLE "一、自评结论\n\n本单位自评得分为96.5分。", "report.missing"},
        {TITLE "一、年度目标\n\n确保农村自来水普及率不低于95%。", "report.missing"},
        {TITLE
         "一、预算执行情况\n\n严格执行各项制度，规范支出行为。\n\n二、问题\n\n预算编制不够细致。",
         "report.missing"},
        {TITLE "一、基本情况\n\n全年支出880万元。\n\n二、整体支出绩效情况\n\n三、存在的问题\n\n预算"
               "编制不够细致。",
         "report.section"},
        {TITLE "一、基本情况\n\n制定本中心“三公”经费管理制度，全年支出880万元。", "report.text"},
        {TITLE "一、基本情况\n\n全年支出880万元，其中项目支出500万元。", NULL},
        {TITLE "一、满意度\n\n开展问卷调查，群众满意度达到95%，符合预期。", NULL},
        {TITLE "一、基本情况\n\nXRF检测设备2台，购置WiFi6路由器3台。", NULL},
        {TITLE "一、基本情况\n\n政府性基金收入占比较低，增加或减少均需报批。", NULL},
    };
    struct relate_fixture f;
    size_t wrong = 0;
    relate_open(&f);
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        relate_read(&f, cases[i].text);
        const char *found = first_rule(&f, cases[i].check);
        if (!cases[i].check != !found) {
            print_message("%s: want %s, got %s\n", cases[i].text,
                          cases[i].check ? cases[i].check : "nothing", found ? found : "nothing");
            wrong++;
        }
    }
    relate_close(&f);
    assert_int_equal(wrong, 0);
}

/* A passage with numbers that is printed twice. */
static void test_copies(void **state)
{
    (void)state;
    static const char passage[] = "全年完成小型水库除险加固12座，清淤河道36公里，新建饮水安全工程8"
                                  "处，解决了2.3万人的饮水困难问题，"
                                  "有效改善了农村生产生活条件。";
    char text[2048];
    struct relate_fixture f;
    relate_open(&f);
    (void)snprintf(text, sizeof text, "%s一、产出\n\n%s\n\n二、效益\n\n%s\n", TITLE, passage,
                   passage);
    relate_read(&f, text);
    const char *found = first_rule(&f, "report.text");
    assert_non_null(found);
    (void)snprintf(text, sizeof text, "%s一、产出\n\n%s\n\n二、效益\n\n生态效益明显。\n", TITLE,
                   passage);
    relate_read(&f, text);
    assert_null(first_rule(&f, "report.text"));
    relate_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_rules),
        cmocka_unit_test(test_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
