#!/bin/sh
# Build the Debian packages plumbline (program) and libplumb-dev (library) from what is built.
#     deb.sh BUILD VERSION      run by `make deb`
# The same sources and compiler give the same bytes: times come from SOURCE_DATE_EPOCH, by default
# the newest entry of CHANGELOG.md.
set -eu
build=$1
version=$2
release=1
maintainer='Plumbline developers <developers@plumbline.invalid>'
architecture=$(dpkg --print-architecture)
day=$(sed -n 's/^## .* – \([0-9][0-9-]*\)$/\1/p' CHANGELOG.md | head -n 1)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u -d "$day" +%s)}
export SOURCE_DATE_EPOCH
stage=$build/deb
rm -rf "$stage"
mkdir -p "$stage/debian"

make --no-print-directory install-program BUILD="$build" DESTDIR="$stage/plumbline" PREFIX=/usr >/dev/null
make --no-print-directory install-library BUILD="$build" DESTDIR="$stage/libplumb-dev" PREFIX=/usr >/dev/null
strip --remove-section=.comment --remove-section=.note "$stage/plumbline/usr/bin/plumb"
strip --strip-debug --enable-deterministic-archives "$stage/libplumb-dev/usr/lib/libplumb.a"

# dpkg-shlibdeps wants a debian/control beside the program.
printf 'Source: plumbline\n\nPackage: plumbline\nArchitecture: any\nDescription: x\n' >"$stage/debian/control"
depends=$(cd "$stage" && dpkg-shlibdeps -O plumbline/usr/bin/plumb 2>/dev/null | sed 's/^shlibs:Depends=//')
develop=$(awk '$1 == "build" && $2 ~ /-dev$/ && $2 !~ /^(libc6|uthash)-dev$/ {printf "%s%s", sep, $2; sep = ", "}' packages.txt)

# document PACKAGE: copyright and changelog.
document() {
    folder=$stage/$1/usr/share/doc/$1
    mkdir -p "$folder"
    {
        echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
        echo 'Upstream-Name: plumbline'
        printf '\nFiles: *\nCopyright: 2026 the Plumbline developers\nLicense: GPL-3+\n'
        echo ' On Debian systems the full text of the GNU General Public License version 3'
        echo ' is in /usr/share/common-licenses/GPL-3.'
    } >"$folder/copyright"
    {
        printf 'plumbline (%s-%s) stable; urgency=medium\n\n' "$version" "$release"
        printf '  * Version %s; see CHANGELOG.md in the sources.\n\n' "$version"
        printf ' -- %s  %s\n' "$maintainer" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
    } | gzip -9n >"$folder/changelog.Debian.gz"
    gzip -9n <CHANGELOG.md >"$folder/changelog.gz"
}

# control PACKAGE SECTION DEPENDS RECOMMENDS, description on standard input.
control() {
    mkdir -p "$stage/$1/DEBIAN"
    {
        printf 'Package: %s\nSource: plumbline\nVersion: %s-%s\nArchitecture: %s\n' \
            "$1" "$version" "$release" "$architecture"
        printf 'Maintainer: %s\nInstalled-Size: %s\n' "$maintainer" "$(du -sk "$stage/$1/usr" | cut -f 1)"
        printf 'Depends: %s\n' "$3"
        [ -z "$4" ] || printf 'Recommends: %s\n' "$4"
        printf 'Section: %s\nPriority: optional\n' "$2"
        cat
    } >"$stage/$1/DEBIAN/control"
    (cd "$stage/$1" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$stage/$1/DEBIAN/md5sums"
    find "$stage/$1" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    chmod -R u+w,go-w,a+rX "$stage/$1"
    dpkg-deb --root-owner-group -Zxz --build "$stage/$1" \
        "$build/$1_$version-${release}_$architecture.deb" >/dev/null
    echo "$build/$1_$version-${release}_$architecture.deb"
}

gzip -9n "$stage"/plumbline/usr/share/man/man1/*.1
document plumbline
document libplumb-dev
control plumbline utils "$depends" "gnuplot-nox | gnuplot, poppler-utils, poppler-data" <<'D'
Description: finds figures that do not add up in agencies' budget reports
 Plumbline reads the budget tables and Chinese reports that public agencies
 publish, recomputes what they claim, compares agencies with their own history
 and with their peers, and gives an auditor one ranked list with quoted
 evidence, an HTML report and working papers.
D
control libplumb-dev libdevel "plumbline (= $version-$release), $develop" "" <<'D'
Description: finds figures that do not add up (development files)
 Readers, extraction, checks, statistics and ranking of Plumbline as a static
 library with its headers, for programs that screen budget reports.
D
