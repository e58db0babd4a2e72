//! The header of an npy array: magic, version, length, and a Python dictionary of three entries
//! (NumPy Enhancement Proposal 1, Kern 2007). Only what NumPy writes is read, so that no header can
//! nest, recurse or allocate.

use crate::data::fault::{DataFault, printable};
use crate::data::numbers::{Scalar, Stored};
use std::io::Read;
use std::path::Path;

/// The header and its length in bytes; `reader` stands at the first number afterwards.
pub(super) fn read(reader: &mut impl Read, path: &Path) -> Result<(Stored, u64), DataFault> {
    let io = |error: std::io::Error| DataFault::io(path, &error);
    let mut start = [0u8; 8];
    reader.read_exact(&mut start).map_err(io)?;
    if &start[..6] != b"\x93NUMPY" {
        return Err(DataFault::format(path, "a member is not an npy array"));
    }
    let wide = start[6] > 1;
    let mut length = [0u8; 4];
    let width = if wide { 4 } else { 2 };
    reader.read_exact(&mut length[..width]).map_err(io)?;
    let length = u64::from(u32::from_le_bytes(length));
    let mut text = Vec::new();
    reader.take(length.min(1 << 16)).read_to_end(&mut text).map_err(io)?;
    let header = parse(&String::from_utf8_lossy(&text), path)?;
    Ok((header, 8 + width as u64 + length))
}

fn parse(text: &str, path: &Path) -> Result<Stored, DataFault> {
    let unread =
        || DataFault::format(path, format!("the npy header '{}' cannot be read", printable(text, 80)));
    let kind = entry(text, "descr").ok_or_else(unread)?;
    let fortran = entry(text, "fortran_order").ok_or_else(unread)?.starts_with("True");
    let (big_endian, scalar) = scalar(kind, path)?;
    let shape = entry(text, "shape").and_then(|rest| rest.strip_prefix('(')).ok_or_else(unread)?;
    let (shape, _) = shape.split_once(')').ok_or_else(unread)?;
    let counts = shape.split(',').map(str::trim).filter(|axis| !axis.is_empty());
    let axes: Vec<usize> = counts.map(|axis| axis.parse().ok()).collect::<Option<_>>().ok_or_else(unread)?;
    if axes.is_empty() {
        return Err(DataFault::format(path, "an array of a single number is no table"));
    }
    Ok(Stored { scalar, big_endian, fortran, axes })
}

/// What follows `'key':`.
fn entry<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("'{key}':"))?;
    Some(rest.trim_start())
}

fn scalar(kind: &str, path: &Path) -> Result<(bool, Scalar), DataFault> {
    let kind = kind.strip_prefix('\'').and_then(|rest| rest.split_once('\'')).map_or(kind, |(name, _)| name);
    let scalar = match kind.trim_start_matches(['<', '>', '|', '=']) {
        "u1" => Scalar::U8,
        "i1" | "b1" => Scalar::I8,
        "u2" => Scalar::U16,
        "i2" => Scalar::I16,
        "u4" => Scalar::U32,
        "i4" => Scalar::I32,
        "u8" => Scalar::U64,
        "i8" => Scalar::I64,
        "f4" => Scalar::F32,
        "f8" => Scalar::F64,
        other => return Err(refused(other, path)),
    };
    Ok((kind.starts_with('>'), scalar))
}

fn refused(kind: &str, path: &Path) -> DataFault {
    let (what, help) = if kind.starts_with('O') {
        (
            "an array of Python objects is pickled code, which is not run",
            "save it as numbers: x.astype(float)",
        )
    } else {
        (
            "its numbers are not whole, single or double",
            "save it with x.astype(float), labels as class numbers",
        )
    };
    let what = format!("{what} (dtype '{}')", printable(kind, 40));
    DataFault::Format { path: path.to_owned(), what, help: Some(help.into()) }
}
