//! Measures: what can be read off a run, with its unit, and how sure it is.

use super::{Ability, Context, Cost, Data, DataKind, Fault, Marks, Model, ModelKind, Outcome};
use crate::numeric::statistics;
use crate::source::Lint;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a measure is counted in; written as its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum Unit {
    Fraction,
    Nats,
    Number,
}

impl Unit {
    pub const fn word(self) -> &'static str {
        match self {
            Unit::Fraction => "fraction",
            Unit::Nats => "nats",
            Unit::Number => "",
        }
    }

    /// The unit of this word.
    pub fn named(word: &str) -> Unit {
        [Unit::Fraction, Unit::Nats].into_iter().find(|unit| unit.word() == word).unwrap_or(Unit::Number)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> String {
        unit.word().to_string()
    }
}

impl From<String> for Unit {
    fn from(word: String) -> Unit {
        Unit::named(&word)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    Lower,
    Higher,
    Neither,
}

/// The part of the data that a measure is taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasuredOn {
    Training,
    /// Rows that are neither learnt from nor judged by: a configuration may be chosen on them.
    Validation,
    Test,
    /// A property of the model.
    Nothing,
}

/// A measure, declared once.
pub struct Measure {
    pub name: &'static str,
    pub doc: &'static str,
    pub unit: Unit,
    pub better: Better,
    pub on: MeasuredOn,
    /// Whether it counts the test rows that hit or miss, so that one run can decide a claim.
    pub counts_rows: bool,
    /// What is wrong with a claim that rests on it, where it is a poor guide.
    pub caution: Option<&'static Lint>,
    /// How `check` computes it; `None` where only a run's own stages yield it.
    pub check: Option<&'static dyn Check>,
}

/// A name belongs to one measure.
impl PartialEq for Measure {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// What `check` does for a measure.
pub trait Check: Sync {
    fn needs(&self) -> Ability;
    /// The measures that it yields, with the number of values each has.
    fn yields(&self, model: &ModelKind) -> Vec<(&'static Measure, usize)>;
    /// What these data lack for it, with a cure.
    fn lacks(&self, _data: &DataKind) -> Option<(String, String)> {
        None
    }
    /// What to say where held-out rows are compared and there are none.
    fn without_validation(&self) -> Option<&'static Lint>;
    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost;
    fn run(&self, model: &dyn Model, data: &Data, context: &mut Context) -> Result<Outcome, Fault>;
}

/// What a value rests on: the ground for its interval and for a claim's test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Evidence {
    /// `hits` of `n` independent trials; `marks` says which, where they are rows of a test part.
    Binomial { hits: u64, n: u64, marks: Option<Arc<Marks>> },
    /// The mean of independent values: one a repeat, or one a row.
    Sample { mean: f64, standard_error: f64, n: u64 },
    /// A number without an error.
    Exact,
}

/// One value of a measure.
#[derive(Clone, Debug)]
pub struct Reading {
    pub measure: &'static Measure,
    /// Which of several: the layer of a stack, from 1.
    pub index: Option<usize>,
    pub value: f64,
    pub evidence: Evidence,
}

impl Reading {
    /// The mean of independent values, one a row.
    pub fn mean(measure: &'static Measure, index: Option<usize>, values: &[f64]) -> Self {
        let n = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
        let evidence =
            Evidence::Sample { mean, standard_error: (variance / n).sqrt(), n: values.len() as u64 };
        Reading { measure, index, value: mean, evidence }
    }

    /// A number without an error.
    pub fn exact(measure: &'static Measure, index: Option<usize>, value: f64) -> Self {
        Reading { measure, index, value, evidence: Evidence::Exact }
    }

    /// The name that a claim uses: `error`, `free-energy-gap2`.
    pub fn name(&self) -> String {
        self.index.map_or(self.measure.name.to_string(), |index| format!("{}{index}", self.measure.name))
    }

    /// The interval that holds the true value with this confidence: exact binomial (Clopper and
    /// Pearson 1934), Student's t, or the value itself.
    pub fn interval(&self, confidence: f64) -> (f64, f64) {
        match self.evidence {
            Evidence::Binomial { hits, n, .. } => {
                let whole = statistics::ConfidenceInterval { low: 0.0, high: 1.0 };
                let interval = statistics::binomial_interval(hits, n, confidence).unwrap_or(whole);
                (interval.low, interval.high)
            }
            Evidence::Sample { mean, standard_error, n } if n > 1 => {
                let half =
                    statistics::student_t_quantile(0.5 + confidence / 2.0, (n - 1) as f64) * standard_error;
                // Shares of counted rows lie between none of them and all.
                let (least, most) = match self.measure.counts_rows && self.measure.unit == Unit::Fraction {
                    true => (0.0, 1.0),
                    false => (f64::NEG_INFINITY, f64::INFINITY),
                };
                ((mean - half).max(least), (mean + half).min(most))
            }
            _ => (self.value, self.value),
        }
    }

    pub fn n(&self) -> u64 {
        match self.evidence {
            Evidence::Binomial { n, .. } | Evidence::Sample { n, .. } => n,
            Evidence::Exact => 1,
        }
    }
}

impl std::fmt::Debug for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two repeats of 5 and 60 %: t with one degree of freedom would reach from -317 to 382 %.
    #[test]
    fn a_share_lies_between_nothing_and_all() {
        static SHARE: Measure = Measure {
            name: "miss",
            doc: "",
            unit: Unit::Fraction,
            better: Better::Lower,
            on: MeasuredOn::Test,
            counts_rows: true,
            caution: None,
            check: None,
        };
        let reading = Reading::mean(&SHARE, None, &[0.05, 0.6]);
        assert_eq!(reading.interval(0.95), (0.0, 1.0));
        let loss = Measure { unit: Unit::Nats, counts_rows: false, ..SHARE };
        let reading = Reading { measure: Box::leak(Box::new(loss)), ..reading };
        assert!(reading.interval(0.95).0 < -3.0);
    }
}
