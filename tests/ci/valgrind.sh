#!/bin/bash
# Unit tests under valgrind, which sees uninitialised memory that the sanitizers do not.
# A program that needs more than VALGRIND_SECONDS this way is named and left out.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
passed=0
failed=0
for source in tests/unit/*_test.c; do
    name=$(basename "$source" .c)
    log=$BUILD/logs/valgrind-$name.log
    mkdir -p "$BUILD/logs"
    timeout "${VALGRIND_SECONDS:-60}" valgrind -q --suppressions=tests/ci/valgrind.supp --leak-check=full --error-exitcode=99 \
        "$BUILD/tests/$name" >"$log" 2>&1
    case $? in
    124) echo "left out, too slow under valgrind: $name" ;;
    99 | 126 | 127) # a finding of valgrind, or no such program
        failed=$((failed + 1))
        echo "FAIL $name (log $log)"
        head -n 12 "$log"
        ;;
    *) passed=$((passed + 1)) ;; # a failed assertion is counted where the tests run natively
    esac
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
