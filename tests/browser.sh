#!/bin/sh
# Tests of the pages, in a headless Chromium: a report, a comparison, and the view of a store while a run works.
#
#   tests/browser.sh target/debug/pipette        needs node 20, npm and Chromium
#
# With CI=true a missing browser is a failure; elsewhere the tests are skipped, and say so. With PIPETTE_SHOTS=DIR they
# leave a picture of each page there. Written is one folder that git ignores, and a temporary one.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
program=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")

say() { printf 'browser: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

# The first of the usual names.
browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

if ! chromium=$(browser); then
    [ "${CI-}" != true ] || fail "there is no Chromium here"
    say "SKIPPED: there is no Chromium here"
    exit 0
fi
cd "$root/tests/browser"
if ! cmp -s package-lock.json node_modules/installed-lock.json; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/installed-lock.json
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
CHROMIUM=$chromium node pages.js "$program" "$scratch" || fail "a page is not as it should be"
say "all is well"
