#!/bin/sh
# What a profiled build (make fast) learns from: the reports and the panel of datasets/, the passages of
# tests/corpus, and generated ones. Nothing is measured here.
#     BUILD=build/fast tests/bench/train.sh
set -eu
cd "$(dirname "$0")/../.."
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-train.XXXXXX")
trap 'rm -rf "$work"' EXIT

"$build/plumb-gen" reports --count 56 --seed 3 -o "$work/pieces" >/dev/null
cat "$work"/pieces/*.md >"$work/volume.md"
"$build/plumb-gen" panel --values 50000 --seed 3 -o "$work/panel.csv" >/dev/null
mkdir "$work/passages"
for file in tests/corpus/*.case; do
    sed -n 's/^| \{0,1\}//p' "$file" >"$work/passages/$(basename "$file" .case).txt"
done

# Findings are no failure here, and --fail-on is not given; 2 and above would be one.
run() { "$build/plumb" "$@" >/dev/null 2>"$work/errors" || { cat "$work/errors" >&2; exit 1; }; }
for _ in 1 2 3 4; do
    run relations -q -f jsonl datasets/reports "$work/passages"
done
run relations -q -f jsonl "$work/volume.md"
run screen -q -o "$work/reports" datasets/reports
run screen -q -o "$work/panels" "$work/panel.csv"
run outliers -q -f csv "$work/panel.csv"
