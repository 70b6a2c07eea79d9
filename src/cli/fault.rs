//! What is said when the fault is ours. The exit code is 5.

use super::texts;
use portal::diag::{UiLang, visible};
use std::{io::Write, panic, sync::Once};

/// From here on, a panic prints a request for a report instead of Rust's message, once for all threads.
pub(super) fn install(lang: UiLang) {
    static SAID: Once = Once::new();
    panic::set_hook(Box::new(move |info| {
        SAID.call_once(|| {
            let place = info.location().map_or(String::new(), ToString::to_string);
            let text = text(info.payload_as_str().unwrap_or_default(), &place, lang);
            let _ = std::io::stderr().write_all(text.as_bytes());
        });
    }));
}

fn text(message: &str, place: &str, lang: UiLang) -> String {
    let (version, system, machine) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    let facts = format!("  {}\n  {place}\n  portal {version}, {system}, {machine}\n", visible(message));
    texts::internal_error(lang, facts)
}

#[cfg(test)]
mod tests {
    use super::{UiLang, text};

    #[test]
    fn a_fault_asks_for_a_report_and_calms_the_owner() {
        let said = text("index\u{1b} 3", "src/x.rs:1:2", UiLang::En);
        for part in ["internal error", "index<U+001B> 3", "src/x.rs:1:2", "site is as it was", "please report"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(text("", "", UiLang::Zh).contains("已发布的站点保持原样"));
    }
}
