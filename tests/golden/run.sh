#!/bin/sh
# Command line tests: run the cases of tests/golden/*.case and compare output and exit status.
#     BUILD=build tests/golden/run.sh [--update] [WORD...]     only cases whose name has WORD
# --update rewrites the expected output with the actual one; look at it with git diff.
#
# A case:    @ NAME                 what is special about it
#            file PATH              a file in the working folder; its lines follow behind "| "
#            copy NAME              the same from tests/golden/files/
#            $ COMMAND              run by sh, plumb is on the PATH; several run one after the other;
#                                   $ROOT is the project
#            exit N                 of the last command
#            out| ...  err| ...     expected lines
# Lines that begin with # and empty lines are remarks. Every case has a fresh folder.
set -u
cd "$(dirname "$0")/../.." || exit 1
here=$(pwd -P)
case ${BUILD:-build} in /*) build=$BUILD ;; *) build=$here/${BUILD:-build} ;; esac
update=
[ "${1:-}" = --update ] && { update=1; shift; }
if [ -n "$update" ] && [ $# -gt 0 ]; then
    echo "run.sh: --update rewrites all cases; it takes no words" >&2
    exit 2
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-golden.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/bin"
ln -s "$build/plumb" "$build/plumb-gen" "$work/bin/"

unset NO_COLOR COLUMNS LC_MESSAGES LANG TERM PLUMB_CASE
ROOT=$here PATH=$work/bin:$PATH LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1700000000 HOME=$work LOGNAME=tester TZ=UTC
export ROOT PATH LC_ALL SOURCE_DATE_EPOCH HOME LOGNAME TZ

# Cut a case file into folders, one a case: name, script, inputs/, head (all but expectations) and
# the expected out, err, exit. Prints the folders.
split_cases() {
    awk -v base="$2" '
    function begin() {
        dir = sprintf("%s/%03d", base, ++n)
        system("mkdir -p \"" dir "/inputs\"")
        printf "" > (dir "/script"); printf "" > (dir "/out"); printf "" > (dir "/err")
        printf "" > (dir "/copies")
        code = 0
        file = ""
        print dir
    }
    # Awk keeps files open until they are closed, and there are many.
    function finish() {
        if (dir == "")
            return
        print code > (dir "/exit")
        close(dir "/exit"); close(dir "/name"); close(dir "/head"); close(dir "/script")
        close(dir "/out"); close(dir "/err"); close(dir "/copies")
    }
    /^@ / { finish(); begin(); print substr($0, 3) > (dir "/name") }
    dir == "" { print > (base "/preamble"); next }
    !/^(exit |out\||err\|)/ { print > (dir "/head") }
    /^file / { if (file != "") close(file)
               file = dir "/inputs/" substr($0, 6); parent = file; sub(/\/[^\/]*$/, "", parent)
               system("mkdir -p \"" parent "\""); printf "" > file }
    /^\| / { print substr($0, 3) > file }
    /^\|$/ { print "" > file }
    /^copy / { print substr($0, 6) > (dir "/copies") }
    /^\$ / { print substr($0, 3) > (dir "/script") }
    /^exit / { code = substr($0, 6) }
    /^out\|/ { print substr($0, 6) > (dir "/out") }
    /^err\|/ { print substr($0, 6) > (dir "/err") }
    END { finish() }
    ' "$1"
}

run_case() {
    while read -r shared; do
        cp "tests/golden/files/$shared" "$1/inputs/"
    done <"$1/copies"
    (cd "$1/inputs" && sh "$1/script") >"$1/got_out" 2>"$1/got_err" </dev/null
    echo $? >"$1/got_exit"
}

same() {
    cmp -s "$1/out" "$1/got_out" && cmp -s "$1/err" "$1/got_err" && cmp -s "$1/exit" "$1/got_exit"
}

show_difference() {
    for part in exit out err; do
        diff -u --label "expected $part" --label "got $part" "$1/$part" "$1/got_$part"
    done
}

# The case with what it really printed; without the empty lines at the end of its head.
print_case() {
    awk '{ line[NR] = $0 } END { while (NR > 0 && line[NR] == "") NR--
           for (i = 1; i <= NR; i++) print line[i] }' "$1/head"
    [ "$(cat "$1/got_exit")" = 0 ] || sed 's/^/exit /' "$1/got_exit"
    sed 's/^/out| /; s/^out| $/out|/' "$1/got_out"
    sed 's/^/err| /; s/^err| $/err|/' "$1/got_err"
    echo
}

# A crash is never what is expected: such a case is left as it was.
crashed() {
    code=$(cat "$1/got_exit")
    { [ "$code" -gt 128 ] && [ "$code" != 130 ]; } ||
        grep -qE 'Segmentation fault|Aborted|AddressSanitizer|runtime error:' "$1/got_err"
}

keep_case() {
    for part in exit out err; do
        cp "$1/$part" "$1/got_$part"
    done
}

wanted() {
    [ $# = 1 ] && return 0
    case_name=$1
    shift
    for word in "$@"; do
        case $case_name in *"$word"*) return 0 ;; esac
    done
    return 1
}

passed=0
failed=0
crashes=0
for cases in tests/golden/*.case; do
    folder=$work/$(basename "$cases" .case)
    mkdir -p "$folder"
    : >"$folder/preamble"
    split_cases "$cases" "$folder" >"$folder/list"
    cp "$folder/preamble" "$folder/new"
    while read -r dir; do
        name=$(cat "$dir/name")
        if ! wanted "$name" "$@"; then
            continue
        fi
        run_case "$dir"
        if same "$dir"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            [ -n "$update" ] || { echo "FAIL $cases: $name"; show_difference "$dir"; }
        fi
        if [ -n "$update" ]; then
            if crashed "$dir"; then
                echo "CRASH $cases: $name is left as it was"
                keep_case "$dir"
                crashes=$((crashes + 1))
            fi
            print_case "$dir" >>"$folder/new"
        fi
    done <"$folder/list"
    if [ -n "$update" ]; then
        awk '{ line[NR] = $0 } END { while (NR > 0 && line[NR] == "") NR--
               for (i = 1; i <= NR; i++) print line[i] }' "$folder/new" >"$cases"
    fi
done
if [ -n "$update" ]; then
    echo "$((failed - crashes)) cases rewritten, $passed as before, $crashes crashed"
    [ "$crashes" = 0 ]
else
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
fi
