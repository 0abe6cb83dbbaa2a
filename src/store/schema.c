/* The schema of the case, version by version. */
#include "store/store_int.h"

/* Version 1. Every table is STRICT. `source` is one row a file; what came from it goes with it.
 * Only findings and triage do not hang on sources: they outlive a file that is loaded again. */
static const char documents_1[] =
    "CREATE TABLE source("
    "  id INTEGER PRIMARY KEY,"
    "  path TEXT NOT NULL UNIQUE,"
    "  kind TEXT NOT NULL CHECK (kind IN ('document', 'panel', 'failure')),"
    "  sha256 TEXT NOT NULL,"
    "  added TEXT NOT NULL,"
    "  reason TEXT NOT NULL,"
    "  line INTEGER NOT NULL"
    ") STRICT;"

    "CREATE TABLE document("
    "  id INTEGER PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,"
    "  path TEXT NOT NULL,"
    "  format INTEGER NOT NULL,"
    "  encoding TEXT NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  agency TEXT NOT NULL,"
    "  year INTEGER,"
    "  mode TEXT NOT NULL,"
    "  line_count INTEGER NOT NULL,"
    "  facts INTEGER NOT NULL," /* rows of fact */
    "  relations INTEGER NOT NULL,"
    "  quantities INTEGER NOT NULL,"
    "  related INTEGER NOT NULL,"
    "  consistent INTEGER NOT NULL,"
    "  rounding INTEGER NOT NULL,"
    "  inconsistent INTEGER NOT NULL,"
    "  untestable INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX document_agency ON document(agency, year);"

    "CREATE TABLE document_body("
    "  document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,"
    "  text TEXT NOT NULL,"
    "  blocks BLOB NOT NULL"
    ") STRICT;"

    /* The sentences and table rows facts stand in, each once. */
    "CREATE TABLE quote("
    "  document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,"
    "  id INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  PRIMARY KEY (document, id)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE fact("
    "  document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,"
    "  id INTEGER NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  byte_offset INTEGER NOT NULL," /* of the number in the document's text */
    "  quote INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  unit_text TEXT NOT NULL,"
    "  value REAL NOT NULL,"
    "  exact TEXT NOT NULL," /* the same as a decimal */
    "  unit TEXT NOT NULL,"
    "  comparator TEXT NOT NULL,"
    "  label TEXT NOT NULL,"
    "  item TEXT NOT NULL,"
    "  indicator TEXT,"
    "  stage TEXT NOT NULL,"
    "  year INTEGER,"
    "  PRIMARY KEY (document, id)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX fact_indicator ON fact(indicator, year) WHERE indicator IS NOT NULL;"

    "CREATE TABLE relation("
    "  document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,"
    "  id INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  subject TEXT NOT NULL,"
    "  unit TEXT NOT NULL,"
    "  expected REAL,"
    "  low REAL,"
    "  high REAL,"
    "  verdict TEXT NOT NULL,"
    "  mode TEXT NOT NULL,"
    "  readings INTEGER NOT NULL,"
    "  declared INTEGER NOT NULL,"
    "  confidence REAL NOT NULL,"
    "  reason TEXT NOT NULL,"
    "  recomputation TEXT NOT NULL,"
    "  money REAL NOT NULL,"
    "  PRIMARY KEY (document, id)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX relation_verdict ON relation(verdict, check_id);"

    "CREATE TABLE term(" /* the members of a relation; 0 is what is stated */
    "  document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,"
    "  relation INTEGER NOT NULL,"
    "  ordinal INTEGER NOT NULL,"
    "  role TEXT NOT NULL,"
    "  fact INTEGER,"
    "  text TEXT NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  PRIMARY KEY (document, relation, ordinal)"
    ") STRICT, WITHOUT ROWID;";

static const char panels_1[] =
    "CREATE TABLE panel_source("
    "  id INTEGER PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,"
    "  currency TEXT NOT NULL,"
    "  first_year INTEGER NOT NULL,"
    "  year_count INTEGER NOT NULL CHECK (year_count >= 0),"
    "  agency_count INTEGER NOT NULL CHECK (agency_count >= 0),"
    "  row_count INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE panel_agency("
    "  panel INTEGER NOT NULL REFERENCES panel_source(id) ON DELETE CASCADE,"
    "  ordinal INTEGER NOT NULL,"
    "  name TEXT NOT NULL,"
    "  level TEXT NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  region TEXT NOT NULL,"
    "  PRIMARY KEY (panel, ordinal)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE panel_column("
    "  panel INTEGER NOT NULL REFERENCES panel_source(id) ON DELETE CASCADE,"
    "  ordinal INTEGER NOT NULL,"
    "  indicator TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  unit TEXT NOT NULL,"
    "  PRIMARY KEY (panel, ordinal)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE panel_file("
    "  panel INTEGER NOT NULL REFERENCES panel_source(id) ON DELETE CASCADE,"
    "  ordinal INTEGER NOT NULL,"
    "  path TEXT NOT NULL,"
    "  PRIMARY KEY (panel, ordinal)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE panel_reject("
    "  panel INTEGER NOT NULL REFERENCES panel_source(id) ON DELETE CASCADE,"
    "  ordinal INTEGER NOT NULL,"
    "  file INTEGER NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  reason TEXT NOT NULL,"
    "  PRIMARY KEY (panel, ordinal)"
    ") STRICT, WITHOUT ROWID;"

    /* 65,536 values (part 0), source rows (1) or file numbers (2) of a column, ordered by agency,
     * then year. A rowid table: the blobs are far larger than the key. */
    "CREATE TABLE segment("
    "  panel INTEGER NOT NULL REFERENCES panel_source(id) ON DELETE CASCADE,"
    "  column INTEGER NOT NULL,"
    "  part INTEGER NOT NULL,"
    "  chunk INTEGER NOT NULL,"
    "  codec INTEGER NOT NULL,"
    "  data BLOB NOT NULL,"
    "  UNIQUE (panel, column, part, chunk)"
    ") STRICT;";

static const char findings_1[] =
    "CREATE TABLE run("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  started TEXT NOT NULL,"
    "  version TEXT NOT NULL,"
    "  command TEXT NOT NULL,"
    "  findings INTEGER NOT NULL,"
    "  relations INTEGER NOT NULL,"
    "  tested INTEGER NOT NULL,"
    "  quantities INTEGER NOT NULL,"
    "  related INTEGER NOT NULL,"
    "  panel_cells INTEGER NOT NULL,"
    "  panel_series INTEGER NOT NULL,"
    "  expected_false_share REAL,"    /* NULL: unknown */
    "  false_discovery_line INTEGER," /* NULL: not drawn */
    "  materiality_line INTEGER"
    ") STRICT;"
    "CREATE TABLE finding("
    "  rank INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  run INTEGER NOT NULL REFERENCES run(id),"
    "  check_id TEXT NOT NULL,"
    "  class TEXT NOT NULL,"
    "  severity TEXT NOT NULL,"
    "  score REAL NOT NULL,"
    "  confidence REAL NOT NULL,"
    "  agency TEXT NOT NULL,"
    "  year INTEGER,"
    "  subject TEXT NOT NULL,"
    "  stated TEXT NOT NULL,"
    "  expected TEXT NOT NULL,"
    "  money_at_stake REAL NOT NULL,"
    "  title_zh TEXT NOT NULL,"
    "  title_en TEXT NOT NULL,"
    "  explanation_zh TEXT NOT NULL,"
    "  explanation_en TEXT NOT NULL,"
    "  recomputation TEXT NOT NULL,"
    "  recomputation_zh TEXT NOT NULL,"
    "  soft INTEGER NOT NULL,"
    "  log_p REAL NOT NULL,"
    "  population TEXT NOT NULL,"
    "  merged INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE evidence("
    "  finding INTEGER NOT NULL REFERENCES finding(rank) ON DELETE CASCADE,"
    "  ordinal INTEGER NOT NULL,"
    "  document TEXT NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  quote TEXT NOT NULL,"
    "  text TEXT NOT NULL,"
    "  text_offset INTEGER,"
    "  role TEXT NOT NULL,"
    "  PRIMARY KEY (finding, ordinal)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE suspect("
    "  finding INTEGER NOT NULL REFERENCES finding(rank) ON DELETE CASCADE,"
    "  ordinal INTEGER NOT NULL,"
    "  document TEXT NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  proposed TEXT,"
    "  votes INTEGER NOT NULL,"
    "  certainty TEXT NOT NULL,"
    "  PRIMARY KEY (finding, ordinal)"
    ") STRICT, WITHOUT ROWID;"

    /* Keyed by the finding's stable id, so that decisions hold for later runs. */
    "CREATE TABLE triage("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  finding TEXT NOT NULL,"
    "  status TEXT NOT NULL CHECK (status IN ('open', 'confirmed', 'dismissed', 'fixed')),"
    "  note TEXT NOT NULL,"
    "  who TEXT NOT NULL,"
    "  decided TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX triage_finding ON triage(finding, id);"
    "CREATE TRIGGER triage_no_update BEFORE UPDATE ON triage"
    "  BEGIN SELECT RAISE(ABORT, 'triage is append-only'); END;"
    "CREATE TRIGGER triage_no_delete BEFORE DELETE ON triage"
    "  BEGIN SELECT RAISE(ABORT, 'triage is append-only'); END;";

/* Version 2. A finding of past runs is one row for as long as it stays the same, whatever the number
 * of runs; the first rows are what the last run of version 1 left. */
static const char history_2[] =
    "CREATE TABLE past_finding("
    "  id TEXT NOT NULL,"
    "  first_run INTEGER NOT NULL REFERENCES run(id),"
    "  last_run INTEGER NOT NULL REFERENCES run(id),"
    "  check_id TEXT NOT NULL,"
    "  class TEXT NOT NULL,"
    "  severity TEXT NOT NULL,"
    "  score REAL NOT NULL," /* in the last of these runs */
    "  agency TEXT NOT NULL,"
    "  year INTEGER,"
    "  subject TEXT NOT NULL,"
    "  stated TEXT NOT NULL,"
    "  expected TEXT NOT NULL,"
    "  money_at_stake REAL NOT NULL,"
    "  title_zh TEXT NOT NULL,"
    "  title_en TEXT NOT NULL,"
    "  PRIMARY KEY (id, first_run)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX past_finding_run ON past_finding(last_run);"
    "INSERT INTO past_finding SELECT id, run, run, check_id, class, severity, score, agency, year,"
    " subject, stated, expected, money_at_stake, title_zh, title_en FROM finding;";

/* Rules are added and withdrawn, never changed. */
static const char rules_2[] =
    "CREATE TABLE triage_rule("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  agency TEXT NOT NULL CHECK (agency <> ''),"
    "  check_id TEXT NOT NULL CHECK (check_id <> ''),"
    "  since TEXT NOT NULL," /* ISO 8601 days; '' is open */
    "  until TEXT NOT NULL,"
    "  note TEXT NOT NULL,"
    "  who TEXT NOT NULL,"
    "  decided TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE triage_rule_end("
    "  rule INTEGER PRIMARY KEY REFERENCES triage_rule(id),"
    "  note TEXT NOT NULL,"
    "  who TEXT NOT NULL,"
    "  decided TEXT NOT NULL"
    ") STRICT;"
    "CREATE TRIGGER triage_rule_no_update BEFORE UPDATE ON triage_rule"
    "  BEGIN SELECT RAISE(ABORT, 'triage is append-only'); END;"
    "CREATE TRIGGER triage_rule_no_delete BEFORE DELETE ON triage_rule"
    "  BEGIN SELECT RAISE(ABORT, 'triage is append-only'); END;"
    "CREATE TRIGGER triage_rule_end_no_update BEFORE UPDATE ON triage_rule_end"
    "  BEGIN SELECT RAISE(ABORT, 'triage is append-only'); END;"
    "CREATE TRIGGER triage_rule_end_no_delete BEFORE DELETE ON triage_rule_end"
    "  BEGIN SELECT RAISE(ABORT, 'triage is append-only'); END;";

static const char agencies_2[] =
    "CREATE TABLE agency_alias("
    "  name TEXT PRIMARY KEY,"
    "  agency TEXT NOT NULL CHECK (agency <> ''),"
    "  who TEXT NOT NULL,"
    "  decided TEXT NOT NULL,"
    "  note TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE agency_link("
    "  from_agency TEXT NOT NULL,"
    "  to_agency TEXT NOT NULL,"
    "  kind TEXT NOT NULL CHECK (kind IN ('merged', 'split', 'renamed')),"
    "  year INTEGER,"
    "  who TEXT NOT NULL,"
    "  decided TEXT NOT NULL,"
    "  note TEXT NOT NULL,"
    "  PRIMARY KEY (from_agency, to_agency),"
    "  CHECK (from_agency <> to_agency)"
    ") STRICT;";

/* How sure the document's agency, year and kind are; NULL in documents read before. */
static const char sure_3[] = "ALTER TABLE document ADD COLUMN sure REAL;";

/* Reports that were not compared with all others of their agency. */
static const char crowded_4[] = "ALTER TABLE run ADD COLUMN crowded INTEGER NOT NULL DEFAULT 0;";

/* migrations[i] leads from version i to i + 1; the parts run in order. */
#define PARTS 3
static const char *const migrations[PLUMB_SCHEMA_VERSION][PARTS] = {
    {documents_1, panels_1, findings_1}, {history_2, rules_2, agencies_2}, {sure_3}, {crowded_4}};

enum plumb_status plumb_schema_apply(const struct plumb_case *file, int from_version,
                                     struct plumb_error *error)
{
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    for (int version = from_version; version < PLUMB_SCHEMA_VERSION; version++)
        for (size_t part = 0; status == PLUMB_OK && part < PARTS; part++)
            if (migrations[version][part])
                status = plumb_store_exec(file, migrations[version][part], error);
    if (status == PLUMB_OK) {
        char *sql = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                    PLUMB_APPLICATION_ID, PLUMB_SCHEMA_VERSION);
        status = sql ? plumb_store_exec(file, sql, error) : plumb_fail_nomem(error);
        sqlite3_free(sql);
    }
    return plumb_store_end(file, status, error);
}
