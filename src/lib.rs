//! A static site generator for the portals of open-source projects.
//!
//! # The way of a file
//!
//! 1. [`source::scan`] reads everything that a site is made of, once, into a [`source::Snapshot`].
//! 2. [`parse::parse`] makes a [`model::Document`] of each Markdown file. It knows this one file only.
//! 3. [`site::assemble`] joins all documents into a [`site::Site`]: addresses, links, taxonomies, related pages.
//! 4. [`plan::plan`] lists every output of the site: pages, lists, feeds, images.
//! 5. [`engine::PlannedSite::render`] makes the bytes of each output, pages with the templates of the theme.
//! 6. [`output::Publisher`] puts all outputs in place of the old site, in one step.
//!
//! [`engine::plan_site`] is the pipeline from the second step to the fourth; [`engine::build`] runs all six.
//!
//! ```
//! use portal::{engine::{Cache, Silent, plan_site}, model::{Date, Lang, RelPath}, parse::config, source::{Snapshot, ThemeFiles}};
//!
//! let files = [("README.md", "# Portal"), ("a.md", "# A\n\n[to B](b.md)"), ("b.md", "# B")];
//! let files = files.map(|(path, text)| (RelPath::new(path).unwrap(), text.into())).into();
//! let today = Date::parse("2026-01-31").unwrap();
//! let snapshot = Snapshot::of_files(&files, None, ThemeFiles::embedded(), today);
//! let (config, lang, cache) = (config::defaults(), Lang::new("en").unwrap(), Cache::none());
//! let site = plan_site(&snapshot, &config, &lang, &cache, &Silent).unwrap();
//! let (outputs, diagnostics) = site.outputs(&cache);
//! let page = String::from_utf8(outputs["a/index.html"].to_vec()).unwrap();
//! assert!(page.contains(r#"<a href="../b/">to B</a>"#) && diagnostics.is_empty());
//! ```
//!
//! The library is there for the command line and for tests. It promises no stability.

#![forbid(unsafe_code)]

pub mod diag;
pub mod disk;
pub mod engine;
pub mod generators;
pub mod insight;
pub mod model;
pub mod output;
pub mod parse;
pub mod picture;
pub mod plan;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod view;
