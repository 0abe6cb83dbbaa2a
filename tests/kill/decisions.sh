#!/bin/bash
# Kill `plumb screen`, `mark`, `merge` and `serve` at random moments: the case must be whole, and hold
# every decision that was acknowledged (an exit status of 0, an answer of the page).
#     BUILD=build KILLS=60 SEED=1 tests/kill/decisions.sh
# Then two writers and four readers at once. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
plumb=$build/plumb
kills=${KILLS:-60}
RANDOM=${SEED:-1}
if ! command -v sqlite3 >/dev/null 2>&1; then
    echo "skipped: sqlite3 is not there"
    echo "0 passed, 0 failed"
    exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-kill.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export PATH=$build:/usr/bin:/bin LC_ALL=C.UTF-8

"$build/plumb-gen" reports --count 40 --anomalies 40 --seed 1 -o "$work/in" && mkdir "$work/no-gnuplot" &&
    "$build/plumb-gen" reports --count 60 --seed 2 -o "$work/more" &&
    ln -s "$(command -v sleep)" "$work/no-gnuplot/" || exit 1
"$plumb" load -q -c "$work/base.plumb" "$work/in" && "$plumb" load -q -c "$work/other.plumb" "$work/more" &&
    "$plumb" analyse -q -c "$work/base.plumb" >/dev/null || exit 1
mapfile -t ids < <(sqlite3 "$work/base.plumb" 'SELECT id FROM finding ORDER BY rank LIMIT 200')
[ ${#ids[@]} -gt 20 ] || { echo "too few findings to decide about"; exit 1; }

case_file=$work/a.plumb
acknowledged=$work/acknowledged # one note a line

# Each job decides or rewrites until it is killed.
do_mark() {
    local n=0
    for id in "${ids[@]}"; do
        n=$((n + 1))
        "$plumb" mark -q -c "$case_file" "$id" confirmed --note "$1.$n" >/dev/null 2>>"$work/log" &&
            echo "$1.$n" | tee -a "$work/marked" >>"$acknowledged"
    done
}
do_screen() { exec "$plumb" screen -q -j 2 "$work/in" "$work/more" -c "$case_file" -o "$work/out"; }
do_merge() { exec "$plumb" merge -q -c "$case_file" "$work/other.plumb"; }
do_serve() { PATH=$work/no-gnuplot exec "$plumb" serve -q -c "$case_file"; }

# post URL NOTE ID: one decision through the page; true when the page says it is done.
post() {
    local host=${1#http://} token body answer
    host=${host%%/*}
    token=${1%/}
    token=${token##*/}
    body="{\"id\":\"$3\",\"status\":\"dismissed\",\"note\":\"$2\"}"
    exec 9<>"/dev/tcp/${host%:*}/${host#*:}" || return 1
    printf 'POST /%s/mark HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nX-Plumb-Token: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
        "$token" "$host" "$host" "$token" "${#body}" "$body" >&9
    answer=$(timeout 10 cat <&9)
    exec 9<&-
    [[ $answer == *'"done":true'* ]]
}
do_post() {
    local n=0 url= tries=0
    until url=$(head -n 1 "$work/log" | grep '^http://'); do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return
        sleep 0.02
    done
    for id in "${ids[@]}"; do
        n=$((n + 1))
        post "$url" "$1.$n" "$id" && echo "$1.$n" | tee -a "$work/served" >>"$acknowledged"
    done
}

# Why the case is not as it must be, or nothing.
complaint() {
    local said
    said=$("$plumb" doctor -c "$case_file" 2>&1) || { echo "doctor: $said"; return; }
    [ "$(sqlite3 "$case_file" 'PRAGMA integrity_check')" = ok ] || { echo "integrity_check"; return; }
    sqlite3 "$case_file" 'SELECT note FROM triage' | sort >"$work/held"
    said=$(sort "$acknowledged" | comm -23 - "$work/held" | head -n 3)
    [ -z "$said" ] || { echo "lost: $said"; return; }
    [ "$(stat -c %a "$case_file")" = 600 ] || echo "mode $(stat -c %a "$case_file")"
}

passed=0
failed=0
judge() { # NAME
    local why
    why=$(complaint)
    if [ -z "$why" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $1: $why"
    fi
}

jobs=(mark screen merge serve)
for i in $(seq 1 "$kills"); do
    job=${jobs[$((i % 4))]}
    if [ $((i % 20)) = 1 ]; then # a fresh case now and then; else what the last kill left
        rm -f "$case_file"*
        cp "$work/base.plumb" "$case_file"
        : >"$acknowledged"
    fi
    : >"$work/log"
    set -m # a process group of its own
    (do_$job "$i") >"$work/log" 2>&1 &
    child=$!
    poster=
    [ $job = serve ] && { (do_post "$i") 2>/dev/null & poster=$!; }
    set +m
    sleep "0.$(printf '%03d' $((RANDOM % ${MOST_MS:-600})))"
    { kill -9 -- "-$child"; wait "$child"; } 2>/dev/null
    [ -z "$poster" ] || { kill -9 -- "-$poster"; wait "$poster"; } 2>/dev/null
    judge "kill $i of $job"
done
touch "$work/marked" "$work/served"
echo "$kills kills; acknowledged: $(wc -l <"$work/marked") decisions by mark, $(wc -l <"$work/served") by serve"

# Two writers and four readers: nobody fails, nothing is lost.
rm -f "$case_file"*
cp "$work/base.plumb" "$case_file"
: >"$acknowledged"
ids=("${ids[@]:0:20}")
readers=()
for r in 1 2 3 4; do
    (while [ ! -e "$work/stop" ]; do "$plumb" list -q -c "$case_file" >/dev/null 2>>"$work/reader.$r" || echo bad; done >>"$work/reader.$r") &
    readers+=($!)
done
do_mark one &
first=$!
do_mark two &
wait $! $first
touch "$work/stop"
wait "${readers[@]}"
judge "two writers, four readers"
if [ "$(wc -l <"$acknowledged")" = 40 ] && ! cat "$work"/reader.* | grep -q .; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAIL $(wc -l <"$acknowledged") of 40 decisions acknowledged; $(cat "$work"/reader.* "$work/log" | sort | uniq -c | head -n 5)"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
