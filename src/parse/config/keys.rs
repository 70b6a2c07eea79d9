//! Every key of `book.toml`: path, type, default, what it is for, and where its value goes.
//!
//! The reader of the file, its JSON Schema and the tables of keys in the manual are made from this table. To add a key,
//! add an entry here and a field in [`crate::model::Config`].
//!
//! What always holds: keys are read in this order, so what names kinds and taxonomies comes after them. Words are
//! Markdown; their links begin at the manual's page of keys, which `UPDATE=1 cargo test --test all manual` writes.
//!
//! Deliberately not here: how tables are read whose keys have no reader of their own (`tables`).

use super::{
    entry::{
        ConfigKey,
        ValueKind::{Any, ByLanguage, Flag, Repository, Table, Text, Texts, Whole, Wholes, Word, Words},
        ignored, key,
    },
    tables::{self, MOST_WEIGHT, base_url, expected, theme_name, zone_name},
};
use crate::{
    model::{
        Assets, HardBreaks, LIST_VIEWS, Lang, Punctuation, READS, RawHtml, RelPath, SearchEngine, Slugs, Syntax, Urls,
    },
    parse::{
        kinds::{FACETS, SUBJECTS, words_of},
        metadata::own::ZONE,
    },
};

const TEXT: [&str; 2] = ["文本", "text"];
const TEXTS: [&str; 2] = ["文本列表", "list of texts"];
const GLOBS: [&str; 2] = ["glob 列表", "list of globs"];
const ADDRESS: [&str; 2] = ["网址", "address"];
const FILE: [&str; 2] = ["文件", "file"];
const FOLDER: [&str; 2] = ["目录", "folder"];
/// For tables that the manual explains in prose.
const NO_WORDS: [&str; 2] = ["", ""];

pub(in crate::parse) static KEYS: &[ConfigKey] = &[
    ignored("build"),
    ignored("output"),
    ignored("preprocessor"),
    ignored("rust"),
    // [book]
    ignored("book.multilingual"),
    ignored("book.text-direction"),
    key("book.title", Text(TEXT), ["站点标题", "title of the site"])
        .unset(["首页标题，或目录名", "heading of the home page, or the folder's name"])
        .read(|value, config| value.text(&mut config.title)),
    key("book.authors", Texts(TEXTS), ["作者，写进订阅", "authors, for the feeds"])
        .read(|value, config| value.texts(&mut config.authors)),
    key("book.description", Text(TEXT), ["站点简介", "what the site is about"])
        .read(|value, config| value.text(&mut config.description)),
    key("book.src", Text(FOLDER), ["源文件目录", "folder of the sources"])
        .unset(["`content`、mdBook 的 `src` 或根目录", "`content`, an mdBook's `src`, or the root"])
        .read(|value, config| value.parsed(&mut config.src, expected::FOLDER, RelPath::new)),
    key(
        "book.language",
        Text(["语言标签", "language tag"]),
        ["主要语言，如 `\"zh\"`、`\"en\"`", "main language, such as `\"zh\"` or `\"en\"`"],
    )
    .unset(["按文字判断", "guessed from the texts"])
    .read(|value, config| value.parsed(&mut config.language, expected::LANGUAGE_TAG, Lang::new)),
    // [portal]
    key(
        "portal.reads",
        Word(&READS),
        [
            "同时读哪个生成器的配置：`auto` 读找到的那个，`plain` 都不读；见[其他生成器的项目](generators.md)",
            "which generator's configuration is read as well: `auto` for the one that is there, `plain` for none; see \
             [projects of other generators](generators.en.md)",
        ],
    )
    .read(|value, config| value.word(&mut config.reads, READS)),
    key(
        "portal.project",
        Text(FOLDER),
        [
            "那个生成器的项目所在的文件夹，如 `\"website\"`",
            "folder that the project of that generator is in, such as `\"website\"`",
        ],
    )
    .unset(["根目录", "the root"])
    .read(|value, config| value.parsed(&mut config.project, expected::FOLDER, RelPath::new)),
    key(
        "portal.base-url",
        Text(ADDRESS),
        [
            "站点所在，如 `\"https://example.org/docs/\"`",
            "where the site will be, such as `\"https://example.org/docs/\"`",
        ],
    )
    .read(|value, config| value.parsed(&mut config.base_url, expected::SITE_ADDRESS, base_url)),
    key(
        "portal.out",
        Text(FOLDER),
        [
            "输出目录，必须在项目之内；`--out` 可以指定任何目录",
            "folder of the output, inside the project; `--out` can name any other folder",
        ],
    )
    .default("\"public\"")
    .read(|value, config| value.text(&mut config.out)),
    key(
        "portal.theme",
        Text(["名称", "name"]),
        ["`themes/` 下的目录名，叠加在默认主题之上", "a folder under `themes/`, laid over the default theme"],
    )
    .default("\"default\"")
    .read(|value, config| value.parsed(&mut config.theme, expected::THEME_NAME, theme_name)),
    key(
        "portal.urls",
        Word(&["pretty", "html"]),
        ["页面地址是 `/a/` 还是 `/a.html`", "pages at `/a/` or at `/a.html`"],
    )
    .read(|value, config| value.word(&mut config.urls, [Urls::Pretty, Urls::Html])),
    key(
        "portal.slugs",
        Word(&["unicode", "pinyin", "lower", "ascii"]),
        [
            "地址里保留汉字，还是转成拼音；`lower` 保留汉字，字母改成小写；`ascii` 只留小写字母、数字和 `-`",
            "Han characters in addresses stay, or become pinyin; with `lower` they stay, and capitals become small letters; with `ascii` there are small letters, digits and `-` only",
        ],
    )
    .read(|value, config| value.word(&mut config.slugs, [Slugs::Unicode, Slugs::Pinyin, Slugs::Lower, Slugs::Ascii])),
    key(
        "portal.assets",
        Word(&["linked", "all"]),
        ["只发布页面链接到的文件，还是全部", "publish the files that pages link to, or all of them"],
    )
    .read(|value, config| value.word(&mut config.assets, [Assets::Linked, Assets::All])),
    key(
        "portal.git-dates",
        Flag,
        [
            "没写日期时取自 Git 的提交：文章等按日期排列的类型用首次提交的日期，其他页面只显示最后一次改动，次序不变；\
             改名前的提交也算。浅克隆或没有提交时不起作用，并有警告",
            "dates from Git where a file has none: kinds with dates, such as essays, take that of the first commit; other \
             pages only show when they changed last, and keep their order. Commits before a renaming count. It has no \
             effect, with a warning, in a shallow clone or without a commit",
        ],
    )
    .read(|value, config| value.flag(&mut config.git_dates)),
    key(
        "portal.contributors",
        Flag,
        [
            "生成 `/contributors/`：按 Git 记录列出名字和提交次数（听 `.mailmap` 的），不发布邮箱；有人物页的链接过去",
            "a page `/contributors/` of names and numbers of commits, as Git and `.mailmap` have them; no addresses; a \
             name leads to the person's page if there is one",
        ],
    )
    .read(|value, config| value.flag(&mut config.contributors)),
    key("portal.drafts", Flag, ["发布草稿", "publish drafts"]).read(|value, config| value.flag(&mut config.drafts)),
    key("portal.future", Flag, ["发布日期在将来的页面", "publish pages with a date in the future"])
        .read(|value, config| value.flag(&mut config.future)),
    key("portal.page-size", Whole(1, 1000), ["列表每页的条数", "entries on a page of a list"])
        .default("20")
        .read(|value, config| value.number(&mut config.page_size)),
    key("portal.feed-size", Whole(1, 1000), ["订阅里的条数", "entries in a feed"])
        .default("20")
        .read(|value, config| value.number(&mut config.feed_size)),
    key(
        "portal.related",
        Whole(0, 20),
        ["页面下方最多列几个相关页面，0 为不列", "related pages below a page, at most; 0 for none"],
    )
    .default("5")
    .read(|value, config| value.number(&mut config.related)),
    key(
        "portal.toc-depth",
        Whole(2, 6),
        ["目录收到第几级标题", "the deepest level of headings in a table of contents"],
    )
    .default("3")
    .read(|value, config| value.number(&mut config.toc_depth)),
    key(
        "portal.repository",
        Repository,
        ["仓库，用于“编辑此页”和识别本仓库的链接", "the repository: for “edit this page”, and to know links into it"],
    )
    .unset(["Git 的远程 `origin`", "the Git remote `origin`"])
    .read(tables::repository),
    key(
        "portal.branch",
        Text(TEXT),
        ["仓库的分支，与文本写法的 `repository` 同用", "branch of the repository, beside a `repository` that is a text"],
    )
    .unset(["`\"main\"`", "`\"main\"`"]),
    key("portal.exclude", Texts(GLOBS), ["不读的源文件", "sources that are not read"])
        .read(|value, config| value.globs(&mut config.exclude)),
    key(
        "portal.active-files",
        Texts(GLOBS),
        [
            "`html = \"sanitize\"` 时仍发布的网页、脚本和主机规则（`.html`、`.js`、`.wasm`、`_redirects`、`CNAME` 等，也包括 \
             `a.html.en` 和没有扩展名的网页）",
            "with `html = \"sanitize\"`: linked pages, scripts and rules of hosts (`.html`, `.js`, `.wasm`, `_redirects`, \
             `CNAME` ..., also `a.html.en` and pages without an extension) that are published all the same",
        ],
    )
    .read(|value, config| value.globs(&mut config.active_files)),
    key(
        "portal.strip",
        Table,
        [
            "`from` 是正则表达式；从第一个匹配的行起，后面的正文截掉，其中的链接进页脚",
            "`from` is a regular expression; a text is cut from the first line that matches, and the links below it go \
             into the footer",
        ],
    )
    .read(tables::strip),
    key("portal.strip[].from", Text(TEXT), ["正则表达式", "a regular expression"]),
    key(
        "portal.timezone",
        Text(["时区的名称", "name of a time zone"]),
        [
            "时区：没有写时区的[活动](events.md)用它，“今天”也按它算，如 `\"Asia/Shanghai\"`",
            "time zone of [events](events.en.md) that name none, and of today, such as `\"Europe/London\"`",
        ],
    )
    .read(|value, config| value.parsed(&mut config.timezone, ZONE, zone_name)),
    key(
        "portal.accent",
        Text(["颜色", "colour"]),
        [
            "链接和选中项的颜色，如 `\"#0b5cad\"`；见[外观](appearance.md)",
            "colour of links and of what is chosen, such as `\"#0b5cad\"`; see [appearance](appearance.en.md)",
        ],
    )
    .unset(["主题自己的颜色", "that of the theme"])
    .read(tables::accent),
    key("portal.links", Table, ["页脚的链接", "links in the footer"]).read(tables::links),
    key("portal.links[].title", ByLanguage, ["页脚链接文字", "what a link in the footer says"]),
    key("portal.links[].url", Text(ADDRESS), ["页脚链接地址", "where it leads"]),
    key(
        "portal.logo",
        Table,
        [
            "[页头的图标](appearance.md#图标)：一个文件，或者浅色和深色各一个",
            "the [logo in the header](appearance.en.md#logo): a file, or one for each scheme of colours",
        ],
    )
    .read(tables::logo),
    key("portal.logo.light", Text(FILE), ["浅色底上的图", "picture on light grounds"]),
    key("portal.logo.dark", Text(FILE), ["深色底上的图", "picture on dark grounds"])
        .unset(["同 `light`", "the same as `light`"]),
    key(
        "portal.logo.title",
        Word(&["shown", "hidden"]),
        ["图里已有名称时，不再显示站点标题", "whether the title of the site stands beside it; a picture may have it in it"],
    ),
    key("portal.favicon", Text(FILE), ["浏览器标签上的图标，SVG 或 PNG", "icon in the tab of the browser, SVG or PNG"])
        .unset(["主题自己的图标", "that of the theme"])
        .read(tables::favicon),
    key("portal.footer", Table, ["[页脚](appearance.md#页脚)", "the [foot of the pages](appearance.en.md#footer)"])
        .read(tables::footer),
    key("portal.footer.text", ByLanguage, ["一句话介绍项目", "a sentence about the project"]),
    key("portal.footer.copyright", ByLanguage, ["版权归谁", "whose the site is"]),
    key("portal.footer.notes", Table, ["许可、备案号、隐私等", "licence, record number, privacy and the like"]),
    key("portal.footer.notes[].title", ByLanguage, ["文字，如备案号", "what it says"]),
    key("portal.footer.notes[].url", Text(ADDRESS), ["通向哪里，可以不写", "where it leads, if anywhere"]),
    key("portal.footer.columns", Table, ["几组链接", "groups of links"]),
    key("portal.footer.columns[].title", ByLanguage, ["这一组的标题", "title of the group"]),
    key("portal.footer.columns[].links", Table, ["这一组的链接", "links of the group"]),
    key("portal.footer.columns[].links[].title", ByLanguage, ["链接文字", "what the link says"]),
    key("portal.footer.columns[].links[].url", Text(ADDRESS), ["链接地址", "where it leads"]),
    key(
        "portal.footer.credit",
        Word(&["shown", "hidden"]),
        ["是否写明由 portal 生成", "whether it says that portal made the site"],
    ),
    key(
        "portal.menu",
        Table,
        [
            "[主导航](home.md#主导航)；不写就由类型、栏目、归档和分类法组成",
            "[main menu](home.en.md#the-main-menu); without one it is made of kinds, sections, archive and taxonomies",
        ],
    )
    .read(tables::menu),
    key("portal.menu[].title", ByLanguage, ["菜单文字", "what the menu says"]),
    key("portal.menu[].url", Text(ADDRESS), ["菜单地址", "where it leads"]),
    // [check]
    key(
        "check.stale-months",
        Whole(0, 1200),
        [
            "多少个月没有改动算久未更新（[`portal check`](checking.md)），0 为不提",
            "months after which [`portal check`](checking.en.md) calls a page stale; 0 for never",
        ],
    )
    .default("24")
    .read(|value, config| value.number(&mut config.stale_months)),
    // [markdown]
    key(
        "markdown.html",
        Word(&["keep", "sanitize"]),
        [
            "Markdown 里的 HTML 原样保留，还是去掉危险的部分",
            "HTML in Markdown stays, or loses what is dangerous",
        ],
    )
    .read(|value, config| value.word(&mut config.html, [RawHtml::Keep, RawHtml::Sanitize])),
    key(
        "markdown.hard-breaks",
        Word(&["keep", "join"]),
        [
            "行尾两个空格是否换行；`join` 时只有反斜杠换行",
            "whether two blanks at a line's end break it; with `join` only a backslash does",
        ],
    )
    .read(|value, config| value.word(&mut config.hard_breaks, [HardBreaks::Keep, HardBreaks::Join])),
    key(
        "markdown.syntax",
        Words(&words_of(&Syntax::WORDS)),
        [
            "另外读取哪些其他生成器的写法（[从其他生成器来](generators.md#syntax)）",
            "which forms of other generators are read, too ([from other generators](generators.en.md#syntax))",
        ],
    )
    .unset(["该生成器有的", "those of the generator"])
    .read(|value, config| {
        if let Some(words) = value.fields.words(value.name, &Syntax::WORDS) {
            config.syntax = words;
        }
    }),
    // [typography]
    key(
        "typography.punctuation",
        Word(&["keep", "fullwidth"]),
        [
            "中文页面里，汉字之间的半角标点是否显示成全角",
            "whether half-width punctuation between Han characters is shown full-width, on Chinese pages",
        ],
    )
    .read(|value, config| value.word(&mut config.punctuation, [Punctuation::Keep, Punctuation::FullWidth])),
    // [search]
    key("search.engine", Word(&["builtin", "none"]), ["谁生成搜索的索引", "who makes the index of the search"])
        .read(|value, config| value.word(&mut config.search.engine, [SearchEngine::Builtin, SearchEngine::None])),
    key("search.exclude", Texts(GLOBS), ["发布、但搜不到的源文件", "sources that are published and not searched"])
        .read(|value, config| value.globs(&mut config.search.exclude)),
    // [search.weights]
    key("search.weights", Table, NO_WORDS).read(tables::search_weights),
    key("search.weights.title", Whole(0, MOST_WEIGHT), ["在标题里", "in the title"]).default("120"),
    key("search.weights.terms", Whole(0, MOST_WEIGHT), ["在词条或其别名里", "in a term or its other spellings"])
        .default("60"),
    key("search.weights.headings", Whole(0, MOST_WEIGHT), ["在小标题或摘要里", "in a heading or the summary"])
        .default("20"),
    key("search.weights.text", Whole(0, MOST_WEIGHT), ["在正文里", "in the text"]).default("0"),
    // [images]
    key(
        "images.widths",
        Wholes(16, 10_000),
        [
            "大图另外生成哪些宽度，单位像素；`[]` 表示不生成",
            "the widths, in pixels, in which large images are made; `[]` for none",
        ],
    )
    .default("[640, 960, 1440]")
    .read(|value, config| value.numbers(&mut config.images.widths)),
    key("images.quality", Whole(1, 100), ["生成的 WebP 的质量", "quality of the WebP that is made"])
        .default("80")
        .read(|value, config| value.number(&mut config.images.quality)),
    // [taxonomies.NAME]
    key("taxonomies", Table, NO_WORDS).read(tables::taxonomies),
    key("taxonomies.*.title", ByLanguage, ["读者看到的名称", "what readers see"]),
    key(
        "taxonomies.*.aliases.*",
        Text(TEXT),
        [
            "别名与正名；别名的地址会跳转到正名",
            "other spellings, and what they stand for; the address of a spelling leads on to its term",
        ],
    ),
    key(
        "taxonomies.*.nested",
        Flag,
        [
            "`a/b` 总是 `a` 之下的词；默认只有存在词条 `a` 时才嵌套，所以 `CI/CD` 是一个词",
            "`a/b` is always a term inside `a`; by default only where there is a term `a`, so `CI/CD` is one term",
        ],
    ),
    // [kinds.NAME]
    key("kinds", Table, NO_WORDS).read(tables::kinds),
    key("kinds.*.title", ByLanguage, ["读者看到的名称", "what readers see"]),
    key(
        "kinds.*.match",
        Texts(GLOBS),
        [
            "哪些文件属于这个类型，先写的先匹配；`*` 不跨目录，`**` 跨",
            "which files are of the kind; the first kind that matches wins; `*` stays in a folder, `**` does not",
        ],
    ),
    key(
        "kinds.*.url",
        Text(["地址样式", "pattern of an address"]),
        [
            "地址的样式，如 `/labs/{slug}/`；可用 `{slug}`、`{name}`（去掉文件名前的日期）、`{year}`、`{month}`、`{day}`",
            "pattern of addresses, such as `/labs/{slug}/`; with `{slug}`, `{name}` (without a date before it), `{year}`,\
             `{month}`, `{day}`",
        ],
    )
    .unset(["跟随源文件路径", "follows the source's path"]),
    key("kinds.*.template", Text(TEXT), ["模板名，不带 `.html`", "template, without `.html`"])
        .unset(["与类型同名的模板，没有则是 `page`", "the one of the kind's name, else `page`"]),
    key(
        "kinds.*.group-by",
        Text(["`term` 或 `terms` 字段", "a `term` or `terms` field"]),
        ["列表按它[分组](home.md#lists)", "lists are in [groups](home.en.md#lists) by it"],
    ),
    key(
        "kinds.*.view",
        Word(&words_of(&LIST_VIEWS)),
        ["列表的[样子](lists.md#views)", "the [form](lists.en.md#views) of lists: cards, a table, logos, links"],
    ),
    key(
        "kinds.*.subject",
        Word(&words_of(&SUBJECTS)),
        [
            "搜索引擎看到的页面类型：文章、关于某人的报道、机构、人物",
            "what a page is for search engines: a post, an article about somebody, an organisation, a person",
        ],
    ),
    key("kinds.*.facets", Words(&words_of(&FACETS)), ["特性：这个类型的页面能做什么", "what pages of this kind can do"]),
    key(
        "kinds.*.fields.*",
        Text(TEXT),
        [
            "字段名与[类型](kinds.md#types)，如 `text`、`refs(case)`、`table(label!, value)`；后面加 `!` 表示必填",
            "names of fields and their [types](kinds.en.md#types), such as `text`, `refs(case)`, `table(label!, value)`; \
             with `!` for those that every page must have",
        ],
    ),
    key(
        "kinds.*.labels.*",
        ByLanguage,
        [
            "字段名与读者看到的名称：文本，或按语言的表",
            "names of fields and what readers see for them: a text, or a table by language",
        ],
    ),
    // What names kinds and taxonomies.
    key(
        "home.blocks",
        Texts(["列表", "list"]),
        [
            "首页的各块和次序：类型的名称、`\"newest\"`、`\"needs\"`；见[首页与导航](home.md)",
            "blocks of the home page in their order: names of kinds, `\"newest\"`, `\"needs\"`; see \
             [the home page](home.en.md)",
        ],
    )
    .read(tables::home_blocks),
    key("home.hero", Table, ["[首页的开头](home.md#首页的开头)", "the [head of the home page](home.en.md#hero)"])
        .read(tables::hero),
    key("home.hero.lead", ByLanguage, ["一两句话：为什么要用它", "why one would want it, in a sentence or two"]),
    key("home.hero.actions", Table, ["最多三个链接，第一个最醒目", "at most three links, the first of them stands out"]),
    key("home.hero.actions[].title", ByLanguage, ["链接文字", "what the link says"]),
    key("home.hero.actions[].url", Text(ADDRESS), ["链接地址", "where it leads"]),
    key(
        "home.hero.command",
        Text(["命令", "command"]),
        ["可以复制的一行命令", "a line for the terminal, to be copied"],
    ),
    key("metadata", Table, NO_WORDS).read(tables::metadata),
    key("metadata.*", Texts(TEXTS), ["代表这个字段的标题", "headings that stand for this field"]),
    key("pages", Table, NO_WORDS).read(tables::pages),
    key("pages[].path", Text(FOLDER), ["源文件的路径", "path of the source"]),
    key("audiences", Table, NO_WORDS).read(tables::audiences),
    key("audiences.*", Any, ["一个角色的需要和提供", "what an audience needs and offers"]),
    key("languages", Table, NO_WORDS).read(tables::languages),
    key("languages.*.title", Text(TEXT), ["这种语言的站点标题", "title of the site in that language"]),
    key("languages.*.description", Text(TEXT), ["这种语言的站点简介", "what the site is about, in that language"]),
];
