/* Findings of the last run. */
#include "store/store_int.h"

#include <string.h>

/* ---- writing ----------------------------------------------------------------------------- */

static enum plumb_status step(const struct plumb_case *file, const struct plumb_binder *binder,
                              struct plumb_error *error)
{
    if (binder->failed)
        return plumb_fail_nomem(error);
    return plumb_store_step(file, binder->statement, error);
}

static void bind_finding(struct plumb_binder *binder, size_t rank, int64_t run,
                         const struct plumb_finding *finding)
{
    struct plumb_str audit_class = {&finding->audit_class, finding->audit_class ? 1 : 0};
    plumb_bind_size(binder, rank);
    plumb_bind_text(binder, finding->id);
    plumb_bind_int(binder, run);
    plumb_bind_text(binder, finding->check);
    plumb_bind_str(binder, audit_class);
    plumb_bind_text(binder, plumb_severity_name(finding->severity));
    plumb_bind_double(binder, finding->score);
    plumb_bind_double(binder, finding->confidence);
    plumb_bind_text(binder, finding->agency);
    plumb_bind_size(binder, finding->year ? (size_t)finding->year : PLUMB_NPOS);
    const char *const texts[] = {finding->subject, finding->stated, finding->expected};
    for (size_t i = 0; i < PLUMB_COUNT(texts); i++)
        plumb_bind_text(binder, texts[i]);
    plumb_bind_double(binder, finding->money_at_stake);
    const char *const words[] = {finding->title.zh,       finding->title.en,
                                 finding->explanation.zh, finding->explanation.en,
                                 finding->recomputation,  finding->recomputation_zh};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        plumb_bind_text(binder, words[i]);
    plumb_bind_int(binder, finding->soft);
    plumb_bind_double(binder, finding->log_p);
    plumb_bind_text(binder, finding->population);
    plumb_bind_int(binder, finding->merged);
}

static enum plumb_status put_evidence(const struct plumb_case *file, sqlite3_stmt *statement,
                                      size_t rank, const struct plumb_finding *finding,
                                      struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; status == PLUMB_OK && i < finding->evidence_count; i++) {
        const struct plumb_evidence *evidence = &finding->evidence[i];
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_size(&binder, rank);
        plumb_bind_size(&binder, i);
        plumb_bind_text(&binder, evidence->document);
        plumb_bind_size(&binder, evidence->line);
        plumb_bind_str(&binder, evidence->quote);
        plumb_bind_str(&binder, evidence->text);
        plumb_bind_size(&binder, evidence->text_offset);
        plumb_bind_text(&binder, evidence->role);
        status = step(file, &binder, error);
    }
    return status;
}

static enum plumb_status put_suspects(const struct plumb_case *file, sqlite3_stmt *statement,
                                      size_t rank, const struct plumb_finding *finding,
                                      struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; status == PLUMB_OK && i < finding->suspect_count; i++) {
        const struct plumb_suspect *suspect = &finding->suspects[i];
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_size(&binder, rank);
        plumb_bind_size(&binder, i);
        plumb_bind_text(&binder, suspect->document);
        plumb_bind_size(&binder, suspect->line);
        plumb_bind_str(&binder, suspect->text);
        if (suspect->proposed)
            plumb_bind_text(&binder, suspect->proposed);
        else
            plumb_bind_null(&binder);
        plumb_bind_int(&binder, suspect->votes);
        plumb_bind_text(&binder, suspect->certainty);
        status = step(file, &binder, error);
    }
    return status;
}

static enum plumb_status put_run(const struct plumb_case *file, const char *command_line,
                                 size_t count, const struct plumb_analysis_summary *summary,
                                 int64_t *run, struct plumb_error *error)
{
    static const struct plumb_analysis_summary nothing = {.fdr_line = PLUMB_NPOS,
                                                          .materiality_line = PLUMB_NPOS};
    sqlite3_stmt *statement = NULL;
    char now[32];
    plumb_store_now(now);
    enum plumb_status status = plumb_store_prepare(
        file,
        "INSERT INTO run(started, version, command, findings, relations, tested, quantities,"
        " related, panel_cells, panel_series, expected_false_share, false_discovery_line,"
        " materiality_line, crowded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &statement, error);
    const struct plumb_analysis_summary *s = summary ? summary : &nothing;
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, now);
        plumb_bind_text(&binder, PLUMB_VERSION);
        plumb_bind_text(&binder, command_line);
        const size_t counts[] = {count,      s->relations, s->tested, s->quantities,
                                 s->related, s->cells,     s->series};
        for (size_t i = 0; i < PLUMB_COUNT(counts); i++)
            plumb_bind_size(&binder, counts[i]);
        plumb_bind_double(&binder, s->expected_false_share);
        plumb_bind_size(&binder, s->fdr_line);
        plumb_bind_size(&binder, s->materiality_line);
        plumb_bind_size(&binder, s->crowded);
        status = step(file, &binder, error);
        *run = sqlite3_last_insert_rowid(file->db);
    }
    sqlite3_finalize(statement);
    return status;
}

static enum plumb_status put_all(const struct plumb_case *file,
                                 const struct plumb_finding_list *list, int64_t run,
                                 struct plumb_error *error)
{
    sqlite3_stmt *findings = NULL, *evidence = NULL, *suspects = NULL;
    enum plumb_status status = plumb_store_prepare(
        file,
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?)",
        &findings, error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(file, "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                     &evidence, error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(file, "INSERT INTO suspect VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                     &suspects, error);
    for (size_t i = 0; status == PLUMB_OK && i < list->count; i++) {
        struct plumb_binder binder = {.statement = findings};
        bind_finding(&binder, i + 1, run, &list->items[i]);
        status = step(file, &binder, error);
        if (status == PLUMB_OK)
            status = put_evidence(file, evidence, i + 1, &list->items[i], error);
        if (status == PLUMB_OK)
            status = put_suspects(file, suspects, i + 1, &list->items[i], error);
    }
    sqlite3_finalize(findings);
    sqlite3_finalize(evidence);
    sqlite3_finalize(suspects);
    return status;
}

enum plumb_status plumb_case_put_findings(struct plumb_case *file,
                                          const struct plumb_finding_list *list,
                                          const struct plumb_analysis_summary *summary,
                                          const char *command_line, int64_t *run,
                                          struct plumb_error *error)
{
    int64_t number = 0;
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_exec(file, "DELETE FROM finding", error);
    if (status == PLUMB_OK)
        status = put_run(file, command_line, list->count, summary, &number, error);
    if (status == PLUMB_OK)
        status = put_all(file, list, number, error);
    if (status == PLUMB_OK)
        status = plumb_history_note_run(file, number, error);
    if (run)
        *run = number;
    return plumb_store_end(file, status, error);
}

/* ---- reading ----------------------------------------------------------------------------- */

static struct plumb_bilingual column_bilingual(sqlite3_stmt *row, int column,
                                               struct plumb_arena *arena)
{
    return (struct plumb_bilingual){plumb_column_text(row, column, arena),
                                    plumb_column_text(row, column + 1, arena)};
}

static int column_year(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? 0 : sqlite3_column_int(row, column);
}

static void take_finding(sqlite3_stmt *row, struct plumb_arena *arena,
                         struct plumb_finding *finding)
{
    struct plumb_str id = plumb_column_str(row, 1, arena);
    memcpy(finding->id, id.ptr, id.len < 16 ? id.len : 16);
    finding->check = plumb_column_text(row, 2, arena);
    finding->audit_class = plumb_column_text(row, 3, arena)[0];
    finding->severity = plumb_store_severity(plumb_column_text(row, 4, arena));
    finding->score = sqlite3_column_double(row, 5);
    finding->confidence = sqlite3_column_double(row, 6);
    finding->agency = plumb_column_text(row, 7, arena);
    finding->year = column_year(row, 8);
    finding->subject = plumb_column_text(row, 9, arena);
    finding->stated = plumb_column_text(row, 10, arena);
    finding->expected = plumb_column_text(row, 11, arena);
    finding->money_at_stake = sqlite3_column_double(row, 12);
    finding->title = column_bilingual(row, 13, arena);
    finding->explanation = column_bilingual(row, 15, arena);
    finding->recomputation = plumb_column_text(row, 17, arena);
    finding->recomputation_zh = plumb_column_text(row, 18, arena);
    finding->soft = sqlite3_column_int(row, 19) != 0;
    finding->log_p = sqlite3_column_double(row, 20);
    finding->population = plumb_column_text(row, 21, arena);
    finding->merged = (unsigned)sqlite3_column_int(row, 22);
    finding->status = "open";
}

static enum plumb_status take_evidence(const struct plumb_case *file, sqlite3_stmt *statement,
                                       int64_t rank, struct plumb_arena *arena,
                                       struct plumb_finding *finding, struct plumb_error *error)
{
    struct plumb_evidence *items = NULL;
    size_t capacity = 0;
    bool row = false;
    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, 1, rank);
    enum plumb_status status = plumb_store_next(file, statement, &row, error);
    for (; status == PLUMB_OK && row; status = plumb_store_next(file, statement, &row, error)) {
        struct plumb_evidence *item = PLUMB_PUSH(arena, items, finding->evidence_count, capacity);
        item->document = plumb_column_text(statement, 0, arena);
        item->line = plumb_column_size(statement, 1);
        item->quote = plumb_column_str(statement, 2, arena);
        item->text = plumb_column_str(statement, 3, arena);
        item->text_offset = plumb_column_size(statement, 4);
        item->role = plumb_column_text(statement, 5, arena);
    }
    finding->evidence = items;
    return status;
}

static enum plumb_status take_suspects(const struct plumb_case *file, sqlite3_stmt *statement,
                                       int64_t rank, struct plumb_arena *arena,
                                       struct plumb_finding *finding, struct plumb_error *error)
{
    struct plumb_suspect *items = NULL;
    size_t capacity = 0;
    bool row = false;
    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, 1, rank);
    enum plumb_status status = plumb_store_next(file, statement, &row, error);
    for (; status == PLUMB_OK && row; status = plumb_store_next(file, statement, &row, error)) {
        struct plumb_suspect *item = PLUMB_PUSH(arena, items, finding->suspect_count, capacity);
        bool known = sqlite3_column_type(statement, 3) != SQLITE_NULL;
        item->document = plumb_column_text(statement, 0, arena);
        item->line = plumb_column_size(statement, 1);
        item->text = plumb_column_str(statement, 2, arena);
        item->proposed = known ? plumb_column_text(statement, 3, arena) : NULL;
        item->votes = (unsigned)sqlite3_column_int(statement, 4);
        item->certainty = plumb_column_text(statement, 5, arena);
    }
    finding->suspects = items;
    return status;
}

static const char findings_sql[] =
    "SELECT rank, id, check_id, class, severity, score, confidence, agency, year, subject, stated,"
    " expected, money_at_stake, title_zh, title_en, explanation_zh, explanation_en,"
    " recomputation, recomputation_zh, soft, log_p, population, merged FROM finding ORDER BY rank";

static enum plumb_status read_findings(const struct plumb_case *file, struct plumb_arena *arena,
                                       struct plumb_finding_list *out, struct plumb_error *error)
{
    sqlite3_stmt *findings = NULL, *evidence = NULL, *suspects = NULL;
    bool row = false;
    enum plumb_status status = plumb_store_prepare(file, findings_sql, &findings, error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(file,
                                     "SELECT document, line, quote, text, text_offset, role FROM"
                                     " evidence WHERE finding = ? ORDER BY ordinal",
                                     &evidence, error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(file,
                                     "SELECT document, line, text, proposed, votes, certainty FROM"
                                     " suspect WHERE finding = ? ORDER BY ordinal",
                                     &suspects, error);
    while (status == PLUMB_OK) {
        status = plumb_store_next(file, findings, &row, error);
        if (status != PLUMB_OK || !row)
            break;
        struct plumb_finding *finding = PLUMB_PUSH(arena, out->items, out->count, out->capacity);
        int64_t rank = sqlite3_column_int64(findings, 0);
        take_finding(findings, arena, finding);
        status = take_evidence(file, evidence, rank, arena, finding, error);
        if (status == PLUMB_OK)
            status = take_suspects(file, suspects, rank, arena, finding, error);
    }
    sqlite3_finalize(findings);
    sqlite3_finalize(evidence);
    sqlite3_finalize(suspects);
    return status;
}

static enum plumb_status read_summary(const struct plumb_case *file,
                                      struct plumb_analysis_summary *summary,
                                      struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum plumb_status status = plumb_store_prepare(
        file,
        "SELECT relations, tested, quantities, related, panel_cells, panel_series,"
        " expected_false_share, false_discovery_line, materiality_line, crowded FROM run"
        " ORDER BY id DESC LIMIT 1",
        &statement, error);
    if (status == PLUMB_OK)
        status = plumb_store_next(file, statement, &row, error);
    *summary =
        (struct plumb_analysis_summary){.fdr_line = PLUMB_NPOS, .materiality_line = PLUMB_NPOS};
    if (row) {
        size_t *const counts[] = {&summary->relations, &summary->tested, &summary->quantities,
                                  &summary->related,   &summary->cells,  &summary->series};
        for (int i = 0; i < 6; i++)
            *counts[i] = plumb_column_size(statement, i);
        summary->expected_false_share = sqlite3_column_double(statement, 6);
        summary->fdr_line = plumb_column_size(statement, 7);
        summary->materiality_line = plumb_column_size(statement, 8);
        summary->crowded = plumb_column_size(statement, 9);
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_findings(struct plumb_case *file, struct plumb_arena *arena,
                                      struct plumb_finding_list *out,
                                      struct plumb_analysis_summary *summary,
                                      struct plumb_error *error)
{
    *out = (struct plumb_finding_list){0};
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        plumb_store_finalize_others(file, NULL);
        return plumb_fail_nomem(error);
    }
    enum plumb_status status = read_findings(file, arena, out, error);
    if (status == PLUMB_OK && summary)
        status = read_summary(file, summary, error);
    if (status == PLUMB_OK)
        status = plumb_case_apply_triage(file, arena, out, error);
    plumb_arena_on_nomem(arena, outer);
    return status;
}
