//! 诊断信息的中文文本。What the diagnostics say in Chinese: no stop at the end.

use super::{Code, codes::Words};

pub(super) fn words(code: Code) -> Words {
    match code {
        Code::P0101 => Words {
            title: "book.toml 不是合法的 TOML",
            message: "{file} 不是合法的 TOML：{detail}",
            cause: "配置读不出来，站点的一切设置都无从得知",
            remedy: "改正标出的位置；文本要加引号，列表写在 [ ] 里，每个表的 [名称] 单独占一行",
        },
        Code::P0102 => Words {
            title: "未知的配置项",
            message: "未知的配置项 {key}",
            cause: "portal 不认识的配置项不起作用，而且多半是拼写错误",
            remedy: "改正名称或删去这一行；全部配置项见手册“配置”一章",
        },
        Code::P0103 => Words {
            title: "配置项的类型不对",
            message: "{key} 应为{expected}",
            cause: "这个值无法使用；靠猜测可能会发布出错误的站点",
            remedy: "改写为{expected}",
        },
        Code::P0104 => Words {
            title: "[[pages]] 指向不存在的文件",
            message: "[[pages]] 里的 {target} 不在源文件之中",
            cause: "文件已改名、删除或被排除，这里的元数据不属于任何页面",
            remedy: "改正 path（相对于源文件目录），或删去这个表",
        },
        Code::P0201 => Words {
            title: "文件不是 UTF-8 编码",
            message: "第 {byte} 字节处不是 UTF-8，看起来是 {encoding}",
            cause: "portal 只读 UTF-8；猜测编码可能会悄悄发布出乱码",
            remedy: "转换编码：iconv -f {encoding} -t UTF-8 '{path}' > new.md，再用 new.md 替换原文件",
        },
        Code::P0301 => Words {
            title: "front matter 没有结束",
            message: "front matter 没有结束",
            cause: "没有结束行，就不知道元数据到哪里为止、正文从哪里开始",
            remedy: "在元数据之后单独写一行与首行相同的 --- 或 +++",
        },
        Code::P0302 => Words {
            title: "front matter 格式有误",
            message: "front matter 不是合法的 {language}：{detail}",
            cause: "页面的标题、日期等元数据都读不出来",
            remedy: "改正标出的位置；值里有冒号、引号或 # 时，整个值要加引号",
        },
        Code::P0303 => Words {
            title: "未知的字段",
            message: "未知的字段 {field}",
            cause: "这种页面没有这个字段，写了也不会显示，而且多半是拼写错误",
            remedy: "改正名称，或移到 extra 之下，或在 book.toml 里给这种页面加上这个字段",
        },
        Code::P0304 => Words {
            title: "字段的类型不对",
            message: "{field} 应为{expected}",
            cause: "列表、卡片和订阅源都依赖字段的类型",
            remedy: "改写为{expected}",
        },
        Code::P0305 => Words {
            title: "不是日期",
            message: "{value} 不是日期",
            cause: "页面会从按日期排列的列表里消失，或排错位置",
            remedy: "写成 2022-07-15、2022/7/15 或 2022年7月15日，需要时在后面加上时间",
        },
        Code::P0306 => Words {
            title: "字段重复",
            message: "{field} 出现了两次",
            cause: "无法判断以哪一个为准",
            remedy: "删去其中一个；多个值请写成一个列表",
        },
        Code::P0307 => Words {
            title: "front matter 里不允许的写法",
            message: "front matter 里不允许使用 {construct}",
            cause: "元数据只是数据：会执行代码、读取其他文件或无限膨胀的写法一律不接受",
            remedy: "用普通的 YAML 或 TOML 把值直接写出来",
        },
        Code::P0308 => Words {
            title: "未知的页面类型",
            message: "未知的页面类型 {kind}",
            cause: "页面的字段、地址和模板都由类型决定",
            remedy: "改用已有的类型，或在 book.toml 里用 [kinds.{kind}] 定义它",
        },
        Code::P0309 => Words {
            title: "缺少必填字段",
            message: "{kind} 类型的页面必须有字段 {field}",
            cause: "这种类型把该字段定为必填（类型后带 !），页面要用到它",
            remedy: "在页面的元数据里补上 {field}，或在 book.toml 里去掉该字段的 !",
        },
        Code::P0401 => Words {
            title: "HTML 已被移除",
            message: "HTML 已被移除：{what}",
            cause: "站点设置了 html = \"sanitize\"：能执行代码或伪装页面的内容不予通过",
            remedy: "改用 Markdown 书写；如果所有作者都可信，可在 [markdown] 下设 html = \"keep\"",
        },
        Code::P0402 => Words {
            title: "危险的链接已被移除",
            message: "以 {scheme} 开头的链接已被移除",
            cause: "这种链接会在读者的浏览器里执行代码",
            remedy: "改用 http、https、mailto 地址，或链接到项目里的文件",
        },
        Code::P0403 => Words {
            title: "代码块太大，未着色",
            message: "代码块有 {size}，太大，未着色",
            cause: "给它着色会拖慢每次构建，因此按纯文本显示",
            remedy: "可以不处理；若需要着色，请只摘录要点，并链接到完整文件",
        },
        Code::P0404 => Words {
            title: "代码块的语言未知",
            message: "没有 {language} 语言的着色规则",
            cause: "找不到这个名称的语法，因此按纯文本显示",
            remedy: "改正代码块开头的语言名称；不是代码的内容请写 text",
        },
        Code::P0405 => Words {
            title: "标记没有定义",
            message: "标记 {label} 没有定义",
            cause: "方括号会原样显示，而不是链接或脚注",
            remedy: "补上定义（[{label}]: https://...）或改正名称；本来就是文字时在 [ 前加反斜杠",
        },
        Code::P0406 => Words {
            title: "定义没有用到",
            message: "没有链接使用标记 {label}",
            cause: "没人引用的定义，多半是哪里写错了名称",
            remedy: "删掉它，或改正本该用它的链接",
        },
        Code::P0407 => Words {
            title: "链接没有地址",
            message: "这个链接没有地址",
            cause: "点它只会回到读者所在的页面",
            remedy: "在圆括号里写上地址，或删掉链接",
        },
        Code::P0408 => Words {
            title: "链接没有文字",
            message: "这个链接没有文字",
            cause: "读者看不见它，读屏软件只能念地址",
            remedy: "在方括号里写明它通向哪里",
        },
        Code::P0409 => Words {
            title: "脚注没有被引用",
            message: "没有地方引用脚注 {label}",
            cause: "它的文字在这里和 Git 托管平台上都不会显示",
            remedy: "在该加注的地方写上 [^{label}]，或删掉这条脚注",
        },
        Code::P0410 => Words {
            title: "锚点重复",
            message: "锚点 {anchor} 出现了两次",
            cause: "指向它的链接只能到达前一个",
            remedy: "给其中一个换个名称",
        },
        Code::P0411 => Words {
            title: "容器后面没有列表",
            message: "<!-- {name} --> 后面没有列表",
            cause: "这条注释把紧跟其后的列表变成选项卡、卡片或步骤",
            remedy: "把列表放在它下面，或删掉这条注释",
        },
        Code::P0412 => Words {
            title: "标题跳级",
            message: "{above} 级标题下面直接是 {level} 级标题",
            cause: "读屏软件和目录靠级别找路；发布的页面会补平",
            remedy: "改用高一级的标题；不改也行，发布的页面是对的",
        },
        Code::P0413 => Words {
            title: "图片没有说明",
            message: "这张图片没有文字说明",
            cause: "看不见图的人和搜索引擎无从知道它是什么",
            remedy: "在方括号里写明图上是什么",
        },
        Code::P0420 => Words {
            title: "代码块的属性未知",
            message: "代码块有未知的属性 {name}",
            cause: "没有任何功能读取它，写了也不起作用",
            remedy: "改正名称或删去；可用的属性有 title、numbers、mark、ins、del、file、lines、region、lang",
        },
        Code::P0421 => Words {
            title: "代码块的属性值看不懂",
            message: "看不懂 {value}",
            cause: "这个属性的值应是行号（3、3-5、1,3-5）、数字或名称",
            remedy: "写成例如 numbers=10、ins={2} 或 lines=\"3-20\"",
        },
        Code::P0422 => Words {
            title: "代码块引用的文件不存在",
            message: "文件不存在：{file}",
            cause: "代码块要展示这个文件；现在展示的是围栏里写的内容",
            remedy: "改正路径：从项目根目录算起，或以 ./、../ 开头从本页算起",
        },
        Code::P0423 => Words {
            title: "文件里没有这个区域",
            message: "{file} 里没有区域 {region}",
            cause: "代码块要展示注释 `region: {NAME}` 与 `endregion` 之间的部分；现在展示的是围栏里写的内容",
            remedy: "改正名称，或在 {file} 里写上这两行注释",
        },
        Code::P0424 => Words {
            title: "行号超出文件末尾",
            message: "{file} 只有 {count} 行",
            cause: "代码块要展示的行已经不在了",
            remedy: "改正行号；改用区域名更稳，它随代码移动",
        },
        Code::P0425 => Words {
            title: "不能作为代码展示的文件",
            message: "{file} 不能作为代码展示",
            cause: "它大于 1 MB，或不是 UTF-8 文本",
            remedy: "展示较小的文件，或改用链接",
        },
        Code::P0430 => Words {
            title: "公式看不懂",
            message: "公式看不懂：{detail}",
            cause: "原样展示了公式的源码",
            remedy: "改正公式；不是公式的美元符号写成 \\$",
        },
        Code::P0431 => Words {
            title: "公式超出限制",
            message: "公式超出限制：{detail}",
            cause: "太长、嵌套太深的公式和生成链接、样式的命令都不绘制；原样展示了源码",
            remedy: "拆分公式，或不用这个命令",
        },
        Code::P0432 => Words {
            title: "公式里有未知的命令",
            message: "公式里不能用命令 \\{command}",
            cause: "命令写错了，或者它会生成链接、样式或定义，公式里不允许；原样展示了公式的源码",
            remedy: "改正名称，或不用这个命令",
        },
        Code::P0501 => Words {
            title: "链接指向不存在的文件",
            message: "链接指向不存在的文件：{target}",
            cause: "读者点开会看到错误页，在 Git 托管平台上也一样",
            remedy: "改正路径（相对于本文件，区分大小写），或删去链接",
        },
        Code::P0502 => Words {
            title: "链接指向不存在的标题",
            message: "{page} 里没有标题 {anchor}",
            cause: "点开链接只会停在页面顶部，到不了所指的位置",
            remedy: "改用该页已有标题的锚点，或给标题指定锚点：## 标题 {#锚点}",
        },
        Code::P0503 => Words {
            title: "链接越出了项目",
            message: "链接越出了项目：{target}",
            cause: "路径越过了根目录，那里的文件既不读取也不发布",
            remedy: "把文件移进项目，或改为它的网址",
        },
        Code::P0504 => Words {
            title: "链接指向未发布的页面",
            message: "链接指向未发布的页面：{target}",
            cause: "该页面是草稿、日期在将来或已被排除，链接无处可去",
            remedy: "把该页面一并发布，或在发布之前先去掉链接",
        },
        Code::P0505 => Words {
            title: "图片不存在",
            message: "图片不存在：{target}",
            cause: "读者会看到一张破图",
            remedy: "改正路径（相对于本文件，区分大小写），或补上图片",
        },
        Code::P0601 => Words {
            title: "模板有误",
            message: "模板有误：{detail}",
            cause: "模板读不出来，而每个页面都可能用到它；内容本身没有问题",
            remedy: "改正模板中标出的位置",
        },
        Code::P0602 => Words {
            title: "模板在某个页面上出错",
            message: "模板 {template} 在页面 {page} 上出错：{detail}",
            cause: "模板要用的值这个页面没有；页面本身可能没有问题",
            remedy: "在模板里先判断再使用：{% if x %}",
        },
        Code::P0603 => Words {
            title: "模板不存在",
            message: "没有模板 {template}",
            cause: "页面或类型要用的模板，站点和主题里都没有",
            remedy: "改正名称，或在站点或主题的 templates/ 下写出这个文件",
        },
        Code::P0701 => Words {
            title: "不是普通文件",
            message: "不是普通文件，已略过",
            cause: "管道、套接字和设备没有可以发布的内容，读取还可能永不结束",
            remedy: "把它移出源文件目录，或在 book.toml 里排除",
        },
        Code::P0801 => Words {
            title: "符号链接",
            message: "符号链接，未跟随",
            cause: "符号链接可能指向项目之外或绕成一圈，把不该公开的内容发布出去",
            remedy: "把文件本身放到这里；不需要的话，在 book.toml 里排除这个链接",
        },
        Code::P0802 => Words {
            title: "不能引用的文件",
            message: "不能引用 {file}",
            cause: "页面只能引用本项目里的普通文件：不能在项目之外，不能是隐藏文件、被 Git 忽略的文件或符号链接",
            remedy: "把要展示的内容放进项目里的文件，或直接写在代码块里",
        },
        Code::P0901 => Words {
            title: "两个输出的地址相同",
            message: "{address} 同时也是 {other} 的地址",
            cause: "其中一个会悄悄覆盖另一个（地址不区分大小写）",
            remedy: "给其中一个文件改名、指定 slug，或在 book.toml 里排除",
        },
        Code::P0902 => Words {
            title: "地址已被保留",
            message: "{address} 由 portal 自己使用",
            cause: "portal 在那里存放自己的文件",
            remedy: "给文件改名，或给页面指定另一个 slug",
        },
        Code::P0903 => Words {
            title: "名称太长",
            message: "名称太长，地址已截短为 {address}",
            cause: "文件系统的名称最长 255 字节，一个汉字占三字节",
            remedy: "给页面指定一个简短的 slug，以后改名地址也不变",
        },
    }
}

/// What a value should have been, the argument `expected`. Diagnostics hold it in English, as in this list;
/// what is not in the list is printed as it stands.
pub(super) fn expected(english: &str) -> &str {
    match english {
        "text" => "文本",
        "a number" => "数字",
        "a whole number" => "整数",
        "true or false" => " true 或 false",
        "a date" => "日期",
        "a web address" => "网址",
        "a path" => "路径",
        "a list" => "列表",
        "a list of texts" => "文本列表",
        "a list of tables" => "表的列表",
        "a table" => "表",
        "a language tag" => "语言标签（如 zh、en）",
        "a regular expression" => "正则表达式",
        other => other,
    }
}
