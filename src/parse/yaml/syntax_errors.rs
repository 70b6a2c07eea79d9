//! What is wrong in a text that is not YAML, and what was probably meant.

use crate::diag::SyntaxError;
use granit_parser::ErrorKind;
use std::ops::Range;

/// Our syntax error for an error of the parser.
pub(super) fn syntax_error(kind: &ErrorKind) -> SyntaxError {
    use ErrorKind as Kind;
    match kind {
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar | Kind::InvalidQuotedScalarIndent => {
            SyntaxError::Quote
        }
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => SyntaxError::AfterQuote,
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => SyntaxError::Escape,
        Kind::UnclosedFlowCollection { .. }
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping => SyntaxError::Bracket,
        Kind::MisplacedFlowCollectionEnd | Kind::MismatchedFlowCollectionEnd { .. } => SyntaxError::Mismatch,
        Kind::ExpectedFlowMappingSeparator | Kind::ExpectedFlowSequenceSeparator => SyntaxError::Separator,
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabInPlainScalar
        | Kind::TabAtBlockScalarStart => SyntaxError::Tab,
        Kind::InvalidIndentation
        | Kind::InvalidBlockScalarIndent
        | Kind::InvalidFlowScalarIndent
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::ExpectedBlockSequenceEntry => SyntaxError::Indent,
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey | Kind::ExpectedBlockMappingKey => SyntaxError::Colon,
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement | Kind::MappingKeyNotAllowed => {
            SyntaxError::ColonInside
        }
        Kind::UnexpectedCharacter { .. } | Kind::PlainScalarStartsWithDashFlowIndicator => SyntaxError::Character,
        Kind::ExpectedNodeContent | Kind::UnexpectedEndOfPlainScalar => SyntaxError::Value,
        Kind::UnknownAnchor | Kind::MissingAnchorOrAliasName => SyntaxError::Anchor,
        Kind::RecursionLimitExceeded => SyntaxError::Deep,
        Kind::UnexpectedEof | Kind::UnexpectedEofBlockMapping | Kind::UnexpectedEofBlockSequence => SyntaxError::End,
        Kind::DuplicateVersionDirective
        | Kind::UnsupportedYamlMajorVersion
        | Kind::DuplicateTagDirective
        | Kind::UndeclaredTagHandle
        | Kind::MissingDocumentEndBeforeDirective
        | Kind::InvalidDirectiveTerminator
        | Kind::MissingDirectiveName
        | Kind::InvalidDirectiveName => SyntaxError::Directive,
        _ => SyntaxError::Other,
    }
}

/// Whether a quote that is not closed can be the cause of an error.
pub(super) fn is_about_quotes(error: SyntaxError) -> bool {
    matches!(error, SyntaxError::Quote | SyntaxError::AfterQuote | SyntaxError::Colon | SyntaxError::Other)
}

/// The first value in quotes that does not end in its line: from its quote to the end of that line.
pub(super) fn quoted_over_lines(text: &str) -> Option<Range<usize>> {
    let Range { start, .. } =
        quoted(text).into_iter().find(|at| text[at.clone()].trim_end().contains('\n')).or_else(|| {
            // One that never ends.
            quoted(text).into_iter().next_back().filter(|at| at.end == text.len())
        })?;
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    Some(start..start + text[start..end].trim_end().len())
}

/// The text with the lines of each quoted value joined, as long as it was. `None` when a quote is never closed.
pub(super) fn joined(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for at in quoted(text) {
        let quote = bytes[at.start];
        if bytes[at.end - 1] != quote || at.len() < 2 {
            return None;
        }
        bytes[at].iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    }
    String::from_utf8(bytes).ok()
}

/// The values in quotes, from quote to quote; one that is not closed goes to the end of the text.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = memchr::memchr2(b'"', b'\'', &bytes[at..]).map(|next| at + next) {
        let before = text[..start].trim_end_matches(' ');
        let begins_value = before.len() < start && before.ends_with([':', '-', ',']) || before.ends_with(['[', '{']);
        if !begins_value {
            at = start + 1;
            continue;
        }
        let quote = bytes[start];
        let mut end = start + 1;
        while end < bytes.len() {
            match bytes[end] {
                b'\\' if quote == b'"' => end += 1,
                b'\'' if quote == b'\'' && bytes.get(end + 1) == Some(&b'\'') => end += 1,
                byte if byte == quote => break,
                _ => {}
            }
            end += 1;
        }
        end = (end + 1).min(bytes.len());
        found.push(start..end);
        at = end;
    }
    found
}

/// What was probably meant in a text that is not YAML, and the place of the mistake: a full-width colon
/// anywhere, else, in the line of `at`, a tab, a colon inside a value, or a colon without its space.
pub(super) fn meant(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let mut start = 0;
    for line in text.split('\n') {
        if let Some(colon) = key_before(line, "：") {
            let (key, value) = (&line[..colon], &line[colon + "：".len()..]);
            return Some((start + colon..start + colon + "：".len(), format!("{}: {}", key.trim(), value.trim())));
        }
        start += line.len() + 1;
    }
    let from = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[from..].split('\n').next()?;
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some((from + tab..from + tab + 1, line.replace('\t', "  ")));
    }
    let colon = key_before(line, ":")?;
    let (key, value) = (line[..colon].trim(), line[colon + 1..].trim());
    let place = from + colon..from + line.trim_end().len();
    match value.chars().next()? {
        '"' | '\'' | '[' | '{' | '|' | '>' => None,
        _ if !line[colon + 1..].starts_with(' ') => Some((place, format!("{key}: {value}"))),
        _ if value.contains('"') => Some((place, format!("{key}: '{}'", value.replace('\'', "''")))),
        _ if value.contains(": ") || value.starts_with(['@', '`', '%', '*', '&', '!']) => {
            Some((place, format!("{key}: \"{value}\"")))
        }
        _ => None,
    }
}

/// Where `colon` ends a word at the beginning of `line`.
fn key_before(line: &str, colon: &str) -> Option<usize> {
    let at = line.find(colon)?;
    let key = line[..at].trim();
    let is_word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    is_word.then_some(at)
}
