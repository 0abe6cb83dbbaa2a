#!/bin/bash
# Kill load, screen, mark, merge and serve at random moments: the case opens, holds whole documents
# only and every decision that was acknowledged. And the report
# and the case under the sanitizers, on the example data.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
passed=0
failed=0
for script in run decisions; do
    log=$BUILD/logs/kill-$script.log
    BUILD=$BUILD bash "tests/kill/$script.sh" >"$log" 2>&1
    status=$?
    grep FAIL "$log"
    tail -n 2 "$log"
    counts=$(sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1)
    set -- ${counts:-0 1}
    passed=$((passed + $1))
    failed=$((failed + $2))
    [ "$status" = 0 ] || [ "$2" != 0 ] || failed=$((failed + 1))
done
if [ -x "$BUILD/sanitize/plumb" ]; then
    if "$BUILD/sanitize/plumb" screen datasets -o "$BUILD/sanitize/out" --quiet >"$BUILD/logs/sanitized-screen.log" 2>&1; then
        passed=$((${passed:-0} + 1))
    else
        echo "FAIL plumb screen under the sanitizers"
        tail -n 20 "$BUILD/logs/sanitized-screen.log"
        failed=$((${failed:-0} + 1))
    fi
fi
echo "${passed:-0} passed, ${failed:-0} failed"
[ "${failed:-0}" = 0 ]
