# Critical values of the discrete Cramer-von Mises statistics for Benford's law, by simulation from
# their definition (Choulakian, Lockhart, Stephens 1994; Lesperance et al. 2016): independent of the
# eigenvalues and the integral in analysis/stats/stats_digits.c.
#     Rscript tests/reference/make_digits.R      (from the top folder)
set.seed(1)
simulate <- function(name, p, n, reps) {
    t <- (p + c(p[-1], p[1])) / 2
    o <- rmultinom(reps, n, p)
    z <- apply(o - n * p, 2, cumsum)
    w <- colSums(z^2 * t) / n
    u <- colSums(sweep(z, 2, colSums(z * t))^2 * t) / n
    level <- c(0.5, 0.1, 0.05, 0.01)
    data.frame(kind = name, p = level, w2 = quantile(w, 1 - level, names = FALSE),
               u2 = quantile(u, 1 - level, names = FALSE))
}
first <- log10(1 + 1 / 1:9)
second <- sapply(0:9, function(d) sum(log10(1 + 1 / (10 * 1:9 + d))))
two <- log10(1 + 1 / 10:99)
out <- rbind(simulate("first", first, 2000, 200000), simulate("second", second, 2000, 200000),
             simulate("two", two, 5000, 40000))
path <- "tests/reference/benford_cvm.csv"
writeLines(c("# upper quantiles of W2 and U2 under Benford's law from 200,000 (two digits: 40,000) samples",
    paste0("# Written by tests/reference/make_digits.R with ", R.version.string)), path)
suppressWarnings(write.table(format(out, digits = 10, trim = TRUE), path, append = TRUE, sep = ",",
                             quote = FALSE, row.names = FALSE))
