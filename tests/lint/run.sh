#!/bin/sh
# Rules of the tree that a compiler does not check. Ends with "N passed, N failed", one a rule.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
passed=0
failed=0

# All files of the project, one a line; without git (an unpacked archive) what lies in the folder.
if [ -e .git ] && git rev-parse --git-dir >/dev/null 2>&1; then
    files=$(git ls-files --cached --others --exclude-standard | while read -r f; do
        [ -f "$f" ] && echo "$f"
    done)
else
    files=$(find . -type f ! -path "./$BUILD/*" ! -path './build/*' ! -path './out/*' | sed 's|^\./||')
fi
select_files() {
    printf '%s\n' "$files" | grep -E "$1" | sort
}
c_files=$(select_files '^(include|src|analysis|tests)/.*\.[ch]$')
library=$(select_files '^(src/(base|read|extract|store|report)|analysis)/.*\.[ch]$')

# rule NAME: reads complaints from stdin; no complaint is a pass.
rule() {
    complaints=$(cat)
    if [ -z "$complaints" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n' "$complaints" | sed "s|^|$1: |"
    fi
}

# A here-document and not a pipe: rule changes the counters of this shell.
check() {
    name=$1
    shift
    rule "$name" <<EOF
$("$@" 2>&1)
EOF
}

no_matches() {
    pattern=$1
    shift
    [ $# = 0 ] || grep -nE "$pattern" "$@" /dev/null | grep -vE '^[^:]*:[0-9]*: *(/?\*|//)'
}

layers() {
    awk -f tests/lint/layers.awk $(select_files '^(include/plumb|src|analysis)/.*\.[ch]$')
}

# No header includes itself through others, and no two C files call each other, straight or through
# others: which file uses which is told by the symbols of the objects. One circle is wanted: the table
# of commands names the command that prints the table.
circles() {
    headers=$(select_files '^(include|src|analysis)/.*\.h$')
    grep -E '^#include ("|<plumb/)' $headers |
        sed -E 's|^([^:]*/)?([^/:]*):#include ["<](.*/)?([^">]*)[">]|\2 \4|' | awk -f tests/lint/circles.awk
    objects=$(printf '%s\n' "$c_files" | grep -E '^(src|analysis)/.*\.c$' |
        sed -E "s|^(.*)\.c$|$BUILD/obj/\1.o|" | while read -r object; do
        [ -e "$object" ] && echo "$object"
    done)
    [ -n "$objects" ] || return 0
    nm -A $objects | sed -E 's|^.*/([^/:]*)\.o:|\1.c |' | awk '
        $2 == "U" { wanted[++n] = $1 " " $3; next }
        $3 ~ /^[BDRTVW]$/ { home[$4] = $1 }
        END {
            for (i = 1; i <= n; i++) {
                split(wanted[i], pair, " ")
                if (pair[2] in home)
                    print pair[1] " " home[pair[2]]
            }
        }' | grep -vx 'commands.c cmd_help.c' | awk -f tests/lint/circles.awk
}

unique_names() {
    printf '%s\n' "$c_files" | sed 's|.*/||' | sort | uniq -d | sed 's/$/ occurs more than once/'
}

# Markers of unfinished work and paths of the machine the work was done on. The words are put
# together here so that this file does not contain them.
left_behind() {
    marks="TO""DO|FIX""ME|X""XX"
    paths='/(home|Users)/[a-z]+/'
    for folder in . ../shared; do
        here=$(cd "$folder" 2>/dev/null && pwd -P)
        [ ${#here} -le 5 ] || paths="$paths|$here"
    done
    printf '%s\n' "$files" | grep -vE '^(COPYING|.*\.(png|pdf|xlsx|docx|zip|db|woff2?))$' |
        tr '\n' '\0' | xargs -0 grep -nIE "\b($marks)\b|$paths" /dev/null
}

layout() {
    command -v clang-format-14 >/dev/null 2>&1 || return 0
    for f in $c_files; do
        clang-format-14 "$f" | cmp -s - "$f" || echo "$f: run make format"
    done
}

long_functions() {
    awk -f tests/lint/functions.awk $c_files
}

# The library talks through its results; only the command line prints or ends the process.
silent_library() {
    no_matches '(^|[^A-Za-z0-9_])(printf|vprintf|puts|putchar|perror|exit|abort|system|popen) ?\(' \
        $library
    no_matches '(^|[^A-Za-z0-9_])(stdout|stderr)([^A-Za-z0-9_]|$)' $library
}

unsafe_calls() {
    no_matches '(^|[^A-Za-z0-9_])(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|tmpnam) ?\(' \
        $c_files
}

one_allocation_door() {
    others=$(printf '%s\n' "$library" | grep -vx 'src/base/mem.c')
    no_matches '(^|[^A-Za-z0-9_])(malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf) ?\(' $others
}

# Variables of the library that can be written. Constants that need relocation are in
# .data.rel.ro*; thread-local data is only for the test switch of mem.c. Symbols and not section
# sizes: gcc keeps nameless images of local arrays in .data.
mutable_globals() {
    [ -e "$BUILD/libplumb.a" ] || return 0
    objdump -t "$BUILD/libplumb.a" | awk '
        / file format / { object = $1 }
        / O \.(data|bss|data\.rel|data\.rel\.local)\t/ { print object " " $NF " can be written" }
        / \.(tdata|tbss)\t/ && !/ d  \.t/ && object != "mem.o:" {
            print object " " $NF " is thread-local"
        }'
}

shell_scripts() {
    for f in $(select_files '\.sh$') .ci/run; do
        [ -e "$f" ] || continue
        head -n 1 "$f" | grep -q bash && { bash -n "$f"; continue; }
        sh -n "$f"
    done
}

json_files() {
    command -v jq >/dev/null 2>&1 || return 0
    for f in $(select_files '^(analysis/catalogue|docs/schemas)/.*\.json$'); do
        jq empty "$f" 2>&1 | sed "s|^|$f: |"
    done
}

man_pages() {
    command -v mandoc >/dev/null 2>&1 || return 0
    for f in $(select_files '^docs/.*\.[1-8]$'); do
        mandoc -T lint -W warning "$f"
    done
}

trailing_space() {
    for f in $(select_files '\.(c|h|md|sh|awk|json|css|js|html)$|^Makefile$'); do
        grep -nE '[[:blank:]]$' "$f" /dev/null
        [ -z "$(tail -c 1 "$f")" ] || echo "$f: no newline at the end"
    done
}

check layers layers
check circles circles
check unique-names unique_names
check left-behind left_behind
check layout layout
check long-functions long_functions
check silent-library silent_library
check unsafe-calls unsafe_calls
check one-allocation-door one_allocation_door
check mutable-globals mutable_globals
check shell-scripts shell_scripts
check json-files json_files
check man-pages man_pages
check trailing-space trailing_space
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
