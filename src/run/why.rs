//! Why a step would run: its ingredients beside those of the most similar result in the store, and what is not the same.

use super::compare::Change;
use super::compare::words::Words;
use super::experiment::Sentence;
use super::key;
use super::store::{Entry, Ingredients, Origin, Store, is_stored};
use super::sums::Sums;
use crate::check::{Plan, Step};
use crate::vocabulary::StepId;
use std::collections::HashMap;
use std::path::Path;

/// What becomes of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The store has its result.
    Kept { made: jiff::Timestamp },
    /// Its data are made whenever something needs them, or it leaves something behind every time.
    Always,
    /// Nothing like it was ever run here.
    New,
    /// Something like it was run; what has changed since, in words.
    Changed { since: jiff::Timestamp, changes: Vec<String> },
    /// The data that it starts from can't be read.
    Unreadable,
}

/// The reasons of a plan's steps, by their numbers, in the first repeat, where there is this store or none; paths of data start from `folder`.
pub fn why(plan: &Plan, store: Option<&Store>, folder: &Path) -> Vec<Reason> {
    let entry = |key: &str| store.and_then(|store| store.entry(key));
    let keys = key::all(plan, &Sums::new(folder), 0);
    let missing = |id: StepId| match &keys[id] {
        Some((_, key)) => is_stored(&*plan.steps[id].verb) && entry(key).is_none(),
        None => false,
    };
    let any_missing = (0..plan.steps.len()).any(missing);
    let former = store.filter(|_| any_missing).map(Store::entries).unwrap_or_default();
    let mut by_key: HashMap<&str, &Origin> =
        former.iter().map(|(key, it)| (key.as_str(), &it.origin)).collect();
    by_key
        .extend(former.iter().flat_map(|(_, it)| it.from.iter().map(|(key, origin)| (key.as_str(), origin))));
    let search = Search { plan, keys: &keys, former: &former, by_key };
    let reason = |(id, step): (StepId, &Step)| match &keys[id] {
        _ if !is_stored(&*step.verb) => Reason::Always,
        None => Reason::Unreadable,
        Some((ingredients, key)) => match entry(key) {
            Some(entry) => Reason::Kept { made: entry.made },
            None => search.changed(id, ingredients),
        },
    };
    plan.steps.iter().enumerate().map(reason).collect()
}

/// More lookups than this would keep people waiting who only want to see a plan.
const MOST_LOOKUPS: u64 = 10_000;

/// Which steps of a plan would not run, because the store has their results in every repeat; none where there are too many
/// steps to look for.
pub fn kept(plan: &Plan, store: &Store, folder: &Path) -> Option<Vec<bool>> {
    let repeats = plan.blocks.iter().map(|block| block.repeats).max().unwrap_or(1);
    if repeats.saturating_mul(plan.steps.len() as u64) > MOST_LOOKUPS {
        return None;
    }
    let sums = Sums::new(folder);
    let mut kept: Vec<bool> = plan.steps.iter().map(|step| is_stored(&*step.verb)).collect();
    for repeat in 0..repeats {
        for (id, known) in key::all(plan, &sums, repeat).iter().enumerate() {
            let asked = repeat < plan.runs_of(&plan.steps[id]);
            kept[id] &= !asked || known.as_ref().is_some_and(|(_, key)| store.is_kept(key));
        }
    }
    Some(kept)
}

type Keys = [Option<(Ingredients, String)>];

struct Search<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    former: &'a [(String, Entry)],
    by_key: HashMap<&'a str, &'a Origin>,
}

impl Search<'_> {
    /// The most similar former result of the same verb, the newest of equals, and what has changed since.
    fn changed(&self, id: StepId, now: &Ingredients) -> Reason {
        let step = &self.plan.steps[id];
        let head = |text: &str| text.split([' ', '(']).next().unwrap_or_default().to_string();
        let same_verb = self.former.iter().filter(|(_, entry)| head(&entry.origin.words) == head(&step.text));
        let most = same_verb.max_by_key(|(_, entry)| (likeness(&entry.origin.ingredients, now), entry.made));
        let Some((_, entry)) = most else { return Reason::New };
        Reason::Changed { since: entry.made, changes: self.changes(id, now, &entry.origin) }
    }

    fn changes(&self, id: StepId, now: &Ingredients, origin: &Origin) -> Vec<String> {
        let (before, step) = (&origin.ingredients, &self.plan.steps[id]);
        let words = |text: &str| Words::of(&Sentence::plain(text));
        let mut changes: Vec<String> =
            words(&origin.words).changes(&words(&step.text), |_, _| true).iter().map(said).collect();
        if changes.is_empty() && before.sentence != now.sentence {
            changes.push("a word of it is carried out in another way by this version of the program".into());
        }
        for (at, (was, input)) in before.inputs.iter().zip(&step.inputs).enumerate() {
            // Model and data of one step are two inputs, and one change.
            if before.inputs[..at].iter().all(|earlier| earlier != was) {
                changes.extend(self.input(was, input.step));
            }
        }
        let facts = [
            ("the seed", before.seed.to_string(), now.seed.to_string()),
            ("the edition", before.edition.to_string(), now.edition.to_string()),
            ("numeric class", before.numeric.clone(), now.numeric.clone()),
            ("sum of the data", shown(&before.data), shown(&now.data)),
        ];
        changes.extend(
            facts
                .iter()
                .filter(|(_, was, is)| was != is)
                .map(|(what, was, is)| format!("{what}: {was} -> {is}")),
        );
        // Model and data often come from one step.
        changes.dedup();
        if changes.is_empty() {
            changes.push(
                "it stands in another place among equal steps, so its random numbers are others".into(),
            );
        }
        changes
    }

    /// What has changed in a step that it takes from, which had this key before.
    fn input(&self, was: &str, id: StepId) -> Vec<String> {
        let step = &self.plan.steps[id];
        let Some((now, key)) = &self.keys[id] else { return Vec::new() };
        if key == was {
            return Vec::new();
        }
        let changes = match self.by_key.get(was) {
            Some(origin) => self.changes(id, now, origin).join("; "),
            None => "it was another one".into(),
        };
        vec![format!("what it takes from `{}`: {changes}", &*step.text)]
    }
}

/// How many ingredients are the same; the sentence counts most.
fn likeness(a: &Ingredients, b: &Ingredients) -> usize {
    let same = [
        a.inputs == b.inputs,
        a.identity == b.identity,
        a.data == b.data,
        a.seed == b.seed,
        a.repeat == b.repeat,
        a.edition == b.edition,
        a.numeric == b.numeric,
    ];
    let common = a.sentence.bytes().zip(b.sentence.bytes()).take_while(|(x, y)| x == y).count();
    20 * usize::from(a.sentence == b.sentence) + common / 8 + same.iter().filter(|same| **same).count()
}

fn said(change: &Change) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".into());
    format!("{}: {} -> {}", change.what, side(&change.from), side(&change.to))
}

fn shown(sum: &Option<String>) -> String {
    sum.as_ref().map_or("none".into(), |sum| sum.chars().take(12).collect())
}
