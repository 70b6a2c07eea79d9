//! The title of the site, if the configuration has none.

use super::{LanguageSite, Page, SiteInput};

/// The title of the home page, else of the README at the top, else the name of the repository, else of the folder.
pub(super) fn title(input: &SiteInput, pages: &[Page], languages: &[LanguageSite]) -> String {
    let of_home = || written(&pages[languages[0].sections[""].own?]);
    let is_readme = |page: &&Page| {
        let path = &page.document.path;
        path.folder().is_empty() && path.stem().eq_ignore_ascii_case("readme")
    };
    let of_readme = || pages.iter().find(is_readme).and_then(written);
    let of_repository = || input.setting.repository.and_then(|own| own.url.rsplit('/').next()).map(str::to_owned);
    let title = input.setting.config.title.clone().or_else(of_home).or_else(of_readme).or_else(of_repository);
    title.unwrap_or_else(|| input.name.to_owned())
}

/// The title of a page. The name of a file or a folder is no title of a site.
fn written(page: &Page) -> Option<String> {
    let (title, path) = (&page.document.meta.title, &page.document.path);
    let is_name = title == path.stem() || path.folder().rsplit('/').next() == Some(title);
    (!is_name).then(|| title.clone())
}
