//! Forms of Markdown that other generators have and the Git host does not.
//!
//! In: nothing. Out: a word of the configuration for each form.

/// A form of Markdown that is read only where a project asks for it. Containers of colons (`::: tip`) are read everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Syntax {
    /// `!!! note "Title"`, `??? note`, `=== "Tab"`, each with an indented text; `/// note | Title` up to `///`.
    Admonitions,
    /// `!> text`, `?> text`, and quotes that begin with `[!name] Title`.
    Callouts,
    /// `{{< name >}}`, `{{% name %}}`
    Shortcodes,
    /// `{% name %}`, `{{ site.baseurl }}`, `{{ name(key="value") }}`
    Tags,
    /// `<Name key="value">`, and `import` and `export` beside it.
    Components,
    /// `{{#include file}}`, `--8<-- "file"`, `<<< file`
    Includes,
    /// `==marked==`, `++ctrl+c++`, `^^inserted^^`, `^above^`, `~below~`, `:material-name:`
    Marks,
    /// `{: .note }`, `{ .class width=300 }`, and tags of HTML with the attribute `markdown`.
    Attributes,
    /// A term, and below it `: definition`.
    Definitions,
    /// `\(x\)`, `\[x\]`, and the same with two backslashes.
    Formulas,
}

impl Syntax {
    /// Their words in the configuration.
    pub const WORDS: [(&'static str, Syntax); 10] = [
        ("admonitions", Syntax::Admonitions),
        ("callouts", Syntax::Callouts),
        ("shortcodes", Syntax::Shortcodes),
        ("tags", Syntax::Tags),
        ("components", Syntax::Components),
        ("includes", Syntax::Includes),
        ("marks", Syntax::Marks),
        ("attributes", Syntax::Attributes),
        ("definitions", Syntax::Definitions),
        ("formulas", Syntax::Formulas),
    ];
    /// The form of something that is shown as text, by how it is written: `{{< note >}}`, `!!! tip`.
    pub fn of_shown(text: &str) -> Option<Syntax> {
        let starts = [
            ("{{<", Syntax::Shortcodes),
            ("{{%", Syntax::Shortcodes),
            ("{{#", Syntax::Includes),
            ("--8<--", Syntax::Includes),
            ("{%", Syntax::Tags),
            ("!!!", Syntax::Admonitions),
            ("???", Syntax::Admonitions),
            ("===", Syntax::Admonitions),
        ];
        starts.into_iter().find(|(start, _)| text.starts_with(start)).map(|(_, syntax)| syntax)
    }

    /// Its word in the configuration.
    pub fn word(self) -> &'static str {
        Syntax::WORDS.iter().find(|(_, syntax)| *syntax == self).map_or("", |(word, _)| word)
    }
}
