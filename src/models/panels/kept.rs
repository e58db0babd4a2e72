//! What of a product is left out: values that are zero add nothing, so where all values of a tile are zero (the dark edges of
//! images, units that are off) its weights are not read. Sums of finite numbers keep every bit: a product of
//! zero changes none.
//!
//! A tile has a list: how many of its terms are kept, then which. Where most are, all are: to look up a place costs about an
//! eighth of a term.

use crate::numeric::tiles::{self, Sums};
use pulp::Simd;

/// Terms of a depth that are kept, of this many.
const MOST: (usize, usize) = (7, 8);

/// How long the list of a tile is.
pub fn length(depth: usize) -> usize {
    1 + depth
}

/// Makes the list of a tile from the bits of each term's values, which lie behind the place of the count; returns the places,
/// or none where all are kept.
#[inline(always)]
pub fn list(list: &mut [u32]) -> Option<&[u32]> {
    let (count, places) = list.split_first_mut()?;
    let depth = places.len();
    let mut found = 0;
    for place in 0..depth {
        // Without its sign a zero has no bits.
        let is_kept = places[place] << 1 != 0;
        places[found] = place as u32;
        found += usize::from(is_kept);
    }
    let few = found * MOST.1 <= depth * MOST.0;
    *count = if few { found } else { depth } as u32;
    few.then_some(&places[..found])
}

/// The bits that any of some values has.
#[inline(always)]
pub fn bits(values: &[f32]) -> u32 {
    values.iter().fold(0, |bits, value| bits | value.to_bits())
}

/// The places of the terms that are kept, by the list of a tile; none where all are.
#[inline(always)]
fn places(list: &[u32]) -> Option<&[u32]> {
    let (&count, places) = list.split_first()?;
    places.get(..count as usize).filter(|kept| kept.len() < places.len())
}

/// `sums[r] += Σ_d a[d][r] b[d]` over the terms that are kept: a (kept, R) and b (depth, V registers).
#[inline(always)]
pub fn product<S: Simd, const R: usize, const V: usize>(
    simd: S,
    (a, list): (&[f32], &[u32]),
    b: &[f32],
    sums: Sums<S, R, V>,
) -> Sums<S, R, V> {
    match places(list) {
        Some(places) => tiles::product_at::<S, R, V>(simd, a, places, b, sums),
        None => tiles::product::<S, R, V>(simd, a, b, sums),
    }
}

/// [`product`] of the same a with two b, see [`tiles::products`].
#[inline(always)]
pub fn products<S: Simd, const R: usize, const V: usize>(
    simd: S,
    (a, list): (&[f32], &[u32]),
    b: [&[f32]; 2],
    sums: [Sums<S, R, V>; 2],
) -> [Sums<S, R, V>; 2] {
    match places(list) {
        Some(places) => tiles::products_at::<S, R, V>(simd, a, places, b, sums),
        None => tiles::products::<S, R, V>(simd, a, b, sums),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_zeros_are_left_out_where_they_are_not_few() {
        let mut some = [0, 0, bits(&[0.0, 2.0]), bits(&[-0.0, 0.0]), bits(&[f32::NAN]), 0];
        assert_eq!(list(&mut some), Some(&[1, 3][..]));
        assert_eq!(some[0], 2);
        let mut most = [0, 1 << 20, 1 << 20, 1 << 20];
        assert_eq!(list(&mut most), None);
        assert_eq!(most[0], 3);
        assert_eq!(list(&mut [0, 0, 0]), Some(&[][..]));
    }
}
