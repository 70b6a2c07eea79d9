//! The result of a run, in one line.

use super::{Diagnostic, Format, Printer, Severity, UiLang, texts};
use serde_json::json;

/// The counts of one build.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BuildSummary {
    /// Pages of the site, one for each published source.
    pub pages: usize,
    /// Sources that were parsed; the others came from a memo.
    pub parsed: usize,
    /// Pages that were rendered.
    pub rendered: usize,
    /// Files that are new or have other bytes than before.
    pub written: usize,
    /// Files that were kept.
    pub unchanged: usize,
    /// Files of the last build that this one does not have.
    pub removed: usize,
    /// With `strict`, warnings are among them.
    pub errors: usize,
    /// Without those that `strict` makes errors.
    pub warnings: usize,
    /// Hints that were not printed.
    pub hidden_hints: usize,
    /// Sources without a page.
    pub left_out: LeftOut,
    /// Wall time in milliseconds.
    pub ms: u64,
    /// The folder that holds the site now; `None` when nothing was published.
    pub out: Option<String>,
}

/// How many files have no page, by the reason for it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftOut {
    /// Sources with `draft`.
    pub drafts: usize,
    /// Files with a date in the future.
    pub future: usize,
    /// Files whose day of expiry has come.
    pub expired: usize,
    /// Files whose metadata ask for no page.
    pub never: usize,
    /// The next day on which a page appears or goes by itself, `2026-07-01`.
    pub next_change: Option<String>,
}

impl LeftOut {
    /// Behind a summary; empty when every file has a page.
    fn text(&self, lang: UiLang) -> String {
        let counts = [
            (self.drafts, texts::drafts as CountText),
            (self.future, texts::future),
            (self.expired, texts::expired),
            (self.never, texts::without_page),
        ];
        let counts = nonzero(&counts, lang);
        if counts.is_empty() { String::new() } else { texts::left_out(lang, counts.join(&texts::comma(lang))) }
    }
}

/// Says a count, which is grouped.
type CountText = fn(UiLang, String) -> String;

/// The texts of the counts that are not 0.
fn nonzero(counts: &[(usize, CountText)], lang: UiLang) -> Vec<String> {
    counts.iter().filter(|(count, _)| *count > 0).map(|(count, text)| text(lang, grouped(*count))).collect()
}

/// The counts of one check.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Checks {
    /// Pages of the site, one for each published source.
    pub pages: usize,
    /// With `strict`, warnings are among them.
    pub errors: usize,
    /// Without those that `strict` makes errors.
    pub warnings: usize,
    /// Shown by the check itself.
    pub hints: usize,
    /// Wall time in milliseconds.
    pub ms: u64,
}

impl Printer {
    /// The result of a check, in one line.
    pub fn checks(&self, checks: &Checks) -> String {
        let Checks { pages, errors, warnings, hints, ms } = *checks;
        let seconds = format!("{}.{:02}", ms / 1000, ms % 1000 / 10);
        let (lang, json) = (self.lang, self.format == Format::Json);
        let line = if json {
            json!({ "pages": pages, "errors": errors, "warnings": warnings, "hints": hints, "ms": ms }).to_string()
        } else {
            texts::checked(
                lang,
                texts::pages(lang, grouped(pages)),
                seconds,
                texts::errors(lang, grouped(errors)),
                texts::warnings(lang, grouped(warnings)),
                texts::hints(lang, grouped(hints)),
            )
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
        let seconds = format!("{}.{:02}", ms / 1000, ms % 1000 / 10);
        if self.format == Format::Json {
            let line = json!({
                "pages": pages, "parsed": parsed, "rendered": rendered,
                "written": written, "unchanged": unchanged, "removed": removed,
                "errors": errors, "warnings": warnings, "ms": ms,
                "drafts": left_out.drafts, "future": left_out.future, "expired": left_out.expired,
                "never": left_out.never, "next_change": left_out.next_change,
            });
            return format!("{line}\n");
        }
        let lang = self.lang;
        let (pages, written, unchanged, removed) =
            (texts::pages(lang, grouped(pages)), grouped(written), grouped(unchanged), grouped(removed));
        let (mut line, left_out) = match out {
            Some(out) => {
                (texts::published(lang, pages, out, seconds, written, unchanged, removed), left_out.text(lang))
            }
            None => (texts::not_published(lang, seconds), String::new()),
        };
        let counts =
            [(errors, texts::errors as CountText), (warnings, texts::warnings), (hidden_hints, texts::hidden_hints)];
        for count in nonzero(&counts, lang) {
            line += &(texts::comma(lang) + &count);
        }
        line + &left_out + "\n"
    }
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
