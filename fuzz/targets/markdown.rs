//! Any text is Markdown: holes that fit, nothing that runs; never a panic.

#![no_main]

#[path = "../../tests/all/fuzz/harmless.rs"]
mod harmless;
#[path = "../../tests/all/fuzz/markdown.rs"]
mod markdown;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| markdown::check(bytes));
