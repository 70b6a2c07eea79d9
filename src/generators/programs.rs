//! Generators whose configuration is a program: Docusaurus, VitePress, VuePress, Starlight.
//!
//! Their programs are not run, and not read either: only the folders are known that their projects have. The warning
//! P0111 says so.

use super::{ForeignConfig, settings::ForeignSettings};
use crate::{diag::Code, model::RelPath, source::ProjectFiles};

pub(super) const DOCUSAURUS: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];
pub(super) const VITEPRESS: [&str; 8] = [
    ".vitepress/config.ts",
    ".vitepress/config.mts",
    ".vitepress/config.js",
    ".vitepress/config.mjs",
    "docs/.vitepress/config.ts",
    "docs/.vitepress/config.mts",
    "docs/.vitepress/config.js",
    "docs/.vitepress/config.mjs",
];
pub(super) const VUEPRESS: [&str; 6] = [
    ".vuepress/config.ts",
    ".vuepress/config.js",
    ".vuepress/config.mjs",
    "docs/.vuepress/config.ts",
    "docs/.vuepress/config.js",
    "docs/.vuepress/config.mjs",
];
pub(super) const ASTRO: [&str; 3] = ["astro.config.mjs", "astro.config.ts", "astro.config.js"];
/// The sources of Starlight. A project of Astro without them is none of it.
const STARLIGHT: &str = "src/content/docs";

/// What lies beside `docs/` and `blog/`, and is no page of the site.
const NO_PAGES: [&str; 5] = ["/*.md", "/versioned_docs/", "/i18n/", "/src/components/", "/packages/"];

/// Parts of other pages.
const PARTIALS: [&str; 4] = ["_*.md", "_*.mdx", "**/_*/**/*.md", "**/_*/**/*.mdx"];

pub(super) fn docusaurus(settings: &mut ForeignSettings, _: &mut ProjectFiles) -> ForeignConfig {
    settings.report(Code::P0111, "", |diagnostic| diagnostic);
    let exclude = NO_PAGES.iter().chain(&PARTIALS).map(|pattern| (*pattern).to_owned()).collect();
    ForeignConfig {
        exclude,
        static_roots: folder("static").into_iter().collect(),
        field_names: &[("id", "slug")],
        ..ForeignConfig::default()
    }
}

pub(super) fn vitepress(settings: &mut ForeignSettings, _: &mut ProjectFiles) -> ForeignConfig {
    settings.report(Code::P0111, "", |diagnostic| diagnostic);
    let src = sources(settings);
    let public = RelPath::new_from(src.as_ref().map_or("", RelPath::as_str), "public");
    ForeignConfig { src, static_roots: public.into_iter().collect(), ..ForeignConfig::default() }
}

pub(super) fn vuepress(settings: &mut ForeignSettings, _: &mut ProjectFiles) -> ForeignConfig {
    settings.report(Code::P0111, "", |diagnostic| diagnostic);
    let public = RelPath::new_from(settings.path.folder(), "public");
    ForeignConfig { src: sources(settings), static_roots: public.into_iter().collect(), ..ForeignConfig::default() }
}

pub(super) fn is_starlight(_: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    files.has(STARLIGHT)
}

pub(super) fn starlight(settings: &mut ForeignSettings, _: &mut ProjectFiles) -> ForeignConfig {
    settings.report(Code::P0111, "", |diagnostic| diagnostic);
    let static_roots = folder("public").into_iter().collect();
    let field_names = &[("slug", "permalink")];
    let exclude = PARTIALS.map(str::to_owned).to_vec();
    ForeignConfig { src: folder(STARLIGHT), static_roots, exclude, field_names, ..ForeignConfig::default() }
}

/// The folder that holds `.vitepress/config.ts`; `None` for the root.
fn sources(settings: &ForeignSettings) -> Option<RelPath> {
    settings.path.folder().rsplit_once('/').and_then(|(above, _)| folder(above))
}

fn folder(path: &str) -> Option<RelPath> {
    RelPath::new(path)
}
