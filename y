#!/bin/sh
# Pipette from a checkout, on a machine that may have nothing yet.
#
#   ./x run pipelines/first.pipe    installs what is missing, builds, runs the program
#   ./x test                        what CI does: format, lints, tests, documentation, editors, pages
#   ./x release FOLDER              an archive and a Debian package of the program, with their sums
#   ./x book                        the documentation as a site, by mdBook
#   ./x ARGS                        the program with any other arguments
#
# Needed are a C compiler, OpenBLAS and Rust. Each is looked for first; what is missing is installed
# by the system's package manager or by rustup, and each command is shown before it runs.
# Exit code: that of the program; 3 when it could not be built, or when a test step failed.
# Tried on Debian. The other package names come from those systems' package lists.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

say() { printf 'x: %s\n' "$*" >&2; }
fail() { say "$*"; exit 3; }
has() { command -v "$1" >/dev/null 2>&1; }

# Shows a command, then runs it. Our own work reads nothing and leaves stdout to the program.
step() { say "$*"; "$@" </dev/null >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then step "$@"
    elif has sudo; then step sudo "$@"
    elif has doas; then step doas "$@"
    else fail "no sudo here; run this as root, then start again: $*"
    fi
}

# ---- C compiler and OpenBLAS -------------------------------------------------------------------

# Can the C compiler make this program, with these options?
links() (
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    program=$1
    shift
    printf '#include <stdlib.h>\n%s\n' "$program" >"$scratch/probe.c"
    cc -o "$scratch/probe" "$scratch/probe.c" "$@" >/dev/null 2>&1
)

has_compiler() { has cc && links 'int main(void) { return 0; }'; }

# The folders beyond the linker's own are those that build.rs looks into.
has_openblas() {
    links 'void dgesvd_(void); void cblas_sgemm(void); int main(void) { dgesvd_(); cblas_sgemm(); return 0; }' \
        -L"${OPENBLAS_DIR:-/usr}" -L"${OPENBLAS_DIR:-/usr}/lib" -L/usr/lib64/openblas-pthreads \
        -L/opt/homebrew/opt/openblas/lib -L/usr/local/opt/openblas/lib \
        -L/home/linuxbrew/.linuxbrew/opt/openblas/lib -lopenblas
}

package_manager() {
    case $(uname -s) in
        Darwin) managers=brew ;;
        *) managers='apt-get dnf zypper pacman apk brew' ;;
    esac
    for manager in $managers; do
        if has "$manager"; then return; fi
    done
    manager=none
}

# Installs the packages of the given roles: compiler, openblas, curl, node, npm, chromium.
install_packages() {
    package_manager
    packages=
    for role in "$@"; do
        case $manager-$role in
            apt-get-compiler) packages="$packages gcc libc6-dev" ;;
            apt-get-openblas) packages="$packages libopenblas-dev" ;;
            apt-get-curl) packages="$packages curl ca-certificates" ;;
            dnf-openblas) packages="$packages openblas-devel" ;;
            zypper-openblas) packages="$packages libopenblas_pthreads-devel" ;;
            apk-compiler) packages="$packages gcc musl-dev" ;;
            apk-openblas) packages="$packages openblas-dev" ;;
            brew-node | brew-npm) packages="$packages node" ;;
            zypper-node) packages="$packages nodejs-default" ;;
            zypper-npm) packages="$packages npm-default" ;;
            *-node) packages="$packages nodejs" ;;
            *-compiler) packages="$packages gcc" ;;
            *) packages="$packages $role" ;;
        esac
    done
    say "missing here: $*"
    # shellcheck disable=SC2086 # a list of words
    case $manager in
        apt-get) install_by_apt $packages ;;
        dnf) as_root dnf install -y $packages ;;
        zypper) as_root zypper --non-interactive install $packages ;;
        pacman) install_by_pacman $packages ;;
        apk) as_root apk add $packages ;;
        brew) step brew install $packages ;;
        none) fail "no package manager that x knows; please install: $*" ;;
    esac || fail "the installation failed; please install by hand: $packages"
}

# Package lists are brought up to date only if the installation fails without.
install_by_apt() {
    set -- env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
    as_root "$@" && return
    say "the package lists may be missing or old"
    as_root apt-get update -qq && as_root "$@"
}

# Arch knows no partial upgrade: where its lists are missing or old, everything is brought up to date.
install_by_pacman() {
    as_root pacman -S --needed --noconfirm "$@" && return
    say "the package lists may be missing or old; on Arch that means a full upgrade"
    as_root pacman -Syu --needed --noconfirm "$@"
}

system_libraries() {
    missing=
    if ! has_compiler; then
        if [ "$(uname -s)" = Darwin ]; then
            step xcode-select --install || true
            fail "Apple's command line tools bring the C compiler: finish their dialogue, then start again"
        fi
        missing=compiler
    fi
    has_openblas || missing="$missing openblas"
    # shellcheck disable=SC2086 # a list of words
    if [ -n "$missing" ]; then install_packages $missing; fi
    has_compiler || fail "there is still no working C compiler \`cc\`"
}

# ---- Rust --------------------------------------------------------------------------------------

wanted=$(sed -n 's/^rust-version *= *"1\.\([0-9]*\).*/\1/p' "$root/Cargo.toml")

# Is there a cargo 1.N with N at least what Cargo.toml wants?
has_rust() {
    minor=$(cd "$root" && cargo --version 2>/dev/null | sed -n 's/^cargo 1\.\([0-9]*\).*/\1/p')
    [ "${minor:-0}" -ge "$wanted" ]
}

rust() {
    has_rust && return
    PATH="${CARGO_HOME:-${HOME-}/.cargo}/bin:$PATH"
    export PATH
    has_rust && return
    say "Rust 1.$wanted or newer is missing here"
    if has rustup; then
        step rustup toolchain install stable --profile minimal || fail "rustup failed"
        export RUSTUP_TOOLCHAIN=stable
    else
        install_rustup
    fi
    has_rust || fail "there is still no cargo 1.$wanted or newer"
}

# rustup writes to ~/.cargo and ~/.rustup only; the shell's start-up files stay as they are.
install_rustup() {
    has curl || install_packages curl
    script=$(mktemp)
    export RUSTUP_INIT_SKIP_PATH_CHECK=yes # an older cargo elsewhere is no obstacle
    if ! step curl --proto '=https' --tlsv1.2 -sSf -o "$script" https://sh.rustup.rs ||
        ! step sh "$script" -y -q --profile minimal --no-modify-path; then
        rm -f "$script"
        fail "Rust could not be installed; https://rustup.rs says how to do it by hand"
    fi
    rm -f "$script"
}

# rustup's musl toolchain links statically unless told otherwise, and OpenBLAS is a shared library.
musl() {
    if has apk; then export RUSTFLAGS="-C target-feature=-crt-static ${RUSTFLAGS-}"; fi
}

# ---- What the tests of the editors need -----------------------------------------------------------

tree_sitter=0.27.1 # the version of its command line
node=22            # installed where the system's is older than 20

# Is there a node 20 or newer?
has_node() { node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' >/dev/null 2>&1; }

# npm has Node itself, as a package for each system. $1 is a folder for tools.
newer_node() {
    package=$(node -p '"node-" + process.platform + "-" + process.arch')
    PATH="$1/node_modules/$package/bin:$PATH"
    has_node && return
    say "Node 20 or newer is missing here"
    step npm install --prefix "$1" --no-save --no-audit --no-fund "$package@$node" || fail "npm failed"
    has_node || fail "there is still no Node 20 or newer"
}

# The editors' tools lie beside what cargo builds, so that a second run finds them.
editor_tools() {
    tools=$(target_folder)/tools
    missing=
    has node || missing=node
    has npm || missing="$missing npm"
    # shellcheck disable=SC2086 # a list of words
    if [ -n "$missing" ]; then install_packages $missing; fi
    has_node || newer_node "$tools"
    PATH="$tools/bin:$PATH"
    export PATH
    case $(tree-sitter --version 2>/dev/null) in
        "tree-sitter $tree_sitter"*) ;;
        *) step env CARGO_PROFILE_DEV_DEBUG=0 cargo install tree-sitter-cli --version "$tree_sitter" \
            --locked --no-default-features --debug --quiet --root "$tools" || fail "tree-sitter was not built" ;;
    esac
}

# A browser is installed only on machines that are made for tests; elsewhere the tests of pages take the one that is there.
browser_tools() {
    if [ "${CI-}" = true ] && ! has chromium; then install_packages chromium; fi
}

# ---- What x is for -----------------------------------------------------------------------------

# Says something only if the build takes more than a moment.
build() (
    cd "$root"
    { sleep 4 >/dev/null 2>&1; say "building; the first time takes some minutes"; } </dev/null >/dev/null &
    notice=$!
    status=0
    cargo build --release --locked --quiet --bin pipette </dev/null >&2 || status=$?
    kill "$notice" 2>/dev/null || true
    exit "$status"
)

target_folder() {
    cargo metadata --manifest-path "$root/Cargo.toml" --no-deps --offline --format-version 1 </dev/null |
        sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p'
}

run() {
    program=$(target_folder)/release/pipette
    [ -x "$program" ] || system_libraries
    build || fail "the build failed"
    exec "$program" "$@"
}

component() { "$1" --version >/dev/null 2>&1 || step rustup component add "$2" || fail "$2 is missing"; }

verify() { step "$@" || fail "failed: $*"; }

verify_all() {
    system_libraries
    component cargo-fmt rustfmt
    component cargo-clippy clippy
    cd "$root"
    verify cargo fmt --check
    verify cargo clippy --locked --quiet --all-targets -- -D warnings
    verify cargo test --locked --quiet
    verify env RUSTDOCFLAGS='-D warnings' cargo doc --locked --quiet --no-deps
    # Installs a scheduler where there is none: only on machines that are made for tests.
    if [ "${CI-}" = true ]; then
        verify tests/slurm.sh "$(target_folder)/debug/pipette"
        verify tests/packages.sh "$(target_folder)/debug/pipette"
    fi
    verify tests/bridges.sh "$(target_folder)/debug/pipette" "$(target_folder)/tools"
    editor_tools
    verify tests/editors.sh
    browser_tools
    verify tests/browser.sh "$(target_folder)/debug/pipette"
    say "all is well"
}

release() {
    system_libraries
    build || fail "the build failed"
    "$root/.ci/package" "$(target_folder)/release/pipette" "${1:-$(target_folder)/package}"
}

mdbook=0.5.4 # the version of the site's program

# The site mirrors this folder, so that links from the pages to pipelines and editors lead somewhere.
book() {
    tools=$(target_folder)/tools
    PATH="$tools/bin:$PATH"
    export PATH
    case $(mdbook --version 2>/dev/null) in
        "mdbook v$mdbook") ;;
        *) step cargo install mdbook --version "$mdbook" --locked --quiet --no-default-features --features search \
            --root "$tools" ||
            fail "mdBook was not built; the pages can be read as they are, in docs/" ;;
    esac
    site=$(target_folder)/site
    rm -rf "$site"
    step mdbook build "$root/docs" --dest-dir "$site/docs" || fail "mdBook failed"
    (cd "$root" && find pipelines grammar/editors docs -name .pipette -prune -o -name node_modules -prune -o -type f \
        \( -name '*.pipe' -o -name '*.lock' -o -name '*.svg' -o -name '*.json' -o -name README.md \) -print |
        tar --create --files-from - | tar --extract --directory "$site")
    say "the site begins at $site/docs/index.html"
}

rust
musl
case ${1-} in
    test) verify_all ;;
    release) release "${2-}" ;;
    book) book ;;
    *) run "$@" ;;
esac
