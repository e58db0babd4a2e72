//! What changes from epoch to epoch while a machine is trained: the rate falls, and chains may grow longer.
//!
//! With the epoch e counted from 0: rate(e) = max(floor, rate per_epoch^e), and k(e) Gibbs steps on a straight line from the
//! first number to the last, rounded (as Salakhutdinov and Murray 2008 have it, from 1 to 25; the idea is Carreira-Perpiñán
//! and Hinton's, 2005).

/// A rate that falls by a factor an epoch, down to a floor. The default stays where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Falling {
    pub per_epoch: f64,
    pub floor: f64,
}

impl Default for Falling {
    fn default() -> Self {
        Falling { per_epoch: 1.0, floor: 0.0 }
    }
}

impl Falling {
    /// The rate in an epoch, counted from 0.
    pub fn rate(&self, rate: f64, epoch: usize) -> f64 {
        (rate * self.per_epoch.powf(epoch as f64)).max(self.floor)
    }
}

/// Gibbs steps in an epoch of `epochs`, on a line from `first` to `last`.
pub fn steps_between(first: usize, last: usize, epoch: usize, epochs: usize) -> usize {
    let share = epoch as f64 / epochs.saturating_sub(1).max(1) as f64;
    (first as f64 + share * (last as f64 - first as f64)).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_falls_to_its_floor() {
        let falling = Falling { per_epoch: 0.5, floor: 0.1 };
        let rates: Vec<f64> = (0..4).map(|epoch| falling.rate(0.4, epoch)).collect();
        assert_eq!(rates, [0.4, 0.2, 0.1, 0.1]);
        assert_eq!(Falling::default().rate(0.05, 99), 0.05);
    }

    #[test]
    fn chains_grow_evenly_from_the_first_epoch_to_the_last() {
        let steps: Vec<usize> = (0..5).map(|epoch| steps_between(1, 25, epoch, 5)).collect();
        assert_eq!(steps, [1, 7, 13, 19, 25]);
        assert_eq!((steps_between(1, 25, 0, 1), steps_between(3, 3, 7, 9)), (1, 3));
    }
}
