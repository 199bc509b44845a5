#!/usr/bin/env bash
# Makes the table of protobuf's JSON anew, by the reference implementation from PyPI, and compares it with the one that the
# unit tests of the server read. `--write` keeps the new one.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly VERSION=6.33.1
readonly VENV=target/oracle/venv
readonly TABLE=tests/oracle/protobuf_json.json

fail() {
  echo "oracle: $1" >&2
  exit 1
}

# The pure Python implementation: the same on every machine.
export PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION=python
if ! "$VENV/bin/python" -c "import google.protobuf as p; assert p.__version__ == '$VERSION'" 2>/dev/null; then
  command -v python3 >/dev/null || fail "needs python3 (apt-get install python3 python3-venv)"
  rm -rf "$VENV"
  python3 -m venv "$VENV" || fail "needs the module venv (apt-get install python3-venv)"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check "protobuf==$VERSION" || fail "PyPI did not give protobuf $VERSION"
fi

if [ "${1:-}" = "--write" ]; then
  "$VENV/bin/python" tests/oracle/protobuf_json.py >"$TABLE"
else
  "$VENV/bin/python" tests/oracle/protobuf_json.py | diff -u "$TABLE" - || fail "protobuf $VERSION answers otherwise than $TABLE says"
fi
echo "oracle: $TABLE is what protobuf $VERSION answers"
