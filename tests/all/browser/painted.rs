//! How long it takes from a saved file to the frame that shows it. A measurement, which nothing depends on:
//!
//!     cargo test --release --test browser -- --ignored --nocapture

use super::{chromium::Tab, project::Project};
use std::{fmt::Write, time::SystemTime};

const ROUNDS: usize = 30;

/// Notes, for each number that the page comes to show, when the frame with it was handed to the screen, when the page
/// was changed, and when the reply with the new text was in: milliseconds since 1970.
const WATCH: &str = r#"(() => {
    window.frames_ = {};
    const now = () => performance.timeOrigin + performance.now();
    new MutationObserver(() => {
        const number = document.querySelector('main .prose p').textContent.match(/Number (\d+)/)[1];
        if (frames_[number]) return;
        const changed = now();
        const reply = performance.timeOrigin + performance.getEntriesByName(location.href).at(-1).responseEnd;
        frames_[number] = true;
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => (frames_[number] = [now(), changed, reply]);
            port2.postMessage(0);
        });
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    performance.setResourceTimingBufferSize(10000);
})()"#;

#[test]
#[ignore = "a measurement"]
fn from_the_save_to_the_frame() {
    for posts in [10, 1_000] {
        let text = |number: usize| {
            let words = "Some more words of *this* post, with [a link](https://example.org/). ".repeat(12);
            format!("---\ntags: [one, two]\n---\n# Post\n\nNumber {number}.\n\n{}", format!("{words}\n\n").repeat(20))
        };
        let project = Project::new(&[]);
        for post in 0..posts {
            project.write(&format!("content/{post}.md"), text(0));
        }
        let server = project.serve(&[]);
        let mut tab = Tab::open(&server.url("/5/"));
        tab.eval(WATCH);
        let mut times: [Vec<f64>; 3] = Default::default();
        for round in 1..=ROUNDS {
            let start =
                SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs_f64() * 1e3;
            project.write("content/5.md", text(round));
            tab.wait(&format!("frames_[{round}].length"));
            let at = tab.eval(&format!("frames_[{round}]"));
            for (times, at) in times.iter_mut().zip(at.as_array().expect("three times")) {
                times.push(at.as_f64().expect("a number") - start);
            }
        }
        let mut line = format!("{posts} posts, {ROUNDS} saves, milliseconds from the save (median, 90 %, most):");
        for (name, mut times) in ["painted", "changed", "received"].into_iter().zip(times) {
            times.sort_by(f64::total_cmp);
            let [median, most_of, last] = [ROUNDS / 2, ROUNDS * 9 / 10, ROUNDS - 1].map(|index| times[index]);
            write!(line, "  {name} {median:.0} {most_of:.0} {last:.0}").expect("into memory");
        }
        println!("{line}");
    }
}
