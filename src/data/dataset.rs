//! A data set in memory, and what is known of one before anything is read.
//!
//! Data carry a `train` part, mostly a `test` part, and a `validation` part once it was split out of
//! `train`. Rows of `x` and entries of `y` belong together. A [`Shape`] is all that a check needs:
//! it comes from a card or a file's header, and every transformation maps a shape to a shape.

use super::features::Features;
use super::inverse::Correlation;
use crate::numeric::statistics::Law;
use std::sync::Arc;

/// What is to be predicted: nothing, a class (its number, from 0), or a real number.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    None,
    Classes(Arc<[u32]>),
    Values(Arc<[f64]>),
}

impl Targets {
    /// The targets of these rows, in their order. Every number is below the number of rows.
    pub fn select(&self, rows: &[usize]) -> Targets {
        match self {
            Targets::None => Targets::None,
            Targets::Classes(y) => Targets::Classes(rows.iter().map(|&row| y[row]).collect()),
            Targets::Values(y) => Targets::Values(rows.iter().map(|&row| y[row]).collect()),
        }
    }

    /// The targets of the first `count` rows, all where there are fewer.
    pub fn first(&self, count: usize) -> Targets {
        match self {
            Targets::None => Targets::None,
            Targets::Classes(y) => Targets::Classes(y.iter().take(count).copied().collect()),
            Targets::Values(y) => Targets::Values(y.iter().take(count).copied().collect()),
        }
    }

    /// How many rows carry each of `classes` classes; empty without classes.
    pub fn counts(&self, classes: usize) -> Vec<usize> {
        let Targets::Classes(y) = self else { return Vec::new() };
        let mut counts = vec![0; classes];
        for &class in y.iter() {
            if let Some(count) = counts.get_mut(class as usize) {
                *count += 1;
            }
        }
        counts
    }
}

/// Features and targets of the same rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub x: Features,
    pub y: Targets,
}

impl Part {
    pub fn rows(&self) -> usize {
        self.x.rows()
    }

    /// These rows, in their order. Every number is below `rows()`.
    pub fn select(&self, rows: &[usize]) -> Part {
        Part { x: self.x.select(rows), y: self.y.select(rows) }
    }

    /// The first `count` rows, all where there are fewer.
    pub fn first(&self, count: usize) -> Part {
        Part { x: self.x.first(count), y: self.y.first(count) }
    }
}

/// What is known of a data set before it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// Features in a row.
    pub columns: usize,
    /// Number of classes; none for real targets, for no targets, and where only reading tells.
    pub classes: Option<usize>,
    /// Smallest and largest feature of the training part, where known.
    pub range: Option<(f64, f64)>,
    /// Height and width in pixels, where a row is an image.
    pub image: Option<(usize, usize)>,
    /// Rows to train on.
    pub train: usize,
    /// Rows to test on; 0 without such a part.
    pub test: usize,
    /// Rows to select on; 0 without such a part.
    pub validation: usize,
    pub facts: Facts,
}

/// What is known of the values besides their range; where nothing is known, nothing is claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// Images of handwritten digits: turned or bent too far, one becomes another.
    pub digits: bool,
    /// Every column has the variance 1, exactly or on average.
    pub unit_variance: bool,
    /// Variance of the noise over that of the signal in the targets.
    pub noise_to_signal: Option<f64>,
    /// The weights that made the targets are known, and the noise on them ([`Truth`]).
    pub weights_known: bool,
    /// The rows are draws of a number whose law is known.
    pub law_known: bool,
    /// The noise of neighbouring rows goes together.
    pub correlated: bool,
    /// Mapped by figures of all rows, while there was no test part to keep out of them.
    pub fitted_on_all: bool,
    /// Rows whose labels are withheld, beside those to train on.
    pub unlabelled: usize,
    /// The columns are eigenvectors of the Laplacian of a graph, smoothest first, without the constant one.
    pub eigenvectors: bool,
    /// Images whose opposite edges are neighbours.
    pub torus: bool,
}

impl Facts {
    pub const NONE: Facts = Facts {
        digits: false,
        unit_variance: false,
        noise_to_signal: None,
        weights_known: false,
        law_known: false,
        correlated: false,
        fitted_on_all: false,
        unlabelled: 0,
        eigenvectors: false,
        torus: false,
    };
    pub const DIGITS: Facts = Facts { digits: true, ..Facts::NONE };

    /// What is still known when the values were mapped to others.
    pub fn mapped(self) -> Facts {
        Facts {
            digits: self.digits,
            fitted_on_all: self.fitted_on_all,
            correlated: self.correlated,
            unlabelled: self.unlabelled,
            torus: self.torus,
            ..Facts::NONE
        }
    }
}

/// What the targets of the training rows were made of: y = x.w + noise.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// w, (columns)
    pub weights: Arc<[f64]>,
    /// Standard deviation of the noise.
    pub noise: f64,
    pub correlation: Correlation,
}

/// A data set in memory. Its `shape` is exact.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    pub name: String,
    pub shape: Shape,
    pub train: Part,
    pub test: Option<Part>,
    pub validation: Option<Part>,
    /// Rows whose labels are withheld, for models that learn from where rows lie.
    pub unlabelled: Option<Features>,
    /// Names of the classes by number; empty without classes.
    pub class_names: Arc<[String]>,
    /// What is known of the weights behind the training targets; of mapped features nothing.
    pub truth: Option<Arc<Truth>>,
    /// The law that the numbers of the only column follow, where it is known.
    pub law: Option<Law>,
    /// SHA-256 of what was read, unpacked: equal for a file and its `.gz`. Empty for data made here.
    pub digest: String,
}

impl Dataset {
    /// A data set of a training part and perhaps a test part, its shape taken from them.
    pub fn new(name: &str, train: Part, test: Option<Part>, class_names: Vec<String>) -> Self {
        let shape = Shape {
            columns: train.x.columns(),
            classes: (!class_names.is_empty()).then_some(class_names.len()),
            range: train.x.range(),
            image: None,
            train: train.rows(),
            test: test.as_ref().map_or(0, Part::rows),
            validation: 0,
            facts: Facts::NONE,
        };
        let (name, class_names) = (name.to_owned(), class_names.into());
        let (truth, law, digest) = (None, None, String::new());
        let (validation, unlabelled) = (None, None);
        Dataset { name, shape, train, test, validation, unlabelled, class_names, truth, law, digest }
    }

    /// The data set with `change` applied to the features of every part.
    pub(crate) fn map_features(&self, change: impl Fn(&Features) -> Features) -> Dataset {
        let map = |part: &Part| Part { x: change(&part.x), y: part.y.clone() };
        Dataset {
            train: map(&self.train),
            test: self.test.as_ref().map(map),
            validation: self.validation.as_ref().map(map),
            unlabelled: self.unlabelled.as_ref().map(&change),
            truth: None,
            law: None,
            ..self.clone()
        }
    }
}
