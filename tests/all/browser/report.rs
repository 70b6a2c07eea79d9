//! What is wrong stands over the page, at its place in the source, until it is not wrong any more.

use super::{
    chromium::{SHADOW, Tab},
    project::Project,
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

const BROKEN: &str = "+++\ntitle = \"Never closed\n+++\n\nText.\n";

fn dialog(property: &str) -> String {
    format!("{SHADOW}.querySelector('dialog').{property}")
}

#[test]
fn an_error_is_shown_over_the_last_good_page_until_it_is_solved() {
    let project = Project::new(&[("content/a.md", "+++\ntitle = \"A\"\n+++\n\nText.\n")]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    project.write("content/a.md", BROKEN);
    tab.wait(&dialog("open"));
    assert_eq!(tab.eval(&dialog("role")), "alertdialog");
    assert_eq!(tab.eval(&format!("{SHADOW}.querySelector('.place').textContent")), "content/a.md:2:9");
    assert_eq!(tab.eval(&format!("{SHADOW}.querySelector('.at').textContent.includes('Never closed')")), true);
    assert_eq!(tab.eval("document.querySelector('h1').textContent"), "A", "the last good page stands");

    // Put away, it is a badge that brings it back.
    tab.press("Escape");
    tab.wait(&format!("!{}", dialog("open")));
    let badge = format!("{SHADOW}.querySelector('.badge button')");
    assert_eq!(tab.eval(&format!("{badge}.textContent")), "✕ 1 error");
    // It stays away on other pages of the tab.
    tab.go(&server.url("/"));
    tab.wait(&format!("{badge}.textContent === '✕ 1 error' && !{}", dialog("open")));
    tab.go(&server.url("/a/"));
    tab.click(&badge, false);
    tab.wait(&dialog("open"));

    project.write("content/a.md", "+++\ntitle = \"Mended\"\n+++\n\nText.\n");
    tab.wait(&format!("!{} && document.querySelector('h1').textContent === 'Mended'", dialog("open")));
}

#[test]
fn more_warnings_than_anybody_reads_are_counted() {
    let links: String = (0..130).map(|number| format!("[x](none-{number}.md)\n\n")).collect();
    let project = Project::new(&[("content/a.md", &format!("# A\n\n{links}"))]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    let badge = format!("{SHADOW}.querySelector('.badge button')");
    tab.wait(&format!("{badge}.textContent === '! 130 warnings'"));
    tab.click(&badge, false);
    tab.wait(&dialog("open"));
    let last = format!("{SHADOW}.querySelector('dialog li:last-child').textContent");
    assert_eq!(tab.eval(&last), "30 more warnings: press w in the terminal");
}

#[test]
fn under_an_error_warnings_are_folded() {
    let warned = "# A\n\n[x](none-1.md) [y](none-2.md)\n";
    let project = Project::new(&[("content/a.md", warned), ("content/b.md", "# B\n")]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    project.write("content/b.md", BROKEN);
    tab.wait(&dialog("open"));
    assert_eq!(tab.eval(&dialog("querySelectorAll('li.error').length")), 1);
    assert_eq!(tab.eval(&dialog("querySelector('details').open")), false);
    assert_eq!(tab.eval(&dialog("querySelector('summary').textContent")), "2 warnings");
    assert_eq!(tab.eval(&dialog("querySelectorAll('details li.warning').length")), 2);
    // Without an error they are the list.
    project.write("content/b.md", "# B\n");
    tab.wait(&format!("!{}", dialog("open")));
    let badge = format!("{SHADOW}.querySelector('.badge button')");
    // Only then all is there that the build said.
    tab.wait(&format!("{badge}.textContent === 'Updated: B'"));
    tab.click(&badge, false);
    tab.wait(&dialog("open"));
    tab.wait(&dialog("querySelectorAll('li.warning').length === 2"));
    assert_eq!(tab.eval(&dialog("querySelector('details')")), serde_json::Value::Null);
}

#[test]
fn a_fault_of_a_template_is_an_error_like_any_other() {
    let template = "{% extends \"base.html\" %}\n{% block main %}<h1>{{ page.title }}</h1>{% endblock %}\n";
    let text = "+++\ntitle = \"A\"\ntemplate = \"special\"\n+++\n";
    let project = Project::new(&[("content/a.md", text), ("templates/special.html", template)]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    project.replace("templates/special.html", "page.title", "nothing.there");
    tab.wait(&dialog("open"));
    let place = tab.eval(&format!("{SHADOW}.querySelector('.place').textContent"));
    assert_eq!(place, "templates/special.html:2:24");
    project.write("templates/special.html", template);
    tab.wait(&format!("!{} && document.querySelector('h1').textContent === 'A'", dialog("open")));
}

#[test]
fn nothing_is_done_on_the_word_of_a_title_or_an_error() {
    let evil = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    let project =
        Project::new(&[("content/a.md", "# A\n"), ("content/b.md", &format!("+++\ntitle = '{evil}'\n+++\n\nText.\n"))]);
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    project.replace("content/b.md", "Text.", "More.");
    tab.wait(&format!("{SHADOW}.querySelector('.badge').textContent.includes({evil:?})"));
    project.write("content/b.md", format!("+++\ntitle = \"{evil}\n+++\n"));
    tab.wait(&dialog("open"));
    tab.wait(&format!("{}.includes('alert(2)')", dialog("textContent")));
    assert_eq!(tab.eval(&format!("{SHADOW}.querySelectorAll('script, img').length")), 0);
    // The tab complains when it is closed, if anything ran or was refused.
}

#[test]
fn alt_and_a_click_open_the_editor_at_the_line() {
    let project = Project::new(&[("content/a.md", "+++\ntitle = \"A\"\n+++\n\nOne.\n\n- two\n- three\n\n## Four\n")]);
    let wrote = project.path("opened");
    let script = "#!/bin/sh\ncd \"$(dirname \"$0\")\"\nprintf '%s\\n' \"$*\" > opening\nmv opening opened\n";
    project.write("code", script);
    fs::set_permissions(project.path("code"), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    let source = project.path("content/a.md").canonicalize().expect("it is there");
    for (element, line) in [("main li:nth-child(2)", 8), ("main .prose p", 5), ("main h2", 10), ("main h1", 1)] {
        let _ = fs::remove_file(&wrote);
        tab.click(&format!("document.querySelector('{element}')"), true);
        tab.wait(&format!("{SHADOW}.querySelector('[role=status]').textContent === 'Opened in the editor'"));
        let end = Instant::now() + Duration::from_secs(20);
        while !wrote.exists() && Instant::now() < end {
            std::thread::yield_now();
        }
        let arguments = fs::read_to_string(&wrote).expect("the editor was started");
        assert!(arguments.contains(source.to_str().expect("UTF-8")), "{arguments}");
        assert!(arguments.split([' ', ':', '+', '\n']).any(|word| word == line.to_string()), "{element}: {arguments}");
        // The badge says it each time.
        tab.eval(&format!("{SHADOW}.querySelector('[role=status]').textContent = ''"));
    }
}
