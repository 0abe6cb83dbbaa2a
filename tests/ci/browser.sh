#!/bin/bash
# The report in headless Chromium. Screenshots are left in build/browser for people to look at.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
folder=$BUILD/browser
command -v npm >/dev/null || make --no-print-directory deps DEPS=browser
mkdir -p "$folder/shots"
cp tests/browser/* "$folder/"
(cd "$folder" && npm install --no-audit --no-fund --silent) >"$folder/npm.log" 2>&1 || {
    tail -n 5 "$folder/npm.log"
    echo "FAIL the browser driver could not be installed"
    echo "0 passed, 1 failed"
    exit 1
}
make --no-print-directory all "$BUILD/bench/big_report" >"$folder/make.log" 2>&1 || tail -n 5 "$folder/make.log"
rm -rf "$folder/out"
"$BUILD/plumb" screen datasets -o "$folder/out" --quiet
"$BUILD/bench/big_report" 50000 "$folder/big.html"
node "$folder/report_test.js" "$folder/out/report.html" "$folder/big.html" "$folder/shots" \
    "$(command -v chromium)" "$folder/out/findings.json" datasets/agencies_2018_2023.csv \
    "$BUILD/plumb" "$folder/out/case.plumb"
