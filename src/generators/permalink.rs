//! Patterns of addresses of posts, from the words of other generators to ours.

/// `:year/:month/:title/` as `/{year}/{month}/{name}/`; `None` for a pattern with a word that has no meaning here. The
/// part `:categories` is dropped: it is empty for most posts.
pub(super) fn pattern(permalink: &str) -> Option<String> {
    let parts = permalink.trim_matches('/').split('/').filter(|part| *part != ":categories");
    let parts: Option<Vec<String>> = parts.map(part).collect();
    let parts = parts.filter(|parts| parts.iter().any(|part| part.contains("{name}")))?;
    Some(format!("/{}/", parts.join("/")))
}

/// The same for the pages of a folder, which is called `folder` on the site. `title` says what `:title` and `:slug` stand
/// for: the name of the file, or the title of the page.
pub(super) fn pattern_in(folder: &str, permalink: &str, title: &str) -> Option<String> {
    let sections = format!("{folder}/{{folder}}");
    let path = "{folder}/{name}";
    let words = [
        (":sections", sections.as_str()),
        (":section", folder),
        (":collection", folder),
        (":path", path),
        (":slugorcontentbasename", "{name}"),
        (":slugorfilename", "{name}"),
        (":contentbasename", "{name}"),
        (":filename", "{name}"),
        (":title", title),
        (":slug", title),
    ];
    let known = words.into_iter().fold(permalink.to_owned(), |text, (word, meant)| text.replace(word, meant));
    let parts: Option<Vec<String>> = known.trim_matches('/').split('/').map(part).collect();
    let pattern = format!("/{}/", parts?.join("/"));
    // A page needs a name of its own.
    ["{name}", "{title}"].iter().any(|name| pattern.contains(name)).then_some(pattern)
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
    use super::{pattern, pattern_in};

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

    #[test]
    fn a_pattern_of_a_folder_knows_its_name() {
        for (permalink, expected) in [
            ("/:year/:month/:slug/", Some("/{year}/{month}/{title}/")),
            ("/:section/:slugorcontentbasename", Some("/posts/{name}/")),
            ("/news/:sections/:filename/", Some("/news/posts/{folder}/{name}/")),
            ("/:collection/:path:output_ext", Some("/posts/{folder}/{name}/")),
            ("/:sections[1:]/:slug/", None),
            ("/blog/", None),
        ] {
            assert_eq!(pattern_in("posts", permalink, "{title}").as_deref(), expected, "{permalink}");
        }
    }
}
