//! Syntax of other generators that is not read: shortcodes, tags of templates, admonitions.
//!
//! In: the body of a file, as far as it was rewritten. Out: for each name, how often it is there, and where first. It is shown as text; the author
//! gets one diagnostic for each name, for the whole site. Also out: the indented texts that belong to it.
//! Markdown reads them as something else than their author meant, so their HTML gets no diagnostics.
//!
//! What always holds: what stands in code, in HTML or in comments is none. A body without the characters that such
//! syntax begins with is only searched for them.

use crate::model::ForeignSyntax;
use pulldown_cmark::{Event, Options, Parser, Tag};
use regex::Regex;
use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

/// The beginnings of all such syntax. An alternation of plain texts is searched many bytes at a time.
static MARKS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\{\{[<%#]|\{%|!!! |\?\?\?|:::|=== "|--8<-- "#).expect("a valid expression"));

/// Most bytes of a shortcode: a longer one is probably a mistake.
const LONGEST: usize = 2000;

/// A form of foreign syntax.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `{{< name >}}`, `{% name %}`; it stands anywhere, the others at the beginning of a line.
    Shortcode,
    /// `!!! note "Title"`, `??? note`, `???+ note`; its text is indented.
    Admonition,
    /// `::: tip Title`, `:::tip[Title]`
    Container,
    /// `=== "Title"`; its text is indented.
    Tab,
    /// `--8<-- "file"`
    Snippet,
}

/// Syntax of other generators in a body.
#[derive(Default)]
pub struct FoundSyntax {
    /// By name.
    pub syntax: Vec<ForeignSyntax>,
    /// Texts that are indented below an admonition or a tab, in order.
    pub texts: Vec<Range<usize>>,
}

impl Mark {
    fn of(start: &str) -> Mark {
        match start.as_bytes()[0] {
            b'!' | b'?' => Mark::Admonition,
            b':' => Mark::Container,
            b'=' => Mark::Tab,
            b'-' => Mark::Snippet,
            _ => Mark::Shortcode,
        }
    }
}

/// Finds the syntax of other generators in a body. Ranges are of the body.
pub fn find(body: &str) -> FoundSyntax {
    let (mut found, mut texts, mut text) = (Vec::new(), Vec::new(), 0..0);
    let (mut line, mut seen, mut last) = (0, 0, None);
    for hit in MARKS.find_iter(body) {
        let at = hit.start();
        let mark = Mark::of(hit.as_str());
        if mark == Mark::Shortcode {
            // The second of two braces begins nothing. A brace behind a backslash is text.
            let is_start = !body[..at].ends_with(['{', '\\']);
            let code = is_start.then(|| shortcode(&body[at..])).flatten();
            found.extend(code.map(|(name, length)| (name, at..at + length)));
            continue;
        }
        line = memchr::memrchr(b'\n', &body.as_bytes()[seen..at]).map_or(line, |line_break| seen + line_break + 1);
        seen = at;
        // Only the first on a line may begin it.
        if last.replace(line) == Some(line) {
            continue;
        }
        let is_first = body[line..at].trim_start_matches(['\u{feff}', '>', ' ', '\t']).is_empty();
        if let Some(name) = is_first.then(|| of_line(mark, &body[at..])).flatten() {
            let end = at + body[at..].find('\n').unwrap_or(body.len() - at);
            found.push((name, at..end));
            if matches!(mark, Mark::Admonition | Mark::Tab) && !text.contains(&at) {
                text = end..end + indented(&body[end..], column(&body[line..at]));
                texts.push(text.clone());
            }
        }
    }
    if found.is_empty() {
        return FoundSyntax::default();
    }
    let code = code(body);
    found.retain(|(_, at)| {
        let next = code.partition_point(|code| code.start <= at.start);
        next.checked_sub(1).is_none_or(|before| at.start >= code[before].end)
    });
    found.sort_by_key(|(_, at)| at.start);
    let mut by_name: BTreeMap<String, ForeignSyntax> = BTreeMap::new();
    for (name, at) in found {
        let known = by_name.entry(name).or_insert_with_key(|name| ForeignSyntax {
            name: name.clone(),
            count: 0,
            is_left_out: false,
            at,
        });
        known.count += 1;
    }
    FoundSyntax { syntax: by_name.into_values().collect(), texts }
}

/// The width of the beginning of a line in columns.
fn column(start: &str) -> usize {
    start.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// The length of the lines at the beginning of `text` that are blank or begin behind `than`.
fn indented(text: &str, than: usize) -> usize {
    let is_inside = |line: &&str| {
        let rest = line.trim_start_matches(['>', ' ', '\t']);
        rest.trim().is_empty() || column(&line[..line.len() - rest.len()]) > than
    };
    text.split_inclusive('\n').take_while(is_inside).map(str::len).sum()
}

/// `{{< name a="b" >}}`, `{{% name %}}`, `{{#include file}}`, `{% name %}` at the beginning of a text: its name and its
/// length. What closes another one is none of its own.
fn shortcode(text: &str) -> Option<(String, usize)> {
    let (start, end) = [("{{<", ">}}"), ("{{%", "%}}"), ("{{#", "}}"), ("{%", "%}")]
        .into_iter()
        .find(|(start, _)| text.starts_with(start))?;
    let inside = &text[start.len()..];
    let length = memchr::memmem::find(&inside.as_bytes()[..inside.len().min(LONGEST)], end.as_bytes())?;
    let inside = inside[..length].trim_start_matches('-').trim_start();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let name = &inside[..inside.find(|c| !is_name(c)).unwrap_or(inside.len())].trim_end_matches(['/', '-']);
    let is_own = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !(start == "{%" && name.starts_with("end"));
    let shown = if start == "{{#" { format!("{{{{#{name}}}}}") } else { format!("{start} {name} {end}") };
    is_own.then(|| (shown, start.len() + length + end.len()))
}

/// What stands at the beginning of a line, by its name.
fn of_line(mark: Mark, text: &str) -> Option<String> {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end();
    let word = |text: &str| {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
        Some(text[..end].to_owned()).filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    // Its text stands below, deeper than it.
    let has_text = || {
        let below = after.lines().find(|line| !line.trim_matches(['>', ' ', '\t']).is_empty());
        below.is_some_and(|line| line.trim_start_matches('>').starts_with(['\t', ' ']))
    };
    match mark {
        Mark::Shortcode => None,
        Mark::Admonition => {
            let start = if line.starts_with("???+") { "???+" } else { &line[..3] };
            let name = word(line[start.len()..].strip_prefix(' ')?.trim_start())?;
            has_text().then(|| format!("{start} {name}"))
        }
        Mark::Container => {
            let rest = line.trim_start_matches(':').trim_start();
            // `::: {.note}`
            let classes = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let name = classes.map(|(classes, _)| format!("{{{classes}}}")).or_else(|| word(rest))?;
            Some(format!("::: {name}"))
        }
        Mark::Tab => (line.ends_with('"') && has_text()).then(|| "=== \"...\"".to_owned()),
        Mark::Snippet => Some("--8<-- \"...\"".to_owned()),
    }
}

/// Code, HTML and comments, in their order.
fn code(body: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Event| {
        let is_block = matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock));
        is_block || matches!(event, Event::Code(_) | Event::InlineHtml(_) | Event::Html(_))
    };
    let events = Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter();
    let mut code: Vec<Range<usize>> = Vec::new();
    for (_, at) in events.filter(|(event, _)| is_code(event)) {
        match code.last_mut().filter(|last| at.start < last.end) {
            Some(last) => last.end = last.end.max(at.end),
            None => code.push(at),
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(body: &str) -> String {
        let shown = find(body).syntax.into_iter().map(|foreign| format!("{} x{}", foreign.name, foreign.count));
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn each_name_is_counted() {
        for (body, expect) in [
            ("{{< copyable \"sql\" >}} a {{< /copyable >}} {{<copyable>}}", "{{< copyable >}} x2"),
            ("{{% alert title=\"x\" %}}\ntext\n{{% /alert %}}", "{{% alert %}} x1"),
            ("{% note info %}\ntext\n{% endnote %}\n{%- raw -%}", "{% note %} x1, {% raw %} x1"),
            ("{{#include a.rs:main}}", "{{#include}} x1"),
            (
                "!!! note \"Title\"\n    text\n\n??? tip\n\n    text\n\n???+ tip\n    text",
                "!!! note x1, ??? tip x1, ???+ tip x1",
            ),
            ("::: tip 标题\ntext\n:::\n\n:::note[A]\n:::\n\n> ::: tip\n", "::: note x1, ::: tip x2"),
            ("- a\n\n  !!! note\n      text\n", "!!! note x1"),
            (":::: {.column width=\"50%\"}\n:::\n::::", "::: {.column width=\"50%\"} x1"),
            ("=== \"A\"\n\n    text\n\n=== \"B\"\n\n    text\n", "=== \"...\" x2"),
            ("--8<-- \"a.md\"", "--8<-- \"...\" x1"),
        ] {
            assert_eq!(found(body), expect, "{body}");
        }
    }

    #[test]
    fn texts_are_what_is_indented_below() {
        let body = "!!! note\n    a\n\n\tb\nc\n> ??? tip\n>\n>     d\n> e\n\n=== \"A\"\n  !!! f\n    g\n";
        let texts: Vec<&str> = find(body).texts.into_iter().map(|at| body[at].trim()).collect();
        assert_eq!(texts, ["a\n\n\tb", ">\n>     d", "!!! f\n    g"]);
    }

    #[test]
    fn code_and_prose_are_none() {
        for body in [
            "```\n{{< x >}}\n::: tip\n!!! note\n    a\n```\n",
            "`{{< x >}}` and ``{% x %}``\n",
            "text\n\n    {% raw %}\n    ::: tip\n",
            "<!-- {% comment %} -->\n",
            "<pre>\n{% x %}\n</pre>\n",
            "{{</* x */>}}",
            "\\{{< x >}} \\{% x %}",
            "What???\n\n!!! 注意\n\n!!! Really\nyes\n",
            "a ::: b\n\n:::\n\n::: \n",
            "{{ page.title }} {% 5 %} {%",
            "a ??? note\n    b",
            "- !!! note that it is loud\n- b",
            "Title\n===\n\n=== \"A\" is a string\n    b",
        ] {
            assert_eq!(found(body), "", "{body}");
        }
    }

    /// Time that grows with the square of the length would be minutes here.
    #[test]
    fn many_of_them_are_counted_in_one_pass() {
        for (part, names) in [
            ("{{<", 0),
            ("{%", 0),
            ("`a` {{< b >}} ", 1),
            ("??? a ", 0),
            ("!!! note\n", 0),
            ("::: a\n\n", 1),
            ("=== \"a\n", 0),
            ("> ??? ", 0),
        ] {
            assert_eq!(find(&part.repeat(400_000 / part.len())).syntax.len(), names, "{part}");
        }
    }
}
