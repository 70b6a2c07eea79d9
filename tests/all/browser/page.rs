//! A save changes the page, and nothing that its reader did to it.

use super::{chromium::Tab, project::Project};

/// Paragraphs of some lines each, more than fit on a screen.
fn paragraphs(from: usize, to: usize) -> String {
    (from..=to).map(|number| format!("Paragraph {number}. {}\n\n", "More words stand here. ".repeat(12))).collect()
}

/// The element that begins with a text.
fn starting(text: &str) -> String {
    format!("[...document.querySelectorAll('main p')].find((p) => p.textContent.startsWith('{text}'))")
}

/// A number for where `text` is on the screen.
fn top(tab: &mut Tab, text: &str) -> f64 {
    tab.eval(&format!("{}.getBoundingClientRect().top", starting(text))).as_f64().expect("a number")
}

/// Marks the page: it would be gone after a reload.
fn mark(tab: &mut Tab) {
    tab.eval("window.isSame = true");
}

fn is_same(tab: &mut Tab) -> bool {
    tab.eval("window.isSame === true").as_bool().expect("a boolean")
}

#[test]
fn text_put_in_above_does_not_move_the_reader() {
    let project = Project::new(&[("content/a.md", &format!("# A\n\n{}", paragraphs(1, 40)))]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    mark(&mut tab);
    tab.eval(&format!("{}.scrollIntoView()", starting("Paragraph 20.")));
    // A reader who moves the page is not taken elsewhere.
    tab.press("ArrowDown");
    let before = top(&mut tab, "Paragraph 21.");
    project.replace("content/a.md", "Paragraph 2.", "Paragraph new.\n\nAnother.\n\nParagraph 2.");
    tab.wait(&format!("{} && document.querySelector('portal-serve').dataset.version > 1", starting("Another.")));
    let after = top(&mut tab, "Paragraph 21.");
    assert!((before - after).abs() < 1.5, "it moved from {before} to {after}");
    assert!(is_same(&mut tab));
}

#[test]
fn what_was_written_out_of_sight_is_brought_into_view_and_marked() {
    let project = Project::new(&[("content/a.md", &format!("# A\n\n{}", paragraphs(1, 40)))]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    tab.eval(
        "window.marked = [];
        const { animate } = Element.prototype;
        Element.prototype.animate = function (...how) {
            marked.push(this.textContent.slice(0, 12));
            return animate.apply(this, how);
        }",
    );
    project.replace("content/a.md", "Paragraph 30.", "Paragraph 30, changed.");
    tab.wait("scrollY > 1000");
    let at = top(&mut tab, "Paragraph 30, changed.");
    assert!((200.0..300.0).contains(&at), "it is at {at} of 800");
    assert_eq!(tab.eval("marked.join()"), "Paragraph 30");
}

#[test]
fn what_the_reader_did_stays() {
    let html =
        "<details id=\"d\"><summary>More</summary>\n\nInside.\n\n</details>\n\n<input id=\"i\" value=\"old\">\n\n";
    let text = format!("# A\n\nFirst.\n\n{html}[sound](beep.wav)\n\nSelect these words.\n\nLast.\n");
    let project = Project::new(&[("content/a.md", &text)]);
    project.write("content/beep.wav", silence());
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    mark(&mut tab);
    tab.eval("document.querySelector('#d').open = true");
    tab.eval("document.querySelector('#i').focus()");
    tab.press("x");
    tab.eval(&format!("getSelection().setBaseAndExtent({0}.firstChild, 7, {0}.firstChild, 12)", starting("Select")));
    tab.eval("document.querySelector('audio').play()");
    tab.wait("document.querySelector('audio').currentTime > 0.05");
    tab.eval("document.querySelector('#i').focus()");

    project.replace("content/a.md", "First.", "First.\n\nSecond.");
    tab.wait(&starting("Second."));
    assert!(is_same(&mut tab));
    assert_eq!(tab.eval("document.querySelector('#d').open"), true);
    assert_eq!(tab.eval("document.querySelector('#i').value"), "xold");
    assert_eq!(tab.eval("document.activeElement.id"), "i");
    assert_eq!(tab.eval("document.querySelector('audio').paused"), false);
    assert_eq!(tab.eval("getSelection().toString()"), "these");

    // The text that is selected goes on where it is, when other words of its paragraph change.
    project.replace("content/a.md", "these words.", "these few words.");
    tab.wait(&starting("Select these few"));
    assert_eq!(tab.eval("getSelection().toString()"), "these");
    // What was in the page before may change itself.
    project.replace("content/a.md", "Inside.", "Inside, changed.");
    tab.wait("document.querySelector('#d').textContent.includes('changed')");
    assert_eq!(tab.eval("document.querySelector('#d').open"), true);
    assert!(is_same(&mut tab));
}

/// Half a minute of silence.
fn silence() -> Vec<u8> {
    let samples = 8000 * 30_u32;
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + samples).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(8000_u32.to_le_bytes());
    wav.extend(8000_u32.to_le_bytes());
    wav.extend(b"\x01\0\x08\0data");
    wav.extend(samples.to_le_bytes());
    wav.extend(vec![128; samples as usize]);
    wav
}

#[test]
fn the_scripts_of_the_theme_do_their_work_on_what_is_new() {
    let tabs = "<!-- tabs -->\n- one\n\n  First.\n- two\n\n  Second.\n";
    let project = Project::new(&[("content/a.md", &format!("# A\n\n{tabs}\nEnd.\n"))]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    tab.click("document.querySelectorAll('.tablist button')[1]", false);
    assert_eq!(tab.eval("document.querySelector('.tab.open').textContent.includes('Second')"), true);
    project.replace("content/a.md", "End.", "```text\nlet x;\n```\n\nEnd.");
    tab.wait("document.querySelectorAll('.code .copy').length === 1");
    assert_eq!(tab.eval("document.querySelector('.tab.open').textContent.includes('Second')"), true);
    project.replace("content/a.md", "- two", "- three\n\n  Third.\n- two");
    tab.wait("document.querySelectorAll('[role=tab]').length === 3");
    assert_eq!(tab.eval("document.querySelector('.tab.open').textContent.includes('Second')"), true);
}

#[test]
fn progress_along_a_map_is_untouched() {
    let map = "---\nkind: map\n---\n# Map\n\n## One\n\n1. [A](a.md)\n2. [B](b.md)\n\n## Two\n\n1. [C](c.md)\n";
    let page = |name: &str| format!("# {name}\n");
    let project = Project::new(&[
        ("content/map.md", map),
        ("content/a.md", &page("A")),
        ("content/b.md", &page("B")),
        ("content/c.md", &page("C")),
    ]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/map/"));
    mark(&mut tab);
    tab.click("document.querySelector('.tick')", false);
    assert_eq!(tab.eval("document.querySelectorAll('.step.done').length"), 1);
    let kept = tab.eval("JSON.stringify({ ...localStorage })");
    project.replace("content/map.md", "## Two", "3. [D](d.md)\n\n## Two");
    project.write("content/d.md", "# D\n");
    tab.wait(
        "document.querySelectorAll('.step').length === 4 && document.querySelector('.progress progress').max === 4",
    );
    assert_eq!(tab.eval("document.querySelectorAll('.step.done').length"), 1);
    assert_eq!(tab.eval("document.querySelector('.progress .state').textContent.startsWith('1')"), true);
    assert_eq!(tab.eval("JSON.stringify({ ...localStorage })"), kept);
    tab.click("document.querySelectorAll('.tick')[2]", false);
    assert_eq!(tab.eval("document.querySelectorAll('.step.done').length"), 2);
    assert!(is_same(&mut tab));
}

#[test]
fn style_sheets_and_images_are_swapped() {
    let project = Project::new(&[("content/a.md", "# A\n\n![A square](x.png)\n")]);
    let image = |side| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(side, side).write_to(&mut bytes, image::ImageFormat::Png).expect("in memory");
        bytes.into_inner()
    };
    let sheet = "themes/default/static/portal.css";
    project.write("content/x.png", image(20));
    project.write(sheet, "body { background: rgb(1, 2, 3); }\n");
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    mark(&mut tab);
    let colour = "getComputedStyle(document.body).backgroundColor";
    assert_eq!(tab.eval(colour), "rgb(1, 2, 3)");
    // Without any style for a moment, the page would be white.
    tab.eval(&format!(
        "window.seen = new Set();
        const look = () => {{ seen.add({colour}); requestAnimationFrame(look); }};
        look();"
    ));
    project.write(sheet, "body { background: rgb(4, 5, 6); }\n");
    tab.wait(&format!("{colour} === 'rgb(4, 5, 6)'"));
    tab.wait("seen.size === 2");
    assert_eq!(tab.eval("[...seen].join(' ')"), "rgb(1, 2, 3) rgb(4, 5, 6)");
    assert_eq!(tab.eval("document.querySelector('main img').naturalWidth"), 20);
    project.write("content/x.png", image(30));
    tab.wait("document.querySelector('main img').naturalWidth === 30");
    assert!(is_same(&mut tab));
}

/// Numbers that look random and are the same on each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// A block of Markdown; many are the same.
fn block(random: &mut Random) -> String {
    let number = random.below(6);
    let blocks = [
        format!("## Heading {number}"),
        format!("Text {number} with *emphasis*."),
        format!("- one {number}\n- two\n  - deep {number}"),
        format!("> Quote {number}"),
        format!("| a | b |\n|---|---|\n| {number} | x |"),
        format!("<details><summary>More</summary>\n\nText {number}\n\n</details>"),
        "---".into(),
    ];
    blocks[random.below(blocks.len())].clone()
}

#[test]
fn whatever_is_written_the_page_is_as_if_loaded_anew() {
    let mut random = Random(42);
    let mut blocks: Vec<String> = (0..12).map(|_| block(&mut random)).collect();
    let project = Project::new(&[("content/a.md", &format!("# A\n\n{}\n", blocks.join("\n\n")))]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    mark(&mut tab);
    tab.eval(
        "window.isUpToDate = async (round) => {
            const next = new DOMParser().parseFromString(await (await fetch('')).text(), 'text/html');
            const text = (tree) => tree.querySelector('[data-content]');
            return text(next).textContent.includes(`Round ${round}.`) && text(next).isEqualNode(text(document));
        }",
    );
    for round in 1..=40 {
        for _ in 0..=random.below(3) {
            let at = random.below(blocks.len());
            match random.below(4) {
                0 if blocks.len() > 1 => drop(blocks.remove(at)),
                1 => blocks.insert(at, block(&mut random)),
                2 => blocks[at] = block(&mut random),
                _ => {
                    let moved = blocks.remove(at);
                    blocks.insert(random.below(blocks.len() + 1), moved);
                }
            }
        }
        project.write("content/a.md", format!("# A\n\n{}\n\nRound {round}.\n", blocks.join("\n\n")));
        tab.wait(&format!("document.querySelector('[data-content]').textContent.includes('Round {round}.')"));
        assert_eq!(tab.eval(&format!("isUpToDate({round})")), true, "round {round}:\n{}", blocks.join("\n\n"));
    }
    assert!(is_same(&mut tab));
}
