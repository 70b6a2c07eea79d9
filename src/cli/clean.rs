//! `portal clean`: removes what `portal` made, and nothing else.

use super::{Outcome, args::Common, failed, texts};
use portal::{
    diag::UiLang,
    engine::{self, Options},
};
use std::path::PathBuf;

pub(super) fn run(root: PathBuf, common: &Common, lang: UiLang) -> Outcome {
    let options = Options { config: common.config.clone(), ..Options::new(&root, common.today()) };
    match engine::clean(&options) {
        Err(error) => failed(&error, lang),
        Ok(_) if common.quiet => Outcome::default(),
        Ok(removed) => Outcome { err: texts::removed(lang, removed), ..Outcome::default() },
    }
}
