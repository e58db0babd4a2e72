//! NumPy's archives: `npz("path", x: "x_train", y: "y_train")`.
//!
//! An npz is a zip of npy arrays. Without names, `x_train`, `y_train`, `x_test` and `y_test` are taken
//! where the first is there, else `x` and `y`; targets may be absent. Features have the rows as their
//! first axis; targets are a vector, whole numbers for classes. Arrays of Python objects hold pickled
//! code and are refused.

mod header;
#[cfg(test)]
mod tests;
mod write;

pub use write::write;

use super::bounded::{self, WINDOW};
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::{DataFault, same};
use super::labels;
use super::numbers::Stored;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// Reads the arrays called `x` and `y`, or those with the usual names.
pub fn read(path: &Path, x: Option<&str>, y: Option<&str>) -> Result<Dataset, DataFault> {
    let opened = bounded::open(path)?;
    let limit = bounded::within(path, opened.length.into(), bounded::LARGEST)? as u64;
    let length = opened.length;
    let grown = DataFault::TooLarge { path: path.to_owned(), bytes: u128::from(length) + 1, limit };
    let content = bounded::at_most(opened.reader, length, path)?.ok_or(grown)?;
    let mut archive = Archive::open(Cursor::new(&content), path)?;
    let pairs = archive.choose(x, y)?;
    let mut parts = Vec::new();
    for pair in &pairs {
        let (header, numbers) = archive.array(&pair.x)?;
        parts.push((header.table(&numbers, path)?, header));
    }
    let targets = archive.targets(&pairs)?;
    let name = path.file_stem().map_or_else(|| "npz".into(), |stem| stem.to_string_lossy().into_owned());
    let mut data = assemble(&name, path, parts, targets)?;
    data.digest = bounded::sha256(&content);
    Ok(data)
}

/// An array of bytes and a vector beside it, the bytes as they are: a stack of images takes a byte a pixel.
pub(crate) fn bytes(path: &Path, x: &str, y: &str) -> Result<(Vec<u8>, Vec<f64>), DataFault> {
    let mut archive = Archive::open(bounded::open(path)?.reader, path)?;
    let (header, images) = archive.array(x)?;
    if header.range() != Some((0.0, 1.0)) || header.fortran {
        return Err(DataFault::format(
            path,
            format!("array {x} holds no images of unsigned bytes, row by row"),
        ));
    }
    let (targets, numbers) = archive.array(y)?;
    same("rows", (x, header.rows()), (y, targets.rows()))?;
    Ok((images, targets.vector(&numbers, path)?))
}

/// The shape, from the headers; targets of up to a mebibyte are read to count the classes.
pub fn peek(path: &Path, x: Option<&str>, y: Option<&str>) -> Result<Shape, DataFault> {
    let mut archive = Archive::open(bounded::open(path)?.reader, path)?;
    let pairs = archive.choose(x, y)?;
    let mut headers = Vec::new();
    let mut small = true;
    for pair in &pairs {
        let header = archive.header(&pair.x)?;
        if let Some(y) = &pair.y {
            let targets = archive.header(y)?;
            same("rows", (&pair.x, header.rows()), (y, targets.rows()))?;
            small &= targets.size() <= u128::from(WINDOW);
        }
        headers.push(header);
    }
    let names = if small { archive.targets(&pairs)?.1 } else { Vec::new() };
    let Some(train) = headers.first() else { return Err(DataFault::Empty { path: path.to_owned() }) };
    Ok(Shape {
        columns: train.columns(),
        classes: (!names.is_empty()).then_some(names.len()),
        range: train.range(),
        image: train.image(),
        train: train.rows(),
        test: headers.get(1).map_or(0, Stored::rows),
        validation: 0,
        facts: Facts::NONE,
    })
}

/// Names of features and targets that belong together.
struct Pair {
    x: String,
    y: Option<String>,
}

fn assemble(
    name: &str,
    path: &Path,
    parts: Vec<(super::Features, Stored)>,
    (targets, names): labels::Labelled,
) -> Result<Dataset, DataFault> {
    let mut parts = parts.into_iter().zip(targets).map(|((x, header), y)| (Part { x, y }, header));
    let Some((train, header)) = parts.next() else { return Err(DataFault::Empty { path: path.to_owned() }) };
    let test = parts.next().map(|(test, _)| test);
    if let Some(test) = &test {
        same("columns", ("train", train.x.columns()), ("test", test.x.columns()))?;
    }
    let mut data = Dataset::new(name, train, test, names);
    data.shape.image = header.image();
    data.shape.range = header.range().or(data.shape.range);
    Ok(data)
}

/// An open npz.
struct Archive<'a, R> {
    zip: ZipArchive<R>,
    path: &'a Path,
}

impl<'a, R: Read + Seek> Archive<'a, R> {
    fn open(reader: R, path: &'a Path) -> Result<Self, DataFault> {
        match ZipArchive::new(reader) {
            Ok(zip) => Ok(Archive { zip, path }),
            Err(error) => Err(DataFault::format(path, format!("it is not an npz archive: {error}"))),
        }
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.zip.file_names().filter_map(|name| name.strip_suffix(".npy").map(str::to_owned)).collect();
        names.sort();
        names
    }

    fn choose(&self, x: Option<&str>, y: Option<&str>) -> Result<Vec<Pair>, DataFault> {
        let names = self.names();
        let there = |name: &str| names.iter().any(|n| n == name);
        let optional = |name: &str| there(name).then(|| name.to_owned());
        let pairs = match (x, y) {
            (None, None) if there("x_train") => {
                let test = there("x_test").then(|| Pair { x: "x_test".into(), y: optional("y_test") });
                std::iter::once(Pair { x: "x_train".into(), y: optional("y_train") }).chain(test).collect()
            }
            (None, None) => vec![Pair { x: "x".into(), y: optional("y") }],
            _ => vec![Pair { x: x.unwrap_or("x").into(), y: y.map(str::to_owned) }],
        };
        for name in pairs.iter().flat_map(|pair| [Some(&pair.x), pair.y.as_ref()]).flatten() {
            if !there(name) {
                return Err(DataFault::NoArray { path: self.path.to_owned(), name: name.clone(), names });
            }
        }
        Ok(pairs)
    }

    /// The header of a member, checked against the length of the member.
    fn header(&mut self, name: &str) -> Result<Stored, DataFault> {
        let path = self.path;
        let mut member = self.member(name)?;
        let (header, length) = header::read(&mut member, path)?;
        let claimed = header.size().saturating_add(length.into());
        let packed = u128::from(member.compressed_size());
        let fits = claimed == u128::from(member.size()) && claimed <= (packed * 1032 + 65536);
        if !fits {
            return Err(DataFault::Length {
                path: path.to_owned(),
                claimed,
                found: member.compressed_size(),
            });
        }
        bounded::within(path, claimed, bounded::LARGEST)?;
        Ok(header)
    }

    /// The header of a member and all of its numbers.
    fn array(&mut self, name: &str) -> Result<(Stored, Vec<u8>), DataFault> {
        let path = self.path;
        let header = self.header(name)?;
        let limit = bounded::within(path, header.size(), bounded::LARGEST)? as u64;
        let mut member = self.member(name)?;
        header::read(&mut member, path)?;
        let numbers = bounded::at_most(&mut member, limit, path)?;
        let found = numbers.as_ref().map_or(limit + 1, |numbers| numbers.len() as u64);
        match numbers {
            Some(numbers) if found == limit => Ok((header, numbers)),
            _ => Err(DataFault::Length { path: path.to_owned(), claimed: limit.into(), found }),
        }
    }

    fn member(&mut self, name: &str) -> Result<zip::read::ZipFile<'_, R>, DataFault> {
        let path = self.path;
        let member = self.zip.by_name(&format!("{name}.npy"));
        member.map_err(|error| DataFault::format(path, format!("array {name} cannot be read: {error}")))
    }

    /// The targets of all parts, numbered together; none where a part has none.
    fn targets(&mut self, pairs: &[Pair]) -> Result<labels::Labelled, DataFault> {
        let mut columns: Vec<Vec<f64>> = Vec::new();
        let mut whole = true;
        for pair in pairs {
            let Some(y) = &pair.y else { return Ok((vec![Targets::None; pairs.len()], Vec::new())) };
            let rows = self.header(&pair.x)?.rows();
            let (header, numbers) = self.array(y)?;
            if header.columns() != 1 {
                return Err(DataFault::format(self.path, format!("targets {y} have more than one column")));
            }
            same("rows", (&pair.x, rows), (y, header.rows()))?;
            whole &= header.scalar.is_whole();
            columns.push(header.vector(&numbers, self.path)?);
        }
        let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        Ok(labels::from_numbers(&borrowed, whole))
    }
}
