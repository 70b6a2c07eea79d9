//! Docsify: `index.html` with `$docsify`, and `_sidebar.md`.
//!
//! Deliberately not here: the options in `index.html`, which are a program.

use super::{ForeignConfig, lists, settings::ForeignSettings};
use crate::{
    model::{AnchorStyle, NavTarget, Navigation, RelPath, scheme},
    source::ProjectFiles,
};

pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    let page = settings.and_then(|settings| files.read(&settings.path));
    page.is_some_and(|page| String::from_utf8_lossy(&page).contains("$docsify"))
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    let folder = settings.path.folder().to_owned();
    let sidebar = RelPath::new_from(&folder, "_sidebar.md");
    let navigation = sidebar.and_then(|file| {
        let text = files.read(&file)?;
        let entries = lists::entries(std::str::from_utf8(&text).ok()?, target);
        Some(Navigation::new(file, entries))
    });
    ForeignConfig {
        src: RelPath::new(&folder).filter(|_| !folder.is_empty()),
        exclude: vec!["_*.md".to_owned()],
        anchors: AnchorStyle::HostDigits,
        navigation,
        ..ForeignConfig::default()
    }
}

/// Where a link in the list leads: from the folder of the sources.
fn target(link: &str) -> Option<NavTarget> {
    let path = link.split([' ', '?']).next().unwrap_or_default().trim_matches(['<', '>']);
    if scheme(path).is_some() || path.starts_with("//") {
        return Some(NavTarget::Url(path.to_owned()));
    }
    let path = path.trim_start_matches("#").trim_start_matches('/').split('#').next().unwrap_or_default();
    let file = match path {
        "" => "README.md".to_owned(),
        path if path.ends_with('/') => format!("{path}README.md"),
        path if path.ends_with(".md") => path.to_owned(),
        path => format!("{path}.md"),
    };
    RelPath::new(&file).map(NavTarget::Source)
}
