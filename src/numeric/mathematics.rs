//! Which mathematical library this machine has, as far as numbers tell. exp, tanh and the like come from the system, and
//! their last bits differ between versions of it; where they do, equal sentences have results that are not equal.

use std::hint::black_box;

/// So many arguments of each function: with that many, two implementations that round differently at all are all but sure to
/// differ in one.
const ARGUMENTS: u32 = 512;

/// A function and the range of its arguments.
type Function = (fn(f64) -> f64, f64, f64);

/// The functions that kernels call in f64, each with the range in which they call it.
const FUNCTIONS: [Function; 8] = [
    (f64::exp, -40.0, 40.0),
    (f64::ln, 1e-12, 50.0),
    (f64::ln_1p, 1e-12, 2.0),
    (f64::tanh, -6.0, 6.0),
    (f64::cosh, -6.0, 6.0),
    (f64::sin, -7.0, 7.0),
    (f64::cos, -7.0, 7.0),
    (|x| x.powf(17.3), 0.5, 1.0),
];

/// A hash of what the functions yield here: equal on two machines whose libraries agree on all of these arguments.
pub fn fingerprint() -> String {
    let mut hasher = blake3::Hasher::new();
    for (function, low, high) in FUNCTIONS {
        for k in 0..ARGUMENTS {
            // A compiler that knows the argument would ask the library of the machine that it runs on.
            let x = black_box(low + (high - low) * (f64::from(k) + 0.37) / f64::from(ARGUMENTS));
            hasher.update(&function(x).to_bits().to_le_bytes());
        }
    }
    hasher.finalize().to_hex()[..8].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_every_time_and_short() {
        assert_eq!(fingerprint(), fingerprint());
        assert!(fingerprint().len() == 8 && fingerprint().bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
