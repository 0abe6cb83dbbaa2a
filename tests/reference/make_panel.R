# Signals of a small panel, written in R from the definitions in analysis/stats/stats_panel.h, before any
# year is explained away. Independent of the C code: medians and MADs are R's.
#     Rscript tests/reference/make_panel.R      (from the top folder)
set.seed(7)
A <- 24; T <- 6
y <- exp(matrix(rnorm(A, 8, 1), A, T) + matrix(cumsum(rnorm(T, 0.05, 0.05)), A, T, byrow = TRUE) +
         matrix(rt(A * T, 5) * 0.1, A, T))
y <- signif(y, 6)
y[cbind(c(2, 2, 5, 9, 24), c(1, 2, 6, 3, 4))] <- NA
y[7, 2] <- 0; y[8, 5] <- -y[8, 5]          # a zero and a negative: asinh scale for these two
group <- rep(c(10, 3), c(14, 10))
k <- 1 / qnorm(0.75)
med <- function(v) median(v, na.rm = TRUE)
mad0 <- function(v, centre = 0) k * med(abs(v - centre))
centre <- function(m) {                     # per group and year, at least 8 values; else all, 5
    out <- matrix(NA, A, T)
    for (t in 1:T) {
        all <- if (sum(!is.na(m[, t])) >= 5) med(m[, t]) else NA
        for (g in unique(group)) {
            v <- m[group == g, t]
            out[group == g, t] <- if (sum(!is.na(v)) >= 8) med(v) else all
        }
    }
    out
}
x <- t(apply(y, 1, function(v) if (all(v > 0, na.rm = TRUE)) log(v) else
    asinh(v / (0.01 * med(abs(v[v != 0]))))))
effect <- centre(x - apply(x, 1, med)); effect[is.na(effect)] <- 0
u <- x - effect
own <- u - apply(u, 1, med)
# Scale of year t of each row of r: MAD about 0 of the row without the years t - before .. t + after,
# shrunk towards the pool by 4 years.
scale_without <- function(r, pool, before, after) {
    out <- r
    for (a in 1:A) for (t in 1:T) {
        k <- setdiff(1:T, (t - before):(t + after))
        v <- r[a, k]; v <- v[!is.na(v)]
        out[a, t] <- if (length(v)) sqrt((length(v) * mad0(v)^2 + 4 * pool^2) / (length(v) + 4)) else pool
    }
    out
}
own_scale <- scale_without(own, mad0(own), 0, 0)
interp <- matrix(NA, A, T)
interp[, 2:(T - 1)] <- u[, 2:(T - 1)] - (u[, 1:(T - 2)] + u[, 3:T]) / 2
interp_scale <- scale_without(interp, mad0(interp), 1, 1)
g <- cbind(NA, x[, -1] - x[, -T])
g <- g - centre(g)
s <- sqrt(0.5 * apply(g, 2, mad0)^2 + 0.5 * mad0(g)^2)
step <- sweep(g, 2, s, "/")
step_scale <- scale_without(step, 1, 0, 1)
growth <- step / step_scale
for (a in 1:A) for (t in 1:T) if (is.na(growth[a, t]) && !is.na(x[a, t]) && t < T)
    growth[a, t] <- -step[a, t + 1] / step_scale[a, t]
unit <- 0.01 * med(abs(y[y != 0]))          # the indicator has a zero: one asinh scale for the level
level <- asinh(y / unit); level <- level - centre(level)
peer <- sweep(level, 2, sqrt(0.5 * apply(level, 2, mad0)^2 + 0.5 * mad0(level)^2), "/")
flat <- function(v) as.numeric(t(v))
path <- "tests/reference/panel.csv"
writeLines(c("# 24 agencies x 6 years, two groups: signals by the definitions of analysis/stats/stats_panel.h",
    paste0("# Written by tests/reference/make_panel.R with ", R.version.string)), path)
table <- data.frame(group = rep(group, each = T), y = flat(y), own = flat(own / own_scale),
    interp = flat(interp / interp_scale), growth = flat(growth), peer = flat(peer))
suppressWarnings(write.table(format(table, digits = 17, trim = TRUE), path, append = TRUE, sep = ",",
                             quote = FALSE, row.names = FALSE))
