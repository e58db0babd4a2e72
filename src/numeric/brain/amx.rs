//! Intel's matrix extensions: eight registers of 16 rows of 64 bytes, and an instruction that multiplies two of them into
//! a third. The compiler's own names for them are not stable yet, so they are written as assembly. Nothing else uses these
//! registers, so nothing else has to be told about them. They are set up for a session and given back after it: what has
//! to be kept when the system changes from one thread to another is then as little as before.
//!
//! The system keeps these registers for a process that has asked for them: an [`Allowed`] is the answer.

use super::vectors::There;
use super::{Block, Tile};
use std::arch::asm;
use std::arch::x86_64::{__cpuid, __cpuid_count};
use std::cell::Cell;

/// That processor and system let this process use the tile registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed(There);

/// Brings lines of what comes next nearer.
macro_rules! near {
    ($($offset:literal),+) => { concat!($("prefetcht0 [{next} + ", $offset, "]\n"),+) };
}

thread_local! {
    /// Sessions of this thread that have not ended.
    static SESSIONS: Cell<usize> = const { Cell::new(0) };
}

/// How the registers are laid out: all eight of 16 rows of 64 bytes.
#[repr(C, align(64))]
struct Layout([u8; 64]);

static LAYOUT: Layout = layout();

const fn layout() -> Layout {
    let mut bytes = [0; 64];
    bytes[0] = 1;
    let mut tile = 0;
    while tile < 8 {
        bytes[16 + 2 * tile] = 64;
        bytes[48 + tile] = 16;
        tile += 1;
    }
    Layout(bytes)
}

/// The system call that asks for a part of the processor's state, and the part: Linux, arch_prctl(2).
const ARCH_PRCTL: usize = 158;
const REQUEST_PERMISSION: usize = 0x1023;
const TILE_DATA: usize = 18;

impl Allowed {
    /// Asks processor and system.
    pub fn ask() -> Option<Allowed> {
        let there = There::look()?;
        (processor() && keeps_tiles() && permitted()).then_some(Allowed(there))
    }

    pub fn vectors(self) -> There {
        self.0
    }

    /// Lays the registers out for this thread.
    pub(super) fn set_up(self) {
        let sessions = SESSIONS.get();
        if sessions == 0 {
            // SAFETY: processor and system allow it, and no register of the compiler's is changed.
            unsafe {
                asm!("ldtilecfg [{}]", in(reg) &raw const LAYOUT, out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _, out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _, options(nostack, readonly))
            };
        }
        SESSIONS.set(sessions + 1);
    }

    /// Undoes as much.
    pub(super) fn give_back(self) {
        assert!(SESSIONS.get() > 0, "every session ends once");
        SESSIONS.set(SESSIONS.get() - 1);
        if SESSIONS.get() == 0 {
            // SAFETY: as above.
            unsafe {
                asm!("tilerelease", out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _, out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _, options(nostack, nomem))
            };
        }
    }

    /// The product of a block on registers that are set up; both slices have the same length, which is not 0.
    pub fn block(self, left: &[[Tile; 2]], right: &[[Tile; 2]], sums: &mut Block, fresh: bool, next: &[f32]) {
        assert!(left.len() == right.len() && !left.is_empty() && SESSIONS.get() > 0);
        let [[upper_left, upper_right], [lower_left, lower_right]] = sums;
        // Of what is not there, the left operand stands in: it is near already.
        let (next, step) = match next.len() >= left.len() * 256 {
            true => (next.as_ptr().cast::<u8>(), 1024usize),
            false => (left.as_ptr().cast::<u8>(), 0),
        };
        // SAFETY: the registers are laid out as written above. The loop reads `left.len()` pairs of tiles from both slices, 2048
        // bytes each and one after the other, and the sums are four times 1024 bytes; what is brought nearer is not read. No
        // register of the compiler's is changed but those that are named.
        unsafe {
            asm!(
                "test {fresh}, {fresh}",
                "jnz 2f",
                "tileloadd tmm0, [{c00} + {row}]",
                "tileloadd tmm1, [{c01} + {row}]",
                "tileloadd tmm2, [{c10} + {row}]",
                "tileloadd tmm3, [{c11} + {row}]",
                "jmp 3f",
                "2:",
                "tilezero tmm0",
                "tilezero tmm1",
                "tilezero tmm2",
                "tilezero tmm3",
                "3:",
                "tileloadd tmm4, [{left} + {row}]",
                "tileloadd tmm6, [{right} + {row}]",
                near!(0, 64, 128, 192),
                "tdpbf16ps tmm0, tmm4, tmm6",
                "tileloadd tmm7, [{right} + {row} + 1024]",
                near!(256, 320, 384, 448),
                "tdpbf16ps tmm1, tmm4, tmm7",
                "tileloadd tmm5, [{left} + {row} + 1024]",
                near!(512, 576, 640, 704),
                "tdpbf16ps tmm2, tmm5, tmm6",
                near!(768, 832, 896, 960),
                "tdpbf16ps tmm3, tmm5, tmm7",
                "add {left}, 2048",
                "add {right}, 2048",
                "add {next}, {step}",
                "dec {depth}",
                "jnz 3b",
                "tilestored [{c00} + {row}], tmm0",
                "tilestored [{c01} + {row}], tmm1",
                "tilestored [{c10} + {row}], tmm2",
                "tilestored [{c11} + {row}], tmm3",
                fresh = in(reg) usize::from(fresh),
                c00 = in(reg) upper_left,
                c01 = in(reg) upper_right,
                c10 = in(reg) lower_left,
                c11 = in(reg) lower_right,
                left = inout(reg) left.as_ptr() => _,
                right = inout(reg) right.as_ptr() => _,
                next = inout(reg) next => _,
                step = in(reg) step,
                depth = inout(reg) left.len() => _,
                row = in(reg) 64usize,
                out("tmm0") _,
                out("tmm1") _,
                out("tmm2") _,
                out("tmm3") _,
                out("tmm4") _,
                out("tmm5") _,
                out("tmm6") _,
                out("tmm7") _,
                options(nostack),
            );
        }
    }
}

/// Does the processor have tiles and their product of pairs?
fn processor() -> bool {
    let (bf16, tiles, saved_by_system) = (1 << 22, 1 << 24, 1 << 27);
    __cpuid(0).eax >= 7
        && __cpuid(1).ecx & saved_by_system != 0
        && __cpuid_count(7, 0).edx & (bf16 | tiles) == bf16 | tiles
}

/// Does the system keep tiles when it changes from one process to another?
fn keeps_tiles() -> bool {
    let kept: u32;
    // SAFETY: `processor` has seen that the instruction is there; it reads a register and nothing else.
    unsafe { asm!("xgetbv", in("ecx") 0, out("eax") kept, out("edx") _, options(nomem, nostack)) };
    kept & 0x60000 == 0x60000
}

fn permitted() -> bool {
    let mut answer = ARCH_PRCTL;
    // SAFETY: a system call with two numbers; it changes nothing but what this process may do, and these two registers.
    unsafe {
        asm!(
            "syscall",
            inout("rax") answer,
            in("rdi") REQUEST_PERMISSION,
            in("rsi") TILE_DATA,
            out("rcx") _,
            out("r11") _,
            options(nostack),
        );
    }
    answer == 0
}
