//! What a user sees of publishing: on good days, on bad ones, and with the power of the tests to make any step on
//! disk fail (`disk::fault`).

#[cfg(unix)]
mod accidents;
#[cfg(unix)]
mod cleaning;
#[cfg(unix)]
mod copying;
#[cfg(unix)]
mod foreign;
#[cfg(unix)]
mod mending;
#[cfg(unix)]
mod publishing;
#[cfg(unix)]
mod single;
#[cfg(unix)]
mod targets;

#[cfg(unix)]
pub use site::listing;

#[cfg(unix)]
mod site {
    use crate::{
        diag::EnvError,
        output::{Care, Guard, Publisher, Summary, manifest},
    };
    use std::{
        collections::BTreeMap,
        fs,
        os::unix::fs::{MetadataExt, PermissionsExt},
        path::{Path, PathBuf},
    };

    /// Outputs by name.
    pub(super) type Outputs<'a> = &'a [(&'a str, &'a str)];

    /// A guard of a project that lies beside the outputs of a test.
    pub(super) fn guard(folder: &Path) -> Guard {
        Guard { root: folder.join("project"), inputs: Vec::new(), home: None, site: "test".into() }
    }

    /// Publishes to `public` in a folder.
    pub(super) fn publish(folder: &Path, outputs: Outputs) -> Result<Summary, EnvError> {
        let publisher = Publisher::begin(&folder.join("public"), &guard(folder), Care::default())?;
        for (name, text) in outputs {
            publisher.put(name, text.as_bytes())?;
        }
        finish(publisher)
    }

    /// Makes it public; what that changed, without the manifest, so that it can be compared with [`counts`].
    pub(super) fn finish(publisher: Publisher) -> Result<Summary, EnvError> {
        publisher.finish().map(|summary| Summary { manifest: None, ..summary })
    }

    pub(super) fn counts(written: usize, unchanged: usize, removed: usize) -> Summary {
        Summary { written, unchanged, removed, ..Summary::default() }
    }

    /// Everything in a folder: rights, and what is in a file or where a link leads.
    pub fn listing(folder: &Path) -> BTreeMap<PathBuf, String> {
        let mut found = BTreeMap::new();
        if let Ok(metadata) = fs::symlink_metadata(folder) {
            let mode = metadata.permissions().mode() & 0o7777;
            let what = if metadata.is_symlink() {
                format!("link {}", fs::read_link(folder).unwrap().display())
            } else if metadata.is_dir() {
                format!("folder {mode:o}")
            } else if metadata.is_file() {
                format!("file {mode:o} {}", String::from_utf8_lossy(&fs::read(folder).unwrap()))
            } else {
                format!("special {mode:o}")
            };
            found.insert(folder.to_path_buf(), what);
            if metadata.is_dir() {
                fs::read_dir(folder).unwrap().for_each(|entry| found.extend(listing(&entry.unwrap().path())));
            }
        }
        found
    }

    /// The same for a published tree, without the manifest, which says when files were written.
    pub(super) fn site(folder: &Path) -> BTreeMap<PathBuf, String> {
        let mut found = listing(&folder.join("public"));
        found.remove(&folder.join("public").join(manifest::NAME));
        found
    }

    /// The names in a folder, hidden ones too.
    pub(super) fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(super) fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(super) fn inode(path: &Path) -> u64 {
        fs::symlink_metadata(path).unwrap().ino()
    }

    /// This test again, in a process of its own: `before` goes before its command line.
    pub(super) fn again(before: &str, test: &str, variables: &[(&str, String)]) -> std::process::Output {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &format!("{before} exec \"$@\"")]).arg("sh").arg(std::env::current_exe().unwrap());
        command.args(["--exact", test, "--nocapture"]).envs(variables.iter().cloned());
        command.output().unwrap()
    }

    /// The name by which the test runner knows a test of the module `module`.
    macro_rules! test_name {
        ($name:literal) => {
            concat!(module_path!(), "::", $name).split_once("::").unwrap().1
        };
    }
    pub(super) use test_name;
}
