#!/bin/sh
# long.sh [NAME]: run the fuzzer NAME of $BUILD/fuzz, or each, for SECONDS_EACH, starting from
# tests/fuzz/corpus. New inputs and crashes go to $BUILD/fuzz-work/NAME and are the start of the next
# run; logs are added to $BUILD/fuzz-work/NAME.log. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build/fuzzing}
passed=0
failed=0
passages=$BUILD/fuzz-work/passages
sh tests/fuzz/passages.sh "$passages"

# Leaks are looked for by the replay of the corpus, once, and not after each input. Small inputs make
# many; what only large ones do is for tests/hostile.
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=0:malloc_context_size=2:quarantine_size_mb=4:allocator_may_return_null=1}"
most() {
    case $1 in
    fuzz_lexer | fuzz_decimal | fuzz_formula) echo 64 ;;
    fuzz_csv) echo 200 ;;
    fuzz_document) echo 600 ;;
    *) echo 400 ;;
    esac
}

for source in tests/fuzz/fuzz_${1:-*}.c; do
    name=$(basename "$source" .c)
    work=$BUILD/fuzz-work/$name
    mkdir -p "$work"
    set -- "$work"
    [ -d "tests/fuzz/corpus/$name" ] && set -- "$@" "tests/fuzz/corpus/$name"
    case $name in fuzz_document | fuzz_reader) set -- "$@" "$passages" ;; esac
    [ -e "tests/fuzz/$name.dict" ] && set -- "-dict=tests/fuzz/$name.dict" "$@"
    log=$work.last
    if "$BUILD/fuzz/$name" -max_total_time="${SECONDS_EACH:-30}" -max_len="$(most "$name")" -timeout=20 -rss_limit_mb=3000 \
        -entropic=0 -reload=0 -print_final_stats=1 -artifact_prefix="$work/" "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, $(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -c 6-) edges"
    else
        failed=$((failed + 1))
        echo "FAIL $name (log $work.log)"
        grep -E 'ERROR|runtime error|SUMMARY|    #[0-6] |Test unit written' "$log" | head -20
    fi
    cat "$log" >>"$work.log"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
