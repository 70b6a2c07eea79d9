//! Diagnostics of templates that cannot be loaded, each with its file, its line and what is missing.
//!
//! In: the error of the template library, and the templates. Out: diagnostics. A block that many templates of the theme
//! override and the site's own `base.html` lacks gives one diagnostic, in that file.

use super::{tags::Tags, words::of_syntax};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::RelPath,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};
use tera::ErrorKind;

/// Most templates that one message names.
const NAMED: usize = 3;

/// The templates of a theme by name, and for the site's own the paths of their files from the root.
pub(super) struct Templates<'t> {
    pub texts: BTreeMap<&'t str, &'t str>,
    pub own: &'t BTreeMap<String, RelPath>,
}

impl Templates<'_> {
    /// The diagnostics of an error while loading.
    pub(super) fn diagnostics(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let (name, message) = (report.filename(), report.message());
                let is_open = matches!(message, "Unknown tag" | "Unexpected end of input");
                let unclosed = self.texts.get(name).and_then(|text| Tags::of(text).unclosed).filter(|_| is_open);
                vec![match unclosed {
                    Some((tag, at)) => {
                        let end = format!("{{% end{} %}}", tag.trim_end_matches("_global"));
                        self.diagnostic(Code::P0681, name, Some(at))
                            .arg("tag", format!("{{% {tag} %}}"))
                            .arg("end", end)
                    }
                    None => {
                        let at = report.span().range.clone();
                        let tag = self.texts.get(name).and_then(|text| text.get(at.clone())).unwrap_or_default();
                        let detail = match message {
                            "Unknown tag" if tag.starts_with("end") || matches!(tag, "else" | "elif") => {
                                format!("{{% {tag} %}} belongs to no tag before it")
                            }
                            "Unknown tag" => format!("there is no tag `{tag}`"),
                            message => of_syntax(message),
                        };
                        self.diagnostic(Code::P0601, name, Some(at)).arg("detail", detail)
                    }
                }]
            }
            ErrorKind::MissingParent { current, parent } => {
                let at = self.texts.get(&**current).and_then(|text| Tags::of(text).parent).map(|(_, at)| at);
                let known = nearest(parent, self.texts.keys().copied());
                let detail = format!("it extends {parent}, which is not there");
                vec![self.diagnostic(Code::P0601, current, at).arg("detail", detail).nearest(known)]
            }
            ErrorKind::CircularExtend { inheritance_chain: chain, .. } => vec![self.circle(chain, "extends")],
            ErrorKind::CircularInclude { include_chain: chain, .. } => vec![self.circle(chain, "includes")],
            _ => self.of_references(&error.to_string()),
        }
    }

    /// Templates that extend or include each other in a circle: the diagnostic is in the first that is the site's own.
    fn circle(&self, chain: &[String], verb: &str) -> Diagnostic {
        let own = chain.iter().find(|name| self.own.contains_key(&format!("templates/{name}")));
        let name = own.or_else(|| chain.first()).map_or("base.html", String::as_str);
        let tags = self.texts.get(name).map(|text| Tags::of(text)).unwrap_or_default();
        let at = tags.parent.filter(|_| verb == "extends").map(|(_, at)| at);
        let detail = format!("it {verb} itself: {}", chain.join(" -> "));
        self.diagnostic(Code::P0601, name, at).arg("detail", detail)
    }

    /// References to something that does not exist. The library gives all of them as one text.
    fn of_references(&self, reports: &str) -> Vec<Diagnostic> {
        let mut diagnostics = self.missing_blocks();
        for report in reports.split("\n\n").filter(|report| !report.starts_with("error: Block ")) {
            let mut lines = report.lines();
            let detail = of_syntax(lines.next().unwrap_or_default().trim_start_matches("error: "));
            let place = lines.next().and_then(|line| self.place(line.trim().strip_prefix("--> ")?));
            diagnostics.push(match place {
                Some((name, at)) => self.diagnostic(Code::P0601, name, Some(at)).arg("detail", detail),
                None => {
                    let is_named = |name: &&&str| reports.contains(&format!("`{name}`"));
                    let mut named = self.texts.keys().filter(is_named);
                    let own = named.clone().find(|name| self.own.contains_key(&format!("templates/{name}")));
                    let name = own.or_else(|| named.next()).copied().unwrap_or("base.html");
                    self.diagnostic(Code::P0601, name, None).arg("detail", detail)
                }
            });
        }
        diagnostics
    }

    /// `page.html:3:7`, the column in characters, as a template and the bytes from there to the end of the word.
    fn place(&self, place: &str) -> Option<(&str, Range<usize>)> {
        let (rest, column) = place.rsplit_once(':')?;
        let (name, line) = rest.rsplit_once(':')?;
        let (name, text) = self.texts.get_key_value(name)?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let start = start + text[start..].chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>();
        let word = text[start..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(0);
        Some((name, start..start + word.max(1)))
    }

    /// Blocks that a template overrides but none that it extends defines.
    fn missing_blocks(&self) -> Vec<Diagnostic> {
        let tags: BTreeMap<&str, Tags> = self.texts.iter().map(|(name, text)| (*name, Tags::of(text))).collect();
        let is_own = |name: &str| self.own.contains_key(&format!("templates/{name}"));
        let mut unknown = Vec::new();
        // By the site's own template that lacks them: the blocks, and the templates that override them.
        let mut lacking: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
        for (name, own) in tags.iter().filter(|(_, tags)| tags.parent.is_some()) {
            let mut above = Vec::new();
            let mut at = own;
            while let Some((parent, _)) = &at.parent
                && let Some((parent, tags)) = tags.get_key_value(parent)
                && !above.contains(parent)
            {
                above.push(*parent);
                at = tags;
            }
            let known: BTreeSet<&str> =
                above.iter().flat_map(|name| &tags[name].blocks).map(|(name, _)| *name).collect();
            for (block, at) in own.top.iter().filter(|(block, _)| !known.contains(block)) {
                match above.iter().find(|above| is_own(above)).filter(|_| !is_own(name)) {
                    Some(lacks) => {
                        let (blocks, overriders) = lacking.entry(lacks).or_default();
                        blocks.insert(block);
                        overriders.insert(name);
                    }
                    None => {
                        let near = nearest(block, known.iter().copied());
                        let diagnostic = self.diagnostic(Code::P0682, name, Some(at.clone())).arg("block", block);
                        unknown.push(diagnostic.arg("parent", above.join(", ")).nearest(near));
                    }
                }
            }
        }
        let lacking = lacking.into_iter().map(|(name, (blocks, overriders))| {
            let blocks: Vec<&str> = blocks.into_iter().collect();
            let mut by: Vec<String> = overriders.iter().take(NAMED).map(ToString::to_string).collect();
            by.extend(overriders.len().checked_sub(NAMED).filter(|more| *more > 0).map(|more| format!("+{more}")));
            let at = tags[name].parent.as_ref().map_or(0..0, |(_, at)| at.clone());
            self.diagnostic(Code::P0680, name, Some(at)).arg("block", blocks.join(", ")).arg("by", by.join(", "))
        });
        lacking.chain(unknown).collect()
    }

    fn diagnostic(&self, code: Code, name: &str, at: Option<Range<usize>>) -> Diagnostic {
        let diagnostic = Diagnostic::new(code, &shown(name, self.own));
        match at {
            Some(at) => diagnostic.at(at),
            None => diagnostic,
        }
    }
}

/// The file of a template in messages; `own` has the paths of the site's own files.
pub(super) fn shown(template: &str, own: &BTreeMap<String, RelPath>) -> RelPath {
    file(&format!("templates/{template}"), own)
}

/// The path from the root of a file of the theme.
pub(super) fn file(name: &str, own: &BTreeMap<String, RelPath>) -> RelPath {
    let found = own.get(name).cloned().or_else(|| RelPath::new(name));
    found.unwrap_or_else(|| RelPath::new("theme.toml").expect("a plain name"))
}
