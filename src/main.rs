//! The command `portal`: arguments in, an exit code out.

#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main().into()
}
