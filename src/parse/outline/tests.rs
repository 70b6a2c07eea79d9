//! What is read out of pages of links, as text.

use super::{RenderedBody, number};
use crate::{
    model::{Block, Fill, Group, Lang, RelPath},
    parse::markdown::{Reading, write},
};

fn outline(text: &str) -> String {
    let (path, lang) = (RelPath::new("a.md").expect("a name"), Lang::new("zh").expect("a tag"));
    let written = write(text, &Reading { outline: true, ..Reading::new(&path, &lang) });
    let parts = parts(&written);
    let mut out = String::new();
    show(written.outline.as_ref().expect("it was asked for"), &written, &parts, 0, &mut out);
    out.trim_end().to_owned()
}

/// The parts as they stand in the HTML, a link's address being its number.
fn parts(written: &RenderedBody) -> Vec<String> {
    let body = &written.body;
    let (mut parts, mut open, mut html, mut from) = (Vec::new(), Vec::new(), String::new(), 0);
    for hole in &body.holes {
        html.push_str(&body.html[from..hole.at]);
        from = hole.at;
        match hole.fill {
            Fill::Open(part) => open.push((part, html.len())),
            Fill::Close(part) => {
                let at = open.iter().position(|(other, _)| *other == part).expect("it was opened");
                let (_, start) = open.remove(at);
                parts.resize(parts.len().max(part + 1), String::new());
                parts[part].push_str(&html[start..]);
            }
            Fill::Link(link) => html.push_str(&link.to_string()),
            other => html.push_str(&format!("{other:?}")),
        }
    }
    assert_eq!(open, []);
    parts
}

fn show(group: &Group, written: &RenderedBody, parts: &[String], depth: usize, out: &mut String) {
    let blank = "  ".repeat(depth);
    if group.level > 0 {
        *out += &format!("{blank}# {} | {}\n", group.number.as_deref().unwrap_or("-"), group.title);
    }
    for block in &group.blocks {
        *out += &match block {
            Block::Prose { part, .. } => format!("{blank}  {}\n", parts[*part].trim().replace('\n', "|")),
            Block::Entry(entry) => {
                let link = entry.link.map_or("-", |link| &written.links[link].target);
                let note = entry.note.map_or("", |part| parts[part].trim());
                let number = entry.number.as_deref().unwrap_or("-");
                let inside = ">".repeat(entry.depth.into());
                let kind = entry.kind.as_ref().map_or(String::new(), |kind| format!("({kind}) "));
                format!("{blank}  {inside}* {number} | {kind}{} | {link} | {note}\n", entry.title)
            }
        };
    }
    group.groups.iter().for_each(|group| show(group, written, parts, depth + 1, out));
}

#[test]
fn headings_over_links_are_groups() {
    for (text, expect) in [
        // As the posts write them: numbered lines that are paragraphs of their own.
        (
            "引言。\n\n## 一、案例\n\n### 1 圈人  \n\n1、[甲](a.md)  \n\n2、[乙](b.md)，要读\n\n3、没有链接的题目\n\n[丙](c.md)\n",
            "  <p>引言。</p>\n  # 一 | 案例\n    # 1 | 圈人\n      * 1 | 甲 | a.md | \n      * 2 | 乙 | b.md | 要读\n\
             \x20     * 3 | 没有链接的题目 | - | \n      * - | 丙 | c.md |",
        ),
        // Lines of one paragraph.
        ("## 甲\n1. [a](a.md)\n2. [b](b.md)\n", "  # - | 甲\n    * 1 | a | a.md | \n    * 2 | b | b.md |"),
        ("## 甲\n\n[a](a.md)  \n[b](b.md) 注\n", "  # - | 甲\n    * - | a | a.md | \n    * - | b | b.md | 注"),
        // Lists in lists, notes, tasks.
        (
            "- [a](a.md): 先读\n  - [b](b.md)\n  - 只有文字\n- **[c](c.md)** *慢*\n- [x] [d](d.md)\n",
            "  * - | a | a.md | 先读\n  >* - | b | b.md | \n  >* - |  | - | 只有文字\n  * - | c | c.md | <strong></strong> <em>慢</em>\n\
             \x20 * - | d | d.md | <input type=\"checkbox\" disabled checked aria-label=\"已完成\">",
        ),
        // The word before a link says what it is, and says it once.
        (
            "- 实验：[a](a.md)，要读\n- 1、[Video] **[b](b.md)** (3h)\n- 实验室：[c](c.md)\n\n公开课 [d](d.md)\n",
            "  * - | (lab) a | a.md | 要读\n  * 1 | (video) b | b.md | <strong></strong> (3h)\n  * - |  | - | 实验室：<a href=\"2\">c</a>\n\
             \x20 * - | (course) d | d.md |",
        ),
        // Sentences, pictures, code and tables stay where they are.
        (
            "见 [a](a.md)。\n\n![图](x.png)\n\n```\n[b](b.md)\n```\n\n| a |\n|---|\n| [b](b.md) |\n\n[c](c.md)\n",
            "  <p>见 <a href=\"0\">a</a>。</p>\n  <p>Image(0)</p>\n  <figure class=\"code\"><pre tabindex=\"0\"><code>[b](b.md)|</code></pre></figure>\n\
             \x20 <div class=\"table\" tabindex=\"0\"><table>|<thead><tr><th>a</th></tr></thead><tbody>|<tr><td><a href=\"2\">b</a></td></tr>|</tbody></table></div>\n\
             \x20 * - | c | c.md |",
        ),
        // Numbered reasons are no entries where nothing is linked.
        ("## 背景\n\n1、成本\n\n2、利益\n", "  # - | 背景\n    <p>1、成本</p>\n    <p>2、利益</p>"),
        // Bare addresses.
        (
            "https://example.com/a/\n\nhttp://example.com/b  较深\n",
            "  * - | https://example.com/a/ | https://example.com/a/ | \n  * - | http://example.com/b | http://example.com/b | 较深",
        ),
    ] {
        assert_eq!(outline(text), expect, "{text}");
    }
}

#[test]
fn numbers_are_told_from_words() {
    for (text, expect) in [
        ("1 圈人", "1 "),
        ("1、圈人", "1、"),
        ("2.3 选型", "2.3 "),
        ("10. x", "10. "),
        ("一、案例", "一、"),
        ("（3）其他", "（3）"),
        ("2026年", ""),
        ("3D 打印", ""),
        ("第一重、概念", ""),
        ("一个人", ""),
        ("1.", "1."),
        ("", ""),
    ] {
        assert_eq!(&text[..number(text)], expect, "{text}");
    }
}
