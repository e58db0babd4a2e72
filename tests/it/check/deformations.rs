//! What the plan knows of padded and deformed images: weight counts, words that stand alone, words without effect.

use super::check;

/// Row B4: the weights of the five networks of Cireşan et al. (2010), table 1, with 29 x 29 = 841 inputs. Printed are
/// 1.34, 3.26, 6.69, 12.11 and 8.86 million; the last with its biases. 784 inputs would give the fourth 11.965.
#[test]
fn padded_digits_give_the_published_weight_counts() {
    let nets = [
        ("1000,500", 1_346_000),
        ("1500,1000,500", 3_266_500),
        ("2000,1500,1000,500", 6_687_000),
        ("2500,2000,1500,1000,500", 12_107_500),
        ("1000,1000,1000,1000,1000,1000,1000,1000,1000", 8_851_000),
    ];
    for (hidden, weights) in nets {
        let text =
            format!("use mnist with pad(29)\ntrain mlp[841,{hidden},10] with sgd for 2 epochs, then test\n");
        let checked = check(&text);
        assert!(checked.is_clean(), "{:?}", checked.findings);
        let model =
            checked.plan.steps.iter().filter_map(|step| step.kind.model.as_ref()).next().expect("a model");
        let biases: u64 =
            hidden.split(',').map(|width| width.parse::<u64>().expect("a width")).sum::<u64>() + 10;
        assert_eq!((model.parameters - biases, model.inputs), (weights, 841), "{hidden}");
        if weights == 8_851_000 {
            assert_eq!(model.parameters, 8_860_010);
        }
    }
}

#[test]
fn what_can_not_be_is_said_before_the_run() {
    let cases = [
        ("use mnist with pad(20)\ntrain mlp[400,10] with sgd for 2 epochs", "out-of-range"),
        ("augment mnist, then pad 29, then plot images", "no-effect"),
        ("augment mnist with infimnist and rotation(5 deg), then plot images", "not-in-this-place"),
        ("augment mnist with align and infimnist, then plot images", "not-in-this-place"),
        ("augment mnist with infimnist(files: \"nowhere\"), then plot images", ""),
        ("augment mnist with infimnist(sigma: 3 px, files: \"tests\"), then plot images", "no-effect"),
        ("augment mnist with align(file: \"nowhere.npz\"), then plot images", ""),
        ("augment mnist with align(cells: 40), then plot images", "out-of-range"),
        ("augment mnist with elastic(sigma: [6 px, 5 px]), then plot images", "out-of-range"),
        ("augment mnist with elastic(sigma: [0.1 px, 5 px]), then plot images", "out-of-range"),
        ("augment mnist with image-data-generator(value: 1), then plot images", "no-effect"),
        ("use mnist with scale(0, 9)\naugment with infimnist, then plot images", "wrong-type"),
        ("augment spambase with infimnist, then plot images", "wrong-type"),
    ];
    for (text, code) in cases {
        let checked = check(&format!("edition 1\nseed 1\n{text}\n"));
        let codes = checked.codes();
        assert!(!codes.is_empty() && (code.is_empty() || codes[0] == code), "{text}: {codes:?}");
    }
}

/// Two lengths are one range; the filled-in sentence reads back as the same file.
#[test]
fn ranges_of_lengths_are_written_as_they_are_read() {
    let plan =
        check("augment mnist with elastic(sigma: [5 px, 6 px], alpha: [36 px, 38 px]), then plot images")
            .plan;
    let text = plan.steps.iter().map(|step| step.text.clone()).collect::<Vec<_>>().join("\n");
    assert!(text.contains("elastic(sigma: [5 px, 6 px], alpha: [36 px, 38 px])"), "{text}");
}
