//! `portal check --addresses`: the sitemap of the site before, from files and from the web.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::Command,
    thread,
};

/// A site with an alias and a picture, and what was there before.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in [
        ("book.toml", "[book]\nlanguage = \"en\"\n[portal]\nbase-url = \"https://example.org/tool/\"\n"),
        ("README.md", "# Home\n"),
        ("guide/set-up.md", "---\naliases: [/install/]\n---\n# Set up\n"),
        ("guide/faq.md", "# Questions\n"),
        ("reference/faq.md", "# More questions\n"),
        ("old/map.xml", SITEMAP),
        ("old/index.xml", "<sitemapindex><sitemap><loc>https://old.example/map.xml</loc></sitemap></sitemapindex>"),
        ("old/list.txt", "/tool/guide/faq/\n/tool/02-set_up.html\n"),
        ("old/same.txt", "https://example.org/tool/guide/faq/\nhttps://example.org/tool/install/\n"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    folder
}

const SITEMAP: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">
<url><loc>https://example.org/tool/</loc></url>
<url><loc>https://example.org/tool/guide/faq/</loc></url>
<url><loc>https://example.org/tool/install/</loc></url>
<url><loc>https://example.org/tool/docs/guide/Set_Up/</loc></url>
<url><loc>https://example.org/tool/reference/v1/faq.html</loc></url>
<url><loc>https://example.org/tool/page/2/</loc></url>
<url><loc>https://example.org/tool/logo.svg</loc></url>
</urlset>
";

const REPORT: &str = "addresses of the site before: 7; 3 are kept, 4 would vanish
  guide/set-up.md
    aliases: [/install/, /docs/guide/Set_Up/]
  reference/faq.md
    aliases: [/reference/v1/faq.html]
no page is like these:
  /logo.svg
  /page/2/
";

/// The exit code and both streams.
fn check(root: &Path, arguments: &str) -> (i32, String, String) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    let command = command.args(["check", "-q"]).args(arguments.split(' ')).current_dir(root);
    let output = command.env_clear().env("LC_ALL", "C").env("PATH", path).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

#[test]
fn a_file_says_what_was_there() {
    let project = project();
    for (arguments, code, expect) in [
        ("--addresses old/map.xml", 0, REPORT),
        ("--addresses old/index.xml", 0, REPORT),
        ("--addresses old/map.xml --strict", 1, REPORT),
        (
            "--addresses old/list.txt",
            0,
            "addresses of the site before: 2; 1 are kept, 1 would vanish\n  guide/set-up.md\n    aliases: [/install/, \
             /02-set_up.html]\n",
        ),
        ("--addresses old/same.txt --strict", 0, "addresses of the site before: 2; 2 are kept, 0 would vanish\n"),
        (
            "--addresses old/list.txt --message-format json",
            0,
            "{\"lost\":\"/02-set_up.html\",\"path\":\"guide/set-up.md\"}\n{\"addresses\":2,\"kept\":1,\"lost\":1}\n",
        ),
    ] {
        let (found, out, err) = check(project.path(), arguments);
        let out: String = out.split_inclusive('\n').filter(|line| !line.contains("\"ms\"")).collect();
        assert_eq!((found, out.as_str()), (code, expect), "{arguments}\n{err}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let project = project();
    fs::write(project.path().join("old/packed.xml"), [0x1f, 0x8b, 8]).expect("writable");
    fs::write(project.path().join("old/latin.xml"), [b'/', 0xe9]).expect("writable");
    for (source, expect) in [
        ("old/none.xml", "old/none.xml"),
        ("old/packed.xml", "it is packed"),
        ("old/latin.xml", "it is no text in UTF-8"),
    ] {
        let (code, out, err) = check(project.path(), &format!("--addresses {source}"));
        assert_eq!((code, out.as_str()), (3, ""), "{err}");
        assert!(err.contains(expect), "{err}");
    }
}

/// Answers each request with the file of its path, as long as the test runs.
fn serve(files: &'static [(&'static str, &'static str)]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let host = format!("http://{}", listener.local_addr().expect("an address"));
    let own = host.clone();
    thread::spawn(move || {
        for mut stream in listener.incoming().filter_map(Result::ok) {
            let mut request = [0; 2000];
            let length = stream.read(&mut request).unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..length]);
            let path = request.split(' ').nth(1).unwrap_or_default();
            let found = files.iter().find(|(name, _)| *name == path);
            let body = found.map_or(String::new(), |(_, text)| text.replace("HOST", &own));
            let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
        }
    });
    host
}

#[test]
fn the_web_says_what_was_there() {
    let has_curl = Command::new("curl").arg("--version").output().is_ok();
    if !has_curl {
        return;
    }
    let project = project();
    let host = serve(&[
        ("/map.xml", SITEMAP),
        ("/index.xml", "<sitemapindex><sitemap><loc>HOST/map.xml</loc></sitemap></sitemapindex>"),
        ("/far.xml", "<sitemapindex><sitemap><loc>http://elsewhere.example/map.xml</loc></sitemap></sitemapindex>"),
    ]);
    for name in ["map.xml", "index.xml"] {
        let (code, out, err) = check(project.path(), &format!("--addresses {host}/{name}"));
        assert_eq!((code, out.as_str()), (0, REPORT), "{err}");
    }
    for (name, expect) in [("none.xml", "404"), ("far.xml", "another host: http://elsewhere.example/map.xml")] {
        let (code, out, err) = check(project.path(), &format!("--addresses {host}/{name}"));
        assert_eq!((code, out.as_str()), (3, ""), "{err}");
        assert!(err.contains(expect), "{err}");
    }
}
