//! How diagnostics look to people; the formats for programs are in `machine`.
//!
//! In: diagnostics and the texts of the files they are about. Out: text; the caller writes it.
//!
//! What always holds: nothing that an author wrote reaches a terminal with control characters in it, and no
//! range, however wrong, is an error.

use super::{
    Code, Diagnostic, Severity, UiLang,
    expected_zh::expected,
    kinds::kinds,
    place::{SourceSpan, head, visible},
    syntax_error, texts,
    words::fill,
};
use crate::model::RelPath;
use std::{collections::BTreeMap, fmt::Write};

/// Most diagnostics of one code that are printed one by one for people.
const FOLD: usize = 5;
/// Most columns of a value in a message for people.
const VALUE: usize = 160;

/// The format in which diagnostics are printed.
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

/// Settings for the output of diagnostics.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Printer {
    /// For people or for a program.
    pub format: Format,
    /// The language of messages; names in JSON are English in any case.
    pub lang: UiLang,
    /// Whether escape sequences for colours are written.
    pub color: bool,
    /// Warnings are shown and counted as errors.
    pub strict: bool,
    /// Every repetition is shown to people, too.
    pub all: bool,
    /// The prefix of paths, so that they can be opened from the current folder: empty or `site/`.
    /// JSON leaves it out: there, paths are relative to the root.
    pub folder: String,
}

impl Printer {
    /// Of a diagnostic in this run: with `strict`, a warning is an error.
    pub fn severity(&self, diagnostic: &Diagnostic) -> Severity {
        match diagnostic.severity() {
            Severity::Warning if self.strict => Severity::Error,
            severity => severity,
        }
    }

    /// The whole list, in its order. For people, many warnings of one code become one line, only the first errors of one
    /// code are printed, and a pointer to `explain` is added.
    pub fn print_all<'s>(&self, diagnostics: &[Diagnostic], source_of: &dyn Fn(&RelPath) -> Option<&'s str>) -> String {
        let print = |diagnostic: &Diagnostic| self.print(diagnostic, source_of(&diagnostic.path));
        let is_line = |diagnostic: &Diagnostic| diagnostic.code.is_count() && !self.all;
        if self.format != Format::Human {
            return diagnostics.iter().map(print).collect();
        }
        let kinds = kinds(diagnostics);
        let counts = diagnostics.iter().filter(|diagnostic| is_line(diagnostic));
        let counts: String = counts.map(|count| self.count_line(count, source_of(&count.path))).collect();
        let is_folded = |code: Code| !self.all && kinds.get(&code).is_some_and(|kind| kind.count > FOLD);
        let mut printed = String::new();
        let mut errors: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| !is_line(diagnostic)) {
            let is_listed = match self.severity(diagnostic) {
                _ if !is_folded(diagnostic.code) => true,
                Severity::Error => {
                    let count = errors.entry(diagnostic.code).or_default();
                    *count += 1;
                    *count <= FOLD
                }
                Severity::Warning | Severity::Hint => false,
            };
            if is_listed {
                printed += &print(diagnostic);
                printed.push('\n');
            }
        }
        let folded = kinds.iter().filter(|(code, _)| is_folded(**code) && !code.is_count());
        let lines = self.kind_lines(folded.map(|(_, kind)| kind).collect(), source_of) + &counts;
        let code = kinds.keys().next();
        printed + &lines + &code.map_or(String::new(), |code| self.footer(*code, !lines.is_empty()))
    }

    /// A diagnostic that stands for many places, in one line.
    fn count_line(&self, diagnostic: &Diagnostic, source: Option<&str>) -> String {
        let place = diagnostic.at.zip(source).map(|(at, source)| SourceSpan::of(source, at));
        let (head, at) = (self.headline(diagnostic), self.position(diagnostic, place.as_ref()));
        let meant = self.meant(diagnostic).map(|meant| visible(&meant));
        match meant {
            None => texts::first_at(self.lang, head, at),
            Some(meant) => texts::first_at_meant(self.lang, head, at, meant),
        }
    }

    /// How to see more.
    fn footer(&self, code: Code, is_folded: bool) -> String {
        if is_folded { texts::list_all_or_more_about(self.lang, code) } else { texts::more_about(self.lang, code) }
    }

    /// One diagnostic, with the line break at its end. `source` is the text of its file.
    pub fn print(&self, diagnostic: &Diagnostic, source: Option<&str>) -> String {
        let place = diagnostic.at.zip(source).map(|(at, source)| SourceSpan::of(source, at));
        match self.format {
            Format::Human => self.human(diagnostic, place.as_ref()),
            Format::Short => {
                let head = self.headline(diagnostic);
                format!("{}: {head}\n", self.position(diagnostic, place.as_ref()))
            }
            Format::Json => self.json(diagnostic, place.as_ref()),
            Format::Github => self.github(diagnostic, place.as_ref()),
        }
    }

    /// The message in the printer's language, as it stands.
    pub fn message(&self, diagnostic: &Diagnostic) -> String {
        self.filled(diagnostic.code.words(self.lang).message, diagnostic, |value| value.to_string())
    }

    /// What to do: the nearest valid name, then the general remedy.
    pub fn help(&self, diagnostic: &Diagnostic) -> Vec<String> {
        let meant = self.meant(diagnostic);
        let remedy = self.filled(diagnostic.code.words(self.lang).remedy, diagnostic, |value| value.to_string());
        meant.into_iter().chain([remedy]).collect()
    }

    /// The nearest valid name.
    fn meant(&self, diagnostic: &Diagnostic) -> Option<String> {
        diagnostic.nearest.as_ref().map(|nearest| texts::meant(self.lang, nearest))
    }

    fn filled(&self, text: &str, diagnostic: &Diagnostic, shown: impl Fn(&str) -> String) -> String {
        fill(&self.singular(text, diagnostic), |name| {
            if name == "path" {
                return Some(shown(&format!("{}{}", self.folder, diagnostic.path)));
            }
            let (_, value) = diagnostic.args.iter().find(|(given, _)| *given == name)?;
            Some(shown(&match (name, self.lang) {
                ("expected", UiLang::Zh) => expected(value),
                ("detail", lang) => syntax_error::translated(value, lang),
                _ => value.into(),
            }))
        })
    }

    /// English has another word for one: `{count} times` is `once`, `{pages} pages` is `{pages} page`.
    fn singular(&self, text: &str, diagnostic: &Diagnostic) -> String {
        let ones = diagnostic.args.iter().filter(|(_, value)| self.lang == UiLang::En && value == "1");
        ones.fold(text.to_owned(), |text, (name, _)| {
            let text = text.replace(&format!("{{{name}}} times"), "once");
            ["page", "file"]
                .iter()
                .fold(text, |text, noun| text.replace(&format!("{{{name}}} {noun}s"), &format!("{{{name}}} {noun}")))
        })
    }

    /// `warning[P0501]: message`
    fn headline(&self, diagnostic: &Diagnostic) -> String {
        let severity = self.severity(diagnostic);
        let message =
            self.filled(diagnostic.code.words(self.lang).message, diagnostic, |value| head(&visible(value), VALUE));
        format!("{}{}", self.label(diagnostic.code, severity), self.painted(&format!(": {message}"), BOLD))
    }

    /// `warning[P0501]`
    pub(super) fn label(&self, code: Code, severity: Severity) -> String {
        self.painted(&format!("{}[{code}]", severity.name(self.lang)), paint(severity))
    }

    /// `path:27:9`, without what is not known.
    pub(super) fn position(&self, diagnostic: &Diagnostic, place: Option<&SourceSpan>) -> String {
        let path = visible(&format!("{}{}", self.folder, diagnostic.path));
        place.map_or(path.clone(), |place| format!("{path}:{}:{}", place.line, place.column))
    }

    fn human(&self, diagnostic: &Diagnostic, place: Option<&SourceSpan>) -> String {
        let number = place.map_or(String::new(), |place| place.line.to_string());
        let gutter = " ".repeat(number.len().max(1));
        let frame = |text: &str| self.painted(text, FRAME);
        let (arrow, bar) = (frame(&format!("{gutter}-->")), frame(&format!("{gutter} |")));
        let mut out = format!("{}\n{arrow} {}\n", self.headline(diagnostic), self.position(diagnostic, place));
        if let Some(place) = place {
            let (line, carets) = place.excerpt();
            let space = if line.is_empty() { "" } else { " " };
            let goes_on = place.end_line > place.line;
            let further = if goes_on { texts::up_to_line(self.lang, place.end_line) } else { String::new() };
            let carets = self.painted(&(carets + &further), paint(self.severity(diagnostic)));
            let numbered = frame(&format!("{number} |"));
            out += &format!("{bar}\n{numbered}{space}{line}\n{bar} {carets}\n{bar}\n");
        }
        for help in self.help(diagnostic) {
            let label = self.painted(&texts::help(self.lang), BOLD);
            let _ = writeln!(out, "{} {label}: {}", frame(&format!("{gutter} =")), visible(&help));
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
    fn one_is_singular() {
        for (count, pages, expect) in [
            (1, 1, "`!!! c` once on 1 page: shown as text"),
            (2, 1, "`!!! c` 2 times on 1 page: shown as text"),
            (21, 11, "`!!! c` 21 times on 11 pages: shown as text"),
        ] {
            let found = Diagnostic::new(Code::P0480, &broken_link().path).arg("name", "!!! c");
            let found = found.arg("count", count).arg("pages", pages);
            assert_eq!(printer(Format::Human, UiLang::En).message(&found), expect);
        }
    }

    #[test]
    fn what_counts_itself_is_a_line() {
        let count = |name: &str| {
            let found = Diagnostic::new(Code::P0480, &broken_link().path).at(0..3);
            found.arg("name", name).arg("count", 7).arg("pages", 2)
        };
        let names = ["{{< a >}}", "{{< b >}}", "!!! c", "::: d", "{% e %}", "::: f"].map(count);
        let printed = printer(Format::Human, UiLang::En).print_all(&names, &|_| Some(SOURCE));
        assert!(
            printed.starts_with(
                "warning[P0480]: `{{< a >}}` 7 times on 2 pages: shown as text, first at content/a.md:1:1\n\
                 warning[P0480]: `{{< b >}}` 7 times"
            ),
            "{printed}"
        );
        assert_eq!(printed.matches("warning[P0480]").count(), 6, "{printed}");
    }

    #[test]
    fn repetition_is_folded_for_people() {
        let more = RelPath::new("content/b.md").expect("a path");
        let mut many = vec![broken_link(); 1200];
        many.extend([Diagnostic { path: more, ..broken_link() }, Diagnostic::new(Code::P0903, &broken_link().path)]);
        let printed = |printer: Printer| printer.print_all(&many, &|_| Some(SOURCE));
        let folded = printed(printer(Format::Human, UiLang::En));
        let (rare, lines) = folded.split_once("\n\n").expect("first what is there once, then what is there often");
        assert!(rare.starts_with("warning[P0903]: "), "{folded}");
        assert_eq!(
            lines,
            "warning[P0501]: link to a missing file: 1,201 times in 2 files, first at content/a.md:4:13\n\
             -v lists them all; more about a code: portal explain P0501\n"
        );
        let folded = printed(printer(Format::Human, UiLang::Zh));
        assert!(
            folded.contains("警告[P0501]: 链接指向不存在的文件：共 1,201 处，2 个文件，第一处 content/a.md:4:13\n"),
            "{folded}"
        );
        // Of errors, the first are shown, too.
        let strict = printed(Printer { strict: true, ..printer(Format::Human, UiLang::En) });
        assert_eq!(strict.matches("error[P0501]: link to a file").count(), 5, "{strict}");
        assert!(strict.contains("\nerror[P0501]: link to a missing file: 1,201 times in 2 files"), "{strict}");
        let all = printed(Printer { all: true, ..printer(Format::Human, UiLang::Zh) });
        assert_eq!(all.matches("警告[P0501]").count(), 1201);
        assert!(all.ends_with("\n\n编号的说明：portal explain P0501\n"), "{all}");
        for format in [Format::Short, Format::Json, Format::Github] {
            assert_eq!(printed(printer(format, UiLang::En)).lines().count(), 1202, "{format:?}: programs get all");
        }
    }
}
