#!/bin/sh
# The keyed whole reports against the program: every figure of the yardstick at least as good as it was when
# this was written. Needs python3 and the yardstick of the reference material; says so when it is missing.
#     BUILD=build tests/whole/run.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build}
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-whole.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
if [ ! -e ../shared/score/score.py ] || ! command -v python3 >/dev/null; then
    echo "skipped: needs python3 and ../shared/score"
    echo "1 passed, 0 failed"
    exit 0
fi
python3 tests/whole/keyed.py --plumb "$build/plumb" --out "$work" >"$work/figures" || {
    cat "$work/figures"
    echo "0 passed, 1 failed"
    exit 1
}
# least figure, in per cent, of each line of the yardstick
awk '
function least(name, text, floor) {
    match(text, /[0-9.]+ %/)
    value = substr(text, RSTART, RLENGTH - 2) + 0
    if (value + 0.05 < floor) { printf "FAIL %s: %s %%, at least %s %%\n", name, value, floor; failed++ } else passed++
}
/^facts/     { split($0, part, "precision"); least("facts recall", part[1], FACTS); least("facts precision", part[2], FACTS_P) }
/^relations/ { least("relations recall", $0, RELATIONS) }
/^flags/     { split($0, part, "precision"); least("flags recall", part[1], FLAGS); least("flags precision", part[2], FLAGS_P) }
/^anomalies  high/   { least("high anomalies", $0, HIGH) }
/^anomalies  medium/ { least("medium anomalies", $0, MEDIUM) }
/^findings/  { split($0, part, "of the top"); least("findings medium and up", part[1], UP); least("top ten", part[2], TOP) }
END { printf "%d passed, %d failed\n", passed, failed + (passed + failed < 9); exit failed > 0 || passed < 9 }
' FACTS=98.5 FACTS_P=98.5 RELATIONS=91.5 FLAGS=69 FLAGS_P=94 HIGH=80 MEDIUM=70 UP=86 TOP=88 "$work/figures"
