# R data.table doing the work that outliers.sql defines: Rscript data_table.R FILE.csv OUT.csv
suppressPackageStartupMessages(library(data.table))
files <- commandArgs(TRUE)
p <- fread(files[1], col.names = c("agency", "year", "indicator", "value"), encoding = "UTF-8")
setkey(p, agency, indicator, year)
p[, `:=`(before = shift(value), year_before = shift(year)), by = .(agency, indicator)]
p[year_before == year - 1L & before != 0, growth := value / before - 1]
p[, c("before", "year_before") := NULL]
robust_z <- function(x) {
    centre <- median(x, na.rm = TRUE)
    (x - centre) / (1.4826 * median(abs(x - centre), na.rm = TRUE))
}
p[, z_level := robust_z(value), by = .(indicator, year)]
p[, z_growth := robust_z(growth), by = .(indicator, year)]
best <- function(z, kind) {
    cut <- sort(abs(z[is.finite(z)]), decreasing = TRUE)
    cut <- cut[min(1000L, length(cut))]
    at <- which(is.finite(z) & abs(z) >= cut)
    p[at, .(kind, agency, year, indicator, value, z = z[at])]
}
top <- rbind(best(p$z_level, "level"), best(p$z_growth, "growth"))
top[, a := -abs(z)]
setorder(top, a, agency, indicator, year, kind)
fwrite(head(top[, !"a"], 1000L), files[2])
