//! `portal init`: what it finds in a folder, what it writes, and that it changes nothing.

use portal::{diag::Diagnostic, model::RelPath, parse::config};
use std::{collections::BTreeMap, fs, path::Path, process::Command};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("lamp").tempdir().expect("a folder for the test");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    folder
}

/// The exit code and both streams.
#[track_caller]
fn portal(root: &Path, arguments: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    let command = command.args(arguments.split(' ')).current_dir(root).env_clear().env("LC_ALL", "C");
    let output = command.output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// Every file but those of Git, with its text.
fn files(root: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    let named = entries.map(|entry| {
        let name = entry.path().strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
        (name, fs::read_to_string(entry.path()).expect("readable"))
    });
    named.filter(|(name, _)| !name.starts_with(".git/")).collect()
}

fn complaints(book: &str) -> Vec<Diagnostic> {
    config::read(&RelPath::new("book.toml").expect("a path"), book.as_bytes()).1
}

/// The file with every offer taken.
fn accepted(book: &str) -> String {
    let taken = book.lines().map(|line| match line.strip_prefix('#') {
        Some(offer) if !offer.starts_with([' ', ':']) => offer,
        _ => line,
    });
    taken.map(|line| format!("{line}\n")).collect()
}

const TAIL: &str = "\n#### [What's next? 50% off](https://example.org/\"x\")\n\n[Home](../README.md)\n";
const LINKS: &str = "# Where to read on\n\n## 1 First\n- [a](https://a.example)\n- [b](https://b.example)\n- [c](https://c.example)\n- [d](https://d.example)\n\n## 2 Second\n- [e](https://e.example)\n- [f](https://f.example)\n- [g](https://g.example)\n- [h](https://h.example)\n\n## 3 Third\n- [i](https://i.example)\n- [j](https://j.example)\n";
const ROADMAP: &str = "# From zero\n\n## Look (1h)\n- [a](links.md)\n\n## Try (2 weeks)\n- [b](https://b.example)\n\n## Know (1 year)\n- [c](https://c.example)\n";

/// A project that has everything that can be found.
fn project() -> tempfile::TempDir {
    let post =
        |tag: &str, date: &str| format!("---\ntitle: Post of {date}\nauthor: Ann\ntags: [{tag}]\n---\nText.\n{TAIL}");
    folder(&[
        ("README.md", "# The “Lamp” Project\n\nA lamp. [Read on](links.md), [begin](roadmap.md).\n"),
        ("posts/2024-01-01.md", &post("Kubernetes", "2024-01-01")),
        ("posts/2024-01-02.md", &post("Kubernetes", "2024-01-02")),
        ("posts/2024-01-03.md", &post("Kubernetse", "2024-01-03")),
        ("case-studies/bank.md", "# A bank\n"),
        ("events/meet.md", "---\ntitle: Meet\nstart: 2024-05-01\n---\n"),
        ("links.md", LINKS),
        ("roadmap.md", ROADMAP),
        ("notes.md", "# Notes\n\n{{< lamp >}}\n"),
        ("a.md", "# A\n\n{{< lamp >}}\n"),
        ("b.md", "# B\n\n!!! tip\n    a\n\n{{< lamp >}}\n"),
        ("SUMMARY.md", LINKS),
        (".git/HEAD", "ref: refs/heads/trunk\n"),
        (".git/config", "[remote \"origin\"]\n\turl = git@github.com:Owner/lamp.git\n"),
    ])
}

#[test]
fn what_is_found_is_written() {
    let project = project();
    let before = files(project.path());
    let (code, out, err) = portal(project.path(), "init");
    assert_eq!(
        (code, &*out, &*err),
        (
            0,
            "",
            "12 Markdown files read
  title         The “Lamp” Project
  language      en
  authors       Ann
  repository    https://github.com/Owner/lamp (trunk)
  address       https://owner.github.io/lamp/ (a guess)
  syntax        shortcodes, on 3 pages
  folder        events/: Events, 1
  folder        case-studies/: Case studies, 1
  same ending   3 files, from “#### [What's next? 50% off]” on
  learning map  roadmap.md “From zero”: 3 stages, 3 links
  collection    links.md “Where to read on”: 3 groups, 10 links
  similar terms Kubernetse (1) and Kubernetes (2)
written
  book.toml
  .portal/schema  10 JSON Schemas, with which editors complete and check
next
  read book.toml
  portal serve  shows what you write
  portal check  says what could be better
  portal build  publishes to public
  put /public into .gitignore: it can be made again at any time
"
        )
    );
    let mut after = files(project.path());
    let book = after.remove("book.toml").expect("it was written");
    assert_eq!(
        book,
        r##"#:schema ./.portal/schema/book.json
# Written by portal init from what is in the repository; read it through, and change what you like.
# A # without a blank behind it is an offer: take it off to accept.

[book]
title = "The “Lamp” Project"
language = "en"
authors = ["Ann"]

[portal]
# Where the site will be: for the sitemap, the feeds and canonical addresses.
#base-url = "https://owner.github.io/lamp/"
# The repository: for “edit this page”, and so that links into it become links of the site.
repository = "https://github.com/Owner/lamp"
branch = "trunk"
# 7 pages have no date; Git knows when they came.
#git-dates = true

[markdown]
# Forms of another generator, on 3 pages: they are read, and not shown as text.
syntax = ["shortcodes"]

# 3 files end in the same lines. Cut from this one on; their links are in the footer, once.
[[portal.strip]]
from = "^#### \\[What's next\\? 50% off\\]"

[kinds.case]
# By their names, these folders hold: Case studies.
match = ["cases/**", "案例/**", "case-studies/**"]

# Pages that look like learning maps: headings are stages, links are in them.
#[[pages]]
#path = "roadmap.md"
#kind = "map"

# Pages that look like collections: headings are groups, links are in them.
#[[pages]]
#path = "links.md"
#kind = "solution"

# What looks like one term in two spellings, with the pages of each. Without the #, the left goes into the right.
#[taxonomies.tags.aliases]
#"Kubernetse" = "Kubernetes" # 1 / 2
"##
    );
    assert_eq!((complaints(&book), complaints(&accepted(&book))), (vec![], vec![]));
    after.retain(|name, _| !name.starts_with(".portal/"));
    assert_eq!(after, before, "nothing else was touched");
    // With what it wrote there is nothing left to say but what it only offers.
    let (code, out, err) = portal(project.path(), "init");
    assert_eq!(code, 0, "{err}");
    assert!(err.ends_with("book.toml is there and stays as it is; this could be added:\n"), "{err}");
    assert!(out.contains("#git-dates") && out.contains("Kubernetse") && !out.contains("strip"), "{out}");
    assert!(out.contains("#[[pages]]") && !out.contains("kinds"), "{out}");
    assert_eq!(portal(project.path(), "build").0, 0);
}

#[test]
fn it_speaks_chinese() {
    let project = project();
    let (code, out, err) = portal(project.path(), "init -n --lang zh");
    assert_eq!(code, 0);
    let book = out.strip_prefix("--- book.toml\n").expect("a file with its name");
    for (text, part) in [
        (&err, "读了 12 个 Markdown 文件\n  标题          The “Lamp” Project\n"),
        (&err, "  文件夹        case-studies/：标杆案例，1 页\n"),
        (&err, "  学习图谱      roadmap.md《From zero》：3 个阶段，3 个链接\n"),
        (&out, "# 3 个文件以同样的几行结尾。从这一行起截掉，其中的链接在页脚出现一次。\n[[portal.strip]]\n"),
        (&out, "# 看起来是同一个词的几种写法，连同各有几页。去掉 #，左边的就并入右边。\n#[taxonomies.tags.aliases]\n"),
    ] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    assert_eq!((complaints(book), complaints(&accepted(book))), (vec![], vec![]));
}

#[test]
fn an_own_domain_is_the_address() {
    let project = project();
    fs::write(project.path().join("CNAME"), "lamp.example.org\n").expect("writable");
    let (_, out, _) = portal(project.path(), "init -n");
    assert!(out.contains("base-url = \"https://lamp.example.org/\"\n"), "{out}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = project();
    let before = files(project.path());
    let (code, out, err) = portal(project.path(), "init --dry-run");
    assert_eq!((code, files(project.path())), (0, before));
    assert!(out.starts_with("--- book.toml\n#:schema") && !err.contains("written"), "{out}{err}");
    assert_eq!(portal(project.path(), "init -n -q").2, "");
}

#[test]
fn a_configuration_is_never_written_to() {
    let text = "[book]\ntitle = \"Mine\"\nlanguage = \"en\"\n[portal]\nbase-url = \"https://example.org/\"\n";
    let project = folder(&[("book.toml", text), ("a.md", "# A\n")]);
    let before = files(project.path());
    let (code, out, err) = portal(project.path(), "init");
    let expect =
        "1 Markdown file read\n  title         Mine\n  language      en\n  address       https://example.org/\n";
    assert!(expect.lines().take(3).all(|line| err.contains(line)), "{err}");
    assert!(err.ends_with("book.toml is there and stays as it is; there is nothing to add\n"), "{err}");
    assert_eq!((code, &*out, files(project.path())), (0, "", before));

    let broken = folder(&[("book.toml", "[bok]\n"), ("a.md", "# A\n")]);
    let (code, _, err) = portal(broken.path(), "init");
    assert!(code == 1 && err.contains("error[P0102]"), "{err}");
    assert_eq!(files(broken.path()).len(), 2);
    assert_eq!(portal(broken.path(), "init no/such").0, 3);
}

#[test]
fn an_empty_folder_gets_a_small_start() {
    for (lang, language, heading) in
        [("zh", "language = \"zh\"", "## 接下来"), ("en", "language = \"en\"", "## What to")]
    {
        let empty = folder(&[]);
        let (code, _, err) = portal(empty.path(), &format!("init --lang {lang} --date 2024-06-30"));
        let made = files(empty.path());
        let names: Vec<&str> = made.keys().map(String::as_str).filter(|name| !name.starts_with(".portal/")).collect();
        assert_eq!((code, names), (0, vec!["README.md", "book.toml", "essays/first.md"]), "{err}");
        assert!(made["book.toml"].contains(language), "{}", made["book.toml"]);
        assert!(made["essays/first.md"].contains("date: 2024-06-30\n"), "{}", made["essays/first.md"]);
        assert!(made["essays/first.md"].contains(heading), "{}", made["essays/first.md"]);
        assert!(made["README.md"].starts_with("# lamp"), "{}", made["README.md"]);
        // What it makes is a site that nobody complains about.
        let (code, _, err) = portal(empty.path(), "build --strict --date 2024-06-30");
        assert!(code == 0 && !err.contains("[P"), "{err}");
    }
    // What Git leaves out is there all the same.
    let hidden = folder(&[(".gitignore", "*.md\n"), ("README.md", "# Mine\n")]);
    assert_eq!(portal(hidden.path(), "init").0, 3);
    assert_eq!(files(hidden.path())["README.md"], "# Mine\n");
}

#[test]
fn schemas_can_be_made_anew() {
    let project = folder(&[("book.toml", "[kinds.lab]\n[kinds.lab.fields]\nproduct = \"text!\"\n"), ("a.md", "# A\n")]);
    let (code, out, err) = portal(project.path(), "schema --save");
    assert_eq!((code, &*out, &*err), (0, "", ".portal/schema: 11 JSON Schemas\n"));
    let made = files(project.path());
    assert_eq!(made[".portal/schema/lab.json"], portal(project.path(), "schema lab").1);
    assert_eq!(made[".portal/schema/book.json"], portal(project.path(), "schema").1);
    assert_eq!(made[".portal/.gitignore"], "*\n");
    assert_eq!(portal(project.path(), "schema --save").0, 0, "it replaces its own");
    fs::write(project.path().join(".portal/schema/lab.json"), "somebody's").expect("writable");
    assert_eq!(portal(project.path(), "schema --save").0, 4, "and nothing else");
    assert_eq!(portal(project.path(), "schema lab --save").0, 2);
}

/// Other tools keep their own files in `public`.
#[test]
fn the_site_goes_into_a_free_folder() {
    for (taken, out) in [
        (&["public/favicon.ico"][..], "site"),
        (&["public/favicon.ico", "site/a.txt"], "dist/portal"),
        (&["public/.portal-manifest.json", "public/index.html"], "public"),
        (&[], "public"),
    ] {
        let mut given = vec![("README.md", "# A\n")];
        given.extend(taken.iter().map(|name| (*name, "x")));
        let project = folder(&given);
        let (code, _, err) = portal(project.path(), "init");
        assert_eq!(code, 0, "{err}");
        let line = format!("  site goes to  {out}\n");
        assert_eq!(
            (err.contains(&line), err.contains(&format!("publishes to {out}\n"))),
            (out != "public", true),
            "{err}"
        );
        if out == "public" {
            continue;
        }
        let (code, _, err) = portal(project.path(), "build");
        assert_eq!(code, 0, "{err}");
        assert!(project.path().join(out).join("index.html").is_file());
        assert_eq!(fs::read_to_string(project.path().join("public/favicon.ico")).expect("kept"), "x");
    }
}

#[test]
fn a_taken_folder_is_refused_with_the_line_that_helps() {
    let project = folder(&[("README.md", "# A\n"), ("public/favicon.ico", "x")]);
    let (code, _, err) = portal(project.path(), "build");
    assert_eq!(code, 4);
    assert!(err.contains("in book.toml: [portal] out = \"site\""), "{err}");
}

#[test]
fn what_another_generator_says_is_not_copied() {
    let project = folder(&[
        ("mkdocs.yml", "site_name: Kiln\nsite_author: Ada\ntheme: { language: en }\n"),
        ("docs/index.md", "# Welcome\n"),
    ]);
    let (code, _, err) = portal(project.path(), "init");
    assert_eq!(code, 0, "{err}");
    let book = fs::read_to_string(project.path().join("book.toml")).expect("written");
    assert!(book.contains("\nreads = \"mkdocs\"\n") && !book.contains("Kiln") && !book.contains("Ada"), "{book}");
    let (code, _, err) = portal(project.path(), "build");
    assert_eq!((code, err.contains("note: reads this as MkDocs: mkdocs.yml\n")), (0, true), "{err}");
    let home = fs::read_to_string(project.path().join("public/index.html")).expect("published");
    assert!(home.contains("<title>Kiln</title>"), "{home}");
}

/// The folder of schemas is ours, but what somebody wrote into it is not.
#[test]
fn a_schema_that_somebody_wrote_is_not_replaced() {
    let own = "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"mine\"\n}\n";
    let project = folder(&[
        ("README.md", "# A\n"),
        (".portal/schema/.gitignore", "*\n!mine.json\n"),
        (".portal/schema/page.json", own),
    ]);
    let (code, _, err) = portal(project.path(), "schema --save");
    assert_eq!(code, 4, "{err}");
    assert_eq!(fs::read_to_string(project.path().join(".portal/schema/page.json")).expect("kept"), own);
    let rules = fs::read_to_string(project.path().join(".portal/schema/.gitignore")).expect("kept");
    assert_eq!(rules, "*\n!mine.json\n");
}

/// A project of MkDocs in a folder of a repository.
fn foreign() -> tempfile::TempDir {
    folder(&[
        ("README.md", "# The repository\n"),
        (
            "website/mkdocs.yml",
            "site_name: Kiln\nsite_url: https://kiln.example/\nplugins: [blog, search]\nextra: {a: 1}\n",
        ),
        ("website/docs/index.md", "# Welcome\n\n[gone](gone.md) [gone](lost.md)\n"),
        ("website/docs/a.md", "# A\n\n![logo](img/logo.png)\n\n{{< unheard >}}\n"),
        ("website/docs/b.md", "---\ndraft: true\n---\n# B\n"),
        ("website/docs/img/logo.png", "no picture"),
        ("website/docs/de/a.md", "# A\n"),
        ("website/docs/de/index.md", "# Willkommen\n"),
    ])
}

/// What a text shows is read, so that nothing of it is said to be left out.
#[test]
fn a_text_that_is_shown_is_carried_over() {
    let project = folder(&[
        ("_config.yml", "title: Kiln\n"),
        ("Gemfile", ""),
        ("index.md", "---\ntitle: Kiln\n---\n{% include_relative part/a.md %}\n\n{% include b.md %}\n"),
        ("part/a.md", "Text.\n"),
        ("_includes/b.md", "{% unheard %}\n"),
    ]);
    let (code, _, err) = portal(project.path(), "init");
    let left = err.split("not carried over\n").nth(1).and_then(|rest| rest.split("written\n").next());
    assert_eq!((code, left), (0, Some("  `{% unheard %}` once on 1 page: left out\n")), "{err}");
}

#[test]
fn a_project_in_a_folder_is_found() {
    let project = foreign();
    let before = files(project.path());
    let (code, out, err) = portal(project.path(), "init");
    let expect = "4 Markdown files read in website/docs
  generator     MkDocs (website/mkdocs.yml)
  title         Kiln
  language      en, de
  address       https://kiln.example/
  pictures      1
  not published draft 1
not carried over
  not carried over from website/mkdocs.yml: extra, plugins.blog
  `{{< unheard >}}` once on 1 page: shown as text
  link to a missing file: 2 in 1 file, first website/docs/index.md
written
";
    assert!(code == 0 && out.is_empty() && err.starts_with(expect), "{out}{err}");
    let mut after = files(project.path());
    let book = after.remove("book.toml").expect("it was written");
    after.retain(|name, _| !name.starts_with(".portal/"));
    assert_eq!(after, before, "nothing else was touched");
    assert!(book.contains("\nreads = \"mkdocs\"\n") && book.contains("\nproject = \"website\"\n"), "{book}");
    assert!(!book.contains("Kiln"), "what stands in the other file is not copied: {book}");
    assert_eq!((complaints(&book), complaints(&accepted(&book))), (vec![], vec![]));
    let (code, _, said) = portal(project.path(), "build");
    assert!(code == 0 && said.contains("reads this as MkDocs: website/mkdocs.yml"), "{said}");
    let home = fs::read_to_string(project.path().join("public/index.html")).expect("published");
    assert!(home.contains("<title>Kiln"), "{home}");
}

#[test]
fn an_ending_with_text_or_definitions_is_only_offered() {
    for line in ["Written by hand.", "[x]: https://example.org/", "{{% feature url=\"https://example.org/\" %}}"] {
        let post = |title: &str| format!("# {title}\n\nText.\n\n## Read on\n\n[Home](README.md)\n{line}\n");
        let posts = [post("A"), post("B"), post("C")];
        let project = folder(&[("a.md", &posts[0]), ("b.md", &posts[1]), ("c.md", &posts[2])]);
        let (_, out, _) = portal(project.path(), "init -n");
        assert!(out.contains("\n#[[portal.strip]]\n") && out.contains("(a.md:8)"), "{line}: {out}");
    }
}

#[test]
fn a_report_is_markdown_and_writes_nothing() {
    let project = foreign();
    let before = files(project.path());
    let (code, out, err) = portal(project.path(), "init --report");
    let expect = "# portal init

| | |
|---|---|
| sources | website/docs |
| pages | 4 |
| generator | MkDocs (website/mkdocs.yml) |
| title | Kiln |
| language | en, de |
| address | https://kiln.example/ |
| pictures | 1 |
| not published | draft 1 |

## Not carried over

- not carried over from website/mkdocs.yml: extra, plugins.blog
- `{{< unheard >}}` once on 1 page: shown as text
- link to a missing file: 2 in 1 file, first website/docs/index.md
";
    assert_eq!((code, &*out, &*err, files(project.path())), (0, expect, "", before));
    assert_eq!(portal(project.path(), "init --report -n").0, 2);
}
