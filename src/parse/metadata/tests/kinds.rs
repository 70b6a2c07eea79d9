//! Which kind a file is of, and the fields that its kind adds.

use super::shown_with;

#[test]
fn a_kind_adds_fields_of_its_types() {
    let book = "[kinds.x]\nmatch = 'x/*'\n[kinds.x.fields]\ntext = 'text'\nmd = 'markdown'\nn = 'number'\nd = 'date'\n\
                t = 'duration'\nb = 'bool'\nu = 'url'\ni = 'image'\none = 'term'\nterms = 'terms'\nref = 'ref(page)'\n\
                refs = 'refs(page)'\nl = 'list'\nrows = 'table(a!, n: number, u: url)'\n";
    for (fields, expect) in [
        ("text: 2026", "text \"2026\""),
        ("text:", ""),
        ("text: [a]", "text \"a\""),
        ("text: [a, b]", "\nP0304 `[a, b]` text a text"),
        ("md: |\n  a *b*\n\n  c", "md markdown \"a *b*\\n\\nc\""),
        ("n: -1.50", "n -1.50"),
        ("n: '3'", "n 3"),
        ("n: 1.2.3", "\nP0304 `1.2.3` n a number"),
        ("n: 3.", "\nP0304 `3.` n a number"),
        ("d: 2024-05-01", "d 2024-05-01"),
        ("d: 2024-05-01 19:30", "d 2024-05-01 at 19:30:00"),
        ("d: 2024-05-01T19:30+08:00", "d 2024-05-01T19:30:00+08:00"),
        ("d: May", "\nP0305 `May` May"),
        ("d: [x]", "\nP0304 `[x]` d a date"),
        ("t: 30天", "t 30 Day"),
        ("t: 三天", "\nP0304 `三天` t a duration like \"30m\", \"3h\", \"2周\" or \"6个月\""),
        ("b: yes", "b true"),
        ("b: perhaps", "\nP0304 `perhaps` b true or false"),
        ("u: ../a.md#b", "u ../a.md#b"),
        ("u: data:x", "\nP0402 `data:x` data"),
        ("i: a.png", "i image a.png"),
        ("one: 甲, 乙", "one 甲, 乙"),
        ("terms: 甲, 乙", "terms 甲/乙"),
        ("ref: a.md", "ref -> a.md"),
        ("ref: [a.md]", "ref -> a.md"),
        ("refs: [a.md, 题, 甲]", "refs -> a.md -> 题 -> 甲"),
        ("refs: 甲, 乙", "refs -> 甲, 乙"),
        ("l: [a, 2, '']", "l a/2"),
        ("l: one, two", "l one, two"),
        ("l: []", ""),
        ("rows: [{a: x, n: 1}, y]", "rows (a \"x\", n 1)(a \"y\")"),
        ("rows: {a: x, u: y.md}", "rows (a \"x\", u y.md)"),
        ("rows: [{a: x, aa: 1}]", "rows (a \"x\")\nP0303 `aa` rows.aa -> a"),
        ("rows: [{a: x, n: y}]", "rows (a \"x\")\nP0304 `y` rows.n a number"),
        ("rows: [{n: 1}]", "rows (n 1)\nP0309 `{n: 1}` x rows.a"),
        ("rows: [[a]]", "\nP0304 `[a]` rows a list of tables"),
        ("row: x", "\nP0303 `row` row -> rows"),
    ] {
        let expect = match expect.split_once('\n') {
            Some(("", diagnostic)) => format!("x \"a\" | \"\"\n{diagnostic}"),
            Some((value, diagnostic)) => format!("x \"a\", {value} | \"\"\n{diagnostic}"),
            None if expect.is_empty() => "x \"a\" | \"\"".into(),
            None => format!("x \"a\", {expect} | \"\""),
        };
        assert_eq!(shown_with(book, "x/a.md", &format!("---\n{fields}\n---\n")), expect, "{fields}");
    }
}

#[test]
fn built_in_kinds_claim_their_folders() {
    let book = "[languages.ja]\n[kinds.case]\nmatch = ['cases/**', 'stories/README.md']\n";
    for (path, expect) in [
        ("cases/a.md", "case"),
        ("cases/x/y/a.md", "case"),
        ("cases/a.en.md", "case"),
        ("en/cases/a.md", "case"),
        ("ja/cases/a.md", "case"),
        ("xx/cases/a.md", "page"),
        ("docs/cases/a.md", "page"),
        ("cases/README.md", "page"),
        ("cases/index.en.md", "page"),
        ("stories/README.md", "case"),
        ("案例/a.md", "page"),
        ("解决方案/a.md", "solution"),
        ("学习图谱/a.md", "map"),
        ("活动/a.md", "event"),
        ("events/2031-05-01.md", "event"),
        ("伙伴/a.md", "partner"),
        ("布道师/a.md", "person"),
        ("authors/a.md", "person"),
        ("audiences/a.md", "audience"),
    ] {
        let shown = shown_with(book, path, "");
        assert_eq!(shown.split(' ').next(), Some(expect), "{path}");
    }
    // The day in an event's name is that of the event.
    assert_eq!(shown_with("", "events/2031-05-01.md", ""), "event \"2031-05-01\", start 2031-05-01 | \"\"");
}
