//! Markdown of other generators, and the HTML that it becomes.

use crate::{
    model::{Lang, RelPath, Syntax},
    parse::markdown::{Reading, write},
};

mod templates;

/// The HTML of a body whose project has these forms.
fn html(body: &str, syntax: &[Syntax]) -> String {
    let (path, lang) = (RelPath::new("a.md").unwrap(), Lang::new("en").unwrap());
    let done = write(body, &Reading { syntax, ..Reading::new(&path, &lang) });
    done.body.html.replace("\n<", "<").trim().to_owned()
}

fn check(syntax: &[Syntax], cases: &[(&str, &str)]) {
    for (body, expect) in cases {
        assert_eq!(html(body, syntax), *expect, "{body}");
    }
}

#[test]
fn containers_of_colons() {
    check(
        &[],
        &[
            ("::: tip\na\n:::\nb", "<aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside><p>b</p>"),
            (
                "a\n:::tip A *b*\nc\n:::",
                "<p>a</p><aside class=\"tip\"><p class=\"label\">A <em>b</em></p><p>c</p></aside>",
            ),
            (":::note[A]{.b}\nc\n:::", "<aside class=\"note\"><p class=\"label\">A</p><p>c</p></aside>"),
            ("::: details\na\n:::", "<details><summary>Details</summary><p>a</p></details>"),
            ("::: details A {open}\na\n:::", "<details><summary>A</summary><p>a</p></details>"),
            (
                ":::: warning\na\n::: danger 1. B\nc\n:::\n::::\nd",
                "<aside class=\"warning\"><p class=\"label\">Warning</p><p>a</p>\
                 <aside class=\"caution\"><p class=\"label\">1. B</p><p>c</p></aside></aside><p>d</p>",
            ),
            (
                "- a\n\n  ::: tip\n  b\n  :::\n- c",
                "<ul><li><p>a</p><aside class=\"tip\"><p class=\"label\">Tip</p><p>b</p></aside></li><li><p>c</p></li></ul>",
            ),
            (
                "> ::: tip\n> a\n> :::\n\nb",
                "<blockquote><aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside></blockquote><p>b</p>",
            ),
            // Its end stands in the item; it ends behind the list.
            (
                "::: tip\n- a\n  :::\n\nb",
                "<aside class=\"tip\"><p class=\"label\">Tip</p><ul><li>a</li></ul></aside><p>b</p>",
            ),
            // It has no end.
            (
                "- ::: tip\n\nb\n\n::: tip\nc",
                "<ul><li><aside class=\"tip\"><p class=\"label\">Tip</p></aside></li></ul><p>b</p><aside class=\"tip\"><p class=\"label\">Tip</p><p>c</p></aside>",
            ),
            (
                "> ::: tip\n> a\n\nb",
                "<blockquote><aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside></blockquote><p>b</p>",
            ),
            ("::: foo\na\n:::", "<p>a</p>"),
            (":::", "<p>:::</p>"),
            ("a ::: b", "<p>a ::: b</p>"),
        ],
    );
}

#[test]
fn tabs() {
    let tabs = "<div class=\"tabs\"><section class=\"tab open\" id=\"tab-1-1\"><p class=\"label\">A</p><p>a</p></section>\
                <section class=\"tab\" id=\"tab-1-2\"><p class=\"label\">B c</p><p>b</p></section></div>";
    for (syntax, body) in [
        (&[][..], "::: tabs\n@tab A\na\n@tab:active B c#d\nb\n:::"),
        (&[], ":::tabs key:x\n== A\na\n== B c\nb\n:::"),
        (&[Syntax::Admonitions], "=== \"A\"\n\n    a\n\n=== \"B c\"\n\n    b\n"),
        (
            &[Syntax::Shortcodes],
            "{{< tabs >}}\n{{% tab \"A\" %}}\na\n{{% /tab %}}\n{{< tab header=\"B c\" >}}b{{< /tab >}}\n{{< /tabs >}}",
        ),
        (
            &[Syntax::Tags],
            "{% tabs x %}\n<!-- tab A -->\na\n<!-- endtab -->\n<!-- tab B c@icon -->\nb\n<!-- endtab -->\n{% endtabs %}",
        ),
        (
            &[Syntax::Components],
            "<Tabs>\n  <TabItem value=\"a\" label=\"A\">\n    a\n  </TabItem>\n  <TabItem label='B c'>b</TabItem>\n</Tabs>",
        ),
    ] {
        assert_eq!(html(body, syntax), tabs, "{body}");
    }
    let code = html("::: code-group\n```sh [npm]\na\n```\n```js\nb\n```\n:::", &[]);
    assert_eq!(code.matches("<section").count(), 2, "{code}");
    assert!(code.contains("<p class=\"label\">npm</p>") && code.contains("<p class=\"label\">js</p>"), "{code}");
}

#[test]
fn indented_containers() {
    check(
        &[Syntax::Admonitions],
        &[
            (
                "!!! note\n    a\n\n    - b\n\nc",
                "<aside class=\"note\"><p class=\"label\">Note</p><p>a</p><ul><li>b</li></ul></aside><p>c</p>",
            ),
            (
                "!!! tip inline end \"A `b`\"\n\n\ta\n",
                "<aside class=\"tip\"><p class=\"label\">A <code>b</code></p><p>a</p></aside>",
            ),
            ("!!! note \"\"\n    a\n", "<aside class=\"note\"><p>a</p></aside>"),
            ("::: package.module\n    options:\n      a: b\n\nc", "<p>c</p>"),
            ("!!! my-own\n    a\n", "<aside class=\"note\"><p class=\"label\">My own</p><p>a</p></aside>"),
            (
                "??? question \"A\"\n    a\n???+ note\n    b",
                "<details><summary>A</summary><p>a</p></details><details open><summary>Note</summary><p>b</p></details>",
            ),
            (
                "!!! note\n    a\n\n    ??? tip \"T\"\n        b\n\n        ```\n        c\n            d\n        ```\n    e\n",
                "<aside class=\"note\"><p class=\"label\">Note</p><p>a</p><details><summary>T</summary><p>b</p>\
                 <figure class=\"code\"><pre tabindex=\"0\"><code>c\n    d</code></pre></figure></details><p>e</p></aside>",
            ),
            (
                "1. a\n\n    !!! tip\n        b\n\n2. c",
                "<ol><li><p>a</p><aside class=\"tip\"><p class=\"label\">Tip</p><p>b</p></aside></li><li><p>c</p></li></ol>",
            ),
            (
                "> !!! tip\n>     a\n>\n> b",
                "<blockquote><aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside><p>b</p></blockquote>",
            ),
            // What indents the text of a tab in an item is no code.
            (
                "2. a\n\n    === \"A\"\n\n        b\n\n    === \"B\"\n\n        c\n\n    d",
                "<ol start=\"2\"><li><p>a</p><div class=\"tabs\"><section class=\"tab open\" id=\"tab-1-1\"><p class=\"label\">A</p><p>b</p></section>\
                 <section class=\"tab\" id=\"tab-1-2\"><p class=\"label\">B</p><p>c</p></section></div><p>d</p></li></ol>",
            ),
            (
                "- !!! tip\n\n        a\n- b",
                "<ul><li><aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside></li><li><p>b</p></li></ul>",
            ),
            ("!!! tip \"A\"\n\nb", "<aside class=\"tip\"><p class=\"label\">A</p></aside><p>b</p>"),
            ("!!! Really\nyes", "<p>!!! Really\nyes</p>"),
            ("What???\n\n!!! 注意", "<p>What???</p><p>!!! 注意</p>"),
        ],
    );
    check(&[], &[("!!! note\n    a", "<p>!!! note\na</p>")]);
}

#[test]
fn tags_in_texts() {
    check(
        &[Syntax::Shortcodes],
        &[
            (
                "{{% alert title=\"A\" color=\"warning\" %}}\nb\n{{% /alert %}}",
                "<aside class=\"warning\"><p class=\"label\">A</p><p>b</p></aside>",
            ),
            ("{{< details \"A\" >}}\nb\n{{< /details >}}", "<details><summary>A</summary><p>b</p></details>"),
            (
                "{{< tabpane >}}\n{{< tab header=\"A\" lang=\"toml\" >}}\n[a]\n{{</* b */>}}\n{{< /tab >}}\n{{< tab header=\"B\" >}}\nc\n{{< /tab >}}\n{{< /tabpane >}}",
                "<div class=\"tabs\"><section class=\"tab open\" id=\"tab-1-1\"><p class=\"label\">A</p><figure class=\"code\"><figcaption>toml</figcaption><pre tabindex=\"0\"><code class=\"language-toml\"></code></pre></figure></section><section class=\"tab\" id=\"tab-1-2\"><p class=\"label\">B</p><p>c</p></section></div>",
            ),
            ("a {{< unknown x >}} b {{< pair >}}c{{< /pair >}}", "<p>a  b c</p>"),
            (
                "{{< highlight go \"linenos=true\" >}}\na := `b`\n{{< /highlight >}}",
                "<figure class=\"code\"><figcaption>go</figcaption><pre tabindex=\"0\"><code class=\"language-go\"></code></pre></figure>",
            ),
            ("`{{< a >}}` and {{</* b */>}}", "<p><code>{{&lt; a &gt;}}</code> and {{&lt;/* b */&gt;}}</p>"),
        ],
    );
    check(
        &[Syntax::Tags],
        &[
            (
                "{% note warning A b %}\nc\n{% endnote %}",
                "<aside class=\"warning\"><p class=\"label\">A b</p><p>c</p></aside>",
            ),
            ("{% raw %}{{ a }}{% endraw %} b", "<p>{{ a }} b</p>"),
            ("a{% comment %}b\nc{% endcomment %}d", "<p>ad</p>"),
            ("{% comment %}b\nc{% endcomment %}\nd", "<p>d</p>"),
            ("{% if a %}\nb\n{% endif %}", "<p>b</p>"),
        ],
    );
    check(
        &[Syntax::Components],
        &[
            (
                "import A from 'b'\n\nexport const c = {\n  d: 1,\n}\n\n# E\n\n<Unknown a={1}>f</Unknown> {/* g */}",
                "<h2 id=\"e\">E<a class=\"anchor\" href=\"#e\" aria-label=\"Link to this section\">#</a></h2><p>f</p>",
            ),
            (
                "<Aside type=\"caution\" title=\"A\">\nb\n</Aside>",
                "<aside class=\"caution\"><p class=\"label\">A</p><p>b</p></aside>",
            ),
            ("<script setup>\nimport a from 'b'\n</script>\n\nc", "<p>c</p>"),
            (
                "a\n\n<Fragment set:html={\"<pre>b\\n\\n<i>c</i> {d}</pre>\"} />\n\ne",
                "<p>a</p><pre>b\n<i>c</i> {d}</pre><p>e</p>",
            ),
            ("[a](</>) [b](</c-d/e>)", "<p><a href=\"\">a</a> <a href=\"\">b</a></p>"),
            ("a <Link id=\"b\"/>c", "<p>a <a id=\"b\"></a>c</p>"),
            ("<Steps>\n<ol><li>a</li></ol>\n</Steps>", "<ol><li>a</li></ol>"),
            (
                "<CardGrid>\n\t<Card title=\"A\" icon=\"x\">\n\t\tb\n\t</Card>\n</CardGrid>",
                "<ul class=\"deck\"><li><p><strong>A</strong></p><p>b</p></li></ul>",
            ),
            ("a `<Tabs>` b", "<p>a <code>&lt;Tabs&gt;</code> b</p>"),
            ("a {'b'} {\" \"}c", "<p>a b  c</p>"),
        ],
    );
    check(
        &[Syntax::Attributes, Syntax::Marks, Syntax::Definitions, Syntax::Callouts],
        &[
            ("[a](b){ .md-button } c", "<p><a href=\"\">a</a> c</p>"),
            (
                "{: .warning }\na\nb\n\nc",
                "<aside class=\"warning\"><p class=\"label\">Warning</p><p>a\nb</p></aside><p>c</p>",
            ),
            (
                "a\n{: .b #c}\n\n## D %{#e}%",
                "<p>a</p><h2 id=\"e\">D<a class=\"anchor\" href=\"#e\" aria-label=\"Link to this section\">#</a></h2>",
            ),
            (
                "==a b== ++ctrl+c++ ^^d^^ :material-check: a == b",
                "<p><mark>a b</mark> <kbd>ctrl</kbd>+<kbd>c</kbd> <ins>d</ins>  a == b</p>",
            ),
            ("a 5$ {.b} and 6$", "<p>a 5$  and 6$</p>"),
            ("*[HTML]: Hyper\n\na", "<p>a</p>"),
            ("A\n: b\n: c", "<dl><dt>A</dt><dd>b</dd><dd>c</dd></dl>"),
            (
                "!> a *b*\n\n?> c",
                "<aside class=\"important\"><p>a <em>b</em></p></aside><aside class=\"tip\"><p>c</p></aside>",
            ),
        ],
    );
}

#[test]
fn code_is_never_touched() {
    let syntax: Vec<Syntax> = Syntax::WORDS.iter().map(|(_, syntax)| *syntax).collect();
    for inside in [
        "::: tip\na\n:::\n",
        "!!! note\n    a\n",
        "{{< a >}}\n{% b %}\n",
        "<Tabs>\n",
        "==a== {: .b }\n",
        "import a from 'b'\n",
    ] {
        let shown = crate::model::escaped(inside.trim_end()).into_owned();
        for body in [
            format!("```\n{inside}```\n"),
            format!("- a\n\n  ~~~~\n{}  ~~~~\n", inside.lines().map(|line| format!("  {line}\n")).collect::<String>()),
            format!("a\n\n{}", inside.lines().map(|line| format!("    {line}\n")).collect::<String>()),
            format!("::: tip\n```\n{inside}```\n:::\n"),
            // A fence that is indented, or stands in a quote, ends no block of code.
            format!("```\n{inside}    ```\n> ```\n{inside}```\n"),
        ] {
            let html = html(&body, &syntax);
            assert!(html.contains(&format!("<code>{shown}")), "{body}\n{html}");
        }
    }
}

#[test]
fn code_ends_with_its_quote() {
    check(
        &[],
        &[(
            "> ```\n> ::: tip\n\n::: tip\na\n:::",
            "<blockquote><figure class=\"code\"><pre tabindex=\"0\"><code>::: tip</code></pre></figure></blockquote><aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside>",
        )],
    );
}

#[test]
fn formulas_are_never_touched() {
    let (path, lang) = (RelPath::new("a.md").unwrap(), Lang::new("en").unwrap());
    let syntax: Vec<Syntax> = Syntax::WORDS.iter().map(|(_, syntax)| *syntax).collect();
    let body = "$\\sum_{i=1}^n {.a}$\n\n$$\nx_{i=1}\n==y==\n$$\n\na \\(b_{c}\\) \\\\(d\\\\)\n\n\\[\ne\n\\]\n";
    let done = write(body, &Reading { syntax: &syntax, ..Reading::new(&path, &lang) });
    let formulas: Vec<&str> =
        done.body.pieces.iter().filter_map(|html| html.split("application/x-tex\">").nth(1)).collect();
    assert!(formulas.len() == 5 && formulas[0].starts_with("\\sum_{i=1}^n {.a}<"), "{formulas:?}");
    assert!(formulas[1].contains("x_{i=1}\n==y=="), "{formulas:?}");
    let of_brackets: Vec<&str> = formulas[2..].iter().map(|formula| formula.split('<').next().unwrap()).collect();
    assert_eq!(of_brackets, ["b_{c}", "d", "e"]);
}

#[test]
fn blocks_of_slashes() {
    let note = "<aside class=\"note\"><p class=\"label\">Note</p><p>a</p></aside>";
    check(
        &[Syntax::Admonitions],
        &[
            ("/// note\na\n///\nb", &format!("{note}<p>b</p>")),
            ("/// note | A *b*\na\n///", &note.replace("Note", "A <em>b</em>")),
            (
                "/// admonition | A\n    type: warning\n\na\n///",
                &note.replace("\"note\"", "\"warning\"").replace("Note", "A"),
            ),
            (
                "/// details | A\n    open: true\n    type: tip\n\na\n///",
                "<details open><summary>A</summary><p>a</p></details>",
            ),
            (
                "//// note\n/// details | A\na\n///\n////",
                "<aside class=\"note\"><p class=\"label\">Note</p><details><summary>A</summary><p>a</p></details></aside>",
            ),
            (
                "/// tab | A\na\n///\n\n/// tab | B\nb\n///\n\nc",
                "<div class=\"tabs\"><section class=\"tab open\" id=\"tab-1-1\"><p class=\"label\">A</p><p>a</p></section>\
                 <section class=\"tab\" id=\"tab-1-2\"><p class=\"label\">B</p><p>b</p></section></div><p>c</p>",
            ),
            ("/// caption\na\n///", "<p>a</p>"),
            ("/// a comment of code", "<p>/// a comment of code</p>"),
            ("///", "<p>///</p>"),
        ],
    );
}

#[test]
fn quotes_that_are_alerts() {
    check(
        &[Syntax::Callouts],
        &[
            (
                "> [!info] A *b*\n> a\n> - b\n\nc",
                "<aside class=\"note\"><p class=\"label\">A <em>b</em></p><p>a</p><ul><li>b</li></ul></aside><p>c</p>",
            ),
            (
                "> [!success]\n> a\n>\n> b",
                "<aside class=\"tip\"><p class=\"label\">Success</p><p>a</p><p>b</p></aside>",
            ),
            ("> [!faq]- A\n> a", "<details><summary>A</summary><p>a</p></details>"),
            ("> [!faq]+\n> a", "<details open><summary>Faq</summary><p>a</p></details>"),
            ("> [!NOTE] A\n> a", "<aside class=\"note\"><p class=\"label\">A</p><p>a</p></aside>"),
            ("> [!NOTE]\n> a", "<aside class=\"note\"><p class=\"label\">Note</p><p>a</p></aside>"),
            (
                "> [!bug]\n> a\n> > [!tip] B\n> > b\n>\n> c",
                "<aside class=\"caution\"><p class=\"label\">Bug</p><p>a</p><aside class=\"tip\"><p class=\"label\">B</p><p>b</p></aside><p>c</p></aside>",
            ),
            (
                "- a\n\n  > [!bug]\n  > b\n- c",
                "<ul><li><p>a</p><aside class=\"caution\"><p class=\"label\">Bug</p><p>b</p></aside></li><li><p>c</p></li></ul>",
            ),
            (
                "> [!info]\n> ```\n> [!info] a\n> ```",
                "<aside class=\"note\"><p class=\"label\">Info</p><figure class=\"code\"><pre tabindex=\"0\"><code>[!info] a</code></pre></figure></aside>",
            ),
            ("> a\n> [!info] b", "<blockquote><p>a\n[!info] b</p></blockquote>"),
            ("[!info] a", "<p>[!info] a</p>"),
            ("> [!what] a", "<blockquote><p>[!what] a</p></blockquote>"),
        ],
    );
}

#[test]
fn tags_of_html_whose_text_is_markdown() {
    check(
        &[Syntax::Attributes],
        &[
            ("<div class=\"a\" markdown>\n*b*\n</div>\nc", "<div class=\"a\"><p><em>b</em></p></div><p>c</p>"),
            (
                "<figure markdown=\"span\">\n  ![A](a.png){ width=3 }\n  <figcaption>B</figcaption>\n</figure>",
                "<figure><p></p><figcaption>B</figcaption></figure>",
            ),
            (
                "<div markdown=\"1\" id=\"x\">\n    - a\n    - b\n</div>",
                "<div id=\"x\"><ul><li>a</li><li>b</li></ul></div>",
            ),
            ("<div markdown>*a*</div>", "<div><p><em>a</em></p></div>"),
            ("<div class=\"markdown\">\n*a*\n</div>", "<div class=\"markdown\">\n*a*</div>"),
        ],
    );
}

#[test]
fn signs_in_a_text() {
    check(
        &[Syntax::Marks],
        &[
            ("H~2~O, E=mc^2^, x^(n+1)^", "<p>H<sub>2</sub>O, E=mc<sup>2</sup>, x<sup>(n+1)</sup></p>"),
            ("~~a~~ and ^^b^^", "<p><del>a</del> and <ins>b</ins></p>"),
            ("2^10 and 2^20, ~/a and ~/b", "<p>2^10 and 2^20, ~/a and ~/b</p>"),
            ("a^ b^ `c^2^`", "<p>a^ b^ <code>c^2^</code></p>"),
        ],
    );
}

/// The forms of Jekyll.
const JEKYLL: &[Syntax] = &[Syntax::Tags, Syntax::Includes, Syntax::Attributes, Syntax::Definitions];

#[test]
fn attributes_of_a_block() {
    let tip = "<aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside>";
    for body in [
        "{: .tip }\na",
        "{: .tip }\n> a",
        "a\n{: .tip }",
        "> a\n{: .prompt-tip }",
        "a\n{: #x .notice--tip }\n\n{: .late }",
        "{: .tip-title }\n> Tip\n>\n> a",
    ] {
        assert_eq!(html(body, JEKYLL), tip, "{body}");
    }
    check(
        JEKYLL,
        &[
            (
                "{: .tip }\n> a\n>\n> - b\n>   {: .c }\n\nd",
                "<aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p><ul><li>b</li></ul></aside><p>d</p>",
            ),
            (
                "1. a\n\n   > b\n   {: .tip }\n\n2. c",
                "<ol><li><p>a</p><aside class=\"tip\"><p class=\"label\">Tip</p><p>b</p></aside></li><li><p>c</p></li></ol>",
            ),
            (
                "> a\n> {: .tip }",
                "<blockquote><aside class=\"tip\"><p class=\"label\">Tip</p><p>a</p></aside></blockquote>",
            ),
            ("a\nb\n{: .lead }\n\nc", "<p>a\nb</p><p>c</p>"),
            ("- a\n{:.tip-of-the-day}\n- b", "<ul><li>a</li><li>b</li></ul>"),
            (
                "## A\n{: #own .x }\n\nb",
                "<h2 id=\"own\">A<a class=\"anchor\" href=\"#own\" aria-label=\"Link to this section\">#</a></h2><p>b</p>",
            ),
            ("{::comment}\na\n{:/comment}\nb {::comment}c{:/}d", "<p>b d</p>"),
            ("a {::nomarkdown}<b>c</b>{:/} {::options x=\"y\" /}d", "<p>a <b>c</b> d</p>"),
            ("*[AB]: A b\n\na\n\n^\nb", "<p>a</p><p>b</p>"),
            (
                "`{: .tip }`\n\n    {::comment}\n",
                "<p><code>{: .tip }</code></p><figure class=\"code\"><pre tabindex=\"0\"><code>{::comment}</code></pre></figure>",
            ),
        ],
    );
}

#[test]
fn blocks_behind_tags_of_html() {
    check(
        JEKYLL,
        &[
            (
                "<div markdown=\"1\">\na\n</div>\n```text\n{: .b }\n```",
                "<div><p>a</p></div><figure class=\"code\"><figcaption>text</figcaption><pre tabindex=\"0\"><code class=\"language-text\"></code></pre></figure>",
            ),
            (
                "<div markdown=\"1\">\n    ![a](b)\n</div>",
                "<div><figure class=\"code\"><pre tabindex=\"0\"><code>![a](b)</code></pre></figure></div>",
            ),
            (
                "<details markdown=\"block\">\n  <summary>a</summary>\n- TOC\n{:toc}\n\nb\n</details>",
                "<details>\n  <summary>a</summary><p>b</p></details>",
            ),
        ],
    );
}
