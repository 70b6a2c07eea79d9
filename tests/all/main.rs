//! All tests of the whole program, in one binary: linking takes longer than most of them run.
//!
//! `cargo test --test all suite::` runs those of one module.

#![expect(clippy::disallowed_methods, reason = "tests read and write files, and start programs")]

// The browser is started and ended by a shell.
#[cfg(unix)]
mod addresses;
mod browser;
mod calendar;
mod cli;
mod determinism;
mod diagrams;
mod dialects;
mod disk;
mod fuzz;
mod git;
mod golden;
mod images;
mod init;
mod kept_back;
mod lines;
mod live;
mod manual;
mod projects;
mod related;
mod report;
mod search;
mod search_command;
mod search_format;
mod serve;
mod server;
mod spec;
mod suite;
mod tidy;
mod written;
