//! Training in double precision: units other than binary ones, and gradients that are not sampled in single precision.

use super::outcome::{fault, told};
use super::trained::Machine;
use super::training::{ascent, is_precise};
use super::{Rbm, held_apart, made};
use crate::data::Dataset;
use crate::models::boltzmann::partition::PartitionFault;
use crate::models::boltzmann::{ExactRbm, Units, train_precisely};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{Context, Data, Fault, Order, Outcome};
use std::sync::Arc;

impl Rbm {
    /// Whether single precision does not do: for the method, or for the units.
    pub(super) fn is_precise(&self, order: &Order) -> bool {
        let layers = self.two_layers();
        let binary = |layers: crate::vocabulary::TwoLayers| {
            layers.visible.units == Units::Binary && layers.hidden.units == Units::Binary
        };
        is_precise(order) || !layers.is_none_or(binary)
    }

    /// Trains one machine in double precision.
    pub(super) fn train_precisely(
        &self,
        order: &Order,
        set: Dataset,
        data: &Data,
        context: &mut Context,
    ) -> Result<Outcome, Fault> {
        let layers = self.two_layers().ok_or_else(|| Fault::new("a stack is trained in single precision"))?;
        let rows = set.train.x.double();
        let held_out = set.validation.as_ref().map(|part| part.x.double());
        let units = (layers.visible.units, layers.hidden.units);
        let seed = context.seed.child("init");
        let mut machine = ExactRbm::init(units, layers.hidden.columns, rows.view(), self.spread(), &seed);
        let history = train_precisely(
            &mut machine,
            rows.view(),
            held_out.as_ref().map(|x| x.view()),
            &ascent(order),
            &context.seed.child("training"),
            context.observer,
        );
        let mut outcome = told(&[history.map_err(precise_fault)?]);
        outcome.notes.extend(held_apart(&set, data));
        drop((rows, held_out));
        outcome.value = made(set, data, Arc::new(Machine(machine)));
        Ok(outcome)
    }

    /// The machine once more, from its tensors.
    pub(super) fn restored_precisely(&self, kept: &Tensors) -> Result<Machine, Fault> {
        let mut machine = self.with_its_numbers(&Seed::root(0));
        machine.read(kept)?;
        Ok(Machine(machine))
    }
}

fn precise_fault(why: PartitionFault) -> Fault {
    match why {
        PartitionFault::Interrupted => Fault::interrupted(),
        PartitionFault::Sampling(why) => fault(why),
        other => Fault::new(other.to_string()),
    }
}
