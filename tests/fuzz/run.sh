#!/bin/sh
# Run every fuzzer of $BUILD/fuzz for FUZZ_SECONDS, starting from tests/fuzz/corpus/NAME. New inputs
# and crashes go to $BUILD/fuzz-work/NAME. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build/fuzzing}
passed=0
failed=0

# Whole reports: every passage of tests/corpus once as text (first byte a) and once as Markdown (b).
passages=$BUILD/fuzz-work/passages
mkdir -p "$passages"
cat tests/corpus/*.case | awk -v folder="$passages" '
    /^@/ { n++; first = 1 }
    /^\| ?/ {
        sub(/^\| ?/, ""); gsub(/→/, "\t")
        for (i = 0; i < 2; i++) {
            file = folder "/" n (i ? ".md" : ".txt")
            if (first) printf "%s", i ? "b" : "a" > file
            print > file
        }
        first = 0
    }
    /^@/ && n > 1 { close(folder "/" (n - 1) ".txt"); close(folder "/" (n - 1) ".md") }'

for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    seeds=tests/fuzz/corpus/$name
    work=$BUILD/fuzz-work/$name
    mkdir -p "$work"
    [ "$name" = fuzz_document ] && seeds=$passages
    dictionary=tests/fuzz/$name.dict
    if "$BUILD/fuzz/$name" -max_total_time="${FUZZ_SECONDS:-30}" -timeout=20 -rss_limit_mb=2048 \
        $([ -e "$dictionary" ] && echo "-dict=$dictionary") -artifact_prefix="$work/" "$work" $([ -d "$seeds" ] && echo "$seeds") \
        >"$work.log" 2>&1; then
        passed=$((passed + 1))
        echo "$name: $(grep -E '^Done' "$work.log")"
    else
        failed=$((failed + 1))
        echo "FAIL $name (log $work.log)"
        grep -E 'ERROR|runtime error|SUMMARY|    #[0-6] |Test unit written' "$work.log" | head -20
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
