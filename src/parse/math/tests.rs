//! Formulas, and those of strangers that look for a way around the limits.

use super::{FormulaError, MAX_HTML, to_mathml};

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
fn what_is_wrong_has_its_place() {
    for (tex, expect) in [
        (r"a+\foo b", FormulaError::Command("foo".into(), 2..6)),
        (r"x \href{y}{z}", FormulaError::Command("href".into(), 2..7)),
        ("{a", FormulaError::Wrong("`}` is missing at the end".into(), 2..2)),
        ("x^2^3", FormulaError::Wrong("two subscripts or superscripts follow each other".into(), 3..4)),
    ] {
        assert_eq!(to_mathml(tex, false), Err(expect), "{tex}");
    }
    let long = format!("x{}", "+1".repeat(5000));
    assert_eq!(to_mathml(&long, false), Err(FormulaError::Limit("9 kB > 8 kB".into())));
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
        let tags: String =
            html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default().to_owned() + "\n").collect();
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
fn all_words_are_there_in_chinese() {
    for (_, ours) in super::WORDS {
        assert!(crate::diag::has_chinese(&ours.replace("{}", "x")), "{ours}");
    }
}

#[test]
fn commands_that_the_converter_lacks_are_understood() {
    for (tex, expect) in [
        (r"\boxed{x}", "x"),
        (r"\textcolor{red}{x}", "x"),
        (r"x\tag{1}", "x(1)"),
        (r"\substack{a\\b}", "ab"),
        (r"\textcircled{1}", "(1)"),
        (r"\widetilde{ab}", "ab˜"),
        (r"\widecheck{a}", "aˇ"),
        (r"a\dotsb b\dotsi", "a⋯b⋯"),
        (r"a\dotsc", "a..."),
        (r"\LaTeX\TeX", "LaTeXTeX"),
        (r"\ensuremath{x}\smash{y}\rlap{z}\llap{u}\mathclap{v}\raisebox{1em}{w}", "xyzuvw"),
        (r"\sgn x\lcm y\argmax z", "sgnxlcmyargmaxz"),
        (r"\begin{matrix}a\cr b\end{matrix}", "ab"),
        (r"\begin{split}a&=b\end{split}", "a=b"),
        (r"\begin{alignedat}{2}a&=b\end{alignedat}", "a=b"),
        (r"\begin{smallmatrix}a\end{smallmatrix}", "a"),
        (r"\mbox{a b}\hbox{c}", "a bc"),
    ] {
        let html = to_mathml(tex, true).unwrap_or_else(|error| panic!("{tex}: {error:?}"));
        let shown = html.split("<annotation").next().unwrap_or_default();
        let text: String = shown.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
        let text = text.replace(['\u{2061}', '\u{2002}', '\u{a0}'], " ");
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), expect, "{tex}: {html}");
    }
}
