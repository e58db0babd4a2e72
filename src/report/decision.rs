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
                        "decided by {hits}; well inside its bound (by a tenth) by {repeats} repeats' rows"
                    )
                }
                None => format!("decided by {hits}"),
            }
        }
        Decision::TooFew { rows, repeats } => {
            let cure = repeats.map_or(String::new(), |repeats| format!(", those of {repeats} repeats could"));
            format!("undecidable by one run: {rows} test rows are too few{cure}")
        }
        Decision::Shares { apart } => {
            format!("decided by shares that lie {:.1} % apart, or less where they are small", 100.0 * apart)
        }
        Decision::Spread { repeats } => {
            format!("decided by the spread of {repeats} repeats, which a run shows")
        }
        Decision::Repeat => {
            "undecidable as it stands: nothing says how far another run would be, add `repeat`".into()
        }
        Decision::Never => "undecidable: no run and no number of repeats can establish it".into(),
    })
}

/// The repeats that would do, where their number can be told.
pub fn repeats(decision: &Decision) -> Option<u64> {
    match decision {
        Decision::Plain => Some(1),
        Decision::Hits { repeats, .. } | Decision::TooFew { repeats, .. } => *repeats,
        _ => None,
    }
}
