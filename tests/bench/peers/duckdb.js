// DuckDB doing the work that outliers.sql defines: node duckdb.js FILE.csv OUT.csv
const { DuckDBInstance } = require("@duckdb/node-api");

const [file, out] = process.argv.slice(2);

async function main() {
    const instance = await DuckDBInstance.create(":memory:");
    const db = await instance.connect();
    await db.run(`SET preserve_insertion_order = false`);
    await db.run(`CREATE TABLE p AS SELECT * FROM read_csv('${file}', header = true,
        columns = {'agency': 'VARCHAR', 'year': 'SMALLINT', 'indicator': 'VARCHAR', 'value': 'DOUBLE'})`);
    await db.run(`COPY (
        WITH s AS (
            SELECT *, lag(value) OVER w AS before, lag(year) OVER w AS year_before FROM p
            WINDOW w AS (PARTITION BY agency, indicator ORDER BY year)),
        x AS (
            SELECT 'level' AS kind, agency, year, indicator, value, value AS x FROM p
            UNION ALL
            SELECT 'growth', agency, year, indicator, value, value / before - 1 FROM s
            WHERE year_before = year - 1 AND before <> 0),
        c AS (SELECT kind, indicator, year, median(x) AS centre FROM x GROUP BY ALL),
        m AS (SELECT kind, indicator, year, centre, median(abs(x - centre)) AS mad
              FROM x JOIN c USING (kind, indicator, year) GROUP BY ALL)
        SELECT kind, agency, year, indicator, value, (x - centre) / (1.4826 * mad) AS z
        FROM x JOIN m USING (kind, indicator, year) WHERE mad > 0
        ORDER BY abs(z) DESC, agency, indicator, year, kind LIMIT 1000)
        TO '${out}' (HEADER true)`);
}

main().catch((error) => { console.error(error); process.exit(1); });
