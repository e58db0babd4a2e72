//! Slurm, by its own programs: `sbatch`, `squeue`, `scontrol`. No accounting database is asked.

use super::ClusterFault;
use super::queue::{self, Element};
use std::process::{Command, Output, Stdio};

/// An array that is to be submitted.
#[derive(Clone, Debug)]
pub struct Submission {
    pub name: String,
    /// Options of `sbatch`; later ones win.
    pub options: Vec<String>,
    /// The script's path and its argument.
    pub script: [String; 2],
}

/// Who queues jobs. All of it can fail for a moment, and then be asked again.
pub trait Scheduler {
    /// How many elements an array may number.
    fn largest_array(&self) -> Result<usize, ClusterFault>;
    /// Hands an array over; the number of its job.
    fn submit(&self, submission: &Submission) -> Result<u64, Refusal>;
    /// The elements of these jobs of a user that wait or run.
    fn queue(&self, user: &str, names: &[String]) -> Result<Vec<Element>, ClusterFault>;
}

/// An array that was not accepted, or may not have been.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub fault: ClusterFault,
    /// The scheduler has not answered: only its queue will tell.
    pub unanswered: bool,
}

/// The Slurm of this machine.
pub struct Slurm;

/// Slurm's own defaults for these programs would change what they print.
const DEFAULTS: [&str; 6] = [
    "SQUEUE_STATES",
    "SQUEUE_PARTITION",
    "SQUEUE_FORMAT",
    "SQUEUE_FORMAT2",
    "SBATCH_ARRAY_INX",
    "SBATCH_WAIT",
];

impl Scheduler for Slurm {
    fn largest_array(&self) -> Result<usize, ClusterFault> {
        let text = said(&mut program("scontrol", &["show", "config"]))?;
        queue::largest_array(&text).ok_or_else(|| {
            ClusterFault::new(
                "`scontrol show config` names no MaxArraySize",
                "does this cluster allow job arrays? `--on folder` needs none",
            )
        })
    }

    fn submit(&self, submission: &Submission) -> Result<u64, Refusal> {
        let name = format!("--job-name={}", submission.name);
        let mut sbatch = program("sbatch", &["--parsable", &name]);
        sbatch.args(&submission.options).arg("--").args(&submission.script);
        let refused = |fault: ClusterFault| {
            let unanswered = fault.message.contains("timed out");
            Refusal { fault, unanswered }
        };
        let text = said(&mut sbatch).map_err(refused)?;
        let strange = || ClusterFault::new(format!("sbatch names no job: {}", text.trim()), "see the queue");
        queue::job_number(&text).ok_or_else(|| Refusal { fault: strange(), unanswered: true })
    }

    fn queue(&self, user: &str, names: &[String]) -> Result<Vec<Element>, ClusterFault> {
        let (user, names) = (format!("--user={user}"), format!("--name={}", names.join(",")));
        let format = format!("--format={}", queue::FORMAT);
        let text = said(&mut program("squeue", &["--noheader", "--array", &user, &names, &format]))?;
        Ok(queue::elements(&text))
    }
}

/// The number of this user.
pub fn user() -> Result<String, ClusterFault> {
    said(&mut program("id", &["-u"])).map(|text| text.trim().to_string())
}

fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::null());
    DEFAULTS.iter().for_each(|variable| {
        command.env_remove(variable);
    });
    command
}

/// What to do about what Slurm says.
fn help(reason: &str) -> &'static str {
    let unconfigured = ["resolve_ctls_from_dns_srv", "config source", "slurm.conf", "SLURM_CONF"];
    match unconfigured.iter().any(|words| reason.contains(words)) {
        true => {
            "Slurm's programs are here, and no cluster is set up for them: submit from a machine of the cluster, or share a folder by `--on folder`"
        }
        false => "that is what Slurm says; `sinfo` shows whether the cluster answers",
    }
}

/// What a program prints, if it ends well.
fn said(command: &mut Command) -> Result<String, ClusterFault> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| {
        ClusterFault::new(
            format!("can't run `{name}`: {error}"),
            "`--on slurm` needs a machine that can submit jobs; `--on folder` needs only a shared folder",
        )
    })?;
    let Output { status, stdout, stderr } = output;
    match status.success() {
        true => Ok(String::from_utf8_lossy(&stdout).into_owned()),
        false => {
            let reason = String::from_utf8_lossy(&stderr);
            // The first line says what is wrong, those after it what follows from that.
            let reason =
                reason.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it ended in error");
            Err(ClusterFault::new(format!("{name}: {reason}"), help(reason)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::help;

    #[test]
    fn a_machine_without_a_cluster_is_told_from_one_that_refuses() {
        let unconfigured = "scontrol: error: resolve_ctls_from_dns_srv: res_nsearch error: Unknown host";
        assert!(help(unconfigured).contains("--on folder"));
        assert!(help("sbatch: error: invalid partition specified: x").contains("what Slurm says"));
    }
}
