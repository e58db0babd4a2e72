//! What other tools call verbs and arguments, and what they are called here: "did you mean" knows both. An argument is
//! offered only to a word that has it, so that one name may mean several things.

/// A word of other tools, in small letters with hyphens, and ours.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("learn", "train"),
    ("build", "train"),
    ("optimize", "train"),
    ("optimise", "train"),
    ("evaluate", "test"),
    ("predict", "test"),
    ("classify", "test"),
    ("score", "test"),
    ("import", "use"),
    ("read", "use"),
    ("generate", "sample"),
    ("normalize", "standardize"),
    ("normalise", "standardize"),
    ("show", "plot"),
    ("assert", "expect"),
    ("claim", "expect"),
    ("lr", "rate"),
    ("eta", "rate"),
    ("learning-rate", "rate"),
    ("step-size", "rate"),
    ("minibatch", "batch"),
    ("mu", "momentum"),
    ("l2", "penalty"),
    ("reg", "penalty"),
    ("alpha", "penalty"),
    ("lambda", "penalty"),
    ("regularization", "penalty"),
    ("sigmoid", "logistic"),
    ("batch-norm", "batch-normalization"),
    ("batchnorm", "batch-normalization"),
    ("layer-norm", "layer-normalization"),
    ("nonlinearity", "activation"),
    ("transfer", "activation"),
    ("initialization", "init"),
    ("initializer", "init"),
    ("target", "label"),
    ("train-size", "train"),
    ("test-size", "test"),
    ("temp", "temperature"),
];

#[cfg(test)]
mod tests {
    use super::ELSEWHERE;
    use crate::vocabulary::OPENINGS;
    use crate::words::VOCABULARY;

    /// Ours is a word, the beginning of a statement or an argument of some word; theirs is no verb.
    #[test]
    fn what_is_offered_exists_and_what_it_stands_for_does_not() {
        let methods = VOCABULARY.methods.iter().map(|word| word.info);
        let models = VOCABULARY.models.iter().map(|word| word.info);
        let data = VOCABULARY.data.iter().chain(VOCABULARY.systems).map(|word| word.info);
        let arguments: Vec<String> =
            methods.chain(models).chain(data).flat_map(|info| (info.params)()).map(|p| p.name()).collect();
        for (theirs, ours) in ELSEWHERE {
            let known = VOCABULARY.class_of(ours).is_some() || OPENINGS.contains(ours);
            assert!(known || arguments.iter().any(|name| name == ours), "{ours}");
            assert!(VOCABULARY.verb(theirs).is_none(), "{theirs} is a verb");
            assert_eq!(*theirs, theirs.to_lowercase().replace('_', "-"));
        }
    }
}
