//! The methods of a sentence as the plain numbers of the trainer.

use crate::models::boltzmann::RbmTraining;
use crate::source::Span;
use crate::vocabulary::{Order, RestartedChains, epochs_of};
use crate::words::methods::{cd::Cd, momentum::Momentum, pcd::Pcd, weight_decay::WeightDecay};

/// The chains of contrastive divergence; persistent ones go on from gradient to gradient.
pub fn chains(order: &Order) -> Option<RestartedChains> {
    let cd = order.methods.find::<Cd>()?;
    let place = order.methods.span_of::<Cd>().filter(|span| *span != Span::default());
    Some(RestartedChains { steps: cd.steps.get(), place })
}

/// The methods of the sentence as the plain numbers of the trainer.
pub fn training(order: &Order) -> RbmTraining {
    let mut training = RbmTraining { epochs: epochs_of(&order.epochs), ..RbmTraining::default() };
    if let Some(cd) = order.methods.find::<Cd>() {
        (training.steps, training.rate, training.batch) =
            (cd.steps.get(), cd.rate.get() as f32, cd.batch.get());
        training.persistent = None;
    }
    if let Some(pcd) = order.methods.find::<Pcd>() {
        (training.steps, training.rate, training.batch) =
            (pcd.steps.get(), pcd.rate.get() as f32, pcd.batch.get());
        training.persistent = Some(pcd.chains.get());
    }
    if let Some(momentum) = order.methods.find::<Momentum>() {
        training.momentum_start = momentum.start.get() as f32;
        training.momentum_final = momentum.factor.get() as f32;
        training.momentum_switch = momentum.switch.get();
    }
    training.weight_decay = order.methods.find::<WeightDecay>().map_or(0.0, |w| w.penalty.get() as f32);
    training
}

/// Where the rate is written, or else its method.
pub fn rate_place(order: &Order) -> Option<Span> {
    let methods = &order.methods;
    let cd = methods.find::<Cd>().map(|cd| cd.rate.span.or(methods.span_of::<Cd>()));
    let pcd = methods.find::<Pcd>().map(|pcd| pcd.rate.span.or(methods.span_of::<Pcd>()));
    cd.or(pcd).flatten().filter(|span| *span != Span::default())
}
