#!/bin/sh
# passages.sh FOLDER: every passage of tests/corpus as an input for fuzz_document and fuzz_reader, once
# as text (first byte a) and once as Markdown (b).
set -u
cd "$(dirname "$0")/../.." || exit 1
mkdir -p "$1" || exit 1
cat tests/corpus/*.case | awk -v folder="$1" '
    /^@/ { n++; first = 1 }
    /^\| ?/ {
        sub(/^\| ?/, ""); gsub(/→/, "\t")
        for (i = 0; i < 2; i++) {
            file = folder "/" n (i ? ".md" : ".txt")
            if (first) printf "%s", i ? "b" : "a" > file
            print > file
        }
        first = 0
    }
    /^@/ && n > 1 { close(folder "/" (n - 1) ".txt"); close(folder "/" (n - 1) ".md") }'
