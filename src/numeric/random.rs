//! Random streams as a tree of seeds: file seed, step, purpose, epoch, batch.
//!
//! A [`Seed`] is a 256-bit key; a child is the BLAKE3 hash of its parent's key and its own name.
//! No stream therefore depends on how many numbers another one has drawn, on the order in which
//! steps run, or on the number of threads: adding a step changes no other step's numbers.
//! [`Seed::stream`] gives a ChaCha8 generator; [`Seed::bulk`] gives sixteen xoshiro128++ lanes
//! seeded from that, which fill large arrays several times faster (Blackman and Vigna, 2021).

use pulp::{Arch, Simd, WithSimd};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// A node of the seed tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The root of a tree, from the number a file states.
    pub fn root(number: u64) -> Self {
        Seed(*blake3::hash(&number.to_le_bytes()).as_bytes())
    }

    /// The child for a named purpose, such as `"init"` or `"deform"`.
    pub fn child(&self, purpose: &str) -> Self {
        Seed(*blake3::keyed_hash(&self.0, purpose.as_bytes()).as_bytes())
    }

    /// The child with a number: an epoch, a batch, an image, a repeat.
    pub fn at(&self, index: u64) -> Self {
        let mut message = [0u8; 9];
        message[1..].copy_from_slice(&index.to_le_bytes());
        Seed(*blake3::keyed_hash(&self.0, &message).as_bytes())
    }

    /// A cryptographic-quality stream whose values are promised to stay the same.
    pub fn stream(&self) -> ChaCha8Rng {
        ChaCha8Rng::from_seed(self.0)
    }

    /// A fast stream for filling arrays.
    pub fn bulk(&self) -> Bulk {
        Bulk::new(self)
    }
}

const LANES: usize = 16;

/// Sixteen xoshiro128++ generators in step, written so that the compiler uses vector registers.
#[derive(Clone, Debug)]
pub struct Bulk {
    state: [[u32; LANES]; 4],
}

impl Bulk {
    fn new(seed: &Seed) -> Self {
        use rand::Rng;
        let mut stream = seed.stream();
        let mut state = [[0u32; LANES]; 4];
        for row in &mut state {
            for word in row.iter_mut() {
                *word = stream.next_u32();
            }
        }
        Bulk { state }
    }

    /// The next sixteen words.
    #[inline(always)]
    pub fn next_words(&mut self) -> [u32; LANES] {
        let [a, b, c, d] = &mut self.state;
        let mut out = [0u32; LANES];
        for lane in 0..LANES {
            out[lane] = a[lane].wrapping_add(d[lane]).rotate_left(7).wrapping_add(a[lane]);
            let shifted = b[lane] << 9;
            c[lane] ^= a[lane];
            d[lane] ^= b[lane];
            b[lane] ^= c[lane];
            a[lane] ^= d[lane];
            c[lane] ^= shifted;
            d[lane] = d[lane].rotate_left(11);
        }
        out
    }

    /// Fills `out` with uniform numbers in [0, 1), multiples of 2^-24.
    pub fn fill_uniform(&mut self, out: &mut [f32]) {
        Arch::new().dispatch(Fill { bulk: self, out });
    }
}

/// The filling of a slice, compiled for each kind of processor.
struct Fill<'a> {
    bulk: &'a mut Bulk,
    out: &'a mut [f32],
}

impl WithSimd for Fill<'_> {
    type Output = ();

    /// Words first, which become numbers in a loop of its own: in one loop they would leave their registers one by one.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let mut bulk = self.bulk.clone();
        for chunk in self.out.chunks_mut(LANES) {
            let words = bulk.next_words();
            for (value, word) in chunk.iter_mut().zip(&words) {
                *value = f32::from_bits(*word);
            }
        }
        *self.bulk = bulk;
        for value in self.out {
            *value = (value.to_bits() >> 8) as f32 * (1.0 / 16_777_216.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn children_differ_from_each_other_and_from_their_parent() {
        let root = Seed::root(7);
        let family = [root, root.child("init"), root.child("batch"), root.at(0), root.at(1)];
        for (i, a) in family.iter().enumerate() {
            for b in &family[i + 1..] {
                assert_ne!(a, b);
            }
        }
    }

    #[test]
    fn a_stream_is_a_function_of_its_seed_alone() {
        let a = Seed::root(1).child("x").stream().next_u64();
        let b = Seed::root(1).child("x").stream().next_u64();
        assert_eq!(a, b);
        assert_ne!(a, Seed::root(2).child("x").stream().next_u64());
    }

    /// Mean 1/2 and variance 1/12 within five standard errors of 2^20 draws.
    #[test]
    fn bulk_uniforms_have_the_right_moments() {
        let mut values = vec![0f32; 1 << 20];
        Seed::root(3).bulk().fill_uniform(&mut values);
        let n = values.len() as f64;
        let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
        let variance = values.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / n;
        assert!((mean - 0.5).abs() < 5.0 * (1.0 / 12.0 / n).sqrt(), "{mean}");
        assert!((variance - 1.0 / 12.0).abs() < 5.0 * (1.0 / 180.0 / n).sqrt(), "{variance}");
        assert!(values.iter().all(|&v| (0.0..1.0).contains(&v)));
    }
}
