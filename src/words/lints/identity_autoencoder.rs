//! `identity-autoencoder`: as many hidden units as inputs or more, and nothing that keeps the map from being the identity.

use crate::source::{Diagnostic, Level, Lint, Phase, Span};

pub static LINT: Lint = Lint {
    code: "identity-autoencoder",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "an autoencoder that can learn to give everything back",
    why: "With as many hidden units as inputs, the identity has no loss: a network that finds it has learnt nothing about \
          the data, its reconstructions are perfect for noise too, and every point is a fixed point of its flow. A \
          narrow layer, corrupted inputs, a contraction or a decay of weights rule the identity out.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          net: train autoencoder[784,1000] for 10 epochs, then check reconstruction-error\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           net: train autoencoder[784,1000] with corruption(25 %) for 10 epochs, then check reconstruction-error\n",
    see: "Vincent et al. 2010, Stacked denoising autoencoders, section 3.1; Alain and Bengio 2014",
};

pub fn find(widths: &[usize], restrained: bool, place: Span) -> Option<Diagnostic> {
    let (inputs, narrowest) = (*widths.first()?, widths.iter().skip(1).min()?);
    if restrained || *narrowest < inputs {
        return None;
    }
    let message = format!("{narrowest} hidden units can pass all {inputs} inputs on unchanged");
    let finding = LINT.at(place, message).label("no narrower than the data");
    Some(
        finding
            .help(format!("add `corruption(25 %)` or `contraction(0.1)`, or keep fewer than {inputs} units")),
    )
}
