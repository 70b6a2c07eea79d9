//! Files of the index are compressed here, because web servers leave files of unknown types as they are.
//!
//! What always holds: the same bytes give the same file on every machine.

use flate2::read::GzDecoder;
use libdeflater::{CompressionLvl, Compressor};
use std::io::{self, Read};

/// A level of compression for files of numbers: more hardly makes them smaller.
pub(super) const NUMBERS: i32 = 1;
/// A level of compression for files of text.
pub(super) const TEXT: i32 = 6;
/// Bytes of a file that is read, at most.
const MOST: u64 = 64 << 20;

/// Compresses a file.
pub(super) fn gzip(raw: &[u8], level: i32) -> Vec<u8> {
    let level = CompressionLvl::new(level).unwrap_or_default();
    let mut compressor = Compressor::new(level);
    let mut bytes = vec![0; compressor.gzip_compress_bound(raw.len())];
    // The bound is room enough for any bytes.
    let length = compressor.gzip_compress(raw, &mut bytes).unwrap_or_default();
    bytes.truncate(length);
    bytes
}

/// Undoes it.
///
/// # Errors
/// When the bytes are none, or too many.
pub(super) fn gunzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    GzDecoder::new(bytes).take(MOST).read_to_end(&mut raw)?;
    Ok(raw)
}
