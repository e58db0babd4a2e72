//! What the store keeps of the steps of a run: trained models, samples, under the labels of their lines.

use crate::cli::complain;
use crate::numeric::tensors::Tensors;
use crate::report::UNLABELLED;
use crate::run::{Index, Record, Store};
use std::collections::BTreeMap;

/// What is kept, and of how many steps it is not there any more. Steps of sweeps are not kept under their labels.
pub fn found(index: &Index, record: &Record) -> Result<(Tensors, usize), u8> {
    let store =
        Store::existing(index.store()).map_err(|fault| complain(&fault.to_string(), Some(&fault.help())))?;
    let (mut all, mut lost) = (Tensors::default(), 0usize);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for step in &record.steps {
        let Some(key) = &step.key else { continue };
        let entry = store.as_ref().and_then(|store| store.entry(key));
        if entry.as_ref().is_some_and(|entry| entry.tensors.is_none()) {
            continue;
        }
        let Some(tensors) = entry.zip(store.as_ref()).and_then(|(entry, store)| store.tensors(&entry)) else {
            lost += 1;
            continue;
        };
        let label = step.label.as_deref().unwrap_or(UNLABELLED);
        let count = seen.entry(label).and_modify(|count| *count += 1).or_insert(1);
        let prefix = if *count == 1 { format!("{label}.") } else { format!("{label}.{count}.") };
        all.put_all(&prefix, tensors);
    }
    Ok((all, lost))
}

/// All of it, and some; `Err` is an exit code, of what has been said.
pub fn tensors(index: &Index, record: &Record) -> Result<Tensors, u8> {
    let (all, lost) = found(index, record)?;
    let refuse = |message: String, help: &str| Err(complain(&message, Some(help)));
    let some = all.iter().next().is_some();
    match (lost, some) {
        (1.., _) => {
            let message =
                format!("the store has no longer what {lost} steps of run {} have yielded", record.run);
            refuse(message, "run the file again, and export it before the store is trimmed")
        }
        (0, false) => refuse(
            format!("run {} has no trained model outside of sweeps", record.run),
            "inside a sweep `save` writes a model to a file of its own",
        ),
        (0, true) => Ok(all),
    }
}
