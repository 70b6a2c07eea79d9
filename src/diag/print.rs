//! How diagnostics look to people; the formats for programs are in `machine`.
//!
//! In: diagnostics and the texts of the files they are about. Out: text; where it goes is the caller's business.
//!
//! What always holds: nothing that an author wrote reaches a terminal with control characters in it, and no
//! range, however wrong, is a fault.

use super::{
    Code, Diagnostic, Severity, UiLang,
    codes::fill,
    machine,
    place::{Place, head, visible},
    words_zh,
};
use crate::model::RelPath;
use std::{collections::BTreeMap, fmt::Write};

/// Diagnostics of one code that are printed for people before the rest is only counted.
const FOLD: usize = 5;
/// Columns of a value in a message for people.
const VALUE: usize = 160;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// With an excerpt and help.
    #[default]
    Human,
    /// One line each: `path:line:column: warning[P0501]: message`.
    Short,
    /// One object a line.
    Json,
    /// Workflow commands, which GitHub shows beside the line.
    Github,
}

/// Everything that decides how a diagnostic looks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Printer {
    pub format: Format,
    pub lang: UiLang,
    pub color: bool,
    /// Warnings are shown and counted as errors.
    pub strict: bool,
    /// Every repetition is shown to people, too.
    pub all: bool,
    /// What stands before paths so that they can be opened from the current folder: empty or `site/`.
    /// JSON leaves it out: there, paths are relative to the root.
    pub folder: String,
}

impl Printer {
    pub fn severity(&self, diagnostic: &Diagnostic) -> Severity {
        match diagnostic.severity() {
            Severity::Warning if self.strict => Severity::Error,
            severity => severity,
        }
    }

    /// The whole list, in its order. For people, what repeats is folded and a pointer to `explain` is added.
    pub fn print_all<'s>(&self, diagnostics: &[Diagnostic], source_of: &dyn Fn(&RelPath) -> Option<&'s str>) -> String {
        let mut printed = String::new();
        let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in diagnostics {
            let count = seen.entry(diagnostic.code).or_default();
            *count += 1;
            if self.format != Format::Human {
                printed += &self.print(diagnostic, source_of(&diagnostic.path));
            } else if *count <= FOLD || self.all {
                printed += &self.print(diagnostic, source_of(&diagnostic.path));
                printed.push('\n');
            }
        }
        if self.format == Format::Human {
            printed += &self.footer(&seen);
        }
        printed
    }

    /// How much was folded, and where to read on.
    fn footer(&self, seen: &BTreeMap<Code, usize>) -> String {
        let mut footer = String::new();
        for (code, count) in seen.iter().filter(|(_, count)| !self.all && **count > FOLD) {
            let (title, more) = (code.words(self.lang).title, count - FOLD);
            footer += &match self.lang {
                UiLang::Zh => format!("{code}（{title}）另有 {more} 条，加 -v 全部显示\n"),
                UiLang::En => format!("{code} ({title}): {more} more, -v shows all\n"),
            };
        }
        if let Some(code) = seen.keys().next() {
            footer += &match self.lang {
                UiLang::Zh => format!("编号的说明：portal explain {code}\n"),
                UiLang::En => format!("more about a code: portal explain {code}\n"),
            };
        }
        footer
    }

    /// One diagnostic, with the line break at its end. `source` is the text of its file.
    pub fn print(&self, diagnostic: &Diagnostic, source: Option<&str>) -> String {
        let place = diagnostic.at.zip(source).map(|(at, source)| Place::of(source, at));
        match self.format {
            Format::Human => self.human(diagnostic, place.as_ref()),
            Format::Short => {
                let head = self.headline(diagnostic);
                format!("{}: {head}\n", self.position(diagnostic, place.as_ref()))
            }
            Format::Json => machine::json(self, diagnostic, place.as_ref()),
            Format::Github => machine::github(self, diagnostic, place.as_ref()),
        }
    }

    /// One diagnostic for a page that shows it. `source` is the text of its file.
    pub fn problem(&self, diagnostic: &Diagnostic, source: Option<&str>) -> serde_json::Value {
        machine::problem(self, diagnostic, source)
    }

    /// The message in the printer's language, as it stands.
    pub fn message(&self, diagnostic: &Diagnostic) -> String {
        self.filled(diagnostic.code.words(self.lang).message, diagnostic, |value| value.to_string())
    }

    /// What to do: the likeliest thing that was meant, then the general way out.
    pub fn help(&self, diagnostic: &Diagnostic) -> Vec<String> {
        let meant = diagnostic.nearest.as_ref().map(|nearest| match self.lang {
            UiLang::Zh => format!("你是想写 {nearest} 吗？"),
            UiLang::En => format!("did you mean {nearest}?"),
        });
        let remedy = self.filled(diagnostic.code.words(self.lang).remedy, diagnostic, |value| value.to_string());
        meant.into_iter().chain([remedy]).collect()
    }

    fn filled(&self, text: &str, diagnostic: &Diagnostic, shown: impl Fn(&str) -> String) -> String {
        fill(text, |name| {
            if name == "path" {
                return Some(shown(&format!("{}{}", self.folder, diagnostic.path)));
            }
            let (_, value) = diagnostic.args.iter().find(|(given, _)| *given == name)?;
            let chinese = name == "expected" && self.lang == UiLang::Zh;
            Some(shown(if chinese { words_zh::expected(value) } else { value }))
        })
    }

    /// `warning[P0501]: message`
    fn headline(&self, diagnostic: &Diagnostic) -> String {
        let severity = self.severity(diagnostic);
        let level = format!("{}[{}]", level(severity, self.lang), diagnostic.code);
        let message =
            self.filled(diagnostic.code.words(self.lang).message, diagnostic, |value| head(&visible(value), VALUE));
        format!("{}{}", self.painted(&level, paint(severity)), self.painted(&format!(": {message}"), BOLD))
    }

    /// `path:27:9`, without what is not known.
    fn position(&self, diagnostic: &Diagnostic, place: Option<&Place>) -> String {
        let path = visible(&format!("{}{}", self.folder, diagnostic.path));
        place.map_or(path.clone(), |place| format!("{path}:{}:{}", place.line, place.column))
    }

    fn human(&self, diagnostic: &Diagnostic, place: Option<&Place>) -> String {
        let number = place.map_or(String::new(), |place| place.line.to_string());
        let gutter = " ".repeat(number.len().max(1));
        let frame = |text: &str| self.painted(text, FRAME);
        let (arrow, bar) = (frame(&format!("{gutter}-->")), frame(&format!("{gutter} |")));
        let mut out = format!("{}\n{arrow} {}\n", self.headline(diagnostic), self.position(diagnostic, place));
        if let Some(place) = place {
            let (line, carets) = place.excerpt();
            let space = if line.is_empty() { "" } else { " " };
            let further = match (place.end_line > place.line, self.lang) {
                (false, _) => String::new(),
                (true, UiLang::Zh) => format!(" 直到第 {} 行", place.end_line),
                (true, UiLang::En) => format!(" up to line {}", place.end_line),
            };
            let carets = self.painted(&(carets + &further), paint(self.severity(diagnostic)));
            let numbered = frame(&format!("{number} |"));
            out += &format!("{bar}\n{numbered}{space}{line}\n{bar} {carets}\n{bar}\n");
        }
        for help in self.help(diagnostic) {
            let label = match self.lang {
                UiLang::Zh => "帮助",
                UiLang::En => "help",
            };
            let _ =
                writeln!(out, "{} {}: {}", frame(&format!("{gutter} =")), self.painted(label, BOLD), visible(&help));
        }
        out
    }

    fn painted(&self, text: &str, style: &str) -> String {
        if self.color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

const BOLD: &str = "1";
const FRAME: &str = "34";

fn paint(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Hint => "1;36",
    }
}

/// The word before a code.
pub(super) fn level(severity: Severity, lang: UiLang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, UiLang::En) => "error",
        (Severity::Warning, UiLang::En) => "warning",
        (Severity::Hint, UiLang::En) => "hint",
        (Severity::Error, UiLang::Zh) => "错误",
        (Severity::Warning, UiLang::Zh) => "警告",
        (Severity::Hint, UiLang::Zh) => "提示",
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Diagnostic, Format, Printer, RelPath, UiLang};
    use std::slice::from_ref;

    const SOURCE: &str = "---\ntitle: 云\n---\n\t见[第 251 期](../202308/x.md)。\n";

    fn broken_link() -> Diagnostic {
        let path = RelPath::new("content/a.md").expect("a path");
        let start = SOURCE.find("../").expect("the link");
        Diagnostic::new(Code::P0501, &path)
            .at(start..start + 14)
            .arg("target", "../202308/x.md")
            .nearest(Some("../202308/y.md"))
    }

    fn printer(format: Format, lang: UiLang) -> Printer {
        Printer { format, lang, ..Printer::default() }
    }

    #[test]
    fn people_see_the_line_with_the_mark_and_the_way_out() {
        assert_eq!(
            printer(Format::Human, UiLang::En).print(&broken_link(), Some(SOURCE)),
            "\
warning[P0501]: link to a file that does not exist: ../202308/x.md
 --> content/a.md:4:13
  |
4 |     见[第 251 期](../202308/x.md)。
  |                   ^^^^^^^^^^^^^^
  |
  = help: did you mean ../202308/y.md?
  = help: correct the path (relative to this file, capitals count) or delete the link
"
        );
        let blank_lines_before = "\n".repeat(22) + "- [《德说》](../x.md)\r\n";
        let moved = Diagnostic { at: Some((39, 46)), nearest: None, ..broken_link() };
        assert_eq!(
            printer(Format::Human, UiLang::Zh).print(&moved, Some(&blank_lines_before)),
            "\
警告[P0501]: 链接指向不存在的文件：../202308/x.md
  --> content/a.md:23:10
   |
23 | - [《德说》](../x.md)
   |              ^^^^^^^
   |
   = 帮助: 改正路径（相对于本文件，区分大小写），或删去链接
"
        );
    }

    #[test]
    fn an_empty_file_and_one_without_text_have_a_place_all_the_same() {
        let path = RelPath::new("a.md").expect("a path");
        let empty = Diagnostic::new(Code::P0301, &path).at(0..0);
        let printer = printer(Format::Human, UiLang::En);
        let help = "= help: put a line of its own after the metadata, the same as the first line: --- or +++";
        let head = "error[P0301]: the front matter is not closed";
        assert_eq!(printer.print(&empty, Some("")), format!("{head}\n --> a.md:1:1\n  |\n1 |\n  | ^\n  |\n  {help}\n"));
        assert_eq!(printer.print(&empty, None), format!("{head}\n --> a.md\n  {help}\n"));
    }

    #[test]
    fn a_range_over_lines_says_where_it_ends() {
        let open = Diagnostic { at: Some((0, 12)), ..Diagnostic::new(Code::P0301, &broken_link().path) };
        let printed = printer(Format::Human, UiLang::En).print(&open, Some(SOURCE));
        assert!(printed.contains("1 | ---\n  | ^^^ up to line 2\n"), "{printed}");
    }

    #[test]
    fn one_line_for_editors_with_the_folder_before_the_path() {
        let printer = Printer { folder: "site/".into(), ..printer(Format::Short, UiLang::En) };
        assert_eq!(
            printer.print(&broken_link(), Some(SOURCE)),
            "site/content/a.md:4:13: warning[P0501]: link to a file that does not exist: ../202308/x.md\n"
        );
    }

    #[test]
    fn strict_makes_errors_of_warnings() {
        let printer = Printer { strict: true, ..printer(Format::Short, UiLang::Zh) };
        assert_eq!(
            printer.print(&broken_link(), None),
            "content/a.md: 错误[P0501]: 链接指向不存在的文件：../202308/x.md\n"
        );
        assert_eq!(printer.count(&[broken_link()]), (1, 0, 0));
    }

    #[test]
    fn nothing_of_the_content_steers_the_terminal() {
        let path = RelPath::new("a\u{1b}]0;x\u{7}.md").expect("a path");
        let source = "\u{1b}[2J\u{9b}31m\u{202e}x";
        let broken = Diagnostic::new(Code::P0501, &path).at(0..1).arg("target", source).nearest(Some(source));
        for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
            let printed = printer(format, UiLang::Zh).print_all(from_ref(&broken), &|_| Some(source));
            let raw = |c: char| c != '\n' && crate::diag::place::is_unsafe(c);
            assert!(!printed.contains(raw), "{format:?}: {printed:?}");
        }
    }

    #[test]
    fn colours_only_when_asked_for() {
        let printer = Printer { color: true, ..printer(Format::Short, UiLang::En) };
        assert_eq!(
            printer.print(&broken_link(), None),
            "content/a.md: \u{1b}[1;33mwarning[P0501]\u{1b}[0m\u{1b}[1m: \
             link to a file that does not exist: ../202308/x.md\u{1b}[0m\n"
        );
    }

    #[test]
    fn repetition_is_folded_for_people() {
        let many = vec![broken_link(); 7];
        let printed = |printer: Printer| printer.print_all(&many, &|_| Some(SOURCE));
        let folded = printed(printer(Format::Human, UiLang::En));
        assert_eq!(folded.matches("warning[P0501]").count(), 5);
        assert!(
            folded.ends_with(
                "P0501 (link to a missing file): 2 more, -v shows all\nmore about a code: portal explain P0501\n"
            ),
            "{folded}"
        );
        let all = printed(Printer { all: true, ..printer(Format::Human, UiLang::Zh) });
        assert_eq!(all.matches("警告[P0501]").count(), 7);
        assert!(all.ends_with("\n\n编号的说明：portal explain P0501\n"), "{all}");
        assert_eq!(printed(printer(Format::Short, UiLang::En)).lines().count(), 7);
    }
}
