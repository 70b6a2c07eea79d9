//! The search in a browser, on a published site below a path.

use super::{chromium::Tab, project::Project, published::Published};
use crate::search::{Random, made_up};
use portal::search::{Index, Query};
use serde_json::{Value, json};
use std::fs;

const FIELD: &str = "document.querySelector('form[role=search] input')";

/// Writes into the field of the search.
fn ask(tab: &mut Tab, query: &str) {
    tab.eval(&format!(
        "{FIELD}.value = {}; {FIELD}.dispatchEvent(new Event('input', {{ bubbles: true }}))",
        json!(query)
    ));
}

/// The titles of the results, when the status is `status`.
fn titles(tab: &mut Tab, status: &str) -> Vec<String> {
    tab.wait(&format!("document.querySelector('[role=status]').textContent === {}", json!(status)));
    let titles = tab.eval("[...document.querySelectorAll('.found li :is(h2, h3)')].map((title) => title.textContent)");
    serde_json::from_value(titles).expect("texts")
}

fn small() -> Published {
    Published::new(&[
        (
            "content/docs/plugin.md",
            "# 插件市场\n\n开头。\n\n## 怎样安装\n\n云原生的插件这样安装：pg_stat_statements 与 Kubernetes。\n",
        ),
        ("content/docs/old.md", "---\ntags: [开源]\n---\n# 其他\n\n云，原生。GitHub 上的 Rust phrase here.\n"),
        (
            "content/evil.md",
            "# \\<img src=x onerror=window.bad=1>\n\n`<img src=x onerror=window.bad=1>` 与 __proto__ 和 constructor。\n",
        ),
    ])
}

#[test]
fn a_reader_finds_pages_and_what_they_say() {
    let site = small();
    let mut tab = Tab::visit(&site.url("search/?q=云原生"));
    assert_eq!(titles(&mut tab, "1 篇"), ["插件市场"]);
    tab.wait("document.querySelector('.found .excerpt mark')");
    assert_eq!(
        tab.eval("document.querySelector('.found .excerpt').textContent"),
        "云原生的插件这样安装：pg_stat_statements 与 Kubernetes。"
    );
    assert_eq!(tab.eval("document.querySelector('.found mark').textContent"), "云原生");
    let href = tab.eval("decodeURIComponent(document.querySelector('.found a').href)");
    assert_eq!(href, format!("{}#怎样安装:~:text=云原生", site.url("docs/plugin/")));
    let (plugin, other): (&[&str], &[&str]) = (&["插件市场"], &["其他"]);
    for (query, expect) in [
        ("件市", plugin),
        ("kube", plugin),
        ("stat", plugin),
        ("雲原生", plugin),
        ("\"rust phrase\"", other),
        ("rust -云原", other),
        ("tag:开源", other),
        ("原生 in:docs/old", other),
    ] {
        ask(&mut tab, query);
        tab.wait(&format!("new URLSearchParams(location.search).get('q') === {}", json!(query)));
        tab.wait("document.querySelectorAll('.found li').length === 1");
        assert_eq!(titles(&mut tab, "1 篇"), expect, "{query}");
    }
    ask(&mut tab, "\"rust her\"");
    tab.wait("document.querySelector('[role=status]').textContent.startsWith('没有页面')");
    assert_eq!(tab.eval("document.querySelector('.elsewhere').hidden"), false);
}

#[test]
fn hostile_texts_stay_texts() {
    let site = small();
    let mut tab = Tab::visit(&site.url("search/"));
    let long = "云".repeat(10_000);
    for query in
        ["<img src=x onerror=window.bad=1>", "__proto__", "constructor", "img onerror", "__proto__ constructor"]
    {
        ask(&mut tab, query);
        tab.wait(&format!("new URLSearchParams(location.search).get('q') === {}", json!(query)));
        assert_eq!(titles(&mut tab, "1 篇"), ["<img src=x onerror=window.bad=1>"], "{query}");
        tab.wait("document.querySelector('.found .excerpt').textContent");
    }
    for query in ["toString", "hasOwnProperty valueOf", "\"<script>", "-", "\"", ":", "tag:", "((((", "\\", &long] {
        ask(&mut tab, query);
        tab.wait(&format!("new URLSearchParams(location.search).get('q') === {}", json!(query)));
        tab.wait("document.querySelectorAll('.found li').length === 0");
    }
    assert_eq!(tab.eval("window.bad === undefined && !document.querySelector('main img')"), true);
}

#[test]
fn keys_move_through_results() {
    let site = small();
    let mut tab = Tab::visit(&site.url("search/?q=原生"));
    assert_eq!(titles(&mut tab, "2 篇").len(), 2);
    let mut focus = |key: &str| {
        tab.press(key);
        tab.eval("[...document.querySelectorAll('.found a')].indexOf(document.activeElement)")
    };
    assert_eq!([focus("ArrowDown"), focus("ArrowDown"), focus("ArrowDown"), focus("ArrowUp")], [0, 1, 1, 0]);
    assert_eq!(focus("ArrowUp"), -1);
    assert_eq!(focus("ArrowDown"), 0);
    assert_eq!(focus("Escape"), -1);
    assert_eq!(tab.eval(&format!("document.activeElement === {FIELD} && {FIELD}.value")), "");
    tab.wait("document.querySelectorAll('.found li').length === 0 && location.search === ''");
}

#[test]
fn every_page_has_a_field_and_loads_nothing_for_it() {
    let site = small();
    let mut tab = Tab::visit(&site.url("docs/plugin/"));
    // There is room for a field.
    tab.resize(1300, 800);
    let of_search = |asked: Vec<String>| asked.into_iter().filter(|path| path.contains("search")).collect::<Vec<_>>();
    assert_eq!(of_search(site.asked()), Vec::<String>::new());
    tab.press("/");
    assert_eq!(tab.eval(&format!("document.activeElement === {FIELD} && {FIELD}.value")), "");
    tab.wait("performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('index.json'))");
    assert_eq!(of_search(site.asked()), ["/portal/search/index.json"]);
    // In a field it is a letter.
    tab.press("/");
    assert_eq!(tab.eval(&format!("{FIELD}.value")), "/");
    tab.eval(&format!("{FIELD}.value = '插件'; {FIELD}.form.requestSubmit()"));
    tab.wait("location.pathname === '/portal/search/'");
    assert_eq!(titles(&mut tab, "1 篇"), ["插件市场"]);

    let mut tab = Tab::visit(&site.url("docs/plugin-old/no_such.html"));
    assert_eq!(tab.eval("document.querySelector('main input').value"), "docs plugin old no such");
    assert_eq!(tab.eval("document.querySelectorAll('form[role=search]').length"), 1);
}

#[test]
fn other_languages_are_one_click_away() {
    let site = Published::new(&[
        ("content/a.md", "# 插件\n\n云原生\n"),
        ("content/a.en.md", "# Plugins\n\nCloud & native\n"),
        ("content/a.ja.md", "# プラグイン\n\nクラウド\n"),
    ]);
    let mut tab = Tab::visit(&site.url("search/?q=クラウド"));
    assert_eq!(titles(&mut tab, "没有页面同时包含这些内容，可以少写几个词或换个说法。"), [""; 0]);
    assert_eq!(tab.eval("document.querySelector('link[hreflang]')"), Value::Null);
    assert_eq!(tab.eval("document.querySelector('.others').textContent"), "换一种语言搜索： English 日本語");
    tab.click("document.querySelector('.others [hreflang=ja]')", false);
    tab.wait("location.pathname === '/portal/ja/search/'");
    tab.wait("document.querySelector('.found li h2')?.textContent === 'プラグイン'");
    assert_eq!(tab.eval("document.querySelector('.elsewhere').hidden"), true);
    // The link in the header keeps the query, whether something is found or not.
    ask(&mut tab, "\"cloud & native\" in:a");
    tab.wait("!document.querySelector('.elsewhere').hidden");
    tab.click("document.querySelector('.tools [hreflang=en]')", false);
    tab.wait("location.pathname === '/portal/en/search/'");
    assert_eq!(titles(&mut tab, "1 page"), ["Plugins"]);
    ask(&mut tab, "");
    tab.wait("document.querySelectorAll('.found li').length === 0");
}

#[test]
fn on_a_small_screen_a_button_opens_the_field() {
    const IN_SHEET: &str = "document.activeElement === document.querySelector('dialog.sheet[open] input')";
    let site = small();
    let mut tab = Tab::visit(&site.url("docs/old/"));
    tab.resize(390, 800);
    assert_eq!(tab.eval(&format!("{FIELD}.offsetParent")), Value::Null);
    tab.click("document.querySelector('.find button')", false);
    assert_eq!(tab.eval(IN_SHEET), true);
    assert_eq!(tab.eval("document.querySelector('.sheet').getBoundingClientRect().width"), 390);
    tab.press("Escape");
    tab.wait("!document.querySelector('.sheet')");
    assert_eq!(tab.eval("document.activeElement === document.querySelector('.find button')"), true);
    for _ in 0..2 {
        tab.press("/");
        assert_eq!(tab.eval(IN_SHEET), true);
        tab.eval("document.activeElement.blur()");
    }
    assert_eq!(tab.eval("document.querySelectorAll('dialog').length"), 1);
    tab.eval("document.querySelector('.sheet input').value = '插件'");
    tab.click("document.querySelector('.sheet button')", false);
    tab.wait("location.pathname === '/portal/search/'");
    assert_eq!(titles(&mut tab, "1 篇"), ["插件市场"]);
}

/// Cases and essays of two years, with tags.
fn kinds() -> Published {
    let files: Vec<(String, String)> = (0..14)
        .map(|number| {
            let (folder, kind) = if number % 2 == 0 { ("cases", "case") } else { ("essays", "essay") };
            let (year, tag) = (2024 + number % 3 / 2, if number % 4 < 2 { "开源" } else { "云" });
            let meta = format!("kind: {kind}\ndate: {year}-01-{:02}\ntags: [{tag}]", number + 1);
            (format!("content/{folder}/{number}.md"), format!("---\n{meta}\n---\n# 插件 {number}\n\n市场\n"))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Published::new(&files)
}

#[test]
fn results_are_grouped_by_kind_and_filtered_with_counts() {
    const GROUPS: &str = "[...document.querySelectorAll('.found h2')].map((title) => title.textContent).join()";
    const VALUES: &str = "[...document.querySelectorAll('.choices fieldset:not([hidden]) label')]\
        .map((label) => label.textContent.trim()).join()";
    let site = kinds();
    let mut tab = Tab::visit(&site.url("search/?q=插件"));
    assert_eq!(titles(&mut tab, "14 篇").len(), 10, "five of each kind");
    assert_eq!(tab.eval(GROUPS), "文章 7,标杆案例 7");
    tab.click("document.querySelector('.choices summary')", false);
    tab.wait("document.querySelector('.choices label')");
    assert_eq!(tab.eval(VALUES), "文章 7,标杆案例 7,开源 8,云 6,2025 4,2024 10");
    // One of two values of a filter, then both; the other filters follow.
    tab.click("document.querySelector('input[value=\"2025\"]')", false);
    titles(&mut tab, "4 篇");
    tab.wait(&format!("{VALUES} === '文章 2,标杆案例 2,开源 2,云 2,2025 4,2024 10'"));
    assert_eq!(tab.eval("document.activeElement.value"), "2025", "the focus stays");
    tab.click("document.querySelector('input[value=essay]')", false);
    assert_eq!(titles(&mut tab, "2 篇"), ["插件 11", "插件 5"]);
    assert_eq!(tab.eval("document.querySelector('.chosen').textContent"), "2025 ×文章 ×");
    assert_eq!(tab.eval("location.search"), "?q=%E6%8F%92%E4%BB%B6&year=2025&kind=essay");
    tab.click("document.querySelector('input[value=\"2024\"]')", false);
    assert_eq!(titles(&mut tab, "7 篇").len(), 7);
    tab.wait("document.querySelector('.excerpt').textContent === '市场'");

    // The address has the state.
    let mut tab = Tab::visit(&site.url("search/?q=插件&year=2025&kind=essay"));
    assert_eq!(titles(&mut tab, "2 篇"), ["插件 11", "插件 5"]);
    tab.click("document.querySelector('.chosen button')", false);
    assert_eq!(titles(&mut tab, "7 篇").len(), 7);

    // All of a kind.
    let mut tab = Tab::visit(&site.url("search/?q=插件"));
    titles(&mut tab, "14 篇");
    tab.eval("document.querySelector('.kind button').click()");
    assert_eq!(titles(&mut tab, "7 篇").len(), 7);
    assert_eq!(tab.eval("location.search"), "?q=%E6%8F%92%E4%BB%B6&kind=essay");
}

#[test]
fn what_is_nearest_is_shown_if_nothing_is_found() {
    const NONE: &str = "没有页面同时包含这些内容，可以少写几个词或换个说法。";
    let site = small();
    let mut tab = Tab::visit(&site.url("search/?q=云原声 市场"));
    tab.wait("document.querySelector('.results p')");
    assert_eq!(titles(&mut tab, NONE), ["插件市场"]);
    assert_eq!(tab.eval("document.querySelector('.results p').textContent"), "最接近的页面，其中没有“原声”。");
    ask(&mut tab, "场插");
    tab.wait("document.querySelectorAll('.found li').length === 0");
    // By sound, and by first letters.
    for sound in ["chajianshi", "cjsc", "zzz jianshichang"] {
        ask(&mut tab, sound);
        tab.wait(&format!("new URLSearchParams(location.search).get('q') === {}", json!(sound)));
        tab.wait("document.querySelector('.results p')");
        assert_eq!(titles(&mut tab, NONE), ["插件市场"], "{sound}");
    }
    ask(&mut tab, "开原 云开源");
    tab.wait("document.querySelector('.near button')");
    assert_eq!(tab.eval("document.querySelector('.near').textContent"), "相近的标签： 开源");
    tab.click("document.querySelector('.near button')", false);
    assert_eq!(titles(&mut tab, "1 篇"), ["其他"]);
    assert_eq!(tab.eval(&format!("{FIELD}.value")), "tag:\"开源\"");
}

#[test]
fn a_site_that_was_published_again_is_searched() {
    let site = small();
    let mut tab = Tab::visit(&site.url("search/?q=插件"));
    assert_eq!(titles(&mut tab, "1 篇"), ["插件市场"]);
    site.project.write("content/new.md", "# 新的一页\n\n市场与 Kubernetes\n");
    site.build();
    // The words are in a file that the browser has not read, and that is gone.
    ask(&mut tab, "kube");
    assert_eq!(titles(&mut tab, "2 篇").len(), 2);
}

#[test]
fn a_missing_file_is_a_message() {
    let site = small();
    let mut tab = Tab::visit(&site.url("search/"));
    let mut shards = Vec::new();
    for entry in fs::read_dir(site.out().join("search")).expect("a folder").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "bin") {
            shards.push((entry.path(), fs::read(entry.path()).expect("readable")));
            fs::remove_file(entry.path()).expect("it is there");
        }
    }
    ask(&mut tab, "插件");
    assert_eq!(titles(&mut tab, "搜索没能载入，请检查网络。"), Vec::<String>::new());
    for (path, bytes) in shards {
        fs::write(path, bytes).expect("writable");
    }
    ask(&mut tab, "插件 ");
    assert_eq!(titles(&mut tab, "1 篇"), ["插件市场"]);
}

#[test]
fn a_save_is_found_while_the_page_is_open() {
    let project = Project::new(&[("content/a.md", "# Page A\n\nText.\n")]);
    project.write(
        "book.toml",
        "[book]\ntitle = \"Site\"\nlanguage = \"en\"\nsrc = \"content\"\n[search]\nengine = \"builtin\"\n",
    );
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/search/?q=text"));
    assert_eq!(titles(&mut tab, "1 page"), ["Page A"]);
    project.write("content/b.md", "# Page B\n\nAnother text.\n");
    assert_eq!(titles(&mut tab, "2 pages").len(), 2);
}

/// The end of the configuration.
const BOOK: &str = "weights = { headings = 130, text = 10 }\n[taxonomies.tags]\naliases = { OSS = \"开源\" }\n";

/// Queries of all sorts, from the texts.
fn queries(texts: &[String]) -> Vec<String> {
    let mut random = Random(60);
    let mut piece = |length: usize| -> String {
        let text: Vec<char> = random.one(texts).chars().collect();
        let start = random.below(text.len());
        text[start..].iter().take(length).collect()
    };
    let mut queries: Vec<String> =
        ["rust", "v16.2", "stat", "pg_stat", "hub", "CAFÉ", "kube", "索", "k", "16", "", "-云", "kind:page"]
            .map(str::to_owned)
            .into();
    queries.extend(
        [
            "tag:开源",
            "tag:开源 云",
            "tag:ＯpenＳource",
            "tag:\"open  source\"",
            "tag:“OpenSource\u{200b}”云",
            "-tag:OSS",
            "tag:\"\" tag: 云",
            "-in:1 -kind:essay rust",
            "kind：page -\"云 原生\"",
            "in:%E6%8C%87%E5%8D%97/",
            "in:/指南/ -in:指南/2",
            "in:指%",
            "\"tag:a\" -\"",
            "--云 -",
            "in:1",
            "in:/2/ -原生",
            "kind:essay 开",
            "“云 原生”",
            "rust kube 索引",
        ]
        .map(str::to_owned),
    );
    for number in 0..48 {
        let (a, b) = (piece(1 + number % 5), piece(2 + number % 3));
        queries.push(match number % 4 {
            0 => a,
            1 => format!("{a} {b}"),
            2 => format!("\"{a}{b}\""),
            _ => format!("{a} -{b}"),
        });
    }
    queries
}

#[test]
fn the_script_finds_what_the_program_finds() {
    let texts = made_up(80);
    let files: Vec<(String, String)> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let tags = if number % 3 == 0 { "tags: [开源, OpenSource, Open Source]\n" } else { "" };
            let folder = if number % 2 == 0 { "指南/" } else { "" };
            (
                format!("content/{folder}{number}.md"),
                format!("---\ndate: 2024-01-{:02}\n{tags}---\n{text}", number % 28 + 1),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = Published::new(&files);
    let book = fs::read_to_string(site.project.path("book.toml")).expect("readable");
    site.project.write("book.toml", book + BOOK);
    site.build();
    let fetch = |name: &str| fs::read(site.out().join("search").join(name));
    let index = Index::open(&fetch).expect("a manifest");
    let queries = queries(&texts);
    let mut tab = Tab::visit(&site.url("search/"));
    let found: Value = tab.eval(&format!(
        "import(document.querySelector('script[type=module]').src).then(async ({{ open }}) => {{
            const more = new URL(document.querySelector('form').dataset.more, document.baseURI);
            const index = open('./', () => import(more));
            const found = [];
            for (const query of {}) found.push((await index.find(query, 20)).pages);
            return found;
        }})",
        json!(queries)
    ));
    let mut count = 0;
    for (query, found) in queries.iter().zip(found.as_array().expect("a list")) {
        let expect = index.find(&Query::parse(query)).expect("readable");
        count += usize::from(!expect.is_empty());
        let expect: Vec<u32> = expect.into_iter().map(|found| found.page).collect();
        assert_eq!(*found, json!(expect), "{query:?}");
    }
    assert!(count >= 30, "only {count} queries find something");
}
