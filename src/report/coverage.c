/* What was read: a line a file, for the terminal. */
#include "plumb/report.h"

#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "report/coverage.h"

/* So many files get a line each; of more, only those that say something, and totals. */
#define LISTED 30
#define UNREAD_LISTED 100

enum { KIND = 16, AGENCY = 26, YEAR = 6, SURE = 5, NUMBER = 9 };

static const char *kind_words(const char *kind, bool zh)
{
    static const char *const words[][2] = {{"accounts", "决算"},
                                           {"budget", "预算"},
                                           {"self-evaluation", "整体自评"},
                                           {"project self-evaluation", "项目自评"},
                                           {"targets", "绩效目标"},
                                           {"execution", "预算执行"},
                                           {"panel", "数据表"},
                                           {"unreadable", "读不了"},
                                           {"other", "其他"}};
    if (strcmp(kind, "project self-evaluation") == 0 && !zh)
        return "project";
    for (size_t i = 0; zh && i < PLUMB_COUNT(words); i++)
        if (strcmp(words[i][0], kind) == 0)
            return words[i][1];
    return kind;
}

static void fit(struct plumb_buf *out, const char *text, int columns, int align)
{
    plumb_terminal_fit(out, plumb_str_from(text ? text : ""), columns, align);
    plumb_buf_puts(out, " ");
}

static void number(struct plumb_buf *out, size_t n, int columns)
{
    char digits[24] = "";
    if (n)
        snprintf(digits, sizeof digits, "%zu", n);
    fit(out, digits, columns, 1);
}

/* How sure agency, year and kind are: "83%". */
static void sure(struct plumb_buf *out, double share)
{
    char text[24] = "";
    if (share > 0)
        snprintf(text, sizeof text, "%.0f%%", 100 * share);
    fit(out, text, SURE, 1);
}

static bool is_unread(const struct plumb_report_file *file)
{
    return strcmp(file->kind, "unreadable") == 0;
}

static void file_line(struct plumb_buf *out, const struct plumb_report_file *file, bool zh)
{
    fit(out, kind_words(file->kind, zh), KIND, -1);
    if (is_unread(file)) { /* the reason names the file */
        plumb_escape_terminal(out, plumb_str_from(file->problem ? file->problem : file->path),
                              false);
        plumb_buf_puts(out, "\n");
        return;
    }
    fit(out, file->agency, AGENCY, -1);
    number(out, file->year > 0 ? (size_t)file->year : 0, YEAR);
    sure(out, file->sure);
    number(out, file->rows ? file->rows : file->quantities, NUMBER);
    number(out, file->tested, NUMBER);
    plumb_escape_terminal(out, plumb_str_from(file->path), false);
    plumb_buf_puts(out, "\n");
}

/* Files, numbers and relations by kind. */
static void kind_lines(struct plumb_buf *out, const struct plumb_report_input *input, bool zh)
{
    for (size_t i = 0; i < input->file_count; i++) {
        const char *kind = input->files[i].kind;
        size_t files = 0, quantities = 0, tested = 0, before = 0;
        for (size_t k = 0; k < i && !before; k++)
            before = strcmp(input->files[k].kind, kind) == 0;
        for (size_t k = i; k < input->file_count && !before; k++)
            if (strcmp(input->files[k].kind, kind) == 0) {
                const struct plumb_report_file *file = &input->files[k];
                files++;
                quantities += file->rows ? file->rows : file->quantities;
                tested += file->tested;
            }
        if (before)
            continue;
        fit(out, kind_words(kind, zh), KIND, -1);
        plumb_buf_printf(out, zh ? "%zu 个文件" : "%zu files", files);
        if (quantities)
            plumb_buf_printf(
                out, zh ? "，%zu 个数字，%zu 个关系已检验" : ", %zu numbers, %zu relations tested",
                quantities, tested);
        plumb_buf_puts(out, "\n");
    }
}

void plumb_crowded_words(size_t crowded, bool zh, char out[PLUMB_CROWDED_WORDS])
{
    snprintf(out, PLUMB_CROWDED_WORDS,
             zh ? "同一单位同一年度或相邻年度的报告太多，有 %zu 份没有与其余各份逐一比较。"
                : "%zu reports were not compared with every other one: their agency has too many "
                  "of the same and neighbouring years.",
             crowded);
}

enum plumb_status plumb_report_coverage(const struct plumb_report_input *input,
                                        struct plumb_buf *out, struct plumb_error *error)
{
    static const char *const heads[2][7] = {
        {"kind", "agency", "year", "sure", "numbers", "tested", "file"},
        {"类型", "单位", "年度", "把握", "数字", "检验", "文件"}};
    bool zh = input->language == PLUMB_LANGUAGE_ZH, all = input->file_count <= LISTED;
    const char *const *head = heads[zh];
    int listed = 0;
    if (input->file_count == 0)
        return PLUMB_OK;
    plumb_buf_puts(out, "\n");
    if (all) {
        fit(out, head[0], KIND, -1);
        fit(out, head[1], AGENCY, -1);
        fit(out, head[2], YEAR, 1);
        fit(out, head[3], SURE, 1);
        fit(out, head[4], NUMBER, 1);
        fit(out, head[5], NUMBER, 1);
        plumb_buf_printf(out, "%s\n", head[6]);
    } else {
        kind_lines(out, input, zh);
    }
    for (size_t i = 0; i < input->file_count; i++) {
        bool unread = is_unread(&input->files[i]);
        if (all || (unread && listed < UNREAD_LISTED))
            file_line(out, &input->files[i], zh);
        listed += unread;
    }
    if (!all && listed > UNREAD_LISTED)
        plumb_buf_printf(out,
                         zh ? "还有 %d 个读不了，见报告。\n"
                            : "and %d more that could not be read; see the report.\n",
                         listed - UNREAD_LISTED);
    if (input->summary && input->summary->crowded) {
        char words[PLUMB_CROWDED_WORDS];
        plumb_crowded_words(input->summary->crowded, zh, words);
        plumb_buf_printf(out, "%s\n", words);
    }
    return out->failed ? plumb_fail_nomem(error) : PLUMB_OK;
}
