//! `check energy against kaufman`: what was found out about a system, held against what is exact of it. Both sides are asked for
//! the same measures of the same declaration.

use crate::source::{Diagnostic, Span};
use crate::vocabulary::{
    BoundMethod, Charted, Class, Context, Cost, Evidence, Fault, Input, Job, Kind, Measure, Methods, Outcome,
    Reading, Scene, SystemKind, Table, Treating, Value,
};
use crate::words::measures::spins::{DEVIATION, distance_of, members};
use crate::words::{treated, treating};
use std::sync::Arc;

/// The places of the measures, of what they are held against, and of data that are not taken.
type Places = (Option<Span>, Option<Span>, Option<Span>);

/// A check of a system.
pub struct SystemCheck<'a> {
    pub system: &'a SystemKind,
    pub words: &'a [&'static Measure],
    pub against: &'a Methods,
    pub places: Places,
}

impl SystemCheck<'_> {
    /// The measures that are asked for, each with how many values it has; those of a group that are known.
    fn asked(&self) -> Vec<(&'static Measure, usize)> {
        let known = |measure: &&'static Measure| {
            self.system.known.iter().find(|(it, _)| it.name == measure.name).copied()
        };
        let of_word = |word: &&'static Measure| {
            let group = members(word);
            let whole: Vec<_> = if group.is_empty() { vec![*word] } else { group.to_vec() };
            whole.iter().filter_map(known).collect::<Vec<_>>()
        };
        self.words.iter().flat_map(of_word).collect()
    }

    fn oracle(&self) -> Option<&dyn Treating> {
        self.against.0.first().and_then(BoundMethod::treating)
    }

    fn job(&self) -> Job<'_> {
        Job { system: &self.system.declared, times: None, before: None }
    }

    /// What is asked for and not known, with what is.
    fn unknown(&self, scene: &Scene) -> Option<Diagnostic> {
        let (known, place) = (&self.system.known, scene.place(self.places.0));
        let name = self.system.declared.name;
        if known.is_empty() {
            let message = format!("nothing has been found out about `{name}` yet");
            let finding = Diagnostic::error("missing-ability", place, message).label("not known");
            return Some(finding.help(format!(
                "simulate, renormalize or solve it first: `solve {name}(...), then check ...`"
            )));
        }
        let lacks = |word: &&&'static Measure| {
            let group = members(word);
            let is_known = |measure: &Measure| known.iter().any(|(it, _)| it.name == measure.name);
            if group.is_empty() { !is_known(word) } else { !group.iter().any(|measure| is_known(measure)) }
        };
        let word = self.words.iter().find(lacks)?;
        let names: Vec<&str> = known.iter().map(|(measure, _)| measure.name).collect();
        let message = format!("the steps before do not give `{}` of `{name}`", word.name);
        let finding = Diagnostic::error("missing-ability", place, message).label("not known");
        Some(finding.help(format!("they give {}", names.join(", "))))
    }

    /// What the other side does not give.
    fn not_given(&self, oracle: &dyn Treating, scene: &Scene) -> Option<Diagnostic> {
        let gives = oracle.yields(&self.job());
        let lacks =
            |(measure, _): &(&'static Measure, usize)| gives.iter().all(|(it, _)| it.name != measure.name);
        let (measure, _) = self.asked().into_iter().find(lacks)?;
        let names: Vec<&str> = gives.iter().map(|(measure, _)| measure.name).collect();
        let method = self.against.0.first().map_or("", BoundMethod::name);
        let message = format!("`{method}` does not give `{}`", measure.name);
        let finding = Diagnostic::error("missing-ability", scene.place(self.places.1), message);
        Some(finding.label("not from there").help(format!("it gives {}", names.join(", "))))
    }

    pub fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        if let Some(place) = self.places.2 {
            let finding = Diagnostic::error("no-effect", place, "a system is not measured on data");
            scene.findings.push(finding.label("has no effect").help("leave `on` and the data out"));
            return None;
        }
        if let Some(finding) = self.unknown(scene) {
            scene.findings.push(finding);
            return None;
        }
        if !self.against.0.is_empty() {
            let oracle =
                treating::method(self.against, Class::SOLUTION, "against", self.system, None, scene)?;
            if let Some(finding) = self.not_given(oracle, scene) {
                scene.findings.push(finding);
                return None;
            }
        }
        Some(Kind { system: Some(self.system.clone()), ..Kind::default() })
    }

    pub fn cost(&self) -> Cost {
        // Of an oracle numbers count, not its pictures.
        self.oracle().map_or(Cost::default(), |oracle| oracle.cost(&self.job()).charted(Charted::Not))
    }

    /// What is asked for; held against something, the distances and, of samples, the largest in standard errors.
    pub fn measures(&self) -> Vec<(&'static Measure, usize)> {
        let mut all = self.asked();
        if self.oracle().is_some() {
            all.extend(self.asked().iter().filter_map(|(measure, n)| Some((distance_of(measure)?, *n))));
            all.extend(self.system.sampled.then_some((&DEVIATION, 1)));
        }
        all
    }

    pub fn run(&self, input: &Input, context: &mut Context) -> Result<Outcome, Fault> {
        let treatment = context.treatment(input)?;
        let asked = self.asked();
        let is_asked =
            |reading: &&Reading| asked.iter().any(|(measure, _)| measure.name == reading.measure.name);
        let readings: Vec<Reading> = treatment.readings.iter().filter(is_asked).cloned().collect();
        let mut outcome = match self.oracle() {
            Some(oracle) => {
                let exact = oracle.treat(&self.job(), &context.seed.child("against"), context.observer)?;
                let name = self.against.0.first().map_or("", BoundMethod::name);
                let mut outcome = compared(&readings, &exact.readings, name, self.system.sampled)?;
                outcome.notes.extend(exact.notes);
                outcome
            }
            None => Outcome { tables: vec![listed(&readings)], ..Outcome::default() },
        };
        outcome.readings.splice(0..0, readings);
        outcome.value = Value { data: None, model: Some(Arc::new(treatment)) };
        Ok(outcome)
    }
}

fn error_of(reading: &Reading) -> Option<f64> {
    match reading.evidence {
        Evidence::Sample { standard_error, .. } => Some(standard_error),
        Evidence::Binomial { .. } | Evidence::Exact => None,
    }
}

fn listed(readings: &[Reading]) -> Table {
    let row =
        |reading: &Reading| (reading.name(), vec![reading.value, error_of(reading).unwrap_or(f64::NAN)]);
    treated::table("what is known", &["value", "error"], readings.iter().map(row))
}

/// A distance in errors. What stands still has no error, but for rounding, and is off by infinitely many where it is not the
/// known value; so is what is no number, or has no error that is known: no claim rests on it.
fn in_errors(distance: f64, error: f64, known: f64) -> f64 {
    /// Of sums over as many values as a run has.
    const ROUNDING: f64 = 1e-9;
    if distance.is_nan() || !error.is_finite() {
        f64::INFINITY
    } else if distance.max(error) <= ROUNDING * (1.0 + known.abs()) {
        0.0
    } else {
        distance / error
    }
}

/// Distances from the exact values, and a table of both sides.
fn compared(readings: &[Reading], exact: &[Reading], name: &str, sampled: bool) -> Result<Outcome, Fault> {
    let (mut distances, mut rows, mut deviation) = (Vec::new(), Vec::new(), 0.0f64);
    for reading in readings {
        let known =
            exact.iter().find(|it| it.measure.name == reading.measure.name && it.index == reading.index);
        let known = known.ok_or_else(|| Fault::new(format!("`{name}` gave no `{}`", reading.name())))?;
        let (distance, error) = ((reading.value - known.value).abs(), error_of(reading));
        let in_errors = error.map(|error| in_errors(distance, error, known.value));
        deviation = deviation.max(in_errors.unwrap_or(0.0));
        rows.push((
            reading.name(),
            vec![
                reading.value,
                error.unwrap_or(f64::NAN),
                known.value,
                distance,
                in_errors.unwrap_or(f64::NAN),
            ],
        ));
        if let Some(measure) = distance_of(reading.measure) {
            let evidence = match reading.evidence {
                Evidence::Sample { standard_error, n, .. } => {
                    Evidence::Sample { mean: distance, standard_error, n }
                }
                _ => Evidence::Exact,
            };
            distances.push(Reading { measure, index: reading.index, value: distance, evidence });
        }
    }
    if sampled {
        distances.push(Reading::exact(&DEVIATION, None, deviation));
    }
    let columns = ["value", "error", name, "distance", "in errors"];
    let tables = vec![treated::table(&format!("against {name}"), &columns, rows)];
    Ok(Outcome { readings: distances, tables, ..Outcome::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_unknown_is_near() {
        assert_eq!(in_errors(0.3, 0.1, 1.0), 0.3 / 0.1);
        assert_eq!((in_errors(1e-13, 0.0, 1.0), in_errors(1e-13, 1e-16, 1.0)), (0.0, 0.0));
        for (distance, error) in [(0.3, 0.0), (0.0, f64::INFINITY), (0.3, f64::NAN), (f64::NAN, 0.0)] {
            assert_eq!(in_errors(distance, error, 1.0), f64::INFINITY, "{distance} {error}");
        }
    }
}
