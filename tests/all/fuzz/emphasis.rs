//! Stand-ins beside emphasis come out again, leave everything else alone, and do not move places.

use portal::parse::emphasis::{mark, unmark};

pub(super) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let marked = mark(text);
    // A text that holds noncharacters is left alone.
    if text.contains(['\u{FDD0}', '\u{FDD1}', '\u{FDD2}']) {
        return assert_eq!(marked.text, text);
    }
    assert_eq!(unmark(&marked.text), text, "{:?}", marked.text);
    assert_eq!(marked.plain(&marked.text), text);
    if marked.text.len() == text.len() {
        assert_eq!(marked.text, text);
    }
    let mut last = 0;
    for (offset, character) in marked.text.char_indices() {
        let original = marked.original(offset);
        assert!(original >= last && text.is_char_boundary(original), "{original} after {last}");
        last = original;
        if !matches!(character, '\u{FDD0}'..='\u{FDD2}' | '。') {
            assert_eq!(text[original..].chars().next(), Some(character), "at {offset} of {:?}", marked.text);
        }
    }
    assert_eq!(marked.original(marked.text.len()), text.len());
}
