/* Joining cases made elsewhere: rows are copied by SQL from the attached other file. */
#include "store/store_int.h"

#include <string.h>

/* Every table whose rows belong to a source, parents first, with the columns behind the id. */
static const char *const tables[][2] = {
    {"document", "path, format, encoding, kind, agency, year, mode, line_count, facts, relations,"
                 " quantities, related, consistent, rounding, inconsistent, untestable"},
    {"document_body", "text, blocks"},
    {"quote", "id, text"},
    {"fact", "id, line, byte_offset, quote, text, unit_text, value, exact, unit, comparator, label,"
             " item, indicator, stage, year"},
    {"relation", "id, kind, check_id, line, subject, unit, expected, low, high, verdict, mode,"
                 " readings, declared, confidence, reason, recomputation, money"},
    {"term", "relation, ordinal, role, fact, text, line"},
    {"panel_source", "currency, first_year, year_count, agency_count, row_count"},
    {"panel_agency", "ordinal, name, level, kind, region"},
    {"panel_column", "ordinal, indicator, name, unit"},
    {"panel_file", "ordinal, path"},
    {"panel_reject", "ordinal, file, line, reason"},
    {"segment", "column, part, chunk, codec, data"},
};

/* The column that names the source. */
static const char *owner_of(const char *table)
{
    if (strcmp(table, "document") == 0 || strcmp(table, "panel_source") == 0)
        return "id";
    return strncmp(table, "panel", 5) == 0 || strcmp(table, "segment") == 0 ? "panel" : "document";
}

static enum plumb_status copy_rows(const struct plumb_case *file, int64_t from, int64_t to,
                                   struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; status == PLUMB_OK && i < PLUMB_COUNT(tables); i++) {
        const char *name = tables[i][0], *owner = owner_of(name);
        char *sql = sqlite3_mprintf("INSERT INTO main.%s(%s, %s) SELECT %lld, %s FROM other.%s"
                                    " WHERE %s = %lld",
                                    name, owner, tables[i][1], (long long)to, tables[i][1], name,
                                    owner, (long long)from);
        status = sql ? plumb_store_exec(file, sql, error) : plumb_fail_nomem(error);
        sqlite3_free(sql);
    }
    return status;
}

/* Replace what is there under the path by the other case's source `from`. */
static enum plumb_status copy_source(const struct plumb_case *file, int64_t from,
                                     struct plumb_error *error)
{
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_exec_id(file,
                                 "DELETE FROM main.source WHERE path ="
                                 " (SELECT path FROM other.source WHERE id = ?)",
                                 from, error);
    if (status == PLUMB_OK)
        status = plumb_store_exec_id(file,
                                     "INSERT INTO main.source(path, kind, sha256, added, reason,"
                                     " line) SELECT path, kind, sha256, added, reason, line FROM"
                                     " other.source WHERE id = ?",
                                     from, error);
    if (status == PLUMB_OK)
        status = copy_rows(file, from, sqlite3_last_insert_rowid(file->db), error);
    return plumb_store_end(file, status, error);
}

/* One row a source of the other case: its id, and what is to be done with it. */
static const char plan_sql[] =
    "SELECT o.id, CASE WHEN m.id IS NULL THEN 'add'"
    " WHEN m.kind <> 'failure' AND (o.kind = 'failure' OR o.sha256 = m.sha256"
    "  OR o.added <= m.added) THEN 'keep' ELSE 'replace' END"
    " FROM other.source o LEFT JOIN main.source m ON m.path = o.path ORDER BY o.path";

static enum plumb_status merge_sources(const struct plumb_case *file,
                                       struct plumb_merge_count *count, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    /* The plan is made before anything changes. */
    enum plumb_status status =
        plumb_store_exec(file, "CREATE TEMP TABLE merge_plan(id INTEGER, what TEXT)", error);
    char *sql = sqlite3_mprintf("INSERT INTO temp.merge_plan %s", plan_sql);
    if (status == PLUMB_OK)
        status = sql ? plumb_store_exec(file, sql, error) : plumb_fail_nomem(error);
    sqlite3_free(sql);
    if (status == PLUMB_OK)
        status =
            plumb_store_prepare(file, "SELECT id, what FROM temp.merge_plan", &statement, error);
    while (status == PLUMB_OK) {
        status = plumb_store_next(file, statement, &row, error);
        if (status != PLUMB_OK || !row)
            break;
        const char *what = (const char *)sqlite3_column_text(statement, 1);
        size_t *counter = !what || *what == 'k' ? &count->kept
                          : *what == 'a'        ? &count->added
                                                : &count->replaced;
        if (counter != &count->kept)
            status = copy_source(file, sqlite3_column_int64(statement, 0), error);
        (*counter)++;
    }
    sqlite3_finalize(statement);
    sqlite3_exec(file->db, "DROP TABLE IF EXISTS temp.merge_plan", NULL, NULL, NULL);
    return status;
}

static enum plumb_status merge_triage(const struct plumb_case *file,
                                      struct plumb_merge_count *count, struct plumb_error *error)
{
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_exec(
        file,
        "INSERT INTO main.triage(finding, status, note, who, decided)"
        " SELECT finding, status, note, who, decided FROM other.triage o WHERE NOT EXISTS"
        " (SELECT 1 FROM main.triage m WHERE m.finding = o.finding AND m.status = o.status AND"
        "  m.note = o.note AND m.who = o.who AND m.decided = o.decided) ORDER BY o.decided, o.id",
        error);
    count->triage += status == PLUMB_OK ? (size_t)sqlite3_changes(file->db) : 0;
    return plumb_store_end(file, status, error);
}

/* Two cases number their rules apart: a rule is known by what it says. */
#define SAME_RULE                                                                                  \
    "m.agency = o.agency AND m.check_id = o.check_id AND m.since = o.since AND m.until = o.until"  \
    " AND m.note = o.note AND m.who = o.who AND m.decided = o.decided"

static enum plumb_status merge_rules(const struct plumb_case *file, struct plumb_merge_count *count,
                                     struct plumb_error *error)
{
    static const char *const statements[] = {
        "INSERT INTO main.triage_rule(agency, check_id, since, until, note, who, decided)"
        " SELECT agency, check_id, since, until, note, who, decided FROM other.triage_rule o"
        " WHERE NOT EXISTS (SELECT 1 FROM main.triage_rule m WHERE " SAME_RULE ") ORDER BY o.id",
        "INSERT OR IGNORE INTO main.triage_rule_end(rule, note, who, decided)"
        " SELECT m.id, e.note, e.who, e.decided FROM other.triage_rule_end e"
        " JOIN other.triage_rule o ON o.id = e.rule JOIN main.triage_rule m ON " SAME_RULE,
    };
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    for (size_t i = 0; status == PLUMB_OK && i < PLUMB_COUNT(statements); i++) {
        status = plumb_store_exec(file, statements[i], error);
        count->triage += status == PLUMB_OK ? (size_t)sqlite3_changes(file->db) : 0;
    }
    return plumb_store_end(file, status, error);
}

/* Of two that contradict each other the one decided later stays. */
static enum plumb_status merge_agencies(const struct plumb_case *file, struct plumb_error *error)
{
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_exec(
        file,
        "INSERT OR REPLACE INTO main.agency_alias SELECT * FROM other.agency_alias o WHERE NOT"
        " EXISTS (SELECT 1 FROM main.agency_alias m WHERE m.name = o.name AND"
        "  m.decided >= o.decided);"
        "INSERT OR REPLACE INTO main.agency_link SELECT * FROM other.agency_link o WHERE NOT"
        " EXISTS (SELECT 1 FROM main.agency_link m WHERE m.from_agency = o.from_agency AND"
        "  m.to_agency = o.to_agency AND m.decided >= o.decided)",
        error);
    return plumb_store_end(file, status, error);
}

static enum plumb_status attach(const struct plumb_case *file, const char *path,
                                struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_store_prepare(file, "ATTACH ? AS other", &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, path);
        status = plumb_store_step(file, statement, error);
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_merge(struct plumb_case *file, const char *other_path,
                                   struct plumb_merge_count *count, struct plumb_error *error)
{
    /* Opening it as a case refuses what is foreign, newer or older. */
    struct plumb_case *other = NULL;
    enum plumb_status status = plumb_case_open(other_path, PLUMB_CASE_READ, &other, error);
    plumb_case_close(other);
    if (status != PLUMB_OK)
        return status;
    status = attach(file, other_path, error);
    if (status != PLUMB_OK)
        return status;
    status = merge_sources(file, count, error);
    if (status == PLUMB_OK)
        status = merge_triage(file, count, error);
    if (status == PLUMB_OK)
        status = merge_rules(file, count, error);
    if (status == PLUMB_OK)
        status = merge_agencies(file, error);
    sqlite3_exec(file->db, "DETACH other", NULL, NULL, NULL);
    return status;
}
