//! Reading, choosing and mapping rows.
//!
//! A shape does not say in which precision its numbers are: images are taken to be single, tables double, which is
//! what the readers make of them.

use crate::data::warp::Warp;
use crate::data::{Card, Shape};
use crate::vocabulary::{Cost, MANY, Work};

/// Bytes of one number of such data.
pub fn width(shape: &Shape) -> f64 {
    if shape.image.is_some() { 4.0 } else { 8.0 }
}

/// Bytes of so many rows.
pub fn part(shape: &Shape, rows: usize) -> f64 {
    width(shape) * shape.columns as f64 * rows as f64
}

fn rows(shape: &Shape) -> usize {
    shape.train.saturating_add(shape.test).saturating_add(shape.validation)
}

/// A card: packed images, or a table of text.
pub fn card(card: &Card) -> Cost {
    let bytes = card.files.iter().map(|file| file.bytes as f64);
    let longest = bytes.clone().fold(0.0, f64::max);
    // Packed files hold images of a byte a pixel; there are images in tables of text, too.
    let text = card.files.iter().all(|file| file.packed.is_none());
    if text {
        let bytes = bytes.sum::<f64>().max(1.0);
        text_of(&card.shape, longest / bytes, bytes / cells(&card.shape))
    } else {
        packed(&card.shape, bytes.sum(), longest)
    }
}

/// Images of a byte a pixel in files of one's own.
pub fn bytes(shape: &Shape) -> Cost {
    packed(shape, numbers(shape, rows(shape)), numbers(shape, rows(shape)))
}

/// Arrays in double precision out of a packed file.
pub fn arrays(shape: &Shape) -> Cost {
    let bytes = 8.0 * numbers(shape, rows(shape));
    packed(shape, bytes, bytes)
}

/// Packed files of `bytes` unpacked bytes, of which the longest has `longest`: each is unpacked by one thread.
fn packed(shape: &Shape, bytes: f64, longest: f64) -> Cost {
    /// Packed, unpacked and as pixels they are there at a time, and make about so many of the unpacked ones.
    const FORMS: f64 = 2.0;
    let (table, bytes) = (part(shape, rows(shape)), FORMS * bytes);
    Cost::alone(Work::UnpackedByte, longest)
        + touched(table + bytes)
        + Cost { peak: bytes + part(shape, shape.train).max(table - bytes), kept: table, ..Cost::default() }
}

/// Memory that is used for the first time: the system clears it, it comes near, it is written.
pub fn touched(bytes: f64) -> Cost {
    Cost::alone(Work::Byte, 3.0 * bytes)
}

/// Files of text, read number by number.
pub fn parsed(shape: &Shape) -> Cost {
    /// Bytes of a number of 17 digits with its separator.
    const WRITTEN: f64 = 20.0;
    text_of(shape, 1.0, WRITTEN)
}

/// The same, one file after the other, of which the longest holds this share, with so many bytes a number.
fn text_of(shape: &Shape, share: f64, written: f64) -> Cost {
    /// Bytes that a number takes while it is read, beside its text and its place in the table: as a cell, in double precision, with
    /// its share of the row's label.
    const READ: f64 = 20.0;
    let (table, cells) = (part(shape, rows(shape)), cells(shape));
    Cost::alone(Work::ParsedNumber, cells)
        + Cost { peak: table + (written + READ) * share * cells, kept: table, ..Cost::default() }
}

/// Numbers of all rows, each with a label.
fn cells(shape: &Shape) -> f64 {
    let all = rows(shape);
    numbers(shape, all) + all as f64
}

/// Images of handwriting made by the program.
pub fn drawn(shape: &Shape) -> Cost {
    Cost::shared(Work::DrawnImage, rows(shape) as f64, MANY) + Cost::keeping(part(shape, rows(shape)))
}

/// Rows of normal numbers with a linear target, made on one thread.
pub fn normal(shape: &Shape) -> Cost {
    let all = cells(shape);
    Cost::alone(Work::Normal, all) + Cost::alone(Work::Element, all) + Cost::keeping(part(shape, rows(shape)))
}

/// One image of (height, width) pixels deformed. An elastic field costs by the lines of its lattice, which are twelve for
/// a smoothing over 5.5 px of 28.
pub fn deformed(warp: &Warp, (height, width): (usize, usize)) -> Cost {
    let pixels = height as f64 * width as f64;
    let affine = || Cost::shared(Work::AffinePixel, pixels, MANY);
    warp.elastic.map_or_else(affine, |elastic| {
        let lines = height as f64 / f64::from(elastic.sigma.0.max(1.0)) + 7.0;
        Cost::shared(Work::ElasticPixel, pixels * lines / 12.0, MANY)
    })
}

/// Smooth fields of so many numbers in all, made on one thread.
pub fn fields(numbers: f64) -> Cost {
    Cost::alone(Work::ElasticPixel, numbers)
}

fn numbers(shape: &Shape, rows: usize) -> f64 {
    shape.columns as f64 * rows as f64
}

/// `made` rows copied out of `among` in random order.
pub fn selected(shape: &Shape, among: usize, made: usize) -> Cost {
    /// Loop elements that a row's key and its place in the order take.
    const SORTED: f64 = 50.0;
    let bytes = part(shape, made);
    Cost::alone(Work::Element, SORTED * among as f64)
        + Cost::alone(Work::Byte, 2.0 * bytes)
        + Cost::keeping(bytes)
}

/// Every number of every part mapped to another, by many threads or one after the other.
pub fn mapped(shape: &Shape, parts: usize) -> Cost {
    let all = rows(shape);
    Cost::shared(Work::Element, numbers(shape, all), parts)
        + Cost::shared(Work::Byte, 2.0 * part(shape, all), parts)
        + Cost::keeping(part(shape, all))
}

/// Every column of the training part gathered and summed up, then every number mapped.
pub fn fitted(shape: &Shape) -> Cost {
    let pieces = shape.columns.div_ceil(16);
    Cost::shared(Work::Element, 4.0 * numbers(shape, shape.train), pieces) + mapped(shape, MANY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(image: bool) -> Shape {
        let image = image.then_some((2, 5));
        Shape { columns: 10, train: 100, test: 20, image, ..Shape::default() }
    }

    #[test]
    fn images_take_half_the_memory_of_tables() {
        assert_eq!(mapped(&shape(true), 1).kept, 4.0 * 1200.0);
        assert_eq!(mapped(&shape(false), 1).kept, 8.0 * 1200.0);
        assert_eq!(selected(&shape(true), 100, 30).kept, 4.0 * 300.0);
    }

    /// Tables that are read one after the other leave the space of their cells to the next.
    #[test]
    fn a_text_is_gone_before_the_next_is_read() {
        let (whole, halves) = (parsed(&shape(false)), text_of(&shape(false), 0.5, 20.0));
        assert_eq!(whole.peak - whole.kept, 2.0 * (halves.peak - halves.kept));
        assert_eq!((whole.kept, &whole.work), (halves.kept, &halves.work));
    }

    /// 1200 bytes of files, in two forms, beside the training table, which is then alone with the rest.
    #[test]
    fn a_file_is_held_while_its_table_is_made() {
        let read = packed(&shape(true), 1200.0, 1000.0);
        assert_eq!((read.peak, read.kept), (2400.0 + 4000.0, 4800.0));
    }
}
