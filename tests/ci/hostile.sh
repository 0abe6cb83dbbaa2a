#!/bin/bash
# Documents made to break the readers, each beside a sound one.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
make --no-print-directory BUILD="$BUILD" "-j$(nproc)" all "$BUILD/bench/measure" >/dev/null || exit 1
BUILD=$BUILD bash tests/hostile/run.sh
