//! `pipette calibrate`: this machine is measured and its speeds are kept; `--score` tells how well times and memory of
//! past runs were foretold.

use super::arguments::CalibrateOptions;
use super::{RUN_FAILED, complain, show};
use crate::report::calibration as shown;
use crate::run::{Cache, calibration, history};

pub fn calibrate(options: &CalibrateOptions) -> u8 {
    let cache = Cache::usual();
    if options.score {
        let entries = history::read(&cache);
        let rates = super::rates::here();
        return show(&shown::score(&history::score(&entries, &rates)));
    }
    let measured = calibration::measure(&cache.folder, &mut |work, speed| {
        anstream::eprintln!("{}", shown::speed(work, speed));
    });
    match measured.and_then(|rates| calibration::keep(&cache, &rates)) {
        Ok(path) => {
            anstream::eprintln!("kept: {}", crate::data::printable(&path.to_string_lossy(), 300));
            0
        }
        Err(error) => {
            let help = "is there room in the cache folder, or in another that `PIPETTE_CACHE` names?";
            complain(&format!("not calibrated: {error}"), Some(help));
            RUN_FAILED
        }
    }
}
