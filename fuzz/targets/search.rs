//! Any text is a query, and any bytes are a file of the index.

#![no_main]

#[path = "../../tests/all/fuzz/search.rs"]
mod search;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| search::check(bytes));
