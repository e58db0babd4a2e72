//! Ctrl-C and the order to terminate: the first asks the run to end, the second ends the program. SIGUSR1 is how a
//! scheduler says that the time is nearly up: it asks the run to end, too, and to be started again.

use crate::run::cluster::NOT_FINISHED;
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
        use signal_hook::consts::{SIGINT, SIGTERM, SIGUSR1};
        let signals = Signals::default();
        for signal in [SIGINT, SIGTERM] {
            // Registered first, so that it acts only when an earlier signal has set the flag.
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, signals.asked.clone())?;
            signal_hook::flag::register(signal, signals.asked.clone())?;
            signal_hook::flag::register_usize(signal, signals.number.clone(), signal as usize)?;
        }
        signal_hook::flag::register(SIGUSR1, signals.asked.clone())?;
        signal_hook::flag::register_usize(SIGUSR1, signals.number.clone(), SIGUSR1 as usize)?;
        Ok(signals)
    }

    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// 130 after Ctrl-C, 143 after an order to terminate, 75 after the warning of a scheduler.
    pub fn exit_code(&self) -> u8 {
        match self.number.load(Ordering::Relaxed) {
            0 => 130,
            number if number == signal_hook::consts::SIGUSR1 as usize => NOT_FINISHED,
            number => 128u8.saturating_add(number as u8),
        }
    }
}
