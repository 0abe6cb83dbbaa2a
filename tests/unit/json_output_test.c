/* The JSON contract: exact numbers, fixed fields, and every output valid against docs/schemas. */
#include "json_schema.h"
#include "test_support.h"

#include "plumb/report.h"

#include <dirent.h>

struct outputs {
    struct json_schemas *schemas;
    struct plumb_catalogue *catalogue;
    struct plumb_extractor *extractor;
    struct plumb_arena *arena;
    struct plumb_error error;
};

static int setup(void **state)
{
    struct outputs *o = calloc(1, sizeof *o);
    o->schemas = json_schemas_load("docs/schemas");
    o->arena = plumb_arena_new();
    assert_non_null(o->schemas);
    assert_int_equal(plumb_catalogue_load(NULL, &o->catalogue, &o->error), PLUMB_OK);
    assert_int_equal(plumb_extractor_new(o->catalogue, &o->extractor, &o->error), PLUMB_OK);
    *state = o;
    return 0;
}

static int teardown(void **state)
{
    struct outputs *o = *state;
    plumb_extractor_free(o->extractor);
    plumb_catalogue_free(o->catalogue);
    json_schemas_free(o->schemas);
    plumb_arena_free(o->arena);
    free(o);
    return 0;
}

static void valid(const struct outputs *o, const char *schema, const char *json)
{
    char why[512] = "";
    cJSON *value = cJSON_Parse(json);
    if (!value)
        print_message("not JSON: %.300s\n", json);
    assert_non_null(value);
    bool good = json_schema_check(o->schemas, schema, value, why, sizeof why);
    if (!good)
        print_message("%s\n%.500s\n", why, json);
    assert_true(good);
    cJSON_Delete(value);
}

/* ---- hand-made items: the text is known to the last byte --------------------------------- */

static const struct plumb_document document = {.path = "a\"b.txt"};

static plumb_dec dec(const char *text)
{
    plumb_dec value = {0};
    assert_int_equal(plumb_dec_parse(plumb_str_from(text), &value, NULL, NULL), PLUMB_OK);
    return value;
}

static void fact_to_the_byte(void **state)
{
    const struct outputs *o = *state;
    struct plumb_buf out = {0};
    struct plumb_extraction extraction = {.document = &document, .agency = PLUMB_STR("某局")};
    struct plumb_fact fact = {.kind = PLUMB_FACT_QUANTITY,
                              .line = 7,
                              .text = PLUMB_STR("12.3456"),
                              .value = dec("0.123456"),
                              .ulp = dec("0.000001"),
                              .unit = PLUMB_UNIT_FRACTION,
                              .comparator = PLUMB_CMP_GE,
                              .label = PLUMB_STR("执行\n率"),
                              .item = PLUMB_STR(""),
                              .stage = PLUMB_STAGE_NONE,
                              .context = PLUMB_STR("≥12.3456%")};
    plumb_json_fact(&out, &extraction, &fact);
    assert_string_equal(
        out.data,
        "{\"document\":\"a\\\"b.txt\",\"line\":7,\"text\":\"12.3456\",\"label\":\"执行\\n率\","
        "\"indicator\":null,\"stage\":null,\"agency\":\"某局\",\"year\":null,\"item\":\"\","
        "\"value\":0.123456,\"unit\":\"fraction\",\"half_width\":0.0000005,\"comparator\":\"≥\","
        "\"context\":\"≥12.3456%\"}\n");
    valid(o, "fact.json", out.data);
    /* Half of an odd last place needs a tenth decimal. */
    out.len = 0;
    fact.ulp = dec("0.000000001");
    fact.value = dec("98765432109876543.21");
    plumb_json_fact(&out, &extraction, &fact);
    assert_non_null(strstr(out.data, "\"half_width\":0.0000000005,"));
    assert_non_null(strstr(out.data, "\"value\":98765432109876543.21,"));
    plumb_buf_free(&out);
}

static void relation_to_the_byte(void **state)
{
    const struct outputs *o = *state;
    struct plumb_buf out = {0};
    struct plumb_fact facts[2] = {
        {.text = PLUMB_STR("5"), .value = dec("50000"), .unit = PLUMB_UNIT_YUAN, .line = 3},
        {.text = PLUMB_STR("25"), .value = dec("0.25"), .unit = PLUMB_UNIT_FRACTION, .line = 4}};
    struct plumb_extraction extraction = {.document = &document, .facts = facts, .fact_count = 2};
    struct plumb_term operands[] = {{PLUMB_ROLE_PART, 0, PLUMB_STR("5"), 3},
                                    {PLUMB_ROLE_CUE, PLUMB_NPOS, PLUMB_STR("占比"), 4}};
    struct plumb_relation relation = {.kind = PLUMB_REL_SHARE,
                                      .check = "consistency.share",
                                      .stated = {PLUMB_ROLE_STATED, 1, PLUMB_STR("25"), 4},
                                      .operands = operands,
                                      .operand_count = 2,
                                      .has_expected = true,
                                      .expected = dec("0.2"),
                                      .low = PLUMB_DEC_NINF,
                                      .high = dec("0.21"),
                                      .verdict = PLUMB_VERDICT_INCONSISTENT,
                                      .mode = PLUMB_MODE_NEAREST,
                                      .readings = 3,
                                      .line = 4};
    plumb_json_relation(&out, &extraction, &relation);
    assert_string_equal(
        out.data,
        "{\"document\":\"a\\\"b.txt\",\"kind\":\"share\",\"check\":\"consistency.share\",\"line\":"
        "4,"
        "\"stated\":{\"text\":\"25\",\"value\":0.25,\"unit\":\"fraction\",\"line\":4},"
        "\"operands\":[{\"role\":\"part\",\"text\":\"5\",\"value\":50000,\"unit\":\"yuan\","
        "\"line\":"
        "3},{\"role\":\"cue\",\"text\":\"占比\",\"value\":null,\"unit\":null,\"line\":4}],"
        "\"expected\":0.2,\"low\":null,\"high\":0.21,\"verdict\":\"inconsistent\",\"mode\":"
        "\"nearest\",\"readings\":3}\n");
    valid(o, "relation.json", out.data);
    /* Nothing stated, nothing computed. */
    out.len = 0;
    relation.stated = (struct plumb_term){PLUMB_ROLE_STATED, PLUMB_NPOS, PLUMB_STR(""), 0};
    relation.has_expected = false;
    plumb_json_relation(&out, &extraction, &relation);
    assert_non_null(strstr(out.data, "\"stated\":null"));
    assert_non_null(strstr(out.data, "\"expected\":null,\"low\":null,\"high\":null"));
    valid(o, "relation.json", out.data);
    plumb_buf_free(&out);
}

static void finding_to_the_byte(void **state)
{
    const struct outputs *o = *state;
    struct plumb_buf out = {0};
    struct plumb_evidence evidence = {"a.txt",  3,          {"约<b>5万元", 13},
                                      {"5", 1}, PLUMB_NPOS, "stated"};
    struct plumb_suspect suspect = {"a.txt", {"5", 1}, 3, NULL, 0, "one of"};
    struct plumb_finding finding = {.id = "0123456789abcdef",
                                    .check = "consistency.sum",
                                    .audit_class = 'A',
                                    .severity = PLUMB_SEVERITY_LOW,
                                    .score = 21.006,
                                    .confidence = 0.5,
                                    .agency = "",
                                    .subject = "支出",
                                    .stated = "5万元",
                                    .expected = "",
                                    .money_at_stake = 12345678901.5,
                                    .title = {"标", "t"},
                                    .explanation = {"说", "e"},
                                    .recomputation = "",
                                    .suspects = &suspect,
                                    .suspect_count = 1,
                                    .evidence = &evidence,
                                    .evidence_count = 1,
                                    .status = NULL};
    plumb_json_finding(&out, &finding);
    assert_string_equal(
        out.data,
        "{\"id\":\"0123456789abcdef\",\"check\":\"consistency.sum\",\"class\":\"A\",\"severity\":"
        "\"low\",\"score\":21.01,\"confidence\":0.5,\"agency\":null,\"year\":null,\"subject\":"
        "\"支出\",\"stated\":\"5万元\",\"expected\":\"\",\"money_at_stake\":12345678901.5,"
        "\"title\":{\"zh\":\"标\",\"en\":\"t\"},\"explanation\":{\"zh\":\"说\",\"en\":\"e\"},"
        "\"recomputation\":\"\",\"suspects\":[{\"text\":\"5\",\"line\":3,\"proposed\":null,"
        "\"votes\":0}],\"evidence\":[{\"document\":\"a.txt\",\"line\":3,\"quote\":\"约<b>5万元\","
        "\"text\":\"5\",\"role\":\"stated\"}],\"status\":\"open\",\"decision\":null}\n");
    valid(o, "finding.json", out.data);
    plumb_buf_free(&out);
}

/* ---- real outputs ------------------------------------------------------------------------ */

static void valid_lines(const struct outputs *o, const char *schema, struct plumb_buf *lines)
{
    for (char *line = lines->data, *end; line && *line; line = end + 1) {
        end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        valid(o, schema, line);
    }
    plumb_buf_free(lines);
}

static struct plumb_extraction *extract_file(struct outputs *o, const char *path)
{
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_document *read = NULL;
    struct plumb_extraction *extraction = NULL;
    assert_int_equal(plumb_read_file(path, &limits, o->arena, &read, &o->error), PLUMB_OK);
    assert_int_equal(plumb_extract(o->extractor, read, o->arena, &extraction, &o->error), PLUMB_OK);
    return extraction;
}

/* The example reports of this project: every fact, relation and finding, and the whole report. */
static void examples_are_valid(void **state)
{
    struct outputs *o = *state;
    const struct plumb_extraction *list[64];
    size_t count = 0;
    DIR *folder = opendir("datasets/reports");
    if (!folder) {
        print_message("skipped: datasets/reports is not there\n");
        skip();
    }
    for (struct dirent *entry = readdir(folder); entry && count < 64; entry = readdir(folder)) {
        char *path = plumb_arena_printf(o->arena, "datasets/reports/%s", entry->d_name);
        if (entry->d_name[0] != '.')
            list[count++] = extract_file(o, path);
    }
    closedir(folder);
    assert_true(count > 0);
    struct plumb_buf facts = {0}, relations = {0}, findings = {0}, whole = {0};
    for (size_t d = 0; d < count; d++) {
        for (size_t i = 0; i < list[d]->fact_count; i++)
            if (list[d]->facts[i].kind <= PLUMB_FACT_BARE)
                plumb_json_fact(&facts, list[d], &list[d]->facts[i]);
        for (size_t i = 0; i < list[d]->relation_count; i++)
            plumb_json_relation(&relations, list[d], &list[d]->relations[i]);
    }
    struct plumb_digest *digests[64];
    for (size_t d = 0; d < count; d++)
        assert_int_equal(plumb_digest_new(o->catalogue, list[d], 0, &digests[d], &o->error),
                         PLUMB_OK);
    struct plumb_analysis_input input = {.catalogue = o->catalogue,
                                         .digests = (const struct plumb_digest *const *)digests,
                                         .digest_count = count};
    struct plumb_finding_list found = {0};
    struct plumb_analysis_summary summary;
    assert_int_equal(plumb_analyse(&input, o->arena, &found, &summary, &o->error), PLUMB_OK);
    for (size_t i = 0; i < found.count; i++)
        plumb_json_finding(&findings, &found.items[i]);
    struct plumb_report_file files[] = {
        {.path = "a", .kind = "unreadable", .agency = "", .problem = "broken"},
        {.path = "b", .kind = "panel", .agency = "某局", .year = 2023, .rows = 5}};
    struct plumb_report_input report = {.title = "t",
                                        .command_line = "plumb",
                                        .when = "2024-01-01T00:00:00Z",
                                        .catalogue = o->catalogue,
                                        .findings = &found,
                                        .summary = &summary,
                                        .files = files,
                                        .file_count = 2};
    assert_int_equal(plumb_report_json(&report, &whole, &o->error), PLUMB_OK);
    valid(o, "report.json", whole.data);
    plumb_buf_free(&whole);
    for (size_t d = 0; d < count; d++)
        plumb_digest_free(digests[d]);
    valid_lines(o, "fact.json", &facts);
    valid_lines(o, "relation.json", &relations);
    valid_lines(o, "finding.json", &findings);
}

/* The validator says no when it should: one changed field at a time. */
static void wrong_is_refused(void **state)
{
    const struct outputs *o = *state;
    static const char *const bad[] = {
        "{}",
        "{\"id\":1}",
        "{\"id\":\"0123456789abcdeg\",\"check\":\"c\",\"class\":\"A\",\"severity\":\"low\","
        "\"score\":"
        "1,\"confidence\":1,\"agency\":null,\"year\":null,\"subject\":\"\",\"stated\":\"\","
        "\"expected\":\"\",\"money_at_stake\":0,\"title\":{\"zh\":\"\",\"en\":\"\"},"
        "\"explanation\":{"
        "\"zh\":\"\",\"en\":\"\"},\"recomputation\":\"\",\"suspects\":[],\"evidence\":[],"
        "\"status\":"
        "\"open\",\"decision\":null}",
        "{\"id\":\"0123456789abcdef\",\"check\":\"c\",\"class\":\"A\",\"severity\":\"low\","
        "\"score\":"
        "101,\"confidence\":1,\"agency\":null,\"year\":null,\"subject\":\"\",\"stated\":\"\","
        "\"expected\":\"\",\"money_at_stake\":0,\"title\":{\"zh\":\"\",\"en\":\"\"},"
        "\"explanation\":{"
        "\"zh\":\"\",\"en\":\"\"},\"recomputation\":\"\",\"suspects\":[],\"evidence\":[],"
        "\"status\":"
        "\"open\",\"decision\":null}",
        "{\"id\":\"0123456789abcdef\",\"check\":\"c\",\"class\":\"A\",\"severity\":\"low\","
        "\"score\":"
        "1,\"confidence\":1,\"agency\":null,\"year\":null,\"subject\":\"\",\"stated\":\"\","
        "\"expected\":\"\",\"money_at_stake\":0,\"title\":{\"zh\":\"\",\"en\":\"\"},"
        "\"explanation\":{"
        "\"zh\":\"\",\"en\":\"\"},\"recomputation\":\"\",\"suspects\":[],\"evidence\":[],"
        "\"status\":"
        "\"open\",\"decision\":null,\"extra\":1}",
        "{\"id\":\"0123456789abcdef\",\"check\":\"c\",\"class\":\"A\",\"severity\":\"low\","
        "\"score\":"
        "1,\"confidence\":1,\"agency\":null,\"year\":null,\"subject\":\"\",\"stated\":\"\","
        "\"expected\":\"\",\"money_at_stake\":0,\"title\":{\"zh\":\"\",\"en\":\"\"},"
        "\"explanation\":{"
        "\"zh\":\"\",\"en\":\"\"},\"recomputation\":\"\",\"suspects\":[],\"evidence\":[],"
        "\"status\":"
        "\"open\",\"decision\":{\"note\":\"\",\"who\":\"\",\"when\":\"\"}}",
    };
    for (size_t i = 0; i < PLUMB_COUNT(bad); i++) {
        char why[512] = "";
        cJSON *value = cJSON_Parse(bad[i]);
        assert_non_null(value);
        assert_false(json_schema_check(o->schemas, "finding.json", value, why, sizeof why));
        assert_true(strlen(why) > 0);
        cJSON_Delete(value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fact_to_the_byte),    cmocka_unit_test(relation_to_the_byte),
        cmocka_unit_test(finding_to_the_byte), cmocka_unit_test(examples_are_valid),
        cmocka_unit_test(wrong_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
