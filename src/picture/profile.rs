//! Colour profiles: an image made smaller keeps its colours.

/// The profile, if pixels of three colours need it to be shown right: browsers take what has none for sRGB.
/// `Err` for an image in another colour space: its colours would change.
pub(super) fn needed(profile: Option<Vec<u8>>) -> Result<Option<Vec<u8>>, ()> {
    let Some(profile) = profile else { return Ok(None) };
    match profile.get(16..20) {
        Some(b"RGB ") => Ok(Some(profile).filter(|profile| !is_srgb(profile))),
        Some(b"GRAY") => Ok(None),
        Some(_) => Err(()),
        None => Ok(None),
    }
}

/// Whether its description says so, in ASCII or UTF-16.
fn is_srgb(profile: &[u8]) -> bool {
    profile.windows(4).any(|text| text == b"sRGB") || profile.windows(8).any(|text| text == b"\0s\0R\0G\0B")
}

/// Puts a profile into a WebP file that has none.
pub(super) fn add(webp: &[u8], profile: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    const PROFILE: u8 = 0x20;
    // With transparency there is an extended header already.
    let chunks = &webp[12..];
    let (flags, rest) = match chunks.strip_prefix(b"VP8X\x0a\0\0\0") {
        Some(header) => (header[0], &header[10..]),
        None => (0, chunks),
    };
    let mut body = b"WEBPVP8X\x0a\0\0\0".to_vec();
    body.extend([flags | PROFILE, 0, 0, 0]);
    body.extend(&(width - 1).to_le_bytes()[..3]);
    body.extend(&(height - 1).to_le_bytes()[..3]);
    body.extend(b"ICCP");
    body.extend(size(profile));
    body.extend(profile);
    body.resize(body.len().next_multiple_of(2), 0);
    body.extend(rest);
    [b"RIFF".as_slice(), &size(&body), &body].concat()
}

fn size(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::{add, needed};

    #[test]
    fn a_profile_is_kept_where_it_says_something() {
        let profile = |space: &[u8], name: &str| [&[0; 16], space, &[0; 20], name.as_bytes()].concat();
        assert_eq!(needed(None), Ok(None));
        assert_eq!(needed(Some(profile(b"RGB ", "sRGB IEC61966-2.1"))), Ok(None));
        assert_eq!(needed(Some(profile(b"GRAY", "Gamma 2.2"))), Ok(None));
        assert!(needed(Some(profile(b"RGB ", "Display P3"))).is_ok_and(|kept| kept.is_some()));
        assert_eq!(needed(Some(profile(b"CMYK", "FOGRA39"))), Err(()));
    }

    #[test]
    fn a_profile_stands_before_the_picture() {
        for pixels in [vec![200; 40 * 30 * 3], vec![100; 40 * 30 * 4]] {
            let layout = if pixels.len() == 3600 { webp::PixelLayout::Rgb } else { webp::PixelLayout::Rgba };
            let webp = webp::Encoder::new(&pixels, layout, 40, 30).encode(80.0).to_vec();
            let with = add(&webp, b"profile", (40, 30));
            assert_eq!(with[4..8], u32::try_from(with.len() - 8).expect("small").to_le_bytes());
            assert_eq!((&with[30..34], &with[38..45]), (&b"ICCP"[..], &b"profile"[..]));
            let size = imagesize::blob_size(&with).expect("still an image");
            assert_eq!((size.width, size.height), (40, 30));
            assert_eq!(webp::Decoder::new(&with).decode().map(|image| image.len()), Some(pixels.len()));
        }
    }
}
