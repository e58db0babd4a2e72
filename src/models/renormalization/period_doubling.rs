//! Feigenbaum's renormalization of maps (1978): for `x -> 1 - a x^2` the parameters `a_n` of the superstable orbits of
//! period 2^n converge as `(a_n - a_(n-1)) / (a_(n+1) - a_n) -> delta`, and the distances of the nearest point of the
//! orbit from 0 as alpha.

/// Superstable parameters and what they give.
#[derive(Clone, Debug, PartialEq)]
pub struct Cascade {
    /// a_0 = 0, a_1 = 1, ...
    pub parameters: Vec<f64>,
    /// (a_n - a_(n-1)) / (a_(n+1) - a_n), from n = 1.
    pub deltas: Vec<f64>,
    /// Ratios of the distances d_n of 0 to its nearest neighbour on the orbit, d_n / d_(n+1), from n = 1; negative.
    pub alphas: Vec<f64>,
}

/// More doublings than these move a by less than f64 resolves.
pub const MOST: usize = 14;

/// The point of the orbit of 0 after so many steps, and its derivative by a.
fn after(a: f64, steps: usize) -> (f64, f64) {
    (0..steps).fold((0.0, 0.0), |(x, slope), _| (1.0 - a * x * x, -x * x - 2.0 * a * x * slope))
}

/// The parameter at which 0 lies on an orbit of period 2^n, near `start`, by Newton's method.
fn superstable(n: usize, start: f64) -> f64 {
    let mut a = start;
    for _ in 0..60 {
        let (x, slope) = after(a, 1 << n);
        let moved = x / slope;
        a -= moved;
        if moved.abs() < 1e-15 {
            break;
        }
    }
    a
}

/// The cascade with `doublings` doublings, from 2 to [`MOST`].
pub fn cascade(doublings: usize) -> Cascade {
    let mut a = vec![0.0, 1.0];
    let mut delta = 4.7;
    for n in 2..=doublings.clamp(2, MOST) {
        let next = superstable(n, a[n - 1] + (a[n - 1] - a[n - 2]) / delta);
        delta = (a[n - 1] - a[n - 2]) / (next - a[n - 1]);
        a.push(next);
    }
    let deltas = a.windows(3).map(|w| (w[1] - w[0]) / (w[2] - w[1])).collect();
    let distance = |n: usize| after(a[n], 1 << (n - 1)).0;
    let alphas = (1..a.len() - 1).map(|n| distance(n) / distance(n + 1)).collect();
    Cascade { parameters: a, deltas, alphas }
}

/// Aitken's limit of the last three of a sequence that converges geometrically.
pub fn limit(sequence: &[f64]) -> Option<f64> {
    let [.., a, b, c] = sequence else { return None };
    let curvature = c - 2.0 * b + a;
    Some(if curvature == 0.0 { *c } else { c - (c - b).powi(2) / curvature })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feigenbaums_numbers_come_out() {
        let it = cascade(11);
        for (got, known) in it.deltas.iter().zip([3.218_511_422, 4.385_677_599, 4.600_949_277, 4.655_130_495])
        {
            assert!((got - known).abs() < 1e-9, "{it:?}");
        }
        // Two doublings before a loses its digits, the limit is right to 1e-6.
        assert!((limit(&it.deltas).unwrap() - 4.669_201_609_103).abs() < 1e-6, "{:?}", it.deltas);
        assert!((limit(&it.alphas).unwrap() + 2.502_907_875_096).abs() < 1e-5, "{:?}", it.alphas);
    }
}
