//! 命令行帮助的中文文本。The help in Chinese, put over the English one.

use clap::{Arg, Command};

/// Help in Chinese for a parser that is otherwise the same.
pub(super) fn translated(command: Command) -> Command {
    let common = |arg| argument(arg, "").help_heading("通用选项");
    let mut command = command.about("开源项目门户的静态站点生成器").mut_args(common).mut_subcommands(subcommand);
    // Finishes the usage lines, which are taken over but for their English words.
    command.build();
    with_usage(command).mut_subcommands(with_usage)
}

fn subcommand(command: Command) -> Command {
    let about = match command.get_name() {
        "init" => "开始：看看已有的内容，写出 book.toml；绝不改动任何文件",
        "build" => "构建站点",
        "serve" => "边写边看：展示站点，保存后立即更新",
        "check" => "检查内容和整个站点，不发布",
        "search" => "像读者那样搜索已发布的站点",
        "explain" => "解释提示信息的编号，如 P0501",
        "clean" => "删除 portal 生成的站点和缓存",
        "schema" => "输出 book.toml 或某个页面类型的 JSON Schema，供编辑器使用",
        "completions" => "输出补全脚本：bash、elvish、fish、powershell、zsh",
        _ => return command,
    };
    let name = command.get_name().to_owned();
    command.about(about).mut_args(|argument| self::argument(argument, &name))
}

/// An argument of a command, with its help in Chinese.
fn argument(argument: Arg, command: &str) -> Arg {
    let help = match argument.get_id().as_str() {
        "config" => "配置文件，默认为 ROOT 里的 book.toml",
        "lang" => "提示信息的语言：zh、en，默认随系统区域设置",
        "message_format" => "诊断信息的格式：human、short、json、github",
        "quiet" => "只显示错误",
        "verbose" => "显示提示、全部重复信息和各阶段用时",
        "color" => "终端颜色：auto（自动）、always（总是）、never（从不）",
        "date" => "把哪一天当作今天，格式为 YYYY-MM-DD",
        "help" => "显示帮助",
        "version" => "显示版本",
        "root" => "项目文件夹，默认为当前文件夹",
        "query" => "词、\"短语\"、-不要的词、tag:名称、kind:名称、in:文件夹/",
        "language" => "搜索另一种语言的页面，如 en，默认为站点自己的语言",
        "limit" => "最多显示多少页，默认 20",
        "out" => "站点输出文件夹，默认为 ROOT 里的 public",
        "base_url" => "站点网址，代替 book.toml 里的 base-url",
        "drafts" => match command {
            "serve" => "草稿也显示",
            "check" => "草稿也检查",
            _ => "草稿也发布",
        },
        "future" => match command {
            "serve" => "日期在将来的页面也显示",
            "check" => "日期在将来的页面也检查",
            _ => "日期在将来的页面也发布",
        },
        "host" => "监听的地址，默认只有本机（127.0.0.1 和 ::1）",
        "port" => "端口，默认 1111；被占用时用后面第一个空闲的",
        "open" => "打开浏览器",
        "poll" => "每隔 MS 毫秒（默认 500）查看文件，不等系统通知：用于网络盘",
        "base_path" => "站点所在的路径，如 /repo/，与发布后一致",
        "follow" => "浏览器跟到刚改的页面",
        "allow_host" => "允许用这个主机名访问，可以多次给出",
        "allow_editor" => "用了 --allow-host 也允许从浏览器打开编辑器：能访问这个端口的人都能启动它",
        "report" if command == "init" => "以 Markdown 显示找到了什么、什么没有沿用，不写文件",
        "report" => "把站点报告写入 FILE（一个 HTML 页面）",
        "addresses" => "与原来站点的地址比较：它的 sitemap，或每行一个地址的列表",
        "all" => "重复的信息也全部显示",
        "strict" => "把警告当作错误",
        "jobs" => "线程数，默认每个核心一个",
        "verify" => "从零再构建一次并比较",
        "fast" => "不等数据写到磁盘上（断电时可能丢失网站）",
        "list" => "列出将要写出的全部文件，但不写出",
        "timings" => "显示各阶段用时，或写入 FILE 作为跟踪记录",
        "dry_run" => "只显示将要写什么，不写",
        "save" => "把 book.toml 和各个类型的都写进 .portal/schema",
        "code" => "编号",
        "kind" => "页面类型，如 case",
        "shell" => "shell 名称",
        _ => return argument,
    };
    let heading = if argument.is_positional() { "参数" } else { "选项" };
    // The default is in the help: what clap adds is English.
    let has_value = argument.get_action().takes_values();
    argument.help(help).help_heading(heading).hide_default_value(has_value)
}

fn with_usage(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>");
    command
        .override_usage(usage)
        .subcommand_help_heading("命令")
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
}

#[cfg(test)]
mod tests {
    use super::super::args;
    use portal::diag::UiLang;

    #[test]
    fn nothing_of_the_help_is_left_in_english() {
        let mut command = args::command(UiLang::Zh);
        let mut helps = vec![(String::from("portal"), command.render_help().to_string())];
        for subcommand in command.get_subcommands_mut() {
            helps.push((subcommand.get_name().to_string(), subcommand.render_help().to_string()));
        }
        for (name, help) in helps {
            for line in help.lines().filter(|line| !line.trim().is_empty()) {
                assert!(line.chars().any(|c| c > '\u{2e80}') && !line.contains("[default"), "{name}: {line}");
            }
        }
    }
}
