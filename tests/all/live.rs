//! `portal serve` with real files, the real watcher and real requests: whatever is done to the files, what is served
//! is what a build from nothing would publish.
//!
//!     EDITS=10000 cargo test --release --test all live::
//!
//! walks further than the usual run.

mod files;

use crate::server::{PATIENCE, Server, options, today};
use files::{Files, OPERATORS, Random};
use portal::{
    diag::Diagnostic,
    engine::{self, Edition, Live, Served, Silent},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::Path,
    sync::{Arc, mpsc::channel},
    time::{Duration, Instant},
};

/// What a build from nothing gives: the bytes of every output, or the errors.
fn clean(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let mut live = Live::new(options(root)).expect("threads");
    let project = live.read(today(), None).expect("readable");
    let edition: Arc<Edition> = live.build(project, &Silent).expect("readable");
    let errors: Vec<Diagnostic> =
        edition.diagnostics.iter().filter(|diagnostic| engine::is_error(diagnostic, false)).cloned().collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let bytes = |path: String| match edition.output(&path) {
        Ok(Some(Served::Bytes(bytes))) => Ok((path, bytes.to_vec())),
        Ok(Some(Served::File(mut file, _))) => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("readable");
            Ok((path, bytes))
        }
        Ok(None) => panic!("{path} was planned and is not there"),
        Err(fault) => Err(vec![*fault]),
    };
    edition.paths().into_iter().map(bytes).collect()
}

/// Where what is served differs from what it should be.
fn differences(
    server: &mut Server,
    expect: &Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>>,
    gone: &BTreeSet<String>,
) -> Vec<String> {
    match expect {
        Err(errors) => {
            let said = server.errors();
            if said.iter().map(|said| said.code).eq(errors.iter().map(|error| error.code)) {
                return Vec::new();
            }
            vec![format!("errors: {said:?}, not {errors:?}")]
        }
        Ok(outputs) => {
            let mut differences = Vec::new();
            for (path, bytes) in outputs {
                let (status, served) = server.get(path);
                if status != 200 || served != *bytes {
                    differences.push(format!("{path}: {status}, {} bytes, not {}", served.len(), bytes.len()));
                }
            }
            for path in gone.iter().filter(|path| !outputs.contains_key(*path)) {
                let (status, _) = server.get(path);
                if status != 404 {
                    differences.push(format!("{path}: {status}, though it is gone"));
                }
            }
            differences.extend(server.errors().first().map(|error| format!("{error:?} is solved")));
            differences
        }
    }
}

/// Waits until the server shows what the files say; what differs when it does not.
fn catches_up(server: &mut Server, root: &Path, gone: &mut BTreeSet<String>, patience: Duration) -> Vec<String> {
    let expect = clean(root);
    let began = Instant::now();
    loop {
        let differences = differences(server, &expect, gone);
        if differences.is_empty() {
            if let Ok(outputs) = &expect {
                *gone = outputs.keys().cloned().collect();
            }
            return differences;
        }
        if began.elapsed() > patience || !server.wait(patience) {
            return differences;
        }
    }
}

#[test]
fn what_is_served_is_what_would_be_published() {
    let edits = std::env::var("EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(300);
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut random = Random(seed);
    let mut files = Files::new(folder.path());
    let mut server = Server::start(options(folder.path()), None);
    let mut gone = BTreeSet::new();
    let mut used = BTreeSet::new();
    let mut compared = 0;
    for edit in 0..edits {
        let operator = random.below(OPERATORS.len());
        let (name, operate) = OPERATORS[operator];
        operate(&mut files, &mut random);
        used.insert(name);
        let differences = catches_up(&mut server, folder.path(), &mut gone, PATIENCE);
        assert!(differences.is_empty(), "seed {seed}, edit {edit}, {name}:\n{differences:#?}");
        if files.is_broken() {
            // Mistakes do not stay for long.
            files.mend();
            let differences = catches_up(&mut server, folder.path(), &mut gone, PATIENCE);
            assert!(differences.is_empty(), "seed {seed}, edit {edit}, after {name} was mended:\n{differences:#?}");
        }
        match clean(folder.path()) {
            Ok(_) => compared += 1,
            // Two pages with one address, as it may come at random.
            Err(_) => files.begin_anew(),
        }
    }
    assert_eq!(server.missed(), Vec::<String>::new(), "what the system told was enough");
    assert!(compared * 2 > edits, "only {compared} of {edits} states had no errors");
    assert!(edits < 300 || used.len() == OPERATORS.len(), "only {used:?}");
    // The same again by the door that everybody uses.
    let report = engine::build(&options(folder.path()), &Silent).expect("a build");
    assert!(report.published, "{:#?}", report.diagnostics);
    for path in clean(folder.path()).expect("no errors").keys() {
        let published = fs::read(folder.path().join("public").join(path)).expect("published");
        assert_eq!(server.get(path), (200, published), "{path}");
    }
}

/// The test above can fail: a server that looks at its files once in an hour is found out.
#[test]
fn a_server_that_is_asleep_is_found_out() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut files = Files::new(folder.path());
    let mut server = Server::start(options(folder.path()), Some(Duration::from_secs(3600)));
    let mut gone = BTreeSet::new();
    assert_eq!(catches_up(&mut server, folder.path(), &mut gone, PATIENCE), Vec::<String>::new());
    files.write_page("a.md", "# Other\n");
    assert_ne!(catches_up(&mut server, folder.path(), &mut gone, Duration::from_millis(300)), Vec::<String>::new());
}

/// Where the system tells of nothing, looking in intervals comes to the same.
#[test]
fn looking_at_the_files_in_intervals_does_as_well() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut files = Files::new(folder.path());
    let mut server = Server::start(options(folder.path()), Some(Duration::from_millis(20)));
    let mut gone = BTreeSet::new();
    let mut random = Random(3);
    for (name, operate) in OPERATORS.iter().filter(|(name, _)| !name.starts_with("same size")) {
        operate(&mut files, &mut random);
        let differences = catches_up(&mut server, folder.path(), &mut gone, PATIENCE);
        assert!(differences.is_empty(), "{name}: {differences:#?}");
        files.mend();
    }
}

/// While a thousand files change at once, every request gets a whole page of one state or of another.
#[test]
fn a_page_is_never_missing_while_everything_changes() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut files = Files::new(folder.path());
    for page in 0..60 {
        files.write_page(&format!("many/{page}.md"), &format!("# Page {page} of state 0\n\n[a](../a.md)\n"));
    }
    let mut server = Server::start(options(folder.path()), None);
    for state in 1..6 {
        for page in 0..60 {
            files.write_page(&format!("many/{page}.md"), &format!("# Page {page} of state {state}\n\n[a](../a.md)\n"));
        }
        let last = format!("Page 59 of state {state}");
        let began = Instant::now();
        loop {
            for page in [0, 30, 59] {
                let (status, html) = server.get(&format!("many/{page}/index.html"));
                let html = String::from_utf8(html).expect("UTF-8");
                assert_eq!(status, 200, "state {state}, page {page}");
                assert!(html.contains(&format!("Page {page} of state")) && html.ends_with("</html>\n"), "{html}");
            }
            if String::from_utf8_lossy(&server.get("many/59/index.html").1).contains(&last) {
                break;
            }
            assert!(began.elapsed() < PATIENCE, "{last} never came");
        }
    }
}

/// What a page says when its source is wrong, in the words of a writer who sees it.
fn says(server: &mut Server, path: &str, text: &str) {
    let began = Instant::now();
    loop {
        let (status, html) = server.get(path);
        let html = String::from_utf8_lossy(&html).into_owned();
        if status == 200 && html.contains(text) {
            return;
        }
        assert!(began.elapsed() < PATIENCE && server.wait(PATIENCE), "{path} does not say {text:?}: {status} {html}");
    }
}

const WRONG: &str = "---\ntitle: \"x\nslug: b2\n---\nWrong.\n";

#[test]
fn a_page_that_is_wrong_stays_as_it_was_last_right() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut files = Files::new(folder.path());
    files.write_page("b.md", "---\nslug: b2\n---\n# B\n\nB is right.\n");
    let mut server = Server::start(options(folder.path()), None);
    // A mistake takes away what said the page's address, too.
    files.write_page("b.md", WRONG);
    while server.errors().is_empty() {
        assert!(server.wait(PATIENCE), "the error is never told");
    }
    says(&mut server, "b2/index.html", "B is right");
    // Others go on meanwhile.
    files.write_page("a.md", "# A\n\nA goes on.\n");
    says(&mut server, "a/index.html", "A goes on");
    // Each has its own last time.
    files.write_page("a.md", WRONG);
    while server.errors().len() < 2 {
        assert!(server.wait(PATIENCE), "the error is never told");
    }
    says(&mut server, "a/index.html", "A goes on");
    // Nor does a broken configuration take anything back.
    files.write_root("book.toml", "[book\n");
    while !server.errors().iter().any(|error| error.path.as_str() == "book.toml") {
        assert!(server.wait(PATIENCE), "the error is never told");
    }
    says(&mut server, "a/index.html", "A goes on");
    says(&mut server, "b2/index.html", "B is right");
    files.write_root("book.toml", "[book]\ntitle = \"Site\"\nlanguage = \"en\"\n");
    files.write_page("a.md", "# A\n\nA is mended.\n");
    says(&mut server, "a/index.html", "A is mended");
    files.write_page("b.md", "---\nslug: b2\n---\n# B\n\nB is mended.\n");
    says(&mut server, "b2/index.html", "B is mended");
    let differences = catches_up(&mut server, folder.path(), &mut BTreeSet::new(), PATIENCE);
    assert!(differences.is_empty(), "{differences:#?}");
}

/// What cannot be read does not end the server, and nobody has to tell it when it can be.
#[test]
fn a_folder_that_goes_away_and_comes_back_is_seen() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join("site");
    let mut files = Files::new(&root);
    files.write_root("book.toml", "[book]\ntitle = \"Site\"\nlanguage = \"en\"\nsrc = \"content\"\n");
    let mut server = Server::start(options(&root), None);
    let away = folder.path().join("away");
    fs::rename(&root, &away).expect("writable");
    assert!(server.wait(PATIENCE), "nothing is said of it");
    says(&mut server, "a/index.html", "Text");
    fs::rename(&away, &root).expect("writable");
    files.write_page("a.md", "# A\n\nBack again.\n");
    says(&mut server, "a/index.html", "Back again");
    files.write_page("guide/c.md", "# C\n\nWatched again.\n");
    says(&mut server, "guide/c/index.html", "Watched again");
}

/// The system names what changed from the top of the disk, whatever the project is named from.
#[test]
fn a_project_named_from_where_one_stands_is_watched_as_well() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let here = std::env::current_dir().expect("a folder");
    let up: std::path::PathBuf = here.components().skip(1).map(|_| "..").collect();
    let root = up.join(folder.path().strip_prefix("/").expect("from the top"));
    let mut files = Files::new(folder.path());
    files.write_page("guide/c.md", "# C\n\nText.\n");
    let mut server = Server::start(options(&root), None);
    fs::rename(files.content().join("guide"), files.content().join("old")).expect("there");
    files.write_page("guide/c.md", "# C\n\nIn another folder of that name.\n");
    says(&mut server, "guide/c/index.html", "In another folder");
    files.write_page("guide/c.md", "# C\n\nWritten in it.\n");
    says(&mut server, "guide/c/index.html", "Written in it");
    assert_eq!(server.missed(), Vec::<String>::new());
}

/// A template fails when a page is drawn, which is when somebody asks for it; it stays failed when nobody asks again.
#[test]
fn a_fault_of_a_template_is_told_until_it_is_mended() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut files = Files::new(folder.path());
    let template = |text: &str| format!("{{% extends \"base.html\" %}}\n{{% block main %}}{text}{{% endblock %}}\n");
    files.write_root("templates/special.html", &template("{{ nothing.there }}"));
    files.write_page("c.md", "+++\ntitle = \"C\"\ntemplate = \"special\"\n+++\n");
    let mut server = Server::start(options(folder.path()), None);
    assert_eq!(server.errors(), [], "nobody has asked");
    assert_eq!(server.get("c/index.html").0, 500);
    while server.errors().is_empty() {
        assert!(server.wait(PATIENCE), "the fault is never told");
    }
    files.write_page("a.md", "# A\n\nA goes on.\n");
    says(&mut server, "a/index.html", "A goes on");
    let place = |error: &Diagnostic| error.path.to_string();
    assert_eq!(server.errors().iter().map(place).collect::<Vec<_>>(), ["templates/special.html"]);
    files.write_root("templates/special.html", &template("Mended."));
    says(&mut server, "c/index.html", "Mended.");
    while !server.errors().is_empty() {
        assert!(server.wait(PATIENCE), "it is never told that it is mended");
    }
}

#[test]
fn who_stops_it_at_the_start_does_not_wait_for_the_first_version() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.md"), "# A\n").expect("written");
    let (release, held) = channel();
    let (mut server, (ended, end)) = (Server::begin(options(folder.path()), None, Some(held)), channel());
    let stopping = std::thread::spawn(move || {
        let was_ready = server.wait(Duration::ZERO);
        drop(server);
        ended.send(was_ready).expect("somebody listens");
    });
    let was_ready = end.recv_timeout(PATIENCE);
    drop(release);
    stopping.join().expect("no panic");
    assert_eq!(was_ready, Ok(false), "it waits for a version that nobody will see");
}
