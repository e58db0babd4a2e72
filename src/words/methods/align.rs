//! `align`: images from diffeomorphisms that were learnt from pairs of each class (Hauberg et al. 2016). Once, before the
//! first epoch, pairs of training images are aligned by gradient descent, which the store keeps; then every image of
//! every epoch is an image of its class, moved by a draw from that class' Gaussian. Where `file` names the published
//! `alignmnist.npz`, its images are shown instead, a block an epoch.

use crate::args;
use crate::choice;
use crate::data::align::{self, Published};
use crate::data::deform::Deformation;
use crate::data::{self, DataFault, Dataset, Shape, Targets};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Args, Cites, Class, Context, Cost, Count, DataKind, Fault, Findings, Flag, Imaging, MANY, Method,
    Positive, Rate, Scene, Work,
};
use crate::words::sources;
use crate::words::transformed;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

choice! {
    /// What holds at the border of the images.
    pub enum Border, "what holds at the border" {
        /// The field goes on outside.
        Outside = "outside",
        /// Nothing flows across.
        Closed = "closed",
        /// Anything.
        Free = "free",
    }
}

args! {
    /// Moves images by diffeomorphisms learnt from pairs of their class.
    pub struct Align {
        /// Cells along each side, of four triangles each.
        cells: Count = Count::new(4), usual 1 ..= 6;
        /// What holds at the border.
        border: Border = Border::Outside;
        /// Whether areas are kept.
        keep_areas: Flag = Flag::Off;
        /// Pairs that are aligned in each class.
        pairs: Count = Count::new(100), usual 20 ..= 1000;
        /// Steps of gradient descent for a pair.
        rounds: Count = Count::new(30), usual 10 ..= 200;
        /// The standard deviation of grey values, from 0 to 1, that an alignment leaves.
        noise: Positive = Positive::new(0.2), usual 0.05 ..= 1;
        /// The factor of the fields that are drawn; at 1 they are as far apart as the images of a pair, and some digits
        /// can no longer be read.
        strength: Rate = Rate::new(0.7), usual 0 ..= 1.5;
        /// The published images, `alignmnist.npz`, instead.
        file: Option<String> = None;
    }
}

/// More cells than pixels make no sense, and the conditions of a mesh take the cube of their number.
const MOST_CELLS: usize = 12;

impl Align {
    fn plain(&self) -> align::Align {
        align::Align {
            cells: self.cells.get(),
            border: match self.border.value {
                Border::Outside => align::Border::Outside,
                Border::Closed => align::Border::Closed,
                Border::Free => align::Border::Free,
            },
            keeps_areas: self.keep_areas.is_on(),
            pairs: self.pairs.get(),
            rounds: self.rounds.get(),
            noise: self.noise.get(),
            strength: self.strength.get(),
        }
    }

    /// The places of arguments that say how to fit.
    fn fitting(&self) -> Option<crate::source::Span> {
        let spans = [
            self.cells.span,
            self.border.span,
            self.keep_areas.span,
            self.pairs.span,
            self.rounds.span,
            self.noise.span,
            self.strength.span,
        ];
        spans.into_iter().flatten().next()
    }
}

impl Method for Align {
    const NAME: &'static str = "align";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const CITES: Cites = &[&sources::images::HAUBERG];
    const EXAMPLE: &'static str = "augment mnist with align, then plot images";

    fn as_imaging(&self) -> Option<&dyn Imaging> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        if let Some(span) = self.cells.span.filter(|_| self.cells.get() > MOST_CELLS) {
            let message =
                format!("{} cells along a side are more than images can tell apart", self.cells.get());
            let finding = Diagnostic::error("out-of-range", span, message).label("at most 12");
            findings.push(finding.help("4 cells are usual: 64 triangles"));
        }
        // A sentence with every default filled in says them too.
        let differs = Self::preset().is_some_and(|preset| preset.plain() != self.plain());
        if let Some(span) = self.fitting().filter(|_| differs && self.file.is_some()) {
            let message = "the published images are as they are: nothing is fitted";
            let finding = Diagnostic::error("no-effect", span, message).label("without effect");
            findings.push(finding.help("leave it out, or leave `file` out"));
        }
        let rigid = self.border.value == Border::Closed && self.keep_areas.is_on() && self.cells.get() == 1;
        if let Some(span) = self.fitting().filter(|_| rigid) {
            let message = "one cell with closed borders that keeps areas can't move at all";
            let finding = Diagnostic::error("no-effect", span, message).label("no field is left");
            findings.push(finding.help("take 2 cells or more"));
        }
    }
}

impl Imaging for Align {
    fn review(&self, data: &DataKind, scene: &mut Scene) {
        if data.shape.classes.is_none() {
            let message = format!("`align` learns from pairs of a class, `{}` has no classes", data.name);
            let finding = Diagnostic::error("wrong-type", scene.verb, message).label("no classes");
            scene.findings.push(finding.help("augment data with labels"));
        }
        if let Some(file) = &self.file.value {
            let place = scene.place(self.file.span);
            let (rows, size) = (data.shape.train, data.shape.image.unwrap_or_default());
            if let Err(fault) = align::check(&scene.folder.join(file), rows, size) {
                scene.findings.push(transformed::finding(&fault, place));
            }
        }
    }

    fn sum(&self, folder: &Path) -> Result<Option<String>, DataFault> {
        self.file.value.as_ref().map(|file| data::sum_of(&folder.join(file))).transpose()
    }

    fn row(&self, (height, width): (usize, usize)) -> Cost {
        /// Loop elements that a pixel takes on its way.
        const ELEMENTS: f64 = 160.0;
        Cost::shared(Work::Element, ELEMENTS * (height * width) as f64, MANY)
    }

    fn cost(&self, shape: &Shape) -> Cost {
        /// Loop elements that a pixel takes there and back.
        const ELEMENTS: f64 = 500.0;
        if self.file.is_some() {
            return Cost::alone(Work::UnpackedByte, shape.train as f64 * shape.columns as f64);
        }
        let pairs = (self.pairs.get() * shape.classes.unwrap_or(0)) as f64;
        Cost::shared(
            Work::Element,
            ELEMENTS * pairs * self.rounds.get() as f64 * shape.columns as f64,
            self.pairs.get(),
        )
    }

    fn is_kept(&self) -> bool {
        self.file.is_none()
    }

    fn prepared(&self, set: &Dataset, context: &Context) -> Result<Arc<dyn Deformation>, Fault> {
        let Targets::Classes(labels) = &set.train.y else {
            return Err(Fault::new("the data have no classes"));
        };
        let size = set.shape.image.unwrap_or_default();
        if let Some(file) = &self.file.value {
            return Ok(Arc::new(Published::read(&context.folder.join(file), size, labels)?));
        }
        let (x, classes) = (set.train.x.single(), set.shape.classes.unwrap_or(0));
        let (done, total) = (AtomicU64::new(0), (self.pairs.get() * classes) as u64);
        let ahead = || {
            context.observer.progress(done.fetch_add(1, Ordering::Relaxed), total, "aligning pairs");
            !context.observer.cancelled()
        };
        let fitted = self.plain().fit(size, x.view(), labels, classes, &context.seed.child("align"), &ahead);
        if context.observer.cancelled() {
            return Err(Fault::interrupted());
        }
        let failed = |error| Fault::new(format!("the fields could not be set up: {error}"));
        Ok(Arc::new(fitted.map_err(failed)?))
    }

    fn restored(
        &self,
        kept: &Tensors,
        set: &Dataset,
        _context: &Context,
    ) -> Result<Arc<dyn Deformation>, Fault> {
        let (size, classes) = (set.shape.image.unwrap_or_default(), set.shape.classes.unwrap_or(0));
        Ok(Arc::new(self.plain().restored(size, classes, kept)?))
    }
}
