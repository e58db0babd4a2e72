//! Every word that fits, chooses, factors, embeds or clusters, on tables at the edge, as a user would meet them: a right
//! answer or a clear finding, never a panic and never a number that is none.

use crate::checking::{checked, ran};
use pipette::run::End;
use pipette::source::Level;
use std::fs;
use std::path::Path;

/// Tables by what is the matter with them; the label is the last column.
const VALUES: [(&str, &str); 10] = [
    ("constant", "1,1,2\n1,1,3\n1,1,4\n1,1,5\n"),
    ("twins", "1,1,2\n2,2,4\n3,3,7\n4,4,8\n"),
    ("deficient", "1,2,3,2\n2,1,3,4\n3,5,8,7\n4,0,4,8\n"),
    ("huge", "1e300,1,2\n2e300,2,4\n3e300,1,7\n4e300,2,8\n"),
    ("huge targets", "1,1,2e300\n2,3,4e300\n3,1,7e300\n4,2,8e300\n"),
    ("nan", "1,nan,2\n2,1,4\n3,2,7\n4,2,8\n"),
    ("empty", ""),
    ("one row", "1,2,3\n"),
    ("one column", "1,2.5\n2,4\n3,6.5\n4,8\n"),
    ("one number", "2,4.5\n"),
];

/// The same with classes for labels.
const CLASSES: [(&str, &str); 9] = [
    ("constant", "1,1,a\n1,1,b\n1,1,a\n1,1,b\n"),
    ("twins", "1,1,a\n2,2,b\n3,3,a\n4,4,b\n"),
    ("deficient", "1,2,3,a\n2,1,3,b\n3,5,8,a\n4,0,4,b\n"),
    ("separable", "1,1,a\n2,1,a\n7,2,b\n9,1,b\n"),
    ("three classes", "1,1,a\n2,5,b\n7,2,c\n9,1,a\n3,5,b\n8,3,c\n"),
    ("huge", "1e300,1,a\n2e300,2,b\n3e300,1,a\n4e300,2,b\n"),
    ("nan", "1,nan,a\n2,1,b\n3,2,a\n4,2,b\n"),
    ("one class", "1,2,a\n2,1,a\n3,5,a\n"),
    ("one row", "1,2,a\n"),
];

const FITS: [&str; 23] = [
    "ridge(penalty: 1)",
    "ridge(penalty: 0, intercept: on)",
    "tikhonov by gcv",
    "tikhonov by l-curve",
    "tikhonov by discrepancy",
    "tikhonov by quasi-optimality",
    "tikhonov by cross-validation(2)",
    "tikhonov by cross-validation(2, loss: r-squared / absolute-error)",
    "tikhonov by optimum",
    "tikhonov(intercept: on) by leave-one-out",
    "tikhonov(seminorm: slope) by ncp",
    "tikhonov(seminorm: curvature, penalty: 1)",
    "tsvd by gcv",
    "tsvd(rank: 1)",
    "pseudo-inverse",
    "lasso(penalty: 0.1, intercept: on)",
    "svr(intercept: on)",
    "svr(kernel: rbf)",
    "iterative(steps: 5 steps)",
    "iterative(steps: 5 steps, method: lsqr)",
    "iterative(steps: 5 steps, method: landweber)",
    "log-periodic",
    "pareto",
];

const CLASSIFIERS: [&str; 15] = [
    "ridge(penalty: 1)",
    "ridge(penalty: 0)",
    "tikhonov by gcv",
    "tikhonov by cross-validation(2, loss: misses + 2 * false-alarms)",
    "lasso(penalty: 0.1)",
    "logistic(penalty: 1, intercept: on)",
    "logistic(penalty: 0)",
    "softmax(penalty: 1, intercept: on)",
    "softmax(penalty: 0)",
    "svc",
    "svc(kernel: rbf, intercept: on)",
    "svc(kernel: polynomial, degree: 5)",
    "naive-bayes",
    "naive-bayes(distribution: normal)",
    "laplacian-rls",
];

/// What is fitted again as rows are added.
const REFITTED: [&str; 4] = [
    "ridge(penalty: 0)",
    "ridge(penalty: 1e-6, intercept: on)",
    "logistic(penalty: 1, intercept: on)",
    "logistic(penalty: 1e-6)",
];

/// What takes rows without labels; `T` stands for the table.
const UNLABELLED: [&str; 15] = [
    "factor T by nmf(2)",
    "factor T by semi-nmf(2)",
    "factor T by convex-nmf(2)",
    "factor T by principal(2)",
    "embed T by laplacian(neighbours: 2)",
    "embed T by principal(1)",
    "cluster T by k-means(2)",
    "cluster T by spectral(2)",
    "fit linear-autoencoder(units: 1) on T",
    "fit denoiser(noise: 0.3) on T",
    "decompose T, then check condition and spectrum",
    "fit laplacian-svm on T",
    "fit known-law on T",
    "fit pareto on T",
    "train autoencoder[2,1] on T for 2 epochs",
];

/// What is wrong with how a sentence ends: a number that is none, or a failure without words.
fn wrong(sentence: &str, folder: &Path) -> Option<String> {
    let (plan, findings) = checked(&format!("edition 1\nseed 1\n{sentence}\n"), folder);
    let errors: Vec<_> = findings.iter().filter(|finding| finding.level == Level::Error).collect();
    if !errors.is_empty() {
        let mute = errors.iter().find(|finding| finding.message.is_empty() || finding.help.is_none());
        return mute.map(|finding| format!("no cure: {}: {}", finding.code, finding.message));
    }
    let report = ran(&plan, folder);
    let readings = report.steps.iter().flat_map(|step| &step.readings);
    let none = readings.filter(|reading| !reading.value.is_finite()).map(|reading| reading.name()).next();
    match report.end {
        End::Done => none.map(|name| format!("`{name}` is no number")),
        End::Failed(failure) => failure.fault.message.is_empty().then(|| "it failed without a word".into()),
        End::Interrupted { .. } => Some("it was interrupted".into()),
    }
}

/// Runs every sentence on every table; `T` in a sentence is the table.
fn all(tables: &[(&str, &str)], sentences: &[String]) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut faults = Vec::new();
    for (what, table) in tables {
        fs::write(folder.path().join("a.csv"), table).expect("a file");
        for sentence in sentences {
            let found = wrong(sentence, folder.path());
            faults.extend(found.map(|found| format!("{what}: {sentence}: {found}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `tikhonov by gcv` as a sentence on the table.
fn fit(model: &&str) -> String {
    let (word, choice) =
        model.split_once(" by ").map_or((*model, String::new()), |(word, by)| (word, format!(" by {by}")));
    format!("fit {word} on csv(\"a.csv\", label: last){choice}")
}

#[test]
fn tables_at_the_edge_have_an_answer_or_a_finding() {
    all(&VALUES, &FITS.iter().map(fit).collect::<Vec<_>>());
}

#[test]
fn classes_at_the_edge_have_an_answer_or_a_finding() {
    let table = "csv(\"a.csv\", label: last)";
    let policy = format!("logger: fit naive-bayes on {table}\nfit policy on {table} from logger");
    all(&CLASSES, &CLASSIFIERS.iter().map(fit).chain([policy]).collect::<Vec<_>>());
}

#[test]
fn growing_tables_at_the_edge_have_an_answer_or_a_finding() {
    let sentence = |model: &str| {
        format!("draw 3 of csv(\"a.csv\", label: last), then fit {model}, then refit 4 over [1,2,3]")
    };
    let sentences = REFITTED.map(sentence);
    all(&VALUES, &sentences[..2]);
    all(&CLASSES, &sentences);
}

#[test]
fn rows_without_labels_at_the_edge_have_an_answer_or_a_finding() {
    let plain = UNLABELLED.map(|sentence| sentence.replace('T', "csv(\"a.csv\")"));
    all(&VALUES, &plain);
}

/// On n rows of p columns of N(0, 1), with noise of variance 1, least squares has the squared error 1 + p / (n - p - 1) on new rows,
/// exactly, as a mean over rows and noise. The same 2000 test rows give the noise itself to 3 %, and 100 orders the rest to 2 %.
#[test]
fn a_learning_curve_of_least_squares_has_its_exact_mean() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "edition 1\nseed 1\nfit ridge(penalty: 0) on gaussian(n: 2000, p: 20, noise: 1, test: 2000), \
                then refit 100 over [40,80,200]\n";
    let (plan, findings) = checked(text, folder.path());
    assert!(findings.iter().all(|finding| finding.level < Level::Error), "{findings:?}");
    let report = ran(&plan, folder.path());
    let readings: Vec<_> = report.steps.iter().flat_map(|step| &step.readings).collect();
    for (index, n) in [40.0, 80.0, 200.0].into_iter().enumerate() {
        let name = format!("learning-squared-error{}", index + 1);
        let found = readings.iter().find(|reading| reading.name() == name).expect("an error").value;
        let exact = 1.0 + 20.0 / (n - 21.0);
        assert!((found / exact - 1.0).abs() < 0.1, "{found} is not {exact} at {n}");
    }
    let size = |name: &str| readings.iter().find(|it| it.name() == name).map(|it| it.value);
    assert_eq!((size("worst-size"), size("best-size")), (Some(40.0), Some(200.0)));
}

/// More than two classes: one against the rest, or all at once, each better than chance where the classes lie apart.
#[test]
fn three_clouds_are_told_apart_by_every_linear_model_of_many_classes() {
    let folder = tempfile::tempdir().expect("a folder");
    let row = |row: usize| {
        let (class, turn) = (row % 3, row as f64 * 0.7);
        let centre = class as f64 * 2.094_395_1;
        let (x, y) = (3.0 * centre.cos() + 0.5 * turn.cos(), 3.0 * centre.sin() + 0.5 * turn.sin());
        format!("{x},{y},{}\n", ["a", "b", "c"][class])
    };
    fs::write(folder.path().join("a.csv"), (0..60).map(row).collect::<String>()).expect("a file");
    for model in
        ["ridge(penalty: 1)", "logistic(penalty: 1)", "softmax(penalty: 1)", "svc", "svc(kernel: rbf)"]
    {
        let text = format!(
            "edition 1\nseed 1\ndraw 30 of csv(\"a.csv\", label: last), then fit {model}, then test\n"
        );
        let (plan, findings) = checked(&text, folder.path());
        assert!(findings.iter().all(|finding| finding.level < Level::Error), "{model}: {findings:?}");
        let report = ran(&plan, folder.path());
        let errors = report.steps.iter().flat_map(|step| &step.readings).filter(|it| it.name() == "error");
        assert_eq!(errors.map(|error| error.value).collect::<Vec<_>>(), [0.0], "{model}");
    }
}
