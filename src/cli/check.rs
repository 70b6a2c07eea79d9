//! `portal check`: what a build would say, what the site as a whole looks like, and the report of it.

use super::{
    CONTENT, OK, Outcome, addresses,
    args::{Check, Common},
    build::{cores, folder, timings, watched},
    failed, texts,
};
use portal::{
    diag::{Checks, Diagnostic, Format, Printer, Severity, UiLang, visible},
    engine::{self, Checked, Options},
    insight,
    output::{Care, write_single},
    site::Site,
};
use std::time::{Duration, Instant};

pub(super) fn run(check: &Check, common: &Common, printer: Printer, terminal: bool) -> Outcome {
    let all = printer.all || check.all;
    let printer = Printer { strict: check.strict, folder: folder(&check.root), all, ..printer };
    let options = Options {
        root: check.root.clone(),
        config: common.config.clone(),
        out: None,
        base_url: check.base_url.clone(),
        drafts: check.drafts,
        future: check.future,
        strict: check.strict,
        care: Care::default(),
        today: common.today(),
        jobs: check.jobs.map_or_else(cores, usize::from),
    };
    let started = Instant::now();
    let progress = watched(terminal && !common.quiet, printer.lang);
    let checked = engine::check(&options, &*progress);
    drop(progress);
    let checked = match checked {
        Ok(checked) => checked,
        Err(error) => return failed(&error, printer.lang),
    };
    let mut outcome = conclude(&checked, &printer, common.quiet, started.elapsed());
    if let (Some(source), Some(site)) = (&check.addresses, &checked.site) {
        let old = match addresses::load(source, printer.lang) {
            Ok(old) => insight::OldAddresses::compare(&old, site, &checked.outputs),
            Err(error) => return failed(&error, printer.lang),
        };
        outcome.out += &addresses::report(&old, site, &printer);
        if check.strict && !old.lost.is_empty() {
            outcome.code = outcome.code.max(CONTENT);
        }
    }
    if let (Some(file), Some(site)) = (&check.report, &checked.site) {
        let html = report(&checked, site, common);
        match write_single(file, &check.root, insight::SiteReport::MARK, html.as_bytes()) {
            Ok(()) if common.quiet || printer.format == Format::Json => {}
            Ok(()) => {
                outcome.err += &texts::wrote_report(printer.lang, visible(&file.to_string_lossy()));
            }
            Err(error) => {
                let failure = failed(&error, printer.lang);
                outcome.err += &failure.err;
                outcome.code = outcome.code.max(failure.code);
            }
        }
    }
    if common.verbose {
        outcome.err += &timings(&checked.report, printer.lang);
    }
    outcome
}

/// In the language that was asked for, else in that of the site.
fn report(checked: &Checked, site: &Site, common: &Common) -> String {
    let chinese = common.lang.as_ref().map_or_else(|| site.languages[0].lang.is_chinese(), |lang| lang == "zh");
    let lang = if chinese { UiLang::Zh } else { UiLang::En };
    let (diagnostics, source_of) = (&checked.report.diagnostics, &|path: &_| checked.report.sources.text(path));
    insight::SiteReport { site, diagnostics, source_of, lang }.html()
}

/// All that was found, then one line of summary.
fn conclude(checked: &Checked, printer: &Printer, quiet: bool, took: Duration) -> Outcome {
    let report = &checked.report;
    let (errors, warnings, hints) = printer.count(&report.diagnostics);
    let mut outcome = Outcome { code: if errors > 0 { CONTENT } else { OK }, ..Outcome::default() };
    let loud = |diagnostic: &&Diagnostic| !quiet || printer.severity(diagnostic) == Severity::Error;
    let shown: Vec<Diagnostic> = report.diagnostics.iter().filter(loud).cloned().collect();
    let diagnostics = printer.print_all(&shown, &|path| report.sources.text(path));
    match printer.format {
        Format::Json | Format::Github => outcome.out += &diagnostics,
        Format::Human | Format::Short => outcome.err += &diagnostics,
    }
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let summary = printer.checks(&Checks { pages: report.summary.pages, errors, warnings, hints, ms });
    match printer.format {
        Format::Json => outcome.out += &summary,
        _ if quiet => {}
        _ => {
            report.notes.iter().for_each(|note| outcome.err += &format!("{}\n", visible(&note.text(printer.lang))));
            outcome.err += &summary;
        }
    }
    outcome
}
