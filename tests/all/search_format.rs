//! The published files of the search, read by a decoder that shares no code with the program, and the files that a
//! build publishes.

use crate::search::{Random, documents, files, find, made_up};
use flate2::read::GzDecoder;
use portal::{
    engine::{self, Options, Silent},
    model::{Date, Document},
    search::{SearchToken, Tokens, blocks},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::Path,
};

/// The largest file of an index, but for its manifest.
const LARGEST: usize = 60 * 1024;

/// Of each token, the pages that hold it: weight and positions.
type Index = BTreeMap<String, BTreeMap<u32, (u8, Vec<u32>)>>;

/// Page, weight and positions.
type Hits = Vec<(u32, u8, Vec<u32>)>;

struct Shard(std::vec::IntoIter<u8>);

impl Shard {
    fn byte(&mut self) -> u32 {
        u32::from(self.0.next().expect("another byte"))
    }

    /// Seven bits in each byte, the lowest first; the eighth says that more follow.
    fn number(&mut self) -> u32 {
        let byte = self.byte();
        if byte < 128 { byte } else { byte - 128 + (self.number() << 7) }
    }

    fn numbers(&mut self, count: u32) -> Vec<u32> {
        (0..count).map(|_| self.number()).collect()
    }

    /// Each token with its pages.
    fn decoded(mut self, low: &[u8]) -> Vec<(String, Hits)> {
        let mut tokens: Vec<Vec<u8>> = Vec::new();
        for _ in 0..self.number() {
            let before = tokens.last().cloned().unwrap_or_default();
            let shared = self.number() as usize;
            let more = self.number();
            let more: Vec<u8> = (0..more).map(|_| self.byte() as u8).collect();
            tokens.push([&before[..shared], &more].concat());
        }
        let counts = self.numbers(tokens.len() as u32);
        let pages = self.numbers(counts.iter().sum());
        let heads: Vec<u32> = pages.iter().map(|_| self.byte()).collect();
        let positions: u32 = heads.iter().map(|head| head / 4).sum();
        let high = self.numbers(positions);
        assert_eq!(self.0.next(), None, "bytes behind the last column");
        assert_eq!(low.len(), positions as usize, "a byte for each position");
        let (mut pages, mut distances) = (pages.iter().zip(heads), high.iter().zip(low));
        let mut decoded = Vec::new();
        for (token, count) in tokens.into_iter().zip(counts) {
            let mut page = 0;
            let mut of_token = Vec::new();
            for (distance, head) in pages.by_ref().take(count as usize) {
                page += distance;
                let mut at = 0;
                let mut position = |(high, low): (&u32, &u8)| {
                    at += high * 256 + u32::from(*low);
                    at
                };
                let positions = distances.by_ref().take(head as usize / 4).map(&mut position).collect();
                of_token.push((page, (head % 4) as u8, positions));
            }
            decoded.push((String::from_utf8(token).expect("UTF-8"), of_token));
        }
        decoded
    }
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut raw = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut raw).expect("gzip");
    raw
}

/// Everything that the shards hold, pairs, words and sounds; and how many shards hold a part of each token.
fn read(files: &BTreeMap<String, Vec<u8>>) -> ([Index; 3], BTreeMap<String, usize>) {
    let manifest: serde_json::Value = serde_json::from_slice(&files["index.json"]).expect("JSON");
    let mut named: BTreeSet<&str> = BTreeSet::from(["index.json"]);
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    let indices = ["pairs", "words", "sounds"].map(|sort| {
        let mut index = Index::new();
        let mut last = String::new();
        for shard in manifest[sort].as_array().expect("a list") {
            let (first, name) = (shard[0].as_str().expect("a token"), shard[1].as_str().expect("a name"));
            named.insert(name);
            let (length, rest) = files[name].split_at(4);
            let (packed, low) = rest.split_at(u32::from_le_bytes(length.try_into().expect("four bytes")) as usize);
            let decoded = Shard(unpacked(packed).into_iter()).decoded(low);
            assert_eq!(decoded[0].0, first, "the manifest names the first token of {name}");
            for (token, pages) in decoded {
                assert!(last <= token, "{token} comes after {last}");
                *parts.entry(token.clone()).or_default() += 1;
                let known = index.entry(token.clone()).or_default();
                for (page, weight, positions) in pages {
                    let (strongest, all) = known.entry(page).or_default();
                    assert!(
                        all.last() < positions.first() || sort == "sounds" || token.chars().count() == 1,
                        "{token} on page {page}"
                    );
                    *strongest = weight.max(*strongest);
                    all.extend(positions);
                }
                last = token;
            }
        }
        index
    });
    let filters = manifest["filters"].as_array().expect("a list").iter();
    named
        .extend(filters.flat_map(|filter| filter[2].as_array().expect("a list")).filter_map(serde_json::Value::as_str));
    named.extend(manifest["chunks"].as_array().expect("a list").iter().filter_map(|chunk| chunk[1].as_str()));
    let published: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(named, published, "every file is named, and there is no other");
    (indices, parts)
}

/// The same from the texts: title, then the blocks of the body.
fn scanned(documents: &[Document]) -> [Index; 2] {
    let [mut pairs, mut words] = [Index::new(), Index::new()];
    for (page, document) in (0..).zip(documents) {
        let mut tokens = Tokens::default();
        let mut block = |text: &str, weight: u8| {
            tokens.cut(text, |token, at| {
                let stands = |index: &mut Index, token: String, at: Option<u32>| {
                    let (strongest, positions) = index.entry(token).or_default().entry(page).or_default();
                    *strongest = weight.max(*strongest);
                    positions.extend(at.filter(|at| positions.last() != Some(at)));
                };
                match token {
                    SearchToken::Pair(a, b) => {
                        stands(&mut pairs, a.to_string(), None);
                        b.into_iter().for_each(|b| stands(&mut pairs, format!("{a}{b}"), Some(at)));
                    }
                    SearchToken::Word(word) | SearchToken::Part(word) => stands(&mut words, word.to_owned(), Some(at)),
                }
            });
            tokens.end_block();
        };
        block(&document.meta.title, 3);
        // There is no summary.
        block("", 1);
        blocks(document, &mut |text, is_heading| block(text, u8::from(is_heading)));
    }
    [pairs, words]
}

#[track_caller]
fn assert_same(found: &Index, expect: &Index) {
    for token in found.keys().chain(expect.keys()) {
        assert_eq!(found.get(token), expect.get(token), "{token}");
    }
}

#[test]
fn the_shards_hold_what_a_plain_scan_finds() {
    let documents = documents(&made_up(200));
    let ([pairs, words, sounds], _) = read(&files(&documents));
    let [scanned_pairs, scanned_words] = scanned(&documents);
    assert!(pairs.len() > 500 && words.len() > 10, "{} pairs, {} words", pairs.len(), words.len());
    assert_same(&pairs, &scanned_pairs);
    assert_same(&words, &scanned_words);
    let with_sound = sounds.iter().filter(|(sound, _)| sound.starts_with("chajian"));
    let pages: BTreeSet<u32> = with_sound.flat_map(|(_, pages)| pages.keys().copied()).collect();
    let titles = (0..).zip(&documents).filter(|(_, document)| document.meta.title.contains("插件"));
    assert_eq!(pages, titles.map(|(page, _)| page).collect());
}

#[test]
fn a_frequent_pair_is_split_over_small_shards() {
    let mut random = Random(11);
    let mut text = |_| {
        let gap =
            |random: &mut Random| ["，", " a ", " b c ", "源", " v16 一 二 "][random.below(5)].repeat(random.below(4));
        (0..400).map(|_| format!("开源{}", gap(&mut random))).collect::<String>()
    };
    let mut texts: Vec<String> = (0..250).map(&mut text).collect();
    texts.push("开源".repeat(100_000));
    let documents = documents(&texts);
    let files = files(&documents);
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "index.json") {
        assert!(bytes.len() <= LARGEST, "{name} has {} bytes", bytes.len());
    }
    let ([pairs, words, _], parts) = read(&files);
    assert!(parts["开源"] > 1, "the pair is in one shard");
    let [scanned_pairs, scanned_words] = scanned(&documents);
    assert_same(&pairs, &scanned_pairs);
    assert_same(&words, &scanned_words);
    assert_eq!(find(&files, "开源").len(), 251);
}

fn options(root: &Path) -> Options {
    Options { jobs: 2, ..Options::new(root, Date::parse("2024-06-30").expect("a day")) }
}

/// Builds a project and gives what is published of the search.
fn built(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let options = options(root);
    let report = engine::build(&options, &Silent).expect("a disk that works");
    assert!(report.published, "{:#?}", report.diagnostics);
    let folders = [("", "public/search"), ("en/", "public/en/search")];
    let in_folder = |(prefix, folder): (&str, &str)| {
        let entries = fs::read_dir(root.join(folder)).expect("published");
        let name = |entry: &fs::DirEntry| format!("{prefix}{}", entry.file_name().to_str().expect("UTF-8"));
        let read = |entry: fs::DirEntry| (name(&entry), fs::read(entry.path()).expect("readable"));
        entries.map(|entry| read(entry.expect("an entry"))).collect::<Vec<_>>()
    };
    folders.into_iter().flat_map(in_folder).collect()
}

fn write(root: &Path, pages: &BTreeMap<String, String>) {
    let book =
        "[book]\ntitle = \"Site\"\nlanguage = \"zh\"\n[portal]\nassets = \"all\"\n[search]\nengine = \"builtin\"\n";
    for (name, text) in pages.iter().map(|(name, text)| (&**name, &**text)).chain([("book.toml", book)]) {
        fs::write(root.join(name), text).expect("writable");
    }
}

#[test]
fn a_warm_build_publishes_the_index_of_a_clean_build() {
    let [warm, clean] = [(); 2].map(|()| tempfile::tempdir().expect("a folder for the test"));
    let texts = made_up(30);
    let mut pages: BTreeMap<String, String> = (0..20).map(|n| (format!("p{n}.md"), texts[n].clone())).collect();
    pages.insert("a.en.md".into(), "# Plugins\n\nCloud native\n".into());
    write(warm.path(), &pages);
    let before = built(warm.path());
    let edits: [(&str, Option<&str>); 3] = [("p3.md", Some(&texts[25])), ("new.md", Some(&texts[26])), ("p5.md", None)];
    for (name, text) in edits {
        match text {
            Some(text) => drop(pages.insert(name.to_owned(), text.to_owned())),
            None => {
                pages.remove(name);
                fs::remove_file(warm.path().join(name)).expect("removable");
            }
        }
    }
    write(warm.path(), &pages);
    write(clean.path(), &pages);
    let after = built(warm.path());
    assert!(after == built(clean.path()), "warm and clean differ");
    assert_ne!(before.get("index.json"), after.get("index.json"));
    assert_eq!(before.get("en/index.json"), after.get("en/index.json"), "the other language did not change");
}

#[test]
fn a_written_file_takes_the_place_of_one_of_the_index() {
    let project = tempfile::tempdir().expect("a folder for the test");
    let pages = (0..).zip(made_up(9)).map(|(number, text): (u32, _)| (format!("p{number}.md"), text)).collect();
    write(project.path(), &pages);
    fs::write(project.path().join("a.en.md"), "# Plugins\n").expect("writable");
    let before = built(project.path());
    fs::create_dir_all(project.path().join("search")).expect("writable");
    let shard = before.keys().find(|name| name.ends_with(".bin") && !name.contains('/')).expect("a shard");
    for name in ["index.json", shard] {
        fs::write(project.path().join("search").join(name), "by hand").expect("writable");
    }
    let mut expect = before.clone();
    expect.extend(["index.json", shard].map(|name| (name.to_owned(), b"by hand".to_vec())));
    assert!(built(project.path()) == expect, "the other files stay");
}

#[test]
fn files_of_the_index_are_listed_and_verified() {
    let project = tempfile::tempdir().expect("a folder for the test");
    write(project.path(), &BTreeMap::from([("a.en.md".into(), "# A\n".into()), ("b.md".into(), "# 乙\n".into())]));
    let names: BTreeSet<String> = built(project.path()).into_keys().collect();
    let outputs = engine::list(&options(project.path()), &Silent).expect("readable").outputs;
    let of_search = |output: &String| output.split_once("search/").map(|(folder, name)| format!("{folder}{name}"));
    assert_eq!(outputs.iter().filter_map(of_search).collect::<BTreeSet<_>>(), names);
    assert_eq!(engine::verify(&options(project.path())).expect("readable"), Vec::<String>::new());
    fs::write(project.path().join("public/en/search/index.json"), "{}").expect("writable");
    assert_eq!(engine::verify(&options(project.path())).expect("readable"), ["en/search/index.json"]);
}
