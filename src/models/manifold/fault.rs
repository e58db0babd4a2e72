//! What can go wrong on a graph.

use crate::numeric::lapack::LapackError;
use std::fmt;

/// Why there is no embedding, no clusters, no fit.
#[derive(Clone, Debug, PartialEq)]
pub enum ManifoldFault {
    /// More neighbours, coordinates or clusters than the rows allow.
    TooMany {
        what: &'static str,
        asked: usize,
        rows: usize,
    },
    /// A value is NaN or infinite.
    NotFinite {
        row: usize,
    },
    /// Every edge has weight 0: the kernel is too narrow for the data.
    NoWeights,
    /// There is no row with a label, or only one class.
    NoLabels,
    /// The eigenvectors asked for did not converge.
    NotConverged {
        residual: f64,
    },
    Lapack(LapackError),
    Interrupted,
}

impl fmt::Display for ManifoldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { what, asked, rows } => write!(f, "{asked} {what} are too many for {rows} rows"),
            Self::NotFinite { row } => write!(f, "row {} holds a value that is not finite", row + 1),
            Self::NoWeights => f.write_str("every edge of the graph has weight 0"),
            Self::NoLabels => f.write_str("the labelled rows are all of one class, or there are none"),
            Self::NotConverged { residual } => {
                write!(f, "the eigenvectors did not converge: their residual is {residual:.1e}")
            }
            Self::Lapack(error) => error.fmt(f),
            Self::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl std::error::Error for ManifoldFault {}

impl From<LapackError> for ManifoldFault {
    fn from(error: LapackError) -> Self {
        Self::Lapack(error)
    }
}
