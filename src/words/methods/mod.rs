//! The methods of the language: optimizers, schedules, regularizers, deformations, transforms.
//! A new method is a file here, and a line in each of the two lists below.

use crate::models::boltzmann::partition::PartitionFault;
use crate::vocabulary::{AnyMethod, Fault};

pub mod adam;
pub mod ais;
pub mod align;
pub mod averaging;
pub mod cd;
pub mod clip;
pub mod cosine;
pub mod cross_validation;
pub mod decay;
pub mod discrepancy;
pub mod dropout;
pub mod early_stopping;
pub mod elastic;
pub mod emf;
pub mod exact;
pub mod exact_gradient;
pub mod gcv;
pub mod image_data_generator;
pub mod infimnist;
pub mod l1;
pub mod l_curve;
pub mod label_smoothing;
pub mod leave_one_out;
pub mod max_norm;
pub mod mean_field;
pub mod momentum;
pub mod ncp;
pub mod optimum;
pub mod pad;
pub mod pcd;
pub mod quasi_optimality;
pub mod reverse_ais;
pub mod rmsprop;
pub mod rotation;
pub mod scale;
pub mod scaling;
pub mod sgd;
pub mod shear;
pub mod standardize;
pub mod tap;
pub mod tempering;
pub mod threshold;
pub mod translation;
pub mod warm_up;
pub mod weight_decay;

/// Every method, in reading order.
pub static METHODS: &[AnyMethod] = &[
    AnyMethod::of::<sgd::Sgd>(),
    AnyMethod::of::<rmsprop::Rmsprop>(),
    AnyMethod::of::<adam::Adam>(),
    AnyMethod::of::<decay::Decay>(),
    AnyMethod::of::<cosine::Cosine>(),
    AnyMethod::of::<warm_up::WarmUp>(),
    AnyMethod::of::<weight_decay::WeightDecay>(),
    AnyMethod::of::<dropout::Dropout>(),
    AnyMethod::of::<max_norm::MaxNorm>(),
    AnyMethod::of::<clip::Clip>(),
    AnyMethod::of::<label_smoothing::LabelSmoothing>(),
    AnyMethod::of::<averaging::Averaging>(),
    AnyMethod::of::<early_stopping::EarlyStopping>(),
    AnyMethod::of::<cd::Cd>(),
    AnyMethod::of::<pcd::Pcd>(),
    AnyMethod::of::<tempering::Tempering>(),
    AnyMethod::of::<emf::Emf>(),
    AnyMethod::of::<exact_gradient::ExactGradient>(),
    AnyMethod::of::<l1::L1>(),
    AnyMethod::of::<momentum::Momentum>(),
    AnyMethod::of::<exact::Exact>(),
    AnyMethod::of::<ais::Ais>(),
    AnyMethod::of::<reverse_ais::ReverseAis>(),
    AnyMethod::of::<mean_field::MeanField>(),
    AnyMethod::of::<tap::Tap>(),
    AnyMethod::of::<rotation::Rotation>(),
    AnyMethod::of::<scaling::Scaling>(),
    AnyMethod::of::<shear::Shear>(),
    AnyMethod::of::<translation::Translation>(),
    AnyMethod::of::<elastic::Elastic>(),
    AnyMethod::of::<image_data_generator::ImageDataGenerator>(),
    AnyMethod::of::<infimnist::Infimnist>(),
    AnyMethod::of::<align::Align>(),
    AnyMethod::of::<pad::Pad>(),
    AnyMethod::of::<gcv::Gcv>(),
    AnyMethod::of::<leave_one_out::LeaveOneOut>(),
    AnyMethod::of::<cross_validation::CrossValidation>(),
    AnyMethod::of::<l_curve::LCurveCorner>(),
    AnyMethod::of::<discrepancy::Discrepancy>(),
    AnyMethod::of::<ncp::Ncp>(),
    AnyMethod::of::<quasi_optimality::QuasiOptimality>(),
    AnyMethod::of::<optimum::Optimum>(),
    AnyMethod::of::<threshold::Threshold>(),
    AnyMethod::of::<standardize::Standardize>(),
    AnyMethod::of::<scale::Scale>(),
];

/// What to say when a partition function was not found.
fn partition_fault(fault: PartitionFault) -> Fault {
    match fault {
        PartitionFault::Interrupted => Fault::interrupted(),
        other => Fault::new(other.to_string()),
    }
}
