//! Renormalization groups: exact ones of the chain, approximate ones of the plane, tensor networks, maps.
//!
//! A flow maps couplings to couplings of a system that is `b` times as coarse. Near a fixed point the eigenvalues of its
//! derivative are `b^y`; an exponent y above 0 belongs to a relevant coupling.

pub mod decimation;
pub mod energy;
pub mod exponents;
pub mod extensivity;
pub mod hotrg;
pub mod kadanoff;
pub mod kernels;
pub mod log_periodic;
pub mod migdal_kadanoff;
pub mod niemeijer_van_leeuwen;
pub mod period_doubling;
pub mod scale_invariance;
pub mod tensor;
pub mod trg;

pub use exponents::Exponents;

/// Where a function changes its sign between `low` and `high`, by bisection to rounding.
pub fn root(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let rises = f(high) > f(low);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if middle <= low.min(high) || middle >= low.max(high) {
            break;
        }
        if (f(middle) > 0.0) == rises { high = middle } else { low = middle }
    }
    (low + high) / 2.0
}
