//! The idx format of the MNIST files: `idx("dir")` and `idx("file")`.
//!
//! A file is two zero bytes, a byte for the kind of number, a byte for the number of axes, each axis
//! as a big-endian 32-bit count, and the numbers in row-major order, big-endian (LeCun, Cortes and
//! Burges, *The MNIST database*). A folder holds `train-images*` and, where there are any,
//! `train-labels*`, `t10k-images*` or `test-images*`, and their labels, each plain or `.gz`.

use super::bounded::{self, Opened, WINDOW};
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::{DataFault, same};
use super::labels;
use super::numbers::{Scalar, Stored};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads a folder of idx files, or the images of a single file without labels.
pub fn read(path: &Path) -> Result<Dataset, DataFault> {
    let files = Files::find(path)?;
    let mut sums = Vec::new();
    let mut load = |file: &PathBuf| {
        let (header, content) = whole(file)?;
        sums.push(bounded::sha256(&content));
        Ok::<_, DataFault>(Array { header, content, path: file.clone() })
    };
    let images = load(&files.train.images)?;
    let train_labels = files.train.labels.as_ref().map(&mut load).transpose()?;
    let test = files.test.as_ref().map(|test| load(&test.images)).transpose()?;
    let test_labels = files.test.and_then(|test| test.labels).as_ref().map(&mut load).transpose()?;
    let mut data = assemble(&stem(path), (images, train_labels), test.map(|test| (test, test_labels)))?;
    data.digest = bounded::joint(&sums);
    Ok(data)
}

/// The sum that [`read`] gives its data, from the files alone.
pub fn sum_of(path: &Path) -> Result<String, DataFault> {
    let Files { train, test } = Files::find(path)?;
    let test = test.map_or([None, None], |test| [Some(test.images), test.labels]);
    let all = [Some(train.images), train.labels].into_iter().chain(test).flatten();
    let sums: Vec<String> = all.map(|file| bounded::sum_of(&file)).collect::<Result<_, _>>()?;
    Ok(bounded::joint(&sums))
}

/// The shape, from the headers; labels of up to a mebibyte are read to count the classes.
pub fn peek(path: &Path) -> Result<Shape, DataFault> {
    let files = Files::find(path)?;
    let train = peek_pair(&files.train)?;
    let test = files.test.as_ref().map(peek_pair).transpose()?;
    let classes =
        files.train.labels.as_ref().and_then(|labels| count_classes(labels).transpose()).transpose()?;
    Ok(Shape {
        columns: train.columns(),
        classes,
        range: train.range(),
        image: train.image(),
        train: train.rows(),
        test: test.map_or(0, |test| test.rows()),
        validation: 0,
        facts: Facts::NONE,
    })
}

/// Images, and perhaps labels.
struct Pair {
    images: PathBuf,
    labels: Option<PathBuf>,
}

struct Files {
    train: Pair,
    test: Option<Pair>,
}

impl Files {
    fn find(path: &Path) -> Result<Files, DataFault> {
        if !path.is_dir() {
            return Ok(Files { train: Pair { images: path.to_owned(), labels: None }, test: None });
        }
        let mut names: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(|e| DataFault::io(path, &e))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect();
        names.sort();
        let starting = |start: &str| {
            names
                .iter()
                .find(|name| name.file_name().is_some_and(|n| n.to_string_lossy().starts_with(start)))
                .cloned()
        };
        let pair = |part: &str| {
            let images = starting(&format!("{part}-images"))?;
            Some(Pair { images, labels: starting(&format!("{part}-labels")) })
        };
        let test = pair("t10k").or_else(|| pair("test"));
        match pair("train") {
            Some(train) => Ok(Files { train, test }),
            None => Err(DataFault::format(path, "no file in it begins with train-images")),
        }
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "idx".into(), |stem| stem.to_string_lossy().into_owned())
}

/// A file in memory; `content` is all of it.
pub(crate) struct Array {
    header: Stored,
    content: Vec<u8>,
    path: PathBuf,
}

impl Array {
    /// An array out of the whole content of a file.
    pub fn parse(content: Vec<u8>, path: &Path) -> Result<Array, DataFault> {
        let header = parse_header(&content, path)?;
        let claimed = header.size().saturating_add(header_length(&header) as u128);
        if claimed != content.len() as u128 {
            return Err(DataFault::Length { path: path.to_owned(), claimed, found: content.len() as u64 });
        }
        Ok(Array { header, content, path: path.to_owned() })
    }

    fn numbers(&self) -> &[u8] {
        self.content.get(header_length(&self.header)..).unwrap_or(&[])
    }

    fn labels(&self) -> Result<Vec<f64>, DataFault> {
        if self.header.axes.len() == 1 {
            return self.header.vector(self.numbers(), &self.path);
        }
        Err(DataFault::format(
            &self.path,
            format!("labels have one axis, this has {}", self.header.axes.len()),
        ))
    }
}

/// Images and labels of the training part, and of a test part, as one data set.
pub(crate) fn assemble(
    name: &str,
    train: (Array, Option<Array>),
    test: Option<(Array, Option<Array>)>,
) -> Result<Dataset, DataFault> {
    let image = train.0.header.image();
    let range = train.0.header.range();
    let pairs: Vec<(Array, Option<Array>)> = std::iter::once(train).chain(test).collect();
    let (targets, names) = targets(&pairs)?;
    let mut parts = Vec::new();
    for ((images, _), y) in pairs.into_iter().zip(targets) {
        parts.push(Part { x: images.header.table(images.numbers(), &images.path)?, y });
    }
    let mut parts = parts.into_iter();
    let Some(train) = parts.next() else { return Err(DataFault::Empty { path: name.into() }) };
    let test = parts.next();
    if let Some(test) = &test {
        same("columns", ("train", train.x.columns()), ("test", test.x.columns()))?;
    }
    let mut data = Dataset::new(name, train, test, names);
    data.shape.image = image;
    data.shape.range = range.or(data.shape.range);
    Ok(data)
}

/// Targets of all parts, numbered together; none when the training part has no labels.
fn targets(pairs: &[(Array, Option<Array>)]) -> Result<labels::Labelled, DataFault> {
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut whole = true;
    for (images, labels) in pairs {
        let Some(labels) = labels else { return Ok((vec![Targets::None; pairs.len()], Vec::new())) };
        let column = labels.labels()?;
        let names = (images.path.display().to_string(), labels.path.display().to_string());
        same("rows", (&names.0, images.header.rows()), (&names.1, column.len()))?;
        whole &= labels.header.scalar.is_whole();
        columns.push(column);
    }
    let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    Ok(labels::from_numbers(&borrowed, whole))
}

/// The header and the whole content of a file, no longer than the header claims.
fn whole(path: &Path) -> Result<(Stored, Vec<u8>), DataFault> {
    let (header, opened) = header_of(path)?;
    let claimed = header.size().saturating_add(header_length(&header) as u128);
    opened.check_claim(path, claimed)?;
    let limit = bounded::within(path, claimed, bounded::LARGEST)? as u64;
    let content = bounded::at_most(opened.stream(), limit, path)?;
    let found = content.as_ref().map_or(limit + 1, |content| content.len() as u64);
    match content {
        Some(content) if found == limit => Ok((header, content)),
        _ => Err(DataFault::Length { path: path.to_owned(), claimed, found }),
    }
}

/// The header of a file, and the file opened afresh.
fn header_of(path: &Path) -> Result<(Stored, Opened), DataFault> {
    let mut start = Vec::new();
    let longest = 4 + 4 * 255;
    bounded::open(path)?
        .stream()
        .take(longest)
        .read_to_end(&mut start)
        .map_err(|e| DataFault::io(path, &e))?;
    Ok((parse_header(&start, path)?, bounded::open(path)?))
}

fn header_length(header: &Stored) -> usize {
    4 + 4 * header.axes.len()
}

fn parse_header(start: &[u8], path: &Path) -> Result<Stored, DataFault> {
    let not_idx = || DataFault::Format {
        path: path.to_owned(),
        what: "it is not an idx file: that begins with two zero bytes and the kind of its numbers".into(),
        help: Some("csv(...) reads tables of text, npz(...) NumPy's arrays".into()),
    };
    let &[0, 0, kind, axes, ref rest @ ..] = start else { return Err(not_idx()) };
    let scalar = match kind {
        0x08 => Scalar::U8,
        0x09 => Scalar::I8,
        0x0b => Scalar::I16,
        0x0c => Scalar::I32,
        0x0d => Scalar::F32,
        0x0e => Scalar::F64,
        _ => return Err(not_idx()),
    };
    let counts = rest.as_chunks().0.iter().take(axes.into());
    let axes_found: Vec<usize> = counts.map(|&count| u32::from_be_bytes(count) as usize).collect();
    if axes == 0 || axes_found.len() < usize::from(axes) {
        return Err(DataFault::format(path, format!("its header is cut short: {axes} axes are announced")));
    }
    Ok(Stored { scalar, big_endian: true, fortran: false, axes: axes_found })
}

fn peek_pair(pair: &Pair) -> Result<Stored, DataFault> {
    let images = checked_header(&pair.images)?;
    if let Some(labels) = &pair.labels {
        let names = (pair.images.display().to_string(), labels.display().to_string());
        same("rows", (&names.0, images.rows()), (&names.1, checked_header(labels)?.rows()))?;
    }
    Ok(images)
}

fn checked_header(path: &Path) -> Result<Stored, DataFault> {
    let (header, opened) = header_of(path)?;
    opened.check_claim(path, header.size().saturating_add(header_length(&header) as u128))?;
    Ok(header)
}

/// The number of classes, where the labels are whole numbers and few enough to read now.
fn count_classes(path: &Path) -> Result<Option<usize>, DataFault> {
    let (header, _) = header_of(path)?;
    if !header.scalar.is_whole() || header.size() > u128::from(WINDOW) {
        return Ok(None);
    }
    let (header, content) = whole(path)?;
    let labels = Array { header, content, path: path.to_owned() }.labels()?;
    Ok(Some(labels::from_numbers(&[&labels], true).1.len()).filter(|&classes| classes > 0))
}

#[cfg(test)]
mod tests;
