/* Which names mean one agency, and which agency became which. */
#include "store/store_int.h"

#include <string.h>

/* One statement with texts (NULL: '') and, when `year` is not NULL, a year behind them. */
static enum plumb_status run_texts(const struct plumb_case *file, const char *sql,
                                   const char *const *texts, size_t count, const int *year,
                                   struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_store_prepare(file, sql, &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        for (size_t i = 0; i < count; i++)
            plumb_bind_text(&binder, texts[i]);
        if (year)
            plumb_bind_size(&binder, *year > 0 ? (size_t)*year : PLUMB_NPOS);
        status = binder.failed ? plumb_fail_nomem(error) : plumb_store_step(file, statement, error);
    }
    sqlite3_finalize(statement);
    return status;
}

static bool is_given(const char *text)
{
    return text && *text;
}

enum plumb_status plumb_case_put_alias(struct plumb_case *file,
                                       const struct plumb_agency_alias *alias,
                                       struct plumb_error *error)
{
    char now[32];
    plumb_store_now(now);
    if (!is_given(alias->name) || !is_given(alias->agency))
        return plumb_fail(error, PLUMB_E_DOMAIN, "An alias needs a name and an agency.");
    const char *const texts[] = {alias->name, alias->agency, alias->who, now, alias->note};
    return run_texts(file,
                     "INSERT OR REPLACE INTO agency_alias(name, agency, who, decided, note)"
                     " VALUES (?, ?, ?, ?, ?)",
                     texts, 5, NULL, error);
}

enum plumb_status plumb_case_remove_alias(struct plumb_case *file, const char *name,
                                          struct plumb_error *error)
{
    const char *const texts[] = {name};
    enum plumb_status status =
        run_texts(file, "DELETE FROM agency_alias WHERE name = ?", texts, 1, NULL, error);
    if (status == PLUMB_OK && sqlite3_changes(file->db) == 0)
        return plumb_fail(error, PLUMB_E_DOMAIN, "%.100s is no alias in this case.", name);
    return status;
}

enum plumb_status plumb_case_put_link(struct plumb_case *file, const struct plumb_agency_link *link,
                                      struct plumb_error *error)
{
    char now[32];
    plumb_store_now(now);
    bool known =
        link->kind && (strcmp(link->kind, "merged") == 0 || strcmp(link->kind, "split") == 0 ||
                       strcmp(link->kind, "renamed") == 0);
    if (!known)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "A link between agencies is merged, split or renamed.");
    if (!is_given(link->from) || !is_given(link->to) || strcmp(link->from, link->to) == 0)
        return plumb_fail(error, PLUMB_E_DOMAIN, "A link needs two different agencies.");
    const char *const texts[] = {link->from, link->to, link->kind, link->who, now, link->note};
    return run_texts(file,
                     "INSERT OR REPLACE INTO agency_link(from_agency, to_agency, kind, who,"
                     " decided, note, year) VALUES (?, ?, ?, ?, ?, ?, ?)",
                     texts, 6, &link->year, error);
}

enum plumb_status plumb_case_remove_link(struct plumb_case *file, const char *from, const char *to,
                                         struct plumb_error *error)
{
    const char *const texts[] = {from, to};
    enum plumb_status status =
        run_texts(file, "DELETE FROM agency_link WHERE from_agency = ? AND to_agency = ?", texts, 2,
                  NULL, error);
    if (status == PLUMB_OK && sqlite3_changes(file->db) == 0)
        return plumb_fail(error, PLUMB_E_DOMAIN, "There is no link from %.60s to %.60s.", from, to);
    return status;
}

/* ---- lists ------------------------------------------------------------------------------- */

static void take_alias(sqlite3_stmt *row, struct plumb_arena *arena, void *into)
{
    struct plumb_agency_alias *alias = into;
    alias->name = plumb_column_text(row, 0, arena);
    alias->agency = plumb_column_text(row, 1, arena);
    alias->note = plumb_column_text(row, 2, arena);
    alias->who = plumb_column_text(row, 3, arena);
    alias->when = plumb_column_text(row, 4, arena);
}

static void take_link(sqlite3_stmt *row, struct plumb_arena *arena, void *into)
{
    struct plumb_agency_link *link = into;
    link->from = plumb_column_text(row, 0, arena);
    link->to = plumb_column_text(row, 1, arena);
    link->kind = plumb_column_text(row, 2, arena);
    link->year = sqlite3_column_int(row, 3); /* NULL gives 0 */
    link->note = plumb_column_text(row, 4, arena);
    link->who = plumb_column_text(row, 5, arena);
    link->when = plumb_column_text(row, 6, arena);
}

enum plumb_status plumb_case_aliases(struct plumb_case *file, struct plumb_arena *arena,
                                     struct plumb_agency_alias **aliases, size_t *count,
                                     struct plumb_error *error)
{
    struct plumb_rows rows;
    enum plumb_status status = plumb_store_query(
        file, "SELECT name, agency, note, who, decided FROM agency_alias ORDER BY agency, name",
        take_alias, sizeof **aliases, arena, &rows, error);
    *aliases = rows.items;
    *count = rows.count;
    return status;
}

enum plumb_status plumb_case_links(struct plumb_case *file, struct plumb_arena *arena,
                                   struct plumb_agency_link **links, size_t *count,
                                   struct plumb_error *error)
{
    struct plumb_rows rows;
    enum plumb_status status =
        plumb_store_query(file,
                          "SELECT from_agency, to_agency, kind, year, note, who, decided FROM"
                          " agency_link ORDER BY from_agency, to_agency",
                          take_link, sizeof **links, arena, &rows, error);
    *links = rows.items;
    *count = rows.count;
    return status;
}
