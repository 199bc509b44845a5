#!/usr/bin/env bash
# Opens the documentation in a real browser and does what a newcomer does: authorize, upload, download; then the files of an
# organization and signed URLs. Leaves pictures in target/browser/.
#
#   tests/browser/run.sh
#   CHROMIUM=/path/to/chrome tests/browser/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/server.sh

readonly VERSION=1.65.1
readonly OUTPUT=target/browser

command -v node >/dev/null && command -v npm >/dev/null || fail "needs node and npm (apt-get install nodejs npm)"

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then
      return
    fi
  done
  return 1
}

if ! browser=$(find_chromium); then
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || fail "needs Chromium: install it, or name it in CHROMIUM"
  echo "installing Chromium ..."
  apt-get -qq update >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium fonts-dejavu-core >/dev/null ||
    fail "Chromium can't be installed; install it by hand, or name it in CHROMIUM"
  browser=$(find_chromium) || fail "apt-get installed no Chromium"
fi

mkdir -p "$OUTPUT"
if ! grep -qs "\"version\": \"$VERSION\"" "$OUTPUT/node_modules/playwright-core/package.json"; then
  # Its own package.json keeps npm from climbing up to somebody else's.
  echo '{ "private": true }' >"$OUTPUT/package.json"
  npm install --prefix "$OUTPUT" --no-audit --no-fund --loglevel=error --ignore-scripts "playwright-core@$VERSION" ||
    fail "the npm registry did not give playwright-core $VERSION"
fi

start_server
node tests/browser/swagger.mjs "$BASE_URL" "$ADMIN_TOKEN" "$browser" "$OUTPUT"
