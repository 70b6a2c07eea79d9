//! Templates in a project without `book.toml`, which may be of another program: Flask, Django, Zola.
//!
//! In: the files of the theme, and what is wrong with them. Out: the theme, or that the site's `templates/` is left out.

use super::{Cache, draw};
use crate::{
    diag::{Code, Diagnostic},
    plan::{JobOutput, Plan},
    render::{Renderer, Theme},
    source::ThemeFiles,
};
use std::{collections::BTreeSet, sync::Arc};

/// Loads a theme. All faults are reported.
pub fn load(files: &ThemeFiles, cache: &Cache) -> (Arc<Theme>, Arc<[Diagnostic]>) {
    cache.theme.of(&(&files.files, &files.own), |(files, own)| {
        let (theme, complaints) = Theme::load(files, own);
        (Arc::new(theme), complaints.into())
    })
}

/// Whether a fault is one of a file in the site's `templates/`.
pub fn is_in_site(fault: &Diagnostic) -> bool {
    fault.path.as_str().starts_with("templates/")
}

/// The warning that replaces a fault.
pub fn left_out(fault: &Diagnostic) -> Diagnostic {
    Diagnostic { code: Code::P0670, args: Arc::default(), nearest: None, ..fault.clone() }
}

/// The first fault when one page of each template is drawn.
pub fn first_fault(plan: &Plan, renderer: &Renderer, cache: &Cache) -> Option<Diagnostic> {
    let mut drawn = BTreeSet::new();
    plan.jobs.iter().find_map(|job| {
        let JobOutput::Page(sheet) = plan.output(job) else { return None };
        if !drawn.insert(sheet.template.to_string()) {
            return None;
        }
        let fault = renderer.render(&sheet, &draw::coloured(&sheet, &|code| cache.coloured(code))).err()?;
        is_in_site(&fault).then_some(*fault)
    })
}
