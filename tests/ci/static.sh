#!/bin/bash
# gcc -fanalyzer, clang-tidy (.clang-tidy) and cppcheck over the library and the program. What was
# judged and left is in static.known, with the reason; a finding that is not there fails. A tool that
# is missing is skipped, saying so. STATIC_DEEP=1 adds the clang static analyzer (twenty minutes).
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
known=tests/ci/static.known
logs=$BUILD/logs/static
mkdir -p "$logs"
passed=0
failed=0
packages=$(sed -n '/^PACKAGES :=/,/[^\\]$/p' Makefile | sed 's/^PACKAGES :=//; s/\\$//')
read -ra flags < <(echo -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Iinclude -Isrc -I. \
    $(pkg-config --cflags $packages))
find src analysis -name '*.c' | sort >"$logs/sources"

# judge TOOL: $logs/TOOL holds "path:line: check: words"; as many of a check in a file as are known
# pass. Files are known by name, which is unique in the tree, and may move.
judge() {
    local tool=$1 new
    sed 's|^[^:]*/||' "$logs/$tool" | cut -d: -f1,3 | sort | uniq -c | awk -v tool="$tool" -v known="$known" '
        BEGIN { while ((getline line < known) > 0) if (split(line, part, /  +/) > 1 && part[1] == tool) allowed[part[2]] += part[3] }
        { count = $1; sub(/^ *[0-9]+ /, ""); seen[$0] = count; if (count > allowed[$0] + 0) print }
        END { for (what in allowed) if (seen[what] < allowed[what]) print "static.known has more than there is: " tool " " what > "/dev/stderr" }' >"$logs/$tool.new"
    new=$(wc -l <"$logs/$tool.new")
    if [ "$new" = 0 ]; then
        passed=$((passed + 1))
        echo "$tool: nothing new in $(wc -l <"$logs/sources") files ($(wc -l <"$logs/$tool") known)"
    else
        failed=$((failed + 1))
        echo "FAIL $tool"
        while IFS=: read -r file check; do
            grep -F "/$file:" "$logs/$tool" | grep -F ": $check:" | head -n 5
        done < <(sed 's/: */:/' "$logs/$tool.new")
    fi
}

# Findings as "file:line: check: words", once each; headers are seen by many files.
gcc_lines() { sed -nE 's/^([^: ]+):([0-9]+):[0-9]+: warning: (.*) \[(CWE-[0-9]+\] \[)?-W([a-z-]+)\]$/\1:\2: \5: \3/p' | sort -u; }
tidy_lines() { sed -nE "s|^$PWD/||; s/^([^: ]+):([0-9]+):[0-9]+: (warning|error): (.*) \[([a-zA-Z0-9.,-]+)\]$/\1:\2: \5: \4/p" | sort -u; }

# The analyser knows neither that memory of an arena is freed with it (leaks) nor that an arena with a
# jump target returns no NULL (null and possibly null).
xargs -a "$logs/sources" -P "$(nproc)" -n 6 sh -c 'flags=$1; shift
    for source; do
        gcc $flags -O1 -fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-possible-null-dereference \
            -Wno-analyzer-possible-null-argument -Wno-analyzer-null-dereference -Wno-analyzer-null-argument \
            -c -o /dev/null "$source" 2>&1
    done' sh "${flags[*]}" | gcc_lines >"$logs/analyzer"
judge analyzer

if command -v clang-tidy >/dev/null; then
    deep=${STATIC_DEEP:+-checks=clang-analyzer-*,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling}
    xargs -a "$logs/sources" -P "$(nproc)" -n 6 sh -c 'flags=$1 deep=$2; shift 2; clang-tidy -quiet $deep "$@" -- $flags' \
        sh "${flags[*]}" "$deep" 2>/dev/null | tidy_lines >"$logs/tidy"
    judge tidy
else
    echo "skipped: clang-tidy is not here"
fi

# Two checks take house idioms for slips: an index compared with another than the array's, and a range
# that begins as long as it ends.
if command -v cppcheck >/dev/null; then
    cppcheck -q -j "$(nproc)" --std=c11 --enable=warning,portability --inline-suppr -Iinclude -Isrc -I. \
        --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=nullPointerOutOfMemory \
        --suppress=arrayIndexThenCheck --suppress=duplicateAssignExpression \
        --library=tests/ci/cppcheck.cfg \
        --template='{file}:{line}: {id}: {message}' src analysis 2>&1 | sort -u >"$logs/cppcheck"
    judge cppcheck
else
    echo "skipped: cppcheck is not here"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
