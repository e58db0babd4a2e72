//! What was written: the text of a file, places in it, and what is said about them.
//!
//! This room imports nothing. A [`Span`] is a pair of byte offsets, a [`Spanned`] value knows where
//! it was written, a [`Diagnostic`] is one finding: a code, a level, labelled places, a cure.
//! Everything up to the plan returns `(T, Vec<Diagnostic>)`: nothing fails, it finds.

pub mod amounts;
mod common;
mod diagnostic;
mod fix;
mod lint;
mod nearest;
mod text;

pub use common::common;
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Level};
pub use fix::{Cure, Mended, apply, edits, joined, mend};
pub use lint::{Lint, Phase};
pub use nearest::{did_you_mean, nearest};
pub use text::{Part, Source, Span, Spanned};
