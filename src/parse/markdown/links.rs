//! Links in the text: their tags, what is wrong with them, and a link alone in its paragraph that is a video.

use super::Writer;
use crate::{
    diag::Code,
    model::{Fill, Hole},
};
use std::ops::Range;

/// Extensions of downloads: the size of the file is shown beside the link.
const DOWNLOADS: [&str; 21] = [
    "pdf", "zip", "gz", "tgz", "xz", "zst", "bz2", "7z", "rar", "docx", "doc", "xlsx", "xls", "pptx", "ppt", "csv",
    "epub", "dmg", "exe", "deb", "rpm",
];

const VIDEOS: [&str; 4] = ["mp4", "webm", "m4v", "ogv"];
const SOUNDS: [&str; 5] = ["mp3", "m4a", "ogg", "opus", "wav"];

/// Where moving pictures are watched: the host, and how the path begins.
const WATCH: [(&str, &str); 7] = [
    ("www.youtube.com", "/watch"),
    ("youtu.be", "/"),
    ("www.bilibili.com", "/video/"),
    ("b23.tv", "/"),
    ("vimeo.com", "/"),
    ("v.qq.com", "/"),
    ("v.youku.com", "/"),
];

/// A link whose text is being written.
pub(super) struct OpenLink {
    /// Where its text begins in the output.
    text: usize,
    /// The index of the link, if it leads to a download.
    download: Option<usize>,
    at: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn open_link(&mut self, target: String, title: &str, at: Range<usize>) {
        if self.image.is_some() {
            return;
        }
        if target.is_empty() {
            self.report(Code::P0407, at.clone());
        }
        if self.is_unsafe(&target, &at) {
            return self.links.push(None);
        }
        let is_download = !target.contains(':') && is_one_of(&DOWNLOADS, extension(&target));
        let download = is_download.then_some(self.done.links.len());
        self.out.push_str("<a href=\"");
        self.hole(target, false, at.clone());
        self.title(title);
        self.out.push('>');
        self.links.push(Some(OpenLink { text: self.out.len(), download, at }));
    }

    pub(super) fn close_link(&mut self) {
        if self.image.is_some() {
            return;
        }
        let Some(OpenLink { text, download, at }) = self.links.pop().flatten() else { return };
        let is_empty = self.out[text..].trim().is_empty() && self.holes.last().is_none_or(|hole| hole.at < text);
        self.out.push_str("</a>");
        if is_empty {
            self.report(Code::P0408, at);
        }
        if let Some(link) = download {
            self.holes.push(Hole { at: self.out.len(), fill: Fill::FileSize(link) });
        }
    }

    /// A paragraph that is only a link to a video or a sound is a player, with the link below it; one that is only a link to
    /// a page where videos are watched is marked as that. (A player of another site would watch the reader, too.)
    pub(super) fn lone_media(&mut self) -> bool {
        let start = self.paragraph;
        let Some(link) = self.out[start..].strip_prefix("<p><a href=\"\"") else { return false };
        if !link.ends_with("</a>") || link.matches("</a>").count() > 1 {
            return false;
        }
        let first = self.holes.partition_point(|hole| hole.at < start);
        let [Hole { fill: Fill::Link(index), .. }, ref text @ ..] = self.holes[first..] else { return false };
        // An image in the text is what the author wants to be seen instead of a player.
        if !text.iter().all(|hole| matches!(hole.fill, Fill::Raw { .. } | Fill::Piece(_))) {
            return false;
        }
        let link = &self.done.links[index];
        let extension = extension(&link.target);
        let (name, attributes) = if is_one_of(&VIDEOS, extension) {
            ("video", "controls preload=\"metadata\"")
        } else if is_one_of(&SOUNDS, extension) {
            ("audio", "controls preload=\"none\"")
        } else if is_watched(&link.target) {
            self.out.insert_str(start + "<p".len(), " class=\"watch\"");
            self.holes[first..].iter_mut().for_each(|hole| hole.at += " class=\"watch\"".len());
            self.out.push_str("</p>\n");
            return true;
        } else {
            return false;
        };
        let (html, holes) = self.split_off(start);
        self.out.push_str(&format!("<figure><{name} {attributes} src=\""));
        self.holes.push(Hole { at: self.out.len(), fill: Fill::Link(index) });
        self.out.push_str(&format!("\"></{name}><figcaption>"));
        let shift = "<p>".len();
        let holes: Vec<Hole> = holes.into_iter().map(|hole| Hole { at: hole.at - shift, ..hole }).collect();
        self.append(&html[shift..], &holes);
        self.out.push_str("</figcaption></figure>\n");
        true
    }
}

/// The ending of the file's name that an address leads to.
fn extension(target: &str) -> &str {
    let path = &target[..target.find(['?', '#']).unwrap_or(target.len())];
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default()
}

fn is_one_of(known: &[&str], extension: &str) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn is_watched(target: &str) -> bool {
    let Some(rest) = target.strip_prefix("https://") else { return false };
    WATCH.iter().any(|(host, path)| rest.strip_prefix(host).is_some_and(|rest| rest.starts_with(path)))
}
