//! Numbers as files store them: kinds of scalar, byte order, and tables made of them.
//!
//! Arrays `(rows, ...)` become tables `(rows, columns)` with the later axes flattened in row-major
//! order; `(rows, height, width)` is a stack of images. Unsigned bytes in an array of three axes are
//! grey levels and are divided by 255, so that they lie in [0, 1] (single precision); single-precision
//! numbers stay single; all else becomes double precision.

use super::fault::DataFault;
use super::features::Features;
use ndarray::{ArcArray2, Array2, ArrayD, IxDyn, ShapeBuilder};
use rayon::prelude::*;
use std::path::Path;

/// A kind of number in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F32,
    F64,
}

impl Scalar {
    /// Bytes that one takes.
    pub fn width(self) -> usize {
        match self {
            Scalar::U8 | Scalar::I8 => 1,
            Scalar::U16 | Scalar::I16 => 2,
            Scalar::U32 | Scalar::I32 | Scalar::F32 => 4,
            Scalar::U64 | Scalar::I64 | Scalar::F64 => 8,
        }
    }

    pub fn is_whole(self) -> bool {
        !matches!(self, Scalar::F32 | Scalar::F64)
    }
}

/// The header of an array in a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    pub scalar: Scalar,
    pub big_endian: bool,
    /// Column-major, as Fortran stores arrays.
    pub fortran: bool,
    pub axes: Vec<usize>,
}

impl Stored {
    /// Bytes that all numbers take.
    pub fn size(&self) -> u128 {
        self.axes.iter().fold(self.scalar.width() as u128, |size, &axis| size.saturating_mul(axis as u128))
    }

    pub fn rows(&self) -> usize {
        self.axes.first().copied().unwrap_or(0)
    }

    /// Numbers in a row; saturating, [`Stored::size`] is what is checked.
    pub fn columns(&self) -> usize {
        self.axes.iter().skip(1).fold(1, |columns, &axis| columns.saturating_mul(axis))
    }

    /// Height and width, where rows are images.
    pub fn image(&self) -> Option<(usize, usize)> {
        match self.axes[..] {
            [_, height, width] => Some((height, width)),
            _ => None,
        }
    }

    /// Range known without reading: that of grey levels.
    pub fn range(&self) -> Option<(f64, f64)> {
        self.is_grey().then_some((0.0, 1.0))
    }

    fn is_grey(&self) -> bool {
        self.scalar == Scalar::U8 && self.axes.len() == 3
    }

    /// The numbers of a vector, such as labels; those that are not finite are refused.
    pub fn vector(&self, bytes: &[u8], path: &Path) -> Result<Vec<f64>, DataFault> {
        let values = decode(bytes, self.scalar, self.big_endian);
        finite(&values, 1, path)?;
        Ok(values)
    }

    /// The table that `bytes`, [`Stored::size`] of them, hold; numbers that are not finite are refused.
    pub fn table(&self, bytes: &[u8], path: &Path) -> Result<Features, DataFault> {
        let (rows, columns) = (self.rows(), self.columns());
        if rows == 0 || columns == 0 {
            return Err(DataFault::Empty { path: path.to_owned() });
        }
        let bad = || DataFault::format(path, "the array does not have the size that its header claims");
        if self.is_grey() && !self.fortran {
            let grey = bytes.par_iter().map(|&level| f32::from(level) / 255.0).collect();
            return shaped(rows, columns, grey).map(Features::Single).ok_or_else(bad);
        }
        let mut values = decode(bytes, self.scalar, self.big_endian);
        if self.fortran {
            let array = ArrayD::from_shape_vec(IxDyn(&self.axes).f(), values).map_err(|_| bad())?;
            values = array.iter().copied().collect();
        }
        finite(&values, columns, path)?;
        if self.is_grey() {
            values.iter_mut().for_each(|value| *value /= 255.0);
        }
        let table = shaped(rows, columns, values).ok_or_else(bad)?;
        let single = self.is_grey() || self.scalar == Scalar::F32;
        Ok(if single {
            Features::Single(table.mapv(|v| v as f32).into_shared())
        } else {
            Features::Double(table)
        })
    }
}

/// Refuses the first value that is not finite, with its place in rows of `columns`.
fn finite(values: &[f64], columns: usize, path: &Path) -> Result<(), DataFault> {
    let Some((at, value)) = values.iter().enumerate().find(|(_, value)| !value.is_finite()) else {
        return Ok(());
    };
    let (row, column) = ((at / columns + 1) as u64, at % columns + 1);
    let what = format!("{value} is not a finite number");
    Err(DataFault::Cell { path: path.to_owned(), row, column, what })
}

fn shaped<T: Clone>(rows: usize, columns: usize, values: Vec<T>) -> Option<ArcArray2<T>> {
    Array2::from_shape_vec((rows, columns), values).ok().map(|table| table.into_shared())
}

/// The numbers in `bytes`; a remainder shorter than one number is left out.
fn decode(bytes: &[u8], scalar: Scalar, big_endian: bool) -> Vec<f64> {
    macro_rules! numbers {
        ($kind:ty) => {
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|&chunk| {
                    let number = if big_endian {
                        <$kind>::from_be_bytes(chunk)
                    } else {
                        <$kind>::from_le_bytes(chunk)
                    };
                    number as f64
                })
                .collect()
        };
    }
    match scalar {
        Scalar::U8 => numbers!(u8),
        Scalar::I8 => numbers!(i8),
        Scalar::U16 => numbers!(u16),
        Scalar::I16 => numbers!(i16),
        Scalar::U32 => numbers!(u32),
        Scalar::I32 => numbers!(i32),
        Scalar::U64 => numbers!(u64),
        Scalar::I64 => numbers!(i64),
        Scalar::F32 => numbers!(f32),
        Scalar::F64 => numbers!(f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(scalar: Scalar, axes: &[usize]) -> Stored {
        Stored { scalar, big_endian: true, fortran: false, axes: axes.to_vec() }
    }

    #[test]
    fn every_kind_is_decoded_in_both_byte_orders() {
        assert_eq!(decode(&[0xff, 0xfe], Scalar::I16, true), [-2.0]);
        assert_eq!(decode(&[0xfe, 0xff], Scalar::I16, false), [-2.0]);
        assert_eq!(decode(&1.5f32.to_be_bytes(), Scalar::F32, true), [1.5]);
        assert_eq!(decode(&(-7i64).to_le_bytes(), Scalar::I64, false), [-7.0]);
        assert_eq!(decode(&[200], Scalar::U8, true), [200.0]);
        assert_eq!(decode(&[200], Scalar::I8, true), [-56.0]);
    }

    #[test]
    fn bytes_of_images_are_grey_levels_and_others_are_not() {
        let images = stored(Scalar::U8, &[1, 1, 2]);
        let table = images.table(&[0, 255], Path::new("x")).unwrap();
        assert_eq!(table.range(), Some((0.0, 1.0)));
        assert!(matches!(table, Features::Single(_)));
        let plain = stored(Scalar::U8, &[1, 2]).table(&[0, 255], Path::new("x")).unwrap();
        assert_eq!(plain.range(), Some((0.0, 255.0)));
    }

    #[test]
    fn column_major_arrays_become_row_major() {
        let header = Stored { fortran: true, ..stored(Scalar::I8, &[2, 3]) };
        let table = header.table(&[1, 4, 2, 5, 3, 6], Path::new("x")).unwrap();
        assert_eq!(table.double(), ndarray::array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].into_shared());
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused_with_their_place() {
        let bytes: Vec<u8> = [1.0, 2.0, 3.0, f64::NAN].iter().flat_map(|v: &f64| v.to_be_bytes()).collect();
        let found = stored(Scalar::F64, &[2, 2]).table(&bytes, Path::new("x")).unwrap_err();
        assert!(matches!(found, DataFault::Cell { row: 2, column: 2, .. }), "{found}");
        let found = stored(Scalar::F64, &[4]).vector(&bytes, Path::new("y")).unwrap_err();
        assert!(matches!(found, DataFault::Cell { row: 4, column: 1, .. }), "{found}");
    }

    #[test]
    fn sizes_that_overflow_saturate() {
        assert_eq!(stored(Scalar::F64, &[usize::MAX; 9]).size(), u128::MAX);
    }
}
