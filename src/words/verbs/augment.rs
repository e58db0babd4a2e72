//! `augment mnist with rotation(15 deg) and elastic`: training images are deformed afresh in every
//! epoch; validation and test images stay as they are. Without methods: rotation, scaling and
//! elastic deformation as Cireşan et al. (2010) used them.

use crate::args;
use crate::data::warp::Warp;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Class, Context, Data, DataInput, DataKind, Fault, Kind, Methods, Outcome, Scene, Value, Verb,
};
use crate::words::lints::label_breaking;
use crate::words::methods::{elastic::Elastic, rotation::Rotation, scaling::Scaling};
use crate::words::prices;
use std::sync::Arc;

args! {
    /// Deforms training images at random, afresh in every epoch.
    pub struct Augment {
        /// The data: images.
        data (object): DataInput;
        /// The deformations, composed into one.
        methods (with): Methods = Methods::default();
    }
}

impl Augment {
    /// All deformations as one.
    fn warp(&self) -> Warp {
        let mut warp = Warp::identity();
        self.methods.0.iter().filter_map(|m| m.deformation()).for_each(|d| d.add_to(&mut warp));
        warp
    }
}

impl Verb for Augment {
    const NAME: &'static str = "augment";
    const METHODS: &'static [Class] = &[Class::DEFORMATION];
    const EXAMPLE: &'static str = "augment mnist with rotation(15 deg) and elastic, then plot images";

    fn settle(&mut self, _scene: &mut Scene) {
        if self.methods.0.is_empty() {
            self.methods.or_preset::<Rotation>();
            self.methods.or_preset::<Scaling>();
            self.methods.or_preset::<Elastic>();
        }
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let data = self.data.kind();
        self.methods.only(Class::DEFORMATION, "`augment`", scene.findings);
        if data.shape.image.is_none() {
            let message =
                format!("`augment` needs images, `{}` has {} columns", data.name, data.shape.columns);
            let finding =
                Diagnostic::error("wrong-type", scene.place(self.data.span), message).label("no images");
            scene.findings.push(
                finding.help("augment `mnist`, `fashion`, `strokes` or images of your own: `idx`, `npz`"),
            );
            return None;
        }
        if let Some(how) = &data.augmented {
            let message = format!("the data are augmented already, by {how}");
            let finding = Diagnostic::error("no-effect", scene.verb, message).label("augmented twice");
            scene.findings.push(finding.help("name all deformations in one `augment`, joined by `and`"));
            return None;
        }
        let augmented = Some(self.methods.0.iter().map(|m| m.name()).collect::<Vec<_>>().join(", "));
        let row = prices::deformed(&self.warp(), data.shape.image.unwrap_or_default());
        Some(Kind { data: Some(DataKind { augmented, row, ..data.clone() }), model: None })
    }

    fn lint(&self, scene: &mut Scene) {
        scene.findings.extend(label_breaking::find(&self.methods, self.data.kind()));
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let data = Data { warp: Some(Arc::new(self.warp())), ..data };
        Ok(Outcome { value: Value { data: Some(data), model: None }, ..Outcome::default() })
    }
}
