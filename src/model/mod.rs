//! The types that all rooms share.
//!
//! In: nothing. Out: plain data: no input or output, no clock, no interior mutability, so that a value
//! can be remembered, compared and sent between threads.
//!
//! What always holds: a `RelPath` is relative, uses `/`, is NFC and has no `..`; a `Date` is a day of the
//! calendar, printed as it was written.
//!
//! Deliberately not here: how anything is parsed (`parse`), assembled (`site`) or rendered (`view`, `render`).

mod accent;
mod address;
mod code;
mod config;
mod config_file;
mod date;
mod document;
mod duration;
mod field;
mod html;
mod image_versions;
mod kind;
mod lang;
mod lang_names;
mod lang_path;
mod list_query;
mod markup;
mod natural;
mod navigation;
mod node;
mod outline;
mod path;
mod script;
mod shown_file;
mod syntax;
mod term_key;
mod url;
mod variables;
mod written_date;

pub use accent::{Accent, AccentColours};
pub use address::{Address, address_part, ascii_slug, decode_path, encode_path, is_cut, is_invisible, is_own_file};
pub use code::{CodeBlock, FilePart, Include, LineSet, LineStyles};
pub use config::*;
pub use config_file::ConfigFile;
pub use date::{Date, OffsetTime, time_zone};
pub use document::*;
pub use duration::{Duration, TimeUnit};
pub use field::*;
pub use html::{escape, escaped};
pub use image_versions::ImageVersions;
pub use kind::{Facet, Kind, Subject};
pub use lang::Lang;
pub use lang_path::{languages_of, page_of_folder};
pub use list_query::{LIST_VIEWS, ListQuery, ListView};
pub use markup::{
    Attribute, Markup, RAW_TEXT, StartTag, Token, end_of_raw_text, find_tag, live_start_tags, read_markup, start_tags,
    tokens,
};
pub use natural::{natural, without_number};
pub use navigation::{NavEntry, NavFolder, NavTarget, Navigation, Redirect};
pub use node::{Key, Node, Value};
pub use outline::*;
pub use path::{ByHash, Hash128, RelPath};
pub use script::{is_han, is_hangul, is_wide};
pub use shown_file::{SHOWN_FILE_MARKS, ShownFile};
pub use syntax::Syntax;
pub use term_key::term_key;
pub use url::{Url, encode_raw, is_safe_scheme, safe, scheme};
pub use variables::{fill, named};
