/* Reports on final accounts: prose and a table whose numbers hang together, but for planted errors.
 */
#include "gen/gen.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

/* Amounts in hundredths of 万元, so that sums are exact. */
struct accounts {
    char agency[96];
    int year;
    int64_t fiscal, other, income, prior_income;
    int64_t personnel, running, basic, project, spending;
    int64_t initial, revised;
    int64_t abroad, vehicles, reception, three_public;
    int64_t items[4];
    size_t quota, staff;
};

static struct accounts make_accounts(struct gen_stream *s, size_t index,
                                     const struct gen_settings *settings)
{
    struct accounts a = {0};
    char county[32];
    gen_county(index / GEN_KINDS % GEN_COUNTIES, county);
    snprintf(a.agency, sizeof a.agency, "%s%s", county, gen_kind(index));
    a.year = settings->first_year + (int)gen_below(s, settings->years);
    a.personnel = 20000 + (int64_t)gen_below(s, 300000);
    a.running = 5000 + (int64_t)gen_below(s, 60000);
    a.basic = a.personnel + a.running;
    for (size_t i = 0; i < 4; i++)
        a.project += a.items[i] = 3000 + (int64_t)gen_below(s, 90000);
    a.spending = a.basic + a.project;
    a.revised = a.spending + (int64_t)gen_below(s, (size_t)a.spending / 15);
    a.initial = a.revised - (int64_t)gen_below(s, (size_t)a.revised / 10);
    a.other = 1000 + (int64_t)gen_below(s, 20000);
    a.fiscal = a.spending - a.other + (int64_t)gen_below(s, 3000);
    a.income = a.fiscal + a.other;
    a.prior_income = (int64_t)((double)a.income * gen_uniform(s, 0.8, 1.1));
    a.abroad = (int64_t)gen_below(s, 200);
    a.vehicles = 200 + (int64_t)gen_below(s, 2000);
    a.reception = 50 + (int64_t)gen_below(s, 500);
    a.three_public = a.abroad + a.vehicles + a.reception;
    a.quota = 20 + gen_below(s, 150);
    a.staff = a.quota - gen_below(s, a.quota / 8);
    return a;
}

/* What is planted: one printed number of the report is changed. */
enum plant { PLANT_NONE, PLANT_SHARE, PLANT_SUM, PLANT_GROWTH, PLANT_RATE, PLANT_TABLE, PLANTS };

struct text {
    struct plumb_buf buf;
    enum plant plant;
    double wrong;              /* factor of the planted number */
    char was[32], printed[32]; /* of the planted number */
};

/* "1234.56"; multiplied with the planted factor when it is this number's turn. */
static void put_amount(struct text *t, int64_t hundredths, enum plant which)
{
    char text[32];
    bool turn = which != PLANT_NONE && which == t->plant;
    snprintf(text, sizeof text, "%lld.%02d", (long long)(hundredths / 100),
             (int)(hundredths % 100));
    if (turn) {
        int64_t wrong = llround((double)hundredths * t->wrong);
        snprintf(t->was, sizeof t->was, "%s", text);
        snprintf(text, sizeof text, "%lld.%02d", (long long)(wrong / 100), (int)(wrong % 100));
        snprintf(t->printed, sizeof t->printed, "%s", text);
    }
    plumb_buf_puts(&t->buf, text);
}

static void put_percent(struct text *t, double fraction, enum plant which)
{
    char text[32];
    snprintf(text, sizeof text, "%.2f%%", fraction * 100);
    if (which != PLANT_NONE && which == t->plant) {
        snprintf(t->was, sizeof t->was, "%s", text);
        snprintf(text, sizeof text, "%.2f%%", fraction * t->wrong * 100);
        snprintf(t->printed, sizeof t->printed, "%s", text);
    }
    plumb_buf_puts(&t->buf, text);
}

static double share(int64_t part, int64_t whole)
{
    return (double)part / (double)whole;
}

static void put_income(struct text *t, const struct accounts *a)
{
    plumb_buf_printf(&t->buf, "%d年度收入合计", a->year);
    put_amount(t, a->income, PLANT_SUM);
    plumb_buf_puts(&t->buf, "万元，其中：财政拨款收入");
    put_amount(t, a->fiscal, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，占");
    put_percent(t, share(a->fiscal, a->income), PLANT_SHARE);
    plumb_buf_puts(&t->buf, "；其他收入");
    put_amount(t, a->other, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，占");
    put_percent(t, share(a->other, a->income), PLANT_NONE);
    double growth = share(a->income - a->prior_income, a->prior_income);
    plumb_buf_puts(&t->buf, "。收入合计比上年");
    plumb_buf_puts(&t->buf, growth >= 0 ? "增加" : "减少");
    put_amount(
        t, a->income > a->prior_income ? a->income - a->prior_income : a->prior_income - a->income,
        PLANT_NONE);
    plumb_buf_puts(&t->buf, growth >= 0 ? "万元，增长" : "万元，下降");
    put_percent(t, fabs(growth), PLANT_GROWTH);
    plumb_buf_puts(&t->buf, "。\n\n");
}

static void put_spending(struct text *t, const struct accounts *a)
{
    plumb_buf_printf(&t->buf, "%d年度支出合计", a->year);
    put_amount(t, a->spending, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，其中：基本支出");
    put_amount(t, a->basic, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，占");
    put_percent(t, share(a->basic, a->spending), PLANT_NONE);
    plumb_buf_puts(&t->buf, "；项目支出");
    put_amount(t, a->project, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，占");
    put_percent(t, share(a->project, a->spending), PLANT_NONE);
    plumb_buf_puts(&t->buf, "。基本支出中，人员经费");
    put_amount(t, a->personnel, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，公用经费");
    put_amount(t, a->running, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元。\n\n年初预算");
    put_amount(t, a->initial, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，全年预算");
    put_amount(t, a->revised, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，实际支出");
    put_amount(t, a->spending, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，预算执行率");
    put_percent(t, share(a->spending, a->revised), PLANT_RATE);
    plumb_buf_puts(&t->buf, "。\n\n");
}

static void put_three_public(struct text *t, const struct accounts *a)
{
    plumb_buf_puts(&t->buf, "“三公”经费支出合计");
    put_amount(t, a->three_public, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，其中：因公出国（境）费");
    put_amount(t, a->abroad, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，公务用车购置及运行维护费");
    put_amount(t, a->vehicles, PLANT_NONE);
    plumb_buf_puts(&t->buf, "万元，公务接待费");
    put_amount(t, a->reception, PLANT_NONE);
    plumb_buf_printf(&t->buf, "万元。\n\n编制%zu人，年末在职%zu人，在职人员控制率", a->quota,
                     a->staff);
    put_percent(t, (double)a->staff / (double)a->quota, PLANT_NONE);
    plumb_buf_puts(&t->buf, "。\n\n");
}

static void put_table(struct text *t, const struct accounts *a)
{
    static const char *const names[] = {"信息系统运行维护", "专项业务工作", "基层能力建设",
                                        "宣传培训"};
    plumb_buf_puts(&t->buf, "项目支出明细表（单位：万元）\n\n| 项目 | 决算数 |\n| --- | --- |\n");
    for (size_t i = 0; i < 4; i++) {
        plumb_buf_printf(&t->buf, "| %s | ", names[i]);
        put_amount(t, a->items[i], i == 1 ? PLANT_TABLE : PLANT_NONE);
        plumb_buf_puts(&t->buf, " |\n");
    }
    plumb_buf_puts(&t->buf, "| 合计 | ");
    put_amount(t, a->project, PLANT_NONE);
    plumb_buf_puts(&t->buf, " |\n");
}

static void put_report(struct text *t, const struct accounts *a)
{
    plumb_buf_printf(
        &t->buf,
        "# %s%d年度部门决算\n\n## 一、部门概况\n\n%s负责本行政区域内的相关行政管理工作，"
        "内设机构齐全，运转正常。\n\n## 二、收入支出情况\n\n",
        a->agency, a->year, a->agency);
    put_income(t, a);
    put_spending(t, a);
    plumb_buf_puts(&t->buf, "## 三、“三公”经费与人员情况\n\n");
    put_three_public(t, a);
    plumb_buf_puts(&t->buf, "## 四、项目支出\n\n");
    put_table(t, a);
}

static bool write_file(const char *folder, size_t index, const struct plumb_buf *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/report-%06zu.md", folder, index);
    FILE *file = fopen(path, "wb");
    bool good = file && !text->failed && fwrite(text->data, 1, text->len, file) == text->len;
    if (file)
        good &= fclose(file) == 0;
    if (!good)
        fprintf(stderr, "plumb-gen: %s could not be written: %s.\n", path, strerror(errno));
    return good;
}

static bool one_report(const struct gen_settings *settings, size_t index, FILE *key)
{
    static const char *const names[] = {"none", "share", "sum", "growth", "rate", "table"};
    struct gen_stream s = gen_stream(settings->seed, index);
    struct accounts a = make_accounts(&s, index, settings);
    struct text t = {.plant = PLANT_NONE};
    size_t n = settings->anomalies, all = settings->reports;
    if (index * n / all != (index + 1) * n / all)
        t.plant = (enum plant)(1 + gen_below(&s, PLANTS - 1));
    t.wrong = gen_uniform(&s, 1.1, 1.6);
    put_report(&t, &a);
    bool good = write_file(settings->output, index, &t.buf);
    if (key && t.plant != PLANT_NONE)
        fprintf(key, "report-%06zu.md,%s,%s,%s\n", index, names[t.plant], t.was, t.printed);
    plumb_buf_free(&t.buf);
    return good;
}

bool gen_reports(const struct gen_settings *settings)
{
    FILE *key = settings->key ? fopen(settings->key, "wb") : NULL;
    bool good = true;
    if (mkdir(settings->output, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "plumb-gen: the folder %s could not be made: %s.\n", settings->output,
                strerror(errno));
        good = false;
    } else if (settings->key && !key) {
        fprintf(stderr, "plumb-gen: %s could not be opened: %s.\n", settings->key, strerror(errno));
        good = false;
    }
    if (key)
        fputs("file,kind,true_value,printed_value\n", key);
    for (size_t i = 0; good && i < settings->reports; i++)
        good = one_report(settings, i, key);
    if (key)
        good &= fclose(key) == 0;
    return good;
}
