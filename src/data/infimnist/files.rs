//! The authors' two files: 1522 scalar fields and two tangents for each of 60,000 training images, 28 x 28 single
//! precision numbers each, little-endian, without a header. Their lengths are all that can be checked.

use super::FIELDS;
use crate::data::{DataFault, bounded};
use std::path::Path;

pub const FIELDS_FILE: &str = "fields_float_1522x28x28.bin";
pub const TANGENTS_FILE: &str = "tangVec_float_60000x28x28.bin";
pub(super) const SIDE: usize = 28;
pub(super) const IMAGES: usize = 60_000;

/// Each file with the numbers that it must hold.
const FILES: [(&str, usize); 2] =
    [(FIELDS_FILE, FIELDS * SIDE * SIDE), (TANGENTS_FILE, IMAGES * 2 * SIDE * SIDE)];

/// Whether both files are there with the right lengths.
///
/// # Errors
/// A [`DataFault`] that names the file and both lengths.
pub fn check(folder: &Path) -> Result<(), DataFault> {
    for (name, count) in FILES {
        let path = folder.join(name);
        let found = bounded::open(&path)?.length;
        if found != 4 * count as u64 {
            return Err(DataFault::Length { path, claimed: 4 * count as u128, found });
        }
    }
    Ok(())
}

/// The sums of both files.
///
/// # Errors
/// Where one can't be read.
pub fn sum_of(folder: &Path) -> Result<String, DataFault> {
    let sums = FILES.map(|(name, _)| bounded::sum_of(&folder.join(name)));
    let [fields, tangents] = sums;
    Ok(format!("{} {}", fields?, tangents?))
}

/// Fields and tangents.
pub(super) fn read(folder: &Path) -> Result<(Vec<f32>, Vec<f32>), DataFault> {
    check(folder)?;
    let [fields, tangents] = FILES.map(|(name, count)| numbers(&folder.join(name), count));
    Ok((fields?, tangents?))
}

fn numbers(path: &Path, count: usize) -> Result<Vec<f32>, DataFault> {
    let limit = 4 * count as u64;
    let bytes = bounded::at_most(bounded::open(path)?.reader, limit, path)?.unwrap_or_default();
    if bytes.len() != 4 * count {
        let (claimed, found) = (u128::from(limit), bytes.len() as u64);
        return Err(DataFault::Length { path: path.to_owned(), claimed, found });
    }
    let (quads, _) = bytes.as_chunks::<4>();
    Ok(quads.iter().map(|&quad| f32::from_le_bytes(quad)).collect())
}
