//! `train mlp[784,100,10] on mnist with sgd and decay for 20 epochs`: a model learns from data.

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    BoundModel, Context, Cost, DataInput, Epochs, Fault, Kind, Measure, Methods, Open, Order, Origin,
    Outcome, Scene, Value, Verb,
};
use crate::words::making;

args! {
    /// Trains a model on the training part of the data.
    pub struct Train {
        /// The model.
        model (object): BoundModel;
        /// The data; `train` is learnt from, `validation` is watched.
        data (on): DataInput;
        /// The machines that its first layers are at the start, of a network: pretraining.
        start (from): Option<Origin> = None;
        /// How it is trained: an optimizer, a schedule, regularizers.
        methods (with): Methods = Methods::default();
        /// How long; left out, what suits the model.
        epochs (for): Open<Epochs> = Open::Auto, usual 1 ..= 2000;
    }
}

impl Train {
    fn order(&self) -> Order {
        Order {
            data: self.data.kind().clone(),
            methods: self.methods.value.clone(),
            epochs: self.epochs.value,
            stacked: false,
            times: None,
            start: self.start.value.clone(),
        }
    }
}

impl Verb for Train {
    const NAME: &'static str = "train";
    const EXAMPLE: &'static str = "train mlp[784,100,10] on mnist with sgd and decay for 5 epochs, then test";

    fn settle(&mut self, scene: &mut Scene) {
        if making::is_made_by(&self.model, Self::NAME, scene, self.model.span) {
            let mut order = self.order();
            making::in_precision(&mut order, scene);
            self.model.value.settle(&mut order);
            self.methods.value = order.methods;
            self.epochs.value = order.epochs;
        }
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        making::kind(&self.model, &self.order(), scene)
    }

    fn lint(&self, scene: &mut Scene) {
        self.model.lint(&self.order(), scene);
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        making::cost(&self.model, &self.order())
    }

    fn alternative(&self) -> Option<(Cost, &'static str)> {
        making::in_brain(&self.model, self.order())
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        self.model.measures(&self.order())
    }

    fn curves(&self) -> Vec<(&'static Measure, usize)> {
        self.model.curves(&self.order())
    }

    fn completed_by(&self) -> Option<&'static str> {
        making::completed_by(&self.model, &self.data)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        making::run(&self.model, &self.order(), &self.data, context)
    }

    const KEPT: bool = true;

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        making::restored(&self.model, &self.order(), &self.data, kept, context)
    }
}
