//! What a writer sees in a browser while `portal serve` runs: real pages in Chromium, real files, the real binary.

mod chromium;
mod filters;
mod header;
mod page;
mod painted;
mod project;
mod published;
mod report;
mod search;
mod site;
