//! Progress: on a terminal a bar for the step that runs, what it tells as a sparkline, and the time that is left of the whole
//! run; elsewhere a line a step. Whoever looks on from another process finds the same in the folder of the run.

use super::logs::Logs;
use super::signals::Signals;
use crate::models::Observer;
use crate::numeric::tensors::Tensors;
use crate::report::plain::plain;
use crate::report::spark::{Screen, sparkline};
use crate::run::live::{Live, Moment, told};
use crate::run::{Forecast, Running, Watcher};
use crate::source::amounts::duration;
use crate::vocabulary::{Outcome, StepId};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Watches a run for whoever waits.
pub struct Progress {
    bar: ProgressBar,
    signals: Signals,
    quiet: bool,
    terminal: bool,
    screen: Screen,
    live: Option<Live>,
    logs: Logs,
    state: Mutex<State>,
}

struct State {
    began: Instant,
    step_began: Instant,
    /// When the bar, or, where there is no terminal, the running step last spoke.
    spoke: Instant,
    forecast: Option<Forecast>,
    number: u64,
    of: u64,
    step: String,
    /// What the running step has told so far.
    told: Vec<f64>,
}

/// Where there is no terminal, long steps speak this seldom.
const SILENCE: Duration = Duration::from_secs(60);
/// Of more steps than this, not each has a line.
const LISTED: u64 = 100;
/// The time between two pictures of the bar.
const REDRAWN: Duration = Duration::from_millis(100);
/// Characters of the sparkline beside the bar.
const SPARK: usize = 12;
/// On a narrower screen there is no bar, only numbers.
const NARROW: usize = 70;

impl Progress {
    pub fn new(signals: Signals, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal() && !quiet;
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let screen = super::run::screen();
        let bar = ProgressBar::with_draw_target(Some(1), target).with_style(style(screen)).with_prefix("?");
        let now = Instant::now();
        let state = State {
            began: now,
            step_began: now,
            spoke: now,
            forecast: None,
            number: 0,
            of: 0,
            step: String::new(),
            told: Vec::new(),
        };
        Progress {
            bar,
            signals,
            quiet,
            terminal,
            screen,
            live: None,
            logs: Logs::default(),
            state: Mutex::new(state),
        }
    }

    /// With a foretelling of the whole run, and a place where it tells how far it is.
    pub fn of_run(self, forecast: Forecast, live: Option<Live>) -> Self {
        self.state().forecast = Some(forecast);
        Progress { live, ..self }
    }

    /// With logs that grow as it goes on.
    pub fn with_logs(self, logs: Logs) -> Self {
        Progress { logs, ..self }
    }

    pub fn logs(&self) -> &Logs {
        &self.logs
    }

    /// Tells its logs something, and whoever waits what they have to say.
    fn log(&self, tell: impl FnOnce(&Logs)) {
        tell(&self.logs);
        self.logs.unsaid().iter().for_each(|line| self.line(line));
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// The run has left its record: who looks on finds more there.
    pub fn forget(&self) {
        self.live.iter().for_each(Live::forget);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing is left half-written where it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn line(&self, text: &str) {
        if !self.quiet {
            self.bar.suspend(|| anstream::eprintln!("{}", plain(text)));
        }
    }

    /// On a terminal the bar, a few times a second.
    fn draw(&self, state: &mut State, (done, total): (u64, u64), note: &str) {
        if state.spoke.elapsed() < REDRAWN && done < total {
            return;
        }
        state.spoke = Instant::now();
        let spark = match state.told.len() {
            0 | 1 => String::new(),
            _ => format!(" {}", sparkline(&state.told, Screen { width: SPARK, ..self.screen })),
        };
        self.bar.set_length(total);
        self.bar.set_position(done);
        self.bar.set_message(format!("{}{spark}", plain(note)));
        self.bar.set_prefix(state.left().map_or("?".into(), duration));
    }

    fn speak_seldom(&self, state: &mut State, (done, total): (u64, u64), note: &str) {
        if state.spoke.elapsed() < SILENCE {
            return;
        }
        state.spoke = Instant::now();
        let gone = state.step_began.elapsed().as_secs_f64();
        let left = gone * (total.saturating_sub(done)) as f64 / done.max(1) as f64;
        let whole = state.left().map_or(String::new(), |left| format!(", {} of the run", duration(left)));
        self.line(&format!("    {} %, {} left{whole}, {note}", 100 * done / total.max(1), duration(left)));
    }

    fn tell(&self, state: &State, (done, total): (u64, u64), note: &str) {
        let Some(live) = &self.live else { return };
        live.tell(|| Moment {
            seconds: state.began.elapsed().as_secs_f64(),
            number: state.number,
            of: state.of,
            step: state.step.clone(),
            done,
            total,
            note: note.to_string(),
            left: state.left(),
        });
    }
}

/// How the bar looks on a screen.
fn style(screen: Screen) -> ProgressStyle {
    let form = match screen.width < NARROW {
        true => "{spinner} {percent:>3} %, {prefix} left {wide_msg}",
        false => "{spinner} {wide_msg} {bar:16} {percent:>3} %  {elapsed} gone, {prefix} left",
    };
    let style = ProgressStyle::with_template(form).unwrap_or(ProgressStyle::default_bar());
    if screen.unicode { style } else { style.tick_chars("-\\|/ ").progress_chars("#>-") }
}

impl State {
    /// The step that runs, among so many.
    fn line(&self) -> String {
        format!("[{}/{}] {}", self.number, self.of, self.step)
    }

    /// Seconds that are left of the whole run.
    fn left(&self) -> Option<f64> {
        self.forecast.as_ref()?.left(self.began.elapsed().as_secs_f64())
    }

    /// Takes note of a number that the step tells, as often as a line can show.
    fn hear(&mut self, note: &str) {
        const MOST: usize = 4096;
        let value = told(note).map(|(_, value)| value);
        self.told.extend(value.filter(|_| self.told.len() < MOST));
    }
}

impl Observer for Progress {
    fn progress(&self, done: u64, total: u64, note: &str) {
        let mut state = self.state();
        state.hear(note);
        let share = done as f64 / total.max(1) as f64;
        state.forecast.iter_mut().for_each(|forecast| forecast.progress(share));
        self.tell(&state, (done, total), note);
        match self.terminal {
            true => self.draw(&mut state, (done, total), note),
            false => self.speak_seldom(&mut state, (done, total), note),
        }
    }

    fn cancelled(&self) -> bool {
        self.signals.asked()
    }
}

impl Watcher for Progress {
    fn step_starts(&self, step: StepId, text: &str, (number, of): (u64, u64)) {
        self.bar.reset();
        self.bar.set_message(plain(text));
        let mut state = self.state();
        let now = Instant::now();
        (state.step_began, state.spoke) = (now, now);
        (state.number, state.of, state.step) = (number, of, text.to_string());
        state.told.clear();
        state.forecast.iter_mut().for_each(|forecast| forecast.starts(step));
        self.tell(&state, (0, 0), "");
        self.bar.set_prefix(state.left().map_or("?".into(), duration));
        let line = state.line();
        drop(state);
        if of <= LISTED {
            self.line(&line);
        }
    }

    fn step_kept(&self, step: StepId, text: &str, (number, of): (u64, u64)) {
        self.state().forecast.iter_mut().for_each(|forecast| forecast.kept(step));
        if of <= LISTED {
            self.line(&format!("[{number}/{of}] {text} (kept from an earlier run)"));
        }
    }

    fn step_tells(&self, step: Running, curve: &str, epoch: usize, value: f64) {
        self.log(|logs| logs.tells(step, curve, epoch, value));
    }

    fn step_yields(&self, step: Running, outcome: &Outcome, kept: &dyn Fn() -> Tensors) {
        self.log(|logs| logs.yields(step, outcome, kept));
    }

    fn step_ran(&self, step: StepId) {
        self.state().forecast.iter_mut().for_each(|forecast| forecast.ran(step));
    }

    fn step_ends(&self, notes: &[String]) {
        let state = self.state();
        // Where steps have no line of their own, what they remark needs one.
        let named = (state.of > LISTED && !notes.is_empty()).then(|| state.line());
        drop(state);
        named.iter().for_each(|line| self.line(line));
        for note in notes {
            self.line(&format!("    {note}"));
        }
    }

    fn say(&self, line: &str) {
        self.line(&format!("    {line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::TermLike;
    use std::sync::Arc;

    /// A terminal that keeps the last line that was written to it.
    #[derive(Clone, Debug, Default)]
    struct Paper {
        width: u16,
        text: Arc<Mutex<String>>,
    }

    impl TermLike for Paper {
        fn width(&self) -> u16 {
            self.width
        }
        fn move_cursor_up(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> std::io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> std::io::Result<()> {
            self.text.lock().expect("nobody panics").push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> std::io::Result<()> {
            self.text.lock().expect("nobody panics").clear();
            Ok(())
        }
        fn flush(&self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What a terminal of this width shows of a bar that is half done.
    fn shown(screen: Screen) -> String {
        let paper = Paper { width: screen.width as u16, ..Paper::default() };
        let target = ProgressDrawTarget::term_like(Box::new(paper.clone()));
        let bar = ProgressBar::with_draw_target(Some(10), target).with_style(style(screen));
        bar.set_prefix("1 min 5 s");
        bar.set_message(
            "loss 0.0312 and more than fits on a line of any terminal that anybody uses, however wide",
        );
        bar.set_position(5);
        bar.tick();
        paper.text.lock().expect("nobody panics").clone()
    }

    #[test]
    fn a_bar_fits_on_one_line_and_speaks_ascii_where_it_has_to() {
        for width in [40, 80, 120] {
            let text = shown(Screen { width, unicode: false });
            assert!(text.trim_end().chars().count() <= width, "{text}");
            assert!(text.is_ascii() && text.contains("50 %") && text.contains("1 min 5 s left"), "{text}");
        }
        assert!(!shown(Screen { width: 80, unicode: true }).is_ascii());
    }
}
