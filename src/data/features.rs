//! A table of numbers, rows by columns: single precision for images and networks, double for science.
//!
//! Tables are shared, not copied: cloning one, or taking its first rows, costs nothing.

use ndarray::{ArcArray2, Array1, Axis, Slice};

/// The features of one part, `(rows, columns)`, in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub enum Features {
    Single(ArcArray2<f32>),
    Double(ArcArray2<f64>),
}

impl Features {
    pub fn rows(&self) -> usize {
        match self {
            Features::Single(x) => x.nrows(),
            Features::Double(x) => x.nrows(),
        }
    }

    pub fn columns(&self) -> usize {
        match self {
            Features::Single(x) => x.ncols(),
            Features::Double(x) => x.ncols(),
        }
    }

    /// The table in single precision; no copy where it already is.
    pub fn single(&self) -> ArcArray2<f32> {
        match self {
            Features::Single(x) => x.clone(),
            Features::Double(x) => x.mapv(|value| value as f32).into_shared(),
        }
    }

    /// The table in double precision; no copy where it already is.
    pub fn double(&self) -> ArcArray2<f64> {
        match self {
            Features::Single(x) => x.mapv(f64::from).into_shared(),
            Features::Double(x) => x.clone(),
        }
    }

    /// The mean of each column, summed up row by row in double precision; none where there are no rows. No copy of the table
    /// is made.
    pub fn means(&self) -> Option<Array1<f64>> {
        let rows = self.rows();
        let mut sums = Array1::<f64>::zeros(self.columns());
        match self {
            Features::Single(x) => {
                x.outer_iter().for_each(|row| sums.zip_mut_with(&row, |sum, &value| *sum += f64::from(value)))
            }
            Features::Double(x) => x.outer_iter().for_each(|row| sums += &row),
        }
        (rows > 0).then(|| sums / rows as f64)
    }

    /// The rows with these numbers, in their order. Every number is below `rows()`.
    pub fn select(&self, rows: &[usize]) -> Features {
        match self {
            Features::Single(x) => Features::Single(x.select(Axis(0), rows).into_shared()),
            Features::Double(x) => Features::Double(x.select(Axis(0), rows).into_shared()),
        }
    }

    /// The first `count` rows (all, where there are fewer), sharing their memory.
    pub fn first(&self, count: usize) -> Features {
        let mut out = self.clone();
        let rows = Slice::from(..count.min(self.rows()));
        match &mut out {
            Features::Single(x) => x.slice_axis_inplace(Axis(0), rows),
            Features::Double(x) => x.slice_axis_inplace(Axis(0), rows),
        }
        out
    }

    /// Smallest and largest value; none for an empty table.
    pub fn range(&self) -> Option<(f64, f64)> {
        match self {
            Features::Single(x) => extremes(x.iter().map(|&value| f64::from(value))),
            Features::Double(x) => extremes(x.iter().copied()),
        }
    }
}

fn extremes(mut values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let first = values.next()?;
    Some(values.fold((first, first), |(low, high), value| (low.min(value), high.max(value))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn a_table_already_in_its_precision_is_shared() {
        let table = Features::Double(array![[1.0, 2.0], [3.0, 4.0]].into_shared());
        let Features::Double(inner) = &table else { panic!("double stays double") };
        assert_eq!(table.double().as_ptr(), inner.as_ptr());
        assert_eq!(table.first(1).double().as_ptr(), inner.as_ptr());
        assert_eq!(table.single(), array![[1f32, 2.0], [3.0, 4.0]].into_shared());
        assert_eq!(table.range(), Some((1.0, 4.0)));
    }

    /// To the last bit what a copy in double precision gives.
    #[test]
    fn means_need_no_copy() {
        let table =
            Array2::from_shape_fn((57, 3), |(row, column)| (0.1 + row as f32).powi(column as i32 - 1));
        for table in [
            Features::Single(table.clone().into_shared()),
            Features::Double(table.mapv(f64::from).into_shared()),
            Features::Single(table.into_shared()).first(5),
        ] {
            assert_eq!(table.means(), table.double().mean_axis(Axis(0)));
        }
        assert_eq!(Features::Double(ArcArray2::zeros((0, 2))).means(), None);
    }

    #[test]
    fn selection_keeps_the_order_asked_for() {
        let table = Features::Single(array![[1f32], [2.0], [3.0]].into_shared());
        assert_eq!(table.select(&[2, 0]).single(), array![[3f32], [1.0]].into_shared());
        assert_eq!(table.first(2).rows(), 2);
        assert_eq!(table.first(9).rows(), 3);
    }
}
