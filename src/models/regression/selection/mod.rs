//! Choosing the parameter of a filter: a score for each criterion, smaller is better, along one factorization.
//!
//! A [`Path`] holds the candidates of a family: penalties on a geometric grid from the square of the largest
//! singular value down to that of the smallest, but not below (1e-6 of the largest)^2, where rounding would decide;
//! or every rank. A criterion scores them all; the best penalty is then refined between its neighbours by golden
//! section. A choice at the end of its path says so: there the grid has chosen.

mod criteria;
mod cross_validation;
mod curve;
mod loss;
mod periodogram;

use super::filter::{Family, Filter};
use super::spectral::{Spectral, Target};
use super::{RegressionFault, Seminorm};
use crate::numeric::random::Seed;
use ndarray::{Array1, ArrayView1, ArrayView2};

pub use curve::{LCurve, l_curve};
pub use loss::{Arithmetic, Loss};

/// The smallest singular value, as a share of the largest, that a grid goes down to.
const FLOOR: f64 = 1e-6;

/// How a parameter is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Criterion {
    /// Generalized cross-validation: rows |r|^2 / (rows - df)^2 (Golub, Heath and Wahba 1979). It leaves no row
    /// out: it is a rotation-invariant mean of what leaving one out would give.
    Gcv,
    /// The mean squared error of leaving one row out, by the identity r_i / (1 - h_ii) (Allen 1974).
    LeaveOneOut,
    /// The loss of all folds together.
    CrossValidation { folds: usize, loss: Loss, seed: Seed },
    /// Largest curvature of (ln |r|, ln |Lw|) (Hansen and O'Leary 1993).
    LCurve,
    /// |r| equals this norm of the noise (Morozov 1966).
    Discrepancy { norm: f64 },
    /// Residuals closest to white: the normalized cumulative periodogram (Hansen, Kilmer and Kjeldsen 2006).
    Periodogram,
    /// Least change with the parameter, |penalty dw / d penalty| (Tikhonov and Glasko 1965).
    QuasiOptimality,
    /// The smallest |w_hat - w|, where w (columns) is known.
    Optimum { truth: Array1<f64> },
}

/// A parameter that was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    /// A penalty or a rank.
    pub parameter: f64,
    /// Whether it is the first or the last of its path.
    pub at_edge: bool,
}

/// The data of a problem, as some criteria factorize parts of them.
#[derive(Clone)]
pub struct Rows<'a> {
    /// (rows, columns)
    pub x: ArrayView2<'a, f64>,
    /// (rows)
    pub y: ArrayView1<'a, f64>,
    pub seminorm: Seminorm,
    pub intercept: bool,
}

/// A factorized problem with the candidates of a family.
pub struct Path<'a> {
    pub rows: Rows<'a>,
    pub spectral: &'a Spectral,
    pub target: &'a Target,
    pub family: Family,
    /// Penalties from large to small, or ranks from 1.
    pub parameters: Vec<f64>,
}

impl<'a> Path<'a> {
    /// The candidates of a family between the ends that are given, or those that the data give.
    pub fn new(
        rows: Rows<'a>,
        spectral: &'a Spectral,
        target: &'a Target,
        family: Family,
        grid: Grid,
    ) -> Self {
        let parameters = match family {
            Family::Tikhonov => grid.penalties(spectral),
            Family::Truncated => (1..=spectral.rank().max(1)).map(|rank| rank as f64).collect(),
        };
        Path { rows, spectral, target, family, parameters }
    }

    /// The least of its penalties.
    fn least(&self) -> Option<f64> {
        self.parameters.iter().copied().reduce(f64::min)
    }

    pub fn filters(&self) -> Vec<Filter> {
        self.parameters.iter().map(|&parameter| self.family.member(parameter)).collect()
    }

    /// The score of each candidate, smaller is better, NaN where there is none.
    ///
    /// # Errors
    /// What factorizing folds may say.
    pub fn scores(&self, criterion: &Criterion) -> Result<Vec<f64>, RegressionFault> {
        Ok(criteria::Scorer::new(self, criterion)?.scores(self, &self.filters()))
    }

    /// The best candidate by a criterion; penalties are refined between their neighbours.
    ///
    /// # Errors
    /// [`RegressionFault::Choice`] where no candidate has a score, and what factorizing folds may say.
    pub fn choose(&self, criterion: &Criterion) -> Result<Chosen, RegressionFault> {
        let scorer = criteria::Scorer::new(self, criterion)?;
        let scores = scorer.scores(self, &self.filters());
        let scored = scores.iter().enumerate().filter(|(_, score)| !score.is_nan());
        let best = scored.min_by(|a, b| a.1.total_cmp(b.1)).map(|(at, _)| at);
        let best = best.ok_or(RegressionFault::Choice)?;
        let (first, last) = (best == 0, best + 1 == self.parameters.len());
        let at_edge = self.parameters.len() > 1 && (first || last);
        if self.family == Family::Truncated || at_edge || self.parameters.len() == 1 {
            return Ok(Chosen { parameter: self.parameters[best], at_edge });
        }
        Ok(Chosen { parameter: self.refined(&scorer, best), at_edge: false })
    }

    /// The best candidate of the grid, and no refinement: for many targets.
    ///
    /// # Errors
    /// As for [`Path::choose`].
    pub fn nearest(&self, criterion: &Criterion) -> Result<f64, RegressionFault> {
        let scores = self.scores(criterion)?;
        let scored = scores.iter().zip(&self.parameters).filter(|(score, _)| !score.is_nan());
        scored.min_by(|a, b| a.0.total_cmp(b.0)).map(|(_, p)| *p).ok_or(RegressionFault::Choice)
    }

    /// Golden section in ln(penalty) between the neighbours of a candidate that is not at an end.
    fn refined(&self, scorer: &criteria::Scorer, best: usize) -> f64 {
        const GOLDEN: f64 = 0.618_033_988_749_894_9;
        const STEPS: usize = 40;
        let score =
            |z: f64| scorer.scores(self, &[self.family.member(z.exp())]).first().copied().unwrap_or(f64::NAN);
        let (mut low, mut high) = (self.parameters[best + 1].ln(), self.parameters[best - 1].ln());
        let (mut a, mut b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        let (mut at_a, mut at_b) = (score(a), score(b));
        for _ in 0..STEPS {
            if at_a <= at_b {
                (high, b, at_b) = (b, a, at_a);
                a = high - GOLDEN * (high - low);
                at_a = score(a);
            } else {
                (low, a, at_a) = (a, b, at_b);
                b = low + GOLDEN * (high - low);
                at_b = score(b);
            }
        }
        (0.5 * (low + high)).exp()
    }
}

/// A grid of penalties; what is left open the data say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    pub least: Option<f64>,
    pub largest: Option<f64>,
    pub points: usize,
}

impl Grid {
    /// As many points as the data need, between the ends that they give.
    pub const OPEN: Grid = Grid { least: None, largest: None, points: 100 };

    /// Penalties from large to small.
    fn penalties(self, spectral: &Spectral) -> Vec<f64> {
        let s = &spectral.singular_values;
        let first = s.first().copied().filter(|&s| s > 0.0).unwrap_or(1.0);
        let last = s.last().copied().unwrap_or(first).max(FLOOR * first);
        let high = self.largest.unwrap_or(first * first);
        let low = self.least.unwrap_or(last * last).min(high);
        let steps = self.points.max(2) - 1;
        let ratio = (low / high).ln();
        (0..=steps).map(|step| high * (ratio * step as f64 / steps as f64).exp()).collect()
    }
}
