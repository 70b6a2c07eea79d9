//! Configuration of other generators in any text: it is read in every language, and what is wrong has a place in its file.

#![no_main]

#[path = "../../tests/all/fuzz/configurations.rs"]
mod configurations;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| configurations::check(bytes));
