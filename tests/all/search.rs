//! The index of the search against a plain scan of the texts.

use portal::{
    model::{Config, Document, Lang, RelPath, SearchWeights},
    parse::{ParseInput, ParseOptions, config, parse},
    search::{FilterValue, Index, PageEntry, Query, SearchFilter, SearchPage, SearchRules, blocks, index},
};
use std::{collections::BTreeMap, fs, io, path::Path};

/// Numbers that look random and are the same in every run: xorshift.
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    pub(crate) fn one<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

pub(crate) fn documents(texts: &[String]) -> Vec<Document> {
    let config: Config = config::defaults();
    let options = ParseOptions::new(&config, Lang::new("zh").expect("a language"));
    let document = |(number, text): (usize, &String)| {
        let path = RelPath::new(&format!("{number}.md")).expect("a path");
        let hash = portal::model::Hash128::of(text.as_bytes());
        parse(&ParseInput {
            path: &path,
            shown: path.clone(),
            bytes: text.as_bytes(),
            hash,
            texts: Vec::new(),
            options: &options,
        })
        .0
    };
    texts.iter().enumerate().map(document).collect()
}

/// The files of the index of these documents.
pub(crate) fn files(documents: &[Document]) -> BTreeMap<String, Vec<u8>> {
    files_by(documents, rules())
}

/// The rules of a site of which nothing is configured.
fn rules() -> SearchRules {
    SearchRules { weights: SearchRules::weights(&config::defaults().search.weights), ..SearchRules::default() }
}

/// The files of the index of these documents, with these rules.
fn files_by(documents: &[Document], rules: SearchRules) -> BTreeMap<String, Vec<u8>> {
    let pages: Vec<SearchPage> = documents
        .iter()
        .map(|document| SearchPage { title: &document.meta.title, keywords: Vec::new(), summary: "", document })
        .collect();
    let entries: Vec<PageEntry> = documents
        .iter()
        .enumerate()
        .map(|(number, document)| PageEntry {
            title: document.meta.title.clone(),
            address: format!("{number}/"),
            kind: if number % 2 == 0 { "case".into() } else { "page".into() },
            ..PageEntry::default()
        })
        .collect();
    let value = |key: &str, odd: usize| FilterValue {
        key: key.into(),
        pages: (0..documents.len()).filter(|number| number % 2 == odd).map(|number| number as u32).collect(),
        ..FilterValue::default()
    };
    let kinds = SearchFilter { name: "kind".into(), values: vec![value("case", 0), value("page", 1)] };
    let tagged = |key: &str| FilterValue { pages: vec![1], ..value(key, 0) };
    let tags = SearchFilter { name: "tags".into(), values: vec![tagged("a:b"), tagged("postgresql")] };
    index(&pages, &entries, vec![kinds, tags], rules).into_iter().collect()
}

pub(crate) fn find(files: &BTreeMap<String, Vec<u8>>, query: &str) -> Vec<u32> {
    let fetch = |name: &str| files.get(name).cloned().ok_or_else(|| io::Error::other(name.to_owned()));
    let index = Index::open(&fetch).expect("a manifest");
    index.find(&Query::parse(query)).expect("readable").into_iter().map(|found| found.page).collect()
}

/// The blocks of text of a document, its title among them.
fn texts(document: &Document) -> Vec<String> {
    let mut all = vec![document.meta.title.clone()];
    blocks(document, &mut |text, _| all.push(text.to_owned()));
    all
}

/// Texts of few different characters, so that most pairs are on most pages and not always together.
pub(crate) fn made_up(count: usize) -> Vec<String> {
    let mut random = Random(0x5EED);
    let han: Vec<char> = "云原生开源插件社区的一是在不了有和人这中大为上个国我以要他时来用们".chars().collect();
    let words = ["Rust", "pg_stat_statements", "v16.2", "GitHub", "Kubernetes", "café", "索引", "**粗体**", "`code`"];
    let signs = ["，", "。", " ", "\n", "\n\n", "、", "\n\n## ", "\n- ", "（"];
    let mut text = |_| {
        let mut text = String::from("# ");
        for _ in 0..random.below(120) + 5 {
            match random.below(10) {
                0 => text.push_str(random.one::<&str>(&words)),
                1 | 2 => text.push_str(random.one::<&str>(&signs)),
                _ => text.push(*random.one(&han)),
            }
        }
        text
    };
    (0..count).map(&mut text).collect()
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

#[test]
fn every_text_of_ideographs_is_found_and_nothing_else() {
    let documents = documents(&made_up(300));
    let files = files(&documents);
    let all: Vec<Vec<String>> = documents.iter().map(texts).collect();
    let mut random = Random(7);
    let mut asked = 0;
    while asked < 400 {
        let block: Vec<char> = random.one(random_page(&all, &mut Random(asked + 99))).chars().collect();
        let length = 2 + random.below(5);
        if block.len() < length {
            asked += 1;
            continue;
        }
        let start = random.below(block.len() - length + 1);
        let wanted: String = block[start..start + length].iter().collect();
        asked += 1;
        if !wanted.chars().all(is_han) {
            continue;
        }
        let holds = |blocks: &Vec<String>| blocks.iter().any(|block| block.contains(&wanted));
        let expect: Vec<u32> = (0..).zip(&all).filter(|(_, blocks)| holds(blocks)).map(|(page, _)| page).collect();
        let mut found = find(&files, &wanted);
        found.sort_unstable();
        assert_eq!(found, expect, "{wanted}");
    }
}

fn random_page<'a>(all: &'a [Vec<String>], random: &mut Random) -> &'a Vec<String> {
    (0..).map(|_| &all[random.below(all.len())]).find(|blocks| !blocks.is_empty()).expect("a page with text")
}

#[test]
fn queries_find_pages() {
    let texts = [
        "# 云原生\n\nRust 写的插件，`pg_stat_statements` 和 v16.2",
        "# 插件市场\n\n## 云原生的插件\n\nGitHub 上的 PostgreSQL，原生 Rust 云",
        "# Notes\n\nCafé in Kubernetes. <b>云</b>原生 <script>秘密</script> <!-- 注释 -->\n\n```sql\nselect 生态\n```",
        "# 其他\n\n| 表格 | 单元格 |\n|---|---|\n| 云，原生 | $x$ |",
    ];
    let documents = documents(&texts.map(str::to_owned));
    let files = files(&documents);
    let cases: &[(&str, &[u32])] = &[
        // The title counts most, then a heading.
        ("云原生", &[0, 1, 2]),
        ("插件", &[1, 0]),
        ("云", &[0, 1, 2, 3]),
        ("stat", &[0]),
        ("16", &[0]),
        ("v16.2", &[0]),
        ("pg_stat", &[0]),
        ("hub", &[1]),
        ("github", &[1]),
        ("kube", &[2]),
        ("\"kube\"", &[]),
        ("CAFE", &[2]),
        ("生态", &[2]),
        ("秘密", &[]),
        ("注释", &[]),
        ("表格", &[3]),
        ("云原生 -Rust", &[2]),
        ("Rust写", &[0]),
        ("\"原生 Rust\"", &[1]),
        ("kind:case", &[0, 2]),
        ("kind:case 云原生", &[0, 2]),
        ("in:1/ 云原生", &[1]),
        ("tag:ＰostgreSQL", &[1]),
        ("tag:a:b", &[1]),
        ("tag:b", &[]),
        ("tag:tags", &[]),
        ("没有这个", &[]),
        ("", &[]),
        ("__proto__ constructor", &[]),
    ];
    for (query, expect) in cases {
        assert_eq!(find(&files, query), *expect, "{query}");
    }
    let long = "云".repeat(10_000);
    assert_eq!(find(&files, &long), Vec::<u32>::new());
}

#[test]
fn the_order_of_pages_follows_the_weights() {
    let texts = ["# A\n\n云原生\n", "# B\n\n## 云原生\n", "# 云原生\n"];
    let documents = documents(&texts.map(str::to_owned));
    let usual = config::defaults().search.weights;
    for (weights, expect) in [
        (usual.clone(), [2, 1, 0]),
        (SearchWeights { headings: 500, ..usual.clone() }, [1, 2, 0]),
        (SearchWeights { text: 1000, title: 0, ..usual }, [0, 1, 2]),
    ] {
        let rules = SearchRules { weights: SearchRules::weights(&weights), ..rules() };
        assert_eq!(find(&files_by(&documents, rules), "云原生"), expect, "{weights:?}");
    }
}

#[test]
fn filters_know_the_spellings_of_terms_and_addresses() {
    let documents = documents(&["# 甲\n", "# 乙\n"].map(str::to_owned));
    let pages: Vec<SearchPage> = documents
        .iter()
        .map(|document| SearchPage { title: "云", keywords: Vec::new(), summary: "", document })
        .collect();
    let entry = |address: &str| PageEntry { address: address.into(), ..PageEntry::default() };
    let entries = [entry("en/docs/%E6%8C%87%E5%8D%97/"), entry("en/docs/100%25/")];
    let value = |key: &str, aliases: &[&str], page| FilterValue {
        key: key.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        pages: vec![page],
        ..FilterValue::default()
    };
    let tags = vec![value("two words", &["pg"], 0), value("a/b", &[], 0), value("a", &[], 0)];
    let filters = vec![
        SearchFilter { name: "kind".into(), values: vec![value("case", &[], 0), value("实践 案例", &[], 1)] },
        SearchFilter { name: "tags".into(), values: tags },
        SearchFilter { name: "topics".into(), values: vec![value("postgresql", &["pg"], 1)] },
    ];
    let rules = SearchRules { prefix: "en/".into(), ..rules() };
    let files: BTreeMap<String, Vec<u8>> = index(&pages, &entries, filters, rules).into_iter().collect();
    let cases: &[(&str, &[u32])] = &[
        ("tag:\"Two  Words\"", &[0]),
        ("tag:two words", &[]),
        ("tag:“two words” 云", &[0]),
        ("tag:ＰＧ", &[0, 1]),
        ("tag:PostgreSQL\u{200b}", &[1]),
        ("tag:a", &[0]),
        ("tag:/A//b/", &[0]),
        ("-tag:postgresql", &[0]),
        ("云 -tag:pg", &[]),
        ("kind:\"实践 案例\"", &[1]),
        ("-kind:case", &[1]),
        ("in:docs/指南", &[0]),
        ("in:/en/docs/%E6%8C%87", &[0]),
        ("in:docs/%e6%8c%87", &[0]),
        ("in:docs/", &[0, 1]),
        ("in:en/docs/100%", &[1]),
        ("in:docs -in:docs/指", &[1]),
        ("in:docs/%E6", &[]),
        ("in:cs/", &[]),
    ];
    for (query, expect) in cases {
        assert_eq!(find(&files, query), *expect, "{query}");
    }
}

#[test]
fn hostile_words_are_words() {
    let word = "云".repeat(10_000);
    let letters = "x".repeat(10_000);
    let text = format!("# A\n\n__proto__ constructor `<img src=x onerror=alert(1)>` \\u0000 {letters}\n\n{word}\n");
    let documents = documents(&[text, "# B\n\nproto\n".into()]);
    let files = files(&documents);
    let cases: &[(&str, &[u32])] = &[
        ("__proto__", &[0, 1]),
        ("constructor", &[0]),
        ("<img src=x onerror=alert(1)>", &[0]),
        ("\"onerror=alert(1)\"", &[0]),
        ("hasOwnProperty toString", &[]),
        ("\u{0}\u{202e}", &[]),
        (&letters, &[0]),
        (&word, &[0]),
        ("-__proto__ kind:case", &[]),
    ];
    for (query, expect) in cases {
        let mut found = find(&files, query);
        found.sort_unstable();
        assert_eq!(found, *expect, "{query}");
    }
}

#[test]
fn a_filter_reads_each_file_once() {
    let documents = documents(&made_up(300));
    let files = files(&documents);
    let asked = std::cell::RefCell::new(Vec::new());
    let fetch = |name: &str| {
        asked.borrow_mut().push(name.to_owned());
        files.get(name).cloned().ok_or_else(|| io::Error::other(name.to_owned()))
    };
    let index = Index::open(&fetch).expect("a manifest");
    assert_eq!(index.find(&Query::parse("kind:case")).expect("readable").len(), 150);
    assert_eq!(index.entry(7).expect("readable").map(|entry| &*entry.address), Some("7/"));
    let mut asked = asked.into_inner();
    let count = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), count, "{asked:?}");
}

#[test]
fn the_same_pages_give_the_same_files() {
    let documents = documents(&made_up(40));
    assert_eq!(files(&documents), files(&documents));
}

#[test]
fn a_broken_file_is_an_error() {
    let documents = documents(&made_up(40));
    let good = files(&documents);
    for name in good.keys() {
        for damage in [Vec::new(), b"not gzip".to_vec(), good[name][..good[name].len() / 2].to_vec()] {
            let fetch = |asked: &str| Ok(if asked == name { damage.clone() } else { good[asked].clone() });
            let found = Index::open(&fetch).and_then(|index| {
                let words = index.find(&Query::parse("rust 云原 开源 a b c d e f g"))?;
                index.find(&Query::parse("kind:case")).map(|more| (words, more))
            });
            let is_read = |shards: &str| name.as_str() == "index.json" || shards.contains(name.as_str());
            assert!(found.is_err() || !is_read("index.json"), "{name}: {found:?}");
        }
    }
}

/// The texts of the manual and of the essays beside it.
fn own_pages() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let is_page = |entry: &walkdir::DirEntry| entry.path().extension().is_some_and(|extension| extension == "md");
    let texts = entries.filter(is_page).map(|entry| fs::read_to_string(entry.path()).expect("readable"));
    documents(&texts.collect::<Vec<_>>())
}

#[test]
fn real_pages_are_found_as_a_plain_scan_finds_them() {
    let documents = own_pages();
    assert!(documents.len() > 100, "only {} pages", documents.len());
    let files = files(&documents);
    let all: Vec<Vec<String>> = documents.iter().map(texts).collect();
    let holding = |holds: &dyn Fn(&str) -> bool| -> Vec<u32> {
        (0..).zip(&all).filter(|(_, blocks)| blocks.iter().any(|block| holds(block))).map(|(page, _)| page).collect()
    };
    let found = |query: &str| {
        let mut found = find(&files, query);
        found.sort_unstable();
        found
    };
    let mut random = Random(2026);
    let (mut substrings, mut words) = (0, 0);
    while substrings < 200 || words < 100 {
        let page = &all[random.below(all.len())];
        let block: Vec<char> = random.one(page).chars().collect();
        let (start, length) = (random.below(block.len().max(1)), 2 + random.below(5));
        let wanted: String = block[start..].iter().take(length).collect();
        if wanted.chars().all(is_han) && wanted.chars().count() > 1 {
            substrings += 1;
            assert_eq!(found(&wanted), holding(&|block| block.contains(&wanted)), "{wanted}");
        }
        let is_start = start == 0 || !block[start - 1].is_alphanumeric();
        let word: String = block[start..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
        if is_start && word.len() > 1 {
            words += 1;
            let folded = word.to_lowercase();
            let with_word = holding(&|block| {
                block.to_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|other| other == folded)
            });
            let with_letters = holding(&|block| block.to_lowercase().contains(&folded));
            let found = found(&word);
            assert!(with_word.iter().all(|page| found.contains(page)), "{word} is not found on all pages");
            assert!(found.iter().all(|page| with_letters.contains(page)), "{word} is found where it is not");
        }
    }
}
