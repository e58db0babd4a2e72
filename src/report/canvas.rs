//! Dots on a grid of character cells, 2 x 4 dots a cell.

use super::spark::Screen;

/// Cells with their braille dots, and the mark that stands for them in ASCII.
#[derive(Clone, Debug)]
pub(super) struct Canvas {
    columns: usize,
    cells: Vec<(u8, char)>,
}

impl Canvas {
    pub(super) fn new(columns: usize, rows: usize) -> Canvas {
        Canvas { columns, cells: vec![(0, ' '); columns * rows] }
    }

    /// Sets a dot, x to the right and y down; what lies outside is not drawn.
    pub(super) fn dot(&mut self, x: usize, y: usize, mark: char) {
        // Braille numbers its dots down the left column, then down the right one, and the bottom row last.
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        if x / 2 >= self.columns {
            return;
        }
        if let Some(cell) = self.cells.get_mut(y / 4 * self.columns + x / 2) {
            *cell = (cell.0 | BITS[y % 4][x % 2], mark);
        }
    }

    /// A straight line between two dots, one dot a column or row, whichever are more.
    pub(super) fn line(&mut self, from: (usize, usize), to: (usize, usize), mark: char) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        let between = |a: usize, b: usize, step: usize| {
            (a as f64 + (b as f64 - a as f64) * step as f64 / steps as f64).round() as usize
        };
        for step in 0..=steps {
            self.dot(between(from.0, to.0, step), between(from.1, to.1, step), mark);
        }
    }

    /// The rows of cells as text.
    pub(super) fn lines(&self, screen: Screen) -> Vec<String> {
        let character = |&(bits, mark): &(u8, char)| match (bits, screen.unicode) {
            (0, _) => ' ',
            (bits, true) => char::from_u32(0x2800 + u32::from(bits)).unwrap_or(mark),
            (_, false) => mark,
        };
        self.cells.chunks(self.columns.max(1)).map(|row| row.iter().map(character).collect()).collect()
    }
}
