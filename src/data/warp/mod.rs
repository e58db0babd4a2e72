//! Random deformation of images: one displacement field, one bilinear resampling.
//!
//! Every pixel p of the deformed image takes the value of the original at F^-1(p) + d(p), where F is a
//! random affine map about the centre of the image and d a random smooth displacement; outside the original
//! all is zero. Composing the maps before resampling blurs once instead of once a deformation.
//!
//! Axes: x to the right, y down, in pixels; F = rotation · shear · scaling, then translation, so that
//! a scale above 1 enlarges what is drawn. Shear of angle β moves a row by y tan β to the side.
//! The recipe (angles, percentages, the smaller angle for 1 and 7) is that of Cireşan, Meier, Gambardella
//! and Schmidhuber, "Deep, big, simple neural nets", Neural Computation 22 (2010); the elastic part is that
//! of Simard, Steinkraus and Platt, ICDAR 2003.

mod elastic;
mod resample;
#[cfg(test)]
mod tests;

use crate::numeric::random::{Bulk, Seed};
use elastic::Lattice;
use resample::{Canvas, Positions};

/// Columns are handled in blocks of this many, which the compiler turns into vector registers.
const LANES: usize = 16;

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
/// alpha / √3 / (2 √π sigma).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elastic {
    /// Standard deviation of the Gaussian in pixels, above 0.
    pub sigma: f32,
    /// Factor in pixels.
    pub alpha: f32,
}

impl Warp {
    /// No deformation at all.
    pub fn identity() -> Self {
        let rotation_of_class = Vec::new();
        Warp { rotation: 0.0, rotation_of_class, scaling: 0.0, shear: 0.0, translation: 0.0, elastic: None }
    }

    /// The ranges of Cireşan et al. (2010) for handwritten digits: 15°, but 7.5° for 1 and 7, 15 %, and
    /// the middle of their elastic ranges (sigma 5 to 6, alpha 36 to 38).
    pub fn ciresan() -> Self {
        Warp {
            rotation: 15.0,
            rotation_of_class: vec![(1, 7.5), (7, 7.5)],
            scaling: 0.15,
            elastic: Some(Elastic { sigma: 5.5, alpha: 37.0 }),
            ..Warp::identity()
        }
    }

    /// Deforms one image of `size` (rows, columns), stored row after row, into `out` of the same size.
    ///
    /// The result is a function of the ranges, the image, its class and the seed alone: whoever gives every
    /// (epoch, row) a seed of its own gets the same images on any number of threads. The workspace only
    /// saves allocations; one a thread is enough.
    pub fn apply(
        &self,
        size: (usize, usize),
        input: &[f32],
        class: Option<u32>,
        seed: &Seed,
        workspace: &mut Workspace,
        out: &mut [f32],
    ) {
        if out.is_empty() {
            return;
        }
        let mut random = seed.bulk();
        let affine = self.draw_affine(class, &mut random);
        workspace.positions.fill(size, &affine);
        if let Some(elastic) = self.elastic {
            let lattice = Lattice::fitting(&mut workspace.lattice, size, elastic);
            lattice.displace(&mut random, &mut workspace.positions);
        }
        workspace.canvas.load(size, input);
        workspace.canvas.sample(&workspace.positions, out);
    }

    /// Always uses up the same amount of randomness, so that one range does not move another one's draws.
    fn draw_affine(&self, class: Option<u32>, random: &mut Bulk) -> Affine {
        let mut uniform = [0f32; LANES];
        random.fill_uniform(&mut uniform);
        let [angle, wide, high, slant, right, down] = std::array::from_fn(|i| 2.0 * uniform[i] - 1.0);
        Affine::backward(&Draw {
            rotation: angle * self.rotation_limit(class),
            scale: (1.0 + wide * self.scaling, 1.0 + high * self.scaling),
            shear: slant * self.shear,
            translation: (right * self.translation, down * self.translation),
        })
    }

    fn rotation_limit(&self, class: Option<u32>) -> f32 {
        let own = self.rotation_of_class.iter().find(|(of, _)| Some(*of) == class);
        own.map_or(self.rotation, |&(_, limit)| limit)
    }
}

/// Buffers that deformations use again and again.
#[derive(Debug, Default)]
pub struct Workspace {
    canvas: Canvas,
    positions: Positions,
    lattice: Option<Lattice>,
}

impl Workspace {
    /// An empty workspace; it grows with the first image.
    pub fn new() -> Self {
        Workspace::default()
    }
}

/// One drawn affine deformation: angles in degrees, translation in pixels.
struct Draw {
    rotation: f32,
    scale: (f32, f32),
    shear: f32,
    translation: (f32, f32),
}

/// From a pixel to the place it is read from, both relative to the centre: source = matrix · (p - shift).
struct Affine {
    matrix: [[f32; 2]; 2],
    shift: (f32, f32),
}

impl Affine {
    /// The inverse of rotation · shear · scaling in closed form. The angles' functions are taken in f64
    /// and rounded, for libraries differ in the last digit.
    fn backward(draw: &Draw) -> Affine {
        let (sin, cos) = f64::from(draw.rotation).to_radians().sin_cos();
        let tan = f64::from(draw.shear).to_radians().tan();
        let (wide, high) = (f64::from(draw.scale.0), f64::from(draw.scale.1));
        let x = [(cos + tan * sin) / wide, (sin - tan * cos) / wide];
        let y = [-sin / high, cos / high];
        Affine { matrix: [x.map(|v| v as f32), y.map(|v| v as f32)], shift: draw.translation }
    }
}
