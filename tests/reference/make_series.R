# Reference values for analysis/stats/stats_series.c, stats_trend.c and stats_regression.c.
#     Rscript tests/reference/make_series.R        (from the top folder)
# Needs r-base-core, r-cran-strucchange, r-cran-mass. The tests do not need R.
suppressMessages({library(strucchange); library(MASS)})
folder <- "tests/reference"
put <- function(name, what, packages, table) {
    path <- file.path(folder, name)
    writeLines(c(paste0("# ", what), paste0("# Written by tests/reference/make_series.R with ",
        R.version.string, paste(sapply(packages, function(p) paste0(", ", p, " ", packageVersion(p))),
                                collapse = ""))), path)
    suppressWarnings(write.table(format(table, digits = 17, trim = TRUE), path, append = TRUE,
                                 sep = ",", quote = FALSE, row.names = FALSE))
}
set.seed(11)
series <- list(Nile = as.numeric(Nile), lynx = as.numeric(lynx), nhtemp = as.numeric(nhtemp),
               precip = as.numeric(precip), LakeHuron = as.numeric(LakeHuron))
for (n in c(3, 4, 6, 9, 14, 20)) series[[paste0("walk", n)]] <- round(cumsum(rnorm(n)) + 50, 3)
series$tied <- c(3, 3, 4, 5, 5, 5, 4, 6, 7, 7)
put("series.csv", "Series: R's own data sets, seeded random walks, one with ties.", character(0),
    do.call(rbind, lapply(names(series), function(s) data.frame(series = s, value = series[[s]]))))

kendall <- do.call(rbind, lapply(names(series), function(s) {
    y <- series[[s]]
    k <- suppressWarnings(cor.test(seq_along(y), y, method = "kendall", continuity = TRUE))
    data.frame(series = s, tau = unname(k$estimate), p = k$p.value)
}))
put("kendall.csv", "cor.test(seq_along(y), y, method = 'kendall', continuity = TRUE)", character(0),
    kendall)

supf <- do.call(rbind, lapply(c("Nile", "nhtemp", "LakeHuron"), function(s) {
    y <- series[[s]]
    f <- Fstats(y ~ 1, from = 0.15)
    b <- f$breakpoint
    data.frame(series = s, f = max(f$Fstats), at = b, rss0 = sum((y - mean(y))^2),
               rss1 = sum((y[1:b] - mean(y[1:b]))^2) + sum((y[-(1:b)] - mean(y[-(1:b)]))^2))
}))
put("supf.csv", "Fstats(y ~ 1, from = 0.15)", "strucchange", supf)

# Bisquare M-estimate with leverage-adjusted residuals, from its definition (Holland and Welsch 1977;
# DuMouchel and O'Brien 1989), iterated to convergence; rlm() beside it does not adjust.
adjusted <- function(X, y) {
    h <- pmin(hat(X, intercept = FALSE), 0.9999)
    p <- ncol(X); n <- nrow(X)
    b <- lm.fit(X, y)$coefficients
    scale <- function(r) median(sort(abs(r))[p:n]) / 0.6745
    for (i in 1:500) {
        r <- drop(y - X %*% b)
        v <- r / sqrt(1 - h) / (4.685 * scale(r / sqrt(1 - h)))
        w <- ifelse(abs(v) < 1, (1 - v^2)^2, 0)
        old <- b
        b <- lm.wfit(X, y, w)$coefficients
        if (max(abs(b - old)) < 1e-13 * max(abs(b))) break
    }
    r <- drop(y - X %*% b)
    c(b, scale(r))
}
one <- function(name, X, y) {
    a <- adjusted(cbind(1, X), y)
    r <- suppressWarnings(coef(rlm(cbind(1, X), y, psi = psi.bisquare, maxit = 200)))
    data.frame(set = name, term = c(seq_along(r) - 1, "scale"), adjusted = a, rlm = c(r, NA))
}
put("regression.csv", "bisquare with leverage adjustment from its definition; MASS::rlm(psi.bisquare) beside it",
    "MASS", rbind(one("stackloss", as.matrix(stackloss[, 1:3]), stackloss$stack.loss),
                  one("phones", phones$year, phones$calls), one("cars", cars$speed, cars$dist)))
wide <- function(name, X, y) data.frame(set = name, y = y, x1 = X[, 1],
    x2 = if (ncol(X) > 1) X[, 2] else NA, x3 = if (ncol(X) > 2) X[, 3] else NA)
put("regression_data.csv", "stackloss, MASS::phones and cars", "MASS",
    rbind(wide("stackloss", as.matrix(stackloss[, 1:3]), stackloss$stack.loss),
          wide("phones", cbind(phones$year), phones$calls), wide("cars", cbind(cars$speed), cars$dist)))
