//! Training rows for networks: a data set's rows, deformed afresh in every epoch where the data are
//! augmented. What a row looks like depends on the seed, the epoch and its number alone.

use crate::data::warp::{Warp, Workspace};
use crate::models::network::TrainingRows;
use crate::numeric::random::Seed;
use ndarray::{ArcArray2, ArrayViewMut2};
use std::sync::Arc;

/// Rows of a data set with their labels.
pub struct LabelledRows {
    pub x: ArcArray2<f32>,
    pub labels: Arc<[u32]>,
    pub classes: usize,
    pub deformation: Option<Deformation>,
}

/// How rows that are images are deformed.
pub struct Deformation {
    pub warp: Arc<Warp>,
    /// Height and width.
    pub size: (usize, usize),
    pub seed: Seed,
}

impl TrainingRows for LabelledRows {
    fn len(&self) -> usize {
        self.x.nrows()
    }

    fn columns(&self) -> usize {
        self.x.ncols()
    }

    fn classes(&self) -> usize {
        self.classes
    }

    fn fill(&self, epoch: usize, rows: &[usize], x: &mut ArrayViewMut2<f32>, labels: &mut [u32]) {
        let mut workspace = Workspace::default();
        for ((mut out, label), &row) in x.rows_mut().into_iter().zip(labels).zip(rows) {
            *label = self.labels[row];
            let input = self.x.row(row);
            match (&self.deformation, input.as_slice(), out.as_slice_mut()) {
                (Some(deform), Some(input), Some(out)) => {
                    let seed = deform.seed.at(epoch as u64).at(row as u64);
                    deform.warp.apply(deform.size, input, Some(*label), &seed, &mut workspace, out);
                }
                _ => out.assign(&input),
            }
        }
    }
}
