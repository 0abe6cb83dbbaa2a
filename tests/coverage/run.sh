#!/bin/bash
# Lines of src/base, src/extract and analysis that the unit tests run; at least COVERAGE per cent.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}/coverage
least=${COVERAGE:-90}
make --no-print-directory "-j$(nproc)" BUILD="$BUILD" CC="${CC:-gcc}" CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage unit-programs >/dev/null || exit 1
find "$BUILD" -name '*.gcda' -delete
BUILD=$BUILD sh tests/run.sh unit
passed=0
failed=0
for folder in src/base src/catalogue src/read src/extract src/store analysis src/report; do
    share=$(find "$BUILD/obj/$folder" -name '*.gcda' | xargs gcov -n 2>/dev/null | awk -v folder="$folder/" '
        /^File/ { ours = index($0, "'"'"'" folder) }
        ours && /^Lines executed/ { split($2, part, ":"); sub(/%/, "", part[2]); run += part[2] * $4; all += $4 }
        END { printf "%.1f of %d", all ? run / all : 0, all }')
    echo "$folder: ${share% of *} % of ${share#* of } lines"
    case $folder in src/base | src/extract | analysis) ;; *) continue ;; esac
    if awk -v share="${share% of *}" -v least="$least" 'BEGIN { exit !(share >= least) }'; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL less than $least % of $folder"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
