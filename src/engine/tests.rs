//! A warm build is a clean build, over random edits; and faults that are planted to see that this test would
//! notice them.
//!
//! Limits: the test knows only the edits that [`World::edit`] can make. Whoever gives the build a new input adds
//! an edit of it there.

use super::{Build, Cache, prepare, run::Silent};
use crate::{
    diag::Diagnostic,
    model::{Config, Date, Hash128, Lang, RelPath},
    parse,
    source::{Snapshot, ThemeFiles},
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// What is broken in a memo.
#[derive(Debug)]
pub struct Fault<V> {
    /// Takes parts out of a key.
    forget: fn(&mut Vec<Part>),
    /// Changes a value that was remembered.
    again: fn(V) -> V,
}

/// A part of a key, as it was hashed.
#[derive(PartialEq, Debug)]
pub enum Part {
    Bytes(Vec<u8>),
    /// A hash of something larger.
    Hash(u128),
}

impl<V> Fault<V> {
    fn forgetting(forget: fn(&mut Vec<Part>)) -> Option<Fault<V>> {
        Some(Fault { forget, again: |value| value })
    }

    pub fn key(&self, input: &impl Hash) -> Hash128 {
        let mut recorder = Recorder(Vec::new());
        input.hash(&mut recorder);
        (self.forget)(&mut recorder.0);
        Hash128::of(format!("{:?}", recorder.0).as_bytes())
    }

    pub fn again(&self, value: V) -> V {
        (self.again)(value)
    }
}

struct Recorder(Vec<Part>);

impl Hasher for Recorder {
    fn write(&mut self, bytes: &[u8]) {
        self.0.push(Part::Bytes(bytes.to_owned()));
    }

    fn write_u128(&mut self, hash: u128) {
        self.0.push(Part::Hash(hash));
    }

    fn finish(&self) -> u64 {
        unreachable!("the parts are read instead")
    }
}

type Outputs = BTreeMap<String, Arc<Vec<u8>>>;

/// The same numbers for the same seed, on every machine.
#[derive(Clone)]
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const FOLDERS: [&str; 4] = ["", "guide/", "notes/", "guide/deep/"];
const NAMES: [&str; 8] = ["a.md", "b.md", "c.md", "d.md", "README.md", "a.en.md", "2024-01-05-e.md", "f.md"];
const TERMS: [&str; 6] = ["Rust", "rust", "PG", "PostgreSQL", "云", "Web/HTTP"];
const WORDS: [&str; 6] = ["alpha", "beta", "gamma", "开源", "delta", "生态"];

#[derive(Clone, Default)]
struct Page {
    title: String,
    date: Option<u8>,
    tags: Vec<&'static str>,
    draft: bool,
    slug: Option<&'static str>,
    alias: Option<&'static str>,
    weight: Option<u8>,
    summary: bool,
    /// Not a number: a fault of the author's.
    bad_weight: bool,
    body: String,
}

impl Page {
    fn text(&self) -> String {
        let mut text = format!("---\ntitle: {}\ntags: {:?}\ndraft: {}\n", self.title, self.tags, self.draft);
        let mut field = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(text, "{name}: {value}");
            }
        };
        field("date", self.date.map(|day| format!("2024-0{}-1{day}", 1 + day % 3)));
        field("slug", self.slug.map(str::to_owned));
        field("aliases", self.alias.map(|alias| format!("[{alias}]")));
        field("weight", self.weight.map(|weight| weight.to_string()));
        field("weight", self.bad_weight.then(|| "heavy".to_owned()));
        field("summary", self.summary.then(|| "Always the same.".to_owned()));
        text + "---\n" + &self.body
    }
}

/// A small site that is edited.
#[derive(Clone)]
struct World {
    pages: BTreeMap<String, Page>,
    base_url: bool,
    title: u8,
    page_size: u8,
    aliases: bool,
    sanitize: bool,
    /// Which of several templates and strings there are.
    template: u8,
    strings: u8,
    today: u8,
    image: Option<(u32, u32)>,
    quality: u8,
}

/// Sizes of the image that pages show; the first two are too small to be made smaller.
const SIZES: [(u32, u32); 4] = [(8, 8), (8, 9), (40, 20), (30, 20)];

impl World {
    fn new(random: &mut Random) -> World {
        let (pages, [title, template, strings]) = (BTreeMap::new(), [0; 3]);
        let mut world = World {
            pages,
            base_url: false,
            title,
            page_size: 2,
            aliases: false,
            sanitize: false,
            template,
            strings,
            today: 15,
            image: None,
            quality: 80,
        };
        (0..8).for_each(|_| world.add(random));
        world
    }

    fn add(&mut self, random: &mut Random) {
        if self.pages.len() < 12 {
            let path = format!("{}{}", random.of(&FOLDERS), random.of(&NAMES));
            let mut page = Page { title: random.of(&WORDS).into(), ..Page::default() };
            page.body = body(random);
            page.tags = (0..random.below(3)).map(|_| random.of(&TERMS)).collect();
            page.date = random.one_in(2).then(|| random.below(9) as u8);
            self.pages.insert(path, page);
        }
    }

    fn edit(&mut self, random: &mut Random, past: &[World]) {
        let path = match self.pages.len() {
            0 => return self.add(random),
            pages => self.pages.keys().nth(random.below(pages)).cloned().unwrap_or_default(),
        };
        let page = self.pages.get_mut(&path).expect("the path is one of the keys");
        match random.below(33) {
            0..=5 => page.body = body(random),
            6 => page.body += "\nOne more line.\n",
            7 => page.title = random.of(&WORDS).into(),
            8 => page.date = random.one_in(2).then(|| random.below(9) as u8),
            9 => page.tags = (0..random.below(3)).map(|_| random.of(&TERMS)).collect(),
            10 => page.draft = !page.draft,
            11 => page.slug = random.one_in(2).then(|| random.of(&["x", "y", "z", "v", "w"])),
            12 => page.alias = random.one_in(2).then(|| random.of(&["/old/", "/b/", "older", "/new/x/"])),
            13 => page.weight = random.one_in(2).then(|| random.below(3) as u8),
            14 => page.summary = !page.summary,
            15 => page.bad_weight = page.weight.is_none() && random.one_in(3),
            16 => drop(self.pages.remove(&path)),
            17..=18 => self.add(random),
            19..=20 => {
                // Renamed, or moved to another folder, or a copy of another page.
                let to = format!("{}{}", random.of(&FOLDERS), random.of(&NAMES));
                let page = if random.one_in(3) { Some(page.clone()) } else { self.pages.remove(&path) };
                self.pages.extend(page.map(|page| (to, page)));
            }
            21 => self.template = [0, 1, 0, 1, 2][random.below(5)],
            22 => self.strings = random.below(3) as u8,
            23 => self.base_url = !self.base_url,
            24 => self.title = random.below(3) as u8,
            25 => self.page_size = 1 + random.below(3) as u8,
            26 => self.aliases = !self.aliases,
            27 => self.sanitize = !self.sanitize,
            28 => self.today = 10 + random.below(9) as u8,
            29..=30 => self.image = (!random.one_in(4)).then(|| SIZES[random.below(4)]),
            31 => self.quality = 70 + random.below(3) as u8,
            _ if !past.is_empty() => *self = past[random.below(past.len())].clone(),
            _ => {}
        }
    }

    fn config(&self) -> String {
        let mut config = format!("[book]\ntitle = \"Site {}\"\nlanguage = \"zh\"\n", self.title);
        let _ = write!(config, "[portal]\npage-size = {}\n", self.page_size);
        config += if self.base_url { "base-url = \"https://example.com/x/\"\n" } else { "" };
        config += if self.sanitize { "[markdown]\nhtml = \"sanitize\"\n" } else { "" };
        let _ = write!(config, "[images]\nwidths = [16, 24]\nquality = {}\n", self.quality);
        config += if self.aliases { "[taxonomies.tags]\naliases = { \"PG\" = \"PostgreSQL\" }\n" } else { "" };
        config
    }

    fn theme(&self) -> ThemeFiles {
        let page = "{{ site.title }}{% for item in site.menu %} {{ item.title }}{% endfor %}|{{ page.title }}|{{ t.home }}|\
                    {% if prev %}<{{ prev.title }}{% endif %}{% if next %}>{{ next.title }}{% endif %}\
                    {% for link in backlinks %} from {{ link.title }}{% endfor %}\
                    {% for terms in taxonomies %}{% for term in terms.terms %} {{ term.title }} {{ term.url }}{% endfor %}{% endfor %}\
                    {% for other in page.translations %} {{ other.url }}{% endfor %}{{ page.canonical }}|{{ content | safe }}";
        let list = "{{ site.title }}|{{ page.title }}|{{ t.home }}\
                    {% for card in LIST %} {{ card.title }} {{ card.url }} {{ card.summary }}{% endfor %}|{{ content | safe }}";
        let templates = [
            ("page", page.to_owned()),
            ("essay", page.to_owned()),
            ("home", list.replace("LIST", "newest")),
            ("section", list.replace("LIST", "cards")),
            ("term", list.replace("LIST", "cards")),
            (
                "taxonomy",
                list.replace("LIST", "[]") + "{% for term in by_count %} {{ term.title }} {{ term.count }}{% endfor %}",
            ),
            ("archive", list.replace("LIST", "[]") + "{% for month in months %}{{ month.title }}{% endfor %}"),
            ("404", "{{ page.title }}{{ root }}".to_owned()),
        ];
        let variant = ["", "<!-- one -->", "{{ page.no.such.thing }}"][usize::from(self.template)];
        let mut files: BTreeMap<String, _> = templates
            .map(|(name, text)| (format!("templates/{name}.html"), (text + variant).into_bytes().into()))
            .into();
        let strings = format!("home = \"Home {0}\"\narchive = \"Archive\"\ntags = \"Tags {0}\"\n", self.strings);
        files.insert("i18n/zh.toml".into(), strings.clone().into_bytes().into());
        files.insert("i18n/en.toml".into(), strings.into_bytes().into());
        ThemeFiles { files }
    }

    fn build(&self, cache: &Cache) -> Build {
        let file =
            |(path, page): (&String, &Page)| (RelPath::new(path).expect("a plain path"), page.text().into_bytes());
        let mut files: BTreeMap<_, _> = self.pages.iter().map(file).collect();
        files.extend(self.image.map(|size| (RelPath::new("pic.png").expect("a plain path"), png(size))));
        let path = RelPath::new("book.toml").expect("a plain path");
        let (config, wrong): (Config, _) = parse::config::read(&path, self.config().as_bytes());
        assert!(wrong.is_empty(), "{wrong:?}");
        let today = Date::day(2024, 2, self.today as i8).expect("a day of February");
        let snapshot = Snapshot::of_files(&files, None, self.theme(), today);
        prepare(&snapshot, &config, &Lang::new("zh").expect("a tag"), cache, &Silent)
    }

    /// All outputs and diagnostics; no outputs when there are errors, as then nothing is published.
    fn results(&self, cache: &Cache) -> (Outputs, Vec<Diagnostic>) {
        let mut build = self.build(cache);
        let outputs = if build.has_errors(false) {
            BTreeMap::new()
        } else {
            let (outputs, faults) = build.outputs(cache);
            build.diagnostics.extend(faults);
            outputs
        };
        (outputs, build.diagnostics)
    }

    /// How many pages are drawn.
    fn rendered(&self, cache: &Cache) -> usize {
        let drawn = self.build(cache).draw(cache, &Silent, &|_, _| Ok::<(), std::convert::Infallible>(()));
        drawn.map_or(0, |(rendered, _)| rendered)
    }
}

/// Text with whatever a body can hold: links to what is there and what is not, code, notes, HTML.
fn body(random: &mut Random) -> String {
    let mut body = String::new();
    for _ in 0..1 + random.below(4) {
        let folder = match random.one_in(2) {
            true => random.of(&["", "../", "guide/", "deep/"]).to_owned(),
            false => format!("/{}", random.of(&FOLDERS)),
        };
        let target = folder + random.of(&NAMES);
        let word = random.of(&WORDS);
        body += &match random.below(9) {
            0..=2 => format!("{word} [link]({target}) {word}.\n\n"),
            3 => format!("## {word}\n\n[here](#{})\n\n", random.of(&WORDS)),
            4 => format!("```sh\necho {word}\n```\n\n"),
            5 => format!("![{word}](/pic.png) [bad](javascript:x)\n\n"),
            6 => format!("<b onclick=\"x\">{word}</b> <a href=\"{target}\">raw</a>\n\n"),
            7 => format!("{word}[^1]\n\n[^1]: Note.\n\n"),
            _ => format!("[tag](/tags/{word}/) [folder](/guide/) [section]({target}#{word})\n\n"),
        };
    }
    body
}

/// An image of which smaller versions are worth it.
fn png((width, height): (u32, u32)) -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([(x * y % 251) as u8, (x * 57) as u8, (y * 113) as u8]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_fn(width, height, pixel);
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("it has pixels");
    bytes.into_inner()
}

/// Edits a site and compares warm with clean; the first step at which they differ. `keep` plants a fault that
/// is in no memo: what was there once stays.
fn differs_at(seed: u64, steps: usize, cache: &Cache, keep: bool) -> Option<usize> {
    let mut random = Random(seed);
    let mut world = World::new(&mut random);
    let mut past: Vec<World> = Vec::new();
    let mut before = BTreeMap::new();
    let mut step = || {
        let (mut warm, warm_diagnostics) = world.results(cache);
        if keep {
            before.append(&mut warm);
            warm.clone_from(&before);
        }
        let (clean, clean_diagnostics) = world.results(&Cache::none());
        let published = !clean.is_empty();
        let differs = warm != clean || warm_diagnostics != clean_diagnostics;
        before = clean;
        if published {
            if past.len() == 8 {
                past.remove(0);
            }
            past.push(world.clone());
        } else if random.one_in(2) {
            // Mistakes do not stay for long.
            world = past.last().cloned().unwrap_or_else(|| World::new(&mut random));
            return differs;
        }
        world.edit(&mut random, &past);
        differs
    };
    // So small a site gains nothing from threads.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    one.install(|| (0..steps).find(|_| step()))
}

/// `STEPS=100000 cargo test --release --lib engine` walks further.
#[test]
fn a_warm_build_is_a_clean_build() {
    let steps = std::env::var("STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(600);
    std::thread::scope(|scope| {
        for seed in 0..4 {
            scope.spawn(move || {
                let differs = differs_at(seed, steps / 4, &Cache::new(), false);
                assert_eq!(differs, None, "seed {seed}");
            });
        }
    });
}

/// Each planted fault must be found.
#[track_caller]
fn found(what: &str, plant: impl Fn(&mut Cache), keep: bool) {
    let mut cache = Cache::new();
    plant(&mut cache);
    let step = differs_at(7, 400, &cache, keep);
    assert!(step.is_some(), "not found in 400 steps: {what}");
    println!("{what}: step {}", step.unwrap_or_default());
}

#[test]
fn a_parse_key_that_lacks_something_is_found() {
    let plant = |forget| move |cache: &mut Cache| cache.parse.fault = Fault::forgetting(forget);
    found("the path", plant(|parts| parts.retain(|part| matches!(part, Part::Hash(_)))), false);
    found("the options", plant(|parts| drop(parts.pop())), false);
    found("the bytes", plant(|parts| drop(parts.remove(parts.len() - 2))), false);
}

#[test]
fn a_render_key_that_lacks_something_is_found() {
    let plant = |forget| move |cache: &mut Cache| cache.render.fault = Fault::forgetting(forget);
    found("site and theme", plant(|parts| drop(parts.pop())), false);
    found("the addresses in the body", plant(|parts| keep(parts, |at, first, last| at <= first || at == last)), false);
    found("the body", plant(|parts| keep(parts, |at, first, last| at != first || first == last)), false);
    let no_sizes = |parts: &mut Vec<Part>| {
        parts.retain(|part| !matches!(part, Part::Bytes(bytes) if bytes.len() == 4 && bytes[3] == 0));
    };
    found("sizes of images", plant(no_sizes), false);
    found("the view", plant(|parts| keep(parts, |at, first, last| at >= first || first == last)), false);
}

/// Keeps the parts for which `wanted` holds, told their place and those of the first and the last hash.
fn keep(parts: &mut Vec<Part>, wanted: fn(usize, usize, usize) -> bool) {
    let hashes = || parts.iter().enumerate().filter(|(_, part)| matches!(part, Part::Hash(_))).map(|(at, _)| at);
    let (first, last) = (hashes().next().unwrap_or_default(), hashes().next_back().unwrap_or_default());
    let mut at = 0;
    parts.retain(|_| {
        at += 1;
        wanted(at - 1, first, last)
    });
}

#[test]
fn diagnostics_that_are_not_repeated_are_found() {
    let silent = |cache: &mut Cache| {
        cache.parse.fault = Some(Fault { forget: |_| {}, again: |(document, _)| (document, Vec::new().into()) });
    };
    found("diagnostics not repeated", silent, false);
}

#[test]
fn outputs_of_deleted_pages_are_found() {
    found("outputs kept", |_| {}, true);
}

/// A site of five pages, drawn once.
fn drawn() -> (World, Cache) {
    let mut world = World::new(&mut Random(1));
    let page = |title: &str, body: &str| Page { title: title.into(), body: body.into(), ..Page::default() };
    world.page_size = 20;
    world.pages = BTreeMap::from([
        ("guide/a.md".into(), page("A", "First.\n")),
        ("guide/b.md".into(), Page { date: Some(3), tags: vec!["Rust"], ..page("B", "Second.\n") }),
        ("guide/c.md".into(), page("C", "Third, with [a link](b.md).\n")),
        ("notes/d.md".into(), Page { summary: true, ..page("D", "Fourth.\n") }),
        ("README.md".into(), page("Home", "Welcome.\n")),
    ]);
    let cache = Cache::new();
    // Home, not found, two sections, four pages, the archive and a year of it, the tags and one of them.
    assert_eq!(world.rendered(&cache), 12);
    assert_eq!(world.rendered(&cache), 0, "nothing has changed");
    (world, cache)
}

/// How many pages an edit of `path` draws again.
#[track_caller]
fn check(path: &str, edit: impl Fn(&mut Page), expect: usize) {
    let (mut world, cache) = drawn();
    edit(world.pages.get_mut(path).expect("it is there"));
    assert_eq!(world.rendered(&cache), expect, "{path}");
}

#[test]
fn an_edit_of_a_body_draws_one_page() {
    check("notes/d.md", |page| page.body += "More.\n", 1);
}

#[test]
fn an_edit_of_the_beginning_draws_the_lists_that_show_it_too() {
    // Itself and its section.
    check("guide/a.md", |page| page.body += "More.\n", 2);
    // Itself, its section, the home page, its term, the archive and its year.
    check("guide/b.md", |page| page.body += "More.\n", 6);
}

#[test]
fn an_edit_of_a_title_draws_what_shows_it() {
    // Itself, its section, its two neighbours.
    check("guide/a.md", |page| page.title = "Z".into(), 4);
}

#[test]
fn a_link_draws_the_page_that_it_leads_to() {
    // Itself, its section (the text begins with it), and the page that now says who links to it.
    check("guide/a.md", |page| page.body += "[new](../notes/d.md)\n", 3);
}

#[test]
fn another_size_of_an_image_draws_the_pages_that_show_it() {
    let (mut world, cache) = drawn();
    world.image = Some((40, 20));
    world.pages.get_mut("notes/d.md").expect("it is there").body += "![x](/pic.png)\n";
    assert_eq!(world.rendered(&cache), 1);
    world.image = Some((30, 20));
    assert_eq!(world.rendered(&cache), 1);
}

#[test]
fn a_new_page_draws_its_lists_and_neighbours_only() {
    let (mut world, cache) = drawn();
    world.pages.insert("guide/e.md".into(), Page { title: "E".into(), ..Page::default() });
    // Itself, its section, the page before it; home and not found, which say how many pages a section has.
    assert_eq!(world.rendered(&cache), 5);
}
