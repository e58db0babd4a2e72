//! A plan as text: every sentence with its defaults filled in, what flows between the stages, and
//! what each costs.

use super::decision;
use super::plain::plain;
use crate::check::{self, Block, Plan, Search, Step};
use crate::source::amounts::{counted, duration};
use crate::vocabulary::Rates;
use owo_colors::OwoColorize;
use std::collections::HashSet;

/// More steps than this are counted, not listed: the cells of a sweep look alike.
const MOST: usize = 60;

/// Another way is shown for what takes more seconds than this, and if it takes less than this share of them.
const WORTH_SAYING: f64 = 10.0;
const SOONER: f64 = 0.8;

/// The whole plan; `kept` tells of each step whether the store has its result, and is empty where nobody looked.
pub fn plan(plan: &Plan, rates: &Rates, kept: &[bool]) -> String {
    let mut out = String::new();
    let shown = plan.steps.iter().enumerate().filter(|(_, step)| step.cell.is_none_or(|(_, cell)| cell == 0));
    let shown: Vec<_> = shown.collect();
    for (id, it) in shown.iter().take(MOST) {
        out += &step(*id, it, plan, rates);
        if kept.get(*id) == Some(&true) {
            out += "      kept from an earlier run: it does not run again\n";
        }
    }
    if plan.steps.len() > shown.len().min(MOST) {
        let more = plan.steps.len() - shown.len().min(MOST);
        out += &format!("... and {more} steps more, of the other cells\n");
    }
    plan.blocks.iter().for_each(|b| out += &block(b));
    for claim in &plan.claims {
        out += &format!("claim  {}\n", plain(&claim.text));
        if let Some(words) = decision::words(&check::decision(claim, plan)) {
            out += &format!("       {words}\n");
        }
    }
    let seed = plan.settings.seed.unwrap_or(0);
    out += &format!(
        "\nseed {seed}, edition {}, identity {}\n",
        plan.settings.edition.unwrap_or(1),
        plan.identity().short()
    );
    out += &format!("in all {} flop, {}\n", big(plan.cost().flops()), foretold(plan, rates));
    match kept.iter().filter(|kept| **kept).count() {
        0 => {}
        some => {
            out += &format!(
                "the store has the results of {some} of these steps; the times are those without it\n"
            )
        }
    }
    if !rates.measured {
        out += "not calibrated: run `pipette calibrate` once, and the times are those of this machine\n";
    }
    out
}

fn step(id: usize, step: &Step, plan: &Plan, rates: &Rates) -> String {
    let (low, high) = step.cost.seconds(rates);
    let mut inputs: Vec<String> = step.inputs.iter().map(|input| format!("#{}", input.step)).collect();
    // A model with its data is one step twice.
    inputs.dedup();
    let from = if inputs.is_empty() { String::new() } else { format!(" from {}", inputs.join(", ")) };
    let runs = match plan.runs_of(step) {
        1 => String::new(),
        runs => format!(", {runs} times"),
    };
    let mut out = format!("#{id:<4} {}{}\n", plain(&step.text).bold(), from.dimmed());
    out += &format!("      yields {}\n", plain(&step.kind.to_string()));
    if !step.cost.work.is_empty() {
        let flops = step.cost.flops();
        let flops = if flops > 0.0 { format!("{} flop, ", big(flops)) } else { String::new() };
        out += &format!("      {flops}{}, {}{runs}\n", memory(step.cost.peak), interval(low, high));
        let other = (high > WORTH_SAYING).then(|| step.verb.alternative()).flatten();
        let other = other.map(|(cost, how)| (cost.seconds(rates), how));
        if let Some(((least, most), how)) = other.filter(|((_, most), _)| *most < SOONER * high) {
            out += &format!("      {how} {}\n", interval(least, most));
        }
    }
    out
}

fn block(block: &Block) -> String {
    let word = if block.search.is_some() { "search" } else { "sweep " };
    let mut out = String::new();
    for (index, axis) in block.axes.iter().enumerate() {
        let mut seen = HashSet::new();
        let values = block.cells.iter().map(|cell| cell.values[index]);
        // Adding zero makes one of 0 and -0.
        let values: Vec<f64> = values.filter(|value| seen.insert((value + 0.0).to_bits())).collect();
        let shown: Vec<String> = values.iter().take(20).map(|v| format!("{v}")).collect();
        let more = if values.len() > 20 { format!(", ... {} values", values.len()) } else { String::new() };
        out += &format!("{word} {} in {}{more}\n", plain(axis), shown.join(", "));
    }
    if let Some(search) = &block.search {
        return out + &searched(block, search);
    }
    out + &format!(
        "       {}, repeated {}\n",
        counted(block.cells.len(), "cell"),
        counted(block.repeats as usize, "time")
    )
}

fn searched(block: &Block, search: &Search) -> String {
    let (label, measure) = (plain(&search.by.label), plain(&search.by.measure));
    let end = if search.lower { "lowest" } else { "highest" };
    let mut out =
        format!("       {}, the {end} {label}.{measure} chooses", counted(search.tries(), "different try"));
    if let Some(budget) = search.budget {
        let value =
            |rung: usize| block.cells.get(search.cells_on(rung).start).map_or(f64::NAN, |c| c.values[budget]);
        let rungs = search.rungs.iter().enumerate();
        let rungs: Vec<String> = rungs.map(|(rung, run)| format!("{run} at {}", value(rung))).collect();
        out += &format!("; {}: {}", plain(&block.axes[budget]), rungs.join(", "));
    }
    out + &format!(
        "\n       {} of {} cells run, repeated {} times\n",
        search.running(),
        block.cells.len(),
        block.repeats
    )
}

/// Memory and time in one line: `232 MiB held at most, 3 s to 6 s on 2 threads`.
pub fn foretold(plan: &Plan, rates: &Rates) -> String {
    let (low, high) = plan.seconds(rates);
    format!("{} held at most, {} on {}", memory(plan.memory()), interval(low, high), threads(rates.threads))
}

/// `3 s to 6 s`; what takes no time to speak of says so.
fn interval(low: f64, high: f64) -> String {
    match (low, high) {
        (_, high) if high < 0.1 => "under 0.1 s".into(),
        _ => format!("{} to {}", duration(low), duration(high)),
    }
}

fn threads(threads: usize) -> String {
    if threads == 1 { "1 thread".into() } else { format!("{threads} threads") }
}

/// `1.2 T`, `340 M`.
pub(super) fn big(x: f64) -> String {
    // A sum of nothing is -0.
    let x = x + 0.0;
    let scales = [(1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];
    match scales.iter().find(|(size, _)| x >= *size) {
        Some((size, letter)) => format!("{:.3} {letter}", x / size),
        None => format!("{x:.0} "),
    }
}

pub fn memory(bytes: f64) -> String {
    const MIB: f64 = 1_048_576.0;
    match bytes {
        b if b >= 1024.0 * MIB => format!("{:.1} GiB", b / MIB / 1024.0),
        b => format!("{:.0} MiB", b / MIB),
    }
}
