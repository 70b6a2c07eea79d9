//! The size of an SVG.

use quick_xml::{Reader, XmlVersion, events::Event};

/// In CSS pixels, from `width` and `height`, else from `viewBox`; `None` when there is neither.
pub(super) fn size(bytes: &[u8]) -> Result<Option<(u32, u32)>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    let root = loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) | Event::Empty(tag) => break tag,
            Event::Eof => return Err("no SVG element".into()),
            _ => {}
        }
    };
    if root.local_name().as_ref() != b"svg" {
        return Err("no SVG element".into());
    }
    let attribute = |name: &str| {
        let attribute = root.try_get_attribute(name).ok().flatten()?;
        let value = attribute.decoded_and_normalized_value(XmlVersion::Implicit1_0, reader.decoder()).ok()?;
        Some(value.into_owned())
    };
    let length = |name| attribute(name).and_then(|value| pixels(&value));
    let shape = attribute("viewBox").and_then(|value| {
        let numbers: Vec<f64> =
            value.split([' ', ',', '\t', '\n', '\r']).filter_map(|number| number.parse().ok()).collect();
        let [_, _, width, height] = numbers[..] else { return None };
        (width > 0.0 && height > 0.0).then_some((width, height))
    });
    let size = match (length("width"), length("height"), shape) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some(shape)) => Some((width, width * shape.1 / shape.0)),
        (None, Some(height), Some(shape)) => Some((height * shape.0 / shape.1, height)),
        (_, _, shape) => shape,
    };
    let whole = |length: f64| length.round().clamp(1.0, 1e6) as u32;
    Ok(size.map(|(width, height)| (whole(width), whole(height))))
}

/// A length in CSS pixels; `None` for one that depends on the place or the font.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'));
    let scale = match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    let number: f64 = length[..length.len() - unit.len()].parse().ok()?;
    (number > 0.0).then_some(number * scale)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_is_read_from_the_root() {
        let check = |attributes: &str, expect: Option<(u32, u32)>| {
            let svg = format!("\u{feff}<?xml version='1.0'?>\n<!-- x -->\n<svg {attributes}><rect width='9'/></svg>");
            assert_eq!(size(svg.as_bytes()), Ok(expect), "{attributes}");
        };
        check("width='80' height='60'", Some((80, 60)));
        check("width='80px' height='1in'", Some((80, 96)));
        check("width='100%' height='60' viewBox='0 0 4 3'", Some((80, 60)));
        check("viewBox='0,0 24.4 24'", Some((24, 24)));
        check("width='80' viewBox='0 0 4 3'", Some((80, 60)));
        check("width='10em'", None);
        check("width='-5' viewBox='0 0 0 3'", None);
        check("", None);
    }

    #[test]
    fn what_is_no_svg_is_an_error() {
        for bytes in [&b""[..], b"text", b"<html></html>", b"\xff\xfe<\0", b"<svg"] {
            assert!(size(bytes).is_err(), "{bytes:?}");
        }
    }
}
