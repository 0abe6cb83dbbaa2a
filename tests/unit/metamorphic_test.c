/* The findings of a text must not depend on how it is set: full or half width punctuation, spaces between
 * words and numbers, line ends, blank lines. Over the passages of tests/corpus, the files of tests/checks,
 * the keyed reports of tests/whole and, where they are, the reports of ../shared/seeds. */
#include "check_cases.h"
#include "corpus_cases.h"

#include <dirent.h>

static struct screening_tools tools;

/* Forms that lost their grid are told by spaces and line ends, which is what is changed here: one text in so
 * many may be read differently. Each is printed. */
enum { MAX_SOURCES = 4000, FEW = 200 };
static struct source {
    char name[280];
    struct plumb_buf text;
} sources[MAX_SOURCES];
static size_t source_count;

/* ---- where texts come from ------------------------------------------------------------------- */

static struct plumb_buf *add_source(const char *name)
{
    if (source_count == MAX_SOURCES)
        return NULL;
    struct source *s = &sources[source_count++];
    memcpy(s->name, name, strnlen(name, sizeof s->name - 1));
    return &s->text;
}

static void add_passages(void)
{
    size_t count = 0;
    struct passage **list = corpus_read(&count);
    for (size_t i = 0; i < count; i++) {
        struct plumb_buf *text = add_source(list[i]->name);
        if (text)
            plumb_buf_add(text, list[i]->text, list[i]->len);
    }
    corpus_free(list, count);
}

static void add_cases(void)
{
    size_t count = 0;
    struct check_case **list = check_cases_read(&count);
    for (size_t i = 0; i < count; i++) {
        const struct case_file *file = &list[i]->files[0];
        struct plumb_buf *text = list[i]->file_count == 1 && !strstr(file->name, ".csv")
                                     ? add_source(list[i]->name)
                                     : NULL;
        if (text)
            plumb_buf_add(text, file->text.data, file->text.len);
    }
    check_cases_free(list, count);
}

/* Keyed reports have {names} behind their numbers, and the key below a line of =. */
static void add_file(const char *path, const char *name, bool keyed)
{
    FILE *file = fopen(path, "rb");
    struct plumb_buf *text = file ? add_source(name) : NULL;
    bool inside = false, line_start = true;
    for (int c, end = 0; text && !end && (c = fgetc(file)) != EOF;) {
        end = keyed && line_start && c == '=';
        line_start = c == '\n';
        inside = keyed && (inside ? c != '}' : c == '{');
        char byte = (char)c;
        if (!end && !inside && !(keyed && c == '}'))
            plumb_buf_add(text, &byte, 1);
    }
    if (file)
        fclose(file);
}

static void add_folder(const char *folder, const char *ending)
{
    struct dirent **files = NULL;
    int found = scandir(folder, &files, NULL, alphasort);
    for (int i = 0; i < found; i++) {
        const char *dot = strrchr(files[i]->d_name, '.');
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        if (dot && strcmp(dot, ending) == 0)
            add_file(path, files[i]->d_name, strcmp(ending, ".key") == 0);
        free(files[i]);
    }
    free(files);
}

/* ---- settings of one text --------------------------------------------------------------------- */

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

static bool is_han(uint32_t cp)
{
    return cp >= 0x4E00 && cp <= 0x9FFF;
}

struct walk {
    struct plumb_str in;
    size_t at, next;
    uint32_t before, cp, after;
};

static bool step(struct walk *w)
{
    w->before = w->cp;
    w->at = w->next;
    if (w->at >= w->in.len)
        return false;
    w->cp = plumb_utf8_decode(w->in, &w->next);
    size_t ahead = w->next;
    w->after = ahead < w->in.len ? plumb_utf8_decode(w->in, &ahead) : 0;
    return true;
}

static void copy(const struct walk *w, struct plumb_buf *out)
{
    plumb_buf_add(out, w->in.ptr + w->at, w->next - w->at);
}

static struct plumb_str line_at(struct plumb_str in, size_t at)
{
    size_t from = at, to = at;
    while (from > 0 && in.ptr[from - 1] != '\n')
        from--;
    while (to < in.len && in.ptr[to] != '\n')
        to++;
    return plumb_str_sub(in, from, to);
}

/* A long line of prose that breaks off inside a sentence is known by its width: it keeps its marks. */
static bool is_broken_line(struct plumb_str line)
{
    enum { SHORTEST_FULL_LINE = 30 };
    return plumb_utf8_count(line) >= SHORTEST_FULL_LINE && !plumb_str_has(line, "\t") &&
           !plumb_str_has(line, "|") && !plumb_str_ends(line, PLUMB_STR("。")) &&
           !plumb_str_ends(line, PLUMB_STR("；")) && !plumb_str_ends(line, PLUMB_STR("："));
}

/* Columns set by spaces, and forms of one cell a line: there spaces, or empty lines, tell the cells. */
static bool is_columned(struct plumb_str line)
{
    return plumb_str_has(line, "   ");
}

static bool is_flattened(struct plumb_str in)
{
    return plumb_str_has(in, "\n\t");
}

static void half_width(struct plumb_str in, struct plumb_buf *out)
{
    static const struct {
        uint32_t full;
        const char *half;
    } marks[] = {{0xFF0C, ","}, {0xFF08, "("}, {0xFF09, ")"},
                 {0xFF1A, ":"}, {0xFF05, "%"}, {0xFF1B, ";"}};
    for (struct walk w = {.in = in}; step(&w);) {
        size_t i = 0;
        while (i < PLUMB_COUNT(marks) && marks[i].full != w.cp)
            i++;
        bool inside = is_digit(w.before) && is_digit(w.after);
        if (i == PLUMB_COUNT(marks) || inside || is_broken_line(line_at(in, w.at)))
            copy(&w, out);
        else
            plumb_buf_puts(out, marks[i].half);
    }
}

static void spaced(struct plumb_str in, struct plumb_buf *out)
{
    for (struct walk w = {.in = in}; step(&w);) {
        bool border = (is_han(w.before) && is_digit(w.cp)) || (is_digit(w.before) && is_han(w.cp));
        if (border && !is_columned(line_at(in, w.at)))
            plumb_buf_puts(out, " ");
        copy(&w, out);
    }
}

static void spaced_units(struct plumb_str in, struct plumb_buf *out)
{
    for (struct walk w = {.in = in}; step(&w);) {
        struct plumb_str rest = plumb_str_sub(in, w.at, in.len);
        if (is_digit(w.before) && (plumb_str_starts(rest, PLUMB_STR("万元")) ||
                                   plumb_str_starts(rest, PLUMB_STR("亿元")) || w.cp == 0x5143))
            plumb_buf_puts(out, " ");
        copy(&w, out);
    }
}

static void crlf(struct plumb_str in, struct plumb_buf *out)
{
    for (struct walk w = {.in = in}; step(&w);) {
        if (w.cp == '\n')
            plumb_buf_puts(out, "\r");
        copy(&w, out);
    }
}

/* Blank lines that are there become two, and there are some in front and at the end. */
static void more_blank_lines(struct plumb_str in, struct plumb_buf *out)
{
    plumb_buf_puts(out, "\n\n");
    for (struct walk w = {.in = in}; step(&w);) {
        if (w.cp == '\n' && w.before == '\n' && !is_flattened(in))
            plumb_buf_puts(out, "\n");
        copy(&w, out);
    }
    plumb_buf_puts(out, "\n\n");
}

static void trailing_spaces(struct plumb_str in, struct plumb_buf *out)
{
    for (struct walk w = {.in = in}; step(&w);) {
        if (w.cp == '\n' && w.before == 0x3002)
            plumb_buf_puts(out, "  ");
        copy(&w, out);
    }
}

static void byte_order_mark(struct plumb_str in, struct plumb_buf *out)
{
    plumb_buf_puts(out, "\xEF\xBB\xBF");
    plumb_buf_add(out, in.ptr, in.len);
}

/* ---- comparing findings ----------------------------------------------------------------------- */

/* Check and stated number of each finding, sorted; separators, spaces and width apart. */
static char **keys_of(const struct screening *s)
{
    char **keys = plumb_arena_array(s->arena, s->list.count + 1, sizeof *keys);
    for (size_t i = 0; i < s->list.count; i++) {
        const struct plumb_finding *f = &s->list.items[i];
        struct plumb_str stated = plumb_str_from(f->stated);
        size_t room = strlen(f->check) + stated.len + 8, n = strlen(f->check) + 1;
        char *key = plumb_arena_alloc(s->arena, room);
        snprintf(key, room, "%s ", f->check);
        for (size_t at = 0; at < stated.len;) {
            uint32_t cp = plumb_fold(plumb_utf8_decode(stated, &at));
            if (cp != ' ' && cp != ',')
                n += plumb_utf8_encode(cp, key + n);
        }
        key[n] = '\0';
        size_t k = i;
        for (; k > 0 && strcmp(keys[k - 1], key) > 0; k--)
            keys[k] = keys[k - 1];
        keys[k] = key;
    }
    return keys;
}

static bool screen_text(struct plumb_buf text, struct screening *out)
{
    struct case_file file = {.name = "report.txt", .text = text};
    return screen_files(&tools, &file, 1, out);
}

static void print_difference(const char *sign, char **keys, size_t count, char **others,
                             size_t other_count)
{
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < other_count && strcmp(keys[i], others[k]) != 0)
            k++;
        if (k == other_count)
            print_error("    %s %s\n", sign, keys[i]);
    }
}

static bool same_findings(const struct source *source, const struct screening *a,
                          const struct screening *b)
{
    char **x = keys_of(a), **y = keys_of(b);
    bool same = a->list.count == b->list.count;
    for (size_t i = 0; same && i < a->list.count; i++)
        same = strcmp(x[i], y[i]) == 0;
    if (!same) {
        print_error("%s\n", source->name);
        print_difference("gone", x, a->list.count, y, b->list.count);
        print_difference("new", y, b->list.count, x, a->list.count);
    }
    return same;
}

static void run(void (*change)(struct plumb_str in, struct plumb_buf *out))
{
    size_t differing = 0;
    for (size_t i = 0; i < source_count; i++) {
        struct screening before, after;
        struct plumb_buf changed = {0};
        change((struct plumb_str){sources[i].text.data, sources[i].text.len}, &changed);
        bool ran = screen_text(sources[i].text, &before);
        bool again = screen_text(changed, &after);
        differing += !ran || !again || !same_findings(&sources[i], &before, &after);
        screening_free(&before);
        screening_free(&after);
        plumb_buf_free(&changed);
    }
    if (differing)
        print_error("%zu of %zu texts differ\n", differing, source_count);
    assert_true(differing * FEW <= source_count);
}

/* ---- two texts in one file -------------------------------------------------------------------- */

/* Arithmetic of one sentence or table is its own affair. What compares places of a report (restatements,
 * ratios, rules on the whole) may rightly find more, or less, in two reports bound together. */
static bool is_local(const struct plumb_finding *f)
{
    enum { NEAR = 6 };
    static const char *const checks[] = {"consistency.sum", "consistency.difference",
                                         "consistency.product", "consistency.average"};
    bool arithmetic = false;
    for (size_t i = 0; i < PLUMB_COUNT(checks); i++)
        arithmetic = arithmetic || strcmp(f->check, checks[i]) == 0;
    size_t first = SIZE_MAX, last = 0;
    for (size_t i = 0; i < f->evidence_count; i++) {
        first = f->evidence[i].line < first ? f->evidence[i].line : first;
        last = f->evidence[i].line > last ? f->evidence[i].line : last;
    }
    /* less sure are sums over a whole report (支出 less 项目支出 is 基本支出), which take what is there */
    return arithmetic && f->evidence_count && last - first <= NEAR && f->confidence >= 0.7;
}

static void keep_local(struct screening *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->list.count; i++)
        if (is_local(&s->list.items[i]))
            s->list.items[kept++] = s->list.items[i];
    s->list.count = kept;
}

/* Each text behind a short report of another agency that is in order. */
static void test_two_in_one(void **state)
{
    static const char report[] =
        "白鹿县地震台2022年度部门决算\n\n2022年度收入合计356.40万元，其中：财政拨款收入350."
        "00万元，其他收入6.40"
        "万元。\n2022年度支出合计351.20万元，其中：基本支出240.10万元，项目支出111.10万元。\n\n";
    size_t differing = 0;
    (void)state;
    for (size_t i = 0; i < source_count; i++) {
        struct screening alone, bound;
        struct plumb_buf text = {0};
        plumb_buf_puts(&text, report);
        plumb_buf_add(&text, sources[i].text.data, sources[i].text.len);
        bool ran = screen_text(sources[i].text, &alone);
        bool too = screen_text(text, &bound);
        keep_local(&alone);
        keep_local(&bound);
        differing += !ran || !too || !same_findings(&sources[i], &alone, &bound);
        screening_free(&alone);
        screening_free(&bound);
        plumb_buf_free(&text);
    }
    if (differing)
        print_error("%zu of %zu texts differ\n", differing, source_count);
    assert_true(differing * FEW <= source_count);
}

#define SETTING(name)                                                                              \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        run(name);                                                                                 \
    }
SETTING(half_width)
SETTING(spaced)
SETTING(spaced_units)
SETTING(crlf)
SETTING(more_blank_lines)
SETTING(trailing_spaces)
SETTING(byte_order_mark)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_half_width),       cmocka_unit_test(test_spaced),
        cmocka_unit_test(test_spaced_units),     cmocka_unit_test(test_crlf),
        cmocka_unit_test(test_more_blank_lines), cmocka_unit_test(test_trailing_spaces),
        cmocka_unit_test(test_byte_order_mark),  cmocka_unit_test(test_two_in_one),
    };
    if (!screening_tools_open(&tools))
        return 1;
    add_passages();
    add_cases();
    add_folder("tests/whole", ".key");
    add_folder("../shared/seeds", ".txt");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < source_count; i++)
        plumb_buf_free(&sources[i].text);
    screening_tools_close(&tools);
    return failed;
}
