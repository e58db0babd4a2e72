//! An affinity matrix of two blocks: points of the same block are near each other, points of different blocks are not.
//!
//! A (n, n) is symmetric; a_ij is uniform in `level` +- 0.2, where the level is 0.8 within a block and 0.2 between them, and 1
//! on the diagonal. A row is a point by its affinities to all, its class the block. The leading singular vectors of A are
//! about the sum and the difference of the blocks' indicators: this is what spectral clustering cuts by (Ng, Jordan and
//! Weiss 2002), and what a truncated decomposition keeps.

use super::bounded;
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::DataFault;
use super::features::Features;
use crate::numeric::random::Seed;
use ndarray::Array2;
use rand::RngExt;
use std::path::Path;

const WITHIN: f64 = 0.8;
const BETWEEN: f64 = 0.2;
const SPREAD: f64 = 0.2;

/// The shape of an affinity matrix of so many points.
pub fn shape(points: usize) -> Result<Shape, DataFault> {
    if points < 2 {
        let found = points.to_string();
        return Err(DataFault::Argument { name: "points", found, allowed: "at least one for each block" });
    }
    let numbers = (points as u128).saturating_mul(points as u128);
    bounded::within(Path::new("blocks"), numbers.saturating_mul(8), bounded::LARGEST)?;
    let range = Some((0.0, 1.0));
    Ok(Shape {
        columns: points,
        classes: Some(2),
        range,
        train: points,
        facts: Facts::NONE,
        ..Shape::default()
    })
}

/// The matrix of this seed; points alternate between the blocks.
pub fn draw(points: usize, seed: &Seed) -> Result<Dataset, DataFault> {
    let shape = shape(points)?;
    let mut stream = seed.stream();
    let mut matrix = Array2::eye(points);
    for i in 0..points {
        for j in 0..i {
            let level = if (i + j) % 2 == 0 { WITHIN } else { BETWEEN };
            let affinity = level + SPREAD * (2.0 * stream.random::<f64>() - 1.0);
            (matrix[[i, j]], matrix[[j, i]]) = (affinity, affinity);
        }
    }
    let y = Targets::Classes((0..points).map(|point| point as u32 % 2).collect());
    let train = Part { x: Features::Double(matrix.into_shared()), y };
    let names = vec!["even".to_string(), "odd".to_string()];
    Ok(Dataset { shape, ..Dataset::new("blocks", train, None, names) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::lapack::svd;

    /// C49: the signs of the second singular vector are the blocks, each point of them; the third value is far below.
    #[test]
    fn the_second_singular_vector_tells_the_blocks() {
        let data = draw(40, &Seed::root(1)).unwrap();
        let x = data.train.x.double();
        assert_eq!(x, x.t());
        let found = svd(x.view()).unwrap();
        let second = found.vt.row(1);
        assert!((0..40).all(|point| (second[point] > 0.0) == ((second[0] > 0.0) == (point % 2 == 0))));
        assert!(found.singular_values[1] > 2.0 * found.singular_values[2]);
        assert!(shape(1).is_err());
    }
}
