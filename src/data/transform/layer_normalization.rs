//! Layer normalization of rows: each has mean 0 and variance 1 over its own columns (Ba, Kiros and Hinton 2016), without gain or
//! bias. Nothing is fitted; a row does not feel what is added to all of its values, nor a positive factor of them. A row that is
//! constant becomes 0. Sums run in double precision; the variance is divided by the number of columns.

use crate::data::dataset::{Dataset, Facts, Shape};
use crate::data::features::Features;
use ndarray::{Array2, ArrayView1, Axis};

/// Mean 0 and variance 1 of every row, in every part.
pub fn layer_normalization(data: &Dataset) -> Dataset {
    let mapped = data.map_features(|x| match x {
        Features::Single(x) => {
            Features::Single(normalized(x.mapv(f64::from)).mapv(|v| v as f32).into_shared())
        }
        Features::Double(x) => Features::Double(normalized(x.to_owned()).into_shared()),
    });
    Dataset { shape: layer_normalization_shape(&data.shape), ..mapped }
}

/// The shape after [`layer_normalization`]: no value lies further from 0 than √columns.
pub fn layer_normalization_shape(shape: &Shape) -> Shape {
    let bound = (shape.columns as f64).sqrt();
    let facts = Facts { fitted_on_all: shape.facts.fitted_on_all, ..shape.facts.mapped() };
    Shape { range: Some((-bound, bound)), facts, ..shape.clone() }
}

fn normalized(mut x: Array2<f64>) -> Array2<f64> {
    for mut row in x.axis_iter_mut(Axis(0)) {
        let mean = row.mean().unwrap_or(0.0);
        let deviation = spread(row.view(), mean);
        row.mapv_inplace(|v| if deviation > 0.0 { (v - mean) / deviation } else { 0.0 });
    }
    x
}

fn spread(row: ArrayView1<f64>, mean: f64) -> f64 {
    (row.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / row.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Rows that differ by an affine map become equal, up to rounding; a constant row is 0.
    #[test]
    fn rows_do_not_feel_affine_maps() {
        let x = array![[0.0, 1.0, 3.0], [2.0, 2.0, 2.0]];
        let plain = normalized(x.clone());
        let mapped = normalized(8.0 * x - 3.0);
        assert!(plain.iter().zip(&mapped).all(|(a, b)| (a - b).abs() < 1e-15));
        assert!(
            plain.row(0).sum().abs() < 1e-15 && (plain.row(0).dot(&plain.row(0)) / 3.0 - 1.0).abs() < 1e-15
        );
        assert_eq!(plain.row(1), array![0.0, 0.0, 0.0]);
    }
}
