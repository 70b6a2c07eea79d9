//! Elements of HTML by how a browser treats their tags. Names are in lower case, with blanks between them.

/// Elements without content and end tag.
pub(super) const VOID: &str = "area basefont bgsound br col embed frame hr image img input keygen link meta param source spacer \
    track wbr isindex";

/// Elements of the page around the text. A browser adds the attributes of a second `<body>` to the first one, and
/// `<base>` changes where all links lead. In `mglyph` and `malignmark` a browser reads MathML amid HTML.
pub(super) const FRAME: &str = "html head body frameset base mglyph malignmark";

/// Elements that need no end tag: a browser closes them where their parent ends.
pub(super) const OPTIONAL: &str = "p li dt dd option optgroup rb rt rtc rp tr td th tbody thead tfoot caption colgroup";

/// Parents of the elements in [`OPTIONAL`].
pub(super) const PARENTS: &str = "ul ol menu dl table thead tbody tfoot tr select ruby div section article aside main nav header \
    footer figure details blockquote center fieldset";

/// Tables and their parts.
pub(super) const TABLE: &str = "table thead tbody tfoot tr td th caption colgroup";

/// Elements that close the cell or the caption in which they begin, with all that is open there.
pub(super) const TABLE_PARTS: &str = "thead tbody tfoot tr td th caption colgroup col";

/// Elements around which an end tag inside of them closes nothing.
pub(super) const BARRIERS: &str = "td th caption table template object applet marquee select";

/// Elements that keep an item of a list from closing the item around them: those that the HTML standard calls special,
/// without `address`, `div` and `p`.
pub(super) const SPECIAL: &str = "applet article aside blockquote button caption center colgroup dd details dir dl dt fieldset \
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li main marquee menu nav object ol pre \
    section select summary table tbody td template th tr ul";

/// Elements that close the SVG or the formula in which they begin.
pub(super) const BREAKS_OUT: &str = "b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li \
    listing menu meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var frameset \
    base";

/// Whether a list of names holds one.
pub(super) fn is_one_of(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|one| one == name)
}
