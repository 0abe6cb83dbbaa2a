// ClickHouse, embedded (chDB), doing the work that outliers.sql defines: node chdb.js FILE.csv OUT.csv
const { Session } = require("chdb");

const [file, out] = process.argv.slice(2);
const session = new Session();
const run = (sql) => session.query(sql, "CSV");

run("CREATE DATABASE IF NOT EXISTS b");
run(`CREATE TABLE b.p (agency String, year UInt16, indicator LowCardinality(String), value Float64)
     ENGINE = Memory`);
run(`INSERT INTO b.p SELECT * FROM file('${file}', 'CSV',
     'agency String, year UInt16, indicator LowCardinality(String), value Float64')
     SETTINGS input_format_csv_skip_first_lines = 1`);
run(`CREATE TABLE b.x ENGINE = Memory AS
     SELECT kind, agency, year, indicator, value, x FROM (
         SELECT 'level' AS kind, agency, year, indicator, value, value AS x FROM b.p
         UNION ALL
         SELECT 'growth', agency, year, indicator, value, value / before - 1 AS x FROM (
             SELECT *, lagInFrame(value) OVER w AS before, lagInFrame(year) OVER w AS year_before
             FROM b.p WINDOW w AS (PARTITION BY agency, indicator ORDER BY year
                                   ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
         WHERE year_before = year - 1 AND before <> 0)`);
run(`SELECT kind, agency, year, indicator, value, (x - centre) / (1.4826 * mad) AS z
     FROM b.x INNER JOIN (
         SELECT kind, indicator, year, any(c.centre) AS centre,
                quantileExactInclusive(0.5)(abs(x - c.centre)) AS mad
         FROM b.x INNER JOIN (
             SELECT kind, indicator, year, quantileExactInclusive(0.5)(x) AS centre
             FROM b.x GROUP BY kind, indicator, year) AS c USING (kind, indicator, year)
         GROUP BY kind, indicator, year) AS m USING (kind, indicator, year)
     WHERE mad > 0 ORDER BY abs(z) DESC, agency, indicator, year, kind LIMIT 1000
     INTO OUTFILE '${out}' TRUNCATE FORMAT CSVWithNames`);
session.cleanup();
