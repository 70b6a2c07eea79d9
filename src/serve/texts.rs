//! What the server says in the browser, in both languages. The words of its script are in `client/words.js`.

use crate::texts;

texts! {
    getting_ready() { zh: "正在准备……", en: "Getting ready ...", }
    opens_by_itself() {
        zh: "第一版还在生成，好了会自己打开。",
        en: "The first version is being made; it opens by itself when it is there.",
    }
    nothing_to_show() { zh: "还没有可以展示的页面", en: "Nothing to show yet", }
    correct_and_save() {
        zh: "改好下面的错误并保存，页面会自己出现。",
        en: "Correct the errors and save; the page comes up by itself.",
    }
    no_source() { zh: "这一页没有自己的源文件", en: "this page has no file of its own", }
    not_here() {
        zh: "编辑器只能从运行 portal serve 的电脑打开（用了 --allow-host 时，还要加 --allow-editor）",
        en: "the editor opens only on the machine that runs portal serve (with --allow-host, add --allow-editor)",
    }
}
