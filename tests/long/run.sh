#!/bin/sh
# The proofs at their long sizes, on both engines, which takes hours; each result becomes a line of
# docs/reliability/ledger.csv. Arguments choose among them by their names, such as `tests/long/run.sh kill_9` or
# `tests/long/run.sh on_postgres`. CONFORMANCE_BINARY names another build of the server.
set -eu
cd "$(dirname "$0")/../.."
export PROOFS_SIZE=long PROOFS_LEDGER="${PROOFS_LEDGER:-$PWD/docs/reliability/ledger.csv}"
# Once for all: the ledger is one of the sources.
PROOFS_COMMIT="${PROOFS_COMMIT:-$(git describe --always --dirty '--exclude=*')}"
export PROOFS_COMMIT

# One after the other: each is to have the machine for itself.
cargo test --workspace --test proofs -- --nocapture --test-threads 1 "$@"

# Those that need no death of the whole, if none were chosen; the duel's uploads are of each of its six clients.
if [ $# -eq 0 ]; then
    set -- collection_and_uploads database_restarts cancelled_requests store_faults graceful_stops
fi
DUEL_UPLOADS="${DUEL_UPLOADS:-1700}" \
    cargo test --workspace --test it -- --nocapture --test-threads 1 "$@"
CONFORMANCE_DATABASE=postgres CONFORMANCE_STORE=s3 DUEL_UPLOADS="${DUEL_UPLOADS:-340}" \
    cargo test --workspace --test it -- --nocapture --test-threads 1 "$@"
