/* plumb trend: indicators of agencies over the years, as text or as a page. */
#include "cli/dump.h"
#include "cli/job.h"
#include "cli/selection.h"

#include <math.h>
#include <string.h>

/* One series: an indicator of the agency in one panel. */
struct series {
    struct plumb_cli *cli;
    const struct plumb_panel *panel;
    const struct plumb_panel_column *column;
    size_t agency;
    const struct plumb_job *job;
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

static void table_changes(struct series *series, const char *agency)
{
    struct plumb_cli *cli = series->cli;
    const struct plumb_report_input input = plumb_job_report(series->job);
    const struct plumb_bilingual words = plumb_report_changes(&input, agency, cli->arena);
    if (*words.zh) {
        plumb_terminal_wrap(&cli->out, plumb_str_from(PLUMB_SAY(cli, words.zh, words.en)), 2, 2,
                            cli->columns);
        plumb_buf_puts(&cli->out, "\n");
    }
}

static bool has_values(const struct series *series)
{
    for (size_t y = 0; y < series->panel->year_count; y++)
        if (!isnan(value_at(series, y)))
            return true;
    return false;
}

/* Print every series of the selected agencies. */
static void print_panel(struct series *series, const struct plumb_selection *selection)
{
    const struct plumb_panel *panel = series->panel;
    struct plumb_cli *cli = series->cli;
    for (size_t a = 0; a < panel->agency_count; a++) {
        const char *name = panel->agencies[a].name;
        bool headed = false;
        if (!plumb_selection_has(selection, name))
            continue;
        series->agency = a;
        for (size_t c = 0; c < panel->column_count; c++) {
            series->column = &panel->columns[c];
            if (!has_values(series))
                continue;
            if (cli->format == PLUMB_OUT_TABLE && !headed) {
                plumb_buf_puts(&cli->out, series->first ? "" : "\n");
                plumb_escape_terminal(&cli->out, plumb_str_from(name), false);
                plumb_buf_puts(&cli->out, "\n");
                table_changes(series, name);
                series->first = false;
            }
            headed = true;
            if (cli->format == PLUMB_OUT_TABLE)
                table_series(series);
            else if (cli->format == PLUMB_OUT_CSV)
                csv_series(series);
            else
                json_series(series);
        }
    }
}

static void print_trend(const struct plumb_job *job, const struct plumb_panel *facts,
                        const struct plumb_selection *selection)
{
    struct plumb_cli *cli = job->cli;
    struct series series = {.cli = cli, .job = job, .first = true};
    plumb_dump_begin(cli);
    if (cli->format == PLUMB_OUT_CSV)
        plumb_buf_puts(&cli->out, "\xEF\xBB\xBF"
                                  "agency,indicator,year,value,unit,change\r\n");
    for (size_t i = 0; i < job->panel_count; i++) {
        series.panel = job->panels[i];
        print_panel(&series, selection);
    }
    series.panel = facts;
    if (facts)
        print_panel(&series, selection);
    plumb_dump_end(cli);
}

/* ---- as a page --------------------------------------------------------------------------- */

/* The charts' files lie beside the page, in a folder of its name with -charts behind. */
static enum plumb_status write_page(struct plumb_job *job, const struct plumb_selection *selection,
                                    const char *path, struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    const char *note = NULL;
    struct plumb_report_input input = plumb_job_report(job);
    enum plumb_status status =
        plumb_report_trend_write(&input, selection->names, selection->count, path,
                                 plumb_job_charts(cli), &note, cli->arena, error);
    if (status == PLUMB_OK && note)
        plumb_cli_note(cli, "plumb: %s", note);
    if (status == PLUMB_OK) {
        plumb_escape_terminal(&cli->out, plumb_str_from(path), false);
        plumb_buf_puts(&cli->out, "\n");
    }
    return status;
}

/* One name an agency, as the analysis sees them: in the reports and in the tables. */
static enum plumb_status join_names(struct plumb_job *job, struct plumb_error *error)
{
    enum plumb_status status = plumb_job_decisions(job, error);
    for (size_t i = 0; status == PLUMB_OK && i < job->panel_count; i++)
        status = plumb_panel_rename(job->panels[i], job->changes, job->change_count, error);
    if (status != PLUMB_OK || !job->extraction_count)
        return status;
    const struct plumb_extraction *const *named = plumb_extractions_named(
        job->extractions, job->extraction_count, job->names, job->name_count, job->cli->arena);
    for (size_t i = 0; named && i < job->extraction_count; i++)
        job->extractions[i] = named[i];
    return named ? PLUMB_OK : plumb_fail_nomem(error);
}

static enum plumb_status answer(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_panel *facts = NULL;
    struct plumb_selection selection = {0};
    const char *path = plumb_cli_option(job->cli, PLUMB_OPT_HTML, NULL);
    enum plumb_status status = join_names(job, error);
    if (status == PLUMB_OK)
        status = plumb_facts_panel(job->cli->catalogue,
                                   (const struct plumb_extraction *const *)job->extractions,
                                   job->extraction_count, &facts, error);
    if (status == PLUMB_OK)
        status = plumb_panel_rename(facts, job->changes, job->change_count, error);
    if (status == PLUMB_OK)
        status = plumb_select_agencies(job, facts, &selection, error);
    if (status == PLUMB_OK && path)
        status = write_page(job, &selection, path, error);
    else if (status == PLUMB_OK)
        print_trend(job, facts, &selection);
    plumb_panel_free(facts);
    return status;
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
        status = plumb_case_findings(job.file, cli->arena, &job.findings, &job.summary, &error);
    if (status == PLUMB_OK)
        status = answer(&job, &error);
    job.unread = 0; /* the case was asked, not its inputs */
    return plumb_job_finish(&job, status, &error);
}
