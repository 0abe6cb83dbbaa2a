#!/usr/bin/env python3
"""Change one digit of printed amounts, one a copy, and count in how many copies plumb finds a relation broken
that the changed number stands in.

    python3 tests/accounts/digits.py PLUMB FILE... [--seed N] [--count N]

The last digit is left alone: sums of rounded items do not tell it."""
import json
import os
import random
import re
import subprocess
import sys
import tempfile


def broken(plumb, path):
    out = subprocess.run([plumb, "relations", "-f", "jsonl", path], capture_output=True, text=True).stdout
    return [r for r in map(json.loads, out.splitlines()) if r["verdict"] == "inconsistent"]


def option(name, fallback):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else fallback


def main():
    plumb, files = sys.argv[1], [a for a in sys.argv[2:] if os.path.exists(a)]
    draw = random.Random(option("--seed", 3))
    tried = found = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            with open(path, encoding="utf-8") as f:
                text = f.read()
            places = [m for m in re.finditer(r"(?<![\d.,年])\d[\d,]*\.\d\d(?![\d.%])", text) if float(m.group().replace(",", ""))]
            draw.shuffle(places)
            for m in places[:option("--count", 40)]:
                old = m.group()
                at = draw.choice([i for i, c in enumerate(old) if c.isdigit() and i < len(old) - 2])
                new = old[:at] + draw.choice([c for c in "123456789" if c != old[at]]) + old[at + 1:]
                copy = os.path.join(folder, os.path.basename(path))
                with open(copy, "w", encoding="utf-8") as f:
                    f.write(text[:m.start()] + new + text[m.end():])
                members = [t["text"] for r in broken(plumb, copy) for t in [r["stated"] or {"text": ""}] + r["operands"]]
                tried += 1
                found += new in members
                if new not in members:
                    print("missed", os.path.basename(path), text[:m.start()].count("\n") + 1, old, "→", new)
    print(f"{found} of {tried} changed digits found")


if __name__ == "__main__":
    main()
