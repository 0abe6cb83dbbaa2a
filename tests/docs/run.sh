#!/bin/sh
# Run the commands of README and the guides and compare what they print with what the pages quote.
#     BUILD=build tests/docs/run.sh [WORD...]     only pages whose name has WORD
#
# A fenced block ```console holds commands behind "$ " and, under each, lines it prints (standard
# output and error together). Spaces count as one, "…" stands for anything, a line "…" for lines
# left out; the quoted lines have to appear in this order. A block ```console exit=N ends with N in
# its last command, the others with 0. Only ```console skip=REASON is not run, for blocks that
# install packages, build, or open a browser. A block ```json NAME (or csv, text) becomes the file
# NAME. The blocks of one page run one after the other in one fresh folder with a copy of datasets/.
set -u
cd "$(dirname "$0")/../.." || exit 1
here=$(pwd -P)
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$here/${BUILD:-build} ;; esac

work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-docs.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/bin"
ln -s "$build/plumb" "$work/bin/"

unset NO_COLOR COLUMNS LC_MESSAGES LANG TERM
PATH=$work/bin:$PATH HOME=$work LOGNAME=auditor TZ=UTC
export PATH HOME LOGNAME TZ

# Cut page $1 into $2/NNN.{kind,cmd,out,exit}: files to write and commands to run, in order.
split_page() {
    awk -v base="$2" '
    function name(part) { return sprintf("%s/%03d.%s", base, n, part) }
    function begin(what) { n++; print what > name("kind"); close(name("kind")) }
    function finish() { close(name("cmd")); close(name("out")); close(name("body")) }
    function broken(why) { print why " in line " NR > (base "/broken") }
    /^ *```/ && block == "" {
        indent = match($0, /`/) - 1
        word = $0; sub(/^ *```/, "", word)
        block = "other"; code = 0; last = 0
        if (word ~ /^console( exit=[0-9]+)?$/) {
            block = "console"
            if (word ~ /exit=/) { code = word; sub(/.*=/, "", code) }
        } else if (word ~ /^console skip=./) {
            skipped++
        } else if (word ~ /^console/) {
            broken("a mark nobody knows")
        } else if (word ~ /^(json|csv|text) [A-Za-z0-9_.-]+$/) {
            block = "file"; sub(/^[a-z]+ /, "", word); begin("file " word); printf "" > name("body")
        }
        next
    }
    /^ *```$/ {
        if (block == "console") {
            if (!last) broken("a console block without command")
            print code > sprintf("%s/%03d.exit", base, n)
        }
        finish(); block = ""; next
    }
    { line = substr($0, indent + 1) }
    block == "file" { print line > name("body") }
    block == "console" && line ~ /^\$ / {
        finish(); begin("run"); last = 1
        print substr(line, 3) > name("cmd"); printf "" > name("out")
        print 0 > name("exit"); close(name("exit"))
        more = line ~ /\\$/; next
    }
    block == "console" && more { print line > name("cmd"); more = line ~ /\\$/; next }
    block == "console" && !last { broken("output without a command"); next }
    block == "console" && line != "" { print line > name("out") }
    END { if (block != "") broken("a block that is not closed"); print skipped + 0 > (base "/skipped") }
    ' "$1"
}

# Do the quoted lines $1 appear in the printed text $2 in this order? Says which does not.
quoted() {
    awk '
    function plain(s) { gsub(/[ \t]+/, " ", s); sub(/^ /, "", s); sub(/ $/, "", s); return s }
    function fits(s, want,    part, i, k, at) {
        k = split(want, part, "…")
        for (i = 1; i <= k; i++) {
            part[i] = plain(part[i])
            at = index(s, part[i])
            if (part[i] != "" && (at == 0 || (i == 1 && at != 1)))
                return 0
            if (part[i] != "")
                s = substr(s, at + length(part[i]))
        }
        return part[k] == "" && k > 1 ? 1 : plain(s) == ""
    }
    FILENAME == ARGV[1] { want[++n] = plain($0); next }
    { got[++m] = plain($0) }
    END {
        at = 1
        for (i = 1; i <= n; i++) {
            if (want[i] == "…")
                continue
            while (at <= m && !fits(got[at], want[i]))
                at++
            if (at > m) {
                print "not printed: " want[i]
                exit 1
            }
            at++
        }
    }' "$1" "$2"
}

# Each language of a page is read under its locale; README quotes English.
page_locale() {
    case $1 in *.zh.md) echo zh_CN.UTF-8 ;; *) echo C.UTF-8 ;; esac
}

# Runs the steps of a page; counts go to $work/counts.
run_page() {
    page=$1 base=$2
    export LC_ALL
    LC_ALL=$(page_locale "$page")
    for kind in "$base"/*.kind; do
        [ -e "$kind" ] || return
        step=${kind%.kind}
        if read -r word file <"$kind" && [ "$word" = file ]; then
            cp "$step.body" "$base/folder/$file"
            continue
        fi
        status=0
        (cd "$base/folder" && sh "$step.cmd") >"$step.got" 2>&1 </dev/null || status=$?
        why=
        [ "$status" = "$(cat "$step.exit")" ] || why="exit status $status, not $(cat "$step.exit")"
        [ -n "$why" ] || why=$(LC_ALL=C.UTF-8 quoted "$step.out" "$step.got")
        if [ -z "$why" ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL $page: $(head -n 1 "$step.cmd")"
            echo "  $why"
            head -n 40 "$step.got" | sed 's/^/  | /'
        fi
    done
}

wanted() {
    [ $# = 1 ] && return 0
    page_name=$1
    shift
    for word in "$@"; do
        case $page_name in *"$word"*) return 0 ;; esac
    done
    return 1
}

passed=0 failed=0 skipped=0
for page in README.md README.zh.md CONTRIBUTING.md docs/guide/*.md; do
    wanted "$page" "$@" || continue
    base=$work/$(basename "$page")
    mkdir -p "$base/folder/build"
    cp -R datasets "$base/folder/"
    ln -s "$build/plumb" "$base/folder/build/plumb"
    split_page "$page" "$base"
    skipped=$((skipped + $(cat "$base/skipped")))
    if [ -e "$base/broken" ]; then
        failed=$((failed + 1))
        echo "FAIL $page: $(cat "$base/broken")"
    fi
    run_page "$page" "$base"
done
# What is only named: commands, options, targets, files.
if [ $# = 0 ]; then
    complaints=$(LC_ALL=C.UTF-8 sh tests/docs/names.sh "$build/plumb")
    if [ -z "$complaints" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL the pages name what is not there"
        echo "$complaints"
    fi
fi
[ "$skipped" = 0 ] || echo "$skipped blocks skipped (marked in the pages)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
