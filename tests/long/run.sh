#!/bin/sh
# The proofs at their long sizes, which takes hours; each result becomes a line of docs/reliability/ledger.csv. Arguments
# go to the test program, such as `tests/long/run.sh kill_9`. CONFORMANCE_BINARY names another build of the server.
set -eu
cd "$(dirname "$0")/../.."
export PROOFS_SIZE=long PROOFS_LEDGER="${PROOFS_LEDGER:-$PWD/docs/reliability/ledger.csv}"
# One after the other: each is to have the machine for itself.
exec cargo test --workspace --test proofs -- --nocapture --test-threads 1 "$@"
