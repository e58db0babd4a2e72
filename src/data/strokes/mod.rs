//! Handwriting made by the program: an endless, seeded set of digits that needs no file.
//!
//! Each image is written anew: a digit and a manner of writing it (`skeleton`), a hand that jitters,
//! stretches, slants and turns it (`hand`), ink of a random pen on a page of 28 x 28 pixels (`pen`). Pixels
//! are in [0, 1], 0 is paper and 1 is ink; sizes and centring are those of MNIST, so that networks and
//! examples fit both.

mod hand;
mod pen;
// A table of points, which rustfmt would give a line each.
#[rustfmt::skip]
mod skeleton;

use crate::numeric::random::Seed;
use rand::RngExt;

/// Rows and columns of an image.
pub const SIDE: usize = 28;

/// Image number `index` of the set that belongs to `seed`, row after row, and the digit it shows.
///
/// A function of its two arguments alone; the ten digits are equally likely.
pub fn render(index: u64, seed: &Seed) -> ([f32; SIDE * SIDE], u32) {
    let mut random = seed.at(index).stream();
    let digit = random.random_range(0..skeleton::DIGITS.len());
    let manners = skeleton::DIGITS[digit];
    let strokes = manners[random.random_range(0..manners.len())];
    let trace = hand::write(strokes, &mut random);
    (pen::ink(&trace), digit as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images(count: u64) -> Vec<([f32; SIDE * SIDE], u32)> {
        let seed = Seed::root(1);
        (0..count).map(|i| render(i, &seed)).collect()
    }

    #[test]
    fn an_image_is_a_function_of_its_number_and_the_seed() {
        let (a, b) = (Seed::root(1), Seed::root(2));
        assert_eq!(render(5, &a), render(5, &a));
        assert_ne!(render(5, &a).0, render(6, &a).0);
        assert_ne!(render(5, &a).0, render(5, &b).0);
    }

    /// Counts of 5,000 fair draws: chi squared with nine degrees of freedom exceeds 33.7 once in 10^4 seeds.
    #[test]
    fn the_ten_digits_are_equally_likely() {
        let mut counts = [0f64; 10];
        images(5000).iter().for_each(|(_, digit)| counts[*digit as usize] += 1.0);
        let chi_squared: f64 = counts.iter().map(|n| (n - 500.0).powi(2) / 500.0).sum();
        assert!(chi_squared < 33.7, "{counts:?}");
    }

    /// Ink between 3 and 40 % of the page, its centre of mass within four pixels of the middle, a dry edge on
    /// nine pages of ten: the box of 20 pixels leaves four on each side.
    #[test]
    fn pages_look_like_those_of_mnist() {
        let pages = images(1000);
        let mut touched = 0;
        for (page, _) in &pages {
            assert!(page.iter().all(|v| (0.0..=1.0).contains(v)));
            let at = |i: usize| ((i / SIDE) as f32 - 13.5, (i % SIDE) as f32 - 13.5);
            let mass: f32 = page.iter().sum();
            let y: f32 = page.iter().enumerate().map(|(i, v)| v * at(i).0).sum();
            let x: f32 = page.iter().enumerate().map(|(i, v)| v * at(i).1).sum();
            assert!((0.03..0.4).contains(&(mass / 784.0)), "{mass}");
            assert!((x / mass).abs() < 4.0 && (y / mass).abs() < 4.0);
            let rim = |k: usize| k == 0 || k == SIDE - 1;
            let edge = |i: usize| rim(i % SIDE) || rim(i / SIDE);
            touched += usize::from((0..784).any(|i| edge(i) && page[i] > 0.0));
        }
        assert!(touched < 100, "{touched}");
    }

    /// The nearest class mean, the simplest classifier of all, must do far better than chance (10 %) and
    /// still leave work for a network.
    #[test]
    fn digits_are_recognizable_but_not_trivial() {
        let pages = images(4000);
        let (known, new) = pages.split_at(3000);
        let mut means = [[0f32; SIDE * SIDE]; 10];
        let mut counts = [0f32; 10];
        for (page, digit) in known {
            counts[*digit as usize] += 1.0;
            means[*digit as usize].iter_mut().zip(page).for_each(|(mean, v)| *mean += v);
        }
        for (mean, count) in means.iter_mut().zip(counts) {
            mean.iter_mut().for_each(|v| *v /= count);
        }
        let distance = |page: &[f32], d: usize| -> f32 {
            page.iter().zip(&means[d]).map(|(a, b)| (a - b).powi(2)).sum()
        };
        let nearest = |page: &[f32]| (0..10).min_by(|&a, &b| distance(page, a).total_cmp(&distance(page, b)));
        let right = new.iter().filter(|(page, digit)| nearest(page) == Some(*digit as usize)).count();
        assert!((600..900).contains(&right), "{right} of 1000");
    }
}
