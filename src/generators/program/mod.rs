//! Configuration in JavaScript or TypeScript, read as data. Nothing in it is run.
//!
//! In: a file of the project, and the files that it imports from beside it. Out: the value that it exports, as YAML or
//! TOML would give it, and the names of the keys whose values are computed.
//!
//! What is known: literals, lists and tables of them, texts put together, names of constants, values of imported files,
//! what a function returns that does nothing else, and the argument of a function that only checks it, such as
//! `defineConfig`. A call of any other function with a table is a table with one key, the function's name.
//!
//! What always holds: files outside the project are not read. A file has a limit of its length, and a value one of its
//! depth and its size, so that neither takes time. The parser needs stack for each level of a nested text: it runs on a
//! thread that has enough for the longest file.
//!
//! Deliberately not here: what the keys mean (one file for each generator).

mod syntax;
#[cfg(test)]
mod tests;
mod value;

use crate::{
    diag::{Code, Diagnostic},
    model::{Node, RelPath, Value},
    source::ProjectFiles,
};
use syntax::ProgramModule;
use value::ProgramReader;

/// Most bytes of one file.
const LONGEST: usize = 256 * 1024;
/// Stack that the parser needs for one byte of a file: it was measured with the worst texts, and doubled.
const STACK_FOR_A_BYTE: usize = 4 * 1024;
const STACK: usize = 8 * 1024 * 1024;

/// What a program exports.
pub(super) struct ProgramValue {
    /// The default export; without one, a table of all exports. `Null` for what is computed.
    pub(super) root: Node,
    /// Keys with computed values, as paths with dots, in order and once each.
    pub(super) computed: Vec<String>,
}

/// Whether a file is a program, by its ending.
pub(super) fn is_program(path: &RelPath) -> bool {
    matches!(path.extension(), "js" | "mjs" | "cjs" | "ts" | "mts" | "cts")
}

/// Reads a program: the text of the file `path`.
///
/// # Errors
/// A diagnostic, P0112, for a text that cannot be parsed.
pub(super) fn read(path: &RelPath, text: &str, files: &mut ProjectFiles) -> Result<ProgramValue, Box<Diagnostic>> {
    let module = parse(path, text)?;
    let mut reader = ProgramReader::new(files);
    let root = reader.root(path, &module).unwrap_or(Node { value: Value::Null, at: 0..0 });
    Ok(ProgramValue { root, computed: reader.computed.into_iter().collect() })
}

fn parse(path: &RelPath, text: &str) -> Result<ProgramModule, Box<Diagnostic>> {
    let failed = |detail: &str| Diagnostic::new(Code::P0112, path).arg("file", path).arg("detail", detail);
    if text.len() > LONGEST {
        return Err(Box::new(failed("it is larger than 256 KB")));
    }
    let stack = STACK + text.len() * STACK_FOR_A_BYTE;
    let parsed = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack);
        let running = thread.spawn_scoped(scope, || syntax::parse(path.extension(), text));
        running.map(|running| running.join().ok())
    });
    match parsed {
        Ok(Some(Ok(module))) => Ok(module),
        Ok(Some(Err(error))) => Err(Box::new(failed(&error.message).at(error.at))),
        Ok(None) => Err(Box::new(failed("the parser stopped"))),
        Err(_) => Err(Box::new(failed("there is not enough memory for it"))),
    }
}
