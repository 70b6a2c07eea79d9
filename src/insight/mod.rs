//! What the owner of a site wants to know about it as a whole: hints, figures, the report of both, and a survey of a
//! folder without a configuration.
//!
//! In: a [`Site`]. Out: [`Diagnostic`]s of the level hint, figures as plain values, an HTML page, and a configuration.
//!
//! What always holds: pure; today is the snapshot's. A hint says what a person can do about it, and nothing is
//! decided for them. The same site gives the same report, byte for byte.
//!
//! Deliberately not here: anything about a single file that parsing it can tell, and links to other sites.

mod config_draft;
mod figures;
mod missing_answers;
mod old_addresses;
mod orphans;
mod punctuation;
mod repeated_endings;
mod report;
mod similar;
mod stale;
mod survey;
mod texts;

pub use config_draft::kind_title;
pub use figures::{Axis, Figures, Growth};
pub use old_addresses::{AddressList, LostAddress, OldAddresses};
pub use orphans::orphans;
pub use repeated_endings::{RepeatedEnding, repeated_endings};
pub use report::SiteReport;
pub use similar::{Similar, similar};
pub use stale::{Stale, stale};
pub use survey::{Recognised, Survey, probe};

use crate::{
    diag::Diagnostic,
    model::RelPath,
    site::{Page, Site},
};

/// All hints, one file of this room for each kind of them.
const HINTS: &[fn(&Site, &mut Vec<Diagnostic>)] =
    &[orphans::hints, stale::hints, similar::hints, punctuation::hints, missing_answers::hints];

/// The hints about a site, in the order of diagnostics.
pub fn hints(site: &Site) -> Vec<Diagnostic> {
    let mut hints = Vec::new();
    HINTS.iter().for_each(|family| family(site, &mut hints));
    hints.sort();
    hints
}

/// The file of a page, as diagnostics name it.
fn source(site: &Site, page: &Page) -> RelPath {
    let path = &page.document.path;
    RelPath::new_from(&site.src, path.as_str()).unwrap_or_else(|| path.clone())
}
