//! A data set thinned to fewer rows that look like the whole: every class keeps its share, and a row or more as
//! long as there are rows enough.
//!
//! The rows of a class are put in random order; row r (from 0) of a class of n gets the key r/n. The rows with the
//! smallest keys are kept: the first of every class, then each class in proportion.

use crate::data::dataset::{Dataset, Part, Shape, Targets};
use crate::numeric::random::Seed;
use rand::seq::SliceRandom;
use std::collections::BTreeMap;

/// At most `train` and `test` random rows of these parts, in the order they have; a validation part stays.
pub fn thin(data: &Dataset, train: usize, test: usize, seed: &Seed) -> Dataset {
    Dataset {
        shape: thin_shape(&data.shape, train, test),
        train: thinned(&data.train, train, &seed.child("train")),
        test: data.test.as_ref().map(|part| thinned(part, test, &seed.child("test"))),
        ..data.clone()
    }
}

/// The shape after [`thin`]. The range is kept, as bounds.
pub fn thin_shape(shape: &Shape, train: usize, test: usize) -> Shape {
    Shape { train: shape.train.min(train), test: shape.test.min(test), ..shape.clone() }
}

fn thinned(part: &Part, rows: usize, seed: &Seed) -> Part {
    if rows >= part.rows() {
        return part.clone();
    }
    let mut order: Vec<usize> = (0..part.rows()).collect();
    order.shuffle(&mut seed.stream());
    let mut kept = match &part.y {
        Targets::Classes(classes) => by_class(&order, classes),
        _ => order,
    };
    kept.truncate(rows);
    kept.sort_unstable();
    part.select(&kept)
}

/// The rows by their keys; rows with equal keys by class.
fn by_class(order: &[usize], classes: &[u32]) -> Vec<usize> {
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &row in order {
        members.entry(classes[row]).or_default().push(row);
    }
    let keyed = members
        .values()
        .flat_map(|rows| rows.iter().enumerate().map(|(rank, &row)| (rank as f64 / rows.len() as f64, row)));
    let mut keyed: Vec<(f64, usize)> = keyed.collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    keyed.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Features;
    use ndarray::Array2;

    /// Rows that hold their own number, 900 of class 0, 99 of class 1, one of class 2.
    fn uneven() -> Dataset {
        let x = Array2::from_shape_fn((1000, 1), |(row, _)| row as f64);
        let y: Vec<u32> = (0..1000).map(|row| u32::from(row >= 900) + u32::from(row == 999)).collect();
        let part = Part { x: Features::Double(x.into_shared()), y: Targets::Classes(y.into()) };
        Dataset::new("uneven", part.clone(), Some(part), vec!["a".into(), "b".into(), "c".into()])
    }

    #[test]
    fn every_class_keeps_its_share_and_none_is_lost() {
        let thin = thin(&uneven(), 100, 7, &Seed::root(1));
        assert_eq!(thin.train.y.counts(3), [89, 10, 1]);
        assert_eq!(thin.test.as_ref().map(|part| part.y.counts(3)), Some(vec![5, 1, 1]));
        assert_eq!((thin.shape.train, thin.shape.test, thin.shape.columns), (100, 7, 1));
        let rows = thin.train.x.double().column(0).to_vec();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "order is kept: {rows:?}");
        assert!(rows[20] > 50.0, "not only the first rows: {rows:?}");
    }

    #[test]
    fn the_choice_is_that_of_the_seed_and_few_rows_stay_as_they_are() {
        let data = uneven();
        assert_eq!(thin(&data, 50, 50, &Seed::root(1)), thin(&data, 50, 50, &Seed::root(1)));
        assert_ne!(thin(&data, 50, 50, &Seed::root(1)), thin(&data, 50, 50, &Seed::root(2)));
        assert_eq!(thin(&data, 1000, 2000, &Seed::root(1)), data);
    }
}
