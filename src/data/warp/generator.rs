//! The random images of Keras' `ImageDataGenerator`, option by option.
//!
//! An output pixel at (row, column) takes the input at M · (p - centre) + centre, with
//! M = rotation(θ) · shift(h, w) · shear(s) · zoom(z_h, z_w) in (row, column) coordinates:
//!
//! ```text
//! | cos θ  -sin θ |   | 1  -sin s |   | z_h   0  |
//! | sin θ   cos θ | · | 0   cos s | · |  0   z_w |,      offset = rotation(θ) · (h, w)
//! ```
//!
//! so a zoom below 1 enlarges. Angles and shifts are uniform in plus or minus their range, the two zooms uniform in 1
//! plus or minus theirs, each flip has probability 1/2 and comes after the rest. Reading is bilinear (`order=1`). Shifts
//! are shares of the side. Beyond the border stands what [`Fill`] says; `Wrap` repeats with the period of the image.
//! Source: Chollet et al., Keras 2.x, `keras/preprocessing/image.py`, `apply_affine_transform`.

use super::affine::Affine;
use super::draw::sample;
use crate::data::deform::{Deformation, Fill, Sample, Workspace};
use crate::numeric::random::Bulk;

/// The options, each with Keras' default of changing nothing but `fill`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Generator {
    /// Largest rotation in degrees.
    pub rotation: f32,
    /// Largest shift as a share of the width, of the height.
    pub shift: (f32, f32),
    /// Largest shear in degrees.
    pub shear: f32,
    /// Largest change of each axis, below 1.
    pub zoom: f32,
    pub horizontal_flip: bool,
    pub vertical_flip: bool,
    pub fill: Fill,
}

/// The generator for images of one size (rows, columns).
#[derive(Clone, Copy, Debug)]
pub struct Generating {
    pub options: Generator,
    pub size: (usize, usize),
}

/// One drawn set of parameters: degrees, pixels (down, right), factors (down, right).
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters {
    pub theta: f32,
    pub shift: (f32, f32),
    pub shear: f32,
    pub zoom: (f32, f32),
    pub flips: (bool, bool),
}

impl Generator {
    /// Always uses up the same amount of randomness, so that one range does not move another one's draws.
    fn draw(&self, size: (usize, usize), random: &mut Bulk) -> Parameters {
        let mut uniform = [0f32; crate::data::deform::LANES];
        random.fill_uniform(&mut uniform);
        let [theta, down, right, shear, high, wide, across, over] =
            std::array::from_fn(|i| 2.0 * uniform[i] - 1.0);
        Parameters {
            theta: theta * self.rotation,
            shift: (down * self.shift.1 * size.0 as f32, right * self.shift.0 * size.1 as f32),
            shear: shear * self.shear,
            zoom: (1.0 + high * self.zoom, 1.0 + wide * self.zoom),
            flips: (self.horizontal_flip && across < 0.0, self.vertical_flip && over < 0.0),
        }
    }
}

impl Parameters {
    /// The map in (x, y) coordinates; a flip turns the sign of an axis of the new image.
    pub fn affine(&self) -> Affine {
        let (sin, cos) = f64::from(self.theta).to_radians().sin_cos();
        let (slant, upright) = f64::from(self.shear).to_radians().sin_cos();
        let (high, wide) = (f64::from(self.zoom.0), f64::from(self.zoom.1));
        let (down, right) = (f64::from(self.shift.0), f64::from(self.shift.1));
        let row = [cos * high, (-cos * slant - sin * upright) * wide];
        let column = [sin * high, (-sin * slant + cos * upright) * wide];
        let (mirror, turn) = (if self.flips.0 { -1.0 } else { 1.0 }, if self.flips.1 { -1.0 } else { 1.0 });
        let line = |of: [f64; 2]| [(of[1] * mirror) as f32, (of[0] * turn) as f32];
        let offset = [sin * down + cos * right, cos * down - sin * right].map(|v| v as f32);
        Affine { matrix: [line(column), line(row)], offset }
    }
}

impl Deformation for Generating {
    fn apply(&self, sample_of: &Sample, workspace: &mut Workspace, out: &mut [f32]) {
        let mut random = sample_of.seed.at(sample_of.row).bulk();
        let affine = self.options.draw(self.size, &mut random).affine();
        workspace.canvas.load(self.size, sample_of.image, self.options.fill);
        sample(self.size, &affine, None, workspace, out);
    }
}
