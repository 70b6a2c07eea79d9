//! A small project on disk, and everything that people, editors and Git do to its files.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// The same numbers for the same seed, on every machine.
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

type Operator = fn(&mut Files, &mut Random);

/// What is done to the files, in the words of who does it.
pub(super) const OPERATORS: &[(&str, Operator)] = &[
    ("write in a text", |files, random| files.edit(random, "text")),
    ("change a title", |files, random| files.edit(random, "title")),
    ("change a date", |files, random| files.edit(random, "date")),
    ("change tags", |files, random| files.edit(random, "tags")),
    ("change an address", |files, random| files.edit(random, "slug")),
    ("make a draft, or no longer", |files, random| files.edit(random, "draft")),
    ("change the order", |files, random| files.edit(random, "weight")),
    ("name an old address", |files, random| files.edit(random, "aliases")),
    ("change an author", |files, random| files.edit(random, "authors")),
    ("add a page", |files, random| {
        let page = format!("{}/{}.md", ["notes", "guide", "guide/deep"][random.below(3)], random.below(5));
        files.write_page(&page, &format!("# New {}\n\nText. [a](/a.md)\n", random.below(100)));
    }),
    ("delete a page", |files, random| {
        let page = files.any(random);
        files.remove(&page);
    }),
    ("rename a page", |files, random| {
        let page = files.any(random);
        files.rename(&page, &format!("notes/renamed-{}.md", random.below(3)));
    }),
    ("rename by case only", |files, random| {
        let page = files.any(random);
        let name = page.to_uppercase().replace(".MD", ".md");
        if !name.contains("NOTES") && !name.contains("GUIDE") {
            files.rename(&page, &name);
        }
    }),
    ("rename to another form of the same letters", |files, _| {
        let (composed, decomposed) = ("caf\u{e9}.md", "cafe\u{301}.md");
        match files.has(composed) {
            true => files.rename(composed, decomposed),
            false => {
                files.remove(decomposed);
                files.write_page(composed, "# Coffee\n");
            }
        }
    }),
    ("two forms of the same letters beside each other", |files, random| {
        let names = ["th\u{e9}.md", "the\u{301}.md"];
        let name = names[random.below(2)];
        if files.content().join(name).is_file() {
            files.remove(name);
        } else {
            files.write_page(name, &format!("# Tea {}\n", random.below(9)));
        }
    }),
    ("an image whose name is composed in another way", |files, random| {
        files.write_page("tea.md", "# Tea\n\n![cup](pic/cr\u{e8}me.svg)\n");
        let [composed, decomposed] = ["pic/cr\u{e8}me.svg", "pic/cre\u{300}me.svg"];
        let (name, other) = if random.below(2) == 0 { (composed, decomposed) } else { (decomposed, composed) };
        let _ = fs::remove_file(files.content().join(other));
        files.write_bytes(
            name,
            format!("<svg xmlns='http://www.w3.org/2000/svg' width='{}'/>", 1 + random.below(9)).as_bytes(),
        );
    }),
    ("an image of the same size and a clamped time", |files, random| {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{}'/>", 1 + random.below(9));
        files.write_bytes("pic/a.svg", text.as_bytes());
        // As tools set it that make the same files twice.
        let clamped = std::time::UNIX_EPOCH + std::time::Duration::from_secs(315_532_800);
        if let Ok(file) = fs::File::options().append(true).open(files.content().join("pic/a.svg")) {
            let _ = file.set_modified(clamped);
        }
    }),
    ("a link in the place of a folder", |files, random| {
        let (folder, target) = (files.content().join("linked"), files.root.join("elsewhere"));
        let _ = fs::remove_file(&folder);
        let _ = fs::remove_dir_all(&folder);
        files.pages.retain(|page, _| !page.starts_with("linked/"));
        fs::create_dir_all(&target).expect("writable");
        fs::write(target.join("secret.md"), "# Secret\n").expect("writable");
        if random.below(2) == 0 {
            files.write_page("linked/page.md", "# Page\n");
        } else {
            #[cfg(unix)]
            std::os::unix::fs::symlink("../elsewhere", &folder).expect("writable");
        }
    }),
    ("a folder in the place of a file", |files, random| {
        let page = files.any(random);
        files.remove(&page);
        files.write_page(&format!("{page}/inside.md"), "# Inside\n");
    }),
    ("a file in the place of a folder", |files, _| {
        let _ = fs::remove_dir_all(files.content().join("guide"));
        files.pages.retain(|page, _| !page.starts_with("guide/"));
        files.write_bytes("guide", b"a file");
    }),
    ("the folder again", |files, _| {
        let _ = fs::remove_file(files.content().join("guide"));
        files.write_page("guide/README.md", "# Guide\n");
    }),
    ("move to another section", |files, random| {
        let page = files.any(random);
        let name = page.rsplit('/').next().expect("a name").to_owned();
        files.rename(&page, &format!("guide/deep/{name}"));
    }),
    ("touch", |files, random| {
        let path = files.content().join(files.any(random));
        if let Ok(file) = fs::File::options().append(true).open(path) {
            let _ = file.set_modified(std::time::SystemTime::now());
        }
    }),
    ("same size, same time, other bytes", |files, random| {
        let page = files.any(random);
        let path = files.content().join(&page);
        let Some(text) = files.pages.get(&page).cloned() else { return };
        let Ok(modified) = fs::metadata(&path).and_then(|metadata| metadata.modified()) else { return };
        let other = if text.contains("Text") { text.replace("Text", "Tent") } else { text.replace("Tent", "Text") };
        files.write_page(&page, &other);
        if let Ok(file) = fs::File::options().append(true).open(path) {
            let _ = file.set_modified(modified);
        }
    }),
    ("save by renaming", |files, random| {
        let (page, text) = files.next(random);
        let path = files.content().join(&page);
        let temporary = path.with_extension("md.tmp");
        fs::write(&temporary, &text).expect("writable");
        fs::rename(temporary, path).expect("writable");
        files.pages.insert(page, text);
    }),
    ("save by emptying and writing in pieces", |files, random| {
        let (page, text) = files.next(random);
        let mut file = fs::File::create(files.content().join(&page)).expect("writable");
        for piece in text.as_bytes().chunks(7) {
            file.write_all(piece).expect("writable");
        }
        files.pages.insert(page, text);
    }),
    ("save with a backup", |files, random| {
        let (page, text) = files.next(random);
        let path = files.content().join(&page);
        let backup = path.with_extension("md~");
        fs::rename(&path, &backup).expect("writable");
        files.write_page(&page, &text);
        fs::remove_file(backup).expect("writable");
    }),
    ("an editor's own files", |files, _| {
        for name in [".a.md.swp", "4913", "#a.md#", ".#a.md"] {
            let path = files.content().join(name);
            fs::write(&path, "swap").expect("writable");
            fs::remove_file(path).expect("writable");
        }
    }),
    ("delete and make again", |files, random| {
        let page = files.any(random);
        if let Some(text) = files.pages.get(&page).cloned() {
            files.remove(&page);
            files.write_page(&page, &text);
        }
    }),
    ("write a template", |files, random| {
        files
            .write_root("templates/404.html", &format!("<!doctype html><html><body>{}</body></html>", random.below(9)));
    }),
    ("delete a template", |files, _| files.remove_root("templates/404.html")),
    ("write a file of the theme", |files, random| {
        files.write_root("themes/default/static/own.css", &format!("body {{ margin: {}px }}", random.below(9)));
    }),
    ("write the words of the theme", |files, random| {
        let words = include_str!("../../../themes/default/i18n/en.toml");
        let words = words.replace("home = \"Home\"", &format!("home = \"Home {}\"", random.below(9)));
        files.write_root("themes/default/i18n/en.toml", &words);
    }),
    ("delete the theme", |files, _| {
        let _ = fs::remove_dir_all(files.root.join("themes"));
    }),
    ("change the configuration", |files, random| {
        let title = random.below(9);
        files.write_root("book.toml", &format!("[book]\ntitle = \"Site {title}\"\nlanguage = \"en\"\n"));
    }),
    ("change an asset", |files, random| {
        files.write_bytes(
            "pic/a.svg",
            format!("<svg xmlns='http://www.w3.org/2000/svg' width='{}'/>", 1 + random.below(9)).as_bytes(),
        );
    }),
    ("a log grows that may be on a page", |files, random| {
        files.write_bytes("notes/log.txt", "line\n".repeat(random.below(500)).as_bytes());
    }),
    ("a page shows the log", |files, random| {
        let (page, text) = files.next(random);
        files.write_page(&page, &format!("{text}\n[log](/notes/log.txt)\n"));
    }),
    ("delete an asset", |files, _| {
        let _ = fs::remove_file(files.content().join("pic/a.svg"));
    }),
    ("rename a folder", |files, random| {
        let to = format!("moved-{}", random.below(3));
        if fs::rename(files.content().join("notes"), files.content().join(&to)).is_ok() {
            let moved = |page: &String| page.strip_prefix("notes/").map(|name| format!("{to}/{name}"));
            files.pages =
                files.pages.iter().map(|(page, text)| (moved(page).unwrap_or(page.clone()), text.clone())).collect();
        }
    }),
    ("another folder with the same folders in it", |files, _| {
        let (old, new) = (files.content().join("guide"), files.content().join(".guide-new"));
        let _ = fs::create_dir_all(new.join("deep"));
        let _ = fs::write(new.join("deep/in.md"), "# In\n\nText.\n");
        let _ = fs::rename(&old, files.content().join(".guide-old"));
        let _ = fs::rename(&new, &old);
        let _ = fs::remove_dir_all(files.content().join(".guide-old"));
        files.pages.retain(|page, _| !page.starts_with("guide/"));
        files.pages.insert("guide/deep/in.md".into(), "# In\n\nText.\n".into());
    }),
    ("new folders, and a file in the last at once", |files, random| {
        files.write_page(&format!("n{}/n{}/n/page.md", random.below(3), random.below(3)), "# Deep\n");
    }),
    ("delete a folder", |files, random| {
        let folder = ["n0", "n1", "moved-0", "moved-1", "notes"][random.below(5)];
        let _ = fs::remove_dir_all(files.content().join(folder));
        files.pages.retain(|page, _| !page.starts_with(&format!("{folder}/")));
    }),
    ("switch a branch", |files, random| {
        let number = random.below(100);
        for page in 0..20 {
            let path = format!("branch/{page}.md");
            if (page + number) % 3 == 0 {
                files.remove(&path);
            } else {
                files.write_page(&path, &format!("# Branch {page} of {number}\n\n[next]({}.md)\n", page + 1));
            }
        }
    }),
    ("leave a page to Git's list", |files, random| {
        let ignored = files.any(random);
        match random.below(2) {
            0 => files.write_bytes(".gitignore", format!("{ignored}\n").as_bytes()),
            _ => drop(fs::remove_file(files.content().join(".gitignore"))),
        }
    }),
    ("a symbolic link", |files, _| {
        let path = files.content().join("link.md");
        if fs::remove_file(&path).is_err() {
            #[cfg(unix)]
            std::os::unix::fs::symlink("a.md", path).expect("writable");
        }
    }),
    ("a mistake in a page", |files, random| {
        let page = files.any(random);
        files.break_with(&format!("content/{page}"), "---\ntitle: \"x\n---\n");
    }),
    ("a mistake in the configuration", |files, _| files.break_with("book.toml", "[book\n")),
    ("a mistake in a template", |files, _| files.break_with("templates/essay.html", "{% if %}")),
    ("a build beside", |files, _| {
        // What others write into the output is nothing new.
        fs::create_dir_all(files.root.join("public")).expect("writable");
        fs::write(files.root.join("public/note.txt"), "x").expect("writable");
        fs::remove_dir_all(files.root.join("public")).expect("writable");
    }),
];

pub(super) struct Files {
    pub root: PathBuf,
    /// By path below the sources.
    pub pages: BTreeMap<String, String>,
    /// What has a mistake, and its bytes before.
    broken: Option<(PathBuf, Option<Vec<u8>>)>,
    number: usize,
}

impl Files {
    pub(super) fn new(root: &Path) -> Files {
        let mut files = Files { root: root.into(), pages: BTreeMap::new(), broken: None, number: 0 };
        files.write_root("book.toml", "[book]\ntitle = \"Site\"\nlanguage = \"en\"\n");
        files.write_page("README.md", "# Home\n\nText. [a](a.md)\n");
        files.write_page("a.md", "---\ntitle: A\ntags: [x]\n---\nText. ![p](pic/a.svg)\n\n```sh\nls\n```\n");
        files.write_page("notes/b.md", "---\ndate: 2024-01-02\ntags: [x, y]\n---\n# B\n\nText. [a](../a.md#no)\n");
        files.write_page("guide/c.md", "# C\n\nText. [b](../notes/b.md)\n");
        files.write_bytes("pic/a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='5'/>");
        files
    }

    /// All files as they were at first.
    pub(super) fn begin_anew(&mut self) {
        let _ = fs::remove_dir_all(self.content());
        *self = Files::new(&self.root);
    }

    pub(super) fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    fn has(&self, page: &str) -> bool {
        self.pages.contains_key(page)
    }

    /// A page; the first one when all are gone.
    fn any(&mut self, random: &mut Random) -> String {
        let content = self.content();
        self.pages.retain(|page, _| content.join(page).is_file());
        for name in ["a.md", "b.md", "c.md", "d.md", "e.md", "f.md"] {
            if self.pages.len() < 4 {
                self.write_page(name, "# A\n\nText.\n");
            }
        }
        let number = random.below(self.pages.len());
        self.pages.keys().nth(number).expect("there are so many").clone()
    }

    /// A page and a new text for it.
    fn next(&mut self, random: &mut Random) -> (String, String) {
        self.number += 1;
        let page = self.any(random);
        (page, format!("# Title {}\n\nText {}. [a](/a.md)\n", self.number, random.below(100)))
    }

    fn edit(&mut self, random: &mut Random, what: &str) {
        self.number += 1;
        let page = self.any(random);
        let value = match what {
            "title" => format!("title: Title {}", self.number),
            "date" => format!("date: 2024-0{}-10", 1 + random.below(6)),
            "tags" => format!("tags: [{}, x]", ["y", "x/z", "x/z/y"][random.below(3)]),
            "slug" => format!("slug: s{}", random.below(4)),
            "draft" => format!("draft: {}", random.below(2) == 0),
            "weight" => format!("weight: {}", random.below(5)),
            "aliases" => format!("aliases: [/old-{}/]", self.number),
            "authors" => format!("authors: [N{}]", random.below(3)),
            _ => String::new(),
        };
        let front = if value.is_empty() { String::new() } else { format!("---\n{value}\n---\n") };
        let text = format!("{front}# Page {page}\n\nText {}. [a](/a.md) [b](/notes/b.md)\n", self.number);
        self.write_page(&page, &text);
    }

    pub(super) fn write_page(&mut self, page: &str, text: &str) {
        self.write_bytes(page, text.as_bytes());
        if self.content().join(page).is_file() {
            self.pages.insert(page.to_owned(), text.to_owned());
        }
    }

    /// Below the sources. What is in the way, a file where a folder has to be, stays, and nothing is written.
    fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.content().join(name);
        if path.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok()) {
            let _ = fs::write(path, bytes);
        }
    }

    pub(super) fn write_root(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn remove(&mut self, page: &str) {
        let _ = fs::remove_file(self.content().join(page));
        self.pages.remove(page);
    }

    fn remove_root(&self, name: &str) {
        let _ = fs::remove_file(self.root.join(name));
    }

    fn rename(&mut self, from: &str, to: &str) {
        let (old, new) = (self.content().join(from), self.content().join(to));
        if new.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok()) && fs::rename(old, new).is_ok() {
            let text = self.pages.remove(from).unwrap_or_default();
            self.pages.insert(to.to_owned(), text);
        }
    }

    /// From the root.
    fn break_with(&mut self, name: &str, text: &str) {
        let path = self.root.join(name);
        self.broken = Some((path.clone(), fs::read(&path).ok()));
        if let Some(folder) = path.parent() {
            let _ = fs::create_dir_all(folder);
        }
        let _ = fs::write(path, text);
    }

    pub(super) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    /// Takes the mistake back.
    pub(super) fn mend(&mut self) {
        match self.broken.take() {
            Some((path, Some(bytes))) => fs::write(path, bytes).expect("writable"),
            Some((path, None)) => drop(fs::remove_file(path)),
            None => {}
        }
    }
}
