#!/bin/sh
# The unit tests on PostgreSQL and the conformance suite on PostgreSQL and S3, which are started for them. Arguments go to
# cargo test, such as `tests/second_engine.sh -- history`.
set -eu
export CONFORMANCE_STORE=s3
exec cargo run --quiet -p conformance --bin with_postgres -- cargo test --workspace --lib --test it "$@"
