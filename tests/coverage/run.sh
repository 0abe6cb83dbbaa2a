#!/bin/bash
# Lines that the unit tests run, by folder: at least COVERAGE per cent of src/base, src/extract and
# analysis. Every file with its share is listed in $BUILD/coverage/lines, the least covered first.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}/coverage
MAKE=${MAKE:-make}
least=${COVERAGE:-90}
if ! command -v gcov >/dev/null; then
    echo "skipped: gcov is not here"
    echo "0 passed, 0 failed"
    exit 0
fi
mkdir -p "$BUILD"
if ! $MAKE --no-print-directory "-j${JOBS:-$(nproc)}" BUILD="$BUILD" CC=gcc CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage \
    all unit-programs >"$BUILD/log" 2>&1; then
    tail -n 5 "$BUILD/log"
    echo "0 passed, 1 failed"
    exit 1
fi
find "$BUILD" -name '*.gcda' -delete
BUILD=$BUILD sh tests/run.sh unit | grep FAIL
passed=0
failed=0
: >"$BUILD/lines"
for folder in src/base src/catalogue src/read src/extract src/store analysis src/report; do
    share=$(find "$BUILD/obj/$folder" -name '*.gcda' -print0 | xargs -0 gcov -n 2>/dev/null |
        awk -v folder="'$folder/" -v list="$BUILD/lines" '
        /^File/ { ours = index($0, folder); file = $2 }
        ours && /^Lines executed/ {
            split($2, part, ":"); sub(/%/, "", part[2])
            printf "%6.2f %5d %s\n", part[2], $4, file >> list
            run += part[2] * $4; all += $4; ours = 0
        }
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
sort -n -o "$BUILD/lines" "$BUILD/lines"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
