//! A small site that is edited at random.

use super::Outputs;
use crate::{
    diag::Diagnostic,
    engine::{Cache, Configured, Output, PlannedSite, Silent, plan_site},
    model::{Date, Lang, RelPath},
    source::{Snapshot, ThemeFiles},
};
use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

/// The same numbers for the same seed, on every machine.
#[derive(Clone)]
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const FOLDERS: [&str; 4] = ["", "guide/", "notes/", "guide/deep/"];
const NAMES: [&str; 11] =
    ["a.md", "b.md", "c.md", "d.md", "README.md", "index.md", "a.en.md", "A.md", "2024-01-05-e.md", "f.md", "guide.md"];
const TERMS: [&str; 8] = ["Rust", "rust", "PG", "PostgreSQL", "云", "Web", "Web/HTTP", "Web/HTTP/2"];
/// Kinds of pages, with what each brings: steps, entries, references, times, needs.
const KINDS: [&str; 7] = ["map", "solution", "case", "event", "audience", "partner", "person"];
const WORDS: [&str; 6] = ["alpha", "beta", "gamma", "开源", "delta", "生态"];

#[derive(Clone, Default)]
pub(super) struct Page {
    pub title: String,
    pub date: Option<u8>,
    pub tags: Vec<&'static str>,
    pub draft: bool,
    pub slug: Option<&'static str>,
    pub alias: Option<&'static str>,
    pub weight: Option<u8>,
    pub summary: bool,
    /// Not a number: a fault of the author's.
    pub bad_weight: bool,
    /// One of [`KINDS`], and which of its fields it has.
    pub kind: Option<&'static str>,
    pub facts: u8,
    pub body: String,
}

impl Page {
    pub(super) fn text(&self) -> String {
        // Without a title, a page is called as its folder's page calls it.
        let title = if self.facts == 6 { "" } else { &self.title };
        let mut text = format!("---\ntitle: {title}\ntags: {:?}\ndraft: {}\n", self.tags, self.draft);
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
        field("kind", self.kind.map(str::to_owned));
        field("audience", (self.facts % 4 == 1).then(|| "[a, alpha]".to_owned()));
        field("unlisted", (self.facts % 7 == 3).then(|| "true".to_owned()));
        field("expires", (self.facts % 6 == 4).then(|| "2024-02-15".to_owned()));
        field("permalink", (self.facts == 7).then(|| "/x/".to_owned()));
        field("link_title", (self.facts % 3 == 1).then(|| "Short".to_owned()));
        field("nav_exclude", (self.facts == 2).then(|| "true".to_owned()));
        field("cascade", (self.facts == 5).then(|| "{tags: [开源], authors: [beta]}".to_owned()));
        field("hero", (self.facts == 4).then(|| "{tagline: Hello, actions: [{text: Go, link: /x/}]}".to_owned()));
        field("authors", (self.facts % 5 == 2).then(|| "[beta, Nobody]".to_owned()));
        let kind = self.kind.unwrap_or_default();
        let has = |of: &[&str], facts: u8| of.contains(&kind) && self.facts & facts > 0;
        // A reference that leads nowhere is an error, and then there is nothing to compare.
        let refers = self.facts == 5;
        text += if refers && has(&["case", "partner"], 1) { "solutions: [/guide/b.md, c]\n" } else { "" };
        text += if refers && has(&["solution"], 1) { "cases: [a, notes/a.md]\n" } else { "" };
        text += if has(&["solution"], 2) {
            "groups: [{ title: beta, pages: [a.md, guide/c.md, notes/d.md] }]\n"
        } else {
            ""
        };
        text += if has(&["case"], 2) { "challenge: See **[b](b.md)**.\n" } else { "" };
        let industry = if self.facts & 4 > 0 { "[Rust, Web/HTTP]\nregion: 云" } else { "[Web]" };
        text += &if has(&["case"], 6) { format!("industry: {industry}\n") } else { String::new() };
        text += if has(&["event"], 3) { "start: 2024-02-14 10:00\ntimezone: Asia/Shanghai\n" } else { "" };
        text += if has(&["audience"], 1) { "needs: [{ text: Rest, link: b.md }, Time to read]\n" } else { "" };
        text += if has(&["audience", "partner"], 2) { "offers: [time to READ, Courses]\n" } else { "" };
        text += if has(&["partner"], 4) { "type: [Service]\n" } else { "" };
        text + "---\n" + &self.body
    }
}

/// A small site that is edited.
#[derive(Clone)]
pub(super) struct World {
    pub pages: BTreeMap<String, Page>,
    pub base_url: bool,
    pub title: u8,
    pub page_size: u8,
    pub aliases: bool,
    pub sanitize: bool,
    /// Which of several templates and strings there are.
    pub template: u8,
    /// Whether there is a `book.toml`. Without one, faulty templates in `templates/` are left out.
    pub book: bool,
    /// Which of [`SITE_TEMPLATES`] is in the site's `templates/`; none when it is 0.
    pub site_template: u8,
    pub strings: u8,
    pub today: u8,
    /// Size of the image that pages show; `None`: there is none.
    pub image: Option<(u32, u32)>,
    pub quality: u8,
    /// What is in the file that blocks of code show; none is there when it is 0.
    pub included: u8,
    /// Which of [`NAVIGATIONS`] is in the configuration of another generator.
    pub navigation: u8,
}

/// Templates of the site: one that works, one that cannot be read, one that cannot be rendered, one of another program.
const SITE_TEMPLATES: [(&str, &str); 4] = [
    ("templates/page.html", "{{ page.title }}|{{ content | safe }}"),
    ("templates/page.html", "{% if page.title %}"),
    ("templates/section.html", "{{ page.no.such.thing }}"),
    ("templates/login.html", "{% extends \"layout.html\" %}{% csrf_token %}"),
];

/// Files of the configuration of another generator; the first is none. A program is read with what it imports.
const NAVIGATIONS: [&[(&str, &str)]; 7] = [
    &[],
    &[("mkdocs.yml", "docs_dir: .\nsite_description: Kiln\n")],
    &[(
        "mkdocs.yml",
        "docs_dir: .\nnav: [a.md, Guide: [guide/b.md, { Deep: guide/deep/a.md }], { Notes: notes/a.md }]\n",
    )],
    &[(
        "mkdocs.yml",
        "docs_dir: .\nnav: [Guide: [guide/README.md, guide/c.md, a.md], b.md]\nplugins: [redirects: { redirect_maps: { old.md: a.md, b.md: c.md } }]\n",
    )],
    &[
        (".vitepress/config.ts", PROGRAM),
        (".vitepress/nav.ts", "export default [{ text: 'First', link: '/guide/b' }, { text: 'A', link: '/a' }]"),
    ],
    &[
        (".vitepress/config.ts", PROGRAM),
        (
            ".vitepress/nav.ts",
            "export default [{ text: 'Only', items: [{ text: 'C', link: '/guide/c' }, { link: '/b' }] }]",
        ),
    ],
    &[(".vitepress/config.ts", PROGRAM), (".vitepress/nav.ts", "export default []")],
];
const PROGRAM: &str = "import sidebar from './nav'\nexport default { title: 'Kiln', themeConfig: { sidebar } }";

/// The first two are too small to be made smaller.
const SIZES: [(u32, u32); 4] = [(8, 8), (8, 9), (40, 20), (30, 20)];

impl World {
    pub(super) fn new(random: &mut Random) -> World {
        let (pages, [title, template, strings]) = (BTreeMap::new(), [0; 3]);
        let mut world = World {
            pages,
            base_url: false,
            title,
            page_size: 2,
            aliases: false,
            sanitize: false,
            template,
            book: true,
            site_template: 0,
            strings,
            today: 15,
            image: None,
            quality: 80,
            included: 1,
            navigation: 0,
        };
        (0..8).for_each(|_| world.add(random));
        world
    }

    pub(super) fn add(&mut self, random: &mut Random) {
        if self.pages.len() < 12 {
            let path = format!("{}{}", random.of(&FOLDERS), random.of(&NAMES));
            let mut page = Page { title: random.of(&WORDS).into(), ..Page::default() };
            page.body = body(random);
            page.tags = (0..random.below(3)).map(|_| random.of(&TERMS)).collect();
            page.kind = random.one_in(2).then(|| random.of(&KINDS));
            page.facts = random.below(8) as u8;
            page.date = random.one_in(2).then(|| random.below(9) as u8);
            self.pages.insert(path, page);
        }
    }

    pub(super) fn edit(&mut self, random: &mut Random, past: &[World]) {
        let path = match self.pages.len() {
            0 => return self.add(random),
            pages => self.pages.keys().nth(random.below(pages)).cloned().unwrap_or_default(),
        };
        let page = self.pages.get_mut(&path).expect("the path is one of the keys");
        match random.below(46) {
            0..=5 => page.body = body(random),
            6 => page.body += "\nOne more line.\n",
            7 => page.title = random.of(&WORDS).into(),
            8 => page.date = random.one_in(2).then(|| random.below(9) as u8),
            9 => page.tags = (0..random.below(3)).map(|_| random.of(&TERMS)).collect(),
            10 => page.draft = !page.draft,
            11 => page.slug = random.one_in(2).then(|| random.of(&["x", "y", "z", "v", "/w"])),
            12 => {
                page.alias =
                    random.one_in(2).then(|| random.of(&["/old/", "/b/", "older", "/new/x/", "/archive/", "/old?x"]))
            }
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
            29..=30 | 42..=44 => self.image = (!random.one_in(4)).then(|| SIZES[random.below(4)]),
            31 => self.quality = 70 + random.below(3) as u8,
            32 => self.included = random.below(4) as u8,
            33..=35 => page.kind = (!random.one_in(4)).then(|| random.of(&KINDS)),
            36 => page.facts = random.below(8) as u8,
            37..=38 => self.site_template = random.below(SITE_TEMPLATES.len() + 1) as u8,
            39 => self.book = !self.book,
            40..=41 => self.navigation = random.below(NAVIGATIONS.len()) as u8,
            _ if !past.is_empty() => *self = past[random.below(past.len())].clone(),
            _ => {}
        }
    }

    pub(super) fn config(&self) -> String {
        let mut config = format!("[book]\ntitle = \"Site {}\"\nlanguage = \"zh\"\n", self.title);
        let _ = write!(config, "[portal]\npage-size = {}\n", self.page_size);
        config += if self.base_url { "base-url = \"https://example.com/x/\"\n" } else { "" };
        config += if self.sanitize { "[markdown]\nhtml = \"sanitize\"\n" } else { "" };
        for kind in KINDS {
            let _ = write!(config, "[kinds.{kind}]\ntemplate = \"page\"\n");
        }
        let _ = write!(config, "[images]\nwidths = [16, 24]\nquality = {}\n", self.quality);
        config += if self.aliases { "[taxonomies.tags]\naliases = { \"PG\" = \"PostgreSQL\" }\n" } else { "" };
        config
    }

    pub(super) fn theme(&self) -> ThemeFiles {
        let page = "{{ site.title }}{% for item in site.menu %} {{ item.title }}{% endfor %}|{{ page.title }}|{{ t.home }}|\
                    {% if prev %}<{{ prev.title }}{% endif %}{% if next %}>{{ next.title }}{% endif %}\
                    {% for link in backlinks %} from {{ link.title }}{% endfor %}\
                    {% for terms in taxonomies %}{% for term in terms.terms %} {{ term.title }} {{ term.url }}{% endfor %}{% endfor %}\
                    {% for other in page.translations %} {{ other.url }}{% endfor %}{{ page.canonical }}|\
                    {% for place in map_places %} {{ place.map.title }} {{ place.stage.title }} {{ place.number }}{% endfor %}|\
                    {% for link in related %} like {{ link.title }}{% endfor %}\
                    {% for place in places %} in {{ place.collection.title }} {{ place.index }} {% if place.next %}{{ place.next.title }}{% endif %}{% endfor %}\
                    {% for reference in references %} {{ reference.title }}{% for card in reference.cards %} {{ card.title }}{% endfor %}{% endfor %}\
                    {% for label in labels %} {{ label.title }}{% endfor %}{% for author in authors %} {{ author.title }} {{ author.url }}{% endfor %}\
                    {% if sidebar %}{% for entry in sidebar.entries %} {{ entry.link.title }}{% endfor %}{% endif %}\
                    {% if event %} {{ event.state }} {{ event.start.iso }}{% endif %}{% for part in parts %}{{ part }}{% endfor %}\
                    {% if audience %}{% for wish in audience.needs %} {{ wish.text }} {{ wish.url }}{% for other in wish.others %} {{ other.title }}{% endfor %}{% endfor %}{% for card in audience.readings %} {{ card.title }}{% endfor %}{% endif %}\
                    {% if collection %}{% for section in collection.sections %}{% for block in section.blocks %}{% for entry in block.entries %} {{ entry.title }} {{ entry.url }}{% endfor %}{% endfor %}{% endfor %}{% endif %}\
                    {% if map %}{% for stage in map.stages %}{{ stage.title }} {{ stage.duration }}{% for passage in stage.passages %}\
                    {% for step in passage.steps %} {{ step.id }} {{ step.title }} {{ step.url }}{% endfor %}{% endfor %}{% endfor %}\
                    {% else %}{{ content | safe }}{% endif %}";
        let list = "{{ site.title }}|{{ page.title }}|{{ t.home }}\
                    {% for card in LIST %} {{ card.title }} {{ card.url }} {{ card.summary }}{% endfor %}|{{ content | safe }}";
        let templates = [
            ("page", page.to_owned()),
            ("essay", page.to_owned()),
            ("home", list.replace("LIST", "newest") + "{% for block in blocks %}{{ block.title }} {{ block.url }}{% for card in block.cards %} {{ card.title }} {{ card.summary }}{% endfor %}{% for need in block.needs %} {{ need.title }}{% endfor %}{% endfor %}"),
            ("section", list.replace("LIST", "cards") + "{% for group in groups %}{{ group.title }}{% for card in group.cards %} {{ card.title }}{% endfor %}{% endfor %}{% for filter in filters.taxonomies %}{% for term in filter.terms %} {{ term.title }} {{ term.url }} {{ term.count }}{% endfor %}{% endfor %}"),
            ("embedded", "{{ view }}{% for card in cards %} {{ card.title }} {{ card.url }}{% endfor %}{% for row in table.rows %}{% for name, cell in row %} {{ name }}{% endfor %}{% endfor %}{% if more %} {{ more.url }} {{ more.count }}{% endif %}".to_owned()),
            ("matrix", "{% for row in rows %}{{ row.text }}{% for answer in row.answers %} {{ answer.title }} {{ answer.url }}{% endfor %}{% endfor %}".to_owned()),
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
        let mut theme = ThemeFiles { files, ..ThemeFiles::default() };
        let chosen = usize::from(self.site_template).checked_sub(1).map(|index| SITE_TEMPLATES[index]);
        if let Some((name, text)) = chosen {
            theme.insert(name.to_owned(), RelPath::new(name), text.as_bytes().into());
        }
        theme
    }

    pub(super) fn build(&self, cache: &Cache) -> PlannedSite {
        let file =
            |(path, page): (&String, &Page)| (RelPath::new(path).expect("a plain path"), page.text().into_bytes());
        let mut files: BTreeMap<_, _> = self.pages.iter().map(file).collect();
        files.extend(self.image.map(|size| (RelPath::new("pic.png").expect("a plain path"), png(size))));
        if self.included > 0 {
            let code = format!("// {0}\n// region: b{0}\nlet x = {0};\n", self.included);
            files.insert(RelPath::new("lib.rs").expect("a plain path"), code.into_bytes());
        }
        let path = |name: &str| RelPath::new(name).expect("a plain path");
        let mut configuration: BTreeMap<_, _> = [(path("book.toml"), self.config().into_bytes())].into();
        let files_of_navigation = NAVIGATIONS[usize::from(self.navigation)].iter();
        configuration.extend(files_of_navigation.map(|(name, text)| (path(name), text.as_bytes().to_vec())));
        let configured = Configured::in_memory(&configuration).expect("nothing is read from a disk");
        let Configured { mut config, diagnostics: wrong, .. } = configured;
        assert!(wrong.is_empty(), "{wrong:?}");
        config.file.bytes.take_if(|_| !self.book);
        let today = Date::day(2024, 2, self.today as i8).expect("a day of February");
        let snapshot = Snapshot::of_files(&files, None, self.theme(), today);
        plan_site(&snapshot, &config, &Lang::new("zh").expect("a tag"), cache, &Silent).expect("readable")
    }

    /// All outputs and diagnostics; no outputs when there are errors, as then nothing is published.
    pub(super) fn results(&self, cache: &Cache) -> (Outputs, Vec<Diagnostic>) {
        let mut build = self.build(cache);
        let outputs = if build.has_errors(false) {
            BTreeMap::new()
        } else {
            let (outputs, faults) = build.outputs(cache);
            build.diagnostics.extend(faults);
            outputs
        };
        (outputs, build.diagnostics.to_vec())
    }

    /// A page as `serve` draws it, without the others: its path and its bytes.
    pub(super) fn one(&self, cache: &Cache, number: usize) -> Option<(String, Arc<Vec<u8>>)> {
        let build = self.build(cache);
        let pages = build.plan.jobs.iter().filter(|job| job.document().is_some());
        let pages: Vec<_> = pages.collect();
        let job = pages.get(number % pages.len().max(1))?;
        match build.output(job, cache) {
            Ok(Some(Output::Bytes(bytes))) => Some((job.address.output(), bytes)),
            _ => None,
        }
    }

    /// How many pages are rendered.
    pub(super) fn rendered(&self, cache: &Cache) -> usize {
        let rendered = self.build(cache).render(cache, &Silent, &|_, _| Ok::<(), std::convert::Infallible>(()));
        rendered.map_or(0, |rendered| rendered.pages)
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
        body += &match random.below(16) {
            0..=2 => format!("{word} [link]({target}) {word}.\n\n"),
            3 => format!("## {word}\n\n[here](#{})\n\n", random.of(&WORDS)),
            4 => format!("```sh\necho {word}\n```\n\n"),
            5 | 14 => format!("![{word}](/pic.png) [bad](javascript:x)\n\n"),
            6 => format!("<b onclick=\"x\">{word}</b> <a href=\"{target}\">raw</a>\n\n"),
            7 => format!("```rust file=\"lib.rs\" region=\"b2\"\n{word}\n```\n\n"),
            8 => format!("```file=lib.rs lines=1-3 numbers\n```\n\n$x_{word}$ costs $5 or $6\n\n"),
            9..=10 => {
                format!("## {word} (2d)\n\n1. [{word}]({target}) (optional)\n2. Lab: [x](/a.md)\n\nGoal: {word}\n\n")
            }
            12 => format!("<!-- view: {} sort=-title limit=2 as table -->\n\n", random.of(&["case", "essay", "page"])),
            13 => format!("<!-- view: case where tags={}|PG -->\n\n", random.of(&TERMS)),
            11 => format!("{word}[^1]\n\n[^1]: Note.\n\n"),
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
