//! The index of the search: made when a site is built, read by browsers and by `portal search`.
//!
//! In: the pages that are searched. Out: files that a browser can search without a server.
//!
//! What always holds: a text of two or more ideographs is found on all pages that hold it and on no other; the same
//! pages give the same files.
//!
//! Deliberately not here: where the files are published, and which pages are searched (`plan`).

mod filter;
mod find;
mod gzip;
mod index;
mod line;
mod postings;
mod query;
mod shard;
mod simplified;
mod sounds;
mod text;
mod tokens;

pub use filter::{FilterValue, SearchFilter};
pub use find::{Fetch, Found, Index};
pub use index::{MANIFEST, PageEntry, SearchManifest, SearchRules, VERSION, index};
pub use line::{FoundLine, find_line};
pub use postings::{FieldWeight, SearchPage};
pub use query::{Clause, Query, QueryFilter, QueryToken};
pub use text::blocks;
pub use tokens::{SearchToken, Tokens, is_ideograph};
