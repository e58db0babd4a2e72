//! Grey images for other tools: sheets of squares, each from its least value to its largest.

use super::raster::{Pixels, png};

/// An image: a byte a pixel, row by row, 0 is black.
#[derive(Clone, Debug, PartialEq)]
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

impl Grey {
    /// Square images side by side, each stretched from its least value (black) to its largest (white), with a line of
    /// grey between them. `rows` hold `side * side` numbers each.
    pub fn sheet(rows: &[Vec<f64>], side: usize) -> Self {
        let across = (rows.len() as f64).sqrt().ceil().max(1.0) as usize;
        let down = rows.len().div_ceil(across).max(1);
        let (width, height) = (across * (side + 1) - 1, down * (side + 1) - 1);
        let mut pixels = vec![GAP; width * height];
        for (number, row) in rows.iter().enumerate() {
            let corner = (number / across) * (side + 1) * width + (number % across) * (side + 1);
            for (at, value) in stretched(row).into_iter().enumerate().take(side * side) {
                pixels[corner + (at / side) * width + at % side] = value;
            }
        }
        Grey { width, height, pixels }
    }

    pub fn png(&self) -> Vec<u8> {
        png((self.height, self.width), Pixels::Grey, &self.pixels)
    }
}

const GAP: u8 = 128;

/// Numbers as bytes, from the least to the largest; what is not finite is as the least.
fn stretched(row: &[f64]) -> Vec<u8> {
    let finite = || row.iter().copied().filter(|x| x.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    let share = |x: f64| if high > low { (x - low) / (high - low) } else { 0.0 };
    row.iter().map(|x| (255.0 * share(*x)).round() as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::io::Read;

    #[test]
    fn a_sheet_has_its_images_side_by_side() {
        let rows = [vec![0.0, 1.0, 2.0, 4.0], vec![3.0; 4], vec![f64::NAN, 0.0, 1.0, 0.0]];
        let sheet = Grey::sheet(&rows, 2);
        assert_eq!((sheet.width, sheet.height), (5, 5));
        assert_eq!(sheet.pixels[..5], [0, 64, GAP, 0, 0]);
        assert_eq!(sheet.pixels[5..10], [128, 255, GAP, 0, 0]);
        assert_eq!(sheet.pixels[15..20], [0, 0, GAP, GAP, GAP]);
        assert_eq!(sheet.pixels[20..22], [255, 0]);
    }

    /// The pixels come back out of the stream; the end chunk has the sum that every PNG ends with.
    #[test]
    fn an_image_is_a_png() {
        let image = Grey { width: 3, height: 2, pixels: vec![1, 2, 3, 4, 5, 6] };
        let png = image.png();
        assert!(png.ends_with(&[0xAE, 0x42, 0x60, 0x82]));
        assert_eq!(png[16..24], [0, 0, 0, 3, 0, 0, 0, 2]);
        let length = u32::from_be_bytes([png[33], png[34], png[35], png[36]]) as usize;
        let mut raw = Vec::new();
        ZlibDecoder::new(&png[41..41 + length]).read_to_end(&mut raw).expect("a zlib stream");
        assert_eq!(raw, [0, 1, 2, 3, 0, 4, 5, 6]);
    }
}
