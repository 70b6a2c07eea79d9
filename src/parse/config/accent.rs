//! An accent colour in both schemes of colours, readable in each.
//!
//! In: a colour as it is written. Out: the [`Accent`], or the nearest colour that can be one.
//!
//! What always holds: each text pair has a contrast of 4.5 at least (WCAG 2.2, 1.4.3), so that nobody has to check it. The
//! accent on light grounds is the colour as it is written; on dark grounds it is made lighter.
//!
//! Deliberately not here: where themes use it.

use crate::model::{Accent, AccentColours};
use palette::{FromColor, IsWithinBounds, Mix, Oklab, Oklch, Srgb, color_difference::Wcag21RelativeContrast};

/// The least contrast of a text.
const CONTRAST: f32 = 4.5;
/// Background colours of the default theme: of the page, then of sections.
const LIGHT: [u32; 2] = [0xff_ff_ff, 0xf5_f7_f9];
const DARK: [u32; 2] = [0x14_18_1d, 0x1b_20_27];
/// The share of the accent in the soft background.
const SOFT: f32 = 0.1;
/// The least contrast in the dark scheme. It is higher, because links stand in long texts.
const CONTRAST_ON_DARK: f32 = 7.0;
/// Steps from the lightness of the colour to black or white.
const STEPS: u8 = 100;

/// The accent that a colour is, written as `#0b5cad` or `#05a`.
///
/// # Errors
/// The nearest colour that can be read on light grounds; `None` if it is no colour.
pub(super) fn accent(text: &str) -> Result<Accent, Option<String>> {
    let hex = text.strip_prefix('#').filter(|digits| matches!(digits.len(), 3 | 6)).ok_or(None)?;
    let colour: Srgb<u8> = hex.parse().map_err(|_| None)?;
    let colour = colour.into_format();
    let light = of_scheme(colour, LIGHT, CONTRAST);
    if light.accent != shown(colour) {
        return Err(Some(light.accent));
    }
    Ok(Accent { light, dark: of_scheme(colour, DARK, CONTRAST_ON_DARK) })
}

/// The nearest colour that has such a contrast on the grounds of a scheme, and what belongs to it.
fn of_scheme(colour: Srgb, grounds: [u32; 2], contrast: f32) -> AccentColours {
    let [page, band] = grounds.map(|ground| Srgb::<u8>::from(ground).into_format::<f32>());
    let whole = Oklch::from_color(colour);
    let towards = if page.red > 0.5 { 0.0 } else { 1.0 };
    let at = |step: u8| {
        let part = f32::from(step) / f32::from(STEPS);
        let lightness = whole.l + (towards - whole.l) * part;
        // The hue stays. Its strength is what screens can show.
        let strengths = (0..=STEPS).rev().map(|chroma| whole.chroma * f32::from(chroma) / f32::from(STEPS));
        let mut shades = strengths.map(|chroma| Srgb::from_color(Oklch { l: lightness, chroma, ..whole }));
        let found = if step == 0 { Some(colour) } else { shades.find(|shade: &Srgb| shade.is_within_bounds()) };
        let shade = found.unwrap_or(Srgb::new(towards, towards, towards));
        // Rounded, as it will be written.
        Srgb::<u8>::from_format(shade).into_format::<f32>()
    };
    let soft_of = |accent: Srgb| {
        let mixed = Oklab::from_color(page).mix(Oklab::from_color(accent), SOFT);
        Srgb::<u8>::from_format(Srgb::from_color(mixed)).into_format::<f32>()
    };
    let is_readable = |accent: &Srgb| {
        let on_both = [page, band].iter().all(|ground| accent.relative_contrast(*ground) >= contrast);
        on_both && accent.relative_contrast(soft_of(*accent)) >= CONTRAST
    };
    let accent = (0..=STEPS).map(at).find(is_readable).unwrap_or_else(|| at(STEPS));
    AccentColours { accent: shown(accent), on_accent: shown(page), soft: shown(soft_of(accent)) }
}

fn shown(colour: Srgb) -> String {
    format!("#{:06x}", Srgb::<u8>::from_format(colour).into_u32::<palette::rgb::channels::Rgba>() >> 8)
}

#[cfg(test)]
mod tests {
    use super::accent;

    #[test]
    fn an_accent_can_be_read_in_both_schemes() {
        for (colour, light, dark) in [
            ("#0b5cad", "#0b5cad", "#66afff"),
            ("#05a", "#0055aa", "#66aeff"),
            ("#b42318", "#b42318", "#ff8874"),
            ("#000000", "#000000", "#ababab"),
        ] {
            let accent = accent(colour).unwrap();
            assert_eq!([&*accent.light.accent, &*accent.dark.accent], [light, dark], "{colour}");
        }
    }

    #[test]
    fn a_colour_that_is_too_light_is_refused_with_the_nearest() {
        for (colour, nearest) in
            [("#3eaf7c", Some("#007d4d")), ("#ffffff", Some("#6c6c6c")), ("blue", None), ("#12", None)]
        {
            assert_eq!(accent(colour).unwrap_err().as_deref(), nearest, "{colour}");
        }
    }
}
