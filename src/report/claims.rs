//! Claims, compared lines and failed cells of a run as text.

use super::plain::plain;
use super::text::{digits, value};
use crate::run::{Comparisons, FailedCell, Judgement, Pair, Verdict};
use owo_colors::OwoColorize;

/// The verdict of each claim, and how they count together.
pub fn judged(claims: &[Judgement]) -> String {
    if claims.is_empty() {
        return String::new();
    }
    let said = |it: &Judgement| judgement(&it.text, it.verdict.word(), &it.evidence, it.cure.as_deref());
    let claimed: String = claims.iter().map(said).collect();
    format!("\nclaims\n{claimed}{}", together(claims))
}

/// A claim with its verdict, by its word.
pub fn judgement(claim: &str, verdict: &str, evidence: &str, cure: Option<&str>) -> String {
    let coloured = match verdict {
        "held" => verdict.green().to_string(),
        "failed" => verdict.red().to_string(),
        _ => verdict.yellow().to_string(),
    };
    let cure = cure.map_or(String::new(), |cure| format!("    would decide it: {}\n", plain(cure)));
    format!("  {coloured}: {} ({})\n{cure}", plain(claim), plain(evidence))
}

/// What Holm's correction says of claims that were tested one by one.
fn together(claims: &[Judgement]) -> String {
    let tested: Vec<&Judgement> = claims.iter().filter(|claim| claim.corrected.is_some()).collect();
    if tested.is_empty() {
        return String::new();
    }
    let held = tested.iter().filter(|claim| claim.verdict == Verdict::Held);
    let lost = held.filter(|claim| {
        claim.corrected.zip(claim.confidence).is_some_and(|(p, confidence)| p >= 1.0 - confidence)
    });
    let lost: Vec<String> = lost
        .map(|claim| format!("\n    {} (p = {:.2e})", plain(&claim.text), claim.corrected.unwrap_or(1.0)))
        .collect();
    let n = tested.len();
    match lost.as_slice() {
        [] => format!("  {n} claims were tested; corrected for that (Holm 1979), those that held still do\n"),
        lost => format!(
            "  {n} claims were tested; corrected for that (Holm 1979), these would not hold at their confidence:{}\n",
            lost.concat()
        ),
    }
}

/// The repeated lines of a block, pair by pair.
pub fn compared(block: &Comparisons) -> String {
    let pairs: String = block.pairs.iter().map(|one| pair(one, block)).collect();
    format!("\n{}\n{pairs}", paired(block).bold())
}

/// `error by repeat, paired t, p corrected for 3 pairs (Holm 1979)`
pub(super) fn paired(block: &Comparisons) -> String {
    let n = block.pairs.len();
    let corrected = if n > 1 { format!(", p corrected for {n} pairs (Holm 1979)") } else { String::new() };
    format!("{} by repeat, paired t{corrected}", plain(&block.measure))
}

/// The cells that failed where the others went on.
pub fn failed(cells: &[FailedCell]) -> String {
    let said = |it: &FailedCell| {
        format!("  {}: {} (in `{}`)\n", plain(&it.cell), plain(&it.message), plain(&it.step))
    };
    let said: String = cells.iter().map(said).collect();
    if cells.is_empty() { said } else { format!("\ncells that failed\n{said}") }
}

/// `p = 0.0123`
pub(super) fn chance(p: Option<f64>) -> String {
    match p {
        Some(p) if p < 1e-4 => "p < 0.0001".into(),
        Some(p) => format!("p = {p:.4}"),
        None => "no spread".into(),
    }
}

fn pair(pair: &Pair, block: &Comparisons) -> String {
    let at: String =
        pair.at.iter().map(|(axis, x)| format!(" at {} = {}", plain(axis), digits(*x))).collect();
    let shown = |x: f64| value(x, block.unit);
    let p = chance(pair.corrected);
    let about = format!("  95 %: {} to {}, n = {}, {p}", shown(pair.low), shown(pair.high), pair.n);
    let name = format!("{} - {}{at}", plain(&pair.first), plain(&pair.second));
    format!("  {name:24} {:>14}{}\n", shown(pair.difference), about.dimmed())
}
