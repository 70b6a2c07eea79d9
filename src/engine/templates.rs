//! The theme that a site is rendered with.
//!
//! In: the files of the theme, and the site, which says what templates it uses. Out: a theme without faults of its own,
//! and a renderer.
//!
//! In a project without `book.toml`, `templates/` may belong to another program: Flask, Django, Zola. Where a template in
//! it is faulty, all of them are left out, with a warning. In a project of a generator that has this folder itself, they
//! are left out without a word.

use super::{Cache, Diagnostics, render};
use crate::{
    diag::{Code, Diagnostic},
    model::{Hash128, Lang},
    plan::{JobOutput, Plan},
    render::{Renderer, Theme},
    site::Site,
    source::{Snapshot, ThemeFiles},
    view::SiteView,
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(super) struct SiteTheme<'a> {
    pub theme: Arc<Theme>,
    pub files: Cow<'a, ThemeFiles>,
    /// Whether nobody says that the templates in the project are for us.
    is_guessed: bool,
}

impl<'a> SiteTheme<'a> {
    pub(super) fn load(
        site: &Site,
        snapshot: &'a Snapshot,
        cache: &Cache,
        diagnostics: &mut Diagnostics,
    ) -> SiteTheme<'a> {
        let config = &site.config;
        let kinds = config.kinds.iter().flat_map(|kind| [Some(kind.name.as_str()), kind.template.as_deref()]);
        let named = site.pages.iter().filter(|page| page.flags.has_template);
        let named = named.filter_map(|page| Some(page.document.meta.template.as_ref()?.text.as_str()));
        let mut files = match config.has_own_templates {
            true => Cow::Owned(snapshot.theme.without_templates()),
            false => snapshot.theme.without_foreign(kinds.flatten().chain(named)),
        };
        if let Some(accent) = &config.accent {
            files = Cow::Owned(files.into_owned().with_accent(accent));
        }
        let is_guessed = !config.file.exists() && !files.covered.is_empty();
        let (mut theme, mut found) = load(&files, cache);
        if let Some(diagnostic) = found.iter().find(|diagnostic| is_guessed && is_in_site(diagnostic)) {
            diagnostics.extend([left_out(diagnostic)]);
            files = Cow::Owned(files.without_templates());
            (theme, found) = load(&files, cache);
        }
        diagnostics.push_file(found);
        SiteTheme { theme, is_guessed: is_guessed && !files.covered.is_empty(), files }
    }

    /// What renders the pages of a plan, and the hash of everything that all pages are rendered with. The plan loses the
    /// templates that are left out.
    pub(super) fn renderer(
        &mut self,
        plan: &mut Plan,
        cache: &Cache,
        diagnostics: &mut Diagnostics,
    ) -> (Renderer, Hash128) {
        let view = |lang: &Lang| (lang.clone(), plan.site_view(lang, &self.theme.assets));
        let languages = plan.site.languages.iter().map(|language| &language.lang);
        let sites: BTreeMap<Lang, SiteView> = languages.map(view).collect();
        let renderer = Renderer::new(self.theme.clone(), &sites);
        if self.is_guessed
            && let Some(diagnostic) = first_error(plan, &renderer, cache)
        {
            diagnostics.extend([left_out(&diagnostic)]);
            let files = self.files.without_templates();
            let (theme, _) = load(&files, cache);
            plan.files = files.files;
            let key = Hash128::of_value(&(&sites, theme.hash));
            return (Renderer::new(theme, &sites), key);
        }
        (renderer, Hash128::of_value(&(&sites, self.theme.hash)))
    }
}

/// Loads a theme. Everything that is wrong with it is reported.
fn load(files: &ThemeFiles, cache: &Cache) -> (Arc<Theme>, Arc<[Diagnostic]>) {
    cache.theme.of(&(&files.files, &files.own), |(files, own)| {
        let (theme, diagnostics) = Theme::load(files, own);
        (Arc::new(theme), diagnostics.into())
    })
}

/// Whether a diagnostic is about a file in the site's `templates/`.
fn is_in_site(diagnostic: &Diagnostic) -> bool {
    diagnostic.path.as_str().starts_with("templates/")
}

/// The warning that the templates are left out because of an error.
fn left_out(error: &Diagnostic) -> Diagnostic {
    Diagnostic { code: Code::P0670, args: Arc::default(), nearest: None, ..error.clone() }
}

/// The first error of a site's template when one page of each template is rendered.
fn first_error(plan: &Plan, renderer: &Renderer, cache: &Cache) -> Option<Diagnostic> {
    let mut rendered = BTreeSet::new();
    plan.jobs.iter().find_map(|job| {
        let JobOutput::Page(sheet) = plan.output(job) else { return None };
        if !rendered.insert(sheet.template.to_string()) {
            return None;
        }
        let error = renderer.render(&sheet, &render::coloured(&sheet, &|code| cache.coloured(code))).err()?;
        is_in_site(&error).then_some(*error)
    })
}
