//! `scaling`: each axis by itself, by a factor uniform in 1 plus or minus a limit (Cireşan et al. 2010).

use crate::args;
use crate::data::warp::Warp;
use crate::vocabulary::{Cites, Class, Deforming, Method, Share};
use crate::words::sources;

args! {
    /// Stretches each image along both axes at random.
    pub struct Scaling {
        /// The largest change of scale.
        limit (object): Share = Share::new(0.15), usual 0 ..= 0.3;
    }
}

impl Method for Scaling {
    const NAME: &'static str = "scaling";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const CITES: Cites = &[&sources::images::CIRESAN];
    const EXAMPLE: &'static str = "augment mnist with scaling(15 %), then plot images";

    fn as_deformation(&self) -> Option<&dyn Deforming> {
        Some(self)
    }
}

impl Deforming for Scaling {
    fn add_to(&self, warp: &mut Warp) {
        warp.scaling = self.limit.get() as f32;
    }
}
