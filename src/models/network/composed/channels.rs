//! Batch normalization of convolutions: moments of each channel over the images of a batch and their places, so that a channel is
//! treated alike wherever it looks (Ioffe and Szegedy 2015, section 3.2). Forward and backward are those of `normalization`, with
//! passes over blocks of images; sums over places are f32 in an image, sums over images f64 along the tree of blocks.

use super::normalization::{EPSILON, FOLLOWED, Normalization, Trace};
use crate::numeric::blocks::{Rows, fold_blocks, for_blocks};
use ndarray::{Array1, Array2, Axis};

/// Images of a task.
const IMAGES: usize = 8;
/// Channels are repeated to runs of about this length, which are long enough for the loops over them.
const RUN: usize = 256;

/// So many channels in each of so many places.
#[derive(Clone, Copy)]
struct Channels {
    channels: usize,
    /// Numbers of a run: whole places, which divide an image evenly.
    run: usize,
}

impl Channels {
    fn new(channels: usize, columns: usize) -> Self {
        let places = columns / channels.max(1);
        let most = (RUN / channels.max(1)).clamp(1, places.max(1));
        let run = (1..=most).rev().find(|n| places.is_multiple_of(*n)).unwrap_or(1);
        Channels { channels, run: (run * channels).max(1) }
    }

    /// One number a channel as a run.
    fn repeated(self, values: impl Iterator<Item = f64>) -> Vec<f32> {
        let values: Vec<f32> = values.map(|value| value as f32).collect();
        values.iter().copied().cycle().take(self.run).collect()
    }

    /// The sum of `term` over rows and places, of each channel.
    fn sums(self, x: &Array2<f32>, y: &Array2<f32>, term: impl Fn(f32, f32) -> f32 + Sync) -> Array1<f64> {
        let block = |(Rows(x), Rows(y)): (Rows<_>, Rows<_>)| {
            let mut sums = Array1::zeros(self.channels);
            let mut run = vec![0.0f32; self.run];
            let (x, y): (ndarray::ArrayView2<f32>, ndarray::ArrayView2<f32>) = (x, y);
            for (x, y) in x.rows().into_iter().zip(y.rows()) {
                run.fill(0.0);
                let (x, y) = (x.to_slice().expect("one piece"), y.to_slice().expect("one piece"));
                for (x, y) in x.chunks_exact(self.run).zip(y.chunks_exact(self.run)) {
                    run.iter_mut().zip(x).zip(y).for_each(|((sum, &x), &y)| *sum += term(x, y));
                }
                for place in run.chunks_exact(self.channels.max(1)) {
                    sums.iter_mut().zip(place).for_each(|(sum, &term)| *sum += f64::from(term));
                }
            }
            sums
        };
        fold_blocks((Rows(x.view()), Rows(y.view())), IMAGES, &block, &|a, b| a + b)
    }

    /// `change(x, y, a, b)` of every x and y, a and b being those of the channel.
    fn each(
        self,
        x: &mut Array2<f32>,
        y: &mut Array2<f32>,
        (a, b): (&[f32], &[f32]),
        change: impl Fn(&mut f32, &mut f32, f32, f32) + Sync,
    ) {
        let parts = (Rows(x.view_mut()), Rows(y.view_mut()));
        for_blocks(parts, IMAGES, &|(Rows(mut x), Rows(mut y))| {
            let (x, y) = (x.as_slice_mut().expect("rows"), y.as_slice_mut().expect("rows"));
            for (x, y) in x.chunks_exact_mut(self.run).zip(y.chunks_exact_mut(self.run)) {
                let of_channel = a.iter().zip(b);
                x.iter_mut().zip(y).zip(of_channel).for_each(|((x, y), (&a, &b))| change(x, y, a, b));
            }
        });
    }
}

impl Normalization {
    /// Sums (rows, places * channels) normalized by channel; the moments are those of the batch when it is learnt from.
    pub fn forward_channels(&self, mut sums: Array2<f32>, learning: bool) -> (Array2<f32>, Trace) {
        let by = Channels::new(self.scale.shape.1, sums.ncols());
        let mut out = Array2::zeros(sums.raw_dim());
        let shown = self.running.as_ref().filter(|_| !learning);
        let count = (sums.len() / by.channels.max(1)).max(1) as f64;
        let zeros = vec![0.0; by.run];
        let center = |sums: &mut Array2<f32>, out: &mut Array2<f32>, mean: &Array1<f64>| {
            by.each(sums, out, (&by.repeated(mean.iter().copied()), &zeros), |x, _, mean, _| *x -= mean);
        };
        let (variance, moments) = match shown {
            Some([mean, variance]) => {
                center(&mut sums, &mut out, &mean.flat().mapv(f64::from));
                (variance.flat().mapv(f64::from), None)
            }
            None => {
                let mean = by.sums(&sums, &sums, |x, _| x) / count;
                center(&mut sums, &mut out, &mean);
                let variance = by.sums(&sums, &sums, |x, _| x * x) / count;
                let moments = [&mean, &variance].map(|moment| moment.mapv(|value| value as f32));
                (variance, Some(moments))
            }
        };
        let inverse = variance.mapv(|variance| (1.0 / (variance + f64::from(EPSILON)).sqrt()) as f32);
        let inverses = by.repeated(inverse.iter().map(|&value| f64::from(value)));
        by.each(&mut sums, &mut out, (&inverses, &zeros), |x, _, inverse, _| *x *= inverse);
        let repeated = |of: &super::Parameter| by.repeated(of.flat().iter().map(|&value| f64::from(value)));
        let line = (repeated(&self.scale), repeated(&self.shift));
        by.each(&mut sums, &mut out, (&line.0, &line.1), |x, y, scale, shift| *y = *x * scale + shift);
        (out, Trace { normalized: sums, inverse, moments })
    }

    /// From the gradient by what came out to the gradient by the sums.
    pub fn backward_channels(&mut self, trace: Trace, mut delta: Array2<f32>) -> Array2<f32> {
        let Trace { mut normalized, inverse, moments } = trace;
        let by = Channels::new(self.scale.shape.1, delta.ncols());
        let count = (delta.len() / by.channels.max(1)).max(1) as f64;
        let along = by.sums(&delta, &normalized, |d, n| d * n);
        let total = by.sums(&delta, &normalized, |d, _| d);
        let row = |sums: &Array1<f64>| sums.mapv(|sum| sum as f32).insert_axis(Axis(0));
        self.scale.learn(Some(row(&along).view()));
        self.shift.learn(Some(row(&total).view()));
        if let (Some(running), Some(moments)) = (&mut self.running, moments) {
            running.iter_mut().zip(moments).for_each(|(kept, now)| kept.follow(now.view(), FOLLOWED));
        }
        // (d - <d> - n <d n>) scale / sqrt(variance + epsilon)
        let (total, along) = (total / count, along / count);
        let means = (by.repeated(total.into_iter()), by.repeated(along.into_iter()));
        by.each(&mut delta, &mut normalized, (&means.0, &means.1), |d, n, total, along| {
            *d = *d - total - *n * along;
        });
        let factor = (&self.scale.flat() * &inverse).mapv(f64::from);
        let factor = by.repeated(factor.into_iter());
        by.each(&mut delta, &mut normalized, (&factor, &factor), |d, _, factor, _| *d *= factor);
        delta
    }
}

#[cfg(test)]
mod tests {
    use super::super::normalization::Normalize;
    use super::*;
    use ndarray::Zip;

    /// Three images of six places and two channels.
    fn sums() -> Array2<f32> {
        Array2::from_shape_fn((3, 12), |(i, j)| ((5 * i + 3 * j) % 7) as f32 - 0.3 * j as f32)
    }

    fn places(x: &Array2<f32>) -> Array2<f32> {
        x.clone().into_shape_with_order((18, 2)).unwrap()
    }

    /// What plain batch normalization makes of the places as rows, learning and shown, forward and back. Numbers of order 1, in
    /// f32 and in another order: 1e-5.
    #[test]
    fn channels_are_normalized_as_units_are_over_places_as_rows() {
        let (mut one, mut other) =
            (Normalization::new(Normalize::Batch, 2), Normalization::new(Normalize::Batch, 2));
        for normalization in [&mut one, &mut other] {
            normalization.scale.set(ndarray::array![[1.5, -0.5]].view());
            normalization.shift.set(ndarray::array![[0.25, 2.0]].view());
        }
        let agree = |a: &Array2<f32>, b: &Array2<f32>| {
            Zip::from(&places(a)).and(b).for_each(|a, b| assert!((a - b).abs() < 1e-5, "{a} {b}"));
        };
        let delta = sums().mapv(|x| (x * 1.7).sin());
        for _ in 0..3 {
            let (found, trace) = one.forward_channels(sums(), true);
            let (wanted, of_rows) = other.forward(&places(&sums()), true);
            agree(&found, &wanted);
            agree(&one.backward_channels(trace, delta.clone()), &other.backward(of_rows, places(&delta)));
        }
        agree(&one.forward_channels(sums(), false).0, &other.forward(&places(&sums()), false).0);
    }

    #[test]
    fn runs_are_whole_places_that_divide_an_image() {
        for (channels, columns, run) in [(8, 6272, 28 * 8), (16, 3136, 14 * 16), (3, 21, 21), (300, 600, 300)]
        {
            assert_eq!(Channels::new(channels, columns).run, run);
        }
    }
}
