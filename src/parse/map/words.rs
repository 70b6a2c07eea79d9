//! The words with a meaning in a map: kinds of steps, goals, requirements, optional steps.

use crate::{
    model::{Duration, STEP_LEVELS},
    parse::kinds::read_own_table,
};
use std::{cmp::Reverse, ops::Range, sync::LazyLock};

/// The kinds of steps that need no kind of pages, and the words at the beginning of a step that mean each.
static STEP_KINDS: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let mut kinds = Vec::new();
    read_own_table("steps", |table| {
        let names = table.names();
        let mut words = |kind| table.texts(kind).unwrap_or_default();
        kinds = names.map(|kind| (kind.to_owned(), words(kind))).collect();
    });
    kinds
});
/// The same words, each with its kind: a word before those that it begins with.
static KIND_WORDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let words = |(kind, words): &'static (String, Vec<String>)| words.iter().map(move |word| (&**word, &**kind));
    let mut words: Vec<_> = STEP_KINDS.iter().flat_map(words).collect();
    words.sort_by_key(|(word, _)| Reverse(word.len()));
    words
});
const GOALS: [&str; 6] = ["目标", "学习目标", "goal", "goals", "objective", "objectives"];
const REQUIRES: [&str; 7] = ["前置", "前置条件", "先修", "requires", "requirements", "prerequisite", "prerequisites"];
const OPTIONAL: [&str; 4] = ["选修", "可选", "选学", "optional"];
/// Headings of text beside a map, with or without a number behind them.
const ASIDE: [&str; 12] = [
    "辅助",
    "其他",
    "其它",
    "附录",
    "参考",
    "更多",
    "appendix",
    "other",
    "others",
    "further reading",
    "references",
    "miscellaneous",
];

/// The names of the kinds of steps that need no kind of pages.
pub(super) fn step_kinds() -> impl Iterator<Item = &'static str> {
    STEP_KINDS.iter().map(|(name, _)| name.as_str())
}

/// The kind that `text` begins with, and the length of its word in bytes: `实验：`, `[Lab] `, `视频 `.
pub fn kind_word(text: &str) -> Option<(&'static str, usize)> {
    let opened = text.strip_prefix(['【', '[', '［']);
    let start = opened.unwrap_or(text);
    let (kind, rest) = KIND_WORDS.iter().find_map(|(word, kind)| Some((*kind, after_word(start, word)?)))?;
    let rest = match opened {
        Some(_) => rest.strip_prefix(['】', ']', '］'])?,
        None => {
            // Of a Chinese word, a blank is enough of an end; an English one may just begin a sentence.
            let is_han = !start.starts_with(|c: char| c.is_ascii());
            let end = rest.trim_start().strip_prefix(['：', ':', '|', '｜']);
            end.or_else(|| rest.strip_prefix([' ', '\u{3000}']).filter(|_| is_han))?
        }
    };
    Some((kind, text.len() - rest.trim_start().len()))
}

/// The kind that `text` names and nothing else.
pub(super) fn kind_alone(text: &str) -> Option<&'static str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "()（）[]【】·,，:：".contains(c)).to_lowercase();
    KIND_WORDS.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind)
}

/// Whether `text` begins with a word for goals.
pub(super) fn is_goal(text: &str) -> bool {
    is_label(text, &GOALS)
}

/// Whether `text` begins with a word for requirements.
pub(super) fn is_requirement(text: &str) -> bool {
    is_label(text, &REQUIRES)
}

fn is_label(text: &str, words: &[&str]) -> bool {
    let text = text.trim_start();
    words.iter().filter_map(|word| after_word(text, word)).any(|rest| rest.trim_start().starts_with(['：', ':']))
}

/// Whether a heading names what stands beside the stages: `辅助1、文档`, `Appendix A`.
pub(super) fn is_aside(title: &str) -> bool {
    ASIDE.iter().filter_map(|word| after_word(title.trim_start(), word)).any(|rest| {
        let is_han = |c: char| !c.is_ascii() && c.is_alphabetic();
        !title.starts_with(|c: char| c.is_ascii()) || !rest.starts_with(|c: char| c.is_ascii_alphabetic() || is_han(c))
    })
}

/// The rest of `text` behind `word`, in any case.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// The properties of a step or a stage that stand in brackets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Remarks {
    pub duration: Option<Duration>,
    pub optional: bool,
    pub level: Option<&'static str>,
}

impl Remarks {
    /// Reads the brackets that say only such things, and returns the text without them.
    pub(super) fn read(&mut self, text: &str) -> String {
        let mut left = text.trim().to_owned();
        for bracket in [last_bracket, first_bracket] {
            while let Some(at) = bracket(&left).filter(|at| self.bracket(&left[at.clone()])) {
                left.replace_range(at, "");
                left = left.trim().to_owned();
            }
        }
        left
    }

    /// Takes what brackets say, if all of it means something.
    fn bracket(&mut self, text: &str) -> bool {
        let inside = text.trim_matches(['(', ')', '（', '）', '[', ']', '【', '】']);
        let mut read = self.clone();
        let is_read = inside.split([',', '，', '、', ';', '；', '·']).all(|word| read.word(word.trim()));
        if is_read {
            *self = read;
        }
        is_read
    }

    fn word(&mut self, word: &str) -> bool {
        let level =
            ["入门", "进阶", "高级"].iter().chain(&STEP_LEVELS).position(|known| word.eq_ignore_ascii_case(known));
        if OPTIONAL.iter().any(|optional| word.eq_ignore_ascii_case(optional)) {
            self.optional = true;
        } else if let Some(level) = level {
            self.level = Some(STEP_LEVELS[level % STEP_LEVELS.len()]);
        } else if let Ok(duration) = word.parse() {
            self.duration = Some(duration);
        } else {
            return false;
        }
        true
    }
}

/// The brackets at the end of `text`.
fn last_bracket(text: &str) -> Option<Range<usize>> {
    text.ends_with([')', '）', ']', '】']).then_some(())?;
    Some(text.rfind(['(', '（', '[', '【'])?..text.len())
}

/// The brackets that `text` begins with.
fn first_bracket(text: &str) -> Option<Range<usize>> {
    text.starts_with(['(', '（', '[', '【']).then_some(())?;
    let end = text.find([')', '）', ']', '】'])?;
    Some(0..end + text[end..].chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_may_begin_with_its_kind() {
        for (text, expect) in [
            ("实验：三步拉起", "lab 三步拉起"),
            ("【公开课】入门", "course 入门"),
            ("训练营 三天迁移", "camp 三天迁移"),
            ("在线实验: x", "lab x"),
            ("Lab: first instance", "lab first instance"),
            ("[Video] x", "video x"),
            ("实验室管理", "-"),
            ("Lab results", "-"),
            ("Label: x", "-"),
            ("", "-"),
        ] {
            let found = kind_word(text).map_or("-".into(), |(kind, length)| format!("{kind} {}", &text[length..]));
            assert_eq!(found, expect, "{text}");
        }
    }

    #[test]
    fn brackets_at_the_end_say_how_long_and_whether() {
        for (text, expect) in [
            ("概念了解 (30天)", "概念了解 | 30 天"),
            ("源码（至少2年）", "源码 | 2 年+"),
            ("x (optional, 3h)", "x | 3 h ?"),
            ("x（选修）（进阶）", "x | ? intermediate"),
            ("（选修，30 分钟）", " | 30 m ?"),
            ("（选修）— 可以跳过", "— 可以跳过 | ?"),
            ("SQL (PG 10)", "SQL (PG 10) |"),
            ("x (30天) 再读", "x (30天) 再读 |"),
            ("x )", "x ) |"),
        ] {
            let mut remarks = Remarks::default();
            let mut found = remarks.read(text) + " |";
            if let Some(duration) = remarks.duration {
                let unit = ["m", "h", "天", "周", "月", "年"][duration.unit as usize];
                found += &format!(" {} {unit}{}", duration.amount, if duration.at_least { "+" } else { "" });
            }
            if remarks.optional {
                found += " ?";
            }
            found += &remarks.level.map_or(String::new(), |level| format!(" {level}"));
            assert_eq!(found, expect, "{text}");
        }
    }

    #[test]
    fn labels_and_asides_are_told_by_their_first_word() {
        assert!(is_goal("目标：学会") && is_goal("Goal: x") && is_goal("学习目标 :") && !is_goal("目标明确"));
        assert!(is_requirement("前置：甲") && is_requirement("Requires: a") && !is_requirement("require it"));
        assert!(
            is_aside("辅助1、文档") && is_aside("Appendix A") && is_aside("其他参考文档") && !is_aside("Otherwise")
        );
    }
}
