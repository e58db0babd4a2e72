//! What can keep a table from being factored.

use crate::numeric::lapack::LapackError;
use std::fmt;

/// Why there is no factorization.
#[derive(Clone, Debug, PartialEq)]
pub enum FactorFault {
    /// The table has no rows, no columns or only zeros.
    Empty,
    /// More factors were asked for than rows or columns.
    TooMany { factors: usize, rows: usize, columns: usize },
    /// A value is below zero where none may be.
    Negative { row: usize, column: usize, value: f64 },
    /// A value is NaN or infinite.
    NotFinite { row: usize, column: usize },
    /// Products of four such values overflow.
    Scale { row: usize, column: usize, value: f64 },
    /// The start needs a decomposition that failed.
    Lapack(LapackError),
    /// Somebody asked for the end.
    Interrupted,
}

impl fmt::Display for FactorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing to factor: the table is empty or all zero"),
            Self::TooMany { factors, rows, columns } => {
                write!(f, "{factors} factors of a table of {rows} x {columns} are more than it has")
            }
            Self::Negative { row, column, value } => write!(
                f,
                "row {}, column {} is {value}: a non-negative factorization takes no value below 0",
                row + 1,
                column + 1
            ),
            Self::NotFinite { row, column } => {
                write!(f, "row {}, column {} is not a finite number", row + 1, column + 1)
            }
            Self::Scale { row, column, value } => write!(
                f,
                "row {}, column {} is {value:.1e}, and products of four such values overflow: scale the table",
                row + 1,
                column + 1
            ),
            Self::Lapack(error) => error.fmt(f),
            Self::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl std::error::Error for FactorFault {}

impl From<LapackError> for FactorFault {
    fn from(error: LapackError) -> Self {
        Self::Lapack(error)
    }
}
