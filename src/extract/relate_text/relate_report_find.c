/* Patterns of the text rules, and how a rule that fires is told. */
#include "extract/relate_text/relate_report.h"

static const char *const sources[] = {
    [REPORT_PLACEHOLDER] =
        ("(?<![A-Za-z0-9])(?:20)?[XxＸ×╳]{2,}(?![A-Za-z0-9])(?!%)"
         "(?![-－][A-Za-z0-9\\p{Co}])|" /* a model: XX-200 */

         "20[XxＸ×]{2}年?|(?<=[占增长下降])[XxＸ×]+%|某某|"
         /* stars, lines and circles in front of what they stand for */
         "(?<![A-Za-z\\d*])[*＊]{2,}(?=[省市县区局委镇乡年月]|财政|单位|部门|项目|万元|元|%)|"
         "_{2,}(?=万元|亿元|元|%|分|人|个|户|年|月|次|[,。;])|"
         "(?<![一二三四五六七八九])[○◯〇]{2,}(?=年|月|日|县|市|局|万元|元|%)"),
    /* a person whose name is covered: 张××, 李某某 */
    [REPORT_MASKED] =
        "[张王李刘陈杨赵黄周吴徐孙胡朱郭何罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蒋蔡杜叶魏吕丁沈"
        "姚卢崔钟谭陆汪范廖石韦贾夏傅侯邹熊孟秦邱阎薛雷龙](?:[×XxＸ*]{1,2}|某某?)(?=[、,。;)(等的]|"
        "同志|家|"
        "户|案|反映|诉|$)",
    [REPORT_EMPTY_SHARE] =
        "占[^,;。%\\d\\p{Co}(]{0,14}%|(?:增长|下降|增加|减少)%|(?:为|达|共|计)万元|"
        "(?:得分|总分|评分)(?:为|是|达)分(?=[,;。]|$)|(?:满意度|满意率|完成率|执行率)(?:为|达到|达)"
        "%",
    [REPORT_CHOICE] = ("增加\\(减少\\)|增加/减少|\\(增加/减少\\)|增长\\(下降\\)|大于\\(小于\\)|"
                       "(?:增加|减少|增长|下降)(?:基本)?持平|"
                       "大于/小于|增加或减少(?=\\p{Co})|减增加|增加减少|大小于|增长下降|"
                       "\\(或(?:与?预算数?)?(?:持平|相等|[大小]于预算数?)\\)"),
    [REPORT_STRAY_SIGN] = "^[≥≤<>＞＜]=?\\p{Han}",
    [REPORT_BLANK_DATE] = "(?:^|[^\\p{Co}\\d])年月日$",
    [REPORT_CLAIM] =
        ("(?:满意度|满意率)[^。;]{0,24}(?:达到|符合|完成|超过)(?:了)?(?:预期|预定|目标|要求|较高)"
         "[^。;]{0,6}"),
    [REPORT_TARGET_NAME] = "[^,;。:、()]{2,}(?:率|满意度|覆盖面)$",
    [REPORT_BLANK_FIELD] =
        ("(?:填报日期|填表日期|填报人|填表人|联系电话|负责人签字|单位负责人|评价组组长|评价组成员|"
         "核查人|经办人|审核人|制表人|主评人)"
         "(?:\\((?:签字|签章|盖章)\\))?:(?=填|联|单|负|日|评|核|审|被|复|制|年月日|$)"),
    [REPORT_THRIFT] =
        "[^,;。]*(?:厉行节约|降低[^,;。]{0,6}(?:成本|经费)|压减[^,;。]{0,4}三公)[^,;。]*",
    [REPORT_SOME_LOW] =
        ("(?:部分|个别|少数)(?:项目|资金)[^,;。]{0,8}(?:执行率|支出进度|执行进度)(?:较|偏|还)?"
         "(?:低|慢|不高)"),
    [REPORT_SELF] = "(?:本|我)(?:中心|院|校|所|站|馆|队)(?!长|内|内外|务)",
    [REPORT_SELF_BUREAU] = "(?:本|我)局(?!部|面|限|势|长)",
};
const struct plumb_pattern_list plumb_patterns_report = {"report", sources, PLUMB_COUNT(sources)};

bool plumb_report_find(struct plumb_extract_work *work, enum plumb_report_pattern pattern,
                       struct plumb_str s, size_t at, struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_REPORT, pattern, s, at, m);
}

/* One quoted piece of text with what is odd about it. */
void plumb_report_words(struct plumb_extract_work *work, struct plumb_str words, size_t line,
                        const char *check, double confidence, const char *reason,
                        const char *reason_zh, struct plumb_str subject)
{
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT, .reason = reason, .reason_zh = reason_zh};
    struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, check, NULL);
    claim.subject = subject.len > 0 ? subject : words;
    claim.confidence = confidence;
    claim.line = line;
    plumb_claim_try(&claim, &j, &term, 1, "text rule", NULL);
    plumb_claim_push(&claim);
}

void plumb_report_range(struct plumb_extract_work *work, const struct plumb_passage *passage,
                        size_t from, size_t to, const char *check, double confidence,
                        const char *reason, const char *reason_zh)
{
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(work, passage, from, to, &line);
    plumb_report_words(work, words, line, check, confidence, reason, reason_zh, passage->title);
}

/* The clause around a match, so that the quotation says what it is about. */
size_t plumb_clause_start(struct plumb_str s, size_t at)
{
    while (at > 0) {
        size_t from = plumb_utf8_prev(s, at), next = from;
        uint32_t cp = plumb_utf8_decode(s, &next);
        if (cp == ',' || cp == ';' || cp == 0x3002)
            return at;
        at = from;
    }
    return 0;
}
