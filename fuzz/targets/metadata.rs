//! Any bytes are a file: text or a complaint, metadata with a title, a configuration; never a panic.

#![no_main]

#[path = "../../tests/all/fuzz/metadata.rs"]
mod metadata;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| metadata::check(bytes));
