//! Systems of spins and their kin: the Ising model on lattices, Hopfield's memory, the sandpile.
//!
//! Spins are +1 and -1, the energy of an Ising model is `-J` times the sum over bonds of `s s'` with `J = 1`, Boltzmann's
//! constant is 1. So temperatures are in units of `J`, and the coupling of a Boltzmann factor is `K = 1 / T`. What is
//! "per spin" is divided by the number of spins; free energies per spin are `-ln Z / N`, in nats.

pub mod exact;
pub mod hamiltonian;
pub mod hopfield;
pub mod jet;
pub mod lattice;
pub mod monte_carlo;
pub mod quadrature;
pub mod sandpile;

pub use lattice::{Chain, Ising, Lattice};

/// The coupling at which the square lattice orders: sinh 2K = 1 (Kramers and Wannier 1941).
pub const CRITICAL_COUPLING: f64 = 0.440_686_793_509_771_5;

/// What is known of a system in equilibrium, per spin; what a way does not give is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Thermodynamics {
    /// `-ln Z / N`, nats.
    pub free_energy: Option<f64>,
    /// In units of `J`.
    pub energy: Option<f64>,
    /// d energy / d T.
    pub specific_heat: Option<f64>,
    /// The mean of |sum of spins| / N, or the spontaneous magnetization of an infinite lattice.
    pub magnetization: Option<f64>,
    /// `N (<m^2> - <|m|>^2) / T`, with m the sum of the spins over N: on a finite lattice it has a peak.
    pub susceptibility: Option<f64>,
    /// `1 - <m^4> / (3 <m^2>^2)` (Binder 1981).
    pub binder: Option<f64>,
}
