//! The machine that a run was made on, as the record names it.

use serde::{Deserialize, Serialize};

/// What is said of a machine: nothing that names its owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Machine {
    pub system: String,
    pub processor: String,
    pub cores: usize,
    pub threads: usize,
    /// Bytes.
    pub memory: u64,
}

impl Machine {
    /// This machine, with the number of threads that a run uses.
    pub fn here(threads: usize) -> Self {
        Machine {
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            processor: processor(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            threads,
            memory: memory(),
        }
    }
}

/// The most bytes that this process has held in memory, where the system says.
pub fn peak_memory() -> Option<u64> {
    kilobytes(&std::fs::read_to_string("/proc/self/status").ok()?, "VmHWM:")
}

/// What the machine is called in its network; nothing where the system does not say. Only the index of a store knows it:
/// on a shared folder it tells which machine a run works on.
pub fn host() -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    kernel.or_else(|| std::env::var("HOSTNAME").ok()).unwrap_or_default().trim().to_string()
}

fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    line.and_then(|line| line.split_once(':')).map_or("unknown".into(), |(_, name)| name.trim().to_string())
}

/// Bytes of memory; 8 GiB are assumed where the system does not say.
fn memory() -> u64 {
    const ASSUMED: u64 = 8 << 30;
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    kilobytes(&text, "MemTotal:").unwrap_or(ASSUMED)
}

/// The bytes of a line such as `MemTotal:  16384 kB`.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}
