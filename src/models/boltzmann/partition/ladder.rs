//! Inverse temperatures from 0 to 1, along which a machine is annealed.
//!
//! Graded as Salakhutdinov and Murray (2008) have it for 14,500 steps: 500 up to 1/2, 4,000 up to 0.9 and 10,000 up to 1,
//! in these proportions for any other number. The finer the last part, where the machine freezes, the smaller the variance.

/// How the temperatures are spaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    Graded,
    Even,
}

/// Inverse temperatures, the first 0, the last 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder(Vec<f64>);

/// Shares of the steps and where each piece ends.
const PIECES: [(f64, f64); 3] =
    [(500.0 / 14_500.0, 0.5), (4_000.0 / 14_500.0, 0.9), (10_000.0 / 14_500.0, 1.0)];

impl Ladder {
    /// A ladder of so many steps, one at least.
    pub fn new(steps: usize, spacing: Spacing) -> Self {
        let steps = steps.max(1);
        let place = |k: usize| match spacing {
            Spacing::Even => k as f64 / steps as f64,
            Spacing::Graded => graded(k as f64 / steps as f64),
        };
        Ladder((0..=steps).map(|k| if k == steps { 1.0 } else { place(k) }).collect())
    }

    /// The inverse temperatures upwards.
    pub fn up(self) -> Vec<f64> {
        self.0
    }

    /// The inverse temperatures downwards.
    pub fn down(mut self) -> Vec<f64> {
        self.0.reverse();
        self.0
    }
}

/// The inverse temperature after a share of the steps.
fn graded(share: f64) -> f64 {
    let (mut used, mut from) = (0.0, 0.0);
    for (part, to) in PIECES {
        if share < used + part {
            return from + (to - from) * (share - used) / part;
        }
        (used, from) = (used + part, to);
    }
    1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps of 1/1000, 1/10,000 and 1/100,000.
    #[test]
    fn the_published_ladder() {
        let ladder = Ladder::new(14_500, Spacing::Graded).up();
        for (k, expected) in
            [(0, 0.0), (1, 0.001), (500, 0.5), (501, 0.5001), (4500, 0.9), (4501, 0.90001), (14_500, 1.0)]
        {
            assert!((ladder[k] - expected).abs() < 1e-12, "{k}: {}", ladder[k]);
        }
        assert!(ladder.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_single_step_jumps() {
        assert_eq!(Ladder::new(0, Spacing::Graded).up(), [0.0, 1.0]);
        assert_eq!(Ladder::new(4, Spacing::Even).down(), [1.0, 0.75, 0.5, 0.25, 0.0]);
    }
}
