//! The mean of several predictions: probabilities of classes are averaged, members and copies each counting alike.

use crate::vocabulary::Prediction;
use crate::words::models::told_classes;
use ndarray::Array2;

/// Predictions that are added up.
#[derive(Default)]
pub struct Mixture {
    /// Sums of probabilities, (rows, classes).
    sum: Option<Array2<f64>>,
    parts: usize,
}

impl Mixture {
    /// Adds what one says of the rows; without probabilities, its classes count as certain.
    pub fn add(&mut self, prediction: Prediction) {
        let Some(probabilities) = probabilities(&prediction, self.classes()) else { return };
        self.parts += 1;
        self.sum = Some(match self.sum.take() {
            Some(sum) if sum.dim() == probabilities.dim() => sum + probabilities,
            _ => probabilities,
        });
    }

    fn classes(&self) -> usize {
        self.sum.as_ref().map_or(0, Array2::ncols)
    }

    /// What they say together.
    pub fn prediction(self) -> Prediction {
        let parts = self.parts.max(1) as f64;
        let logs =
            self.sum.map(|sum| sum.mapv(|p| (p / parts).max(f64::from(f32::MIN_POSITIVE)).ln() as f32));
        logs.map_or(Prediction::default(), told_classes)
    }
}

fn probabilities(prediction: &Prediction, least: usize) -> Option<Array2<f64>> {
    if let Some(logs) = &prediction.log_probabilities {
        return Some(logs.mapv(|log| f64::from(log).exp()));
    }
    let classes = prediction.classes.as_ref()?;
    let most = classes.iter().map(|&class| class as usize + 1).max().unwrap_or(0).max(least);
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
}
