//! Names of curves and measures that belong to one step each: where several steps have one of the same name, those of the
//! later ones are numbered. Tables of curves, TensorBoard and MLflow all have these names.

use std::collections::HashMap;

/// Names with the numbers of the steps that they belong to.
#[derive(Default)]
pub struct Tags(HashMap<String, usize>);

impl Tags {
    /// `training-loss` of the first step that tells of it, `training-loss 2` of the next.
    pub fn of(&mut self, step: usize, name: &str) -> String {
        let mut numbered = (2..).map(|number| format!("{name} {number}"));
        let mut tag = name.to_string();
        while *self.0.entry(tag.clone()).or_insert(step) != step {
            tag = numbered.next().unwrap_or_default();
        }
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_steps_are_numbered_and_keep_their_names() {
        let mut tags = Tags::default();
        let told = [(4, "loss"), (7, "loss"), (7, "error"), (9, "loss"), (7, "loss"), (4, "loss")];
        let names = told.map(|(step, name)| tags.of(step, name));
        assert_eq!(names, ["loss", "loss 2", "error", "loss 3", "loss 2", "loss"]);
    }
}
