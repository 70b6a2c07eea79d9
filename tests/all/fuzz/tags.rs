//! Tags of any HTML are those that html5ever's tokenizer finds.

use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};
use portal::model::{read_markup, start_tags};
use std::cell::RefCell;

/// The name of a tag, and its attributes with their values.
type Tag = (String, Vec<(String, String)>);

#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            let attributes = tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string()));
            self.0.borrow_mut().push((tag.name.to_string(), attributes.collect()));
        }
        TokenSinkResult::Continue
    }
}

pub(super) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // The tokenizer gives the text of entities, and other characters for these.
    let html = text.replace(['&', '\r', '\0'], "").replace('\u{feff}', "");
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html.as_str()));
    let _ = tokenizer.feed(&input);
    tokenizer.end();

    // It leaves out a tag that is not closed, and an attribute that is there twice.
    let closed = start_tags(&html).into_iter().filter(|tag| read_markup(&html, tag.at.start).1.is_some());
    let tags = closed.map(|tag| {
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in tag.attributes {
            let name = attribute.name.to_ascii_lowercase();
            if attributes.iter().all(|(other, _)| *other != name) {
                attributes.push((name, attribute.value.to_owned()));
            }
        }
        (tag.name.to_ascii_lowercase(), attributes)
    });
    assert_eq!(tags.collect::<Vec<Tag>>(), tokenizer.sink.0.take(), "{html:?}");
}
