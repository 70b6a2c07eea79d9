//! Tags of templates.

use super::{JEKYLL, check, html};
use crate::model::Syntax;

#[test]
fn parts_of_templates() {
    check(
        JEKYLL,
        &[
            ("a\n{% for x in y %}\nb {% for z in x %}c{% endfor %}\n{% endfor %}\nd", "<p>a</p><p>d</p>"),
            ("{% if x %}a{% if y %}b{% else %}c{% endif %}{% else %}d{% endif %} e", "<p>ab e</p>"),
            ("{% unless x %}a{% elsif z %}c{% endunless %}", "<p>a</p>"),
            ("{% capture x %}a{% endcapture %}b {% comment %}{% endraw %}{% endcomment %}c", "<p>b c</p>"),
            (
                "- a\n\n  {% include tip.html content=\"b *c*\" %}\n- d",
                "<ul><li><p>a</p><aside class=\"tip\"><p class=\"label\">Tip</p><p>b <em>c</em></p></aside></li><li><p>d</p></li></ul>",
            ),
            ("{{ streamable(id=\"x\") }}", "<p><a href=\"https://streamable.com/x\">https://streamable.com/x</a></p>"),
            (
                "{% quote(author=\"Ada\") %}\na\n{% end %}",
                "<aside class=\"note\"><p class=\"label\">Ada</p><p>a</p></aside>",
            ),
            (
                "{% include youtube.html id=\"x\" %}",
                "<p><a href=\"https://www.youtube.com/watch?v=x\">https://www.youtube.com/watch?v=x</a></p>",
            ),
            ("a {% include unknown.html %}b", "<p>a b</p>"),
            ("{{ '/b' | prepend: site.baseurl }}", "<p>/b</p>"),
        ],
    );
}

/// Time that grows with the square of the length would be minutes here.
#[test]
fn many_loops_that_never_end_take_no_time() {
    for part in [
        "{% for a in b %} ",
        "{% if a %}{% else %}",
        "{% else %} ",
        "{::comment} ",
        "a\n{: .tip }\n",
        "> a\n",
        "{% for %}{% endfor ",
    ] {
        html(&(part.repeat(200_000 / part.len()) + "{% endfor %}"), JEKYLL);
    }
}

#[test]
fn tags_of_hexo() {
    check(
        &[Syntax::Tags],
        &[
            ("{% link A b https://x.y/ c %}", "<p><a href=\"\">A b</a></p>"),
            ("{% button https://x.y/, A %}", "<p><a href=\"\">A</a></p>"),
            (
                "{% mermaid graph TD %}\na --> b\n{% endmermaid %}",
                "<figure class=\"code diagram\"><figcaption class=\"untitled\">Source of a diagram</figcaption><pre tabindex=\"0\"><code class=\"language-mermaid\">graph TD\na --&gt; b</code></pre></figure>",
            ),
            ("{% label primary@A b %}c", "<p>A bc</p>"),
            ("{% cq %}\na\n{% endcq %}", "<aside class=\"note\"><p class=\"label\">Quote</p><p>a</p></aside>"),
            ("{% hideToggle A %}\nb\n{% endhideToggle %}", "<details><summary>A</summary><p>b</p></details>"),
            (
                "``` js A b https://x.y/ c\nd\n```",
                "<figure class=\"code\"><figcaption>A b</figcaption><pre tabindex=\"0\"><code class=\"language-js\"></code></pre></figure>",
            ),
            (
                "```rust,linenos\nd\n```",
                "<figure class=\"code\"><figcaption>rust</figcaption><pre tabindex=\"0\"><code class=\"language-rust\"></code></pre></figure>",
            ),
        ],
    );
}
