//! What the containers of other generators are called, and what they become here.
//!
//! To add a name: its row in `ALERTS`, or its word in [`container`]. Names are compared in lower case, without `-` and
//! `_`, so that `TabItem` and `tab-item` are one.

use super::tags::TagArgs;

/// What a container becomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ContainerKind {
    /// A box with a label; the label in Chinese and in English for one without a title.
    Alert {
        /// One of the five classes of alerts.
        class: &'static str,
        /// What it is called, in Chinese and in English.
        label: (&'static str, &'static str),
    },
    /// A text that can be folded.
    Details {
        /// It begins unfolded.
        is_open: bool,
    },
    /// The parent of tabs.
    Tabs,
    /// A tab with its label, in plain text.
    Tab(String),
    /// A row of blocks of code, each of which is a tab.
    CodeTabs,
    /// The parent of cards.
    Cards,
    /// A card with a title.
    Card,
    /// The list in it is one of steps.
    Steps,
    /// Nothing: its text stands where it is.
    Plain,
}

/// An alert that other generators have: its names, its class here, its label in Chinese and in English.
type Alert = (&'static [&'static str], &'static str, (&'static str, &'static str));

const ALERTS: [Alert; 18] = [
    (&["note", "notes", "default", "primary", "secondary", "simple", "light"], "note", ("注意", "Note")),
    (&["info", "information", "infobox"], "note", ("信息", "Info")),
    (&["abstract", "summary", "tldr"], "note", ("摘要", "Summary")),
    (&["question", "faq", "help", "quiz"], "note", ("问题", "Question")),
    (&["example", "examples", "try"], "note", ("示例", "Example")),
    (&["quote", "cite", "blockquote", "pullquote", "centerquote", "cq"], "note", ("引用", "Quote")),
    (&["seealso", "see", "related", "learn", "theorem", "definition"], "note", ("另见", "See also")),
    (&["todo"], "note", ("待办", "To do")),
    (&["new", "update", "announcement", "version"], "note", ("更新", "New")),
    (&["tip", "tips", "pro", "highlight"], "tip", ("提示", "Tip")),
    (&["hint"], "tip", ("提示", "Hint")),
    (&["success", "check", "done", "ok", "solution", "answer"], "tip", ("成功", "Success")),
    (&["important", "attention", "key"], "important", ("重要", "Important")),
    (&["warning", "warn", "alert", "deprecated", "beta", "experimental"], "warning", ("警告", "Warning")),
    (&["caution"], "caution", ("当心", "Caution")),
    (&["danger", "error", "fatal", "critical"], "caution", ("危险", "Danger")),
    (&["failure", "fail", "missing"], "caution", ("失败", "Failure")),
    (&["bug"], "caution", ("缺陷", "Bug")),
];

/// The alert of that name.
pub(super) fn alert(name: &str) -> Option<ContainerKind> {
    let name = plain(name);
    let (_, class, label) = ALERTS.iter().find(|(names, ..)| names.contains(&&*name))?;
    Some(ContainerKind::Alert { class, label: *label })
}

/// An alert of a name that nobody knows, as a note.
pub(super) fn note() -> ContainerKind {
    let (_, class, label) = ALERTS[0];
    ContainerKind::Alert { class, label }
}

/// The container of that name, and its title. `args` are what stands behind the name.
pub(super) fn container(name: &str, args: &TagArgs) -> Option<(ContainerKind, Option<String>)> {
    let title = || args.get(&["title", "summary", "label", "header", "heading", "name", "text"]);
    let first = |index: usize| args.positional(index);
    Some(match &*plain(name) {
        "tabs" | "tabpane" | "tabgroup" | "tabset" | "simpletabs" | "multitabs" | "subtabs" => {
            (ContainerKind::Tabs, None)
        }
        "tab" | "tabitem" | "tabsitem" | "tabpanel" | "simpletab" | "codegroupitem" | "codetab" => {
            let label = args.get(&["label", "header", "title", "name", "value"]).or_else(|| first(0));
            (ContainerKind::Tab(label.unwrap_or_default()), None)
        }
        "codegroup" | "codetabs" | "codeblocks" => (ContainerKind::CodeTabs, None),
        "details" | "expand" | "collapse" | "collapsible" | "accordion" | "accordionitem" | "spoiler" | "folding"
        | "fold" | "toggle" | "foldable" | "hidetoggle" | "hideblock" => {
            let is_open = args.get(&["open"]).is_some_and(|open| open != "false");
            (ContainerKind::Details { is_open }, title().or_else(|| first(0)))
        }
        "cards" | "cardgrid" | "cardgroup" | "deck" | "cardpane" | "linkcards" => (ContainerKind::Cards, None),
        "card" | "linkcard" | "feature" => (ContainerKind::Card, title().or_else(|| first(0))),
        "steps" | "stepper" => (ContainerKind::Steps, None),
        "alert" | "callout" | "admonition" | "aside" | "notice" | "pageinfo" | "custombox" | "msg" | "box" => {
            let kind =
                args.get(&["type", "kind", "color", "status", "variant", "style", "context"]).or_else(|| first(0));
            let title = args.get(&["title", "heading", "header"]).or_else(|| first(1));
            (kind.and_then(|kind| alert(&kind)).unwrap_or_else(note), title)
        }
        "div" | "raw" | "vpre" | "center" | "left" | "right" | "grid" | "column" | "columns" | "row" | "col"
        | "html" | "caption" | "figurecaption" | "tablecaption" | "define" | "fragment" | "filetree" | "clientonly"
        | "article" | "section" | "blocks" | "wide" | "narrow" | "codeoutput" | "grouppicture" | "gp" => {
            (ContainerKind::Plain, None)
        }
        // `{% note info Title %}`
        _ => {
            let kind = first(0).filter(|_| plain(name) == "note").and_then(|kind| alert(&kind));
            let words = args.words();
            let behind = words.split_once(' ').map(|(_, title)| title.to_owned());
            let title = if kind.is_some() { behind } else { Some(words).filter(|words| !words.is_empty()) };
            // Who is quoted.
            (kind.or_else(|| alert(name))?, args.get(&["title", "heading", "header", "author"]).or(title))
        }
    })
}

/// A name without what its spellings differ in, and without the folder of its template.
fn plain(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or_default();
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
