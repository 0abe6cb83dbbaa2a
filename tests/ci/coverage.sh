#!/bin/bash
# At least nine in ten lines of the parts that decide are run by the unit tests.
cd "$(dirname "$0")/../.." || exit 1
bash tests/coverage/run.sh
