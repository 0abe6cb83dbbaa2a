# Reference values for analysis/stats/stats_robust.c, stats_multiplicity.c and stats_outlier.c.
#     Rscript tests/reference/make_robust.R        (from the top folder; writes tests/reference/)
# Needs r-base-core, r-cran-robustbase, r-cran-fdrtool, r-cran-plm. The tests read the CSV files
# and do not need R.
options(mc_doScale_quiet = TRUE)
suppressMessages({library(robustbase); library(fdrtool)})
folder <- "tests/reference"
stamp <- function(what, packages) c(
    paste0("# ", what),
    paste0("# Written by tests/reference/make_robust.R with ", R.version.string,
           paste(sapply(packages, function(p) paste0(", ", p, " ", packageVersion(p))), collapse = "")))
put <- function(name, what, packages, table) {
    path <- file.path(folder, name)
    writeLines(stamp(what, packages), path)
    suppressWarnings(write.table(format(table, digits = 17, trim = TRUE), path, append = TRUE,
                                 sep = ",", quote = FALSE, row.names = FALSE))
}

# Rosner's 54 values, NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17.3 (public domain).
rosner54 <- c(-0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56,
    1.58, 1.65, 1.69, 1.70, 1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15,
    2.23, 2.24, 2.26, 2.35, 2.37, 2.40, 2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21, 3.26,
    3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01)
uranium8 <- c(199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57) # e-Handbook 1.3.5.17.1
tietjen15 <- c(-1.40, -0.44, -0.30, -0.24, -0.22, -0.13, -0.05, 0.06, 0.10, 0.18, 0.20, 0.39, 0.48,
    0.63, 1.01)                                                              # e-Handbook 1.3.5.17.2
set.seed(20240901)
samples <- list(rosner54 = rosner54, uranium8 = uranium8, tietjen15 = tietjen15, rivers = rivers,
                islands = as.numeric(islands), precip = as.numeric(precip), faithful = faithful$eruptions,
                stackloss = stackloss$stack.loss, lynx = as.numeric(lynx), ties = rep(c(1, 2, 2, 5), 6),
                left = -rlnorm(301), cauchy = rcauchy(1000), constant = rep(7, 9))
for (n in 3:15) samples[[paste0("normal", n)]] <- round(rnorm(n, 100, 15), 3)
put("samples.csv", "Samples: R's own data sets, NIST handbook data, and seeded random numbers.",
    character(0), do.call(rbind, lapply(names(samples), function(s)
        data.frame(sample = s, value = samples[[s]]))))

rows <- list()
add <- function(sample, call, value) rows[[length(rows) + 1]] <<-
    data.frame(sample = sample, call = call, value = value)
for (s in names(samples)) {
    x <- samples[[s]]
    add(s, "median", median(x))
    for (p in c(0.05, 0.25, 0.9)) add(s, paste0("quantile", p), quantile(x, p, names = FALSE))
    for (k in 1:5) add(s, paste0("fivenum", k), fivenum(x)[k])
    add(s, "mad", mad(x, constant = 1 / qnorm(0.75)))
    add(s, "Sn", Sn(x)); add(s, "Qn", Qn(x)); add(s, "mc", mc(x))
    # robustbase 0.95 rounds Qn to single precision in one branch: the definition itself besides.
    n <- length(x)
    d <- sort(as.numeric(dist(x)))[choose(n %/% 2 + 1, 2)]
    i <- as.numeric(seq_len(n))
    add(s, "QnDefinition", d * Qn(i) / Qn(i, constant = 1, finite.corr = FALSE))
    a <- adjboxStats(x)
    add(s, "adjboxLower", a$fence[1]); add(s, "adjboxUpper", a$fence[2])
    add(s, "adjboxOut", length(a$out)); add(s, "boxplotOut", length(boxplot.stats(x)$out))
}
put("robust.csv", "median, quantile(type 7), fivenum, mad(constant = 1/qnorm(3/4)), Sn, Qn, mc, adjboxStats, boxplot.stats",
    "robustbase", do.call(rbind, rows))

z <- c(-40, -8, -1.5, 0, 0.3, 1, 2.5, 8, 20, 29.9, 30.1, 37, 50, 400)
tails <- data.frame(call = "pnorm", x = z, df = 0, value = pnorm(z, lower.tail = FALSE, log.p = TRUE))
for (df in c(1, 2, 4, 7.5, 30, 400)) {
    t <- c(-30, -2, 0, 0.5, 2, 9, 60, 1e4, 1e12, 1e80)
    tails <- rbind(tails, data.frame(call = "pt", x = t, df = df,
                                     value = pt(t, df, lower.tail = FALSE, log.p = TRUE)))
    q <- c(0.01, 1, 5, 40, 300, 1400, 5000)
    tails <- rbind(tails, data.frame(call = "pchisq", x = q, df = df,
                                     value = pchisq(q, df, lower.tail = FALSE, log.p = TRUE)))
}
put("tails.csv", "log tails: pnorm, pt, pchisq with lower.tail = FALSE, log.p = TRUE", character(0), tails)

p <- c(runif(160), rbeta(40, 0.2, 8), 0.5, 0.5, 1, 1e-12, 1e-12)
u <- sort(unique(p))
g <- gcmlcm(c(0, u), c(0, ecdf(p)(u)), type = "lcm")
f <- sapply(p, function(v) g$slope.knots[max(which(g$x.knots < v))])
q <- p.adjust(p, "BH")
put("adjust.csv", "p.adjust(p, 'BH'); gcmlcm(c(0, sort(unique(p))), ecdf, type = 'lcm'): the slope left of p; isoreg(p)$yf",
    "fdrtool", data.frame(p = p, bh = q, grenander = f, isoreg = isoreg(p)$yf))

groups <- list(one = 0.03, two = c(0.01, 0.9), many = p[1:12], small = c(1e-5, 1e-9, 0.4, 0.2),
               tiny = c(1e-30, 0.5, 0.7))
comb <- do.call(rbind, lapply(names(groups), function(s) {
    v <- groups[[s]]
    data.frame(group = s, p = v, fisher = pchisq(-2 * sum(log(v)), 2 * length(v), lower.tail = FALSE,
                                                 log.p = TRUE),
               simes = log(min(1, min(length(v) * sort(v) / seq_along(v)))),
               cauchy = pcauchy(mean(qcauchy(v, lower.tail = FALSE)), lower.tail = FALSE, log.p = TRUE))
}))
put("combine.csv", "ln of Fisher: pchisq(-2 sum ln p, 2n); Simes; Cauchy: pcauchy(mean(qcauchy(p, lower.tail = FALSE)))",
    character(0), comb)

# Dixon's ratio for the upper end under normality, simulated: independent of the integral in C.
dixon <- function(n, reps) {
    i <- if (n <= 7) 1 else if (n <= 13) 2 else 3
    j <- if (n <= 10) 1 else 2
    x <- apply(matrix(rnorm(n * reps), n), 2, sort)
    (x[n, ] - x[n - j, ]) / (x[n, ] - x[i, ])
}
d <- do.call(rbind, lapply(c(3, 5, 7, 8, 10, 11, 13, 14, 20, 30), function(n) {
    r <- dixon(n, 400000)
    at <- quantile(r, c(0.5, 0.9, 0.95, 0.99), names = FALSE)
    data.frame(n = n, ratio = at, p = c(0.5, 0.1, 0.05, 0.01))
}))
put("dixon.csv", "upper quantiles of Dixon's ratio from 400,000 simulated normal samples (p +- 0.003)",
    character(0), d)

suppressMessages(library(plm)); data(Grunfeld, package = "plm")
put("grunfeld.csv", "plm Grunfeld: investment of 1953 and 1954, 10 firms", "plm",
    data.frame(inv1953 = Grunfeld$inv[Grunfeld$year == 1953],
               inv1954 = Grunfeld$inv[Grunfeld$year == 1954]))
