//! `fit ridge(penalty: 1e-3) on sample`: a model with a solution in closed form, or nearly so.

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    BoundModel, Context, Cost, DataInput, Fault, Kind, Measure, Methods, Open, Order, Origin, Outcome, Scene,
    Value, Verb,
};
use crate::words::making;

args! {
    /// Fits a model to the training part of the data.
    pub struct Fit {
        /// The model.
        model (object): BoundModel;
        /// The data.
        data (on): DataInput;
        /// The model whose decisions are learnt from, of a policy.
        start (from): Option<Origin> = None;
        /// How its penalty is chosen: by one method, or by several, of which the first is used.
        methods (by): Methods = Methods::default();
    }
}

impl Fit {
    fn order(&self) -> Order {
        let data = self.data.kind().clone();
        Order {
            data,
            methods: self.methods.value.clone(),
            epochs: Open::Auto,
            stacked: false,
            times: None,
            start: self.start.value.clone(),
        }
    }
}

impl Verb for Fit {
    const NAME: &'static str = "fit";
    const EXAMPLE: &'static str =
        "draw 500 of spambase, then standardize, then fit logistic(penalty: 1), then test";

    fn settle(&mut self, scene: &mut Scene) {
        if making::is_made_by(&self.model, Self::NAME, scene, self.model.span) {
            let mut order = self.order();
            self.model.value.settle(&mut order);
            self.methods.value = order.methods;
        }
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        making::kind(&self.model, &self.order(), scene)
    }

    fn lint(&self, scene: &mut Scene) {
        self.model.lint(&self.order(), scene);
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.model.cost(&self.order())
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        self.model.measures(&self.order())
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
