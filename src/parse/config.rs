//! `book.toml`, the one file of configuration.
//!
//! In: its bytes. Out: a [`Config`] and everything that is wrong with the file.
//!
//! What always holds: whatever is wrong, there is a configuration, with the default instead of what could
//! not be read; every glob and every regular expression in it compiles; every place in it is one in the file.
//! Defaults are read like a file.
//!
//! Deliberately not here: which keys there are (`keys`), options of the command line, and defaults that are detected
//! without a file.

mod accent;
pub(super) mod entry;
pub(super) mod keys;
mod reference;
mod tables;

pub use reference::reference;
pub use tables::base_url;

use super::{
    encoding,
    fields::{Fields, Origin},
    kinds, toml,
};
use crate::{
    diag::Diagnostic,
    model::{Config, ConfigFile, RelPath},
};
use entry::{ConfigKey, KeyValue};
use keys::KEYS;
use std::sync::LazyLock;

static DEFAULTS: LazyLock<Config> = LazyLock::new(|| read_built_in(kinds::BUILT_IN).0);

/// What holds when nothing is configured.
pub fn defaults() -> Config {
    DEFAULTS.clone()
}

/// Reads the defaults of the table of keys, then the text of `kinds.toml`.
pub(super) fn read_built_in(text: &str) -> (Config, Vec<Diagnostic>) {
    let default = |key: &ConfigKey| Some(format!("{} = {}\n", key.path, key.default_value()?));
    let is_one_key = |key: &&ConfigKey| !key.path.contains(['*', '[']);
    let keys: String = KEYS.iter().filter(is_one_key).filter_map(default).collect();
    let path = RelPath::new("kinds.toml").expect("a plain name");
    let root = toml::read(&path, &(keys + text), 0, Origin::Config).expect("a test reads it");
    let mut root = Fields::new(&path, &root, Origin::Config);
    let mut config = Config::default();
    read_root(&mut root, &mut config);
    root.ignore(&kinds::OWN_TABLES);
    (config, root.finish())
}

/// Reads the configuration from its file, if that exists.
pub fn read_file(file: ConfigFile) -> (Config, Vec<Diagnostic>) {
    read_over(defaults(), file)
}

/// Reads the configuration from the bytes of the file `path`.
pub fn read(path: &RelPath, bytes: &[u8]) -> (Config, Vec<Diagnostic>) {
    read_over(defaults(), ConfigFile::new(path, bytes))
}

/// Reads the configuration from its file, if that exists; `under` holds for the keys that are not in it.
pub fn read_over(under: Config, file: ConfigFile) -> (Config, Vec<Diagnostic>) {
    let mut config = Config { file: file.clone(), ..under };
    let (path, Some(bytes)) = (&file.path, &file.bytes) else { return (config, Vec::new()) };
    let text = match encoding::decode(path, bytes) {
        Ok(text) => text,
        Err(refusal) => return (config, vec![refusal]),
    };
    let mut diagnostics = match toml::read(path, text.as_str(), 0, Origin::Config) {
        Ok(root) => {
            let mut root = Fields::new(path, &root, Origin::Config);
            read_root(&mut root, &mut config);
            root.finish()
        }
        Err(error) => vec![error],
    };
    text.place(path, &mut diagnostics);
    config.pages.values_mut().for_each(|node| text.place_node(node));
    let logo = [&mut config.logo.light, &mut config.logo.dark, &mut config.logo.icon];
    logo.into_iter().flatten().for_each(|file| file.at = text.range_in_file(file.at.clone()));
    config.menu.iter_mut().for_each(|entry| entry.at = text.range_in_file(entry.at.clone()));
    (config, diagnostics)
}

/// Reads every key of the table that has a reader.
fn read_root(root: &mut Fields, config: &mut Config) {
    let keys: Vec<_> = KEYS.iter().filter_map(|key| Some((key, key.split(), key.read?))).collect();
    for keys in keys.chunk_by(|(_, (table, _), _), (_, (other, _), _)| table == other) {
        let mut read_table = |fields: &mut Fields| {
            for (key, (_, name), read) in keys {
                read(&mut KeyValue { fields, key, name }, config);
            }
        };
        match keys[0].1.0 {
            "" => read_table(root),
            table => root.table(table, read_table),
        }
    }
}

#[cfg(test)]
mod tests;
