//! Half-width punctuation between Han characters, counted where readers see it.
//!
//! With `punctuation = "fullwidth"` pages show other marks than the files have, and there is nothing to say.

use super::source;
use crate::{
    diag::{Code, Diagnostic},
    model::is_han,
    site::{Role, Site},
};

const MARKS: [char; 6] = [',', '.', ':', ';', '?', '!'];

pub(super) fn hints(site: &Site, hints: &mut Vec<Diagnostic>) {
    for page in site.pages.iter().filter(|page| page.lang.is_chinese() && !matches!(page.role, Role::Term(..))) {
        let (count, first) = half_width(&page.document.body.html);
        if let Some(first) = first {
            let hint = Diagnostic::new(Code::P1004, &source(site, page));
            hints.push(hint.arg("count", count).arg("text", first));
        }
    }
}

/// How many marks stand between Han characters, and the first of them with its neighbours. Code is passed over.
fn half_width(html: &str) -> (usize, Option<String>) {
    let (mut count, mut first) = (0, None);
    let mut in_code = false;
    for piece in html.split('<') {
        if piece.starts_with("code") || piece.starts_with("pre") {
            in_code = true;
        } else if piece.starts_with("/code") || piece.starts_with("/pre") {
            in_code = false;
        }
        // The beginning of the body has no tag before it.
        let text = piece.split_once('>').map_or(piece, |(_, text)| text);
        if in_code {
            continue;
        }
        for (at, mark) in text.match_indices(MARKS) {
            let before = text[..at].chars().next_back().filter(|c| is_han(*c));
            let after = text[at + 1..].trim_start_matches(' ').chars().next().filter(|c| is_han(*c));
            if let (Some(before), Some(after)) = (before, after) {
                count += 1;
                first.get_or_insert_with(|| format!("{before}{mark}{after}"));
            }
        }
    }
    (count, first)
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn marks_between_han_characters_are_counted() {
        for (html, count, first) in [
            ("<p>身份低微, 靠自己.真的?是</p>", 3, Some("微,靠")),
            ("<p>好，的。</p>", 0, None),
            ("<p>见 a.md, 3.14 与 10:30</p>", 0, None),
            ("<p title=\"中,文\">中<code>甲,乙</code>文</p>", 0, None),
            ("<p>句末.</p>\n<p>下一段</p>", 0, None),
            ("甲:乙", 1, Some("甲:乙")),
        ] {
            assert_eq!(half_width(html), (count, first.map(str::to_owned)), "{html}");
        }
    }
}
