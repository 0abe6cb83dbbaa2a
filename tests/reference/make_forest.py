"""Isolation forest scores of scikit-learn for the tests of analysis/stats/stats_forest.c.

    python3 tests/reference/make_forest.py        (from the top folder; needs python3-sklearn)

Two forests with other random numbers agree up to sampling error: sd 0.003 a score with 3,000 trees.
"""
import csv

import sklearn
from sklearn.ensemble import IsolationForest

for name in ("hbk", "wood"):
    with open(f"tests/reference/multivariate_{name}.csv") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    columns = [c for c in rows[0] if c[0] == "x"]
    x = [[float(row[c]) for c in columns] for row in rows]
    forest = IsolationForest(n_estimators=3000, max_samples=min(256, len(x)), random_state=1).fit(x)
    with open(f"tests/reference/forest_{name}.csv", "w") as file:
        file.write(f"# {name}: -IsolationForest(n_estimators=3000).score_samples(x)\n")
        file.write(f"# Written by tests/reference/make_forest.py with scikit-learn {sklearn.__version__}\n")
        file.write("score\n")
        for score in -forest.score_samples(x):
            file.write(f"{score:.6f}\n")
