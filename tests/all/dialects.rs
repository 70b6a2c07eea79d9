//! What a project of another generator keeps back is in no file that is published, in each generator's own way.

use std::{fs, io::Read, path::Path, process::Command};

/// A project: its generator, its files, and those that must not be published. The text of these is added here.
struct Dialect {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    kept: &'static [(&'static str, &'static str)],
    /// Pages that no other page and no list shows, and where they are.
    unlisted: &'static [(&'static str, &'static str, &'static str)],
}

const DIALECTS: [Dialect; 9] = [
    Dialect {
        name: "plain",
        files: &[("README.md", "# Home\n")],
        kept: &[
            ("a.md", "draft: true"),
            ("b.md", "published: false"),
            ("c.md", "date: 2024-07-01"),
            ("d.md", "expires: 2024-01-01"),
            ("_drafts/e.md", "title: E"),
            ("f.md", "build: {render: never}"),
        ],
        unlisted: &[("g.md", "unlisted: true", "g/index.html")],
    },
    Dialect {
        name: "jekyll",
        files: &[
            (
                "_config.yml",
                "title: T\nurl: https://example.org\ncollections:\n  notes: {output: false}\n  guides: {output: true}\ninclude: [_pages]\nexclude: [private]\ndefaults:\n- scope: {path: later}\n  values: {published: false}\n",
            ),
            ("Gemfile", ""),
            ("index.md", "---\ntitle: Home\n---\n"),
            ("_posts/2024-01-01-a.md", "---\ntitle: A\n---\nSeen.\n"),
            ("_guides/a.md", "---\ntitle: Guide\n---\nSeen.\n"),
            ("_pages/about.md", "---\ntitle: About\npermalink: /about/\n---\nSeen.\n"),
        ],
        kept: &[
            ("_posts/2024-01-02-b.md", "published: false"),
            ("_posts/2024-07-02-c.md", "title: C"),
            ("_posts/2024-01-03-d.md", "date: 2024-09-01"),
            ("_drafts/e.md", "title: E"),
            ("_includes/f.md", "title: F"),
            ("_layouts/g.md", "title: G"),
            ("_notes/h.md", "title: H"),
            ("_other/i.md", "title: I"),
            ("docs/_part.md", "title: J"),
            ("private/k.md", "title: K"),
            ("vendor/bundle/l.md", "title: L"),
            (".github/m.md", "title: M"),
            ("later/n.md", "title: N"),
        ],
        unlisted: &[("n.md", "sitemap: false", "n.html")],
    },
    Dialect {
        name: "hexo",
        files: &[
            ("_config.yml", "title: T\nurl: https://example.org\ntheme: x\n"),
            ("source/_posts/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\nSeen.\n"),
        ],
        kept: &[
            ("scaffolds/post.md", "title: A"),
            ("source/_drafts/b.md", "title: B"),
            ("source/_posts/c.md", "published: false"),
            ("source/_posts/d.md", "date: 2024-09-01"),
            ("source/_data/e.md", "title: E"),
            ("source/about/_part.md", "title: F"),
            ("source/_posts/g.md", "password: abc"),
            ("themes/x/h.md", "title: H"),
        ],
        unlisted: &[("source/i.md", "hidden: true", "i.html")],
    },
    Dialect {
        name: "hugo",
        files: &[
            ("hugo.toml", "baseURL = \"https://example.org/\"\ntitle = \"T\"\n"),
            ("content/_index.md", "---\ntitle: Home\n---\n"),
            ("content/a.md", "---\ntitle: A\n---\nSeen.\n"),
            ("content/quiet/_index.md", "---\ntitle: Quiet\ncascade: {draft: true}\n---\n"),
        ],
        kept: &[
            ("content/b.md", "draft: true"),
            ("content/c.md", "publishDate: 2024-09-01"),
            ("content/d.md", "expiryDate: 2024-01-01"),
            ("content/e.md", "date: 2024-09-01"),
            ("content/f.md", "build: {render: never, list: never}"),
            ("content/g.md", "_build: {render: false}"),
            ("content/h/index.md", "headless: true"),
            ("content/quiet/i.md", "title: I"),
            ("archetypes/j.md", "title: J"),
            ("layouts/k.md", "title: K"),
            ("themes/x/content/l.md", "title: L"),
        ],
        unlisted: &[("content/m.md", "build: {list: never}", "m/index.html")],
    },
    Dialect {
        name: "zola",
        files: &[
            ("zola.toml", "base_url = \"https://example.org\"\nignored_content = [\"*.part.md\", \"/private/\"]\n"),
            ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n"),
            ("content/a.md", "+++\ntitle = \"A\"\n+++\nSeen.\n"),
            ("content/closed/_index.md", "+++\ntitle = \"Closed\"\ndraft = true\n+++\n"),
        ],
        kept: &[
            ("content/b.md", "+++draft = true"),
            ("content/closed/deep/g.md", "+++title = \"G\""),
            ("content/c.md", "+++render = false"),
            ("content/d.part.md", "+++title = \"D\""),
            ("content/private/e.md", "+++title = \"E\""),
        ],
        unlisted: &[("content/f.md", "+++in_search_index = false", "f/index.html")],
    },
    Dialect {
        name: "mkdocs",
        files: &[
            (
                "mkdocs.yml",
                "site_name: T\nexclude_docs: |\n  *.part.md\n  /private/\n  !/private/seen.md\ndraft_docs: /later/\n",
            ),
            ("docs/index.md", "# Home\n"),
            ("docs/a.md", "# A\n\nSeen.\n"),
        ],
        kept: &[
            ("docs/b.part.md", "title: B"),
            ("docs/later/c.md", "title: C"),
            ("docs/.hidden/d.md", "title: D"),
            ("docs/blog/posts/e.md", "draft: true\ndate: 2024-01-01"),
            ("docs/f.md", "date: {created: 2024-09-01}"),
            ("notes/g.md", "title: G"),
        ],
        unlisted: &[("docs/h.md", "search: {exclude: true}", "h/index.html")],
    },
    Dialect {
        name: "docusaurus",
        files: &[
            ("docusaurus.config.js", "module.exports = {title: 'T', url: 'https://example.org', baseUrl: '/'};\n"),
            ("docs/a.md", "# A\n\nSeen.\n"),
            ("blog/2024-01-01-a.md", "# A\n\nSeen.\n"),
        ],
        kept: &[
            ("docs/_part.md", "title: B"),
            ("docs/_parts/deep/c.md", "title: C"),
            ("docs/d.md", "draft: true"),
            ("blog/_e.md", "title: E"),
            ("blog/2024-01-02-f.md", "draft: true"),
            ("src/components/g.md", "title: G"),
        ],
        unlisted: &[("docs/h.md", "unlisted: true", "docs/h/index.html")],
    },
    Dialect {
        name: "starlight",
        files: &[
            (
                "astro.config.mjs",
                "import starlight from '@astrojs/starlight';\nexport default {integrations: [starlight({title: 'T'})]};\n",
            ),
            ("src/content/docs/index.md", "---\ntitle: Home\n---\n"),
            ("src/content/docs/a.md", "---\ntitle: A\n---\nSeen.\n"),
        ],
        kept: &[
            ("src/content/docs/b.md", "draft: true"),
            ("src/content/docs/_part.md", "title: C"),
            ("src/content/docs/_parts/d.md", "title: D"),
            ("src/pages/e.md", "title: E"),
        ],
        unlisted: &[("src/content/docs/f.md", "pagefind: false", "f/index.html")],
    },
    Dialect {
        name: "docsify",
        files: &[
            ("index.html", "<script>window.$docsify = {name: 'T'}</script>\n"),
            ("README.md", "# Home\n"),
            ("a.md", "# A\n\nSeen.\n"),
        ],
        kept: &[("_part.md", "title: B"), ("_coverpage.md", "title: C"), ("d.md", "draft: true")],
        unlisted: &[("e.md", "unlisted: true", "e/index.html")],
    },
];

/// Words that no template has. The last words of a page are in its text alone.
const BODY: &str = "# Hushed title\n\nA hushed sentence of gardens.\n\n## Hushed heading\n\n![x](hushed.png)\n";

/// A page with these fields.
fn page(fields: &str) -> String {
    match fields.strip_prefix("+++") {
        Some(fields) => {
            format!("+++\n{fields}\ndescription = \"hushed\"\n[taxonomies]\ntags = [\"hushed\"]\n+++\n{BODY}")
        }
        None => format!("---\n{fields}\ndescription: hushed\ntags: [hushed]\nauthor: Hushed Author\n---\n{BODY}"),
    }
}

/// Builds a project with its real files. Returns what is published: paths, with the texts of packed files unpacked.
fn published(dialect: &Dialect) -> Vec<(String, String)> {
    let root = tempfile::tempdir().expect("a folder for the test");
    let write = |path: &str, text: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    };
    dialect.files.iter().for_each(|(path, text)| write(path, text));
    dialect.kept.iter().for_each(|(path, fields)| write(path, &page(fields)));
    dialect.unlisted.iter().for_each(|(path, fields, _)| write(path, &page(fields)));
    let output = Command::new(env!("CARGO_BIN_EXE_portal"))
        .args(["build", "--date", "2024-06-30", "--fast", "--base-url", "https://example.org"])
        .arg(root.path())
        .env_clear()
        .env("LC_ALL", "C")
        .output()
        .expect("the binary runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}: {said}", dialect.name);
    let is_read = said.contains("reads this as") == (dialect.name != "plain");
    assert!(is_read, "{}: {said}", dialect.name);
    files(&root.path().join("public"))
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = files.map(|entry| {
        let path = entry.path().strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
        let bytes = fs::read(entry.path()).expect("readable");
        let mut unpacked = Vec::new();
        let text = match bytes.starts_with(&[0x1f, 0x8b]) {
            true => {
                flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut unpacked).expect("a packed file");
                unpacked
            }
            false => bytes,
        };
        (path, String::from_utf8_lossy(&text).into_owned())
    });
    read.collect()
}

#[test]
fn what_is_kept_back_is_in_no_file_that_is_published() {
    for dialect in &DIALECTS {
        let found = published(dialect);
        let holding = found.iter().filter(|(path, text)| (path.clone() + text).to_lowercase().contains("hushed"));
        let holding: Vec<&str> = holding.map(|(path, _)| path.as_str()).collect();
        let own: Vec<&str> = dialect.unlisted.iter().map(|(.., path)| *path).collect();
        assert_eq!(holding, own, "{}", dialect.name);
        let packed = found.iter().filter(|(path, _)| path.starts_with("search/")).count();
        assert!(packed > 0, "{}: the search is looked at, too", dialect.name);
        // What is not kept back is there.
        let seen = dialect.files.iter().filter(|(_, text)| text.contains("Seen.")).count();
        let shown =
            found.iter().filter(|(path, text)| path.ends_with(".html") && text.contains("<p>Seen.</p>")).count();
        assert_eq!(shown, seen, "{}", dialect.name);
    }
}
