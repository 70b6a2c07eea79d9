//! How the configuration is read, text by text.

use super::{entry::ValueKind, *};
use crate::{
    model::{
        Assets, Facet, HardBreaks, Kind, Lang, MenuEntry, RawHtml, Repository, SearchWeights, Slugs, Strip, Urls, Value,
    },
    parse::show,
};
use std::collections::BTreeMap;

fn read_text(text: &str) -> (Config, String) {
    let (mut config, diagnostics) = read(&RelPath::new("book.toml").unwrap(), text.as_bytes());
    config.file = written().file;
    let diagnostics = show::diagnostics(&diagnostics, text);
    (config, diagnostics)
}

/// A configuration file that says nothing.
fn written() -> Config {
    Config { file: ConfigFile::new(&ConfigFile::default().path, b""), ..defaults() }
}

/// Reads what must be right.
#[track_caller]
fn good(text: &str) -> Config {
    let (config, diagnostics) = read_text(text);
    assert_eq!(diagnostics, "", "{text}");
    config
}

#[test]
fn nothing_is_the_default() {
    assert_eq!(good(""), written());
    let kinds: Vec<_> = defaults().kinds.into_iter().map(|kind| kind.name).collect();
    assert_eq!(kinds[..2], ["page", "essay"]);
}

#[test]
fn every_number_has_a_default() {
    let is_number = |key: &&ConfigKey| matches!(key.kind, ValueKind::Whole(..) | ValueKind::Wholes(..));
    let missing: Vec<_> = KEYS.iter().filter(is_number).filter(|key| key.default_value().is_none()).collect();
    assert!(missing.is_empty(), "{:?}", missing.iter().map(|key| key.path).collect::<Vec<_>>());
}

#[test]
fn a_book_of_mdbook_is_a_good_start() {
    let config = good(
        "[book]\ntitle = '门户'\nauthors = ['张三', '李四']\ndescription = '说明'\nsrc = 'docs/'\nlanguage = 'zh'\n\
         multilingual = false\ntext-direction = 'ltr'\n[build]\ncreate-missing = true\n[output.html]\ntheme = 'x'\n\
         [preprocessor.links]\n[rust]\nedition = '2021'\n",
    );
    let expect = Config {
        title: Some("门户".into()),
        authors: vec!["张三".into(), "李四".into()],
        description: Some("说明".into()),
        src: RelPath::new("docs"),
        language: Lang::new("zh"),
        ..written()
    };
    assert_eq!(config, expect);
}

#[test]
fn every_key_of_the_portal_is_read() {
    let config = good(
        "[portal]\nbase-url = 'https://example.org/site'\nout = 'dist'\ntheme = 'plain'\nurls = 'html'\nslugs = 'pinyin'\n\
         assets = 'all'\ngit-dates = true\nrepository = 'https://github.com/o/r/'\nbranch = 'master'\n\
         exclude = ['drafts/**', '*.{bak,tmp}']\nstrip = [{ from = '^#### \\[期望' }]\ndrafts = true\nfuture = true\n\
         page-size = 30\nfeed-size = 10\nlinks = [{ title = '首页', url = 'https://x.y/?a=b' }]\n[[portal.menu]]\n\
         title = '文章'\nurl = '/essays/'\n[markdown]\nhtml = 'sanitize'\nhard-breaks = 'join'\n",
    );
    let expect = Config {
        base_url: Some("https://example.org/site/".into()),
        out: "dist".into(),
        theme: "plain".into(),
        urls: Urls::Html,
        slugs: Slugs::Pinyin,
        assets: Assets::All,
        git_dates: true,
        repository: Some(Repository { url: "https://github.com/o/r".into(), branch: "master".into() }),
        exclude: vec!["drafts/**".into(), "*.{bak,tmp}".into()],
        strip: vec![Strip { from: "^#### \\[期望".into() }],
        drafts: true,
        future: true,
        page_size: 30,
        feed_size: 10,
        links: vec![([(String::new(), "首页".to_owned())].into(), "https://x.y/?a=b".into())],
        menu: vec![MenuEntry {
            title: [(String::new(), "文章".to_owned())].into(),
            url: "/essays/".into(),
            at: 427..437,
        }],
        html: RawHtml::Sanitize,
        hard_breaks: HardBreaks::Join,
        ..written()
    };
    assert_eq!(config, expect);
}

#[test]
fn keys_of_the_search_are_read() {
    assert_eq!(good("[search]\nexclude = 'drafts/'\n").search.exclude, ["drafts/"]);
    let SearchWeights { title, terms, headings, text } =
        good("[search]\nengine = 'builtin'\nweights = { title = 0, headings = 1000 }\n").search.weights;
    assert_eq!([title, terms, headings, text], [0, 60, 1000, 0]);
}

#[test]
fn the_repository_has_two_forms() {
    let branch =
        |text: &str| good(text).repository.map(|repository| format!("{} {}", repository.url, repository.branch));
    let expect = |branch: &str| Some(format!("https://a.b/o/r {branch}"));
    assert_eq!(branch("portal.repository = 'https://a.b/o/r'"), expect("main"));
    assert_eq!(branch("portal.repository = { url = 'https://a.b/o/r', branch = 'dev' }"), expect("dev"));
    assert_eq!(branch(""), None);
}

#[test]
fn base_urls_end_in_a_slash() {
    for (text, expect) in [
        ("https://example.org", Some("https://example.org/")),
        ("http://127.0.0.1:8000/repo//", Some("http://127.0.0.1:8000/repo/")),
        ("https://例子.中国/开源", Some("https://例子.中国/开源/")),
        ("example.org", None),
        ("//example.org/", None),
        ("ftp://example.org/", None),
        ("https://", None),
        ("https:///x", None),
        ("https://example.org/?a=b", None),
        ("https://example.org/#x", None),
        ("https://exa mple.org/", None),
        ("", None),
    ] {
        assert_eq!(base_url(text).as_deref(), expect, "{text}");
    }
}

#[test]
fn kinds_taxonomies_and_languages_are_declared() {
    let config = good(
        "[kinds.lab]\ntitle = '在线实验'\nmatch = ['labs/**', '实验/**']\nurl = '/labs/{year}/{slug}/'\n\
         facets = ['dated']\n[kinds.lab.fields]\nproduct = 'terms!'\ncost = 'number'\n\
         [kinds.essay]\nmatch = 'blog/**'\n[taxonomies.'云']\ntitle = { zh = '云', en = 'Clouds' }\n\
         aliases = { PG = 'PostgreSQL' }\n[languages.en]\ntitle = 'Portal'\ndescription = 'd'\n[metadata]\n\
         authors = ['撰稿']\nproduct = '产品'\ntags = []\n",
    );
    let field = |kind, required| crate::model::Field { kind, required };
    let lab = Kind {
        title: BTreeMap::from([(String::new(), "在线实验".into())]),
        matches: vec!["labs/**".into(), "实验/**".into()],
        url: Some("/labs/{year}/{slug}/".into()),
        facets: vec![Facet::Dated],
        fields: vec![
            ("product".into(), field(crate::model::FieldType::Terms, true)),
            ("cost".into(), field(crate::model::FieldType::Number, false)),
        ],
        ..Kind::new("lab")
    };
    let (essay, others): (Vec<_>, Vec<_>) = defaults().kinds.into_iter().partition(|kind| kind.name == "essay");
    let essay = Kind { matches: vec!["blog/**".into()], ..essay[0].clone() };
    assert_eq!(config.kinds, [&[lab, essay], &*others].concat());
    assert_eq!(config.common_taxonomies().collect::<Vec<_>>(), ["tags", "云"]);
    assert!(config.taxonomies["product"].of_kinds);
    let clouds = &config.taxonomies["云"];
    assert_eq!((&*clouds.title["en"], &*clouds.aliases["PG"]), ("Clouds", "PostgreSQL"));
    assert_eq!(config.languages.into_values().next().unwrap().title.as_deref(), Some("Portal"));
    assert_eq!(
        config.headings,
        BTreeMap::from([
            ("authors".into(), vec!["撰稿".into()]),
            ("product".into(), vec!["产品".into()]),
            ("tags".into(), vec![]),
        ])
    );
}

#[test]
fn pages_keep_their_metadata_with_its_place_in_the_file() {
    let text = "\u{feff}[[pages]]\r\npath = './a//b.md'\r\nkind = 'map'\r\ntags = ['云']\r\n";
    let config = good(text);
    let (path, node) = config.pages.iter().next().unwrap();
    assert_eq!((path.as_str(), &*show::node(node)), ("a/b.md", "{kind: \"map\", tags: [\"云\"]}"));
    let Value::Table(entries) = &node.value else { panic!() };
    assert_eq!(entries.iter().map(|(_, value)| &text[value.at.clone()]).collect::<Vec<_>>(), ["'map'", "['云']"]);
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_the_nearest_name() {
    for (text, expect) in [
        ("[portal", "P0101 `` book.toml the bracket is not closed"),
        (
            "[taxonomies.云计算]",
            "P0101 `云计算` book.toml a name with other characters than letters, digits, - and _ needs quotes -> \"云计算\"",
        ),
        ("titel = 'x'", "P0102 `titel` titel"),
        ("[portl]", "P0102 `portl` portl -> portal"),
        ("[portal]\nbase_url = 'x'", "P0102 `base_url` portal.base_url -> base-url"),
        ("[book]\ntitle = 3", "P0103 `3` book.title a text"),
        ("[book]\nsrc = '../x'", "P0103 `'../x'` book.src a folder of the project"),
        ("[book]\nlanguage = '中文'", "P0103 `'中文'` book.language a language tag like \"zh\" or \"en\""),
        ("[book]\nauthors = [1]", "P0103 `1` book.authors a list of texts"),
        ("portal = 1", "P0103 `1` portal a table"),
        (
            "[portal]\nbase-url = 'example.org'",
            "P0103 `'example.org'` portal.base-url an address like \"https://example.org/site/\"",
        ),
        ("[portal]\nurls = 'prety'", "P0103 `'prety'` portal.urls \"pretty\" or \"html\" -> pretty"),
        ("[portal]\ngit-dates = 'true'", "P0103 `'true'` portal.git-dates true or false"),
        ("[portal]\npage-size = 0", "P0103 `0` portal.page-size a whole number from 1 to 1000"),
        ("[portal]\ntheme = '../x'", "P0103 `'../x'` portal.theme the name of a folder in themes"),
        ("[portal]\nexclude = ['a', '[']", "P0103 `'['` portal.exclude a glob like \"labs/**\""),
        ("[portal]\nstrip = [{ from = '(' }]", "P0103 `'('` portal.strip.from a regular expression"),
        ("[portal]\nstrip = [{}]", "P0103 `{}` portal.strip.from a regular expression"),
        ("[portal]\nmenu = [{ title = 'x' }]", "P0103 `{ title = 'x' }` portal.menu.url an address"),
        ("[portal]\nmenu = 'x'", "P0103 `'x'` portal.menu a list of tables"),
        (
            "[portal]\nrepository = 'git@github.com:o/r'",
            "P0103 `'git@github.com:o/r'` portal.repository an address like \"https://github.com/owner/name\"",
        ),
        ("[search]\nexclude = ['[']", "P0103 `'['` search.exclude a glob like \"labs/**\""),
        ("[search]\nweights = 1", "P0103 `1` search.weights a table"),
        ("[search.weights]\ntitle = 1001", "P0103 `1001` search.weights.title a whole number from 0 to 1000"),
        ("[search.weights]\nheading = 1", "P0102 `heading` search.weights.heading -> headings"),
        ("[kinds]\nlab = 1", "P0103 `1` kinds.lab a table"),
        ("[kinds.lab]\nmatch = '['", "P0103 `'['` kinds.lab.match a glob like \"labs/**\""),
        ("[kinds.lab]\nurl = '/{slog}/'", "P0103 `'/{slog}/'` kinds.lab.url an address like \"/labs/{slug}/\""),
        (
            "[kinds.lab]\nfacets = ['datd']",
            "P0103 `'datd'` kinds.lab.facets \"dated\" or \"feed\" or \"grouped\" or \"staged\" or \"timed\" or \"person\" or \
             \"audience\" -> dated",
        ),
        (
            "[kinds.lab.fields]\na = 'txt'",
            "P0103 `'txt'` kinds.lab.fields.a text, markdown, number, date, duration, timezone, bool, url, image, term, terms, list, \
             ref(KIND), refs(KIND), table(COLUMN: TYPE, ...), or one of them with !",
        ),
        (
            "[kinds.lab.fields]\na = 'ref(cas)'",
            "P0103 `'ref(cas)'` kinds.lab.fields.a a reference to a kind that exists -> case",
        ),
        ("[kinds.lab.labels]\na = 1", "P0103 `1` kinds.lab.labels.a a text"),
        ("[metadata]\nauthor = ['x']", "P0102 `author` metadata.author -> authors"),
        ("[[pages]]\nkind = 'x'", "P0103 `[[pages]]` pages.path the path of a source"),
        (
            "[[pages]]\npath = 'a.md'\n[[pages]]\npath = 'a.md'",
            "P0103 `'a.md'` pages.path the path of a source that has no other table",
        ),
        ("[languages.chinese]", "P0103 `chinese` languages.chinese a language tag like \"zh\" or \"en\""),
        (
            "[book]\ntitle = 3\n[markdown]\nhtml = 1\nx = 2",
            "P0103 `3` book.title a text\nP0103 `1` markdown.html a text\nP0102 `x` markdown.x",
        ),
    ] {
        assert_eq!(read_text(text).1, expect, "{text}");
    }
}

#[test]
fn another_encoding_is_refused_and_places_are_those_in_the_file() {
    let path = RelPath::new("book.toml").unwrap();
    let (mut config, diagnostics) = read(&path, &encoding_rs::GBK.encode("[book]\ntitle = '开源门户'\n").0);
    config.file = written().file;
    assert_eq!((config, diagnostics[0].code), (written(), crate::diag::Code::P0201));
    let text = "\u{feff}[book]\r\ntitle = 3\r\n";
    assert_eq!(read_text(text).1, "P0103 `3` book.title a text");
}

#[test]
fn no_text_makes_it_panic() {
    let text = "[book]\ntitle = '门户'\n[portal]\nexclude = ['a']\nmenu = [{ title = 'a' }]\n[kinds.x]\nurl = '/{slug}/'\n\
                fields = { a = 'text!' }\n[[pages]]\npath = 'a'\n[taxonomies.t]\naliases = { a = 'b' }\n";
    for (end, _) in text.char_indices() {
        for extra in ["", "'", "]", "= 1", "\n[portal.menu]\n"] {
            read_text(&format!("{}{extra}", &text[..end]));
            read_text(&format!("{extra}{}", &text[end..]));
        }
    }
}
