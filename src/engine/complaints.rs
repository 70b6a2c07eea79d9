//! The diagnostics of a build.
//!
//! What always holds: those of the files are the ones that parsing made, shared and not copied: every build repeats them,
//! and there may be one for each of ten thousand files.

use crate::diag::Diagnostic;
use std::sync::Arc;

/// In no order.
#[derive(Clone, Debug, Default)]
pub struct Complaints {
    of_files: Vec<Arc<[Diagnostic]>>,
    others: Vec<Diagnostic>,
}

impl Complaints {
    pub(super) fn push_file(&mut self, complaints: Arc<[Diagnostic]>) {
        if !complaints.is_empty() {
            self.of_files.push(complaints);
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of_files.iter().flat_map(|of_file| of_file.iter()).chain(&self.others)
    }

    pub fn is_empty(&self) -> bool {
        self.of_files.is_empty() && self.others.is_empty()
    }

    /// Copies them all.
    pub fn to_vec(&self) -> Vec<Diagnostic> {
        self.iter().cloned().collect()
    }
}

impl Extend<Diagnostic> for Complaints {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, more: T) {
        self.others.extend(more);
    }
}
