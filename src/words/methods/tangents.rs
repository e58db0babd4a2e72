//! `tangents(layers, 15)`: the probabilities of a classifier are not to change where its training images may move, along the
//! directions that the hidden units of trained machines follow at each image: the manifold tangent classifier (Rifai, Dauphin,
//! Vincent, Bengio and Muller 2011), after tangent propagation (Simard et al. 1992). The loss of an image gets the penalty
//! times the sum of squared derivatives of its probabilities along these directions.

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Method, ModelInput, Positive};
use crate::words::sources;

args! {
    /// Holds the probabilities still along the directions that machines have learnt.
    pub struct Tangents {
        /// The machines whose hidden units say where an image may move, such as a contractive autoencoder.
        machines (object): ModelInput;
        /// Directions at each image, the leading singular vectors of the machines' Jacobian there.
        directions (object): Count = Count::new(15), usual 1 ..= 50;
        /// The factor of the sum of squared derivatives.
        penalty: Positive = Positive::new(0.1), usual 1e-6 ..= 100;
    }
}

impl Method for Tangents {
    const NAME: &'static str = "tangents";
    const CLASSES: &'static [Class] = &[Class::NETWORK];
    const CITES: Cites = &[&sources::networks::RIFAI_TANGENTS, &sources::images::SIMARD_TANGENTS];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nfew: take 1000 of mnist\n\
        layers: train autoencoder[784,100] on few with contraction(0.1) for 5 epochs\n\
        train mlp[784,100,10] from layers on few with tangents(layers, 15) for 5 epochs, then test";
}
