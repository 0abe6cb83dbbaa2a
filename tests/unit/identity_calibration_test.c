/* Many first pages and file names (tests/unit/files/identity.txt): whose report, of which year and
 * kind, what disagrees; and whether the confidence told is worth what it says. */
#include "identity_fixture.h"

#define CASES "tests/unit/files/identity.txt"
#define FIELDS 6

/* Confidence told for the readings that are right and for those that are wrong. */
static double sum_right, sum_wrong;
static size_t right, wrong;

static void count_reading(bool good, double told)
{
    *(good ? &sum_right : &sum_wrong) += told;
    *(good ? &right : &wrong) += 1;
}

/* Subjects of the disagreements found, parted by spaces; "-" for none. */
static void list_disagreements(const struct plumb_extraction *e, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < e->relation_count; i++) {
        const struct plumb_relation *r = &e->relations[i];
        bool told =
            strcmp(r->check, "report.identity") == 0 ||
            (strcmp(r->check, "report.year") == 0 && r->verdict == PLUMB_VERDICT_INCONSISTENT);
        if (told || strcmp(r->check, "report.placeholder") == 0)
            snprintf(out + strlen(out), size - strlen(out), "%s%.*s", *out ? " " : "",
                     PLUMB_STR_ARG(told ? r->subject : PLUMB_STR("占位符")));
    }
    if (!*out)
        snprintf(out, size, "-");
}

/* The lines of a page, each a paragraph. */
static void put_page(struct plumb_buf *out, const char *text)
{
    static const char end[] = "⏎";
    for (const char *at = text; *at;) {
        const char *stop = strstr(at, end);
        plumb_buf_add(out, at, stop ? (size_t)(stop - at) : strlen(at));
        plumb_buf_puts(out, "\n\n");
        at = stop ? stop + sizeof end - 1 : at + strlen(at);
    }
}

static bool is_read_right(char *const *fields)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_document *document = NULL;
    struct plumb_extraction *e = NULL;
    struct plumb_buf page = {0};
    char found[256];
    put_page(&page, fields[1]);
    assert_int_equal(plumb_read_text(fields[0], (struct plumb_str){page.data, page.len}, &limits,
                                     arena, &document, NULL),
                     PLUMB_OK);
    assert_int_equal(plumb_extract(fixture.extractor, document, arena, &e, NULL), PLUMB_OK);
    list_disagreements(e, found, sizeof found);
    bool agency = plumb_str_equal(e->agency, plumb_str_from(fields[2]));
    bool year = e->year == (int)strtol(fields[3], NULL, 10);
    bool kind = strcmp(plumb_document_kind_name(e->kind), fields[4]) == 0;
    bool told = strcmp(found, fields[5]) == 0;
    count_reading(agency, e->agency_confidence);
    if (e->year)
        count_reading(year, e->year_confidence);
    count_reading(kind, e->kind_confidence);
    if (!agency || !year || !kind || !told)
        print_error("%s | %s\n  found %.*s %.2f, %d %.2f, %s %.2f; disagree: %s\n", fields[0],
                    fields[1], PLUMB_STR_ARG(e->agency), e->agency_confidence, e->year,
                    e->year_confidence, plumb_document_kind_name(e->kind), e->kind_confidence,
                    found);
    plumb_buf_free(&page);
    plumb_arena_free(arena);
    return agency && year && kind && told;
}

static size_t split(char *line, char **fields)
{
    size_t count = 0;
    for (char *at = line; at && count < FIELDS; count++) {
        char *bar = strstr(at, " | ");
        fields[count] = at;
        if (bar)
            *bar = '\0';
        at = bar ? bar + 3 : NULL;
    }
    return count;
}

static void pages(void **state)
{
    (void)state;
    char line[2048], *fields[FIELDS];
    size_t count = 0, failed = 0;
    FILE *file = fopen(CASES, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (!line[0] || line[0] == '#')
            continue;
        assert_int_equal(split(line, fields), FIELDS);
        failed += !is_read_right(fields);
        count++;
    }
    fclose(file);
    print_message(
        "%zu pages, %zu not read as by hand; sure %.2f where right (%zu), %.2f where wrong "
        "(%zu)\n",
        count, failed, right ? sum_right / (double)right : 0, right,
        wrong ? sum_wrong / (double)wrong : 0, wrong);
    assert_true(count >= 80);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
