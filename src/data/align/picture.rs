//! An image as a smooth function of the unit square, with its slope: bilinear between pixels, zero outside.
//!
//! Pixel (column, row) of w x h has its centre at ((column + 1/2) / w, (row + 1/2) / h).

/// Grey values with their size.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    rows: usize,
    columns: usize,
    pixels: Vec<f64>,
}

impl Picture {
    /// An image of `size` (rows, columns), smoothed so many times by [1 2 1] / 4 along both axes.
    pub fn new(size: (usize, usize), image: &[f32], smoothings: usize) -> Picture {
        let (rows, columns) = size;
        let mut pixels: Vec<f64> = image.iter().map(|&value| f64::from(value)).collect();
        pixels.resize(rows * columns, 0.0);
        let mut picture = Picture { rows, columns, pixels };
        for _ in 0..smoothings {
            picture.smooth();
        }
        picture
    }

    fn smooth(&mut self) {
        for across in [true, false] {
            let at = |row: isize, column: isize| self.pixel(row, column);
            let taps = |row: isize, column: isize| match across {
                true => at(row, column - 1) + 2.0 * at(row, column) + at(row, column + 1),
                false => at(row - 1, column) + 2.0 * at(row, column) + at(row + 1, column),
            };
            let columns = self.columns.max(1);
            let place = |i: usize| ((i / columns) as isize, (i % columns) as isize);
            self.pixels = (0..self.pixels.len()).map(|i| taps(place(i).0, place(i).1) / 4.0).collect();
        }
    }

    /// Zero outside.
    fn pixel(&self, row: isize, column: isize) -> f64 {
        let inside = (0..self.rows as isize).contains(&row) && (0..self.columns as isize).contains(&column);
        if inside { self.pixels[row as usize * self.columns + column as usize] } else { 0.0 }
    }

    pub fn pixels(&self) -> &[f64] {
        &self.pixels
    }

    /// The centres of all pixels, row after row.
    pub fn centres(&self) -> impl Iterator<Item = [f64; 2]> + use<> {
        let (rows, columns) = (self.rows, self.columns);
        let centre = |at: usize, of: usize| (at as f64 + 0.5) / of as f64;
        (0..rows * columns).map(move |i| [centre(i % columns, columns), centre(i / columns, rows)])
    }

    /// The value at a point, and its derivatives along x and y.
    pub fn read(&self, [x, y]: [f64; 2]) -> (f64, [f64; 2]) {
        let (x, y) = (x * self.columns as f64 - 0.5, y * self.rows as f64 - 0.5);
        let (column, row) = (x.floor(), y.floor());
        let (right, down) = (x - column, y - row);
        let (column, row) = (column as isize, row as isize);
        let (a, b) = (self.pixel(row, column), self.pixel(row, column.saturating_add(1)));
        let below = row.saturating_add(1);
        let (c, d) = (self.pixel(below, column), self.pixel(below, column.saturating_add(1)));
        let (top, bottom) = (a + right * (b - a), c + right * (d - c));
        let along = (b - a) + down * ((d - c) - (b - a));
        (top + down * (bottom - top), [along * self.columns as f64, (bottom - top) * self.rows as f64])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A single bright pixel: its own value at its centre, half of it half a pixel on, with the slope between.
    #[test]
    fn values_and_slopes_are_those_between_pixels() {
        let picture = Picture::new((3, 3), &[0., 0., 0., 0., 1., 0., 0., 0., 0.], 0);
        assert_eq!(picture.read([0.5, 0.5]).0, 1.0);
        let (value, slope) = picture.read([0.5 + 0.5 / 3.0, 0.5]);
        assert!((value - 0.5).abs() < 1e-12 && (slope[0] + 3.0).abs() < 1e-12);
        assert_eq!(picture.read([7.0, -7.0]), (0.0, [0.0, 0.0]));
        assert_eq!(picture.centres().nth(4), Some([0.5, 0.5]));
    }

    /// Smoothing spreads a pixel by [1 2 1] / 4 along both axes.
    #[test]
    fn smoothing_is_binomial() {
        let picture = Picture::new((3, 3), &[0., 0., 0., 0., 16., 0., 0., 0., 0.], 1);
        assert_eq!(picture.pixels(), [1., 2., 1., 2., 4., 2., 1., 2., 1.]);
    }
}
