#!/usr/bin/env python3
"""How far two ranked lists agree: agree.py OURS.csv THEIRS.csv. Prints one line."""
import csv
import sys


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [((r["kind"], r["agency"], r["year"], r["indicator"]), float(r["z"])) for r in rows]


ours, theirs = read(sys.argv[1]), read(sys.argv[2])
their_z = dict(theirs)
common = [(key, z) for key, z in ours if key in their_z]
places = sum(a[0] == b[0] for a, b in zip(ours, theirs))
apart = max((abs(z / their_z[key] - 1) for key, z in common), default=0)
print(f"{len(common)} of {len(ours)} in common, {places} in the same place, "
      f"z apart by at most {apart:.1e}")
sys.exit(0 if len(common) == len(ours) == len(theirs) and apart < 1e-6 else 1)
