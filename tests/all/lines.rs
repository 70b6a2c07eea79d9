//! The lines of a page's blocks, over all pages of this project: elements are counted as browsers count them, and
//! headings stand in the lines that are said.

use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};
use portal::{
    model::{Hash128, Href, Lang, RelPath, Url},
    parse::{self, ParseInput, ParseOptions},
    render::{HoleValues, SourceLines, lines, render_body},
};
use std::{cell::RefCell, collections::BTreeMap, fs, path::Path};

/// The names of the start tags of a text.
#[derive(Default)]
struct Names(RefCell<Vec<String>>);

impl TokenSink for Names {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            self.0.borrow_mut().push(tag.name.to_string());
        }
        TokenSinkResult::Continue
    }
}

fn names(html: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Names::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// A page of this project, parsed: its source, its HTML and the lines in it.
fn page(path: &Path) -> (String, String, SourceLines) {
    let (config, lang) = (portal::parse::config::defaults(), Lang::new("zh").expect("a tag"));
    let bytes = fs::read(path).expect("the page is readable");
    let name = RelPath::new("page.md").expect("a name");
    let options = ParseOptions::new(&config, lang);
    let input = ParseInput {
        path: &name,
        shown: name.clone(),
        bytes: &bytes,
        hash: Hash128::of(&bytes),
        texts: Vec::new(),
        options: &options,
    };
    let (document, _) = parse::parse(&input);
    let hrefs = vec![Href::Raw(Url::new("https://example.org/")); document.links.len()];
    let code = vec!["<span class=\"k\">x</span>".into(); document.code.len()];
    let with = HoleValues { hrefs: &hrefs, pictures: &BTreeMap::new(), code: &code, lists: &[], root: "../" };
    let found = lines(&document.body, &with);
    (String::from_utf8(bytes).expect("UTF-8"), render_body(&document.body, &with).html, found)
}

#[test]
fn elements_are_counted_as_browsers_do_and_headings_stand_where_it_is_said() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let entries = walkdir::WalkDir::new(content).sort_by_file_name().into_iter().filter_map(Result::ok);
    let mut headings = 0;
    for path in entries.map(|entry| entry.into_path()).filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let (source, html, SourceLines { count, lines }) = page(&path);
        let names = names(&html);
        assert_eq!(count, names.len(), "{}", path.display());
        let source: Vec<&str> = source.lines().collect();
        assert!(lines.is_sorted_by(|(a, _), (b, _)| a < b), "{}", path.display());
        for (index, line) in lines {
            let text = source[line as usize - 1];
            assert!(!text.trim().is_empty(), "{}:{line} is blank, for <{}>", path.display(), names[index]);
            if names[index].starts_with('h') && names[index] != "hr" {
                assert!(text.starts_with('#'), "{}:{line} is no heading: {text}", path.display());
                headings += 1;
            }
        }
    }
    assert!(headings > 300, "only {headings} headings");
}
