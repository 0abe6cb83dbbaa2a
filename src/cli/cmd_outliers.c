/* plumb outliers: the plain rule on panels, for a first look at tables of any size. */
#include "cli/dump.h"
#include "cli/job.h"

#include <math.h>
#include <string.h>

enum { TABLE_LIMIT = 20, LIST_LIMIT = 1000 };

struct listing {
    struct plumb_cli *cli;
    const struct plumb_panel *panel;
    bool first; /* of the JSON array */
};

static const char *indicator_of(const struct listing *list, const struct plumb_outlier *o)
{
    const struct plumb_panel_column *column = &list->panel->columns[o->column];
    return column->name && *column->name ? column->name : column->indicator;
}

static int year_of(const struct listing *list, const struct plumb_outlier *o)
{
    return list->panel->first_year + (int)o->year;
}

static void fit(struct plumb_buf *out, const char *text, int columns, int align)
{
    plumb_terminal_fit(out, plumb_str_from(text), columns, align);
    plumb_buf_puts(out, "  ");
}

static void table_row(struct listing *list, const struct plumb_outlier *o)
{
    struct plumb_cli *cli = list->cli;
    struct plumb_arena *arena = cli->arena;
    const char *value = o->growth ? plumb_arena_printf(arena, "%+.1f %%", 100 * o->x)
                                  : plumb_arena_printf(arena, "%.10g", o->x);
    const char *usual = o->growth ? plumb_arena_printf(arena, "%+.1f %%", 100 * o->centre)
                                  : plumb_arena_printf(arena, "%.10g", o->centre);
    fit(&cli->out, value ? value : "", 16, 1);
    fit(&cli->out, usual ? usual : "", 14, 1);
    plumb_buf_printf(&cli->out, "%+9.3g  %d  ", o->z, year_of(list, o));
    fit(&cli->out, indicator_of(list, o), 16, -1);
    plumb_terminal_fit(&cli->out, plumb_str_from(list->panel->agencies[o->agency].name),
                       cli->columns - 68, 0);
    plumb_buf_puts(&cli->out, "\n");
}

static void number(struct plumb_buf *out, const char *head, double x)
{
    plumb_buf_puts(out, head);
    if (!isnan(x))
        plumb_json_double(out, x);
    else if (head[0] == ',' && head[1] == '"')
        plumb_buf_puts(out, "null");
}

static void json_row(struct listing *list, const struct plumb_outlier *o)
{
    struct plumb_buf line = {0};
    plumb_buf_printf(&line, "{\"kind\":\"%s\",\"agency\":", o->growth ? "growth" : "level");
    plumb_escape_json_text(&line, list->panel->agencies[o->agency].name);
    plumb_buf_printf(&line, ",\"year\":%d,\"indicator\":", year_of(list, o));
    plumb_escape_json_text(&line, indicator_of(list, o));
    number(&line, ",\"value\":", o->value);
    number(&line, ",\"before\":", o->before);
    number(&line, ",\"x\":", o->x);
    number(&line, ",\"median\":", o->centre);
    number(&line, ",\"spread\":", o->spread);
    number(&line, ",\"z\":", o->z);
    plumb_buf_puts(&line, "}\n");
    list->cli->out.failed |= line.failed;
    plumb_dump_lines(list->cli, (struct plumb_str){line.data, line.len}, &list->first);
    plumb_buf_free(&line);
}

static void csv_row(struct listing *list, const struct plumb_outlier *o)
{
    struct plumb_buf *out = &list->cli->out;
    plumb_buf_puts(out, o->growth ? "growth," : "level,");
    plumb_escape_csv(out, plumb_str_from(list->panel->agencies[o->agency].name));
    plumb_buf_printf(out, ",%d,", year_of(list, o));
    plumb_escape_csv(out, plumb_str_from(indicator_of(list, o)));
    number(out, ",", o->value);
    number(out, ",", o->before);
    number(out, ",", o->x);
    number(out, ",", o->centre);
    number(out, ",", o->spread);
    number(out, ",", o->z);
    plumb_buf_puts(out, "\r\n");
}

static void print_head(struct plumb_cli *cli)
{
    if (cli->format == PLUMB_OUT_CSV)
        plumb_buf_puts(&cli->out, "\xEF\xBB\xBF"
                                  "kind,agency,year,indicator,value,before,x,median,spread,z\r\n");
    if (cli->format != PLUMB_OUT_TABLE)
        return;
    fit(&cli->out, PLUMB_SAY(cli, "数值或增长率", "value or growth"), 16, 1);
    fit(&cli->out, PLUMB_SAY(cli, "中位数", "median"), 14, 1);
    fit(&cli->out, "z", 9, 1);
    fit(&cli->out, PLUMB_SAY(cli, "年度", "year"), 4, -1);
    fit(&cli->out, PLUMB_SAY(cli, "指标", "indicator"), 16, -1);
    plumb_buf_printf(&cli->out, "%s\n", PLUMB_SAY(cli, "单位", "agency"));
}

static enum plumb_status print_panels(const struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    struct listing list = {.cli = cli, .first = true};
    const bool table = cli->format == PLUMB_OUT_TABLE;
    const size_t limit = plumb_cli_number(cli, PLUMB_OPT_LIMIT, table ? TABLE_LIMIT : LIST_LIMIT);
    enum plumb_status status = PLUMB_OK;
    if (job->panel_count == 0)
        return plumb_fail(error, job->unread ? PLUMB_E_FORMAT : PLUMB_E_DOMAIN,
                          "There is no table of agencies and years among the inputs.");
    plumb_dump_begin(cli);
    print_head(cli);
    for (size_t i = 0; status == PLUMB_OK && i < job->panel_count; i++) {
        struct plumb_outlier *found = NULL;
        size_t count = 0;
        list.panel = job->panels[i];
        status = plumb_panel_outliers(list.panel, limit, cli->jobs, &found, &count, error);
        for (size_t k = 0; k < count && plumb_cli_flush_some(cli); k++)
            if (table)
                table_row(&list, &found[k]);
            else if (cli->format == PLUMB_OUT_CSV)
                csv_row(&list, &found[k]);
            else
                json_row(&list, &found[k]);
        plumb_free(found);
    }
    plumb_dump_end(cli);
    return status;
}

/* The inputs; with --case they are stored, and without inputs the case is asked. */
static enum plumb_status take(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    struct plumb_inputs inputs;
    enum plumb_status status = PLUMB_OK;
    if (cli->request.argument_count == 0) {
        status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &job->file, error);
        return status == PLUMB_OK ? plumb_job_load(job, error) : status;
    }
    if (plumb_cli_option(cli, PLUMB_OPT_CASE, NULL))
        status = plumb_job_create_case(cli, &job->file, error);
    if (status == PLUMB_OK)
        status = plumb_job_inputs(cli, &inputs, error);
    if (status == PLUMB_OK)
        status = plumb_job_read(job, &inputs, error);
    return status;
}

int plumb_run_outliers(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status = take(&job, &error);
    if (status == PLUMB_OK)
        status = print_panels(&job, &error);
    if (cli->request.argument_count == 0)
        job.unread = 0; /* the case was asked, not its inputs */
    return plumb_job_finish(&job, status, &error);
}
