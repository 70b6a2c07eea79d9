//! Tags of other generators in the text: containers with an end tag, what is copied as it is, and what a tag stands for.

use super::{
    names::{self, ContainerKind},
    reader::{ContainerForm, ContainerReader},
    tags::{self, ForeignTag, TagArgs, TagForm, TagRole},
};
use crate::model::{ForeignSyntax, Syntax};
use std::ops::Range;

/// What a tag in a text is.
pub(super) enum ElementText {
    /// This text stands in its place.
    Text(String),
    /// Containers were closed, so that a new line has begun.
    Closed,
}

/// Tags without a text that are left out without a word: pictures that are not here, and what readers do not miss.
const SILENT: [&str; 12] =
    ["icon", "fragment", "toc", "more", "faicon", "fontawesome", "badge", "assign", "cache", "if", "unless", "case"];

/// Most tags of one name inside each other.
const DEEPEST_TAGS: usize = 16;

/// Tags with a block of code between them.
const CODE: [&str; 6] = ["highlight", "codeblock", "code", "code-toggle", "prism", "mermaid"];

impl<'s> ContainerReader<'s, '_> {
    /// The tag at an offset, if the project has such tags.
    pub(super) fn tag_at(&self, at: usize) -> Option<ForeignTag<'s>> {
        self.options.has_tag(&self.source[at..]).then(|| tags::read(self.source, at)).flatten()
    }

    /// A line that begins with a tag of a container, or of what is copied as it is.
    pub(super) fn element_line(&mut self, content: usize) -> Option<usize> {
        let tag = self.tag_at(content)?;
        if let Some(next) = self.code(&tag) {
            return Some(next);
        }
        if self.unread(&tag).is_some() {
            return None;
        }
        if tag.name == "include_code" && tag.form == TagForm::Block {
            return self.shown_file(content, &self.source[tag.at]);
        }
        if tag.role == TagRole::Close {
            let index = self.opened_by(&tag)?;
            self.close_down_to(index, content);
            return Some(self.go_on(tag.at.end));
        }
        if tag.form == TagForm::Expression || !self.may_open() {
            return None;
        }
        let known = names::container(tag.name, &tag.args);
        // The text of a component may be indented.
        let (kind, title) = match known {
            Some(known) => known,
            None if tag.form == TagForm::Component && tag.role == TagRole::Open => {
                if !self.has_end_tag(tag.form, tag.name, content) {
                    return None;
                }
                self.report_unknown(&tag);
                (ContainerKind::Plain, None)
            }
            None => return None,
        };
        let title = linked(&kind, title, &tag.args);
        if tag.form == TagForm::Template {
            let text = tag.args.get(&["content", "text", "body", "message"])?;
            self.open(kind, title.as_deref(), ContainerForm::Part, content);
            self.put_line(text.trim(), content);
            self.close_down_to(self.open.len() - 1, content);
            return Some(self.go_on(tag.at.end));
        }
        if tag.role == TagRole::Open && self.has_end_tag(tag.form, tag.name, content) {
            let form = ContainerForm::Element(tag.form, tag.name.to_owned());
            self.open(kind, title.as_deref(), form, content);
            if let Some(end) = holds_code(&tag).then(|| self.end_of(&tag)).flatten() {
                self.fenced(&tag, &end);
                self.close_down_to(self.open.len() - 1, end.start);
                return Some(self.go_on(end.end));
            }
            self.describe(&tag);
            return Some(self.go_on(tag.at.end));
        }
        if kind == ContainerKind::Card {
            self.open(kind, title.as_deref(), ContainerForm::Part, content);
            self.describe(&tag);
            self.close_down_to(self.open.len() - 1, content);
            return Some(self.go_on(tag.at.end));
        }
        None
    }

    /// Goes on with what stands behind a tag on its line.
    fn go_on(&mut self, at: usize) -> usize {
        self.line.end = self.line_end(at);
        let blanks = self.source[at..self.line.end].len() - self.source[at..self.line.end].trim_start().len();
        if self.source[at..self.line.end].trim().is_empty() {
            return self.line.end;
        }
        let at = at + blanks;
        if let Some(next) = self.element_line(at) {
            return next;
        }
        self.put_prefix(at);
        self.text(at)
    }

    /// The text of a card that stands in its tag.
    fn describe(&mut self, tag: &ForeignTag) {
        let description = tag.args.get(&["description", "desc"]).filter(|_| tag.form == TagForm::Component);
        if let Some(text) = description.filter(|text| !text.trim().is_empty()) {
            self.put_line(&text.trim().replace('\n', " "), tag.at.start);
            self.put_line("", tag.at.start);
        }
    }

    /// The container that an end tag closes.
    pub(super) fn opened_by(&self, tag: &ForeignTag) -> Option<usize> {
        self.open.iter().rposition(|open| match &open.form {
            ContainerForm::Element(form, name) => {
                *form == tag.form && (*name == tag.name || tag.name.is_empty() && tag.form == TagForm::Block)
            }
            _ => false,
        })
    }

    /// A block of code between two tags.
    fn code(&mut self, tag: &ForeignTag) -> Option<usize> {
        let end = CODE.contains(&tag.name).then(|| self.end_of(tag)).flatten()?;
        self.fenced(tag, &end);
        Some(self.go_on(end.end))
    }

    /// Writes what stands between a tag and its end tag as a block of code.
    fn fenced(&mut self, tag: &ForeignTag, end: &Range<usize>) {
        let inside = self.source[tag.at.end..end.start].trim_start_matches([' ', '\r']);
        let inside = inside.strip_prefix('\n').unwrap_or(inside);
        let start = end.start - inside.len();
        let (language, title) = code_words(tag);
        let title = title.map(|title| format!(" title=\"{}\"", title.replace('"', "'"))).unwrap_or_default();
        let fence = "~".repeat(3.max(inside.split(|c| c != '~').map(str::len).max().unwrap_or(0) + 1));
        self.put_line(&format!("{fence} {language}{title}"), tag.at.start);
        // `{% mermaid graph TD %}`
        if tag.name == "mermaid" && !tag.args.words().is_empty() {
            self.put_line(&tag.args.words(), tag.at.start);
        }
        self.out.copy(start..end.start);
        self.put_line(&fence, end.start);
    }

    /// What is not read: a text that stays as it is, or one that is left out. Where it stands, and whether it stays.
    pub(super) fn unread(&self, tag: &ForeignTag) -> Option<(Range<usize>, bool)> {
        let stays = match tag.name {
            "raw" | "verbatim" => true,
            "comment" | "capture" => false,
            // What is in a loop depends on what it goes through.
            "for" | "tablerow" if tag.form == TagForm::Block => false,
            // The text of the first condition stays.
            "else" | "elsif" | "elif" if tag.form == TagForm::Block && tag.role == TagRole::Open => {
                let ends = ["if", "unless", "case"];
                let has_end = ends.iter().any(|name| self.has_end_tag(tag.form, name, tag.at.start));
                let end = has_end.then(|| self.end_among(tag, &ends)).flatten()?;
                return Some((tag.at.end..end.start, false));
            }
            _ => return None,
        };
        self.end_of(tag).map(|end| (tag.at.end..end.end, stays))
    }

    /// Whether readers miss what is left out.
    pub(super) fn is_missed(tag: &ForeignTag) -> bool {
        matches!(tag.name, "for" | "tablerow")
    }

    /// Where the end tag of a tag of a template stands.
    fn end_of(&self, tag: &ForeignTag) -> Option<Range<usize>> {
        if tag.role != TagRole::Open || !matches!(tag.form, TagForm::Block | TagForm::Shortcode) {
            return None;
        }
        self.has_end_tag(tag.form, tag.name, tag.at.start).then(|| self.end_among(tag, &[tag.name])).flatten()
    }

    /// The end tag with one of these names that belongs to a tag: those of tags in between are passed over.
    fn end_among(&self, tag: &ForeignTag, names: &[&str]) -> Option<Range<usize>> {
        let braces = memchr::memchr_iter(b'{', &self.source.as_bytes()[tag.at.end..]).map(|at| tag.at.end + at);
        let is_text = matches!(tag.name, "raw" | "verbatim" | "comment") || CODE.contains(&tag.name);
        let is_of_name = |end: &ForeignTag| end.form == tag.form && names.contains(&end.name);
        let mut depth = 0;
        for inner in braces.filter_map(|at| self.tag_at(at)).filter(is_of_name) {
            match inner.role {
                TagRole::Close if depth == 0 => return Some(inner.at),
                TagRole::Close => depth -= 1,
                TagRole::Open if !is_text => depth += 1,
                _ => {}
            }
            if depth > DEEPEST_TAGS {
                return None;
            }
        }
        None
    }

    /// What stands in a text in the place of a tag.
    pub(super) fn element(&mut self, tag: &ForeignTag) -> ElementText {
        if tag.role == TagRole::Close {
            return match self.opened_by(tag) {
                Some(index) => {
                    self.close_down_to(index, tag.at.start);
                    ElementText::Closed
                }
                None => ElementText::Text(String::new()),
            };
        }
        ElementText::Text(self.meaning(tag).unwrap_or_else(|| {
            // Links may lead there.
            let anchor = tag.args.get(&["id"]).filter(|id| tag.form == TagForm::Component && !id.contains(['"', '&']));
            if anchor.is_none() {
                self.report_unknown(tag);
            }
            anchor.map_or_else(String::new, |id| format!("<a id=\"{id}\"></a>"))
        }))
    }

    pub(super) fn report_unknown(&mut self, tag: &ForeignTag) {
        let name = tag.name.to_ascii_lowercase();
        if !SILENT.contains(&&*name) && !name.is_empty() {
            let shown = match tag.form {
                TagForm::Shortcode => format!("{{{{< {} >}}}}", tag.name),
                TagForm::Block => format!("{{% {} %}}", tag.name),
                TagForm::Template => format!("{{% include {} %}}", tag.name),
                TagForm::Expression => format!("{{{{ {} }}}}", tag.name),
                TagForm::Component | TagForm::Html => format!("<{}>", tag.name),
            };
            self.note_left_out(shown, &tag.at);
        }
    }

    /// Counts a tag that is left out.
    pub(super) fn note_left_out(&mut self, name: String, at: &Range<usize>) {
        let known = self.left_out.entry(name);
        let known = known.or_insert_with_key(|name| ForeignSyntax {
            name: name.clone(),
            count: 0,
            is_left_out: true,
            at: at.clone(),
        });
        known.count += 1;
    }

    /// What a tag stands for, as Markdown.
    fn meaning(&self, tag: &ForeignTag) -> Option<String> {
        let args = &tag.args;
        let first = || args.positional(0);
        if let Some(html) = args.get(&[tags::HTML]).filter(|_| tag.form == TagForm::Component) {
            return Some(html);
        }
        Some(match &*tag.name.to_ascii_lowercase() {
            _ if tag.form == TagForm::Expression && tag.args.positional(0).is_some() => {
                return self.expression(&args.words());
            }
            "asset_img" => positional_image(args)?,
            "img" if tag.form == TagForm::Block => positional_image(args)?,
            "figure" | "img" | "image" | "picture" | "themedimage" | "imgproc" | "resize_image" => {
                let source = args.get(&["src", "link", "image_path", "path", "url", "file", "image"]).or_else(first)?;
                let alt = args.get(&["alt", "caption", "title"]).unwrap_or_default();
                image(&source, &alt, args.get(&["caption", "title"]).as_deref())
            }
            "param" => self.value(&format!("params.{}", first()?))?,
            "youtube" | "youtubeplayer" => {
                format!("https://www.youtube.com/watch?v={}", args.get(&["id"]).or_else(first)?)
            }
            "video" if args.get(&["provider"]).as_deref() == Some("youtube") => {
                format!("https://www.youtube.com/watch?v={}", args.get(&["id"])?)
            }
            "gist" => match args.get(&["url"]) {
                Some(url) => url,
                None => format!("<https://gist.github.com/{}>", first()?),
            },
            "streamable" => format!("https://streamable.com/{}", args.get(&["id"]).or_else(first)?),
            "vimeo" => format!("https://vimeo.com/{}", args.get(&["id"]).or_else(first)?),
            "bilibili" => format!("https://www.bilibili.com/video/{}", args.get(&["id", "bvid"]).or_else(first)?),
            "ref" | "relref" | "asset_path" | "get_url" => args.get(&["path"]).or_else(first)?,
            "link" | "button" | "btn" if tag.form == TagForm::Block => {
                let is_address = |word: &String| word.contains("://") || word.starts_with(['/', '#']);
                let words: Vec<String> = (0..).map_while(|index| args.positional(index)).collect();
                let address = words.iter().position(is_address);
                match (address, words.as_slice()) {
                    // Text before the address, or behind it.
                    (Some(0), [address, text, ..]) => linked_text(text, address),
                    (Some(at), words) if at > 0 => linked_text(&words[..at].join(" "), &words[at]),
                    _ if tag.name == "link" => format!("/{}", first()?.trim_start_matches('/')),
                    _ => return None,
                }
            }
            "post_url" | "post_path" => post(&first()?),
            "post_link" => {
                let title = title_behind(args);
                let name = first()?;
                let text = if title.is_empty() { name.rsplit('/').next().unwrap_or_default() } else { &title };
                linked_text(text, &post(&name))
            }
            "asset_link" => {
                let (title, target) = (title_behind(args), first()?);
                linked_text(if title.is_empty() { &target } else { &title }, &target)
            }
            // `primary@text`
            "label" if tag.form == TagForm::Block => {
                let words = args.words();
                words.split_once('@').map_or(words.as_str(), |(_, text)| text).trim().to_owned()
            }
            "badge" | "kbd" | "label" if tag.role == TagRole::Single || tag.form != TagForm::Component => {
                args.get(&["text", "content"]).or_else(first)?
            }
            "br" => "<br>".to_owned(),
            "link" | "routerlink" | "a" if tag.form == TagForm::Component => return None,
            _ => return None,
        })
    }

    fn value(&self, name: &str) -> Option<String> {
        self.options.values?.get(name).cloned()
    }

    /// What an expression stands for, where that is known without computing anything.
    fn expression(&self, inside: &str) -> Option<String> {
        let (value, filters) =
            inside.split_once('|').map_or((inside, ""), |(value, filters)| (value.trim(), filters.trim()));
        let is_quoted = value.len() >= 2 && value.starts_with(['"', '\'']) && value.ends_with(&value[..1]);
        if is_quoted && (filters.is_empty() || filters.contains("url")) {
            return Some(value[1..value.len() - 1].to_owned());
        }
        match value {
            // Links are led to their pages from the root of the site.
            "site.baseurl" | "site.url" | "site.github.url" | "config.root" | "config.base_url" => Some(String::new()),
            "page.title" => Some(self.options.title.to_owned()).filter(|title| !title.is_empty()),
            _ => self.value(value),
        }
    }

    /// A tag of HTML as a browser reads it, and where it ends: attributes of components are changed or left out.
    pub(super) fn plain_tag(&self, at: usize) -> Option<(String, Range<usize>)> {
        if !self.has(Syntax::Components) {
            return None;
        }
        tags::plain_html(&self.source[at..]).map(|(text, length)| (text, at..at + length))
    }
}

/// Whether the text of a tab or a card is code: `{{< tab lang="toml" >}}`, as Docsy has it.
fn holds_code(tag: &ForeignTag) -> bool {
    let has = |key| tag.args.get(&[key]).is_some_and(|value| value != "false");
    tag.form == TagForm::Shortcode && (has("code") || tag.name == "tab" && has("lang")) && !has("text")
}

/// The title of a card as a link, if it leads somewhere.
fn linked(kind: &ContainerKind, title: Option<String>, args: &TagArgs) -> Option<String> {
    let target = args.get(&["href", "link", "url", "to"]).filter(|target| !target.is_empty());
    match (kind, title, target) {
        (ContainerKind::Card, Some(title), Some(target)) => {
            Some(format!("[{}](<{}>)", title.replace(['[', ']'], ""), target.replace(['<', '>'], "")))
        }
        (ContainerKind::Card, Some(title), None) => Some(format!("**{title}**")),
        (_, title, _) => title,
    }
}

/// The path of a post that is named by its file.
fn post(name: &str) -> String {
    let path = name.trim_matches(['"', '\'', '/']).trim_start_matches("_posts/");
    format!("/_posts/{}.md", path.trim_end_matches(".md"))
}

/// The words behind the first one; the last may say whether they are escaped.
fn title_behind(args: &TagArgs) -> String {
    let mut words: Vec<String> = (1..).map_while(|index| args.positional(index)).collect();
    words.pop_if(|word| word == "true" || word == "false");
    words.join(" ")
}

fn linked_text(text: &str, target: &str) -> String {
    let text = text.replace(['[', ']'], "").replace('<', "&lt;");
    format!("[{text}](<{}>)", target.replace(['<', '>', '\n'], ""))
}

/// A class, a file, its size, its title and its description, most of which may be left out.
fn positional_image(args: &TagArgs) -> Option<String> {
    let words: Vec<String> = (0..).map_while(|index| args.positional(index)).collect();
    let file = words.iter().position(|word| word.contains(['.', '/']))?;
    let is_text = |word: &&String| word.trim_end_matches(['%', 'p', 'x']).parse::<f32>().is_err() && !word.is_empty();
    let text: Vec<&str> = words[file + 1..].iter().filter(is_text).map(String::as_str).collect();
    let text = text.join(" ");
    // `"title" "description"`
    let mut quoted = text.split('"').map(str::trim).filter(|part| !part.is_empty());
    Some(image(&words[file], quoted.next_back().unwrap_or_default(), None))
}

fn image(source: &str, alt: &str, caption: Option<&str>) -> String {
    let plain = |text: &str| text.replace(['[', ']', '\n'], " ");
    let title =
        caption.map(|caption| format!(" \"{}\"", caption.replace('"', "'").replace('\n', " "))).unwrap_or_default();
    format!("![{}](<{}>{title})", plain(alt), source.replace(['<', '>', '\n'], ""))
}

/// The language and the title of a tag of code.
fn code_words(tag: &ForeignTag) -> (String, Option<String>) {
    let is_plain =
        |word: &String| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "+#-_".contains(c));
    if tag.name == "mermaid" {
        return ("mermaid".to_owned(), None);
    }
    if tag.name == "codeblock" {
        let title = tag.args.words();
        return (
            tag.args.get(&["lang"]).filter(is_plain).unwrap_or_default(),
            Some(title).filter(|title| !title.is_empty()),
        );
    }
    let language = tag.args.positional(0).or_else(|| tag.args.get(&["lang", "language", "type"]));
    (language.filter(is_plain).unwrap_or_default(), tag.args.get(&["title", "caption", "filename"]))
}
