//! The methods of the language: optimizers, schedules, regularizers, deformations, transforms.
//! A new method is a file here, and a line in each of the two lists below.

use crate::vocabulary::AnyMethod;

pub mod abelian;
pub mod adam;
pub mod ais;
pub mod align;
pub mod averaging;
pub mod batch_normalization;
pub mod bernoulli;
pub mod bf16;
pub mod block_spins;
pub mod cd;
pub mod centering;
pub mod clip;
pub mod configuration_interaction;
pub mod contraction;
pub mod convex_nmf;
pub mod corruption;
pub mod cosine;
pub mod cross_validation;
pub mod decay;
pub mod decimation;
pub mod discrepancy;
pub mod drop_path;
pub mod dropout;
pub mod early_stopping;
pub mod elastic;
pub mod emf;
pub mod enumeration;
pub mod exact;
pub mod exact_gradient;
pub mod four_neurons;
pub mod gcv;
pub mod glauber;
pub mod heat_bath;
pub mod hebb;
pub mod hotrg;
pub mod image_data_generator;
pub mod infimnist;
pub mod kadanoff;
pub mod kadanoff_variational;
pub mod kaufman;
pub mod kmeans;
pub mod l1;
pub mod l_curve;
pub mod label_smoothing;
pub mod laplacian;
pub mod layer_normalization;
pub mod layer_statistics;
pub mod leave_one_out;
pub mod max_norm;
pub mod mean_field;
pub mod mehta_schwab;
pub mod mellin;
pub mod metropolis;
pub mod migdal_kadanoff;
pub mod momentum;
pub mod ncp;
pub mod niemeijer_van_leeuwen;
pub mod nmf;
pub mod noise;
pub mod onsager;
pub mod optimum;
pub mod pad;
pub mod parallel_tempering;
pub mod passes;
pub mod pcd;
pub mod period_doubling;
pub mod principal;
pub mod projection;
pub mod quasi_optimality;
pub mod replica_symmetric;
pub mod reverse_ais;
pub mod rising_momentum;
pub mod rmsprop;
pub mod rotation;
pub mod samples;
pub mod scale;
pub mod scaling;
pub mod semi_nmf;
pub mod sgd;
pub mod shear;
pub mod sparsity;
pub mod spectral;
pub mod standardize;
pub mod storkey;
pub mod swendsen_wang;
pub mod tangents;
pub mod tap;
pub mod tempering;
pub mod threshold;
pub mod toppling;
pub mod transfer_matrix;
pub mod translation;
pub mod trg;
pub mod up_down;
pub mod warm_up;
pub mod weight_decay;
pub mod wolff;

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
    AnyMethod::of::<batch_normalization::BatchNormalization>(),
    AnyMethod::of::<layer_normalization::LayerNormalization>(),
    AnyMethod::of::<drop_path::DropPath>(),
    AnyMethod::of::<layer_statistics::LayerStatistics>(),
    AnyMethod::of::<rising_momentum::RisingMomentum>(),
    AnyMethod::of::<passes::Passes>(),
    AnyMethod::of::<clip::Clip>(),
    AnyMethod::of::<bf16::Bf16>(),
    AnyMethod::of::<label_smoothing::LabelSmoothing>(),
    AnyMethod::of::<averaging::Averaging>(),
    AnyMethod::of::<early_stopping::EarlyStopping>(),
    AnyMethod::of::<corruption::Corruption>(),
    AnyMethod::of::<contraction::Contraction>(),
    AnyMethod::of::<tangents::Tangents>(),
    AnyMethod::of::<cd::Cd>(),
    AnyMethod::of::<pcd::Pcd>(),
    AnyMethod::of::<parallel_tempering::ParallelTempering>(),
    AnyMethod::of::<emf::Emf>(),
    AnyMethod::of::<up_down::UpDownMethod>(),
    AnyMethod::of::<exact_gradient::ExactGradient>(),
    AnyMethod::of::<l1::L1>(),
    AnyMethod::of::<centering::Centering>(),
    AnyMethod::of::<sparsity::SparsityTarget>(),
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
    AnyMethod::of::<samples::Samples>(),
    AnyMethod::of::<pad::Pad>(),
    AnyMethod::of::<gcv::Gcv>(),
    AnyMethod::of::<leave_one_out::LeaveOneOut>(),
    AnyMethod::of::<cross_validation::CrossValidation>(),
    AnyMethod::of::<l_curve::LCurveCorner>(),
    AnyMethod::of::<discrepancy::Discrepancy>(),
    AnyMethod::of::<ncp::Ncp>(),
    AnyMethod::of::<quasi_optimality::QuasiOptimality>(),
    AnyMethod::of::<optimum::Optimum>(),
    AnyMethod::of::<nmf::NonNegative>(),
    AnyMethod::of::<semi_nmf::Semi>(),
    AnyMethod::of::<convex_nmf::Convex>(),
    AnyMethod::of::<principal::Principal>(),
    AnyMethod::of::<laplacian::Eigenmaps>(),
    AnyMethod::of::<kmeans::KMeans>(),
    AnyMethod::of::<spectral::SpectralClustering>(),
    AnyMethod::of::<threshold::Threshold>(),
    AnyMethod::of::<bernoulli::Bernoulli>(),
    AnyMethod::of::<standardize::Standardize>(),
    AnyMethod::of::<scale::Scale>(),
    AnyMethod::of::<wolff::Wolff>(),
    AnyMethod::of::<swendsen_wang::SwendsenWang>(),
    AnyMethod::of::<metropolis::Metropolis>(),
    AnyMethod::of::<heat_bath::HeatBath>(),
    AnyMethod::of::<tempering::Tempering>(),
    AnyMethod::of::<toppling::Toppling>(),
    AnyMethod::of::<decimation::Decimation>(),
    AnyMethod::of::<migdal_kadanoff::MigdalKadanoff>(),
    AnyMethod::of::<niemeijer_van_leeuwen::NiemeijerVanLeeuwen>(),
    AnyMethod::of::<kadanoff::Kadanoff>(),
    AnyMethod::of::<mehta_schwab::MehtaSchwab>(),
    AnyMethod::of::<kadanoff_variational::KadanoffVariational>(),
    AnyMethod::of::<block_spins::BlockSpins>(),
    AnyMethod::of::<trg::Trg>(),
    AnyMethod::of::<hotrg::Hotrg>(),
    AnyMethod::of::<period_doubling::PeriodDoubling>(),
    AnyMethod::of::<onsager::Onsager>(),
    AnyMethod::of::<kaufman::Kaufman>(),
    AnyMethod::of::<enumeration::Enumeration>(),
    AnyMethod::of::<transfer_matrix::TransferMatrix>(),
    AnyMethod::of::<replica_symmetric::ReplicaSymmetric>(),
    AnyMethod::of::<abelian::Abelian>(),
    AnyMethod::of::<mellin::Mellin>(),
    AnyMethod::of::<configuration_interaction::ConfigurationInteraction>(),
    AnyMethod::of::<four_neurons::FourNeurons>(),
    AnyMethod::of::<hebb::Hebb>(),
    AnyMethod::of::<storkey::Storkey>(),
    AnyMethod::of::<projection::PseudoInverse>(),
    AnyMethod::of::<noise::Noise>(),
    AnyMethod::of::<glauber::Glauber>(),
];
