//! Tags of other generators: shortcodes, tags of templates, components.
//!
//! In: a text and the place where one may begin. Out: its name, what is written behind it, and where it ends.
//!
//! What always holds: a tag is found in time that grows with its own length, and that has a limit. An expression is
//! never computed: a value is the text that stands there, or nothing.

use std::ops::Range;

/// Most bytes of a tag: a longer one is probably a mistake.
const LONGEST: usize = 2000;
/// Most bytes of the name of a component.
const LONGEST_NAME: usize = 100;
/// The attribute of a component whose value is HTML that stands in its place.
pub(super) const HTML: &str = "set:html";

/// A tag. The name and the values are as written.
#[derive(Debug)]
pub(super) struct ForeignTag<'s> {
    pub(super) form: TagForm,
    pub(super) role: TagRole,
    pub(super) name: &'s str,
    pub(super) args: TagArgs,
    pub(super) at: Range<usize>,
}

/// How a tag is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum TagForm {
    /// `{{< name >}}`, `{{% name %}}`
    Shortcode,
    /// `{% name %}`
    Block,
    /// `{% include name.html key="value" %}`: a template of the project, by its name.
    Template,
    /// `{{ name(key="value") }}` and `{{ any.thing | else }}`
    Expression,
    /// `<Name>`
    Component,
    /// `<name markdown>`, which stays in the text.
    Html,
}

/// Which part of an element a tag is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TagRole {
    /// It may have an end tag, and may have none.
    Open,
    Close,
    /// It has no end tag: `<Name />`.
    Single,
}

/// What stands behind the name of a tag.
#[derive(Default, Debug)]
pub(super) struct TagArgs {
    /// Keys in lower case; an empty one for a value without key.
    values: Vec<(String, String)>,
}

impl TagArgs {
    /// The value of the first of these keys that has one.
    pub(super) fn get(&self, keys: &[&str]) -> Option<String> {
        let value = |key: &&str| self.values.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone());
        keys.iter().find_map(value)
    }

    /// The n-th value without key, from 0.
    pub(super) fn positional(&self, index: usize) -> Option<String> {
        self.values.iter().filter(|(key, _)| key.is_empty()).nth(index).map(|(_, value)| value.clone())
    }

    /// All values without key, with blanks between them.
    pub(super) fn words(&self) -> String {
        let words = self.values.iter().filter(|(key, _)| key.is_empty()).map(|(_, value)| value.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    /// `a "b c" d=e f="g" h: 'i'`, with commas between them or without.
    pub(super) fn read(text: &str) -> TagArgs {
        let mut values = Vec::new();
        let mut rest = text.trim_start_matches(is_between);
        while let Some(first) = rest.chars().next() {
            let (word, after) = value(rest, first);
            let sign = after.trim_start().strip_prefix('=').or_else(|| after.strip_prefix(':'));
            let is_key = !matches!(first, '"' | '\'' | '`' | '{' | '[') && word.chars().all(is_of_name);
            match sign.map(str::trim_start).filter(|_| is_key && !word.is_empty()) {
                Some(right) => {
                    let (value, after) = right.chars().next().map_or(("", ""), |first| value(right, first));
                    values.push((key(word), literal(value)));
                    rest = after;
                }
                None => {
                    values.push((String::new(), word.to_owned()));
                    rest = after;
                }
            }
            rest = rest.trim_start_matches(is_between);
        }
        TagArgs { values }
    }

    /// `a="b" c={d} :e="f" g`
    fn of_component(text: &str) -> TagArgs {
        let mut args = TagArgs::read(text);
        for (key, value) in &mut args.values {
            // An attribute without a value.
            if key.is_empty() && value.chars().all(is_of_name) {
                (*key, *value) = (self::key(value), String::new());
            }
        }
        args
    }
}

fn key(word: &str) -> String {
    word.trim_start_matches([':', '@', '.', '-']).to_ascii_lowercase()
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || c == ','
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '@' | '#')
}

/// The value at the beginning of a text, without its quotes, and what stands behind it.
fn value(text: &str, first: char) -> (&str, &str) {
    let close = match first {
        '"' | '\'' | '`' => {
            let inside = &text[1..];
            let end = inside.find(first).unwrap_or(inside.len());
            return (&inside[..end], inside.get(end + 1..).unwrap_or_default());
        }
        '{' => '}',
        '[' => ']',
        _ => {
            let end = text.find(|c: char| is_between(c) || c == '=').unwrap_or(text.len());
            // `key:value` and `key: value`
            let colon = text[..end].find(':').filter(|at| *at > 0 && !text[*at..].starts_with("://"));
            return text.split_at(colon.unwrap_or(end).max(first.len_utf8()));
        }
    };
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == first) - i32::from(c == close);
        if depth == 0 {
            return text.split_at(at + 1);
        }
    }
    (text, "")
}

/// `{'a'}` and `{"a"}` as `a`, `{useBaseUrl("a")}` too; other expressions are nothing.
fn literal(value: &str) -> String {
    let Some(inside) = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { return value.to_owned() };
    let mut parts = inside.split(['"', '\'', '`']);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(text), Some(_), None) => text.to_owned(),
        _ => String::new(),
    }
}

/// The tag that begins at an offset of the text, if one does.
pub(super) fn read(text: &str, at: usize) -> Option<ForeignTag<'_>> {
    let rest = &text[at..];
    // The target of a link: `[a](</b>)`.
    if text[..at].ends_with("](") && rest.starts_with('<') {
        return None;
    }
    if let Some(tag) = literal_html(rest, at) {
        return Some(tag);
    }
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    if rest.starts_with('<') { component(rest, at) } else { braces(rest, at) }
}

fn braces(rest: &str, at: usize) -> Option<ForeignTag<'_>> {
    let (form, start, end) = [
        (TagForm::Shortcode, "{{<", ">}}"),
        (TagForm::Shortcode, "{{%", "%}}"),
        (TagForm::Block, "{%", "%}"),
        (TagForm::Expression, "{{", "}}"),
    ]
    .into_iter()
    .find(|(_, start, _)| rest.starts_with(start))?;
    let length = memchr::memmem::find(&rest.as_bytes()[start.len()..], end.as_bytes())?;
    let inside = rest[start.len()..start.len() + length].trim_matches('-').trim();
    let (inside, mut role) = match (form, inside.strip_prefix('/'), inside.strip_suffix('/')) {
        (TagForm::Shortcode, Some(name), _) => (name.trim(), TagRole::Close),
        (TagForm::Shortcode, _, Some(inside)) => (inside.trim(), TagRole::Single),
        _ => (inside, TagRole::Open),
    };
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "_-./:".contains(c);
    let length_of_name = inside.find(|c| !is_of_name(c)).unwrap_or(inside.len());
    let (mut name, mut behind) = inside.split_at(length_of_name);
    if form != TagForm::Expression && !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return None;
    }
    if form == TagForm::Block
        && let Some(ended) = name.strip_prefix("end")
    {
        (name, role) = (ended, TagRole::Close);
    }
    let mut form = form;
    if form == TagForm::Block
        && role == TagRole::Open
        && matches!(name, "include" | "include_cached")
        && let Some(template) = behind.split_whitespace().next()
    {
        behind = &behind[behind.find(template)? + template.len()..];
        let template = template.trim_matches(['"', '\'']);
        name = template.rsplit_once('/').map_or(template, |(_, name)| name).trim_end_matches(".html");
        (form, role) = (TagForm::Template, TagRole::Single);
    }
    // `name(key="value")`
    let call = behind.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let args = match form {
        TagForm::Expression if call.is_none() => TagArgs { values: vec![(String::new(), inside.to_owned())] },
        _ => TagArgs::read(call.unwrap_or(behind)),
    };
    Some(ForeignTag { form, role, name, args, at: at..at + start.len() + length + end.len() })
}

/// `<Fragment set:html={"..."} />`: a component that is nothing but a text of HTML, which may be long.
fn literal_html(rest: &str, at: usize) -> Option<ForeignTag<'_>> {
    let inside = rest.strip_prefix('<')?;
    let name = &inside[..inside.bytes().take(LONGEST_NAME).position(|byte| !byte.is_ascii_alphanumeric())?];
    let behind = inside[name.len()..].trim_start().strip_prefix(HTML)?.strip_prefix("={\"")?;
    let mut is_escaped = false;
    let is_end = |byte: u8| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    };
    let quote = behind.bytes().position(is_end)?;
    let end = behind[quote + 1..].strip_prefix('}')?.trim_start().strip_prefix("/>")?;
    let html = serde_json::from_str(&format!("\"{}\"", &behind[..quote])).ok()?;
    let args = TagArgs { values: vec![(HTML.to_owned(), html)] };
    let at = at..at + rest.len() - end.len();
    Some(ForeignTag { form: TagForm::Component, role: TagRole::Single, name, args, at })
}

fn component(rest: &str, at: usize) -> Option<ForeignTag<'_>> {
    let (inside, is_close) = match rest.strip_prefix("</") {
        Some(inside) => (inside, true),
        None => (&rest[1..], false),
    };
    let end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')))?;
    let (name, behind) = inside.split_at(end);
    // The empty one is a fragment.
    let is_component = name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('-');
    if !(is_component || name.is_empty() && behind.starts_with('>'))
        || !behind.starts_with([' ', '\n', '\t', '\r', '/', '>'])
    {
        return None;
    }
    let length = end_of_tag(behind)?;
    let written = behind[..length].trim_end();
    let role = match (is_close, written.ends_with('/')) {
        (true, _) => TagRole::Close,
        (false, true) => TagRole::Single,
        (false, false) => TagRole::Open,
    };
    let args = TagArgs::of_component(written.trim_end_matches('/'));
    let whole = rest.len() - inside.len() + end + length + 1;
    Some(ForeignTag { form: TagForm::Component, role, name, args, at: at..at + whole })
}

/// Where the `>` is that ends a tag; quotes and braces may hold others.
pub(super) fn end_of_tag(text: &str) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0_i32);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth -= 1,
            (None, b'>') if depth <= 0 => return Some(at),
            // No tag goes on behind an empty line or in another one.
            (None, b'<') if depth <= 0 => return None,
            (None, b'\n') if text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') => return None,
            _ => {}
        }
    }
    None
}

/// The start tag of HTML at the beginning of a text as a browser reads it, and the length of what it stands for; `None`
/// where it is the same. `className` is `class`; an expression is the text in it, or the attribute goes.
pub(super) fn plain_html(text: &str) -> Option<(String, usize)> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let inside = text.strip_prefix('<').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))?;
    let end = end_of_tag(inside)?;
    let whole = &inside[..end];
    if !whole.contains("={") && !whole.contains("className") && !whole.contains("{...") {
        return None;
    }
    let name = &whole[..whole.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(whole.len())];
    let mut tag = format!("<{name}");
    let behind = whole[name.len()..].trim_end().trim_end_matches('/');
    for (key, value) in TagArgs::of_component(behind).values {
        let key = match &*key {
            "classname" => "class",
            "htmlfor" => "for",
            "style" | "key" | "ref" | "" => continue,
            key if key.starts_with("on") => continue,
            key => key,
        };
        if !value.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            tag.push_str(&format!(" {key}=\"{}\"", value.replace('"', "&quot;")));
        }
    }
    tag.push_str(if whole.trim_end().ends_with('/') { " />" } else { ">" });
    Some((tag, end + 2))
}

#[cfg(test)]
mod tests {
    use super::{plain_html, read};

    #[test]
    fn tags_of_html_lose_what_only_components_have() {
        for (text, expect) in [
            ("<div className=\"a\">x", Some(("<div class=\"a\">", 19))),
            ("<img src={require('./a.png').default} style={{width: '1px'}} />", Some(("<img src=\"./a.png\" />", 63))),
            ("<img src={useBaseUrl('/a.png')} alt=\"b\"/>", Some(("<img src=\"/a.png\" alt=\"b\" />", 41))),
            ("<a href=\"b\">", None),
            ("<b", None),
        ] {
            let expect = expect.map(|(tag, length)| (tag.to_owned(), length));
            assert_eq!(plain_html(text), expect, "{text}");
        }
    }

    fn shown(text: &str) -> String {
        let Some(tag) = read(text, 0) else { return String::new() };
        let args = tag.args.values.iter().map(|(key, value)| format!(" {key}={value}"));
        format!("{:?} {}{} [{}]", tag.role, tag.name, args.collect::<String>(), &text[tag.at.end..])
    }

    #[test]
    fn every_way_to_write_a_tag_is_read() {
        for (text, expect) in [
            ("{{< tab \"A b\" >}}x", "Open tab =A b [x]"),
            ("{{% alert title=\"T\" color=warning %}}", "Open alert title=T color=warning []"),
            ("{{< /tab >}}", "Close tab []"),
            ("{{< img src=`a.png` />}}", "Single img src=a.png []"),
            ("{% note info, 标题 %}", "Open note =info =标题 []"),
            ("{%- endnote -%}", "Close note []"),
            ("{% codeblock lang:js line_number:false %}", "Open codeblock lang=js line_number=false []"),
            ("{% quote(author=\"Ada\", n=1) %}", "Open quote author=Ada n=1 []"),
            ("{{ youtube(id=\"x\") }}", "Open youtube id=x []"),
            ("{{ site.baseurl }}/a", "Open site.baseurl =site.baseurl [/a]"),
            ("<Tabs groupId=\"os\" queryString>", "Open Tabs groupid=os querystring= []"),
            ("<TabItem value=\"a\" label={'甲'}>b", "Open TabItem value=a label=甲 [b]"),
            ("<Card title=\"a > b\" icon={<Icon name=\"x\" />} />", "Single Card title=a > b icon=x []"),
            ("<img-zoom\n  :src=\"'a.png'\"\n/>", "Single img-zoom src='a.png' []"),
            ("</Tabs>", "Close Tabs []"),
            (
                "<Fragment set:html={\"<a href=\\\"b\\\">}\\n</a>\"} />x",
                "Single Fragment set:html=<a href=\"b\">}\n</a> [x]",
            ),
            ("<>", "Open  []"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
        for text in [
            "<div>",
            "<b>",
            "{{</* x */>}}",
            "{% 5 %}",
            "{{<",
            "<Tabs",
            "<A\n\nb>",
            "<T: u8>",
            "< A>",
            "<F set:html={\"a",
        ] {
            assert_eq!(shown(text), "", "{text}");
        }
    }
}
