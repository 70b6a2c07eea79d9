//! The size of an image, from the beginning of its file.

use super::{decode, svg};

/// The size of an image, from the beginning of its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header {
    /// In CSS pixels, as a browser shows it. `None`: an SVG that fills whatever place it gets.
    pub size: Option<(u32, u32)>,
    /// Whether smaller versions can be made: it is a PNG or a JPEG and not animated.
    pub can_shrink: bool,
}

/// Reads the header of an image; the name's extension says whether it is an SVG, the bytes everything else.
/// The error says in a few words what is wrong.
pub fn read(extension: &str, bytes: &[u8]) -> Result<Header, String> {
    if extension.eq_ignore_ascii_case("svg") {
        return Ok(Header { size: svg::size(bytes)?, can_shrink: false });
    }
    let (size, can_shrink) = if decode::is_png(bytes) {
        let reader = decode::read_png(bytes)?;
        // A smaller version would lose the animation.
        (reader.info().size(), reader.info().animation_control.is_none())
    } else if decode::is_jpeg(bytes) {
        let decode::Jpeg { size: (width, height), orientation, .. } = decode::read_jpeg(bytes)?;
        (if decode::is_on_its_side(orientation) { (height, width) } else { (width, height) }, true)
    } else {
        let size = imagesize::blob_size(bytes).map_err(|_| "not an image that browsers show".to_owned())?;
        let pixels = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        ((pixels(size.width), pixels(size.height)), false)
    };
    match size {
        (0, _) | (_, 0) => Err("it has no pixels".into()),
        size => Ok(Header { size: Some(size), can_shrink }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, read};
    use image::{DynamicImage, ImageFormat};
    use std::io::Cursor;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).expect("encoded");
        bytes.into_inner()
    }

    /// A JPEG with an orientation in its Exif data.
    fn turned(orientation: u8) -> Vec<u8> {
        let jpeg = encoded(40, 30, ImageFormat::Jpeg);
        let tiff = [b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation], &[0; 6]].concat();
        let exif = [b"Exif\0\0", &tiff[..]].concat();
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn every_format_tells_its_size() {
        let check = |name: &str, bytes: &[u8], expect: Option<(u32, u32)>, can_shrink| {
            assert_eq!(read("", bytes), Ok(Header { size: expect, can_shrink }), "{name}");
        };
        check("png", &encoded(80, 60, ImageFormat::Png), Some((80, 60)), true);
        check("jpeg", &encoded(80, 60, ImageFormat::Jpeg), Some((80, 60)), true);
        check("upright jpeg", &turned(3), Some((40, 30)), true);
        check("jpeg on its side", &turned(6), Some((30, 40)), true);
        check("gif", b"GIF89a\x50\0\x3c\0\0\0\0", Some((80, 60)), false);
        let webp = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x4f\0\0\x3b\0\0VP8 \0\0\0\0";
        check("webp", webp, Some((80, 60)), false);
        let ispe = b"\0\0\0\x14ispe\0\0\0\0\0\0\0\x50\0\0\0\x3c";
        let ipco = [b"\0\0\0\x1cipco".as_slice(), ispe].concat();
        let iprp = [b"\0\0\0\x24iprp".as_slice(), &ipco].concat();
        let meta = [b"\0\0\0\x30meta\0\0\0\0".as_slice(), &iprp].concat();
        let avif = [b"\0\0\0\x18ftypavif\0\0\0\0avifmif1".as_slice(), &meta].concat();
        check("avif", &avif, Some((80, 60)), false);
    }

    #[test]
    fn what_is_no_image_is_no_panic() {
        for bytes in [&b""[..], b"text", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a\0\0\0\0", b"RIFF\0\0\0\0WEBP"]
        {
            assert!(read("", bytes).is_err(), "{bytes:?}");
        }
        let png = encoded(80, 60, ImageFormat::Png);
        let jpeg = turned(6);
        for end in 0..60 {
            let _ = (read("", &png[..end]), read("", &jpeg[..end]));
        }
    }
}
