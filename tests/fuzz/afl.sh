#!/bin/sh
# afl.sh [NAME]: the same targets under AFL++, which mutates otherwise. Results in $BUILD/afl/NAME.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build/fuzzing-afl}
passed=0
failed=0
command -v afl-fuzz >/dev/null || { echo "skipped: afl-fuzz is not here (package afl++)"; echo "0 passed, 0 failed"; exit 0; }
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
for source in tests/fuzz/fuzz_${1:-*}.c; do
    name=$(basename "$source" .c)
    out=$BUILD/afl/$name
    mkdir -p "$out"
    set -- -i "tests/fuzz/corpus/$name" -o "$out" -m none -t 5000 -V "${SECONDS_EACH:-30}"
    [ -e "tests/fuzz/$name.dict" ] && set -- "$@" -x "tests/fuzz/$name.dict"
    afl-fuzz "$@" -- "$BUILD/fuzz/$name" >"$out.log" 2>&1
    stats=$out/default/fuzzer_stats
    number() { sed -n "s/^$1 *: *//p" "$stats" 2>/dev/null; }
    if [ "$(number saved_crashes)" = 0 ]; then
        passed=$((passed + 1))
        echo "$name: $(number execs_done) executions, $(number edges_found) edges, $(number saved_hangs) slow"
    else
        failed=$((failed + 1))
        echo "FAIL $name: $(number saved_crashes) crashes in $out/default/crashes (log $out.log)"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
