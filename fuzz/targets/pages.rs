//! Whole pages, drawn with the default theme: no address has a scheme that can run.

#![no_main]

#[path = "../../tests/all/fuzz/pages.rs"]
mod pages;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pages::check(bytes));
