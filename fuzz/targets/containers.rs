//! Markup of other generators in any text: it stays in its place, and places in it are those of the file.

#![no_main]

#[path = "../../tests/all/fuzz/containers.rs"]
mod containers;
#[path = "../../tests/all/fuzz/harmless.rs"]
mod harmless;
#[path = "../../tests/all/fuzz/markdown.rs"]
mod markdown;
#[path = "../../tests/all/fuzz/pages.rs"]
mod pages;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| containers::check(bytes));
