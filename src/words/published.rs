//! Published numbers of what the words of this version can run, for `reproduce`. Each is what its source prints.

use crate::vocabulary::{Measure, Published};
use crate::words::measures::{ACCURACY, ERROR};

/// A share of the 10,000 test images of MNIST.
const fn of_mnist(
    name: &'static str,
    measure: &'static Measure,
    percent: f64,
    protocol: &'static str,
    source: &'static str,
) -> Published {
    Published { name, measure, value: percent / 100.0, rows: Some(10_000), protocol, source }
}

const CIRESAN: &str =
    "Ciresan et al. 2010, Deep, big, simple neural nets, Neural Computation 22:3207, arXiv:1003.0358";
const SIMARD: &str = "Simard, Steinkraus and Platt 2003, Best practices for convolutional neural networks applied to \
    visual document analysis, doi:10.1109/ICDAR.2003.1227801";
const SRIVASTAVA: &str = "Srivastava et al. 2014, Dropout: a simple way to prevent neural networks from overfitting, \
    Journal of Machine Learning Research 15:1929";
const MARTIN: &str =
    "Martin, notebook 2-Layer-DK-MNiST of github.com/CalculatedContent/big_deep_simple_mlp, at 9656c3a";

/// Every published number, by source.
pub static PUBLISHED: &[Published] = &[
    of_mnist(
        "Ciresan 2010, table 1, row 1",
        &ERROR,
        0.49,
        "hidden layers 1000, 500; scaled tanh; fresh elastic and affine deformations in each epoch; on-line gradient \
         descent, falling rate; test error where the validation error was lowest",
        CIRESAN,
    ),
    of_mnist(
        "Ciresan 2010, table 1, row 2",
        &ERROR,
        0.46,
        "hidden layers 1500, 1000, 500; the rest as in row 1",
        CIRESAN,
    ),
    of_mnist(
        "Ciresan 2010, table 1, row 3",
        &ERROR,
        0.41,
        "hidden layers 2000, 1500, 1000, 500; the rest as in row 1",
        CIRESAN,
    ),
    of_mnist(
        "Ciresan 2010, table 1, row 4",
        &ERROR,
        0.35,
        "hidden layers 2500, 2000, 1500, 1000, 500; the rest as in row 1",
        CIRESAN,
    ),
    of_mnist(
        "Ciresan 2010, table 1, row 5",
        &ERROR,
        0.44,
        "nine hidden layers of 1000; the rest as in row 1",
        CIRESAN,
    ),
    of_mnist(
        "Simard 2003, cross-entropy",
        &ERROR,
        1.6,
        "one hidden layer of 800, cross-entropy, no deformation",
        SIMARD,
    ),
    of_mnist(
        "Simard 2003, cross-entropy, affine",
        &ERROR,
        1.1,
        "one hidden layer of 800, cross-entropy, affine deformations",
        SIMARD,
    ),
    of_mnist(
        "Simard 2003, cross-entropy, elastic",
        &ERROR,
        0.7,
        "one hidden layer of 800, cross-entropy, elastic deformations",
        SIMARD,
    ),
    of_mnist(
        "Srivastava 2014, standard network",
        &ERROR,
        1.60,
        "a standard network without dropout",
        SRIVASTAVA,
    ),
    of_mnist(
        "Srivastava 2014, dropout, logistic 3x1024",
        &ERROR,
        1.35,
        "three hidden layers of 1024 logistic units, dropout .5 (inputs .2)",
        SRIVASTAVA,
    ),
    of_mnist(
        "Srivastava 2014, dropout, ReLU 3x1024",
        &ERROR,
        1.25,
        "three hidden layers of 1024 rectified linear units, dropout .5 (inputs .2)",
        SRIVASTAVA,
    ),
    of_mnist(
        "Srivastava 2014, dropout, ReLU 3x1024, max-norm",
        &ERROR,
        1.06,
        "three hidden layers of 1024 rectified linear units, dropout .5 (inputs .2), max-norm 2, momentum .95, a \
         million updates",
        SRIVASTAVA,
    ),
    of_mnist(
        "Srivastava 2014, dropout, ReLU 2x8192, max-norm",
        &ERROR,
        0.95,
        "two hidden layers of 8192 rectified linear units, the rest as with 3x1024",
        SRIVASTAVA,
    ),
    of_mnist(
        "Martin, 2-Layer-DK-MNiST",
        &ACCURACY,
        98.54,
        "hidden layers 800, 800 of rectified linear units, weights N(0, 1/inputs), RMSProp at a constant rate of 1e-3, \
         batches of 125, 75 epochs of plain MNIST; the best test accuracy of all epochs",
        MARTIN,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_differ_and_shares_are_whole_numbers_of_rows() {
        let names: HashSet<&str> = PUBLISHED.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), PUBLISHED.len());
        for it in PUBLISHED {
            let hits = it.value * it.rows.map_or(1.0, |rows| rows as f64);
            assert!((hits - hits.round()).abs() < 1e-9, "{}: {hits} rows", it.name);
            assert!(!it.protocol.is_empty() && it.source.contains(char::is_numeric), "{}", it.name);
        }
    }
}
