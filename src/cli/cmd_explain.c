/* plumb explain: what a check does, its source, its limits. */
#include "cli/cli.h"

static void list_checks(struct plumb_cli *cli)
{
    size_t count = plumb_catalogue_check_count(cli->catalogue);
    for (size_t i = 0; i < count; i++) {
        const struct plumb_check *check = plumb_catalogue_check(cli->catalogue, i);
        plumb_terminal_fit(&cli->out, plumb_str_from(check->id), 28, -1);
        plumb_terminal_wrap(&cli->out,
                            plumb_str_from(PLUMB_SAY(cli, check->title.zh, check->title.en)), 28,
                            28, cli->columns);
        plumb_buf_puts(&cli->out, "\n");
    }
}

static void field(struct plumb_cli *cli, const char *zh, const char *en, const char *text)
{
    if (!text || !*text)
        return;
    plumb_buf_printf(&cli->out, "\n%s\n  ", PLUMB_SAY(cli, zh, en));
    plumb_terminal_wrap(&cli->out, plumb_str_from(text), 2, 2, cli->columns);
    plumb_buf_puts(&cli->out, "\n");
}

/* The audit classes of docs and catalogue. */
static const char *class_words(const struct plumb_cli *cli, char audit_class)
{
    static const struct {
        char letter;
        struct plumb_bilingual words;
    } classes[] = {{'A', {"预算、决算不准确", "budget or accounts inaccurate"}},
                   {'B', {"预算执行和资产管理", "budget execution and assets"}},
                   {'C', {"“三公”经费和会议费", "travel, vehicles, reception and meetings"}},
                   {'H', {"执行率过低或超预算", "low or excess execution"}},
                   {'J', {"政府采购", "procurement"}},
                   {'K', {"编制和人员", "staffing"}},
                   {'L', {"账表不符、公开不规范", "accounts disagree or disclosure is poor"}},
                   {'M', {"绩效目标和自评不实", "performance targets and self-evaluation untrue"}}};
    for (size_t i = 0; i < PLUMB_COUNT(classes); i++)
        if (classes[i].letter == audit_class)
            return PLUMB_SAY(cli, classes[i].words.zh, classes[i].words.en);
    return "";
}

/* The entry of the catalogue, then the card when there is one. */
static void explain(struct plumb_cli *cli, const struct plumb_check *check)
{
    plumb_buf_printf(&cli->out, "%s  %s\n", check->id,
                     PLUMB_SAY(cli, check->title.zh, check->title.en));
    field(cli, "检查内容", "What it compares", PLUMB_SAY(cli, check->what.zh, check->what.en));
    field(cli, "局限", "What it cannot tell", PLUMB_SAY(cli, check->limits.zh, check->limits.en));
    field(cli, "来源", "Source", check->source);
    char *audit_class = plumb_arena_printf(cli->arena, "%c  %s", check->audit_class,
                                           class_words(cli, check->audit_class));
    field(cli, "审计类别", "Audit class", audit_class);
    if (check->parameter_count)
        plumb_buf_printf(&cli->out, "\n%s\n", PLUMB_SAY(cli, "参数", "Parameters"));
    for (size_t i = 0; i < check->parameter_count; i++) {
        plumb_buf_printf(&cli->out, "  %s = ", check->parameter_names[i]);
        plumb_json_double(&cli->out, check->parameter_values[i]);
        plumb_buf_puts(&cli->out, "\n");
    }
    struct plumb_str card = plumb_check_card(check->id);
    if (card.len > 0) {
        plumb_buf_puts(&cli->out, "\n");
        plumb_escape_terminal(&cli->out, card, true);
        if (card.ptr[card.len - 1] != '\n')
            plumb_buf_puts(&cli->out, "\n");
    }
}

static const char *nearest_check(const struct plumb_cli *cli, const char *word)
{
    const char *best = NULL;
    size_t best_distance = 4; /* ids are long; up to three letters may be off */
    for (size_t i = 0; i < plumb_catalogue_check_count(cli->catalogue); i++) {
        const struct plumb_check *check = plumb_catalogue_check(cli->catalogue, i);
        size_t distance = plumb_word_distance(word, check->id);
        if (distance < best_distance) {
            best_distance = distance;
            best = check->id;
        }
    }
    return best;
}

int plumb_run_explain(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    if (plumb_cli_catalogue(cli, &error) != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    if (cli->request.argument_count == 0) {
        list_checks(cli);
        return PLUMB_EXIT_DONE;
    }
    const char *word = cli->request.arguments[0];
    const struct plumb_check *check = plumb_catalogue_find_check(cli->catalogue, word);
    if (check) {
        explain(cli, check);
        return PLUMB_EXIT_DONE;
    }
    const char *near = nearest_check(cli, word);
    plumb_fail(&error, PLUMB_E_USAGE, "There is no check %s%s%s%s See plumb explain for the list.",
               word, near ? "; did you mean " : ".", near ? near : "", near ? "?" : "");
    return plumb_cli_fail(cli, &error);
}
