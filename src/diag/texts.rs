//! What the printers, `portal explain` and the errors of the environment say, in both languages. The words of codes
//! are in `words_en` and `words_zh`.

use crate::texts;

texts! {
    error() { zh: "错误", en: "error", }
    warning() { zh: "警告", en: "warning", }
    hint() { zh: "提示", en: "hint", }
    help() { zh: "帮助", en: "help", }
    meant(nearest) { zh: "你是想写 {nearest} 吗？", en: "did you mean {nearest}?", }
    up_to_line(line) { zh: " 直到第 {line} 行", en: " up to line {line}", }
    first_at(head, at) { zh: "{head}，第一处 {at}\n", en: "{head}, first at {at}\n", }
    first_at_meant(head, at, meant) { zh: "{head}，第一处 {at}；{meant}\n", en: "{head}, first at {at}; {meant}\n", }
    more_about(code) {
        zh: "编号的说明：portal explain {code}\n",
        en: "more about a code: portal explain {code}\n",
    }
    list_all_or_more_about(code) {
        zh: "全部列出：-v；编号的说明：portal explain {code}\n",
        en: "-v lists them all; more about a code: portal explain {code}\n",
    }
    times(head, title, count, at) {
        zh: "{head}: {title}：共 {count} 处，第一处 {at}",
        en: "{head}: {title}: {count} times, first at {at}",
    }
    times_in_files(head, title, count, files, at) {
        zh: "{head}: {title}：共 {count} 处，{files} 个文件，第一处 {at}",
        en: "{head}: {title}: {count} times in {files} files, first at {at}",
    }

    // explain
    explained(severity, code, title) { zh: "{severity}[{code}]：{title}\n", en: "{severity}[{code}]: {title}\n", }
    why() { zh: "原因", en: "why", }
    what_to_do() { zh: "处理", en: "what to do", }
    effect() { zh: "影响", en: "effect", }
    example() { zh: "示例", en: "example", }
    effect_of_error() {
        zh: "站点不会发布，已发布的内容保持原样",
        en: "nothing is published; the site that is there stays as it was",
    }
    effect_of_warning() {
        zh: "站点照常发布；加 --strict 时按错误处理",
        en: "the site is published all the same; --strict makes it an error",
    }
    effect_of_hint() {
        zh: "只是提示，站点照常发布",
        en: "only a hint; the site is published all the same",
    }

    // The line at the end
    pages(count) { zh: "{count} 页", one(count): "{count} page", en: "{count} pages", }
    errors(count) { zh: "错误 {count}", one(count): "{count} error", en: "{count} errors", }
    warnings(count) { zh: "警告 {count}", one(count): "{count} warning", en: "{count} warnings", }
    hints(count) { zh: "提示 {count}", one(count): "{count} hint", en: "{count} hints", }
    hidden_hints(count) {
        zh: "提示 {count}（-v 显示）",
        one(count): "{count} hint (shown with -v)",
        en: "{count} hints (shown with -v)",
    }
    comma() { zh: "，", en: ", ", }
    checked(pages, seconds, errors, warnings, hints) {
        zh: "检查了 {pages}，用时 {seconds} 秒：{errors}，{warnings}，{hints}",
        en: "{pages} checked in {seconds} s: {errors}, {warnings}, {hints}",
    }
    published(pages, out, seconds, written, unchanged, removed) {
        zh: "{pages} -> {out}，用时 {seconds} 秒：写入 {written}，未变 {unchanged}，删除 {removed}",
        en: "{pages} -> {out} in {seconds} s: {written} written, {unchanged} unchanged, {removed} removed",
    }
    not_published(seconds) {
        zh: "未发布，已发布的站点保持原样；用时 {seconds} 秒",
        en: "nothing published, the site that was there stays as it was; {seconds} s",
    }
    left_out(counts) { zh: "；未发布：{counts}", en: "; not published: {counts}", }
    drafts(count) { zh: "草稿 {count}", one(count): "{count} draft", en: "{count} drafts", }
    future(count) { zh: "日期未到 {count}", en: "{count} future", }
    expired(count) { zh: "已过期 {count}", en: "{count} expired", }
    without_page(count) { zh: "不单独成页 {count}", en: "{count} without a page of its own", }

    // Errors of the environment
    no_root(path) { zh: "没有文件夹 {path}", en: "no folder {path}", }
    cannot_read(path, error) { zh: "无法读取 {path}：{error}", en: "cannot read {path}: {error}", }
    cannot_write(path, error) { zh: "无法写入 {path}：{error}", en: "cannot write {path}: {error}", }
    refused(path, why) { zh: "为安全起见，拒绝写入 {path}：{why}", en: "refused to write to {path}: {why}", }
    locked(path) {
        zh: "另一个构建正在写入 {path}，请等它结束",
        en: "another build is writing to {path}; wait for it to end",
    }
    outside(path) {
        zh: "拒绝读取 {path}：它指向项目之外，或指向别的工具的文件夹；请把文件本身放进项目",
        en: "refused to read {path}: it leads out of the project or into a folder of another tool; put the files themselves into the project",
    }
    no_web_address(url) { zh: "不是网址：{url}", en: "not a web address: {url}", }
    cannot_listen(address, error) { zh: "无法监听 {address}：{error}", en: "cannot listen on {address}: {error}", }
    cannot_start_threads(detail) { zh: "无法启动线程：{detail}", en: "cannot start threads: {detail}", }

    // Why a folder cannot be the output
    file_system_root() { zh: "它是文件系统的根目录", en: "it is the root of the file system", }
    home() { zh: "它是你的主目录，或包含主目录", en: "it is your home folder, or holds it", }
    project() {
        zh: "它是项目本身，或包含项目；请用单独的文件夹，例如 public",
        en: "it is the project itself, or holds it; choose a folder of its own, such as public",
    }
    input() {
        zh: "构建要从这里读取内容；请用单独的文件夹，例如 public",
        en: "the build reads from it; choose a folder of its own, such as public",
    }
    symlink() {
        zh: "它是符号链接；请写出它指向的文件夹",
        en: "it is a symbolic link; name the folder that it leads to",
    }
    link_in_the_way() {
        zh: "这里是符号链接，portal 不会经过链接写入；请删除这个链接",
        en: "a symbolic link is there, and portal does not write through links; remove the link",
    }
    outside_project() {
        zh: "配置文件不能把站点发布到项目之外；请用 --out 指定文件夹",
        en: "the configuration may not publish outside of the project; name the folder with --out",
    }
    inside(name) {
        zh: "它在 {name} 里，那是别的工具的文件夹；请换一个文件夹",
        en: "it is in {name}, which belongs to another tool; choose another folder",
    }
    not_a_folder() { zh: "它不是文件夹", en: "it is not a folder", }
    other_user() { zh: "它属于另一个用户", en: "it belongs to another user", }
    mount_point() {
        zh: "它是挂载点，或挂载到了别处，无法一步替换；请挂载上一级文件夹，或用 [portal] out 或 --out 指定其中的一个文件夹",
        en: "it is a mount point or the source of one, so it cannot be replaced in one step; mount the folder above it, or name a folder inside it: [portal] out or --out",
    }
    mount_inside() {
        zh: "输出目录里的这个位置挂载了别的东西；请卸载它，或挂载到站点之外的地方",
        en: "something is mounted there, in the output; unmount it, or mount it where the site does not go",
    }
    holds(mark) { zh: "里面有 {mark}，看起来是别人的工作成果", en: "it holds {mark}, so it looks like somebody's work", }
    foreign(files) {
        zh: "它不是空的，也不是 portal 生成的（里面有 {files}）；请自行清空，或在 book.toml 里换一个文件夹：[portal] out = \"site\"",
        en: "it is not empty and portal did not make it (it holds {files}); empty it yourself, or choose another folder in book.toml: [portal] out = \"site\"",
    }
    broken_manifest(detail) {
        zh: "其中的 .portal-manifest.json 无法读取（{detail}）；请把这个文件夹移走再构建",
        en: "its .portal-manifest.json cannot be read ({detail}); move the folder away and build again",
    }
    other_file() {
        zh: "这里已有不是 portal 写的东西；请把它移走，或换一个名字",
        en: "something is there already that portal did not write; move it away or choose another name",
    }
    file_in_the_way() {
        zh: "这个文件不是 portal 的，而这里要放一个页面；请先把它移走",
        en: "this file is not portal's, and a page has to go there; move it away",
    }
}
