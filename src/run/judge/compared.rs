//! Repeated lines of one block compared with each other, pair by pair and repeat by repeat: Student's paired t, its p
//! corrected for all pairs of the block (Holm 1979). So of lines that are all alike, none is called different in 95 files of
//! 100, however many there are.

use crate::check::{Block, Line, Operand, Plan};
use crate::numeric::statistics::{holm, paired};
use crate::run::table::Results;
use crate::vocabulary::{Better, Measure, MeasureRef, Unit};
use serde::{Deserialize, Serialize};

/// The pairs of a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparisons {
    pub measure: String,
    pub unit: Unit,
    pub pairs: Vec<Pair>,
}

/// Two lines at one place of their sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<(String, f64)>,
    pub first: String,
    pub second: String,
    /// The mean of first less second, with its 95 % interval.
    pub difference: f64,
    pub low: f64,
    pub high: f64,
    /// Two-sided; none where repeats do not differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// The same, corrected for all pairs of the block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<f64>,
    pub n: u64,
}

/// More pairs than this are not compared: who looks at so many looks for the smallest p.
const MOST_PAIRS: usize = 200;

/// The comparisons of every block that repeats several labelled lines.
pub fn comparisons(plan: &Plan, results: &Results) -> Vec<Comparisons> {
    plan.blocks.iter().filter_map(|block| of_block(block, plan, results)).collect()
}

fn of_block(block: &Block, plan: &Plan, results: &Results) -> Option<Comparisons> {
    let lines = &block.cells.first()?.lines;
    let (measure, labels) = shared(lines, plan)?;
    let all = block.cells.len() * labels.len() * labels.len().saturating_sub(1) / 2;
    if block.repeats < 2 || all > MOST_PAIRS {
        return None;
    }
    let mut pairs = Vec::new();
    for cell in &block.cells {
        let at: Vec<(String, f64)> = block.axes.iter().cloned().zip(cell.values.iter().copied()).collect();
        for (i, first) in labels.iter().enumerate() {
            let others = labels.iter().skip(i + 1);
            pairs.extend(others.filter_map(|second| pair(&at, measure.name, (first, second), plan, results)));
        }
    }
    let p: Vec<f64> = pairs.iter().filter_map(|pair| pair.p).collect();
    let mut corrected = holm(&p).into_iter();
    pairs.iter_mut().filter(|pair| pair.p.is_some()).for_each(|pair| pair.corrected = corrected.next());
    (!pairs.is_empty()).then(|| Comparisons { measure: measure.name.to_string(), unit: measure.unit, pairs })
}

/// The first measure that is better low or high and that several labelled lines have, and those lines.
fn shared<'l>(lines: &'l [Line], plan: &Plan) -> Option<(&'static Measure, Vec<&'l str>)> {
    let has = |line: &Line, measure: &Measure| {
        plan.measures(line).iter().any(|(m, n)| m.name == measure.name && *n == 1)
    };
    let candidates = lines.iter().flat_map(|line| plan.measures(line)).map(|(measure, _)| measure);
    candidates.filter(|measure| measure.better != Better::Neither).find_map(|measure| {
        let with = lines.iter().filter(|line| has(line, measure));
        let labels: Vec<&str> = with.filter_map(|line| line.label.as_deref()).collect();
        (labels.len() > 1).then_some((measure, labels))
    })
}

fn pair(
    at: &[(String, f64)],
    measure: &str,
    (first, second): (&str, &str),
    plan: &Plan,
    results: &Results,
) -> Option<Pair> {
    let of = |label: &str| {
        let (label, measure) = (label.to_string(), measure.to_string());
        let operand = Operand {
            measure: MeasureRef { label, measure, ..MeasureRef::default() },
            at: at.to_vec(),
            best: false,
        };
        results.repeats(plan, &operand)
    };
    let (a, b) = (of(first), of(second));
    let both = a.iter().filter_map(|(repeat, x)| {
        let (_, y) = b.iter().find(|(other, _)| other == repeat)?;
        Some((x.value, y.value))
    });
    let (a, b): (Vec<f64>, Vec<f64>) = both.unzip();
    let difference = paired(&a, &b)?;
    let interval = difference.interval(0.95)?;
    Some(Pair {
        at: at.to_vec(),
        first: first.to_string(),
        second: second.to_string(),
        difference: difference.mean,
        low: interval.low,
        high: interval.high,
        p: difference.test(0.0).map(|test| test.two_sided),
        corrected: None,
        n: difference.n,
    })
}
