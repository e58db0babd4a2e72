//! Tangents of an image, and the step along them.
//!
//! The tangents are Sobel's: central differences (x[c+1] - x[c-1]) / 2 along one axis, smoothed by [1 2 1] / 4 along the
//! other; outside the image all is zero. With u = x[r+1,c+1] - x[r-1,c-1] and v = x[r-1,c+1] - x[r+1,c-1],
//!
//! ```text
//! 8 T_0 = u + v + 2 (x[r,c+1] - x[r,c-1]),    8 T_1 = u - v + 2 (x[r+1,c] - x[r-1,c]).
//! ```
//!
//! They are made on the way, pixel by pixel, which is quicker than to fetch stored ones: those of MNIST take 376 MB.
//! Simard, LeCun, Denker and Victorri (1998) smooth before they differentiate as well.

use pulp::{Arch, Simd, WithSimd};

/// Zeros around an image.
const FRAME: usize = 1;
/// Adding it leaves no bits behind the point of a number below 2^22.
const WHOLE: f32 = 8_388_608.0;
/// A grey level as a value from 0 to 1.
const LEVEL: f32 = 1.0 / 255.0;

/// The nearest whole number of one from 0 to 2^22.
#[inline(always)]
fn nearest(value: f32) -> f32 {
    (value + WHOLE) - WHOLE
}

/// A value from 0 to 1 as a grey level.
#[inline(always)]
pub(super) fn grey(value: f32) -> f32 {
    nearest(value * 255.0)
}

/// Clipped to 0 and 255 and cut to a whole level, not rounded; as a value from 0 to 1.
#[inline(always)]
fn cut(y: f32) -> f32 {
    let y = if y > 0.0 { y } else { 0.0 };
    let y = if y < 255.0 { y } else { 255.0 };
    let near = nearest(y);
    let level = if near > y { near - 1.0 } else { near };
    level * LEVEL
}

/// out = cut(x + s (F1 T0 - F2 T1)), where x holds values from 0 to 1 and T differences of grey levels.
pub(super) fn bend(x: &[f32], fields: (&[f32], &[f32]), tangents: (&[f32], &[f32]), s: f32, out: &mut [f32]) {
    let pixels = x.iter().zip(fields.0).zip(fields.1).zip(tangents.0).zip(tangents.1);
    for (out, ((((x, f1), f2), t0), t1)) in out.iter_mut().zip(pixels) {
        *out = cut(grey(*x) + s * (f1 * t0 - f2 * t1));
    }
}

/// The same along the tangents of the image x of `size` (rows, columns) itself. `framed` is a buffer.
pub(super) fn bend_along_own(
    size: (usize, usize),
    x: &[f32],
    fields: (&[f32], &[f32]),
    s: f32,
    framed: &mut Vec<f32>,
    out: &mut [f32],
) {
    Arch::new().dispatch(Bending { size, x, fields, s, framed, out });
}

struct Bending<'a> {
    size: (usize, usize),
    x: &'a [f32],
    fields: (&'a [f32], &'a [f32]),
    s: f32,
    framed: &'a mut Vec<f32>,
    out: &'a mut [f32],
}

impl WithSimd for Bending<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Bending { size: (rows, columns), x, fields, s, framed, out } = self;
        let (columns, stride) = (columns.max(1), columns + 2 * FRAME);
        framed.clear();
        framed.resize((rows + 2 * FRAME) * stride, 0.0);
        for (line, x) in framed.chunks_exact_mut(stride).skip(FRAME).zip(x.chunks_exact(columns)) {
            line.iter_mut().skip(FRAME).zip(x).for_each(|(level, &x)| *level = grey(x));
        }
        let fields = fields.0.chunks_exact(columns).zip(fields.1.chunks_exact(columns));
        for (row, (out, (f1, f2))) in out.chunks_exact_mut(columns).zip(fields).enumerate() {
            let line = |down: usize, right: usize| &framed[(row + down) * stride + right..][..columns];
            let (above_left, above, above_right) = (line(0, 0), line(0, 1), line(0, 2));
            let (left, here, right) = (line(1, 0), line(1, 1), line(1, 2));
            let (below_left, below, below_right) = (line(2, 0), line(2, 1), line(2, 2));
            for i in 0..columns {
                let (u, v) = (below_right[i] - above_left[i], above_right[i] - below_left[i]);
                let across = u + v + 2.0 * (right[i] - left[i]);
                let down = u - v + 2.0 * (below[i] - above[i]);
                out[i] = cut(here[i] + s * 0.125 * (f1[i] * across - f2[i] * down));
            }
        }
    }
}
