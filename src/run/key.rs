//! The key of a step: equal where the result is, bit for bit, and only there. It is made of the filled-in sentence with
//! the versions of its words, the keys of what the step takes from, the sums of data, seed, repeat and edition, and of
//! what decides about last bits: processor, BLAS, the threads that LAPACK runs on, the mathematical library. Spaces,
//! comments, labels and the order of named arguments are not in it, nor is the number of threads, which changes no bit.

use super::store::Ingredients;
use super::sums::Sums;
use crate::check::{Plan, Step};
use crate::numeric::{blas, brain::Unit, mathematics::fingerprint};
use crate::vocabulary::{Fault, Style};
use std::sync::OnceLock;

/// The ingredients of a step whose inputs have these keys, in a repeat and a numeric class.
///
/// # Errors
/// A [`Fault`] where a file that the step reads can't be read.
pub fn ingredients(
    plan: &Plan,
    step: &Step,
    inputs: Vec<String>,
    (repeat, numeric): (u64, &str),
    sums: &Sums,
) -> Result<Ingredients, Fault> {
    Ok(Ingredients {
        sentence: step.verb.write(Style::Key),
        inputs,
        identity: step.identity.hex(),
        data: sums.of(step)?.filter(|sum| !sum.is_empty()),
        seed: plan.settings.seed.unwrap_or(0),
        repeat,
        edition: plan.settings.edition.unwrap_or(1),
        numeric: numeric.to_string(),
    })
}

/// The ingredients of every step of a plan in a repeat, and their keys; what comes after data that can't be read has none.
pub fn all(plan: &Plan, sums: &Sums, repeat: u64) -> Vec<Option<(Ingredients, String)>> {
    all_in(plan, sums, (repeat, numeric_class()))
}

/// As [`all`], in another numeric class.
pub fn all_in(
    plan: &Plan,
    sums: &Sums,
    (repeat, numeric): (u64, &str),
) -> Vec<Option<(Ingredients, String)>> {
    let mut all: Vec<Option<(Ingredients, String)>> = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let inputs = step.inputs.iter().map(|input| all[input.step].as_ref().map(|(_, key)| key.clone()));
        let repeat = if step.cell.is_some() { repeat } else { 0 };
        let made = inputs.collect::<Option<Vec<_>>>();
        let made = made.and_then(|inputs| ingredients(plan, step, inputs, (repeat, numeric), sums).ok());
        all.push(made.map(|ingredients| (ingredients.clone(), ingredients.key())));
    }
    all
}

/// What two machines must share for equal bits: how OpenBLAS was built and which of its kernels it chose here, the vector
/// instructions that other products use, those for bfloat16 among them, the one thread that LAPACK runs on, and the last
/// bits of the system's exp and the like. It is one class for all steps, whatever each of them uses.
pub fn numeric_class() -> &'static str {
    static CLASS: OnceLock<String> = OnceLock::new();
    CLASS.get_or_init(|| {
        let (blas, vectors, mathematics) = (blas::version(), instructions(), fingerprint());
        format!("{blas}; {vectors}; LAPACK on 1 thread; math {mathematics}")
    })
}

#[cfg(target_arch = "x86_64")]
fn instructions() -> String {
    let known = [
        ("avx2", std::arch::is_x86_feature_detected!("avx2")),
        ("fma", std::arch::is_x86_feature_detected!("fma")),
        ("avx512f", std::arch::is_x86_feature_detected!("avx512f")),
    ];
    let known = known.into_iter().filter(|(_, here)| *here).map(|(name, _)| name);
    let unit = Unit::best();
    let tiles = (unit != Unit::Plain).then(|| unit.name());
    std::iter::once("x86_64").chain(known).chain(tiles).collect::<Vec<_>>().join(" ")
}

#[cfg(not(target_arch = "x86_64"))]
fn instructions() -> String {
    std::env::consts::ARCH.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_names_everything_that_decides_about_last_bits() {
        let class = numeric_class();
        for part in [blas::version(), "LAPACK on 1 thread", &format!("math {}", fingerprint())] {
            assert!(class.contains(part), "{part} is not in {class}");
        }
    }
}
