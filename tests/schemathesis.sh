#!/usr/bin/env bash
# Throws generated requests at a real server: every check of schemathesis over the whole contract, nothing excepted but
# what tests/schemathesis.toml names with a reason. One failed check fails the script.
#
#   tests/schemathesis.sh                    the run of CI: bounded, always the same seed
#   SCHEMATHESIS_EXAMPLES=500 SCHEMATHESIS_SEED=7 tests/schemathesis.sh    a longer one of your own
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/server.sh

readonly VERSION=4.32.5
readonly VENV=target/schemathesis/venv
examples=${SCHEMATHESIS_EXAMPLES:-20}
seed=${SCHEMATHESIS_SEED:-20261120}
# The whole run must end within this; a server that hangs must not hang CI.
limit_secs=${SCHEMATHESIS_LIMIT_SECS:-600}

if ! "$VENV/bin/schemathesis" --version 2>/dev/null | grep -qF "$VERSION"; then
  command -v python3 >/dev/null || fail "needs python3 (apt-get install python3 python3-venv)"
  rm -rf "$VENV"
  python3 -m venv "$VENV" || fail "needs the module venv (apt-get install python3-venv)"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$VERSION" || fail "PyPI did not give schemathesis $VERSION"
fi

# Thousands of generated log-ins come from one address. One worker: hypothesis parses source code to describe what it generates, which
# Python 3.11 can't do in two threads at once ("AST constructor recursion depth mismatch"), and a seed repeats one worker's run alone.
start_server --login-attempts-per-minute 100000
status=0
ADMIN_TOKEN=$ADMIN_TOKEN SCHEMATHESIS_HOOKS=tests/schemathesis_hooks.py timeout --kill-after=10 "$limit_secs" "$VENV/bin/schemathesis" --config-file tests/schemathesis.toml run "$BASE_URL/openapi.json" \
  --url "$BASE_URL" \
  --mode all --max-examples "$examples" \
  --phases examples,coverage,fuzzing,stateful \
  --workers 1 --seed "$seed" --no-shrink --continue-on-failure \
  --request-timeout 10 --max-response-time 5 \
  --report junit --report-junit-path target/schemathesis/junit.xml || status=$?
if [ "$status" -ne 0 ]; then
  cp "$SERVER_LOG" target/schemathesis/server.log
  [ "$status" -ne 124 ] || echo "not finished within $limit_secs s" >&2
  fail "failed; the server's log is target/schemathesis/server.log, the seed was $seed"
fi
# The process must have lived through all of it, and nothing in it may have panicked.
kill -0 "$SERVER_PID" || fail "the server ended during the run"
if grep -n 'panicked at' "$SERVER_LOG"; then
  fail "the server panicked"
fi
