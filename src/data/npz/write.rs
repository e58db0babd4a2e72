//! Named arrays as an npz, which `numpy.load` reads.

use crate::numeric::tensors::{Tensor, Tensors};
use ndarray_npy::{NpzWriter, WriteNpzError};
use std::io::Cursor;

/// The bytes of an npz that holds these arrays.
///
/// # Errors
/// Where an archive can't hold them: a name of more than 65,535 bytes.
pub fn write(tensors: &Tensors) -> Result<Vec<u8>, WriteNpzError> {
    let mut writer = NpzWriter::new(Cursor::new(Vec::new()));
    for (name, tensor) in tensors.iter() {
        match tensor {
            Tensor::F32(array) => writer.add_array(name, array),
            Tensor::F64(array) => writer.add_array(name, array),
            Tensor::U64(array) => writer.add_array(name, array),
        }?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;
    use std::io::Read;

    /// A zip of npy files, each magic, version, header and numbers (NumPy Enhancement Proposal 1).
    #[test]
    fn the_bytes_are_those_of_the_format() {
        let mut tensors = Tensors::default();
        tensors.put("a.weights", arr2(&[[1.0f32, -2.5], [0.0, 3.0], [4.0, 5.0]]));
        tensors.put_number("steps", 7u64);
        let bytes = write(&tensors).expect("written");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut npy = Vec::new();
        archive.by_name("a.weights.npy").expect("the array").read_to_end(&mut npy).expect("read");
        assert_eq!(&npy[..8], b"\x93NUMPY\x01\x00");
        let length = usize::from(u16::from_le_bytes([npy[8], npy[9]]));
        let header = std::str::from_utf8(&npy[10..10 + length]).expect("ASCII");
        for part in ["'descr': '<f4'", "'fortran_order': False", "'shape': (3, 2)"] {
            assert!(header.contains(part), "{header}");
        }
        assert_eq!((10 + length) % 64, 0, "numbers are aligned");
        let numbers: Vec<f32> = npy[10 + length..]
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        assert_eq!(numbers, [1.0, -2.5, 0.0, 3.0, 4.0, 5.0]);
        assert!(archive.by_name("steps.npy").is_ok());
    }
}
