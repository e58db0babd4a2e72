//! Exact ln Z of binary units as sums of products, without an exponential or a logarithm a unit.
//!
//! ```text
//! Z = Σ_v e^(b.v) Π_j (1 + e^(c_j + (vW)_j))
//! ```
//!
//! A state v of the smaller layer is a low part of at most 8 units and a high part, and e^(c + vW) is the product of one
//! number for each part: of 2^8 tabulated rows and of one row a high part. So a factor of the product costs an addition and two
//! multiplications, over all low parts at once. Before a product could leave the range of a double, its logarithm is taken.

use super::PartitionFault;
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::enumeration::{ENUMERABLE, enumerable};
use crate::numeric::exponentials::log_sum_exp;
use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;
use std::f64::consts::LN_2;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Units of the low part: a table of 256 rows stays in the cache.
const LOW: usize = 8;
/// The largest argument of an exponential that may stand in a product.
const LARGEST: f64 = 700.0;
/// The high parts are cut into this many ranges, each with one partial result.
const RANGES: usize = 64;
/// High parts that go through the table together: their products stay in the nearest caches while it goes by.
const GROUP: usize = 16;

/// ln Z, by enumeration of the layer with fewer states. Progress is counted in high parts of a state.
///
/// # Errors
/// [`PartitionFault`] when that layer has more than 2^30 states or none that can be counted, when a weight is no number,
/// and for an interruption.
pub fn exact(machine: &ExactRbm, observer: &dyn Observer) -> Result<f64, PartitionFault> {
    let all = machine.weights.iter().chain(&machine.visible_bias).chain(&machine.hidden_bias);
    if all.into_iter().any(|x| !x.is_finite()) {
        return Err(PartitionFault::NotFinite);
    }
    let Some((binary, constant)) = machine.as_binary() else {
        return Ok(machine.log_partition()?);
    };
    let small = binary.smaller_layer_visible();
    enumerable(small.visible_units, small.visible(), ENUMERABLE)?;
    match Table::new(&small) {
        Some(table) => Ok(table.sum(observer)? + constant),
        None => Ok(small.log_partition()? + constant),
    }
}

/// What every high part shares.
struct Table<'a> {
    machine: &'a ExactRbm,
    /// e^((vW)_j) of every low part v: (hidden, low parts)
    factors: Array2<f64>,
    /// b.v of every low part.
    linear: Array1<f64>,
    low: usize,
    /// Hidden units whose product stays within range.
    chunks: Vec<Range<usize>>,
}

impl<'a> Table<'a> {
    /// None where a single factor could leave the range of a double.
    fn new(machine: &'a ExactRbm) -> Option<Self> {
        let chunks = chunks(machine)?;
        let low = machine.visible().min(LOW);
        let states = machine.visible_units.enumerated(low, 0..1 << low);
        let weights = machine.weights.slice(ndarray::s![..low, ..]);
        let factors = weights.t().dot(&states.t()).mapv_into(f64::exp).as_standard_layout().into_owned();
        let linear = states.dot(&machine.visible_bias.slice(ndarray::s![..low]));
        Some(Table { machine, factors, linear, low, chunks })
    }

    /// ln Σ over all states.
    fn sum(&self, observer: &dyn Observer) -> Result<f64, PartitionFault> {
        let total = 1usize << (self.machine.visible() - self.low);
        let length = total.div_ceil(RANGES);
        let done = AtomicU64::new(0);
        let range = |first: usize| {
            let (mut sum, end) = (f64::NEG_INFINITY, total.min(first + length));
            for start in (first..end).step_by(GROUP) {
                if observer.cancelled() {
                    return sum;
                }
                let group = start..end.min(start + GROUP);
                let count = group.len() as u64;
                for part in self.high_parts(group) {
                    sum = log_sum_exp(&[sum, part]);
                }
                let done = done.fetch_add(count, Ordering::Relaxed) + count;
                observer.progress(done, total as u64, "");
            }
            sum
        };
        let starts: Vec<usize> = (0..total).step_by(length).collect();
        let parts: Vec<f64> = starts.into_par_iter().map(range).collect();
        if done.into_inner() < total as u64 {
            return Err(PartitionFault::Interrupted);
        }
        Ok(log_sum_exp(&parts))
    }

    /// For each of some high parts, ln Σ over the states with it.
    fn high_parts(&self, numbers: Range<usize>) -> Vec<f64> {
        let (machine, low) = (self.machine, self.low);
        let high = machine.visible_units.enumerated(machine.visible() - low, numbers);
        let rest = machine.weights.slice(ndarray::s![low.., ..]);
        let base = |high: ArrayView1<f64>| (high.dot(&rest) + &machine.hidden_bias).mapv_into(f64::exp);
        let bases: Vec<Array1<f64>> = high.outer_iter().map(base).collect();
        let mut logs = vec![self.linear.clone(); bases.len()];
        let mut products = vec![vec![1.0; self.linear.len()]; bases.len()];
        for chunk in &self.chunks {
            products.iter_mut().for_each(|products| products.fill(1.0));
            for (j, factors) in self.factors.outer_iter().enumerate().take(chunk.end).skip(chunk.start) {
                let factors = factors.to_slice().expect("rows of a table in standard layout");
                for (products, base) in products.iter_mut().zip(&bases) {
                    multiply(products, base[j], factors);
                }
            }
            for (logs, products) in logs.iter_mut().zip(&products) {
                logs.iter_mut().zip(products).for_each(|(log, product)| *log += product.ln());
            }
        }
        let bias = machine.visible_bias.slice(ndarray::s![low..]);
        high.outer_iter().zip(&logs).map(|(high, logs)| high.dot(&bias) + log_sum_exp(logs)).collect()
    }
}

/// Multiplies each product by 1 + base times its factor, with the widest instructions of this processor; which ones they
/// are changes no bit.
fn multiply(products: &mut [f64], base: f64, factors: &[f64]) {
    pulp::Arch::new().dispatch(|| {
        let count = products.len().min(factors.len());
        let (products, factors) = (&mut products[..count], &factors[..count]);
        let mut i = 0;
        while i < count {
            products[i] *= 1.0 + base * factors[i];
            i += 1;
        }
    });
}

/// Cuts the hidden units where the product of their largest factors would leave the range; none where one does alone.
fn chunks(machine: &ExactRbm) -> Option<Vec<Range<usize>>> {
    let largest = |j: usize| {
        machine.hidden_bias[j].abs() + machine.weights.column(j).iter().map(|w| w.abs()).sum::<f64>() + LN_2
    };
    let mut chunks = Vec::new();
    let (mut first, mut sum) = (0, 0.0);
    for j in 0..machine.hidden() {
        let one = largest(j);
        if one > LARGEST {
            return None;
        }
        if sum + one > LARGEST {
            chunks.push(first..j);
            (first, sum) = (j, 0.0);
        }
        sum += one;
    }
    chunks.push(first..machine.hidden());
    Some(chunks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use crate::models::boltzmann::Units;
    use ndarray::Array1;

    fn machine(visible: usize, hidden: usize, scale: f64) -> ExactRbm {
        ExactRbm::binary(
            Array2::from_shape_fn((visible, hidden), |(i, j)| {
                scale * (1.7 * i as f64 + 2.3 * j as f64 + 0.5).sin()
            }),
            Array1::from_shape_fn(visible, |i| 0.3 * (i as f64).cos()),
            Array1::from_shape_fn(hidden, |j| 0.2 * (j as f64).sin()),
        )
    }

    /// Against the plain sum, whose own rounding is that of some thousand additions; with products that are cut often (scale
    /// 20), that are not possible (scale 200), and with fewer units than a low part.
    #[test]
    fn products_agree_with_the_plain_sum() {
        for (visible, hidden, scale) in [(3, 5, 0.8), (11, 9, 0.5), (12, 30, 20.0), (9, 40, 200.0)] {
            let machine = machine(visible, hidden, scale);
            let (found, plain) = (exact(&machine, &Unwatched).unwrap(), machine.log_partition().unwrap());
            assert!((found - plain).abs() < 1e-12 * plain.abs().max(1.0), "{found} is not {plain}");
        }
    }

    #[test]
    fn spins_are_summed_as_binary_units() {
        for (visible, hidden) in [(Units::Spin, Units::Spin), (Units::Binary, Units::Spin)] {
            let spins = ExactRbm { visible_units: visible, hidden_units: hidden, ..machine(9, 7, 0.4) };
            let (found, plain) = (exact(&spins, &Unwatched).unwrap(), spins.log_partition().unwrap());
            assert!((found - plain).abs() < 1e-12 * plain.abs(), "{found} is not {plain}");
        }
    }

    /// The number of threads changes nothing, and who asks for the end gets it.
    #[test]
    fn threads_do_not_matter_and_an_end_is_heard() {
        let machine = machine(14, 20, 0.5);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| exact(&machine, &Unwatched).unwrap().to_bits())
        };
        assert_eq!(on(1), on(3));
        struct Impatient;
        impl Observer for Impatient {
            fn progress(&self, _done: u64, _total: u64, _note: &str) {}
            fn cancelled(&self) -> bool {
                true
            }
        }
        assert_eq!(exact(&machine, &Impatient), Err(PartitionFault::Interrupted));
        let mut wrong = machine;
        wrong.weights[[0, 0]] = f64::NAN;
        assert_eq!(exact(&wrong, &Unwatched), Err(PartitionFault::NotFinite));
    }
}
