//! How long it takes to join a large portal: 10,000 posts, a collection of 5,000 entries, 100 maps of 30 steps, cases,
//! solutions and partners that name each other, audiences.
//!
//!     cargo bench --bench assemble
//!
//! Everything is in memory, and files are parsed once; the phases after that are taken several times, and the best of
//! each counts: after a page has come, when all links are looked up anew, and after an edit, when only those near it are.
//! Related pages are asked for on all threads, as when every page is drawn.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use portal::{
    engine::{self, Cache, Silent},
    model::{Config, Date, Lang, RelPath},
    parse,
    site::Related,
    source::{Snapshot, SourceFile, ThemeFiles},
};
use rayon::prelude::*;
use std::{collections::BTreeMap, fmt::Write, time::Instant};

const POSTS: usize = 10_000;
const ENTRIES: usize = 5_000;
const MAPS: usize = 100;
const STEPS: usize = 30;
const ROUNDS: usize = 7;

const WORDS: [&str; 16] = [
    "索引",
    "复制",
    "分区",
    "备份",
    "压测",
    "迁移",
    "执行计划",
    "内存",
    "日志",
    "权限",
    "向量",
    "时序",
    "连接池",
    "事务",
    "锁",
    "缓存",
];

fn main() {
    let files = portal_of_files();
    let size: usize = files.values().map(Vec::len).sum();
    println!("{} files, {:.1} MB, best of {ROUNDS} rounds\n", files.len(), size as f64 / 1e6);
    let (config, complaints) = parse::config::read(&path("book.toml"), &files[&path("book.toml")]);
    assert!(complaints.is_empty(), "{complaints:?}");
    let config: Config = config;
    let today = Date::parse("2026-11-21").expect("a day");
    let mut snapshot = Snapshot::of_files(&files, None, ThemeFiles::embedded(), today);
    let (lang, cache) = (Lang::new("zh").expect("a tag"), Cache::new());
    let mut best: BTreeMap<String, f64> = BTreeMap::new();
    let mut note = |name: String, seconds: f64| {
        let best = best.entry(name).or_insert(f64::MAX);
        *best = best.min(seconds);
    };
    for round in 0..=ROUNDS {
        snapshot.sources.insert(path(&format!("new/{round}.md")), SourceFile::new(b"# New\n".to_vec()));
        let build = engine::plan_site(&snapshot, &config, &lang, &cache, &Silent).expect("readable");
        snapshot.sources.insert(path(&format!("new/{round}.md")), SourceFile::new(b"# Newer\n".to_vec()));
        let edited = engine::plan_site(&snapshot, &config, &lang, &cache, &Silent).expect("readable");
        let wrong: Vec<_> = build.diagnostics.iter().filter(|found| engine::is_error(found, true)).take(3).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        if round > 0 {
            build.phases.iter().for_each(|(phase, time)| note((*phase).into(), time.as_secs_f64()));
            edited.phases.iter().for_each(|(phase, time)| note(format!("{phase}, after an edit"), time.as_secs_f64()));
        }
        let start = Instant::now();
        let related = Related::new(&build.plan.site);
        note("related: index".into(), start.elapsed().as_secs_f64());
        let start = Instant::now();
        let found: usize =
            (0..build.plan.site.pages.len()).into_par_iter().map(|id| related.of(&build.plan.site, id, 5).len()).sum();
        note("related: all pages".into(), start.elapsed().as_secs_f64());
        assert!(found > 0, "no page has related ones");
    }
    for (name, seconds) in best {
        println!("{name:<24} {:>8.1} ms", seconds * 1e3);
    }
}

fn path(name: &str) -> RelPath {
    RelPath::new(name).expect("a path")
}

/// The same portal on every run.
fn portal_of_files() -> BTreeMap<RelPath, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut add = |name: String, text: String| drop(files.insert(path(&name), text.into_bytes()));
    add("book.toml".into(), "[book]\nlanguage = \"zh\"\ntitle = \"门户\"\n".into());
    let word = |n: usize| WORDS[n % WORDS.len()];
    let post = |n: usize| format!("posts/{:03}/p{n}.md", n / 100);
    for n in 0..POSTS {
        let (a, b, c, series) = (word(n), word(n / 7), word(n / 53), n / 8);
        let next = post((n * 31 + 7) % POSTS);
        let text = format!(
            "---\ntitle: {a}与{b}的第 {n} 次实践\ndate: {}-{:02}-{:02}\ntags: [{a}, {b}, 专题{series}, 系列{series}]\nauthors: [作者{}]\n---\n\
             这一篇讲{a}怎样影响{b}，以及{c}里要注意什么。\n\n## 背景\n\n见[另一篇](/{next})。\n",
            2010 + n % 15,
            1 + n % 12,
            1 + n % 28,
            n % 40,
        );
        add(post(n), text);
    }
    let mut collection = String::from("# 方案集合\n");
    for n in 0..ENTRIES {
        if n % 50 == 0 {
            let _ = write!(collection, "\n## {} {}\n\n", n / 50 + 1, word(n));
        }
        let _ = writeln!(collection, "{}. [条目](/{})", n % 50 + 1, post(n * 2));
    }
    add("solutions/all.md".into(), collection);
    for map in 0..MAPS {
        let mut text = format!("# 图谱 {map}\n");
        for step in 0..STEPS {
            if step % 6 == 0 {
                let _ = write!(text, "\n## 第 {} 阶段 (3天)\n\n", step / 6 + 1);
            }
            let _ = writeln!(text, "- [步骤](/{})", post((map * 97 + step * 13) % POSTS));
        }
        add(format!("maps/m{map}.md"), text);
    }
    for n in 0..300 {
        let results = "results: [{ label: 时间, before: 3, after: 1, unit: 秒 }]";
        let names = format!("solutions: [s{}, s{}]\npartners: [p{}]", n % 200, (n + 1) % 200, n % 50);
        add(format!("cases/c{n}.md"), format!("---\ntitle: 案例 {n}\n{results}\n{names}\n---\n正文。\n"));
    }
    for n in 0..200 {
        add(format!("solutions/s{n}.md"), format!("---\ntitle: 方案 {n}\npartners: [p{}]\n---\n正文。\n", n % 50));
    }
    for n in 0..50 {
        let text = format!("---\ntitle: 伙伴 {n}\ntype: [服务]\noffers: [帮助 {n}]\n---\n正文。\n");
        add(format!("partners/p{n}.md"), text);
    }
    for n in 0..10 {
        add(format!("audiences/a{n}.md"), format!("---\ntitle: 角色 {n}\nneeds: [帮助 {n}, 时间 {n}]\n---\n正文。\n"));
    }
    for n in 0..40 {
        add(format!("people/w{n}.md"), format!("# 作者{n}\n"));
    }
    files
}
