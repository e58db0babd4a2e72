//! Named arrays as an npz, which `numpy.load` reads: a zip of npy arrays, version 1.0, the numbers little-endian
//! and in row-major order (NumPy Enhancement Proposal 1, Kern 2007).

use crate::numeric::tensors::{Tensor, Tensors};
use std::io::{Cursor, Write};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Numbers begin at a multiple of this many bytes.
const ALIGNED: usize = 64;

/// The bytes of an npz that holds these arrays.
///
/// # Errors
/// Where an archive can't hold them: a name of more than 65,535 bytes.
pub fn write(tensors: &Tensors) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, tensor) in tensors.iter() {
        let (header, numbers) = match tensor {
            Tensor::F32(array) => (header("<f4", array.shape()), bytes(array.iter(), |x| x.to_le_bytes())),
            Tensor::F64(array) => (header("<f8", array.shape()), bytes(array.iter(), |x| x.to_le_bytes())),
            Tensor::U64(array) => (header("<u8", array.shape()), bytes(array.iter(), |x| x.to_le_bytes())),
        };
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let large = numbers.len() as u64 >= u64::from(u32::MAX) - (1 << 16);
        archive.start_file(format!("{name}.npy"), stored.large_file(large))?;
        archive.write_all(&header)?;
        archive.write_all(&numbers)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Magic, version, length and the dictionary, filled up with blanks. Arrays here have a few axes: the length fits.
fn header(kind: &str, shape: &[usize]) -> Vec<u8> {
    let axes: Vec<String> = shape.iter().map(usize::to_string).collect();
    let tuple = axes.join(", ") + if axes.len() == 1 { "," } else { "" };
    let entries = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({tuple}), }}");
    let length = (10 + entries.len() + 1).next_multiple_of(ALIGNED) - 10;
    let mut header = b"\x93NUMPY\x01\x00".to_vec();
    header.extend((length as u16).to_le_bytes());
    header.extend(format!("{entries:<width$}\n", width = length - 1).bytes());
    header
}

fn bytes<'a, T: 'a + Copy, const N: usize>(
    numbers: impl Iterator<Item = &'a T>,
    of: impl Fn(T) -> [u8; N],
) -> Vec<u8> {
    numbers.flat_map(|number| of(*number)).collect()
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

    /// Read back by an implementation that is not ours.
    #[test]
    fn others_read_what_is_written() {
        let mut tensors = Tensors::default();
        tensors.put("a", arr2(&[[1.0f64, -2.5], [0.0, 3.0]]).t().to_owned());
        tensors.put("b", ndarray::arr1(&[1.5f32]));
        tensors.put_number("steps", u64::MAX);
        let bytes = write(&tensors).expect("written");
        let mut archive = ndarray_npy::NpzReader::new(Cursor::new(bytes)).expect("an npz");
        let a: ndarray::Array2<f64> = archive.by_name("a").expect("read");
        let b: ndarray::Array1<f32> = archive.by_name("b").expect("read");
        let steps: ndarray::Array0<u64> = archive.by_name("steps").expect("read");
        assert_eq!((a, b), (arr2(&[[1.0, 0.0], [-2.5, 3.0]]), ndarray::arr1(&[1.5])));
        assert_eq!(steps.into_scalar(), u64::MAX);
    }
}
