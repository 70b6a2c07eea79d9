//! Terms that look like one term written in two ways.
//!
//! Case and width are merged already. What is left: traditional and simplified characters, blanks and hyphens, a
//! plural `s`, and a letter too many, too few or wrong in a long Latin word. Numbers must be the same: `v14` is not
//! `v15`. Only a hint, with the line that merges them.

use crate::{
    diag::{Code, Diagnostic},
    site::{Site, Taxonomy},
};
use std::collections::{BTreeMap, BTreeSet};

/// Letters that a word must have before one of them is taken for a slip.
const LONG: usize = 6;

/// Traditional characters and the simplified ones that stand for them, those that are frequent in terms about software.
const TRADITIONAL: &str = "資资 數数 據据 庫库 開开 發发 軟软 體体 雲云 計计 網网 絡络 係系 統统 實实 現现 應应 場场 業业 產产 務务 連连 線线 機机 電电 腦脑 運运 維维 監监 測测 試试 調调 \
    優优 項项 專专 術术 學学 習习 課课 訓训 練练 書书 閱阅 讀读 寫写 記记 錄录 圖图 視视 頻频 語语 詞词 義义 檢检 尋寻 構构 設设 規规 則则 標标 準准 類类 別别 關关 \
    聯联 鏈链 結结 點点 對对 間间 時时 態态 狀状 異异 處处 併并 鎖锁 備备 災灾 壓压 縮缩 傳传 輸输 儲储 隊队 佇伫 緩缓 寬宽 載载 負负 擴扩 團团 會会 員员 貢贡 獻献 \
    遷迁 級级 換换 導导 轉转 費费 價价 錢钱 買买 賣卖 銷销 營营 經经 驗验 戰战 個个 們们 問问 題题 見见 觀观 當当 歷历 與与 從从 東东 華华 國国 際际 臺台 灣湾 適适 \
    總总 報报 證证 認认 權权 許许 護护 審审 執执 碼码 編编 譯译 環环 鍵键 盤盘 擬拟 陣阵 節节 複复 雜杂 區区 塊块 鑰钥 動动 靜静 變变 參参 閉闭 門门 組组 織织 層层 \
    邊边 緣缘 遠远 遞递 歸归 隨随 顯显 屬属 檔档 夾夹";

/// Two terms, the second the one with more pages.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Similar {
    /// The taxonomy of both.
    pub taxonomy: String,
    /// The term with fewer pages, with the terms that it is nested in.
    pub alias: String,
    /// Its number of pages.
    pub alias_pages: usize,
    /// The term with more pages, with the terms that it is nested in.
    pub term: String,
    /// Its number of pages.
    pub term_pages: usize,
}

impl Similar {
    /// What merges them in `book.toml`.
    pub fn line(&self) -> String {
        format!("aliases = {{ {} = {} }}", quoted(&self.alias), quoted(&self.term))
    }
}

/// A basic string of TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A term with all that is compared of it.
struct Spelling<'a> {
    key: &'a str,
    /// With the terms that it is nested in.
    written: String,
    pages: usize,
}

/// By taxonomy, then by the spelling that would go.
pub fn similar(site: &Site) -> Vec<Similar> {
    let simplified: BTreeMap<char, char> = TRADITIONAL
        .split_whitespace()
        .filter_map(|pair| {
            let mut pair = pair.chars();
            Some((pair.next()?, pair.next()?))
        })
        .collect();
    let mut found = BTreeSet::new();
    for (name, taxonomy) in site.languages.iter().flat_map(|language| &language.taxonomies) {
        let spellings: Vec<Spelling> = taxonomy
            .terms
            .iter()
            .map(|(key, term)| Spelling { key, written: written(taxonomy, key), pages: term.pages.len() })
            .collect();
        for (a, b) in pairs(&spellings, &simplified) {
            let (a, b) = (&spellings[a], &spellings[b]);
            let (alias, term) = if (a.pages, b.key) < (b.pages, a.key) { (a, b) } else { (b, a) };
            found.insert(Similar {
                taxonomy: name.clone(),
                alias: alias.written.clone(),
                alias_pages: alias.pages,
                term: term.written.clone(),
                term_pages: term.pages,
            });
        }
    }
    found.into_iter().collect()
}

/// What pages write for a term: `数据库/PostgreSQL`.
fn written(taxonomy: &Taxonomy, key: &str) -> String {
    taxonomy.terms.get(key).map_or_else(|| key.to_owned(), |term| term.spelled.clone())
}

/// Places of spellings that are like each other. Of several that mean the same, each with the most frequent one.
fn pairs(spellings: &[Spelling], simplified: &BTreeMap<char, char>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut folds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, spelling) in spellings.iter().enumerate() {
        folds.entry(fold(spelling, simplified)).or_default().push(place);
    }
    for mut same in folds.into_values().filter(|same| same.len() > 1) {
        same.sort_by_key(|place| (std::cmp::Reverse(spellings[*place].pages), *place));
        pairs.extend(same[1..].iter().map(|place| (*place, same[0])));
    }
    // Two words that differ in one letter are the same without one letter of each.
    let mut without: Vec<(String, usize)> = Vec::new();
    for (place, spelling) in spellings.iter().enumerate().filter(|(_, spelling)| spelling.key.is_ascii()) {
        without.push((spelling.key.to_owned(), place));
        let shorter = |at: usize| spelling.key[..at].to_owned() + &spelling.key[at + 1..];
        without.extend((0..spelling.key.len()).map(|at| (shorter(at), place)));
    }
    without.sort();
    without.dedup();
    for near in without.chunk_by(|a, b| a.0 == b.0) {
        for (index, (_, a)) in near.iter().enumerate() {
            let others = near[index + 1..].iter().map(|(_, b)| *b);
            pairs.extend(others.filter(|b| is_slip(spellings[*a].key, spellings[*b].key)).map(|b| (*a, b)));
        }
    }
    // Folded the same and a slip too: once is enough.
    pairs.iter_mut().for_each(|(a, b)| (*a, *b) = (*a.min(b), *a.max(b)));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What two spellings of one term have in common.
fn fold(spelling: &Spelling, simplified: &BTreeMap<char, char>) -> String {
    let letters = spelling.key.chars().filter(|c| !matches!(c, ' ' | '-' | '_' | '·'));
    let mut folded: String = letters.map(|c| simplified.get(&c).copied().unwrap_or(c)).collect();
    // `HTTPS` is no plural.
    let plural = spelling.written.ends_with('s') && !folded.ends_with("ss") && folded.is_ascii() && folded.len() >= 4;
    if plural {
        folded.truncate(folded.len() - if folded.ends_with("xes") { 2 } else { 1 });
    }
    folded
}

/// Whether two Latin terms differ in one letter of one long word.
fn is_slip(a: &str, b: &str) -> bool {
    let split = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (a, b) = (split(a), split(b));
    let mut different = a.iter().zip(&b).filter(|(a, b)| a != b);
    match (different.next(), different.next()) {
        (Some((a_word, b_word)), None) => {
            a.len() == b.len()
                && a_word.len().min(b_word.len()) >= LONG
                && digits(a_word) == digits(b_word)
                && strsim::osa_distance(a_word, b_word) == 1
        }
        _ => false,
    }
}

pub(super) fn hints(site: &Site, hints: &mut Vec<Diagnostic>) {
    hints.extend(similar(site).into_iter().map(|pair| {
        Diagnostic::new(Code::P1003, &site.config.file.path)
            .arg("taxonomy", &pair.taxonomy)
            .arg("alias", quoted(&pair.alias))
            .arg("few", pair.alias_pages)
            .arg("term", quoted(&pair.term))
            .arg("many", pair.term_pages)
    }));
}

#[cfg(test)]
mod tests {
    use super::{TRADITIONAL, is_slip, quoted};

    #[test]
    fn a_slip_is_one_letter_of_a_long_word() {
        for (a, b, expect) in [
            ("postgresql", "postgrsql", true),
            ("kubernetes", "kubernetse", true),
            ("vector index", "vector indexx", false),
            ("performance tuning", "performence tuning", true),
            ("release 14", "release 15", false),
            ("release14", "release15", false),
            ("type a", "type b", false),
            ("mysql", "mssql", false),
        ] {
            assert_eq!(is_slip(a, b), expect, "{a} {b}");
        }
    }

    #[test]
    fn the_table_of_characters_is_in_pairs() {
        assert!(TRADITIONAL.split_whitespace().all(|pair| pair.chars().count() == 2));
    }

    #[test]
    fn a_line_is_toml_whatever_is_in_it() {
        assert_eq!(quoted("a\"b\\c\td"), r#""a\"b\\c\u0009d""#);
    }
}
