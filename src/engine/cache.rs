//! What is remembered from one build to the next.
//!
//! What always holds: only values of pure functions are remembered, under keys of all that goes into them ([`Memo`]). So
//! a build with a cache gives what a build from nothing gives.

use super::{image_cache::ImageCache, memo::Memo, parsed::Parsed};
use crate::{diag::Diagnostic, plan::Jobs, render::Theme, site::ChunkLookup};
use parking_lot::Mutex;
use std::{path::Path, sync::Arc};

/// See the module.
pub struct Cache {
    pub(super) parse: Parsed,
    pub(super) looked: Memo<Arc<ChunkLookup>>,
    /// The outputs of the last build.
    pub(super) jobs: Mutex<Option<Jobs>>,
    pub(super) highlight: Memo<Arc<str>>,
    pub(super) render: Memo<Result<Arc<Vec<u8>>, Box<Diagnostic>>>,
    pub(super) theme: Memo<(Arc<Theme>, Arc<[Diagnostic]>)>,
    /// Smaller versions of images, on disk. Without it they are made again and held in memory.
    pub(super) images: Option<ImageCache>,
}

impl Cache {
    /// For many builds in one process.
    pub fn new() -> Cache {
        Cache::with(true)
    }

    /// For a single build: remembers nothing.
    pub fn none() -> Cache {
        Cache::with(false)
    }

    fn with(on: bool) -> Cache {
        Cache {
            parse: Parsed::new(on),
            looked: Memo::new(on),
            jobs: Mutex::default(),
            highlight: Memo::new(on),
            render: Memo::new(on),
            theme: Memo::new(on),
            images: None,
        }
    }

    /// The same, with what earlier processes made of the images of the project at `root`.
    pub fn with_images_of(self, root: &Path) -> Cache {
        Cache { images: Some(ImageCache::of(root)), ..self }
    }
}

impl Default for Cache {
    fn default() -> Cache {
        Cache::new()
    }
}
