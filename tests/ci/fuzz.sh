#!/bin/bash
# A short run of every fuzzer; `make fuzz` runs longer.
cd "$(dirname "$0")/../.." || exit 1
make --no-print-directory fuzz FUZZ_SECONDS="${FUZZ_SECONDS:-8}"
