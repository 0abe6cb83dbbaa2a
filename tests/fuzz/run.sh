#!/bin/sh
# A short run for `make test`: every committed input of tests/fuzz/corpus, crashes of the past among
# them, goes through its target with the sanitizers (any compiler); then each target runs for
# FUZZ_SMOKE seconds where clang has libFuzzer. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
MAKE=${MAKE:-make}
log=$BUILD/logs/fuzz-replay
mkdir -p "$log"
passed=0
failed=0
passages=$log/passages
sh tests/fuzz/passages.sh "$passages"
if ! $MAKE --no-print-directory "-j${JOBS:-1}" BUILD="$BUILD/sanitize" SANITIZE=1 replayers >"$log/build" 2>&1; then
    tail -n 10 "$log/build"
    echo "0 passed, 1 failed"
    exit 1
fi
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    set --
    [ -d "tests/fuzz/corpus/$name" ] && set -- "tests/fuzz/corpus/$name"
    case $name in fuzz_document | fuzz_reader) set -- "$@" "$passages" ;; esac
    if [ $# != 0 ] && timeout 300 "$BUILD/sanitize/replay/$name" "$@" >"$log/$name" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name${1:+: }$(grep -E 'ERROR|runtime error|SUMMARY' "$log/$name" | head -n 3) (log $log/$name)"
        [ $# != 0 ] || echo "it has no inputs in tests/fuzz/corpus"
    fi
done
echo 'int LLVMFuzzerTestOneInput(const void *d, unsigned long n); int LLVMFuzzerTestOneInput(const void *d, unsigned long n) { return !d && !n; }' >"$log/try.c"
if clang -fsanitize=fuzzer,address -o "$log/try" "$log/try.c" >/dev/null 2>&1; then
    $MAKE --no-print-directory fuzz SECONDS="${FUZZ_SMOKE:-2}" BUILD="$BUILD" JOBS="${JOBS:-1}" >"$log/fuzz" 2>&1
    grep -E '^FAIL|^    #|ERROR|SUMMARY' "$log/fuzz"
    set -- $(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log/fuzz")
    [ $# = 2 ] || { tail -n 5 "$log/fuzz"; set -- 0 1; }
    passed=$((passed + $1))
    failed=$((failed + $2))
else
    echo "skipped: fuzzing, because clang with libFuzzer is not here; the inputs were replayed"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
