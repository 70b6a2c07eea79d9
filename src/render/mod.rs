//! Renders a page from a view, a template and the words of its language.
//!
//! In: a [`PageInput`] and the [`Theme`]. Out: the bytes of an HTML page. Pure: the same for the same input and
//! theme, on any thread, so the engine can cache it.
//!
//! What always holds: a template sees the view, `site`, `t`, `root`, `content` and `parts`, and looks nothing up; a
//! diagnostic about a template points into the template's file and names the page.
//!
//! Deliberately not here: Markdown (written before any template runs) and everything that reads a file.

mod body;
mod filters;
mod holes;
mod lines;
mod picture;
mod tags;
mod template_errors;
mod theme;
mod words;

pub use body::{BodyHtml, render_body};
pub use holes::HoleValues;
pub use lines::{SourceLines, lines};
pub use theme::Theme;

use crate::{
    diag::{Code, Diagnostic},
    model::Lang,
    plan::{BodyInput, PageInput},
    view::SiteView,
};
use std::{collections::BTreeMap, sync::Arc};
use tera::{Context, Value};

/// The highlighted code of a page: HTML of each block.
pub type Coloured = Vec<Arc<str>>;

/// The template of a list in a text.
const EMBEDDED: &str = "embedded.html";

/// About how many bytes of a page are around its body.
const FRAME: usize = 8 * 1024;

/// A theme with the values of a site that all its pages share.
pub struct Renderer {
    theme: Arc<Theme>,
    /// Shared by all pages of a language, so that each page only copies a pointer.
    sites: BTreeMap<Lang, (Value, Value)>,
}

impl Renderer {
    /// Prepares the values of each language.
    pub fn new(theme: Arc<Theme>, sites: &BTreeMap<Lang, SiteView>) -> Renderer {
        let values =
            |(lang, site): (&Lang, &SiteView)| (lang.clone(), (Value::from_serializable(site), theme.words(lang)));
        let sites = sites.iter().map(values).collect();
        Renderer { theme, sites }
    }

    /// Renders one page. `code` holds its document's coloured blocks.
    pub fn render(&self, input: &PageInput, code: &[Arc<str>]) -> Result<Vec<u8>, Box<Diagnostic>> {
        let template = format!("{}.html", input.template);
        let missing = || {
            let path = self.theme.shown(&template);
            Box::new(
                Diagnostic::new(Code::P0603, &path)
                    .arg("template", &template)
                    .nearest(self.theme.nearest_template(&input.template)),
            )
        };
        if !self.theme.tera.contains_template(&template) {
            return Err(missing());
        }
        let failed = |error: &tera::Error| Box::new(self.theme.failed(error, &template, page_url(input)));
        let mut context = Context::from_serialize(&input.view).map_err(|error| failed(&error))?;
        let lists = &self.lists(input)?;
        let content = input.content.as_ref().map(|content| {
            let BodyInput { document, hrefs, pictures, .. } = content;
            render_body(&document.body, &HoleValues { hrefs, pictures, code, lists, root: &input.root })
        });
        let BodyHtml { html: content, parts } = content.unwrap_or_default();
        context.insert_value("content", Value::safe_string(&content));
        let parts: Vec<Value> = parts.iter().map(|part| Value::safe_string(part)).collect();
        context.insert_value("parts", Value::from(parts));
        self.insert_shared(&mut context, input);
        let mut html = Vec::with_capacity(content.len() + FRAME);
        self.theme.tera.render_to(&template, &context, &mut html).map_err(|error| failed(&error))?;
        if html.last() != Some(&b'\n') {
            html.push(b'\n');
        }
        Ok(html)
    }

    /// The lists that the text of a page asks for, as HTML.
    fn lists(&self, input: &PageInput) -> Result<Vec<String>, Box<Diagnostic>> {
        let lists = input.content.iter().flat_map(|content| &content.lists);
        let rendered = lists.map(|list| {
            let mut context = Context::from_serialize(list)?;
            context.insert_value("parts", Value::from(Vec::<Value>::new()));
            self.insert_shared(&mut context, input);
            self.theme.tera.render(EMBEDDED, &context)
        });
        rendered
            .collect::<Result<_, _>>()
            .map_err(|error| Box::new(self.theme.failed(&error, EMBEDDED, page_url(input))))
    }

    /// Adds what every template sees.
    fn insert_shared(&self, context: &mut Context, input: &PageInput) {
        context.insert_value("root", Value::safe_string(&input.root));
        if let Some((site, words)) = self.sites.get(&input.lang) {
            context.insert_value("site", site.clone());
            context.insert_value("t", words.clone());
        }
    }
}

fn page_url(input: &PageInput) -> String {
    use crate::view::View;
    let page = match &input.view {
        View::Home(view) => &view.page,
        View::Document(view) => &view.page,
        View::Section(view) => &view.page,
        View::Taxonomy(view) => &view.page,
        View::Term(view) => &view.page,
        View::Archive(view) => &view.page,
        View::Matrix(view) => &view.page,
        View::Contributors(view) => &view.page,
        View::Search(view) => &view.page,
        View::NotFound(view) => &view.page,
    };
    format!("/{}", crate::model::decode_path(&page.url))
}
