//! Shares of single runs judged by their counts: one share against a number by the exact binomial test (Clopper and
//! Pearson 1934), two shares of the same test rows by McNemar's (1947) exact test on the rows that only one of them hits, or,
//! where they are to differ by a margin, by Tango's (1998) score test; shares of other rows by Newcombe's (1998) hybrid score interval.

use super::measured::{Share, Sum};
use super::tested::{Counted, Tested, Untested};
use crate::numeric::statistics::{
    ConfidenceInterval, Counts, Matched, Side, binomial_interval, binomial_test, smallest, sum_of_shares,
    sum_test, trials_to_decide,
};

pub fn tested(sum: &Sum, confidence: f64) -> Result<Tested, Untested> {
    let found = match sum.parts.as_slice() {
        [(factor, share)] => one(*factor, share, sum.constant, confidence),
        [(a, first), (b, second)] => match first.only(second) {
            Some(_) if a + b != 0.0 && a.signum() == b.signum() => return Err(Untested::SameRows),
            Some(only) if a + b == 0.0 && sum.constant != 0.0 => {
                by_a_margin(*a, only, first.n, sum.constant, confidence)
            }
            Some(only) if a + b == 0.0 && only != (0, 0) => same_rows(*a, only, first.n, confidence),
            _ => several(sum, confidence),
        },
        _ => several(sum, confidence),
    };
    found.ok_or(Untested::NoSpread)
}

impl Share {
    /// The rows that only this one hits, and only the other; none where they are other rows.
    fn only(&self, other: &Share) -> Option<(u64, u64)> {
        self.marks.as_ref()?.only(other.marks.as_ref()?)
    }
}

/// `factor * share + constant`, exactly.
fn one(factor: f64, share: &Share, constant: f64, confidence: f64) -> Option<Tested> {
    let Share { hits, n, .. } = *share;
    let zero = -constant / factor;
    let bounds = binomial_interval(hits, n, 2.0 * confidence - 1.0)?;
    let (below, above) = tails(hits, n, zero, factor)?;
    Some(Tested {
        test: "exact binomial",
        interval: scaled(bounds, factor, constant),
        low: below,
        high: above,
        n,
        enough: trials_to_decide(hits as f64 / n as f64, zero, confidence),
        counted: Counted::Rows,
    })
}

/// `factor * (first - second)` on the same rows. Given the rows on which the two differ, how many of them only the first
/// hits is a binomial count; it is half of them where the shares are equal, whatever the rate of such rows. The bounds take
/// the measured rate for the true one, which does not move them over 0.
fn same_rows(factor: f64, only: (u64, u64), n: u64, confidence: f64) -> Option<Tested> {
    let differ = only.0 + only.1;
    let rate = differ as f64 / n as f64;
    let bounds = binomial_interval(only.0, differ, 2.0 * confidence - 1.0)?;
    let (below, above) = tails(only.0, differ, 0.5, factor)?;
    let enough = trials_to_decide(only.0 as f64 / differ as f64, 0.5, confidence);
    Some(Tested {
        test: "McNemar, exact",
        interval: scaled(bounds, 2.0 * factor * rate, -factor * rate),
        low: below,
        high: above,
        n,
        enough: enough.map(|differing| (differing as f64 / rate).ceil() as u64),
        counted: Counted::Rows,
    })
}

/// `factor * (first - second) + constant` on the same rows, where the constant is not 0: the rate of rows on which the two
/// differ then counts, and is not known.
fn by_a_margin(factor: f64, only: (u64, u64), n: u64, constant: f64, confidence: f64) -> Option<Tested> {
    let rows = Matched { first: only.0, second: only.1, n };
    let margin = -constant / factor;
    let (below, above) = (rows.test(margin, Side::Below), rows.test(margin, Side::Above));
    let (low, high) = if factor > 0.0 { (below, above) } else { (above, below) };
    Some(Tested {
        test: "Tango's score",
        interval: scaled(rows.interval(2.0 * confidence - 1.0)?, factor, constant),
        low,
        high,
        n,
        enough: rows.enough(margin, confidence),
        counted: Counted::Rows,
    })
}

/// Shares of rows of their own.
fn several(sum: &Sum, confidence: f64) -> Option<Tested> {
    /// Rows are counted in steps of so many parts of those that were tested on.
    const STEPS: f64 = 16.0;
    const MOST: u64 = 1 << 24;
    let counts = |times: f64| -> Vec<Counts> {
        let count = |(factor, share): &(f64, Share)| Counts {
            factor: *factor,
            hits: share.hits as f64 * times,
            trials: share.n as f64 * times,
        };
        sum.parts.iter().map(count).collect()
    };
    let (measured, one_sided) = (counts(1.0), 2.0 * confidence - 1.0);
    let interval = scaled(sum_of_shares(&measured, one_sided)?, 1.0, sum.constant);
    let decided = |steps: u64| {
        let more = sum_of_shares(&counts(steps as f64 / STEPS), one_sided);
        more.is_some_and(|more| !more.contains(-sum.constant))
    };
    let n = sum.parts.iter().map(|(_, share)| share.n).min()?;
    Some(Tested {
        test: "Newcombe's hybrid score",
        interval,
        low: sum_test(&measured, -sum.constant, Side::Below)?,
        high: sum_test(&measured, -sum.constant, Side::Above)?,
        n,
        enough: smallest(MOST, decided).map(|steps| (steps as f64 / STEPS * n as f64).ceil() as u64),
        counted: Counted::Rows,
    })
}

/// The chance that `factor` times a share comes out so low, and so high, where the share is `zero`.
fn tails(hits: u64, n: u64, zero: f64, factor: f64) -> Option<(f64, f64)> {
    let (below, above) =
        (binomial_test(hits, n, zero, Side::Below)?, binomial_test(hits, n, zero, Side::Above)?);
    Some(if factor > 0.0 { (below, above) } else { (above, below) })
}

fn scaled(interval: ConfidenceInterval, factor: f64, constant: f64) -> ConfidenceInterval {
    let (a, b) = (factor * interval.low + constant, factor * interval.high + constant);
    ConfidenceInterval { low: a.min(b), high: a.max(b) }
}
