//! What has been let go, given back to the system.
//!
//! mimalloc keeps what is freed for a second, and looks whether that is over only when it next has a page to free. Steps of
//! other sizes can't use it, so the memory of one would come on top of that of the one before. `unsafe` is the call of
//! its routine, which takes no memory of anybody's.

// The library of the routine comes with this crate.
use mimalloc as _;

unsafe extern "C" {
    fn mi_collect(force: bool);
}

/// Gives back what no value needs any more. Other threads may go on meanwhile; what they have cut up for small values stays
/// theirs.
pub fn give_back() {
    // SAFETY: it may be called at any time by any thread, whichever allocator the program has.
    unsafe { mi_collect(true) }
}
