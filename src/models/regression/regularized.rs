//! What a fitted linear model remembers of how it was regularized.

use super::filter::{Family, Filter};
use super::selection::Grid;
use super::spectral::Seminorm;

/// One setting of a filter, and who chose it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The words that chose it: `gcv`; empty where the file gives the parameter.
    pub by: String,
    pub filter: Filter,
}

/// The filter of a model: what it penalizes, and its settings, of which the first is the model's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Regularized {
    pub family: Family,
    pub seminorm: Seminorm,
    pub intercept: bool,
    pub grid: Grid,
    pub settings: Vec<Setting>,
}

impl Regularized {
    /// One filter that nobody chose.
    pub fn fixed(filter: Filter, intercept: bool) -> Self {
        let family = match filter {
            Filter::Truncated { .. } => Family::Truncated,
            _ => Family::Tikhonov,
        };
        let settings = vec![Setting { by: String::new(), filter }];
        Regularized { family, seminorm: Seminorm::Norm, intercept, grid: Grid::OPEN, settings }
    }

    /// The filter that the model itself was fitted with.
    pub fn own(&self) -> Filter {
        self.settings.first().map_or(Filter::Tikhonov { penalty: 0.0 }, |setting| setting.filter)
    }
}

impl Filter {
    /// A penalty, a rank, or a number of steps.
    pub fn parameter(self) -> f64 {
        match self {
            Filter::Tikhonov { penalty } => penalty,
            Filter::Truncated { rank } => rank as f64,
            Filter::Landweber { steps, .. } => steps as f64,
        }
    }
}
