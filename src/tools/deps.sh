#!/bin/sh
# Install what packages.txt lists in the given groups and is not there yet.
#     deps.sh packages.txt GROUP...
# Asks the network only when something is missing.
set -eu
list=$1
shift

wanted=$(awk -v groups=" $* " '!/^#/ && NF == 2 && index(groups, " " $1 " ") {print $2}' "$list")
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "deps: this is not Debian; make sure you have the counterparts of:" $wanted >&2
    exit 0
fi
# A package also counts as present when an installed one provides it under that name.
present=$(dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' |
    awk '$1 == "installed" {$1 = ""; gsub(/\([^)]*\)|,/, " "); print}' | tr -s ' ' '\n' | sort -u)
missing=
for package in $wanted; do
    printf '%s\n' "$present" | grep -qxF "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null 2>&1; }; then
    root=sudo
else
    echo "deps: missing packages; as root run: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "deps: installing$missing" >&2
install_missing() {
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
}
# The package lists may be old or empty: try once with them, once with new ones.
install_missing >/dev/null 2>&1 || { $root apt-get update -q && install_missing; } >&2
