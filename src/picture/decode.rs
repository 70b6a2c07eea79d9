//! PNG and JPEG to pixels.
//!
//! What always holds: the pixels are upright, 8 bits a channel, of three colours or four with transparency.

use super::profile;
use png::{ColorType, Transformations};
use std::io::Cursor;
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

/// The message for a file that its decoder refuses. The reasons of decoders do not help authors.
const DAMAGED: &str = "the file is damaged or incomplete";

/// An image in memory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    /// Whether each pixel has four bytes, not three.
    pub alpha: bool,
    pub bytes: Vec<u8>,
    /// The colour profile that it needs to be shown right.
    pub profile: Option<Vec<u8>>,
}

pub(super) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n")
}

pub(super) fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
}

/// Reads the header of a PNG.
pub(super) fn read_png(bytes: &[u8]) -> Result<png::Reader<Cursor<&[u8]>>, String> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.read_info().map_err(|_| DAMAGED.to_owned())
}

/// The beginning of a JPEG.
pub(super) struct Jpeg<'a> {
    reader: JpegDecoder<ZCursor<&'a [u8]>>,
    /// Of the pixels as they are stored.
    pub size: (u32, u32),
    /// As Exif numbers it, 1 to 8.
    pub orientation: u8,
}

/// Reads the header of a JPEG.
pub(super) fn read_jpeg(bytes: &[u8]) -> Result<Jpeg<'_>, String> {
    let options = DecoderOptions::default().set_strict_mode(false).set_max_width(usize::MAX).set_max_height(usize::MAX);
    let mut reader = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    reader.decode_headers().map_err(|_| DAMAGED.to_owned())?;
    let info = reader.info().ok_or("no header")?;
    let orientation = reader.exif().and_then(|exif| orientation(exif)).unwrap_or(1);
    Ok(Jpeg { reader, size: (info.width.into(), info.height.into()), orientation })
}

/// The pixels of a PNG or a JPEG; `None` when their colours cannot be kept.
pub(super) fn decode(bytes: &[u8]) -> Result<Option<Pixels>, String> {
    if is_png(bytes) { decode_png(bytes) } else { decode_jpeg(bytes) }
}

fn decode_png(bytes: &[u8]) -> Result<Option<Pixels>, String> {
    let mut reader = read_png(bytes)?;
    let Ok(profile) = profile::needed(reader.info().icc_profile.as_ref().map(|profile| profile.to_vec())) else {
        return Ok(None);
    };
    let mut buffer = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let frame = reader.next_frame(&mut buffer).map_err(|_| DAMAGED.to_owned())?;
    let (alpha, bytes) = match frame.color_type {
        ColorType::Rgba => (true, buffer),
        ColorType::GrayscaleAlpha => (true, buffer.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect()),
        ColorType::Grayscale => (false, buffer.iter().flat_map(|gray| [*gray; 3]).collect()),
        ColorType::Rgb | ColorType::Indexed => (false, buffer),
    };
    Ok(Some(Pixels { width: frame.width, height: frame.height, alpha, bytes, profile }))
}

fn decode_jpeg(bytes: &[u8]) -> Result<Option<Pixels>, String> {
    let Jpeg { mut reader, size: (width, height), orientation } = read_jpeg(bytes)?;
    let Ok(profile) = profile::needed(reader.icc_profile()) else { return Ok(None) };
    reader.set_options(reader.options().jpeg_set_out_colorspace(ColorSpace::RGB));
    let bytes = reader.decode().map_err(|_| DAMAGED.to_owned())?;
    if bytes.len() as u64 != u64::from(width) * u64::from(height) * 3 {
        return Err("its pixels are not those of its header".into());
    }
    Ok(Some(upright(Pixels { width, height, alpha: false, bytes, profile }, orientation)))
}

/// The orientation in Exif data, 1 to 8.
fn orientation(exif: &[u8]) -> Option<u8> {
    const TAG: u32 = 0x0112;
    let little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let number = |at: usize, length: usize| {
        let bytes = exif.get(at..at.checked_add(length)?)?.iter();
        let add = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
        Some(if little { bytes.rev().fold(0, add) } else { bytes.fold(0, add) })
    };
    let list = number(4, 4)? as usize;
    let entries = (0..number(list, 2)? as usize).map(|entry| list + 2 + entry * 12);
    let entry = entries.take_while(|at| *at < exif.len()).find(|at| number(*at, 2) == Some(TAG))?;
    number(entry + 8, 2).and_then(|value| u8::try_from(value).ok()).filter(|value| (1..=8).contains(value))
}

/// Whether an image of that orientation is shown with its sides exchanged.
pub(super) fn is_on_its_side(orientation: u8) -> bool {
    orientation >= 5
}

fn upright(image: Pixels, orientation: u8) -> Pixels {
    if orientation == 1 {
        return image;
    }
    let (w, h) = (image.width as usize, image.height as usize);
    let (width, height) = if is_on_its_side(orientation) { (h, w) } else { (w, h) };
    let mut bytes = Vec::with_capacity(image.bytes.len());
    for y in 0..height {
        for x in 0..width {
            let (from_x, from_y) = match orientation {
                2 => (w - 1 - x, y),
                3 => (w - 1 - x, h - 1 - y),
                4 => (x, h - 1 - y),
                5 => (y, x),
                6 => (y, h - 1 - x),
                7 => (w - 1 - y, h - 1 - x),
                8 => (w - 1 - y, x),
                _ => (x, y),
            };
            let at = (from_y * w + from_x) * 3;
            bytes.extend(&image.bytes[at..at + 3]);
        }
    }
    let (width, height) =
        if is_on_its_side(orientation) { (image.height, image.width) } else { (image.width, image.height) };
    Pixels { width, height, bytes, ..image }
}

#[cfg(test)]
mod tests {
    use super::{Pixels, decode, orientation, upright};
    use image::{DynamicImage, ImageFormat};
    use std::io::Cursor;

    #[test]
    fn an_image_is_turned_as_its_exif_data_say() {
        // a b c
        // d e f
        let turned = |orientation| {
            let bytes = b"abcdef".iter().flat_map(|letter| [*letter; 3]).collect();
            let image = upright(Pixels { width: 3, height: 2, alpha: false, bytes, profile: None }, orientation);
            let letters: Vec<u8> = image.bytes.chunks(3).map(|pixel| pixel[0]).collect();
            let rows: Vec<_> = letters.chunks(image.width as usize).map(String::from_utf8_lossy).collect();
            rows.join("/")
        };
        let all: Vec<String> = (1..=8).map(turned).collect();
        assert_eq!(all, ["abc/def", "cba/fed", "fed/cba", "def/abc", "ad/be/cf", "da/eb/fc", "fc/eb/da", "cf/be/ad"]);
    }

    #[test]
    fn orientations_are_read_in_both_byte_orders() {
        let big = b"MM\0*\0\0\0\x08\0\x02\x01\0\0\x03\0\0\0\x01\0\x09\0\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0";
        assert_eq!((orientation(big), orientation(little)), (Some(6), Some(8)));
        for end in 0..big.len() - 2 {
            assert_eq!(orientation(&big[..end]), None, "{end}");
        }
        assert_eq!(orientation(b"MM\0*\xff\xff\xff\xff"), None);
    }

    #[test]
    fn every_kind_of_pixel_is_read() {
        let check = |image: DynamicImage, format: ImageFormat, alpha: bool| {
            let mut bytes = Cursor::new(Vec::new());
            image.write_to(&mut bytes, format).expect("encoded");
            let pixels = decode(bytes.get_ref()).expect("decodes").expect("keeps its colours");
            let expect = if alpha { image.to_rgba8().into_raw() } else { image.to_rgb8().into_raw() };
            assert_eq!((pixels.width, pixels.height, pixels.alpha), (3, 2, alpha), "{:?}", image.color());
            assert!(pixels.bytes.iter().zip(&expect).all(|(a, b)| a.abs_diff(*b) < 3), "{:?}", image.color());
            assert_eq!(pixels.bytes.len(), expect.len());
        };
        check(DynamicImage::new_luma8(3, 2), ImageFormat::Png, false);
        check(DynamicImage::new_luma16(3, 2), ImageFormat::Png, false);
        check(DynamicImage::new_luma_a8(3, 2), ImageFormat::Png, true);
        check(DynamicImage::new_rgb16(3, 2), ImageFormat::Png, false);
        check(DynamicImage::new_rgba16(3, 2), ImageFormat::Png, true);
        check(DynamicImage::new_luma8(3, 2), ImageFormat::Jpeg, false);
        check(DynamicImage::new_rgb8(3, 2), ImageFormat::Jpeg, false);
    }
}
