//! Every key of `book.toml`, with what its value is and what it is for. A `*` is a name that the author chooses,
//! `[]` a table that may be repeated.

/// What a value is, as far as an editor can check it.
#[derive(Clone, Copy)]
pub(super) enum ValueKind {
    Text,
    /// One or more.
    Texts,
    Flag,
    Whole(i64, i64),
    Wholes(i64, i64),
    Word(&'static [&'static str]),
    Words(&'static [&'static str]),
    /// A text, or one for each language.
    ByLanguage,
    Repository,
    Any,
}

use ValueKind::{Any, ByLanguage, Flag, Repository, Text, Texts, Whole, Wholes, Word, Words};

const FACETS: &[&str] = &["dated", "feed", "grouped", "staged", "timed", "person", "audience"];

/// Path, shape, and what it is for in Chinese and English.
pub(super) const KEYS: &[(&str, ValueKind, [&str; 2])] = &[
    ("book.title", Text, ["站点标题", "title of the site"]),
    ("book.authors", Texts, ["作者，写入订阅源", "authors, for the feeds"]),
    ("book.description", Text, ["站点简介", "what the site is about"]),
    ("book.src", Text, ["源文件夹", "folder of the sources"]),
    ("book.language", Text, ["主要语言，如 zh、en", "main language, such as zh or en"]),
    ("book.multilingual", Any, ["", ""]),
    ("book.text-direction", Any, ["", ""]),
    ("build", Any, ["", ""]),
    ("output", Any, ["", ""]),
    ("preprocessor", Any, ["", ""]),
    ("rust", Any, ["", ""]),
    ("portal.base-url", Text, ["站点网址", "where the site will be"]),
    ("portal.out", Text, ["输出文件夹", "folder of the output"]),
    ("portal.theme", Text, ["themes 里的文件夹名", "a folder under themes"]),
    ("portal.urls", Word(&["pretty", "html"]), ["地址是 /a/ 还是 /a.html", "pages at /a/ or at /a.html"]),
    (
        "portal.slugs",
        Word(&["unicode", "pinyin"]),
        ["地址里的汉字保留还是转为拼音", "Han characters in addresses stay, or become pinyin"],
    ),
    (
        "portal.assets",
        Word(&["linked", "all"]),
        ["发布被链接的文件，还是全部", "publish files that are linked to, or all"],
    ),
    ("portal.git-dates", Flag, ["没有日期的文件用 Git 的日期", "dates from Git where a file has none"]),
    ("portal.contributors", Flag, ["按 Git 记录列出贡献者", "a page of contributors, by Git's count"]),
    ("portal.drafts", Flag, ["发布草稿", "publish drafts"]),
    ("portal.future", Flag, ["发布日期在将来的页面", "publish pages with a date in the future"]),
    ("portal.page-size", Whole(1, 1000), ["列表每页的条数", "entries on a page of a list"]),
    ("portal.feed-size", Whole(1, 1000), ["订阅源的条数", "entries in a feed"]),
    ("portal.toc-depth", Whole(2, 6), ["目录最深到几级标题", "the deepest level of headings in a table of contents"]),
    ("portal.related", Whole(0, 20), ["每页最多几个相关页面", "related pages below a page, at most"]),
    ("portal.timezone", Text, ["活动的时区，如 Asia/Shanghai", "time zone of events, such as Europe/London"]),
    ("portal.repository", Repository, ["仓库网址", "address of the repository"]),
    ("portal.branch", Text, ["仓库的分支", "branch of the repository"]),
    ("portal.exclude", Texts, ["不读的文件", "sources that are left out"]),
    (
        "portal.active-files",
        Texts,
        ["html = \"sanitize\" 时仍发布的网页和脚本", "pages and scripts that are published with html = \"sanitize\""],
    ),
    (
        "portal.strip[].from",
        Text,
        ["正则表达式，从匹配的行起截掉", "a regular expression; a text ends before the line that matches"],
    ),
    ("portal.menu[].title", ByLanguage, ["菜单文字", "what the menu says"]),
    ("portal.menu[].url", Text, ["菜单地址", "where it leads"]),
    ("portal.links[].title", ByLanguage, ["页脚链接文字", "what a link in the footer says"]),
    ("portal.links[].url", Text, ["页脚链接地址", "where it leads"]),
    ("home.blocks", Texts, ["首页的各块，按顺序", "blocks of the home page, in their order"]),
    ("check.stale-months", Whole(0, 1200), ["多少个月没改算陈旧", "months after which a page counts as stale"]),
    (
        "markdown.html",
        Word(&["keep", "sanitize"]),
        ["Markdown 里的 HTML 保留还是净化", "HTML in Markdown stays, or loses what is dangerous"],
    ),
    (
        "markdown.hard-breaks",
        Word(&["keep", "join"]),
        ["行尾两个空格是否换行", "whether two blanks at a line's end break it"],
    ),
    (
        "typography.punctuation",
        Word(&["keep", "fullwidth"]),
        ["汉字之间的半角标点", "half-width punctuation between Han characters"],
    ),
    ("images.widths", Wholes(16, 10_000), ["缩小图片的宽度", "widths in which large images are made"]),
    ("images.quality", Whole(1, 100), ["WebP 质量", "quality of the WebP that is made"]),
    ("taxonomies.*.title", ByLanguage, ["读者看到的名称", "what readers see"]),
    ("taxonomies.*.nested", Flag, ["a/b 总是 a 之下的词", "a/b is always a term inside a"]),
    ("taxonomies.*.aliases.*", Text, ["这个写法代表的词", "the term that this spelling stands for"]),
    ("kinds.*.title", ByLanguage, ["读者看到的名称", "what readers see"]),
    ("kinds.*.match", Texts, ["哪些文件属于这个类型", "which files are of this kind"]),
    ("kinds.*.url", Text, ["地址格式，如 /labs/{slug}/", "pattern of addresses, such as /labs/{slug}/"]),
    ("kinds.*.template", Text, ["模板，不带 .html", "template, without .html"]),
    ("kinds.*.group-by", Text, ["列表按哪个字段分组", "the field that lists are grouped by"]),
    (
        "kinds.*.subject",
        Word(&["post", "article", "organisation", "person"]),
        ["告诉搜索引擎页面是什么", "what search engines are told that a page is"],
    ),
    ("kinds.*.facets", Words(FACETS), ["特性", "what pages of this kind can do"]),
    (
        "kinds.*.fields.*",
        Text,
        [
            "字段的类型，如 text、terms!、refs(case)、table(label!, value)",
            "type of a field, such as text, terms!, refs(case), table(label!, value)",
        ],
    ),
    ("kinds.*.labels.*", ByLanguage, ["字段的名称", "what readers see for a field"]),
    ("metadata.*", Texts, ["代表这个字段的标题", "headings that stand for this field"]),
    ("pages[].path", Text, ["源文件的路径", "path of the source"]),
    ("audiences.*", Any, ["一个角色的需要和提供", "what an audience needs and offers"]),
    ("languages.*.title", Text, ["这种语言的站点标题", "title of the site in that language"]),
    ("languages.*.description", Text, ["这种语言的站点简介", "what the site is about, in that language"]),
];
