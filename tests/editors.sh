#!/bin/sh
# Tests of grammar/editors: what the editors show is the language that the program reads.
#
#   tests/editors.sh        needs node 20, npm, tree-sitter 0.27 and a C compiler; `./x test` brings them
#
# Written are only folders that git ignores: what npm, vsce and tree-sitter make beside their sources.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
extension=$root/grammar/editors/vscode
grammar=$root/grammar/editors/tree-sitter-pipe

say() { printf 'editors: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

# ---- VS Code -------------------------------------------------------------------------------------

# Installs what the lock file names, unless that has been done.
install_modules() {
    cmp -s package-lock.json node_modules/installed-lock.json && return
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/installed-lock.json
}

test_extension() (
    cd "$extension"
    install_modules
    npm run --silent test
    rm -rf dist ./*.vsix
    npm run --silent package
    node test/package.js ./*.vsix
)

# ---- tree-sitter ---------------------------------------------------------------------------------

# The pipe files that must be read to the last word, one path a line.
right_files() {
    find "$root/pipelines" "$root/tests/corpus/parse" -name .pipette -prune -o -name '*.pipe' -print | sort
}

test_grammar() (
    cd "$grammar"
    mkdir -p build
    TREE_SITTER_LIBDIR=$grammar/build
    export TREE_SITTER_LIBDIR
    tree-sitter generate
    tree-sitter build --output build/pipe.so
    tree-sitter test
    right_files >build/files.txt
    tree-sitter parse --lib-path build/pipe.so --lang-name pipe --paths build/files.txt >build/trees.txt ||
        fail "not read: $(grep -E 'ERROR|MISSING' build/trees.txt | grep '\.pipe')"
    if grep -E '\((ERROR|MISSING|unfinished)' build/trees.txt; then fail "a right file has a broken tree"; fi
    trees=$(grep -c '^(file' build/trees.txt)
    [ "$trees" -eq "$(wc -l <build/files.txt)" ] || fail "only $trees files were read"
    tree-sitter query --lib-path build/pipe.so --lang-name pipe --paths build/files.txt \
        queries/highlights.scm >build/captures.txt
    grep -q 'capture: .* - function' build/captures.txt || fail "the query colours no verb"
    say "$trees pipe files have trees without an error"
)

test_extension
test_grammar
say "all is well"
