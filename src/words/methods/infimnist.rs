//! `infimnist`: the endless digits of Loosli, Canu and Bottou (2007). The images of epoch e are those of the indices
//! 10000 + e N onward: first the training images as they are, then each of them moved along its tangents by two of 1522
//! fields and by a pixel or none. The fields are smooth noise of our own, unless a folder holds the authors' files.

use crate::args;
use crate::data::deform::Deformation;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{
    Args, Cites, Class, Context, Cost, DataKind, Fault, Findings, Imaging, Length, Method, Positive, Scene,
    Work,
};
use crate::words::sources;
use crate::words::{prices, transformed};
use std::path::Path;
use std::sync::Arc;

args! {
    /// Moves digits along their tangents, as infinite MNIST does.
    pub struct Infimnist {
        /// The factor of the displacement.
        alpha: Positive = Positive::new(1.0), usual 0.5 ..= 2;
        /// Over which length the fields are smooth.
        sigma: Length = Length::new(4.0), usual 2 ..= 10;
        /// The standard deviation of the fields.
        displacement: Length = Length::new(1.0), usual 0.3 ..= 2;
        /// The folder of the authors' files, `fields_float_1522x28x28.bin` and `tangVec_float_60000x28x28.bin`.
        files: Option<String> = None;
    }
}

impl Method for Infimnist {
    const NAME: &'static str = "infimnist";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const CITES: Cites = &[&sources::images::LOOSLI];
    const EXAMPLE: &'static str =
        "augment mnist with infimnist, then train mlp[784,100,10] with sgd for 5 epochs, then test";

    fn as_imaging(&self) -> Option<&dyn Imaging> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        // A sentence with every default filled in says them too.
        let preset = Self::preset();
        let differs = |own: Length, of: fn(&Self) -> Length| preset.as_ref().is_some_and(|p| of(p) != own);
        let sigma = self.sigma.span.filter(|_| differs(self.sigma.value, |p| p.sigma.value));
        let idle = sigma.or(self
            .displacement
            .span
            .filter(|_| differs(self.displacement.value, |p| p.displacement.value)));
        if let Some(span) = idle.filter(|_| self.files.is_some()) {
            let message = "the authors' fields are as they are: `sigma` and `displacement` make others";
            let finding = Diagnostic::error("no-effect", span, message).label("without effect");
            findings.push(finding.help("leave it out, or leave `files` out"));
        }
        if let Some(span) = self.sigma.span.filter(|_| self.sigma.get() < 0.5) {
            let message = format!("fields smooth over {} px are rough", self.sigma.get());
            let finding = Diagnostic::error("out-of-range", span, message).label("at least 0.5 px");
            findings.push(finding.help("4 px are usual"));
        }
    }
}

/// What is wrong with data of this shape, in a sentence and its cure.
fn unfit(shape: &Shape, from_files: bool) -> Option<(String, &'static str)> {
    if let Some((low, high)) = shape.range.filter(|&(low, high)| low < 0.0 || high > 1.0) {
        let message =
            format!("`infimnist` counts in grey levels of values from 0 to 1, not from {low} to {high}");
        return Some((message, "augment the images before they are scaled, or bring them to 0 to 1"));
    }
    let (image, rows) = (shape.image.unwrap_or_default(), shape.train);
    let other = from_files && (image != (28, 28) || rows != 60_000);
    other.then(|| {
        let (height, width) = image;
        let message = format!(
            "the authors' files are for 60000 images of 28 x 28, the data are {rows} of {height} x {width}"
        );
        (message, "leave the training rows of mnist whole, or leave `files` out")
    })
}

impl Imaging for Infimnist {
    fn review(&self, data: &DataKind, scene: &mut Scene) {
        if let Some((message, help)) = unfit(&data.shape, self.files.is_some()) {
            let finding = Diagnostic::error("wrong-type", scene.verb, message).label("not such data");
            scene.findings.push(finding.help(help));
        }
        if let Some(folder) = &self.files.value {
            let place: Span = scene.place(self.files.span);
            if let Err(fault) = data::infimnist::check(&scene.folder.join(folder)) {
                scene.findings.push(transformed::finding(&fault, place));
            }
        }
    }

    fn sum(&self, folder: &Path) -> Result<Option<String>, DataFault> {
        let files = self.files.value.as_ref();
        files.map(|files| data::infimnist::sum_of(&folder.join(files))).transpose()
    }

    fn row(&self, (height, width): (usize, usize)) -> Cost {
        /// Loop elements that a pixel takes: a few, in vectors.
        const ELEMENTS: f64 = 2.0;
        Cost::shared(Work::Element, ELEMENTS * (height * width) as f64, crate::vocabulary::MANY)
    }

    fn cost(&self, shape: &Shape) -> Cost {
        let fields = data::infimnist::FIELDS as f64 * shape.columns as f64;
        let tangents =
            if self.files.is_some() { 2.0 * shape.train as f64 * shape.columns as f64 } else { 0.0 };
        prices::fields(fields) + Cost::keeping(4.0 * (fields + tangents))
    }

    fn prepared(&self, set: &Dataset, context: &Context) -> Result<Arc<dyn Deformation>, Fault> {
        let shape = Shape { range: set.train.x.range(), ..set.shape.clone() };
        if let Some((message, help)) = unfit(&shape, self.files.is_some()) {
            return Err(Fault::new(message).help(help));
        }
        let alpha = self.alpha.get() as f32;
        let infimnist = match &self.files.value {
            Some(files) => data::infimnist::Infimnist::read(alpha, &context.folder.join(files))?,
            None => data::infimnist::Infimnist::made(
                alpha,
                set.shape.image.unwrap_or_default(),
                self.sigma.get() as f32,
                self.displacement.get() as f32,
                &context.seed.child("fields"),
            ),
        };
        Ok(Arc::new(infimnist))
    }
}
