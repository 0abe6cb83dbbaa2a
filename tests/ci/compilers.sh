#!/bin/bash
# The same input gives the same bytes from gcc's and clang's program and for any number of threads.
# Uses build/clang of .ci/run. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

make --no-print-directory "-j$(nproc)" all >"$work/log" 2>&1 &&
    make --no-print-directory "-j$(nproc)" BUILD=build/clang CC=clang all >>"$work/log" 2>&1 || {
    tail -n 5 "$work/log"
    echo "0 passed, 1 failed"
    exit 1
}
build/plumb-gen panel --values 200000 --indicators 12 -o "$work/panel.csv" >/dev/null
build/plumb-gen reports --count 60 -o "$work/reports" >/dev/null

# same NAME COMMAND…: run by gcc's program with one thread, and by both with eight.
same() {
    local name=$1
    shift
    build/plumb "$@" --jobs 1 >"$work/one" 2>/dev/null
    for program in build/plumb build/clang/plumb; do
        "$program" "$@" --jobs 8 >"$work/other" 2>/dev/null
        if [ -s "$work/one" ] && cmp -s "$work/one" "$work/other"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL $name: $program --jobs 8 differs"
            diff "$work/one" "$work/other" | head -n 4 | cut -c 1-300
        fi
    done
}
same "findings of a panel" findings "$work/panel.csv" -f jsonl
same "findings of datasets/" findings datasets -f jsonl
same "findings of reports" findings "$work/reports" -f jsonl
same "outliers of a panel" outliers "$work/panel.csv" -f csv
same "relations of reports" relations "$work/reports" -f jsonl
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
