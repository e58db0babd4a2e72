//! `laplacian(sigma: 0.2)`: Laplacian eigenmaps (Belkin and Niyogi 2003). Rows are joined to their nearest neighbours, with
//! weight 1 or exp(-d^2 / (2 sigma^2)), and get the smoothest functions on that graph as coordinates, without the
//! constant one.

use crate::data::{Features, Shape};
use crate::models::manifold::{self, Graph};
use crate::vocabulary::{Cites, Class, Context, Cost, Count, Embedded, Embedding, Fault, Method, Positive};
use crate::words::lints::{disconnected_graph, kernel_width};
use crate::words::methods::kmeans::fault;
use crate::words::prices;
use crate::words::sources;
use crate::{args, choice};
use ndarray::ArrayView2;

choice! {
    /// How the degrees of rows enter the Laplacian.
    pub enum Normalization, "a normalization" {
        /// I - D^-1 A
        RandomWalk = "random-walk",
        /// I - D^-1/2 A D^-1/2
        Symmetric = "symmetric",
        /// D - A
        Unnormalized = "unnormalized",
    }
}

args! {
    /// Gives rows the eigenvectors of the Laplacian of their graph of neighbours as coordinates.
    pub struct Eigenmaps {
        /// The width of the heat kernel; without it every edge has weight 1.
        sigma: Option<Positive> = None;
        /// Nearest neighbours that a row is joined to.
        neighbours: Count = Count::new(10), usual 3 ..= 100;
        /// Coordinates of a row.
        dimensions: Count = Count::new(2), usual 1 ..= 100;
        /// How degrees enter.
        normalization: Normalization = Normalization::RandomWalk;
    }
}

impl Method for Eigenmaps {
    const NAME: &'static str = "laplacian";
    const CLASSES: &'static [Class] = &[Class::EMBEDDING];
    const ROLE: Option<&'static str> = Some("embeddings");
    const CITES: Cites = &[&sources::unsupervised::BELKIN_NIYOGI];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nembed two-moons by laplacian(sigma: 0.2), then cluster by spectral(2), then check purity";

    fn as_embedding(&self) -> Option<&dyn Embedding> {
        Some(self)
    }
}

impl Embedding for Eigenmaps {
    fn dimensions(&self) -> usize {
        self.dimensions.get()
    }

    fn cost(&self, shape: &Shape) -> Cost {
        priced(shape, self.neighbours.get(), self.dimensions.get())
    }

    fn embed(&self, x: &Features, context: &Context) -> Result<Embedded, Fault> {
        let normalization = match self.normalization.value {
            Normalization::RandomWalk => manifold::Normalization::RandomWalk,
            Normalization::Symmetric => manifold::Normalization::Symmetric,
            Normalization::Unnormalized => manifold::Normalization::Unnormalized,
        };
        let sigma = self.sigma.value.map(Positive::get);
        let wanted = Wanted { sigma, neighbours: self.neighbours.get(), dimensions: self.dimensions.get() };
        wanted.embed(x.double().view(), normalization, context)
    }
}

/// A graph and the coordinates that are wanted of it.
pub struct Wanted {
    pub sigma: Option<f64>,
    pub neighbours: usize,
    pub dimensions: usize,
}

impl Wanted {
    /// Makes the graph, says what is odd about it, and gives coordinates.
    pub fn embed(
        &self,
        x: ArrayView2<f64>,
        normalization: manifold::Normalization,
        context: &Context,
    ) -> Result<Embedded, Fault> {
        let (graph, reach) = Graph::neighbours(x, self.neighbours, self.sigma).map_err(fault)?;
        let seed = context.seed.child("eigenvectors");
        let found = manifold::embed(&graph, self.dimensions, normalization, &seed, context.observer)
            .map_err(fault)?;
        let notes = [
            disconnected_graph::message(found.parts),
            self.sigma.and_then(|sigma| kernel_width::message(sigma, reach)),
        ];
        if let Some(probe) = context.probe {
            probe.find(disconnected_graph::find(found.parts, context.place));
            probe.find(self.sigma.and_then(|sigma| kernel_width::find(sigma, reach, context.place)));
        }
        let manifold::Embedding { coordinates, eigenvalues, .. } = found;
        Ok(Embedded { coordinates, eigenvalues, notes: notes.into_iter().flatten().collect() })
    }
}

/// A graph of neighbours and some of its eigenvectors.
pub fn priced(shape: &Shape, neighbours: usize, dimensions: usize) -> Cost {
    prices::converted(shape)
        + prices::neighbours(shape.train, shape.columns, neighbours)
        + prices::eigenvectors(shape.train, neighbours, dimensions)
}
