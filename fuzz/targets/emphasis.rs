//! Stand-ins beside emphasis come out again, leave everything else alone, and do not move places.

#![no_main]

#[path = "../../tests/all/fuzz/emphasis.rs"]
mod emphasis;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| emphasis::check(bytes));
