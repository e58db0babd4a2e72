//! What two runs measured, and whether they differ by more than chance.
//!
//! Two shares of independent trials are compared by the interval of Agresti and Caffo (2000), which adds one hit and
//! one miss to either and never degenerates; anything else by Welch's t (1947) from the standard errors, a share's
//! being that of the binomial distribution. What rests on nothing, a training loss, can't be judged.

use crate::numeric::statistics;
use crate::run::{MeasureRecord, SeriesRecord};
use serde::Serialize;

/// How sure a difference is.
pub const CONFIDENCE: f64 = 0.95;

/// The second value minus the first, with its 95 % interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub low: f64,
    pub high: f64,
    pub test: &'static str,
}

impl Difference {
    /// Whether both runs could have measured the same thing.
    pub fn is_chance(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// The interval of a difference, where both values rest on something.
pub fn difference(a: &MeasureRecord, b: &MeasureRecord) -> Option<Difference> {
    let sided = 0.5 + CONFIDENCE / 2.0;
    let (middle, half, test) = match (a.hits, b.hits) {
        (Some(x), Some(y)) => {
            let share = |hits: u64, n: u64| (hits as f64 + 1.0) / (n as f64 + 2.0);
            let variance = |p: f64, n: u64| p * (1.0 - p) / (n as f64 + 2.0);
            let (p, q) = (share(x, a.n), share(y, b.n));
            let error = (variance(p, a.n) + variance(q, b.n)).sqrt();
            (q - p, statistics::normal_quantile(sided) * error, "two shares, Agresti and Caffo")
        }
        _ => {
            let ((va, fa), (vb, fb)) = (variance(a)?, variance(b)?);
            let freedom = (va + vb).powi(2) / (va * va / fa + vb * vb / fb);
            if !(va + vb > 0.0 && freedom.is_finite()) {
                return None;
            }
            let half = statistics::student_t_quantile(sided, freedom) * (va + vb).sqrt();
            (b.value - a.value, half, "Welch's t")
        }
    };
    (middle.is_finite() && half.is_finite()).then_some(Difference {
        low: middle - half,
        high: middle + half,
        test,
    })
}

/// The variance of a value and its degrees of freedom.
fn variance(measure: &MeasureRecord) -> Option<(f64, f64)> {
    let freedom = measure.n.checked_sub(1).filter(|n| *n > 0)? as f64;
    let error = match measure.hits {
        Some(_) => (measure.value * (1.0 - measure.value) / measure.n as f64).sqrt(),
        None => measure.standard_error?,
    };
    Some((error * error, freedom))
}

/// How far two curves lie apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    pub over: String,
    /// Points that both have, of those that either has.
    pub shared: usize,
    pub points: usize,
    /// The place of the greatest difference, and the values of both there.
    pub at: Option<(f64, f64, f64)>,
}

/// The gap between two curves; none where they are equal.
pub fn gap(a: &SeriesRecord, b: &SeriesRecord) -> Option<Gap> {
    if a == b || a.over != b.over && a.x.is_empty() && b.x.is_empty() {
        return None;
    }
    let value = |series: &SeriesRecord, x: f64| {
        series.x.iter().position(|other| *other == x).and_then(|at| series.y.get(at)).copied()
    };
    let both = a.x.iter().zip(&a.y).filter_map(|(&x, &y)| Some((x, y, value(b, x)?)));
    let both: Vec<(f64, f64, f64)> = if a.over == b.over { both.collect() } else { Vec::new() };
    let apart = |point: &(f64, f64, f64)| (point.2 - point.1).abs();
    let differing = both.iter().filter(|point| apart(point) > 0.0).copied();
    let at = differing.max_by(|p, q| apart(p).total_cmp(&apart(q)));
    let points = a.x.len() + b.x.len() - both.len();
    (at.is_some() || both.len() < points).then(|| Gap {
        over: a.over.clone(),
        shared: both.len(),
        points,
        at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(hits: u64, n: u64) -> MeasureRecord {
        let value = hits as f64 / n as f64;
        let unit = "fraction".to_string();
        MeasureRecord { value, low: value, high: value, n, unit, hits: Some(hits), standard_error: None }
    }

    fn mean(value: f64, standard_error: f64, n: u64) -> MeasureRecord {
        MeasureRecord { value, hits: None, standard_error: Some(standard_error), ..share(0, n) }
    }

    /// 7 of 50 against 15 of 50, by hand: (16 - 8) / 52 ± 1.959964 sqrt(8 44 / 52³ + 16 36 / 52³).
    #[test]
    fn two_shares_are_compared_as_their_authors_do() {
        let found = difference(&share(7, 50), &share(15, 50)).expect("an interval");
        assert!((found.low + 0.005_41).abs() < 1e-4 && (found.high - 0.313_10).abs() < 1e-4, "{found:?}");
        assert!(found.is_chance());
        assert!(!difference(&share(100, 10_000), &share(200, 10_000)).expect("an interval").is_chance());
        assert!(difference(&share(0, 10), &share(0, 10)).expect("an interval").is_chance());
    }

    /// Two means of equal error and n: the error grows by sqrt 2, the freedom is 2 (n - 1) = 18, t = 2.100922.
    #[test]
    fn two_means_are_compared_by_welch() {
        let found = difference(&mean(1.0, 0.1, 10), &mean(1.5, 0.1, 10)).expect("an interval");
        let half = 2.100_922 * 0.02f64.sqrt();
        assert!((found.low - (0.5 - half)).abs() < 1e-6 && (found.high - (0.5 + half)).abs() < 1e-6);
        assert!(!found.is_chance());
        let exact = MeasureRecord { standard_error: None, ..mean(1.0, 0.0, 1) };
        assert_eq!(difference(&exact, &mean(1.5, 0.1, 10)), None);
        assert_eq!(difference(&mean(1.0, 0.0, 10), &mean(1.5, 0.0, 10)), None, "repeats that do not differ");
    }

    #[test]
    fn curves_differ_most_somewhere() {
        let curve = |y: &[f64]| SeriesRecord {
            over: "epoch".into(),
            x: (1..=y.len()).map(|x| x as f64).collect(),
            y: y.to_vec(),
            low: Vec::new(),
            high: Vec::new(),
        };
        let found = gap(&curve(&[3.0, 2.0, 1.0]), &curve(&[3.0, 1.5, 0.9, 0.5])).expect("a gap");
        assert_eq!((found.shared, found.points, found.at), (3, 4, Some((2.0, 2.0, 1.5))));
        assert_eq!(gap(&curve(&[1.0]), &curve(&[1.0])), None);
        assert_eq!(gap(&curve(&[1.0]), &curve(&[1.0, 2.0])).expect("a gap").at, None);
    }
}
