//! The remarks in the draft of a `book.toml`, in both languages.

use crate::texts;

texts! {
    written_by_init() {
        zh: "由 portal init 按仓库里的内容写成，请通读一遍，随意修改。\n行首的 # 后面没有空格的，是供选用的配置，去掉 # 就生效。",
        en: "Written by portal init from what is in the repository; read it through, and change what you like.\nA # without a blank behind it is an offer: take it off to accept.",
    }
    base_url() {
        zh: "站点将来的网址：站点地图、订阅和规范网址要用它。",
        en: "Where the site will be: for the sitemap, the feeds and canonical addresses.",
    }
    repository() {
        zh: "仓库的网址：用于“编辑此页”，指向它的链接变成站内链接。",
        en: "The repository: for “edit this page”, and so that links into it become links of the site.",
    }
    example_repository() {
        zh: "仓库的网址：用于“编辑此页”。",
        en: "The repository: for “edit this page”.",
    }
    reads() {
        zh: "这个生成器的配置每次构建都会读，这里写的为准。",
        en: "The configuration of this generator is read at every build; what stands here wins.",
    }
    project() {
        zh: "它的项目在这个文件夹里。",
        en: "Its project is in this folder.",
    }
    out() {
        zh: "站点写到这个文件夹：public 里已有别的文件。",
        en: "The site goes into this folder: public holds other files.",
    }
    undated(pages) {
        zh: "{pages} 页没有日期；Git 知道它们是什么时候来的。",
        one(pages): "1 page has no date; Git knows when it came.",
        en: "{pages} pages have no date; Git knows when they came.",
    }
    syntax(pages) {
        zh: "{pages} 页里有其他生成器的写法：照它的意思读，不按文字显示。",
        en: "Forms of another generator, on {pages} pages: they are read, and not shown as text.",
    }
    maps() {
        zh: "看起来是学习图谱的页面：标题是阶段，链接是其中的内容。",
        en: "Pages that look like learning maps: headings are stages, links are in them.",
    }
    collections() {
        zh: "看起来是合集的页面：标题是分组，链接是其中的内容。",
        en: "Pages that look like collections: headings are groups, links are in them.",
    }
    more_pages(count) {
        zh: "还有 {count} 个没有列出。",
        en: "{count} more are not listed.",
    }
    folders_of(kind) {
        zh: "文件夹的名字说，里面是{kind}。",
        en: "By their names, these folders hold: {kind}.",
    }
    similar() {
        zh: "看起来是同一个词的几种写法，连同各有几页。去掉 #，左边的就并入右边。",
        en: "What looks like one term in two spellings, with the pages of each. Without the #, the left goes into the right.",
    }
    ending(files) {
        zh: "{files} 个文件以同样的几行结尾。从这一行起截掉，其中的链接在页脚出现一次。",
        en: "{files} files end in the same lines. Cut from this one on; their links are in the footer, once.",
    }
    ending_with_text(files, place) {
        zh: "{files} 个文件以同样的几行结尾；但里面不只有链接（{place}），所以没有启用。",
        en: "{files} files end in the same lines; but there is more than links in them ({place}), so this is off.",
    }
    ending_elsewhere(files, others, place) {
        zh: "{files} 个文件以同样的几行结尾；但有 {others} 个文件在中间也有这一行（{place}），会被多截掉，所以没有启用。",
        en: "{files} files end in the same lines; but {others} of them have this line in the middle, too ({place}), and would lose more, so this is off.",
    }
}
