//! An image in smaller widths, as WebP.

use super::{
    MAX_PIXELS,
    decode::{Pixels, decode},
    profile,
};
use crate::model::ImageOptions;
use fast_image_resize::{
    PixelTrait, PixelType, Resizer,
    images::Image,
    pixels::{U8x3, U8x4},
};
use parking_lot::Mutex;
use webp::{Encoder, WebPConfig};

/// The version of this code. Increase it when the same image and options give other bytes than before.
pub const FORM: u32 = 1;

/// Largest width and height of a WebP, in pixels.
const MAX_SIDE: u32 = 16_383;
/// An image with more pixels than that is decoded while no other such image is.
const LARGE: u64 = 25_000_000;
static ONE_LARGE: Mutex<()> = Mutex::new(());

/// An image made smaller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// In pixels.
    pub width: u32,
    /// A whole WebP file.
    pub webp: Vec<u8>,
}

/// Makes a PNG or a JPEG, `size` as its header says, in the widths of `options` that are not larger than it is,
/// and in its own if that is among what is asked for. The widest comes first. Those that would be no smaller in
/// bytes are missing.
pub fn shrink(bytes: &[u8], size: (u32, u32), options: &ImageOptions) -> Result<Vec<Made>, String> {
    let widths = widths(size, &options.widths);
    if widths.is_empty() || pixels(size) > MAX_PIXELS {
        return Ok(Vec::new());
    }
    let _guard = (pixels(size) > LARGE).then(|| ONE_LARGE.lock());
    let Some(Pixels { width, height, alpha, bytes: pixels, profile }) = decode(bytes)? else { return Ok(Vec::new()) };
    let pixel = if alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let mut image = Image::from_vec_u8(width, height, pixels, pixel).map_err(|error| error.to_string())?;
    let mut made = Vec::new();
    for width in widths {
        // Each version is made from the one before: it is sharp enough, and much faster.
        if width != image.width() {
            let mut smaller = Image::new(width, scaled(size, width), pixel);
            if alpha { resize::<U8x4>(&image, &mut smaller) } else { resize::<U8x3>(&image, &mut smaller) }?;
            image = smaller;
        }
        let mut webp = encode(&image, alpha, options.quality)?;
        if let Some(profile) = &profile {
            webp = profile::add(&webp, profile, (image.width(), image.height()));
        }
        if webp.len() < bytes.len() {
            made.push(Made { width, webp });
        }
    }
    Ok(made)
}

/// Whether an image of this size gets smaller versions.
pub fn is_worth_it(size: (u32, u32), options: &ImageOptions) -> bool {
    !widths(size, &options.widths).is_empty()
}

fn pixels((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

/// The widths to make, the largest first.
fn widths(size: (u32, u32), wanted: &[u32]) -> Vec<u32> {
    let (Some(least), Some(most)) = (wanted.first(), wanted.last()) else { return Vec::new() };
    // An image that fits the smallest screen needs no other version.
    if size.0 <= *least {
        return Vec::new();
    }
    let own = (size.0 <= *most).then_some(size.0);
    let smaller = wanted.iter().rev().copied().filter(|width| *width < size.0);
    own.into_iter().chain(smaller).filter(|width| *width <= MAX_SIDE && scaled(size, *width) <= MAX_SIDE).collect()
}

/// The height of an image at `width`.
fn scaled(size: (u32, u32), width: u32) -> u32 {
    let height = (u64::from(size.1) * u64::from(width) + u64::from(size.0) / 2) / u64::from(size.0);
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// Draws an image in the size of another one. With its pixels named, the program holds no code for all the others.
fn resize<P: PixelTrait>(image: &Image, into: &mut Image) -> Result<(), String> {
    let images = image.typed_image::<P>().zip(into.typed_image_mut::<P>());
    let (image, mut into) = images.ok_or("pixels of two types")?;
    Resizer::new().resize_typed(&image, &mut into, None).map_err(|error| error.to_string())
}

fn encode(image: &Image, alpha: bool, quality: u8) -> Result<Vec<u8>, String> {
    let mut config = WebPConfig::new().map_err(|()| "no WebP encoder".to_owned())?;
    config.quality = f32::from(quality);
    let layout = if alpha { webp::PixelLayout::Rgba } else { webp::PixelLayout::Rgb };
    let encoder = Encoder::new(image.buffer(), layout, image.width(), image.height());
    let webp = encoder.encode_advanced(&config).map_err(|error| format!("WebP: {error:?}"))?;
    Ok(webp.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{Made, shrink, widths};
    use crate::model::ImageOptions;
    use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};
    use std::io::Cursor;

    fn options(widths: &[u32]) -> ImageOptions {
        ImageOptions { widths: widths.to_vec(), quality: 80 }
    }

    /// A picture that no format makes very small.
    fn noise(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * y % 251) as u8, (x * 7) as u8, (y * 13) as u8])).into()
    }

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).expect("encoded");
        bytes.into_inner()
    }

    fn sizes(made: &[Made]) -> Vec<(u32, usize, usize)> {
        let size = |made: &Made| imagesize::blob_size(&made.webp).expect("an image");
        made.iter().map(|made| (made.width, size(made).width, size(made).height)).collect()
    }

    #[test]
    fn only_smaller_widths_and_its_own_are_made() {
        let check = |size, expect: &[u32]| assert_eq!(widths(size, &[640, 960, 1440]), expect, "{size:?}");
        check((300, 200), &[]);
        check((640, 200), &[]);
        check((700, 200), &[700, 640]);
        check((1440, 900), &[1440, 960, 640]);
        check((4000, 3000), &[1440, 960, 640]);
        check((1000, 20_000), &[640]);
        assert!(widths((4000, 3000), &[]).is_empty());
    }

    #[test]
    fn a_large_image_comes_in_every_width() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let bytes = encoded(&noise(200, 100), format);
            let made = shrink(&bytes, (200, 100), &options(&[32, 64, 128])).expect("decodes");
            assert_eq!(sizes(&made), [(128, 128, 64), (64, 64, 32), (32, 32, 16)]);
            assert_eq!(made, shrink(&bytes, (200, 100), &options(&[32, 64, 128])).expect("decodes"));
            assert!(made.iter().all(|made| made.webp.len() < bytes.len()));
        }
    }

    #[test]
    fn transparency_stays() {
        let image = RgbaImage::from_fn(64, 64, |x, y| image::Rgba([(x * y) as u8, 9, y as u8, (x * 4) as u8]));
        let made = shrink(&encoded(&image.into(), ImageFormat::Png), (64, 64), &options(&[32])).expect("decodes");
        let decoded = webp::Decoder::new(&made[0].webp).decode().expect("WebP");
        assert!(decoded.is_alpha() && decoded[3] < 20 && decoded[31 * 4 + 3] > 230, "{:?}", &decoded[..8]);
    }

    #[test]
    fn what_would_be_larger_is_not_made() {
        let plain = encoded(&DynamicImage::new_luma8(200, 100), ImageFormat::Png);
        let made = shrink(&plain, (200, 100), &options(&[64, 256])).expect("decodes");
        assert!(made.iter().all(|made| made.webp.len() < plain.len()), "{:?} of {}", sizes(&made), plain.len());
    }

    #[test]
    fn a_broken_image_is_an_error() {
        let png = encoded(&noise(200, 100), ImageFormat::Png);
        let jpeg = encoded(&noise(200, 100), ImageFormat::Jpeg);
        assert!(shrink(&png[..png.len() / 2], (200, 100), &options(&[64])).is_err());
        assert!(shrink(&jpeg[..30], (200, 100), &options(&[64])).is_err());
    }
}
