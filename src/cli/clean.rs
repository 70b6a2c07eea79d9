//! `portal clean`: removes what `portal` made, and nothing else.

use super::{Outcome, args::Common, failed};
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
        Ok(removed) => {
            let err = match lang {
                UiLang::Zh => format!("删除 {removed} 个文件\n"),
                UiLang::En => format!("{removed} file{} removed\n", if removed == 1 { "" } else { "s" }),
            };
            Outcome { err, ..Outcome::default() }
        }
    }
}
