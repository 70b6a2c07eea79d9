#!/bin/sh
# Everything that has to hold before a change is merged. Needs a Rust toolchain; gets the rest itself.
set -eu
cd "$(dirname "$0")"

component() {
    cargo "$1" --version >/dev/null 2>&1 && return
    command -v rustup >/dev/null || { echo "test.sh: no cargo $1; install it (rustup component add $2)" >&2; exit 1; }
    rustup component add "$2"
}
component fmt rustfmt
component clippy clippy

# The browser tests run Chromium.
browser() {
    for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome chrome; do
        "$name" --version >/dev/null 2>&1 && return
    done
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get update -q && apt-get install -q -y --no-install-recommends chromium && return
    fi
    echo "test.sh: no Chromium; install it (on Debian, as root: apt-get install chromium) or name one: CHROMIUM=/path/to/it" >&2
    exit 1
}
browser

cargo fmt --all --check
cargo clippy --locked --all-targets -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib --document-private-items
cargo test --locked
