/* What was decided about findings: about one by itself, or by a rule for an agency and a check. */
#include "store/store_int.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define ABBREVIATION_LEAST 4

/* ---- which status holds ------------------------------------------------------------------ */

/* "ratio" takes ratio.execution, too; "ratio.exec" takes nothing. */
bool plumb_check_fits(const char *check, const char *wanted)
{
    size_t len = strlen(wanted);
    return strncmp(check, wanted, len) == 0 &&
           (check[len] == '\0' || check[len] == '.' || (len > 0 && wanted[len - 1] == '.'));
}

bool plumb_rule_covers(const struct plumb_rule *rule, const struct plumb_finding *finding,
                       const char *today)
{
    char day[32];
    snprintf(day, sizeof day, "%04d-12-31", finding->year);
    const char *when = finding->year ? day : today;
    return !rule->withdrawn_when && strcmp(rule->agency, finding->agency) == 0 &&
           plumb_check_fits(finding->check, rule->check) &&
           (!*rule->since || strncmp(rule->since, when, 10) <= 0) &&
           (!*rule->until || strncmp(when, rule->until, 10) <= 0);
}

/* The newest rule that covers the finding; the last of the list is the newest. */
static void apply_rules(const struct plumb_rule *rules, size_t count, const char *today,
                        struct plumb_finding *finding)
{
    for (size_t i = count; i-- > 0;) {
        if (!plumb_rule_covers(&rules[i], finding, today))
            continue;
        finding->status = "dismissed";
        finding->decision = (struct plumb_decision){
            .rule = rules[i].id, .note = rules[i].note, .who = rules[i].who, .when = rules[i].when};
        return;
    }
}

static void take_decision(sqlite3_stmt *row, struct plumb_arena *arena,
                          struct plumb_finding *finding)
{
    finding->status = plumb_column_text(row, 0, arena);
    finding->decision = (struct plumb_decision){.note = plumb_column_text(row, 1, arena),
                                                .who = plumb_column_text(row, 2, arena),
                                                .when = plumb_column_text(row, 3, arena)};
}

static enum plumb_status read_status(const struct plumb_case *file, struct plumb_arena *arena,
                                     const struct plumb_rule *rules, size_t rule_count,
                                     struct plumb_finding_list *list, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    char today[32];
    plumb_store_now(today);
    enum plumb_status status =
        plumb_store_prepare(file,
                            "SELECT status, note, who, decided FROM triage WHERE finding = ?"
                            " ORDER BY decided DESC, id DESC LIMIT 1",
                            &statement, error);
    for (size_t i = 0; status == PLUMB_OK && i < list->count; i++) {
        struct plumb_finding *finding = &list->items[i];
        struct plumb_binder binder = {.statement = statement};
        bool row = false;
        plumb_bind_text(&binder, finding->id);
        status = plumb_store_next(file, statement, &row, error);
        finding->status = "open";
        finding->decision = (struct plumb_decision){0};
        if (row)
            take_decision(statement, arena, finding);
        else
            apply_rules(rules, rule_count, today, finding);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_apply_triage(struct plumb_case *file, struct plumb_arena *arena,
                                          struct plumb_finding_list *list,
                                          struct plumb_error *error)
{
    struct plumb_rule *rules = NULL;
    size_t count = 0;
    enum plumb_status status = plumb_case_rules(file, arena, &rules, &count, error);
    if (status != PLUMB_OK)
        return status;
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        plumb_store_finalize_others(file, NULL);
        return plumb_fail_nomem(error);
    }
    status = read_status(file, arena, rules, count, list, error);
    plumb_arena_on_nomem(arena, outer);
    return status;
}

/* ---- decisions about one finding --------------------------------------------------------- */

static bool is_hex(const char *text)
{
    for (; *text; text++)
        if (!isxdigit((unsigned char)*text))
            return false;
    return true;
}

/* The whole id for an abbreviation; findings of all runs and everything that was ever decided
 * count. */
enum plumb_status plumb_case_find_id(struct plumb_case *file, const char *text, char id[17],
                                     struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    size_t found = 0, len = strlen(text);
    bool row = false;
    if (len < ABBREVIATION_LEAST || len > 16 || !is_hex(text))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "\"%.40s\" is no finding: give the first 4 to 16 digits of its id, as "
                          "plumb list shows it.",
                          text);
    enum plumb_status status = plumb_store_prepare(
        file,
        /* 'g' comes behind every hexadecimal digit */
        "WITH w AS (SELECT lower(?1) AS a, lower(?1) || 'g' AS z)"
        " SELECT id FROM w, finding WHERE id >= a AND id < z UNION"
        " SELECT finding FROM w, triage WHERE finding >= a AND finding < z UNION"
        " SELECT id FROM w, past_finding WHERE id >= a AND id < z LIMIT 2",
        &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, text);
    }
    while (status == PLUMB_OK) {
        status = plumb_store_next(file, statement, &row, error);
        if (status != PLUMB_OK || !row)
            break;
        const char *hit = (const char *)sqlite3_column_text(statement, 0);
        if (found++ == 0 && hit) {
            size_t size = strlen(hit) < 16 ? strlen(hit) : 16;
            memcpy(id, hit, size);
            id[size] = '\0';
        }
    }
    sqlite3_finalize(statement);
    if (status == PLUMB_OK && found == 0)
        return plumb_fail(error, PLUMB_E_DOMAIN, "The case has no finding %s.", text);
    if (status == PLUMB_OK && found > 1)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "More than one finding begins with %s; give more digits.", text);
    return status;
}

static bool is_status(const char *status)
{
    static const char *const words[] = {"open", "confirmed", "dismissed", "fixed"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (strcmp(words[i], status) == 0)
            return true;
    return false;
}

enum plumb_status plumb_case_mark(struct plumb_case *file, const char *finding_id,
                                  const char *status, const char *note, const char *who,
                                  struct plumb_error *error)
{
    char id[17], now[32];
    sqlite3_stmt *statement = NULL;
    if (!is_status(status))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "\"%.40s\" is no status; use open, confirmed, dismissed or fixed.",
                          status);
    enum plumb_status result = plumb_case_find_id(file, finding_id, id, error);
    if (result == PLUMB_OK)
        result = plumb_store_prepare(
            file, "INSERT INTO triage(finding, status, note, who, decided) VALUES (?, ?, ?, ?, ?)",
            &statement, error);
    if (result == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_store_now(now);
        plumb_bind_text(&binder, id);
        plumb_bind_text(&binder, status);
        plumb_bind_text(&binder, note);
        plumb_bind_text(&binder, who);
        plumb_bind_text(&binder, now);
        result = binder.failed ? plumb_fail_nomem(error) : plumb_store_step(file, statement, error);
    }
    sqlite3_finalize(statement);
    return result;
}

static void take_item(sqlite3_stmt *row, struct plumb_arena *arena, void *into)
{
    struct plumb_triage *item = into;
    *item =
        (struct plumb_triage){plumb_column_text(row, 0, arena), plumb_column_text(row, 1, arena),
                              plumb_column_text(row, 2, arena), plumb_column_text(row, 3, arena),
                              plumb_column_text(row, 4, arena)};
}

/* id: NULL for all. */
static enum plumb_status triage_of(struct plumb_case *file, const char *id,
                                   struct plumb_arena *arena, struct plumb_triage **items,
                                   size_t *count, struct plumb_error *error)
{
    struct plumb_rows rows = {NULL, 0};
    sqlite3_stmt *statement = NULL;
    *items = NULL;
    *count = 0;
    enum plumb_status status =
        plumb_store_prepare(file,
                            "SELECT finding, status, note, who, decided FROM triage WHERE"
                            " ?1 IS NULL OR finding = ?1 ORDER BY decided, id",
                            &statement, error);
    if (status == PLUMB_OK && id)
        sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    if (status == PLUMB_OK)
        status = plumb_store_rows(file, statement, take_item, sizeof **items, arena, &rows, error);
    *items = rows.items;
    *count = rows.count;
    return status;
}

enum plumb_status plumb_case_triage(struct plumb_case *file, const char *finding_id,
                                    struct plumb_arena *arena, struct plumb_triage **items,
                                    size_t *count, struct plumb_error *error)
{
    char id[17];
    *items = NULL;
    *count = 0;
    enum plumb_status status = plumb_case_find_id(file, finding_id, id, error);
    return status == PLUMB_OK ? triage_of(file, id, arena, items, count, error) : status;
}

enum plumb_status plumb_case_all_triage(struct plumb_case *file, struct plumb_arena *arena,
                                        struct plumb_triage **items, size_t *count,
                                        struct plumb_error *error)
{
    return triage_of(file, NULL, arena, items, count, error);
}
