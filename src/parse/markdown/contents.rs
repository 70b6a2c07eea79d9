//! Places where other tools put a table of contents: `[TOC]`, `[[_TOC_]]`, `{:toc}`. Pages have one of their own, so that
//! these are left out.

/// Bytes of such a place, at most.
const LONGEST: usize = 80;

/// Whether a paragraph or a list is nothing but such a place.
pub(super) fn is_place(block: &str) -> bool {
    let begins = || block.starts_with(['[', '@', '$', '{', '<', '*', '-', '+', '1']);
    let has_toc = || block.as_bytes().windows(3).any(|word| word.eq_ignore_ascii_case(b"toc"));
    if block.len() > LONGEST || !begins() || !has_toc() {
        return false;
    }
    let text = block.trim().to_ascii_lowercase();
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(
        &*bare,
        "[toc]" | "[[toc]]" | "[[_toc_]]" | "[_toc_]" | "@[toc]" | "${toc}" | "{{toc}}" | "{{<toc>}}" | "{:toc}" | "<toc>"
            | "[[_toc_]]{:toc}"
    ) || (bare.starts_with("@[toc](") && bare.ends_with(')') && bare.matches(')').count() == 1)
        // The list that kramdown replaces.
        || (text.lines().count() == 2 && text.lines().nth(1).is_some_and(|line| line.trim() == "{:toc}"))
}
