//! From a file's bytes to text: UTF-8, no byte-order mark, lines that end in LF.
//!
//! In: the bytes of the file. Out: a [`Text`], which borrows when there is nothing to change, or
//! one diagnostic that names the byte, the likely encoding and the command that converts it.
//!
//! What always holds: the text has no CR, no NUL and no replacement character that the author did not
//! write. Everything after this works on the text; [`Text::in_file`] leads back to the bytes.
//!
//! Deliberately not here: reading another encoding. A guess can be wrong, so it is only reported.

use crate::{
    diag::{Code, Diagnostic},
    model::{Node, RelPath, Value},
    parse::foreign::RewrittenText,
};
use encoding_rs::Encoding;
use std::{borrow::Cow, ops::Range};

/// The text of a file, with a map from its offsets to those of the file.
pub struct Text<'a> {
    text: Cow<'a, str>,
    /// Pairs, ascending: from this offset of the text on, the offset in the file is larger by that number.
    ahead: Vec<(usize, usize)>,
    /// The text with texts of other files in it.
    expanded: Option<RewrittenText<'static>>,
}

impl Text<'_> {
    /// UTF-8, without a byte order mark, with `\n` as line ends.
    pub fn as_str(&self) -> &str {
        self.expanded.as_ref().map_or(&self.text, |expanded| &expanded.text)
    }

    /// Puts texts of other files into this one, as `expand` says.
    pub fn expand(&mut self, expand: impl FnOnce(&str) -> Option<RewrittenText<'static>>) {
        self.expanded = expand(&self.text);
    }

    /// Lines of the text, from 1, as lines of the file.
    pub fn place_lines<'l>(&self, lines: impl Iterator<Item = &'l mut u32>) {
        let Some(expanded) = &self.expanded else { return };
        let line_breaks: Vec<usize> = memchr::memchr_iter(b'\n', self.text.as_bytes()).collect();
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', expanded.text.as_bytes()).map(|at| at + 1));
        for line in lines {
            let start = starts[(*line as usize - 1).min(starts.len() - 1)];
            let before = line_breaks.partition_point(|at| *at < expanded.original(start));
            *line = u32::try_from(before + 1).unwrap_or(u32::MAX);
        }
    }

    /// The byte of the file that the byte `at` of the text came from.
    pub fn in_file(&self, at: usize) -> usize {
        let at = self.expanded.as_ref().map_or(at, |expanded| expanded.original(at));
        match self.ahead.partition_point(|(from, _)| *from <= at) {
            0 => at,
            n => at + self.ahead[n - 1].1,
        }
    }

    /// The same for a range.
    pub fn range_in_file(&self, at: Range<usize>) -> Range<usize> {
        self.in_file(at.start)..self.in_file(at.end)
    }

    /// Makes diagnostics about places in this text, the file `path`, point into the file. Once only.
    pub fn place(&self, path: &RelPath, diagnostics: &mut [Diagnostic]) {
        if self.ahead.is_empty() && self.expanded.is_none() {
            return;
        }
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.path == *path) {
            diagnostic.at = diagnostic.at.map(|(start, end)| (self.in_file(start), self.in_file(end)));
        }
    }

    /// The same for a value that was read from this text, and all values in it.
    pub fn place_node(&self, node: &mut Node) {
        if self.ahead.is_empty() && self.expanded.is_none() {
            return;
        }
        node.at = self.range_in_file(node.at.clone());
        match &mut node.value {
            Value::Null | Value::Scalar { .. } => {}
            Value::List(items) => items.iter_mut().for_each(|item| self.place_node(item)),
            Value::Table(entries) => {
                for (key, value) in entries {
                    key.at = self.range_in_file(key.at.clone());
                    self.place_node(value);
                }
            }
        }
    }
}

/// The text of the file `path`.
///
/// # Errors
/// P0201 when the bytes are not UTF-8, or hold a NUL.
pub fn decode<'a>(path: &RelPath, bytes: &'a [u8]) -> Result<Text<'a>, Diagnostic> {
    // The standard library's check takes several times as long, but gives the place of the error.
    let mut text = match encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => text,
        _ => std::str::from_utf8(bytes).map_err(|error| refusal(path, bytes, error.valid_up_to()))?,
    };
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(refusal(path, bytes, at));
    }
    // Joined files can have more than one mark.
    while let Some(rest) = text.strip_prefix('\u{feff}') {
        text = rest;
    }
    let mark = bytes.len() - text.len();
    let mut ahead = if mark == 0 { Vec::new() } else { vec![(0, mark)] };
    let text = if memchr::memchr(b'\r', bytes).is_some() {
        Cow::Owned(with_lf(text, mark, &mut ahead))
    } else {
        Cow::Borrowed(text)
    };
    Ok(Text { text, ahead, expanded: None })
}

fn with_lf(text: &str, mut shift: usize, ahead: &mut Vec<(usize, usize)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\r') {
        out.push_str(line);
        out.push('\n');
        rest = after;
        if let Some(after) = after.strip_prefix('\n') {
            // The LF stands for the CR, so that a range that ends before it does not take the CR in.
            shift += 1;
            ahead.push((out.len(), shift));
            rest = after;
        }
    }
    out + rest
}

fn refusal(path: &RelPath, bytes: &[u8], at: usize) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::P0201, path)
        .at(at..(at + 1).min(bytes.len()))
        .arg("byte", format!("{at} (0x{:02X})", bytes[at]));
    match guess(bytes) {
        Guess::Encoding(name) => {
            let path = path.as_str().replace('\'', r"'\''");
            let command = format!("iconv -f {name} -t UTF-8 '{path}' > '{path}.utf8'");
            diagnostic.arg("encoding", name).arg("command", command)
        }
        Guess::DamagedUtf8 => diagnostic.arg("encoding", "UTF-8 with damaged bytes"),
        Guess::Binary => diagnostic.arg("encoding", "binary data"),
    }
}

/// What a file that is not UTF-8 probably is.
enum Guess {
    /// By the name that both readers and `iconv` know.
    Encoding(&'static str),
    DamagedUtf8,
    Binary,
}

const HAN: &str = "的一是不了在有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经\
                   文本数据库开源社区标题作者日期";
const HAN_TRADITIONAL: &str = "的一是不了在有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經\
                               文本數據庫開源社區標題作者日期";
const KANA: &str = "のにはをたがでてとしれさあいるもなりまおよかくけこせそだっうえきすちつほへみめやゆらろわんんじずばぶべどアイウエオカキクケコサシスタテトナニノハフマムメモラリルレロンー日本語年月大人中";
const HANGUL: &str =
    "이다는을의에가고하지한로도기사를은리서인어자시그대아나스전정해보과수일라으부만있들제주니공여원안상동성되";
const ACCENTS: &str = "éèêàâçîôûùüöäßñáíóúåøæÉÜÖÄ’“”–";

/// The encodings of one or two bytes a character, each with the commonest characters of its language. On a
/// tie the first wins.
const CANDIDATES: &[(&str, &Encoding, &str)] = &[
    ("GB18030", encoding_rs::GB18030, HAN),
    ("Big5", encoding_rs::BIG5, HAN_TRADITIONAL),
    ("Shift_JIS", encoding_rs::SHIFT_JIS, KANA),
    ("EUC-JP", encoding_rs::EUC_JP, KANA),
    ("EUC-KR", encoding_rs::EUC_KR, HANGUL),
    ("windows-1252", encoding_rs::WINDOWS_1252, ACCENTS),
];

fn guess(bytes: &[u8]) -> Guess {
    for (mark, name) in [
        (&[0xff, 0xfe, 0, 0][..], "UTF-32LE"),
        (&[0, 0, 0xfe, 0xff], "UTF-32BE"),
        (&[0xff, 0xfe], "UTF-16LE"),
        (&[0xfe, 0xff], "UTF-16BE"),
    ] {
        if bytes.starts_with(mark) {
            return Guess::Encoding(name);
        }
    }
    if is_damaged_utf8(bytes) {
        return Guess::DamagedUtf8;
    }
    let wide = [
        ("UTF-32LE", in_fours(bytes, u32::from_le_bytes)),
        ("UTF-32BE", in_fours(bytes, u32::from_be_bytes)),
        ("UTF-16LE", in_pairs(bytes, u16::from_le_bytes)),
        ("UTF-16BE", in_pairs(bytes, u16::from_be_bytes)),
    ];
    let wide = wide
        .into_iter()
        .filter_map(|(name, text)| Some((name, score(&text?, |c| c.is_ascii_graphic() || HAN.contains(c)))));
    let narrow = CANDIDATES.iter().filter_map(|(name, encoding, common)| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some((*name, score(&text, |c| common.contains(c))))
    });
    let best = narrow.chain(wide).rev().max_by_key(|(_, score)| *score);
    match best {
        Some((name, score)) if score >= 0 || !bytes.contains(&0) => Guess::Encoding(name),
        _ => Guess::Binary,
    }
}

/// A score: how much `text` looks like real text.
fn score(text: &str, common: impl Fn(char) -> bool) -> i64 {
    let points = |c: char| match c {
        '\n' | '\r' | '\t' | ' ' => 0,
        c if common(c) => 3,
        c if c.is_ascii_graphic() => 0,
        '\0'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}'..='\u{ffff}' => -5,
        // Single accented letters and half-width kana: what bytes of another encoding turn into.
        '\u{a0}'..='\u{24f}' | '\u{ff61}'..='\u{ff9f}' => -2,
        _ => 0,
    };
    text.chars().map(points).sum()
}

/// Whether most of what is not ASCII is good UTF-8, so that single bytes were lost or put in.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        // Three bytes that fit by chance are much rarer than two.
        good += chunk.valid().chars().map(|c| [0, 0, 1, 3, 3][c.len_utf8()]).sum::<usize>();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad > 0 && good > 2 * bad
}

fn in_pairs(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks() else { return None };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
}

fn in_fours(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Option<String> {
    let (fours, []) = bytes.as_chunks() else { return None };
    fours.iter().map(|four| char::from_u32(unit(*four))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> RelPath {
        RelPath::new("a's.md").unwrap()
    }

    #[test]
    fn line_ends_and_marks_are_made_one() {
        for (bytes, expect) in [
            ("a\nb", "a\nb"),
            ("\u{feff}a", "a"),
            ("\u{feff}\u{feff}a\u{feff}", "a\u{feff}"),
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\rb\r\r\n\nc\r", "a\nb\n\n\nc\n"),
            ("", ""),
        ] {
            assert_eq!(decode(&path(), bytes.as_bytes()).unwrap().as_str(), expect, "{bytes:?}");
        }
    }

    #[test]
    fn what_needs_no_change_is_borrowed() {
        for bytes in ["开源\n", "\u{feff}开源\n"] {
            assert!(matches!(decode(&path(), bytes.as_bytes()).unwrap().text, Cow::Borrowed(_)), "{bytes:?}");
        }
    }

    #[test]
    fn every_place_in_the_text_leads_back_to_the_file() {
        let file = "\u{feff}一\r\n\r\n二三\r四\n五\r\n六";
        let text = decode(&path(), file.as_bytes()).unwrap();
        for word in ["一", "二", "三", "四", "五", "六"] {
            let at = text.as_str().find(word).unwrap();
            assert_eq!(&file[text.range_in_file(at..at + word.len())], word);
        }
        let mut diagnostics = [Diagnostic::new(Code::P0303, &path()).at(0..3)];
        text.place(&path(), &mut diagnostics);
        assert_eq!(diagnostics[0].at, Some((3, 6)));
    }

    fn refused(bytes: &[u8]) -> String {
        let error = decode(&path(), bytes).err().expect("refused");
        assert_eq!(error.code, Code::P0201);
        error.args.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn the_encoding_is_named() {
        let chinese = "# 小团队的开源项目\n\n这是一个开源社区, 我们在这里写文章。\n";
        let traditional = "# 開源社群\n\n這是一個開源社區，我們在這裡寫文章。\n";
        let japanese = "# 表題\n\nこれは日本語のテキストです。\n";
        let korean = "# 제목\n\n이것은 한국어로 쓴 문서입니다. 그리고 우리는 기다린다.\n";
        let french = "# Été\n\nUne forêt près du château, où l’élève a été déçu.\n";
        for (text, encoding, expect) in [
            (chinese, encoding_rs::GB18030, "GB18030"),
            ("title: 标题\n", encoding_rs::GBK, "GB18030"),
            (traditional, encoding_rs::BIG5, "Big5"),
            (japanese, encoding_rs::SHIFT_JIS, "Shift_JIS"),
            (japanese, encoding_rs::EUC_JP, "EUC-JP"),
            (korean, encoding_rs::EUC_KR, "EUC-KR"),
            (french, encoding_rs::WINDOWS_1252, "windows-1252"),
        ] {
            let refused = refused(&encoding.encode(text).0);
            assert_eq!(refused.split(" | ").nth(1), Some(expect), "{text}");
        }
        for text in [chinese, japanese, korean, "plain\n"] {
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let four: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
            for (mark, bytes, expect) in [
                (&[0xff, 0xfe][..], &le, "UTF-16LE"),
                (&[], &le, "UTF-16LE"),
                (&[0xfe, 0xff], &be, "UTF-16BE"),
                (&[], &be, "UTF-16BE"),
                (&[0xff, 0xfe, 0, 0], &four, "UTF-32LE"),
                (&[], &four, "UTF-32LE"),
            ] {
                let refused = refused(&[mark, bytes].concat());
                assert_eq!(refused.split(" | ").nth(1), Some(expect), "{text}");
            }
        }
    }

    #[test]
    fn the_byte_and_the_command_are_named() {
        assert_eq!(
            refused(b"title: \xb1\xea\xcc\xe2\n"),
            r"7 (0xB1) | GB18030 | iconv -f GB18030 -t UTF-8 'a'\''s.md' > 'a'\''s.md.utf8'"
        );
        assert_eq!(refused("开源社\u{533a}".as_bytes().split_last().unwrap().1), "9 (0xE5) | UTF-8 with damaged bytes");
        assert_eq!(refused("开源\0社区".as_bytes()), "6 (0x00) | binary data");
        assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0"), "0 (0x89) | binary data");
        assert_eq!(
            refused(
                "中文一二\u{10000}".as_bytes().iter().chain(b"\xed\xa0\x80").copied().collect::<Vec<_>>().as_slice()
            ),
            "16 (0xED) | UTF-8 with damaged bytes"
        );
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let sample = "\u{feff}---\r\ntitle: 标题\r\n---\r正文".as_bytes();
        for end in 0..=sample.len() {
            for byte in [0, b'\r', 0x80, 0xc0, 0xff] {
                let mut bytes = sample[..end].to_vec();
                bytes.push(byte);
                if let Ok(text) = decode(&path(), &bytes) {
                    assert!(!text.as_str().contains('\r'));
                }
            }
        }
    }
}
