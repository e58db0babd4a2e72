//! The methods of a sentence as the plain numbers of the trainer.

use crate::models::boltzmann::emf::Expanded;
use crate::models::boltzmann::{Ascent, Chains, Falling, RbmTraining, Shape, Slope, Sparsity};
use crate::source::Span;
use crate::vocabulary::{Count, Order, PerEpoch, RestartedChains, epochs_of};
use crate::words::methods::{
    bf16, cd::Cd, centering::Centering, decay::Decay, emf::Emf, exact_gradient::ExactGradient, l1::L1,
    momentum::Momentum, parallel_tempering::ParallelTempering, pcd::Pcd, sparsity::SparsityTarget,
    weight_decay::WeightDecay,
};

/// The chains of contrastive divergence; persistent ones go on from gradient to gradient.
pub fn chains(order: &Order) -> Option<RestartedChains> {
    let cd = order.methods.find::<Cd>()?;
    let place = order.methods.written::<Cd>();
    Some(RestartedChains { steps: cd.steps.get(), place })
}

/// The methods of the sentence as the plain numbers of the trainer.
pub fn training(order: &Order) -> RbmTraining {
    let (epochs, precision) = (epochs_of(&order.epochs), bf16::precision(order));
    let mut training = RbmTraining { epochs, precision, ..RbmTraining::default() };
    if let Some(cd) = order.methods.find::<Cd>() {
        (training.steps, training.rate, training.batch) =
            (cd.steps.get(), cd.rate.get() as f32, cd.batch.get());
        training.first_steps = cd.from.value.map(Count::get);
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
    training.falling = order.methods.find::<Decay>().map_or(Falling::default(), |decay| Falling {
        per_epoch: decay.factor.value.or(PerEpoch::new(1.0)).get(),
        floor: decay.floor.get(),
    });
    training.shape = Shape {
        centered: order.methods.find::<Centering>().is_some(),
        sparsity: order
            .methods
            .find::<SparsityTarget>()
            .map(|it| Sparsity { target: it.target.get() as f32, cost: it.cost.get() as f32 }),
    };
    training.weight_decay = order.methods.find::<WeightDecay>().map_or(0.0, |w| w.penalty.get() as f32);
    training.lasso = order.methods.find::<L1>().map_or(0.0, |l1| l1.penalty.get() as f32);
    training
}

/// Whether the methods need double precision, whatever the units are.
pub fn is_precise(order: &Order) -> bool {
    let methods = &order.methods;
    methods.find::<ExactGradient>().is_some()
        || methods.find::<Emf>().is_some()
        || methods.find::<ParallelTempering>().is_some()
}

/// The methods of the sentence as the plain numbers of the trainer in double precision.
pub fn ascent(order: &Order) -> Ascent {
    let (methods, plain) = (&order.methods, training(order));
    let chains = Chains {
        steps: plain.steps,
        first_steps: plain.first_steps,
        persistent: plain.persistent,
        temperatures: 1,
    };
    let mut ascent = Ascent {
        slope: Slope::Chains(chains),
        epochs: plain.epochs,
        batch: plain.batch,
        rate: rate_of_chains(order),
        falling: plain.falling,
        momentum_start: methods.find::<Momentum>().map_or(0.0, |momentum| momentum.start.get()),
        momentum_final: methods.find::<Momentum>().map_or(0.0, |momentum| momentum.factor.get()),
        momentum_switch: plain.momentum_switch,
        biases_have_momentum: true,
        weight_decay: methods.find::<WeightDecay>().map_or(0.0, |decay| decay.penalty.get()),
        lasso: methods.find::<L1>().map_or(0.0, |l1| l1.penalty.get()),
    };
    if let Some(exact) = methods.find::<ExactGradient>() {
        (ascent.slope, ascent.rate, ascent.batch) = (Slope::Likelihood, exact.rate.get(), exact.batch.get());
    }
    if let Some(emf) = methods.find::<Emf>() {
        let expanded = Expanded { order: emf.order.get(), iterations: emf.iterations.get() };
        (ascent.slope, ascent.rate, ascent.batch) =
            (Slope::Expansion(expanded), emf.rate.get(), emf.batch.get());
        ascent.biases_have_momentum = false;
    }
    if let Some(hot) = methods.find::<ParallelTempering>() {
        let persistent = Some(hot.chains.get());
        let (steps, temperatures) = (hot.steps.get(), hot.temperatures.get());
        let chains = Chains { steps, first_steps: None, persistent, temperatures };
        (ascent.slope, ascent.rate, ascent.batch) = (Slope::Chains(chains), hot.rate.get(), hot.batch.get());
    }
    ascent
}

/// The rate of contrastive divergence, restarted or persistent.
fn rate_of_chains(order: &Order) -> f64 {
    let cd = order.methods.find::<Cd>().map(|cd| cd.rate.get());
    cd.or(order.methods.find::<Pcd>().map(|pcd| pcd.rate.get())).unwrap_or(0.0)
}

/// Where the rate is written, or else its method.
pub fn rate_place(order: &Order) -> Option<Span> {
    let methods = &order.methods;
    let cd = methods.find::<Cd>().map(|cd| cd.rate.span.or(methods.written::<Cd>()));
    let pcd = methods.find::<Pcd>().map(|pcd| pcd.rate.span.or(methods.written::<Pcd>()));
    let others = [
        methods.find::<ExactGradient>().map(|m| m.rate.span.or(methods.written::<ExactGradient>())),
        methods.find::<Emf>().map(|m| m.rate.span.or(methods.written::<Emf>())),
        methods.find::<ParallelTempering>().map(|m| m.rate.span.or(methods.written::<ParallelTempering>())),
    ];
    cd.or(pcd).or(others.into_iter().flatten().next()).flatten()
}
