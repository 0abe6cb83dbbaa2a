/* Signature dates, years of titles, cut-off dates. */
#include "relate_fixture.h"

#define TITLE "某县水利局2023年度部门整体支出绩效自评报告\n\n"
#define BODY "一、基本情况\n\n全年支出880万元。\n\n"

static void test_dates(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {TITLE BODY "某县水利局\n\n2024年3月20日\n", "2024年3月20日", HOLDS},
        {TITLE BODY "某县水利局\n\n2023年3月20日\n", "2023年3月20日", BREAKS},
        {TITLE BODY "某县水利局\n\n2023年12月30日\n", "2023年12月30日", BREAKS},
        {TITLE BODY "二、完成情况\n\n截至11月30日完成投资850万元。\n", "11月30日", BREAKS},
        {TITLE "2022年度部门整体支出绩效自评表\n\n" BODY, "2022", BREAKS},
        {TITLE "2023年度部门整体支出绩效自评表\n\n" BODY, "2023", HOLDS},
        QUIET(TITLE BODY "二、完成情况\n\n截至2023年12月31日完成投资850万元。\n"),
        QUIET(TITLE BODY "二、完成情况\n\n2022年完成投资850万元，2023年完成投资900万元。\n"),
        QUIET("某县水利局2023年部门预算\n\n" BODY "某县水利局\n\n2023年1月20日\n"),
    };
    RELATE_CHECK(PLUMB_REL_DATE, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
