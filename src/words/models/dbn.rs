//! `dbn[784,500,500,2000]`: a deep belief net that knows classes: directed layers from a stack of machines, and on top a machine
//! whose visible units are the highest directed ones and one for each class (Hinton, Osindero and Teh 2006).

use super::rbm::outcome;
use super::start;
use crate::args;
use crate::data::{Features, Targets};
use crate::models::Observer;
use crate::models::boltzmann::belief_net::{BeliefEpoch, BeliefNet, Labelled, UpDown, train_belief_net};
use crate::models::boltzmann::{Falling, RbmTraining, Stack};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Epochs, Fault, Measure, Model, ModelKind,
    ModelWord, Order, Outcome, PerEpoch, Prediction, Reading, Scene, Series, Value, Widths, epochs_of,
};
use crate::words::measures::{RECONSTRUCTION, TRAINING_ERROR};
use crate::words::methods::{bf16::precision, decay::Decay, up_down::UpDownMethod};
use crate::words::prices;
use crate::words::sources;
use ndarray::Array2;
use std::sync::Arc;

args! {
    /// A deep belief net: directed layers, and a machine on top that sees the classes.
    pub struct Dbn {
        /// The widths from the inputs to the hidden units of the top machine.
        widths (list): Widths;
        /// How long the top machine is trained by itself, before all of it is fine-tuned.
        top: Epochs = Epochs::new(10), usual 1 ..= 100;
    }
}

const EPOCHS: usize = 10;

impl Dbn {
    fn widths(&self) -> &[usize] {
        &self.widths.value.list
    }

    fn fine(order: &Order) -> UpDown {
        let methods = &order.methods;
        let falling = methods.find::<Decay>().map_or(Falling::default(), |decay| Falling {
            per_epoch: decay.factor.value.or(PerEpoch::new(1.0)).get(),
            floor: decay.floor.get(),
        });
        let (steps, rate, batch) = match methods.find::<UpDownMethod>() {
            Some(by) => ((by.from.get(), by.steps.get()), by.rate.get(), by.batch.get()),
            None => ((1, 1), 0.0, 1),
        };
        let precision = precision(order);
        UpDown { epochs: epochs_of(&order.epochs), batch, rate, falling, steps, precision }
    }

    /// How the top machine is trained by itself: its chains are as long as those that the fine-tuning starts with.
    fn greedy(&self, fine: &UpDown) -> RbmTraining {
        RbmTraining {
            epochs: self.top.get(),
            rate: 0.05,
            steps: fine.steps.0,
            precision: fine.precision,
            ..RbmTraining::default()
        }
    }

    /// What is wrong with the machines that it starts from.
    fn review(&self, order: &Order, scene: &mut Scene) {
        let place = scene.place(self.widths.span);
        if order.start.is_none() {
            let finding =
                Diagnostic::error("missing-argument", place, "a belief net starts from trained machines");
            let help = "stack them first: `layers: stack rbm[784,500,500] with cd1`, then `train dbn[...] from layers`";
            scene.findings.push(finding.label("from which?").help(help));
        }
        let found = start::misfit(order, self.widths(), Self::NAME, place);
        let length = order.start.as_ref().map_or(0, |start| start.0.kind().stack.len());
        let mismatched = length + 1 != self.widths().len() && order.start.is_some() && found.is_none();
        scene.findings.extend(found);
        if mismatched {
            let message = format!("{length} widths of machines need one more, found {}", self.widths().len());
            let finding = Diagnostic::error("shape-mismatch", place, message).label("one machine on top");
            scene.findings.push(finding.help("the last width is that of the top machine's hidden units"));
        }
        if order.data.shape.classes.is_none() {
            let message = format!("`{}` has no classes for the top machine", order.data.name);
            let finding = Diagnostic::error("shape-mismatch", scene.verb, message).label("learns classes");
            scene.findings.push(finding.help("data without classes are learnt by `stack rbm[...]`"));
        }
    }

    /// Widths of the top machine, classes and all.
    fn top_widths(&self, classes: usize) -> (usize, usize) {
        match self.widths() {
            [.., highest, hidden] => (highest + classes, *hidden),
            _ => (classes, 0),
        }
    }
}

impl ModelWord for Dbn {
    const NAME: &'static str = "dbn";
    const VERSION: u32 = 5;
    const CLASS: Class = Class::BELIEF_NET;
    const MADE_BY: &'static [&'static str] = &["train"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Sample];
    const CITES: Cites = &[&sources::boltzmann::HINTON_OSINDERO_TEH];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nlayers: stack rbm[784,100,100] with cd1 for 3 epochs\n\
        train dbn[784,100,100,200](top: 3 epochs) from layers with up-down3 for 5 epochs, then test";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        order.methods.or_preset::<UpDownMethod>();
        let epochs = epochs_of(&order.epochs);
        if let Some(decay) = order.methods.find_mut::<Decay>() {
            decay.settle(epochs);
        }
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let before = scene.findings.len();
        self.review(order, scene);
        let (widths, classes) = (self.widths(), order.data.shape.classes.unwrap_or(0));
        (scene.findings.len() == before).then(|| ModelKind {
            name: Self::NAME,
            inputs: widths[0],
            outputs: order.data.shape.classes,
            layers: 1,
            parameters: prices::belief_net_parameters(widths, classes) as u64,
            row: prices::belief_net_row(widths, classes),
            abilities: Self::ABILITIES,
            settings: 1,
            chains: None,
            machine: None,
            stack: Vec::new(),
            refit: None,
        })
    }

    fn cost(&self, order: &Order) -> Cost {
        let (classes, rows) = (order.data.shape.classes.unwrap_or(0), order.data.shape.train);
        let fine = Self::fine(order);
        prices::top_machine(self.widths(), classes, &self.greedy(&fine), rows)
            + prices::up_down(self.widths(), classes, &fine, rows)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&RECONSTRUCTION, 1), (&TRAINING_ERROR, 1)]
    }

    fn curves(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&TRAINING_ERROR, 1)]
    }

    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let Targets::Classes(labels) = &data.set.train.y else {
            return Err(Fault::new("the data have no classes"));
        };
        let classes = data.set.shape.classes.unwrap_or(0);
        let stack = Stack { layers: start::machines(order, context)? };
        let mut net = BeliefNet::of(&stack, classes, self.top_widths(classes).1);
        let rows = data.set.train.x.single();
        let labelled = Labelled { rows: rows.view(), classes: labels };
        let seed = context.seed.child("training");
        let fine = Self::fine(order);
        let greedy = self.greedy(&fine);
        let (history, epochs) = train_belief_net(&mut net, labelled, &greedy, &fine, &seed, context.observer)
            .map_err(outcome::fault)?;
        let mut outcome = told(&epochs);
        let last = history.epochs.last();
        outcome.readings.extend(last.map(|e| Reading::exact(&RECONSTRUCTION, None, e.reconstruction_error)));
        outcome.value = Value { data: Some(data.clone()), model: Some(Arc::new(Trained(net))) };
        Ok(outcome)
    }

    fn restored(
        &self,
        _order: &Order,
        data: &Data,
        kept: &Tensors,
        _context: &mut Context,
    ) -> Result<Value, Fault> {
        let layers = self.widths().len().saturating_sub(2);
        let net = BeliefNet::from_tensors(kept, layers, data.set.shape.classes.unwrap_or(0))?;
        Ok(Value { data: Some(data.clone()), model: Some(Arc::new(Trained(net))) })
    }
}

/// The errors of training rows over the epochs.
fn told(epochs: &[BeliefEpoch]) -> Outcome {
    let x: Vec<f64> = (1..=epochs.len()).map(|epoch| epoch as f64).collect();
    let y: Vec<f64> = epochs.iter().map(|epoch| epoch.training_error).collect();
    let last = y.last().map(|error| Reading::exact(&TRAINING_ERROR, None, *error));
    let series = vec![Series::line(TRAINING_ERROR.name, "epoch", x, y)];
    Outcome { readings: last.into_iter().collect(), series, ..Outcome::default() }
}

struct Trained(BeliefNet);

impl Model for Trained {
    fn predict(&self, x: &Features) -> Prediction {
        let x = x.single();
        Prediction {
            classes: Some(self.0.predict(x.view())),
            log_probabilities: Some(self.0.log_probabilities(x.view())),
            values: None,
        }
    }

    fn sample(
        &self,
        n: usize,
        steps: usize,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Option<Result<Array2<f32>, Fault>> {
        Some(self.0.sample(n, steps, seed, observer).map_err(outcome::fault))
    }

    fn tensors(&self) -> Tensors {
        self.0.tensors()
    }
}
