/* plumb trend: an agency's indicators over the years, as text. */
#include "cli/dump.h"
#include "cli/job.h"

#include <math.h>
#include <string.h>

/* One series: an indicator of the agency in one panel. */
struct series {
    struct plumb_cli *cli;
    const struct plumb_panel *panel;
    const struct plumb_panel_column *column;
    size_t agency;
    bool first; /* of the JSON array */
};

static double value_at(const struct series *series, size_t year)
{
    return series->column->value[plumb_panel_at(series->panel, series->agency, year)];
}

/* Change against the latest earlier year that has a value; NaN when it has no meaning. */
static double change_at(const struct series *series, size_t year)
{
    for (size_t y = year; y-- > 0;) {
        double before = value_at(series, y);
        if (!isnan(before))
            return before > 0 && y + 1 == year ? value_at(series, year) / before - 1 : NAN;
    }
    return NAN;
}

static const char *indicator_name(const struct series *series)
{
    const struct plumb_cli *cli = series->cli;
    const struct plumb_indicator *known =
        plumb_catalogue_find_indicator(cli->catalogue, series->column->indicator);
    if (known)
        return PLUMB_SAY(cli, known->name.zh, known->name.en);
    return *series->column->name ? series->column->name : series->column->indicator;
}

/* 1234567.5 yuan → "123.46 万元": what an auditor reads; fractions as percentages. */
static void readable(struct plumb_buf *out, const struct plumb_cli *cli, double value,
                     const char *unit)
{
    bool zh = cli->language == PLUMB_LANGUAGE_ZH;
    if (strcmp(unit, "fraction") == 0)
        plumb_buf_printf(out, "%.2f %%", value * 100);
    else if (strcmp(unit, "yuan") == 0 && zh && fabs(value) >= 1e8)
        plumb_buf_printf(out, "%.2f 亿元", value / 1e8);
    else if (strcmp(unit, "yuan") == 0 && zh && fabs(value) >= 1e4)
        plumb_buf_printf(out, "%.2f 万元", value / 1e4);
    else
        plumb_json_rounded(out, value, 2);
}

static void table_series(struct series *series)
{
    struct plumb_cli *cli = series->cli;
    struct plumb_buf text = {0};
    plumb_buf_puts(&cli->out, "\n");
    plumb_terminal_wrap(&cli->out, plumb_str_from(indicator_name(series)), 0, 0, cli->columns);
    if (*series->column->unit && strcmp(series->column->unit, "fraction") != 0)
        plumb_buf_printf(&cli->out, "  (%s)", series->column->unit);
    plumb_buf_puts(&cli->out, "\n");
    for (size_t y = 0; y < series->panel->year_count; y++) {
        double value = value_at(series, y), change = change_at(series, y);
        if (isnan(value))
            continue;
        text.len = 0;
        readable(&text, cli, value, series->column->unit);
        plumb_buf_printf(&cli->out, "  %d  ", series->panel->first_year + (int)y);
        plumb_terminal_fit(&cli->out, (struct plumb_str){text.data, text.len}, 20, 1);
        if (!isnan(change))
            plumb_buf_printf(&cli->out, "  %+8.1f %%", change * 100);
        plumb_buf_puts(&cli->out, "\n");
    }
    cli->out.failed |= text.failed;
    plumb_buf_free(&text);
}

static void json_series(struct series *series)
{
    struct plumb_cli *cli = series->cli;
    struct plumb_buf line = {0};
    for (size_t y = 0; y < series->panel->year_count; y++) {
        if (isnan(value_at(series, y)))
            continue;
        line.len = 0;
        plumb_buf_puts(&line, "{\"agency\":");
        plumb_escape_json_text(&line, series->panel->agencies[series->agency].name);
        plumb_buf_puts(&line, ",\"indicator\":");
        plumb_escape_json_text(&line, series->column->indicator);
        plumb_buf_printf(&line, ",\"year\":%d,\"value\":", series->panel->first_year + (int)y);
        plumb_json_double(&line, value_at(series, y));
        plumb_buf_puts(&line, ",\"unit\":");
        plumb_escape_json_text(&line, series->column->unit);
        plumb_buf_puts(&line, ",\"change\":");
        plumb_json_rounded(&line, change_at(series, y), 6);
        plumb_buf_puts(&line, "}\n");
        cli->out.failed |= line.failed;
        plumb_dump_lines(cli, (struct plumb_str){line.data, line.len}, &series->first);
    }
    plumb_buf_free(&line);
}

static void csv_series(struct series *series)
{
    struct plumb_buf *out = &series->cli->out;
    for (size_t y = 0; y < series->panel->year_count; y++) {
        double change = change_at(series, y);
        if (isnan(value_at(series, y)))
            continue;
        plumb_escape_csv(out, plumb_str_from(series->panel->agencies[series->agency].name));
        plumb_buf_puts(out, ",");
        plumb_escape_csv(out, plumb_str_from(series->column->indicator));
        plumb_buf_printf(out, ",%d,", series->panel->first_year + (int)y);
        plumb_json_double(out, value_at(series, y));
        plumb_buf_puts(out, ",");
        plumb_escape_csv(out, plumb_str_from(series->column->unit));
        plumb_buf_puts(out, ",");
        if (!isnan(change))
            plumb_json_rounded(out, change, 6);
        plumb_buf_puts(out, "\r\n");
    }
}

static bool has_values(const struct series *series)
{
    for (size_t y = 0; y < series->panel->year_count; y++)
        if (!isnan(value_at(series, y)))
            return true;
    return false;
}

/* Print every series of the agencies whose name is `wanted`, or with `part` contains it. */
static size_t print_panel(struct series *series, const char *wanted, bool part)
{
    const struct plumb_panel *panel = series->panel;
    struct plumb_cli *cli = series->cli;
    size_t shown = 0;
    for (size_t a = 0; a < panel->agency_count; a++) {
        const char *name = panel->agencies[a].name;
        if (part ? !strstr(name, wanted) : strcmp(name, wanted) != 0)
            continue;
        series->agency = a;
        if (cli->format == PLUMB_OUT_TABLE) {
            plumb_buf_puts(&cli->out, shown ? "\n" : "");
            plumb_escape_terminal(&cli->out, plumb_str_from(name), false);
            plumb_buf_puts(&cli->out, "\n");
        }
        for (size_t c = 0; c < panel->column_count; c++) {
            series->column = &panel->columns[c];
            if (!has_values(series))
                continue;
            if (cli->format == PLUMB_OUT_TABLE)
                table_series(series);
            else if (cli->format == PLUMB_OUT_CSV)
                csv_series(series);
            else
                json_series(series);
        }
        shown++;
    }
    return shown;
}

static enum plumb_status print_trend(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    struct plumb_panel *facts = NULL;
    struct series series = {.cli = cli, .first = true};
    const char *wanted = cli->request.arguments[0];
    size_t shown = 0;
    enum plumb_status status =
        plumb_facts_panel(cli->catalogue, job->extractions, job->extraction_count, &facts, error);
    if (status != PLUMB_OK)
        return status;
    plumb_dump_begin(cli);
    if (cli->format == PLUMB_OUT_CSV)
        plumb_buf_puts(&cli->out, "\xEF\xBB\xBF"
                                  "agency,indicator,year,value,unit,change\r\n");
    /* The whole name first; a part of it only when nobody bears it. */
    for (int part = 0; part < 2 && shown == 0; part++) {
        for (size_t i = 0; i < job->panel_count; i++) {
            series.panel = job->panels[i];
            shown += print_panel(&series, wanted, part);
        }
        series.panel = facts;
        shown += facts ? print_panel(&series, wanted, part) : 0;
    }
    plumb_dump_end(cli);
    plumb_panel_free(facts);
    return shown ? PLUMB_OK
                 : plumb_fail(error, PLUMB_E_DOMAIN,
                              "The case knows no agency named %s with values of any year.", wanted);
}

int plumb_run_trend(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &job.file, &error);
    if (status == PLUMB_OK)
        status = plumb_job_load(&job, &error);
    if (status == PLUMB_OK)
        status = print_trend(&job, &error);
    job.unread = 0; /* the case was asked, not its inputs */
    return plumb_job_finish(&job, status, &error);
}
