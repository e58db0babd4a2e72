//! Work over fixed blocks: one long axis is halved until the pieces are short enough, and the
//! halves run as rayon tasks. Where the cuts fall depends on the extent alone, so whatever a block
//! computes is the same bits for any number of threads; work stealing then evens out the load.

use ndarray::{ArrayView1, ArrayView2, ArrayViewMut2, Axis};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Workers that are kept awake at the most: small work has no tasks for more.
const AWAKE: usize = 3;

/// Runs `work` as a worker of the pool, while a few others stay awake and look for its tasks. For loops of many short steps:
/// to wake a worker for each of them would take longer than the step (in a pool of more than four, rayon still wakes another one
/// now and then). A pool is to have one such loop at a time: another one is a task as well, which a worker that looks for some
/// takes to its end.
pub fn awake<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let over = AtomicBool::new(false);
    rayon::scope(|scope| {
        // Whatever ends the work, the others are to end as well.
        let _over = Raised(&over);
        let (own, all) = (rayon::current_thread_index().unwrap_or(0), rayon::current_num_threads());
        if all > 1 {
            let over = &over;
            scope.spawn_broadcast(move |_, worker| {
                let place = (worker.index() + all - own) % all;
                if (1..=AWAKE).contains(&place) {
                    look_for_tasks(over);
                }
            });
        }
        work()
    })
}

fn look_for_tasks(over: &AtomicBool) {
    while !over.load(Ordering::Relaxed) {
        if rayon::yield_now() != Some(rayon::Yield::Executed) {
            std::thread::yield_now();
        }
    }
}

/// A flag that is raised in the end.
struct Raised<'a>(&'a AtomicBool);

impl Drop for Raised<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Something with a long axis that can be cut in two.
pub trait Block: Sized + Send {
    /// Length of the axis that is cut.
    fn extent(&self) -> usize;
    /// The parts before and from index `at`, which is at most the extent.
    fn split(self, at: usize) -> (Self, Self);
}

/// Runs `work` on every block of at most `largest` units, in parallel.
pub fn for_blocks<B: Block>(block: B, largest: usize, work: &(impl Fn(B) + Sync)) {
    match half(block.extent(), largest) {
        None => work(block),
        Some(at) => {
            let (left, right) = block.split(at);
            rayon::join(|| for_blocks(left, largest, work), || for_blocks(right, largest, work));
        }
    }
}

/// The sum of `work` over all blocks, added up along the tree of halves, hence in a fixed order.
pub fn sum_blocks<B: Block>(block: B, largest: usize, work: &(impl Fn(B) -> f64 + Sync)) -> f64 {
    fold_blocks(block, largest, work, &|a, b| a + b)
}

/// The results of `work` on all blocks, put together along the tree of halves, hence in a fixed order.
pub fn fold_blocks<B: Block, T: Send>(
    block: B,
    largest: usize,
    work: &(impl Fn(B) -> T + Sync),
    join: &(impl Fn(T, T) -> T + Sync),
) -> T {
    match half(block.extent(), largest) {
        None => work(block),
        Some(at) => {
            let (left, right) = block.split(at);
            let run = |block| fold_blocks(block, largest, work, join);
            let (a, b) = rayon::join(|| run(left), || run(right));
            join(a, b)
        }
    }
}

/// Into how many blocks of at most `largest` units an axis is cut, about: both halves are taken to be cut alike.
pub fn pieces(extent: usize, largest: usize) -> usize {
    match half(extent, largest) {
        None => 1,
        Some(at) => 2 * pieces(at.max(extent - at), largest),
    }
}

/// Where to cut: near the middle, at a multiple of 16 where possible, the width of a kernel's tile.
fn half(extent: usize, largest: usize) -> Option<usize> {
    if extent <= largest.max(1) {
        return None;
    }
    let middle = extent / 2;
    Some(if middle >= 64 { middle.next_multiple_of(16) } else { middle })
}

/// Rows of a matrix.
pub struct Rows<V>(pub V);

/// Columns of a matrix.
pub struct Columns<V>(pub V);

macro_rules! splits_along {
    ($wrapper:ident, $view:ident, $axis:expr) => {
        impl<T: Send + Sync> Block for $wrapper<$view<'_, T>> {
            fn extent(&self) -> usize {
                self.0.len_of($axis)
            }
            fn split(self, at: usize) -> (Self, Self) {
                let (left, right) = self.0.split_at($axis, at);
                ($wrapper(left), $wrapper(right))
            }
        }
    };
}

splits_along!(Rows, ArrayView2, Axis(0));
splits_along!(Rows, ArrayViewMut2, Axis(0));
splits_along!(Columns, ArrayView2, Axis(1));
splits_along!(Columns, ArrayViewMut2, Axis(1));
splits_along!(Columns, ArrayView1, Axis(0));

impl<T: Sync> Block for &[T] {
    fn extent(&self) -> usize {
        self.len()
    }
    fn split(self, at: usize) -> (Self, Self) {
        self.split_at(at)
    }
}

impl<T: Send> Block for &mut [T] {
    fn extent(&self) -> usize {
        self.len()
    }
    fn split(self, at: usize) -> (Self, Self) {
        self.split_at_mut(at)
    }
}

/// Indices: which part of the whole a block is.
impl Block for Range<usize> {
    fn extent(&self) -> usize {
        self.len()
    }
    fn split(self, at: usize) -> (Self, Self) {
        let middle = self.start + at;
        (self.start..middle, middle..self.end)
    }
}

/// A slice in pieces of one length; the last may be shorter.
pub struct Chunks<S>(pub S, pub usize);

impl<T: Send> Block for Chunks<&mut [T]> {
    fn extent(&self) -> usize {
        self.0.len().div_ceil(self.1.max(1))
    }
    fn split(self, at: usize) -> (Self, Self) {
        let middle = (at * self.1).min(self.0.len());
        let (left, right) = self.0.split_at_mut(middle);
        (Chunks(left, self.1), Chunks(right, self.1))
    }
}

/// Columns of a matrix in groups of one width; the last may be narrower.
pub struct ColumnGroups<'a, T>(pub ArrayViewMut2<'a, T>, pub usize);

impl<T: Send + Sync> Block for ColumnGroups<'_, T> {
    fn extent(&self) -> usize {
        self.0.ncols().div_ceil(self.1.max(1))
    }
    fn split(self, at: usize) -> (Self, Self) {
        let middle = (at * self.1).min(self.0.ncols());
        let (left, right) = self.0.split_at(Axis(1), middle);
        (ColumnGroups(left, self.1), ColumnGroups(right, self.1))
    }
}

impl<A: Block, B: Block> Block for (A, B) {
    fn extent(&self) -> usize {
        self.0.extent()
    }
    fn split(self, at: usize) -> (Self, Self) {
        let (left, right) = (self.0.split(at), self.1.split(at));
        ((left.0, right.0), (left.1, right.1))
    }
}

impl<A: Block> Block for Option<A> {
    fn extent(&self) -> usize {
        self.as_ref().map_or(0, Block::extent)
    }
    fn split(self, at: usize) -> (Self, Self) {
        self.map(|block| block.split(at)).unzip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Mutex;

    /// Sums over many short passes, in a pool of so many threads.
    fn many_passes(threads: usize) -> f64 {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let numbers: Vec<f64> = (0..1000).map(|i| f64::from(i).sqrt()).collect();
        pool.install(|| {
            awake(|| (0..50).map(|_| sum_blocks(&numbers[..], 100, &|part: &[f64]| part.iter().sum())).sum())
        })
    }

    #[test]
    fn what_is_kept_awake_ends_and_has_the_same_sums() {
        let one = many_passes(1);
        assert!(one > 1e6);
        assert!([2, 3, 8].into_iter().all(|threads| many_passes(threads) == one));
    }

    /// Each is a task of the other's pool.
    #[test]
    fn two_loops_of_one_pool_both_end() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let count = || awake(|| (0..20).map(|_| rayon::join(|| 1, || 1)).map(|(a, b)| a + b).sum::<i32>());
        assert_eq!(pool.install(|| rayon::join(count, count)), (40, 40));
    }

    #[test]
    fn a_panic_comes_back() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let ended = catch_unwind(AssertUnwindSafe(|| pool.install(|| awake(|| panic!("of the work")))));
        assert!(ended.is_err());
    }

    #[test]
    fn blocks_cover_every_row_once_and_respect_the_limit() {
        for extent in [0, 1, 2, 63, 64, 129, 2500] {
            let mut counts = Array2::<u32>::zeros((extent, 2));
            for_blocks(Rows(counts.view_mut()), 100, &|Rows(mut rows): Rows<ArrayViewMut2<u32>>| {
                assert!(rows.nrows() <= 100);
                rows += 1;
            });
            assert!(counts.iter().all(|&count| count == 1));
            assert!(pieces(extent, 100) * 100 >= extent);
        }
    }

    #[test]
    fn cuts_do_not_depend_on_the_number_of_threads() {
        let cuts = |threads| {
            let seen = Mutex::new(Vec::new());
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let matrix = Array2::<f32>::zeros((1237, 1));
            pool.install(|| {
                for_blocks(Rows(matrix.view()), 50, &|Rows(rows): Rows<ArrayView2<f32>>| {
                    seen.lock().unwrap().push(rows.nrows());
                })
            });
            let mut sizes = seen.into_inner().unwrap();
            sizes.sort_unstable();
            sizes
        };
        assert_eq!(cuts(1), cuts(3));
    }
}
