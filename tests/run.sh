#!/bin/sh
# Run stages of the tests and add up their counts.
#     BUILD=build tests/run.sh STAGE...
# Every stage ends with "N passed, N failed"; so does the whole. Exit status 1 when a test failed.
set -u
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
MAKE=${MAKE:-make}
logs=$BUILD/logs
mkdir -p "$logs"

# Sum "[  PASSED  ] 3 test(s)" lines of a cmocka log for the given word.
cmocka_count() {
    sed -n "s/^\[ *$1 *\] \([0-9][0-9]*\) test(s).*/\1/p" "$2" | awk '{n += $1} END {print n + 0}'
}

# Run the unit test programs of build folder $1.
run_units() {
    folder=$1
    passed=0
    failed=0
    skipped=0
    for source in tests/unit/*_test.c; do
        [ -e "$source" ] || continue
        name=$(basename "$source" .c)
        log=$logs/$(basename "$folder")-$name.log
        status=0
        timeout "${TEST_TIMEOUT:-300}" "$folder/tests/$name" >"$log" 2>&1 || status=$?
        good=$(cmocka_count PASSED "$log")
        bad=$(cmocka_count FAILED "$log")
        skip=$(cmocka_count SKIPPED "$log")
        # A crash or a sanitizer report ends the program before cmocka counts.
        if [ "$bad" = 0 ] && { [ "$status" != 0 ] || [ $((good + skip)) = 0 ]; }; then
            bad=1
        fi
        if [ "$bad" != 0 ]; then
            echo "FAIL $name (exit status $status, log $log)"
            grep -E 'FAILED|error:|ERROR|runtime error|SUMMARY|!=|    #[0-4] ' "$log" | head -40
        fi
        passed=$((passed + good))
        failed=$((failed + bad))
        skipped=$((skipped + skip))
    done
    [ "$skipped" = 0 ] || echo "$skipped skipped (the reason is in $logs)"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# build FOLDER ARGUMENTS: library, programs and unit tests; as many as can be built.
build() {
    folder=$1
    shift
    parallel=
    case ${MAKEFLAGS:-} in *-j*) ;; *) parallel=-j${JOBS:-1} ;; esac
    log=$logs/build-$(basename "$folder").log
    $MAKE --no-print-directory -k $parallel BUILD="$folder" "$@" all unit-programs >"$log" 2>&1 ||
        { grep -E -A 4 'error|Error|warning' "$log" | head -60; return 1; }
    grep -E -A 4 'warning' "$log" | head -60
    return 0
}

run_build() {
    if build "$BUILD"; then
        echo "1 passed, 0 failed"
    else
        echo "0 passed, 1 failed"
        return 1
    fi
}

run_sanitize() {
    build "$BUILD/sanitize" SANITIZE=1
    ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:allocator_may_return_null=1
    UBSAN_OPTIONS=print_stacktrace=1
    export ASAN_OPTIONS UBSAN_OPTIONS
    run_units "$BUILD/sanitize"
}

run_stage() {
    case $1 in
    build) run_build ;;
    unit) run_units "$BUILD" ;;
    sanitize) run_sanitize ;;
    *)
        if [ -e "tests/$1/run.sh" ]; then
            BUILD=$BUILD sh "tests/$1/run.sh"
        else
            echo "no tests/$1/run.sh: nothing to run"
            echo "0 passed, 0 failed"
        fi
        ;;
    esac
}

# "N passed, N failed" as the last such line of a log; nothing when there is none.
last_counts() {
    sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/\1 \2/p' "$1" | tail -n 1
}

total_passed=0
total_failed=0
for stage in "$@"; do
    echo "== $stage"
    status=0
    run_stage "$stage" >"$logs/$stage.log" 2>&1 || status=$?
    cat "$logs/$stage.log"
    set -- $(last_counts "$logs/$stage.log")
    total_passed=$((total_passed + ${1:-0}))
    total_failed=$((total_failed + ${2:-0}))
    # A stage that broke off, or failed without saying what, is a failure.
    if [ $# = 0 ] || { [ "$status" != 0 ] && [ "$2" = 0 ]; }; then
        echo "FAIL $stage ended with status $status"
        total_failed=$((total_failed + 1))
    fi
done
[ "$total_passed$total_failed" = 00 ] && echo "nothing was tested"
echo "$total_passed passed, $total_failed failed"
[ "$total_failed" = 0 ]
