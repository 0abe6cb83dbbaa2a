#!/bin/bash
# The parallel parts under ThreadSanitizer: reports and a panel read, extracted and screened by four
# threads (also drawn, loaded and served from), and the unit tests that start threads. A race is a
# failure. Skipped, saying so, where the compiler has no ThreadSanitizer.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
here=$(pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
# 66: a race was reported
export TSAN_OPTIONS="exitcode=66 report_signal_unsafe=0 halt_on_error=0"

echo 'int main(void) { return 0; }' >"$work/try.c"
if ! cc -fsanitize=thread -o "$work/try" "$work/try.c" 2>/dev/null || ! "$work/try"; then
    echo "skipped: this compiler has no ThreadSanitizer"
    echo "0 passed, 0 failed"
    exit 0
fi
units=(csv_panel_test outliers_test screen_test base_mem_test)
programs=("$BUILD/tsan/plumb" "$BUILD/tsan/plumb-gen")
for unit in "${units[@]}"; do
    [ -e "tests/unit/$unit.c" ] && programs+=("$BUILD/tsan/tests/$unit")
done
if ! make --no-print-directory "-j$(nproc)" BUILD="$BUILD/tsan" CFLAGS='-O1 -g -fsanitize=thread' \
    LDFLAGS=-fsanitize=thread "${programs[@]}" >"$work/make" 2>&1; then
    tail -n 10 "$work/make"
    echo "FAIL it does not build with ThreadSanitizer"
    echo "0 passed, 1 failed"
    exit 1
fi
plumb=$here/$BUILD/tsan/plumb
"$BUILD/tsan/plumb-gen" reports --count 12 --anomalies 6 -o "$work/in" >/dev/null
"$BUILD/tsan/plumb-gen" panel --values 100000 --indicators 12 -o "$work/panel.csv" >/dev/null

# races NAME STATUS... -- COMMAND: ends with one of the statuses and without a race
races() {
    local name=$1 log="$work/log" status
    shift
    (cd "$work" && "$@") >"$log" 2>&1
    status=$?
    if grep -q 'WARNING: ThreadSanitizer' "$log" || { [ $status != 0 ] && [ $status != 3 ]; }; then
        failed=$((failed + 1))
        echo "FAIL $name (status $status)"
        grep -A 12 'WARNING: ThreadSanitizer' "$log" | head -n 40
    else
        passed=$((passed + 1))
    fi
}
races "reports and a panel screened" "$plumb" screen -q -j 4 in panel.csv -o out
races "datasets screened and drawn" "$plumb" screen -q -j 4 "$here/datasets" -o out2
races "reports loaded" "$plumb" load -q -j 4 -c a.plumb in panel.csv
races "a case analysed" "$plumb" analyse -q -j 4 -c a.plumb
races "reports read to relations" "$plumb" relations -q -j 4 -f jsonl in
races "outliers of a panel" "$plumb" outliers -q -j 4 panel.csv -f csv
for unit in "${units[@]}"; do
    [ -e "tests/unit/$unit.c" ] && races "$unit" env -C "$here" "$BUILD/tsan/tests/$unit"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
