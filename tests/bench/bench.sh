#!/bin/sh
# How fast is the program on this machine? Panels against the sqlite3 shell, reports in MB/s.
#     BUILD=build VALUES=1000000 REPORTS=1000 tests/bench/bench.sh
# Best of three runs: wall time, and processor time of all threads, which a busy machine disturbs
# less. Rates are by wall time.
set -eu
cd "$(dirname "$0")/../.."
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
values=${VALUES:-1000000}
reports=${REPORTS:-1000}
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# "wall cpu" seconds of the fastest of three runs of a command, each in a fresh state.
best() {
    for _ in 1 2 3; do
        rm -rf state state.*
        from=$(date +%s%N)
        (
            "$@" >output 2>&1 || { cat output >&2; exit 1; }
            times >cpu # in this shell: a pipe would have times of its own
        ) || exit 1
        nanoseconds=$(($(date +%s%N) - from))
        # "0m0.560s 0m0.080s": user and system time of the children
        tail -n 1 cpu | awk -v n="$nanoseconds" '{ split($1 "m" $2, t, "[ms]+")
            printf "%.3f %.3f\n", n / 1e9, t[1] * 60 + t[2] + t[3] * 60 + t[4] }'
    done | sort -n | head -n 1
}

per_second() {
    awk -v n="$1" -v s="$2" 'BEGIN { printf "%.0f", n / s }'
}

"$build/plumb-gen" panel --values "$values" --seed 1 -o panel.csv
"$build/plumb-gen" reports --count "$reports" --seed 1 -o reports
rows=$(($(wc -l <panel.csv) - 1))
megabytes=$(awk -v b="$(cat reports/*.md | wc -c)" 'BEGIN { printf "%.2f", b / 1e6 }')
echo "panel: $rows values, $(wc -c <panel.csv) bytes; reports: $reports files, $megabytes MB; $(nproc) cores"

cat >import.sql <<'SQL'
.mode csv
.import panel.csv p
SELECT "指标", "年度", count(*), avg("数值"), min("数值"), max("数值") FROM p GROUP BY 1, 2;
SQL
sqlite_import() { sqlite3 state.db <import.sql; }
plumb_load() { "$build/plumb" load -q -c state.plumb panel.csv; }
plumb_load_group() {
    plumb_load && "$build/plumb" sql -c state.plumb "SELECT indicator, year, count(*), avg(value),
        min(value), max(value) FROM panel GROUP BY 1, 2"
}
plumb_screen() { "$build/plumb" screen -q -o state panel.csv; }
plumb_relations() { "$build/plumb" relations -f jsonl reports; }
plumb_findings() { "$build/plumb" findings -q -f jsonl reports; }

line() { printf '%-42s %8s %8s %15s\n' "$1" "$2" "$3" "$4"; }
line what "wall s" "cpu s" "per wall second"
measure_rows() {
    result=$(best "$2")
    line "$1" "${result% *}" "${result#* }" "$(per_second "$rows" "${result% *}") rows"
}
measure_reports() {
    result=$(best "$2")
    line "$1" "${result% *}" "${result#* }" \
        "$(awk -v m="$megabytes" -v s="${result% *}" 'BEGIN { printf "%.2f MB", m / s }')"
}
measure_rows "plumb load, panel" plumb_load
measure_rows "plumb load and one grouped query" plumb_load_group
both=$result
measure_rows "plumb screen, panel (all checks, report)" plumb_screen
screen=$result
if command -v sqlite3 >/dev/null 2>&1; then
    measure_rows "sqlite3 .import and one grouped query" sqlite_import
    echo "$result $both $screen" | awk '{ printf "times as fast as sqlite3, by wall (cpu): load" \
        " and query %.2f (%.2f), screen %.2f (%.2f)\n", $1 / $3, $2 / $4, $1 / $5, $2 / $6 }'
fi
measure_reports "plumb relations, reports" plumb_relations
measure_reports "plumb findings, reports" plumb_findings
