/* Rules: dismissals for an agency and a check, added and withdrawn, never changed. */
#include "store/store_int.h"

#include <string.h>

/* "" or a day that exists, YYYY-MM-DD. */
static bool is_day(const char *text)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!text || !*text)
        return true;
    for (size_t i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    }
    int year =
        (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
    int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return text[10] == '\0' && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
           (leap || month != 2 || day < 29);
}

static enum plumb_status check_rule(const struct plumb_rule *rule, struct plumb_error *error)
{
    if (!rule->agency || !*rule->agency || !rule->check || !*rule->check)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "A rule is for one agency and one check or family of checks; give both.");
    if (!is_day(rule->since) || !is_day(rule->until))
        return plumb_fail(error, PLUMB_E_DOMAIN, "\"%.20s\" is no day; write it like 2024-12-31.",
                          is_day(rule->since) ? rule->until : rule->since);
    if (rule->since && *rule->since && rule->until && *rule->until &&
        strcmp(rule->since, rule->until) > 0)
        return plumb_fail(error, PLUMB_E_DOMAIN, "The rule would end (%s) before it begins (%s).",
                          rule->until, rule->since);
    return PLUMB_OK;
}

enum plumb_status plumb_case_put_rule(struct plumb_case *file, const struct plumb_rule *rule,
                                      int64_t *id, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    char now[32];
    enum plumb_status status = check_rule(rule, error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(
            file,
            "INSERT INTO triage_rule(agency, check_id, since, until, note, who, decided)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_store_now(now);
        const char *const texts[] = {rule->agency, rule->check, rule->since, rule->until,
                                     rule->note,   rule->who,   now};
        for (size_t i = 0; i < PLUMB_COUNT(texts); i++)
            plumb_bind_text(&binder, texts[i]);
        status = binder.failed ? plumb_fail_nomem(error) : plumb_store_step(file, statement, error);
        if (id)
            *id = sqlite3_last_insert_rowid(file->db);
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_withdraw_rule(struct plumb_case *file, int64_t id, const char *note,
                                           const char *who, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    char now[32];
    enum plumb_status status = plumb_store_prepare(
        file,
        "INSERT INTO triage_rule_end(rule, note, who, decided) SELECT id, ?2, ?3, ?4 FROM"
        " triage_rule WHERE id = ?1 AND id NOT IN (SELECT rule FROM triage_rule_end)",
        &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_store_now(now);
        plumb_bind_int(&binder, id);
        plumb_bind_text(&binder, note);
        plumb_bind_text(&binder, who);
        plumb_bind_text(&binder, now);
        status = binder.failed ? plumb_fail_nomem(error) : plumb_store_step(file, statement, error);
        if (status == PLUMB_OK && sqlite3_changes(file->db) == 0)
            status = plumb_fail(error, PLUMB_E_DOMAIN,
                                "There is no rule %lld that holds; plumb history lists them.",
                                (long long)id);
    }
    sqlite3_finalize(statement);
    return status;
}

static void take_rule(sqlite3_stmt *row, struct plumb_arena *arena, void *into)
{
    struct plumb_rule *rule = into;
    rule->id = sqlite3_column_int64(row, 0);
    const char **const texts[] = {&rule->agency,        &rule->check,        &rule->since,
                                  &rule->until,         &rule->note,         &rule->who,
                                  &rule->when,          &rule->withdrawn_by, &rule->withdrawn_when,
                                  &rule->withdrawn_note};
    for (int i = 0; i < (int)PLUMB_COUNT(texts); i++)
        if (sqlite3_column_type(row, i + 1) != SQLITE_NULL)
            *texts[i] = plumb_column_text(row, i + 1, arena);
}

enum plumb_status plumb_case_rules(struct plumb_case *file, struct plumb_arena *arena,
                                   struct plumb_rule **rules, size_t *count,
                                   struct plumb_error *error)
{
    struct plumb_rows rows;
    enum plumb_status status = plumb_store_query(
        file,
        "SELECT r.id, r.agency, r.check_id, r.since, r.until, r.note, r.who, r.decided,"
        " e.who, e.decided, e.note FROM triage_rule r LEFT JOIN triage_rule_end e ON e.rule = r.id"
        " ORDER BY r.id",
        take_rule, sizeof **rules, arena, &rows, error);
    *rules = rows.items;
    *count = rows.count;
    return status;
}
