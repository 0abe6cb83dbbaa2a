-- The work of the panel bench, and how the sqlite3 shell does it.
--
-- A CSV of (agency, year, indicator, value), no order. Of every value v there is a level and, when
-- the same agency and indicator has a value u other than 0 in the year before, a growth rate:
--     x(level) = v        x(growth) = v / u - 1
-- In each group (kind, indicator, year), with the usual median (mean of the two middle values):
--     centre = median(x)    mad = median(|x - centre|)    z = (x - centre) / (1.4826 mad)
-- Groups with mad = 0 have no z. Result: the 1,000 largest |z| of both kinds together, ties by
-- agency, indicator, year, kind in byte order: kind, agency, year, indicator, value, z.
-- A rank by window stands in for the median, which the shell does not have.
.mode csv
CREATE TABLE p(agency TEXT, year INTEGER, indicator TEXT, value REAL);
.import --skip 1 input.csv p
CREATE TEMP TABLE x AS
SELECT 'level' AS kind, agency, year, indicator, value, value AS x FROM p
UNION ALL
SELECT 'growth', agency, year, indicator, value, value / before - 1 FROM (
    SELECT *, lag(value) OVER w AS before, lag(year) OVER w AS year_before FROM p
    WINDOW w AS (PARTITION BY agency, indicator ORDER BY year))
WHERE year_before = year - 1 AND before <> 0;
CREATE TEMP TABLE c AS
SELECT kind, indicator, year, avg(x) AS centre FROM (
    SELECT kind, indicator, year, x, row_number() OVER w AS r, count(*) OVER (
        PARTITION BY kind, indicator, year) AS n
    FROM x WINDOW w AS (PARTITION BY kind, indicator, year ORDER BY x))
WHERE r IN ((n + 1) / 2, (n + 2) / 2) GROUP BY kind, indicator, year;
CREATE TEMP TABLE m AS
SELECT kind, indicator, year, centre, avg(d) AS mad FROM (
    SELECT kind, indicator, year, centre, d, row_number() OVER w AS r, count(*) OVER (
        PARTITION BY kind, indicator, year) AS n
    FROM (SELECT kind, indicator, year, centre, abs(x - centre) AS d
          FROM x JOIN c USING (kind, indicator, year))
    WINDOW w AS (PARTITION BY kind, indicator, year ORDER BY d))
WHERE r IN ((n + 1) / 2, (n + 2) / 2) GROUP BY kind, indicator, year;
.headers on
.output result.csv
SELECT kind, agency, year, indicator, value, printf('%!.17g', (x - centre) / (1.4826 * mad)) AS z
FROM x JOIN m USING (kind, indicator, year) WHERE mad > 0
ORDER BY abs((x - centre) / (1.4826 * mad)) DESC, agency, indicator, year, kind LIMIT 1000;
