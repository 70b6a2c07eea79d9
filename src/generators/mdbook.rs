//! mdBook: `book.toml`, and the `SUMMARY.md` that is the order of its chapters.
//!
//! Deliberately not here: preprocessors and other outputs, which are programs.

use super::{
    ForeignConfig, lists,
    settings::{ForeignSettings, entries, items, text_of},
};
use crate::{
    model::{Lang, NavEntry, NavTarget, Navigation, Node, Redirect, RelPath, Repository, Syntax, Urls, scheme},
    parse::config::base_url,
    source::ProjectFiles,
};

/// Keys that would change what readers see.
const LEFT: [&str; 5] = [
    "output.html.additional-css",
    "output.html.additional-js",
    "output.html.theme",
    "output.html.no-section-label",
    "preprocessor",
];

/// Preprocessors that come with mdBook.
const PREPROCESSORS: [&str; 2] = ["links", "index"];

fn is_own_program((name, _): (&str, &Node)) -> bool {
    !PREPROCESSORS.contains(&name)
}

/// The order of the chapters.
fn summary(settings: &ForeignSettings) -> Option<RelPath> {
    let src = settings.text("book.src").unwrap_or_else(|| "src".into());
    RelPath::new_from(&src, "SUMMARY.md")
}

/// A book has an order of its chapters. With `reads = "plain"` that file is a page of the site, and a learning map.
pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    let Some(settings) = settings.filter(|settings| settings.node("book").is_some()) else { return false };
    summary(settings).is_some_and(|file| files.has(file.as_str()))
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    LEFT.iter().for_each(|key| settings.not_carried_over(key));
    let file = summary(settings);
    let text = file.as_ref().and_then(|file| files.read(file));
    let text = text.as_ref().and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
    let chapters = lists::chapters(text, target);
    // What the order does not name is no page.
    let mut exclude = vec!["*.md".to_owned()];
    named(&chapters, &mut exclude);
    let repository = settings.text("output.html.git-repository-url").and_then(|url| base_url(&url));
    let branch = settings.text("output.html.edit-url-template").and_then(|url| branch(&url));
    let host = settings.text("output.html.cname").and_then(|host| base_url(&format!("https://{host}/")));
    let redirects = redirects(settings);
    let authors = settings.node("book.authors").into_iter().flat_map(items).filter_map(text_of).collect();
    ForeignConfig {
        title: settings.text("book.title"),
        description: settings.text("book.description"),
        authors,
        language: settings.text("book.language").and_then(|tag| Lang::new(&tag)),
        src: settings.folder("book.src", "src", files),
        base_url: host.or_else(|| settings.text("output.html.site-url").and_then(|url| base_url(&url))),
        repository: repository.map(|url| Repository {
            url: url.trim_end_matches('/').to_owned(),
            branch: branch.unwrap_or_else(|| "main".into()),
        }),
        urls: Some(Urls::Html),
        syntax: if settings.flag("output.html.mathjax-support") == Some(true) {
            vec![Syntax::Formulas]
        } else {
            Vec::new()
        },
        exclude,
        has_named_links: settings.node("preprocessor").into_iter().flat_map(entries).any(is_own_program),
        navigation: file.map(|file| Navigation { redirects, ..Navigation::new(file, chapters) }),
        ..ForeignConfig::default()
    }
}

/// A chapter; one that is not written yet has no file.
fn target(link: &str) -> Option<NavTarget> {
    let path = link.trim().trim_matches(['<', '>']).replace("%20", " ");
    let path = path.split('#').next().unwrap_or_default();
    if scheme(path).is_some() {
        return Some(NavTarget::Url(path.to_owned()));
    }
    RelPath::new(path).filter(|path| path.is_markdown()).map(NavTarget::Source)
}

/// Patterns that let the chapters in.
fn named(chapters: &[NavEntry], patterns: &mut Vec<String>) {
    for NavEntry { target, entries, .. } in chapters {
        if let Some(NavTarget::Source(path)) = target {
            let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '\\' | ' ');
            let escaped = path.as_str().chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c]));
            patterns.push(format!("!/{}", escaped.collect::<String>()));
        }
        named(entries, patterns);
    }
}

/// `https://github.com/o/r/edit/main/{path}`
fn branch(template: &str) -> Option<String> {
    let mut parts = template.split('/').skip_while(|part| !matches!(*part, "edit" | "blob" | "tree")).skip(1);
    parts.next().filter(|branch| !branch.is_empty() && !branch.contains('{')).map(str::to_owned)
}

/// Former addresses that lead to a page of the book.
fn redirects(settings: &mut ForeignSettings) -> Vec<Redirect> {
    let mut left = Vec::new();
    let mut redirects = Vec::new();
    for (from, to) in settings.node("output.html.redirect").into_iter().flat_map(entries) {
        let page = |path: &str, folder: &str| {
            let path = path.split('#').next()?;
            let file = path.strip_suffix(".html").filter(|_| scheme(path).is_none())?;
            let file = if file.ends_with("index") { file.replacen("index", "README", 1) } else { file.to_owned() };
            RelPath::new_from(
                if path.starts_with('/') { "" } else { folder },
                &format!("{}.md", file.trim_start_matches('/')),
            )
        };
        let source = page(from, "");
        let target = source.as_ref().and_then(|source| page(&text_of(to)?, source.folder()));
        match source.zip(target) {
            Some((from, target)) => redirects.push(Redirect { from, to: NavTarget::Source(target), at: 0..0 }),
            None => left.push(format!("output.html.redirect.{from}")),
        }
    }
    left.into_iter().for_each(|name| settings.leave(name));
    redirects
}

#[cfg(test)]
mod tests {
    use super::{lists, target};
    use crate::model::{NavEntry, NavTarget};

    fn shown(entries: &[NavEntry], text: &str) -> String {
        let entry = |entry: &NavEntry| {
            let target = match &entry.target {
                Some(NavTarget::Source(path)) => format!(" {path}"),
                Some(NavTarget::Url(url) | NavTarget::Page(url) | NavTarget::Folder(url)) => format!(" {url}"),
                None => String::new(),
            };
            let inner =
                if entry.entries.is_empty() { String::new() } else { format!(" ({})", shown(&entry.entries, text)) };
            assert!(text[entry.at.clone()].contains(entry.title.as_deref().unwrap_or_default()));
            format!("{}{target}{inner}", entry.title.as_deref().unwrap_or_default())
        };
        entries.iter().map(entry).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_summary_is_the_order_of_chapters() {
        let text = "# Summary\n\n[Preface](preface.md)\n\n- [A](a.md)\n    - [B](b/README.md)\n    - [Later]()\n\n# Part\n\n\
                    - [C](<c d.md>)\n\n---\n\n[End](end.md)\n[Site](https://example.org/)\n";
        assert_eq!(
            shown(&lists::chapters(text, target), text),
            "Preface preface.md, A a.md (B b/README.md, Later), Part (C c d.md), End end.md, Site https://example.org/"
        );
        assert_eq!(
            shown(&lists::chapters("- [A](a.md)\n# Part\n- [B](b.md)\n", target), "- [A](a.md)\n# Part\n- [B](b.md)\n"),
            "A a.md, Part (B b.md)"
        );
    }
}
