#!/bin/sh
# Files a second by format, and the memory that 1,000 mixed files take.
#     BUILD=build FILES=250 tests/bench/formats.sh
set -eu
cd "$(dirname "$0")/../.."
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
files=${FILES:-250}
if ! command -v python3 >/dev/null 2>&1; then
    echo "formats: skipped, no python3"
    exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-formats.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$build/plumb-gen" reports --count "$files" --seed 7 -o "$work/md"
python3 tests/bench/make_formats.py "$work/md" "$work/mixed" "$files"

line() { printf '%-42s %8s %8s %15s\n' "$1" "$2" "$3" "$4"; }
# rate NAME FILES PATH...
rate() {
    name=$1 count=$2
    shift 2
    from=$(date +%s%N)
    ( "$build/plumb" screen -q -o "$work/out" "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
        times >"$work/cpu" ) || exit 1
    nanoseconds=$(($(date +%s%N) - from))
    tail -n 1 "$work/cpu" | awk -v n="$nanoseconds" '{ split($1 "m" $2, t, "[ms]+")
        printf "%.2f %.2f\n", n / 1e9, t[1] * 60 + t[2] + t[3] * 60 + t[4] }' >"$work/result"
    read -r wall cpu <"$work/result"
    line "$name" "$wall" "$cpu" "$(awk -v n="$count" -v s="$wall" 'BEGIN { printf "%.1f", n / s }') files"
    rm -rf "$work/out"
}
line "plumb screen, $files files of a format" "wall s" "cpu s" "per wall second"
all=0
for kind in html docx xlsx pdf; do
    count=$(ls "$work/mixed/$kind" | wc -l)
    [ "$count" = 0 ] && continue
    rate "$kind" "$count" "$work/mixed/$kind"
    all=$((all + count))
done
rate "all of them" "$all" "$work/mixed"
if [ -x /usr/bin/time ]; then
    /usr/bin/time -f %M -o "$work/kib" "$build/plumb" screen -q -o "$work/out" "$work/mixed" \
        >/dev/null 2>&1 || true
    echo "memory for all of them: $(($(tail -n 1 "$work/kib") / 1024)) MiB"
fi
