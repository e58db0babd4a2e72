//! Elastic displacement from noise on a coarse lattice.
//!
//! Simard's field is white noise of variance 1/3 a pixel, smoothed by a Gaussian of standard deviation σ,
//! times α: a stationary field of covariance α²/3 · exp(-r²/4σ²) / (4πσ²). So smooth a field does not need
//! noise at every pixel: noise of the same variance on a lattice of spacing h, weighted by √h times the
//! Gaussian along each axis, has that covariance up to a relative error of 2 exp(-π²σ²/h²) an axis (Poisson
//! summation), which is 1e-4 at h = σ. The field is then a product of small matrices,
//!
//! d = α · down · noise · across        down: (rows, m), noise: (m, n), across: (n, columns)
//!
//! with m and n about 12 for σ = 5.5 and 28 pixels, where the convolution needs 62 x 62 noise values and ten
//! times the arithmetic. The lattice reaches 3 σ beyond the border, so border pixels move as far as all
//! others. A value of the lattice stands for many pixels' noise: the sum of four uniform numbers less 2,
//! which is nearly normal and has the same variance 1/3. Below σ = 1 the lattice is the pixel grid.

use super::resample::Positions;
use super::{Elastic, LANES};
use crate::numeric::random::Bulk;

/// How far the lattice reaches beyond the image, in units of sigma. What lies further out is made up for by
/// normalizing the weights.
const REACH: f64 = 3.0;

/// The matrices of one elastic deformation and their buffers.
#[derive(Debug)]
pub(super) struct Lattice {
    size: (usize, usize),
    elastic: Elastic,
    /// (rows, m), times alpha.
    down: Vec<f32>,
    /// (n, stride of the positions).
    across: Vec<f32>,
    m: usize,
    n: usize,
    uniform: Vec<f32>,
    noise: Vec<f32>,
    half: Vec<f32>,
}

impl Lattice {
    /// The lattice in `slot`, made anew only if the last one was for another size or deformation.
    pub(super) fn fitting(
        slot: &mut Option<Lattice>,
        size: (usize, usize),
        elastic: Elastic,
    ) -> &mut Lattice {
        let kept = slot.take().filter(|lattice| lattice.size == size && lattice.elastic == elastic);
        slot.insert(kept.unwrap_or_else(|| Lattice::new(size, elastic)))
    }

    /// Adds one random displacement to each axis of the positions.
    pub(super) fn displace(&mut self, random: &mut Bulk, positions: &mut Positions) {
        self.add_field(random, &mut positions.x);
        self.add_field(random, &mut positions.y);
    }

    fn new(size: (usize, usize), elastic: Elastic) -> Lattice {
        let (rows, cols) = size;
        let sigma = f64::from(elastic.sigma);
        let m = points(rows, sigma);
        // Lattice columns come in whole blocks too; the extra ones lie further out and do no harm.
        let n = points(cols, sigma).next_multiple_of(LANES);
        let stride = cols.next_multiple_of(LANES);
        let mut down = vec![0.0; rows * m];
        for (row, line) in down.chunks_exact_mut(m).enumerate() {
            weights(row, sigma, line);
            line.iter_mut().for_each(|weight| *weight *= elastic.alpha);
        }
        let mut across = vec![0.0; n * stride];
        let mut column = vec![0.0; n];
        for x in 0..cols {
            weights(x, sigma, &mut column);
            (0..n).for_each(|i| across[i * stride + x] = column[i]);
        }
        let (uniform, noise, half) = (vec![0.0; 4 * m * n], vec![0.0; m * n], vec![0.0; rows * n]);
        Lattice { size, elastic, down, across, m, n, uniform, noise, half }
    }

    /// `field` += alpha · down · noise · across, with fresh noise.
    fn add_field(&mut self, random: &mut Bulk, field: &mut [f32]) {
        random.fill_uniform(&mut self.uniform);
        let (a, rest) = self.uniform.split_at(self.noise.len());
        let (b, rest) = rest.split_at(self.noise.len());
        let (c, d) = rest.split_at(self.noise.len());
        for (i, value) in self.noise.iter_mut().enumerate() {
            *value = (a[i] + b[i]) + (c[i] + d[i]) - 2.0;
        }
        self.half.fill(0.0);
        add_product(&self.down, self.m, &self.noise, self.n, &mut self.half);
        add_product(&self.half, self.n, &self.across, self.size.1.next_multiple_of(LANES), field);
    }
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

/// c (rows, n) += a (rows, k) · b (k, n), where n is a multiple of the block width. Sums run over k in order,
/// whatever the vector width, so results are the same on every processor.
fn add_product(a: &[f32], k: usize, b: &[f32], n: usize, c: &mut [f32]) {
    for (a, c) in a.chunks_exact(k).zip(c.chunks_exact_mut(n)) {
        for (block, c) in c.chunks_exact_mut(LANES).enumerate() {
            let mut sum = [0f32; LANES];
            sum.copy_from_slice(c);
            for (&factor, b) in a.iter().zip(b.chunks_exact(n)) {
                let b = &b[block * LANES..(block + 1) * LANES];
                for (sum, b) in sum.iter_mut().zip(b) {
                    *sum += factor * b;
                }
            }
            c.copy_from_slice(&sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use std::f64::consts::PI;

    const SIZE: (usize, usize) = (28, 28);

    /// Second moments of the x displacement over many fields: the mean over all pixels, and one corner's.
    fn second_moments(elastic: Elastic, fields: u64) -> (f64, f64) {
        let mut lattice = Lattice::new(SIZE, elastic);
        let (stride, mut field) = (32, vec![0f32; 28 * 32]);
        let (mut all, mut corner) = (0.0, 0.0);
        for i in 0..fields {
            field.fill(0.0);
            lattice.add_field(&mut Seed::root(1).at(i).bulk(), &mut field);
            let lines = field.chunks_exact(stride).flat_map(|line| &line[..SIZE.1]);
            all += lines.map(|&v| f64::from(v).powi(2)).sum::<f64>() / 784.0;
            corner += f64::from(field[0]).powi(2);
        }
        (all / fields as f64, corner / fields as f64)
    }

    /// The published settings against alpha / √3 / (2 √π σ), over 10^4 fields. A field holds about ten
    /// independent values, so the mean's standard error is 0.3 % and 2 % leaves room; a single pixel's is 0.7
    /// %, for which 3 % are allowed.
    #[test]
    fn the_displacement_has_simards_standard_deviation() {
        for (alpha, sigma, expected) in [(37.0, 5.5, 1.0957), (34.0, 4.0, 1.3844)] {
            let (all, corner) = second_moments(Elastic { sigma, alpha }, 10_000);
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
        let mut lattice = Lattice::new((1, 1), Elastic { sigma: sigma as f32, alpha: 1.0 });
        let mut plain = Vec::new();
        let mut fast = Vec::new();
        for i in 0..4000 {
            let mut noise = vec![0f32; side * side];
            Seed::root(2).at(i).bulk().fill_uniform(&mut noise);
            let terms = noise.iter().enumerate();
            let value =
                |(i, &u): (usize, &f32)| kernel[i / side] * kernel[i % side] * (2.0 * f64::from(u) - 1.0);
            plain.push(terms.map(value).sum::<f64>() / norm.powi(2));
            let mut field = [0f32; LANES];
            lattice.add_field(&mut Seed::root(3).at(i).bulk(), &mut field);
            fast.push(f64::from(field[0]));
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
