//! Diffeomorphisms that align pairs of images, found by gradient descent.
//!
//! For a pair (i, j) the energy of a field with coordinates z is
//!
//! ```text
//! E(z) = sum over pixels p of (I_i(T_z(p)) - I_j(p))² / (2 s²) + |z|² / 2,
//! ```
//!
//! the negative logarithm of likelihood times prior. z are coordinates in which the prior is N(0, 1): the velocities at
//! the vertices are a Gaussian field of covariance a² exp(-d / l) at distance d, taken to the space of allowed fields
//! (the prior of Hauberg, Freifeld, Larsen, Fisher and Hansen 2016 is alike, on the maps of the triangles). Adam
//! descends, first on smoothed images, where strokes that do not yet touch feel each other, then on sharper ones.

use super::flow::Flow;
use super::mesh::{Border, Mesh};
use super::picture::Picture;
use crate::numeric::lapack::{self, LapackError};
use ndarray::{Array1, Array2};

/// The fields that are allowed, with the prior over them.
#[derive(Clone, Debug)]
pub(super) struct Space {
    pub mesh: Mesh,
    /// From coordinates to velocities at the vertices: (free, dimension).
    pub frame: Array2<f64>,
}

/// How pairs are aligned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aligning {
    /// Standard deviation of grey values (0 to 1) that an alignment leaves.
    pub noise: f64,
    pub rounds: usize,
    /// Steps of time of a flow.
    pub steps: usize,
}

/// Of an image's side: the standard deviation of a vertex' velocity under the prior, and the length over which velocities
/// agree.
const SPEED: f64 = 0.1;
const LENGTH: f64 = 0.5;
/// Of Adam, in standard deviations of the prior.
const RATE: f64 = 0.2;

impl Space {
    /// Fields on n x n cells.
    ///
    /// # Errors
    /// Where LAPACK fails.
    pub fn new(cells: usize, border: Border, keeps_areas: bool) -> Result<Space, LapackError> {
        let mesh = Mesh::new(cells, cells);
        let basis = mesh.basis(border, keeps_areas)?;
        if basis.ncols() == 0 {
            return Ok(Space { mesh, frame: basis });
        }
        let at = mesh.vertices();
        let covariance = Array2::from_shape_fn((mesh.free(), mesh.free()), |(i, j)| {
            let (p, q) = (at[i / 2], at[j / 2]);
            let distance = (p[0] - q[0]).hypot(p[1] - q[1]);
            if i % 2 == j % 2 { SPEED * SPEED * (-distance / LENGTH).exp() } else { 0.0 }
        });
        let inner = lapack::eigh(basis.t().dot(&covariance).dot(&basis).view())?;
        let root = inner.values.mapv(|value| value.max(0.0).sqrt());
        let frame = basis.dot(&(&inner.vectors * &root));
        Ok(Space { mesh, frame })
    }

    pub fn dimension(&self) -> usize {
        self.frame.ncols()
    }
}

/// The coordinates of the field that takes `from` to `to`, two images of `size` (rows, columns).
pub(super) fn align(
    space: &Space,
    how: &Aligning,
    size: (usize, usize),
    from: &[f32],
    to: &[f32],
) -> Array1<f64> {
    let mut z = Array1::zeros(space.dimension());
    let (mut first, mut second) = (Array1::<f64>::zeros(z.len()), Array1::<f64>::zeros(z.len()));
    let stages =
        [3, 1].map(|smoothings| (Picture::new(size, from, smoothings), Picture::new(size, to, smoothings)));
    for round in 0..how.rounds {
        let (from, to) = &stages[usize::from(2 * round >= how.rounds)];
        let (_, gradient) = energy(space, how, from, to, &z);
        // The rate falls linearly to zero, so that the last steps settle.
        let rate = RATE * (1.0 - round as f64 / how.rounds as f64);
        let (a, b) = (0.9f64, 0.99f64);
        let time = round as i32 + 1;
        first = first * a + &gradient * (1.0 - a);
        second = second * b + gradient.mapv(|g| g * g) * (1.0 - b);
        let (bias, bias_of_squares) = (1.0 - a.powi(time), 1.0 - b.powi(time));
        z.zip_mut_with(&(&first / (second.mapv(|v| (v / bias_of_squares).sqrt()) + 1e-8)), |z, step| {
            *z -= rate * step / bias;
        });
    }
    z
}

/// E(z) and its gradient.
fn energy(
    space: &Space,
    how: &Aligning,
    from: &Picture,
    to: &Picture,
    z: &Array1<f64>,
) -> (f64, Array1<f64>) {
    let velocities = space.frame.dot(z);
    let flow = Flow::new(&space.mesh, velocities.as_slice().unwrap_or_default(), how.steps);
    let precision = 1.0 / (how.noise * how.noise);
    let mut maps = vec![[[0.0; 3]; 2]; space.mesh.triangles().len()];
    let (mut sum, mut path) = (0.0, Vec::new());
    for (point, &target) in to.centres().zip(to.pixels()) {
        let (value, slope) = from.read(flow.carry(point));
        let residual = value - target;
        sum += 0.5 * precision * residual * residual;
        let pull = slope.map(|slope| precision * residual * slope);
        if pull != [0.0, 0.0] {
            flow.pull_back(point, pull, &mut path, &mut maps);
        }
    }
    let gradient = space.frame.t().dot(&Array1::from_vec(flow.backward(&maps))) + z;
    (sum + 0.5 * z.dot(z), gradient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::s;

    /// The last `count` coordinates alone, those of the largest variance.
    fn narrowed(space: &Space, count: usize) -> Space {
        let frame = space.frame.slice(s![.., space.dimension() - count..]).to_owned();
        Space { mesh: space.mesh.clone(), frame }
    }

    const SIZE: (usize, usize) = (12, 12);
    const HOW: Aligning = Aligning { noise: 0.2, rounds: 40, steps: 8 };

    /// A blurred disc with its middle at (x, y) pixels.
    fn disc(x: f64, y: f64) -> Vec<f32> {
        let value = |i: usize| {
            let (dx, dy) = ((i % 12) as f64 - x, (i / 12) as f64 - y);
            1.0 / (1.0 + ((dx.hypot(dy) - 3.0) * 2.0).exp())
        };
        (0..144).map(|i| value(i) as f32).collect()
    }

    fn residual(space: &Space, from: &[f32], to: &[f32], z: &Array1<f64>) -> f64 {
        let (from, to) = (Picture::new(SIZE, from, 0), Picture::new(SIZE, to, 0));
        let velocities = space.frame.dot(z).to_vec();
        let flow = Flow::new(&space.mesh, &velocities, 16);
        to.centres().zip(to.pixels()).map(|(p, t)| (from.read(flow.carry(p)).0 - t).powi(2)).sum()
    }

    /// Against central differences. Bilinear images have kinks between pixels, which a step of 1e-7 mostly misses: one
    /// in a thousand of the size of the gradient is allowed.
    #[test]
    fn the_gradient_is_that_of_the_energy() {
        let space = narrowed(&Space::new(2, Border::Outside, false).expect("a space"), 6);
        let (from, to) = (Picture::new(SIZE, &disc(5.0, 5.0), 1), Picture::new(SIZE, &disc(6.2, 5.6), 1));
        let z = Array1::from_shape_fn(6, |i| (i as f64).sin() * 0.5 + 0.01);
        let (_, gradient) = energy(&space, &HOW, &from, &to, &z);
        let largest = gradient.iter().fold(0.0f64, |largest, g| largest.max(g.abs()));
        for i in 0..6 {
            let moved = |by: f64| {
                let mut z = z.clone();
                z[i] += by;
                energy(&space, &HOW, &from, &to, &z).0
            };
            let numeric = (moved(1e-7) - moved(-1e-7)) / 2e-7;
            assert!((numeric - gradient[i]).abs() < 1e-3 * largest, "{i}: {numeric} {}", gradient[i]);
        }
    }

    /// A disc that has moved by two pixels is brought back: a tenth of the difference is left at most.
    #[test]
    fn moved_discs_are_aligned() {
        let space = Space::new(2, Border::Outside, false).expect("a space");
        let (from, to) = (disc(4.5, 5.5), disc(6.5, 5.5));
        let z = align(&space, &HOW, SIZE, &from, &to);
        let (before, after) =
            (residual(&space, &from, &to, &Array1::zeros(z.len())), residual(&space, &from, &to, &z));
        assert!(after < 0.1 * before, "{before} to {after}");
    }

    #[test]
    fn equal_images_stay_where_they_are() {
        let space = Space::new(2, Border::Closed, false).expect("a space");
        let z = align(&space, &HOW, SIZE, &disc(5.5, 5.5), &disc(5.5, 5.5));
        assert!(z.iter().all(|&value| value == 0.0));
    }

    /// The frame spans the allowed fields, and carries the prior: the covariance of its fields, frame · frame', has the
    /// prior's variance at a vertex of a free field.
    #[test]
    fn coordinates_are_standard_normal_under_the_prior() {
        let space = Space::new(2, Border::Free, false).expect("a space");
        assert_eq!(space.dimension(), space.mesh.free());
        let variance = space.frame.row(3).dot(&space.frame.row(3));
        assert!((variance - SPEED * SPEED).abs() < 1e-12);
        assert_eq!(Space::new(1, Border::Closed, true).expect("a space").dimension(), 0);
    }
}
