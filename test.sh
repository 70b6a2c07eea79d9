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

cargo fmt --all --check
cargo clippy --locked --all-targets -- -D warnings
cargo test --locked
