//! More than one page: what happens to others, to pages that go, and to the server.

use super::{
    chromium::{SHADOW, Tab},
    project::Project,
};

fn badge() -> String {
    format!("{SHADOW}.querySelector('.badge').textContent")
}

fn two() -> Project {
    Project::new(&[("content/a.md", "# Page A\n\nText of A.\n"), ("content/b.md", "# Page B\n\nText of B.\n")])
}

#[test]
fn another_page_is_named_with_a_way_there() {
    let project = two();
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    project.replace("content/b.md", "Text", "More text");
    tab.wait(&format!("{}.includes('Updated: Page B')", badge()));
    tab.click(&format!("{SHADOW}.querySelector('.badge a')"), false);
    tab.wait("location.pathname === '/b/' && document.body.innerText.includes('More text of B.')");
}

#[test]
fn with_follow_the_browser_goes_there() {
    let project = two();
    let server = project.serve(&["--follow"]);
    let mut tab = Tab::open(&server.url("/a/"));
    project.replace("content/b.md", "Text", "More text");
    tab.wait("location.pathname === '/b/' && document.body.innerText.includes('More text of B.')");
}

#[test]
fn a_page_that_goes_says_so_and_comes_back() {
    let project = two();
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    project.remove("content/a.md");
    tab.wait(&format!("{}.includes('This page is gone')", badge()));
    assert_eq!(tab.eval("document.querySelector('h1').textContent"), "Page A", "it can still be read");
    project.write("content/a.md", "# Page A again\n");
    tab.wait("document.querySelector('h1').textContent === 'Page A again'");
    tab.wait(&format!("!{}.includes('gone')", badge()));
}

#[test]
fn a_server_that_was_away_is_found_again() {
    let project = two();
    let server = project.serve(&[]);
    let mut tab = Tab::open(&server.url("/a/"));
    tab.eval("window.isSame = true");
    let _server = server.restart(&project, || {
        tab.wait(&format!("{}.includes('Reconnecting')", badge()));
        project.replace("content/a.md", "Text", "More text");
    });
    tab.wait("document.body.innerText.includes('More text of A.')");
    tab.wait(&format!("!{}.includes('Reconnecting')", badge()));
    project.replace("content/a.md", "More text", "Even more text");
    tab.wait("document.body.innerText.includes('Even more text of A.')");
    assert_eq!(tab.eval("window.isSame"), true);
}

#[test]
fn three_pages_at_once_each_show_their_own() {
    let project = two();
    project.write("content/c.md", "# Page C\n\nText of C.\n");
    let server = project.serve(&[]);
    let mut tabs: Vec<(char, Tab)> =
        ['a', 'b', 'c'].into_iter().map(|name| (name, Tab::open(&server.url(&format!("/{name}/"))))).collect();
    for (name, tab) in &mut tabs {
        project.replace(&format!("content/{name}.md"), "Text", "More text");
        tab.wait(&format!("document.body.innerText.includes('More text of {}.')", name.to_ascii_uppercase()));
    }
    project.write("book.toml", "[book]\ntitle = \"Renamed\"\nlanguage = \"en\"\nsrc = \"content\"\n");
    for (_, tab) in &mut tabs {
        tab.wait("document.querySelector('a.brand').textContent === 'Renamed' && document.title.endsWith('Renamed')");
    }
}

#[test]
fn a_site_below_a_folder_is_shown_there() {
    let project = two();
    let server = project.serve(&["--base-path", "/repo/"]);
    let mut tab = Tab::open(&server.url("/repo/a/"));
    project.replace("content/a.md", "Text", "More text");
    tab.wait("document.body.innerText.includes('More text of A.')");
}
