#!/bin/sh
# The unit tests on PostgreSQL and the conformance suite on PostgreSQL and S3, which are started for them. Arguments go to
# cargo test, such as `tests/second_engine.sh -- history`. Built as all tests are, like `coverage.sh`.
set -eu
cd "$(dirname "$0")/.."
cargo test --quiet --workspace --lib --bins --tests --no-run
export CONFORMANCE_STORE=s3
exec "${CARGO_TARGET_DIR:-target}/debug/with_postgres" cargo test --workspace --lib --test it "$@"
