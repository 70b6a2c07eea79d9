//! Whether an SVG of a stranger is harmless when a browser opens it as a page, where it could run scripts.
//!
//! In: the bytes of the file. Out: the first thing in it that could run, load, frame or impersonate, and where.
//!
//! What always holds: an SVG that this reader does not understand is refused. So is one that a browser could read
//! differently: with entities, other namespaces, escapes in styles. Nothing is rewritten.

use quick_xml::{
    Decoder, Reader, XmlVersion,
    events::{BytesStart, Event, attributes::Attribute},
};
use std::ops::Range;

/// Why an SVG is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnsafeSvg {
    /// In a few words, with the name as its author wrote it: `<script>`, `onload`.
    pub what: String,
    /// The bytes of the tag or the text that holds it.
    pub at: Range<usize>,
}

/// Elements that run or hold something that is no picture, in small letters.
const ELEMENTS: [&str; 17] = [
    "script",
    "foreignobject",
    "handler",
    "listener",
    "iframe",
    "object",
    "embed",
    "applet",
    "frame",
    "link",
    "meta",
    "base",
    "form",
    "audio",
    "video",
    "canvas",
    "set",
];
/// Dangerous texts, wherever they are.
const TEXTS: [&str; 3] = ["javascript:", "vbscript:", "data:text"];

/// The first thing in an SVG that is not harmless.
pub fn check(bytes: &[u8]) -> Option<UnsafeSvg> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            return Some(UnsafeSvg { what: "not UTF-8".into(), at: error.valid_up_to()..error.valid_up_to() });
        }
    };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    // The text of the style sheet that is open: comments and CDATA may cut it anywhere.
    let mut css: Option<String> = None;
    loop {
        let start = position(reader.buffer_position());
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = position(reader.error_position()).min(text.len());
                return Some(UnsafeSvg { what: error.to_string(), at: at..at });
            }
        };
        let what = match &event {
            Event::Start(_) | Event::Empty(_) | Event::GeneralRef(_) if css.is_some() => {
                Some("markup in <style>".to_owned())
            }
            Event::Start(tag) => {
                css = tag.local_name().as_ref().eq_ignore_ascii_case(b"style").then(String::new);
                in_tag(tag, reader.decoder())
            }
            Event::Empty(tag) => in_tag(tag, reader.decoder()),
            Event::End(_) => css.take().and_then(|css| in_css(&css)),
            Event::Text(text) => note(&mut css, text),
            Event::CData(text) => note(&mut css, text),
            Event::Decl(declaration) => declaration.encoding().and_then(|encoding| {
                let name = encoding.map(|name| String::from_utf8_lossy(&name).into_owned()).unwrap_or_default();
                let is_known = ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known));
                (!is_known).then(|| format!("encoding {name}"))
            }),
            // Old programs write a document type. Brackets in it hold entities.
            Event::DocType(doctype) => {
                doctype.iter().any(|byte| b"[]<>&%".contains(byte)).then(|| "<!DOCTYPE> with declarations".to_owned())
            }
            // A style sheet, which can be a program in XSLT.
            Event::PI(_) => Some("<?...?>".to_owned()),
            Event::GeneralRef(name) => in_reference(name),
            Event::Comment(_) => None,
            Event::Eof => return None,
        };
        if let Some(what) = what {
            return Some(UnsafeSvg { what, at: start..position(reader.buffer_position()).min(text.len()) });
        }
    }
}

fn note(css: &mut Option<String>, text: &[u8]) -> Option<String> {
    if let Some(css) = css {
        css.push_str(&String::from_utf8_lossy(text));
    }
    None
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn in_tag(tag: &BytesStart, decoder: Decoder) -> Option<String> {
    let name = String::from_utf8_lossy(tag.local_name().into_inner()).into_owned();
    let small = name.to_ascii_lowercase();
    if ELEMENTS.contains(&small.as_str()) {
        return Some(format!("<{name}>"));
    }
    for attribute in tag.attributes() {
        let attribute = match attribute {
            Ok(attribute) => attribute,
            Err(error) => return Some(error.to_string()),
        };
        if let Some(what) = in_attribute(&small, &attribute, decoder) {
            return Some(what);
        }
    }
    None
}

fn in_attribute(element: &str, attribute: &Attribute, decoder: Decoder) -> Option<String> {
    let full = String::from_utf8_lossy(attribute.key.into_inner()).into_owned();
    let name = String::from_utf8_lossy(attribute.key.local_name().into_inner()).to_ascii_lowercase();
    let Ok(value) = attribute.decoded_and_normalized_value(XmlVersion::Implicit1_0, decoder) else {
        return Some(format!("entity in {full}"));
    };
    // As a browser reads an address: without blanks and control characters, in any case.
    let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let bare = bare.to_lowercase();
    if name.starts_with("on") || full.eq_ignore_ascii_case("xml:base") {
        return Some(full);
    }
    if full.starts_with("xmlns") {
        let foreign = ["xhtml", "xml-events", "mathml", "xslt", "/xsl/"].iter().any(|part| bare.contains(part));
        return foreign.then(|| format!("{full}={value:?}"));
    }
    if let Some(text) = TEXTS.iter().find(|text| bare.contains(**text)) {
        return Some((*text).to_owned());
    }
    // An animation can put an address or a handler where none was.
    let is_target = bare == "href" || bare.ends_with(":href") || bare.starts_with("on") || bare == "style";
    if element.starts_with("animate") && name == "attributename" && is_target {
        return Some(format!("<animate> of {value}"));
    }
    let is_harmless = match name.as_str() {
        "href" | "src" if element == "a" => {
            ["#", "http://", "https://", "mailto:"].iter().any(|start| bare.starts_with(start))
        }
        "href" | "src" => is_inside(&bare),
        "style" => return in_css(&value),
        _ => return in_urls(&bare).or_else(|| in_escapes(&value, &bare)),
    };
    (!is_harmless).then(|| format!("{full}={:?}", value.chars().take(80).collect::<String>()))
}

/// Whether an address leads to a place in the same file, or is a picture of pixels itself.
fn is_inside(address: &str) -> bool {
    let is_pixels = ["png", "jpeg", "jpg", "gif", "webp"].iter().any(|format| {
        address
            .strip_prefix("data:image/")
            .and_then(|rest| rest.strip_prefix(format))
            .is_some_and(|rest| rest.starts_with([';', ',']))
    });
    address.is_empty() || address.starts_with('#') || is_pixels
}

/// The first thing in CSS that could load something, or hide it.
fn in_css(css: &str) -> Option<String> {
    let bare: String = css.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let bare = bare.to_lowercase();
    let words = ["@import", "@namespace", "expression(", "-moz-binding", "behavior:", "image-set(", "image(", "\\"];
    let found = words.iter().chain(&TEXTS).find(|word| bare.contains(**word));
    found.map(|word| format!("{word} in a style")).or_else(|| in_urls(&bare))
}

/// `url(...)` that leads out of the file.
fn in_urls(bare: &str) -> Option<String> {
    let outside = bare
        .match_indices("url(")
        .map(|(at, _)| bare[at + 4..].trim_start_matches(['"', '\'']))
        .find(|a| !is_inside(a));
    outside.map(|address| format!("url({})", address.chars().take(80).take_while(|c| *c != ')').collect::<String>()))
}

/// An escape in what may be a value of CSS could spell `url(`.
fn in_escapes(value: &str, bare: &str) -> Option<String> {
    (value.contains('\\') && bare.contains('(')).then(|| "\\ in a value".to_owned())
}

/// A reference in text: numbers and the five names that XML itself has.
fn in_reference(name: &[u8]) -> Option<String> {
    let is_known = name.starts_with(b"#") || [&b"lt"[..], b"gt", b"amp", b"quot", b"apos"].contains(&name);
    (!is_known).then(|| format!("&{};", String::from_utf8_lossy(name)))
}

#[cfg(test)]
mod tests {
    use super::check;

    fn what(svg: &str) -> String {
        check(svg.as_bytes()).map_or_else(String::new, |found| format!("{} @{}", found.what, &svg[found.at]))
    }

    /// Inside an SVG element, and what is refused in it.
    #[track_caller]
    fn refused(inner: &str, expect: &str) {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inner}</svg>"
        );
        let found = check(svg.as_bytes()).map_or_else(String::new, |found| found.what);
        assert_eq!(found, expect, "{inner}");
    }

    #[test]
    fn what_could_run_is_refused() {
        for (inner, expect) in [
            ("<script>alert(1)</script>", "<script>"),
            ("<SCRIPT/>", "<SCRIPT>"),
            ("<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>", "<script>"),
            ("<script href=\"https://x.example/a.js\"/>", "<script>"),
            ("<g onload=\"alert(1)\"/>", "onload"),
            ("<rect ONCLICK='alert(1)'/>", "ONCLICK"),
            ("<a href=\"javascript:alert(1)\"><text>x</text></a>", "javascript:"),
            ("<a xlink:href=\" java&#x09;script:alert(1)\"/>", "javascript:"),
            ("<a xlink:href=\"&#106;avascript&#58;alert(1)\"/>", "javascript:"),
            ("<a href='JaVaScRiPt:alert(1)'/>", "javascript:"),
            ("<a href='vbscript:x'/>", "vbscript:"),
            ("<a href=\"data:text/html,&lt;script>alert(1)&lt;/script>\"/>", "data:text"),
            ("<a href=\"data:image/svg+xml,x\"/>", "href=\"data:image/svg+xml,x\""),
            ("<a href=\"blob:x\"/>", "href=\"blob:x\""),
            ("<set attributeName=\"href\" to=\"x\"/>", "<set>"),
            ("<animate attributeName=\"href\" values=\"x\"/>", "<animate> of href"),
            ("<animate attributeName=\" xlink:href\" to=\"x\"/>", "<animate> of  xlink:href"),
            ("<animate attributeName=\"onclick\" to=\"x\"/>", "<animate> of onclick"),
            ("<animateTransform attributeName=\"href\" to=\"x\"/>", "<animate> of href"),
            ("<animate attributeName=\"x\" values=\"javascript:alert(1)\"/>", "javascript:"),
            ("<foreignObject><p/></foreignObject>", "<foreignObject>"),
            ("<foreignobject/>", "<foreignobject>"),
            ("<h:iframe xmlns:h=\"http://www.w3.org/1999/xhtml\" src=\"javascript:x\"/>", "<iframe>"),
            ("<h:p xmlns:h=\"http://www.w3.org/1999/xhtml\"/>", "xmlns:h=\"http://www.w3.org/1999/xhtml\""),
            ("<embed src=\"x\"/>", "<embed>"),
            ("<handler type=\"text/javascript\">x</handler>", "<handler>"),
            ("<x:listener xmlns:x='http://www.w3.org/2001/xml-events'/>", "<listener>"),
        ] {
            refused(inner, expect);
        }
    }

    #[test]
    fn what_would_load_something_is_refused() {
        for (inner, expect) in [
            ("<image href=\"https://x.example/a.png\"/>", "href=\"https://x.example/a.png\""),
            ("<image xlink:href=\"//x.example/a.png\"/>", "xlink:href=\"//x.example/a.png\""),
            ("<use href=\"other.svg#a\"/>", "href=\"other.svg#a\""),
            ("<use href=\"data:image/svg+xml;base64,x#a\"/>", "href=\"data:image/svg+xml;base64,x#a\""),
            ("<feImage href=\"a.png\"/>", "href=\"a.png\""),
            ("<rect fill=\"url(https://x.example/#a)\"/>", "url(https://x.example/#a)"),
            ("<rect fill=\"url( 'a.svg#b')\"/>", "url(a.svg#b')"),
            ("<rect fill=\"u\\72l(a.svg#b)\"/>", "\\ in a value"),
            ("<rect style=\"fill: URL(//x.example/)\"/>", "url(//x.example/)"),
            ("<style>@import 'https://x.example/a.css';</style>", "@import in a style"),
            ("<style><![CDATA[@import 'a.css';]]></style>", "@import in a style"),
            ("<style>@im&#112;ort 'a.css';</style>", "markup in <style>"),
            ("<style>@im<!-- -->port 'a.css';</style>", "@import in a style"),
            ("<style>@im<![CDATA[port 'a.css';]]></style>", "@import in a style"),
            ("<style><b/>@import 'a.css';</style>", "markup in <style>"),
            ("<style>@\\69mport 'a.css';</style>", "\\ in a style"),
            ("<style>a { background: url(a.png) }</style>", "url(a.png)"),
            ("<g xml:base=\"https://x.example/\"/>", "xml:base"),
        ] {
            refused(inner, expect);
        }
    }

    #[test]
    fn what_another_reader_could_understand_otherwise_is_refused() {
        for (svg, expect) in [
            ("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>", "<!DOCTYPE> with declarations"),
            ("<!DOCTYPE svg [<!ENTITY % a SYSTEM \"x\"> %a;]><svg/>", "<!DOCTYPE> with declarations"),
            ("<?xml-stylesheet href=\"a.xsl\" type=\"text/xsl\"?><svg/>", "<?...?>"),
            ("<?xml version=\"1.0\" encoding=\"utf-7\"?><svg/>", "encoding utf-7"),
        ] {
            let found = check(svg.as_bytes()).map(|found| found.what);
            assert_eq!(found.as_deref(), Some(expect), "{svg}");
        }
        for svg in [
            "<svg>&nbsp;</svg>",
            "<svg><g a='1' a='2'/></svg>",
            "<svg><g></svg>",
            "<svg a=b/>",
            "<svg x='&nbsp;'/>",
            "<svg><!-- a -- b --></svg>",
        ] {
            assert!(check(svg.as_bytes()).is_some(), "{svg}");
        }
        assert_eq!(check(b"<svg>\xff</svg>").map(|found| found.at), Some(5..5));
    }

    #[test]
    fn pictures_pass() {
        for inner in [
            "<title>A &lt;b&gt; &#20013;</title><g id=\"on\" class=\"only\"><path d=\"M0 0\"/></g>",
            "<defs><linearGradient id=\"a\"/></defs><rect fill=\"url(#a)\" style=\"fill: url('#a')\"/><use xlink:href=\"#a\"/>",
            "<a href=\"https://example.com/\"><text>link</text></a>",
            "<image href=\"data:image/png;base64,iVBORw0KGgo=\"/>",
            "<style>.a { fill: #fff; font-family: \"Noto Sans\" }</style><text class=\"a\">onload=javascript: url(x)</text>",
            "<animate attributeName=\"opacity\" values=\"0;1\"/><animateTransform attributeName=\"transform\" type=\"rotate\"/>",
            "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" rdf:about=\"\"/></metadata>",
            "<!-- <script> --><text>C:\\temp</text>",
        ] {
            refused(inner, "");
        }
        let graphviz = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\n \
                        \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg width=\"62pt\"/>";
        assert_eq!(what(graphviz), "");
    }

    #[test]
    fn the_place_is_that_of_the_tag() {
        assert_eq!(what("<svg>\n  <g onclick='x'>\n</g></svg>"), "onclick @<g onclick='x'>");
    }
}
