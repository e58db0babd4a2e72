//! Models that were saved: safetensors files, read whole and to the bit.

use super::bounded;
use super::fault::DataFault;
use crate::numeric::tensors::Tensors;
use std::path::Path;

/// The arrays of a file by name.
///
/// # Errors
/// [`DataFault`] where there is no such file, where it is too large, and where it is not in the format.
pub fn read(path: &Path) -> Result<Tensors, DataFault> {
    let opened = bounded::open(path)?;
    let limit = bounded::within(path, opened.length.into(), bounded::LARGEST)? as u64;
    let length = opened.length;
    let grown = DataFault::TooLarge { path: path.to_owned(), bytes: u128::from(length) + 1, limit };
    let content = bounded::at_most(opened.reader, length, path)?.ok_or(grown)?;
    Tensors::from_bytes(&content).map_err(|why| DataFault::format(path, why.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn what_is_saved_is_read_to_the_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("machine.safetensors");
        let mut tensors = Tensors::default();
        tensors.put("weights", array![[0.1f32, -2.5], [1e-30, 7.0]]);
        std::fs::write(&path, tensors.to_bytes()).unwrap();
        let found: ndarray::Array2<f32> = read(&path).unwrap().get("weights").unwrap();
        assert_eq!(found, array![[0.1f32, -2.5], [1e-30, 7.0]]);
        std::fs::write(&path, b"no tensors").unwrap();
        assert!(matches!(read(&path), Err(DataFault::Format { .. })));
        assert!(read(&folder.path().join("none")).is_err());
    }
}
