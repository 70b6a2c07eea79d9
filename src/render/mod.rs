//! Draws a page: a view, a template, the words of its language.
//!
//! In: a [`Sheet`] and the [`Theme`]. Out: the bytes of an HTML page. Pure: the same for the same sheet and
//! theme, on any thread, so that the engine may remember it.
//!
//! What always holds: a template sees the view, `site`, `t`, `root`, `content` and `parts`, and looks nothing up; a
//! fault in a template points into the template's file and names the page.
//!
//! Deliberately not here: Markdown (drawn before any template runs) and everything that reads a file.

mod faults;
mod fill;
mod filters;
mod lines;
mod picture;
mod tags;
mod theme;
mod words;

pub use fill::{Filled, Filling, fill};
pub use lines::{Lines, lines, lines_of};
pub use theme::Theme;

use crate::{
    diag::{Code, Diagnostic},
    model::Lang,
    plan::{Content, Sheet},
    view::SiteView,
};
use std::{collections::BTreeMap, sync::Arc};
use tera::{Context, Value};

/// The code of a page, coloured: one HTML text for each of its document's blocks.
pub type Coloured = Vec<Arc<str>>;

/// Bytes of a page around its text, about.
const FRAME: usize = 8 * 1024;

/// A theme that knows the site it draws.
pub struct Renderer {
    theme: Arc<Theme>,
    /// Shared by all pages of a language, so that each page only copies a pointer.
    sites: BTreeMap<Lang, (Value, Value)>,
}

impl Renderer {
    pub fn new(theme: Arc<Theme>, sites: &BTreeMap<Lang, SiteView>) -> Renderer {
        let values =
            |(lang, site): (&Lang, &SiteView)| (lang.clone(), (Value::from_serializable(site), theme.words(lang)));
        let sites = sites.iter().map(values).collect();
        Renderer { theme, sites }
    }

    /// Draws one page. `code` holds its document's coloured blocks.
    pub fn render(&self, sheet: &Sheet, code: &[Arc<str>]) -> Result<Vec<u8>, Box<Diagnostic>> {
        let template = format!("{}.html", sheet.template);
        let missing = || {
            let path = self.theme.shown(&template);
            Box::new(
                Diagnostic::new(Code::P0603, &path)
                    .arg("template", &template)
                    .nearest(self.theme.nearest_template(&sheet.template)),
            )
        };
        if !self.theme.tera.contains_template(&template) {
            return Err(missing());
        }
        let fault = |error: &tera::Error| Box::new(self.theme.failed(error, &template, page_url(sheet)));
        let mut context = Context::from_serialize(&sheet.view).map_err(|error| fault(&error))?;
        let content = sheet.content.as_ref().map(|content| {
            let Content { document, hrefs, pictures } = content;
            fill(&document.body, &Filling { hrefs, pictures, code, root: &sheet.root })
        });
        let Filled { html: content, parts } = content.unwrap_or_default();
        context.insert_value("content", Value::safe_string(&content));
        let parts: Vec<Value> = parts.iter().map(|part| Value::safe_string(part)).collect();
        context.insert_value("parts", Value::from(parts));
        context.insert_value("root", Value::safe_string(&sheet.root));
        if let Some((site, words)) = self.sites.get(&sheet.lang) {
            context.insert_value("site", site.clone());
            context.insert_value("t", words.clone());
        }
        let mut html = Vec::with_capacity(content.len() + FRAME);
        self.theme.tera.render_to(&template, &context, &mut html).map_err(|error| fault(&error))?;
        if html.last() != Some(&b'\n') {
            html.push(b'\n');
        }
        Ok(html)
    }
}

fn page_url(sheet: &Sheet) -> String {
    use crate::view::View;
    let page = match &sheet.view {
        View::Home(view) => &view.page,
        View::Document(view) => &view.page,
        View::Section(view) => &view.page,
        View::Taxonomy(view) => &view.page,
        View::Term(view) => &view.page,
        View::Archive(view) => &view.page,
        View::Matrix(view) => &view.page,
        View::Contributors(view) => &view.page,
        View::NotFound(view) => &view.page,
    };
    format!("/{}", crate::model::decode_path(&page.url))
}
