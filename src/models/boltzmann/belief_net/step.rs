//! One update by the up-down algorithm, a contrastive wake-sleep (Hinton, Osindero and Teh 2006, appendix B).
//!
//! Awake, states go up by recognition, and the generative weights learn to give each layer from the one above. On top the
//! machine learns by contrastive divergence from there. Asleep, what its chains end at goes down by generation, and the
//! recognition weights learn to give each layer from the one below. Each is the delta rule: W += rate inputᵀ (state - mean) / n.
//!
//! Meanwhile the weights of the net are in the order of the passes that train networks and machines.

use super::{BeliefNet, beside, normalize};
use crate::models::boltzmann::drawing::{DRAWN_ROWS, draw};
use crate::models::boltzmann::layer::activate;
use crate::models::boltzmann::weights::{Drive, Update, Weights};
use crate::models::panels::{Activation, Precision, Products};
use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, concatenate, s};

/// The weights of a directed layer.
struct Pair {
    recognition: Weights,
    generation: Weights,
}

/// A net at work.
pub(super) struct Live {
    /// Its biases, and no weights.
    net: BeliefNet,
    directed: Vec<Pair>,
    top: Weights,
    /// For what the layers give each other.
    products: Products,
    /// Whether it takes steps, so that weights are near by blocks.
    learns: bool,
}

impl Live {
    /// For batches of at most so many rows, from which it `learns` or not.
    pub fn new(mut net: BeliefNet, (rows, learns): (usize, bool), precision: Precision) -> Self {
        let step_rows = if learns { 2 * rows } else { 0 };
        let weights = |weights: &mut Array2<f32>| {
            Weights::new(std::mem::take(weights).view(), false, step_rows, precision)
        };
        let directed: Vec<Pair> = net
            .directed
            .iter_mut()
            .map(|layer| Pair {
                recognition: weights(&mut layer.recognition),
                generation: weights(&mut layer.generation),
            })
            .collect();
        let top = weights(&mut net.top.weights);
        let drives: Vec<Drive> =
            directed.iter().map(|pair| pair.generation.drive()).chain([top.drive()]).collect();
        let products = Drive::products(&drives, rows, precision);
        Live { net, directed, top, products, learns }
    }

    /// The net with the weights as they stand.
    pub fn settled(&self) -> BeliefNet {
        let mut net = self.net.clone();
        for (layer, pair) in net.directed.iter_mut().zip(&self.directed) {
            layer.recognition = pair.recognition.value();
            layer.generation = pair.generation.value();
        }
        net.top.weights = self.top.value();
        net
    }

    pub fn classes(&self) -> usize {
        self.net.classes
    }

    /// Whether every number of it is one.
    pub fn is_finite(&self) -> bool {
        let weights = |weights: &Weights| weights.are_below(f32::INFINITY);
        let bias = |bias: &Array1<f32>| bias.iter().all(|number| number.is_finite());
        let BeliefNet { directed, top, .. } = &self.net;
        self.directed.iter().all(|pair| weights(&pair.recognition) && weights(&pair.generation))
            && weights(&self.top)
            && directed.iter().all(|layer| bias(&layer.above_bias) && bias(&layer.below_bias))
            && bias(&top.visible_bias)
            && bias(&top.hidden_bias)
    }

    /// Learns from rows (n, visible) of classes (n, classes), one of whose columns is 1, with so many Gibbs steps on top.
    pub fn up_down(
        &mut self,
        rows: ArrayView2<f32>,
        classes: ArrayView2<f32>,
        steps: usize,
        rate: f32,
        seed: &Seed,
    ) {
        let mut awake = vec![rows.to_owned()];
        for l in 0..self.directed.len() {
            let means = self.above(l, awake[l].view());
            awake.push(states(means, &seed.child("up").at(l as u64)));
        }
        let units = self.units();
        let highest = awake[self.directed.len()].view();
        let visible = beside(highest, classes);
        let dream = self.contrast(visible, steps, rate, &seed.child("top"));
        let asleep = self.dreamt(dream.slice(s![.., ..units]).to_owned(), &seed.child("down"));
        let update = Update { rate, ..Update::default() };
        for l in 0..self.directed.len() {
            let given = &awake[l] - &self.below(l, awake[l + 1].view());
            let recognized = &asleep[l + 1] - &self.above(l, asleep[l].view());
            let (pair, layer) = (&mut self.directed[l], &mut self.net.directed[l]);
            pair.generation.step((given.view(), awake[l + 1].view()), rows.nrows(), update);
            pair.recognition.step((asleep[l].view(), recognized.view()), rows.nrows(), update);
            learn_bias(&mut layer.below_bias, given.view(), rate);
            learn_bias(&mut layer.above_bias, recognized.view(), rate);
        }
    }

    /// The highest directed units.
    fn units(&self) -> usize {
        self.net.top.visible_bias.len() - self.classes()
    }

    /// Means of the units above a layer's.
    fn above(&mut self, l: usize, below: ArrayView2<f32>) -> Array2<f32> {
        let drive = self.directed[l].recognition.drive();
        up(drive, below, &self.net.directed[l].above_bias, (&mut self.products, self.learns))
    }

    /// Means of the units below it.
    fn below(&mut self, l: usize, above: ArrayView2<f32>) -> Array2<f32> {
        let drive = self.directed[l].generation.drive();
        let mut means = down(drive, above, &mut self.products);
        activate_blocks(means.view_mut(), self.net.directed[l].below_bias.view());
        means
    }

    /// Contrastive divergence of the top machine from visible states (n, visible); where its chains end. Both phases have means
    /// of the hidden units where appendix B has states: the same expectation, with less noise in each (Hinton 2010, section 3).
    fn contrast(&mut self, visible: Array2<f32>, steps: usize, rate: f32, seed: &Seed) -> Array2<f32> {
        let hidden = self.hidden_means(visible.view());
        let (mut v, mut h) = (visible.clone(), hidden.clone());
        for step in 0..steps {
            let seed = seed.at(step as u64);
            let drawn = states(h, &seed.child("hidden"));
            v = self.visible(drawn.view(), &seed.child("visible"));
            h = self.hidden_means(v.view());
        }
        self.learn_top((visible, hidden), (v.view(), h), rate);
        v
    }

    /// Towards the rows of the data, away from those of the model.
    fn learn_top(
        &mut self,
        data: (Array2<f32>, Array2<f32>),
        (v, mut h): (ArrayView2<f32>, Array2<f32>),
        rate: f32,
    ) {
        let (visible, hidden) = data;
        let top = &mut self.net.top;
        learn_bias(&mut top.visible_bias, (&visible - &v).view(), rate);
        learn_bias(&mut top.hidden_bias, (&hidden - &h).view(), rate);
        h.mapv_inplace(|mean| -mean);
        let stacked =
            |a: ArrayView2<f32>, b: ArrayView2<f32>| concatenate(Axis(0), &[a, b]).unwrap_or_default();
        let (v, h) = (stacked(visible.view(), v), stacked(hidden.view(), h.view()));
        self.top.step((v.view(), h.view()), visible.nrows(), Update { rate, ..Update::default() });
    }

    /// Hidden states of the top machine.
    pub fn hidden(&mut self, visible: ArrayView2<f32>, seed: &Seed) -> Array2<f32> {
        states(self.hidden_means(visible), seed)
    }

    fn hidden_means(&mut self, visible: ArrayView2<f32>) -> Array2<f32> {
        let products = (&mut self.products, self.learns);
        up(self.top.drive(), visible, &self.net.top.hidden_bias, products)
    }

    /// Its visible units: states, but of the classes probabilities that sum to 1.
    pub fn visible(&mut self, hidden: ArrayView2<f32>, seed: &Seed) -> Array2<f32> {
        let mut means = down(self.top.drive(), hidden, &mut self.products);
        let units = self.units();
        let (mut highest, mut classes) = means.view_mut().split_at(Axis(1), units);
        let (bias, class_bias) = self.net.top.visible_bias.view().split_at(Axis(0), units);
        activate_blocks(highest.view_mut(), bias);
        let mut states = Array2::zeros(highest.dim());
        draw(highest.view(), states.view_mut(), seed);
        highest.assign(&states);
        classes += &class_bias;
        for mut row in classes.rows_mut() {
            normalize(row.view_mut());
            row.mapv_inplace(f32::exp);
        }
        means
    }

    /// States of every layer below `highest`, from the data up; of the data means.
    pub fn dreamt(&mut self, highest: Array2<f32>, seed: &Seed) -> Vec<Array2<f32>> {
        let mut asleep = vec![highest];
        for l in (0..self.directed.len()).rev() {
            let means = self.below(l, asleep[asleep.len() - 1].view());
            asleep.push(if l == 0 { means } else { states(means, &seed.at(l as u64)) });
        }
        asleep.reverse();
        asleep
    }
}

/// σ(bias + input W), (rows, units above).
fn up(
    drive: Drive,
    input: ArrayView2<f32>,
    bias: &Array1<f32>,
    (products, by_blocks): (&mut Products, bool),
) -> Array2<f32> {
    let mut means = Array2::zeros((input.nrows(), bias.len()));
    let bias = bias.as_slice().unwrap_or_default();
    let activation = Some(Activation::Logistic);
    match by_blocks {
        true => drive.hidden_by_blocks(input, bias, activation, means.view_mut(), products),
        false => drive.hidden(input, bias, activation, means.view_mut(), products),
    }
    means
}

/// input Wᵀ, (rows, units below).
fn down(drive: Drive, input: ArrayView2<f32>, products: &mut Products) -> Array2<f32> {
    let mut sums = Array2::zeros((input.nrows(), drive.dim().0));
    drive.visible(input, sums.view_mut(), products);
    sums
}

/// Sums over the other layer become means, block after block of rows.
fn activate_blocks(inputs: ArrayViewMut2<f32>, bias: ArrayView1<f32>) {
    for_blocks(Rows(inputs), DRAWN_ROWS, &|Rows(inputs)| activate(inputs, bias));
}

/// States that are drawn from means.
fn states(means: Array2<f32>, seed: &Seed) -> Array2<f32> {
    let mut states = Array2::zeros(means.dim());
    draw(means.view(), states.view_mut(), seed);
    states
}

fn learn_bias(bias: &mut Array1<f32>, error: ArrayView2<f32>, rate: f32) {
    bias.scaled_add(rate / error.nrows().max(1) as f32, &error.sum_axis(Axis(0)));
}
