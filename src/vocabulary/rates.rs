//! How fast a machine does each kind of work, and the time that a cost then takes.
//!
//! A speed is measured on one thread and on all cores together; between the two it is interpolated. Work in p
//! pieces on t threads is as fast as p / ceil(p / t) threads: the last round may leave threads idle.
//! The time is told as an interval from c / w to c w around the sum c, where w is 1.4 for measured rates
//! (high is then less than twice low) and 2.5 for the rates that are built in. A step that may end early has the lower
//! end of the least that it does: the interval is then wider than a factor of two, and nothing before the run
//! can narrow it.

use super::{Amount, Cost, Work};
use crate::numeric::brain::Unit;

/// Units a second of one kind of work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed {
    pub one: f64,
    /// All cores together.
    pub all: f64,
}

/// The speeds of one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// In the order of [`Work::ALL`].
    pub speeds: [Speed; Work::ALL.len()],
    pub cores: usize,
    /// How many threads the work is spread over.
    pub threads: usize,
    /// Whether they were measured on this machine.
    pub measured: bool,
}

/// What a further thread adds of a core's speed: all wait for the last at the end of each pass, and speeds are measured
/// without that.
const TOGETHER: f64 = 0.8;
/// The factor around the expected time, for rates that were measured and for those that were not.
const MEASURED: f64 = 1.4;
const ASSUMED: f64 = 2.5;

impl Rates {
    /// What a core of the last ten years does at least, about; for machines that were not measured.
    pub fn built_in(cores: usize) -> Self {
        let speeds = Work::ALL.map(|work| {
            let one = match work {
                Work::SingleFlop => 5e10,
                Work::BrainFlop if Unit::best() == Unit::Plain => 2e10,
                Work::BrainFlop => 1e11,
                Work::DoubleFlop => 2e10,
                Work::FactorFlop => 2e9,
                Work::Byte => 8e9,
                Work::NearByte => 3e10,
                Work::Element => 5e8,
                Work::Exponential => 4e8,
                Work::Function => 1e8,
                Work::DrawnUnit => 2e8,
                Work::Site => 5e7,
                Work::Uniform => 8e8,
                Work::Normal => 1e8,
                Work::AffinePixel => 1e8,
                Work::ElasticPixel => 1e8,
                Work::UnpackedByte => 2e8,
                Work::ParsedNumber => 1e7,
                Work::DrawnImage => 2e4,
                Work::Call => 2e5,
            };
            // Memory is shared by all cores, the rest is each core's own.
            let all = if work == Work::Byte { one * (cores as f64).sqrt() } else { one * cores as f64 };
            Speed { one, all }
        });
        Rates { speeds, cores, threads: cores, measured: false }
    }

    /// These speeds for a run on so many threads.
    pub fn on(self, threads: usize) -> Self {
        Rates { threads, ..self }
    }

    /// Units a second of work in `parts` pieces.
    fn speed(&self, work: Work, parts: usize) -> f64 {
        let Speed { one, all } = self.speeds[work as usize];
        let threads = self.threads.clamp(1, self.cores.max(1));
        let busy = parts as f64 / parts.div_ceil(threads) as f64;
        let further = (all - one) * TOGETHER / (self.cores.max(2) as f64 - 1.0);
        if self.cores < 2 { one } else { one + further * (busy - 1.0) }
    }

    /// The expected seconds of one amount. What is brought near during other work is then read from the caches, and waited
    /// for as long as bringing it takes longer than both.
    pub fn expected(&self, amount: &Amount) -> f64 {
        let seconds = |work: Work, units: f64| units / self.speed(work, amount.parts);
        let all = seconds(amount.work, amount.units);
        match amount.during {
            None => all,
            Some((work, units)) => (all - seconds(work, units)).max(seconds(Work::NearByte, amount.units)),
        }
    }
}

impl Cost {
    /// The time it takes, as an interval in seconds; where it may end early, from the time of what is done at least.
    pub fn seconds(&self, rates: &Rates) -> (f64, f64) {
        let expected =
            self.work.iter().map(|amount| rates.expected(amount)).fold(0.0, |sum, each| sum + each);
        let width = if rates.measured { MEASURED } else { ASSUMED };
        (expected * (1.0 - self.spared) / width, expected * width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(one: f64, all: f64) -> Rates {
        Rates { speeds: [Speed { one, all }; Work::ALL.len()], cores: 4, threads: 4, measured: true }
    }

    /// 60 units at 10 a second a core: 6 s alone; each further thread adds 8 a second; in 6 pieces there are two
    /// rounds, as if three threads were busy; in 3 pieces a fourth thread has nothing to do.
    #[test]
    fn pieces_bound_what_threads_can_share() {
        for (parts, threads, speed) in
            [(1, 4, 10.0), (4, 4, 34.0), (6, 4, 26.0), (3, 4, 26.0), (4, 1, 10.0), (4, 9, 34.0)]
        {
            let (low, high) = Cost::shared(Work::Byte, 60.0, parts).seconds(&rates(10.0, 40.0).on(threads));
            assert!(((low * high).sqrt() - 60.0 / speed).abs() < 1e-12, "{parts} {threads}");
        }
    }

    #[test]
    fn a_measured_interval_is_no_wider_than_a_factor_of_two() {
        let cost = Cost::shared(Work::SingleFlop, 1e12, super::super::MANY) + Cost::alone(Work::Normal, 1e6);
        let (low, high) = cost.seconds(&rates(1e9, 3e9));
        assert!(low > 0.0 && high <= 2.0 * low);
        let (low, high) = cost.seconds(&Rates::built_in(4));
        assert!(low > 0.0 && high > 2.0 * low, "assumed rates say less");
        let (low, high) = Cost::default().seconds(&rates(1.0, 1.0));
        assert!((low, high) == (0.0, 0.0) && low.is_sign_positive(), "no `-0` in what is written");
    }

    /// 60 bytes at 10 a second take 6 s: 4 s longer than what hides them, or as long as in the caches, 1 s.
    #[test]
    fn what_is_brought_ahead_costs_what_is_not_hidden() {
        let mut rates = rates(10.0, 40.0);
        rates.speeds[Work::NearByte as usize] = Speed { one: 60.0, all: 240.0 };
        let expected = |hiding| rates.expected(&Amount::ahead(60.0, (Work::SingleFlop, hiding), 1));
        assert_eq!((expected(20.0), expected(55.0), expected(600.0)), (4.0, 1.0, 1.0));
    }

    /// 10 s of work of which a tenth is done at least: from 1 s / 1.4 to 10 s 1.4.
    #[test]
    fn an_early_end_lowers_the_lower_end_alone() {
        let cost = Cost { spared: 0.9, ..Cost::alone(Work::Byte, 100.0) };
        let (low, high) = cost.seconds(&rates(10.0, 10.0));
        assert!((low - 1.0 / 1.4).abs() < 1e-12 && (high - 14.0).abs() < 1e-12, "{low} {high}");
    }
}
