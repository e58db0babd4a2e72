//! Random words one after the other, from a generator that makes sixteen at a time.

use crate::numeric::random::{Bulk, Seed};

/// A buffer of sixteen words.
pub struct Words {
    bulk: Bulk,
    words: [u32; 16],
    next: usize,
}

impl Words {
    pub fn new(seed: &Seed) -> Self {
        Words { bulk: seed.bulk(), words: [0; 16], next: 16 }
    }

    /// A uniform word.
    #[inline]
    pub fn word(&mut self) -> u32 {
        if self.next == 16 {
            self.words = self.bulk.next_words();
            self.next = 0;
        }
        let word = self.words[self.next & 15];
        self.next += 1;
        word
    }

    /// Four uniform words, of one buffer.
    #[inline]
    pub fn four(&mut self) -> [u32; 4] {
        if self.next > 12 {
            self.words = self.bulk.next_words();
            self.next = 0;
        }
        let at = self.next & 15;
        self.next += 4;
        [self.words[at], self.words[(at + 1) & 15], self.words[(at + 2) & 15], self.words[(at + 3) & 15]]
    }

    /// A whole number below `n`, by the high half of a product (its bias is n / 2^32).
    pub fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.word()) * n as u64) >> 32) as usize
    }

    /// A uniform number in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        f64::from(self.word()) / 4_294_967_296.0
    }
}

/// The word below which a uniform word lies with this probability.
pub fn threshold(probability: f64) -> u32 {
    (probability.clamp(0.0, 1.0) * 4_294_967_296.0).min(4_294_967_295.0) as u32
}
