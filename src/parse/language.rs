//! Detects the language of a site that does not configure one.

use crate::model::{Lang, RelPath, is_han, is_hangul};

/// Most bytes that are read of each file, and most files that are read: few enough to do it at each save.
const SAMPLE: usize = 4096;
const FILES: usize = 50;

/// A README counts as much as so many other files.
const README: usize = 10;

/// The language of most prose. Files from everywhere in the order of their paths decide, so that the answer is the same
/// on every machine.
pub fn guess<'a>(files: impl ExactSizeIterator<Item = &'a [u8]>) -> Lang {
    let apart = files.len().div_ceil(FILES).max(1);
    let mut letters = Letters::default();
    files.step_by(apart).for_each(|file| letters.add(&Letters::of(file), 1));
    letters.language()
}

/// The same of files with their paths: the README at the top weighs more.
pub fn guess_of(files: &[(&RelPath, &[u8])]) -> Lang {
    let apart = files.len().div_ceil(FILES).max(1);
    let mut letters = Letters::default();
    files.iter().step_by(apart).for_each(|(_, file)| letters.add(&Letters::of(file), 1));
    let is_readme = |path: &RelPath| path.folder().is_empty() && path.stem().eq_ignore_ascii_case("readme");
    for (_, file) in files.iter().filter(|(path, _)| is_readme(path)) {
        letters.add(&Letters::of(file), README);
    }
    letters.language()
}

/// How many letters of each script a text has.
#[derive(Default)]
struct Letters {
    han: usize,
    kana: usize,
    hangul: usize,
    /// Of `han`, those that are written in traditional or in simplified characters only.
    traditional: usize,
    simplified: usize,
    all: usize,
}

/// Frequent characters that simplified Chinese does not have, in order.
const TRADITIONAL: [char; 75] = [
    '來', '個', '們', '創', '動', '務', '員', '問', '國', '團', '學', '實', '寫', '對', '庫', '後', '從', '應', '據',
    '數', '時', '書', '會', '東', '業', '構', '標', '樣', '機', '檔', '權', '準', '為', '無', '現', '發', '種', '經',
    '網', '與', '號', '見', '計', '記', '設', '許', '評', '詞', '試', '話', '該', '認', '語', '說', '請', '論', '證',
    '讀', '責', '這', '進', '過', '還', '長', '門', '開', '間', '關', '電', '頁', '項', '題', '類', '體', '點',
];

/// The same that traditional Chinese does not have.
const SIMPLIFIED: [char; 75] = [
    '与', '业', '东', '个', '为', '书', '从', '们', '会', '体', '关', '写', '准', '创', '务', '动', '发', '号', '后',
    '员', '团', '国', '学', '实', '对', '库', '应', '开', '据', '数', '无', '时', '机', '权', '来', '构', '标', '样',
    '档', '点', '现', '电', '种', '类', '经', '网', '见', '计', '认', '记', '许', '论', '设', '证', '评', '词', '试',
    '话', '该', '语', '说', '请', '读', '责', '过', '还', '这', '进', '长', '门', '问', '间', '页', '项', '题',
];

impl Letters {
    /// Of the prose of a file: no code, tables, addresses and HTML, which are in English everywhere.
    fn of(file: &[u8]) -> Letters {
        let mut letters = Letters::default();
        let text = String::from_utf8_lossy(&file[..file.len().min(SAMPLE)]);
        let mut in_fence = false;
        for line in text.lines() {
            let words = line.trim_start();
            let is_fence = words.starts_with("```") || words.starts_with("~~~");
            in_fence ^= is_fence;
            if in_fence || is_fence || words.starts_with(['|', '<']) || line.starts_with("    ") {
                continue;
            }
            let is_prose = |word: &&str| !word.contains("://") && !word.contains('`') && !word.contains("](");
            for c in words.split_whitespace().filter(is_prose).flat_map(str::chars) {
                let han = is_han(c);
                let is_kana = ('\u{3041}'..='\u{30FF}').contains(&c) && c.is_alphabetic();
                letters.han += usize::from(han);
                letters.traditional += usize::from(han && TRADITIONAL.binary_search(&c).is_ok());
                letters.simplified += usize::from(han && SIMPLIFIED.binary_search(&c).is_ok());
                letters.kana += usize::from(is_kana);
                letters.hangul += usize::from(is_hangul(c));
                letters.all += usize::from(han || c.is_alphabetic());
            }
        }
        letters
    }

    fn add(&mut self, other: &Letters, times: usize) {
        self.han += other.han * times;
        self.kana += other.kana * times;
        self.hangul += other.hangul * times;
        self.traditional += other.traditional * times;
        self.simplified += other.simplified * times;
        self.all += other.all * times;
    }

    /// A tenth of the letters is enough: names and terms are in Latin letters everywhere.
    fn language(&self) -> Lang {
        let tag = match self {
            Letters { kana, all, .. } if kana * 10 > *all => "ja",
            Letters { hangul, all, .. } if hangul * 10 > *all => "ko",
            Letters { han, all, traditional, simplified, .. } if han * 10 > *all => {
                // A name or a quotation in the other characters changes nothing.
                if *traditional > 1 && *traditional > simplified * 3 { "zh-Hant" } else { "zh" }
            }
            _ => "en",
        };
        Lang::new(tag).expect("all are language tags")
    }
}

#[cfg(test)]
mod tests {
    use super::{SIMPLIFIED, TRADITIONAL, guess, guess_of};
    use crate::model::RelPath;

    #[test]
    fn prose_decides_and_the_readme_most() {
        let table =
            "# 附录\n\n机器生成。\n\n| name | value | description |\n|---|---|---|\n| some | words | of English |\n";
        let code = "# 说明\n```sh\nportal build and some more words\n```\nhttps://example.com/a/long/address\n";
        assert_eq!(guess([table.as_bytes(), code.as_bytes()].into_iter()).as_str(), "zh");
        let path = |path: &str| RelPath::new(path).unwrap();
        let (readme, other) = (path("README.md"), path("docs/a.md"));
        let english = "A page in English with a few more words than the others have.\n".repeat(3);
        let files = [(&readme, "# 项目\n这是一个开源项目，欢迎参与。\n".as_bytes()), (&other, english.as_bytes())];
        assert_eq!(guess_of(&files).as_str(), "zh");
        assert_eq!(guess(["これは日本語の文書です。".as_bytes()].into_iter()).as_str(), "ja");
    }

    #[test]
    fn characters_are_in_order() {
        assert!(TRADITIONAL.is_sorted() && SIMPLIFIED.is_sorted());
    }

    #[test]
    fn the_letters_decide() {
        assert_eq!(guess(["# 开源与生态\n用 PostgreSQL".as_bytes()].into_iter()).as_str(), "zh");
        assert_eq!(guess(["這個專案的說明：開始之前，請先閱讀。".as_bytes()].into_iter()).as_str(), "zh-Hant");
        assert_eq!(guess(["这个项目的说明。「開源」是繁体。".as_bytes()].into_iter()).as_str(), "zh");
        assert_eq!(guess([&b"# Open source\n"[..], "中".as_bytes()].into_iter()).as_str(), "en");
    }
}
