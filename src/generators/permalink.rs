//! Patterns of addresses of posts, from the words of other generators to ours.

/// `:year/:month/:title/` as `/{year}/{month}/{name}/`; `None` for a pattern with a word that has no meaning here. The
/// part `:categories` is dropped: it is empty for most posts.
pub(super) fn pattern(permalink: &str) -> Option<String> {
    let parts = permalink.trim_matches('/').split('/').filter(|part| *part != ":categories");
    let parts: Option<Vec<String>> = parts.map(part).collect();
    let parts = parts.filter(|parts| parts.iter().any(|part| part.contains("{name}")))?;
    Some(format!("/{}/", parts.join("/")))
}

/// One part between slashes: `:year-:month`.
fn part(part: &str) -> Option<String> {
    let part = part.strip_suffix(".html").or(part.strip_suffix(":output_ext")).unwrap_or(part);
    let mut pieces = part.split(':');
    let mut pattern = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| !c.is_ascii_alphabetic() && c != '_').unwrap_or(piece.len());
        let (word, rest) = piece.split_at(end);
        pattern += match word {
            "year" => "{year}",
            "month" => "{month}",
            "day" => "{day}",
            "title" | "slug" | "name" | "post_title" => "{name}",
            _ => return None,
        };
        pattern += rest;
    }
    Some(pattern)
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_pattern_is_read_if_every_word_of_it_is_known() {
        for (permalink, expected) in [
            (":year/:month/:day/:title/", Some("/{year}/{month}/{day}/{name}/")),
            ("/news/:year-:month/:title.html", Some("/news/{year}-{month}/{name}/")),
            ("/:categories/:year/:title:output_ext", Some("/{year}/{name}/")),
            ("posts/:abbrlink.html", None),
            ("/blog/", None),
        ] {
            assert_eq!(pattern(permalink).as_deref(), expected, "{permalink}");
        }
    }
}
