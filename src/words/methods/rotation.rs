//! `rotation`: about the centre of the image, uniform in plus or minus a limit. Some classes get a
//! smaller one: a 1 or a 7 that leans far is another digit (Cireşan et al. 2010).

use crate::args;
use crate::data::warp::Warp;
use crate::vocabulary::{Angle, Cites, Class, Deforming, Method, Numbers};
use crate::words::sources;

args! {
    /// Turns each image by a random angle.
    pub struct Rotation {
        /// The largest angle, to either side.
        limit (object): Angle = Angle::new(15.0), usual 0 ..= 30;
        /// The largest angle of the narrowed classes.
        narrow: Angle = Angle::new(7.5), usual 0 ..= 30;
        /// The classes that turn less.
        narrowed: Numbers = Numbers(vec![1, 7]);
    }
}

impl Method for Rotation {
    const NAME: &'static str = "rotation";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const CITES: Cites = &[&sources::images::CIRESAN];
    const EXAMPLE: &'static str = "augment mnist with rotation(15 deg), then plot images";

    fn as_deformation(&self) -> Option<&dyn Deforming> {
        Some(self)
    }
}

impl Deforming for Rotation {
    fn add_to(&self, warp: &mut Warp) {
        warp.rotation = self.limit.get() as f32;
        let narrow = self.narrow.get().min(self.limit.get()) as f32;
        warp.rotation_of_class = self.narrowed.0.iter().map(|&class| (class, narrow)).collect();
    }
}
