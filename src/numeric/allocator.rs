//! The memory of the program: mimalloc, with pages of 2 MiB for large arrays, and a way to give back what was let go.
//!
//! Pages of 2 MiB spare large arrays many looks into the tables of addresses: with pages of 4 KiB training took 2 % longer. Small
//! values in them would make a process of 20 MiB one of 40, and nobody could say before which. So mimalloc does not ask for them
//! (its feature `no_thp`), and this does, for what of a block is touched after it was asked for. A place that was once an array's
//! keeps them, and a system that gives them to everybody does so still.
//!
//! mimalloc keeps what is freed for a second, and looks whether that is over only when it next has a page to free. Steps of
//! other sizes can't use it, so the memory of one would come on top of that of the one before.
//!
//! `unsafe` is an allocator by its nature. Each of its calls is handed on with the same arguments; what is asked of the system
//! besides changes no byte.

use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout};

/// The allocator of the program: trees and plans are many small pieces, which the system's takes twice as long for.
pub struct Allocator;

/// Bytes of a large page where small ones have 4 KiB, and what its address is a multiple of; elsewhere the system takes what fits.
#[cfg(any(target_os = "linux", test))]
const LARGE_PAGE: usize = 2 << 20;

unsafe extern "C" {
    fn mi_collect(force: bool);

    #[cfg(target_os = "linux")]
    fn madvise(address: *mut std::ffi::c_void, length: usize, advice: std::ffi::c_int) -> std::ffi::c_int;
}

/// Gives back what no value needs any more. Other threads may go on meanwhile; what they have cut up for small values stays
/// theirs.
pub fn give_back() {
    // SAFETY: it may be called at any time by any thread, whichever allocator the program has.
    unsafe { mi_collect(true) }
}

/// The same of every thread that shares work, as soon as it has nothing else to do.
pub fn give_back_all() {
    rayon::broadcast(|_| give_back());
    give_back();
}

/// The whole large pages inside a block: how many bytes lie before the first, and how many they are.
#[cfg(any(target_os = "linux", test))]
fn large_pages(address: usize, bytes: usize) -> (usize, usize) {
    let before = address.wrapping_neg() % LARGE_PAGE;
    (before, bytes.saturating_sub(before) / LARGE_PAGE * LARGE_PAGE)
}

/// Asks for large pages where they fit into this block. Nearly all blocks are small, and that is seen at once.
#[cfg(target_os = "linux")]
#[inline]
fn in_large_pages(block: *mut u8, bytes: usize) {
    /// `MADV_HUGEPAGE` of Linux, on every architecture.
    const HUGE_PAGES: std::ffi::c_int = 14;
    if bytes < LARGE_PAGE || block.is_null() {
        return;
    }
    let (before, inside) = large_pages(block.addr(), bytes);
    if inside > 0 {
        // SAFETY: these pages lie inside a block that is ours, and their values stay. Where the system has no large pages it
        // says so, and nothing is lost.
        let _ = unsafe { madvise(block.wrapping_add(before).cast(), inside, HUGE_PAGES) };
    }
}

/// Elsewhere the system decides.
#[cfg(not(target_os = "linux"))]
fn in_large_pages(_block: *mut u8, _bytes: usize) {}

// SAFETY: the blocks are mimalloc's own, as it gives them; no other code takes them from it or gives them back.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: what the caller promises of the layout is what mimalloc asks.
        let block = unsafe { MiMalloc.alloc(layout) };
        in_large_pages(block, layout.size());
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        let block = unsafe { MiMalloc.alloc_zeroed(layout) };
        in_large_pages(block, layout.size());
        block
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        // SAFETY: as above; the block is one of mimalloc's, because all are.
        let block = unsafe { MiMalloc.realloc(block, layout, bytes) };
        in_large_pages(block, bytes);
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { MiMalloc.dealloc(block, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// They begin at multiples of their size, lie inside the block, and none that fits is left out.
    #[test]
    fn large_pages_lie_inside_their_block() {
        for address in [4096, LARGE_PAGE - 1, LARGE_PAGE, LARGE_PAGE + 64, 5 * LARGE_PAGE / 2] {
            for bytes in [0, 1, LARGE_PAGE - 1, LARGE_PAGE, 2 * LARGE_PAGE, 7 * LARGE_PAGE / 2] {
                let (before, inside) = large_pages(address, bytes);
                assert_eq!(((address + before) % LARGE_PAGE, inside % LARGE_PAGE), (0, 0));
                let after = bytes.saturating_sub(before + inside);
                assert!(inside == 0 || before + inside <= bytes, "{address} {bytes}");
                assert!(before < LARGE_PAGE && after < LARGE_PAGE, "{address} {bytes}");
            }
        }
    }

    /// Blocks of small and large pages, grown and shrunk, hold what was written into them.
    #[test]
    fn blocks_keep_their_values_whatever_their_pages() {
        for bytes in [1, 4096, 2 * LARGE_PAGE, 6 * LARGE_PAGE + 5] {
            let layout = |bytes| Layout::from_size_align(bytes, 64).unwrap();
            // SAFETY: each block is written and read inside its bounds, and given back with the layout that it has by then.
            unsafe {
                let block = Allocator.alloc_zeroed(layout(bytes));
                assert!(!block.is_null() && block.addr() % 64 == 0);
                assert!(std::slice::from_raw_parts(block, bytes).iter().all(|&byte| byte == 0));
                block.write_bytes(7, bytes);
                let block = Allocator.realloc(block, layout(bytes), 2 * bytes);
                assert!(std::slice::from_raw_parts(block, bytes).iter().all(|&byte| byte == 7));
                let block = Allocator.realloc(block, layout(2 * bytes), bytes.div_ceil(3));
                assert!(std::slice::from_raw_parts(block, bytes.div_ceil(3)).iter().all(|&byte| byte == 7));
                Allocator.dealloc(block, layout(bytes.div_ceil(3)));
                let block = Allocator.alloc(layout(bytes));
                block.write_bytes(9, bytes);
                assert_eq!(block.add(bytes - 1).read(), 9);
                Allocator.dealloc(block, layout(bytes));
            }
        }
    }
}
