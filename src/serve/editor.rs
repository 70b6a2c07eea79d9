//! Opens a file at a line in the writer's editor.
//!
//! In: a file that the site was made of, a line, and what the environment names as editor. Out: a program that was
//! started, or an address that a browser opens the editor by.
//!
//! What always holds: the file comes from the edition, never from a request; no shell reads the command; an editor that
//! wants the terminal is not started, for `serve` has it.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// What `$PORTAL_EDITOR`, `$VISUAL` or `$EDITOR` says, in this order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Editor {
    /// Started as it is, even if it wants the terminal.
    pub own: Option<String>,
    /// Started only if it opens a window of its own.
    pub usual: Option<String>,
}

/// What a request to open a file led to.
#[derive(PartialEq, Eq, Debug)]
pub enum Opened {
    /// The editor is started.
    Started,
    /// For the browser.
    Link(String),
    /// The editor cannot be started; why, for the browser.
    Failed(String),
}

impl Editor {
    /// Line and column from 1.
    pub fn open(&self, file: &Path, line: usize, column: usize) -> Opened {
        let file = &std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
        let chosen = self.own.as_deref().or(self.usual.as_deref().filter(|command| has_window(command)));
        let Some(command) = chosen else { return Opened::Link(link(file, line, column)) };
        let words = arguments(command, &file.to_string_lossy(), line, column);
        let Some((program, arguments)) = words.split_first() else { return Opened::Link(link(file, line, column)) };
        let quiet = || Stdio::null();
        let started = Command::new(program).args(arguments).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
        match started {
            Ok(mut child) => {
                // Somebody has to ask how it ended, or it stays in the table of processes.
                std::thread::spawn(move || child.wait());
                Opened::Started
            }
            Err(error) => Opened::Failed(format!("{program}: {error}")),
        }
    }
}

/// How editors take a line number; the others get the file alone.
#[derive(Clone, Copy)]
enum Style {
    /// `--goto file:line:column`
    Goto,
    /// `file:line:column`
    Colons,
    /// `--line 3 --column 5 file`
    Line,
    /// `+3 file`
    Plus,
    /// `+3:5 file`
    PlusColumn,
}

/// Editors with a window of their own.
const KNOWN: &[(&str, Style)] = &[
    ("code", Style::Goto),
    ("code-insiders", Style::Goto),
    ("codium", Style::Goto),
    ("cursor", Style::Goto),
    ("windsurf", Style::Goto),
    ("trae", Style::Goto),
    ("zed", Style::Colons),
    ("zeditor", Style::Colons),
    ("subl", Style::Colons),
    ("lapce", Style::Colons),
    ("idea", Style::Line),
    ("webstorm", Style::Line),
    ("pycharm", Style::Line),
    ("goland", Style::Line),
    ("rustrover", Style::Line),
    ("kate", Style::Line),
    ("gvim", Style::Plus),
    ("mvim", Style::Plus),
    ("gedit", Style::PlusColumn),
    ("emacsclient", Style::PlusColumn),
];

/// The editor that a command starts.
fn style(command: &str) -> Option<Style> {
    let program = command.split_whitespace().next()?;
    let name = program.rsplit(['/', '\\']).next()?.trim_end_matches(".exe").trim_end_matches(".cmd");
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
}

fn has_window(command: &str) -> bool {
    let in_terminal = ["-t", "-nw", "--tty"].iter().any(|flag| command.split_whitespace().any(|word| word == *flag));
    style(command).is_some() && !in_terminal
}

/// The program and its arguments. A command may say itself where the place goes: `{file}`, `{line}`, `{column}`.
fn arguments(command: &str, file: &str, line: usize, column: usize) -> Vec<String> {
    let words = command.split_whitespace();
    if command.contains("{file}") {
        let fill = |word: &str| {
            let place = word.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
            // Last, for a file's name may hold anything.
            place.replace("{file}", file)
        };
        return words.map(fill).collect();
    }
    let place = match style(command) {
        Some(Style::Goto) => vec!["--goto".into(), format!("{file}:{line}:{column}")],
        Some(Style::Colons) => vec![format!("{file}:{line}:{column}")],
        Some(Style::Line) => {
            vec!["--line".into(), line.to_string(), "--column".into(), column.to_string(), file.to_owned()]
        }
        Some(Style::Plus) => vec![format!("+{line}"), file.to_owned()],
        Some(Style::PlusColumn) => vec![format!("+{line}:{column}"), file.to_owned()],
        None => vec![file.to_owned()],
    };
    words.map(str::to_owned).chain(place).collect()
}

/// An address that Visual Studio Code has registered for itself.
fn link(file: &Path, line: usize, column: usize) -> String {
    let path = file.to_string_lossy().replace('\\', "/");
    format!("vscode://file/{}:{line}:{column}", crate::model::encode_path(path.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::{Editor, Opened, arguments, has_window};
    use std::path::Path;

    #[test]
    fn editors_are_told_the_line_in_their_way() {
        for (command, expect) in [
            ("code --wait", "code|--wait|--goto|/p/云 1.md:3:5"),
            ("/usr/bin/zed", "/usr/bin/zed|/p/云 1.md:3:5"),
            ("idea", "idea|--line|3|--column|5|/p/云 1.md"),
            ("emacsclient -n", "emacsclient|-n|+3:5|/p/云 1.md"),
            ("my-editor", "my-editor|/p/云 1.md"),
            ("term -e vim +{line} {file}", "term|-e|vim|+3|/p/云 1.md"),
        ] {
            assert_eq!(arguments(command, "/p/云 1.md", 3, 5).join("|"), expect, "{command}");
        }
    }

    #[test]
    fn a_name_is_no_command() {
        let file = "/p/{line}; rm -rf $HOME `x`.md";
        assert_eq!(arguments("e {file}", file, 3, 5), ["e", "/p/{line}; rm -rf $HOME `x`.md"]);
    }

    #[test]
    fn editors_of_the_terminal_are_left_alone() {
        for (command, expect) in [("vim", false), ("emacsclient -t", false), ("emacsclient -n", true), ("nano", false)]
        {
            assert_eq!(has_window(command), expect, "{command}");
        }
        let editor = Editor { own: None, usual: Some("vim".into()) };
        let link = Opened::Link("vscode://file/p/%E4%BA%91.md:3:1".into());
        assert_eq!(editor.open(Path::new("/p/云.md"), 3, 1), link);
    }
}
