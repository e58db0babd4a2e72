//! `spectral(2)`: normalized spectral clustering (Shi and Malik 2000): k-means on the first k - 1 eigenvectors of the random
//! walk on the graph of neighbours, without the constant one, which tells nothing apart. Of data that are such
//! eigenvectors already, as `embed ... by laplacian` makes them, those are taken.

use super::laplacian::{Wanted, priced};
use crate::args;
use crate::data::{Dataset, Shape};
use crate::models::manifold::{Normalization, kmeans};
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{
    Cites, Class, Clustering, Context, Cost, Count, DataKind, Draws, Fault, Method, Partition, Positive,
    Scene,
};
use crate::words::methods::kmeans::fault;
use crate::words::prices;
use crate::words::sources;
use ndarray::s;

/// Neighbours of a row, where the file says nothing.
const NEIGHBOURS: usize = 10;

args! {
    /// Parts rows into the clusters of their graph of neighbours.
    pub struct SpectralClustering {
        /// The number of clusters.
        clusters (object): Count, usual 2 ..= 100;
        /// The width of the heat kernel; without it every edge has weight 1.
        sigma: Option<Positive> = None;
        /// Nearest neighbours that a row is joined to; left out, 10.
        neighbours: Option<Count> = None;
        /// Starts of k-means, of which the best is kept.
        starts: Draws = Draws::new(10), usual 1 ..= 100;
    }
}

impl Method for SpectralClustering {
    const NAME: &'static str = "spectral";
    const CLASSES: &'static [Class] = &[Class::CLUSTERING];
    const ROLE: Option<&'static str> = Some("ways to cluster");
    const CITES: Cites = &[&sources::unsupervised::SHI_MALIK];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ncluster two-moons by spectral(2), then check purity";

    fn as_clustering(&self) -> Option<&dyn Clustering> {
        Some(self)
    }
}

impl SpectralClustering {
    /// Eigenvectors that tell so many clusters apart.
    fn dimensions(&self) -> usize {
        self.clusters.get().saturating_sub(1).max(1)
    }

    fn neighbours(&self) -> usize {
        self.neighbours.value.map_or(NEIGHBOURS, Count::get)
    }
}

impl Clustering for SpectralClustering {
    fn clusters(&self) -> usize {
        self.clusters.get()
    }

    fn review(&self, data: &DataKind, scene: &mut Scene) {
        if !data.shape.facts.eigenvectors {
            return;
        }
        let given = [self.sigma.span, self.neighbours.span];
        scene.findings.extend(given.into_iter().flatten().map(|span| superfluous(span, data)));
        if data.shape.columns < self.dimensions() {
            let (has, needs) = (data.shape.columns, self.dimensions());
            let message = format!(
                "{} clusters are told apart by {needs} eigenvectors, `{}` has {has}",
                self.clusters.get(),
                data.name
            );
            let finding = Diagnostic::error("shape-mismatch", scene.place(self.clusters.span), message);
            let help = format!("embed with `dimensions: {needs}`, or ask for {} clusters", has + 1);
            scene.findings.push(finding.label("too many for these coordinates").help(help));
        }
    }

    fn cost(&self, shape: &Shape) -> Cost {
        let graph = match shape.facts.eigenvectors {
            true => Cost::default(),
            false => priced(shape, self.neighbours(), self.dimensions()),
        };
        graph + prices::kmeans(shape.train, self.dimensions(), self.clusters.get(), self.starts.get())
    }

    fn cluster(&self, set: &Dataset, context: &Context) -> Result<Partition, Fault> {
        let (sigma, neighbours) = (self.sigma.value.map(Positive::get), self.neighbours());
        let x = set.train.x.double();
        let (coordinates, notes) = match set.shape.facts.eigenvectors {
            true => (x.slice(s![.., ..self.dimensions().min(x.ncols())]).to_owned(), Vec::new()),
            false => {
                let wanted = Wanted { sigma, neighbours, dimensions: self.dimensions() };
                let found = wanted.embed(x.view(), Normalization::RandomWalk, context)?;
                (found.coordinates, found.notes)
            }
        };
        let seed = context.seed.child("k-means");
        let (clusters, starts) = (self.clusters.get(), self.starts.get());
        let found = kmeans(coordinates.view(), clusters, starts, &seed, context.observer);
        Ok(Partition { of_row: found.map_err(fault)?.of_row, notes })
    }
}

fn superfluous(span: Span, data: &DataKind) -> Diagnostic {
    let message = format!("`{}` are eigenvectors of a graph already: no other graph is made", data.name);
    Diagnostic::error("no-effect", span, message)
        .label("has no effect")
        .help("say it where they are embedded")
}
