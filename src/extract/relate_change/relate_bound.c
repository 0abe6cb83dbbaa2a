/* Bounds: staff against the establishment, net against gross, shares above 100 %, and amounts so
 * large that only a wrong unit explains them. DOMAIN §1.4, §2, §6.7. */
#include "extract/relate/relate_int.h"

enum { BOUND_QUOTA, BOUND_STAFF, BOUND_POSTED, BOUND_FULL, BOUND_LOOKED_AT, BOUND_PASSED };

static const char *const sources[] = {
    [BOUND_QUOTA] = "编制(?:人员)?(?:数|人数|总数|员额|名额)?$",
    [BOUND_STAFF] = "(?:实有|现有|在职|在岗|在编|实际在职|年末)[^,;。]{0,10}$",
    [BOUND_POSTED] = "(?<!非)(?<!未)在编",
    /* rates that cannot exceed 100 % however they are defined; coverage and progress can */
    [BOUND_FULL] =
        ("(?:合格率|满意度|满意率|达标率|及格率|优良率|出勤率|到课率|升学率|入学率|知晓率|"
         "准确率|及时率|参保率|好评率)[^,;。]{0,4}$"),
    [BOUND_LOOKED_AT] =
        "(?:受理|审核|申报|申请|抽检|抽查|检测|送检|监测|检验|报名|参考)[^,;。]{0,14}$",
    [BOUND_PASSED] =
        "^,(?:其中)?(?:经)?(?:审核|审查|评审|复核|抽检|检测|检验|考试)?(?:后)?(?:通过|合格)"
        "(?:审核|审查)?(?:了|的)?$",
};
const struct plumb_pattern_list plumb_patterns_bound = {"bound", sources, PLUMB_COUNT(sources)};

static bool has(struct plumb_extract_work *work, size_t pattern, struct plumb_str s)
{
    struct plumb_match m;
    return plumb_pattern_find(work, PLUMB_PATTERNS_BOUND, pattern, s, 0, &m);
}

/* ---- staff and establishment --------------------------------------------------------------------- */

#define STAFF_MAX 16

static bool is_head_count(const struct plumb_item *item)
{
    return plumb_is_quantity(item->fact) && item->use == PLUMB_USE_PLAIN &&
           (item->fact->unit == PLUMB_UNIT_PERSON || item->fact->unit == PLUMB_UNIT_COUNT);
}

static bool is_outside(struct plumb_str label)
{
    return PLUMB_HAS(label, "公益", "编外", "非在编", "聘", "临时", "退休", "离休", "借调", "派遣",
                     "遗属", "学生", "辅助");
}

/* Σ parts ≤ Σ quotas. */
static void push_staff(struct plumb_extract_work *work, struct plumb_item *const *staff, size_t n,
                       struct plumb_item *const *quotas, size_t m, const char *reading)
{
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT};
    struct plumb_term terms[2 * STAFF_MAX];
    plumb_dec posts = {0};
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        j.expected = plumb_dec_add(j.expected, staff[i]->fact->value);
        terms[count++] = plumb_term_fact(work, PLUMB_ROLE_PART, staff[i]->fact);
    }
    for (size_t i = 0; i < m; i++) {
        posts = plumb_dec_add(posts, quotas[i]->fact->value);
        if (i > 0)
            terms[count++] = plumb_term_fact(work, PLUMB_ROLE_UPPER, quotas[i]->fact);
    }
    j.low = j.high = j.expected;
    if (j.expected.v > posts.v) {
        j.gap = plumb_dec_sub(j.expected, posts);
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.reason = "more staff than authorised posts";
        j.reason_zh = "人数超过编制数";
    }
    char have[PLUMB_DEC_TEXT], may[PLUMB_DEC_TEXT];
    const char *text =
        plumb_arena_printf(work->arena, "%s %s %s", plumb_dec_text(j.expected, have),
                           j.expected.v > posts.v ? ">" : "≤", plumb_dec_text(posts, may));
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "ratio.staffing", quotas[0]);
    claim.subject = staff[0]->label;
    claim.confidence = 0.9;
    plumb_claim_try(&claim, &j, terms, count, reading, text);
    plumb_claim_push(&claim);
}

/* "实有 38 人，其中在职 24 人、退休 14 人": posts are for those in service alone. */
static struct plumb_item *in_service(struct plumb_item *staff)
{
    struct plumb_passage *passage = staff->passage;
    struct plumb_item *serving = NULL;
    bool retired = false;
    if (PLUMB_HAS(staff->label, "在职", "在编", "在岗"))
        return staff;
    for (size_t i = staff->index + 1; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != staff->sentence || !is_head_count(item))
            break;
        if (!serving && PLUMB_HAS(item->label, "在职", "在编", "在岗"))
            serving = item;
        retired = retired || PLUMB_HAS(item->label, "退休", "离休");
    }
    return serving && retired ? serving : staff;
}

/* Of each kind of posts, 行政 事业 工勤, no more staff than posts. */
static void bound_kinds(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    static const char *const kinds[] = {"行政", "事业", "工勤"};
    for (size_t k = 0; k < PLUMB_COUNT(kinds); k++) {
        struct plumb_item *quota = NULL, *staff = NULL;
        size_t quotas = 0, staffs = 0;
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (!is_head_count(item) || !plumb_str_has(item->label, kinds[k]) ||
                is_outside(item->label))
                continue;
            if (has(work, BOUND_QUOTA, item->label) && !PLUMB_HAS(item->label, "在编", "实有")) {
                quota = item;
                quotas++;
            } else if (PLUMB_ENDS(item->label, "人员", "人数", "在编", "在职", "实有", "干部")) {
                staff = item;
                staffs++;
            }
        }
        if (quotas == 1 && staffs == 1 && staff->index > quota->index &&
            PLUMB_HAS(plumb_str_sub(passage->text, quota->at, staff->at), "实有", "现有", "在职",
                      "在编", "在岗"))
            push_staff(work, &staff, 1, &quota, 1, "staff of a kind ≤ its posts");
    }
}

static void bound_staff(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_item *quotas[STAFF_MAX], *posted[STAFF_MAX], *staff = NULL;
    size_t quota_count = 0, posted_count = 0;
    bool same_type = true;
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (!is_head_count(item))
            continue;
        if (has(work, BOUND_QUOTA, item->label) && !PLUMB_HAS(item->label, "在编", "实有") &&
            quota_count < STAFF_MAX) {
            if (quota_count > 0)
                same_type = same_type && PLUMB_HAS(item->label, "行政", "事业", "工勤", "参公");
            quotas[quota_count++] = item;
        } else if (has(work, BOUND_STAFF, item->label) && !is_outside(item->label)) {
            if (!staff)
                staff = item;
            if (item != staff && has(work, BOUND_POSTED, item->label) && posted_count < STAFF_MAX)
                posted[posted_count++] = item;
        }
    }
    if (quota_count == 0 || !staff)
        return;
    /* a first number for all posts, with kinds of posts behind it: the first is the sum */
    plumb_dec rest = {0};
    for (size_t i = 1; i < quota_count; i++)
        rest = plumb_dec_add(rest, quotas[i]->fact->value);
    bool first_is_sum = quota_count > 1 && rest.v == quotas[0]->fact->value.v;
    size_t used = first_is_sum || !same_type ? 1 : quota_count;
    if (used > 1) { /* "行政编制 46 名、事业编制 58 名，合计 104 名" */
        struct plumb_item *next = quotas[used - 1] + 1;
        if (quotas[used - 1]->index + 1 < passage->count && is_head_count(next) && next->total &&
            next->sentence == quotas[used - 1]->sentence) {
            quotas[0] = next;
            used = 1;
        }
    }
    staff = in_service(staff);
    if (used > 1 || (quota_count > 1 && first_is_sum))
        bound_kinds(work, passage);
    push_staff(work, &staff, 1, quotas, used, "staff in post ≤ posts");
    if (posted_count >= 2)
        push_staff(work, posted, posted_count, quotas, used, "established staff ≤ posts");
}

/* ---- what passed and what was looked at --------------------------------------------------------- */

/* "受理申请 658 份，审核通过 645 份", "抽检 1200 批次，合格 1188 批次": no more can pass than was looked at.
 * 办结 and 批准 are left out: they may include what was left from the year before. */
static void bound_passed(struct plumb_extract_work *work, const struct plumb_item *item)
{
    const struct plumb_item *next = item + 1;
    if (item->index + 1 >= item->passage->count || next->sentence != item->sentence ||
        !plumb_is_quantity(item->fact) || item->use != PLUMB_USE_PLAIN ||
        !plumb_is_quantity(next->fact) || next->use != PLUMB_USE_PLAIN ||
        item->fact->unit != next->fact->unit ||
        !plumb_str_equal(item->fact->unit_text, next->fact->unit_text) ||
        item->fact->comparator != PLUMB_CMP_NONE || next->fact->comparator != PLUMB_CMP_NONE ||
        !has(work, BOUND_LOOKED_AT, item->before) ||
        !has(work, BOUND_PASSED, plumb_text_between(item, next)))
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", item);
    claim.confidence = 0.45;
    plumb_claim_bound(&claim, next->fact, item->fact, "what passed ≤ what was looked at");
    plumb_claim_push(&claim);
}

/* ---- net and gross --------------------------------------------------------------------------------- */

static struct plumb_item *named_money(struct plumb_passage *passage, const char *word)
{
    for (size_t i = 0; i < passage->count; i++)
        if (passage->items[i].fact->unit == PLUMB_UNIT_YUAN &&
            passage->items[i].use == PLUMB_USE_PLAIN &&
            plumb_str_has(passage->items[i].label, word))
            return &passage->items[i];
    return NULL;
}

static void bound_net(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_item *gross = named_money(passage, "原值"), *net = named_money(passage, "净值");
    if (!gross || !net)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", gross);
    claim.confidence = 0.9;
    plumb_claim_bound(&claim, net->fact, gross->fact, "net value ≤ gross value");
    plumb_claim_push(&claim);
}

/* ---- rates above 100 % ------------------------------------------------------------------------------ */

/* An official rate is reported by the check that owns it. */
static const char *check_of_rate(const struct plumb_extract_work *work,
                                 const struct plumb_fact *rate)
{
    const struct plumb_indicator *ratio =
        rate->indicator && work->extractor->catalogue
            ? plumb_catalogue_find_indicator(work->extractor->catalogue, rate->indicator)
            : NULL;
    return ratio && ratio->check ? ratio->check : "consistency.bound";
}

static void bound_rate(struct plumb_extract_work *work, struct plumb_item *item)
{
    if (item->fact->unit != PLUMB_UNIT_FRACTION || item->fact->value.v <= PLUMB_DEC_ONE)
        return;
    /* "占年度计划 5 万亩的 112 %": the words stand in front of the whole */
    bool inside = item->index > 0 && plumb_str_starts(item->before, PLUMB_STR("的"));
    struct plumb_str words = inside ? item[-1].before : item->before;
    bool share = item->use == PLUMB_USE_SHARE &&
                 !PLUMB_HAS(words, "预算", "计划", "任务", "目标", "上年", "去年", "同期", "指标");
    if (!share && !(item->use == PLUMB_USE_RATE && has(work, BOUND_FULL, item->before)))
        return;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                .expected = plumb_dec_int(1),
                                .high = plumb_dec_int(1),
                                .reason = "a share cannot exceed 100 %",
                                .reason_zh = "该比率不应超过100%"};
    j.gap = plumb_dec_sub(item->fact->value, plumb_dec_int(1));
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, check_of_rate(work, item->fact), item);
    claim.confidence = 0.8;
    plumb_claim_try(
        &claim, &j, NULL, 0, "at most 100 %",
        plumb_arena_printf(work->arena, "%s > 100%%", plumb_fact_text(work, item->fact)));
    plumb_claim_push(&claim);
}

/* ---- magnitudes -------------------------------------------------------------------------------------- */

/* The amount with 万 dropped, and with 万 added. */
static plumb_dec without_scale(const struct plumb_fact *fact)
{
    return plumb_dec_div(fact->value, fact->scale, PLUMB_ROUND_NEAREST);
}

/* "件均 2 万元", "每户 5000 元" say nothing of how large a total may be. */
static bool is_standard(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "均", "每", "标准", "单价");
}

/* Largest other amount of the passage, for comparison. */
static const struct plumb_item *largest_other(const struct plumb_passage *passage,
                                              const struct plumb_item *item)
{
    const struct plumb_item *best = NULL;
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *other = &passage->items[i];
        if (other != item && other->fact->unit == PLUMB_UNIT_YUAN && !is_standard(other) &&
            plumb_is_quantity(other->fact) && (!best || other->fact->value.v > best->fact->value.v))
            best = other;
    }
    return best;
}

/* The two largest amounts of the document: what is the largest other than a given one is then known
 * without looking at all of them again. */
struct largest {
    const struct plumb_fact *first;
    plumb_dec first_value, second_value;
};

static struct largest largest_in_document(const struct plumb_extract_work *work)
{
    struct largest largest = {0};
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->unit != PLUMB_UNIT_YUAN || !plumb_is_quantity(fact))
            continue;
        if (fact->value.v > largest.first_value.v) {
            largest.second_value = largest.first_value;
            largest.first_value = fact->value;
            largest.first = fact;
        } else {
            largest.second_value = plumb_dec_max(largest.second_value, fact->value);
        }
    }
    return largest;
}

/* "11 777 000 万元" where the largest other amount of the report is a thousandth of it, and which is
 * ordinary when read as 元. */
static void unit_slip(struct plumb_extract_work *work, const struct largest *amounts,
                      struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    if (fact->unit != PLUMB_UNIT_YUAN || !plumb_is_quantity(fact) ||
        fact->scale.v < 10000 * PLUMB_DEC_ONE)
        return;
    plumb_dec largest = fact == amounts->first ? amounts->second_value : amounts->first_value;
    if (largest.v <= 0 || fact->value.v / 100 < largest.v)
        return;
    plumb_dec bare = without_scale(fact);
    const struct plumb_item *beside = largest_other(item->passage, item);
    if (!beside || bare.v > largest.v || fact->value.v / 500 < beside->fact->value.v ||
        bare.v < 1000 * PLUMB_DEC_ONE)
        return;
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT,
        .expected = bare,
        .low = bare,
        .high = plumb_dec_max(bare, beside->fact->value),
        .gap = plumb_dec_sub(fact->value, beside->fact->value),
        .reason = "far larger than every other amount of the report; read as 元 it fits",
        .reason_zh = "远大于报告中其他金额，按“元”计则合理，单位疑误"};
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_UPPER, beside->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_UNIT, "consistency.unit", item);
    claim.confidence = 0.9;
    claim.next_money = j.gap;
    plumb_claim_try(&claim, &j, &term, 1, "larger than the largest amount beside it",
                    plumb_arena_printf(work->arena, "%s > %s", plumb_fact_text(work, fact),
                                       plumb_fact_text(work, beside->fact)));
    plumb_claim_push(&claim);
}

void plumb_relate_bounds(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct largest amounts = largest_in_document(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        bound_staff(work, passage);
        bound_net(work, passage);
        for (size_t i = 0; i < passage->count; i++) {
            bound_rate(work, &passage->items[i]);
            bound_passed(work, &passage->items[i]);
            unit_slip(work, &amounts, &passage->items[i]);
        }
    }
}
