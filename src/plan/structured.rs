//! Structured data of a document for search engines: JSON-LD with the vocabulary of schema.org.

use super::{Plan, head::json_ld};
use crate::{
    model::{Date, FieldValue, Href, Subject},
    site::Page,
    view::{LinkView, PageView},
};
use serde_json::{Value, json};

impl Plan {
    /// Nothing without a base address: all addresses are absolute.
    pub fn structured(&self, page: &Page, head: &PageView) -> Option<String> {
        if head.canonical.is_empty() {
            return None;
        }
        let value = match self.site.kind(page).subject {
            Subject::Post => self.article(page, head, "BlogPosting").filter(|_| page.date.is_some())?,
            Subject::Article => self.article(page, head, "Article")?,
            Subject::Organisation => self.organisation(page, head),
            Subject::Person => self.person(page, head),
        };
        Some(json_ld(&value))
    }

    fn article(&self, page: &Page, head: &PageView, kind: &str) -> Option<Value> {
        let meta = &page.document.meta;
        let mut article = json!({
            "@context": "https://schema.org",
            "@type": kind,
            "headline": meta.title,
            "inLanguage": page.lang.html(),
            "mainEntityOfPage": head.canonical,
            "description": head.description,
            "wordCount": page.document.words,
            "publisher": {"@type": "Organization", "name": self.site_title(&page.lang)},
        });
        let authors: Vec<_> = self.authors(page).iter().map(|author| self.author(author)).collect();
        let keywords: Vec<_> = self.terms_of(page, "tags").into_iter().map(|LinkView { title, .. }| title).collect();
        let customer = text(page, "customer").map(|name| json!({"@type": "Organization", "name": name}));
        add(
            &mut article,
            [
                ("author", (!authors.is_empty()).then(|| json!(authors))),
                ("keywords", (!keywords.is_empty()).then(|| json!(keywords))),
                ("datePublished", page.date.map(|date| json!(written(date)))),
                ("dateModified", page.updated.map(|date| json!(written(date)))),
                ("image", (!head.image.is_empty()).then(|| json!(head.image))),
                ("about", customer.filter(|_| kind == "Article")),
            ],
        );
        Some(article)
    }

    fn author(&self, author: &LinkView) -> Value {
        let mut person = json!({"@type": "Person", "name": author.title});
        add(&mut person, [("url", (!author.url.is_empty()).then(|| json!(self.under_base(&author.url))))]);
        person
    }

    fn organisation(&self, page: &Page, head: &PageView) -> Value {
        let mut value = json!({
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": page.document.meta.title,
            "mainEntityOfPage": head.canonical,
        });
        let description = (!head.description.is_empty()).then(|| json!(head.description));
        add(
            &mut value,
            [
                ("description", description),
                ("url", self.link_of(page, "website")),
                ("logo", self.link_of(page, "logo")),
            ],
        );
        value
    }

    fn person(&self, page: &Page, head: &PageView) -> Value {
        let mut value = json!({
            "@context": "https://schema.org",
            "@type": "Person",
            "name": text(page, "name").unwrap_or(&page.document.meta.title),
            "url": head.canonical,
        });
        let links = match page.document.meta.fields.get("links") {
            Some(FieldValue::Rows(rows)) => {
                rows.iter().filter_map(|row| self.absolute_of(page, row.get("url")?)).collect()
            }
            _ => Vec::new(),
        };
        add(
            &mut value,
            [
                ("jobTitle", text(page, "role").map(|role| json!(role))),
                ("affiliation", text(page, "organisation").map(|name| json!({"@type": "Organization", "name": name}))),
                ("image", self.link_of(page, "avatar")),
                ("sameAs", (!links.is_empty()).then(|| json!(links))),
            ],
        );
        value
    }

    fn link_of(&self, page: &Page, field: &str) -> Option<Value> {
        self.absolute_of(page, page.document.meta.fields.get(field)?).map(|url| json!(url))
    }

    /// Where a field leads, absolute.
    fn absolute_of(&self, page: &Page, value: &FieldValue) -> Option<String> {
        let FieldValue::Link(link) = value else { return None };
        match self.site.href(page, *link)? {
            Href::Site(path) | Href::File(path, _) => Some(self.under_base(&path)),
            Href::Raw(url) => Some(url.as_str().to_owned()).filter(|url| url.starts_with("http")),
        }
    }

    fn under_base(&self, path: &str) -> String {
        self.site.config.base_url.clone().unwrap_or_default() + path
    }
}

fn text<'p>(page: &'p Page, field: &str) -> Option<&'p str> {
    match page.document.meta.fields.get(field) {
        Some(FieldValue::Text(text)) => Some(text),
        _ => None,
    }
}

fn add<const N: usize>(object: &mut Value, optional: [(&str, Option<Value>); N]) {
    for (name, value) in optional {
        if let Some(value) = value {
            object[name] = value;
        }
    }
}

/// A day as it was written, or a moment with its offset.
fn written(date: Date) -> String {
    if date.clock.is_some() { date.rfc3339() } else { date.iso() }
}
