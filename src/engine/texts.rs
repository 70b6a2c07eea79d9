//! The notes of a build, in both languages.

use crate::texts;

texts! {
    reads(title, file) {
        zh: "提示：按 {title} 的项目来读：{file}",
        en: "note: reads this as {title}: {file}",
    }
    guessed(tag) {
        zh: "提示：没有设置语言，按文字判断为 {tag}（book.toml 的 [book] language 可以指定）",
        en: "note: no language is configured; the texts look like {tag} (set [book] language in book.toml)",
    }
    no_base_url() {
        zh: "提示：没有设置 base-url，因此没有站点地图和规范网址（[portal] base-url 或 --base-url）",
        en: "note: no base-url is set, so there are no sitemap and no canonical addresses ([portal] base-url or --base-url)",
    }
    foreign(count, files) {
        zh: "提示：输出文件夹里有 {count} 个不是 portal 生成的文件，已保留：{files}",
        en: "note: {count} files in the output are not ours and were kept: {files}",
    }
    mended(count, files) {
        zh: "提示：输出文件夹里有 {count} 个文件被改动过，已重新写入：{files}",
        one(count): "note: 1 published file had been changed by hand and was written again: {files}",
        en: "note: {count} published files had been changed by hand and were written again: {files}",
    }
}
