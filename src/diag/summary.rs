//! The result of a run, in one line.

use super::{Diagnostic, Format, Printer, Severity, UiLang};
use serde_json::json;

/// The counts of one build. `written`, `unchanged` and `removed` are files of the output.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BuildSummary {
    pub pages: usize,
    pub parsed: usize,
    pub rendered: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub errors: usize,
    pub warnings: usize,
    /// Hints that were not printed.
    pub hidden_hints: usize,
    pub left_out: LeftOut,
    /// Wall time in milliseconds.
    pub ms: u64,
    /// The folder that holds the site now; `None` when nothing was published.
    pub out: Option<String>,
}

/// How many files have no page, by the reason for it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftOut {
    pub drafts: usize,
    /// Files with a date in the future.
    pub future: usize,
    pub expired: usize,
    /// Files whose metadata ask for no page.
    pub never: usize,
    /// The next day on which a page appears or goes by itself, `2026-07-01`.
    pub next_change: Option<String>,
}

impl LeftOut {
    /// Behind a summary; empty when every file has a page.
    fn text(&self, lang: UiLang) -> String {
        let (intro, separator) = match lang {
            UiLang::Zh => ("；未发布：", "，"),
            UiLang::En => ("; not published: ", ", "),
        };
        let count = |count: usize, zh: &str, en: &str| {
            (count > 0).then(|| match lang {
                UiLang::Zh => format!("{zh} {}", grouped(count)),
                UiLang::En => format!("{} {en}", grouped(count)),
            })
        };
        let drafts = if self.drafts == 1 { "draft" } else { "drafts" };
        let counts = [
            count(self.drafts, "草稿", drafts),
            count(self.future, "日期未到", "future"),
            count(self.expired, "已过期", "expired"),
            count(self.never, "不单独成页", "without a page of its own"),
        ];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        if counts.is_empty() { String::new() } else { format!("{intro}{}", counts.join(separator)) }
    }
}

/// The counts of one check.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Checks {
    pub pages: usize,
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
    /// Wall time in milliseconds.
    pub ms: u64,
}

impl Printer {
    /// The result of a check, in one line.
    pub fn checks(&self, checks: &Checks) -> String {
        let Checks { pages, errors, warnings, hints, ms } = *checks;
        let seconds = format!("{}.{:02}", ms / 1000, ms % 1000 / 10);
        let line = match (self.format, self.lang) {
            (Format::Json, _) => {
                json!({ "pages": pages, "errors": errors, "warnings": warnings, "hints": hints, "ms": ms }).to_string()
            }
            (_, UiLang::Zh) => format!(
                "检查了 {} 页，用时 {seconds} 秒：错误 {}，警告 {}，提示 {}",
                grouped(pages),
                grouped(errors),
                grouped(warnings),
                grouped(hints)
            ),
            (_, UiLang::En) => format!(
                "{} checked in {seconds} s: {}, {}, {}",
                counted(pages, "page"),
                counted(errors, "error"),
                counted(warnings, "warning"),
                counted(hints, "hint")
            ),
        };
        line + "\n"
    }

    /// How many of them are errors, warnings and hints, as this printer shows them.
    pub fn count(&self, diagnostics: &[Diagnostic]) -> (usize, usize, usize) {
        let count = |severity| diagnostics.iter().filter(|diagnostic| self.severity(diagnostic) == severity).count();
        (count(Severity::Error), count(Severity::Warning), count(Severity::Hint))
    }

    /// One line, with the break at its end: an object for programs, a sentence for everybody else.
    pub fn summary(&self, summary: &BuildSummary) -> String {
        let BuildSummary {
            pages,
            parsed,
            rendered,
            written,
            unchanged,
            removed,
            errors,
            warnings,
            hidden_hints,
            ref left_out,
            ms,
            ref out,
        } = *summary;
        let left = left_out.text(self.lang);
        let seconds = format!("{}.{:02}", ms / 1000, ms % 1000 / 10);
        let line = match (self.format, self.lang) {
            (Format::Json, _) => json!({
                "pages": pages, "parsed": parsed, "rendered": rendered,
                "written": written, "unchanged": unchanged, "removed": removed,
                "errors": errors, "warnings": warnings, "ms": ms,
                "drafts": left_out.drafts, "future": left_out.future, "expired": left_out.expired,
                "never": left_out.never, "next_change": left_out.next_change,
            })
            .to_string(),
            (_, UiLang::Zh) => {
                let counts: String =
                    [(errors, "错误", ""), (warnings, "警告", ""), (hidden_hints, "提示", "（-v 显示）")]
                        .iter()
                        .filter(|(count, ..)| *count > 0)
                        .map(|(count, noun, note)| format!("，{noun} {}{note}", grouped(*count)))
                        .collect();
                match out {
                    Some(out) => format!(
                        "{} 页 -> {out}，用时 {seconds} 秒：写入 {}，未变 {}，删除 {}{counts}{left}",
                        grouped(pages),
                        grouped(written),
                        grouped(unchanged),
                        grouped(removed),
                    ),
                    None => format!("未发布，已发布的站点保持原样；用时 {seconds} 秒{counts}"),
                }
            }
            (_, UiLang::En) => {
                let counts: String =
                    [(errors, "error", ""), (warnings, "warning", ""), (hidden_hints, "hint", " (shown with -v)")]
                        .iter()
                        .filter(|(count, ..)| *count > 0)
                        .map(|(count, noun, note)| format!(", {}{note}", counted(*count, noun)))
                        .collect();
                match out {
                    Some(out) => format!(
                        "{} -> {out} in {seconds} s: {} written, {} unchanged, {} removed{counts}{left}",
                        counted(pages, "page"),
                        grouped(written),
                        grouped(unchanged),
                        grouped(removed),
                    ),
                    None => {
                        format!("nothing published, the site that was there stays as it was; {seconds} s{counts}")
                    }
                }
            }
        };
        line + "\n"
    }
}

/// `1 page`, `1,000 pages`.
fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A number with commas between thousands.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{BuildSummary, Format, LeftOut, Printer, UiLang};

    fn summary() -> BuildSummary {
        BuildSummary {
            pages: 1000,
            parsed: 12,
            rendered: 14,
            written: 14,
            unchanged: 1_234_567,
            removed: 1,
            errors: 0,
            warnings: 2,
            hidden_hints: 0,
            left_out: LeftOut::default(),
            ms: 1318,
            out: Some("public".into()),
        }
    }

    #[test]
    fn people_get_a_sentence() {
        let printer = |lang| Printer { lang, ..Printer::default() };
        assert_eq!(
            printer(UiLang::En).summary(&summary()),
            "1,000 pages -> public in 1.31 s: 14 written, 1,234,567 unchanged, 1 removed, 2 warnings\n"
        );
        assert_eq!(
            printer(UiLang::Zh).summary(&summary()),
            "1,000 页 -> public，用时 1.31 秒：写入 14，未变 1,234,567，删除 1，警告 2\n"
        );
        let failed = BuildSummary { errors: 1, warnings: 0, out: None, ..summary() };
        assert_eq!(
            printer(UiLang::En).summary(&failed),
            "nothing published, the site that was there stays as it was; 1.31 s, 1 error\n"
        );
        assert_eq!(printer(UiLang::Zh).summary(&failed), "未发布，已发布的站点保持原样；用时 1.31 秒，错误 1\n");
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let left_out = LeftOut { drafts: 1, future: 2, expired: 0, never: 1, next_change: None };
        let text = |lang| {
            Printer { lang, ..Printer::default() }.summary(&BuildSummary { left_out: left_out.clone(), ..summary() })
        };
        let (en, zh) = (text(UiLang::En), text(UiLang::Zh));
        assert!(en.ends_with("2 warnings; not published: 1 draft, 2 future, 1 without a page of its own\n"), "{en}");
        assert!(zh.ends_with("警告 2；未发布：草稿 1，日期未到 2，不单独成页 1\n"), "{zh}");
    }

    #[test]
    fn programs_get_an_object() {
        let printer = Printer { format: Format::Json, ..Printer::default() };
        let object: serde_json::Value = serde_json::from_str(&printer.summary(&summary())).expect("valid JSON");
        let expect = serde_json::json!({
            "pages": 1000, "parsed": 12, "rendered": 14, "written": 14, "unchanged": 1_234_567, "removed": 1,
            "errors": 0, "warnings": 2, "ms": 1318,
            "drafts": 0, "future": 0, "expired": 0, "never": 0, "next_change": null,
        });
        assert_eq!(object, expect);
    }
}
