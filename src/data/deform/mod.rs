//! Images made anew in every epoch: what all ways of augmenting have in common.
//!
//! A [`Deformation`] is prepared once, for images of one size, and then makes an image for every (epoch, row) from
//! the row's own image, its class and a node of the seed tree. What it makes depends on nothing else, so any number of
//! threads may ask, in any order. A [`Workspace`] holds the buffers of one thread.
//!
//! [`warp`](super::warp) resamples with affine maps and elastic fields, [`infimnist`](super::infimnist) goes along
//! tangents, [`align`](super::align) draws diffeomorphisms that were learnt from pairs of images.

mod canvas;

pub use canvas::Fill;
pub(crate) use canvas::{Block, Canvas, LANES};

use super::warp::FieldBuffers;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;

/// The image that is asked for.
#[derive(Clone, Copy)]
pub struct Sample<'a> {
    /// Its row among the training rows, which are `rows`.
    pub row: u64,
    pub rows: u64,
    /// From 0.
    pub epoch: u64,
    /// The row as it is, line after line.
    pub image: &'a [f32],
    pub class: Option<u32>,
    /// The node of the epoch: each row takes a child of it.
    pub seed: &'a Seed,
}

/// A way of making training images.
pub trait Deformation: Send + Sync {
    /// Writes the image of a sample, with as many pixels as the sample has.
    fn apply(&self, sample: &Sample, workspace: &mut Workspace, out: &mut [f32]);

    /// How many training rows it was made for, where it knows them one by one and in their order.
    fn rows(&self) -> Option<usize> {
        None
    }

    /// What was learnt for it, to be kept; nothing where it is quickly made again.
    fn tensors(&self) -> Tensors {
        Tensors::default()
    }
}

/// Buffers that deformations use again and again; one a thread is enough.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(crate) canvas: Canvas,
    pub(crate) field: FieldBuffers,
    pub(crate) numbers: Vec<f32>,
}

impl Workspace {
    /// An empty workspace; it grows with the first image.
    pub fn new() -> Self {
        Workspace::default()
    }
}
