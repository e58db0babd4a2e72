//! Affine maps from the pixels of the new image to places in the old one.
//!
//! source = matrix · (p - centre) + centre + offset, x to the right, y down, in pixels. Two families of random maps:
//! [`Draw`] is a rotation · shear · scaling with a translation, given as what happens to what is drawn and inverted
//! here in closed form. The other is that of Keras, in [`generator`](super::generator).

/// One drawn deformation, forward: angles in degrees, translation in pixels.
pub(super) struct Draw {
    pub rotation: f32,
    pub scale: (f32, f32),
    pub shear: f32,
    pub translation: (f32, f32),
}

/// Where each pixel is read from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Affine {
    pub matrix: [[f32; 2]; 2],
    pub offset: [f32; 2],
}

impl Affine {
    /// The inverse of F = rotation · shear · scaling, then translation. Shear of angle β moves a row by y tan β to the
    /// side. The angles' functions are taken in f64 and rounded, for libraries differ in the last digit.
    pub fn backward(draw: &Draw) -> Affine {
        let (sin, cos) = f64::from(draw.rotation).to_radians().sin_cos();
        let tan = f64::from(draw.shear).to_radians().tan();
        let (wide, high) = (f64::from(draw.scale.0), f64::from(draw.scale.1));
        let x = [(cos + tan * sin) / wide, (sin - tan * cos) / wide].map(|v| v as f32);
        let y = [-sin / high, cos / high].map(|v| v as f32);
        let (right, down) = draw.translation;
        let back = |line: [f32; 2]| -line[0] * right - line[1] * down;
        Affine { matrix: [x, y], offset: [back(x), back(y)] }
    }

    /// x and y of the source of the first pixel of a row, with the centre of an image of `size` (rows, columns).
    #[inline(always)]
    pub fn start(&self, row: usize, size: (usize, usize)) -> [f32; 2] {
        let centre = [middle(size.1), middle(size.0)];
        let down = row as f32 - centre[1];
        let along = |axis: usize| {
            self.matrix[axis][1] * down + (self.offset[axis] + centre[axis])
                - self.matrix[axis][0] * centre[0]
        };
        [along(0), along(1)]
    }
}

/// Halves are exact in f32, so that whole shifts and right angles stay exact.
#[inline(always)]
fn middle(length: usize) -> f32 {
    (length as f32 - 1.0) / 2.0
}
