//! Progress: a bar with the time that is left on a terminal, a line a step elsewhere.

use super::signals::Signals;
use crate::models::Observer;
use crate::report::plain::plain;
use crate::run::Watcher;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Instant;

/// Watches a run for whoever waits.
pub struct Progress {
    bar: ProgressBar,
    signals: Signals,
    quiet: bool,
    /// When the running step began, and when it last spoke where there is no terminal.
    times: Mutex<(Instant, Instant)>,
    terminal: bool,
}

/// Where there is no terminal, long steps speak this seldom.
const SILENCE: f64 = 60.0;

impl Progress {
    pub fn new(signals: Signals, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal() && !quiet;
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(1), target);
        let form = "{spinner} {wide_msg} {bar:20} {percent:>3} %  {elapsed} gone, {eta} left";
        bar.set_style(ProgressStyle::with_template(form).unwrap_or(ProgressStyle::default_bar()));
        let now = Instant::now();
        Progress { bar, signals, quiet, times: Mutex::new((now, now)), terminal }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn line(&self, text: &str) {
        if !self.quiet {
            self.bar.suspend(|| anstream::eprintln!("{}", plain(text)));
        }
    }

    fn speak_seldom(&self, done: u64, total: u64, note: &str) {
        let Ok(mut times) = self.times.lock() else { return };
        if times.1.elapsed().as_secs_f64() < SILENCE {
            return;
        }
        times.1 = Instant::now();
        let gone = times.0.elapsed().as_secs_f64();
        let left = gone * (total.saturating_sub(done)) as f64 / done.max(1) as f64;
        self.line(&format!(
            "    {} %, {} left, {note}",
            100 * done / total.max(1),
            crate::source::amounts::duration(left)
        ));
    }
}

impl Observer for Progress {
    fn progress(&self, done: u64, total: u64, note: &str) {
        if self.terminal {
            self.bar.set_length(total);
            self.bar.set_position(done);
            self.bar.set_message(plain(note));
        } else {
            self.speak_seldom(done, total, note);
        }
    }

    fn cancelled(&self) -> bool {
        self.signals.asked()
    }
}

impl Watcher for Progress {
    fn step_starts(&self, text: &str, (number, of): (u64, u64)) {
        self.bar.reset();
        self.bar.set_message(plain(text));
        if let Ok(mut times) = self.times.lock() {
            *times = (Instant::now(), Instant::now());
        }
        if of <= 100 {
            self.line(&format!("[{number}/{of}] {text}"));
        }
    }

    fn step_kept(&self, text: &str, (number, of): (u64, u64)) {
        if of <= 100 {
            self.line(&format!("[{number}/{of}] {text} (kept from an earlier run)"));
        }
    }

    fn step_ends(&self, notes: &[String]) {
        for note in notes {
            self.line(&format!("    {note}"));
        }
    }

    fn say(&self, line: &str) {
        self.line(&format!("    {line}"));
    }
}
