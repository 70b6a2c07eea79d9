//! What a writer sees in a browser while `portal serve` runs: real pages in Chromium, real files, the real binary.

// The browser is started and ended by a shell.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests read and write their files")]

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/page.rs"]
mod page;
#[path = "browser/painted.rs"]
mod painted;
#[path = "browser/project.rs"]
mod project;
#[path = "browser/report.rs"]
mod report;
#[path = "browser/site.rs"]
mod site;
