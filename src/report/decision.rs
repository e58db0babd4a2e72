//! What could decide a claim, in words.

use crate::check::Decision;

/// A sentence, or nothing for a claim that any run decides.
pub fn words(decision: &Decision) -> Option<String> {
    Some(match decision {
        Decision::Plain => return None,
        Decision::Hits { least, most, rows, repeats } => {
            let hits = match (least, most) {
                (0, most) => format!("{most} of {rows} test rows or fewer"),
                (least, most) if most == rows => format!("{least} of {rows} test rows or more"),
                (least, most) => format!("{least} to {most} of {rows} test rows"),
            };
            match repeats.filter(|&repeats| repeats > 1) {
                Some(repeats) => {
                    format!(
                        "decided by {hits}; well inside its bound (by a tenth) by about {repeats} repeats"
                    )
                }
                None => format!("decided by {hits}"),
            }
        }
        Decision::TooFew { rows, needed, repeats } => {
            let needed = needed.map_or(String::new(), |needed| format!(", {needed} could"));
            let repeats =
                repeats.map_or(String::new(), |repeats| format!(", and so could about {repeats} repeats"));
            format!("undecidable by one run: {rows} test rows are too few{needed}{repeats}")
        }
        Decision::Shares { apart } => {
            format!("decided by shares that lie {:.1} % apart, or less where they are small", 100.0 * apart)
        }
        Decision::Spread { repeats } => {
            format!("decided by the spread of {repeats} repeats, which a run shows")
        }
        Decision::Resampled { repeats, least } if repeats < least => {
            format!("undecidable as it stands: {repeats} repeats are too few to resample, it takes {least}")
        }
        Decision::Resampled { repeats, .. } => {
            format!("decided by resampling {repeats} repeats, which a run shows")
        }
        Decision::Published { tells: None, size, .. } => {
            format!(
                "consistent if the interval of the repeats is no wider than {} to each side",
                digits(*size)
            )
        }
        Decision::Published { tells: Some(tells), size, .. } => {
            format!("one run tells differences of about {}, asked for are {}", digits(*tells), digits(*size))
        }
        Decision::Repeat => {
            "undecidable as it stands: nothing says how far another run would be, add `repeat`".into()
        }
        Decision::Never => "undecidable: no run and no number of repeats can establish it".into(),
    })
}

/// Two significant digits.
fn digits(x: f64) -> String {
    format!("{x:.1e}").parse::<f64>().map_or_else(|_| x.to_string(), |x| x.to_string())
}

/// The repeats that would do, where their number can be told.
pub fn repeats(decision: &Decision) -> Option<u64> {
    match decision {
        Decision::Plain => Some(1),
        Decision::Hits { repeats, .. } | Decision::TooFew { repeats, .. } => *repeats,
        Decision::Resampled { least, .. } => Some(*least),
        Decision::Published { tells: Some(tells), size, .. } if tells <= size => Some(1),
        Decision::Published { repeats, .. } => *repeats,
        Decision::Shares { .. } | Decision::Spread { .. } | Decision::Repeat | Decision::Never => None,
    }
}
