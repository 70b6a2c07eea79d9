//! One parsed file. It depends on the file's bytes, its path and the parse options, on nothing else.

use super::{
    CodeBlock, Date, FieldValue, Group, Hash128, Include, Lang, ListQuery, Map, Node, PartId, Reference, RelPath, Url,
};
use jiff::civil;
use std::{collections::BTreeMap, ops::Range};

/// One Markdown file, parsed. Links are not resolved yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Relative to the folder of the sources.
    pub path: RelPath,
    /// The hash of all inputs of this value.
    pub key: Hash128,
    /// Fields of the front matter and of `[[pages]]`.
    pub meta: Meta,
    /// The title in pieces between which a line may end; all together they are the title.
    pub phrases: Vec<String>,
    /// In the order of the body; the title is not among them.
    pub headings: Vec<Heading>,
    /// Further targets of links: the anchor of the title, ids in raw HTML.
    pub anchors: Vec<String>,
    /// Anchors sorted by text, for binary search; only of a page with many. See [`Document::has_anchor`].
    pub anchor_order: Box<[u32]>,
    /// The anchor of the title; empty when it stands in no heading.
    pub title_id: String,
    /// How many footnotes the title refers to: the first ones.
    pub title_notes: usize,
    /// What readers see, without title and metadata.
    pub body: Body,
    /// Those of the body, then those of the metadata; holes and fields name them by index.
    pub links: Vec<Link>,
    /// The links from this index on stand in the metadata.
    pub links_of_metadata: usize,
    /// Where the values of some fields stand.
    pub places: Places,
    /// The links of the recurring footer that a `strip` rule took off, with their texts.
    pub footer_links: Vec<(String, Link)>,
    /// Fenced blocks, in the order of the body.
    pub code: Vec<CodeBlock>,
    /// The texts of links, in the page of a folder or a table of contents: names for pages without titles.
    pub names: Box<[LinkName]>,
    /// It is a table of contents, such as `SUMMARY.md`.
    pub is_contents: bool,
    /// The page as a tree of links, when its kind is `grouped`.
    pub outline: Option<Group>,
    /// When its kind is `staged`.
    pub map: Option<Map>,
    /// Blocks of code whose text is in other files.
    pub includes: Vec<Include>,
    /// Syntax of other generators that is shown as text, by name.
    pub foreign: Box<[ForeignSyntax]>,
    /// The first paragraphs as plain text, up to 140 characters wide; the `summary` field wins over it.
    pub excerpt: String,
    /// Hashed words of title, summary and headings, sorted: related pages share them.
    pub features: Vec<u32>,
    /// Han characters, kana and Hangul count one each, so does a run of other letters and digits.
    pub words: u32,
}

/// The text of a link that stands for the title of its page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkName {
    /// Index into [`Document::links`].
    pub link: u32,
    /// The text of the link, plain.
    pub name: String,
}

/// Syntax of another generator, `{{< name >}}`, in one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForeignSyntax {
    /// As messages show it.
    pub name: String,
    /// How often it stands in the file.
    pub count: u32,
    /// The tag is left out and what is between two of them stays; if not, it is shown as text.
    pub is_left_out: bool,
    /// The first one, in the file.
    pub at: Range<usize>,
}

/// Up to so many anchors are compared one by one.
const FEW_ANCHORS: u32 = 64;

impl Document {
    /// Whether a link can lead to this place on the page, written without `#`: to one of its own anchors, or to one that
    /// every page has.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        let generated =
            anchor.is_empty() || anchor == "top" || anchor.starts_with("fn-") || anchor.starts_with("fnref-");
        generated
            || match self.anchor_order.is_empty() {
                true => self.own_anchors().any(|id| id == anchor),
                false => self.anchor_order.binary_search_by(|index| self.own_anchor(*index).cmp(anchor)).is_ok(),
            }
    }

    /// Sorts many anchors, so that a search takes logarithmic time.
    pub fn order_anchors(&mut self) {
        let count = self.headings.len() + self.anchors.len();
        if let Some(count) = u32::try_from(count).ok().filter(|count| *count > FEW_ANCHORS) {
            let mut order: Vec<u32> = (0..count).collect();
            order.sort_by(|a, b| self.own_anchor(*a).cmp(self.own_anchor(*b)));
            self.anchor_order = order.into();
        }
    }

    fn own_anchor(&self, index: u32) -> &str {
        let index = index as usize;
        match self.headings.get(index) {
            Some(heading) => &heading.id,
            None => &self.anchors[index - self.headings.len()],
        }
    }

    /// Those of the headings, then the further ones; without `#`.
    pub fn own_anchors(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|heading| heading.id.as_str()).chain(self.anchors.iter().map(String::as_str))
    }
}

/// The fields that every kind has, and those that its own kind adds.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Meta {
    /// Plain text, from the metadata, a heading or the path.
    pub title: String,
    /// The title is the name of the file or the folder, because the author wrote none.
    pub is_unnamed: bool,
    /// The name of the page in menus and in lists beside pages, when it is shorter than the title.
    pub link_title: Option<String>,
    /// As the metadata or the path give it, for an event only the metadata; Git's dates are not here.
    pub date: Option<Date>,
    /// As the metadata give it.
    pub updated: Option<Date>,
    /// Names as written.
    pub authors: Vec<String>,
    /// Terms as written, by taxonomy (`tags`, ...), not merged yet.
    pub terms: BTreeMap<String, Vec<String>>,
    /// Names as written, the widest first. They are terms, too; addresses of other generators have them.
    pub categories: Vec<String>,
    /// Plain text; `None`: the excerpt takes its place.
    pub summary: Option<String>,
    /// Name of the kind, always one that the configuration has.
    pub kind: String,
    /// Replaces the name of the file in the address, with a slash before it also the folders below the first; `""` makes
    /// the page that of the folder at the top.
    pub slug: Option<String>,
    /// The whole address, as other tools write it: `/about/`, `/about.html`. It wins over the slug.
    pub permalink: Option<String>,
    /// The list of its section beside pages does not have the page.
    pub nav_exclude: bool,
    /// Former addresses as written, each once.
    pub aliases: Vec<String>,
    /// The page is published only on request.
    pub draft: bool,
    /// Not published before this day, whatever the date is.
    pub publish_date: Option<Date>,
    /// The first day on which the page is no longer published.
    pub expires: Option<civil::Date>,
    /// Has no page of its own, whatever the options of the build are.
    pub never: bool,
    /// What the page says of itself, whatever its folder says.
    pub exempt: Exemptions,
    /// What the page of a folder says of all pages in it.
    pub cascade: Option<Box<Cascade>>,
    /// A page that no generated list or menu shows. Links of authors lead to it.
    pub unlisted: bool,
    /// The configuration leaves the page out of the search.
    pub unsearched: bool,
    /// Search engines are asked to leave the page out (`noindex`).
    pub noindex: bool,
    /// In thousandths.
    pub weight: Option<i64>,
    /// As written in the metadata. The language in the path is not here.
    pub lang: Option<Lang>,
    /// Names of the audiences that the page is for, as written.
    pub audience: Vec<String>,
    /// Index into [`Document::links`].
    pub image: Option<usize>,
    /// Its name, without `.html`.
    pub template: Option<Reference>,
    /// Free data for templates.
    pub extra: Option<Node>,
    /// The kind's own fields, checked against their types.
    pub fields: BTreeMap<String, FieldValue>,
    /// Fields that only the page of a term has.
    pub term: Option<Box<TermText>>,
}

impl Meta {
    /// What links to the page are called where there is little room.
    pub fn name(&self) -> &str {
        self.link_title.as_ref().unwrap_or(&self.title)
    }
}

/// Fields of the page that is the text of a term.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct TermText {
    /// The name of the term by language tag, `""` for every other language.
    pub titles: BTreeMap<String, String>,
    /// The term that it is nested in.
    pub parent: Option<String>,
}

/// Where the values of some fields stand.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Places {
    /// One for each of [`Meta::aliases`].
    pub aliases: Vec<Place>,
    /// One for each of [`Meta::terms`], by taxonomy. A page has few: a list is smaller than a map.
    terms: Vec<(String, Vec<Place>)>,
}

/// Where a value stands.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Place {
    /// Bytes of the file.
    pub at: Range<usize>,
    /// From 1; 0 when the file is the configuration.
    pub line: u32,
    /// Whether the file is the configuration.
    pub in_config: bool,
}

impl Places {
    /// Changes every place.
    pub fn each(&mut self, change: impl FnMut(&mut Place)) {
        let terms = self.terms.iter_mut().flat_map(|(_, places)| places);
        self.aliases.iter_mut().chain(terms).for_each(change);
    }

    /// One for each term of a taxonomy.
    pub fn of_terms(&self, taxonomy: &str) -> &[Place] {
        self.terms.iter().find(|(name, _)| name == taxonomy).map_or(&[], |(_, places)| places)
    }

    /// The same, to be changed.
    pub fn of_terms_mut(&mut self, taxonomy: &str) -> &mut Vec<Place> {
        let known = self.terms.iter().position(|(name, _)| name == taxonomy);
        let at = known.unwrap_or_else(|| {
            self.terms.push((taxonomy.to_owned(), Vec::new()));
            self.terms.len() - 1
        });
        &mut self.terms[at].1
    }
}

/// What of a [`Cascade`] is not for a page, because its own fields say the contrary.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Exemptions {
    /// See [`Meta::draft`].
    pub draft: bool,
    /// See [`Meta::never`].
    pub never: bool,
    /// See [`Meta::unlisted`].
    pub unlisted: bool,
}

/// What the page of a folder says of all pages in it, as Hugo's `cascade` has it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Cascade {
    /// See [`Meta::draft`].
    pub draft: bool,
    /// See [`Meta::publish_date`].
    pub publish_date: Option<Date>,
    /// See [`Meta::expires`].
    pub expires: Option<civil::Date>,
    /// See [`Meta::never`].
    pub never: bool,
    /// See [`Meta::unlisted`].
    pub unlisted: bool,
    /// See [`Meta::noindex`].
    pub noindex: bool,
    /// Whether it is about the page of the folder, too: it names no pages.
    pub is_own: bool,
    /// The authors of pages that name none.
    pub authors: Vec<String>,
    /// The terms of pages that have none of their taxonomy.
    pub terms: BTreeMap<String, Vec<String>>,
}

/// A heading of the body.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Heading {
    /// 2 to 6: the title is the only heading of level 1.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// The anchor, as GitHub makes it, without `#`.
    pub id: String,
}

/// HTML with holes, which are filled when all files are known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Body {
    /// Without what goes into the holes.
    pub html: String,
    /// In ascending order of `at`.
    pub holes: Vec<Hole>,
    /// Generated HTML that the sanitiser must not change: MathML, controls.
    pub pieces: Vec<String>,
    /// Images written in Markdown.
    pub images: Vec<Image>,
    /// Images in raw HTML that lack a height.
    pub raw_images: Vec<RawImage>,
    /// Lists of other pages.
    pub queries: Vec<ListQuery>,
    /// For most blocks: where it begins in the HTML (byte offset, ascending) and in the file (line from 1).
    pub lines: Vec<(u32, u32)>,
}

/// A place in the HTML of a body that is filled when the site is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hole {
    /// Byte offset into the HTML.
    pub at: usize,
    /// What goes there.
    pub fill: Fill,
}

/// What goes into a hole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fill {
    /// The address of a link, as the text of an attribute in double quotes.
    Link(usize),
    /// The highlighted text of a block of code, as HTML.
    Code(usize),
    /// One of [`Body::pieces`].
    Piece(usize),
    /// Kind and size of the file that a link leads to, shown beside a link to a download.
    FileSize(usize),
    /// One of [`Body::images`], the whole element.
    Image(usize),
    /// The pages that one of [`Body::queries`] finds.
    List(usize),
    /// Width and height of one of [`Body::raw_images`], as attributes with a blank before each.
    Size(usize),
    /// Empty. A part of the body begins or continues here; the page shows it at its own place.
    Open(PartId),
    /// Empty. That part ends or pauses here.
    Close(PartId),
    /// Empty. The body ends here; only parts follow.
    End,
    /// Empty. The next `len` bytes are a piece of raw HTML. Only while a body is rendered.
    Raw {
        /// Bytes of the HTML behind the hole.
        len: usize,
        /// Whether it stands in a paragraph, and is no block.
        is_inline: bool,
    },
}

/// An image of the body. Its texts are as they go into an attribute in double quotes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// Index into [`Document::links`].
    pub link: usize,
    /// The text instead of the image; empty when there is none.
    pub alt: String,
    /// Empty when there is none.
    pub title: String,
    /// Whether it stands inside a link: it cannot be one itself.
    pub in_link: bool,
    /// Whether readers see it at once. Then it is not loaded lazily.
    pub early: bool,
    /// Whether it stands alone with a caption, where there is room beside the column of the text.
    pub figure: bool,
}

/// An image in raw HTML without `height`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RawImage {
    /// Index into [`Document::links`].
    pub link: usize,
    /// As its author wrote it, in pixels.
    pub width: Option<u32>,
}

/// An outgoing link or image.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Link {
    /// As written, entities and escapes undone.
    pub target: String,
    /// Whether it is shown as an image.
    pub image: bool,
    /// The bytes of the file that hold the link.
    pub at: Range<usize>,
    /// Whether that file is the configuration.
    pub in_config: bool,
}

/// What goes into a link's hole. Not escaped.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Href {
    /// Relative to the site's root, percent-encoded, perhaps with `#anchor`.
    Site(String),
    /// A file of the site that is no page, in the same way, and its size in bytes.
    File(String, u64),
    /// As it is: another site, or a place on the page itself.
    Raw(Url),
}

impl Href {
    /// The address; one of the site is relative to its root.
    pub fn as_str(&self) -> &str {
        match self {
            Href::Site(url) | Href::File(url, _) => url,
            Href::Raw(url) => url.as_str(),
        }
    }
}
