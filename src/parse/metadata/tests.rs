//! How metadata is read, file by file.

mod kinds;

use super::*;
use crate::parse::{config, show};
use std::fmt::Write;

/// The metadata of `text` at `path`, the body after `|`, and what is wrong, one a line.
fn shown_with(book: &str, path: &str, text: &str) -> String {
    let (config, diagnostics) = config::read(&RelPath::new("book.toml").unwrap(), book.as_bytes());
    assert_eq!(show::diagnostics(&diagnostics, book), "", "{book}");
    let options = MetadataOptions::new(&config, &RelPath::new("book.toml").unwrap());
    let path = RelPath::new(path).unwrap();
    let Metadata { meta, links, texts, body, diagnostics, .. } = read(&path, &path, text, &options);
    let mut out = show_meta(&meta, &links, &texts);
    if let Some(image) = meta.image {
        let _ = write!(out, ", image {}", links[image].target);
    }
    let _ = write!(out, " | {:?}", &text[body]);
    for diagnostic in &diagnostics {
        let file = if diagnostic.path == path { text } else { book };
        let _ = write!(out, "\n{}", show::diagnostic(diagnostic, file));
    }
    out
}

fn shown(text: &str) -> String {
    shown_with("", "x/a.md", text)
}

/// The kind and the title, then what else there is.
fn show_meta(meta: &Meta, links: &[Link], texts: &[FieldText]) -> String {
    let mut out = format!("{} {:?}", meta.kind, meta.title);
    let mut part = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(out, ", {name} {value}");
        }
    };
    let list = |list: &Vec<String>| (!list.is_empty()).then(|| list.join("/"));
    part("date", meta.date.map(|date| date.iso()));
    part("updated", meta.updated.map(|date| date.iso()));
    part("by", list(&meta.authors));
    for (name, terms) in &meta.terms {
        part(name, Some(terms.join("/")));
    }
    part("summary", meta.summary.as_ref().map(|summary| format!("{summary:?}")));
    part("slug", meta.slug.clone());
    part("aliases", list(&meta.aliases));
    part("draft", meta.draft.then(|| "yes".into()));
    part("weight", meta.weight.map(|weight| (weight as f64 / 1000.0).to_string()));
    part("lang", meta.lang.as_ref().map(Lang::to_string));
    part("audience", list(&meta.audience));
    part("template", meta.template.as_ref().map(|template| template.text.clone()));
    part("extra", meta.extra.as_ref().map(show::node));
    for (name, value) in &meta.fields {
        part(name, Some(show_value(value, links, texts)));
    }
    out
}

fn show_value(value: &FieldValue, links: &[Link], texts: &[FieldText]) -> String {
    match value {
        FieldValue::Text(text) => format!("{text:?}"),
        FieldValue::Number(number) => number.clone(),
        FieldValue::Markdown(text) => format!("markdown {:?}", texts[*text].text),
        FieldValue::Date(date, time) => {
            date.clock.map_or_else(|| date.iso(), |_| date.rfc3339())
                + &time.map_or(String::new(), |time| format!(" at {time}"))
        }
        FieldValue::Duration(duration) => format!("{} {:?}", duration.amount, duration.unit),
        FieldValue::Bool(yes) => yes.to_string(),
        FieldValue::Link(link) => format!("{}{}", if links[*link].image { "image " } else { "" }, links[*link].target),
        FieldValue::Refs(refs) => refs.iter().map(|to| format!("-> {}", to.text)).collect::<Vec<_>>().join(" "),
        FieldValue::List(texts) => texts.join("/"),
        FieldValue::Rows(rows) => {
            let cell = |(name, value): (&String, &FieldValue)| format!("{name} {}", show_value(value, links, texts));
            let row = |row: &crate::model::Row| format!("({})", row.iter().map(cell).collect::<Vec<_>>().join(", "));
            rows.iter().map(row).collect()
        }
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expect) in cases {
        assert_eq!(shown(text), *expect, "\n{text}");
    }
}

#[test]
fn yaml_front_matter_comes_first() {
    check(&[
        (
            "---\ntitle: 2026\ndate: 2022-07-15\nauthor: 张三、李四\ntags: [云, 开源]\n---\n\n# 正文\n",
            "essay \"2026\", date 2022-07-15, by 张三/李四, tags 云/开源 | \"\\n# 正文\\n\"",
        ),
        ("---  \ntitle: no\n---  \n### 作者\nx\n----\n", "page \"no\" | \"### 作者\\nx\\n----\\n\""),
        (
            "---\ntitle: t\nlastmod: 2022-08-01\ndescription: 短\nredirect_from: [/old/, /older]\nsidebar_position: 3\n---\n",
            "page \"t\", updated 2022-08-01, summary \"短\", aliases /old///older, weight 3 | \"\"",
        ),
        (
            "---\ntitle: t\nlast_update: {date: 2022-08-01, author: x}\nslug: /a/b/\ndraft: yes\nlang: en\naudience: 用户\n\
             template: wide\nimage: a.png\nextra: {a: [1]}\n---\n",
            "page \"t\", updated 2022-08-01, slug /a/b, draft yes, lang en, audience 用户, template wide, extra {a: [1]}, \
             image a.png | \"\"",
        ),
        ("---\ntitle: か\u{3099}\ntags: か\u{3099}\n---\n", "page \"が\", tags が | \"\""),
        ("---\n# note\n\ntitle: t\n---\nx", "page \"t\" | \"x\""),
        ("---\nauthors: [{name: 张三, url: x}, 李四, {id: 1}]\n---\nx", "page \"a\", by 张三/李四 | \"x\""),
        ("---\n---\nx", "page \"a\" | \"x\""),
        ("---\ntitle:\ntags:\n---\nx", "page \"a\" | \"x\""),
        ("---\ncategories: [a]\ntags: [b]\n---\nx", "page \"a\", tags b/a | \"x\""),
    ]);
}

#[test]
fn toml_front_matter_is_as_good() {
    check(&[
        (
            "+++\ntitle = 'T'\ndate = 2022-07-15T10:00:00+08:00\nweight = 3\ndraft = true\n[taxonomies]\ntags = ['云']\n\
             [extra]\na = 1\n+++\nx",
            "essay \"T\", date 2022-07-15, tags 云, draft yes, weight 3, extra {a: 1} | \"x\"",
        ),
        ("+++\ntitle = 3\n+++\nx", "page \"3\" | \"x\""),
        ("+++\ndate = '2022-07-15'\n+++\nx", "essay \"a\", date 2022-07-15 | \"x\""),
    ]);
}

#[test]
fn without_a_title_the_first_heading_serves() {
    check(&[
        ("---\ndate: 2022-07-15\n---\n\n# 标题\n\n文\n", "essay \"标题\", date 2022-07-15 | \"\\n文\\n\""),
        ("---\ntags: x\n---\n文\n## 标题\n", "page \"标题\", tags x | \"文\\n## 标题\\n\""),
        // The same title twice is one too many, another heading is not.
        ("---\ntitle: 标题\n---\n# 标题 #\n文\n", "page \"标题\" | \"文\\n\""),
        ("---\ntitle: 标题\n---\n# 另一\n文\n", "page \"标题\" | \"# 另一\\n文\\n\""),
    ]);
}

#[test]
fn what_is_wrong_in_front_matter_is_said_at_its_place() {
    check(&[
        ("---\ntitle: x\n# 正文\n", "page \"正文\" | \"title: x\\n# 正文\\n\"\nP0301 `---`"),
        ("+++\ntitle = 'x'\n", "page \"a\" | \"title = 'x'\\n\"\nP0301 `+++`"),
        (
            "---\ntitle：部署\n---\n# 正文\n",
            "page \"正文\" | \"\"\nP0302 `：` YAML it must be a table of fields -> title: 部署",
        ),
        ("---js\n{title: 'x'}\n---\n文\n", "page \"a\" | \"文\\n\"\nP0307 `---js` ---js"),
        (
            "---\na: !!python/object:x y\n---\n文\n",
            "page \"a\" | \"文\\n\"\nP0360 `!!python/object:x` !!python/object:x\nP0303 `a` a",
        ),
        (
            "---\ntitel: x\nautors: y\nlayout: post\n---\n",
            "page \"a\" | \"\"\nP0303 `titel` titel -> title\nP0303 `autors` autors -> authors",
        ),
        (
            "---\ntitle: [a]\ndate: 昨天\nupdated: 2026-02-30\nweight: 1.5\ndraft: maybe\nlang: chinese!\ntags: {a: b}\nkind: esay\n---\n",
            "page \"a\", draft yes, weight 1.5 | \"\"\nP0305 `昨天` 昨天\nP0305 `2026-02-30` 2026-02-30\n\
             P0304 `{a: b}` tags a list of texts\n\
             P0304 `chinese!` lang a language tag like \"zh\" or \"en\"\nP0308 `esay` esay -> essay\nP0304 `maybe` draft true or false",
        ),
        ("---\nweight: 99999999999999999999\n---\n", "page \"a\" | \"\"\nP0304 `99999999999999999999` weight a number"),
        ("---\ndate: 0000-01-01\n---\n", "page \"a\" | \"\"\nP0305 `0000-01-01` 0000-01-01"),
        ("---\nslug: ../../x\n---\n", "page \"a\" | \"\"\nP0304 `../../x` slug a part of an address"),
        ("---\ntitle: A\ntitle: B\n---\n", "page \"B\" | \"\"\nP0306 `title` title"),
    ]);
    let long = format!("---\na: {}\n---\nx", "x".repeat(70_000));
    assert_eq!(shown(&long), "page \"a\" | \"x\"\nP0302 `---` YAML it is too large");
}

#[test]
fn a_thematic_break_is_not_front_matter() {
    check(&[
        ("----\n\n文\n", "page \"a\" | \"----\\n\\n文\\n\""),
        ("---\n\n文字，不是字段\n\n---\n", "page \"a\" | \"---\\n\\n文字，不是字段\\n\\n---\\n\""),
        ("---\n![图](a.png)\n\n---\n", "page \"a\" | \"---\\n![图](a.png)\\n\\n---\\n\""),
        ("--- x\n# 标题\n", "page \"标题\" | \"--- x\\n# 标题\\n\""),
        (" ---\ntitle: x\n---\n", "page \"x\" | \"\""),
    ]);
}

#[test]
fn headings_hold_metadata() {
    let full = "essay \"题\", date 2022-07-15, by digoal, tags PostgreSQL/开源/生态 | \"## 背景\\n\"";
    check(&[
        (
            "## 题    \n        \n### 作者   \ndigoal   \n   \n### 日期   \n2022-07-15   \n   \n### 标签   \n\
             PostgreSQL , 开源 ， 生态    \n    \n----    \n## 背景\n",
            full,
        ),
        ("## 题\n### 作者\ndigoal\n### 日期\n2022-07-15\n### 标签\nPostgreSQL、开源；生态\n----\n## 背景\n", full),
        (
            "# 题 #\n#### 作者 Author:\ndigoal\n#### 日期/Date\n2022-07-15\n#### TAGS ##\n- PostgreSQL\n- 开源\n- 生态\n***\n## 背景\n",
            full,
        ),
        (
            "题\n==\n作者\n---\ndigoal\n\n日期\n---\n2022年7月15日\n\n标签\n---\nPostgreSQL; 开源\n生态\n\n---\n## 背景\n",
            full,
        ),
        (
            "\n\n<!-- x -->\n##　题　\n　　\n###　作者　\n　digoal　\n### **日期**\n20220715\n### 标签\n`PostgreSQL`, [开源](x.md), 生态\n_ _ _\n## 背景\n",
            full,
        ),
        // Without a break the first other heading ends it.
        ("## 题\n### 作者\ndigoal\n### 日期\n2022-07-15\n### 标签\nPostgreSQL,开源,生态\n## 背景\n", full),
        (
            "## 题\n### 更新\n2022-08-01\n### 摘要\n一段，不分。\n### 分类\n甲\n### 标签\n乙\n---\n",
            "page \"题\", updated 2022-08-01, tags 乙/甲, summary \"一段，不分。\" | \"\"",
        ),
        ("## 题\n### 日期\n2022-07-15\n## 背景\n", "essay \"题\", date 2022-07-15 | \"## 背景\\n\""),
        ("## 题\n### 作者\n### 日期\n---\n文", "page \"题\" | \"文\""),
    ]);
}

#[test]
fn what_follows_the_headings_stays_in_the_body() {
    let text = "## 题\n### 作者\ndigoal\n### 标签\n开源, 云\n\n这里是正文，没有分隔线。\n\n第二段。\n\n## 背景\n";
    let body = "\\n这里是正文，没有分隔线。\\n\\n第二段。\\n\\n## 背景\\n";
    check(&[
        (text, &format!("page \"题\", by digoal, tags 开源/云 | \"{body}\"")),
        (
            "## 题\n### 作者\ndigoal\n### 标签\n开源\n```\n## 不是标题\n```\n",
            "page \"题\", by digoal, tags 开源 | \"```\\n## 不是标题\\n```\\n\"",
        ),
        (
            "## 题\n### 作者\nA\n### 标签\nx\n### 标签\n这一节讲标签\n",
            "page \"题\", by A, tags x | \"### 标签\\n这一节讲标签\\n\"",
        ),
    ]);
    let article = "一段。\n\n".repeat(20);
    let text = format!("## 题\n### 作者\nA\n### 标签\nx\n\n{article}---\n脚注\n");
    assert_eq!(shown(&text), format!("page \"题\", by A, tags x | {:?}", format!("\n{article}---\n脚注\n")));
}

#[test]
fn an_ordinary_page_is_not_mistaken() {
    check(&[
        ("# 标签\n\n说明\n\n## 日期\n\n说明\n", "page \"标签\" | \"\\n说明\\n\\n## 日期\\n\\n说明\\n\""),
        ("# 类型\n## Date\nThe type.\n## Time\n", "page \"类型\" | \"## Date\\nThe type.\\n## Time\\n\""),
        ("# 题\n引言\n## 作者\nx\n----\n", "page \"题\" | \"引言\\n## 作者\\nx\\n----\\n\""),
    ]);
}

#[test]
fn a_heading_that_holds_no_date_is_wrong_at_its_place() {
    check(&[(
        "## 题\n### 作者\nA\n### 日期\n昨天下午\n----\n文",
        "page \"题\", by A | \"文\"\nP0305 `昨天下午` 昨天下午",
    )]);
}

#[test]
fn the_names_of_headings_are_configurable() {
    let book = "[metadata]\nauthors = ['撰稿', 'Byline']\nsummary = []\nproduct = '产品'\n[taxonomies.product]\n";
    let text = "# 题\n## 撰稿\nA\n## 产品\n甲、乙\n## 摘要\n文\n";
    assert_eq!(shown_with(book, "a.md", text), "page \"题\", by A, product 甲/乙 | \"## 摘要\\n文\\n\"");
    // The built-in names of the field are gone.
    assert_eq!(shown_with(book, "a.md", "# 题\n## 作者\nA\n---\n"), "page \"题\" | \"## 作者\\nA\\n---\\n\"");
}

#[test]
fn without_metadata_the_heading_or_the_name_is_the_title() {
    check(&[
        ("", "page \"a\" | \"\""),
        ("## 题 ##\n\n文\n", "page \"题\" | \"\\n文\\n\""),
        ("题\n===\n文\n", "page \"题\" | \"文\\n\""),
        ("题\n---\n文\n", "page \"题\" | \"文\\n\""),
        ("半句话\n没有标题\n", "page \"a\" | \"半句话\\n没有标题\\n\""),
        ("- 半句话\n\n## 后来的标题\n", "page \"后来的标题\" | \"- 半句话\\n\\n## 后来的标题\\n\""),
        ("- 一项\n---\n文\n", "page \"a\" | \"- 一项\\n---\\n文\\n\""),
        ("第一行\n第二行\n---\n", "page \"a\" | \"第一行\\n第二行\\n---\\n\""),
        ("```\n# 不是\n```\n", "page \"a\" | \"```\\n# 不是\\n```\\n\""),
        ("- ```sh\n  # 不是\n  ```\n\n# 是\n", "page \"是\" | \"- ```sh\\n  # 不是\\n  ```\\n\\n# 是\\n\""),
        ("~~~~\n~~~\n# 不是\n~~~~\n# 是\n", "page \"是\" | \"~~~~\\n~~~\\n# 不是\\n~~~~\\n# 是\\n\""),
        ("<!--\n# 不是\n-->\n# 是\n文", "page \"是\" | \"文\""),
        ("#不是\n    # 不是\n####### 不是\n", "page \"a\" | \"#不是\\n    # 不是\\n####### 不是\\n\""),
    ]);
}

#[test]
fn a_title_is_plain_text() {
    for (heading, title) in [
        ("[x](y \"z\")", "x"),
        ("**粗** _斜_ `码`", "粗 斜 码"),
        (r"a \* b &amp; c", "a * b & c"),
        ("1. 概述", "1. 概述"),
        ("- 一 *二*", "- 一 二"),
        ("C\\#", "C#"),
        ("*C* #1#", "C #1#"),
        ("标题 {#id}", "标题"),
        ("![标志](logo.png) 名", "名"),
        ("![标志](logo.png)", "标志"),
        ("<b>粗</b>", "粗"),
        ("snake_case 2 < 3", "snake_case 2 < 3"),
    ] {
        assert_eq!(shown(&format!("# {heading}\n")), format!("page {title:?} | \"\""), "{heading}");
    }
}

#[test]
fn the_path_says_what_the_file_does_not() {
    for (path, text, expect) in [
        ("202207/20220715_01.md", "# 题\n", "essay \"题\", date 2022-07-15"),
        ("a/2022-07-15-x.md", "", "essay \"2022-07-15-x\", date 2022-07-15"),
        ("2022/07/15/x.md", "", "essay \"x\", date 2022-07-15"),
        ("2022-07-15-x/index.md", "", "essay \"2022-07-15-x\", date 2022-07-15"),
        ("2022-07/x.md", "", "page \"x\""),
        ("202207/x.md", "", "page \"x\""),
        ("2022-07-155.md", "", "page \"2022-07-155\""),
        ("20221399.md", "", "page \"20221399\""),
        ("202207150.md", "", "page \"202207150\""),
        ("20220715.md", "---\ndate: 2020-01-01\n---\n", "essay \"20220715\", date 2020-01-01"),
        ("20220715.md", "---\ntitle: t\n---\n", "essay \"t\", date 2022-07-15"),
        ("20220715.md", "# 题\n## 作者\nA\n---\n", "essay \"题\", date 2022-07-15, by A"),
        ("20220715.md", "# 题\n## 日期\n2020-01-01\n---\n", "essay \"题\", date 2020-01-01"),
        ("指南/README.md", "", "page \"指南\""),
        ("README.md", "", "page \"README\""),
        ("a/x.en.md", "", "page \"x\""),
        ("a/README.en.md", "", "page \"a\""),
        ("en/x.md", "", "page \"x\""),
        ("x.min.md", "", "page \"x.min\""),
    ] {
        let shown = shown_with("", path, text);
        assert_eq!(shown.split(" | ").next(), Some(expect), "{path} {text}");
    }
}

#[test]
fn a_recurring_tail_is_cut_off() {
    let book = r#"portal.strip = [{ from = "^#### \\[期望" }, { from = "^广告$" }]"#;
    for (text, expect) in [
        ("# 题\n文\n#### [期望 x](y)\n#### z\n", "page \"题\" | \"文\\n\""),
        ("# 题\n文\n广告\nz\n", "page \"题\" | \"文\\n\""),
        ("# 题\n文广告\n", "page \"题\" | \"文广告\\n\""),
        ("# 题\n```\n广告\n```\n文\n广告\n", "page \"题\" | \"```\\n广告\\n```\\n文\\n\""),
        // A fragment's tail gives it no title.
        ("文\n#### [期望 x](y)\n", "page \"a\" | \"文\\n\""),
    ] {
        assert_eq!(shown_with(book, "a.md", text), expect, "{text}");
    }
}

const LAB: &str = "
[kinds.lab]
match = ['labs/**', '*/实验-*.md']
[kinds.lab.fields]
cost = 'number'
link = 'url!'
product = 'terms'
[kinds.other]
match = 'labs/x/*'
";

#[test]
fn the_kind_is_said_or_follows_from_the_path_or_the_date() {
    for (path, text, expect) in [
        ("labs/x/a.md", "---\nlink: https://a.b\n---\n", "lab \"a\", link https://a.b | \"\""),
        ("z/实验-1.md", "---\nlink: a/b.md\n---\n", "lab \"实验-1\", link a/b.md | \"\""),
        ("z/y/实验-1.md", "", "page \"实验-1\" | \"\""),
        (
            "a.md",
            "---\nkind: lab\nlink: a\ncost: 3\nproduct: 云\n---\n",
            "lab \"a\", product 云, cost 3, link a | \"\"",
        ),
        ("labs/a.md", "---\nkind: page\nproduct: 云\n---\n", "page \"a\" | \"\"\nP0303 `product` product"),
        ("labs/20220101.md", "---\nkind: essay\n---\n", "essay \"20220101\", date 2022-01-01 | \"\""),
        ("labs/a.md", "", "lab \"a\" | \"\"\nP0309 lab link"),
        (
            "labs/a.md",
            "---\nlink: javascript:x\ncost: lots\n---\n",
            "lab \"a\" | \"\"\nP0304 `lots` cost a number\nP0402 `javascript:x` javascript\n\
             P0309 `javascript:x` lab link",
        ),
        ("a.md", "---\ncost: 3\n---\n", "page \"a\" | \"\"\nP0303 `cost` cost"),
        ("labs/a.md", "---\nlink: a\nkind: labb\n---\n", "lab \"a\", link a | \"\"\nP0308 `labb` labb -> lab"),
    ] {
        assert_eq!(shown_with(LAB, path, text), expect, "{path} {text}");
    }
}

#[test]
fn the_configuration_speaks_for_files_that_may_not_be_touched() {
    let book = "[kinds.lab]\nfields.cost = 'number'\n[[pages]]\npath = 'a.md'\nkind = 'lab'\ntitle = '新'\ntags = ['乙']\n\
                cost = 'x'\ncolour = 1\n";
    for (text, expect) in [
        ("# 旧\n文", "lab \"新\", tags 乙 | \"文\""),
        (
            "---\ntitle: 旧\ntags: 甲\nkind: page\nsummary: s\n---\n# 旧\n",
            "lab \"新\", tags 乙, summary \"s\" | \"# 旧\\n\"",
        ),
    ] {
        let expect = format!("{expect}\nP0304 `'x'` cost a number\nP0303 `colour` colour");
        assert_eq!(shown_with(book, "a.md", text), expect, "{text}");
    }
    assert_eq!(shown_with(book, "b.md", "# 旧\n"), "page \"旧\" | \"\"");
}

#[test]
fn the_search_leaves_out_what_the_configuration_names() {
    let book = "[search]\nexclude = ['drafts/', '/docs/old', '*.tmp.md', 'logs/**']\n";
    let (config, _) = config::read(&RelPath::new("book.toml").unwrap(), book.as_bytes());
    let options = MetadataOptions::new(&config, &RelPath::new("book.toml").unwrap());
    for (path, expect) in [
        ("a.md", false),
        ("drafts/a.md", true),
        ("b/drafts/c/a.md", true),
        ("drafts.md", false),
        ("docs/old/a.md", true),
        ("en/docs/old/a.md", true),
        ("docs/old/README.en.md", true),
        ("docs/older/a.md", false),
        ("b/docs/old/a.md", false),
        ("b/a.tmp.md", true),
        ("logs/b/a.md", true),
    ] {
        let path = RelPath::new(path).unwrap();
        assert_eq!(read(&path, &path, "", &options).meta.unsearched, expect, "{path}");
    }
}

#[test]
fn categories_are_a_taxonomy_of_their_own_if_there_is_one() {
    let book = "[taxonomies.categories]\n";
    let text = "---\ncategory: 甲\ntags: 乙\n---\n";
    assert_eq!(shown_with(book, "a.md", text), "page \"a\", categories 甲, tags 乙 | \"\"");
}

#[test]
fn no_text_makes_it_panic() {
    let samples = [
        "---\ntitle: '开源'\ntags: [甲, {x: y}]\nkind: lab\ndate: 2022-07-15\n---\n# 题 **粗** {#id}\n```\n文\n",
        "+++\ntitle = '开源'\n[taxonomies]\ntags = ['甲']\n+++\n文\n",
        "## [题](x)　\n\n作者\n---\n`digoal`\n### 日期 Date：\n20220715\n\n### 标签\n- 甲，乙\n\n丙\n----\n<!-- # x\n--> \n广告\n",
    ];
    for sample in samples {
        for end in (0..=sample.len()).filter(|end| sample.is_char_boundary(*end)) {
            for extra in ["", "\n---\n", "：", "\u{3000}", "#"] {
                shown_with(LAB, "labs/a.md", &format!("{}{extra}", &sample[..end]));
                shown_with(
                    "portal.strip = [{ from = '广告' }]",
                    "202207/20220715.md",
                    &format!("{extra}{}", &sample[end..]),
                );
            }
        }
    }
}
