#!/bin/sh
# The unit tests and the conformance suite on PostgreSQL, which is started for them. Arguments go to cargo test, such as
# `tests/postgres.sh -- history`.
set -eu
exec cargo run --quiet -p conformance --bin with_postgres -- cargo test --workspace --lib --test it "$@"
