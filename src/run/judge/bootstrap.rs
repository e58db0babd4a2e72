//! The place or height of an extreme over a sweep, judged by the bootstrap over repeats (Efron 1979): repeats are drawn
//! with replacement, the same ones at every value of the axis and for every term, since equal repeats share their seeds; the
//! share of resamples in which the claim holds is its support. It holds with a confidence of 95 % where at least
//! 95 % of the resamples say so, and fails where at most 5 % do.

use super::measured::Measured;
use super::tested::Untested;
use crate::numeric::random::Seed;
use crate::numeric::statistics::ConfidenceInterval;
use crate::vocabulary::LEAST_RESAMPLED;
use rand::RngExt;

/// Resamples: at a support of 95 % the share of them is off by .002.
const RESAMPLES: usize = 10_000;
/// Resamples of a number of repeats that nobody has run, which need not be known so well.
const SEARCHED: usize = 1000;
/// More repeats are looked for up to so many times those that were measured.
const MOST_TIMES: usize = 16;

/// What the resamples say.
pub struct Resampled {
    /// The share of them in which the claim holds.
    pub support: f64,
    /// The share in which it does not, counting what was measured as one more that does not (Davison and Hinkley 1997).
    pub p: f64,
    /// Of the claimed quantity, each bound one-sided at the confidence.
    pub interval: ConfidenceInterval,
    pub n: u64,
    /// About how many repeats would decide, where these do not.
    pub enough: Option<u64>,
}

/// Draws repeats of these terms, the last of which is the claimed quantity, and asks of each draw whether the claim holds.
pub fn resampled(
    terms: &[&Measured],
    holds: impl Fn(&[Measured], &[f64]) -> bool,
    confidence: f64,
    seed: &Seed,
) -> Result<Resampled, Untested> {
    let repeats = common(terms)?;
    let terms: Vec<Measured> = terms.iter().map(|term| term.restricted(&repeats)).collect();
    let (quantity, sides) = terms.split_last().ok_or(Untested::NoSpread)?;
    let ask = |draws: usize, resamples: usize| -> Vec<(bool, f64)> {
        let mut stream = seed.at(draws as u64).stream();
        let mut weights = vec![0.0; repeats.len()];
        let resample = |_| {
            weights.fill(0.0);
            (0..draws).for_each(|_| weights[stream.random_range(0..repeats.len())] += 1.0);
            (holds(sides, &weights), quantity.value(Some(&weights)))
        };
        (0..resamples).map(resample).collect()
    };
    let support =
        |draws: &[(bool, f64)]| draws.iter().filter(|draw| draw.0).count() as f64 / draws.len() as f64;
    let decided = |support: f64| support >= confidence || support <= 1.0 - confidence;
    let measured = ask(repeats.len(), RESAMPLES);
    let found = support(&measured);
    let mut more = (1..=MOST_TIMES.ilog2()).map(|doubled| repeats.len() << doubled);
    Ok(Resampled {
        support: found,
        p: ((1.0 - found) * RESAMPLES as f64 + 1.0) / (RESAMPLES as f64 + 1.0),
        interval: quantiles(measured.iter().map(|(_, quantity)| *quantity).collect(), confidence),
        n: repeats.len() as u64,
        enough: if decided(found) {
            None
        } else {
            more.find(|n| decided(support(&ask(*n, SEARCHED)))).map(|n| n as u64)
        },
    })
}

/// The repeats that everything measured has.
fn common(terms: &[&Measured]) -> Result<Vec<u64>, Untested> {
    let lists: Vec<Vec<u64>> = terms.iter().flat_map(|term| term.repeats()).collect();
    if lists.iter().any(|list| list.len() < 2) {
        return Err(Untested::NoSpread);
    }
    let mut common = lists.first().cloned().unwrap_or_default();
    lists.iter().for_each(|list| common.retain(|repeat| list.contains(repeat)));
    let n = common.len() as u64;
    if n < LEAST_RESAMPLED {
        return Err(Untested::FewRepeats { n, least: LEAST_RESAMPLED });
    }
    Ok(common)
}

fn quantiles(mut values: Vec<f64>, confidence: f64) -> ConfidenceInterval {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    let at = |share: f64| values.get((share * last).round() as usize).copied().unwrap_or(f64::NAN);
    ConfidenceInterval { low: at(1.0 - confidence), high: at(confidence) }
}
