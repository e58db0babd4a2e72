//! The two products of a panel of rows X that multiplicative factorization takes, X B' and C'X, with X in the order in which both
//! read it: strips of 16 columns, row after row. X is brought there once; a general product would do so in every iteration, twice.
//!
//! X B' (rows, k): of a group of rows and 16 factors the sums stay in registers while the strips go by; of factors that are
//! left over, each number of X is taken times its column, and the lanes are added up at the end. C'X (k, columns): of
//! some factors and a strip the sums go along the rows. Every sum is added up in an order that the shape alone decides.

use crate::numeric::tiles::{self, Form, LANES, Sums, Work};
use ndarray::{ArrayView2, s};

/// Rows of a panel: of 784 columns 600 kB, about what the second cache holds. A multiple of the rows of every tile.
pub const PANEL: usize = 192;

/// Where numbers lie, for so many columns and factors.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub columns: usize,
    pub factors: usize,
    form: Form,
}

impl Shape {
    pub fn new(columns: usize, factors: usize) -> Self {
        Shape { columns, factors, form: tiles::form() }
    }

    fn strips(self) -> usize {
        self.columns.div_ceil(LANES)
    }

    /// Factors in groups of 16, and what is left over.
    fn lanes(self) -> (usize, usize) {
        match (self.factors / LANES, self.factors % LANES) {
            (full, left) if left > LANES / 2 => (full + 1, 0),
            split => split,
        }
    }

    /// The groups of 16 factors, one after the other or, where registers hold 16 numbers, up to three at a time: the first group
    /// of each and how many go together.
    fn groups(self) -> impl Iterator<Item = (usize, usize)> {
        let (full, _) = self.lanes();
        let most = if self.form.rows == 12 { 3 } else { 1 };
        (0..full).step_by(most).map(move |group| (group, most.min(full - group)))
    }

    /// Rows of a tile of C'X, an even number, so that tiles are about equal; and how many tiles.
    fn tile(self) -> (usize, usize) {
        let tiles = self.factors.div_ceil(self.form.rows).max(1);
        let height = self.factors.div_ceil(tiles).next_multiple_of(2);
        (height, self.factors.div_ceil(height))
    }

    /// Numbers of a panel.
    pub fn panel(self) -> usize {
        PANEL * self.strips() * LANES
    }

    /// Numbers of the basis as [`Shape::basis`] puts them.
    pub fn basis_len(self) -> usize {
        let (full, left) = self.lanes();
        (full * LANES + left) * self.strips() * LANES
    }

    /// Numbers of X B' of a panel: a row for each row, as many as there are factors and some that are nothing.
    pub fn wanted_len(self) -> usize {
        PANEL * self.width()
    }

    /// Numbers of such a row.
    pub fn width(self) -> usize {
        self.factors.next_multiple_of(LANES)
    }

    /// Numbers of the coefficients of a panel, tile after tile.
    pub fn coefficients_len(self) -> usize {
        let (height, tiles) = self.tile();
        PANEL * height * tiles
    }

    /// Numbers of C'X: strip after strip, in each tile after tile.
    pub fn cross_len(self) -> usize {
        let (height, tiles) = self.tile();
        self.strips() * tiles * height * LANES
    }

    /// Rows of x (at most [`PANEL`], columns) as a panel, which is zeros.
    pub fn pack(self, x: ArrayView2<f32>, panel: &mut [f32]) {
        for (strip, to) in panel.chunks_mut(PANEL * LANES).enumerate() {
            let columns = strip * LANES..self.columns.min((strip + 1) * LANES);
            for (row, to) in x.slice(s![.., columns]).rows().into_iter().zip(to.chunks_mut(LANES)) {
                to.iter_mut().zip(row).for_each(|(to, &x)| *to = x);
            }
        }
    }

    /// The basis (factors, columns) as X B' reads it: for each group of 16 factors the columns one after the other, then each
    /// factor that is left over, with zeros behind the last.
    pub fn basis(self, b: ArrayView2<f32>, to: &mut [f32]) {
        let (full, left) = self.lanes();
        let (grouped, single) = to.split_at_mut(full * LANES * self.strips() * LANES);
        let length = self.strips() * LANES * LANES;
        for (group, together) in self.groups() {
            let of = group * LANES..self.factors.min((group + together) * LANES);
            let to = &mut grouped[group * length..(group + together) * length];
            for (lane, row) in b.slice(s![of, ..]).rows().into_iter().enumerate() {
                let column = to[lane..].iter_mut().step_by(together * LANES);
                column.zip(row).for_each(|(to, &b)| *to = b);
            }
        }
        let left = b.slice(s![self.factors - left.min(self.factors).., ..]);
        for (row, to) in left.rows().into_iter().zip(single.chunks_mut(self.strips() * LANES)) {
            to.iter_mut().zip(row).for_each(|(to, &b)| *to = b);
        }
    }

    /// Coefficients (rows, factors) of a panel, row after row, as C'X reads them; rows and factors that are not there are zeros.
    pub fn coefficients(self, c: &[f32], to: &mut [f32]) {
        let (height, _) = self.tile();
        for (row, c) in c.chunks_exact(self.factors).enumerate() {
            for (c, to) in c.chunks(height).zip(to.chunks_mut(PANEL * height)) {
                to[row * height..][..c.len()].copy_from_slice(c);
            }
        }
    }

    /// Adds C'X as [`add_cross`] left it to a table (factors, columns), row after row.
    pub fn add_to(self, cross: &[f32], to: &mut [f32]) {
        let (height, tiles) = self.tile();
        for (strip, cross) in cross.chunks(tiles * height * LANES).enumerate() {
            let start = strip * LANES;
            let end = self.columns.min(start + LANES);
            for (row, to) in cross.chunks(LANES).zip(to.chunks_mut(self.columns.max(1))) {
                to[start..end].iter_mut().zip(row).for_each(|(to, &sum)| *to += sum);
            }
        }
    }
}

/// X B' of the first rows of a panel, with a basis from [`Shape::basis`].
pub fn wanted(shape: Shape, rows: usize, panel: &[f32], basis: &[f32], to: &mut [f32]) {
    tiles::run(Wanted { shape, rows, panel, basis, to });
}

/// Adds C'X of a panel, with coefficients from [`Shape::coefficients`].
pub fn add_cross(shape: Shape, rows: usize, panel: &[f32], coefficients: &[f32], cross: &mut [f32]) {
    tiles::run(Cross { shape, rows, panel, coefficients, cross });
}

struct Wanted<'a> {
    shape: Shape,
    rows: usize,
    panel: &'a [f32],
    basis: &'a [f32],
    to: &'a mut [f32],
}

impl Work for Wanted<'_> {
    #[inline(always)]
    fn run<S: pulp::Simd, const R: usize, const V: usize, const H: usize>(self, simd: S) {
        // The sums of three groups leave registers for fewer rows.
        match self.shape.groups().any(|(_, together)| together == 3) {
            true => self.all_rows::<S, 8, V>(simd),
            false => self.all_rows::<S, R, V>(simd),
        }
    }
}

impl Wanted<'_> {
    #[inline(always)]
    fn all_rows<S: pulp::Simd, const R: usize, const V: usize>(mut self, simd: S) {
        let mut start = 0;
        while start < self.rows {
            for (group, together) in self.shape.groups() {
                match together {
                    3 => self.group::<S, R, 3>(simd, start, group),
                    2 => self.group::<S, R, 2>(simd, start, group),
                    _ => self.group::<S, R, V>(simd, start, group),
                }
            }
            self.left_over::<S, R, V>(simd, start);
            start += R;
        }
    }

    #[inline(always)]
    fn group<S: pulp::Simd, const R: usize, const V: usize>(&mut self, simd: S, start: usize, group: usize) {
        let (strips, width) = (self.shape.strips(), self.shape.width());
        let lanes = V * S::F32_LANES;
        let basis = &self.basis[group * strips * LANES * LANES..][..strips * LANES * lanes];
        let mut sums: Sums<S, R, V> = [[simd.splat_f32s(0.0); V]; R];
        let mut strip = 0;
        while strip < strips {
            let x = &self.panel[(strip * PANEL + start) * LANES..][..R * LANES];
            sums = tiles::across::<S, R, V>(simd, x, &basis[strip * LANES * lanes..][..LANES * lanes], sums);
            strip += 1;
        }
        let mut r = 0;
        while r < R {
            let at = (start + r) * width + group * LANES;
            tiles::store::<S, 1, V>(&[sums[r]], &mut self.to[at..at + lanes]);
            r += 1;
        }
    }

    #[inline(always)]
    fn left_over<S: pulp::Simd, const R: usize, const V: usize>(&mut self, simd: S, start: usize) {
        let (strips, width) = (self.shape.strips(), self.shape.width());
        let (full, left) = self.shape.lanes();
        let mut one = 0;
        while one < left {
            let basis = &self.basis[(full * LANES + one) * strips * LANES..][..strips * LANES];
            let mut sums: Sums<S, R, V> = [[simd.splat_f32s(0.0); V]; R];
            let mut strip = 0;
            while strip < strips {
                let x = &self.panel[(strip * PANEL + start) * LANES..][..R * LANES];
                sums = tiles::lanes::<S, R, V>(simd, x, &basis[strip * LANES..][..LANES], sums);
                strip += 1;
            }
            let mut r = 0;
            while r < R {
                self.to[(start + r) * width + full * LANES + one] = tiles::total::<S, V>(simd, &sums[r]);
                r += 1;
            }
            one += 1;
        }
    }
}

struct Cross<'a> {
    shape: Shape,
    rows: usize,
    panel: &'a [f32],
    coefficients: &'a [f32],
    cross: &'a mut [f32],
}

impl Work for Cross<'_> {
    #[inline(always)]
    fn run<S: pulp::Simd, const R: usize, const V: usize, const H: usize>(self, simd: S) {
        match self.shape.tile().0 {
            2 => self.tiles::<S, 2, V>(simd),
            4 => self.tiles::<S, 4, V>(simd),
            6 => self.tiles::<S, 6, V>(simd),
            8 => self.tiles::<S, 8, V>(simd),
            10 => self.tiles::<S, 10, V>(simd),
            _ => self.tiles::<S, 12, V>(simd),
        }
    }
}

impl Cross<'_> {
    #[inline(always)]
    fn tiles<S: pulp::Simd, const T: usize, const V: usize>(mut self, simd: S) {
        let (tiles, strips) = (self.shape.tile().1, self.shape.strips());
        let mut strip = 0;
        while strip < strips {
            // Two strips go together where the registers hold the sums of both, and what they are made of.
            let both = tiles::together::<V>() == 2 && T <= 10 && strip + 1 < strips;
            let together = if both { 2 } else { 1 };
            let mut tile = 0;
            while tile < tiles {
                match together {
                    2 => self.pair::<S, T, V>(simd, tile, strip),
                    _ => self.one::<S, T, V>(simd, tile, strip),
                }
                tile += 1;
            }
            strip += together;
        }
    }

    #[inline(always)]
    fn one<S: pulp::Simd, const T: usize, const V: usize>(&mut self, simd: S, tile: usize, strip: usize) {
        let at = self.at::<T>(tile, strip);
        let sums = tiles::load::<S, T, V>(simd, &self.cross[at..]);
        let sums = tiles::product::<S, T, V>(simd, self.c::<T>(tile), self.x(strip), sums);
        tiles::store::<S, T, V>(&sums, &mut self.cross[at..]);
    }

    /// The same for a strip and the one behind it.
    #[inline(always)]
    fn pair<S: pulp::Simd, const T: usize, const V: usize>(&mut self, simd: S, tile: usize, strip: usize) {
        let (at, next) = (self.at::<T>(tile, strip), self.at::<T>(tile, strip + 1));
        let sums = [
            tiles::load::<S, T, V>(simd, &self.cross[at..]),
            tiles::load::<S, T, V>(simd, &self.cross[next..]),
        ];
        let x = [self.x(strip), self.x(strip + 1)];
        let sums = tiles::products::<S, T, V>(simd, self.c::<T>(tile), x, sums);
        tiles::store::<S, T, V>(&sums[0], &mut self.cross[at..]);
        tiles::store::<S, T, V>(&sums[1], &mut self.cross[next..]);
    }

    #[inline(always)]
    fn x(&self, strip: usize) -> &[f32] {
        &self.panel[strip * PANEL * LANES..][..self.rows * LANES]
    }

    #[inline(always)]
    fn c<const T: usize>(&self, tile: usize) -> &[f32] {
        &self.coefficients[tile * PANEL * T..][..self.rows * T]
    }

    /// Where the sums of a tile and a strip lie.
    #[inline(always)]
    fn at<const T: usize>(&self, tile: usize, strip: usize) -> usize {
        (strip * self.shape.tile().1 + tile) * T * LANES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use ndarray::Array2;

    fn uniform(rows: usize, columns: usize, seed: u64) -> Array2<f32> {
        let mut values = Array2::zeros((rows, columns));
        Seed::root(seed).bulk().fill_uniform(values.as_slice_mut().expect("contiguous"));
        values
    }

    /// Both products in double precision, for numbers of factors with and without full groups, tiles and strips. Sums of a
    /// hundred products of numbers below 1 in single precision: 2^-24 of the sum for each term at the most.
    #[test]
    fn both_products_are_those_of_the_tables() {
        for (rows, columns, factors) in
            [(192, 48, 32), (7, 29, 5), (100, 16, 50), (191, 33, 25), (12, 100, 24), (1, 1, 1)]
        {
            let shape = Shape::new(columns, factors);
            let (x, b, c) =
                (uniform(rows, columns, 1), uniform(factors, columns, 2), uniform(rows, factors, 3));
            let mut panel = vec![0.0; shape.panel()];
            shape.pack(x.view(), &mut panel);
            let mut basis = vec![0.0; shape.basis_len()];
            shape.basis(b.view(), &mut basis);
            let mut found = vec![f32::NAN; shape.wanted_len()];
            wanted(shape, rows, &panel, &basis, &mut found);
            let double = |values: &Array2<f32>| values.mapv(f64::from);
            let plain = double(&x).dot(&double(&b).t());
            for ((row, factor), plain) in plain.indexed_iter() {
                let found = f64::from(found[row * shape.width() + factor]);
                assert!((found - plain).abs() < 1e-5 * plain, "{row}, {factor}: {found} is not {plain}");
            }
            let mut packed = vec![0.0; shape.coefficients_len()];
            shape.coefficients(c.as_slice().expect("contiguous"), &mut packed);
            let mut cross = vec![0.0; shape.cross_len()];
            for _ in 0..2 {
                add_cross(shape, rows, &panel, &packed, &mut cross);
            }
            let mut found = Array2::zeros((factors, columns));
            shape.add_to(&cross, found.as_slice_mut().expect("contiguous"));
            let plain = 2.0 * double(&c).t().dot(&double(&x));
            for (found, plain) in found.iter().zip(&plain) {
                assert!((f64::from(*found) - plain).abs() < 2e-5 * plain, "{found} is not {plain}");
            }
        }
    }
}
