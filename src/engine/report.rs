//! What a command reports at its end.

use crate::{
    diag::{Diagnostic, Severity, UiLang},
    model::{Lang, RelPath},
    site::KeptBack,
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

/// What happened.
#[derive(Debug, Default)]
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    /// For the excerpts of the diagnostics.
    pub sources: Sources,
    pub pages: usize,
    pub parsed: usize,
    pub rendered: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub phases: Vec<(&'static str, Duration)>,
    pub published: bool,
    pub out: PathBuf,
    pub notes: Vec<Note>,
    /// Every output, sorted.
    pub outputs: Vec<String>,
    /// The files that have no page today.
    pub kept: KeptBack,
}

/// The files that diagnostics are about, by their paths as shown.
#[derive(Debug, Default)]
pub struct Sources(pub(super) BTreeMap<RelPath, Arc<[u8]>>);

impl Sources {
    pub fn text(&self, path: &RelPath) -> Option<&str> {
        self.0.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

/// Something that the build decided and that its user should know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// The language was not configured; it was taken from the texts.
    Guessed(Lang),
    /// Without a base address there are no sitemap and no canonical addresses.
    NoBaseUrl,
    /// Foreign files beside ours, kept.
    Foreign(Vec<String>),
    /// Published files that were changed behind our back, and are written again.
    Mended(Vec<String>),
}

impl Note {
    pub fn text(&self, lang: UiLang) -> String {
        match (self, lang) {
            (Note::Guessed(tag), UiLang::Zh) => format!("提示：没有设置语言，按文字判断为 {tag}（book.toml 的 [book] language 可以指定）"),
            (Note::Guessed(tag), UiLang::En) => {
                format!("note: no language is configured; the texts look like {tag} (set [book] language in book.toml)")
            }
            (Note::NoBaseUrl, UiLang::Zh) => "提示：没有设置 base-url，因此没有站点地图和规范网址（[portal] base-url 或 --base-url）".into(),
            (Note::NoBaseUrl, UiLang::En) => {
                "note: no base-url is set, so there are no sitemap and no canonical addresses ([portal] base-url or --base-url)".into()
            }
            (Note::Foreign(files), UiLang::Zh) => format!("提示：输出文件夹里有 {} 个不是 portal 生成的文件，已保留：{}", files.len(), some(files)),
            (Note::Foreign(files), UiLang::En) => {
                format!("note: {} files in the output are not ours and were kept: {}", files.len(), some(files))
            }
            (Note::Mended(files), UiLang::Zh) => {
                format!("提示：输出文件夹里有 {} 个文件被改动过，已重新写入：{}", files.len(), some(files))
            }
            (Note::Mended(files), UiLang::En) => {
                let count = match files.len() {
                    1 => "1 published file had been changed by hand and was".to_owned(),
                    count => format!("{count} published files had been changed by hand and were"),
                };
                format!("note: {count} written again: {}", some(files))
            }
        }
    }
}

fn some(files: &[String]) -> String {
    let shown = files.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > 5 { shown + " ..." } else { shown }
}

/// Whether a diagnostic keeps a site from being published.
pub fn is_error(diagnostic: &Diagnostic, strict: bool) -> bool {
    match diagnostic.severity() {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Hint => false,
    }
}
