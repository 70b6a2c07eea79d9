//! Links as they are written: which part of the text is a path, and whether it is one at all.

use crate::model::Repository;

/// Beginnings of addresses that lead into the project's own repository on the web.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Own(Vec<String>);

/// A link's text, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Written<'t> {
    pub target: &'t str,
    /// Whether it spells the repository out; then the path is one from its top.
    pub is_own: bool,
    pub path: &'t str,
    /// From `?` or `#` on.
    pub rest: &'t str,
}

impl Own {
    pub fn of(repository: Option<&Repository>) -> Own {
        let own = repository.iter().flat_map(|repository| {
            let raw = repository
                .url
                .strip_prefix("https://github.com/")
                .map(|name| format!("https://raw.githubusercontent.com/{name}/"));
            ["blob", "tree", "raw", "edit", "blame"]
                .map(|verb| format!("{}/{verb}/", repository.url))
                .into_iter()
                .chain(raw)
        });
        Own(own.collect())
    }

    pub fn read<'t>(&self, target: &'t str) -> Written<'t> {
        let target = target.trim();
        let own = self.0.iter().find_map(|own| strip_prefix_ignoring_case(target, own));
        // The branch goes.
        let path = own.map(|path| path.split_once('/').map_or("", |(_, path)| path));
        let (path, rest) = split(path.unwrap_or(target));
        Written { target, is_own: own.is_some(), path, rest }
    }
}

impl<'t> Written<'t> {
    /// Whether it leads to another site, or nowhere.
    pub fn is_elsewhere(&self) -> bool {
        has_scheme(self.target) || self.target.starts_with("//") || self.target.is_empty()
    }

    /// What stands behind the `#`.
    pub fn fragment(&self) -> Option<&'t str> {
        self.rest.split_once('#').map(|(_, fragment)| fragment)
    }
}

/// Path, and the rest from `?` or `#` on.
fn split(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}

fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// `path` as a link from the folder `from`.
pub fn relative(from: &str, path: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let same = from.iter().zip(&to).take(to.len() - 1).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - same) + &to[same..].join("/")
}

#[cfg(test)]
mod tests {
    use super::{has_scheme, relative};

    #[test]
    fn a_suggestion_is_written_as_the_link_would_be() {
        assert_eq!(relative("class", "201703/a.md"), "../201703/a.md");
        assert_eq!(relative("", "a.md"), "a.md");
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
    }

    #[test]
    fn a_scheme_is_told_from_a_path() {
        assert!(has_scheme("mailto:x") && !has_scheme("中文:x") && !has_scheme("a/b:c"));
    }
}
