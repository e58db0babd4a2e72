//! States drawn once from data that are probabilities: each value in [0, 1] is the mean of a variable that is 0 or 1.
//!
//! Grey values of images are often read so: a pixel of .3 is black in three pictures of ten. Drawn once, before any
//! training, every machine sees the same pictures and is tested on the same ones (Salakhutdinov and Murray 2008). A row has
//! its own random stream, so that a draw depends on neither the other rows nor the number of threads.

use crate::data::dataset::{Dataset, Part, Shape};
use crate::data::fault::DataFault;
use crate::data::features::Features;
use crate::numeric::random::Seed;
use ndarray::{Array2, ArrayView2, Zip};
use rayon::prelude::*;

/// 1 with the probability that the value states, else 0, in every part.
pub fn bernoulli(data: &Dataset, seed: &Seed) -> Result<Dataset, DataFault> {
    let shape = bernoulli_shape(&data.shape)?;
    let part = |part: &Part, name: &str| -> Result<Part, DataFault> {
        Ok(Part { x: drawn(&part.x, &seed.child(name))?, y: part.y.clone() })
    };
    let optional = |found: &Option<Part>, name: &str| found.as_ref().map(|p| part(p, name)).transpose();
    Ok(Dataset {
        train: part(&data.train, "train")?,
        test: optional(&data.test, "test")?,
        validation: optional(&data.validation, "validation")?,
        unlabelled: data.unlabelled.as_ref().map(|x| drawn(x, &seed.child("unlabelled"))).transpose()?,
        truth: None,
        law: None,
        shape,
        ..data.clone()
    })
}

/// The shape after [`bernoulli`]; values that can be no probabilities are refused where the range is known.
pub fn bernoulli_shape(shape: &Shape) -> Result<Shape, DataFault> {
    if let Some((low, high)) = shape.range.filter(|&(low, high)| low < 0.0 || high > 1.0) {
        return Err(no_probability(format!("from {low} to {high}")));
    }
    Ok(Shape { range: Some((0.0, 1.0)), facts: shape.facts.mapped(), ..shape.clone() })
}

fn no_probability(found: String) -> DataFault {
    let allowed = "from 0 to 1: each is a probability (`scale(0, 1)` maps the columns there)";
    DataFault::Argument { name: "the range of the values", found, allowed }
}

fn drawn(x: &Features, seed: &Seed) -> Result<Features, DataFault> {
    Ok(match x {
        Features::Single(x) => Features::Single(states(x.view(), f64::from, f32::from, seed)?.into_shared()),
        Features::Double(x) => Features::Double(states(x.view(), |p| p, f64::from, seed)?.into_shared()),
    })
}

/// States of a table (rows, columns) of probabilities. The uniform numbers are multiples of 2^-24.
fn states<T: Copy + Send + Sync>(
    x: ArrayView2<T>,
    number: impl Fn(T) -> f64 + Sync,
    state: impl Fn(bool) -> T + Sync,
    seed: &Seed,
) -> Result<Array2<T>, DataFault> {
    if let Some(p) = x.iter().map(|&p| number(p)).find(|p| !(0.0..=1.0).contains(p)) {
        return Err(no_probability(p.to_string()));
    }
    let mut states = x.to_owned();
    let rows: Vec<_> = states.outer_iter_mut().enumerate().collect();
    rows.into_par_iter().for_each(|(index, mut row)| {
        let mut uniform = vec![0.0f32; row.len()];
        seed.at(index as u64).bulk().fill_uniform(&mut uniform);
        Zip::from(&mut row).and(&uniform).for_each(|p, &u| *p = state(f64::from(u) < number(*p)));
    });
    Ok(states)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::dataset::Targets;

    fn table(x: Array2<f64>) -> Dataset {
        let part = Part { x: Features::Double(x.into_shared()), y: Targets::None };
        Dataset::new("made", part.clone(), Some(part), Vec::new())
    }

    /// Certain values stay; the mean of 20,000 draws at .3 is within four standard errors; parts differ.
    #[test]
    fn values_are_probabilities() {
        let x = Array2::from_shape_fn((20_000, 3), |(_, j)| [0.0, 0.3, 1.0][j]);
        let out = bernoulli(&table(x), &Seed::root(5)).unwrap();
        let drawn = out.train.x.double();
        assert!(drawn.iter().all(|&v| v == 0.0 || v == 1.0));
        assert_eq!((drawn.column(0).sum(), drawn.column(2).sum()), (0.0, 20_000.0));
        let mean = drawn.column(1).sum() / 20_000.0;
        assert!((mean - 0.3).abs() < 4.0 * (0.3f64 * 0.7 / 20_000.0).sqrt(), "{mean}");
        assert_ne!(out.test.unwrap().x.double(), drawn);
    }

    /// A row is drawn alike in a table of one row and in a longer one, in both precisions.
    #[test]
    fn a_row_is_drawn_from_its_own_stream() {
        let seed = Seed::root(6);
        let long = Features::Double(Array2::from_elem((5, 40), 0.5).into_shared());
        let short = Features::Single(Array2::from_elem((1, 40), 0.5f32).into_shared());
        let (long, short) = (drawn(&long, &seed).unwrap(), drawn(&short, &seed).unwrap());
        assert_eq!(long.double().row(0), short.double().row(0));
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for value in [-0.1, 1.5, f64::NAN] {
            assert!(bernoulli(&table(Array2::from_elem((2, 2), value)), &Seed::root(1)).is_err());
        }
    }
}
