//! YAML as a text, and the node that is read.

use super::*;
use crate::parse::show;

/// What is read from `text`, which stands somewhere in a file.
fn shown(text: &str) -> String {
    let path = RelPath::new("a.md").unwrap();
    let file = format!("---\n{text}");
    match read(&path, text, 4) {
        Ok((node, warnings)) => {
            show::check_places(&node, &file);
            let warnings: String =
                warnings.iter().map(|found| format!(" {}", show::diagnostic(found, &file))).collect();
            show::node(&node) + &warnings
        }
        Err(error) => show::diagnostic(&error, &file),
    }
}

#[test]
fn values_are_as_written() {
    for (text, expect) in [
        ("", "{}"),
        ("# only a comment\n", "{}"),
        ("title: no\nyear: 2026\ndate: 2022-07-15\n", "{title: no, year: 2026, date: 2022-07-15}"),
        ("a: 0x10\nb: 1e3\nc: .5\n", "{a: 0x10, b: 1e3, c: .5}"),
        ("a: 'it''s'\nb: \"\\u5f00\\n\"\n", "{a: \"it's\", b: \"开\\n\"}"),
        ("a:\nb: ~\nc: null\nd: 'null'\n", "{a: ~, b: ~, c: ~, d: \"null\"}"),
        ("a: [x, 2, ~]\n", "{a: [x, 2, ~]}"),
        ("a:\n  - x\n  - b: 1\n    c: 2\n", "{a: [x, {b: 1, c: 2}]}"),
        ("a:\n- x\n- y\n", "{a: [x, y]}"),
        ("a: {b: 1, c: [2]}\n", "{a: {b: 1, c: [2]}}"),
        ("标题: 开源：生态\n", "{标题: 开源：生态}"),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a: \"x\\ny\\n\", b: \"x y\"}"),
        ("a: x\n  y\n", "{a: x y}"),
        ("a: x # not this\n", "{a: x}"),
        ("1: x\ntrue: y\n", "{1: x, true: y}"),
        ("a: !!str 2026\n", "{a: \"2026\"}"),
        ("{a: 1}\n", "{a: 1}"),
        ("a: x\n...\n", "{a: x}"),
        ("a: &x [1]\nb: *x\n", "{a: [1], b: [1]}"),
        ("title: &t x\nlinkTitle: *t\n", "{title: x, linkTitle: x}"),
        ("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n", "{a: {x: 1, y: 2}, b: {y: 3, x: 1}}"),
        ("a: \"one\ntwo\"\nb: 'it''s\nthree'\n", "{a: \"one two\", b: \"it's three\"}"),
        ("a: \"one\nx: two\"\n", "{a: \"one x: two\"}"),
    ] {
        assert_eq!(shown(text), expect, "{text}");
    }
}

#[test]
fn a_tag_changes_nothing() {
    for (text, expect) in [
        ("a: !!timestamp 2024-01-01\n", "{a: 2024-01-01}"),
        ("a: !!set {x, y}\nb: !!set\n  ? x\n  ? y\n", "{a: [x, y], b: [x, y]}"),
        ("a: !!omap [x: 1]\n", "{a: [{x: 1}]}"),
        ("a: ! x\n", "{a: x}"),
        ("a: !custom x\n", "{a: x} P0360 `!custom` !custom"),
        (
            "a: !custom [1]\nb: !custom {c: !other 2}\n",
            "{a: [1], b: {c: 2}} P0360 `!custom` !custom P0360 `!other` !other",
        ),
        ("a: !!python/object:os.system x\n", "{a: x} P0360 `!!python/object:os.system` !!python/object:os.system"),
        ("a: !!python/name:x\nb: 1\n", "{a: ~, b: 1} P0360 `!!python/name:x` !!python/name:x"),
        ("!page\na: 1\n", "{a: 1} P0360 `!page` !page"),
        ("a: 1\nb: 2\na: 3\na: 4\n", "{b: 2, a: 4} P0306 `a` a P0306 `a` a"),
        ("a: {x: 1, x: 2}\n", "{a: {x: 2}} P0306 `x` x"),
        ("a: !<tag:e.org,2024:x> 1\n", "{a: 1} P0360 `!<tag:e.org,2024:x>` !<tag:e.org,2024:x>"),
    ] {
        assert_eq!(shown(text), expect, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_the_way_out() {
    for (text, expect) in [
        ("title：部署\n", "P0302 `：` YAML it must be a table of fields -> title: 部署"),
        (
            "a: 1\ntitle：部署\nb: 2\n",
            "P0302 `：` YAML a field needs a colon and a blank behind its name -> title: 部署",
        ),
        ("title:部署\n", "P0302 `:部署` YAML it must be a table of fields -> title: 部署"),
        (
            "title: 部署: 第一步\n",
            "P0302 `: 部署: 第一步` YAML a value with a colon in it needs quotes -> title: \"部署: 第一步\"",
        ),
        ("a:\n\tb: 1\n", "P0302 `\t` YAML a tab cannot indent a line ->   b: 1"),
        ("title: @x\n", "P0302 `: @x` YAML a value that begins with this character needs quotes -> title: \"@x\""),
        ("- a\n", "P0302 `-` YAML it must be a table of fields"),
        ("a: [1\n", "P0302 `[` YAML the bracket is not closed"),
        ("a: 'x\n", "P0302 `'x` YAML the quote is not closed"),
        ("a: 1\ntitle: \"坏\n", "P0302 `\"坏` YAML the quote is not closed"),
        ("title: \"坏\ntags: \"x\"\n", "P0302 `\"坏` YAML the quote is not closed"),
        ("a: *x\n", "P0302 `*` YAML there is no anchor of this name before it"),
        ("a: &x [*x]\n", "P0302 `*` YAML there is no anchor of this name before it"),
        ("!!js/function 'x'\n", "P0302 `'` YAML it must be a table of fields"),
        ("a: 1\n---\nb: 2\n", "P0302 `-` YAML it must be one document"),
        ("? [a]\n: 1\n", "P0302 `[` YAML the name of a field must be a text"),
    ] {
        assert_eq!(shown(text), expect, "{text}");
    }
}

#[test]
fn too_much_is_refused() {
    assert_eq!(shown(&format!("a: {}", "[".repeat(1000))), "P0302 `[` YAML it is nested too deep");
    let deep: String = (0..40).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    assert_eq!(shown(&deep), "P0302 `a` YAML it is nested too deep");
    assert_eq!(shown(&format!("a: [{}]", "1,".repeat(MAX_NODES))), "P0302 `1` YAML it is too large");
    let bomb: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect();
    assert_eq!(shown(&format!("a0: &a0 [x, x]\n{bomb}")), "P0302 `*` YAML it is too large");
    let long = format!("a: &a '{}'\nb: [{}]\n", "x".repeat(50_000), "*a, ".repeat(1000));
    assert_eq!(shown(&long), "P0302 `*` YAML it is too large");
}

#[test]
fn no_text_makes_it_panic() {
    let sample = "title: \"开: 源\"\n'a': [x, {y: 1}]\nb: |\n  文\n c：d\n? e\n: *f\ng: !!h i\n\tj: &k 'l'\n%m\n";
    for (end, _) in sample.char_indices() {
        for extra in ["", "\t", "：", "\"", "[", "\n:", "\u{feff}"] {
            shown(&format!("{}{extra}", &sample[..end]));
            shown(&format!("{extra}{}", &sample[end..]));
        }
    }
}
