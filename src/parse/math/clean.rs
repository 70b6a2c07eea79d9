//! Checks the HTML of a converted formula.
//!
//! In: the converter's HTML. Out: the same with classes instead of styles, which a strict policy forbids
//! in pages; and whether only harmless elements and attributes are left.

/// Styles of the converter, and the classes for them. Other styles are removed.
const CLASSES: [(&str, &str); 20] = [
    ("text-align: left", "start"),
    ("text-align: right", "end"),
    ("padding-left: 0", "pl0"),
    ("padding-right: 0", "pr0"),
    ("padding-left:1em", "pl1"),
    ("padding-left: 0.1em", "tight"),
    ("padding-bottom: 0", "flat"),
    ("width: 100%", "full"),
    ("width: 50%", "half"),
    ("width: 7.5%", "narrow"),
    ("border-left: 0.05em solid currentcolor", "bl"),
    ("border-right: 0.05em solid currentcolor", "br"),
    ("border-top: 0.05em solid currentcolor", "bt"),
    ("border-bottom: 0.05em solid currentcolor", "bb"),
    ("border-left: 0.05em dashed currentcolor", "bl dashed"),
    ("border-right: 0.05em dashed currentcolor", "br dashed"),
    ("border-top: 0.05em dashed currentcolor", "bt dashed"),
    ("border-bottom: 0.05em dashed currentcolor", "bb dashed"),
    ("font-variant-caps: small-caps", "caps"),
    ("margin-left:-0.16666667em", "back"),
];

pub(super) fn styles_as_classes(html: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(STYLE) {
        let in_tag = before.rfind('<').is_some_and(|open| !before[open..].contains('>'));
        out.push_str(before);
        let Some((style, after)) = after.split_once('"').filter(|_| in_tag) else {
            out.push_str(STYLE);
            rest = after;
            continue;
        };
        rest = after;
        let declarations = || style.split(';').map(str::trim);
        let class = |declaration| CLASSES.iter().find(|(known, _)| *known == declaration).map(|(_, class)| *class);
        let classes: Vec<&str> = declarations().filter_map(class).collect();
        let color = declarations().find_map(|declaration| declaration.strip_prefix("color:"));
        if !classes.is_empty() {
            out.push_str(&format!(" class=\"{}\"", classes.join(" ")));
        }
        if let Some(color) = color.filter(|color| color.chars().all(|c| c == '#' || c.is_ascii_alphanumeric())) {
            out.push_str(&format!(" mathcolor=\"{color}\""));
        }
    }
    out.push_str(rest);
    out
}

const ELEMENTS: [&str; 38] = [
    "math",
    "semantics",
    "annotation",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "ms",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "mpadded",
    "mphantom",
    "mtable",
    "mtr",
    "mtd",
    "mmultiscripts",
    "mprescripts",
    "menclose",
    "merror",
    "none",
    "b",
    "i",
    "em",
    "code",
    "span",
    "s",
    "u",
    "br",
];

const ATTRIBUTES: [&str; 28] = [
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "encoding",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathcolor",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Whether the HTML has only harmless elements and attributes, each closed in its place. The
/// converter does not escape every text that it is given.
pub(super) fn is_clean(html: &str) -> bool {
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { return false };
        if text.contains('>') {
            return false;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        while !attributes.is_empty() {
            let Some((name, rest)) = attributes.split_once("=\"") else { return false };
            let Some((_, rest)) = rest.split_once('"') else { return false };
            if !ATTRIBUTES.contains(&name) {
                return false;
            }
            attributes = rest.trim_start();
        }
        if !ELEMENTS.contains(&name) {
            return false;
        }
        if !closed {
            open.push(name);
        }
    }
    open.is_empty()
}
