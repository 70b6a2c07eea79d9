//! How a body is to be read and rendered.

use crate::{
    model::{Config, HardBreaks, Lang, Punctuation, RawHtml, RelPath, Syntax},
    parse::{foreign::ForeignOptions, metadata::TitleHeading},
};

/// How to read and render a body.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// Relative to the project's root, for diagnostics and included files.
    pub path: &'a RelPath,
    /// The configuration. Without it, texts ask for no lists.
    pub config: Option<&'a Config>,
    /// Forms of Markdown that only some generators have.
    pub syntax: &'a [Syntax],
    /// Offset of the body in its file, for the places of diagnostics and links.
    pub offset: usize,
    /// What happens to raw HTML.
    pub html: RawHtml,
    /// What two blanks at the end of a line mean.
    pub hard_breaks: HardBreaks,
    /// What happens to half-width punctuation in Chinese text.
    pub punctuation: Punctuation,
    /// The language of the page.
    pub lang: &'a Lang,
    /// The title of the page. A heading in HTML with the same text is left out.
    pub title: &'a str,
    /// Texts of headings that are not in the body but have an anchor on the Git host: title and metadata.
    pub removed_headings: &'a [String],
    /// The heading that is the title, the first of those.
    pub heading: Option<&'a TitleHeading>,
    /// Whether the outline of the page is read, too.
    pub outline: bool,
}

impl<'a> Reading<'a> {
    /// Whether a form of Markdown is read.
    pub(super) fn has(&self, syntax: Syntax) -> bool {
        self.syntax.contains(&syntax)
    }

    pub(super) fn foreign_options(&self) -> ForeignOptions<'_> {
        let src = self.config.and_then(|config| config.src.as_ref());
        let values = self.config.map(|config| &config.values);
        ForeignOptions {
            values,
            title: self.title,
            syntax: self.syntax,
            path: self.path,
            src: src.map_or("", RelPath::as_str),
        }
    }

    /// A whole file without a title, read as one is without any configuration.
    pub fn new(path: &'a RelPath, lang: &'a Lang) -> Reading<'a> {
        Reading {
            path,
            config: None,
            syntax: &[],
            offset: 0,
            html: RawHtml::Keep,
            hard_breaks: HardBreaks::Keep,
            punctuation: Punctuation::Keep,
            lang,
            title: "",
            removed_headings: &[],
            heading: None,
            outline: false,
        }
    }
}
