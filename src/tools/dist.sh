#!/bin/sh
# A source archive with the same bytes whenever and wherever it is made from the same files.
#     dist.sh OUT.tar.gz VERSION     run by `make dist`
set -eu
out=$1
name=plumbline-$2
day=$(sed -n 's/^## .* – \([0-9][0-9-]*\)$/\1/p' CHANGELOG.md | head -n 1)
mkdir -p "$(dirname "$out")"
list=$out.files
if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files | LC_ALL=C sort
else
    find . -type f ! -path './build/*' ! -path './out/*' | sed 's|^\./||' | LC_ALL=C sort
fi | while read -r file; do [ ! -e "$file" ] || printf '%s\n' "$file"; done >"$list"
tar --create --no-recursion --transform="s|^|$name/|S" --owner=0 --group=0 \
    --numeric-owner --mode=u=rwX,go=rX --mtime="@${SOURCE_DATE_EPOCH:-$(date -u -d "$day" +%s)}" --format=ustar \
    --files-from="$list" |
    gzip -9n >"$out"
rm -f "$list"
echo "$out"
