//! `portal build`: publishes the site, or says why not.

use super::{
    CONTENT, FAULT, OK, Outcome,
    args::{Build, Common},
    failed,
    progress::{Bar, phase_name},
    texts,
};
use portal::{
    diag::{BuildSummary, Diagnostic, Format, LeftOut, Printer, Severity, UiLang, visible},
    engine::{self, Options, Progress, Report, Silent},
    output::{Care, write_single},
    site::KeptBack,
};
use serde_json::json;
use std::{
    path::{Component, Path, PathBuf},
    time::{Duration, Instant},
};

pub(super) fn run(build: &Build, common: &Common, printer: Printer, terminal: bool) -> Outcome {
    let printer = Printer { strict: build.strict, folder: folder(&build.root), ..printer };
    let options = Options {
        root: build.root.clone(),
        config: common.config.clone(),
        out: build.out.clone(),
        base_url: build.base_url.clone(),
        drafts: build.drafts,
        future: build.future,
        strict: build.strict,
        care: Care { flush: !build.fast, reread: build.verify },
        today: common.today(),
        jobs: build.jobs.map_or_else(cores, usize::from),
    };
    let started = Instant::now();
    let progress = watched(terminal && !common.quiet, printer.lang);
    let report = if build.list { engine::list(&options, &*progress) } else { engine::build(&options, &*progress) };
    drop(progress);
    let report = match report {
        Ok(report) => report,
        Err(error) => return failed(&error, printer.lang),
    };
    let mut outcome = conclude(&report, &printer, Loudness::of(common), build.list, started.elapsed());
    if build.verify && report.published {
        match engine::verify(&options) {
            Ok(different) => add(&mut outcome, verdict(&different, printer.lang, common.quiet)),
            Err(error) => add(&mut outcome, failed(&error, printer.lang)),
        }
    }
    match &build.timings {
        Some(Some(file)) => add(&mut outcome, write_trace(&report, file, &build.root, printer.lang)),
        Some(None) => outcome.err += &timings(&report, printer.lang),
        None if common.verbose => outcome.err += &timings(&report, printer.lang),
        None => {}
    }
    outcome
}

/// A bar, where somebody can see it.
pub(super) fn watched(seen: bool, lang: UiLang) -> Box<dyn Progress + Send> {
    if seen { Box::new(Bar::new(lang)) } else { Box::new(Silent) }
}

/// What stands before the paths of diagnostics so that they can be opened from the current folder.
pub(super) fn folder(root: &Path) -> String {
    let root: PathBuf = root.components().filter(|part| *part != Component::CurDir).collect();
    match &*root.to_string_lossy() {
        "" => String::new(),
        root => format!("{}/", root.trim_end_matches('/')),
    }
}

pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// How much a build says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Loudness {
    /// Errors only.
    Quiet,
    Normal,
    /// Hints, too.
    Verbose,
}

impl Loudness {
    fn of(common: &Common) -> Loudness {
        match common {
            Common { quiet: true, .. } => Loudness::Quiet,
            Common { verbose: true, .. } => Loudness::Verbose,
            _ => Loudness::Normal,
        }
    }
}

/// What a finished build has to say: the diagnostics, then one line of summary.
fn conclude(report: &Report, printer: &Printer, loudness: Loudness, list: bool, took: Duration) -> Outcome {
    let quiet = loudness == Loudness::Quiet;
    let (errors, warnings, all_hints) = printer.count(&report.diagnostics);
    let mut outcome = Outcome { code: if errors > 0 { CONTENT } else { OK }, ..Outcome::default() };
    // Hints are for whoever asks for them, and for programs.
    let hints = loudness == Loudness::Verbose || !matches!(printer.format, Format::Human | Format::Short);
    let loud = |diagnostic: &&Diagnostic| match printer.severity(diagnostic) {
        Severity::Error => true,
        Severity::Warning => !quiet,
        Severity::Hint => !quiet && hints,
    };
    let shown: Vec<Diagnostic> = report.diagnostics.iter().filter(loud).cloned().collect();
    let diagnostics = printer.print_all(&shown, &|path| report.sources.text(path));
    let summary = printer.summary(&BuildSummary {
        errors,
        warnings,
        hidden_hints: if hints { 0 } else { all_hints },
        left_out: LeftOut {
            drafts: report.kept.drafts.len(),
            future: report.kept.future.len(),
            expired: report.kept.expired.len(),
            never: report.kept.never.len(),
            next_change: report.kept.next_change.clone(),
        },
        ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        out: report.published.then(|| visible(&report.out.to_string_lossy())),
        ..report.summary
    });
    // What programs read goes to standard output, unless the list is there.
    match printer.format {
        Format::Json | Format::Github if !list => outcome.out += &diagnostics,
        _ => outcome.err += &diagnostics,
    }
    if !quiet && printer.format != Format::Json {
        report.notes.iter().for_each(|note| outcome.err += &format!("{}\n", visible(&note.text(printer.lang))));
    }
    if loudness == Loudness::Verbose && printer.format != Format::Json {
        outcome.err += &left_out(&report.kept, printer);
    }
    match printer.format {
        _ if list => report.outputs.iter().for_each(|output| outcome.out += &format!("{output}\n")),
        Format::Json => outcome.out += &summary,
        _ if quiet => {}
        _ => outcome.err += &summary,
    }
    outcome
}

/// The files that have no page, a line each with the reason, and the next day on which that changes.
fn left_out(kept: &KeptBack, printer: &Printer) -> String {
    let lang = printer.lang;
    let mut text = String::new();
    for (reason, files) in [
        (texts::draft(lang), &kept.drafts),
        (texts::future(lang), &kept.future),
        (texts::expired(lang), &kept.expired),
        (texts::without_page(lang), &kept.never),
    ] {
        for file in files {
            text += &texts::not_published(lang, &reason, visible(&format!("{}{file}", printer.folder)));
        }
    }
    text + &kept.next_change.as_ref().map_or_else(String::new, |day| texts::changes_on(lang, day))
}

/// What comes after the build; its failure is the worse one.
fn add(outcome: &mut Outcome, more: Outcome) {
    outcome.err += &more.err;
    outcome.code = outcome.code.max(more.code);
}

fn verdict(different: &[String], lang: UiLang, quiet: bool) -> Outcome {
    if different.is_empty() {
        let err = if quiet { String::new() } else { texts::verified(lang) };
        return Outcome { err, ..Outcome::default() };
    }
    let mut err = texts::not_verified(lang);
    different.iter().for_each(|path| err += &format!("  {}\n", visible(path)));
    Outcome { err, code: FAULT, ..Outcome::default() }
}

/// The time of each phase, a line each.
pub(super) fn timings(report: &Report, lang: UiLang) -> String {
    let line = |(phase, took): &(&str, Duration)| {
        format!("{:8.1} ms  {}\n", took.as_secs_f64() * 1000.0, phase_name(phase, lang))
    };
    report.phases.iter().map(line).collect()
}

/// What a trace begins with.
const TRACE: &str = "{\"otherData\":{\"tool\":\"portal\"},\"traceEvents\":[";

/// In the format that browsers' performance tools open: the phases one after the other.
fn trace(report: &Report) -> String {
    let mut start = Duration::ZERO;
    let events: Vec<_> = report
        .phases
        .iter()
        .map(|(phase, took)| {
            let event = json!({
                "name": phase, "ph": "X", "pid": 1, "tid": 1,
                "ts": start.as_micros() as u64, "dur": took.as_micros() as u64,
            });
            start += *took;
            event
        })
        .collect();
    // Not in the order of the keys: other tools write traces, too, and this is what tells ours.
    format!("{TRACE}{}]}}\n", events.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}

fn write_trace(report: &Report, file: &Path, root: &Path, lang: UiLang) -> Outcome {
    write_single(file, root, TRACE, trace(report).as_bytes())
        .err()
        .map_or_else(Outcome::default, |error| failed(&error, lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use portal::{diag::Code, model::RelPath};

    const SECOND: Duration = Duration::from_secs(1);

    /// A build of one page, with these diagnostics on it.
    fn report(codes: &[Code]) -> Report {
        let path = RelPath::new("a.md").expect("a path");
        Report {
            diagnostics: codes.iter().map(|code| Diagnostic::new(*code, &path).arg("target", "x.md")).collect(),
            summary: BuildSummary { pages: 1, written: 3, ..BuildSummary::default() },
            published: true,
            out: "public".into(),
            outputs: vec!["a/index.html".into(), "sitemap.xml".into()],
            phases: vec![("scan", Duration::from_micros(1500)), ("parse", SECOND)],
            ..Report::default()
        }
    }

    fn short() -> Printer {
        Printer { format: Format::Short, ..Printer::default() }
    }

    #[test]
    fn warnings_do_not_fail_a_build_unless_it_is_strict() {
        let warned = report(&[Code::P0501]);
        let outcome = conclude(&warned, &short(), Loudness::Normal, false, SECOND);
        assert_eq!(
            (outcome.code, &*outcome.err),
            (
                OK,
                "a.md: warning[P0501]: link to a file that does not exist: x.md\n\
                 1 page -> public in 1.00 s: 3 written, 0 unchanged, 0 removed, 1 warning\n"
            )
        );
        let refused = Report { published: false, ..warned };
        let outcome = conclude(&refused, &Printer { strict: true, ..short() }, Loudness::Normal, false, SECOND);
        assert_eq!(
            (outcome.code, &*outcome.err),
            (
                CONTENT,
                "a.md: error[P0501]: link to a file that does not exist: x.md\n\
                 nothing published, the site that was there stays as it was; 1.00 s, 1 error\n"
            )
        );
    }

    #[test]
    fn hints_are_counted_and_shown_to_whoever_asks() {
        let hinted = report(&[Code::P0404]);
        let outcome = conclude(&hinted, &short(), Loudness::Normal, false, SECOND);
        assert_eq!(
            outcome.err,
            "1 page -> public in 1.00 s: 3 written, 0 unchanged, 0 removed, 1 hint (shown with -v)\n"
        );
        let outcome = conclude(&hinted, &short(), Loudness::Verbose, false, SECOND);
        assert_eq!(
            outcome.err,
            "a.md: hint[P0404]: no colours for the language {language}\n\
             1 page -> public in 1.00 s: 3 written, 0 unchanged, 0 removed\n"
        );
    }

    #[test]
    fn quiet_leaves_the_errors() {
        let outcome = conclude(&report(&[Code::P0501, Code::P0301]), &short(), Loudness::Quiet, false, SECOND);
        assert_eq!((outcome.code, &*outcome.err), (CONTENT, "a.md: error[P0301]: the front matter is not closed\n"));
    }

    #[test]
    fn json_is_on_standard_output_with_the_summary_last() {
        let json = Printer { format: Format::Json, ..Printer::default() };
        let outcome = conclude(&report(&[Code::P0501]), &json, Loudness::Quiet, false, SECOND);
        let lines: Vec<serde_json::Value> =
            outcome.out.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
        assert_eq!((lines.len(), &lines[0]["ms"], &outcome.err[..]), (1, &json!(1000), ""), "quiet: no warning");
        let outcome = conclude(&report(&[Code::P0501]), &json, Loudness::Normal, false, SECOND);
        assert_eq!((outcome.out.lines().count(), &outcome.err[..]), (2, ""));
    }

    #[test]
    fn annotations_are_on_standard_output_and_the_summary_is_not() {
        let github = Printer { format: Format::Github, ..Printer::default() };
        let outcome = conclude(&report(&[Code::P0301]), &github, Loudness::Normal, false, SECOND);
        assert_eq!(outcome.out, "::error file=a.md,title=P0301::the front matter is not closed\n");
        assert!(outcome.err.starts_with("1 page -> public"), "{}", outcome.err);
    }

    #[test]
    fn a_list_is_alone_on_standard_output() {
        let outcome = conclude(&report(&[Code::P0301]), &short(), Loudness::Normal, true, SECOND);
        assert_eq!(
            outcome,
            Outcome {
                out: "a/index.html\nsitemap.xml\n".into(),
                err: "a.md: error[P0301]: the front matter is not closed\n".into(),
                code: CONTENT
            }
        );
    }

    #[test]
    fn a_verified_build_that_differs_is_our_fault() {
        let outcome = verdict(&["a/index.html".into()], UiLang::En, true);
        assert_eq!(outcome.code, FAULT);
        assert!(outcome.err.ends_with("\n  a/index.html\n"), "{}", outcome.err);
        assert_eq!(verdict(&[], UiLang::Zh, true), Outcome::default());
    }

    #[test]
    fn timings_are_a_table_or_a_trace() {
        assert_eq!(timings(&report(&[]), UiLang::Zh), "     1.5 ms  读取\n  1000.0 ms  解析\n");
        let trace: serde_json::Value = serde_json::from_str(&trace(&report(&[]))).expect("valid JSON");
        let expect = json!({ "name": "parse", "ph": "X", "pid": 1, "tid": 1, "ts": 1500, "dur": 1_000_000 });
        assert_eq!(trace["traceEvents"][1], expect);
    }

    #[test]
    fn paths_can_be_opened_from_the_current_folder() {
        for (root, expect) in
            [(".", ""), ("./", ""), ("site", "site/"), ("./site/", "site/"), ("/a/b", "/a/b/"), ("/", "/")]
        {
            assert_eq!(folder(Path::new(root)), expect, "{root}");
        }
    }
}
