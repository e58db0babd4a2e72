//! Elastic displacement from noise on a coarse lattice.
//!
//! Simard's field is white noise of variance 1/3 a pixel, smoothed by a Gaussian of standard deviation σ,
//! times α: a stationary field of covariance α²/3 · exp(-r²/4σ²) / (4πσ²). So smooth a field does not need
//! noise at every pixel: noise of the same variance on a lattice of spacing h, weighted by √h times the
//! Gaussian along each axis, has that covariance up to a relative error of 2 exp(-π²σ²/h²) an axis (Poisson
//! summation), which is 1e-4 at h = σ. The field is then a product of small matrices,
//!
//! d = α · down · (noise · across)        down: (rows, m), noise: (m, n), across: (n, columns)
//!
//! with m and n about 12 for σ = 5.5 and 28 pixels, where the convolution needs 62 x 62 noise values and ten
//! times the arithmetic. The lattice reaches 3 σ beyond the border, so border pixels move as far as all
//! others. A value of the lattice stands for many pixels' noise: the sum of four uniform numbers less 2,
//! which is nearly normal and has the same variance 1/3; 16 random bits make each of the four. Below σ = 1 the lattice
//! is the pixel grid.

use crate::data::deform::{Block, LANES};
use crate::numeric::random::{Bulk, Seed};
use pulp::{Arch, Simd, WithSimd};

/// How far the lattice reaches beyond the image, in units of sigma. What lies further out is made up for by
/// normalizing the weights.
const REACH: f64 = 3.0;

/// The matrices for images of one size and one sigma.
#[derive(Debug)]
pub(super) struct Lattice {
    /// (rows, m).
    down: Vec<f32>,
    /// (blocks of columns, n).
    across: Vec<Block>,
    m: usize,
    n: usize,
    blocks: usize,
}

/// The noise of one image, and its product with `across` for x and y: (blocks, m).
#[derive(Debug, Default)]
pub(crate) struct FieldBuffers {
    noise: Vec<f32>,
    wide: Vec<[Block; 2]>,
}

impl Lattice {
    /// For images of `size` (rows, columns).
    pub fn new(size: (usize, usize), sigma: f32) -> Lattice {
        let (rows, columns) = size;
        let sigma = f64::from(sigma);
        let (m, n) = (points(rows, sigma), points(columns, sigma));
        let mut down = vec![0.0; rows * m];
        for (row, line) in down.chunks_exact_mut(m).enumerate() {
            weights(row, sigma, line);
        }
        let blocks = columns.div_ceil(LANES);
        let mut across = vec![[0.0; LANES]; n * blocks];
        let mut column = vec![0.0; n];
        for x in 0..columns {
            weights(x, sigma, &mut column);
            (0..n).for_each(|i| across[x / LANES * n + i][x % LANES] = column[i]);
        }
        Lattice { down, across, m, n, blocks }
    }

    /// Draws the noise of both axes and takes its product with `across`.
    pub fn draw(&self, alpha: f32, random: &mut Bulk, buffers: &mut FieldBuffers) {
        let count = (self.m * self.n).next_multiple_of(LANES);
        buffers.noise.resize(2 * count, 0.0);
        buffers.wide.resize(self.blocks * self.m, [[0.0; LANES]; 2]);
        Arch::new().dispatch(Field { lattice: self, count, alpha, random, buffers });
    }

    /// Adds the displacement of one block of one row to its positions.
    #[inline(always)]
    pub fn displace(&self, row: usize, block: usize, buffers: &FieldBuffers, at: &mut [Block; 2]) {
        let Some(down) = self.down.chunks_exact(self.m).nth(row) else { return };
        let [mut x, mut y] = *at;
        for (&weight, wide) in down.iter().zip(buffers.wide.iter().skip(block * self.m)) {
            add(&mut x, weight, &wide[0]);
            add(&mut y, weight, &wide[1]);
        }
        *at = [x, y];
    }
}

/// The noise of both axes, `count` numbers each, and its product with `across`.
struct Field<'a> {
    lattice: &'a Lattice,
    count: usize,
    alpha: f32,
    random: &'a mut Bulk,
    buffers: &'a mut FieldBuffers,
}

impl WithSimd for Field<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        fill_noise(self.alpha, self.random, &mut self.buffers.noise);
        let Lattice { m, n, across, .. } = self.lattice;
        let (x, y) = self.buffers.noise.split_at(self.count);
        for (wide, weights) in self.buffers.wide.chunks_exact_mut(*m).zip(across.chunks_exact(*n)) {
            let noise = x.chunks_exact(*n).zip(y.chunks_exact(*n));
            for (wide, (x, y)) in wide.iter_mut().zip(noise) {
                // Sums of their own, which stay in registers.
                let (mut sum_x, mut sum_y) = ([0.0; LANES], [0.0; LANES]);
                for ((&x, &y), weights) in x.iter().zip(y).zip(weights) {
                    add(&mut sum_x, x, weights);
                    add(&mut sum_y, y, weights);
                }
                *wide = [sum_x, sum_y];
            }
        }
    }
}

/// Sums run in the order of the lattice, whatever the vector width, so results are the same on every processor.
#[inline(always)]
fn add(to: &mut Block, factor: f32, block: &Block) {
    to.iter_mut().zip(block).for_each(|(to, value)| *to += factor * value);
}

/// Alpha times the sum of four uniform numbers less 2, each a multiple of 2^-16 with the mean 1/2 exactly. Sums first,
/// which become numbers in a loop of its own: in one loop they would leave their registers one by one.
#[inline(always)]
fn fill_noise(alpha: f32, random: &mut Bulk, out: &mut [f32]) {
    const HALF: u32 = 0xffff;
    let unit = alpha / 65_536.0;
    for chunk in out.chunks_exact_mut(LANES) {
        let (a, b) = (random.next_words(), random.next_words());
        for ((value, a), b) in chunk.iter_mut().zip(&a).zip(&b) {
            *value = f32::from_bits((a & HALF) + (a >> 16) + (b & HALF) + (b >> 16));
        }
    }
    for value in out {
        *value = (value.to_bits() as i32 - 2 * HALF as i32) as f32 * unit;
    }
}

/// `count` fields over images of `size` (rows, columns), one after the other, smooth over `sigma` pixels and of a given
/// standard deviation. Field i is a function of the seed and i alone.
pub(crate) fn smooth_fields(
    count: usize,
    size: (usize, usize),
    sigma: f32,
    deviation: f32,
    seed: &Seed,
) -> Vec<f32> {
    let alpha = f64::from(deviation) * 2.0 * (3.0 * std::f64::consts::PI).sqrt() * f64::from(sigma);
    let (lattice, mut buffers) = (Lattice::new(size, sigma), FieldBuffers::default());
    let mut fields = vec![0.0; count * size.0 * size.1];
    for (index, field) in fields.chunks_exact_mut((size.0 * size.1).max(1)).enumerate() {
        lattice.draw(alpha as f32, &mut seed.at(index as u64).bulk(), &mut buffers);
        for (row, line) in field.chunks_exact_mut(size.1).enumerate() {
            for (block, out) in line.chunks_mut(LANES).enumerate() {
                let mut at = [[0.0; LANES]; 2];
                lattice.displace(row, block, &buffers, &mut at);
                out.copy_from_slice(&at[0][..out.len()]);
            }
        }
    }
    fields
}

/// The distance h of lattice points in pixels, and how many of them lie before the first pixel.
fn grid(sigma: f64) -> (f64, f64) {
    let h = sigma.max(1.0);
    (h, (REACH * sigma / h).ceil())
}

/// Lattice points along an axis of `length` pixels.
fn points(length: usize, sigma: f64) -> usize {
    let (h, margin) = grid(sigma);
    ((length as f64 - 1.0) / h + 2.0 * margin).ceil() as usize + 1
}

/// The Gaussian's weights of the lattice points for one pixel: they sum to 1/√h, their squares to 1/(2√π σ).
fn weights(pixel: usize, sigma: f64, out: &mut [f32]) {
    let (h, margin) = grid(sigma);
    let gauss = |i: usize| (-0.5 * ((pixel as f64 - (i as f64 - margin) * h) / sigma).powi(2)).exp();
    let sum: f64 = (0..out.len()).map(gauss).sum();
    for (i, weight) in out.iter_mut().enumerate() {
        *weight = (gauss(i) / sum / h.sqrt()) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use std::f64::consts::PI;

    const SIZE: (usize, usize) = (28, 28);

    /// The displacement of one block of a row along x.
    fn displacement(lattice: &Lattice, row: usize, block: usize, buffers: &FieldBuffers) -> Block {
        let mut at = [[0.0; LANES]; 2];
        lattice.displace(row, block, buffers, &mut at);
        at[0]
    }

    /// Second moments of the x displacement over many fields: the mean over all pixels, and one corner's.
    fn second_moments(sigma: f32, alpha: f32, fields: u64) -> (f64, f64) {
        let (lattice, mut buffers) = (Lattice::new(SIZE, sigma), FieldBuffers::default());
        let (mut all, mut corner) = (0.0, 0.0);
        for i in 0..fields {
            lattice.draw(alpha, &mut Seed::root(1).at(i).bulk(), &mut buffers);
            for row in 0..SIZE.0 {
                let [left, right] = [0, 1].map(|block| displacement(&lattice, row, block, &buffers));
                let line = left.iter().chain(&right[..SIZE.1 - LANES]);
                all += line.map(|&v| f64::from(v).powi(2)).sum::<f64>() / 784.0;
                corner += if row == 0 { f64::from(left[0]).powi(2) } else { 0.0 };
            }
        }
        (all / fields as f64, corner / fields as f64)
    }

    /// The published settings against alpha / √3 / (2 √π σ), over 10^4 fields. A field holds about ten
    /// independent values, so the mean's standard error is 0.3 % and 2 % leaves room; a single pixel's is 0.7
    /// %, for which 3 % are allowed.
    #[test]
    fn the_displacement_has_simards_standard_deviation() {
        for (alpha, sigma, expected) in [(37.0, 5.5, 1.0957), (34.0, 4.0, 1.3844)] {
            let (all, corner) = second_moments(sigma, alpha, 10_000);
            assert!((all.sqrt() / expected - 1.0).abs() < 0.02, "{}", all.sqrt());
            assert!((corner.sqrt() / expected - 1.0).abs() < 0.03, "{}", corner.sqrt());
        }
    }

    /// The covariance along one axis, Σ w(x) w(x'), against the convolution's exp(-r²/4σ²) / (2√π σ) at every
    /// pair of pixels. At the border the lattice ends 3 σ out, which costs up to 0.1 % of the variance.
    #[test]
    fn the_lattice_has_the_covariance_of_the_convolution() {
        for sigma in [1.0, 1.7, 4.0, 5.5, 20.0] {
            let count = points(28, sigma);
            let rows: Vec<Vec<f32>> = (0..28)
                .map(|pixel| {
                    let mut row = vec![0.0; count];
                    weights(pixel, sigma, &mut row);
                    row
                })
                .collect();
            for (x, a) in rows.iter().enumerate() {
                for (y, b) in rows.iter().enumerate() {
                    let covariance: f64 = a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum();
                    let distance = x.abs_diff(y) as f64;
                    let exact = (-(distance / sigma).powi(2) / 4.0).exp();
                    assert!((covariance * 2.0 * PI.sqrt() * sigma - exact).abs() < 2e-3, "{sigma} {x} {y}");
                }
            }
        }
    }

    /// On the pixel grid a very small sigma leaves each pixel its own noise: weight 1 on one point, 0
    /// elsewhere.
    #[test]
    fn a_tiny_sigma_is_white_noise() {
        let mut row = vec![0.0; points(28, 0.05)];
        weights(9, 0.05, &mut row);
        assert_eq!(row.iter().filter(|&&w| w == 1.0).count(), 1);
        assert_eq!(row.iter().sum::<f32>(), 1.0);
    }

    /// The plain convolution: uniform noise on a padded pixel grid, smoothed by both axes' Gaussians.
    /// Variance and fourth moment of one pixel agree within five standard errors of 4,000 draws.
    #[test]
    fn the_lattice_agrees_with_convolved_uniform_noise() {
        let (sigma, side) = (2.5f64, 25usize);
        let kernel: Vec<f64> =
            (0..side).map(|i| (-0.5 * ((i as f64 - 12.0) / sigma).powi(2)).exp()).collect();
        let norm: f64 = kernel.iter().sum();
        let (lattice, mut buffers) = (Lattice::new((1, 1), sigma as f32), FieldBuffers::default());
        let mut plain = Vec::new();
        let mut fast = Vec::new();
        for i in 0..4000 {
            let mut noise = vec![0f32; side * side];
            Seed::root(2).at(i).bulk().fill_uniform(&mut noise);
            let terms = noise.iter().enumerate();
            let value =
                |(i, &u): (usize, &f32)| kernel[i / side] * kernel[i % side] * (2.0 * f64::from(u) - 1.0);
            plain.push(terms.map(value).sum::<f64>() / norm.powi(2));
            lattice.draw(1.0, &mut Seed::root(3).at(i).bulk(), &mut buffers);
            fast.push(f64::from(displacement(&lattice, 0, 0, &buffers)[0]));
        }
        let moment = |v: &[f64], p: i32| v.iter().map(|x| x.powi(p)).sum::<f64>() / v.len() as f64;
        let variance = 1.0 / 3.0 / (4.0 * PI * sigma * sigma);
        for values in [&plain, &fast] {
            assert!((moment(values, 2) / variance - 1.0).abs() < 5.0 * (2.0f64 / 4000.0).sqrt());
            assert!(
                (moment(values, 4) / (3.0 * variance * variance) - 1.0).abs()
                    < 5.0 * (96.0f64 / 9.0 / 4000.0).sqrt()
            );
        }
    }
}
