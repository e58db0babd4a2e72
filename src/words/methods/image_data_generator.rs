//! `image-data-generator`: the options of Keras' `ImageDataGenerator`, with its order of composition, its ranges and
//! its ways to fill what lies beyond the border (Chollet et al., Keras 2).

use crate::args;
use crate::choice;
use crate::data::Dataset;
use crate::data::deform::{Deformation, Fill};
use crate::data::warp::{Generating, Generator, Warp};
use crate::vocabulary::{Angle, Cites, Class, Context, Cost, Fault, Flag, Imaging, Method, Real, Share};
use crate::words::prices;
use crate::words::sources;
use std::sync::Arc;

choice! {
    /// What an image shows beyond its border.
    pub enum FillMode, "a way to fill" {
        /// a a | a b c | c c
        Nearest = "nearest",
        /// k k | a b c | k k
        Constant = "constant",
        /// b a | a b c | c b
        Reflect = "reflect",
        /// b c | a b c | a b
        Wrap = "wrap",
    }
}

args! {
    /// Turns, shifts, shears, zooms and flips images as Keras does.
    pub struct ImageDataGenerator {
        /// The largest angle, to either side.
        rotation: Angle = Angle::new(0.0), usual 0 ..= 40;
        /// The largest shift to either side, as a share of the width.
        width_shift: Share = Share::new(0.0), usual 0 ..= 0.3;
        /// The largest shift up or down, as a share of the height.
        height_shift: Share = Share::new(0.0), usual 0 ..= 0.3;
        /// The largest angle of shear.
        shear: Angle = Angle::new(0.0), usual 0 ..= 30;
        /// The largest change of scale, each axis by itself.
        zoom: Share = Share::new(0.0), usual 0 ..= 0.3;
        /// Whether every second image, at random, is mirrored left to right.
        horizontal_flip: Flag = Flag::Off;
        /// Whether every second image, at random, is mirrored top to bottom.
        vertical_flip: Flag = Flag::Off;
        /// What stands beyond the border.
        fill: FillMode = FillMode::Nearest;
        /// The value that `constant` fills with.
        value: Real = Real::new(0.0);
    }
}

impl ImageDataGenerator {
    fn options(&self) -> Generator {
        Generator {
            rotation: self.rotation.get() as f32,
            shift: (self.width_shift.get() as f32, self.height_shift.get() as f32),
            shear: self.shear.get() as f32,
            zoom: self.zoom.get() as f32,
            horizontal_flip: self.horizontal_flip.is_on(),
            vertical_flip: self.vertical_flip.is_on(),
            fill: match self.fill.value {
                FillMode::Nearest => Fill::Nearest,
                FillMode::Constant => Fill::Constant(self.value.get() as f32),
                FillMode::Reflect => Fill::Reflect,
                FillMode::Wrap => Fill::Wrap,
            },
        }
    }
}

impl Method for ImageDataGenerator {
    const NAME: &'static str = "image-data-generator";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const CITES: Cites = &[&sources::images::CHOLLET];
    const EXAMPLE: &'static str = "augment fashion with image-data-generator(rotation: 10 deg, zoom: 10 %, horizontal-flip: on), then plot images";

    fn as_imaging(&self) -> Option<&dyn Imaging> {
        Some(self)
    }

    fn check(&self, findings: &mut crate::vocabulary::Findings) {
        if let Some(span) =
            self.value.span.filter(|_| self.value.get() != 0.0 && self.fill.value != FillMode::Constant)
        {
            let message = "`value` is what `fill: constant` fills with, and the border is filled otherwise";
            let finding =
                crate::source::Diagnostic::error("no-effect", span, message).label("without effect");
            findings.push(finding.help("write `fill: constant`, or leave `value` out"));
        }
    }
}

impl Imaging for ImageDataGenerator {
    fn row(&self, size: (usize, usize)) -> Cost {
        prices::deformed(&Warp::identity(), size)
    }

    fn prepared(&self, set: &Dataset, _context: &Context) -> Result<Arc<dyn Deformation>, Fault> {
        let size = set.shape.image.unwrap_or_default();
        Ok(Arc::new(Generating { options: self.options(), size }))
    }
}
