#!/bin/sh
# names.sh PLUMB: what the pages name and is not there: commands and options of the program, targets of
# make, files. One complaint a line; nothing when all is there. Words with capitals stand for others.
set -u
cd "$(dirname "$0")/../.." || exit 1
plumb=$1
words=${TMPDIR:-/tmp}/plumb-names.$$
trap 'rm -f "$words"' EXIT

# page, then the text between two backticks, one a line
for page in README.md README.zh.md CONTRIBUTING.md CHANGELOG.md docs/*.md docs/guide/*.md datasets/README.md; do
    awk -v page="$page" '/^ *```/ { code = !code; next } !code { n = split($0, part, "`"); for (i = 2; i <= n; i += 2) print page "\t" part[i] }' "$page"
done >"$words"

completion=$("$plumb" help --completion)
tab=$(printf '\t')
while IFS=$tab read -r page text; do
    case $text in
    "plumb "[a-z]* | "build/plumb "[a-z]*)
        command=${text#*plumb }
        command=${command%% *}
        "$plumb" help "$command" >/dev/null 2>&1 || echo "$page: no command \"$command\""
        for word in $text; do
            case $word in
            --*[A-Z]* | --*- | --) ;;
            --*) case $completion in *"${word%%=*} "* | *"${word%%=*}\""*) ;; *) echo "$page: no option \"$word\" (of $text)" ;; esac ;;
            esac
        done
        ;;
    "make "[a-z]*)
        for word in ${text#make }; do
            case $word in
            *[A-Z=]* | -*) ;;
            *) grep -qE "^([a-z -]* )?$word( [a-z -]*)?:" Makefile || echo "$page: no target \"$word\" of make" ;;
            esac
        done
        ;;
    *[A-Z" "'<>{}$…']*) ;;
    analysis/catalogue/cards/*) ;; # a card that the reader is to write; the others are tested
    src/* | tests/* | analysis/* | docs/* | include/* | datasets/*)
        set -- ${text%%:*}
        [ -e "$1" ] || echo "$page: no file \"$text\""
        ;;
    esac
done <"$words"
