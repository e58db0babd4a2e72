//! `shear`: rows slide to the side, by an angle uniform in plus or minus a limit.

use crate::args;
use crate::data::warp::Warp;
use crate::source::Diagnostic;
use crate::vocabulary::{Angle, Class, Deforming, Findings, Method};

args! {
    /// Slants each image by a random angle.
    pub struct Shear {
        /// The largest angle, to either side.
        limit (object): Angle = Angle::new(10.0), usual 0 ..= 30;
    }
}

impl Method for Shear {
    const NAME: &'static str = "shear";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const EXAMPLE: &'static str = "augment mnist with shear(10 deg), then plot images";

    fn as_deformation(&self) -> Option<&dyn Deforming> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        if let Some(span) = self.limit.span.filter(|_| self.limit.get() >= 90.0) {
            let message = format!("a shear of {} deg has no finite slope", self.limit.get());
            findings
                .push(Diagnostic::error("out-of-range", span, message).label("has to be less than 90 deg"));
        }
    }
}

impl Deforming for Shear {
    fn add_to(&self, warp: &mut Warp) {
        warp.shear = self.limit.get() as f32;
    }
}
