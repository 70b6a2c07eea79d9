//! Diagnostics for programs: one JSON object a line, and the workflow commands that GitHub shows beside the line.

use super::{
    Diagnostic, Printer, Severity, UiLang,
    place::{SourceSpan, is_unsafe, visible},
};
use serde_json::json;

/// Most characters of a line that are shown around the mark.
const SHOWN: usize = 160;

impl Printer {
    /// One object, with the line break at its end. What is not known is null; the end is behind the last character.
    pub(super) fn json(&self, diagnostic: &Diagnostic, place: Option<&SourceSpan>) -> String {
        let object = json!({
            "code": diagnostic.code.name(),
            "severity": self.severity(diagnostic).name(UiLang::En),
            "path": diagnostic.path.as_str(),
            "line": place.map(|place| place.line),
            "column": place.map(|place| place.column),
            "end_line": place.map(|place| place.end_line),
            "end_column": place.map(|place| place.end_column),
            "message": self.message(diagnostic),
            "help": self.help(diagnostic).join("\n"),
        });
        json_line(&object)
    }

    /// What a page shows of a diagnostic: the message, the place, the lines around it, what to do. `source` is the text
    /// of its file. What is not known is missing.
    pub fn browser_json(&self, diagnostic: &Diagnostic, source: Option<&str>) -> serde_json::Value {
        let mut object = json!({
            "code": diagnostic.code.name(),
            "severity": self.severity(diagnostic).name(UiLang::En),
            "file": diagnostic.path.as_str(),
            "message": visible(&self.message(diagnostic)),
            "help": self.help(diagnostic).iter().map(|help| visible(help)).collect::<Vec<_>>().join("\n"),
        });
        if let Some((at, source)) = diagnostic.at.zip(source) {
            let place = SourceSpan::of(source, at);
            object["line"] = place.line.into();
            object["column"] = place.column.into();
            object["excerpt"] = excerpt(&place, source);
        }
        object
    }

    /// One command. GitHub ends a property at `,` or `:` and a command at a line break.
    pub(super) fn github(&self, diagnostic: &Diagnostic, place: Option<&SourceSpan>) -> String {
        let command = match self.severity(diagnostic) {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "notice",
        };
        let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let file = visible(&property(&format!("{}{}", self.folder, diagnostic.path)));
        let position = place.map_or(String::new(), |place| format!(",line={},col={}", place.line, place.column));
        let message = visible(&data(&self.message(diagnostic)));
        format!("::{command} file={file}{position},title={}::{message}\n", diagnostic.code)
    }
}

/// A value in one line, with the line break at its end and without characters that a terminal acts on.
pub fn json_line(value: &serde_json::Value) -> String {
    let mut line = String::new();
    for c in value.to_string().chars() {
        match c {
            // Outside ASCII they can only be inside a string, where JSON may spell them out.
            c if is_unsafe(c) => line += &format!("\\u{:04x}", c as u32),
            c => line.push(c),
        }
    }
    line + "\n"
}

/// The line with its neighbours; the characters from `from` to `to` are what it is about.
fn excerpt(place: &SourceSpan, source: &str) -> serde_json::Value {
    let first = place.line.saturating_sub(1).max(1);
    let lines = source.lines().enumerate().skip(first - 1).take(place.line + 2 - first);
    let shown = lines.map(|(index, line)| {
        let line = line.trim_start_matches('\u{feff}').replace('\t', " ");
        if index + 1 != place.line {
            return json!({ "line": index + 1, "text": visible(&line.chars().take(SHOWN).collect::<String>()) });
        }
        let from = place.column - 1;
        let to = if place.end_line == place.line { place.end_column - 1 } else { line.chars().count() };
        // A long line is cut to the part around the mark.
        let skipped = if line.chars().count() > SHOWN { from.saturating_sub(SHOWN / 4) } else { 0 };
        let part = |from: usize, to: usize| visible(&line.chars().take(to).skip(from).collect::<String>());
        let to = to.min(skipped + SHOWN);
        let [before, mark, after] = [part(skipped, from), part(from, to), part(to, skipped + SHOWN)];
        let (from, marked) = (before.chars().count(), mark.chars().count());
        json!({ "line": index + 1, "text": before + &mark + &after, "from": from, "to": from + marked })
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use crate::diag::{Code, Diagnostic, Format, Printer};
    use crate::model::RelPath;

    #[test]
    fn programs_get_every_field() {
        let path = RelPath::new("content/a.md").expect("a path");
        let broken = Diagnostic::new(Code::P0501, &path).at(13..20).arg("target", "../x.md").nearest(Some("../y.md"));
        let line =
            Printer { format: Format::Json, ..Printer::default() }.print(&broken, Some("# 云\n\n[云](../x.md)\n"));
        let object: serde_json::Value = serde_json::from_str(&line).expect("valid JSON");
        let expect = serde_json::json!({
            "code": "P0501", "severity": "warning", "path": "content/a.md",
            "line": 3, "column": 5, "end_line": 3, "end_column": 12,
            "message": "link to a file that does not exist: ../x.md",
            "help": "did you mean ../y.md?\n\
                     correct the path (relative to this file, capitals count) or delete the link",
        });
        assert_eq!(object, expect);
        assert_eq!(line.matches('\n').count(), 1, "one object a line");
    }

    #[test]
    fn a_page_gets_the_lines_around() {
        let path = RelPath::new("content/a.md").expect("a path");
        let broken = Diagnostic::new(Code::P0501, &path).at(13..20).arg("target", "../x.md");
        let object = Printer::default().browser_json(&broken, Some("# 云\n\n[云](../x.md)\nafter\nlast\n"));
        let expect = serde_json::json!({
            "code": "P0501", "severity": "warning", "file": "content/a.md", "line": 3, "column": 5,
            "message": "link to a file that does not exist: ../x.md",
            "help": "correct the path (relative to this file, capitals count) or delete the link",
            "excerpt": [
                { "line": 2, "text": "" },
                { "line": 3, "text": "[云](../x.md)", "from": 4, "to": 11 },
                { "line": 4, "text": "after" },
            ],
        });
        assert_eq!(object, expect);
        let long = format!("{}[云](../x.md)", "x".repeat(500));
        let object = Printer::default().browser_json(&Diagnostic { at: Some((506, 513)), ..broken }, Some(&long));
        assert_eq!(object["excerpt"][0]["from"], 40);
        let unseen = Diagnostic { at: Some((4, 6)), ..Diagnostic::new(Code::P0501, &path).arg("target", "\u{a0}") };
        let object = Printer::default().browser_json(&unseen, Some("a\u{200b}\u{a0}b"));
        assert_eq!(object["message"], "link to a file that does not exist: <U+00A0>");
        assert_eq!(
            object["excerpt"],
            serde_json::json!([{ "line": 1, "text": "a<U+200B><U+00A0>b", "from": 9, "to": 17 }])
        );
    }

    #[test]
    fn github_gets_escaped_commands() {
        let path = RelPath::new("a, b:100%.md").expect("a path");
        let broken = Diagnostic::new(Code::P0501, &path).at(0..1).arg("target", "100%\r\n::error::x");
        assert_eq!(
            Printer { format: Format::Github, ..Printer::default() }.print(&broken, Some("x")),
            "::warning file=a%2C b%3A100%25.md,line=1,col=1,title=P0501::\
             link to a file that does not exist: 100%25%0D%0A::error::x\n"
        );
    }
}
