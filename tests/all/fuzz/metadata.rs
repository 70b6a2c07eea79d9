//! Any bytes are a file: text or a complaint, metadata with a title, a configuration; never a panic.

use portal::{
    diag::Diagnostic,
    model::RelPath,
    parse::{
        config, encoding,
        metadata::{self, MetadataOptions},
    },
};

pub(super) fn check(bytes: &[u8]) {
    let path = RelPath::new("202207/20220715_01.md").expect("a plain path");
    let book = RelPath::new("book.toml").expect("a plain path");
    let text = match encoding::decode(&path, bytes) {
        Ok(text) => text,
        Err(refusal) => return inside(&[refusal], bytes.len()),
    };
    let default = portal::parse::config::defaults();
    let (configured, complaints) = config::read(&book, bytes);
    inside(&complaints, bytes.len());
    for config in [default, configured] {
        let read = metadata::read(&path, &path, text.as_str(), &MetadataOptions::new(&config, &book));
        assert!(!read.meta.title.is_empty(), "a page has a title");
        assert!(config.kinds.iter().any(|kind| kind.name == read.meta.kind), "a page has a kind");
        assert!(text.as_str().get(read.body.clone()).is_some(), "the body is a part of the text: {:?}", read.body);
        let mut diagnostics = read.diagnostics;
        text.place(&path, &mut diagnostics);
        diagnostics.retain(|diagnostic| diagnostic.path == path);
        inside(&diagnostics, bytes.len());
    }
}

/// Places are places in the file.
fn inside(diagnostics: &[Diagnostic], length: usize) {
    for (start, end) in diagnostics.iter().filter_map(|diagnostic| diagnostic.at) {
        assert!(start <= end && end <= length, "{start}..{end} of {length}");
    }
}
