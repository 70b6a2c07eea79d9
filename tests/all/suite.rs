//! The whole pipeline in text: files in, outputs and diagnostics out, without a disk.
//!
//! `tests/suite/*.site` hold the cases; `tests/suite/README.md` says how they are written.
//! `UPDATE=1 cargo test --test all suite::` writes what was found in the place of what was expected: read the
//! difference before you commit it. A case with outputs that has an error now is left as it is.

use ignore::gitignore::GitignoreBuilder;
use portal::{
    diag::{Diagnostic, Format, Printer, UiLang},
    engine::{self, Cache, Configured, Silent},
    insight,
    model::{Config, Date, RelPath},
    parse,
    source::{Snapshot, ThemeFiles},
};
use std::{collections::BTreeMap, fs, path::Path};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite");

/// One case: what is given, word for word, and what is expected of it, by name.
struct Case {
    title: String,
    given: Vec<String>,
    expected: Vec<(String, String)>,
}

#[test]
fn every_case_gives_what_it_says() {
    let update = std::env::var_os("UPDATE").is_some();
    let (mut failures, mut stopped) = (Vec::new(), Vec::new());
    for path in files_of(Path::new(FOLDER), "site") {
        let text = fs::read_to_string(&path).expect("a case is readable");
        let (preamble, mut cases) = read_cases(&text);
        for case in &mut cases {
            let Ok(mut found) = std::panic::catch_unwind(|| run(&case.given)) else {
                failures.push(format!("{} / panics", case.title));
                continue;
            };
            let diagnostics = found.remove("diagnostics").unwrap_or_default();
            // An update does not replace outputs by an error: nobody would notice it among the differences.
            let is_error = |text: &str| text.contains(": error[");
            let (reports, outputs): (Vec<_>, Vec<_>) =
                case.expected.iter().partition(|(name, _)| name == "diagnostics");
            let expects_error = reports.iter().any(|(_, text)| is_error(text));
            let expects_outputs = outputs.iter().any(|(_, text)| !text.is_empty());
            if is_error(&diagnostics) && !expects_error && expects_outputs {
                stopped.push(format!("{}\n{diagnostics}", case.title));
                continue;
            }
            if !diagnostics.is_empty() && !case.expected.iter().any(|(name, _)| name == "diagnostics") {
                case.expected.push(("diagnostics".into(), String::new()));
            }
            for (name, expected) in &mut case.expected {
                let nothing = "(no such output)".to_owned();
                let found = if name == "diagnostics" { &diagnostics } else { found.get(name).unwrap_or(&nothing) };
                if expected != found {
                    failures.push(format!("{} / {name}\n{}", case.title, difference(expected, found)));
                    found.clone_into(expected);
                }
            }
        }
        if update {
            fs::write(&path, write_cases(&preamble, &cases)).expect("a case is writable");
        }
    }
    assert!(stopped.is_empty(), "these have an error now, and are left as they are:\n{}", stopped.join("\n"));
    assert!(update || failures.is_empty(), "\n{}\n{} differences", failures.join("\n"), failures.len());
}

/// Splits a file into what stands before the first case, and the cases.
fn read_cases(text: &str) -> (String, Vec<Case>) {
    let (mut preamble, mut cases) = (String::new(), Vec::<Case>::new());
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("%%% ") {
            assert!(cases.iter().all(|case| case.title != title), "two cases are called {title}");
            cases.push(Case { title: title.into(), given: Vec::new(), expected: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            preamble += &format!("{line}\n");
            continue;
        };
        if let Some(name) = line.strip_prefix("=== ") {
            case.expected.push((name.into(), String::new()));
        } else if let Some((_, expected)) = case.expected.last_mut() {
            assert!(!line.starts_with("--- "), "{}: files stand before expectations: {line}", case.title);
            *expected += &format!("{line}\n");
        } else {
            case.given.push(line.to_owned());
        }
    }
    for case in &mut cases {
        case.expected.iter_mut().for_each(|(_, expected)| expected.truncate(expected.trim_end().len()));
        // The line between two cases is no line of a file.
        let is_between = |case: &Case| case.expected.is_empty() && case.given.last().is_some_and(String::is_empty);
        while is_between(case) {
            case.given.pop();
        }
    }
    (preamble, cases)
}

fn write_cases(preamble: &str, cases: &[Case]) -> String {
    let mut text = preamble.to_owned();
    for Case { title, given, expected } in cases {
        text += &format!("%%% {title}\n");
        text += &given.iter().map(|line| format!("{line}\n")).collect::<String>();
        for (name, found) in expected {
            text += &format!("=== {name}\n{found}{}", if found.is_empty() { "" } else { "\n" });
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// The files without the sources that the configuration excludes, as the scan of a folder leaves them out.
fn without_excluded(mut files: BTreeMap<RelPath, Vec<u8>>, config: &Config) -> BTreeMap<RelPath, Vec<u8>> {
    let src = config.src.as_ref().map_or("", RelPath::as_str);
    let mut patterns = GitignoreBuilder::new(format!("/{src}"));
    config.exclude.iter().for_each(|pattern| drop(patterns.add_line(None, pattern)));
    let patterns = patterns.build().expect("patterns");
    files.retain(|path, _| {
        let inside = src.is_empty() || path.as_str().starts_with(&format!("{src}/"));
        !(inside && patterns.matched_path_or_any_parents(format!("/{path}"), false).is_ignore())
    });
    files
}

/// Everything that a case makes, by name: `/a/`, `files`, `diagnostics`.
fn run(given: &[String]) -> BTreeMap<String, String> {
    let files_at = given.iter().position(|line| line.starts_with("--- ")).unwrap_or(given.len());
    let mut options: BTreeMap<&str, &str> = given[..files_at]
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_once(" = ").unwrap_or((line.trim(), "")))
        .collect();
    let files = read_files(&given[files_at..]);

    let configured = Configured::in_memory(&files).expect("nothing is read from a disk");
    let Configured { mut config, mut diagnostics, .. } = configured;
    if let Some(url) = options.remove("base-url") {
        config.base_url = Some(parse::config::base_url(url).expect("base-url is an address"));
    }
    config.drafts |= options.remove("drafts").is_some();
    config.future |= options.remove("future").is_some();
    config.preview = options.remove("serve").is_some();
    let check = options.remove("check").is_some();
    let today = Date::parse(options.remove("today").unwrap_or("2024-06-30")).expect("today is a date");
    let theme = match options.remove("theme") {
        None => plain_theme(),
        Some("facts") => showing_facts(plain_theme()),
        Some(_) => ThemeFiles::embedded(),
    };
    assert!(options.is_empty(), "unknown options: {options:?}");

    let published = without_excluded(files.clone(), &config);
    let snapshot = Snapshot::of_files(&published, config.src.as_ref(), theme, today);
    let snapshot = snapshot.with_static_roots(&published, &config.static_roots);
    diagnostics.extend(engine::missing_pages(&config, &snapshot));
    let mut found = BTreeMap::new();
    if !diagnostics.iter().any(|diagnostic| engine::is_error(diagnostic, false)) {
        let lang = config.language.clone();
        let lang = lang.unwrap_or_else(|| parse::language::guess(snapshot.sources.values().map(|file| &*file.bytes)));
        let cache = Cache::none();
        let build = engine::plan_site(&snapshot, &config, &lang, &cache, &Silent).expect("readable");
        diagnostics.extend(build.diagnostics.iter().cloned());
        if check {
            diagnostics.extend(insight::hints(&build.plan.site));
        }
        if !build.has_errors(false) {
            let (outputs, faults) = build.outputs(&cache);
            diagnostics.extend(faults);
            let mut names: Vec<String> = build.plan.jobs.iter().map(|job| job.address.output()).collect();
            names.sort();
            found.insert("files".into(), names.join("\n"));
            found.extend(outputs.into_iter().map(|(path, bytes)| {
                let path = path
                    .strip_suffix("index.html")
                    .filter(|rest| rest.is_empty() || rest.ends_with('/'))
                    .unwrap_or(&path);
                let version = concat!("version=\"", env!("CARGO_PKG_VERSION"), "\"");
                let text = String::from_utf8_lossy(&bytes).replace(version, "version=\"this\"").replace("\r\n", "\n");
                (format!("/{path}"), text.trim_end().to_owned())
            }));
        }
    }
    diagnostics.sort();
    diagnostics.dedup();
    found.insert("diagnostics".into(), printed(&diagnostics, &files, &snapshot.theme));
    found
}

/// One line each, with the likeliest thing that was meant below it.
fn printed(diagnostics: &[Diagnostic], files: &BTreeMap<RelPath, Vec<u8>>, theme: &ThemeFiles) -> String {
    let printer = Printer { format: Format::Short, lang: UiLang::En, ..Printer::default() };
    let line = |diagnostic: &Diagnostic| {
        let own = files.get(&diagnostic.path).map(Vec::as_slice);
        let bytes = own.or_else(|| theme.files.get(diagnostic.path.as_str()).map(|bytes| &**bytes));
        let line = printer.print(diagnostic, bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()));
        let meant = diagnostic.nearest.as_ref().map(|nearest| format!("  did you mean {nearest}?\n"));
        line + &meant.unwrap_or_default()
    };
    diagnostics.iter().map(line).collect::<String>().trim_end().to_owned()
}

/// The files after `--- PATH` lines; blank lines at their ends are not part of them.
fn read_files(lines: &[String]) -> BTreeMap<RelPath, Vec<u8>> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in lines {
        match (line.strip_prefix("--- "), files.last_mut()) {
            (Some(path), _) => files.push((path, String::new())),
            (None, Some((_, text))) => *text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    let file = |(path, text): (&str, String)| {
        let text = format!("{}\n", text.trim_end_matches('\n'));
        let text = if text == "\n" { String::new() } else { text };
        let (path, form) = path.strip_suffix(')').and_then(|path| path.rsplit_once(" (")).unwrap_or((path, ""));
        let bytes = match form {
            "" => text.into_bytes(),
            "escaped" => unescaped(text.trim_end_matches('\n')),
            form if form.contains(" ") && form.contains("x") => image(form),
            form if form.starts_with("repeat ") => repeated(&text, form["repeat ".len()..].parse().expect("a number")),
            label => encoding_rs::Encoding::for_label(label.as_bytes()).expect("an encoding").encode(&text).0.into(),
        };
        (RelPath::new(path).expect("a path inside the project"), bytes)
    };
    files.into_iter().map(file).collect()
}

/// Lines that end in `…`, that often.
fn repeated(text: &str, times: usize) -> Vec<u8> {
    let line =
        |line: &str| line.strip_suffix('…').map_or(format!("{line}\n"), |line| format!("{line}\n").repeat(times));
    text.lines().flat_map(|text| line(text).into_bytes()).collect()
}

/// An image: `png 800x600`. What is in it is the same every time, and no format makes it very small.
pub(crate) fn image(form: &str) -> Vec<u8> {
    let (format, size) = form.split_once(' ').expect("a format and a size");
    let (width, height) = size.split_once('x').expect("a width and a height");
    let (width, height): (u32, u32) = (width.parse().expect("a number"), height.parse().expect("a number"));
    let short = |length: u32| u16::try_from(length).expect("a small image").to_le_bytes();
    let format = match format {
        "gif" => return [b"GIF89a".as_slice(), &short(width), &short(height), &[0; 4]].concat(),
        "png" => image::ImageFormat::Png,
        "jpeg" => image::ImageFormat::Jpeg,
        other => panic!("no images of the format {other}"),
    };
    let pixel = |x: u32, y: u32| image::Rgb([(x * y % 251) as u8, (x * 7) as u8, (y * 13) as u8]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(width, height, pixel).write_to(&mut bytes, format).expect("an image of that size");
    bytes.into_inner()
}

/// Undoes `\r`, `\t`, `\s` (a blank), `\xHH` (a byte) and `\u{...}`.
fn unescaped(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let (kind, after) = after.split_at(1);
        rest = after;
        match kind {
            "r" => bytes.push(b'\r'),
            "t" => bytes.push(b'\t'),
            "s" => bytes.push(b' '),
            "x" => {
                bytes.push(u8::from_str_radix(&after[..2], 16).expect("two digits"));
                rest = &after[2..];
            }
            "u" => {
                let (digits, after) = after[1..].split_once('}').expect("braces");
                let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).expect("a character");
                bytes.extend(c.to_string().bytes());
                rest = after;
            }
            other => bytes.extend(other.bytes()),
        }
    }
    bytes.extend(rest.bytes());
    bytes
}

/// Templates that show what they are given as text, so that a case shows pure HTML.
fn plain_theme() -> ThemeFiles {
    let folder = Path::new(FOLDER).join("theme");
    let name = |path: &Path| path.strip_prefix(&folder).expect("below").to_str().expect("UTF-8").replace('\\', "/");
    let files = ["html", "toml"].into_iter().flat_map(|extension| files_of(&folder, extension));
    let files = files.map(|path| (name(&path), fs::read(&path).expect("readable").into())).collect();
    ThemeFiles { files, ..ThemeFiles::default() }
}

/// The same with all facts about a page above its text.
fn showing_facts(mut theme: ThemeFiles) -> ThemeFiles {
    let facts = theme.files["templates/facts.html"].clone();
    for name in ["templates/page.html", "templates/essay.html"] {
        theme.files.insert(name.into(), facts.clone());
    }
    theme
}

fn files_of(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    files.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|e| e == extension)).collect()
}

/// Both texts with the lines that are only in one of them marked.
fn difference(expected: &str, found: &str) -> String {
    let marked = |text: &str, other: &str, mark: &str| -> String {
        text.lines()
            .map(|line| format!("{}{line}\n", if other.lines().any(|o| o == line) { "  " } else { mark }))
            .collect()
    };
    format!("expected:\n{}found:\n{}", marked(expected, found, "- "), marked(found, expected, "+ "))
}
