#!/bin/bash
# Files made to do harm (hostile.py).
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
if ! command -v python3 >/dev/null; then
    echo "skipped: python3 is not here"
    echo "0 passed, 0 failed"
    exit 0
fi
[ -x "$BUILD/plumb" ] || make --no-print-directory BUILD="$BUILD" all >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 tests/ci/hostile.py "$BUILD/plumb" "$folder"
