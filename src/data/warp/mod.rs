//! Random deformation of images: one map, one bilinear resampling.
//!
//! Every pixel p of the deformed image takes the value of the original at F^-1(p) + d(p), where F is a
//! random affine map about the centre of the image and d a random smooth displacement; outside the original
//! all is zero. Composing the maps before resampling blurs once instead of once a deformation.
//!
//! Axes: x to the right, y down, in pixels; F = rotation · shear · scaling, then translation, so that
//! a scale above 1 enlarges what is drawn.
//! The recipe (angles, percentages, the smaller angle for 1 and 7) is that of Cireşan, Meier, Gambardella
//! and Schmidhuber, "Deep, big, simple neural nets", Neural Computation 22 (2010); the elastic part is that
//! of Simard, Steinkraus and Platt, ICDAR 2003. The options of Keras' generator are in `generator`.

mod affine;
mod draw;
mod elastic;
mod generator;
#[cfg(test)]
mod tests;

pub(crate) use elastic::{FieldBuffers, smooth_fields};
pub use generator::{Generating, Generator};

use super::deform::{Deformation, Fill, LANES, Sample, Workspace};
use crate::numeric::random::Bulk;
use affine::{Affine, Draw};
use elastic::Lattice;

/// The ranges from which deformations are drawn. A range of zero leaves the image as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Warp {
    /// Largest rotation in degrees; angles are uniform in ± this.
    pub rotation: f32,
    /// Largest rotation of some classes, as (class, degrees), instead of `rotation`.
    pub rotation_of_class: Vec<(u32, f32)>,
    /// Largest change of scale as a fraction below 1: 0.15 stretches each axis by 0.85 to 1.15.
    pub scaling: f32,
    /// Largest horizontal shear in degrees, below 90.
    pub shear: f32,
    /// Largest translation in pixels, each axis by itself.
    pub translation: f32,
    /// Elastic deformation, if any.
    pub elastic: Option<Elastic>,
}

/// Simard's elastic deformation: noise uniform in (-1, 1), smoothed by a normalized Gaussian of standard
/// deviation `sigma`, times `alpha`. The displacement of a pixel along each axis has the standard deviation
/// alpha / √3 / (2 √π sigma). Both are drawn for each image from a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elastic {
    /// Least and largest standard deviation of the Gaussian in pixels, above 0.
    pub sigma: (f32, f32),
    /// Least and largest factor in pixels.
    pub alpha: (f32, f32),
}

impl Elastic {
    /// The same sigma and alpha for every image.
    pub fn fixed(sigma: f32, alpha: f32) -> Self {
        Elastic { sigma: (sigma, sigma), alpha: (alpha, alpha) }
    }
}

impl Warp {
    /// No deformation at all.
    pub fn identity() -> Self {
        let rotation_of_class = Vec::new();
        Warp { rotation: 0.0, rotation_of_class, scaling: 0.0, shear: 0.0, translation: 0.0, elastic: None }
    }

    /// The ranges of Cireşan et al. (2010) for handwritten digits: 15°, but 7.5° for 1 and 7, 15 %, and
    /// sigma from 5 to 6, alpha from 36 to 38.
    pub fn ciresan() -> Self {
        Warp {
            rotation: 15.0,
            rotation_of_class: vec![(1, 7.5), (7, 7.5)],
            scaling: 0.15,
            elastic: Some(Elastic { sigma: (5.0, 6.0), alpha: (36.0, 38.0) }),
            ..Warp::identity()
        }
    }

    /// Always uses up the same amount of randomness, so that one range does not move another one's draws.
    /// Besides the map come two uniform numbers for the elastic part.
    fn draw_affine(&self, class: Option<u32>, random: &mut Bulk) -> (Affine, [f32; 2]) {
        let mut uniform = [0f32; LANES];
        random.fill_uniform(&mut uniform);
        let [angle, wide, high, slant, right, down] = std::array::from_fn(|i| 2.0 * uniform[i] - 1.0);
        let affine = Affine::backward(&Draw {
            rotation: angle * self.rotation_limit(class),
            scale: (1.0 + wide * self.scaling, 1.0 + high * self.scaling),
            shear: slant * self.shear,
            translation: (right * self.translation, down * self.translation),
        });
        (affine, [uniform[6], uniform[7]])
    }

    fn rotation_limit(&self, class: Option<u32>) -> f32 {
        let own = self.rotation_of_class.iter().find(|(of, _)| Some(*of) == class);
        own.map_or(self.rotation, |&(_, limit)| limit)
    }
}

/// So many values stand for a range of sigma; a lattice is made for each.
const SIGMAS: usize = 16;

/// A warp prepared for images of one size.
#[derive(Debug)]
pub struct Warping {
    warp: Warp,
    size: (usize, usize),
    lattices: Vec<Lattice>,
}

impl Warping {
    /// For images of `size` (rows, columns). The lattices of a range of sigma stand in the middle of equal parts.
    pub fn new(warp: Warp, size: (usize, usize)) -> Self {
        let sigmas = warp.elastic.map_or(Vec::new(), |Elastic { sigma: (low, high), .. }| {
            let count = if low < high { SIGMAS } else { 1 };
            (0..count).map(|i| low + (high - low) * (i as f32 + 0.5) / count as f32).collect()
        });
        let lattices = sigmas.into_iter().map(|sigma| Lattice::new(size, sigma)).collect();
        Warping { warp, size, lattices }
    }
}

impl Deformation for Warping {
    fn apply(&self, sample: &Sample, workspace: &mut Workspace, out: &mut [f32]) {
        let mut random = sample.seed.at(sample.row).bulk();
        let (affine, [which, strength]) = self.warp.draw_affine(sample.class, &mut random);
        let lattice = self.lattices.get((which * self.lattices.len() as f32) as usize);
        if let (Some(lattice), Some(elastic)) = (lattice, self.warp.elastic) {
            let (low, high) = elastic.alpha;
            lattice.draw(low + strength * (high - low), &mut random, &mut workspace.field);
        }
        workspace.canvas.load(self.size, sample.image, Fill::Constant(0.0));
        draw::sample(self.size, &affine, lattice, workspace, out);
    }
}
