#!/bin/bash
# What tests/fault cannot inject, because the kernel does it: a disk that is full (a limit on the size
# of files, and a small file system when root), a folder that cannot be written, and gnuplot and
# pdftotext that are missing or hang. Every command must end with a documented status and, when that
# is not 0, one sentence; the case must be whole with its decisions; no temporary file may be left.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
case $BUILD in /*) build=$BUILD ;; *) build=$(pwd -P)/$BUILD ;; esac
inputs=$(pwd -P)/tests/fault/in
[ -x "$build/plumb" ] || make --no-print-directory BUILD="$BUILD" "-j$(nproc)" all >/dev/null || exit 1
work=$(mktemp -d)
trap 'umount "$work/small" "$work/frozen" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C.UTF-8 TERM=dumb TMPDIR="$work/tmp" PATH=$build:$PATH
mkdir "$TMPDIR" "$work/bin"
passed=0
failed=0
timeout=$(command -v timeout)
run_path= # PATH of the program under test, when not ours

# The case: a report and a panel, findings, two decisions of which one stands.
plumb load -q -c "$work/base.plumb" "$inputs" && plumb analyse -q -c "$work/base.plumb" >/dev/null || exit 1
plumb load -q -c "$work/other.plumb" "$inputs/plan.txt" || exit 1
id=$(plumb list -q -c "$work/base.plumb" -f csv | sed -n 2p | grep -oE '[0-9a-f]{16}' | head -n 1)
plumb mark -q -c "$work/base.plumb" "$id" confirmed --note kept >/dev/null || exit 1

commands=(
    "load -c a.plumb in/plan.txt" "load -c new.plumb in" "analyse -c a.plumb" "screen in -o out"
    "screen in -c a.plumb -o out" "report -c a.plumb -o out" "mark -c a.plumb $id dismissed --note n"
    "trend -c a.plumb --html trend.html" "merge -c a.plumb b.plumb" "backup a.plumb copy.plumb"
    "export -c a.plumb --docx papers.docx" "agency -c a.plumb link A B --kind renamed --year 2024"
    "findings in/share.txt -f json" "list -c a.plumb" "show -c a.plumb $id" "doctor -c a.plumb"
    "sql -c a.plumb SELECT+1" "diff -c a.plumb --runs" "outliers in/panel.csv"
)

fill() { # FOLDER: the working files
    cp "$work/base.plumb" "$1/a.plumb" && cp "$work/other.plumb" "$1/b.plumb" && ln -sfn "$inputs" "$1/in"
}

# judge NAME STATUS FOLDER: the words are in $work/said, standard output in $work/printed
judge() {
    local name=$1 status=$2 folder=$3 why= left
    case $status in
    0 | 2 | 3 | 4) ;;
    *) why="status $status" ;;
    esac
    [ "$status" = 0 ] || grep -q '^plumb: ' "$work/said" || why="$why; no sentence"
    ! grep -q '(null)' "$work/said" || why="$why; prints (null)"
    [ "$(plumb sql -q -c "$folder/a.plumb" "SELECT count(*) FROM triage WHERE note = 'kept'" -f csv 2>&1 | tail -n 1 | tr -d '\r')" = 1 ] ||
        why="$why; the decision is not there"
    plumb doctor -c "$folder/a.plumb" >"$work/doctor" 2>&1 || why="$why; doctor: $(grep -m 1 plumb: "$work/doctor")"
    left=$(find "$folder" "$TMPDIR" -name '*part*' -o -name '*XXXX*' -o -name 'plumb-*' -o -name '*.tmp' 2>/dev/null | head -n 2)
    [ -z "$left" ] || why="$why; leaves $left"
    if [ -z "$why" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name:$why"
        head -n 3 "$work/said" | sed 's/^/     /'
    fi
    rm -rf "${TMPDIR:?}"/*
}

# run FOLDER COMMAND [BLOCKS]: in the folder, files up to BLOCKS of 1 KiB
run() {
    local folder=$1 blocks=${3:-unlimited} words
    read -ra words <<<"$2"
    (
        cd "$folder" || exit 99
        trap '' XFSZ # the program sees an error, as with a full disk
        ulimit -f "$blocks"
        PATH=${run_path:-$PATH} "$timeout" 100 "$build/plumb" "${words[@]//+/ }" >"$work/out.pipe" 2>"$work/err.pipe"
    )
}

# Output goes through pipes: the limit is for the files of the program, not for the log of the test.
mkfifo "$work/out.pipe" "$work/err.pipe"
attempt() { # NAME FOLDER COMMAND [BLOCKS]
    local status
    cat "$work/out.pipe" >"$work/printed" &
    local one=$!
    cat "$work/err.pipe" >"$work/said" &
    local two=$!
    run "$2" "$3" "${4:-}"
    status=$?
    wait $one $two
    rm -f "$2/ballast" # room again: SQLite wants some to look at what was being written
    judge "$1" "$status" "$2"
}

echo "== files cannot grow beyond a limit"
mkdir "$work/free"
for command in "${commands[@]}"; do
    for blocks in 0 4 40 150 400; do
        rm -rf "$work/free"/*
        fill "$work/free"
        attempt "limit of $blocks KiB: $command" "$work/free" "$command" $blocks
    done
done
echo "$passed survived of $((passed + failed))"

if [ "$(id -u)" = 0 ] && mkdir "$work/small" && mount -t tmpfs -o size=4m tmpfs "$work/small" 2>/dev/null; then
    echo "== a full disk"
    before=$((passed + failed)) good=$passed
    for command in "${commands[@]}"; do
        for room in 0 20 200; do
            rm -rf "$work/small"/*
            fill "$work/small"
            free=$(df --output=avail -k "$work/small" | tail -n 1)
            head -c "$(((free - room) * 1024))" /dev/zero >"$work/small/ballast" 2>/dev/null
            attempt "$room KiB left: $command" "$work/small" "$command"
        done
    done
    echo "$((passed - good)) survived of $((passed + failed - before))"
    umount "$work/small"

    echo "== a folder that cannot be written"
    before=$((passed + failed)) good=$passed
    mkdir "$work/frozen" && mount -t tmpfs -o size=8m tmpfs "$work/frozen" && fill "$work/frozen" &&
        mount -o remount,ro "$work/frozen"
    for command in "${commands[@]}"; do
        attempt "read-only: $command" "$work/frozen" "$command"
        case $command in # what only reads must work there
        list* | show* | sql* | diff* | outliers* | doctor* | findings*)
            if [ -s "$work/printed" ] && ! grep -q '^plumb: .*a.plumb' "$work/said"; then
                passed=$((passed + 1))
            else
                failed=$((failed + 1))
                echo "FAIL read-only: $command does not read: $(head -n 1 "$work/said")"
            fi
            ;;
        esac
    done
    echo "$((passed - good)) survived of $((passed + failed - before))"
    umount "$work/frozen"
else
    echo "skipped: a full disk and a read-only folder (needs root and tmpfs)"
fi

echo "== gnuplot and pdftotext missing or hanging"
before=$((passed + failed)) good=$passed
printf '%%PDF-1.4\n' >"$work/a.pdf"
run_path=$work/bin # with nothing else
ln -s "$(command -v sleep)" "$run_path/"
for how in missing hanging; do
    [ $how = missing ] || for tool in gnuplot pdftotext pdftocairo pdftoppm pdfinfo; do
        printf '#!/bin/sh\nexec sleep 600\n' >"$run_path/$tool" && chmod +x "$run_path/$tool"
    done
    for command in "screen in a.pdf -o out --max-seconds 2" "trend -c a.plumb --html trend.html" "text a.pdf --max-seconds 2"; do
        rm -rf "$work/free"/*
        fill "$work/free"
        cp "$work/a.pdf" "$work/free/"
        attempt "$how: $command" "$work/free" "$command"
        if grep -qE 'gnuplot|pdf' "$work/said"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL $how: $command does not name what is missing: $(head -n 1 "$work/said")"
        fi
        case $command in
        screen*) [ -s "$work/free/out/report.html" ] || { failed=$((failed + 1)); echo "FAIL $how: no page"; } ;;
        trend*) [ -s "$work/free/trend.html" ] || { failed=$((failed + 1)); echo "FAIL $how: no page of trends"; } ;;
        esac
    done
done
echo "$((passed - good)) survived of $((passed + failed - before))"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
