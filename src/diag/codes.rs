//! The one table of diagnostics: `portal explain`, the printers and the manual's pages of errors read it.

/// What a diagnostic means for the build.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published all the same, unless the run is strict.
    Warning,
    Hint,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident $severity:ident $message:literal;)*) => {
        /// A diagnostic's name, stable for ever.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code { $($(#[$doc])* $code,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$code,)*];

            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity,)* }
            }

            /// The message with `{arguments}` still open.
            pub fn message(self) -> &'static str {
                match self { $(Code::$code => $message,)* }
            }
        }
    };
}

codes! {
    // Configuration
    P0101 Error "{file} is not valid TOML: {detail}";
    P0102 Error "unknown key {key}";
    P0103 Error "{key} must be {expected}";
    P0104 Warning "[[pages]] names {target}, which is not among the sources";
    // Encoding
    P0201 Error "not UTF-8 at byte {byte}; it looks like {encoding}";
    // Metadata
    P0301 Error "the front matter is not closed";
    P0302 Error "the front matter is not valid {language}: {detail}";
    P0303 Warning "unknown field {field}";
    P0304 Error "{field} must be {expected}";
    P0305 Error "{value} is not a date";
    P0306 Error "{field} is there twice";
    P0307 Error "{construct} is not allowed in front matter";
    P0308 Error "unknown kind {kind}";
    P0309 Error "a page of the kind {kind} needs the field {field}";
    // Markdown
    P0401 Warning "HTML was removed: {what}";
    P0402 Warning "a link with the scheme {scheme} was removed";
    P0403 Warning "a block of code of {size} is too large to colour";
    P0404 Hint "no colours for the language {language}";
    // Links
    P0501 Warning "link to a file that does not exist: {target}";
    P0502 Warning "{page} has no heading {anchor}";
    P0503 Warning "link leaves the project: {target}";
    P0504 Warning "link to a page that is not published: {target}";
    P0505 Warning "image does not exist: {target}";
    // Theme
    P0601 Error "fault in the template: {detail}";
    P0602 Error "the template {template} failed on the page {page}: {detail}";
    P0603 Error "no template {template}";
    // Sources
    P0701 Warning "not a regular file; left out";
    P0801 Warning "symbolic link; not followed";
    // Addresses
    P0901 Error "{address} is also the address of {other}";
    P0902 Error "{address} belongs to portal itself";
    P0903 Warning "the name is too long for an address; cut to {address}";
}
