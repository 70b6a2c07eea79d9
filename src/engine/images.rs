//! The images that pages show: their sizes, and the smaller versions that are published beside them.
//!
//! In: the site, which says what is shown, and the snapshot, through which the files are read. Out: what pages
//! have to know of each, what is to be published for it, and diagnostics.
//!
//! What always holds: only what a published page shows is read; the work is done on all threads and its result
//! does not depend on their order, nor on what is kept from earlier builds. An image that makes no sense costs a
//! warning, never a page; one that the disk does not give stops the build, as the next one may well get it.

use super::{Cache, Progress, image_cache::StoredImage};
use crate::{
    diag::{Code, Diagnostic, EnvError},
    model::{Address, Hash128, ImageOptions, ImageVersions, RawHtml, RelPath},
    picture::{self, Header},
    site::{PageId, Site},
    source::Snapshot,
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

/// What is known of the images of a site.
#[derive(Debug, Default)]
pub(super) struct SiteImages {
    pub known: BTreeMap<RelPath, Arc<ImageVersions>>,
    pub resized: BTreeMap<Address, StoredImage>,
    /// Assets that must not be published, for what is in them, with the hashes of their bytes.
    pub refused: BTreeMap<RelPath, Hash128>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads every image that a page shows, and where HTML is sanitised every SVG that would be published.
/// With `make`, it also makes the smaller versions.
///
/// # Errors
/// When one of them cannot be read.
pub(super) fn process(
    site: &Site,
    snapshot: &Snapshot,
    cache: &Cache,
    make: bool,
    progress: &dyn Progress,
) -> Result<SiteImages, EnvError> {
    let shown = shown(site);
    let is_strict = site.config.html == RawHtml::Sanitize;
    let is_svg = |path: &RelPath| path.extension().eq_ignore_ascii_case("svg");
    // Packed, it cannot be looked into.
    let is_suspect = |path: &RelPath| is_svg(path) || path.extension().eq_ignore_ascii_case("svgz");
    let suspects = site.assets.iter().filter(|path| is_strict && is_suspect(path));
    let mut paths: Vec<&RelPath> = shown.keys().copied().chain(suspects).collect::<BTreeSet<_>>().into_iter().collect();
    if paths.is_empty() {
        return Ok(SiteImages::default());
    }
    // The large ones first, so that no thread is left with one at the end.
    let size = |path: &RelPath| snapshot.assets.get(path).map_or(0, |stamp| stamp.size);
    paths.sort_by_key(|path| std::cmp::Reverse(size(path)));
    progress.start("images", paths.len());
    let of_files: Vec<SiteImages> = paths
        .par_iter()
        .with_max_len(1)
        .map(|path| {
            let mut found = SiteImages::default();
            let file = ImageFile { path, site, snapshot, cache, make, place: shown.get(path) };
            let result = file.bytes().map(|bytes| file.run(&bytes, is_strict, &mut found));
            found.diagnostics.extend(result?.err());
            progress.step();
            Ok(found)
        })
        .collect::<Result<_, EnvError>>()?;
    let mut all = SiteImages::default();
    for found in of_files {
        all.known.extend(found.known);
        all.resized.extend(found.resized);
        all.refused.extend(found.refused);
        all.diagnostics.extend(found.diagnostics);
    }
    all.diagnostics.sort();
    Ok(all)
}

/// Where a page shows an image: the page's file and the bytes in it.
type ImagePlace = (RelPath, Range<usize>);

/// The images that pages show, each with the first place that does.
fn shown(site: &Site) -> BTreeMap<&RelPath, ImagePlace> {
    let place = |(file, (page, link)): (&usize, &(PageId, usize))| {
        let page = &site.pages[*page];
        let link = &page.document.links[*link];
        let source = if link.in_config { site.config.file.path.clone() } else { page.shown.clone() };
        (&site.files[*file].0, (source, link.at.clone()))
    };
    site.shown.iter().map(place).collect()
}

/// One image.
struct ImageFile<'a> {
    path: &'a RelPath,
    site: &'a Site,
    snapshot: &'a Snapshot,
    cache: &'a Cache,
    make: bool,
    /// `None` when no page shows it.
    place: Option<&'a ImagePlace>,
}

impl ImageFile<'_> {
    /// What is in the file; nothing of one that is too large.
    fn bytes(&self) -> Result<Arc<[u8]>, EnvError> {
        if self.size() > picture::MAX_BYTES {
            return Ok(Arc::default());
        }
        self.snapshot.asset(self.path).map_err(|source| EnvError::read(&self.snapshot.on_disk(self.path), source))
    }

    fn size(&self) -> u64 {
        self.snapshot.assets.get(self.path).map_or(0, |stamp| stamp.size)
    }

    fn run(&self, bytes: &[u8], is_strict: bool, found: &mut SiteImages) -> Result<(), Diagnostic> {
        let extension = self.path.extension().to_ascii_lowercase();
        if is_strict && extension == "svgz" {
            found.refused.insert(self.path.clone(), Hash128::of(bytes));
            return Err(self.unsafe_svg("svgz".into()));
        }
        if self.size() > picture::MAX_BYTES {
            return Err(self.diagnostic(Code::P0441).arg("size", format!("{} MB", self.size() / 1_000_000)));
        }
        let unreadable = |detail: String| self.diagnostic(Code::P0440).arg("detail", detail);
        if is_strict
            && extension == "svg"
            && let Some(fault) = picture::check(bytes)
        {
            found.refused.insert(self.path.clone(), Hash128::of(bytes));
            return Err(self.unsafe_svg(fault.what).at(fault.at));
        }
        if self.place.is_none() {
            return Ok(());
        }
        let Header { size, can_shrink } = picture::read(&extension, bytes).map_err(unreadable)?;
        let Some((width, height)) = size else { return Ok(()) };
        let mut known = ImageVersions { width, height, widths: Vec::new(), itself: false };
        let is_huge = u64::from(width) * u64::from(height) > picture::MAX_PIXELS;
        let options = &self.site.config.images;
        let made = if self.make && can_shrink && !is_huge {
            self.smaller(bytes, (width, height), options)
        } else {
            Ok(Vec::new())
        };
        for (width, address, stored) in made.as_ref().into_iter().flatten() {
            known.widths.push((*width, address.clone()));
            found.resized.insert(address.clone(), stored.clone());
        }
        let largest = known.widths.last().map_or(0, |(width, _)| *width);
        known.itself = largest < width.min(options.widths.last().copied().unwrap_or_default());
        found.known.insert(self.path.clone(), Arc::new(known));
        if can_shrink && is_huge && !options.widths.is_empty() {
            return Err(self.diagnostic(Code::P0441).arg("size", format!("{width} × {height}")));
        }
        made.map(drop).map_err(unreadable)
    }

    /// The smaller versions, the smallest first: those that are kept, else new ones.
    fn smaller(
        &self,
        bytes: &[u8],
        size: (u32, u32),
        options: &ImageOptions,
    ) -> Result<Vec<(u32, Address, StoredImage)>, String> {
        if !picture::is_worth_it(size, options) {
            return Ok(Vec::new());
        }
        let key = Hash128::of_value(&(picture::FORM, Hash128::of(bytes), options));
        let kept = self.cache.images.as_ref();
        let stored = match kept.and_then(|cache| cache.get(key)) {
            Some(stored) => stored,
            None => {
                let made = picture::shrink(bytes, size, options)?;
                let stored = kept.and_then(|cache| cache.put(key, &made));
                stored.unwrap_or_else(|| {
                    made.into_iter().map(|made| (made.width, StoredImage::Memory(made.webp.into()))).collect()
                })
            }
        };
        let addressed = stored
            .into_iter()
            .map(|(width, stored)| (width, Address::file(format!("resized/{key}-{width}.webp")), stored));
        let mut smaller: Vec<_> = addressed.collect();
        smaller.sort_by_key(|(width, _, _)| *width);
        Ok(smaller)
    }

    /// About the place where a page shows the image.
    fn diagnostic(&self, code: Code) -> Diagnostic {
        let diagnostic = match self.place {
            Some((source, at)) => Diagnostic::new(code, source).at(at.clone()),
            None => Diagnostic::new(code, &self.snapshot.shown(self.path)),
        };
        diagnostic.arg("target", self.snapshot.shown(self.path))
    }

    /// About the file itself.
    fn unsafe_svg(&self, what: String) -> Diagnostic {
        Diagnostic::new(Code::P0442, &self.snapshot.shown(self.path)).arg("what", what)
    }
}
