//! Cells that are checked side by side mean what they mean in turn: steps, their numbers, findings.

use super::check;

/// What can be seen of a checked file, on one thread outside rayon's pool or on three in one.
fn seen(text: &str, threads: Option<usize>) -> (Vec<String>, Vec<String>, String) {
    let look = || {
        let checked = check(text);
        let step = |(id, step): (usize, &pipette::check::Step)| {
            let inputs: Vec<_> = step.inputs.iter().map(|input| (input.step, input.identity.hex())).collect();
            format!("{id} {} {} {inputs:?} {:?}", *step.text, step.identity.hex(), step.cell)
        };
        let steps = checked.plan.steps.iter().enumerate().map(step).collect();
        let findings = checked.findings.iter().map(|finding| format!("{finding:?}")).collect();
        let plan = &checked.plan;
        let rest = format!("{:?} {:?} {:?} {:?}", plan.blocks, plan.items, plan.claims, plan.read);
        (steps, findings, rest)
    };
    match threads {
        Some(threads) => {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(look)
        }
        None => look(),
    }
}

#[test]
fn cells_side_by_side_are_those_in_turn() {
    for text in [
        "use mnist\nsweep rate in 1e-3..1 log 90, n in [10, 20] {\n\
         net: train mlp[784,n,10] with sgd(rate: rate) for 2 epochs, then test\n}\n\
         expect argmin(net.error over rate) in 0.01..0.1\nsweep k in 1..100 linear 100 { train mlp[784,k,10] }",
        // What is shared is used for the first time in a cell.
        "let few = draw 1000 of mnist\nlet deep = mlp[784,30,10]\nsweep n in 1..80 linear 80, repeat 3 {\n\
         let some = take n of few\nnet: train deep on some for 1 epoch\n}\nplot net.error over n",
        // Nothing says which data are meant.
        "sweep n in 1..80 linear 80 {\n a: train mlp[784,n,10]\n b: train mlp[784,n,10]\n save a to \"a.npz\"\n}",
        // Only some cells are wrong, and the first right one is the first to use what is shared.
        "let few = draw 1000 of mnist\nsweep n in -40..39 linear 80 {\n\
         net: take n of mnist, then augment with rotation(n deg), then train mlp[784,10]\n\
         other: train mlp[784,n,10] on few\n}",
        // Unusual in some cells, and a name that nothing uses.
        "use mnist\nsweep rate in 0.1..9 linear 70, m in [1, 2] {\n train mlp[784,10] with sgd(rate: rate)\n}",
        // Settings are no lines.
        "sweep n in 1..70 linear 70 {\n seed n\n use mnist\n train mlp[784,n,10]\n}",
        "use mnist\nsearch rate in 1e-3..1 log, try 90 by net.training-error {\n net: train mlp[784,10] with sgd(rate: rate)\n}",
    ] {
        let in_turn = seen(text, None);
        assert!(!in_turn.0.is_empty(), "{text}");
        for threads in [1, 3, 4] {
            assert_eq!(seen(text, Some(threads)), in_turn, "{text}");
        }
    }
}
