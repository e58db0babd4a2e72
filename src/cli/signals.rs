//! Ctrl-C and the order to terminate: the first asks the run to end, the second ends the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Set by a signal.
#[derive(Clone, Default)]
pub struct Signals {
    asked: Arc<AtomicBool>,
    number: Arc<AtomicUsize>,
}

impl Signals {
    /// Starts to listen.
    pub fn listen() -> std::io::Result<Self> {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let signals = Signals::default();
        for signal in [SIGINT, SIGTERM] {
            // Registered first, so that it acts only when an earlier signal has set the flag.
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, signals.asked.clone())?;
            signal_hook::flag::register(signal, signals.asked.clone())?;
            signal_hook::flag::register_usize(signal, signals.number.clone(), signal as usize)?;
        }
        Ok(signals)
    }

    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// 130 after Ctrl-C, 143 after an order to terminate.
    pub fn exit_code(&self) -> u8 {
        match self.number.load(Ordering::Relaxed) {
            0 => 130,
            number => 128u8.saturating_add(number as u8),
        }
    }
}
