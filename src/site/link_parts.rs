//! The parts of a link as it is written: path, query and fragment; and links that spell the own repository out.

use super::Setting;
use crate::model::{RelPath, Repository, decode_path};

/// Where the project's own repository is on the web: links that spell it out lead to its files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct OwnRepository {
    /// `github.com/o/r/`, without `www.`; empty when the repository is not known.
    pages: String,
    /// `raw.githubusercontent.com/o/r/`: hosts that have the bytes of files.
    raw: Vec<String>,
    branch: String,
}

/// The parts of a link: of `a.md#x`, path `a.md` and rest `#x`.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkParts<'t> {
    pub target: &'t str,
    /// Whether it is a full address in the own repository; then the path is from the repository's root.
    pub is_own: bool,
    pub path: &'t str,
    /// From `?` or `#` on.
    pub rest: &'t str,
}

/// What stands before the branch in addresses of files and folders: GitHub, GitLab, Gitee, GitCode, Gitea, Bitbucket.
const VERBS: [&str; 7] = ["blob", "tree", "raw", "edit", "blame", "src", "media"];
/// What may stand between them.
const KINDS_OF_BRANCH: [&str; 2] = ["refs/heads/", "branch/"];
/// Names of the branch that a site is made of: the one that is checked out may be another.
const DEFAULT_BRANCHES: [&str; 3] = ["main", "master", "HEAD"];
/// Hosts of bytes, by the host of the pages.
const RAW_HOSTS: [(&str, &str); 5] = [
    ("github.com/", "raw.githubusercontent.com/"),
    ("github.com/", "raw.github.com/"),
    ("gitee.com/", "raw.giteeusercontent.com/"),
    ("gitcode.com/", "raw.gitcode.com/"),
    ("gitcode.net/", "raw.gitcode.net/"),
];

impl OwnRepository {
    pub(super) fn of(repository: Option<&Repository>) -> OwnRepository {
        let Some(repository) = repository else { return OwnRepository::default() };
        let url = without_scheme(&repository.url).unwrap_or(&repository.url);
        let pages = format!("{}/", url.trim_end_matches('/'));
        let raw = RAW_HOSTS
            .iter()
            .filter_map(|(host, raw)| strip_prefix_ignoring_case(&pages, host).map(|name| format!("{raw}{name}")));
        OwnRepository { raw: raw.collect(), branch: format!("{}/", repository.branch), pages }
    }

    pub(super) fn read<'t>(&self, target: &'t str) -> LinkParts<'t> {
        let target = target.trim();
        let own = self.path(target);
        let (path, rest) = split(own.unwrap_or(target));
        // A query such as `?raw=true` is for the Git host.
        let rest = if own.is_some() { rest.find('#').map_or("", |at| &rest[at..]) } else { rest };
        LinkParts { target, is_own: own.is_some(), path, rest }
    }

    /// The path of a file of the repository, with what follows it, when an address leads to one.
    fn path<'t>(&self, target: &'t str) -> Option<&'t str> {
        let address = without_scheme(target).filter(|_| !self.pages.is_empty())?;
        let verb = |rest: &'t str| {
            let (verb, rest) = rest.strip_prefix("-/").unwrap_or(rest).split_once('/')?;
            VERBS.contains(&verb).then_some(rest)
        };
        let file = match strip_prefix_ignoring_case(address, &self.pages) {
            Some(rest) => verb(rest)?,
            None => {
                let rest = self.raw.iter().find_map(|raw| strip_prefix_ignoring_case(address, raw))?;
                verb(rest).filter(|_| rest.starts_with("raw/")).unwrap_or(rest)
            }
        };
        let file = KINDS_OF_BRANCH.iter().find_map(|kind| file.strip_prefix(kind)).unwrap_or(file);
        // A line of the source is no place on a page.
        let (path, rest) = split(file);
        if rest.split_once('#').is_some_and(|(_, fragment)| is_line(fragment)) {
            return None;
        }
        // The branch goes. The project's own may have a slash in its name. Other branches and tags have other files.
        let is_own = |branch: &str| self.branch.trim_end_matches('/') == branch || DEFAULT_BRANCHES.contains(&branch);
        match (file.strip_prefix(&self.branch), path.split_once('/')) {
            (Some(after), _) => Some(after),
            (None, Some((branch, _))) => is_own(branch).then(|| &file[branch.len() + 1..]),
            (None, None) => is_own(path).then_some(""),
        }
    }
}

/// An address of the web without what says how it is fetched, and without `www.`.
fn without_scheme(address: &str) -> Option<&str> {
    let rest =
        ["https://", "http://", "//"].into_iter().find_map(|start| strip_prefix_ignoring_case(address, start))?;
    Some(strip_prefix_ignoring_case(rest, "www.").unwrap_or(rest))
}

/// What a link names, as far as its text and the folder of its file say it.
pub(super) enum LinkPath {
    /// Another site, or nothing.
    Elsewhere,
    /// The page that it is on, or an anchor of that page.
    Here,
    /// A file of the own repository, by its full address; `None` if the file is not among the sources.
    Own(Option<RelPath>),
    /// A path among the sources; `None` if it leads above them.
    Sources(Option<RelPath>),
}

impl<'t> LinkParts<'t> {
    /// What the link names in a file in `folder`.
    pub(super) fn names(&self, folder: &str, setting: &Setting) -> LinkPath {
        if self.is_own {
            LinkPath::Own(setting.in_sources(&decode_path(self.path)))
        } else if has_scheme(self.target) || self.target.starts_with("//") || self.target.is_empty() {
            LinkPath::Elsewhere
        } else if self.path.is_empty() {
            LinkPath::Here
        } else {
            LinkPath::Sources(setting.path_from(folder, &decode_path(self.path)))
        }
    }

    /// What stands behind the `#`.
    pub(super) fn fragment(&self) -> Option<&'t str> {
        self.rest.split_once('#').map(|(_, fragment)| fragment)
    }
}

/// What a path in metadata can name, the likeliest first: a path from the folder of its file, else one from the folder
/// of the sources; with a slash at its beginning, the latter alone.
pub(super) fn paths_of_metadata(folder: &str, path: &str) -> Vec<RelPath> {
    let from_sources = RelPath::new(path.trim_start_matches('/'));
    let from_file = RelPath::new_from(folder, path).filter(|_| !path.starts_with('/'));
    let mut paths: Vec<RelPath> = from_file.into_iter().chain(from_sources).collect();
    paths.dedup();
    paths
}

/// The files of the page that a path can name: with or without its ending, or the page of a folder.
pub(super) fn page_files(path: &str) -> impl Iterator<Item = RelPath> {
    let ends: &[&str] = if path.ends_with(".md") { &[""] } else { &["", ".md", "/README.md", "/index.md"] };
    ends.iter().filter_map(move |end| RelPath::new(&format!("{path}{end}")))
}

/// Path, and the rest from `?` or `#` on.
fn split(target: &str) -> (&str, &str) {
    target.split_at(memchr::memchr2(b'?', b'#', target.as_bytes()).unwrap_or(target.len()))
}

/// Whether a fragment names a line of the source: `L3`, `L3-L5`, `L3C1-L5C2`.
pub(super) fn is_line(fragment: &str) -> bool {
    let number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    fragment
        .strip_prefix('L')
        .is_some_and(|rest| number(rest) && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'L' | b'C' | b'-')))
}

fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

const MEDIA: [&str; 9] = ["flac", "m4a", "m4v", "mov", "mp3", "mp4", "ogg", "wav", "webm"];

/// Whether a file is a video or a sound, by its name.
pub(super) fn is_media(path: &RelPath) -> bool {
    let extension = path.name().rsplit_once('.').map_or("", |(_, extension)| extension);
    MEDIA.iter().any(|media| media.eq_ignore_ascii_case(extension))
}

/// `path` as a link from the folder `from`.
pub(super) fn relative(from: &str, path: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let same = from.iter().zip(&to).take(to.len() - 1).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - same) + &to[same..].join("/")
}

#[cfg(test)]
mod tests {
    use super::{OwnRepository, Repository, has_scheme, relative};

    #[test]
    fn links_that_spell_the_repository_out_are_paths() {
        let own =
            |url: &str, branch: &str| OwnRepository::of(Some(&Repository { url: url.into(), branch: branch.into() }));
        let github = own("https://github.com/O/R", "release/1");
        for (target, expect) in [
            ("https://github.com/O/R/blob/main/docs/a.md#x", Some("docs/a.md #x")),
            ("http://github.com/o/r/blob/main/a.md", Some("a.md ")),
            ("https://www.github.com/O/R/blob/main/a.png?raw=true", Some("a.png ")),
            ("https://github.com/O/R/raw/main/a.png", Some("a.png ")),
            ("https://github.com/O/R/raw/refs/heads/main/a.png", Some("a.png ")),
            ("//github.com/O/R/blob/release/1/a.md?plain=1#l3", Some("a.md #l3")),
            ("//github.com/O/R/blob/release/1/a.md?plain=1#L3", None),
            ("https://github.com/O/R/tree/main", Some(" ")),
            ("https://raw.githubusercontent.com/O/R/main/a.png", Some("a.png ")),
            ("https://raw.githubusercontent.com/O/R/refs/heads/main/d/a.png", Some("d/a.png ")),
            ("https://raw.githubusercontent.com/O/R/refs/tags/v1/a.png?token=x", None),
            ("https://raw.githubusercontent.com/O/R/main/a.png?token=x", Some("a.png ")),
            ("https://github.com/O/R/blob/v1.0/a.md", None),
            ("https://github.com/O/R/blob/main/a.md#L3C1-L5C2", None),
            ("https://github.com/O/R/blob/main/a.md#LTS", Some("a.md #LTS")),
            ("https://github.com/O/R/tree/v1.0", None),
            ("https://github.com/O/R/commit/0123abc", None),
            ("https://raw.github.com/O/R/main/raw/a.png", Some("raw/a.png ")),
            ("https://github.com/O/R", None),
            ("https://github.com/O/R/issues/1", None),
            ("https://github.com/O/R2/blob/main/a.md", None),
            ("https://github.com/X/R/blob/main/a.md", None),
            ("https://example.com/github.com/O/R/blob/main/a.md", None),
            ("github.com/O/R/blob/main/a.md", None),
        ] {
            let written = github.read(target);
            let found = written.is_own.then(|| format!("{} {}", written.path, written.rest));
            assert_eq!(found.as_deref(), expect, "{target}");
        }
        for (url, target) in [
            ("https://gitee.com/o/r", "https://gitee.com/o/r/raw/master/d/a.png"),
            ("https://gitee.com/o/r", "https://gitee.com/o/r/blob/master/d/a.png"),
            ("https://gitee.com/o/r", "https://raw.giteeusercontent.com/o/r/raw/master/d/a.png"),
            ("https://gitlab.com/g/s/r", "https://gitlab.com/g/s/r/-/raw/main/d/a.png?ref_type=heads&inline=false"),
            ("https://gitlab.com/g/s/r", "http://gitlab.com/g/s/r/-/blob/main/d/a.png"),
            ("https://gitlab.com/g/s/r", "https://gitlab.com/g/s/r/raw/main/d/a.png"),
            ("http://www.example.org/g/r/", "https://example.org/g/r/src/branch/main/d/a.png"),
            ("https://gitcode.com/o/r", "https://raw.gitcode.com/o/r/raw/main/d/a.png"),
        ] {
            let written = own(url, "main").read(target);
            assert_eq!((written.is_own, written.path, written.rest), (true, "d/a.png", ""), "{target}");
        }
    }

    #[test]
    fn a_suggestion_is_written_as_the_link_would_be() {
        assert_eq!(relative("class", "201703/a.md"), "../201703/a.md");
        assert_eq!(relative("", "a.md"), "a.md");
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
    }

    #[test]
    fn a_scheme_is_told_from_a_path() {
        assert!(has_scheme("mailto:x") && !has_scheme("中文:x") && !has_scheme("a/b:c"));
    }
}
