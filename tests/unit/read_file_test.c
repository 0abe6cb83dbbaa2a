/* Files: formats by content, errors that say what to do, and the five sample reports. */
#include "read_fixture.h"

#include "read/page/pdf_page.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static const char *write_file(const char *name, const char *bytes, size_t len)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
    return path;
}

static enum plumb_status read_path(const char *path, struct plumb_error *error)
{
    struct plumb_document *document = NULL;
    struct plumb_arena *arena = plumb_arena_new();
    enum plumb_status status = plumb_read_file(path, NULL, arena, &document, error);
    assert_true((status == PLUMB_OK) == (document != NULL));
    plumb_arena_free(arena);
    return status;
}

static void text_is_read(void **state)
{
    (void)state;
    struct plumb_error error = {0};
    assert_int_equal(read_path(write_file("a.txt", "收入，增。\n", 16), &error), PLUMB_OK);
    /* an unknown extension is text if its bytes are */
    assert_int_equal(read_path(write_file("a.dat", "收入，增。\n", 16), &error), PLUMB_OK);
}

/* A CSV that is no panel is a table; what stands above and below it is text. */
static void csv_is_a_table(void **state)
{
    (void)state;
    static const char text[] = "项目支出明细表,,\r\n单位：万元,,\r\n\"项 目\",预算,\"决\n算\"\r\n"
                               "办公费,\"1,234.5\",\r\n\"引\"\"号\",,3\r\n\r\n注：按年编制。\r\n";
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    struct plumb_buf dump = {0};
    struct plumb_arena *arena = plumb_arena_new();
    const char *path = write_file("a.csv", text, sizeof text - 1);
    assert_int_equal(plumb_read_file(path, NULL, arena, &document, &error), PLUMB_OK);
    assert_int_equal(document->format, PLUMB_FORMAT_CSV);
    check_document(document);
    plumb_document_text(document, &dump);
    assert_string_equal(dump.data, "1\ttext\t项目支出明细表\n2\ttext\t单位：万元\n"
                                   "3\ttable\t项目支出明细表 [单位：万元]\n"
                                   "3\trow\t项 目 | 预算 | 决算\n5\trow\t办公费 | 1,234.5 | \n"
                                   "6\trow\t引\"号 |  | 3\n8\ttext\t注：按年编制。\n");
    plumb_buf_free(&dump);
    plumb_arena_free(arena);
}

static void missing_files_and_folders(void **state)
{
    (void)state;
    struct plumb_error error = {0};
    assert_int_equal(read_path("no/such/file.txt", &error), PLUMB_E_IO);
    assert_non_null(strstr(error.message, "no/such/file.txt"));
    assert_int_equal(read_path(folder, &error), PLUMB_E_IO);
    assert_non_null(strstr(error.message, "folder"));
}

/* The content decides, not the extension. */
static void content_decides(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        enum plumb_status status;
        const char *word;
    } cases[] = {
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, PLUMB_E_FORMAT, ".docx"},
        {"\x89PNG\r\n\x1A\n", 8, PLUMB_E_FORMAT, "picture"},
        {"\x1F\x8B\x08\x00", 4, PLUMB_E_FORMAT, "gunzip"},
        {"PK\x03\x04 nothing known", 18, PLUMB_E_FORMAT, "zip"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        struct plumb_error error = {0};
        const char *path = write_file("report.txt", cases[i].bytes, cases[i].len);
        assert_int_equal(read_path(path, &error), cases[i].status);
        assert_non_null(strstr(error.message, cases[i].word));
        assert_non_null(strstr(error.message, "report.txt"));
    }
}

/* The five reports, where they are present: every line is kept, every byte is traceable. */
/* A file whose time is up is named and left out; each format looks at the clock. */
static void time_is_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *name, *head, *line;
    } cases[] = {{"slow.txt", "", "本年支出1万元，比上年增加2万元。\n"},
                 {"slow.html", "<html><body>", "<p>本年支出1万元</p>"},
                 {"slow.rtf", "{\\rtf1 ", "income 1\\par "}};
    struct plumb_read_limits limits = {.max_seconds = 7, .stop_at = 1e-9};
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        struct plumb_buf text = {0};
        struct plumb_error error = {0};
        struct plumb_document *document = NULL;
        struct plumb_arena *arena = plumb_arena_new();
        plumb_buf_puts(&text, cases[i].head);
        for (size_t n = 0; n < 2000; n++)
            plumb_buf_puts(&text, cases[i].line);
        const char *path = write_file(cases[i].name, text.data, text.len);
        assert_int_equal(plumb_read_file(path, &limits, arena, &document, &error), PLUMB_E_LIMIT);
        assert_non_null(strstr(error.message, "took longer than 7 s"));
        assert_non_null(strstr(error.message, path));
        assert_int_equal(read_path(path, &error), PLUMB_OK);
        unlink(path);
        plumb_buf_free(&text);
        plumb_arena_free(arena);
    }
}

static void sample_reports(void **state)
{
    (void)state;
    static const char *const names[] = {"000_ningxian_2019.txt", "001_hongjiang_2024.txt",
                                        "002_yanbian_2020.txt", "003_yueyang_2020.txt",
                                        "004_zhongyuan_2022.txt"};
    /* tables counted by eye in the files */
    static const size_t tables[] = {0, 5, 7, 5, 3};
    for (size_t i = 0; i < 5; i++) {
        char path[128];
        snprintf(path, sizeof path, "../shared/seeds/%s", names[i]);
        if (access(path, R_OK) != 0) {
            print_message("skipped: ../shared/seeds is not here\n");
            skip();
        }
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_document *document = NULL;
        struct plumb_error error = {0};
        assert_int_equal(plumb_read_file(path, NULL, arena, &document, &error), PLUMB_OK);
        check_document(document);
        size_t count = 0;
        for (size_t b = 0; b < document->block_count; b++)
            count += document->blocks[b].kind == PLUMB_BLOCK_TABLE;
        assert_int_equal(count, tables[i]);
        plumb_arena_free(arena);
    }
}

/* Words of a page at their places: cells two spaces apart or more, words of a cell one. */
static void pages_from_words(void **state)
{
    (void)state;
    static const char tsv[] =
        "level\tpage_num\tpar_num\tblock_num\tline_num\tword_"
        "num\tleft\ttop\twidth\theight\tconf\ttext\n"
        "1\t1\t0\t0\t0\t0\t0\t0\t595\t842\t-1\t###PAGE###\n"
        "5\t1\t0\t0\t0\t1\t200.0\t100.0\t30.0\t10\t100\t123.45\n" /* 5 points a column */
        "5\t1\t0\t0\t0\t0\t10.0\t100.5\t40.0\t10\t100\t本年收入\n"
        "5\t1\t0\t0\t0\t2\t54.0\t100.0\t20.0\t10\t100\t合计\n"
        "5\t1\t0\t0\t0\t0\t10.0\t112.0\t40.0\t10\t100\t本年支出\n"
        "5\t1\t0\t0\t0\t0\t55.0\t112.0\t20.0\t10\t100\t99.0\n" /* beside a number */
        "5\t1\t0\t0\t0\t0\t10.0\t150.0\t40.0\t10\t100\t年末结余\n"
        "5\t3\t0\t0\t0\t0\t5.0\t10.0\t40.0\t10\t100\t第三页面\nbad line\n5\t0\tx\n";
    struct plumb_pdf_words *words = plumb_pdf_words_read(PLUMB_STR(tsv));
    struct plumb_buf out = {0};
    assert_non_null(words);
    assert_true(plumb_pdf_page_text(words, 1, &out));
    assert_string_equal(out.data, "  本年收入 合计                         123.45\n"
                                  "  本年支出  99.0\n\n  年末结余\n\f");
    assert_false(plumb_pdf_page_text(words, 2, &out));
    assert_true(plumb_pdf_page_text(words, 3, &out));
    plumb_buf_free(&out);
    plumb_pdf_words_free(words);
    assert_null(plumb_pdf_words_read(PLUMB_STR("no table\n")));
}

/* Real accounts, where they and pdftotext are present: the nine published tables, each whole, with
 * title and unit (counted and named by eye in the files). */
static void published_accounts(void **state)
{
    (void)state;
    static const char *const names[] = {"accounts_2024_shegongbu", "budget_2024_wanli",
                                        "budget_2025_wanli"};
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "../shared/pdf/%s.pdf", names[i]);
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_document *document = NULL;
        struct plumb_error error = {0};
        enum plumb_status status = PLUMB_E_UNAVAILABLE;
        if (access(path, R_OK) == 0)
            status = plumb_read_file(path, NULL, arena, &document, &error);
        if (status == PLUMB_E_UNAVAILABLE) {
            plumb_arena_free(arena);
            print_message("skipped: ../shared/pdf or pdftotext is not here\n");
            skip();
        }
        assert_int_equal(status, PLUMB_OK);
        check_document(document);
        size_t count = 0;
        for (size_t b = 0; b < document->block_count; b++) {
            const struct plumb_table *table = &document->blocks[b].table;
            /* the accounts also list their offices in a ruled table, which holds no amounts */
            if (document->blocks[b].kind != PLUMB_BLOCK_TABLE || !table->unit.str.len)
                continue;
            count++;
            assert_true(table->aligned);
            assert_true(plumb_str_ends(table->title.str, PLUMB_STR("表")));
            assert_true(plumb_str_starts(table->unit.str, PLUMB_STR("单位")));
        }
        assert_int_equal(count, 9);
        plumb_arena_free(arena);
    }
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/plumb-read-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"a.txt", "a.dat", "a.csv", "report.txt"};
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_read),
        cmocka_unit_test(csv_is_a_table),
        cmocka_unit_test(missing_files_and_folders),
        cmocka_unit_test(content_decides),
        cmocka_unit_test(time_is_bounded),
        cmocka_unit_test(sample_reports),
        cmocka_unit_test(pages_from_words),
        cmocka_unit_test(published_accounts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
