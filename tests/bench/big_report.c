/* Writes a report page with made-up findings, for the browser tests: many, and hostile ones.
 *     big_report COUNT FILE
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plumb/report.h"

static const char *const hostile[] = {"<script>document.title='owned'</script>",
                                      "\"><img src=x onerror=\"document.title='owned'\">",
                                      "</script><script>document.title='owned'</script>",
                                      "\xE2\x80\xAE"
                                      "gnp.exe <b>right to left</b>",
                                      "<!-- <svg onload=alert(1)>",
                                      "=HYPERLINK(\"http://example.invalid\")",
                                      "javascript:document.title='owned'"};
#define HOSTILE (sizeof hostile / sizeof *hostile)

static char *copy(struct plumb_arena *arena, const char *text)
{
    return plumb_arena_printf(arena, "%s", text);
}

static void fill(struct plumb_arena *arena, struct plumb_finding *f, size_t i, size_t count)
{
    const char *bad = i < HOSTILE ? hostile[i] : "";
    struct plumb_evidence *e = plumb_arena_array(arena, 1, sizeof *e);
    snprintf(f->id, sizeof f->id, "%016zx", i + 1);
    f->check = i % 3 ? "consistency.sum" : "peer.outlier";
    f->audit_class = "ABHLM"[i % 5];
    f->score = 100.0 * (double)(count - i) / (double)count;
    f->severity = (enum plumb_severity)(f->score / 20.001);
    f->confidence = 0.9;
    f->agency = plumb_arena_printf(arena, "样例机构%03zu%s", i % 400, bad);
    f->year = 2015 + (int)(i % 10);
    f->subject = plumb_arena_printf(arena, "项目%zu%s", i, bad);
    f->stated = "840.87万元";
    f->expected = "874.24万元";
    f->money_at_stake = 1000.0 * (double)(i % 997);
    f->title.zh = plumb_arena_printf(arena, "合计与分项之和不符：项目%zu%s", i, bad);
    f->title.en = plumb_arena_printf(arena, "A total differs from its parts: item %zu%s", i, bad);
    f->explanation.zh = copy(arena, bad);
    f->explanation.en = copy(arena, bad);
    f->recomputation = "453.14 + 421.10 = 874.24";
    f->recomputation_zh = "";
    f->population = "";
    f->status = "open";
    *e = (struct plumb_evidence){.document = "reports/sample.txt", .line = i + 1, .role = "stated"};
    e->quote = plumb_str_from(
        plumb_arena_printf(arena, "本年支出840.87万元%s，其中基本支出453.14万元", bad));
    e->text = PLUMB_STR("840.87");
    e->text_offset = PLUMB_NPOS;
    f->evidence = e;
    f->evidence_count = 1;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    size_t count = (size_t)strtoul(argv[1], NULL, 10);
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_catalogue *catalogue = NULL;
    struct plumb_error error = {0};
    struct plumb_buf page = {0};
    struct plumb_finding_list list = {0};
    struct plumb_analysis_summary summary = {.relations = count, .tested = count};
    int status = 1;
    FILE *file = fopen(argv[2], "wb");
    if (!file || !arena || plumb_catalogue_load(NULL, &catalogue, &error) != PLUMB_OK)
        goto done;
    list.items = plumb_arena_array(arena, count + 1, sizeof *list.items);
    for (size_t i = 0; i < count; i++)
        fill(arena, &list.items[i], i, count);
    list.count = count;
    struct plumb_report_input input = {.title = "browser test",
                                       .command_line = "big_report",
                                       .when = "2026-01-01T00:00:00Z",
                                       .language = PLUMB_LANGUAGE_ZH,
                                       .catalogue = catalogue,
                                       .findings = &list,
                                       .summary = &summary};
    if (plumb_report_html(&input, NULL, 0, &page, &error) == PLUMB_OK &&
        fwrite(page.data, 1, page.len, file) == page.len)
        status = 0;
done:
    if (file && fclose(file) != 0)
        status = 1;
    plumb_buf_free(&page);
    plumb_catalogue_free(catalogue);
    plumb_arena_free(arena);
    return status;
}
