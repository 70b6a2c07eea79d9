//! The order in which people read names: `issue-2` before `issue-10`.

use std::cmp::Ordering;

/// Compares two names. Runs of digits compare as numbers, everything else as text.
///
/// It is a total order: names are equal only if their bytes are. `1` comes before `01`, so that the files of two
/// folders never mix.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let Some(differ) = a.iter().zip(b).position(|(a, b)| a != b) else { return a.len().cmp(&b.len()) };
    // The run of digits that the difference is part of begins before it.
    let digits_before = a[..differ].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let run = |name: &[u8]| name[differ..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (run_a, run_b) = (run(a), run(b));
    let start = differ - digits_before;
    let is_text = run_a + run_b == 0 || digits_before == 0 && (run_a == 0 || run_b == 0);
    if is_text {
        return a[differ].cmp(&b[differ]);
    }
    let (number_a, number_b) = (&a[start..differ + run_a], &b[start..differ + run_b]);
    let value = |number: &'_ [u8]| number.iter().position(|digit| *digit != b'0').unwrap_or(number.len());
    let (value_a, value_b) = (&number_a[value(number_a)..], &number_b[value(number_b)..]);
    value_a.len().cmp(&value_b.len()).then_with(|| value_a.cmp(value_b)).then(number_a.len().cmp(&number_b.len()))
}

/// A name without a number before it that only says its place: `intro` of `01-intro`. A date or a version stays whole.
pub fn without_number(name: &str) -> &str {
    let behind = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = behind.trim_start_matches(['-', '_', '.', ' ']);
    let is_number = behind.len() < name.len() && rest.len() < behind.len();
    if is_number && rest.starts_with(|c: char| !c.is_ascii_digit()) { rest } else { name }
}

#[cfg(test)]
mod tests {
    use super::natural;
    use std::cmp::Ordering;

    #[test]
    fn numbers_in_names_count() {
        let names = [
            "",
            "1/b",
            "01/a",
            "2",
            "10",
            "a",
            "a1",
            "a1b",
            "a2",
            "a10",
            "a10b",
            "b",
            "b1/x",
            "b1a",
            "issue-1.md",
            "issue-2.md",
            "issue-10.md",
            "v1.2.9",
            "v1.2.10",
            "第1章",
            "第2章",
            "第10章",
        ];
        for (place, a) in names.iter().enumerate() {
            for (other, b) in names.iter().enumerate() {
                assert_eq!(natural(a, b), place.cmp(&other), "{a} {b}");
            }
        }
        assert_eq!(natural("12", "1x"), Ordering::Greater);
        assert_eq!(natural("20220715_01.md", "20220715_02.md"), Ordering::Less);
    }

    #[test]
    fn a_number_that_says_a_place_is_taken_off() {
        for (name, expect) in [
            ("01-intro", "intro"),
            ("2. 安装", "安装"),
            ("3_a-b", "a-b"),
            ("2024-01-05-x", "2024-01-05-x"),
            ("1.2-x", "1.2-x"),
            ("404", "404"),
            ("-a", "-a"),
            ("1-", "1-"),
        ] {
            assert_eq!(super::without_number(name), expect, "{name}");
        }
    }
}
