//! A line held against a published number.
//!
//! *Consistent* (held): the number lies in our 95 % interval, and that is narrow enough, half of it at most the size of
//! difference that is asked for, so that such a difference would have been seen. *Inconsistent* (failed): a two-sided
//! test at 95 % rejects that both are one. *Underpowered* (undecided): neither.
//!
//! One run of n test rows has the exact binomial interval, and is tested against the published rows as a second sample
//! (Newcombe 1998). Repeats have Student's t interval of their mean; the published number is then one run more, with the
//! spread of ours: t = (mean - published) / (s sqrt(1 + 1/k)) with k - 1 degrees of freedom. Where it was counted on another
//! number of test rows, the binomial variances of both are added: only equal rows are taken to be the same ones.

use super::measured::{Share, share};
use super::words::{number, percent};
use super::{Judgement, Verdict};
use crate::check::{ClaimPlan, Held};
use crate::numeric::statistics::{
    self, ConfidenceInterval, Counts, Mean, Side, binomial_interval, binomial_test, smallest, sum_test,
};
use crate::run::table::Results;
use crate::vocabulary::{Evidence, Published, Reading};

const CONFIDENCE: f64 = 0.95;

/// What our side says of the published number.
struct Against {
    ours: String,
    test: &'static str,
    interval: ConfidenceInterval,
    /// Two-sided: the chance of so large a difference, were there none.
    p: f64,
    n: u64,
    /// What would make half of our interval as small as the size that is asked for.
    cure: String,
}

pub fn judge(claim: &ClaimPlan, held: &Held, results: &Results) -> Option<Judgement> {
    let published = held.reproduction.published;
    let size = held.reproduction.size;
    let readings: Vec<Reading> =
        results.of_line(held.line, published.measure.name).into_iter().map(|(_, reading)| reading).collect();
    let first = readings.first()?;
    let theirs = theirs(published);
    let open = Judgement { confidence: Some(CONFIDENCE), ..Judgement::open(claim, "") };
    let against = match (readings.as_slice(), share("", &first.evidence)) {
        ([_], Some(share)) => one_run(&share, published, size),
        ([one], None) => one_mean(one, published),
        (all, share) => repeats(all, share, published, size),
    };
    let Some(against) = against else {
        let evidence = format!(
            "underpowered: nothing says how far another run would be from {}; {theirs}",
            number(first.value)
        );
        return Some(Judgement {
            evidence,
            cure: Some("put the line into `repeat 5 { ... }`".into()),
            ..open
        });
    };
    let half = 0.5 * (against.interval.high - against.interval.low);
    let inside = against.interval.contains(published.value);
    let (verdict, word) = match against.p {
        p if p < 1.0 - CONFIDENCE => (Verdict::Failed, "inconsistent"),
        _ if inside && half <= size => (Verdict::Held, "consistent"),
        _ => (Verdict::Undecided, "underpowered"),
    };
    let cure = match half <= size {
        false => against.cure,
        true => "nothing on our side: the published number lies outside our interval, and one run may lie so far off".into(),
    };
    let evidence = format!(
        "{word}: {}, {} to {} at {}, against {theirs}; tells differences of {}, asked for are {}",
        against.ours,
        number(against.interval.low),
        number(against.interval.high),
        percent(CONFIDENCE),
        number(half),
        number(size),
    );
    Some(Judgement {
        verdict,
        test: Some(against.test),
        interval: Some((against.interval.low, against.interval.high)),
        p: Some(against.p),
        n: Some(against.n),
        evidence,
        cure: (verdict == Verdict::Undecided).then_some(cure),
        ..open
    })
}

fn theirs(published: &Published) -> String {
    let rows = published.rows.map_or(String::new(), |rows| format!(" of {rows} rows"));
    format!("the published {}{rows}", number(published.value))
}

fn one_run(share: &Share, published: &Published, size: f64) -> Option<Against> {
    let Share { hits, n, .. } = *share;
    let seen = hits as f64 / n as f64;
    let (test, p) = match published.rows {
        Some(rows) => {
            let ours = Counts { factor: 1.0, hits: hits as f64, trials: n as f64 };
            let theirs = Counts { factor: -1.0, hits: published.value * rows as f64, trials: rows as f64 };
            let side = |side| sum_test(&[ours, theirs], 0.0, side);
            ("Newcombe's hybrid score", side(Side::Below)?.min(side(Side::Above)?))
        }
        None => {
            let side = |side| binomial_test(hits, n, published.value, side);
            ("exact binomial", side(Side::Below)?.min(side(Side::Above)?))
        }
    };
    let half = |rows: u64| -> Option<f64> {
        let interval = binomial_interval((seen * rows as f64).round() as u64, rows, CONFIDENCE)?;
        Some(0.5 * (interval.high - interval.low))
    };
    let rows = smallest(1 << 40, |rows| half(rows).is_some_and(|half| half <= size));
    Some(Against {
        ours: format!("{} ({hits} of {n})", number(seen)),
        test,
        interval: binomial_interval(hits, n, CONFIDENCE)?,
        p: (2.0 * p).min(1.0),
        n,
        cure: rows.map_or(String::new(), |rows| format!("about {rows} test rows, or `repeat`")),
    })
}

/// The mean over the rows of one run.
fn one_mean(reading: &Reading, published: &Published) -> Option<Against> {
    let Evidence::Sample { mean, standard_error, n } = reading.evidence else { return None };
    let rows = Mean { mean, variance: standard_error * standard_error * n as f64, n };
    Some(Against {
        ours: format!("{} (mean of {n} rows)", number(mean)),
        test: "Student's t",
        interval: rows.interval(CONFIDENCE)?,
        p: rows.test(published.value)?.two_sided,
        n,
        cure: "more test rows, or `repeat`".into(),
    })
}

fn repeats(all: &[Reading], share: Option<Share>, published: &Published, size: f64) -> Option<Against> {
    let values: Vec<f64> = all.iter().map(|reading| reading.value).collect();
    let mean = Mean::of(&values)?;
    let k = mean.n as f64;
    let other_rows = share.zip(published.rows).filter(|(ours, theirs)| ours.n != *theirs);
    let of_rows = other_rows.map_or(0.0, |(ours, theirs)| {
        let variance = |p: f64, n: u64| p * (1.0 - p) / n as f64;
        variance(mean.mean, ours.n) + variance(published.value, theirs)
    });
    // The error of one published run beside k of ours, as the error of a mean of k values.
    let together = Mean { variance: (mean.variance * (1.0 + 1.0 / k) + of_rows) * k, ..mean };
    let half = |k: u64| {
        statistics::student_t_quantile(0.5 + CONFIDENCE / 2.0, k as f64 - 1.0)
            * (mean.variance / k as f64).sqrt()
    };
    let enough = smallest(1_000_000, |k| k > 1 && half(k) <= size);
    Some(Against {
        ours: format!("{} (mean of {})", number(mean.mean), mean.n),
        test: "Student's t, one run more",
        interval: mean.interval(CONFIDENCE)?,
        p: together.test(published.value)?.two_sided,
        n: mean.n,
        cure: enough.map_or(String::new(), |k| format!("about {k} repeats, at the spread that was measured")),
    })
}
