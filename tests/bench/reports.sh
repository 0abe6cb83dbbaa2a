#!/bin/sh
# How fast are reports of about 70 KB read, and in how much memory? MB of text a second, against grep
# printing the amounts and rates of the same files: the least any reader of numbers has to do.
#     BUILD=build VOLUMES=1000 tests/bench/reports.sh
# Volumes are generated reports bound together, as a county publishes those of its offices; reports
# like the labelled ones are copies of ../shared/seeds, when it is there. Best of three by processor time.
set -eu
cd "$(dirname "$0")/../.."
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$(pwd -P)/${BUILD:-build} ;; esac
volumes=${VOLUMES:-1000}
seeds=$(pwd -P)/../shared/seeds
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# 56 reports of 1.2 KB each, another selection in every volume
"$build/plumb-gen" reports --count 560 --seed 1 -o pieces
mkdir volumes
ls pieces/*.md | awk -v volumes="$volumes" '
    { piece[NR - 1] = $0 }
    END {
        for (v = 0; v < volumes; v++) {
            out = sprintf("volumes/%04d.md", v)
            for (i = 0; i < 56; i++) {
                from = piece[(v * 37 + i * 10) % NR]
                while ((getline text <from) > 0)
                    print text >out
                print "" >out
                close(from)
            }
            close(out)
        }
    }'

megabytes() { cat "$1"/* | wc -c | awk '{ printf "%.2f", $1 / 1e6 }'; }
# "wall cpu MiB"; the output goes to a file, because grep does nothing when it goes to /dev/null
best() { for _ in 1 2 3; do "$build/bench/measure" "$@" 2>output; done | sort -n -k 2 | head -n 1; }
amounts='[0-9][0-9.,]*(万元|亿元|元|%|人|个)'

measure() { # WHAT FOLDER
    size=$(megabytes "$2")
    ours=$(best "$build/plumb" relations -q -f jsonl "$2")
    floor=$(LC_ALL=C best grep -rohE "$amounts" "$2")
    echo "$size $ours $floor $(nproc)" | awk -v what="$1" '{
        printf "%-34s %7.2f MB  %6.2f MB/s  %6.2f MB/s a core  %4.0f MB peak  grep -o takes 1/%.0f\n",
            what, $1, $1 / $2, $1 / $3, $4, $3 / ($6 > 0.01 ? $6 : 0.01) }'
}

measure "plumb relations, volumes" volumes
if [ -d "$seeds" ]; then
    mkdir seeds
    for i in $(seq 1 50); do
        for f in "$seeds"/*.txt; do cp "$f" "seeds/$i-$(basename "$f")"; done
    done
    measure "plumb relations, labelled reports" seeds
else
    echo "skipped: $seeds is not there"
fi
