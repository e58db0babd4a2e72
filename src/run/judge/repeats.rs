//! Repeats judged by their spread: Student's (1908) t for the mean of one value a repeat. Where several repeated
//! lines stand in a claim, it is worked out repeat by repeat: equal repeats share their seeds, so what they have in common
//! drops out of the difference.

use super::measured::{Measured, Repeats};
use super::tested::{Counted, Tested, Untested};
use crate::numeric::statistics::{Mean, repeats_to_decide};

/// One value a repeat, and how many measured terms went into it.
struct Samples {
    values: Repeats,
    terms: usize,
}

pub fn tested(quantity: &Measured, confidence: f64) -> Result<Tested, Untested> {
    let Samples { values, terms } = samples(quantity).ok_or(Untested::NoSpread)?;
    let values: Vec<f64> = values.iter().map(|(_, x)| *x).collect();
    let mean = Mean::of(&values).ok_or(Untested::NoSpread)?;
    let test = mean.test(0.0).ok_or(Untested::AllTheSame)?;
    let interval = mean.interval(2.0 * confidence - 1.0).ok_or(Untested::NoSpread)?;
    Ok(Tested {
        test: if terms > 1 { "Student's t, paired by repeat" } else { "Student's t" },
        interval,
        low: 1.0 - test.greater,
        high: test.greater,
        n: mean.n,
        enough: repeats_to_decide(mean.mean, mean.variance.sqrt(), confidence),
        counted: Counted::Repeats,
    })
}

/// The term repeat by repeat; none where something in it was measured once.
fn samples(quantity: &Measured) -> Option<Samples> {
    match quantity {
        Measured::Known(_) => None,
        Measured::Values { values, .. } => {
            (values.len() > 1).then(|| Samples { values: values.clone(), terms: 1 })
        }
        Measured::Over { function, .. } if function.is_extreme() => None,
        Measured::Over { points, .. } => over_axis(points),
        Measured::Arithmetic { left, operator, right } => {
            let (left, right) = sides(left, right)?;
            Some(left.paired(&right, |x, y| operator.applied(x, y)))
        }
    }
}

/// Both sides repeat by repeat; a number, or arithmetic on numbers, is the same in each.
fn sides(left: &Measured, right: &Measured) -> Option<(Samples, Samples)> {
    let fixed = |side: &Measured, other: &Samples| {
        side.repeats().is_empty().then(|| {
            let value = side.value(None);
            Samples { values: other.values.iter().map(|(at, _)| (*at, value)).collect(), terms: 0 }
        })
    };
    match (samples(left), samples(right)) {
        (Some(left), Some(right)) => Some((left, right)),
        (Some(left), None) => fixed(right, &left).map(|right| (left, right)),
        (None, Some(right)) => fixed(left, &right).map(|left| (left, right)),
        (None, None) => None,
    }
}

/// The mean over an axis, repeat by repeat.
fn over_axis(points: &[(f64, Repeats)]) -> Option<Samples> {
    let mut all = points.iter().map(|(_, values)| Samples { values: values.clone(), terms: 1 });
    let first = all.next().filter(|first| first.values.len() > 1)?;
    let sum = all.fold(first, |sum, next| sum.paired(&next, |x, y| x + y));
    (sum.values.len() > 1).then(|| Samples { terms: 1, ..sum.each(|x| x / points.len() as f64) })
}

impl Samples {
    fn each(self, f: impl Fn(f64) -> f64) -> Self {
        Samples { values: self.values.into_iter().map(|(at, x)| (at, f(x))).collect(), ..self }
    }

    /// The repeats that both have.
    fn paired(&self, other: &Samples, f: impl Fn(f64, f64) -> f64) -> Self {
        let of = |repeat: u64| other.values.iter().find(|(at, _)| *at == repeat).map(|(_, y)| *y);
        let values = self.values.iter().filter_map(|(at, x)| Some((*at, f(*x, of(*at)?))));
        Samples { values: values.collect(), terms: self.terms + other.terms }
    }
}
