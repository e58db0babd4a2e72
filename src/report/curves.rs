//! The curves of a record for tools whose points have whole numbers as steps: TensorBoard and MLflow.

use crate::run::{SeriesRecord, StepRecord};

/// A curve over epochs has the name of its measure; one over an axis says which.
pub fn name(measure: &str, series: &SeriesRecord) -> String {
    if series.over == "epoch" { measure.into() } else { format!("{measure} over {}", series.over) }
}

/// The step of each point: its value on the axis or, where the axis has others than whole numbers, its place from 0.
pub fn steps(series: &SeriesRecord) -> Vec<i64> {
    let whole = series.x.iter().all(|x| x.fract() == 0.0 && x.abs() < 9e15);
    let step = |(place, x): (usize, &f64)| if whole { *x as i64 } else { place as i64 };
    series.x.iter().enumerate().map(step).collect()
}

/// The measures of a step that have no curve, with their values.
pub fn single(step: &StepRecord) -> impl Iterator<Item = (&str, f64)> {
    let single = step.measures.iter().filter(|(name, _)| !step.series.contains_key(*name));
    single.map(|(name, measure)| (name.as_str(), measure.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_epochs_values_or_places() {
        let series = |over: &str, x: &[f64]| SeriesRecord {
            over: over.into(),
            x: x.into(),
            y: x.into(),
            low: Vec::new(),
            high: Vec::new(),
        };
        let found = |series: SeriesRecord| (name("loss", &series), steps(&series));
        assert_eq!(found(series("epoch", &[1.0, 2.0])), ("loss".into(), vec![1, 2]));
        assert_eq!(found(series("n", &[5.0, 10.0])), ("loss over n".into(), vec![5, 10]));
        assert_eq!(found(series("rate", &[0.1, 1.0])), ("loss over rate".into(), vec![0, 1]));
    }
}
