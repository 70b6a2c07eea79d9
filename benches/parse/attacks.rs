//! Inputs that are made to be slow, and a search for more.

use std::time::{Duration, Instant};

const SIZE: usize = 32 << 10;
/// No input of 32 kB may take longer, and none of twice that more than this many times as long.
const LONGEST: Duration = Duration::from_millis(200);
const STEEPEST: f64 = 2.5;

/// A name, what stands before, what is repeated (`{n}` is a running number), and what stands behind.
type Attack = (&'static str, &'static str, &'static str, &'static str);

const ATTACKS: &[Attack] = &[
    ("quotes", "", ">", "a"),
    ("quotes with blanks", "", "> ", "a"),
    ("lists in one line", "", "- ", "a"),
    ("lists of many lines", "", "- a\n\n  b\n", ""),
    ("numbered lists", "", "1. ", "a"),
    ("items", "", "- a\n", ""),
    ("tasks", "", "- [ ] a\n", ""),
    ("tasks in raw items", "", "<li>\n\n- [x] a\n", ""),
    ("brackets", "", "[", ""),
    ("bracket pairs", "", "[]", ""),
    ("brackets nested", "", "[a](", ""),
    ("brackets and exclamations", "", "![", ""),
    ("links", "", "[a](b)", ""),
    ("links open", "", "[a](<b", ""),
    ("images with titles", "", "![a](b \"c\")\n\n", ""),
    ("images in images", "", "![a", "](b)"),
    ("references", "[a]: b\n\n", "[a] ", ""),
    ("missing references", "", "[a][b] ", ""),
    ("definitions", "", "[a{n}]: b\n", ""),
    ("stars", "", "*", ""),
    ("stars with letters", "", "*a ", ""),
    ("stars open and close", "", "a**b", "c* "),
    ("stars and underscores", "", "*a_ ", ""),
    ("strong open", "", "**a *b ", ""),
    ("tildes", "", "~~a ~b ", ""),
    ("emphasis beside Chinese", "", "**“", ""),
    ("emphasis beside Chinese, both ways", "", "**“中。**", ""),
    ("runs beside each other", "", "中**~~", ""),
    ("variation selectors", "", "。\u{FE01}_a", ""),
    ("backslashes", "", "\\", "*"),
    ("backslashes and stars", "", "\\*", ""),
    ("backticks", "", "`", ""),
    ("backticks of all lengths", "", "`{n} ``{n} ```{n}", ""),
    ("code", "", "`a` ", ""),
    ("fences", "", "```a\n", ""),
    ("fences closed", "", "```a\nb\n```\n", ""),
    ("a block of code", "```\n", "a\n", "```"),
    ("tables of many columns", "", "|a", "\n"),
    ("tables of many rows", "|a|b|\n|-|-|\n", "|c|d|\n", ""),
    ("tables, again and again", "", "|a|\n|-|\n|b|\n\n", ""),
    ("rows that are too short", "|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n", "|\n", ""),
    ("footnotes", "", "[^{n}] ", ""),
    ("footnotes with definitions", "", "[^{n}]\n\n[^{n}]: a\n\n", ""),
    ("definitions of footnotes", "", "[^{n}]: a\n\n", ""),
    ("one footnote, many references", "[^a]: b\n\n", "[^a] ", ""),
    ("footnotes in footnotes", "", "[^{n}]: [^1{n}]\n", ""),
    ("footnotes open", "", "\n[^", ""),
    ("headings", "", "# a\n", ""),
    ("headings of every level", "", "# a\n###### b\n", ""),
    ("headings with anchors", "", "# a {#b}\n", ""),
    ("headings that look numbered", "# a\n", "# a-{n}\n# a\n", ""),
    ("underlined headings", "", "a\n=\n", ""),
    ("rules", "", "***\n", ""),
    ("HTML", "", "<a>", ""),
    ("HTML open", "", "<a ", ""),
    ("HTML with addresses", "", "<a href=b>", ""),
    ("HTML in blocks", "", "<div>\n\na\n\n", ""),
    ("HTML ids", "", "<a id=b>", ""),
    ("HTML nested", "", "<div>", ""),
    ("HTML nested in blocks", "", "<div>\n\n", ""),
    ("HTML of SVG", "", "<svg>", ""),
    ("HTML of items", "", "<b><li>", ""),
    ("HTML that ends nothing", "", "<b>", "</i></i></i></i>"),
    ("HTML open in a block", "<div>", "<a <a ", ""),
    ("scripts open", "a ", "<script> ", ""),
    ("attributes of a fence", "```js ", "a=b ", "\na\n```\n"),
    ("candidates of images", "<img srcset='", "a 1x, ", "'>"),
    ("comments open", "", "<!--", ""),
    ("comments", "", "<!-- a -->", ""),
    ("comments closed otherwise", "", "<!-- a --!>", ""),
    ("footnotes that are patterns", "", "[^", "]"),
    ("declarations", "", "<!A ", ""),
    ("CDATA", "", "a <![CDATA[", ""),
    ("instructions", "", "a <?", ""),
    ("entities", "", "&amp;", ""),
    ("entities open", "", "&a", ""),
    ("entities in HTML", "<a href='", "&ouml;&", "'>"),
    ("www", "", "www.", ""),
    ("www, often", "", "www.a.b ", ""),
    ("brackets in addresses", "", "http://((((", ""),
    ("brackets closed behind an address", "http://a/", "))))", ""),
    ("semicolons behind an address", "http://a/&", "b;;", ""),
    ("hosts that are none", "", "(http://_", ""),
    ("addresses", "", "http://a.b/c ", ""),
    ("mail", "", "a@a@", ""),
    ("mail, often", "", "a@b.cc ", ""),
    ("mail without an end", "", "a.", "@"),
    ("colons", "", ":a", ""),
    ("emoji", "", ":tada:", ""),
    ("emoji and addresses", "", ":tada: www.a.b ", ""),
    ("soft breaks", "", "a\n", ""),
    ("soft breaks between Chinese", "", "中\n", ""),
    ("soft breaks before links", "", "a\n*[b](c)*", ""),
    ("hard breaks", "", "a  \n", ""),
    ("alerts", "", "> [!NOTE]\n> a\n\n", ""),
    ("alerts in alerts", "", "> ", "[!NOTE]\n"),
    ("tabs", "", "\t", "a"),
    ("blank lines", "a", "\n", "b"),
    ("one long word", "", "a", ""),
    ("Chinese", "", "中文，", ""),
    ("dashes of a rule", "", "- - ", "\na"),
];

fn text((_, before, repeated, behind): &Attack, size: usize) -> String {
    let mut text = before.to_string();
    for number in 0.. {
        if text.len() + behind.len() >= size {
            break;
        }
        text += &repeated.replace("{n}", &number.to_string());
    }
    text + behind
}

pub(crate) fn table() {
    println!("\n{:<40}{:>12}{:>12}{:>8}", "attack", "32 kB, ms", "64 kB, ms", "ratio");
    let mut failures = 0;
    for attack in ATTACKS {
        let (once, twice) = (time(&text(attack, SIZE)), time(&text(attack, 2 * SIZE)));
        let ratio = twice.as_secs_f64() / once.as_secs_f64();
        let is_slow = once > LONGEST || (ratio > STEEPEST && twice > Duration::from_millis(20));
        failures += usize::from(is_slow);
        let (once, twice) = (once.as_secs_f64() * 1e3, twice.as_secs_f64() * 1e3);
        println!("{:<40}{once:>12.2}{twice:>12.2}{ratio:>8.1}{}", attack.0, if is_slow { "  too slow" } else { "" });
    }
    println!("\n{failures} of {} too slow", ATTACKS.len());
}

/// The best of three.
fn time(text: &str) -> Duration {
    let once = |_| {
        let start = Instant::now();
        super::write(text);
        start.elapsed()
    };
    (0..3).map(once).min().unwrap_or_default()
}

const TOKENS: &[&str] = &[
    "*",
    "**",
    "_",
    "~~",
    "~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "](a)",
    "[^",
    "]:",
    "[^a]",
    "<",
    ">",
    "<a ",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "\"",
    "'",
    "=",
    "&",
    ";",
    "#",
    "# ",
    "- ",
    "1. ",
    "> ",
    ">",
    "|",
    "|-",
    "\n",
    "\n\n",
    "  ",
    "    ",
    "\t",
    "\\",
    "a",
    "b ",
    ":",
    ".",
    "www.",
    "http://",
    "@",
    "/",
    "中",
    "。",
    "“",
    "”",
    "\u{FE01}",
    "---",
    "===",
    "```",
    "~~~",
    "[x] ",
    "[!NOTE]",
    ":tada:",
    "$",
    "$$",
    "{",
    "}",
    "{#a}",
    "!",
    "&amp;",
    "<a href=b>",
    "<!-- tabs -->\n",
];

/// Repeats random short patterns, and prints those that are slow.
pub(crate) fn search(seconds: u64) {
    let start = Instant::now();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    let (mut tried, mut found, mut worst) = (0, 0, Duration::ZERO);
    while start.elapsed().as_secs() < seconds {
        let mut pattern =
            |longest: usize| -> String { (0..random(longest + 1)).map(|_| TOKENS[random(TOKENS.len())]).collect() };
        let (before, repeated, behind) = (pattern(3), pattern(5) + "a", pattern(2));
        let make = |size: usize| format!("{before}{}{behind}", repeated.repeat(size / repeated.len()));
        let took = time_once(&make(SIZE / 4));
        tried += 1;
        if took < Duration::from_millis(4) {
            continue;
        }
        let (once, twice) = (time(&make(SIZE)), time(&make(2 * SIZE)));
        worst = worst.max(once);
        let ratio = twice.as_secs_f64() / once.as_secs_f64();
        if once > LONGEST || (ratio > STEEPEST && twice > Duration::from_millis(40)) {
            found += 1;
            println!("{once:?}, twice as long {twice:?}: {before:?} {repeated:?} {behind:?}");
        }
    }
    println!("{tried} patterns, {found} too slow; the slowest took {worst:?}");
}

fn time_once(text: &str) -> Duration {
    let start = Instant::now();
    super::write(text);
    start.elapsed()
}
