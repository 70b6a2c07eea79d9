//! The bar that says how far a long build is: one line on a terminal, erased when it has done its work.

use super::texts;
use portal::{diag::UiLang, engine::Progress};
use std::{
    io::Write,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// Nobody needs a bar for less than that.
const PATIENCE: Duration = Duration::from_millis(300);
const BETWEEN: Duration = Duration::from_millis(50);
const CELLS: usize = 32;

pub(super) struct Bar {
    lang: UiLang,
    done: AtomicUsize,
    state: Mutex<State>,
}

struct State {
    phase: &'static str,
    total: usize,
    /// When the next drawing is due.
    due: Instant,
    drawn: bool,
}

impl Bar {
    pub(super) fn new(lang: UiLang) -> Bar {
        let state = State { phase: "", total: 0, due: Instant::now() + PATIENCE, drawn: false };
        Bar { lang, done: AtomicUsize::new(0), state: Mutex::new(state) }
    }
}

impl Progress for Bar {
    fn start(&self, phase: &'static str, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        if let Ok(mut state) = self.state.lock() {
            (state.phase, state.total) = (phase, total);
        }
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // A thread that finds another one drawing goes on with its work.
        let Ok(mut state) = self.state.try_lock() else { return };
        let now = Instant::now();
        if now >= state.due {
            state.due = now + BETWEEN;
            state.drawn = true;
            let _ = write!(std::io::stderr(), "\r{}\u{1b}[K", line(done, state.total, state.phase, self.lang));
        }
    }

    fn done(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.due = Instant::now() + PATIENCE;
            if std::mem::take(&mut state.drawn) {
                let _ = write!(std::io::stderr(), "\r\u{1b}[K");
            }
        }
    }
}

/// Erased whatever happened, a panic included.
impl Drop for Bar {
    fn drop(&mut self) {
        self.done();
    }
}

fn line(done: usize, total: usize, phase: &str, lang: UiLang) -> String {
    let filled = (CELLS * done.min(total)).checked_div(total).unwrap_or(0);
    format!("[{}{}] {done}/{total} {}", "#".repeat(filled), "-".repeat(CELLS - filled), phase_name(phase, lang))
}

/// What a phase is called.
pub(super) fn phase_name(phase: &str, lang: UiLang) -> String {
    match phase {
        "scan" => texts::scan(lang),
        "parse" => texts::parse(lang),
        "assemble" => texts::assemble(lang),
        "images" => texts::images(lang),
        "highlight" => texts::highlight(lang),
        "theme" => texts::theme(lang),
        "plan" => texts::plan(lang),
        "render" => texts::render(lang),
        "look" => texts::look(lang),
        "publish" => texts::publish(lang),
        _ => phase.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{UiLang, line};

    #[test]
    fn the_bar_fills_with_the_work() {
        assert_eq!(line(0, 0, "scan", UiLang::En), "[--------------------------------] 0/0 scan");
        assert_eq!(line(634, 1000, "render", UiLang::Zh), "[####################------------] 634/1000 渲染");
        assert_eq!(line(9, 8, "render", UiLang::En), "[################################] 9/8 render");
    }
}
