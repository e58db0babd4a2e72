//! Speeds as they are measured, and how well times and memory were foretold, as text.

use crate::run::history::{Hits, SHORTEST, Score};
use crate::vocabulary::{Speed, Work};

/// One measured speed.
pub fn speed(work: Work, speed: Speed) -> String {
    let per_second = |units: f64| format!("{:>9}", format!("{} /s", super::plan::big(units).trim_end()));
    format!("{:<14} {} one core {} all cores", work.name(), per_second(speed.one), per_second(speed.all))
}

/// The score, a line a verb.
pub fn score(score: &Score) -> String {
    let mut out = String::new();
    if score.all.steps == 0 {
        out += "no step of a second or more was run on this machine since it was calibrated\n";
    } else {
        score.by_verb.iter().for_each(|(verb, hits)| out += &line(verb, hits));
        out += &line("all", &score.all);
        out += &line("whole runs", &score.whole);
    }
    out += &format!(
        "{} steps left out: under {SHORTEST} s, or not foretold by the present calibration\n",
        score.left_out
    );
    for (file, ratio) in &score.memory {
        out += &format!(
            "memory of {}: {:+.0} % of what was foretold\n",
            super::plain::plain(file),
            100.0 * (ratio - 1.0)
        );
    }
    out
}

fn line(name: &str, hits: &Hits) -> String {
    let share = 100.0 * hits.inside as f64 / hits.steps.max(1) as f64;
    let Hits { steps, inside, worst } = hits;
    format!(
        "{:<24} {inside} of {steps} inside their interval ({share:.0} %), the worst took {worst:.2} times the middle\n",
        super::plain::plain(name)
    )
}
