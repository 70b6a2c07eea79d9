//! Formulas: TeX to MathML, and which dollar signs begin one.
//!
//! In: the TeX between the signs. Out: a `math` element with its source as an annotation, or what is wrong.
//!
//! What always holds: the element has no link, no script and no style: what the converter writes as styles
//! becomes classes, since a strict policy forbids styles in pages. The work is bounded by [`MAX_TEX`],
//! [`MAX_TOKENS`] and [`MAX_HTML`]; there are no definitions, so nothing expands.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use pulldown_cmark::{Event, Options, Parser};
use std::{borrow::Cow, ops::Range, sync::LazyLock};

/// Bytes of a formula.
const MAX_TEX: usize = 8 * 1024;
/// Characters in a formula that can open a level of nesting.
const MAX_TOKENS: usize = 1000;
/// As many levels fit into the stack of any thread.
const SHALLOW: usize = 32;
/// Enough stack for [`MAX_TOKENS`] levels.
const DEEP_STACK: usize = 64 * 1024 * 1024;
/// Bytes of the HTML of a formula.
const MAX_HTML: usize = 64 * 1024;

/// Commands that make links, identifiers, styles or definitions, should the converter ever learn them.
const REFUSED: [&str; 24] = [
    "href",
    "url",
    "htmlclass",
    "htmlid",
    "htmlstyle",
    "htmldata",
    "includegraphics",
    "style",
    "class",
    "cssid",
    "unicode",
    "def",
    "gdef",
    "edef",
    "xdef",
    "let",
    "newcommand",
    "renewcommand",
    "providecommand",
    "require",
    "input",
    "eqref",
    "ref",
    "label",
];

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    let command = |name: &str, meaning: &str| (name.to_owned(), meaning.to_owned());
    let config = MathCoreConfig {
        annotation: true,
        macros: vec![
            command("boxed", r"\begin{array}{|c|}\hline #1\\\hline\end{array}"),
            command("textcolor", r"{\color{#1}#2}"),
        ],
        ..MathCoreConfig::default()
    };
    LatexToMathML::new(config).ok()
});

/// Why a formula is shown as its source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// What is wrong, and the bytes of the TeX that it is about.
    Wrong(String, Range<usize>),
    /// A command that does not exist here, without its backslash.
    Command(String, Range<usize>),
    /// A limit, and how far the formula is beyond it.
    Limit(String),
}

/// The formula as a `math` element.
pub fn to_mathml(tex: &str, display: bool) -> Result<String, Fault> {
    if tex.len() > MAX_TEX {
        return Err(Fault::Limit(format!("{} kB > {} kB", tex.len() / 1024, MAX_TEX / 1024)));
    }
    let levels = tex.bytes().filter(|byte| b"\\{^_'&[".contains(byte)).count();
    if levels > MAX_TOKENS {
        return Err(Fault::Limit(format!("{levels} > {MAX_TOKENS} commands and braces")));
    }
    for (name, at) in commands(tex) {
        if REFUSED.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(Fault::Command(name.to_owned(), at));
        }
    }
    let html = if levels <= SHALLOW { convert(tex, display) } else { convert_deep(tex, display) }?;
    if html.len() > MAX_HTML {
        return Err(Fault::Limit(format!("{} kB > {} kB", html.len() / 1024, MAX_HTML / 1024)));
    }
    let html = styles_as_classes(&html);
    if is_clean(&html) { Ok(html) } else { Err(Fault::Wrong("a < or > has no place here".into(), 0..tex.len())) }
}

/// The converter calls itself for each level of nesting.
fn convert_deep(tex: &str, display: bool) -> Result<String, Fault> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, || convert(tex, display));
        let result = thread.ok().and_then(|thread| thread.join().ok());
        result.unwrap_or_else(|| Err(Fault::Limit("nesting".into())))
    })
}

fn convert(tex: &str, display: bool) -> Result<String, Fault> {
    let Some(converter) = &*CONVERTER else { return Err(Fault::Wrong(String::new(), 0..0)) };
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    converter.convert_with_local_state(tex, display).map(|result| result.mathml).map_err(|error| {
        let at = error.0.start.min(tex.len())..error.0.end.min(tex.len());
        let message = error.error_message();
        let message = message.trim_end_matches('.');
        match message.strip_prefix("Unknown command \"\\").and_then(|rest| rest.strip_suffix('"')) {
            Some(command) => Fault::Command(command.to_owned(), at),
            None => {
                let first = message.chars().next().map(|c| c.to_ascii_lowercase());
                Fault::Wrong(first.into_iter().chain(message.chars().skip(1)).collect(), at)
            }
        }
    })
}

/// The commands with names of letters.
fn commands(tex: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    tex.match_indices('\\').filter_map(|(at, _)| {
        let rest = &tex[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        (end > 0).then(|| (&rest[..end], at..at + 1 + end))
    })
}

/// What the converter writes as styles, and the classes for it; the rest is taken out.
const CLASSES: [(&str, &str); 20] = [
    ("text-align: left", "start"),
    ("text-align: right", "end"),
    ("padding-left: 0", "pl0"),
    ("padding-right: 0", "pr0"),
    ("padding-left:1em", "pl1"),
    ("padding-left: 0.1em", "tight"),
    ("padding-bottom: 0", "flat"),
    ("width: 100%", "full"),
    ("width: 50%", "half"),
    ("width: 7.5%", "narrow"),
    ("border-left: 0.05em solid currentcolor", "bl"),
    ("border-right: 0.05em solid currentcolor", "br"),
    ("border-top: 0.05em solid currentcolor", "bt"),
    ("border-bottom: 0.05em solid currentcolor", "bb"),
    ("border-left: 0.05em dashed currentcolor", "bl dashed"),
    ("border-right: 0.05em dashed currentcolor", "br dashed"),
    ("border-top: 0.05em dashed currentcolor", "bt dashed"),
    ("border-bottom: 0.05em dashed currentcolor", "bb dashed"),
    ("font-variant-caps: small-caps", "caps"),
    ("margin-left:-0.16666667em", "back"),
];

fn styles_as_classes(html: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(STYLE) {
        let in_tag = before.rfind('<').is_some_and(|open| !before[open..].contains('>'));
        out.push_str(before);
        let Some((style, after)) = after.split_once('"').filter(|_| in_tag) else {
            out.push_str(STYLE);
            rest = after;
            continue;
        };
        rest = after;
        let declarations = || style.split(';').map(str::trim);
        let class = |declaration| CLASSES.iter().find(|(known, _)| *known == declaration).map(|(_, class)| *class);
        let classes: Vec<&str> = declarations().filter_map(class).collect();
        let color = declarations().find_map(|declaration| declaration.strip_prefix("color:"));
        if !classes.is_empty() {
            out.push_str(&format!(" class=\"{}\"", classes.join(" ")));
        }
        if let Some(color) = color.filter(|color| color.chars().all(|c| c == '#' || c.is_ascii_alphanumeric())) {
            out.push_str(&format!(" mathcolor=\"{color}\""));
        }
    }
    out.push_str(rest);
    out
}

const ELEMENTS: [&str; 38] = [
    "math",
    "semantics",
    "annotation",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "ms",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "mpadded",
    "mphantom",
    "mtable",
    "mtr",
    "mtd",
    "mmultiscripts",
    "mprescripts",
    "menclose",
    "merror",
    "none",
    "b",
    "i",
    "em",
    "code",
    "span",
    "s",
    "u",
    "br",
];

const ATTRIBUTES: [&str; 28] = [
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "encoding",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathcolor",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Whether the HTML has only elements and attributes that can do nothing, each closed in its place. The
/// converter does not escape every text that it is given.
fn is_clean(html: &str) -> bool {
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { return false };
        if text.contains('>') {
            return false;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        while !attributes.is_empty() {
            let Some((name, rest)) = attributes.split_once("=\"") else { return false };
            let Some((_, rest)) = rest.split_once('"') else { return false };
            if !ATTRIBUTES.contains(&name) {
                return false;
            }
            attributes = rest.trim_start();
        }
        if !ELEMENTS.contains(&name) {
            return false;
        }
        if !closed {
            open.push(name);
        }
    }
    open.is_empty()
}

/// Whether the dollar signs around `at` make a formula, as the Git host decides, and not two prices: beside the
/// signs stands no Latin letter or digit, and a text that begins with a digit has no Han in it.
pub fn is_formula(text: &str, at: &Range<usize>) -> bool {
    let formula = &text[at.clone()];
    if formula.starts_with("$$") || formula.starts_with("$`") {
        return true;
    }
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inner = formula.trim_matches('$');
    let price = inner.starts_with(|c: char| c.is_ascii_digit())
        && !inner.contains('\\')
        && inner.contains(super::line_break::is_wide);
    !(word(text[..at.start].chars().next_back()) || word(text[at.end..].chars().next()) || price)
}

/// Markdown in which prices are escaped, and where that was done.
pub struct Priced<'a> {
    pub text: Cow<'a, str>,
    /// Offsets into the text before, ascending; one for each backslash that was put in.
    escaped: Vec<usize>,
}

impl Priced<'_> {
    /// Leads an offset into the text back to the text before.
    pub fn original(&self, offset: usize) -> usize {
        // The n-th backslash stands at its original offset plus n.
        let mut before = 0;
        let mut high = self.escaped.len();
        while before < high {
            let middle = usize::midpoint(before, high);
            if self.escaped[middle] + middle < offset { before = middle + 1 } else { high = middle }
        }
        offset - before
    }
}

/// What the parser needs to find formulas, for a text that may hold some.
pub fn prepare(source: &str, options: Options) -> (Options, Priced<'_>) {
    if memchr::memchr(b'$', source.as_bytes()).is_none() {
        return (options, Priced { text: source.into(), escaped: Vec::new() });
    }
    let options = options | Options::ENABLE_MATH;
    (options, escape_prices(source, options))
}

/// Escapes the dollar signs that the parser would take for the beginning of a formula though they are none.
fn escape_prices(source: &str, options: Options) -> Priced<'_> {
    let mut priced = Priced { text: source.into(), escaped: Vec::new() };
    // A sign that is taken from one formula may begin another: each round settles at least half of them.
    for _ in 0..8 {
        let wrong: Vec<usize> = Parser::new_ext(&priced.text, options)
            .into_offset_iter()
            .filter(|(event, at)| matches!(event, Event::InlineMath(_)) && !is_formula(&priced.text, at))
            .map(|(_, at)| at.start)
            .collect();
        if wrong.is_empty() {
            break;
        }
        let mut text = String::with_capacity(priced.text.len() + wrong.len());
        let mut last = 0;
        for at in &wrong {
            text.push_str(&priced.text[last..*at]);
            text.push('\\');
            last = *at;
        }
        text.push_str(&priced.text[last..]);
        let mut escaped: Vec<usize> = wrong.iter().map(|at| priced.original(*at)).collect();
        escaped.extend_from_slice(&priced.escaped);
        escaped.sort_unstable();
        priced = Priced { text: text.into(), escaped };
    }
    priced
}

#[cfg(test)]
mod tests {
    use super::{Fault, MAX_HTML, escape_prices, to_mathml};
    use pulldown_cmark::Options;

    #[test]
    fn prices_are_escaped_and_formulas_are_not() {
        for (source, expect) in [
            ("价格$5和$6元", r"价格\$5和$6元"),
            ("$5 and $6", "$5 and $6"),
            ("花了$100", "花了$100"),
            ("花了$100，赚了$200。", r"花了\$100，赚了$200。"),
            ("从$5涨到6$。", r"从\$5涨到6$。"),
            ("US$5-US$6", r"US\$5-US$6"),
            ("$HOME/bin:$PATH", r"\$HOME/bin:$PATH"),
            ("$1/月，$2/月，$x$", r"\$1/月，\$2/月，$x$"),
            ("$5**买**$6", r"\$5**买**$6"),
            ("公式$a_1$在", "公式$a_1$在"),
            ("$a$、$b$和$c$。", "$a$、$b$和$c$。"),
            ("$2^n$个", "$2^n$个"),
            ("$`a`$b", "$`a`$b"),
            ("`$5`和`$6`", "`$5`和`$6`"),
        ] {
            let options = Options::ENABLE_MATH;
            let priced = escape_prices(source, options);
            assert_eq!(priced.text, expect);
            let places: Vec<_> = priced.text.char_indices().map(|(at, _)| priced.original(at)).collect();
            assert!(places.is_sorted() && places.iter().all(|at| source.is_char_boundary(*at)), "{source}: {places:?}");
        }
    }

    #[test]
    fn many_prices_are_settled_in_a_few_rounds() {
        let source = "花$5和".repeat(200);
        assert_eq!(escape_prices(&source, Options::ENABLE_MATH).escaped.len(), 199);
    }

    fn html(tex: &str) -> String {
        to_mathml(tex, false).unwrap_or_else(|fault| format!("{fault:?}"))
    }

    #[test]
    fn a_formula_is_mathml() {
        assert_eq!(
            html("x<2"),
            "<math><semantics><mrow><mi>x</mi><mo>&lt;</mo><mn>2</mn></mrow><annotation encoding=\"application/x-tex\">x&lt;2</annotation></semantics></math>"
        );
    }

    #[test]
    fn styles_are_classes() {
        let aligned = html(r"\begin{aligned}a&=b\end{aligned}");
        assert!(aligned.contains("<mtd class=\"end pr0\"><mi>a</mi>"), "{aligned}");
        let red = html(r"\textcolor{red}{x}");
        assert!(red.contains("<mrow mathcolor=\"#FF0000\"><mi>x</mi>"), "{red}");
        let text = html(r#"\text{a style="x"}"#);
        assert!(text.contains(r#"\text{a style="x"}</annotation>"#), "{text}");
    }

    #[test]
    fn hostile_formulas_do_nothing() {
        let deep = |open: &str, times: usize| open.repeat(times);
        let mut formulas: Vec<String> = [
            r"\href{javascript:alert(1)}{x}",
            r"\url{javascript:alert(1)}",
            r"\HREF{javascript:alert(1)}{x}",
            r"\htmlClass{a}{b}",
            r"\htmlId{a}{b}",
            r"\htmlStyle{color:red}{b}",
            r"\htmlData{x=1}{b}",
            r"\includegraphics[alt=x]{http://evil/x.png}",
            r"\style{background:url(x)}{b}",
            r"\class{a}{b}",
            r"\cssId{a}{b}",
            r"\unicode{x3c}script\unicode{x3e}",
            r"\def\a{\a\a}\a",
            r"\gdef\a{x}\a",
            r"\edef\a{\a\a}\a",
            r"\xdef\a{x}",
            r"\let\a=\b",
            r"\newcommand{\a}{\a}\a",
            r"\renewcommand{\alpha}{x}",
            r"\providecommand{\a}{x}",
            r"\require{html}",
            r"\input{/etc/passwd}",
            r"\ref{x}",
            r"\eqref{javascript:alert(1)}",
            r"\label{x}",
            r"<script>alert(1)</script>",
            r"<img src=x onerror=alert(1)>",
            r"\text{<script>alert(1)</script>}",
            r#"\text{" onclick="x"}"#,
            r"\text{</mtext></math><script>alert(1)</script>}",
            r"</annotation></semantics></math><script>x</script>",
            r"\mathrm{<b onclick=x>}",
            r#"\color{red" onclick="x}y"#,
            r"\color{url(javascript:x)}y",
            r"\color{expression(x)}y",
            r"\textcolor{#f00}{x}",
            r#"\begin{array}{c" onclick="x}1\end{array}"#,
            r"\begin{script}x\end{script}",
            r"\begin{array}{|c|}\hline<b>\end{array}",
            r#"\operatorname{" onclick="x}"#,
            r"\operatorname{<script>}",
            r"\operatorname{<script>alert(1)</script>}",
            r"\operatorname{<mi onclick=x>}",
            r#"\operatorname{<mi onclick="x"></mi>}"#,
            r"\operatorname{</mo></math>}",
            r"\operatorname*{<img src=x onerror=alert(1)>}",
            r"\tag{<script>}",
            r#"\begin{equation}x\tag{" onclick="x}\end{equation}"#,
            r"\hspace{-9999em}x",
            r"\hspace{1em;position:fixed}x",
            r#"\hspace{1em" onclick="x}"#,
            r"\kern9999999999emx",
            r"\rule{9999em}{9999em}",
            r"&lt;script&gt;",
            r"&#60;script&#62;",
            r"\char60 script",
            r"\verb|<script>|",
            r"\text{\href{javascript:x}{y}}",
            r"\mathchoice{a}{b}{c}{d}",
            r"\annotation{x}",
            r"\xml:base{x}",
            "\\text{\u{202E}x}",
            "\0",
            "x\u{FDD0}y",
            r"\write18{id}",
            r"\csname href\endcsname",
            r"\message{x}",
        ]
        .map(str::to_owned)
        .into();
        for open in [
            "{",
            "\\sqrt",
            "\\frac",
            "\\left(",
            "x^{",
            "\\begin{matrix}",
            "\\text{",
            "\\not",
            "\\hat ",
            "\\color{red}",
            "\\displaystyle ",
            "\\boxed{",
            "'",
            "&",
            "[",
            "x_",
        ] {
            formulas.extend([deep(open, 30), deep(open, 300), deep(open, 900), deep(open, 100_000)]);
        }
        for tex in formulas {
            let Ok(html) = to_mathml(&tex, true) else { continue };
            let tags: String = html
                .split('<')
                .skip(1)
                .map(|tag| tag.split('>').next().unwrap_or_default().to_owned() + "\n")
                .collect();
            let known = |tag: &str| {
                tag.trim_start_matches('/').starts_with('m')
                    || ["semantics", "/semantics", "annotation encoding=\"application/x-tex\"", "/annotation"]
                        .contains(&tag)
            };
            assert!(tags.lines().all(known), "{tex}\n{html}");
            for bad in ["href", "src=", " on", " style=", "javascript", " id="] {
                assert!(!tags.contains(bad), "{tex}\n{html}");
            }
            assert!(html.len() <= MAX_HTML && html.starts_with("<math") && html.ends_with("</math>"), "{tex}");
        }
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (tex, expect) in [
            (r"a+\foo b", Fault::Command("foo".into(), 2..6)),
            (r"x \href{y}{z}", Fault::Command("href".into(), 2..7)),
            ("{a", Fault::Wrong("expected closing token \"}\", but reached end of input".into(), 2..2)),
            ("x^2^3", Fault::Wrong("duplicate subscript or superscript".into(), 3..4)),
        ] {
            assert_eq!(to_mathml(tex, false), Err(expect), "{tex}");
        }
        let long = format!("x{}", "+1".repeat(5000));
        assert_eq!(to_mathml(&long, false), Err(Fault::Limit("9 kB > 8 kB".into())));
    }
}
