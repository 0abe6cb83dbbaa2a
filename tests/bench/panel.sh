#!/bin/sh
# From a CSV to the list of the 1,000 most outlying values, against other engines on the same file in
# the same run. The work is defined in peers/outliers.sql.
#     BUILD=build VALUES=10000000 tests/bench/panel.sh        BENCH_LARGE=1: 100,000,000 as well
# Peers that are not installed are left out. They are found in $BUILD/peers (npm) and by R:
#     npm install --prefix build/peers chdb @duckdb/node-api
#     apt-get install r-cran-data.table sqlite3
set -eu
cd "$(dirname "$0")/../.."
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
peers=$(pwd -P)/tests/bench/peers
NODE_PATH=${NODE_PATH:-$build/peers/node_modules}
export NODE_PATH
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

has_node() { command -v node >/dev/null 2>&1 && node -e "require('$1')" >/dev/null 2>&1; }
has_r() { command -v Rscript >/dev/null 2>&1 && Rscript -e 'library(data.table)' >/dev/null 2>&1; }

# Name, then the command; its list is in $name.csv. Our figures are kept for the ratios.
measure() {
    name=$1
    shift
    if ! figures=$("$build/bench/measure" "$@" 2>errors); then
        echo "$name failed: $(tail -n 1 errors)"
        return 0
    fi
    [ -n "${ours:-}" ] || ours=$figures
    echo "$figures $ours" | awk -v n="$name" '{ printf "%-34s %8.2f %8.2f %8d   %6.1f %6.1f %6.1f\n",
        n, $1, $2, $3, $1 / $4, $2 / $5, $3 / $6 }'
}

agree() { [ ! -s "$1.csv" ] || echo "    list: $(awk -f "$peers/agree.awk" plumb.csv "$1.csv")"; }

missing() { echo "$1 is left out: not installed; see the head of tests/bench/panel.sh"; }

# A shell function cannot be measured by a program, so each is a script of its own.
script() {
    printf '#!/bin/sh\nset -e\n%s\n' "$2" >"$1.sh"
    chmod +x "$1.sh"
}

compare() {
    "$build/plumb-gen" panel --plain 1 --values "$1" --indicators 20 --seed 1 -o input.csv
    ours=
    echo "$1 values, $(wc -c <input.csv) bytes, $(nproc) cores; ratios to the first line"
    printf '%-34s %8s %8s %8s   %6s %6s %6s\n' "" "wall s" "cpu s" "MiB" wall cpu memory
    script plumb "\"$build/plumb\" outliers -q -f csv input.csv >plumb.csv"
    script case "rm -f c.plumb*; \"$build/plumb\" outliers -q -c c.plumb -f csv input.csv >case.csv"
    script one "\"$build/plumb\" outliers -q --jobs 1 -f csv input.csv >one.csv"
    cat input.csv >/dev/null
    measure "plumb outliers" ./plumb.sh
    measure "plumb outliers, case saved" ./case.sh
    measure "plumb outliers --jobs 1" ./one.sh
    cmp plumb.csv one.csv && cmp plumb.csv case.csv && echo "    the three lists are the same bytes"
    rm -f c.plumb*
    if has_node chdb; then
        measure "chDB" node "$peers/chdb.js" "$work/input.csv" "$work/chdb.csv"
        agree chdb
    else
        missing chDB
    fi
    if has_node @duckdb/node-api; then
        measure "DuckDB" node "$peers/duckdb.js" input.csv duckdb.csv
        agree duckdb
    else
        missing DuckDB
    fi
    if has_r; then
        measure "R data.table" Rscript "$peers/data_table.R" input.csv data_table.csv
        agree data_table
    else
        missing "R data.table"
    fi
    [ "$2" = yes ] || return 0
    if command -v sqlite3 >/dev/null 2>&1; then
        script sqlite "sqlite3 :memory: <\"$peers/outliers.sql\""
        measure "sqlite3 shell" ./sqlite.sh
        [ ! -s result.csv ] || mv result.csv sqlite.csv
        agree sqlite
    else
        missing sqlite3
    fi
}

compare "${VALUES:-10000000}" yes
[ "${BENCH_LARGE:-0}" != 1 ] || compare 100000000 no
