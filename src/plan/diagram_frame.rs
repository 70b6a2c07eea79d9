//! The page that renders one diagram, in a frame of the pages that show it.
//!
//! In: the theme's static files by their published addresses. Out: a page and its address, if Mermaid's script
//! is among them; it is not part of the default theme, and without it diagrams are shown as their source.
//!
//! What always holds: the page that shows a diagram needs no inline style or script for it. The frame allows
//! itself the styles that Mermaid writes, and nothing from outside of the site.

use super::{Family, Job, JobOutput, Plan, PlanInput};
use crate::model::{Address, Hash128};
use std::collections::BTreeMap;

/// What the page is called among the theme's static files.
pub(super) const NAME: &str = "static/diagram-frame.html";

const MERMAID: &str = "static/mermaid.min.js";
const SCRIPT: &str = "static/diagram-frame.js";

/// Published only with Mermaid.
const SCRIPTS: [&str; 2] = ["static/diagram.js", SCRIPT];

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:";

/// Paper is white, but a diagram for a dark screen has light letters; so its background is printed.
const STYLE: &str = "body { margin: 0; overflow: hidden; } \
    #picture { padding: 1rem; overflow-x: auto; text-align: center; } svg { vertical-align: top; } \
    @media print { .dark { background: #1b2027; print-color-adjust: exact; } }";

/// The page, as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct DiagramFrame(String);

impl Family for DiagramFrame {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        jobs.extend(frame(input.theme).map(|(address, text)| Job {
            address,
            page: None,
            kind: DiagramFrame(text).into(),
        }));
    }

    fn output(&self, _: &Plan, _: &Job) -> JobOutput {
        JobOutput::Bytes(self.0.clone().into_bytes())
    }
}

/// The page, and its address: a new one for new scripts.
pub(super) fn frame(theme: &BTreeMap<String, Address>) -> Option<(Address, String)> {
    let (mermaid, script) = (theme.get(MERMAID)?.href(), theme.get(SCRIPT)?.href());
    let text = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Mermaid</title>\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<style>{STYLE}</style>\n\
         <div id=\"picture\"></div>\n<script src=\"../{mermaid}\"></script>\n<script src=\"../{script}\"></script>\n"
    );
    let address = format!("theme/diagram-frame.{:08x}.html", Hash128::of(text.as_bytes()).0 as u32);
    Some((Address::file(address), text))
}

/// Whether a static file of the theme is published.
pub(super) fn is_used(name: &str, theme: &BTreeMap<String, Address>) -> bool {
    theme.contains_key(MERMAID) || !SCRIPTS.contains(&name)
}
