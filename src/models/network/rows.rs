//! Where training rows come from. A source makes rows on demand, so that every epoch can see
//! fresh deformations; what it makes depends on (epoch, row) alone, never on who asks or when.

use ndarray::{ArrayView2, ArrayViewMut2};

/// A source of labelled rows.
pub trait TrainingRows: Sync {
    /// Rows in an epoch.
    fn len(&self) -> usize;
    /// Numbers in a row.
    fn columns(&self) -> usize;
    /// Labels are below this.
    fn classes(&self) -> usize;
    /// Writes `rows` of `epoch` into x (rows, columns) and their labels. Called from several threads
    /// at once, for parts of a batch, while the batch before it trains.
    fn fill(&self, epoch: usize, rows: &[usize], x: &mut ArrayViewMut2<f32>, labels: &mut [u32]);
    /// True without rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Rows that are the same in every epoch: x (rows, columns) and one label a row.
pub struct FixedRows<'a> {
    x: ArrayView2<'a, f32>,
    labels: &'a [u32],
    classes: usize,
}

impl<'a> FixedRows<'a> {
    /// As many rows as both x and labels have.
    pub fn new(x: ArrayView2<'a, f32>, labels: &'a [u32], classes: usize) -> Self {
        FixedRows { x, labels, classes }
    }
}

impl TrainingRows for FixedRows<'_> {
    fn len(&self) -> usize {
        self.x.nrows().min(self.labels.len())
    }
    fn columns(&self) -> usize {
        self.x.ncols()
    }
    fn classes(&self) -> usize {
        self.classes
    }
    fn fill(&self, _epoch: usize, rows: &[usize], x: &mut ArrayViewMut2<f32>, labels: &mut [u32]) {
        for ((mut out, label), &row) in x.rows_mut().into_iter().zip(labels).zip(rows) {
            out.assign(&self.x.row(row));
            *label = self.labels[row];
        }
    }
}
