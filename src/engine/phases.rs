//! How long the phases of a build take.

use std::time::{Duration, Instant};

/// Takes the time of each phase.
pub(super) struct PhaseTimer {
    last: Instant,
    pub laps: Vec<(&'static str, Duration)>,
}

impl Default for PhaseTimer {
    fn default() -> PhaseTimer {
        PhaseTimer { last: Instant::now(), laps: Vec::new() }
    }
}

impl PhaseTimer {
    pub(super) fn lap(&mut self, phase: &'static str) {
        self.laps.push((phase, self.last.elapsed()));
        self.last = Instant::now();
    }
}
