"""Theil-Sen slopes of scipy for the tests of analysis/stats/stats_trend.c.

    python3 tests/reference/make_theil_sen.py      (from the top folder; needs python3-scipy)
"""
import csv

import scipy
from scipy.stats import theilslopes

series = {}
with open("tests/reference/series.csv") as file:
    for row in csv.DictReader(line for line in file if not line.startswith("#")):
        series.setdefault(row["series"], []).append(float(row["value"]))
with open("tests/reference/theil_sen.csv", "w") as file:
    file.write("# scipy.stats.theilslopes(y, x, 0.95) with x = 1, 2, ...\n")
    file.write(f"# Written by tests/reference/make_theil_sen.py with scipy {scipy.__version__}\n")
    file.write("series,slope,intercept,low,high\n")
    for name, y in series.items():
        fit = theilslopes(y, range(1, len(y) + 1), 0.95)
        file.write(f"{name},{fit[0]!r},{fit[1]!r},{fit[2]!r},{fit[3]!r}\n")
