#!/bin/sh
# Tests of .ci/package: the same program gives the same bytes, and what is packed works where it is unpacked.
#
#   tests/packages.sh PROGRAM
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
say() { printf 'packages: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

if ! tar --version 2>/dev/null | grep -q GNU; then say "skipped: packing needs GNU tar"; exit 0; fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The program from a package makes a study and runs it.
works() {
    "$1" --version >/dev/null
    (cd "$folder" && rm -rf study && "$1" new study >/dev/null && cd study &&
        "$1" run --offline --strict study.pipe >said 2>&1 && "$1" verify study.pipe) || fail "$1 does not work"
}

"$root/.ci/package" "$1" "$folder/one" >/dev/null
"$root/.ci/package" "$1" "$folder/two" >/dev/null
cmp "$folder/one/SHA256SUMS" "$folder/two/SHA256SUMS" || fail "the same program gives other bytes"
(cd "$folder/one" && sha256sum --quiet --check SHA256SUMS)

mkdir "$folder/tar"
tar --extract --file "$folder"/one/*.tar.gz --directory "$folder/tar" --strip-components 1
for path in share/man/man1/pipette-run.1 share/doc/pipette/LICENSE-MIT share/bash-completion/completions/pipette; do
    [ -s "$folder/tar/$path" ] || fail "$path is missing in the archive"
done
works "$folder/tar/bin/pipette"

if command -v dpkg-deb >/dev/null 2>&1; then
    dpkg-deb --contents "$folder"/one/*.deb | grep 'root/root .*\./usr/bin/pipette$' >/dev/null || fail "not owned by root"
    dpkg-deb --extract "$folder"/one/*.deb "$folder/deb"
    works "$folder/deb/usr/bin/pipette"
fi
say "all is well"
