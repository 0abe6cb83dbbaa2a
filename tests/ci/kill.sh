#!/bin/bash
# Kill `plumb load` at random moments: the case opens and holds whole documents only. And the report
# and the case under the sanitizers, on the example data.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
BUILD=$BUILD bash tests/kill/run.sh >"$BUILD/logs/kill.log" 2>&1
status=$?
tail -n 3 "$BUILD/logs/kill.log"
passed=$(sed -n 's/^\([0-9][0-9]*\) passed, [0-9][0-9]* failed.*/\1/p' "$BUILD/logs/kill.log" | tail -n 1)
failed=$(sed -n 's/^[0-9][0-9]* passed, \([0-9][0-9]*\) failed.*/\1/p' "$BUILD/logs/kill.log" | tail -n 1)
[ "$status" = 0 ] || [ "${failed:-0}" != 0 ] || failed=1
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
