//! What Slurm's programs print, read.

/// An element of one of our arrays that is in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The name of its job.
    pub name: String,
    pub index: usize,
    /// It has a node; otherwise it waits.
    pub runs: bool,
    /// Why it waits, in Slurm's words.
    pub reason: String,
}

/// What `squeue` is to print of each element: name, index, state, reason.
pub const FORMAT: &str = "%j|%K|%T|%r";

/// The elements in what `squeue --noheader --array --format=`[`FORMAT`] prints; other lines are none.
pub fn elements(text: &str) -> Vec<Element> {
    text.lines().filter_map(element).collect()
}

fn element(line: &str) -> Option<Element> {
    let mut parts = line.trim().split('|');
    let (name, index, state) = (parts.next()?, parts.next()?, parts.next()?);
    let reason = parts.next().filter(|reason| *reason != "None").unwrap_or_default();
    Some(Element {
        name: name.to_string(),
        index: index.parse().ok()?,
        runs: state != "PENDING",
        reason: reason.to_string(),
    })
}

/// How many elements an array may number, from `scontrol show config`.
pub fn largest_array(text: &str) -> Option<usize> {
    let values = text.lines().filter_map(|line| line.split_once('='));
    let found = values.map(|(key, value)| (key.trim(), value.trim())).find(|(key, _)| *key == "MaxArraySize");
    found.and_then(|(_, size)| size.parse().ok())
}

/// The number of a job, from `sbatch --parsable`: `123`, or `123;cluster`.
pub fn job_number(text: &str) -> Option<u64> {
    text.lines().next_back()?.split(';').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_read_and_other_lines_are_not() {
        let text = "a-1|0|RUNNING|None\na-1|17|PENDING|Resources\nb|N/A|RUNNING|None\n\nslurm_load: later\n\
                    a-1|3|COMPLETING|None\n";
        let read = elements(text);
        let seen: Vec<_> = read.iter().map(|e| (e.index, e.runs, e.reason.as_str())).collect();
        assert_eq!(seen, [(0, true, ""), (17, false, "Resources"), (3, true, "")]);
        assert!(read.iter().all(|element| element.name == "a-1"));
    }

    #[test]
    fn the_limit_and_the_number_are_read() {
        let config = "Configuration data as of 2026\nMaxArraySize            = 1001\nMaxJobCount = 10000\n";
        assert_eq!(largest_array(config), Some(1001));
        assert_eq!(largest_array("MaxArraySize = (null)"), None);
        assert_eq!(job_number("123\n"), Some(123));
        assert_eq!(job_number("sbatch: a note of the site\n123;north\n"), Some(123));
        assert_eq!(job_number("sbatch: error"), None);
    }
}
