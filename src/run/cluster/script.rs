//! The script that a scheduler runs for each element of an array, and the names and quotes in it.
//!
//! The script starts the program on one cell and hands on the warning (SIGUSR1) that the time is nearly up.
//! The program then keeps a checkpoint and ends with [`NOT_FINISHED`], and the script puts its element back
//! into the queue.

use super::ClusterFault;
use std::path::Path;

/// The program's exit code when it was asked to stop, has kept a checkpoint and wants to be started again:
/// `EX_TEMPFAIL` of sysexits.h.
pub const NOT_FINISHED: u8 = 75;

/// The script for cells of a file. `command` is the program with its arguments but for the cell.
pub fn script(command: &[String]) -> String {
    let command: Vec<String> = command.iter().map(|word| quoted(word)).collect();
    let (command, again) = (command.join(" "), NOT_FINISHED);
    format!(
        r#"#!/bin/sh
# One cell of a sweep for each element of a job array. The argument is what to add to the element's number.
element=${{SLURM_ARRAY_JOB_ID}}_${{SLURM_ARRAY_TASK_ID}}
program= warned= handed=
trap 'warned=yes; hand_on' USR1
hand_on() {{ if [ -n "$program" ] && [ -z "$handed" ]; then handed=yes; kill -USR1 "$program"; fi; }}

echo "pipette: started $element on ${{SLURMD_NODENAME-}}, restart ${{SLURM_RESTART_COUNT:-0}}"
{command} --cell "auto+$1" &
program=$!
if [ -n "$warned" ]; then hand_on; fi
wait "$program"
code=$?
# The warning ends a wait early; 127 says that there is nothing left to wait for.
while [ -n "$warned" ]; do
    warned=
    wait "$program"
    last=$?
    [ "$last" -eq 127 ] || code=$last
done
echo "pipette: ended $element with $code"
# 138: the warning came before the program could listen to it, and killed it.
case $code in {again} | 138) scontrol requeue "$element" && exit 0 ;; esac
exit "$code"
"#
    )
}

/// A word as a POSIX shell takes it for one word: in quotes only where it has to be.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=+,:%@".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_string(),
        false => quoted(word),
    }
}

/// A word that a shell reads as it is.
pub fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A path as text, for scripts and notes.
pub fn text(path: &Path) -> Result<&str, ClusterFault> {
    path.to_str().ok_or_else(|| {
        ClusterFault::new(
            format!("the path {} is not UTF-8, and goes into a script", path.display()),
            "rename the folder or the file, or keep the store elsewhere with `--store DIR`",
        )
    })
}

/// The path of the log of each element of a job, as a scheduler takes it: `%` starts its own signs, and a
/// backslash would switch them off.
pub fn log_pattern(folder: &Path, job: &str) -> Result<String, ClusterFault> {
    let folder = text(folder)?;
    match folder.contains('\\') {
        false => Ok(format!("{}/{job}_%a.txt", folder.replace('%', "%%"))),
        true => Err(ClusterFault::new(
            format!("Slurm writes no log into a folder with a backslash in its name: {folder}"),
            "keep the store elsewhere with `--store DIR`",
        )),
    }
}

/// The most characters of a title that a job's name takes up.
const LONGEST_NAME: usize = 40;

/// A name for a job: letters, digits and dashes of a title.
pub fn job_name(title: &str) -> String {
    let letters = title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect::<String>();
    let words = letters.split_whitespace().collect::<Vec<_>>().join("-");
    let short = words.chars().take(LONGEST_NAME).collect::<String>();
    let name = short.trim_end_matches('-');
    if name.is_empty() { "pipette".to_string() } else { name.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    const HOSTILE: [&str; 7] = [
        "plain",
        "two words",
        "it's \"quoted\"",
        "$HOME `id` $(id) ${x}",
        "line\nend",
        "back\\slash; rm *",
        "",
    ];

    /// Runs a script in which `printf` stands for the program, as an element of an array.
    fn said(command: &[&str]) -> String {
        let command: Vec<String> = command.iter().map(|word| word.to_string()).collect();
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script(&command)).args(["job", "1000"]).stdin(Stdio::null());
        shell.env("SLURM_ARRAY_JOB_ID", "9").env("SLURM_ARRAY_TASK_ID", "5");
        String::from_utf8(shell.output().expect("a shell").stdout).expect("UTF-8")
    }

    #[test]
    fn a_word_is_quoted_only_where_a_shell_would_break_it() {
        assert_eq!(["a/b-1.pipe", "it's; rm", ""].map(shell_word), ["a/b-1.pipe", "'it'\\''s; rm'", "''"]);
    }

    #[test]
    fn every_word_reaches_the_program_as_it_is() {
        let said = said(&[&["printf", "<%s>"][..], &HOSTILE].concat());
        let words: String = HOSTILE.iter().map(|word| format!("<{word}>")).collect();
        assert!(said.contains(&format!("{words}<--cell><auto+1000>")), "{said}");
        assert!(said.contains("started 9_5") && said.contains("ended 9_5 with 0"), "{said}");
    }

    /// The program that was warned ends with its own code, and only [`NOT_FINISHED`] asks for the queue.
    #[test]
    fn a_warning_is_handed_on_and_the_end_is_waited_for() {
        let slow = "trap 'sleep 0.2; exit 75' USR1; kill -USR1 $PPID; while :; do sleep 0.05; done";
        let text = script(&["sh".into(), "-c".into(), slow.into()]);
        let folder = tempfile::tempdir().expect("a folder");
        let fake = "#!/bin/sh\necho \"asked: $*\"\n";
        std::fs::write(folder.path().join("scontrol"), fake).expect("written");
        let made = Command::new("chmod").arg("+x").arg(folder.path().join("scontrol")).status();
        assert!(made.expect("chmod").success());
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(text).args(["job", "0"]).env("PATH", path);
        let output = shell.env("SLURM_ARRAY_JOB_ID", "9").env("SLURM_ARRAY_TASK_ID", "5").output();
        let output = output.expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("ended 9_5 with 75") && said.contains("asked: requeue 9_5"), "{said}");
        assert_eq!(output.status.code(), Some(0), "{said}");
    }

    #[test]
    fn titles_become_names() {
        assert_eq!(job_name("A `title` with \"everything\"\n$(rm)"), "A-title-with-everything-rm");
        assert_eq!(job_name("größe, 100 %"), "gr-e-100");
        assert_eq!(job_name("¿?"), "pipette");
        assert_eq!(job_name(&"long ".repeat(30)).len(), 39);
    }

    #[test]
    fn logs_have_paths_that_a_scheduler_understands() {
        let pattern = log_pattern(Path::new("/a b/100 %j"), "x").expect("a pattern");
        assert_eq!(pattern, "/a b/100 %%j/x_%a.txt");
        assert!(log_pattern(Path::new("/a\\b"), "x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_no_text_are_refused() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/a\xff"));
        assert!(text(path).expect_err("not UTF-8").message.contains("not UTF-8"));
    }
}
