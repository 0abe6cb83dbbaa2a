#!/bin/bash
# Every command with an allocation, write, fsync, read, open or rename failing: FAULT_SECONDS a
# command and kind (0: every single call, some ten minutes).
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
make --no-print-directory BUILD="$BUILD" "-j$(nproc)" "$BUILD/fault/fault_run" >/dev/null || exit 1
"$BUILD/fault/fault_run" tests/fault/in "${FAULT_SECONDS-0.5}"
