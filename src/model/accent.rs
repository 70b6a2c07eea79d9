//! The accent colour of a site, in both schemes of colours.

/// The accent of a site.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Accent {
    /// On light grounds.
    pub light: AccentColours,
    /// On dark grounds.
    pub dark: AccentColours,
}

/// The accent in one scheme; each as `#rrggbb`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AccentColours {
    /// Links, and the ground of what is chosen.
    pub accent: String,
    /// Text on the accent.
    pub on_accent: String,
    /// A ground with a breath of the accent, on which the accent is a text.
    pub soft: String,
}
