//! A batch: rows, labels and dropout multipliers, in buffers that are reused. A batch is made while
//! the one before it trains; its parts are rayon tasks like any other, so no core waits for another.

use super::corruption::Corruption;
use super::dropout::Dropout;
use super::rows::TrainingRows;
use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::random::Seed;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};

/// Rows made by one task: long enough to be worth it, short enough not to be waited for.
const ROWS: usize = 16;

pub(super) struct Batch {
    x: Array2<f32>,
    labels: Vec<u32>,
    /// Which rows of the source they are.
    numbers: Vec<usize>,
    /// (rows, inputs + all hidden units), only with dropout.
    masks: Option<Array2<f32>>,
    /// The rows as they were before anything was done to them, only for autoencoders.
    clean: Option<Array2<f32>>,
    len: usize,
    /// What else is drawn for this batch.
    seed: Seed,
}

/// What an epoch is made from.
pub(super) struct EpochRows<'a> {
    pub source: &'a dyn TrainingRows,
    pub epoch: usize,
    /// The rows of the epoch in the order they are trained.
    pub order: &'a [usize],
    pub dropout: Dropout,
    pub corruption: Option<Corruption>,
    pub seed: Seed,
}

impl Batch {
    /// Buffers for `rows` rows of `inputs` numbers and, where dropout wants them, masks for `hidden` units.
    pub fn new(rows: usize, inputs: usize, hidden: usize, dropout: Dropout) -> Self {
        let masks = (dropout != Dropout::default()).then(|| Array2::zeros((rows, inputs + hidden)));
        Batch {
            x: Array2::zeros((rows, inputs)),
            labels: vec![0; rows],
            numbers: Vec::with_capacity(rows),
            masks,
            clean: None,
            len: 0,
            seed: Seed::root(0),
        }
    }

    /// The same with a place for the rows as they were.
    pub fn with_clean_rows(self) -> Self {
        Batch { clean: Some(Array2::zeros(self.x.dim())), ..self }
    }

    /// The rows before anything was done to them; the rows themselves where they are not kept apart.
    pub fn clean(&self) -> ArrayView2<'_, f32> {
        self.clean.as_ref().map_or(self.x(), |clean| clean.slice(s![..self.len, ..]))
    }

    /// From which a network draws what is the same for all rows.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    pub fn x(&self) -> ArrayView2<'_, f32> {
        self.x.slice(s![..self.len, ..])
    }

    pub fn labels(&self) -> &[u32] {
        &self.labels[..self.len]
    }

    /// The rows of the source that it is made of.
    pub fn numbers(&self) -> &[usize] {
        &self.numbers
    }

    pub fn masks(&self) -> Option<ArrayView2<'_, f32>> {
        self.masks.as_ref().map(|masks| masks.slice(s![..self.len, ..]))
    }

    /// Becomes batch `index` of the epoch; empty beyond its end.
    pub fn fill(&mut self, index: usize, from: &EpochRows) {
        let total = from.order.len();
        let (start, end) = ((index * self.x.nrows()).min(total), ((index + 1) * self.x.nrows()).min(total));
        self.len = end - start;
        self.seed = from.seed.child("batch").at(index as u64);
        let x = Rows(self.x.slice_mut(s![..self.len, ..]));
        let labels = &mut self.labels[..self.len];
        let masks = self.masks.as_mut().map(|masks| Rows(masks.slice_mut(s![..end - start, ..])));
        let clean = self.clean.as_mut().map(|clean| Rows(clean.slice_mut(s![..end - start, ..])));
        let rows = &from.order[start..end];
        self.numbers.clear();
        self.numbers.extend_from_slice(rows);
        for_blocks(((x, labels), (rows, (masks, clean))), ROWS, &|((x, labels), (rows, (masks, clean)))| {
            from.fill(x.0, labels, rows, masks.map(|masks| masks.0), clean.map(|clean| clean.0))
        });
    }
}

impl EpochRows<'_> {
    fn fill(
        &self,
        mut x: ArrayViewMut2<f32>,
        labels: &mut [u32],
        rows: &[usize],
        masks: Option<ArrayViewMut2<f32>>,
        clean: Option<ArrayViewMut2<f32>>,
    ) {
        self.source.fill(self.epoch, rows, &mut x, labels);
        if let Some(mut clean) = clean {
            clean.assign(&x);
        }
        if let Some(corruption) = self.corruption {
            let seed = self.seed.child("corruption");
            for (mut x, &row) in x.rows_mut().into_iter().zip(rows) {
                corruption.apply(x.view_mut(), &seed.at(row as u64));
            }
        }
        if let Some(mut masks) = masks {
            let inputs = x.ncols();
            for ((mut x, mut mask), &row) in x.rows_mut().into_iter().zip(masks.rows_mut()).zip(rows) {
                self.dropout.draw(&self.seed.at(row as u64), inputs, mask.view_mut());
                x *= &mask.slice(s![..inputs]);
            }
        }
    }
}
