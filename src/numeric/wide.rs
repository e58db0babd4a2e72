//! Loops over rows of numbers in single precision, compiled once for each kind of processor and run with the widest
//! instructions of this one. Nothing is fused and sums have fixed lanes, so that all of them give the same bits.
//!
//! Functions that such a loop calls are to be marked `#[inline(always)]`: a call for every number would be what is left.

use ndarray::{ArrayView1, ArrayViewMut1, Zip};
use pulp::{Arch, Simd, WithSimd};

/// Numbers that are added up side by side.
const LANES: usize = 16;

/// `to = f(to, from)`, number by number, as far as both go.
pub fn update(mut to: ArrayViewMut1<f32>, from: ArrayView1<f32>, f: impl Fn(f32, f32) -> f32) {
    match (to.as_slice_mut(), from.as_slice()) {
        (Some(to), Some(from)) => Arch::new().dispatch(Updated { to, from, f }),
        // Numbers that lie apart can't go into registers together.
        _ => Zip::from(&mut to).and(&from).for_each(|to, &from| *to = f(*to, from)),
    }
}

/// The sum of f over all numbers.
pub fn sum(of: ArrayView1<f32>, f: impl Fn(f32) -> f32) -> f64 {
    match of.as_slice() {
        Some(of) => Arch::new().dispatch(Summed { of, f }),
        None => sum(of.to_owned().view(), f),
    }
}

/// Whether f holds for every number; all are looked at.
pub fn all(of: &[f32], f: impl Fn(f32) -> bool) -> bool {
    Arch::new().dispatch(All { of, f })
}

struct All<'a, F> {
    of: &'a [f32],
    f: F,
}

impl<F: Fn(f32) -> bool> WithSimd for All<'_, F> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> bool {
        let (whole, rest) = self.of.as_chunks::<LANES>();
        let mut lanes = [true; LANES];
        for chunk in whole {
            for (lane, x) in lanes.iter_mut().zip(chunk) {
                *lane &= (self.f)(*x);
            }
        }
        !lanes.contains(&false) && rest.iter().all(|x| (self.f)(*x))
    }
}

struct Updated<'a, F> {
    to: &'a mut [f32],
    from: &'a [f32],
    f: F,
}

impl<F: Fn(f32, f32) -> f32> WithSimd for Updated<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (to, from) in self.to.iter_mut().zip(self.from) {
            *to = (self.f)(*to, *from);
        }
    }
}

struct Summed<'a, F> {
    of: &'a [f32],
    f: F,
}

impl<F: Fn(f32) -> f32> WithSimd for Summed<'_, F> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        let (whole, rest) = self.of.as_chunks::<LANES>();
        let mut lanes = [0.0; LANES];
        for chunk in whole {
            for (lane, x) in lanes.iter_mut().zip(chunk) {
                *lane += f64::from((self.f)(*x));
            }
        }
        let mut left = 0.0;
        for x in rest {
            left += f64::from((self.f)(*x));
        }
        lanes.iter().sum::<f64>() + left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2};

    fn numbers(n: usize) -> Array1<f32> {
        (0..n).map(|i| (i as f32 * 0.37).sin() * 5.0).collect()
    }

    #[test]
    fn one_number_anywhere_is_seen() {
        for n in [0, 1, 15, 16, 17, 100] {
            let mut of = vec![1.0; n];
            assert!(all(&of, |x| x < 2.0));
            for at in 0..n {
                of[at] = f32::NAN;
                assert!(!all(&of, |x| x < 2.0), "{at} of {n}");
                of[at] = 1.0;
            }
        }
    }

    /// Lengths around multiples of what registers hold; rows and columns of a matrix.
    #[test]
    fn every_number_is_updated_once_with_its_own() {
        for n in [0, 1, 15, 16, 17, 33, 100] {
            let (start, from) = (numbers(n), numbers(n).mapv(|x| x * 0.5 + 1.0));
            let expected: Array1<f32> = start.iter().zip(&from).map(|(x, y)| x * y - 1.0).collect();
            let mut row = start.clone();
            update(row.view_mut(), from.view(), |x, y| x * y - 1.0);
            assert_eq!(row, expected);
            let mut columns = Array2::zeros((n, 2));
            columns.column_mut(1).assign(&start);
            update(columns.column_mut(1), from.view(), |x, y| x * y - 1.0);
            assert_eq!(columns.column(1), expected);
            assert!(columns.column(0).iter().all(|&x| x == 0.0));
        }
    }

    #[test]
    fn sums_are_those_of_double_precision() {
        for n in [0, 1, 15, 16, 17, 33, 100] {
            let x = numbers(n);
            let expected: f64 = x.iter().map(|&x| f64::from(x * x)).sum();
            // At most 100 additions of doubles below 25.
            assert!((sum(x.view(), |x| x * x) - expected).abs() < 1e-11, "{n}");
            let turned = Array2::from_shape_fn((n, 3), |(i, _)| x[i]);
            assert_eq!(sum(turned.column(1), |x| x * x), sum(x.view(), |x| x * x));
        }
    }
}
