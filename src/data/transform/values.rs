//! What is done to the values of features: `threshold`, `standardize`, `scale`.
//!
//! `standardize` and `scale` map each column by x -> (x - offset) / spread * height + base, fitted on
//! the training rows and applied to every part. A column that is constant in training tells nothing of
//! its scale: it becomes the constant `base` in every part (0 standardized, `low` scaled). Moments are
//! taken in double precision, in the order of the rows; the variance is divided by the number of rows.

use crate::data::dataset::{Dataset, Facts, Shape};
use crate::data::fault::DataFault;
use crate::data::features::Features;
use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// 1 where x > `level`, else 0, in every part.
pub fn threshold(data: &Dataset, level: f64) -> Result<Dataset, DataFault> {
    let shape = threshold_shape(&data.shape, level)?;
    let mapped = data.map_features(|x| match x {
        Features::Single(x) => Features::Single(x.mapv(|v| f32::from(f64::from(v) > level)).into_shared()),
        Features::Double(x) => Features::Double(x.mapv(|v| f64::from(v > level)).into_shared()),
    });
    Ok(Dataset { shape, ..mapped })
}

/// The shape after [`threshold`]; a level that parts no values is refused where the range is known.
pub fn threshold_shape(shape: &Shape, level: f64) -> Result<Shape, DataFault> {
    finite("the threshold", level)?;
    if let Some((low, high)) = shape.range.filter(|&(low, high)| level < low || level >= high) {
        return Err(DataFault::Threshold { value: level, low, high });
    }
    Ok(Shape { range: Some((0.0, 1.0)), facts: shape.facts.mapped(), ..shape.clone() })
}

/// Columns of mean 0 and variance 1 over the training rows.
pub fn standardize(data: &Dataset) -> Result<Dataset, DataFault> {
    let columns = per_column(&data.train.x, standardizing);
    let shape = standardize_shape(&data.shape)?;
    Ok(Dataset { shape, ..data.map_features(|x| apply(x, &columns)) })
}

/// The shape after [`standardize`]: values lie on both sides of 0, within no bounds.
pub fn standardize_shape(shape: &Shape) -> Result<Shape, DataFault> {
    let noise_to_signal = shape.facts.noise_to_signal;
    let fitted_on_all = shape.test == 0;
    let facts = Facts { unit_variance: true, noise_to_signal, fitted_on_all, ..shape.facts.mapped() };
    Ok(Shape { range: Some((f64::NEG_INFINITY, f64::INFINITY)), facts, ..shape.clone() })
}

/// Columns from `low` to `high` over the training rows; other parts may go beyond.
pub fn scale(data: &Dataset, low: f64, high: f64) -> Result<Dataset, DataFault> {
    let shape = scale_shape(&data.shape, low, high)?;
    let columns = per_column(&data.train.x, |column| scaling(column, low, high));
    Ok(Dataset { shape, ..data.map_features(|x| apply(x, &columns)) })
}

/// The shape after [`scale`].
pub fn scale_shape(shape: &Shape, low: f64, high: f64) -> Result<Shape, DataFault> {
    finite("the lower end", low)?;
    finite("the upper end", high)?;
    if low >= high {
        let found = format!("{low} to {high}");
        return Err(DataFault::Argument {
            name: "the scale",
            found,
            allowed: "from a lower to a higher number",
        });
    }
    let facts = Facts { fitted_on_all: shape.test == 0, ..shape.facts.mapped() };
    Ok(Shape { range: Some((low, high)), facts, ..shape.clone() })
}

fn finite(name: &'static str, value: f64) -> Result<(), DataFault> {
    if value.is_finite() {
        return Ok(());
    }
    Err(DataFault::Argument { name, found: value.to_string(), allowed: "a finite number" })
}

/// What is done to a column.
#[derive(Clone, Copy, Debug)]
struct Change {
    offset: f64,
    spread: f64,
    height: f64,
    base: f64,
}

fn standardizing(column: &[f64]) -> Change {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let variance = column.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
    let constant = column.iter().all(|value| *value == column[0]) || variance == 0.0;
    let (spread, height) = if constant { (1.0, 0.0) } else { (variance.sqrt(), 1.0) };
    Change { offset: mean, spread, height, base: 0.0 }
}

fn scaling(column: &[f64], low: f64, high: f64) -> Change {
    let least = column.iter().copied().fold(f64::INFINITY, f64::min);
    let most = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (spread, height) = if most > least { (most - least, high - low) } else { (1.0, 0.0) };
    Change { offset: least, spread, height, base: low }
}

/// `fit` of every column of a table that has rows.
fn per_column(x: &Features, fit: impl Fn(&[f64]) -> Change + Sync) -> Vec<Change> {
    match x {
        Features::Single(x) => fit_columns(x.view(), fit),
        Features::Double(x) => fit_columns(x.view(), fit),
    }
}

/// Columns are gathered sixteen at a time: a cache line of each row is read once.
fn fit_columns<T: Copy + Into<f64> + Sync>(
    x: ArrayView2<T>,
    fit: impl Fn(&[f64]) -> Change + Sync,
) -> Vec<Change> {
    let starts: Vec<usize> = (0..x.ncols()).step_by(16).collect();
    let fit_block = |start: &usize| {
        let end = (start + 16).min(x.ncols());
        let block = x.slice_axis(Axis(1), (*start..end).into());
        let columns: Array2<f64> = block.mapv(Into::into).t().as_standard_layout().into_owned();
        columns.outer_iter().map(|column| fit(&column.to_vec())).collect::<Vec<_>>()
    };
    starts.par_iter().flat_map_iter(fit_block).collect()
}

fn apply(x: &Features, columns: &[Change]) -> Features {
    match x {
        Features::Single(x) => {
            let mut out = x.to_owned();
            change_rows(&mut out, columns, |value, change| map(f64::from(value), change) as f32);
            Features::Single(out.into_shared())
        }
        Features::Double(x) => {
            let mut out = x.to_owned();
            change_rows(&mut out, columns, map);
            Features::Double(out.into_shared())
        }
    }
}

fn map(value: f64, change: &Change) -> f64 {
    (value - change.offset) / change.spread * change.height + change.base
}

fn change_rows<T: Copy + Send + Sync>(
    x: &mut Array2<T>,
    columns: &[Change],
    to: impl Fn(T, &Change) -> T + Sync + Send,
) {
    x.axis_iter_mut(Axis(0)).into_par_iter().for_each(|mut row| {
        row.iter_mut().zip(columns).for_each(|(value, change)| *value = to(*value, change));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::dataset::{Part, Targets};
    use ndarray::array;

    fn data(train: Array2<f64>, test: Array2<f64>) -> Dataset {
        let part = |x: Array2<f64>| Part { x: Features::Double(x.into_shared()), y: Targets::None };
        Dataset::new("made", part(train), Some(part(test)), Vec::new())
    }

    /// Columns 1, 3 (mean 2, deviation 1) and a constant; exact in binary.
    #[test]
    fn standardizing_is_fitted_on_train_and_constants_become_zero() {
        let data = data(array![[1.0, 0.1], [3.0, 0.1]], array![[5.0, 7.0]]);
        let out = standardize(&data).unwrap();
        assert_eq!(out.train.x.double(), array![[-1.0, 0.0], [1.0, 0.0]].into_shared());
        assert_eq!(out.test.unwrap().x.double(), array![[3.0, 0.0]].into_shared());
        assert_eq!(out.shape.range, Some((f64::NEG_INFINITY, f64::INFINITY)));
    }

    /// Mean 0 and variance 1 within rounding of 64-bit sums over 100 rows, through 33 columns.
    #[test]
    fn standardized_columns_have_unit_moments_in_both_precisions() {
        let x = Array2::from_shape_fn((100, 33), |(i, j)| ((i * i + 7 * j) % 31) as f64 * (j + 1) as f64);
        let mut set = data(x.clone(), x);
        for tolerance in [1e-12, 1e-6] {
            let out = standardize(&set).unwrap().train.x.double();
            for column in out.columns() {
                assert!(column.sum().abs() / 100.0 < tolerance);
                assert!((column.mapv(|v| v * v).sum() / 100.0 - 1.0).abs() < tolerance);
            }
            set = set.map_features(|x| Features::Single(x.single()));
        }
    }

    #[test]
    fn scaling_is_fitted_on_train_and_reaches_both_ends() {
        let data = data(array![[1.0, 5.0], [3.0, 5.0]], array![[5.0, 0.0]]);
        let out = scale(&data, -1.0, 1.0).unwrap();
        assert_eq!(out.train.x.double(), array![[-1.0, -1.0], [1.0, -1.0]].into_shared());
        assert_eq!(out.test.unwrap().x.double(), array![[3.0, -1.0]].into_shared());
        assert_eq!(out.shape.range, Some((-1.0, 1.0)));
        assert!(scale(&data, 1.0, 1.0).is_err() && scale(&data, 0.0, f64::NAN).is_err());
    }

    #[test]
    fn a_threshold_is_strict_and_must_part_the_values() {
        let data = data(array![[0.0, 0.5], [0.6, 1.0]], array![[0.5, 2.0]]);
        let out = threshold(&data, 0.5).unwrap();
        assert_eq!(out.train.x.double(), array![[0.0, 0.0], [1.0, 1.0]].into_shared());
        assert_eq!(out.test.unwrap().x.double(), array![[0.0, 1.0]].into_shared());
        let found = threshold(&data, 127.0).unwrap_err();
        assert_eq!(found.to_string(), "threshold 127 makes all values equal: they lie in 0 to 1");
        assert!(threshold(&data, 1.0).is_err() && threshold(&data, -0.1).is_err());
        assert!(threshold(&data, 0.0).is_ok() && threshold(&data, f64::NAN).is_err());
    }
}
