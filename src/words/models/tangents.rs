//! Directions of machines for a network that is to stand still along them: which machines and networks will do, what they cost,
//! and how they are found at every training image.

use crate::models::autoencoder::{self, Layer};
use crate::models::boltzmann::Units;
use crate::models::network;
use crate::source::Diagnostic;
use crate::vocabulary::{Context, Cost, Data, Fault, Order, Scene};
use crate::words::methods::{dropout::Dropout, tangents::Tangents};
use crate::words::prices;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is wrong with directions in this order; `plain` says that the network is a plain chain of layers.
pub fn review(order: &Order, plain: bool, scene: &mut Scene) {
    let (Some(tangents), span) = (order.methods.find::<Tangents>(), order.methods.span_of::<Tangents>())
    else {
        return;
    };
    let place = scene.place(span);
    let mut refuse = |code, message: String, label: &str, help: &str| {
        scene
            .findings
            .push(Diagnostic::error(code, place, message).label(label.to_string()).help(help.to_string()));
    };
    let (machines, data) = (tangents.machines.kind(), &order.data);
    let smallest = machines.stack.iter().copied().min().unwrap_or(0);
    if !plain {
        let message = "only a plain chain of layers is held still along directions".into();
        refuse(
            "not-in-this-place",
            message,
            "not a plain chain",
            "train `mlp`, without normalization and maxout",
        );
    } else if order.methods.find::<Dropout>().is_some() {
        let message = "a network is held still with all its units, and `dropout` silences some".into();
        refuse("not-in-this-place", message, "not with dropout", "leave `dropout` out");
    } else if let Some(how) = &data.augmented {
        let message =
            format!("the directions are those of the images as they are, which change every epoch ({how})");
        refuse("not-in-this-place", message, "of other images", "leave `augment` out");
    } else if machines.stack.is_empty() {
        let message = format!("`{}` is no stack of machines: it has no directions", machines.name);
        let help = "take those of `layers: train autoencoder[784,300] with contraction(0.1)`";
        refuse("wrong-type", message, "has no directions", help);
    } else if machines.machine.is_some_and(|layers| layers.hidden.units != Units::Binary) {
        let message = format!("the hidden units of `{}` are not binary", machines.name);
        refuse(
            "wrong-type",
            message,
            "of other units",
            "take a machine of binary hidden units, or an autoencoder",
        );
    } else if machines.inputs != data.shape.columns {
        let message = format!(
            "the machines take {} columns, `{}` has {}",
            machines.inputs, data.name, data.shape.columns
        );
        refuse("shape-mismatch", message, "other columns", "take machines that were trained on such data");
    } else if tangents.directions.get() > smallest {
        let message = format!(
            "{} directions of machines whose smallest layer has {smallest} units",
            tangents.directions.get()
        );
        refuse("out-of-range", message, "too many", &format!("take at most {smallest}"));
    }
}

/// What it costs to find the directions, and to hold a network of these widths still along them.
pub fn cost(order: &Order, widths: &[usize], epochs: usize) -> Cost {
    let Some(tangents) = order.methods.find::<Tangents>() else { return Cost::default() };
    let (rows, count) = (order.data.shape.train, tangents.directions.get());
    let batch = super::mlp::training(order).batch.min(rows).max(1);
    prices::directions(&tangents.machines.kind().stack, rows, count)
        + prices::still(widths, rows, batch, count, epochs)
}

/// The directions at the training rows, where the sentence asks for them.
pub fn of(order: &Order, data: &Data, context: &Context) -> Result<Option<network::Tangents>, Fault> {
    let Some(tangents) = order.methods.find::<Tangents>() else { return Ok(None) };
    let machines = context.model(&tangents.machines)?.machines().unwrap_or_default();
    let layers: Vec<Layer> =
        machines.into_iter().map(|machine| (machine.weights, machine.hidden_bias)).collect();
    let (x, count) = (data.set.train.x.single(), tangents.directions.get());
    let (done, total) = (AtomicU64::new(0), x.nrows() as u64);
    let ahead = || {
        context.observer.progress(done.fetch_add(1, Ordering::Relaxed), total, "finding directions");
        !context.observer.cancelled()
    };
    let directions = autoencoder::tangents(x.view(), &layers, count, &ahead);
    if context.observer.cancelled() {
        return Err(Fault::interrupted());
    }
    let directions =
        directions.map_err(|error| Fault::new(format!("the machines have no directions: {error}")))?;
    Ok(Some(network::Tangents {
        directions: directions.into_shared(),
        penalty: tangents.penalty.get() as f32,
    }))
}
