//! `pipette jupyter`: the magic `%%pipe` for notebooks, as a module of Python that calls this program and needs nothing
//! else. It goes to stdout; `--write DIR` puts it into a folder from which Python imports, such as that of the notebook.

use super::arguments::JupyterOptions;
use super::{RUN_FAILED, complain, hand_out, show};
use crate::data::printable;
use crate::run::store::{Disk, Site, reason};

const MODULE: &str = include_str!("jupyter/pipette_magic.py");
const FILE: &str = "pipette_magic.py";

pub fn jupyter(options: &JupyterOptions) -> u8 {
    let Some(folder) = &options.write else { return hand_out(MODULE) };
    let path = folder.join(FILE);
    let shown = printable(&path.to_string_lossy(), 200);
    match Disk::default().write(Site::Other, &path, MODULE.as_bytes()) {
        Ok(()) => show(&format!("{shown} is written; in a notebook beside it: %load_ext pipette_magic\n")),
        Err(error) => {
            let help = "is the folder there, and may it be written to?";
            complain(&format!("{shown} can't be written: {}", reason(&error)), Some(help));
            RUN_FAILED
        }
    }
}
