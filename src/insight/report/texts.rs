//! What the report says, in both languages.

use crate::texts;

texts! {
    most_linked() { zh: "被链接最多的页面", en: "Most linked pages", }
    page() { zh: "页面", en: "page", }
    pages_linking() { zh: "链接它的页面", en: "pages that link to it", }
    file() { zh: "文件", en: "file", }
    count() { zh: "条数", en: "count", }
    for_example() { zh: "例如", en: "for example", }
    broken_links() { zh: "断开的链接", en: "Broken links", }
    orphans_are() {
        zh: "没有页面链接到它们，它们也没有标签：读者只能在列表里碰到。",
        en: "No page links to them and they have no terms: readers come across them in lists only.",
    }
    orphans() { zh: "孤立的页面", en: "Orphans", }
    last_change() { zh: "最后改动", en: "last change", }
    months() { zh: "月数", en: "months", }
    stale_pages() { zh: "久未更新的页面", en: "Stale pages", }
    tag() { zh: "标签", en: "tag", }
    pages() { zh: "页数", en: "pages", }
    looks_like() { zh: "像是", en: "looks like", }
    to_merge() { zh: "合并", en: "to merge them", }
    similar_tags() { zh: "写法相近的标签", en: "Near-duplicate tags", }
    error() { zh: "错误", en: "error", }
    warning() { zh: "警告", en: "warning", }
    hint() { zh: "提示", en: "hint", }
    code() { zh: "编号", en: "code", }
    level() { zh: "级别", en: "level", }
    meaning() { zh: "含义", en: "meaning", }
    all_diagnostics() { zh: "全部诊断", en: "All diagnostics", }
    none() { zh: "没有。", en: "None.", }
    needs_and_offers() { zh: "供需对接", en: "Needs and offers", }
    what() { zh: "事项", en: "what", }
    answered() { zh: "回应", en: "answered", }
    needs() { zh: "需", en: "needs", }
    offers() { zh: "供", en: "has", }
    yes() { zh: "有", en: "yes", }
    no() { zh: "没有", en: "no", }
    kind() { zh: "类型", en: "kind", }
    share() { zh: "占比", en: "share", }
    pages_by_kind() { zh: "各类页面", en: "Pages by kind", }
    pages_by_month() { zh: "每月的页面", en: "Pages by month", }
    pages_by_year() { zh: "每年的页面", en: "Pages by year", }
    numbers_below() { zh: "数字见下表", en: "the numbers are in the table below", }
    year_month() { zh: "年 \\ 月", en: "year \\ month", }
    total() { zh: "合计", en: "total", }
    numbers_by_time() { zh: "按时间的数字", en: "numbers by time", }
    numbers() { zh: "数字", en: "The numbers", }
    plots_are() {
        zh: "每张小图是带有这个标签的页面累计数，刻度相同。",
        en: "Each plot is the number of pages with the tag up to that time; all have one scale.",
    }
    growth() { zh: "最常用标签的增长", en: "Growth of the largest tags", }
    totals_by_year() { zh: "各年年底的累计数", en: "totals at the end of each year", }
    html_lang() { zh: "zh-Hans-CN", en: "en", }
    site_report() { zh: "站点报告", en: "site report", }
    made_by() {
        zh: "由 <code>portal check --report</code> 生成。数字只来自仓库里的文件，不含访问统计。",
        en: "Made by <code>portal check --report</code>. The figures come from the files of the repository alone; nobody's visits are counted.",
    }
    stale_are(months) {
        zh: "{months} 个月没有改动的页面；带日期的文章不算。",
        en: "Not changed for {months} months. Dated posts do not count.",
    }
    more_rows(count) {
        zh: "另有 {count} 条：<code>portal check --all</code>",
        en: "{count} more: <code>portal check --all</code>",
    }
    open_needs(all, open) {
        zh: "{all} 项，其中 {open} 项需求还没有回应。",
        en: "{all} things; {open} of them needed and not answered.",
    }
    undated(count) {
        zh: "另有 {count} 个页面没有日期。",
        one(count): "One more page has no date.",
        en: "{count} more pages have no date.",
    }
    figure_pages(count) { zh: "页面", one(count): "page", en: "pages", }
    figure_words(count) { zh: "字", one(count): "word", en: "words", }
    figure_authors(count) { zh: "作者", one(count): "author", en: "authors", }
    figure_languages(count) { zh: "语言", one(count): "language", en: "languages", }
    figure_recent() { zh: "近一年新增", en: "new in twelve months", }
    figure_errors(count) { zh: "错误", one(count): "error", en: "errors", }
    figure_warnings(count) { zh: "警告", one(count): "warning", en: "warnings", }
    figure_hints(count) { zh: "提示", one(count): "hint", en: "hints", }
}
