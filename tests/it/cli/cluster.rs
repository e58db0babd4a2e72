//! Cells on other machines, as far as one machine can tell: numbers from schedulers, shared folders, what is
//! refused. `tests/slurm.sh` has the rest.

use super::{Bench, Said};
use std::process::Stdio;

const SWEEP: &str = "edition 1\nseed 3\nuse strokes(train: 200, test: 100)\n\
                     sweep rate in [0.1, 0.2], repeat 2 {\n  net: train mlp[784,10] with sgd(rate: rate) for 2 epochs\n}\n\
                     expect net.error < 95 % at rate = 0.1\n";

fn lock(bench: &Bench) -> String {
    std::fs::read_to_string(bench.path().join("test.pipe.lock")).expect("a lock")
}

fn entries(bench: &Bench) -> usize {
    bench.files().iter().filter(|name| name.contains(".pipette/steps/")).count()
}

#[test]
fn cells_by_number_and_then_a_plain_run_are_one_run() {
    let (whole, parts) = (Bench::new(SWEEP), Bench::new(SWEEP));
    whole.run(&[]).ends(0, &[]);
    for index in ["1", "3", "0"] {
        let mut program = parts.program(&["run", "test.pipe", "--offline", "--cell", "auto"]);
        Said::of(program.env("PBS_ARRAY_INDEX", index).output().expect("the program runs")).ends(0, &[]);
    }
    let mut program = parts.program(&["run", "test.pipe", "--offline", "--cell", "auto-1"]);
    Said::of(program.env("SGE_TASK_ID", "3").output().expect("the program runs")).ends(0, &[]);
    let there = entries(&parts);
    let gathered = parts.run(&[]);
    gathered.ends(0, &["held"]);
    assert_eq!((entries(&parts), lock(&parts)), (there, lock(&whole)), "{}", gathered.err);
}

#[test]
fn what_is_no_cell_is_refused() {
    let bench = Bench::new(SWEEP);
    bench.run(&["--cell", "auto"]).ends(2, &["no scheduler has numbered this process", "`--cell 7`"]);
    bench.run(&["--cell", "4"]).ends(2, &["there is no cell 4", "4 cells"]);
    bench.run(&["--cell", "first"]).ends(2, &["`auto+1000`"]);
    let mut program = bench.program(&["run", "test.pipe", "--offline", "--cell", "auto"]);
    let program = program.env("SLURM_ARRAY_TASK_ID", "1").env("LSB_JOBINDEX", "2");
    let said = Said::of(program.output().expect("the program runs"));
    said.ends(2, &["SLURM_ARRAY_TASK_ID says 1, LSB_JOBINDEX says 2"]);
    bench.run(&["--expect", "0123 some other machine"]).ends(2, &["has changed since"]);
    assert_eq!(entries(&bench), 0);
}

#[test]
fn a_file_without_cells_has_nothing_to_share() {
    let plain = Bench::new("seed 3\nfit ridge(penalty: 1) on gaussian(n: 20, p: 4), then test\n");
    plain.run(&["--cell", "0"]).ends(2, &["no sweep and no repeat", "run it without `--cell`"]);
    let bench = Bench::new("use strokes(train: 200, test: 100)\ntrain mlp[784,10] for 1 epochs\n");
    bench.run(&["--on", "folder"]).ends(3, &["there are no cells", "repeat 1"]);
}

#[test]
fn without_slurm_it_is_said() {
    let bench = Bench::new(SWEEP);
    let mut program = bench.program(&["run", "test.pipe", "--offline", "--on", "slurm"]);
    let said = Said::of(program.env("PATH", bench.path()).output().expect("the program runs"));
    said.ends(3, &["can't run", "--on folder"]);
}

#[test]
fn processes_that_share_a_folder_end_alike() {
    let (whole, shared) = (Bench::new(SWEEP), Bench::new(SWEEP));
    whole.run(&[]).ends(0, &[]);
    let start = || {
        let mut program = shared.program(&["run", "test.pipe", "--offline", "--on", "folder"]);
        program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
    };
    let processes: Vec<_> = (0..3).map(|_| start()).collect();
    for process in processes {
        Said::of(process.wait_with_output().expect("it ends")).ends(0, &["held"]);
    }
    assert_eq!(lock(&shared), lock(&whole));
    assert!(!shared.files().iter().any(|name| name.contains("leases/")), "{:?}", shared.files());
}
