//! What holds for any input, tried on the seeds of the fuzzers and on texts made of them at random.
//!
//!     TRIES=100000 cargo test --release --test all fuzz::
//!
//! tries more of them, `SEED=8` others; `fuzz/README.md` tells how to look for inputs that reach new code.

mod addresses;
mod configurations;
mod containers;
mod emphasis;
mod harmless;
mod markdown;
mod metadata;
mod pages;
mod sanitiser;
mod search;
mod tags;

use std::{fs, panic, path::Path};

/// What texts are broken with.
const PIECES: [&str; 127] = [
    "/// note | A\n",
    "///\n",
    "    type: tip\n",
    "> [!info] A\n",
    "<div markdown>\n",
    "</div>\n",
    "::: tip A\n",
    ":::\n",
    "@tab A\n",
    "!!! note \"A\"\n",
    "??? tip\n",
    "=== \"A\"\n",
    "{{< tabs >}}",
    "{{< /tabs >}}",
    "{% raw %}",
    "{% endraw %}",
    "<Tabs>",
    "</Tabs>",
    "{: .note }\n",
    "<Card title=\"</li>\">",
    "!> ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "~~~",
    "$",
    "$$",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "</",
    "&lt;",
    "&#x6a;",
    "\"",
    "'",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "- ",
    "1. ",
    "> ",
    "# ",
    "| ",
    "---\n",
    "+++\n",
    ": ",
    "[^1]",
    "javascript:",
    "](<\u{a0}javascript:x>)",
    "\u{3000}data:text/html,x",
    " href='\u{2003}vbscript:x' ",
    " src=\u{85}file:///x ",
    "\u{feff}",
    "\u{1}",
    "&#xa0;",
    "&Tab;",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "<iframe>",
    "</iframe>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<plaintext>",
    "<xmp>",
    "<select>",
    "<option>",
    "</select>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<caption>",
    "<tbody>",
    "<th>",
    "</td>",
    "</tr>",
    "<i>",
    "<svg>",
    "</svg>",
    "<math>",
    "<foreignObject>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<a href=x>",
    "</a>",
    "<b>",
    "</b>",
    "<font color=x>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<h2>",
    "<form>",
    "<button>",
    "<li>",
    "</ul>",
    "</article></main>",
    "</body></html>",
    "<object>",
    "<meta http-equiv=refresh content='0;url=//x'>",
    "<iframe srcdoc='<a href=javascript:x>'></iframe>",
    "<base href=//x>",
    "<svg><set attributeName=href to=javascript:x>",
    " formaction=javascript:x ",
    "//",
    "../",
    "。",
    "中文",
    "\u{200b}",
    "①",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    /// A place in a text, between characters or within one.
    fn place(&mut self, bytes: &[u8]) -> usize {
        let place = self.below(bytes.len() + 1);
        let within = self.below(8) == 0;
        (place..=bytes.len())
            .find(|at| within || bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80))
            .unwrap_or(place)
    }

    /// The text with some of it gone, doubled, moved or broken.
    fn change(&mut self, mut bytes: Vec<u8>, other: &[u8]) -> Vec<u8> {
        for _ in 0..=self.below(6) {
            let (a, b) = (self.place(&bytes), self.place(&bytes));
            let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 200));
            let at = self.place(&bytes);
            match self.below(5) {
                0 => drop(bytes.drain(start..end)),
                1 => {
                    let part = bytes[start..end].to_vec();
                    bytes.splice(at..at, part);
                }
                2 => {
                    let (from, to) = (self.place(other), self.place(other));
                    bytes.splice(at..at, other[from.min(to)..to.max(from).min(from.min(to) + 200)].iter().copied());
                }
                _ => {
                    let piece = PIECES[self.below(PIECES.len())].repeat(1 + self.below(3));
                    bytes.splice(at..at, piece.into_bytes());
                }
            }
            bytes.truncate(4096);
        }
        bytes
    }
}

#[track_caller]
fn tries(name: &str, check: fn(&[u8])) {
    let folder = Path::new("fuzz/seeds").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a seed")).collect();
    seeds.iter().for_each(|seed| check(seed));
    let number = |name: &str, usual| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let mut random = Random(number("SEED", 7));
    for _ in 0..number("TRIES", 2000) {
        let (seed, other) = (random.below(seeds.len()), random.below(seeds.len()));
        let bytes = random.change(seeds[seed].clone(), &seeds[other]);
        if let Err(fault) = panic::catch_unwind(|| check(&bytes)) {
            eprintln!("with {:?}", String::from_utf8_lossy(&bytes));
            panic::resume_unwind(fault);
        }
    }
}

#[test]
fn paths_stay_below_their_root() {
    tries("addresses", addresses::check);
}

#[test]
fn marks_of_emphasis_come_out_again() {
    tries("emphasis", emphasis::check);
}

#[test]
fn tags_are_those_that_a_browser_reads() {
    tries("sanitiser", tags::check);
}

#[test]
fn any_configuration_of_another_generator_is_read() {
    tries("configurations", configurations::check);
}

#[test]
fn any_text_is_markdown() {
    tries("markdown", markdown::check);
}

#[test]
fn any_markup_of_other_generators_keeps_to_its_place() {
    tries("containers", containers::check);
}

#[test]
fn any_bytes_are_a_file() {
    tries("metadata", metadata::check);
}

#[test]
fn any_page_keeps_to_its_place_and_leads_to_nothing_that_runs() {
    tries("pages", pages::check);
}

#[test]
fn any_query_is_answered_from_any_index() {
    tries("search", search::check);
}

/// Each of these took time in proportion to the square of its length once: then this test does not end.
#[test]
fn long_lines_are_read_at_once() {
    for piece in [
        "{{ a }} ",
        "{:.a}",
        "{%",
        "$ ",
        "$$ ",
        "` ",
        "<A ",
        "<A \"",
        "{{<",
        "::: a\n",
        "!!! a\n    ",
        "{% raw %}",
        "{% a %}\n",
        "<A>\n",
        "=== \"a\"\n",
        "==a",
        "</h1>",
        "<td><div>",
        "<x y='",
        "[^a]",
        "**中。",
    ] {
        let line = piece.repeat(200_000 / piece.len());
        pages::check_long(&format!("# A\n\n{line}\n"));
        pages::check_long(&format!("# {line}\n\n[^a]: note\n"));
    }
}

#[test]
fn any_html_is_made_harmless() {
    tries("sanitiser", sanitiser::check);
}
