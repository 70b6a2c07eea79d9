//! Patterns of addresses, from the words of other generators to ours.
//!
//! In: a permalink with words such as `:year`. Out: a pattern of ours; `None` if a word has no meaning here, or if the pages
//! would have no names of their own.

/// What a word stands for.
pub(super) type PermalinkWord = (&'static str, &'static str);

/// Words that are the same everywhere.
const COMMON: [PermalinkWord; 3] = [("year", "{year}"), ("month", "{month}"), ("day", "{day}")];

/// A pattern needs one of these: without it, two pages would have one address.
const NAMES: [&str; 3] = ["{name}", "{slug}", "{title}"];

/// `:year/:month/:title/` as `/{year}/{month}/{name}/`, with what further words stand for. The end stays: `.html`, or
/// `index.html` where the address ends with a slash. An address without an end gets the end of the site's other pages.
pub(super) fn pattern(permalink: &str, words: &[PermalinkWord]) -> Option<String> {
    let path = permalink.trim();
    let is_folder = path.ends_with('/') || path.ends_with("/index.html");
    let path = path.trim_end_matches('/').trim_end_matches("/index.html");
    let file = path.strip_suffix(".html").or_else(|| path.strip_suffix(":output_ext"));
    let parts: Option<Vec<String>> =
        file.unwrap_or(path).trim_matches('/').split('/').map(|text| part(text, words)).collect();
    let pattern = parts?.join("/");
    let end = match file {
        _ if is_folder => "/index.html",
        Some(_) => ".html",
        None => "/",
    };
    NAMES.iter().any(|name| pattern.contains(name)).then(|| format!("/{pattern}{end}"))
}

/// The same for the pages of a folder, which is called `folder` on the site, in the style of the site's other pages. `title`
/// says what `:title` and `:slug` stand for: the name of the file, or the title of the page.
pub(super) fn pattern_in(folder: &str, permalink: &str, title: &'static str) -> Option<String> {
    let known = in_folder(folder, permalink);
    let words = [("title", title), ("slug", title), ("name", "{name}"), ("post_title", "{name}")];
    let pattern = pattern(known.trim_end_matches('/'), &words)?;
    Some(pattern.strip_suffix(".html").map_or(pattern.clone(), |path| format!("{path}/")))
}

/// A permalink with the words filled in that are about its folder.
pub(super) fn in_folder(folder: &str, permalink: &str) -> String {
    let sections = format!("{folder}/{{folder}}");
    let words = [
        (":sections", sections.as_str()),
        (":section", folder),
        (":collection", folder),
        (":path", "{folder}/{name}"),
        (":slugorcontentbasename", "{name}"),
        (":slugorfilename", "{name}"),
        (":contentbasename", "{name}"),
        (":filename", "{name}"),
    ];
    words.into_iter().fold(permalink.to_owned(), |text, (word, meant)| text.replace(word, meant))
}

/// One part between slashes: `:year-:month`.
fn part(part: &str, words: &[PermalinkWord]) -> Option<String> {
    let mut pieces = part.split(':');
    let mut pattern = pieces.next().unwrap_or_default().to_owned();
    if pattern.contains(['[', ']']) {
        return None;
    }
    for piece in pieces {
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(piece.len());
        let (word, rest) = piece.split_at(end);
        pattern += COMMON.iter().chain(words).find(|(known, _)| *known == word)?.1;
        if rest.contains(['[', ']']) {
            return None;
        }
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
            (":year/:month/:day/:title/", Some("/{year}/{month}/{day}/{name}/index.html")),
            ("/:year/:title", Some("/{year}/{name}/")),
            ("/:year/:title/index.html", Some("/{year}/{name}/index.html")),
            ("/news/:year-:month/:title.html", Some("/news/{year}-{month}/{name}.html")),
            ("/:categories/:year/:title:output_ext", Some("/{categories}/{year}/{name}.html")),
            ("posts/:hash.html", None),
            ("/blog/", None),
        ] {
            let words = [("title", "{name}"), ("categories", "{categories}")];
            assert_eq!(pattern(permalink, &words).as_deref(), expected, "{permalink}");
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
