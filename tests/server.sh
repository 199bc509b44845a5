# Sourced by the scripts beside it: starts the real binary on a free port with a folder of its own, and stops it.
# Not a test by itself; what the Rust suite needs is in `src/server.rs`.
#
#   start_server            builds if need be; sets BASE_URL, ADMIN_TOKEN, SERVER_LOG
#   stop_server             graceful; called on exit, too
#
# STRONGROOM_BIN names a binary to use instead of building one.

ADMIN_TOKEN=srp_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG
# A token of the reader's own shell must not become the server's.
unset STRONGROOM_ADMIN_TOKEN STRONGROOM_CONFIG STRONGROOM_LISTEN STRONGROOM_DATA_DIR STRONGROOM_DATABASE_URL STRONGROOM_STORE_URL

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# The binary's path. Built with the whole workspace's features, so that nothing is compiled twice for it.
server_binary() {
  if [ -n "${STRONGROOM_BIN:-}" ]; then
    [ -x "$STRONGROOM_BIN" ] || fail "STRONGROOM_BIN=$STRONGROOM_BIN is not a program"
    printf '%s\n' "$STRONGROOM_BIN"
    return
  fi
  cargo build --quiet --workspace --bin strongroom >&2 || fail "the server does not build"
  printf '%s/debug/strongroom\n' "${CARGO_TARGET_DIR:-target}"
}

start_server() {
  local binary tries
  binary=$(server_binary)
  SERVER_DIR=$(mktemp -d)
  SERVER_LOG="$SERVER_DIR/log"
  trap stop_server EXIT
  "$binary" serve --listen 127.0.0.1:0 --data-dir "$SERVER_DIR/data" --admin-token "$ADMIN_TOKEN" "$@" >"$SERVER_LOG" 2>&1 &
  SERVER_PID=$!
  # Up to 30 s: a cold disk and a busy machine are slow, but not slower than that.
  for tries in $(seq 300); do
    kill -0 "$SERVER_PID" 2>/dev/null || { cat "$SERVER_LOG" >&2; fail "the server ended at its start; its log is above"; }
    BASE_URL=$(grep -oEm1 'http://127\.0\.0\.1:[1-9][0-9]*' "$SERVER_LOG" || true)
    if [ -n "$BASE_URL" ] && curl --silent --fail --max-time 2 --output /dev/null "$BASE_URL/readyz"; then
      return
    fi
    sleep 0.1
  done
  cat "$SERVER_LOG" >&2
  fail "the server was not ready within 30 s; its log is above"
}

stop_server() {
  local status=$?
  trap - EXIT
  if [ -n "${SERVER_PID:-}" ] && kill -0 "$SERVER_PID" 2>/dev/null; then
    kill -TERM "$SERVER_PID"
    wait "$SERVER_PID" || true
  fi
  [ -n "${SERVER_DIR:-}" ] && rm -rf -- "$SERVER_DIR"
  exit "$status"
}
