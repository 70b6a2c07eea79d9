//! Paths stay below their root, addresses are safe names, encoding comes back.

#![no_main]

#[path = "../../tests/all/fuzz/addresses.rs"]
mod addresses;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| addresses::check(bytes));
