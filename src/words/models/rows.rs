//! Training rows for networks: a data set's rows, deformed afresh in every epoch where the data are
//! augmented. What a row looks like depends on the seed, the epoch and its number alone.

use crate::data::deform::{Deformation, Sample, Workspace};
use crate::models::network::TrainingRows;
use crate::numeric::random::Seed;
use ndarray::{ArcArray2, ArrayViewMut2};
use std::sync::Arc;

/// Rows of a data set with their labels.
pub struct LabelledRows {
    pub x: ArcArray2<f32>,
    pub labels: Arc<[u32]>,
    pub classes: usize,
    pub deformed: Option<Deformed>,
}

/// How rows that are images are deformed.
pub struct Deformed {
    pub by: Arc<dyn Deformation>,
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
        let seed = self.deformed.as_ref().map(|deformed| deformed.seed.at(epoch as u64));
        for ((mut out, label), &row) in x.rows_mut().into_iter().zip(labels).zip(rows) {
            *label = self.labels[row];
            let input = self.x.row(row);
            let deformed = self.deformed.as_ref().zip(seed.as_ref());
            match (deformed, input.as_slice(), out.as_slice_mut()) {
                (Some((deformed, seed)), Some(image), Some(out)) => {
                    let (row, rows, epoch) = (row as u64, self.len() as u64, epoch as u64);
                    let sample = Sample { row, rows, epoch, image, class: Some(*label), seed };
                    deformed.by.apply(&sample, &mut workspace, out);
                }
                _ => out.assign(&input),
            }
        }
    }
}
