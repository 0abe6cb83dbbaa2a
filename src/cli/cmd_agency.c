/* plumb agency: which names of the case are one agency, and the auditor's decisions about it. */
#include "cli/dump.h"

#include "plumb/finding.h"

#include <stdlib.h>
#include <string.h>

/* One document of the case, as far as its agency goes. */
struct entry {
    const char *printed, *agency, *path, *kind, *year, *sure;
};

struct roll {
    struct plumb_cli *cli;
    struct plumb_case *file;
    struct entry *entries;
    size_t count, capacity;
    struct plumb_agency_alias *aliases;
    size_t alias_count;
    bool headed; /* plumb_case_sql gives the names of the columns first */
    bool failed;
};

static int take_row(void *context, int columns, const char *const *values, const bool *is_number)
{
    struct roll *roll = context;
    struct plumb_arena *arena = roll->cli->arena;
    (void)is_number;
    if (!roll->headed) {
        roll->headed = true;
        return 0;
    }
    struct entry *e = PLUMB_PUSH(arena, roll->entries, roll->count, roll->capacity);
    if (!e || columns < 5) {
        roll->failed = true;
        return 1;
    }
    const char **slots[] = {&e->printed, &e->path, &e->kind, &e->year, &e->sure};
    for (size_t i = 0; i < 5; i++)
        *slots[i] = plumb_str_copy(arena, plumb_str_from(values[i])).ptr;
    return 0;
}

static int by_agency(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->agency, y->agency);
    if (!order)
        order = strcmp(x->printed, y->printed);
    if (!order)
        order = strcmp(x->year, y->year);
    return order ? order : strcmp(x->path, y->path);
}

/* Documents with the name their agency goes by, by that name. */
static enum plumb_status read_roll(struct roll *roll, struct plumb_error *error)
{
    struct plumb_arena *arena = roll->cli->arena;
    enum plumb_status status =
        plumb_case_sql(roll->file,
                       "SELECT agency, path, kind, coalesce(year, ''),"
                       " CASE WHEN sure > 0 THEN CAST(round(100 * sure) AS INTEGER) ELSE '' END "
                       "FROM document ORDER BY agency, year, path",
                       take_row, roll, error);
    if (status == PLUMB_OK && roll->failed)
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = plumb_case_aliases(roll->file, arena, &roll->aliases, &roll->alias_count, error);
    if (status != PLUMB_OK)
        return status;
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    struct plumb_str *names = plumb_arena_array(arena, roll->count + 1, sizeof *names);
    const char **agencies = plumb_arena_array(arena, roll->count + 1, sizeof *agencies);
    struct plumb_agency_name *decided =
        plumb_arena_array(arena, roll->alias_count + 1, sizeof *decided);
    for (size_t i = 0; i < roll->count; i++)
        names[i] = plumb_str_from(roll->entries[i].printed);
    for (size_t i = 0; i < roll->alias_count; i++)
        decided[i] = (struct plumb_agency_name){roll->aliases[i].name, roll->aliases[i].agency};
    plumb_agency_names(names, roll->count, decided, roll->alias_count, arena, agencies);
    for (size_t i = 0; i < roll->count; i++)
        roll->entries[i].agency = agencies[i];
    plumb_arena_on_nomem(arena, outer);
    if (roll->count)
        qsort(roll->entries, roll->count, sizeof *roll->entries, by_agency);
    return PLUMB_OK;
}

/* ---- output ------------------------------------------------------------------------------- */

static void put(struct roll *roll, const char *text)
{
    plumb_escape_terminal(&roll->cli->out, plumb_str_from(text), false);
}

static void json_entry(struct roll *roll, const struct entry *e, bool *first)
{
    const char *const members[][2] = {
        {"agency", e->agency}, {"name", e->printed}, {"document", e->path}, {"kind", e->kind}};
    struct plumb_buf line = {0};
    for (size_t i = 0; i < PLUMB_COUNT(members); i++) {
        plumb_buf_printf(&line, "%s\"%s\":", i ? "," : "{", members[i][0]);
        plumb_escape_json_text(&line, members[i][1]);
    }
    plumb_buf_printf(&line, ",\"year\":%s}\n", *e->year ? e->year : "null");
    plumb_dump_lines(roll->cli, (struct plumb_str){line.data ? line.data : "", line.len}, first);
    roll->cli->out.failed |= line.failed;
    plumb_buf_free(&line);
}

static bool wanted(const struct entry *e, const char *name)
{
    return !name || strcmp(e->agency, name) == 0 || strcmp(e->printed, name) == 0 ||
           plumb_str_has(plumb_str_from(e->agency), name);
}

/* entries[from, to) are one agency. */
static void table_agency(struct roll *roll, size_t from, size_t to, bool documents)
{
    struct plumb_buf *out = &roll->cli->out;
    const struct entry *e = &roll->entries[from];
    put(roll, *e->agency ? e->agency : PLUMB_SAY(roll->cli, "（单位不明）", "(agency unknown)"));
    plumb_buf_printf(out,
                     PLUMB_SAY(roll->cli, "  %zu 份文件\n",
                               to - from == 1 ? "  %zu document\n" : "  %zu documents\n"),
                     to - from);
    for (size_t i = from; i < to; i++) {
        bool new_name = i == from || strcmp(roll->entries[i].printed, e[i - from - 1].printed) != 0;
        if (new_name && strcmp(roll->entries[i].printed, e->agency) != 0) {
            plumb_buf_puts(out, PLUMB_SAY(roll->cli, "    又名 ", "    also "));
            put(roll, roll->entries[i].printed);
            plumb_buf_puts(out, "\n");
        }
        if (!documents)
            continue;
        plumb_buf_printf(out, "    %-4s  %3s%s  %s  ", roll->entries[i].year, roll->entries[i].sure,
                         *roll->entries[i].sure ? "%" : " ", roll->entries[i].kind);
        put(roll, roll->entries[i].path);
        plumb_buf_puts(out, "\n");
    }
}

static void table_aliases(struct roll *roll)
{
    for (size_t i = 0; i < roll->alias_count; i++) {
        const struct plumb_agency_alias *a = &roll->aliases[i];
        plumb_buf_printf(&roll->cli->out, PLUMB_SAY(roll->cli, "决定  ", "decided  "));
        put(roll, a->name);
        plumb_buf_puts(&roll->cli->out, " = ");
        put(roll, a->agency);
        plumb_buf_printf(&roll->cli->out, "  %s ", a->when ? a->when : "");
        put(roll, a->who);
        plumb_buf_puts(&roll->cli->out, *a->note ? ": " : "");
        put(roll, a->note);
        plumb_buf_puts(&roll->cli->out, "\n");
    }
}

static const char *kind_words(const struct plumb_cli *cli, const char *kind)
{
    if (strcmp(kind, "merged") == 0)
        return PLUMB_SAY(cli, "合并", "merged");
    return strcmp(kind, "split") == 0 ? PLUMB_SAY(cli, "拆分", "split")
                                      : PLUMB_SAY(cli, "更名", "renamed");
}

static enum plumb_status table_links(struct roll *roll, struct plumb_error *error)
{
    struct plumb_agency_link *links = NULL;
    size_t count = 0;
    enum plumb_status status =
        plumb_case_links(roll->file, roll->cli->arena, &links, &count, error);
    for (size_t i = 0; status == PLUMB_OK && i < count; i++) {
        const struct plumb_agency_link *l = &links[i];
        plumb_buf_printf(&roll->cli->out, "%s  ", kind_words(roll->cli, l->kind));
        put(roll, l->from);
        plumb_buf_puts(&roll->cli->out, " → ");
        put(roll, l->to);
        plumb_buf_printf(&roll->cli->out, "  %d  %s ", l->year, l->when ? l->when : "");
        put(roll, l->who);
        plumb_buf_puts(&roll->cli->out, *l->note ? ": " : "");
        put(roll, l->note);
        plumb_buf_puts(&roll->cli->out, "\n");
    }
    return status;
}

static enum plumb_status list(struct roll *roll, const char *name, struct plumb_error *error)
{
    enum plumb_status status = read_roll(roll, error);
    bool first = true, any = false;
    plumb_dump_begin(roll->cli);
    for (size_t from = 0, to; status == PLUMB_OK && from < roll->count; from = to) {
        to = from + 1;
        while (to < roll->count &&
               strcmp(roll->entries[to].agency, roll->entries[from].agency) == 0)
            to++;
        bool show = false;
        for (size_t i = from; i < to; i++)
            show |= wanted(&roll->entries[i], name);
        any |= show;
        if (show && roll->cli->format == PLUMB_OUT_TABLE)
            table_agency(roll, from, to, name != NULL);
        for (size_t i = from; show && i < to && roll->cli->format != PLUMB_OUT_TABLE; i++)
            json_entry(roll, &roll->entries[i], &first);
    }
    if (status == PLUMB_OK && name && !any)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The case has no document of “%s”; `plumb agency` lists its agencies.",
                          name);
    if (status == PLUMB_OK && !name && roll->cli->format == PLUMB_OUT_TABLE)
        table_aliases(roll);
    if (status == PLUMB_OK && !name && roll->cli->format == PLUMB_OUT_TABLE)
        status = table_links(roll, error);
    plumb_dump_end(roll->cli);
    return status;
}

/* ---- decisions ------------------------------------------------------------------------------ */

static enum plumb_status alias(struct roll *roll, const char *name, const char *agency,
                               struct plumb_error *error)
{
    struct plumb_agency_alias decision = {.name = name,
                                          .agency = agency,
                                          .note = plumb_cli_option(roll->cli, PLUMB_OPT_NOTE, ""),
                                          .who = plumb_cli_who(roll->cli)};
    enum plumb_status status = plumb_case_put_alias(roll->file, &decision, error);
    if (status == PLUMB_OK)
        plumb_cli_note(roll->cli,
                       PLUMB_SAY(roll->cli, "已记录：%s = %s；重新运行 plumb analyse 后生效。",
                                 "Noted: %s = %s; it holds from the next plumb analyse on."),
                       name, agency);
    return status;
}

static enum plumb_status link_agencies(struct roll *roll, const char *from, const char *to,
                                       struct plumb_error *error)
{
    struct plumb_agency_link link = {.from = from,
                                     .to = to,
                                     .kind = plumb_cli_option(roll->cli, PLUMB_OPT_KIND, NULL),
                                     .year = (int)plumb_cli_number(roll->cli, PLUMB_OPT_YEAR, 0),
                                     .note = plumb_cli_option(roll->cli, PLUMB_OPT_NOTE, ""),
                                     .who = plumb_cli_who(roll->cli)};
    if (!link.kind || link.year < 1950 || link.year > 2200)
        return plumb_fail(error, PLUMB_E_USAGE,
                          "A link needs --kind merged, split or renamed, and --year, the first "
                          "fiscal year under the new order.");
    enum plumb_status status = plumb_case_put_link(roll->file, &link, error);
    if (status == PLUMB_OK)
        plumb_cli_note(roll->cli,
                       PLUMB_SAY(roll->cli,
                                 "已记录：%d 年%s %s → %s；重新运行 plumb analyse 后生效。",
                                 "Noted: %d, %s: %s → %s; it holds from the next plumb analyse "
                                 "on."),
                       link.year, kind_words(roll->cli, link.kind), from, to);
    return status;
}

/* All names under which the case knows OLD. */
static enum plumb_status rename_all(struct roll *roll, const char *old, const char *name,
                                    struct plumb_error *error)
{
    enum plumb_status status = read_roll(roll, error);
    size_t changed = 0;
    for (size_t i = 0; status == PLUMB_OK && i < roll->count; i++) {
        const struct entry *e = &roll->entries[i];
        bool same = strcmp(e->agency, old) == 0 || strcmp(e->printed, old) == 0;
        bool told = i > 0 && strcmp(roll->entries[i - 1].printed, e->printed) == 0;
        if (!same || told || strcmp(e->printed, name) == 0)
            continue;
        status = alias(roll, e->printed, name, error);
        changed++;
    }
    if (status == PLUMB_OK && changed == 0)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The case has no document of “%s”; `plumb agency` lists its agencies.",
                          old);
    return status;
}

static enum plumb_status act(struct roll *roll, struct plumb_error *error)
{
    const struct plumb_request *request = &roll->cli->request;
    size_t n = request->argument_count;
    const char *const *words = request->arguments;
    if (n == 0 || (n == 1 && strcmp(words[0], "list") == 0))
        return list(roll, NULL, error);
    if (n == 2 && strcmp(words[0], "show") == 0)
        return list(roll, words[1], error);
    if (n == 3 && strcmp(words[0], "alias") == 0)
        return alias(roll, words[1], words[2], error);
    if (n == 3 && strcmp(words[0], "rename") == 0)
        return rename_all(roll, words[1], words[2], error);
    if (n == 3 && strcmp(words[0], "link") == 0)
        return link_agencies(roll, words[1], words[2], error);
    if (n == 3 && strcmp(words[0], "undo") == 0)
        return plumb_case_remove_link(roll->file, words[1], words[2], error);
    if (n == 2 && strcmp(words[0], "undo") == 0)
        return plumb_case_remove_alias(roll->file, words[1], error);
    return plumb_fail(error, PLUMB_E_USAGE,
                      "agency is used as: agency list, show NAME, alias NAME AGENCY, rename OLD "
                      "NEW, link FROM TO --kind KIND --year YEAR, undo NAME, or undo FROM TO.");
}

int plumb_run_agency(struct plumb_cli *cli)
{
    struct plumb_error error = {.code = PLUMB_OK};
    struct roll roll = {.cli = cli};
    const struct plumb_request *request = &cli->request;
    bool writes = request->argument_count > 1 && strcmp(request->arguments[0], "show") != 0;
    enum plumb_status status =
        plumb_cli_open_case(cli, writes ? PLUMB_CASE_WRITE : PLUMB_CASE_READ, &roll.file, &error);
    if (status == PLUMB_OK)
        status = act(&roll, &error);
    plumb_case_close(roll.file);
    if (status != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    return plumb_cli_flush(cli) ? PLUMB_EXIT_DONE : PLUMB_EXIT_SYSTEM;
}
