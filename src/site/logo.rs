//! The files of the logo, which the configuration names.
//!
//! In: the configuration, and the files of the site. Out: the places of the files among those of the site, and a diagnostic
//! for each that is not there.

use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Config, LogoFile, RelPath},
};

/// The file on light grounds, that on dark ones, and the icon, by their places in `files`, which are in the order of their paths.
pub(super) fn find(config: &Config, files: &[(RelPath, u64)], diagnostics: &mut Vec<Diagnostic>) -> [Option<usize>; 3] {
    let logo = &config.logo;
    [&logo.light, &logo.dark, &logo.icon].map(|file| {
        let LogoFile { path, at } = file.as_ref()?;
        let found = files.binary_search_by(|(file, _)| file.cmp(path)).ok();
        if found.is_none() {
            let near = nearest(path.as_str(), files.iter().map(|(file, _)| file.as_str()));
            let missing = Diagnostic::new(Code::P0505, &config.file.path).at(at.clone());
            diagnostics.push(missing.arg("target", path).nearest(near));
        }
        found
    })
}
