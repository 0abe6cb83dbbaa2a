#!/bin/bash
# gcc -fanalyzer, clang-tidy and cppcheck over the library and the program, ThreadSanitizer over a
# folder screened by four threads, and the hardening of the binary. One test each.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
mkdir -p "$BUILD/logs"
passed=0
failed=0
judge() { # NAME LOG: no line in the log is a pass
    if [ -s "$2" ]; then
        failed=$((failed + 1))
        echo "FAIL $1: $(wc -l <"$2") lines in $2"
        head -n 20 "$2"
    else
        passed=$((passed + 1))
        echo "$1: nothing found"
    fi
}
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Iinclude -Isrc -I.)
read -ra packages < <(pkg-config --cflags gsl libcjson sqlite3 libxml-2.0 libzip xlsxwriter libutf8proc uchardet libpcre2-8 libmd libxxhash libmicrohttpd zlib)
sources=(src/*/*.c src/*/*/*.c analysis/*.c analysis/*/*.c)

# The analyser knows neither that arena memory is freed with its arena (leaks) nor that an arena with
# a jump target does not return NULL (null and possibly null).
log=$BUILD/logs/analysis-gcc.log
for source in "${sources[@]}"; do
    gcc "${flags[@]}" "${packages[@]}" -O1 -fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-possible-null-dereference \
        -Wno-analyzer-possible-null-argument -Wno-analyzer-null-dereference -Wno-analyzer-null-argument -c -o /dev/null "$source" 2>&1
done | grep 'warning:' >"$log"
judge "gcc -fanalyzer" "$log"

log=$BUILD/logs/analysis-tidy.log
if command -v clang-tidy >/dev/null; then
    printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 8 sh -c 'flags=$1; shift; clang-tidy -quiet "$@" -- $flags' sh \
        "${flags[*]} ${packages[*]}" 2>/dev/null | grep -E 'warning:|error:' >"$log"
    judge clang-tidy "$log"
else
    echo "skipped: clang-tidy is not there"
fi

log=$BUILD/logs/analysis-cppcheck.log
if command -v cppcheck >/dev/null; then
    cppcheck -q -j "$(nproc)" --std=c11 --enable=warning,portability --inline-suppr -Iinclude -Isrc -I. \
        --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=nullPointerOutOfMemory \
        --template='{file}:{line}: {id}: {message}' src analysis 2>"$log"
    judge cppcheck "$log"
else
    echo "skipped: cppcheck is not there"
fi

log=$BUILD/logs/analysis-threads.log
make --no-print-directory "-j$(nproc)" BUILD="$BUILD/threads" CFLAGS='-O1 -g -fsanitize=thread' LDFLAGS=-fsanitize=thread \
    "$BUILD/threads/plumb" >/dev/null || echo "no ThreadSanitizer" >"$log"
TSAN_OPTIONS=report_signal_unsafe=0 "$BUILD/threads/plumb" screen -q -j 4 datasets -o "$BUILD/threads/out" 2>&1 >/dev/null |
    grep -E 'WARNING: ThreadSanitizer|SUMMARY' >>"$log"
judge "ThreadSanitizer, screen --jobs 4" "$log"

log=$BUILD/logs/analysis-hardening.log
: >"$log"
readelf -hW "$BUILD/plumb" | grep -q 'Type:.*DYN' || echo "not position independent" >>"$log"
readelf -lW "$BUILD/plumb" | grep -q GNU_RELRO || echo "no RELRO" >>"$log"
readelf -dW "$BUILD/plumb" | grep -q 'BIND_NOW\|FLAGS_1.*NOW' || echo "lazy binding" >>"$log"
readelf -lW "$BUILD/plumb" | grep GNU_STACK | grep -q 'RW ' || echo "executable stack" >>"$log"
nm -D "$BUILD/plumb" | grep -q __stack_chk_fail || echo "no stack protector" >>"$log"
nm -D "$BUILD/plumb" | grep -q '_chk@' || echo "not fortified" >>"$log"
[ "$(uname -m)" != x86_64 ] || readelf -nW "$BUILD/plumb" | grep -q 'IBT.*SHSTK\|SHSTK.*IBT' || echo "no CET" >>"$log"
judge "hardening of the binary" "$log"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
