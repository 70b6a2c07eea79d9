//! The mark on pages that are shown because of `--drafts` or `--future`, or that expire soon.
//!
//! Deliberately not here: which pages are shown (`site`).

use super::Plan;
use crate::{
    model::Date,
    site::Page,
    view::{DateView, RibbonView},
};
use jiff::ToSpan;

/// A page that expires within so many days is marked.
const SOON: i64 = 14;

impl Plan {
    /// `None` in a build without `--drafts` and `--future`.
    pub fn ribbon(&self, page: &Page) -> Option<RibbonView> {
        let (config, today) = (&self.site.config, self.site.today.day);
        if !config.drafts && !config.future && !config.preview {
            return None;
        }
        let strings = self.strings(&page.lang);
        let date = |day| -> DateView { strings.date(Date { day, clock: None }) };
        let flags = &page.flags;
        if flags.is_draft {
            return Some(RibbonView { reason: "draft", date: None });
        }
        if let Some(from) = flags.from.filter(|from| *from > today) {
            return Some(RibbonView { reason: "future", date: Some(date(from)) });
        }
        let soon = today.checked_add(SOON.days()).ok()?;
        let expires = flags.expires.filter(|expires| *expires <= soon)?;
        Some(RibbonView { reason: "expires", date: Some(date(expires)) })
    }
}
