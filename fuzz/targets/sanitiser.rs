//! Any HTML is made harmless, and what is harmless keeps its tags and holes.

#![no_main]

#[path = "../../tests/all/fuzz/harmless.rs"]
mod harmless;
#[path = "../../tests/all/fuzz/sanitiser.rs"]
mod sanitiser;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sanitiser::check(bytes));
