# Reference values for analysis/stats/stats_ogk.c, stats_ecod.c and stats_neighbours.c.
#     Rscript tests/reference/make_multivariate.R      (from the top folder)
# Needs r-base-core, r-cran-robustbase, r-cran-dbscan, r-cran-mass. The tests do not need R.
suppressMessages({library(robustbase); library(dbscan); library(MASS)})
folder <- "tests/reference"
put <- function(name, what, packages, table) {
    path <- file.path(folder, name)
    writeLines(c(paste0("# ", what), paste0("# Written by tests/reference/make_multivariate.R with ",
        R.version.string, paste(sapply(packages, function(p) paste0(", ", p, " ", packageVersion(p))),
                                collapse = ""))), path)
    suppressWarnings(write.table(format(table, digits = 17, trim = TRUE), path, append = TRUE,
                                 sep = ",", quote = FALSE, row.names = FALSE))
}
sets <- list(hbk = as.matrix(hbk[, 1:3]), stackloss = as.matrix(stackloss),
             wood = as.matrix(wood), bushfire = as.matrix(bushfire))
for (s in names(sets)) {
    x <- unname(sets[[s]])
    o <- covOGK(x, sigmamu = scaleTau2)
    d2 <- mahalanobis(x, o$wcenter, o$wcov)
    knn <- kNNdist(x, k = 5)
    # ECOD written from its definition (Li et al. 2022, equations 3 to 8).
    term <- sapply(seq_len(ncol(x)), function(j) {
        v <- x[, j]
        left <- -log(ecdf(v)(v)); right <- -log(ecdf(-v)(-v))
        skew <- sign(mean((v - mean(v))^3))
        pmax(left, right, if (skew < 0) left else if (skew > 0) right else left + right)
    })
    out <- data.frame(x, d2 = d2, knn5 = knn, ecod = rowSums(term), ecod_first = term[, 1])
    names(out)[seq_len(ncol(x))] <- paste0("x", seq_len(ncol(x)))
    put(paste0("multivariate_", s, ".csv"), paste0(s,
        ": mahalanobis(x, covOGK(x, sigmamu = scaleTau2)$wcenter, $wcov); kNNdist(x, 5); ECOD score and first term"),
        c("robustbase", "dbscan"), out)
    put(paste0("ogk_", s, ".csv"), paste0(s,
        ": covOGK(x, sigmamu = scaleTau2)$wcenter, then the rows of $wcov; last row scaleTau2 of each column"),
        "robustbase", setNames(data.frame(rbind(o$wcenter, o$wcov, apply(x, 2, scaleTau2))),
                               paste0("x", seq_len(ncol(x)))))
}
