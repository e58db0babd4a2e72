//! `translation`: each axis by itself, uniform in plus or minus a limit, in pixels.

use crate::args;
use crate::data::warp::Warp;
use crate::vocabulary::{Class, Deforming, Length, Method};

args! {
    /// Moves each image at random.
    pub struct Translation {
        /// The largest shift along each axis.
        limit (object): Length = Length::new(2.0), usual 0 ..= 5;
    }
}

impl Method for Translation {
    const NAME: &'static str = "translation";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const EXAMPLE: &'static str = "augment mnist with translation(2 px), then plot images";

    fn as_deformation(&self) -> Option<&dyn Deforming> {
        Some(self)
    }
}

impl Deforming for Translation {
    fn add_to(&self, warp: &mut Warp) {
        warp.translation = self.limit.get() as f32;
    }
}
