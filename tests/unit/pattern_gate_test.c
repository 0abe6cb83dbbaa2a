/* Words that patterns require: read off expressions by hand, and never wrong for the cues in use. */
#include "extract_fixture.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <dirent.h>
#include <pcre2.h>
#include <stdio.h>

#include "extract/relate/cue.h"
#include "extract/text/pattern_gate.h"

static void check(const char *source, const char *const *words, size_t count)
{
    struct plumb_pattern_gate gate = plumb_pattern_gate_of(source);
    if (gate.count != count)
        fail_msg("%s: %zu words, not %zu", source, gate.count, count);
    for (size_t i = 0; i < count; i++)
        if (!plumb_str_equal(gate.words[i].text, plumb_str_from(words[i])))
            fail_msg("%s: %.*s, not %s", source, (int)gate.words[i].text.len,
                     gate.words[i].text.ptr, words[i]);
}

#define WORDS(source, ...)                                                                         \
    check(source, (const char *const[]){__VA_ARGS__},                                              \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
#define NO_WORDS(source) check(source, NULL, 0)

static void words_that_must_be_there(void **state)
{
    (void)state;
    WORDS("增长", "增长");
    WORDS("占(?<whole>[^,]*?)的?\\p{Co}", "占");
    WORDS("合计|总计", "合计", "总计");
    WORDS("(?:增长|下降)%", "增长", "下降"); /* the longer words tell more than the % */
    WORDS("为万?元", "为");                  /* 万 may be absent, 元 tells no more */
    WORDS("预算+数", "预算");
    WORDS("预算{2,3}数", "预算");
    WORDS("年[一二]季", "年");
    WORDS("[甲乙]\\d", "甲", "乙");
    WORDS("(?<!不)足额(?!发放)", "足额");
    WORDS("^截至(?=年)", "截至");
    WORDS("共?计\\(元\\)", "计");
}

static void patterns_without_such_words(void **state)
{
    (void)state;
    NO_WORDS("");
    NO_WORDS("的?");
    NO_WORDS("(?:增长)?");
    NO_WORDS("(?:增长){0,2}");
    NO_WORDS("合计|\\d");
    NO_WORDS("合计|");
    NO_WORDS("(?=合计)");
    NO_WORDS("(?!合计)");
    NO_WORDS("[^甲]");
    NO_WORDS("[甲-丙]");
    NO_WORDS("[\\d甲]");
    NO_WORDS("(?i)abc");         /* letters of either case */
    NO_WORDS("(合计)(?(1)a|b)"); /* conditions are not read */
    NO_WORDS("\\x41合计");
    NO_WORDS("合计)");
    NO_WORDS("合计(");
    NO_WORDS("合计[");
}

static const struct plumb_pattern_list *const lists[] = {
    &plumb_patterns_sum,           &plumb_patterns_share,   &plumb_patterns_ratio,
    &plumb_patterns_growth,        &plumb_patterns_product, &plumb_patterns_compare,
    &plumb_patterns_count,         &plumb_patterns_restate, &plumb_patterns_bound,
    &plumb_patterns_date,          &plumb_patterns_beside,  &plumb_patterns_report,
    &plumb_patterns_contradiction, &plumb_patterns_said,    &plumb_patterns_leftover,
};
_Static_assert(PLUMB_COUNT(lists) == PLUMB_PATTERN_SETS, "every set is tested");

/* Clauses as the builders see them: folded, blanks out, one place-holder a number. */
static size_t fold_line(const char *line, char *out)
{
    size_t n = 0;
    bool number = false;
    struct plumb_str s = plumb_str_from(line);
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &at));
        bool digit = (cp >= '0' && cp <= '9') || (number && (cp == '.' || cp == ','));
        if (digit && !number)
            n += plumb_utf8_encode(0xE000, out + n);
        number = digit;
        if (!digit && cp > ' ')
            n += plumb_utf8_encode(cp, out + n);
    }
    out[n] = '\0';
    return n;
}

static size_t match_file(const char *path, pcre2_code *code, const struct plumb_pattern_gate *gate,
                         const char *source)
{
    char line[8192], text[3 * sizeof line];
    size_t matched = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    pcre2_match_data *data = pcre2_match_data_create(32, NULL);
    while (fgets(line, sizeof line, file)) {
        struct plumb_str subject = {text, fold_line(line, text)};
        if (!plumb_utf8_valid(subject, NULL) ||
            pcre2_match(code, (PCRE2_SPTR)text, subject.len, 0, 0, data, NULL) < 1)
            continue;
        struct plumb_gist gist = plumb_gist_of(subject);
        matched++;
        if (!plumb_pattern_gate_open(gate, &gist, subject))
            fail_msg("%s matches \"%s\", but the gate is closed", source, text);
    }
    pcre2_match_data_free(data);
    fclose(file);
    return matched;
}

/* No cue that matches a line of the corpus is kept out by its gate. */
static void gates_let_every_match_through(void **state)
{
    (void)state;
    char path[512];
    size_t matched = 0, gated = 0;
    for (size_t l = 0; l < PLUMB_COUNT(lists); l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            int error = 0;
            PCRE2_SIZE at = 0;
            const char *source = lists[l]->sources[i];
            struct plumb_pattern_gate gate = plumb_pattern_gate_of(source);
            pcre2_code *code = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
                                             PCRE2_UTF | PCRE2_UCP, &error, &at, NULL);
            assert_non_null(code);
            DIR *folder = opendir("tests/corpus");
            assert_non_null(folder);
            for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
                if (entry->d_name[0] == '.')
                    continue;
                snprintf(path, sizeof path, "tests/corpus/%s", entry->d_name);
                matched += match_file(path, code, &gate, source);
            }
            closedir(folder);
            pcre2_code_free(code);
            gated += gate.count > 0;
        }
    assert_true(matched > 1000);
    assert_true(gated > 50); /* most cues have words */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_must_be_there),
        cmocka_unit_test(patterns_without_such_words),
        cmocka_unit_test(gates_let_every_match_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
