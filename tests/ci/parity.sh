#!/bin/bash
# The findings of a report do not depend on its format: text, HTML, DOCX and PDF (parity.py). Each
# format passes when 95 % of the findings of the texts are found again, with the same ids.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
for need in soffice pdftotext python3; do
    command -v "$need" >/dev/null || missing=$need
done
[ -d ../shared/seeds ] || missing=../shared/seeds
if [ -n "${missing:-}" ]; then
    echo "skipped: $missing is not here"
    echo "0 passed, 0 failed"
    exit 0
fi
[ -x "$BUILD/plumb" ] || make --no-print-directory BUILD="$BUILD" all >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 tests/ci/parity.py "$BUILD/plumb" ../shared/seeds "$folder" --list
