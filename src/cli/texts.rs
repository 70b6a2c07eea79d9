//! What the commands say on the terminal, in both languages.

use portal::texts;

texts! {
    error(text) {
        zh: "错误：{text}\n",
        en: "error: {text}\n",
    }
    cannot_write_stdout(error) {
        zh: "错误：无法写到标准输出：{error}\n",
        en: "error: cannot write to standard output: {error}\n",
    }
    internal_error(facts) {
        zh: "内部错误：这是 portal 的问题，不是内容的问题\n{facts}已发布的站点保持原样。请把以上几行报告给我们，最好附上出错的内容\n",
        en: "internal error: this is a fault of portal, not of your content\n{facts}the published site is as it was; please report the lines above, if possible with the content at fault\n",
    }

    // explain
    no_code(name) {
        zh: "错误：没有编号 {name}；编号的样子是 P0501\n",
        en: "error: no code {name}; codes look like P0501\n",
    }
    no_code_meant(name, code) {
        zh: "错误：没有编号 {name}；你是想写 {code} 吗？\n",
        en: "error: no code {name}; did you mean {code}?\n",
    }

    // build
    draft() { zh: "草稿", en: "draft", }
    future() { zh: "日期未到", en: "future", }
    expired() { zh: "已过期", en: "expired", }
    without_page() { zh: "不单独成页", en: "without a page of its own", }
    not_published(reason, file) {
        zh: "未发布（{reason}）：{file}\n",
        en: "not published ({reason}): {file}\n",
    }
    changes_on(day) {
        zh: "{day} 起有页面出现或过期：那天请重新构建\n",
        en: "a page appears or expires on {day}: build again on that day\n",
    }
    verified() {
        zh: "验证：与从零构建的结果逐字节相同\n",
        en: "verified: byte for byte what a build from nothing gives\n",
    }
    not_verified() {
        zh: "内部错误：以下文件与从零构建的结果不同，请报告给我们\n",
        en: "internal error: these files differ from a build from nothing; please report it\n",
    }
    wrote_report(file) {
        zh: "报告：{file}\n",
        en: "report: {file}\n",
    }
    addresses(all, kept, lost) {
        zh: "原有地址 {all} 个：保留 {kept} 个，失效 {lost} 个\n",
        en: "addresses of the site before: {all}; {kept} are kept, {lost} would vanish\n",
    }
    addresses_without_page() {
        zh: "找不到相近页面的地址：\n",
        en: "no page is like these:\n",
    }
    no_curl() {
        zh: "读取网址需要 curl，这台机器上没有；请安装它，或先把文件存下来再给出文件名",
        en: "addresses of the web are read with curl, which is not there; install it, or save the file and name that",
    }
    sitemap_elsewhere(sitemap) {
        zh: "它列出的 sitemap 在另一个主机上：{sitemap}",
        en: "it names a sitemap on another host: {sitemap}",
    }
    sitemap_too_large(most) {
        zh: "超过 {most} MB",
        en: "it is larger than {most} MB",
    }
    sitemap_packed() {
        zh: "它是压缩的，请先解压（gunzip）",
        en: "it is packed; unpack it first (gunzip)",
    }
    sitemap_not_text() {
        zh: "它不是 UTF-8 文本",
        en: "it is no text in UTF-8",
    }
    removed(files) {
        zh: "删除 {files} 个文件\n",
        one(files): "1 file removed\n",
        en: "{files} files removed\n",
    }

    // search
    search_is_off() {
        zh: "错误：搜索没有开启：请在 book.toml 里写 [search] engine = \"builtin\"，再运行 portal build\n",
        en: "error: the search is off: set [search] engine = \"builtin\" in book.toml, then run portal build\n",
    }
    no_index(folder) {
        zh: "错误：{folder} 里没有搜索的索引：请先用 portal build 构建站点\n",
        en: "error: there is no search index in {folder}: build the site first, with portal build\n",
    }
    no_such_language(tag, known) {
        zh: "错误：站点没有 {tag} 的页面；有的语言：{known}\n",
        en: "error: the site has no pages in {tag}; it has {known}\n",
    }
    nothing_found() {
        zh: "没有找到\n",
        en: "nothing found\n",
    }
    found(count) {
        zh: "找到 {count} 页\n",
        one(count): "1 page found\n",
        en: "{count} pages found\n",
    }
    first_found(count, shown) {
        zh: "找到 {count} 页，显示前 {shown} 页（--limit 可以多显示）\n",
        en: "{count} pages found, the first {shown} are shown (--limit shows more)\n",
    }

    // schema
    no_kind(name) {
        zh: "错误：没有类型 {name}\n",
        en: "error: no kind {name}\n",
    }
    no_kind_meant(name, kind) {
        zh: "错误：没有类型 {name}；你是想写 {kind} 吗？\n",
        en: "error: no kind {name}; did you mean {kind}?\n",
    }
    schemas(folder, count) {
        zh: "{folder}：{count} 个 JSON Schema\n",
        en: "{folder}: {count} JSON Schemas\n",
    }

    // init
    two_files() {
        zh: "这里还没有 Markdown 文件，先放两个\n",
        en: "there is no Markdown here yet; two files for a start\n",
    }
    config_stays() {
        zh: "book.toml 已经有了，没有动它；也没有什么要补的\n",
        en: "book.toml is there and stays as it is; there is nothing to add\n",
    }
    config_could_have() {
        zh: "book.toml 已经有了，没有动它；可以把下面这些补进去：\n",
        en: "book.toml is there and stays as it is; this could be added:\n",
    }
    wrote(files, folder, schemas) {
        zh: "写了\n{files}  {folder}  {schemas} 个 JSON Schema，编辑器据此补全和检查\n",
        en: "written\n{files}  {folder}  {schemas} JSON Schemas, with which editors complete and check\n",
    }
    next(out) {
        zh: "接下来\n  读一遍 book.toml\n  portal serve  边写边看\n  portal check  看看有什么要改\n  portal build  发布到 {out}\n",
        en: "next\n  read book.toml\n  portal serve  shows what you write\n  portal check  says what could be better\n  portal build  publishes to {out}\n",
    }
    next_ignore(out) {
        zh: "  把 /{out} 写进 .gitignore：它随时可以重新生成\n",
        en: "  put /{out} into .gitignore: it can be made again at any time\n",
    }
    read(files) {
        zh: "读了 {files} 个 Markdown 文件\n",
        one(files): "1 Markdown file read\n",
        en: "{files} Markdown files read\n",
    }
    read_in(files, folder) {
        zh: "读了 {folder} 里的 {files} 个 Markdown 文件\n",
        one(files): "1 Markdown file read in {folder}\n",
        en: "{files} Markdown files read in {folder}\n",
    }
    folder() { zh: "文件夹", en: "folder", }
    folder_is(folder, title, pages) {
        zh: "{folder}/：{title}，{pages} 页",
        en: "{folder}/: {title}, {pages}",
    }
    ending() { zh: "相同的结尾", en: "same ending", }
    ending_is(files, start) {
        zh: "{files} 个文件，从“{start}”起",
        en: "{files} files, from “{start}” on",
    }
    ending_is_off(files, start) {
        zh: "{files} 个文件，从“{start}”起（未启用）",
        en: "{files} files, from “{start}” on (off)",
    }
    map() { zh: "学习图谱", en: "learning map", }
    map_is(path, title, stages, links) {
        zh: "{path}《{title}》：{stages} 个阶段，{links} 个链接",
        en: "{path} “{title}”: {stages} stages, {links} links",
    }
    collection() { zh: "合集", en: "collection", }
    collection_is(path, title, groups, links) {
        zh: "{path}《{title}》：{groups} 个分组，{links} 个链接",
        en: "{path} “{title}”: {groups} groups, {links} links",
    }
    similar() { zh: "相近的词", en: "similar terms", }
    similar_are(alias, few, term, many) {
        zh: "{alias}（{few} 页）和 {term}（{many} 页）",
        en: "{alias} ({few}) and {term} ({many})",
    }
    generator() { zh: "生成器", en: "generator", }
    syntax() { zh: "写法", en: "syntax", }
    syntax_is(word, pages) { zh: "{word}，{pages} 页", en: "{word}, on {pages} pages", }
    pictures() { zh: "图片", en: "pictures", }
    kept_back() { zh: "不发布", en: "not published", }
    guess(address) { zh: "{address}（猜测）", en: "{address} (a guess)", }
    left() {
        zh: "没有沿用的\n",
        en: "not carried over\n",
    }
    left_heading() { zh: "没有沿用的", en: "Not carried over", }
    left_of(title, count, pages, first) {
        zh: "{title}：{pages} 个文件，{count} 处，第一处 {first}",
        one(pages): "{title}: {count} in 1 file, first {first}",
        en: "{title}: {count} in {pages} files, first {first}",
    }
    page_count() { zh: "页面", en: "pages", }
    sources() { zh: "源文件", en: "sources", }
    whole_repository() { zh: "整个仓库", en: "the whole repository", }
    title() { zh: "标题", en: "title", }
    language() { zh: "语言", en: "language", }
    authors() { zh: "作者", en: "authors", }
    repository() { zh: "仓库", en: "repository", }
    address() { zh: "网址", en: "address", }
    site_goes_to() { zh: "站点写到", en: "site goes to", }
    more(count) { zh: "还有 {count} 个", en: "{count} more", }

    // serve
    keys() {
        zh: "  o 打开浏览器   e 在编辑器里打开刚改的文件   w 警告   c 体检   r 全部重建   d 显示或隐藏草稿   h 按键   q 退出\n",
        en: "  o open the browser   e open the file written last in the editor   w warnings   c check   r rebuild all   d show or hide drafts   h keys   q quit\n",
    }
    no_browser(error) {
        zh: "无法打开浏览器：{error}\n",
        en: "cannot open the browser: {error}\n",
    }
    nothing_written() {
        zh: "还没有改过文件\n",
        en: "no file has been written yet\n",
    }
    no_editor() {
        zh: "没有带窗口的编辑器：请设置 PORTAL_EDITOR，例如 PORTAL_EDITOR=code\n",
        en: "no editor with a window: set PORTAL_EDITOR, as in PORTAL_EDITOR=code\n",
    }
    stopped(ran) {
        zh: "已停止，运行 {ran}\n",
        en: "stopped after {ran}\n",
    }
    stopped_after(changes, ran, median) {
        zh: "已停止，运行 {ran}，更新 {changes} 次，中位数 {median}\n",
        en: "stopped after {ran}, {changes} changes shown, median {median}\n",
    }
    all_solved(now) {
        zh: "{now} ✓ 错误已全部修复\n",
        en: "{now} ✓ all errors are solved\n",
    }
    errors_keep(count, now) {
        zh: "{now} 错误 {count} 条，浏览器保留出错前的页面\n",
        one(count): "{now} 1 error; browsers keep the pages from before\n",
        en: "{now} {count} errors; browsers keep the pages from before\n",
    }
    more_warnings(now, count) {
        zh: "{now} 另有 {count} 条新警告（按 w 看）\n",
        en: "{now} {count} more new warnings (w shows them)\n",
    }
    no_warnings() {
        zh: "没有警告\n",
        en: "no warnings\n",
    }
    waiting(error) {
        zh: "错误：{error}；等它恢复\n",
        en: "error: {error}; waiting for it to come back\n",
    }
    only_here() {
        zh: "  只有本机能打开；要给同一网络的手机看：--host 0.0.0.0\n",
        en: "  only this machine can open it; for a phone on the same network: --host 0.0.0.0\n",
    }
    exposed(address) {
        zh: "! 同一网络里的人都能看到这个站点，包括草稿：{address}\n  不需要时去掉 --host\n",
        en: "! everybody on the same network can see this site, drafts included: {address}\n  leave out --host when that is not wanted\n",
    }
    ready(pages, took) {
        zh: "✓ 就绪，用时 {took} | {pages} 页",
        one(pages): "✓ ready in {took} | 1 page",
        en: "✓ ready in {took} | {pages} pages",
    }
    of_them_drafts(drafts) {
        zh: "，其中草稿 {drafts} 篇",
        en: ", {drafts} of them drafts",
    }
    warnings(count) {
        zh: " | 警告 {count} 条（按 w 看）",
        one(count): " | 1 warning (w shows it)",
        en: " | {count} warnings (w shows them)",
    }
    polling(why) {
        zh: "  系统不通知文件变化（{why}），改为定时查看\n",
        en: "  the system does not report changes ({why}); looking at the files in intervals\n",
    }
    and_more_files(more, all) {
        zh: "等 {all} 个文件",
        en: "{more} more",
    }
    list_separator() { zh: "、", en: ", ", }
    all_pages(pages) {
        zh: "全部 {pages} 页，打开时再画  ",
        en: "all {pages} pages, rendered when they are opened  ",
    }
    pages(pages) {
        zh: "{pages} 页  ",
        one(pages): "1 page  ",
        en: "{pages} pages  ",
    }
    seconds(seconds) { zh: "{seconds} 秒", en: "{seconds} s", }
    minutes(minutes, seconds) { zh: "{minutes} 分 {seconds} 秒", en: "{minutes} min {seconds} s", }

    // The phases of a command
    scan() { zh: "读取", en: "scan", }
    parse() { zh: "解析", en: "parse", }
    assemble() { zh: "汇总", en: "assemble", }
    images() { zh: "图片", en: "images", }
    highlight() { zh: "着色", en: "highlight", }
    theme() { zh: "主题", en: "theme", }
    plan() { zh: "规划", en: "plan", }
    render() { zh: "渲染", en: "render", }
    look() { zh: "体检", en: "look", }
    publish() { zh: "发布", en: "publish", }
}
