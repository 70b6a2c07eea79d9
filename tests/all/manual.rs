//! The tables of keys in the manual's page about `book.toml`: each stands between `<!-- keys: TABLE -->` and
//! `<!-- end of keys -->`, and is made from the table of keys. `UPDATE=1 cargo test --test all manual` writes them.

use portal::{
    diag::UiLang,
    parse::{config::reference, schema},
};
use std::{fs, path::Path};

/// Tables whose keys have names that the author chooses: the manual explains them in words.
const IN_WORDS: [&str; 3] = ["audiences", "languages.*", "metadata"];

const END: &str = "<!-- end of keys -->";

/// The page with its tables made again, and their paths.
fn updated(page: &str, lang: UiLang) -> (String, Vec<&str>) {
    let mut parts = page.split("<!-- keys: ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut tables = Vec::new();
    for part in parts {
        let (table, rest) = part.split_once(" -->").expect("the mark ends");
        let (_, rest) = rest.split_once(END).expect("the table ends");
        text += &format!("<!-- keys: {table} -->\n\n{}\n{END}{rest}", reference(table, lang));
        tables.push(table);
    }
    (text, tables)
}

#[test]
fn the_manual_has_every_key() {
    for (page, lang) in [("configuration.md", UiLang::Zh), ("configuration.en.md", UiLang::En)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/docs").join(page);
        let text = fs::read_to_string(&path).expect("it is there");
        let (expected, tables) = updated(&text, lang);
        let schema = schema::book(lang);
        let names = schema["properties"].as_object().expect("tables").keys();
        let known = names.flat_map(|name| [name.clone(), format!("{name}.*")]);
        let has_keys = |table: &String| reference(table, lang).lines().count() > 2;
        for table in known.filter(has_keys).filter(|table| !IN_WORDS.contains(&&**table)) {
            assert!(tables.contains(&&*table), "{page} has no place for the keys of {table}");
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &expected).expect("writable");
        } else {
            let differing = text.lines().zip(expected.lines()).find(|(is, should)| is != should);
            assert!(text == expected, "{page}: {differing:#?} (UPDATE=1 writes the tables)");
        }
    }
}
