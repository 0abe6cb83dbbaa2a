#!/bin/sh
# Kill `plumb load` at random moments: the case must open, be whole, and hold whole files only.
#     BUILD=build KILLS=50 SEED=1 tests/kill/run.sh
# Ends with "N passed, N failed", one a kill and one for the load that is let finish.
set -u
cd "$(dirname "$0")/../.." || exit 1
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
kills=${KILLS:-50}
seed=${SEED:-1}
plumb=$build/plumb
if ! command -v sqlite3 >/dev/null 2>&1; then
    echo "skipped: sqlite3 is not there"
    echo "0 passed, 0 failed"
    exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-kill.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

"$build/plumb-gen" reports --count 300 --seed "$seed" -o "$work/inputs" &&
    "$build/plumb-gen" panel --agencies 2000 --seed "$seed" -o "$work/inputs/panel-a.csv" &&
    "$build/plumb-gen" panel --agencies 1500 --seed 9 -o "$work/inputs/zpanel.csv" || exit 1

counts_sql="SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM fact),
    (SELECT count(*) FROM relation), (SELECT count(*) FROM segment),
    (SELECT count(*) FROM panel_agency)"

# A whole load tells what is right and how long it takes.
started=$(date +%s%N)
"$plumb" load -q -c "$work/whole.plumb" "$work/inputs" || exit 1
nanoseconds=$(($(date +%s%N) - started))
whole=$(sqlite3 "$work/whole.plumb" "$counts_sql")

# Files of the killed case must have the same rows as in the whole one: none or all.
check_case() {
    [ -e "$work/a.plumb" ] || { echo nothing; return 0; }
    said=$("$plumb" doctor -c "$work/a.plumb" 2>&1) || { echo "doctor: $said"; return 1; }
    said=$(sqlite3 "$work/a.plumb" 'PRAGMA integrity_check')
    [ "$said" = ok ] || { echo "integrity_check: $said"; return 1; }
    torn=$(sqlite3 "$work/a.plumb" "ATTACH '$work/whole.plumb' AS w;
        SELECT count(*) FROM source a LEFT JOIN w.source b USING (path) WHERE b.id IS NULL
          OR a.sha256 <> b.sha256
          OR (SELECT count(*) FROM fact WHERE document = a.id) <>
             (SELECT count(*) FROM w.fact WHERE document = b.id)
          OR (SELECT count(*) FROM relation WHERE document = a.id) <>
             (SELECT count(*) FROM w.relation WHERE document = b.id)
          OR (SELECT count(*) FROM segment WHERE panel = a.id) <>
             (SELECT count(*) FROM w.segment WHERE panel = b.id)")
    [ "$torn" = 0 ] || { echo "$torn files are torn"; return 1; }
    sqlite3 "$work/a.plumb" 'SELECT count(*) FROM source'
}

passed=0
failed=0
seen=
for i in $(seq 1 "$kills"); do
    # Every third kill hits a case that an earlier kill left behind.
    [ $((i % 3)) = 0 ] || rm -f "$work"/a.plumb*
    delay=$(awk -v s="$seed" -v i="$i" -v n="$nanoseconds" \
        'BEGIN { srand(s * 1000 + i); printf "%.4f", rand() * n / 1e9 }')
    "$plumb" load -q -c "$work/a.plumb" "$work/inputs" >"$work/log" 2>&1 &
    child=$!
    sleep "$delay"
    kill -9 "$child" 2>/dev/null
    wait "$child" 2>/dev/null
    if result=$(check_case); then
        passed=$((passed + 1))
        seen="$seen $result"
    else
        failed=$((failed + 1))
        echo "FAIL kill $i after $delay s: $result"
    fi
done
echo "files in the case after each kill:$seen"

# What a kill left behind can be finished.
if "$plumb" load -q -c "$work/a.plumb" "$work/inputs" &&
    [ "$(sqlite3 "$work/a.plumb" "$counts_sql")" = "$whole" ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAIL the load after the kills does not give the whole case"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
