#!/bin/sh
# Which of the documented answers the conformance suite has met, to be asked after it; `--reset` forgets them before it. Built as
# the suite is: on its own, cargo would build most of what it needs once more, with fewer features.
set -eu
cd "$(dirname "$0")/.."
cargo test --quiet --workspace --lib --bins --tests --no-run
exec "${CARGO_TARGET_DIR:-target}/debug/coverage" "$@"
