#!/bin/sh
# All timings: the program, then the programs of tests/bench/*.c that need no input of their own.
set -eu
cd "$(dirname "$0")/../.."
sh tests/bench/bench.sh
sh tests/bench/panel.sh
sh tests/bench/formats.sh
sh tests/bench/reports.sh
