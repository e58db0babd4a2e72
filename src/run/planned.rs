//! A record of what was not run here: the plan of a file, with what its lock says of a run elsewhere, where there is one.

use super::experiment::Experiment;
use super::lock::{Lock, LockedClaim, LockedMeasure, LockedStep};
use super::record::{Circumstances, ClaimRecord, MeasureRecord, Record, StepRecord};
use super::{Machine, numeric_class};
use crate::check::Plan;
use std::collections::{BTreeMap, HashMap};

impl Record {
    /// Times, curves and pictures are in no lock; the machine is the one that plans.
    pub fn of_plan(plan: &Plan, lock: Option<&Lock>, around: &Circumstances) -> Self {
        let Experiment { sentences, sweeps, claims, seed, edition } = Experiment::of_plan(plan);
        let units = units(plan);
        let open =
            |claim: String| ClaimRecord { claim, verdict: "not judged".into(), ..ClaimRecord::default() };
        let step = |step: &LockedStep| locked_step(step, &units);
        Record {
            pipette: lock.map_or(env!("CARGO_PKG_VERSION"), |lock| &lock.pipette).to_string(),
            run: String::new(),
            file: around.file.clone(),
            started: String::new(),
            ended: String::new(),
            status: if lock.is_some() { "locked" } else { "planned" }.into(),
            fault: None,
            seconds: 0.0,
            identity: lock.map_or_else(|| plan.identity().hex(), |lock| lock.identity.clone()),
            title: plan.settings.title.clone(),
            sources: plan.settings.sources.clone(),
            edition,
            seed,
            overrides: around.overrides.clone(),
            data: lock.map(|lock| lock.data.clone()).unwrap_or_default(),
            included: around.included.clone(),
            machine: Machine::here(around.threads),
            numeric: Some(lock.map_or(numeric_class(), |lock| &lock.numeric).to_string()),
            findings: around.findings.clone(),
            sentences,
            sweeps,
            steps: lock.map(|lock| lock.steps.iter().map(step).collect()).unwrap_or_default(),
            claims: match lock {
                Some(lock) => lock.claims.iter().map(locked_claim).collect(),
                None => claims.into_iter().map(open).collect(),
            },
            failed_cells: Vec::new(),
            searches: Vec::new(),
            comparisons: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// The units of the measures of a plan, which no lock says.
fn units(plan: &Plan) -> HashMap<&'static str, &'static str> {
    let measures = plan.steps.iter().flat_map(|step| step.verb.measures());
    measures.map(|(measure, _)| (measure.name, measure.unit.word())).collect()
}

fn locked_step(step: &LockedStep, units: &HashMap<&str, &str>) -> StepRecord {
    let measure = |(name, it): (&String, &LockedMeasure)| {
        // `error at rate = 0.1`, `error over 2500 cells`
        let plain = name.split(' ').next().unwrap_or_default();
        let unit = units.get(plain).copied().unwrap_or_default().to_string();
        let LockedMeasure { value, low, high, n } = *it;
        (name.clone(), MeasureRecord { value, low, high, n, unit, hits: None, standard_error: None })
    };
    StepRecord {
        label: step.label.clone(),
        sentence: step.sentence.clone(),
        runs: step.runs,
        seconds: 0.0,
        predicted: [0.0; 2],
        measures: step.measures.iter().map(measure).collect::<BTreeMap<_, _>>(),
        series: BTreeMap::new(),
        notes: Vec::new(),
        tables: Vec::new(),
        cached: 0,
        key: Some(step.key.clone()).filter(|_| step.runs == 1),
    }
}

fn locked_claim(claim: &LockedClaim) -> ClaimRecord {
    ClaimRecord {
        claim: claim.claim.clone(),
        verdict: claim.verdict.clone(),
        test: claim.test.clone(),
        confidence: claim.confidence,
        interval: claim.interval.map(|[low, high]| (low, high)),
        evidence: claim.evidence.clone(),
        ..ClaimRecord::default()
    }
}
