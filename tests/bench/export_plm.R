# Writes five public panels of the R package plm as CSV files for inject_panels:
#     Rscript tests/bench/export_plm.R FOLDER
# Columns: agency, year (numbers from 1), one column an indicator; NA = missing. Constant columns
# (the share of minorities, the consumer price index, factors) are left out: they have no panel.
# Source: Croissant, Millo (2008), J. Stat. Softw. 27(2); Debian r-cran-plm, GPL >= 2.
folder <- commandArgs(trailingOnly = TRUE)[1]
if (is.na(folder)) stop("give a folder to write to")
dir.create(folder, showWarnings = FALSE, recursive = TRUE)
suppressMessages(library(plm))

write_panel <- function(set, agency, year, columns) {
    data(list = set, package = "plm", envir = environment())
    d <- get(set)
    out <- data.frame(agency = as.integer(factor(d[[agency]])), year = as.integer(factor(d[[year]])),
                      d[columns])
    out <- out[order(out$agency, out$year), ]
    write.csv(out, file.path(folder, paste0(tolower(set), ".csv")), row.names = FALSE, quote = FALSE)
    cat(set, length(unique(out$agency)), "x", length(unique(out$year)), "x", length(columns), "\n")
}
write_panel("Crime", "county", "year",
            c("crmrte", "prbarr", "prbconv", "prbpris", "avgsen", "polpc", "density", "taxpc",
              "wcon", "wtuc", "wtrd", "wfir", "wser", "wmfg", "wfed", "wsta", "wloc", "mix",
              "pctymle"))
write_panel("Produc", "state", "year",
            c("pcap", "hwy", "water", "util", "pc", "gsp", "emp", "unemp"))
write_panel("Cigar", "state", "year", c("price", "pop", "pop16", "ndi", "sales", "pimin"))
write_panel("SumHes", "country", "year", c("pop", "gdp"))
write_panel("EmplUK", "firm", "year", c("emp", "wage", "capital", "output"))
