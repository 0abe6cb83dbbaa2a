/* What numbers of running text measure: label, year, stage, scope, project, indicator. */
#include "extract_group.h"

/* Labels of the quantities, joined by '|'. */
static const char *labels(const char *text)
{
    struct plumb_buf buf = {0};
    fixture_run(&fixture, text);
    for (size_t i = 0; i < fixture.work->fact_count; i++) {
        const struct plumb_fact *fact = &fixture.work->facts[i];
        if (!fixture_is_quantity(fact))
            continue;
        plumb_buf_puts(&buf, buf.len ? "|" : "");
        plumb_buf_str(&buf, fact->label);
    }
    const char *joined = plumb_arena_printf(fixture.arena, "%s", buf.len ? buf.data : "");
    plumb_buf_free(&buf);
    return joined;
}

static void noun_phrases(void **state)
{
    (void)state;
    static const struct {
        const char *text, *labels;
    } items[] = {
        {"森林覆盖率达63.2%，蓄积量为120万立方米。", "森林覆盖率|蓄积量"},
        {"我校在校学生共2126人。", "在校学生"},
        {"基本支出1628.4元，占总支出12.6%（其中：工资福利支出957.2元，占基本支出的58.8%）。",
         "基本支出|占总支出|工资福利支出|占基本支出"},
        {"对个人和家庭的补助支出95.6万元，占比11.37%。",
         "对个人和家庭的补助支出|对个人和家庭的补助支出占比"},
        {"内设6个股室，下属5家预算单位。", "股室|预算单位"},
        {"组织29名干部职工开展帮扶。", "干部职工"},
        {"门诊18420人次、356.7万元。", "门诊|门诊"},
        {"住院920人次305.8万元", "住院|住院"},
        {"“三公”经费支出2.36万元。", "“三公”经费支出"},
        {"其他资本性支出4.07万元，在职职工12人。", "其他资本性支出|在职职工"},
        {"家庭医生签约1182户。", "家庭医生签约"},
        {"2.公务用车运行费26.5万元。", "公务用车运行费"},
        {"（3）城镇化率58.9%。", "城镇化率"},
        {"按时办结率，100%。", "按时办结率"},
        {"产出指标（50分）", "产出指标"},
        {"合计100万元。", "合计"},
        {"中央80%、省10%、县10%。", "中央|省|县"},
        {"小学、初中、高中招生分别为420人、380人、260人。", "小学|初中|高中招生"},
        {"该三次检查得分率分别为81%、92%。", "检查得分率|检查得分率|检查得分率"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        const char *found = labels(items[i].text);
        if (strcmp(found, items[i].labels) != 0) {
            print_error("%s\n  expected %s\n  found    %s\n", items[i].text, items[i].labels,
                        found);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void labels_of_changes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *labels;
    } items[] = {
        {"收入增加1175.42万元，增长143.36%。", "收入增加|收入增长"},
        {"公务接待费支出决算比2019年增加0.13万元，增长86.66%。",
         "公务接待费支出决算增加|公务接待费支出决算增长"},
        {"办案经费98.75万元，较2022年减少4.5万元，降低4.36%。",
         "办案经费|办案经费减少|办案经费降低"},
        {"水质达标率由2020年的86.7%提高到2023年的95.2%。", "水质达标率|水质达标率"},
        {"人均费用由2019年的3051元下降至2940元。", "人均费用|人均费用"},
        {"参训人数38人，参训率98%，较2021年减少8人。", "参训人数|参训率|参训人数减少"},
        {"办理时限由20个工作日压缩至5个工作日。", "办理时限|办理时限"},
        {"维修支出年初预算数为30万元，支出决算为22万元。", "维修支出年初预算数|维修支出决算"},
        {"培训支出12万元，占支出合计的8.3%，比2022年增加5万元。",
         "培训支出|占支出合计|培训支出增加"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        const char *found = labels(items[i].text);
        if (strcmp(found, items[i].labels) != 0) {
            print_error("%s\n  expected %s\n  found    %s\n", items[i].text, items[i].labels,
                        found);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void years(void **state)
{
    (void)state;
    /* the document is of 2023 */
    const char *title = "2023年度某某县林业局部门决算\n";
    static const struct {
        const char *text;
        size_t fact;
        int year;
        bool inferred;
    } items[] = {
        {"2021年造林3万亩。", 0, 2021, false},
        {"造林3万亩。", 0, 2023, true},
        {"收入8万元，比2022年增加2万元。", 1, 2023, true},
        {"比2022年的6万元增加2万元。", 0, 2022, true},
        {"上年决算数为6万元。", 0, 2022, true},
        {"2021年、2022年分别支出5万元、6万元。", 1, 2022, false},
        {"上年结转6万元。", 0, 2023, true},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        char text[400];
        snprintf(text, sizeof text, "%s%s", title, items[i].text);
        fixture_run(&fixture, text);
        const struct plumb_fact *fact = fixture_fact(&fixture, items[i].fact);
        if (fact->year != items[i].year)
            fail_msg("%s: year %d", items[i].text, fact->year);
        if (!items[i].inferred)
            assert_false(fact->year_inferred);
    }
}

static void stages(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t fact;
        enum plumb_stage stage;
    } items[] = {
        {"年初预算数为500万元，调整预算数720万元，执行数510万元。", 0, PLUMB_STAGE_INITIAL},
        {"年初预算数为500万元，调整预算数720万元，执行数510万元。", 1, PLUMB_STAGE_REVISED},
        {"年初预算数为500万元，调整预算数720万元，执行数510万元。", 2, PLUMB_STAGE_EXECUTED},
        {"预算执行率72%。", 0, PLUMB_STAGE_NONE},
        {"完成预算的95.89%。", 0, PLUMB_STAGE_NONE},
        {"年末结转结余12万元。", 0, PLUMB_STAGE_BALANCE},
        {"支出决算为51.3万元。", 0, PLUMB_STAGE_EXECUTED},
        {"评价得分为95.4分。", 0, PLUMB_STAGE_SCORE},
        {"确保覆盖率不低于95%。", 0, PLUMB_STAGE_TARGET},
        {"去年支出6万元。", 0, PLUMB_STAGE_PRIOR},
        {"比去年增加6万元。", 0, PLUMB_STAGE_NONE},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        fixture_run(&fixture, items[i].text);
        enum plumb_stage found = fixture_fact(&fixture, items[i].fact)->stage;
        if (found != items[i].stage)
            fail_msg("%s: %s", items[i].text, plumb_stage_name(found));
    }
}

static void scope_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t fact;
        const char *population;
    } items[] = {
        {"城乡居民住院报销9.8万人次，其中统筹基金报销248万元。", 1, "居民/住院"},
        {"职工住院报销103人次，特殊门诊报销204人次。", 1, "门诊"},
        {"培训120人。", 0, ""},
        {"一般公共预算财政拨款支出8万元。", 0, "一般公共预算/财政拨款"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        fixture_run(&fixture, items[i].text);
        const struct plumb_fact *fact = fixture_fact(&fixture, items[i].fact);
        assert_string_equal(fixture_copy(&fixture, fact->population), items[i].population);
    }
    fixture_run(&fixture, "截至11月30日，参保1157人。");
    assert_string_equal(fixture_copy(&fixture, fixture_fact(&fixture, 0)->until), "11月30日");
}

static void projects(void **state)
{
    (void)state;
    fixture_run(&fixture, "#农村公路养护项目2022年绩效评价报告\n执行数为8万元。");
    assert_string_equal(fixture_copy(&fixture, fixture_fact(&fixture, 0)->item), "农村公路养护");
    assert_null(fixture_fact(&fixture, 0)->indicator);
    fixture_run(&fixture, "图书采购项目绩效目标完成情况综述。项目全年预算数7.6万元。");
    assert_string_equal(fixture_copy(&fixture, fixture_fact(&fixture, 0)->item), "图书采购");
    /* a title over two lines, and the next report of the file */
    fixture_run(&fixture,
                "图书采购项目\n2022年绩效评价报告\n执行数为8万元。\n附件3\n执行数为9万元。");
    assert_string_equal(fixture_copy(&fixture, fixture_fact(&fixture, 0)->item), "图书采购");
    assert_string_equal(fixture_copy(&fixture, fixture_fact(&fixture, 1)->item), "");
    fixture_run(
        &fixture,
        "1.教育支出（类）普通教育（款）小学教育（项）。\n全年预算为52万元，支出决算为51万元。");
    assert_string_equal(fixture_copy(&fixture, fixture_fact(&fixture, 1)->item), "小学教育");
    fixture_run(&fixture, "1.教育支出（类）普通教育（款）小学教育（项）：支出决算为18.57万元。");
    assert_string_equal(fixture_copy(&fixture, fixture_fact(&fixture, 0)->item), "小学教育");
    assert_null(fixture_fact(&fixture, 0)->indicator);
}

static void indicators(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t fact;
        const char *indicator; /* NULL: none */
    } items[] = {
        {"部门年初预算数为5549.66万元。", 0, "expenditure.initial"},
        {"全年调整预算数7178万元，预算执行金额5168万元。", 1, "expenditure.executed"},
        {"预算执行率72%。", 0, "ratio.execution"},
        {"基本支出453万元。", 0, "basic.executed"},
        {"单位编制人数38人。", 0, "staff.quota"},
        {"服务对象满意度98%。", 0, "satisfaction.rate"},
        {"固定资产原值64万元。", 0, "assets.fixed"},
        {"年末结转和结余12万元。", 0, "balance.closing"},
        {"预算执行率10分。", 0, NULL},
        {"会议培训共3场。", 0, NULL},
        {"参保人数17497人，包括在职职工12622人。", 1, NULL},
        {"医保基金收入51630万元（其中其他收入436万元）。", 1, NULL},
        {"本年收入合计840万元，其中：财政拨款收入800万元。", 1, "income.fiscal"},
        {"政府采购年初预算数为186.6万元，执行数为46.3万元，执行率为24.8%。", 2,
         "ratio.procurement"},
        {"截至6月30日，年初预算数为80万元。", 0, NULL},
        {"三公经费控制率85.6%（实际支出17.12万元，预算安排20万元）。", 1, NULL},
        {"图书采购项目全年预算数为120万元，执行数为118.5万元。", 1, NULL},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        fixture_run(&fixture, items[i].text);
        const char *found = fixture_fact(&fixture, items[i].fact)->indicator;
        if (!found != !items[i].indicator || (found && strcmp(found, items[i].indicator) != 0))
            fail_msg("%s: %s", items[i].text, found ? found : "none");
    }
    /* under a heading that speaks of a part only */
    fixture_run(&fixture, "#（三）政府采购情况\n预算数为30万元，执行数为20万元。");
    assert_null(fixture_fact(&fixture, 0)->indicator);
}

static void bare_numbers_take_the_unit_of_their_label(void **state)
{
    (void)state;
    fixture_run(&fixture, "参训人数，168。检查次数，12。救助人次6154，");
    assert_int_equal(fixture_fact(&fixture, 0)->unit, PLUMB_UNIT_PERSON);
    assert_int_equal(fixture_fact(&fixture, 1)->unit, PLUMB_UNIT_COUNT);
    assert_int_equal(fixture_fact(&fixture, 2)->unit, PLUMB_UNIT_PERSON_TIMES);
    assert_int_equal(plumb_dec_sign(fixture_fact(&fixture, 2)->ulp), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noun_phrases), cmocka_unit_test(labels_of_changes),
        cmocka_unit_test(years),        cmocka_unit_test(stages),
        cmocka_unit_test(scope_words),  cmocka_unit_test(projects),
        cmocka_unit_test(indicators),   cmocka_unit_test(bare_numbers_take_the_unit_of_their_label),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
