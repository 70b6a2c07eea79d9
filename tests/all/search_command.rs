//! `portal search`: the real binary over a published site.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

/// A project in two languages; the index is made if `engine` says so.
fn project(engine: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let book = format!("[book]\ntitle = \"Site\"\nlanguage = \"zh\"\n[search]\nengine = \"{engine}\"\n");
    for (path, text) in [
        ("book.toml", &*book),
        ("content/README.md", "# 首页\n"),
        ("content/guide/a.md", "---\ndate: 2024-05-01\n---\n# 插件\n\n第一段\n\n用 Rust 写的云原生插件\n"),
        ("content/b.md", "# 其他\n\n云原生，pg_stat_statements\u{202e}\n"),
        ("content/draft.md", "---\ndraft: true\n---\n# 草稿\n\n云原生\n"),
        ("content/guide/a.en.md", "# Plugins\n\nWritten in Rust, cloud native\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    folder
}

/// Runs `portal` in a project; the exit code and both streams.
#[track_caller]
fn portal(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(arguments).env_clear().env("LC_ALL", "C").stdin(Stdio::null()).current_dir(root);
    let Output { status, stdout, stderr } = command.output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit code"), text(stdout), text(stderr))
}

fn answer(code: i32, out: &str, err: &str) -> (i32, String, String) {
    (code, out.to_owned(), err.to_owned())
}

#[test]
fn pages_are_found_with_their_sources_and_lines() {
    let project = project("builtin");
    let root = project.path();
    assert_eq!(portal(root, &["build", "-q"]).0, 0);
    let both = "content/guide/a.md:8: 插件\n    用 Rust 写的云原生插件\n\
                content/b.md:3: 其他\n    云原生，pg_stat_statements<U+202E>\n";
    for (arguments, expect) in [
        (&["云原生"][..], answer(0, both, "2 pages found\n")),
        (&["云原生", "-q"], answer(0, both, "")),
        (&["插件"], answer(0, "content/guide/a.md:4: 插件\n    # 插件\n", "1 page found\n")),
        (&["stat", "--message-format", "short"], answer(0, "content/b.md:3: 其他\n", "1 page found\n")),
        (&["云原生 -rust", "--message-format=short"], answer(0, "content/b.md:3: 其他\n", "1 page found\n")),
        (&["cloud"], answer(1, "", "nothing found\n")),
        (&["--lang=zh", "草稿"], answer(1, "", "没有找到\n")),
        (
            &["cloud", "--language", "en"],
            answer(0, "content/guide/a.en.md:3: Plugins\n    Written in Rust, cloud native\n", "1 page found\n"),
        ),
        (&["cloud", "--language", "fr"], answer(2, "", "error: the site has no pages in fr; it has zh, en\n")),
    ] {
        assert_eq!(portal(root, &[&["search"], arguments].concat()), expect, "{arguments:?}");
    }
    let (code, out, err) = portal(root, &["search", "云原生", "--limit", "1"]);
    assert_eq!((code, out.lines().count()), (0, 2));
    assert_eq!(err, "2 pages found, the first 1 are shown (--limit shows more)\n");
    let above = root.parent().expect("a folder");
    let name = root.file_name().and_then(|name| name.to_str()).expect("UTF-8");
    let (_, out, _) = portal(above, &["search", "插件", name]);
    assert!(out.starts_with(&format!("{name}/content/guide/a.md:4: ")), "{out}");
}

#[test]
fn terms_are_found_by_all_their_names() {
    let project = project("builtin");
    let root = project.path();
    let book = fs::read_to_string(root.join("book.toml")).expect("readable");
    let book = book + "[taxonomies.tags]\nnested = true\naliases = { PG = \"数据库/PostgreSQL\" }\n";
    fs::write(root.join("book.toml"), book).expect("writable");
    fs::write(root.join("content/b.md"), "---\ntags: [数据库/PostgreSQL]\n---\n# 其他\n").expect("writable");
    fs::write(root.join("content/c.md"), "---\ntags: [数据库]\n---\n# 另外\n").expect("writable");
    assert_eq!(portal(root, &["build", "-q"]).0, 0);
    for (query, expect) in [
        ("pg", "content/b.md: 其他\n"),
        ("tag:PG", "content/b.md: 其他\n"),
        ("tag:postgresql", "content/b.md: 其他\n"),
        ("tag:数据库/PostgreSQL", "content/b.md: 其他\n"),
        ("tag:数据库 -tag:pg", "content/c.md: 另外\n"),
        ("tag:数据库", "content/b.md: 其他\ncontent/c.md: 另外\n"),
    ] {
        assert_eq!(portal(root, &["search", query, "--message-format", "short"]).1, expect, "{query}");
    }
    let english = |query: &str| portal(root, &["search", query, "--language", "en", "--message-format", "short"]).1;
    assert_eq!(
        [english("in:guide/"), english("in:en/guide/"), english("in:en/en/")],
        ["content/guide/a.en.md: Plugins\n", "content/guide/a.en.md: Plugins\n", ""]
    );
}

#[test]
fn what_the_configuration_leaves_out_is_published_and_not_found() {
    let project = project("builtin");
    let root = project.path();
    let book = fs::read_to_string(root.join("book.toml")).expect("readable");
    fs::write(root.join("book.toml"), book + "exclude = [\"guide/\"]\n").expect("writable");
    assert_eq!(portal(root, &["build", "-q"]).0, 0);
    let (_, out, _) = portal(root, &["search", "云原生", "--message-format", "short"]);
    assert_eq!(out, "content/b.md:3: 其他\n");
    assert_eq!(portal(root, &["search", "cloud", "--language", "en"]).0, 1);
    assert!(root.join("public/guide/a/index.html").is_file());
}

#[test]
fn programs_get_objects() {
    let project = project("builtin");
    let root = project.path();
    assert_eq!(portal(root, &["build", "-q"]).0, 0);
    // The page stays published, and has no source any more.
    fs::remove_file(root.join("content/b.md")).expect("removable");
    let (code, out, _) = portal(root, &["search", "云原生", "--message-format", "json"]);
    let objects: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
    let expect = serde_json::json!([
        {"title": "插件", "address": "guide/a/", "source": "content/guide/a.md", "line": 8, "kind": "essay",
         "date": "2024-05-01"},
        {"title": "其他", "address": "b/", "source": null, "line": null, "kind": "page", "date": null},
    ]);
    assert_eq!((code, serde_json::Value::Array(objects)), (0, expect));
    let (_, out, _) = portal(root, &["search", "stat"]);
    assert_eq!(out, "b/: 其他\n");
}

#[test]
fn without_an_index_the_next_step_is_said() {
    let project = project("builtin");
    let root = project.path();
    let (code, out, err) = portal(root, &["search", "云"]);
    assert_eq!((code, &*out), (3, ""));
    assert!(err.contains("there is no search index in ") && err.contains("portal build"), "{err}");
    let off = self::project("none");
    assert_eq!(portal(off.path(), &["build", "-q"]).0, 0);
    let (code, _, err) = portal(off.path(), &["search", "云", "--lang", "zh"]);
    assert_eq!(code, 3);
    assert!(err.starts_with("错误：搜索没有开启：") && err.contains("[search] engine"), "{err}");
}

#[test]
fn a_broken_index_is_an_error_of_input() {
    let project = project("builtin");
    let root = project.path();
    assert_eq!(portal(root, &["build", "-q"]).0, 0);
    let manifest = root.join("public/search/index.json");
    let good = fs::read_to_string(&manifest).expect("published");
    for bad in ["", "{}", &good.replace(".bin", ".none"), &good.replace(".bin", "/../../../book.toml")] {
        fs::write(&manifest, bad).expect("writable");
        let (code, out, err) = portal(root, &["search", "云原生"]);
        assert_eq!((code, &*out), (3, ""), "{bad}");
        assert!(err.starts_with("error: cannot read "), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    let project = project("builtin");
    let root = project.path();
    assert_eq!(portal(root, &["build", "-q"]).0, 0);
    fs::rename(root.join("public/search"), root.join("moved")).expect("writable");
    std::os::unix::fs::symlink("../moved", root.join("public/search")).expect("writable");
    let (code, out, err) = portal(root, &["search", "云原生"]);
    assert_eq!((code, &*out), (4, ""), "{err}");
}
