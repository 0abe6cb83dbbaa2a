/* plumb doctor: versions, optional programs, fonts; what is missing and how to get it. */
#include "base/child.h"
#include "cli/cli.h"

#include <cJSON.h>
#include <gsl/gsl_version.h>
#include <libxml/xmlversion.h>
#include <microhttpd.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>
#include <xlsxwriter.h>
#include <zip.h>

static void row(struct plumb_cli *cli, const char *name, const char *text)
{
    plumb_buf_puts(&cli->out, "  ");
    plumb_terminal_fit(&cli->out, plumb_str_from(name), 16, -1);
    plumb_buf_puts(&cli->out, " ");
    plumb_terminal_wrap(&cli->out, plumb_str_from(text), 19, 19, cli->columns);
    plumb_buf_puts(&cli->out, "\n");
}

static void libraries(struct plumb_cli *cli)
{
    char pcre[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    const char *const list[][2] = {{"SQLite", sqlite3_libversion()},
                                   {"GSL", gsl_version},
                                   {"libxml2", LIBXML_DOTTED_VERSION},
                                   {"libzip", zip_libzip_version()},
                                   {"cJSON", cJSON_Version()},
                                   {"libxlsxwriter", lxw_version()},
                                   {"PCRE2", pcre},
                                   {"utf8proc", utf8proc_version()},
                                   {"libmicrohttpd", MHD_get_version()}};
    plumb_buf_printf(&cli->out, "plumb %s\n\n%s\n", PLUMB_VERSION,
                     PLUMB_SAY(cli, "程序库", "Libraries"));
    for (size_t i = 0; i < PLUMB_COUNT(list); i++)
        row(cli, list[i][0], list[i][1]);
}

/* First line of what a program says about itself, or NULL when it is not there. */
static const char *program_version(struct plumb_cli *cli, const char *program, const char *flag)
{
    const char *const argv[] = {program, flag, NULL};
    struct plumb_child_limits limits = {.seconds = 10, .output_bytes = 1 << 16};
    struct plumb_buf out = {0};
    struct plumb_error error = {0};
    if (!plumb_child_exists(program))
        return NULL;
    plumb_child_run(argv, NULL, &limits, &out, &error);
    struct plumb_str text = {out.data ? out.data : "", out.failed ? 0 : out.len};
    text = plumb_str_trim(plumb_str_sub(text, 0, plumb_str_find(text, PLUMB_STR("\n"))));
    const char *copy = plumb_arena_printf(cli->arena, "%.*s", PLUMB_STR_ARG(text));
    plumb_buf_free(&out);
    return copy && *copy ? copy : PLUMB_SAY(cli, "有", "present");
}

/* A row for something optional; true when it is there. */
static bool optional(struct plumb_cli *cli, const char *name, const char *version,
                     struct plumb_bilingual use, const char *package)
{
    if (version) {
        row(cli, name, version);
        return true;
    }
    char *text = plumb_arena_printf(
        cli->arena,
        PLUMB_SAY(cli, "缺少：%s。安装：apt install %s", "missing: %s. Get it: apt install %s"),
        PLUMB_SAY(cli, use.zh, use.en), package);
    row(cli, name, text ? text : "missing");
    return false;
}

static bool file_exists(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

/* A font that has Chinese characters, asked from fontconfig. */
static const char *chinese_font(struct plumb_cli *cli)
{
    const char *const argv[] = {"fc-list", ":lang=zh-cn", "family", NULL};
    struct plumb_child_limits limits = {.seconds = 20, .output_bytes = 1 << 20};
    struct plumb_buf out = {0};
    if (!plumb_child_exists("fc-list"))
        return NULL;
    plumb_child_run(argv, NULL, &limits, &out, NULL);
    struct plumb_str text = {out.data ? out.data : "", out.failed ? 0 : out.len};
    text = plumb_str_trim(plumb_str_sub(text, 0, plumb_str_find(text, PLUMB_STR("\n"))));
    const char *copy =
        text.len ? plumb_arena_printf(cli->arena, "%.*s", PLUMB_STR_ARG(text)) : NULL;
    plumb_buf_free(&out);
    return copy;
}

static size_t programs(struct plumb_cli *cli)
{
    size_t missing = 0;
    plumb_buf_printf(&cli->out, "\n%s\n", PLUMB_SAY(cli, "可选程序", "Optional programs"));
    missing += !optional(cli, "gnuplot", program_version(cli, "gnuplot", "--version"),
                         (struct plumb_bilingual){"报告中没有图", "reports come without charts"},
                         "gnuplot-nox");
    missing += !optional(cli, "pdftotext", program_version(cli, "pdftotext", "-v"),
                         (struct plumb_bilingual){"不能读 PDF", "PDF files cannot be read"},
                         "poppler-utils");
    bool maps = file_exists("/usr/share/poppler/cMap/Adobe-GB1/UniGB-UTF16-H") ||
                file_exists("/usr/share/poppler/cidToUnicode/Adobe-GB1");
    missing += !optional(cli, "poppler-data", maps ? PLUMB_SAY(cli, "有", "present") : NULL,
                         (struct plumb_bilingual){"有些中文 PDF 读不出文字",
                                                  "the text of some Chinese PDFs is lost"},
                         "poppler-data");
    missing += !optional(cli, PLUMB_SAY(cli, "中文字体", "Chinese font"), chinese_font(cli),
                         (struct plumb_bilingual){"PNG 图中的汉字显示为方块（SVG 不受影响）",
                                                  "Chinese in PNG charts shows as boxes (SVG is "
                                                  "not affected)"},
                         "fonts-noto-cjk fontconfig");
    return missing;
}

/* --case: is the file whole? */
static enum plumb_status check_case(struct plumb_cli *cli, struct plumb_error *error)
{
    struct plumb_case *file = NULL;
    const char *detail = NULL;
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &file, error);
    if (status == PLUMB_OK)
        status = plumb_case_check(file, cli->arena, &detail, error);
    plumb_case_close(file);
    if (status == PLUMB_OK) {
        plumb_buf_printf(&cli->out, "\n%s\n", PLUMB_SAY(cli, "案卷", "Case"));
        row(cli, plumb_cli_case_path(cli), PLUMB_SAY(cli, "完好", "whole"));
    }
    return status;
}

int plumb_run_doctor(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    libraries(cli);
    size_t missing = programs(cli);
    if (plumb_cli_flag(cli, PLUMB_OPT_CASE) && check_case(cli, &error) != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    if (missing == 0)
        plumb_buf_printf(&cli->out, "\n%s\n", PLUMB_SAY(cli, "一切齐全。", "Nothing is missing."));
    return PLUMB_EXIT_DONE;
}
