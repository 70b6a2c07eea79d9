//! Related pages over made-up sites: the same however often they are asked for, and never what readers may not see.

use portal::{
    engine::{self, Cache, Silent},
    model::{Date, Lang, RelPath},
    site::{Related, Role, Site, related_to},
    source::{Snapshot, ThemeFiles},
};
use std::collections::BTreeMap;

/// The same numbers for the same seed, on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

const WORDS: [&str; 12] = [
    "数据库",
    "云原生",
    "向量检索",
    "图计算",
    "社区治理",
    "PostgreSQL",
    "Rust",
    "index",
    "storage",
    "planner",
    "备份",
    "高可用",
];
const NAMES: [&str; 6] = ["README.md", "a.md", "b.md", "b.en.md", "c.md", "c.en.md"];

/// Pages of few words, so that many have much in common: drafts, pages of the future, of folders and of terms among them.
fn files(random: &mut Random) -> BTreeMap<RelPath, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in ["", "x/", "y/", "y/z/", "tags/"] {
        for name in NAMES {
            let mut words = || (0..4).map(|_| WORDS[random.below(WORDS.len())]).collect::<Vec<_>>();
            let (title, mut tags, body) = (words().join(" "), words(), words().join("，"));
            // Terms that are nested in others.
            let nested = [tags[..2].join("/"), tags[..3].join("/")];
            tags.truncate(2);
            tags.extend(nested.iter().map(String::as_str));
            let day = ["2024-01-02", "2024-05-06", "2030-01-01"][random.below(3)];
            let draft = random.below(5) == 0;
            let link = NAMES[random.below(NAMES.len())];
            let text = format!(
                "---\ntitle: {title}\ndate: {day}\ndraft: {draft}\ntags: {tags:?}\n---\n{body}\n\n[x]({link})\n"
            );
            files.insert(RelPath::new(&format!("{folder}{name}")).expect("a path"), text.into_bytes());
        }
    }
    files
}

fn site(files: &BTreeMap<RelPath, Vec<u8>>) -> Site {
    let today = Date::parse("2024-06-30").expect("a date");
    let snapshot = Snapshot::of_files(files, None, ThemeFiles::embedded(), today);
    let lang = Lang::new("zh").expect("a tag");
    engine::plan_site(&snapshot, &portal::parse::config::defaults(), &lang, &Cache::none(), &Silent)
        .expect("readable")
        .plan
        .site
}

#[test]
fn related_pages_are_the_same_every_time_and_never_the_wrong_ones() {
    let mut random = Random(7);
    let mut found = 0;
    for _ in 0..40 {
        let files = files(&mut random);
        let (site, again) = (site(&files), site(&files));
        let (related, related_again) = (Related::new(&site), Related::new(&again));
        for (id, page) in site.pages.iter().enumerate() {
            let pages = related.of(&site, id, 5);
            assert_eq!(pages, related_again.of(&again, id, 5));
            assert_eq!(pages, related_to(&site, id, 5), "without an index, too");
            assert_eq!(pages[..pages.len().min(2)], related.of(&site, id, 2), "fewer are the first of more");
            found += pages.len();
            for other in pages {
                let shown = &site.pages[other];
                assert_ne!(other, id, "a page is not related to itself");
                assert_eq!(shown.lang, page.lang, "translations are shown elsewhere");
                assert_eq!(shown.role, Role::Page, "only what has a page of its own");
                assert!(!shown.document.meta.draft && shown.date.is_none_or(|date| date.iso().as_str() < "2024-07"));
                assert!(!site.backlinks(page.id).contains(&other), "pages that link here are shown for that");
            }
        }
    }
    assert!(found > 100, "{found} are enough to have tried it");
}
