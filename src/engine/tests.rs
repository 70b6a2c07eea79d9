//! A warm build is a clean build, over random edits; and faults that are planted to see that this test would
//! notice them.
//!
//! Limits: the test knows only the edits that [`World::edit`] can make. Whoever gives the build a new input adds
//! an edit of it there.

#[cfg(unix)]
mod on_disk;
mod world;

use super::{Cache, parsed::ParsedFile};
use crate::model::Hash128;
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    panic::AssertUnwindSafe,
    sync::Arc,
};

use world::{Page, Random, World};

/// What is broken in a memo.
#[derive(Debug)]
pub(super) struct Fault<V> {
    /// Takes parts out of a key.
    forget: fn(&mut Vec<Part>),
    /// Changes a value that was remembered.
    again: fn(V) -> V,
}

/// A part of a key, as it was hashed.
#[derive(PartialEq, Debug)]
pub(super) enum Part {
    Bytes(Vec<u8>),
    /// A hash of something larger.
    Hash(u128),
}

impl<V> Fault<V> {
    fn forgetting(forget: fn(&mut Vec<Part>)) -> Option<Fault<V>> {
        Some(Fault { forget, again: |value| value })
    }

    pub(super) fn key(&self, input: &impl Hash) -> Hash128 {
        let mut recorder = Recorder(Vec::new());
        input.hash(&mut recorder);
        (self.forget)(&mut recorder.0);
        Hash128::of(format!("{:?}", recorder.0).as_bytes())
    }

    pub(super) fn again(&self, value: V) -> V {
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
        let mut differs = warm != clean || warm_diagnostics != clean_diagnostics;
        // A page is the same rendered alone.
        if published && let Some((path, bytes)) = world.one(cache, random.clone().below(12)) {
            differs |= clean.get(&path) != Some(&bytes);
        }
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
    // A build that breaks down is noticed, too.
    let step = std::panic::catch_unwind(AssertUnwindSafe(|| differs_at(7, 400, &cache, keep)));
    assert!(!matches!(step, Ok(None)), "not found in 400 steps: {what}");
    println!("{what}: {step:?}");
}

#[test]
fn a_parse_key_that_lacks_something_is_found() {
    let plant = |forget| move |cache: &mut Cache| cache.parse.fault = Fault::forgetting(forget);
    // Not the path: what was parsed is looked for by it.
    found("the options", plant(|parts| drop(parts.pop())), false);
    found("the bytes", plant(|parts| drop(parts.remove(parts.len() - 2))), false);
}

#[test]
fn a_key_of_what_was_looked_up_that_lacks_something_is_found() {
    let plant = |forget| move |cache: &mut Cache| cache.looked.fault = Fault::forgetting(forget);
    found("the pages", plant(|parts| drop(parts.remove(0))), false);
    found("the paths of all", plant(|parts| drop(parts.pop())), false);
}

#[test]
fn a_render_key_that_lacks_something_is_found() {
    let plant = |forget| move |cache: &mut Cache| cache.render.fault = Fault::forgetting(forget);
    found("site and theme", plant(|parts| drop(parts.pop())), false);
    found("the addresses in the body", plant(|parts| keep(parts, |at, first, last| at <= first || at == last)), false);
    found("the body", plant(|parts| keep(parts, |at, first, last| at != first || first == last)), false);
    found("sizes of images", plant(|parts| parts.retain(|part| !is_length(part))), false);
    found("the view", plant(|parts| keep(parts, |at, first, last| at >= first || first == last)), false);
}

/// A small number: of pixels, or of a file's bytes, which change together.
fn is_length(part: &Part) -> bool {
    matches!(part, Part::Bytes(bytes) if matches!(bytes.len(), 4 | 8) && bytes.ends_with(&[0]))
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
        let again = |file| ParsedFile { diagnostics: None, ..file };
        cache.parse.fault = Some(Fault { forget: |_| {}, again });
    };
    found("diagnostics not repeated", silent, false);
}

#[test]
fn outputs_of_deleted_pages_are_found() {
    found("outputs kept", |_| {}, true);
}

/// A site of five pages, rendered once.
fn rendered() -> (World, Cache) {
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
    let (mut world, cache) = rendered();
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
    let (mut world, cache) = rendered();
    world.image = Some((40, 20));
    world.pages.get_mut("notes/d.md").expect("it is there").body += "![x](/pic.png)\n";
    assert_eq!(world.rendered(&cache), 1);
    world.image = Some((30, 20));
    assert_eq!(world.rendered(&cache), 1);
}

#[test]
fn an_edit_of_a_shown_file_draws_the_pages_that_show_it() {
    let (mut world, cache) = rendered();
    let page = world.pages.get_mut("notes/d.md").expect("it is there");
    page.body += "```rust file=lib.rs\n```\n";
    assert_eq!(world.rendered(&cache), 1);
    world.included = 2;
    assert_eq!(world.rendered(&cache), 1);
    assert_eq!(world.rendered(&cache), 0);
    world.included = 0;
    assert_eq!(world.rendered(&cache), 1);
}

#[test]
fn an_edit_of_an_entry_draws_the_pages_whose_texts_list_it() {
    let (mut world, cache) = rendered();
    world.pages.get_mut("notes/d.md").expect("it is there").body += "<!-- view: page as links -->\n";
    assert_eq!(world.rendered(&cache), 1);
    world.pages.get_mut("guide/a.md").expect("it is there").title = "Z".into();
    // Itself, its section, its two neighbours, and the page with the list.
    assert_eq!(world.rendered(&cache), 5);
    world.pages.get_mut("guide/a.md").expect("it is there").body += "More.\n";
    // Its beginning is not shown where only titles are, but may be.
    assert_eq!(world.rendered(&cache), 3);
}

#[test]
fn a_new_page_draws_its_lists_and_neighbours_only() {
    let (mut world, cache) = rendered();
    world.pages.insert("guide/e.md".into(), Page { title: "E".into(), ..Page::default() });
    // Itself, its section, the pages beside which that is listed; home and not found, which say how many pages a section
    // has.
    assert_eq!(world.rendered(&cache), 6);
}
