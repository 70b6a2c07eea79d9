//! From the bytes of one file to a value: the configuration, or a document.
//!
//! In: one file's bytes and path, and the parse options. Out: plain data and [`crate::diag::Diagnostic`]s.
//!
//! What always holds: a value depends on its own file and the options alone, so that it can be remembered;
//! whatever is wrong with a file, there is a value and a complaint, never a panic.
//!
//! Deliberately not here: reading files (`source`), and anything that needs a second file (`site`).

pub mod config;
pub mod encoding;
pub mod fields;
pub mod kinds;
pub mod metadata;
pub mod toml;
pub mod yaml;

#[cfg(test)]
mod show;
