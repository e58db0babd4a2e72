//! `use mnist with threshold(0.5)`: what pipelines without data start from.

use crate::args;
use crate::vocabulary::{Class, Context, Cost, DataInput, Fault, Kind, Methods, Outcome, Role, Scene, Verb};
use crate::words::transformed;

args! {
    /// Says what a pipeline without data starts from.
    pub struct Use {
        /// The data.
        data (object): DataInput;
        /// What is done to them, in this order: `pad`, `threshold`, `bernoulli`, `layer-normalization`, `standardize`, `scale`.
        methods (with): Methods = Methods::default();
    }
}

impl Verb for Use {
    const NAME: &'static str = "use";
    const ROLE: Role = Role::Default;
    const METHODS: &'static [Class] = &[Class::TRANSFORM];
    const EXAMPLE: &'static str = "use fashion\ntrain mlp[784,100,10] for 5 epochs, then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        self.methods.only(Class::TRANSFORM, "data", scene.findings);
        let mut kind = Kind { data: Some(self.data.kind().clone()), ..Kind::default() };
        for method in &self.methods.0 {
            let (transform, data) = (method.transform()?, kind.data.as_ref()?);
            kind = transformed::reshaped(data, transform.shape(&data.shape), method.span, scene)?;
        }
        Some(kind)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let shape = &self.data.kind().shape;
        let mapped: Vec<Cost> =
            self.methods.0.iter().filter_map(|m| Some(m.transform()?.cost(shape))).collect();
        // Each takes the place of the one before, which is let go once it is there.
        let kept = mapped.last().map_or(0.0, |last| last.kept);
        let peak = mapped.iter().map(|cost| cost.peak).sum::<f64>().min(2.0 * kept);
        Cost { peak, kept, ..mapped.into_iter().sum() }
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let mut set = (*data.set).clone();
        for (index, transform) in self.methods.0.iter().filter_map(|method| method.transform()).enumerate() {
            set = transform.apply(&set, &context.seed.at(index as u64))?;
        }
        Ok(transformed::outcome(&data, set))
    }
}
