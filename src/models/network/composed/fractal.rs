//! Fractal blocks (Larsson, Maire and Shakhnarovich 2017, equations 1 to 4): f_1 = layer, f_(c+1) = (f_c o f_c) joined with a
//! layer, where a join is the mean of its inputs and joins that meet are one. A block of c columns has 2^c - 1 layers, its
//! longest column 2^(c-1) of them, and a(c) paths from end to end, a(1) = 1, a(c+1) = a(c)^2 + 1.
//!
//! F_c maps x to the values of its c columns, the shortest first: F_1 = (layer), F_(c+1)(x) = (layer(x), F_c(mean F_c(x))).

use super::Pass;
use super::layer::{Layer, Size, Style, Trace};
use crate::numeric::random::Seed;
use ndarray::{ArcArray2, Array2};

/// The columns between two joins.
#[derive(Clone, Debug)]
pub(super) enum Fractal {
    One(Box<Layer>),
    Grown { short: Box<Layer>, first: Box<Fractal>, join: usize, second: Box<Fractal> },
}

/// What the way back needs.
pub(super) enum FractalTrace {
    One(Box<Trace>),
    Grown { short: Box<Trace>, first: Box<FractalTrace>, active: Vec<usize>, second: Box<FractalTrace> },
}

/// Numbers layers and joins while a network is made.
#[derive(Default)]
pub(super) struct Count {
    pub units: usize,
    pub layers: u64,
    pub joins: usize,
}

impl Count {
    /// The next layer.
    pub fn layer(&mut self, size: Size, style: &Style, seed: &Seed) -> Layer {
        let layer = Layer::new(size, style, self.units, &seed.at(self.layers));
        self.units += layer.units();
        self.layers += 1;
        layer
    }

    pub fn join(&mut self) -> usize {
        self.joins += 1;
        self.joins - 1
    }
}

impl Fractal {
    pub fn new(columns: usize, size: Size, style: &Style, count: &mut Count, seed: &Seed) -> Self {
        let layer = Box::new(count.layer(size, style, seed));
        if columns <= 1 {
            return Fractal::One(layer);
        }
        let first = Box::new(Fractal::new(columns - 1, size, style, count, seed));
        let join = count.join();
        let second = Box::new(Fractal::new(columns - 1, size.above(), style, count, seed));
        Fractal::Grown { short: layer, first, join, second }
    }

    /// The values of the columns, the shortest first.
    pub fn forward(&self, x: &ArcArray2<f32>, pass: &Pass) -> (Vec<ArcArray2<f32>>, FractalTrace) {
        match self {
            Fractal::One(layer) => {
                let trace = layer.forward(x, pass);
                (vec![trace.values.clone()], FractalTrace::One(Box::new(trace)))
            }
            Fractal::Grown { short, first, join, second } => {
                let short = short.forward(x, pass);
                let (halfway, first) = first.forward(x, pass);
                let (joined, active) = mean(&halfway, *join, pass);
                let (long, second) = second.forward(&joined, pass);
                let columns = std::iter::once(short.values.clone()).chain(long).collect();
                let (first, second) = (Box::new(first), Box::new(second));
                (columns, FractalTrace::Grown { short: Box::new(short), first, active, second })
            }
        }
    }

    /// From the gradients by the columns to the gradient by x; a column without one learns nothing.
    pub fn backward(
        &mut self,
        trace: FractalTrace,
        mut deltas: Vec<Option<Array2<f32>>>,
        pass: &Pass,
    ) -> Option<Array2<f32>> {
        let shortest = if deltas.is_empty() { None } else { deltas.remove(0) };
        match (self, trace) {
            (Fractal::One(layer), FractalTrace::One(trace)) => layer.backward(*trace, shortest, pass),
            (
                Fractal::Grown { short, first, second, .. },
                FractalTrace::Grown { short: of_short, first: of_first, active, second: of_second },
            ) => {
                let by_short = short.backward(*of_short, shortest, pass);
                let columns = deltas.len();
                let joined = second.backward(*of_second, deltas, pass);
                let by_first = first.backward(*of_first, spread(joined, &active, columns), pass);
                sum(by_short, by_first)
            }
            // A trace is of the fractal that made it.
            _ => None,
        }
    }

    pub fn layers<'s>(&'s self, all: &mut Vec<&'s Layer>) {
        match self {
            Fractal::One(layer) => all.push(layer),
            Fractal::Grown { short, first, second, .. } => {
                all.push(short);
                first.layers(all);
                second.layers(all);
            }
        }
    }

    pub fn layers_mut<'s>(&'s mut self, all: &mut Vec<&'s mut Layer>) {
        match self {
            Fractal::One(layer) => all.push(layer),
            Fractal::Grown { short, first, second, .. } => {
                all.push(short);
                first.layers_mut(all);
                second.layers_mut(all);
            }
        }
    }
}

/// The mean of the inputs that a join lets through, and which they are.
pub(super) fn mean(inputs: &[ArcArray2<f32>], join: usize, pass: &Pass) -> (ArcArray2<f32>, Vec<usize>) {
    let active = pass.paths.active(inputs.len(), pass.columns, join);
    if let [one] = active[..] {
        return (inputs[one].clone(), active);
    }
    let mut total = inputs[active[0]].to_owned();
    active[1..].iter().for_each(|&input| total += &inputs[input]);
    total *= 1.0 / active.len() as f32;
    (total.into_shared(), active)
}

/// The gradients by the inputs of a join.
pub(super) fn spread(
    delta: Option<Array2<f32>>,
    active: &[usize],
    inputs: usize,
) -> Vec<Option<Array2<f32>>> {
    let share = delta.map(|delta| delta * (1.0 / active.len() as f32));
    (0..inputs).map(|input| share.clone().filter(|_| active.contains(&input))).collect()
}

fn sum(a: Option<Array2<f32>>, b: Option<Array2<f32>>) -> Option<Array2<f32>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (a, b) => a.or(b),
    }
}

/// Layers of the longest column of a block.
pub fn depth(columns: usize) -> usize {
    1 << columns.saturating_sub(1)
}

/// Layers of a block.
pub fn layers(columns: usize) -> usize {
    (1 << columns) - 1
}

/// Paths from the one end of a block to the other, with joins that let everything through.
pub fn paths(columns: usize) -> u64 {
    (1..columns).fold(1, |paths: u64, _| paths.saturating_mul(paths).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Larsson et al., section 2: depth 2^(C-1), 2^C - 1 layers, and 1, 2, 5, 26, 677 paths.
    #[test]
    fn depths_layers_and_paths_are_those_of_the_recursion() {
        let table = |of: fn(usize) -> u64| (1..=5).map(of).collect::<Vec<u64>>();
        assert_eq!(table(|columns| depth(columns) as u64), [1, 2, 4, 8, 16]);
        assert_eq!(table(|columns| layers(columns) as u64), [1, 3, 7, 15, 31]);
        assert_eq!(table(paths), [1, 2, 5, 26, 677]);
    }
}
