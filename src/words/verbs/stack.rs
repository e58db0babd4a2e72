//! `stack rbm x3 cd1`, `stack rbm[784,500,500] with cd1`: machines trained one on the other, each on
//! the hidden probabilities of the one below (Hinton, Osindero and Teh 2006).

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    BoundModel, Cites, Context, Cost, DataInput, Epochs, Fault, Kind, Measure, Methods, Open, Order, Outcome,
    Scene, Times, Value, Verb,
};
use crate::words::making;
use crate::words::sources;

args! {
    /// Trains machines one on top of the other.
    pub struct Stack {
        /// The machine; its list gives the widths from the data up.
        model (object): BoundModel;
        /// How many, where no list says so.
        times (object): Option<Times> = None;
        /// The data.
        data (on): DataInput;
        /// How each is trained.
        methods (with): Methods = Methods::default();
        /// How long each is trained; left out, what suits the machine.
        epochs (for): Open<Epochs> = Open::Auto, usual 1 ..= 1000;
    }
}

impl Stack {
    fn order(&self) -> Order {
        Order {
            data: self.data.kind().clone(),
            methods: self.methods.value.clone(),
            epochs: self.epochs.value,
            stacked: true,
            times: self.times.value.map(|times| (times.0, self.times.span.unwrap_or_default())),
            start: None,
        }
    }
}

impl Verb for Stack {
    const NAME: &'static str = "stack";
    const CITES: Cites = &[&sources::boltzmann::HINTON_OSINDERO_TEH];
    const EXAMPLE: &'static str = "stack rbm x3 cd1, then check free-energy";

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

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        making::run(&self.model, &self.order(), &self.data, context)
    }

    const KEPT: bool = true;

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        making::restored(&self.model, &self.order(), &self.data, kept, context)
    }
}
