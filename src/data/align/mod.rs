//! Diffeomorphisms learnt from pairs of images of one class, and endless images from them.
//!
//! Hauberg, Freifeld, Larsen, Fisher and Hansen, "Dreaming more data: class-dependent distributions over diffeomorphisms
//! for learned data augmentation", AISTATS 2016. Velocity fields are continuous and piecewise affine (`mesh`), a
//! diffeomorphism T is their flow (`flow`). Pairs (i, j) of a class are aligned (`fit`); as (j, i) has the opposite
//! field, the mean is 0 and the covariance of a class is the mean of θ θ' over its K pairs. A draw from N(0, Σ) is then
//! θ = sum of ξ_k θ_k / √K with ξ standard normal: it has this covariance exactly, and no factorization is needed. The
//! new image takes at p what the old one has at T(p), bilinearly.
//!
//! Differences from the paper: gradients instead of Metropolis sampling, a prior on velocities instead of maps, pixels
//! as they are instead of enlarged 1.5 times. How many pairs it used is not known to us.

mod fit;
mod flow;
mod mesh;
mod picture;
mod published;
#[cfg(test)]
mod tests;

pub use mesh::{Border, Mesh};
pub use published::{Published, check};

use super::deform::{Block, Deformation, Fill, LANES, Sample, Workspace};
use crate::numeric::lapack::LapackError;
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use fit::{Aligning, Space, align};
use flow::Flow;
use ndarray::{Array3, ArrayView2, Axis, s};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

/// What is fitted, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Align {
    /// Cells along each axis.
    pub cells: usize,
    pub border: Border,
    pub keeps_areas: bool,
    /// Pairs that are aligned in each class.
    pub pairs: usize,
    /// Steps of gradient descent for a pair.
    pub rounds: usize,
    /// Grey values (0 to 1) that an alignment may leave: the standard deviation.
    pub noise: f64,
    /// The factor of the fields that are drawn.
    pub strength: f64,
}

/// Steps of time: of flows that are fitted, and of those that are drawn.
const FITTED: usize = 10;
const DRAWN: usize = 16;

/// The distributions of all classes.
#[derive(Debug)]
pub struct Aligned {
    size: (usize, usize),
    strength: f64,
    mesh: Mesh,
    /// Velocities at the vertices of every aligned pair, over √K: (classes, pairs, free).
    fields: Array3<f64>,
}

impl Align {
    /// The number of numbers that a field has.
    ///
    /// # Errors
    /// Where LAPACK fails.
    pub fn dimension(&self) -> Result<usize, LapackError> {
        Ok(Mesh::new(self.cells, self.cells).basis(self.border, self.keeps_areas)?.ncols())
    }

    /// Aligns pairs of the rows of x, images of `size` (rows, columns) of so many classes. `ahead` is asked before every
    /// pair; where it says no, the rest is left out. A class of fewer than two images has no fields.
    ///
    /// # Errors
    /// Where LAPACK fails.
    pub fn fit(
        &self,
        size: (usize, usize),
        x: ArrayView2<f32>,
        labels: &[u32],
        classes: usize,
        seed: &Seed,
        ahead: &(dyn Fn() -> bool + Sync),
    ) -> Result<Aligned, LapackError> {
        let space = Space::new(self.cells, self.border, self.keeps_areas)?;
        let mut fields = Array3::zeros((classes, self.pairs, space.mesh.free()));
        let how = Aligning { noise: self.noise, rounds: self.rounds, steps: FITTED };
        for (class, mut fields) in fields.axis_iter_mut(Axis(0)).enumerate() {
            let members: Vec<usize> =
                (0..labels.len().min(x.nrows())).filter(|&row| labels[row] as usize == class).collect();
            if members.len() < 2 {
                continue;
            }
            let seed = seed.at(class as u64);
            fields.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(pair, mut field)| {
                if ahead() {
                    let (i, j) = two_of(&members, &seed.at(pair as u64));
                    let z = align(&space, &how, size, &x.row(i).to_vec(), &x.row(j).to_vec());
                    field.assign(&(space.frame.dot(&z) / (self.pairs as f64).sqrt()));
                }
            });
        }
        Ok(Aligned { size, strength: self.strength, mesh: space.mesh, fields })
    }

    /// What was fitted before to so many classes, from its tensors.
    ///
    /// # Errors
    /// Where they are not those of such a fit.
    pub fn restored(
        &self,
        size: (usize, usize),
        classes: usize,
        kept: &Tensors,
    ) -> Result<Aligned, TensorFault> {
        let mesh = Mesh::new(self.cells, self.cells);
        let mut fields = Array3::zeros((classes, self.pairs, mesh.free()));
        kept.read_into("fields", &mut fields)?;
        Ok(Aligned { size, strength: self.strength, mesh, fields })
    }
}

/// Two different members, of two or more.
fn two_of(members: &[usize], seed: &Seed) -> (usize, usize) {
    let mut stream = seed.stream();
    let first = stream.random_range(0..members.len());
    let second = (first + 1 + stream.random_range(0..members.len() - 1)) % members.len();
    (members[first], members[second])
}

impl Aligned {
    /// Velocities of a field drawn for a class; none where it has no fields.
    fn draw(&self, class: usize, seed: &Seed) -> Option<Vec<f64>> {
        let fields = (class < self.fields.len_of(Axis(0))).then(|| self.fields.slice(s![class, .., ..]))?;
        let mut stream = seed.stream();
        let mut velocities = vec![0.0; self.mesh.free()];
        for field in fields.rows() {
            let normal: f64 = StandardNormal.sample(&mut stream);
            let factor = self.strength * normal;
            velocities.iter_mut().zip(field).for_each(|(velocity, value)| *velocity += factor * value);
        }
        Some(velocities)
    }

    /// The image read at T(p) for the flow of these velocities.
    fn warp(&self, velocities: &[f64], image: &[f32], workspace: &mut Workspace, out: &mut [f32]) {
        let nodes = self.nodes(&Flow::new(&self.mesh, velocities, DRAWN));
        let across = self.size.1 / 2 + 1;
        workspace.canvas.load(self.size, image, Fill::Constant(0.0));
        for (row, line) in out.chunks_exact_mut(self.size.1.max(1)).enumerate() {
            let (above, below) = (&nodes[row / 2 * across..], &nodes[row.div_ceil(2) * across..]);
            for (block, pixels) in line.chunks_mut(LANES).enumerate() {
                let mut at: [Block; 2] = [[0.0; LANES]; 2];
                for i in 0..pixels.len() {
                    let column = block * LANES + i;
                    let (left, right) = (column / 2, column.div_ceil(2));
                    for (axis, at) in at.iter_mut().enumerate() {
                        let ends =
                            (above[left][axis] + above[right][axis], below[left][axis] + below[right][axis]);
                        at[i] = 0.25 * (ends.0 + ends.1);
                    }
                }
                workspace.canvas.read(at[0], at[1], pixels);
            }
        }
    }

    /// T in pixels at every second pixel; between them it is interpolated, which a quarter of the work is worth: cells are
    /// several pixels wide, so that it bends little from one pixel to the next.
    fn nodes(&self, flow: &Flow) -> Vec<[f32; 2]> {
        let (rows, columns) = (self.size.0 as f64, self.size.1 as f64);
        let across = self.size.1 / 2 + 1;
        let node = |index: usize| {
            let (row, column) = ((index / across * 2) as f64, (index % across * 2) as f64);
            let [x, y] = flow.carry([(column + 0.5) / columns, (row + 0.5) / rows]);
            [(x * columns - 0.5) as f32, (y * rows - 0.5) as f32]
        };
        (0..(self.size.0 / 2 + 1) * across).map(node).collect()
    }
}

impl Deformation for Aligned {
    fn apply(&self, sample: &Sample, workspace: &mut Workspace, out: &mut [f32]) {
        let seed = sample.seed.at(sample.row);
        let velocities = sample.class.and_then(|class| self.draw(class as usize, &seed));
        match velocities {
            Some(velocities) => self.warp(&velocities, sample.image, workspace, out),
            None => out.copy_from_slice(sample.image),
        }
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("fields", self.fields.clone());
        tensors
    }
}
