//! The key of a step: equal where the result is, bit for bit, and only there. It is made of the filled-in sentence with
//! the versions of its words, the keys of what the step takes from, the sums of data, seed, repeat and edition, and of
//! what decides about last bits: processor, BLAS and the threads that LAPACK runs on. Spaces, comments, labels and the
//! order of named arguments are not in it, nor is the number of threads, which changes no bit.

use super::store::Ingredients;
use crate::check::{Plan, Step};
use crate::numeric::blas;
use crate::vocabulary::{Fault, Style};
use std::path::Path;
use std::sync::OnceLock;

/// The ingredients of a step whose inputs have these keys; paths of data start from `folder`.
///
/// # Errors
/// A [`Fault`] where a file that the step reads can't be read.
pub fn ingredients(
    plan: &Plan,
    step: &Step,
    inputs: Vec<String>,
    repeat: u64,
    folder: &Path,
) -> Result<Ingredients, Fault> {
    Ok(Ingredients {
        sentence: step.verb.write(Style::Key),
        inputs,
        identity: step.identity.hex(),
        data: step.verb.sum(folder)?.filter(|sum| !sum.is_empty()),
        seed: plan.settings.seed.unwrap_or(0),
        repeat,
        edition: plan.settings.edition.unwrap_or(1),
        numeric: numeric_class().to_string(),
    })
}

/// The ingredients of every step of a plan in a repeat, and their keys; what comes after data that can't be read has none.
pub fn all(plan: &Plan, folder: &Path, repeat: u64) -> Vec<Option<(Ingredients, String)>> {
    let mut all: Vec<Option<(Ingredients, String)>> = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let inputs = step.inputs.iter().map(|input| all[input.step].as_ref().map(|(_, key)| key.clone()));
        let repeat = if step.cell.is_some() { repeat } else { 0 };
        let made = inputs.collect::<Option<Vec<_>>>();
        let made = made.and_then(|inputs| ingredients(plan, step, inputs, repeat, folder).ok());
        all.push(made.map(|ingredients| (ingredients.clone(), ingredients.key())));
    }
    all
}

/// What two machines must share for equal bits: how OpenBLAS was built and which of its kernels it chose here, the vector
/// instructions that other products use, and the one thread that LAPACK runs on.
pub fn numeric_class() -> &'static str {
    static CLASS: OnceLock<String> = OnceLock::new();
    CLASS.get_or_init(|| format!("{}; {}; LAPACK on 1 thread", blas::version(), instructions().join(" ")))
}

#[cfg(target_arch = "x86_64")]
fn instructions() -> Vec<&'static str> {
    let known = [
        ("avx2", std::arch::is_x86_feature_detected!("avx2")),
        ("fma", std::arch::is_x86_feature_detected!("fma")),
        ("avx512f", std::arch::is_x86_feature_detected!("avx512f")),
    ];
    std::iter::once("x86_64")
        .chain(known.into_iter().filter(|(_, here)| *here).map(|(name, _)| name))
        .collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn instructions() -> Vec<&'static str> {
    vec![std::env::consts::ARCH]
}
