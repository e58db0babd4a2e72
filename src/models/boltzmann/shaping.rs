//! What an update of contrastive divergence has beside the slope of the likelihood: units that are centered, and hidden units that
//! are seldom on.
//!
//! **Centering** (Montavon and Müller 2012; Melchior, Fischer and Wiskott 2016). The machine is learnt in the energy
//! -b'.v - c'.h - (v - μ) W (h - λ), with μ the means of the data and λ running means of the hidden units, and kept in the
//! usual one, b = b' - W λ, c = c' - Wᵀ μ:
//!
//! ```text
//! ΔW = ⟨(v - μ)(h - λ)ᵀ⟩_data - ⟨(v - μ)(h - λ)ᵀ⟩_model = Δ⟨v hᵀ⟩ - μ Δ⟨h⟩ᵀ - Δ⟨v⟩ λᵀ
//! b += rate Δ⟨v⟩ - δW λ,  c += rate Δ⟨h⟩ - δWᵀ μ       δW: what W was moved by
//! ```
//!
//! Data and their negative, 1 - v, are then learnt alike. **Sparsity** (Lee, Ekanadham and Ng 2008; Hinton 2010, section 11): with q
//! the running mean of a hidden unit, c += rate cost (target - q).

use super::Rbm;
use ndarray::{Array1, ArrayView1, ArrayView2, Axis, Zip, s};

/// How hidden units are kept seldom on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sparsity {
    /// The share of rows for which a unit should be on.
    pub target: f32,
    /// The force, per unit of share.
    pub cost: f32,
}

/// What is asked for beside the slope.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shape {
    pub centered: bool,
    pub sparsity: Option<Sparsity>,
}

/// How much of the running means of hidden units an update replaces.
const REPLACED: f32 = 0.01;

/// Means that go along with a training.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shaping {
    pub shape: Shape,
    /// μ (visible)
    pub visible: Array1<f32>,
    /// λ and q (hidden)
    pub hidden: Array1<f32>,
}

/// Means of a batch: differences between data and model.
pub(super) struct Phases {
    /// Δ⟨v⟩
    pub visible: Array1<f32>,
    /// Δ⟨h⟩
    pub hidden: Array1<f32>,
    /// Of the data alone.
    pub hidden_of_data: Array1<f32>,
}

impl Phases {
    /// Of rows below each other, `negative` ones of the model first: v as it is, h with the negative rows times -rows / negative.
    pub fn of(v: ArrayView2<f32>, h: ArrayView2<f32>, negative: usize) -> Self {
        let rows = (v.nrows() - negative) as f32;
        let sum = |x: ArrayView2<f32>| x.sum_axis(Axis(0));
        let (model, data) = (v.slice(s![..negative, ..]), v.slice(s![negative.., ..]));
        Phases {
            visible: sum(data) / rows - sum(model) / negative as f32,
            hidden: sum(h) / rows,
            hidden_of_data: sum(h.slice(s![negative.., ..])) / rows,
        }
    }
}

impl Shaping {
    /// For data of these means; hidden units start at the means of a machine that is a half.
    pub fn new(shape: Shape, visible: Array1<f32>, hidden: usize) -> Self {
        Shaping { shape, visible, hidden: Array1::from_elem(hidden, 0.5) }
    }

    /// Whether anything is asked for.
    pub fn is_idle(&self) -> bool {
        self.shape == Shape::default()
    }

    /// Puts right a step that weights and biases have made along the plain slope at this rate, and takes the running means along.
    pub fn shape(&mut self, rbm: &mut Rbm, velocity: &mut Rbm, phases: &Phases, rate: f32) {
        if self.shape.centered {
            self.take_means_out(rbm, velocity, phases, rate);
            rbm.visible_bias -= &velocity.weights.dot(&self.hidden);
            rbm.hidden_bias -= &velocity.weights.t().dot(&self.visible);
        }
        if let Some(Sparsity { target, cost }) = self.shape.sparsity {
            let force = |c: &mut f32, q: &f32| *c += rate * cost * (target - q);
            rbm.hidden_bias.zip_mut_with(&self.hidden, force);
        }
        self.follow(phases.hidden_of_data.view());
    }

    /// Weights and their velocity less rate (μ Δ⟨h⟩ᵀ + Δ⟨v⟩ λᵀ).
    fn take_means_out(&self, rbm: &mut Rbm, velocity: &mut Rbm, phases: &Phases, rate: f32) {
        let rows = rbm.weights.outer_iter_mut().zip(velocity.weights.outer_iter_mut());
        for ((mut weights, mut velocity), (&mu, &of_v)) in rows.zip(self.visible.iter().zip(&phases.visible))
        {
            Zip::from(&mut weights).and(&mut velocity).and(&phases.hidden).and(&self.hidden).for_each(
                |weight, velocity, &of_h, &lambda| {
                    let means = rate * (mu * of_h + of_v * lambda);
                    *weight -= means;
                    *velocity -= means;
                },
            );
        }
    }

    fn follow(&mut self, means: ArrayView1<f32>) {
        self.hidden.zip_mut_with(&means, |mean, &now| *mean += REPLACED * (now - *mean));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    /// The machine of data of which every value is 1 - v.
    fn negative(rbm: &Rbm) -> Rbm {
        Rbm {
            weights: -&rbm.weights,
            visible_bias: -&rbm.visible_bias,
            hidden_bias: &rbm.hidden_bias + &rbm.weights.sum_axis(Axis(0)),
        }
    }

    /// A step along the plain slope at rate 0.1, and what centering makes of it.
    fn stepped(mut rbm: Rbm, v: &Array2<f32>, h: &Array2<f32>, means: Array1<f32>) -> Rbm {
        let (rate, negative) = (0.1, 2);
        let mut velocity = Rbm::zeros(rbm.visible(), rbm.hidden());
        let phases = Phases::of(v.view(), h.view(), negative);
        velocity.weights.assign(&(v.t().dot(h) * (rate / 2.0)));
        rbm.weights += &velocity.weights;
        rbm.visible_bias.scaled_add(rate, &phases.visible);
        rbm.hidden_bias.scaled_add(rate, &phases.hidden);
        let shape = Shape { centered: true, sparsity: None };
        Shaping::new(shape, means, rbm.hidden()).shape(&mut rbm, &mut velocity, &phases, rate);
        rbm
    }

    /// Data and their negative are learnt alike; without centering they are not.
    #[test]
    fn a_centered_step_does_not_know_black_from_white() {
        let rbm = Rbm {
            weights: array![[0.5, -1.0], [0.2, 0.3], [-0.4, 0.8]],
            visible_bias: array![0.1, -0.2, 0.3],
            hidden_bias: array![-0.5, 0.4],
        };
        // Two rows of the model, their hidden means negative, and two of the data.
        let v = array![[1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0]];
        let h = array![[-0.2, -0.7], [-0.6, -0.4], [0.9, 0.1], [0.3, 0.8]];
        let means = array![0.8, 0.4, 0.3];
        let plain = negative(&stepped(rbm.clone(), &v, &h, means.clone()));
        let mirrored = stepped(negative(&rbm), &(1.0 - &v), &h, 1.0 - &means);
        let near = |a: &f32, b: &f32| (a - b).abs() < 1e-6;
        assert!(plain.weights.iter().zip(&mirrored.weights).all(|(a, b)| near(a, b)));
        assert!(plain.visible_bias.iter().zip(&mirrored.visible_bias).all(|(a, b)| near(a, b)));
        assert!(plain.hidden_bias.iter().zip(&mirrored.hidden_bias).all(|(a, b)| near(a, b)));
    }

    /// A unit that is on too often is pulled down by rate cost (target - q), and q goes after what it is.
    #[test]
    fn units_are_pulled_towards_their_target() {
        let sparsity = Some(Sparsity { target: 0.1, cost: 2.0 });
        let mut shaping = Shaping::new(Shape { centered: false, sparsity }, array![0.5], 1);
        let phases = Phases { visible: array![0.0], hidden: array![0.0], hidden_of_data: array![0.7] };
        let (mut rbm, mut velocity) = (Rbm::zeros(1, 1), Rbm::zeros(1, 1));
        shaping.shape(&mut rbm, &mut velocity, &phases, 0.1);
        assert!((rbm.hidden_bias[0] + 0.08).abs() < 1e-7 && (shaping.hidden[0] - 0.502).abs() < 1e-7);
        assert_eq!(rbm.weights[[0, 0]], 0.0);
    }
}
