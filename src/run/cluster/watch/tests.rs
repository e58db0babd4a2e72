//! Watches over machines that do not exist, which die, stay silent or have no room.

use super::*;
use crate::run::cluster::fake::{Bystander, Machines, Sweep};

/// A store, a sweep, and machines that run it.
struct Scene {
    folder: tempfile::TempDir,
    sweep: Sweep,
}

impl Scene {
    fn new(total: usize) -> Self {
        Scene { folder: tempfile::tempdir().expect("a folder"), sweep: Sweep::new(total) }
    }

    fn machines(&self) -> Machines<'_> {
        Machines { sweep: Some(&self.sweep), ..Machines::default() }
    }

    fn watch(&self, machines: &Machines, attendant: &Bystander) -> Result<Ended, ClusterFault> {
        self.watch_by(Rules { retries: 2, limit: None }, machines, attendant)
    }

    fn watch_by(
        &self,
        rules: Rules,
        machines: &Machines,
        attendant: &Bystander,
    ) -> Result<Ended, ClusterFault> {
        let site = JobFolder::open(self.folder.path(), "0123").expect("a site");
        let job = Job {
            cells: &self.sweep,
            site: &site,
            file: "a/sweep.pipe".into(),
            identity: "0123".into(),
            user: "1000".into(),
            options: Vec::new(),
            command: vec!["pipette".into()],
            rules,
        };
        watch(&job, machines, attendant)
    }
}

#[test]
fn a_sweep_is_submitted_once_and_every_cell_runs_once() {
    let scene = Scene::new(10);
    let (machines, attendant) = (scene.machines(), Bystander::default());
    assert_eq!(scene.watch(&machines, &attendant), Ok(Ended::Complete));
    assert_eq!(machines.state.borrow().submitted, ["0-3", "0-3", "0-1"]);
    assert_eq!(scene.sweep.runs(), [1; 10]);
    let heard = attendant.heard.lock().expect("no panic").join("\n");
    assert!(heard.contains("submitted cells 4-7 as job 2"), "{heard}");
    assert!(heard.contains("0 of 10 cells done, 10 waiting (Resources)"), "{heard}");
    assert!(heard.ends_with("10 of 10 cells done"), "{heard}");
}

#[test]
fn cells_whose_jobs_died_are_submitted_again() {
    let scene = Scene::new(5);
    let machines = scene.machines();
    machines.state.borrow_mut().kills = vec![1, 3, 3];
    assert_eq!(scene.watch(&machines, &Bystander::default()), Ok(Ended::Complete));
    assert_eq!(machines.state.borrow().submitted, ["0-3", "0", "0,2", "0"]);
    assert_eq!(scene.sweep.runs(), [1; 5]);
}

#[test]
fn a_cell_that_dies_every_time_is_named_with_the_end_of_its_log() {
    let scene = Scene::new(2);
    let machines = scene.machines();
    machines.state.borrow_mut().kills = vec![1; 3];
    let ended = scene.watch(&machines, &Bystander::default());
    assert_eq!(ended, Ok(Ended::Failed(vec![(1, vec!["out of memory".to_string()])])));
    assert_eq!(machines.state.borrow().submitted, ["0-1", "0", "0"]);
}

#[test]
fn an_interrupted_watch_is_picked_up_without_a_second_submission() {
    let scene = Scene::new(3);
    let machines = scene.machines();
    let hasty = Bystander { patience: Some(1), ..Bystander::default() };
    assert_eq!(scene.watch(&machines, &hasty), Ok(Ended::Interrupted { jobs: "1".into() }));
    let attendant = Bystander::default();
    assert_eq!(scene.watch(&machines, &attendant), Ok(Ended::Complete));
    assert_eq!(machines.state.borrow().submitted.len(), 1);
    let heard = attendant.heard.lock().expect("no panic").join("\n");
    assert!(heard.contains("submitted before as job 1"), "{heard}");
}

#[test]
fn a_scheduler_that_does_not_answer_has_lost_nothing() {
    let scene = Scene::new(3);
    let machines = scene.machines();
    scene.watch(&machines, &Bystander { patience: Some(1), ..Bystander::default() }).expect("interrupted");
    machines.state.borrow_mut().silent = 1;
    assert!(scene.watch(&machines, &Bystander::default()).is_err(), "at first it is said");
    let site = JobFolder::open(scene.folder.path(), "0123").expect("a site");
    assert_eq!(site.note().expect("read").map(|note| note.arrays.len()), Some(1));
    assert_eq!(scene.watch(&machines, &Bystander::default()), Ok(Ended::Complete));
    assert_eq!((machines.state.borrow().submitted.len(), scene.sweep.runs()), (1, vec![1; 3]));
}

#[test]
fn a_submission_without_an_answer_is_found_in_the_queue() {
    let scene = Scene::new(3);
    let machines = scene.machines();
    machines.state.borrow_mut().unanswered = 1;
    assert_eq!(scene.watch(&machines, &Bystander::default()), Ok(Ended::Complete));
    assert_eq!((machines.state.borrow().submitted.len(), scene.sweep.runs()), (1, vec![1; 3]));
}

#[test]
fn what_finds_no_room_is_submitted_when_there_is() {
    let scene = Scene::new(10);
    let machines = scene.machines();
    machines.state.borrow_mut().room = Some(8);
    assert_eq!(scene.watch(&machines, &Bystander::default()), Ok(Ended::Complete));
    assert_eq!(machines.state.borrow().submitted, ["0-3", "0-3", "0-1"]);
    assert_eq!(scene.sweep.runs(), [1; 10]);
    let full = Scene::new(1);
    let machines = full.machines();
    machines.state.borrow_mut().room = Some(0);
    assert!(full.watch(&machines, &Bystander::default()).is_err(), "there will never be room");
}

#[test]
fn a_note_without_jobs_is_no_obstacle() {
    let scene = Scene::new(3);
    let site = JobFolder::open(scene.folder.path(), "0123").expect("a site");
    let mut note = Note::new("a/sweep.pipe", "0123", "1000");
    let share = Share { offset: 0, cells: (0..3).collect() };
    note.arrays = (0..3).map(|n| Array::new(format!("killed-{n}"), &share)).collect();
    site.keep(&note).expect("kept");
    let machines = scene.machines();
    assert_eq!(scene.watch(&machines, &Bystander::default()), Ok(Ended::Complete));
    assert_eq!(scene.sweep.runs(), [1; 3]);
}

#[test]
fn a_limit_goes_into_every_array() {
    let scene = Scene::new(6);
    let machines = scene.machines();
    let rules = Rules { retries: 0, limit: Some(2) };
    assert_eq!(scene.watch_by(rules, &machines, &Bystander::default()), Ok(Ended::Complete));
    assert_eq!(machines.state.borrow().submitted, ["0-3%2", "0-1%2"]);
}

#[test]
fn the_scheduler_is_asked_seldom() {
    let after = |seconds| interval(Duration::from_secs(seconds)).as_secs();
    assert_eq!([0, 100, 600, 86_400].map(after), [2, 10, 60, 60]);
}
