//! The mean of several predictions: probabilities of classes are averaged, members and copies each counting alike.

use crate::vocabulary::Prediction;
use crate::words::models::told_classes;
use ndarray::{Array2, s};

/// Predictions that are added up.
#[derive(Default)]
pub struct Mixture {
    /// Sums of probabilities, (rows, classes).
    sum: Option<Array2<f64>>,
    parts: usize,
}

impl Mixture {
    /// Adds what one says of the rows, the same in every call; without probabilities, its classes count as certain. A class
    /// that one does not know, or never names, has no probability by it.
    pub fn add(&mut self, prediction: Prediction) {
        let Some(probabilities) = probabilities(&prediction) else { return };
        self.parts += 1;
        self.sum = Some(match self.sum.take() {
            Some(sum) => {
                let classes = sum.ncols().max(probabilities.ncols());
                widened(sum, classes) + widened(probabilities, classes)
            }
            None => probabilities,
        });
    }

    /// What they say together.
    pub fn prediction(self) -> Prediction {
        let parts = self.parts.max(1) as f64;
        let logs =
            self.sum.map(|sum| sum.mapv(|p| (p / parts).max(f64::from(f32::MIN_POSITIVE)).ln() as f32));
        logs.map_or(Prediction::default(), told_classes)
    }
}

/// With columns of 0 up to so many.
fn widened(probabilities: Array2<f64>, classes: usize) -> Array2<f64> {
    let (rows, known) = probabilities.dim();
    if known == classes {
        return probabilities;
    }
    let mut wide = Array2::zeros((rows, classes));
    wide.slice_mut(s![.., ..known]).assign(&probabilities);
    wide
}

/// (rows, classes)
fn probabilities(prediction: &Prediction) -> Option<Array2<f64>> {
    if let Some(logs) = &prediction.log_probabilities {
        return Some(logs.mapv(|log| f64::from(log).exp()));
    }
    let classes = prediction.classes.as_ref()?;
    let most = classes.iter().map(|&class| class as usize + 1).max().unwrap_or(0);
    Some(Array2::from_shape_fn((classes.len(), most), |(row, class)| {
        f64::from(u8::from(classes[row] as usize == class))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// .9 and .2 for the first class are .55 on average; .1 and .2 are .15.
    #[test]
    fn probabilities_are_averaged_and_the_largest_mean_wins() {
        let says = |p: f64, q: f64| {
            told_classes(array![
                [p.ln() as f32, (1.0 - p).ln() as f32],
                [q.ln() as f32, (1.0 - q).ln() as f32]
            ])
        };
        let mut mixture = Mixture::default();
        mixture.add(says(0.9, 0.1));
        mixture.add(says(0.2, 0.2));
        let both = mixture.prediction();
        assert_eq!(both.classes, Some(vec![0, 1]));
        let logs = both.log_probabilities.expect("of both");
        assert!((logs[(0, 0)].exp() - 0.55).abs() < 1e-6 && (logs[(1, 0)].exp() - 0.15).abs() < 1e-6);
    }
    /// One that only names classes, and never the last, counts as much as one that knows all of them, in either order.
    #[test]
    fn a_class_that_is_never_named_leaves_the_others_what_they_were() {
        let named = || Prediction { classes: Some(vec![0, 1]), ..Prediction::default() };
        let knows = || {
            told_classes(array![
                [0.2f32.ln(), 0.2f32.ln(), 0.6f32.ln()],
                [0.1f32.ln(), 0.3f32.ln(), 0.6f32.ln()]
            ])
        };
        let together = |first: Prediction, second: Prediction| {
            let mut mixture = Mixture::default();
            mixture.add(first);
            mixture.add(second);
            mixture.prediction().log_probabilities.expect("of both").mapv(f32::exp)
        };
        for found in [together(named(), knows()), together(knows(), named())] {
            let expected = array![[0.6, 0.1, 0.3], [0.05, 0.65, 0.3]];
            assert!((&found - &expected).iter().all(|apart| apart.abs() < 1e-6), "{found}");
        }
    }
}
