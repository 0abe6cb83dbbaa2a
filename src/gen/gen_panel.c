/* A panel: every agency a lognormal size, a growth path and a handful of ratios. */
#include "gen/gen.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Order matters: values_of_year fills them by these numbers. */
enum {
    INITIAL,
    REVISED,
    EXECUTED,
    BASIC,
    PROJECT,
    THREE_PUBLIC,
    QUOTA,
    STAFF,
    PERSONNEL,
    RUNNING,
    INCOME,
    CLOSING,
    PROCUREMENT,
    MEETINGS,
    TRAINING,
    RECEPTION,
    VEHICLES,
    OFFICE,
    TRAVEL,
    FIXED
};

static const struct {
    const char *name;
    bool persons;
} indicators[GEN_INDICATORS] = {{"年初预算数", false},
                                {"全年预算数", false},
                                {"执行数", false},
                                {"基本支出", false},
                                {"项目支出", false},
                                {"三公经费", false},
                                {"编制数", true},
                                {"在职人数", true},
                                {"人员经费", false},
                                {"公用经费", false},
                                {"本年收入合计", false},
                                {"年末结转和结余", false},
                                {"政府采购", false},
                                {"会议费", false},
                                {"培训费", false},
                                {"公务接待费", false},
                                {"公务用车运行维护费", false},
                                {"办公经费", false},
                                {"差旅费", false},
                                {"固定资产", false}};

/* What stays the same for an agency over the years. */
struct profile {
    double size, growth, basic_share, staff;
};

static double to_hundred(double yuan)
{
    return round(yuan / 100) * 100;
}

static void values_of_year(struct gen_stream *s, const struct profile *p, size_t year,
                           double v[GEN_INDICATORS])
{
    double trend = exp(p->growth * (double)year + 0.04 * gen_normal(s));
    v[INITIAL] = to_hundred(p->size * trend);
    v[REVISED] = to_hundred(v[INITIAL] * gen_uniform(s, 1.0, 1.12));
    v[EXECUTED] = to_hundred(v[REVISED] * gen_uniform(s, 0.94, 0.998));
    v[BASIC] = to_hundred(v[EXECUTED] * p->basic_share * gen_uniform(s, 0.98, 1.02));
    v[PROJECT] = v[EXECUTED] - v[BASIC];
    v[PERSONNEL] = to_hundred(v[BASIC] * gen_uniform(s, 0.82, 0.88));
    v[RUNNING] = v[BASIC] - v[PERSONNEL];
    v[INCOME] = to_hundred(v[EXECUTED] * gen_uniform(s, 0.99, 1.03));
    v[CLOSING] = to_hundred(v[REVISED] - v[EXECUTED]);
    v[PROCUREMENT] = to_hundred(v[PROJECT] * gen_uniform(s, 0.25, 0.35));
    v[RECEPTION] = to_hundred(v[RUNNING] * gen_uniform(s, 0.02, 0.03));
    v[VEHICLES] = to_hundred(v[RUNNING] * gen_uniform(s, 0.05, 0.07));
    v[THREE_PUBLIC] = v[RECEPTION] + v[VEHICLES];
    v[MEETINGS] = to_hundred(v[RUNNING] * gen_uniform(s, 0.01, 0.02));
    v[TRAINING] = to_hundred(v[RUNNING] * gen_uniform(s, 0.02, 0.04));
    v[OFFICE] = to_hundred(v[RUNNING] * gen_uniform(s, 0.2, 0.3));
    v[TRAVEL] = to_hundred(v[RUNNING] * gen_uniform(s, 0.08, 0.12));
    v[FIXED] = to_hundred(p->size * 2.5 * (1 + 0.03 * (double)year));
    v[QUOTA] = p->staff;
    v[STAFF] = floor(p->staff * gen_uniform(s, 0.9, 1.0));
}

static struct profile profile_of(struct gen_stream *s, size_t kind)
{
    /* Kinds differ in size: from about 3 to about 60 million yuan. */
    double typical = 15.0 + 3.0 * (double)(kind * 7 % GEN_KINDS) / GEN_KINDS;
    struct profile p;
    p.size = exp(typical + 0.5 * gen_normal(s));
    p.growth = 0.05 + 0.02 * gen_normal(s);
    p.basic_share = gen_uniform(s, 0.4, 0.75);
    p.staff = round(p.size * p.basic_share / gen_uniform(s, 150000, 220000)) + 5;
    return p;
}

/* ---- anomalies --------------------------------------------------------------------------- */

/* The `n`-th anomaly lies with agency n * agencies / anomalies, so they are spread evenly and
 * need no table. Which cell and what kind is drawn from the agency's own stream. */
struct anomaly {
    size_t year, indicator;
    const char *kind;
    double printed;
};

static bool has_anomaly(const struct gen_settings *settings, size_t agency)
{
    size_t n = settings->anomalies, a = settings->agencies;
    return (size_t)((double)agency * (double)n / (double)a) !=
           (size_t)((double)(agency + 1) * (double)n / (double)a);
}

/* Two neighbouring leading digits swapped; the same number when they are equal. */
static double swap_digits(double x)
{
    double unit = pow(10, floor(log10(x)) - 1);
    double first = floor(x / (unit * 10)), second = floor(fmod(x / unit, 10));
    double rest = x - (first * 10 + second) * unit;
    return second > 0 ? (second * 10 + first) * unit + rest : x;
}

static struct anomaly draw_anomaly(struct gen_stream *s, const struct gen_settings *settings,
                                   const double *values)
{
    static const char *const names[] = {"spike", "unit", "digits", "stale", "drop"};
    size_t kind = gen_below(s, 5);
    struct anomaly a = {.kind = names[kind]};
    a.year = settings->years > 1 ? 1 + gen_below(s, settings->years - 1) : 0;
    a.indicator = gen_below(s, settings->indicators);
    double x = values[a.year * GEN_INDICATORS + a.indicator];
    double before = a.year ? values[(a.year - 1) * GEN_INDICATORS + a.indicator] : x;
    static const double powers[] = {10, 100, 10000, 0.1, 0.0001};
    a.printed = kind == 0   ? x * gen_uniform(s, 1.8, 4)
                : kind == 1 ? x * powers[gen_below(s, 5)]
                : kind == 2 ? swap_digits(x)
                : kind == 3 ? before
                            : x * gen_uniform(s, 0.2, 0.5);
    a.printed = indicators[a.indicator].persons ? round(a.printed) : round(a.printed * 100) / 100;
    if (a.printed == x) {
        a.kind = "spike";
        a.printed = round(x * 2.5);
    }
    return a;
}

/* ---- writing ----------------------------------------------------------------------------- */

/* Money has two decimals when it is not whole; printf is ten times slower. */
static size_t put_number(char *out, double x)
{
    char digits[32];
    size_t n = 0, len = 0;
    uint64_t cents = (uint64_t)llround(x * 100);
    uint64_t whole = cents / 100;
    do
        digits[n++] = (char)('0' + (int)(whole % 10));
    while ((whole /= 10) != 0);
    while (n > 0)
        out[len++] = digits[--n];
    if (cents % 100) {
        out[len++] = '.';
        out[len++] = (char)('0' + (int)(cents % 100 / 10));
        out[len++] = (char)('0' + (int)(cents % 10));
    }
    return len;
}

struct writer {
    FILE *out, *key;
    const struct gen_settings *settings;
    char names[GEN_INDICATORS][64]; /* ",指标," */
    size_t name_len[GEN_INDICATORS];
    double *values; /* [years * GEN_INDICATORS] of one agency */
};

static void put_row(struct writer *w, const char *head, size_t head_len, size_t indicator,
                    double value)
{
    char line[512];
    const char *unit = w->settings->plain              ? "\n"
                       : indicators[indicator].persons ? ",人\n"
                                                       : ",元\n";
    size_t len = head_len;
    memcpy(line, head, head_len);
    memcpy(line + len, w->names[indicator], w->name_len[indicator]);
    len += w->name_len[indicator];
    len += put_number(line + len, value);
    size_t unit_len = strlen(unit);
    memcpy(line + len, unit, unit_len);
    fwrite(line, 1, len + unit_len, w->out);
}

static void write_year(struct writer *w, size_t agency, size_t year, const double *values)
{
    const struct gen_settings *settings = w->settings;
    size_t kind = agency % GEN_KINDS, county = agency / GEN_KINDS;
    char place[32], head[256];
    gen_county(county, place);
    int printed = settings->first_year + (int)year;
    int len = settings->plain
                  ? snprintf(head, sizeof head, "\"%s%s\",%d", place, gen_kind(kind), printed)
                  : snprintf(head, sizeof head, "%s%s,%s,%s,%s,%d", place, gen_kind(kind),
                             gen_kind_class(kind), gen_level(county), gen_region(county), printed);
    for (size_t i = 0; i < settings->indicators; i++)
        put_row(w, head, (size_t)len, i, values[i]);
}

/* The values of one agency, [years * GEN_INDICATORS]; its anomaly goes to the key. */
static void make_agency(struct writer *w, size_t agency, double *values)
{
    const struct gen_settings *settings = w->settings;
    struct gen_stream s = gen_stream(settings->seed, agency);
    struct profile p = profile_of(&s, agency % GEN_KINDS);
    char place[32];
    for (size_t y = 0; y < settings->years; y++)
        values_of_year(&s, &p, y, &values[y * GEN_INDICATORS]);
    if (!has_anomaly(settings, agency))
        return;
    struct anomaly a = draw_anomaly(&s, settings, values);
    double *cell = &values[a.year * GEN_INDICATORS + a.indicator];
    gen_county(agency / GEN_KINDS, place);
    if (w->key)
        fprintf(w->key, "%s%s,%d,%s,%s,%.2f,%.2f\n", place, gen_kind(agency % GEN_KINDS),
                settings->first_year + (int)a.year, indicators[a.indicator].name, a.kind, *cell,
                a.printed);
    *cell = a.printed;
}

static size_t common_divisor(size_t a, size_t b)
{
    return b ? common_divisor(b, a % b) : a;
}

/* Agency-years in an order that jumps about: k -> k * step modulo their number, step coprime. All
 * values are held, for the years of an agency lie apart. */
static bool write_mixed(struct writer *w)
{
    const struct gen_settings *settings = w->settings;
    size_t per_agency = settings->years * GEN_INDICATORS,
           rows = settings->agencies * settings->years;
    double *all = calloc(settings->agencies, per_agency * sizeof *all);
    size_t step = (size_t)((double)rows * 0.6180339887498949) | 1;
    if (!all)
        return false;
    for (size_t a = 0; a < settings->agencies; a++)
        make_agency(w, a, &all[a * per_agency]);
    while (common_divisor(step, rows) != 1)
        step += 2;
    for (size_t k = 0, at = 0; k < rows && !ferror(w->out); k++, at = (at + step) % rows)
        write_year(w, at / settings->years, at % settings->years, &all[at * GEN_INDICATORS]);
    free(all);
    return true;
}

static void write_in_order(struct writer *w)
{
    for (size_t a = 0; a < w->settings->agencies && !ferror(w->out); a++) {
        make_agency(w, a, w->values);
        for (size_t y = 0; y < w->settings->years; y++)
            write_year(w, a, y, &w->values[y * GEN_INDICATORS]);
    }
}

static bool complain(const char *path, const char *what)
{
    fprintf(stderr, "plumb-gen: %s could not be %s: %s.\n", path, what, strerror(errno));
    return false;
}

static bool write_panel(struct writer *w)
{
    const struct gen_settings *settings = w->settings;
    for (size_t i = 0; i < settings->indicators; i++)
        w->name_len[i] =
            (size_t)snprintf(w->names[i], sizeof w->names[i], settings->plain ? ",\"%s\"," : ",%s,",
                             indicators[i].name);
    fputs(settings->plain ? "单位,年度,指标,数值\n"
                          : "单位,类别,级次,地区,年度,指标,数值,计量单位\n",
          w->out);
    if (w->key)
        fputs("agency,year,indicator,kind,true_value,printed_value\n", w->key);
    if (!settings->plain)
        write_in_order(w);
    else if (!write_mixed(w))
        return false;
    return !ferror(w->out) && fflush(w->out) == 0 && (!w->key || fflush(w->key) == 0);
}

bool gen_panel(const struct gen_settings *settings)
{
    struct writer w = {.settings = settings, .out = stdout};
    bool good = false;
    w.values = calloc(settings->years * GEN_INDICATORS, sizeof *w.values);
    if (settings->output)
        w.out = fopen(settings->output, "wb");
    if (settings->key)
        w.key = fopen(settings->key, "wb");
    if (!w.values)
        complain("the panel", "made");
    else if (!w.out || (settings->key && !w.key))
        complain(w.out ? settings->key : settings->output, "opened");
    else if (!(good = write_panel(&w)))
        complain(settings->output ? settings->output : "the panel", "written");
    if (w.out && w.out != stdout)
        good &= fclose(w.out) == 0;
    if (w.key)
        good &= fclose(w.key) == 0;
    free(w.values);
    return good;
}
