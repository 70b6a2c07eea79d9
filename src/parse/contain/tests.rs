//! What `contain` makes of HTML, with the faults that it reports.

use super::{Finding, contain};
use crate::model::{Body, Fill, Hole};

/// `①` is a hole for a link, `⟦` and `⟧` are the marks of a part. Raw HTML is in `‹` and `›` in a
/// paragraph, in `«` and `»` as a block; without them all is one piece.
#[track_caller]
fn check(text: &str, expect: &str, faults: &[&str]) {
    let mut body = Body::default();
    let mut piece = 0;
    let whole = format!("‹{text}›");
    for c in if text.contains(['«', '‹']) { text } else { &whole }.chars() {
        let fill = match c {
            '‹' | '«' => {
                piece = body.holes.len();
                Fill::Raw { len: 0, is_inline: c == '‹' }
            }
            '›' | '»' => {
                let Hole { at, fill } = &mut body.holes[piece];
                if let Fill::Raw { len, .. } = fill {
                    *len = body.html.len() - *at;
                }
                continue;
            }
            '①' => Fill::Code(0),
            '⟦' => Fill::Open(0),
            '⟧' => Fill::Close(0),
            c => {
                body.html.push(c);
                continue;
            }
        };
        body.holes.push(Hole { at: body.html.len(), fill });
    }
    let findings = contain(&mut body);
    let mut shown = String::new();
    let mut from = 0;
    for hole in &body.holes {
        shown += &body.html[from..hole.at];
        shown += match hole.fill {
            Fill::Open(_) => "⟦",
            Fill::Close(_) => "⟧",
            _ => "①",
        };
        from = hole.at;
    }
    shown += &body.html[from..];
    let findings: Vec<String> = findings
        .into_iter()
        .map(|(_, finding)| match finding {
            Finding::Unclosed(tag) | Finding::Stray(tag) => tag,
            Finding::Deep => "deep".into(),
        })
        .collect();
    assert_eq!((&*shown, findings), (expect, faults.iter().map(|fault| (*fault).to_owned()).collect()), "{text}");
}

#[test]
fn every_element_ends_where_it_stands() {
    check("<div>①<p>a</p></div>", "<div>①<p>a</p></div>", &[]);
    check("<ul><li>a<li>b</ul><p>c", "<ul><li>a<li>b</ul><p>c", &[]);
    check("<div><b>a①", "<div><b>a①</b></div>", &["<div>", "<b>"]);
    check("a</div></article>①</p>", "a①", &["</div>", "</article>"]);
    check("<p><b>a</p>b</b>", "<p><b>a</b></p>b", &["<b>", "</b>"]);
    check("<b><p>a</b>b</p>", "<b><p>a</p></b>b", &[]);
    check("<a id='x'/>①<br/>", "<a id='x'/></a>①<br/>", &[]);
    check("<x-y href=\"①\"/>a", "<x-y href=\"①\"/></x-y>a", &[]);
    check("<svg><path d='a'/><g>", "<svg><path d='a'/><g></g></svg>", &["<svg>", "<g>"]);
    check("<div><table><tr><td>a</div></table></div>", "<div><table><tr><td>a</table></div>", &["</div>"]);
    check("<body class=x><base href=y>a</body></html>", "a", &[]);
    check("<script>'</div>'</script>a</br>", "<script>'</div>'</script>a</br>", &[]);
    check(
        "<button><div><button>a",
        "<button><div></div></button><button>a</button>",
        &["<button>", "<div>", "<button>"],
    );
    check("<ul><li><div><li>a</div></ul>", "<ul><li><div></div><li>a</ul>", &["<div>", "</div>"]);
    check("<select><div><input>", "<select><div></div></select><input>", &["<select>", "<div>"]);
    check("<svg><p>a</p><div/>", "<svg></svg><p>a</p><div/></div>", &["<svg>"]);
    check("<b>a</b><script>b", "<b>a</b>&lt;script>b", &[]);
}

#[test]
fn raw_html_ends_with_its_block() {
    check(
        "<p>use ‹<template>› in Vue</p><h2>Rest</h2>",
        "<p>use <template> in Vue</template></p><h2>Rest</h2>",
        &["<template>"],
    );
    check("<p>a ‹<td>› b</p>c", "<p>a <td> b</p>c", &[]);
    check("<ul><li>a‹</li></ul>› b</li><li>c</li></ul>", "<ul><li>a b</li><li>c</li></ul>", &["</ul>"]);
    check("<ul><li>a‹</p>› b</li></ul>", "<ul><li>a b</li></ul>", &[]);
    check("«<template>\n»<p>a</p>", "<template>\n</template><p>a</p>", &["<template>"]);
    check("«<details>»<p>a ‹</details>›</p>b", "<details><p>a </details>b", &[]);
    check("«<div><ul><li>»<p>a</p>«</div>»b", "<div><ul><li></li></ul><p>a</p></div>b", &["<ul>"]);
    check("«<table><tr><td>»<p>a</p>«</table>»", "<table><tr><td><p>a</p></table>", &[]);
}

#[test]
fn scripts_and_styles_in_foreign_content_end_it() {
    check("<svg>①<style>a</style></svg>", "<svg>①<style>a</style></svg>", &[]);
    check("<svg>①<style><a></style></svg>", "<svg>①</svg><style><a></style>", &["<svg>", "</svg>"]);
    check("<math><desc>①<style><a></style>", "<math><desc>①</desc></math><style><a></style>", &["<math>", "<desc>"]);
    check("<math><mi>①<style><a></style></mi></math>", "<math><mi>①<style><a></style></mi></math>", &[]);
    check(
        "<math><svg><desc>①<xmp><a></xmp>",
        "<math><svg><desc>①</desc></svg></math><xmp><a></xmp>",
        &["<math>", "<svg>", "<desc>"],
    );
    check(
        "<math><annotation-xml encoding='text/html'>①<x/></annotation-xml></math>",
        "<math><annotation-xml encoding='text/html'>①<x/></x></annotation-xml></math>",
        &[],
    );
    check(
        "<svg><foreignObject><p>①",
        "<svg><foreignObject><p>①</p></foreignobject></svg>",
        &["<svg>", "<foreignObject>"],
    );
    check("<math><mi><mglyph>①<style><a></style></mi></math>", "<math><mi>①<style><a></style></mi></math>", &[]);
}

#[test]
fn an_open_element_around_a_cell_ends_behind_the_cell() {
    check("<table><b><tr><td>x</table>y", "<table><b><tr><td>x</td></tr></b></table>y", &["<b>"]);
    check("<table><tr><i><td>x</table>", "<table><tr><i><td>x</td></i></table>", &["<i>"]);
    check("<table><tr><i><td>x</tr></table>", "<table><tr><i><td>x</td></i></tr></table>", &["<i>"]);
    check(
        "<table><tbody><font size=7><tr><th>x</table>",
        "<table><tbody><font size=7><tr><th>x</th></tr></font></table>",
        &["<font size=7>"],
    );
    check("<table><b><caption>x</table>", "<table><b><caption>x</caption></b></table>", &["<b>"]);
    check("<table><tr><td>x<tr><td>y</table>", "<table><tr><td>x<tr><td>y</table>", &[]);
    check("<table><td><div><tr>x</table>", "<table><td><div></div><tr>x</table>", &["<div>"]);
    check("<table><td><svg><tr></svg><td></table>", "<table><td><svg><tr></tr></svg><td></table>", &[]);
}

#[test]
fn a_part_holds_its_elements_alone() {
    check("⟦<details>a⟧⟦b</details>c⟧", "⟦<details>a</details>⟧⟦bc⟧", &[]);
    check("<ul>⟦<li>a</li>⟧</ul>", "<ul>⟦<li>a</li>⟧</ul>", &[]);
}

#[test]
fn what_is_nested_too_deeply_is_left_out() {
    let (open, close) = ("<i>".repeat(250), "</i>".repeat(250));
    let expect = format!("{}①{}", "<i>".repeat(200), "</i>".repeat(200));
    check(&format!("{open}①{close}"), &expect, &["deep"]);
    check(&format!("{open}<a href=''></a>①"), &expect, &["deep"]);
}
