//! The command line as a person or a script meets it: the real binary, its two streams and its exit code.

use std::process::{Command, Output, Stdio};

/// Runs `portal` with these words as arguments, in an environment that says nothing about language and colours.
fn portal(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(arguments.split_whitespace()).env_clear().env("LC_ALL", "C").stdin(Stdio::null());
    command
}

#[track_caller]
fn run(arguments: &str) -> (i32, String, String) {
    let Output { status, stdout, stderr } = portal(arguments).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit code"), text(stdout), text(stderr))
}

/// The exit code, and what both streams must contain.
#[track_caller]
fn check(arguments: &str, code: i32, stdout: &[&str], stderr: &[&str]) {
    let (found, out, err) = run(arguments);
    assert_eq!(found, code, "portal {arguments}\n{out}{err}");
    for (text, parts) in [(&out, stdout), (&err, stderr)] {
        for part in parts {
            assert!(text.contains(part), "portal {arguments}: no {part:?} in\n{text}");
        }
        assert_eq!(text.is_empty(), parts.is_empty(), "portal {arguments}\n{text}");
    }
}

#[test]
fn help_is_a_result_in_both_languages() {
    check("--help", 0, &["Usage: portal [OPTIONS] <COMMAND>", "Build the site", "--message-format <FORMAT>"], &[]);
    check("build -h", 0, &["Usage: portal build [OPTIONS] [ROOT]", "--base-url <URL>", "--timings[=<FILE>]"], &[]);
    check("--lang zh --help", 0, &["用法：portal [选项] <命令>", "命令:", "构建站点", "通用选项:", "显示帮助"], &[]);
    check("build --help --lang=zh", 0, &["用法：portal build [选项] [ROOT]", "草稿也发布", "--color"], &[]);
    check("--version", 0, &[concat!("portal ", env!("CARGO_PKG_VERSION"), "\n")], &[]);
}

#[test]
fn a_wrong_command_line_is_an_error_of_usage() {
    check("", 2, &[], &["Usage: portal"]);
    check("biuld", 2, &[], &["unrecognized subcommand 'biuld'", "'build'"]);
    check("build --draft", 2, &[], &["unexpected argument '--draft'", "'--drafts'"]);
    check("build --jobs 0", 2, &[], &["invalid value '0'"]);
    check("build --date tomorrow", 2, &[], &["not a day such as 2022-07-15"]);
    check("build --base-url example.com", 2, &[], &["not an address such as https://example.com/portal/"]);
    check("build -q -v", 2, &[], &["cannot be used with"]);
    check("completions tcsh", 2, &[], &["invalid value 'tcsh'"]);
}

#[test]
fn a_wrong_command_line_is_explained_in_chinese() {
    for (arguments, expect) in [
        ("--lang zh", "错误：缺少命令；可用：init、build、serve、check、search、explain、clean、schema、completions\n"),
        ("--lang zh biuld", "错误：未知的命令 biuld；你是想写 build 吗？\n\n详细用法：portal --help\n"),
        ("--lang zh build --draft", "错误：未知的参数 --draft；你是想写 --drafts 吗？"),
        ("--lang zh build --jobs 0", "错误：--jobs <N> 的值 0 无效"),
        ("--lang zh build --out", "错误：--out <DIR> 缺少值"),
        ("--lang zh build --color red", "错误：--color <WHEN> 的值 red 无效；可用：auto、always、never"),
        ("--lang zh explain", "错误：缺少参数 <CODE>"),
        ("--lang zh build -q -v", "错误：--quiet 不能与 --verbose 同时使用"),
    ] {
        check(arguments, 2, &[], &[expect]);
    }
}

#[test]
fn the_locale_chooses_the_language() {
    let output = portal("explain p0501").env("LC_ALL", "zh_CN.UTF-8").output().expect("the binary runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with("警告[P0501]：链接指向不存在的文件\n\n原因\n"), "{text}");
}

#[test]
fn explain_tells_the_whole_story_of_a_code() {
    check("explain P0501", 0, &["warning[P0501]: link to a missing file\n\nwhy\n", "what to do", "example"], &[]);
    check("explain P0199", 2, &[], &["error: no code P0199; did you mean P01"]);
    check("explain nonsense --lang zh", 2, &[], &["错误：没有编号 nonsense；编号的样子是 P0501\n"]);
}

#[test]
fn shells_get_their_completions() {
    for (shell, part) in [("bash", "complete -F _portal"), ("zsh", "#compdef portal"), ("fish", "complete -c portal")] {
        check(&format!("completions {shell}"), 0, &[part, "message-format"], &[]);
    }
}

#[test]
fn a_missing_root_is_an_error_of_input() {
    check("build no/such/folder", 3, &[], &["error: ", "no/such/folder"]);
    check("build no/such/folder --lang zh --message-format json", 3, &[], &["错误：", "no/such/folder"]);
    check("clean no/such/folder", 3, &[], &["error: ", "no/such/folder"]);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = portal("completions zsh").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_standard_output_is_an_error_of_output() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let output = portal("explain P0501").stdout(full).output().expect("the binary runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.starts_with("error: cannot write to standard output: "), "{text}");
}

#[test]
fn a_check_says_what_a_build_says_and_more_and_publishes_nothing() {
    let site = project("[Nothing](b.md)\n\n低微, 靠自己。\n");
    let root = site.path().to_str().expect("UTF-8");
    let human =
        ["warning[P0501]", "hint[P1001]", "hint[P1004]", "1 page checked in ", ": 0 errors, 1 warning, 2 hints\n"];
    check(&format!("check {root}"), 0, &[], &human);
    check(&format!("check {root} --strict"), 1, &[], &["error[P0501]", ": 1 error, 0 warnings, 2 hints\n"]);
    check(&format!("check {root} --strict -q"), 1, &[], &["error[P0501]"]);
    check(
        &format!("check {root} --lang zh"),
        0,
        &[],
        &["提示[P1001]", "检查了 1 页，用时 ", "：错误 0，警告 1，提示 2\n"],
    );
    let (code, out, _) = run(&format!("check {root} --message-format json"));
    let last: serde_json::Value = serde_json::from_str(out.lines().last().expect("a summary")).expect("valid JSON");
    assert_eq!((code, out.lines().count(), &last["hints"]), (0, 4, &serde_json::json!(2)));
    check("check no/such/folder", 3, &[], &["error: ", "no/such/folder"]);
    assert!(!site.path().join("public").exists());
}

#[test]
fn repetition_is_folded_unless_all_is_asked_for() {
    let site = project(&"[x](none.md)\n".repeat(9));
    let root = site.path().to_str().expect("UTF-8");
    for (command, shown) in [("check", 1), ("build", 1), ("check --all", 9), ("check -v", 9), ("build -v", 9)] {
        let (_, _, err) = run(&format!("{command} {root}"));
        assert_eq!(err.matches("warning[P0501]").count(), shown, "{command}\n{err}");
        let summary = err.contains("warning[P0501]: link to a missing file: 9 times, first at ");
        assert_eq!(summary, shown == 1, "{command}\n{err}");
    }
}

#[test]
fn diagnostics_name_the_configuration_that_was_read() {
    let site = project("# A\n");
    let root = site.path().to_str().expect("UTF-8");
    std::fs::create_dir(site.path().join("conf")).expect("writable");
    let text = "[portal]\n[[portal.menu]]\ntitle = \"X\"\nurl = \"/none/\"\n[[pages]]\npath = \"none.md\"\n";
    for file in ["site.toml", "conf/site.toml"] {
        std::fs::write(site.path().join(file), text).expect("writable");
        let (_, _, err) = run(&format!("build {root} --config {root}/{file} --message-format short"));
        for place in ["4:7: warning[P0105]", "5:1: warning[P0104]"] {
            assert!(err.contains(&format!("{file}:{place}")), "{place}: {err}");
        }
        assert!(!err.contains("book.toml:"), "{err}");
    }
}

#[test]
fn a_report_is_written_in_the_language_of_the_site_and_over_nothing_else() {
    let site = project("一段中文。\n");
    let root = site.path().to_str().expect("UTF-8");
    let file = site.path().join("report.html");
    let named = file.to_str().expect("UTF-8");
    for (arguments, part) in [("", "<html lang=\"zh-Hans-CN\">"), ("--lang en", "<html lang=\"en\">")] {
        check(&format!("check {root} --report {named} {arguments}"), 0, &[], &["report: ", "report.html"]);
        let html = std::fs::read_to_string(&file).expect("the report");
        assert!(html.contains(part), "{html}");
    }
    std::fs::write(&file, "<p>Somebody's work.</p>").expect("writable");
    check(&format!("check {root} --report {named}"), 4, &[], &["refused to write", "report.html"]);
    assert_eq!(std::fs::read_to_string(&file).expect("readable"), "<p>Somebody's work.</p>");
    check(&format!("check {root} --report {root}/no/r.html"), 3, &[], &["cannot write"]);
}

/// A project with one page of this text.
fn project(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    std::fs::write(folder.path().join("a.md"), text).expect("writable");
    folder
}

/// A slip of the hand costs nobody their file.
#[test]
fn a_trace_takes_the_place_of_a_trace_only() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.md"), "# A\n").expect("writable");
    std::fs::write(path("work.json"), "[1, 2]").expect("writable");
    std::fs::write(path("other.json"), "{\"traceEvents\":[{\"pid\":1}]}").expect("writable");
    let root = folder.path().display();
    for (name, code) in [("trace.json", 0), ("trace.json", 0), ("work.json", 4), ("other.json", 4), ("a.md", 4)] {
        let (found, _, err) = run(&format!("build {root} --timings={}", path(name).display()));
        assert_eq!(found, code, "{name}: {err}");
    }
    assert_eq!(std::fs::read_to_string(path("work.json")).expect("kept"), "[1, 2]");
    assert_eq!(std::fs::read_to_string(path("a.md")).expect("kept"), "# A\n");
}

/// A published file that was changed by hand, so that its size and its time say nothing, is found and written again.
#[test]
fn a_verified_build_finds_what_a_hand_changed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    std::fs::write(folder.path().join("a.md"), "# A\n").expect("writable");
    let root = folder.path().display();
    assert_eq!(run(&format!("build {root}")).0, 0);
    let page = folder.path().join("public/a/index.html");
    let text = std::fs::read_to_string(&page).expect("published");
    let modified = std::fs::metadata(&page).and_then(|metadata| metadata.modified()).expect("a time");
    std::fs::write(&page, text.replace('A', "B")).expect("writable");
    std::fs::File::options().write(true).open(&page).and_then(|file| file.set_modified(modified)).expect("writable");
    let (code, _, err) = run(&format!("build {root} --verify"));
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("1 published file had been changed by hand and was written again: a/index.html"), "{err}");
    assert!(err.contains("verified: byte for byte"), "{err}");
    assert_eq!(std::fs::read_to_string(&page).expect("published"), text);
}

/// A project may come from anybody, and so may a link in it.
#[cfg(unix)]
#[test]
fn a_report_is_not_written_through_a_link_in_the_project() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join("project");
    std::fs::create_dir_all(&root).expect("writable");
    std::fs::create_dir(folder.path().join("outside")).expect("writable");
    std::fs::write(root.join("a.md"), "# A\n").expect("writable");
    std::os::unix::fs::symlink("../outside", root.join("reports")).expect("writable");
    std::os::unix::fs::symlink("project", folder.path().join("other")).expect("writable");
    for (arguments, code) in [
        ("check --report reports/site.html", 4),
        ("build --timings=reports/trace.json", 4),
        ("build --timings=./reports/trace.json", 4),
        ("build --timings=../project/reports/trace.json", 4),
        ("check ../other --report reports/site.html", 4),
        ("build ../other --out reports/site", 4),
        ("build --out reports/site", 4),
        ("check --report site.html", 0),
    ] {
        let output = portal(arguments).current_dir(&root).output().expect("the binary runs");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments}: {err}");
        assert_eq!(std::fs::read_dir(folder.path().join("outside")).expect("there").count(), 0, "{arguments}");
    }
}
