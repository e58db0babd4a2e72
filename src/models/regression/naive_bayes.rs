//! Naive Bayes: columns are taken to be independent of each other within each class.
//!
//! ln p(class) + sum_j ln p(x_j | class), with the share of the class among the training rows and, for each column, the share
//! of rows above 0 with one row added to either side (Bernoulli, Laplace's rule), or a normal law of the class's mean and
//! variance (Gaussian). Variances get 1e-9 of the largest variance of a column, so that a column which is constant in
//! one class excludes nothing outright.

use super::{RegressionFault, check};
use crate::numeric::lapack::LapackError;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use std::f64::consts::TAU;

/// The law of a column within a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnLaw {
    /// Above 0 or not.
    Bernoulli,
    Gaussian,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct NaiveBayes {
    pub law: ColumnLaw,
    /// ln of the share of each class, minus infinity for a class without rows, (classes)
    pub log_priors: Array1<f64>,
    /// Share above 0, or mean, (classes, columns)
    pub first: Array2<f64>,
    /// Variance, or nothing of use, (classes, columns)
    pub second: Array2<f64>,
}

/// Variance added to each column, as a share of the largest.
const SMOOTHING: f64 = 1e-9;

impl NaiveBayes {
    /// Counts x (rows, columns) with the class of each row, below `classes`.
    ///
    /// # Errors
    /// [`RegressionFault`] for data that are empty, mismatched or not finite, and for a class that is too large.
    pub fn fit(
        law: ColumnLaw,
        x: ArrayView2<f64>,
        y: &[u32],
        classes: usize,
    ) -> Result<Self, RegressionFault> {
        check(x, Array1::zeros(x.nrows()).view(), 0.0)?;
        if y.len() != x.nrows() {
            return Err(LapackError::Mismatch { expected: x.nrows(), found: y.len() }.into());
        }
        if let Some(row) = y.iter().position(|&class| class as usize >= classes) {
            return Err(RegressionFault::Label { row, value: f64::from(y[row]) });
        }
        let mut model = NaiveBayes {
            law,
            log_priors: Array1::from_elem(classes, f64::NEG_INFINITY),
            first: Array2::from_elem((classes, x.ncols()), 0.5),
            second: Array2::ones((classes, x.ncols())),
        };
        let largest = x.var_axis(Axis(0), 0.0).iter().copied().fold(0.0, f64::max);
        let floor = if largest > 0.0 { SMOOTHING * largest } else { 1.0 };
        for class in 0..classes {
            let rows: Vec<usize> = (0..y.len()).filter(|&row| y[row] as usize == class).collect();
            if !rows.is_empty() {
                model.log_priors[class] = (rows.len() as f64 / y.len() as f64).ln();
                model.learn(class, x.select(Axis(0), &rows).view(), floor);
            }
        }
        Ok(model)
    }

    fn learn(&mut self, class: usize, x: ArrayView2<f64>, floor: f64) {
        let n = x.nrows() as f64;
        match self.law {
            ColumnLaw::Bernoulli => {
                let above = x.mapv(|value| f64::from(u8::from(value > 0.0))).sum_axis(Axis(0));
                self.first.row_mut(class).assign(&((above + 1.0) / (n + 2.0)));
            }
            ColumnLaw::Gaussian => {
                self.first.row_mut(class).assign(&(x.sum_axis(Axis(0)) / n));
                self.second.row_mut(class).assign(&(x.var_axis(Axis(0), 0.0) + floor));
            }
        }
    }

    /// ln p(class) + ln p(row | class), (rows, classes).
    pub fn log_joint(&self, x: ArrayView2<f64>) -> Array2<f64> {
        Array2::from_shape_fn((x.nrows(), self.log_priors.len()), |(row, class)| {
            self.log_priors[class] + self.log_likelihood(x.row(row), class)
        })
    }

    fn log_likelihood(&self, row: ArrayView1<f64>, class: usize) -> f64 {
        let columns = row.iter().zip(self.first.row(class)).zip(self.second.row(class));
        let term = |((&x, &first), &second): ((&f64, &f64), &f64)| match self.law {
            ColumnLaw::Bernoulli if x > 0.0 => first.ln(),
            ColumnLaw::Bernoulli => (-first).ln_1p(),
            ColumnLaw::Gaussian => -0.5 * ((TAU * second).ln() + (x - first).powi(2) / second),
        };
        columns.map(term).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Two rows of class 0 and one of class 1, by hand: shares (1+1)/4, (2+1)/4 and (1+1)/3, (0+1)/3.
    #[test]
    fn bernoulli_counts_with_one_row_on_either_side() {
        let x = array![[1.0, 2.0], [0.0, 3.0], [5.0, 0.0]];
        let model = NaiveBayes::fit(ColumnLaw::Bernoulli, x.view(), &[0, 0, 1], 2).unwrap();
        let joint = model.log_joint(array![[1.0, 0.0]].view());
        let exact = [2.0 / 3.0 * 0.5 * 0.25, 1.0 / 3.0 * 2.0 / 3.0 * 2.0 / 3.0];
        assert!((joint[[0, 0]] - f64::ln(exact[0])).abs() < 1e-12);
        assert!((joint[[0, 1]] - f64::ln(exact[1])).abs() < 1e-12);
    }

    /// Classes at -1 and 1 with equal variances 1: ln p differs by 2 x; the smoothing is 1e-9 of a variance of 2.
    #[test]
    fn gaussian_classes_differ_by_twice_x() {
        let x = array![[-2.0], [0.0], [0.0], [2.0]];
        let model = NaiveBayes::fit(ColumnLaw::Gaussian, x.view(), &[0, 0, 1, 1], 2).unwrap();
        for at in [-0.5, 0.0, 3.0] {
            let joint = model.log_joint(array![[at]].view());
            assert!((joint[[0, 1]] - joint[[0, 0]] - 2.0 * at).abs() < 1e-7);
        }
    }

    #[test]
    fn edges_have_an_answer_or_a_fault() {
        for law in [ColumnLaw::Bernoulli, ColumnLaw::Gaussian] {
            let constant = Array2::from_elem((3, 2), 7.0);
            let model = NaiveBayes::fit(law, constant.view(), &[0, 0, 1], 3).unwrap();
            let joint = model.log_joint(constant.view());
            assert!(joint[[0, 0]] > joint[[0, 1]] && joint[[0, 2]] == f64::NEG_INFINITY, "{joint}");
            assert!(NaiveBayes::fit(law, constant.view(), &[0, 0, 3], 3).is_err());
            assert!(NaiveBayes::fit(law, constant.view(), &[0], 2).is_err());
            assert!(NaiveBayes::fit(law, array![[f64::NAN]].view(), &[0], 2).is_err());
            let one = NaiveBayes::fit(law, array![[2.0]].view(), &[1], 2).unwrap();
            assert!(one.log_joint(array![[2.0]].view())[[0, 1]].is_finite());
        }
    }
}
