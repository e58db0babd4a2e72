//! `augment mnist with rotation(15 deg) and elastic`: training images are deformed afresh in every
//! epoch; validation and test images stay as they are. Without methods: rotation, scaling and
//! elastic deformation as Cireşan et al. (2010) used them.

use crate::args;
use crate::data::DataFault;
use crate::data::deform::Deformation;
use crate::data::warp::{Warp, Warping};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Class, Context, Cost, Data, DataInput, DataKind, Fault, Imaging, Kind, Methods, Outcome, Scene, Value,
    Verb,
};
use crate::words::lints::label_breaking;
use crate::words::methods::{elastic::Elastic, rotation::Rotation, scaling::Scaling};
use crate::words::prices;
use std::path::Path;
use std::sync::Arc;

args! {
    /// Deforms training images at random, afresh in every epoch.
    pub struct Augment {
        /// The data: images.
        data (object): DataInput;
        /// The deformations: composed into one, or a single one that stands alone.
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

    /// The method that stands alone, if one is asked for.
    fn imaging(&self) -> Option<&dyn Imaging> {
        self.methods.0.iter().find_map(|method| method.imaging())
    }

    /// What is wrong where a method that stands alone has company.
    fn crowded(&self) -> Option<Diagnostic> {
        let own = self.methods.0.iter().find(|method| method.imaging().is_some())?;
        let other = self.methods.0.iter().find(|method| method.name() != own.name())?;
        let message = format!("`{}` makes images in a way of its own", own.name());
        let finding = Diagnostic::error("not-in-this-place", other.span, message).label("not beside it");
        Some(finding.also(own.span, "stands alone").help("keep one of them"))
    }

    /// What one image costs.
    fn row(&self, size: (usize, usize)) -> Cost {
        self.imaging().map_or_else(|| prices::deformed(&self.warp(), size), |imaging| imaging.row(size))
    }

    fn outcome(&self, data: Data, deformation: Arc<dyn Deformation>) -> Value {
        Value { data: Some(Data { deformation: Some(deformation), ..data }), model: None }
    }
}

impl Verb for Augment {
    const NAME: &'static str = "augment";
    const VERSION: u32 = 2;
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
        if let Some(finding) = self.crowded() {
            scene.findings.push(finding);
            return None;
        }
        let before = scene.findings.len();
        if let Some(imaging) = self.imaging() {
            imaging.review(data, scene);
        }
        if scene.findings.len() > before {
            return None;
        }
        let augmented = Some(self.methods.0.iter().map(|m| m.name()).collect::<Vec<_>>().join(", "));
        let row = self.row(data.shape.image.unwrap_or_default());
        Some(Kind {
            data: Some(DataKind { augmented, redrawn: self.imaging().is_none(), row, ..data.clone() }),
            ..Kind::default()
        })
    }

    fn lint(&self, scene: &mut Scene) {
        scene.findings.extend(label_breaking::find(&self.methods, self.data.kind()));
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.imaging().map_or(Cost::default(), |imaging| imaging.cost(&self.data.kind().shape))
    }

    fn sum(&self, folder: &Path) -> Result<Option<String>, DataFault> {
        self.imaging().map_or(Ok(None), |imaging| imaging.sum(folder))
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let size = data.set.shape.image.unwrap_or_default();
        let deformation = match self.imaging() {
            Some(imaging) => imaging.prepared(&data.set, context)?,
            None => Arc::new(Warping::new(self.warp(), size)),
        };
        Ok(Outcome { value: self.outcome(data, deformation), ..Outcome::default() })
    }

    fn is_kept(&self) -> bool {
        self.imaging().is_some_and(|imaging| imaging.is_kept())
    }

    fn tensors(&self, value: &Value) -> Tensors {
        let deformation = value.data.as_ref().and_then(|data| data.deformation.as_ref());
        deformation.map_or(Tensors::default(), |deformation| deformation.tensors())
    }

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let data = context.data(&self.data)?;
        let Some(imaging) = self.imaging() else {
            return Err(Fault::new("what `augment` composes is not kept"));
        };
        let deformation = imaging.restored(kept, &data.set, context)?;
        Ok(self.outcome(data, deformation))
    }
}
