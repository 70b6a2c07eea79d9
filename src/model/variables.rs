//! Values that texts name: `{{{ .name }}}`.
//!
//! In: a text and the values, by `.name`. Out: the text with them in it.
//!
//! What always holds: a name that nobody knows stays as it is. A value is not read again.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

const START: &str = "{{{";
const END: &str = "}}}";
/// Most bytes of a name with the blanks around it.
const LONGEST: usize = 200;

/// The places in a text that name a value, with the values.
pub fn named<'t, 'v>(
    text: &'t str,
    values: &'v BTreeMap<String, String>,
) -> impl Iterator<Item = (Range<usize>, &'v str)> + use<'t, 'v> {
    memchr::memmem::find_iter(text.as_bytes(), START).filter_map(move |start| {
        let inside = &text[start + START.len()..];
        let inside = &inside[..inside[..inside.floor_char_boundary(LONGEST)].find(END)?];
        let value = values.get(inside.trim())?;
        Some((start..start + START.len() + inside.len() + END.len(), value.as_str()))
    })
}

/// A text with the values that it names.
pub fn fill<'t>(text: &'t str, values: &BTreeMap<String, String>) -> Cow<'t, str> {
    let (mut filled, mut at) = (String::new(), 0);
    for (place, value) in named(text, values) {
        filled.push_str(&text[at..place.start]);
        filled.push_str(value);
        at = place.end;
    }
    if at == 0 { Cow::Borrowed(text) } else { Cow::Owned(filled + &text[at..]) }
}

#[cfg(test)]
mod tests {
    use super::fill;
    use std::collections::BTreeMap;

    #[test]
    fn known_names_are_replaced() {
        let values = BTreeMap::from([(".name".to_owned(), "灯 {{{ .name }}}".to_owned())]);
        for (text, expect) in [
            ("a {{{ .name }}} b {{{.name}}}", "a 灯 {{{ .name }}} b 灯 {{{ .name }}}"),
            ("{{{ .other }}} {{{ .name }}", "{{{ .other }}} {{{ .name }}"),
            ("{{{{ .name }}}}", "{{{{ .name }}}}"),
            ("{{{", "{{{"),
        ] {
            assert_eq!(fill(text, &values), expect, "{text}");
        }
    }
}
