/* Quantities of running text and cells: values, units, comparators, and what is no quantity. All
 * sentences are written for this test; expected values are worked out by hand. */
#include "extract_group.h"

static void money_in_all_units(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"全年拨付治安巡防经费1268.4万元。", "12684000 yuan"},
        {"县交通局养护支出 3,204,518.60 元。", "3204518.6 yuan"},
        {"累计投入1.35亿元用于河道治理。", "135000000 yuan"},
        {"公用经费860千元，差旅费42.5百万元。", "860000 yuan, 42500000 yuan"},
        {"奖补资金3千万元，配套2百万元。", "30000000 yuan, 2000000 yuan"},
        {"到位资金1亿2千万元。", "120000000 yuan"},
        {"工程总投资1亿2350万元。", "123500000 yuan"},
        {"总投资2亿3千5百万元。", "235000000 yuan"},
        {"人民币¥5,600.00，合计5600元整。", "5600 yuan, 5600 yuan"},
        {"其中7.25万元为水费，余款386.40元。", "72500 yuan, 386.4 yuan"},
        {"引进外资1200万美元。", "12000000 other"},
        {"中央补助五千万元，省级补助三百二十万元。", "50000000 yuan, 3200000 yuan"},
        {"罚没收入十二万余元。", "余120000 yuan"},
        {"拨款５６．８万元，占２５％。", "568000 yuan, 0.25 fraction"},
        {"支出合计 1 129 236 元。", "1129236 yuan"},
        {"财政补助收入2， 976.35万元。", "29763500 yuan"},
        {"项目经费1, 537.4万元。", "15374000 yuan"},
        {"本年收入3，518.85万元。", "35188500 yuan"},
        {"年末结余976.3 5万元。", "9763500 yuan"},
        {"专项经费12. 75万元。", "127500 yuan"},
        {"经费l5万元，占O.5%。", "150000 yuan, 0.005 fraction"},
        {"水费2O.5万元，电费3l万兀。", "205000 yuan, 310000 yuan"},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void traditional_characters(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"歲出預算1,268.4萬元，較上年減少3.5億元。", "12684000 yuan, 350000000 yuan"},
        {"補助兩個鄉鎮、輔導戶數120戶，佔38%。", "2 count, 120 count, 0.38 fraction"},
        {"造林300公頃，培訓三百餘人次。", "3000000 m2, 余300 person-time"},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void persons_counts_and_measures(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"核定编制46人，实有在职43名、退休12位。", "46 person, 43 person, 12 person"},
        {"接诊门急诊38.6万人次，出院9214人次。", "386000 person-time, 9214 person-time"},
        {"服务人口12.4万人。", "124000 person"},
        {"建成农家书屋21家、文化广场8处、健身路径36条。", "21 count, 8 count, 36 count"},
        {"审结案件2,314件，结案率97.6%。", "2314 count, 0.976 fraction"},
        {"抽检食品640批次，不合格9批次。", "640 count, 9 count"},
        {"购置执法车辆4辆、执法记录仪60台（套）。", "4 count, 60 count"},
        {"造林1.2万亩，封山育林300公顷。", "8000000 m2, 3000000 m2"},
        {"新建校舍4860平方米，操场2800㎡。", "4860 m2, 2800 m2"},
        {"改造农村公路38.6公里、桥涵120延米。", "38600 m, 120 m"},
        {"处理污水560吨，节电12.5万千瓦时。", "560 other, 125000 other"},
        {"开办培训班6期，每期15天，共90学时。", "6 count, 15 time, 90 count"},
        {"办结时限由15个工作日压缩为3个工作日。", "15 time, 3 time"},
        {"养老床位240张，护理员58名。", "240 count, 58 person"},
        {"幼儿园3所，在园幼儿1126人。", "3 count, 1126 person"},
        {"生猪存栏3.2万头，家禽12万羽。", "32000 count, 120000 count"},
        {"发放宣传册2万余份。", "余20000 count"},
        {"检查企业320家次，立案5起。", "320 count, 5 count"},
        {"全市21家乡镇卫生院完成改造。", "21 count"},
        {"对12家具备资质的单位开展评审。", "12 count"},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void rates_and_scores(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"森林覆盖率达63.2％，火灾受害率0.3‰。", "0.632 fraction, 0.0003 fraction"},
        {"比上年提高1.4个百分点。", "0.014 percentage-point"},
        {"利润是上年的2.5倍，成本下降三成。", "2.5 multiple, 0.3 fraction"},
        {"增长-13.3%，上年为负2.1%。", "-0.133 fraction, -0.021 fraction"},
        {"减负3000万元，惠及企业400户。", "30000000 yuan, 400 count"},
        {"自评得分96.5分，等级为“优”。", "96.5 score"},
        {"90-100分为优，80—89分为良。", "至90 score, 至100 score, 至80 score, 至89 score"},
        {"该项5分，扣0.5分。", "5 score, 0.5 score"},
        {"用时15分钟，5分别得。", "15 time"},
        {"补助标准42.9元/人，房租60元/月。", "42.9 yuan-rate, 60 yuan-rate"},
        {"津贴4000元/年·人，伙食费30元每人每天。", "4000 yuan-rate, 30 yuan-rate"},
        {"人均纯收入18640元，生均公用经费720元。", "18640 yuan-rate, 720 yuan-rate"},
        {"人均费用由2019年的3051.21元下降至2940.91元。", "3051.21 yuan-rate, 2940.91 yuan-rate"},
        {"合格率百分之九十五，其中三分之一为优良。", "0.95 fraction, 0.333333333 fraction"},
        {"满意度百分之百。", "1 fraction"},
        {"宣传普及率达到百分之八十五以上。", "≥0.85 fraction"},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void comparators(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"覆盖率≥95%，成本≤8万元，误差<3%，产量＞5吨。",
         "≥0.95 fraction, ≤80000 yuan, <0.03 fraction, >5 other"},
        {"不低于90%，不少于12次，不超过3天，不高于5%。",
         "≥0.9 fraction, ≥12 count, ≤3 time, ≤0.05 fraction"},
        {"达到98%以上，控制在5%以内，30日内办结。", "≥0.98 fraction, ≤0.05 fraction, ≤30 time"},
        {"近2000人次，约15万元，100人左右。", "近2000 person-time, 约150000 yuan, 约100 person"},
        {"50余次、300多人、203万余元、30余万元、9千余万元。",
         "余50 count, 余300 person, 余2030000 yuan, 余300000 yuan, 余90000000 yuan"},
        {"超过500户，突破3亿元，不足2%。", ">500 count, >300000000 yuan, <0.02 fraction"},
        {"大于等于80分，小于或等于10个。", "≥80 score, ≤10 count"},
        {"单价100万元（含）以上的设备0台。", "≥1000000 yuan, 0 count"},
        {"=100%；>=60%；=<20%。", "=1 fraction, ≥0.6 fraction, ≤0.2 fraction"},
        {"近3年共培训80人，近三年未发生事故。", "3 time, 80 person"},
        {"家庭医生签约6300户，节约12万元，违约3起。", "6300 count, 120000 yuan, 3 count"},
        {"结余10.56亿元，赶超2家。", "1056000000 yuan, 2 count"},
        {"3.2万元至5万元，3—5个，40%-60%。",
         "至32000 yuan, 至50000 yuan, 至3 count, 至5 count, 至0.4 fraction, 至0.6 fraction"},
        {"由10人增加到15人。", "10 person, 15 person"},
        {"200-300万元。", "至2000000 yuan, 至3000000 yuan"},
        {"约90%以上的群众满意。", "≥0.9 fraction"},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void numbers_that_are_none(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"根据财预〔2020〕10号和川府发[2019]8号文件", ""},
        {"依据教财函【2021】第15号、建办〔2018〕 3 号、2014〕8 号", ""},
        {"按资行2020［410］号文件下达。", ""},
        {"1. 基本支出；2、项目支出；（3）其他；4）结余。", ""},
        {"2.2本计划投资3541.07万元2.3其他工程", "35410700 yuan"},
        {"1.2024年安排经费8万元。", "80000 yuan"},
        {"2.5个村完成改厕。", "5 count"},
        {"3.15万元用于绿化。", "31500 yuan"},
        {"第3批、第十二届、第1-3季度、第一中学。", ""},
        {"联系电话：0735-3217788，手机13907351234，邮编414100。", ""},
        {"12345热线受理980件，8023部队8人。", "980 count, 8 person"},
        {"新冠（COVID-19）、H7N9、PM2.5、5G基站12个、A4纸。", "12 count"},
        {"“四个意识”“两个维护”“三公”“五险一金”“1+N”“3·15”", ""},
        {"学习党的十九大精神，坚定四个自信，落实八项规定。", ""},
        {"一是加强管理；二是完善制度。（一）目标 一、概况", ""},
        {"附件2：表3、图1，目标1：指标2.", ""},
        {"服务时间8:30-17:30，比分3：1。", ""},
        {"……12", ""},
        {"- 3 -", ""},
        {"17", ""},
        {"第 5 页 共14页", ""},
        {"上年结13余收入", ""},
        {"转-3-移支付", ""},
        {"见2.1.3节，版本为1.0.2。", ""},
        {"网址www.12320.gov.cn，邮箱a163@126.com", ""},
        {"三级医院、二年级、四川省、万里街道、一方面", ""},
        {"银行账号6217003320019988776。", ""},
        {"20XX年度、20××年、2O20年", ""},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void chinese_counts(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"下设三家预算单位，共有两个内设机构。", "3 count, 2 count"},
        {"组织六部门开展联合检查二十余次。", "6 count, 余20 count"},
        {"选派一百二十人驻村，一名同志获表彰。", "120 person, 1 person"},
        {"本工程分为四个阶段，面向五类人群。", "4 count, 5 count"},
        {"一类慢性病975人，二类慢性病1177人，三类慢性病8311人。",
         "975 person, 1177 person, 8311 person"},
        {"国采第七、八、九批和四、五、七批药品。", ""},
        {"每年一次，一次性补助3000元，一户一策。", "3000 yuan"},
        {"十几家企业、十余次、近两千人。", "余10 count, 余10 count, 近2000 person"},
        {"全面推进六大体系建设，防范四大风险。", "6 count, 4 count"},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void units_from_the_context(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"两年分别支出840.87、506.48万元。", "8408700 yuan, 5064800 yuan"},
        {"分别下降23.51、38.28%。", "0.2351 fraction, 0.3828 fraction"},
        {"其中个人缴费162万元，财政配套349，其他收入4万元。",
         "1620000 yuan, 3490000 yuan, 40000 yuan"},
        {"全年办件量6.48万，其中线上1.03万件。", "64800 count, 10300 count"},
        {"倾斜支付211.66万，大病保险1.98万。", "2116600 yuan, 19800 yuan"},
        {"参保人数，168034。", "168034 person"},
        {"6、9、11月支出进度分别为40%、67.5%、82.5%。",
         "0.4 fraction, 0.675 fraction, 0.825 fraction"},
        {"支出决算为4.19。", "4.19 none"},
        {"预算12.5（万元），完成98（%）。", "125000 yuan, 0.98 fraction"},
        {"上线医保系统2.0版，平台3.0版本。", ""},
    };
    CHECK_WORDINGS(&fixture, items);
}

static void years_and_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum plumb_fact_kind kind;
        int64_t value;
    } items[] = {
        {"2023年度部门决算", PLUMB_FACT_YEAR, 2023},
        {"2018-2020年新增", PLUMB_FACT_YEAR, 2018},
        {"（2022）", PLUMB_FACT_YEAR, 2022},
        {"二〇二一年工作", PLUMB_FACT_YEAR, 2021},
        {"2024年3月26日", PLUMB_FACT_DATE, 20240326},
        {"2021  年 7 月 12 日", PLUMB_FACT_DATE, 20210712},
        {"截至11月30日", PLUMB_FACT_DATE, 1130},
        {"2023.12.31", PLUMB_FACT_DATE, 20231231},
        {"2018-03-05", PLUMB_FACT_DATE, 20180305},
        {"2020年1~11月", PLUMB_FACT_DATE, 20201100},
        {"二〇二四年三月二十六日", PLUMB_FACT_DATE, 20240326},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        fixture_run(&fixture, items[i].text);
        assert_true(fixture.work->fact_count >= 1);
        assert_int_equal(fixture.work->facts[0].kind, items[i].kind);
        assert_int_equal((int64_t)(fixture.work->facts[0].value.v / PLUMB_DEC_ONE), items[i].value);
        assert_string_equal(fixture_values(&fixture), "");
    }
}

/* One unit in the last place; counts are exact (DOMAIN 1.1). */
static void precision_of_values(void **state)
{
    (void)state;
    static const struct {
        const char *text, *ulp;
    } items[] = {
        {"支出840.87万元。", "100"},
        {"支出8万元。", "10000"},
        {"支出0万元。", "10000"},
        {"支出380.50元。", "0.01"},
        {"占5.3%。", "0.001"},
        {"提高1.4个百分点。", "0.001"},
        {"培训120人。", "0"},
        {"参保9.84万人次。", "100"},
        {"得8.5分。", "0"},
        {"安排五千万元。", "10000000"},
        {"投资1亿2千万元。", "10000000"},
        {"用时3天。", "0"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        char ulp[PLUMB_DEC_TEXT];
        fixture_run(&fixture, items[i].text);
        assert_string_equal(plumb_dec_text(fixture_fact(&fixture, 0)->ulp, ulp), items[i].ulp);
    }
}

/* Where a number and its unit stand in the text. */
static void places_in_the_text(void **state)
{
    (void)state;
    const char *text = "全年支出 840.87 万元，占５％。";
    fixture_run(&fixture, text);
    const struct plumb_fact *money = fixture_fact(&fixture, 0), *share = fixture_fact(&fixture, 1);
    assert_int_equal(money->offset, strlen("全年支出 "));
    assert_int_equal(money->len, strlen("840.87"));
    assert_int_equal(money->unit_len, strlen(" 万元"));
    assert_string_equal(fixture_copy(&fixture, money->unit_text), "万元");
    assert_string_equal(fixture_copy(&fixture, share->text), "５");
    assert_int_equal(share->unit_len, strlen("％"));
    assert_int_equal(money->line, 1);
}

static void cells(void **state)
{
    (void)state;
    static const struct wording items[] = {
        {"项目|金额\n三公经费|2.36万\n接待费|0", "23600 none, 0 none"},
        {"a|b\n(123.45)|（1）", "-123.45 none"},
        {"a|b\n-12.5|△3.1", "-12.5 none, -3.1 none"},
        {"a|b\n1 129 236|5,549.66", "1129236 none, 5549.66 none"},
        {"a|b\n≥2次|50余次", "≥2 count, 余50 count"},
        {"联系电话|7669005\n邮政编码|414100", ""},
        {"一、基本情况......|12\n二、主要职能……|3", ""},
        {"产出指标（50）|质量指标（20分）", "50 none, 20 score"},
        {"1.办公费|8.71\n（二）会议费|0.5", "8.71 none, 0.5 none"},
        {"2.2|2.3", "2.2 none, 2.3 none"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        /* units and codes of tables are the table pass's: look at the values only */
        fixture_run(&fixture, items[i].text);
        struct plumb_buf buf = {0};
        char value[PLUMB_DEC_TEXT];
        for (size_t k = 0; k < fixture.work->fact_count; k++) {
            const struct plumb_fact *fact = &fixture.work->facts[k];
            if (fixture_is_quantity(fact))
                plumb_buf_printf(&buf, "%s%s%s", buf.len ? ", " : "",
                                 plumb_comparator_name(fact->comparator),
                                 plumb_dec_text(fact->value, value));
        }
        struct plumb_buf want = {0};
        for (const char *p = items[i].values; *p;) {
            const char *space = strchr(p, ' '), *comma = strstr(p, ", ");
            plumb_buf_add(&want, p, (size_t)(space - p));
            plumb_buf_puts(&want, comma ? ", " : "");
            p = comma ? comma + 2 : "";
        }
        if (strcmp(buf.len ? buf.data : "", want.len ? want.data : "") != 0) {
            print_error("%s\n  expected %s\n  found    %s\n", items[i].text,
                        want.len ? want.data : "", buf.len ? buf.data : "");
            wrong++;
        }
        plumb_buf_free(&buf);
        plumb_buf_free(&want);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_in_all_units),
        cmocka_unit_test(traditional_characters),
        cmocka_unit_test(persons_counts_and_measures),
        cmocka_unit_test(rates_and_scores),
        cmocka_unit_test(comparators),
        cmocka_unit_test(numbers_that_are_none),
        cmocka_unit_test(chinese_counts),
        cmocka_unit_test(units_from_the_context),
        cmocka_unit_test(years_and_dates),
        cmocka_unit_test(precision_of_values),
        cmocka_unit_test(places_in_the_text),
        cmocka_unit_test(cells),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
