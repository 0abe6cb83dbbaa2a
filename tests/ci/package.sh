#!/bin/bash
# The packages: built, clean for lintian, hardened, reproducible, usable as a library, and installed
# in a bare Debian 12 root. Parts whose tool is missing are skipped and say so. Ends with
# "N passed, N failed". KEEP_ROOT=FOLDER makes the root there and leaves it.
set -u
cd "$(dirname "$0")/../.." || exit 1
here=$PWD
work=$(mktemp -d)
root=${KEEP_ROOT:-$work/root}
build=build
passed=0
failed=0
trap 'umount "$root/proc" 2>/dev/null; rm -rf "$work"' EXIT

# ok NAME COMMAND...: one check.
ok() {
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name"
        tail -n 20 "$work/log"
    fi
}
has() { grep -q "$1" "$2"; }
hasnt() { ! grep -q "$1" "$2"; }
same() { [ "$(sha256sum <"$1")" = "$(sha256sum <"$2")" ]; }

version=$(sed -n 's/^.define PLUMB_VERSION "\(.*\)"/\1/p' include/plumb/base.h)
ok "the changelog begins with this version" sh -c "grep -m1 '^## ' CHANGELOG.md | grep -qF '## $version '"

# ---- built twice, the same bytes
ok "make deb" make --no-print-directory deb
ok "make dist" make --no-print-directory dist
for file in "$build"/*_"$version"-*.deb "$build/plumbline-$version.tar.gz"; do
    cp "$file" "$work/$(basename "$file").first"
done
make --no-print-directory deb dist >/dev/null 2>&1
for file in "$build"/*_"$version"-*.deb "$build/plumbline-$version.tar.gz"; do
    ok "$(basename "$file") has the same bytes again" same "$file" "$work/$(basename "$file").first"
done
package=$(ls "$build"/plumbline_"$version"-*.deb)
library=$(ls "$build"/libplumb-dev_"$version"-*.deb)

if command -v lintian >/dev/null 2>&1; then
    lintian --allow-root "$package" "$library" >"$work/lintian" 2>/dev/null
    ok "lintian finds no error" hasnt '^E:' "$work/lintian"
else
    echo "skipped: lintian is not installed"
fi

# ---- what is in them
dpkg-deb -x "$package" "$work/installed"
dpkg-deb -x "$library" "$work/installed"
plumb=$work/installed/usr/bin/plumb
ok "the program runs from its package" sh -c "[ \"\$('$plumb' --version)\" = 'plumb $version' ]"
zcat "$work/installed/usr/share/man/man1/plumb.1.gz" >"$work/plumb.1"
"$plumb" help --man >"$work/man.now"
ok "the man page is that of the program" same "$work/plumb.1" "$work/man.now"
ok "the completion is a script for bash" bash -n "$work/installed/usr/share/bash-completion/completions/plumb"

# ---- hardening of the binary
readelf -hldW "$plumb" >"$work/elf"
readelf --dyn-syms -W "$plumb" >"$work/symbols"
ok "position independent" has 'Type: *DYN' "$work/elf"
ok "relocations read-only" has GNU_RELRO "$work/elf"
ok "bound at start" has 'FLAGS.*NOW' "$work/elf"
ok "stack not executable" sh -c "grep GNU_STACK '$work/elf' | grep -q 'RW '"
ok "stack protector" has __stack_chk_fail "$work/symbols"
ok "fortified calls" has '_chk@' "$work/symbols"
if [ "$(uname -m)" = x86_64 ]; then
    # Of our objects: the program's own mark is lost to Debian 12's crt1.o, which has none.
    ok "control-flow protection" sh -c "for o in \$(find '$build/obj' -name '*.o'); do
        readelf -nW \"\$o\" | grep -q 'IBT, SHSTK' || { echo \"\$o\"; exit 1; }; done"
fi

# ---- licences
readelf -d "$plumb" | sed -n 's/.*NEEDED.*\[\(lib[^.]*\)\..*/\1/p' >"$work/needed"
while read -r name; do
    ok "docs/licences.md names $name" grep -q "^| .*\b$name\b.* | .* | .* |" docs/licences.md
done <"$work/needed"

# ---- a program with the library
flags=$(PKG_CONFIG_PATH=$work/installed/usr/lib/pkgconfig pkg-config --define-variable=prefix="$work/installed/usr" \
    --cflags --libs plumb)
ok "the example compiles" sh -c "cc -std=c11 -Wall -Wextra -Werror docs/example.c -o '$work/example' $flags"
report=$(ls datasets/reports/*.txt | head -n 1)
ok "the example reads a report" sh -c "'$work/example' '$report' | grep -q 'consistent: '"
ok "the example says what is wrong" sh -c "! '$work/example' /nowhere.txt 2>'$work/said' && grep -q nowhere '$work/said'"

# ---- the archive builds by itself
mkdir "$work/dist"
tar -xzf "$build/plumbline-$version.tar.gz" -C "$work/dist"
ok "the source archive builds" make --no-print-directory -C "$work/dist/plumbline-$version" "-j$(nproc)" all
ok "install and uninstall leave nothing" sh -c "cd '$work/dist/plumbline-$version' &&
    make install DESTDIR='$work/away' PREFIX=/opt/p && [ -x '$work/away/opt/p/bin/plumb' ] &&
    make uninstall DESTDIR='$work/away' PREFIX=/opt/p && [ -z \"\$(find '$work/away' -type f)\" ]"

# ---- in a bare Debian 12
bare() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
make_root() {
    [ -x "$root/bin/sh" ] || debootstrap --variant=minbase bookworm "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" || return 1
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null
    mount -t proc proc "$root/proc" 2>/dev/null
    bare apt-get update -q
}
if [ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null 2>&1 && make_root >"$work/rootlog" 2>&1; then
    cp "$package" "$root/tmp/plumbline.deb"
    mkdir -p "$root/tmp/reports"
    cp -r datasets/reports/. "$root/tmp/reports/"
    start=$(date +%s)
    ok "installs in a bare Debian 12" bare apt-get install -y -q --no-install-recommends /tmp/plumbline.deb
    bare plumb screen /tmp/reports -o /tmp/out >"$work/screen" 2>&1
    ok "the first finding is there" sh -c "grep -q '\"id\"' '$root/tmp/out/findings.json' && [ -s '$root/tmp/out/report.html' ]"
    echo "from the package to the first finding: $(($(date +%s) - start)) s"
    bare plumb doctor >"$work/doctor" 2>&1
    ok "doctor says what else would help" has gnuplot-nox "$work/doctor"
    ok "the package can be removed" bare dpkg -r plumbline
else
    tail -n 2 "$work/rootlog" 2>/dev/null
    echo "skipped: no bare Debian 12 (needs root, debootstrap and a mirror)"
fi
cd "$here" || exit 1
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
