//! How values are read, and what is said of those that are not.

use super::*;
use crate::parse::{show, yaml};

#[test]
fn one_text_can_hold_several_values() {
    for (text, expect) in [
        ("a, b，c、d; e；f\ng", "a|b|c|d|e|f|g"),
        ("PG DBA cookbook , 云", "PG DBA cookbook|云"),
        (" ,, 、\u{3000}甲\u{3000}，", "甲"),
        ("か\u{3099}", "が"),
        ("", ""),
    ] {
        assert_eq!(split(text).join("|"), expect, "{text:?}");
    }
}

#[test]
fn all_complaints_come_and_none_stops_a_reader() {
    let text = "a: [x]\nb: maybe\nc: 3\nd: 9\ne: 昨天\nf: 绿\ng: 1\nh: [{i: x}, 2]\ntitel: x\n";
    let path = RelPath::new("a.md").unwrap();
    let (node, _) = yaml::read(&path, text, 0).unwrap();
    let mut fields = Fields::new(&path, &node, Origin::Yaml);
    assert_eq!((fields.text("a"), fields.flag("b"), fields.number("c", 1..=5)), (Some("x".into()), None, Some(3)));
    assert_eq!((fields.number("d", 1..=5), fields.date("e"), fields.text("title")), (None, None, None));
    assert_eq!(fields.one_of("f", &[("红", 1), ("蓝", 2)]), None);
    fields.table("g", |_| unreachable!());
    fields.tables("h", |table| assert_eq!(table.flag("i"), None));
    let expect = "P0304 `maybe` b true or false\nP0304 `9` d a whole number from 1 to 5\n\
                  P0305 `昨天` 昨天\nP0304 `绿` f \"红\" or \"蓝\" -> 红\nP0304 `1` g a table\n\
                  P0304 `x` h.i true or false\nP0304 `2` h a table\nP0303 `titel` titel -> title";
    assert_eq!(show::diagnostics(&fields.finish(), text), expect);
}
