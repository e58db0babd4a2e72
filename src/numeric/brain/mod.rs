//! Products in brain floating point (bfloat16: single precision with the last 16 bits of a number rounded off, to nearest
//! and ties to even), summed up in single precision. Operands lie in [`Tile`]s, in the order in which Intel's matrix
//! extensions (AMX) read them; processors without those, and without AVX512-BF16, do the same with what they have.
//!
//! A product of matrices is made of [`Session::block`]s: 32 rows of the left operand, 32 columns of the right one, along a
//! depth of as many tiles as there are. Whether terms are fused, and in which order the 32 terms of a tile are added
//! up, is the unit's own: results of different units may differ in the last bits, and [`Unit::name`] says which one it was.

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod amx;
mod plain;
#[cfg(target_arch = "x86_64")]
mod vectors;

use std::marker::PhantomData;
use std::sync::OnceLock;

/// Rows of a tile, and columns of sums.
pub const EDGE: usize = 16;
/// Terms along the depth of a tile.
pub const DEPTH: usize = 32;
/// Rows and columns of a block.
pub const SIDE: usize = 2 * EDGE;

/// Numbers of an operand. Of the left one, row r has 32 terms for row r of the product; of the right one, row p has the
/// terms 2p and 2p + 1 of 16 columns, in pairs. So the left tile of a matrix, its pairs transposed, is the right tile of
/// the transposed matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub struct Tile(pub [[u16; DEPTH]; EDGE]);

/// Sums of a tile of rows and one of columns, row after row.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Sums(pub [[f32; EDGE]; EDGE]);

/// Sums of two tiles of rows and two of columns.
pub type Block = [[Sums; 2]; 2];

impl Tile {
    pub const ZERO: Tile = Tile([[0; DEPTH]; EDGE]);

    /// The tile with pair p of row r as pair r of row p.
    pub fn transposed(&self) -> Tile {
        let mut to = Tile::ZERO;
        for (p, to) in to.0.iter_mut().enumerate() {
            for (r, to) in to.as_chunks_mut::<2>().0.iter_mut().enumerate() {
                *to = [self.0[r][2 * p], self.0[r][2 * p + 1]];
            }
        }
        to
    }
}

impl Sums {
    pub const ZERO: Sums = Sums([[0.0; EDGE]; EDGE]);
}

/// What multiplies tiles here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The tile registers of AMX.
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    Amx(amx::Allowed),
    /// The products of pairs of AVX512-BF16.
    #[cfg(target_arch = "x86_64")]
    Vectors(vectors::There),
    /// Single precision on rounded numbers.
    Plain,
}

impl Unit {
    /// The fastest of this processor.
    pub fn best() -> Unit {
        static BEST: OnceLock<Unit> = OnceLock::new();
        *BEST.get_or_init(|| Unit::all()[0])
    }

    /// All of this processor, the fastest first.
    pub fn all() -> Vec<Unit> {
        let mut all = Vec::new();
        #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
        all.extend(amx::Allowed::ask().map(Unit::Amx));
        #[cfg(target_arch = "x86_64")]
        all.extend(vectors::There::look().map(Unit::Vectors));
        all.push(Unit::Plain);
        all
    }

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
            Unit::Amx(_) => "AMX",
            #[cfg(target_arch = "x86_64")]
            Unit::Vectors(_) => "AVX512-BF16",
            Unit::Plain => "single precision",
        }
    }

    /// Makes the unit ready for blocks on this thread, until the session ends.
    pub fn session(self) -> Session {
        #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
        if let Unit::Amx(allowed) = self {
            allowed.set_up();
        }
        Session { unit: self, of_this_thread: PhantomData }
    }

    /// Rounds 16 rows of 32 numbers: row r of the tile is the 16 numbers from r `stride` of the first slice, then those of the
    /// second. Numbers that are not there are zero, if all 16 of a row are missing.
    pub fn beside(self, first: &[f32], second: &[f32], stride: usize, to: &mut Tile) {
        match self {
            #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
            Unit::Amx(allowed) => allowed.vectors().beside(first, second, stride, to),
            #[cfg(target_arch = "x86_64")]
            Unit::Vectors(there) => there.beside(first, second, stride, to),
            Unit::Plain => plain::beside(first, second, stride, to),
        }
    }

    /// Rounds 32 rows of 16 numbers: row p of the tile is the 16 numbers from 2p `stride` and those from (2p + 1) `stride`, in
    /// pairs. Rows that are not there are zero.
    pub fn pairs(self, rows: &[f32], stride: usize, to: &mut Tile) {
        match self {
            #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
            Unit::Amx(allowed) => allowed.vectors().pairs(rows, stride, to),
            #[cfg(target_arch = "x86_64")]
            Unit::Vectors(there) => there.pairs(rows, stride, to),
            Unit::Plain => plain::pairs(rows, stride, to),
        }
    }
}

/// A unit that is ready on this thread.
pub struct Session {
    pub unit: Unit,
    of_this_thread: PhantomData<*const ()>,
}

impl Session {
    /// `sums[i][j] += Σ_d left[d][i] right[d][j]`, from zero where they are `fresh`, along the shorter of both depths. With
    /// every d, 1 KiB of what comes `next` is brought nearer, as far as it goes.
    pub fn block(
        &self,
        left: &[[Tile; 2]],
        right: &[[Tile; 2]],
        sums: &mut Block,
        fresh: bool,
        next: &[f32],
    ) {
        let depth = left.len().min(right.len());
        let (left, right) = (&left[..depth], &right[..depth]);
        if fresh && depth == 0 {
            *sums = [[Sums::ZERO; 2]; 2];
        } else if depth > 0 {
            match self.unit {
                #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
                Unit::Amx(allowed) => allowed.block(left, right, sums, fresh, next),
                #[cfg(target_arch = "x86_64")]
                Unit::Vectors(there) => there.block(left, right, sums, fresh),
                Unit::Plain => plain::block(left, right, sums, fresh),
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
        if let Unit::Amx(allowed) = self.unit {
            allowed.give_back();
        }
    }
}

/// The nearest number of brain floating point, ties to even.
pub fn rounded(x: f32) -> f32 {
    plain::widened(plain::rounded(x))
}

/// Row r of rows that start every `stride` numbers, if all of it is there.
#[inline(always)]
fn row(rows: &[f32], stride: usize, r: usize) -> Option<&[f32; EDGE]> {
    rows.get(r * stride..)?.first_chunk()
}

#[cfg(test)]
mod tests;
