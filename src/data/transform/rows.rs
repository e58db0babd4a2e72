//! Which rows are trained on: `take`, `draw`, `split validation`.
//!
//! Random choices sort the rows by random 64-bit keys: the first n rows of one permutation, so that a
//! larger draw with the same seed contains the smaller one, and no library's shuffle can change them.

use crate::data::dataset::{Dataset, Shape};
use crate::data::fault::DataFault;
use crate::numeric::random::Seed;
use rand::Rng;

/// How many rows: a number, or a share of them in (0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    Rows(usize),
    Share(f64),
}

fn at_least_one(name: &'static str, rows: usize) -> Result<(), DataFault> {
    if rows > 0 {
        return Ok(());
    }
    Err(DataFault::Argument { name, found: "0 rows".into(), allowed: "at least 1 row" })
}

/// The first `rows` training rows; the other parts stay.
pub fn take(data: &Dataset, rows: usize) -> Result<Dataset, DataFault> {
    let shape = take_shape(&data.shape, rows)?;
    Ok(Dataset { shape, train: data.train.first(rows), ..data.clone() })
}

/// The shape after [`take`]. The range is kept, as bounds.
pub fn take_shape(shape: &Shape, rows: usize) -> Result<Shape, DataFault> {
    at_least_one("take", rows)?;
    if rows > shape.train {
        return Err(DataFault::TooManyRows { wanted: rows, rows: shape.train, part: "train" });
    }
    Ok(Shape { train: rows, ..shape.clone() })
}

/// `rows` random training rows. The others become the test part of a set that has none; a set that
/// comes with its own test part keeps that one, whole, so that its errors stay comparable, and the
/// rows not drawn are left out. A validation part stays.
pub fn draw(data: &Dataset, rows: usize, seed: Seed) -> Result<Dataset, DataFault> {
    let shape = draw_shape(&data.shape, rows)?;
    let (drawn, rest) = divide(data.train.rows(), rows, seed);
    let test = data.test.clone().or_else(|| Some(data.train.select(&rest)));
    Ok(Dataset { shape, train: data.train.select(&drawn), test, ..data.clone() })
}

/// The shape after [`draw`]. The range is kept, as bounds.
pub fn draw_shape(shape: &Shape, rows: usize) -> Result<Shape, DataFault> {
    let drawn = take_shape(shape, rows)?;
    match shape.test {
        0 if rows == shape.train => Err(DataFault::NoneLeft { wanted: rows, rows, left_for: "to test on" }),
        0 => Ok(Shape { test: shape.train - rows, ..drawn }),
        _ => Ok(drawn),
    }
}

/// A validation part of random rows out of the training part; both keep the order of their rows.
pub fn split_validation(data: &Dataset, amount: Amount, seed: Seed) -> Result<Dataset, DataFault> {
    let shape = split_validation_shape(&data.shape, amount)?;
    let (mut held_out, kept) = divide(data.train.rows(), shape.validation, seed);
    held_out.sort_unstable();
    let validation = Some(data.train.select(&held_out));
    Ok(Dataset { shape, train: data.train.select(&kept), validation, ..data.clone() })
}

/// The shape after [`split_validation`]; a share is rounded to the nearest number of rows.
pub fn split_validation_shape(shape: &Shape, amount: Amount) -> Result<Shape, DataFault> {
    if shape.validation > 0 {
        return Err(DataFault::AlreadySplit { rows: shape.validation });
    }
    let rows = match amount {
        Amount::Rows(rows) => rows,
        Amount::Share(share) if share > 0.0 && share < 1.0 => (share * shape.train as f64).round() as usize,
        Amount::Share(share) => {
            let allowed = "above 0 and below 1";
            return Err(DataFault::Argument {
                name: "the validation share",
                found: share.to_string(),
                allowed,
            });
        }
    };
    at_least_one("the validation part", rows)?;
    if rows > shape.train {
        return Err(DataFault::TooManyRows { wanted: rows, rows: shape.train, part: "train" });
    }
    if rows == shape.train {
        return Err(DataFault::NoneLeft { wanted: rows, rows, left_for: "to train on" });
    }
    Ok(Shape { train: shape.train - rows, validation: rows, ..shape.clone() })
}

/// The first `chosen` of a random permutation, and the others in ascending order.
fn divide(rows: usize, chosen: usize, seed: Seed) -> (Vec<usize>, Vec<usize>) {
    let mut stream = seed.stream();
    let mut keyed: Vec<(u64, usize)> = (0..rows).map(|row| (stream.next_u64(), row)).collect();
    keyed.sort_unstable();
    let mut order: Vec<usize> = keyed.into_iter().map(|(_, row)| row).collect();
    let mut rest = order.split_off(chosen.min(rows));
    rest.sort_unstable();
    (order, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::testing::counting;

    fn values(part: &crate::data::Part) -> Vec<usize> {
        part.x.double().column(0).iter().map(|&v| v as usize).collect()
    }

    #[test]
    fn take_is_the_beginning_and_leaves_the_test_part() {
        let data = counting(10, 4);
        let taken = take(&data, 3).unwrap();
        assert_eq!(values(&taken.train), [0, 1, 2]);
        assert_eq!(taken.test, data.test);
        assert_eq!((taken.shape.train, taken.shape.test), (3, 4));
        let found = take(&data, 11).unwrap_err().to_string();
        assert_eq!(found, "11 rows are asked for, the train part has 10");
        assert!(take(&data, 0).is_err());
    }

    #[test]
    fn a_draw_and_its_rest_are_all_rows_once() {
        let data = counting(100, 0);
        let drawn = draw(&data, 30, Seed::root(1)).unwrap();
        let test = drawn.test.as_ref().unwrap();
        let mut all = [values(&drawn.train), values(test)].concat();
        assert_ne!(all, (0..100).collect::<Vec<_>>());
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        assert_eq!((drawn.shape.train, drawn.shape.test), (30, 70));
        assert_eq!(drawn, draw(&data, 30, Seed::root(1)).unwrap());
        assert_ne!(drawn.train, draw(&data, 30, Seed::root(2)).unwrap().train);
        let larger = draw(&data, 50, Seed::root(1)).unwrap();
        assert_eq!(values(&larger.train)[..30], values(&drawn.train));
    }

    #[test]
    fn a_draw_keeps_a_test_part_that_is_there() {
        let data = counting(10, 4);
        let drawn = draw(&data, 10, Seed::root(1)).unwrap();
        assert_eq!(drawn.test, data.test);
        let none_left = draw(&counting(10, 0), 10, Seed::root(1)).unwrap_err();
        assert_eq!(none_left.to_string(), "10 of 10 rows leave none to test on");
        assert_eq!(none_left.help(), "ask for at most 9");
    }

    #[test]
    fn a_validation_part_comes_out_of_train_once() {
        let data = counting(10, 4);
        let split = split_validation(&data, Amount::Share(0.3), Seed::root(5)).unwrap();
        let held_out = split.validation.as_ref().unwrap();
        let mut all = [values(&split.train), values(held_out)].concat();
        assert_eq!((split.shape.train, split.shape.validation, held_out.rows()), (7, 3, 3));
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
        assert!(matches!(
            split_validation(&split, Amount::Rows(1), Seed::root(5)),
            Err(DataFault::AlreadySplit { rows: 3 })
        ));
        for amount in
            [Amount::Rows(0), Amount::Rows(10), Amount::Rows(11), Amount::Share(1.0), Amount::Share(0.01)]
        {
            assert!(split_validation_shape(&data.shape, amount).is_err(), "{amount:?}");
        }
    }

    /// Every row is drawn equally often: 4000 draws of 2 out of 8 give each 1000 ± 5 standard errors.
    #[test]
    fn draws_are_uniform() {
        let mut counts = [0u32; 8];
        for repeat in 0..4000 {
            for row in divide(8, 2, Seed::root(9).at(repeat)).0 {
                counts[row] += 1;
            }
        }
        let error = (4000.0f64 * 0.25 * 0.75).sqrt();
        assert!(counts.iter().all(|&count| (f64::from(count) - 1000.0).abs() < 5.0 * error), "{counts:?}");
    }
}
