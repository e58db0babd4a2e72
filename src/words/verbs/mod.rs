//! The verbs of the language, a file each.

use super::methods::{
    bernoulli::BernoulliStage, layer_normalization::LayerNormalizationStage, pad::PadStage,
    scale::ScaleStage, standardize::StandardizeStage, threshold::ThresholdStage,
};
use crate::vocabulary::AnyVerb;

mod augment;
mod check;
mod cluster;
mod combine;
mod compare;
mod consider;
mod decompose;
mod draw;
mod embed;
mod estimate;
mod factor;
mod fit;
mod iterate;
mod load;
mod plot;
mod recall;
mod refit;
mod renormalize;
mod replicate;
mod reproduce;
mod sample;
mod save;
mod settings;
mod simulate;
mod solve;
mod split;
mod stack;
mod store;
mod take;
pub mod test;
mod train;
mod using;

/// Every verb, in reading order.
pub static VERBS: &[AnyVerb] = &[
    AnyVerb::of::<settings::Edition>(),
    AnyVerb::of::<settings::Title>(),
    AnyVerb::of::<settings::SourceOf>(),
    AnyVerb::of::<settings::SeedOf>(),
    AnyVerb::of::<settings::Precision>(),
    AnyVerb::of::<settings::Include>(),
    AnyVerb::of::<using::Use>(),
    AnyVerb::of::<take::Take>(),
    AnyVerb::of::<draw::Draw>(),
    AnyVerb::of::<split::Split>(),
    AnyVerb::of::<ThresholdStage>(),
    AnyVerb::of::<BernoulliStage>(),
    AnyVerb::of::<LayerNormalizationStage>(),
    AnyVerb::of::<PadStage>(),
    AnyVerb::of::<StandardizeStage>(),
    AnyVerb::of::<ScaleStage>(),
    AnyVerb::of::<augment::Augment>(),
    AnyVerb::of::<train::Train>(),
    AnyVerb::of::<stack::Stack>(),
    AnyVerb::of::<fit::Fit>(),
    AnyVerb::of::<consider::Consider>(),
    AnyVerb::of::<estimate::Estimate>(),
    AnyVerb::of::<decompose::Decompose>(),
    AnyVerb::of::<factor::Factor>(),
    AnyVerb::of::<embed::Embed>(),
    AnyVerb::of::<cluster::Cluster>(),
    AnyVerb::of::<iterate::Iterate>(),
    AnyVerb::of::<compare::Compare>(),
    AnyVerb::of::<replicate::Replicate>(),
    AnyVerb::of::<refit::Refit>(),
    AnyVerb::of::<simulate::Simulate>(),
    AnyVerb::of::<renormalize::Renormalize>(),
    AnyVerb::of::<solve::Solve>(),
    AnyVerb::of::<store::Store>(),
    AnyVerb::of::<recall::Recall>(),
    AnyVerb::of::<combine::Combine>(),
    AnyVerb::of::<test::Test>(),
    AnyVerb::of::<check::CheckVerb>(),
    AnyVerb::of::<reproduce::Reproduce>(),
    AnyVerb::of::<sample::Sample>(),
    AnyVerb::of::<plot::Plot>(),
    AnyVerb::of::<save::Save>(),
    AnyVerb::of::<load::Load>(),
];
