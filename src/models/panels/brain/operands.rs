//! A matrix of the batch as an operand: pairs of tiles of rows, or of columns, each along its depth. Both come as they are
//! read, or transposed: the rows of a matrix are the columns of the transposed one.

use crate::models::panels::packs::Flat;
use crate::numeric::blocks::{Chunks, for_blocks};
use crate::numeric::brain::{DEPTH, EDGE, SIDE, Tile, Unit};

/// Whether a tile is turned round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum As {
    Itself,
    Transposed,
}

/// x (rows, columns) as pairs of tiles of rows, each (columns / 32): as itself a left operand, transposed the right operand
/// of the transposed matrix.
pub fn by_rows(unit: Unit, x: Flat, turned: As, to: &mut [[Tile; 2]]) {
    let (pairs, depth) = (x.rows.div_ceil(SIDE), x.columns.div_ceil(DEPTH));
    let to = Chunks(&mut to[..pairs * depth], depth);
    for_blocks((to, 0..pairs), 1, &|(Chunks(to, _), pair)| {
        for (d, to) in to.iter_mut().enumerate() {
            for (half, to) in to.iter_mut().enumerate() {
                let first = (pair.start * SIDE + half * EDGE).min(x.rows);
                let part = x.part(first..(first + EDGE).min(x.rows), d * DEPTH);
                let mut spare = [0.0; EDGE * DEPTH];
                let (numbers, stride) = part.padded::<DEPTH>(&mut spare);
                unit.beside(numbers, numbers.get(EDGE..).unwrap_or_default(), stride, to);
                turn(turned, to);
            }
        }
    });
}

/// Columns of x (rows, columns) from the first one on, as pairs of tiles of columns, each (rows / 32), as many as there is
/// room for: as themselves a right operand, transposed the left operand of the transposed matrix.
pub fn by_columns(unit: Unit, x: Flat, first: usize, turned: As, to: &mut [[Tile; 2]]) {
    for (pair, to) in to.chunks_exact_mut(x.rows.div_ceil(DEPTH).max(1)).enumerate() {
        for (d, to) in to.iter_mut().enumerate() {
            let rows = d * DEPTH..((d + 1) * DEPTH).min(x.rows);
            for (half, to) in to.iter_mut().enumerate() {
                let mut spare = [0.0; DEPTH * EDGE];
                let part = x.part(rows.clone(), first + pair * SIDE + half * EDGE);
                let (numbers, stride) = part.padded::<EDGE>(&mut spare);
                unit.pairs(numbers, stride, to);
                turn(turned, to);
            }
        }
    }
}

fn turn(turned: As, tile: &mut Tile) {
    if turned == As::Transposed {
        *tile = tile.transposed();
    }
}
