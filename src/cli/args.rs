//! The commands and their options. The comments on the fields are the English help; `chinese` has the other.

use super::chinese;
use clap::{
    ArgAction, CommandFactory, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use portal::{
    diag::{Format, UiLang},
    model::Date,
};
use std::{net::IpAddr, path::PathBuf};

/// A static site generator for the portals of open-source projects
#[derive(Parser, Debug)]
#[command(
    name = "portal",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(super) struct Args {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Common {
    /// Configuration file [default: book.toml in ROOT]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of messages: zh, en [default: that of the locale]
    #[arg(long, global = true, hide_possible_values = true, value_parser = PossibleValuesParser::new(["zh", "en"]))]
    pub lang: Option<String>,
    /// How diagnostics are printed: human, short, json, github
    #[arg(long, global = true, value_name = "FORMAT", hide_possible_values = true, hide_default_value = true,
          default_value = "human", value_parser = formats())]
    pub message_format: Format,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print hints, every repetition, and the time of each phase
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Colours on the terminal: auto, always, never
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true, hide_default_value = true,
          default_value = "auto", value_parser = colors())]
    pub color: Color,
    /// The day that counts as today, YYYY-MM-DD
    #[arg(long, global = true, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Make a start: look at what is there and write book.toml; no file is ever changed
    Init {
        /// Folder of the project
        #[arg(default_value = ".", hide_default_value = true)]
        root: PathBuf,
        /// Print what would be written, and write nothing
        #[arg(short = 'n', long)]
        dry_run: bool,
        /// Print what is found and what cannot be carried over, as Markdown; write nothing
        #[arg(long, conflicts_with = "dry_run")]
        report: bool,
    },
    /// Build the site
    Build(Build),
    /// Show the site while it is written
    Serve(Serve),
    /// Say what a build would say, and how the site as a whole looks; publish nothing
    Check(Check),
    /// Search the published site, as its readers do
    Search(Search),
    /// Explain a code of a message, such as P0501
    Explain {
        /// The code
        code: String,
    },
    /// Remove the published site and the cache, as far as portal made them
    Clean {
        /// Folder of the project
        #[arg(default_value = ".", hide_default_value = true)]
        root: PathBuf,
    },
    /// Print the JSON Schema of book.toml, or of the metadata of a kind of pages, for editors
    Schema {
        /// A kind, such as case
        kind: Option<String>,
        /// Write those of book.toml and of all kinds into .portal/schema
        #[arg(long, conflicts_with = "kind")]
        save: bool,
        /// Folder of the project
        #[arg(default_value = ".", hide_default_value = true)]
        root: PathBuf,
    },
    /// Print a completion script: bash, elvish, fish, powershell, zsh
    Completions {
        /// The shell
        #[arg(hide_possible_values = true)]
        shell: clap_complete::Shell,
    },
}

#[derive(clap::Args, Debug)]
pub(super) struct Build {
    /// Folder of the project [default: the current folder]
    #[arg(default_value = ".", hide_default_value = true)]
    pub root: PathBuf,
    /// Folder for the site [default: public in ROOT]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Address of the site, instead of base-url in book.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Publish drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// Publish pages with a date in the future, too
    #[arg(long)]
    pub future: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Build a second time from nothing and compare
    #[arg(long, conflicts_with = "list")]
    pub verify: bool,
    /// Do not wait until the medium holds the site: a power failure may then lose it
    #[arg(long)]
    pub fast: bool,
    /// Print every file that would be written, and write none
    #[arg(long)]
    pub list: bool,
    /// Print the time of each phase, or write them to FILE as a trace
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub timings: Option<Option<PathBuf>>,
}

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Serve {
    /// Folder of the project [default: the current folder]
    #[arg(default_value = ".", hide_default_value = true)]
    pub root: PathBuf,
    /// Address to listen on [default: this machine only, 127.0.0.1 and ::1]
    #[arg(long, value_name = "IP")]
    pub host: Option<IpAddr>,
    /// Port; the next free one if it is taken
    #[arg(short, long, value_name = "N", default_value_t = 1111)]
    pub port: u16,
    /// Open the browser
    #[arg(short, long)]
    pub open: bool,
    /// Show drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// Show pages with a date in the future, too
    #[arg(long)]
    pub future: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Look at the files every MS milliseconds [default: 500] instead of waiting for the system: for network drives
    #[arg(long, value_name = "MS", num_args = 0..=1, require_equals = true, value_parser = clap::value_parser!(u32).range(10..))]
    pub poll: Option<Option<u32>>,
    /// Path under which the site is shown, as it will be when published: /repo/
    #[arg(long, value_name = "PATH", default_value = "/", hide_default_value = true, value_parser = base_path)]
    pub base_path: String,
    /// Browsers go to the page that was written
    #[arg(long)]
    pub follow: bool,
    /// Answer under this host name, too; may be given several times
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Let browsers start the editor even with --allow-host: everybody who reaches the port can start it
    #[arg(long, requires = "allow_host")]
    pub allow_editor: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

#[derive(clap::Args, Debug)]
pub(super) struct Check {
    /// Folder of the project [default: the current folder]
    #[arg(default_value = ".", hide_default_value = true)]
    pub root: PathBuf,
    /// Write a report about the site to FILE, as one HTML page
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Compare with the addresses of the site before: its sitemap, or a list with one on each line
    #[arg(long, value_name = "URL-OR-FILE")]
    pub addresses: Option<String>,
    /// Print every repetition of a message
    #[arg(long)]
    pub all: bool,
    /// Address of the site, instead of base-url in book.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Check drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// Check pages with a date in the future, too
    #[arg(long)]
    pub future: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

#[derive(clap::Args, Debug)]
pub(super) struct Search {
    /// Words, "phrases", -not, tag:NAME, kind:NAME, in:FOLDER/
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// Folder of the project [default: the current folder]
    #[arg(default_value = ".", hide_default_value = true)]
    pub root: PathBuf,
    /// Folder of the site [default: public in ROOT]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Search the pages in another language than the site's own: en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Number of pages that are printed
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// The parser of the command line, with its help in that language.
pub(super) fn command(lang: UiLang) -> clap::Command {
    let flag = |name, short, action| clap::Arg::new(name).short(short).long(name).action(action);
    let command = Args::command()
        .arg(flag("help", 'h', ArgAction::Help).global(true).help("Print help"))
        .arg(flag("version", 'V', ArgAction::Version).help("Print version"));
    match lang {
        UiLang::Zh => chinese::translated(command),
        UiLang::En => command.mut_args(|arg| arg.help_heading("Common options")),
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["human", "short", "json", "github"]).map(|name| match &*name {
        "short" => Format::Short,
        "json" => Format::Json,
        "github" => Format::Github,
        _ => Format::Human,
    })
}

fn colors() -> impl TypedValueParser<Value = Color> {
    PossibleValuesParser::new(["auto", "always", "never"]).map(|name| match &*name {
        "always" => Color::Always,
        "never" => Color::Never,
        _ => Color::Auto,
    })
}

fn day(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).map(|date| Date { clock: None, ..date }).ok_or("not a day such as 2022-07-15")
}

/// With the slash at the end that the rest of the program relies on.
fn base_url(text: &str) -> Result<String, &'static str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.starts_with('/') && !rest.is_empty() && !rest.contains(['?', '#', ' ']) => {
            Ok(format!("{}/", text.trim_end_matches('/')))
        }
        _ => Err("not an address such as https://example.com/portal/"),
    }
}

/// Begins and ends with a slash.
fn base_path(text: &str) -> Result<String, &'static str> {
    let path = text.trim_matches('/');
    let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['?', '#', '%', '\\', ' ']);
    match path {
        "" => Ok("/".into()),
        path if path.split('/').all(is_part) && !path.starts_with("__portal") => Ok(format!("/{path}/")),
        _ => Err("not a path such as /repo/"),
    }
}

#[cfg(test)]
mod tests {
    use super::{UiLang, base_path, base_url, command};

    #[test]
    fn a_base_path_has_slashes_around_it() {
        for (text, expect) in [
            ("/", Some("/")),
            ("repo", Some("/repo/")),
            ("/repo/", Some("/repo/")),
            ("/a/b", Some("/a/b/")),
            ("/../x", None),
            ("/a b/", None),
            ("/__portal/", None),
        ] {
            assert_eq!(base_path(text).ok().as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn the_command_line_is_sound_in_both_languages() {
        command(UiLang::En).debug_assert();
        command(UiLang::Zh).debug_assert();
    }

    #[test]
    fn a_base_url_ends_with_a_slash() {
        for (text, expect) in [
            ("https://example.com", Some("https://example.com/")),
            ("http://example.com/a/", Some("http://example.com/a/")),
            ("https://", None),
            ("https:///a", None),
            ("example.com", None),
            ("https://example.com/?a", None),
        ] {
            assert_eq!(base_url(text).ok().as_deref(), expect, "{text}");
        }
    }
}
