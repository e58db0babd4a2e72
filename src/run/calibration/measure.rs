//! How speeds are measured: a kernel runs again and again for a while, and the median of its times counts: what
//! it takes most of the time is what a long run pays. First on one thread, then on all at once, each with arrays of its own.

use super::kernels::{self, Kernel};
use crate::numeric::blas;
use crate::vocabulary::{Rates, Speed, Work};
use std::time::{Duration, Instant};

/// How long a kernel runs on one thread, and again on all.
const WHILE: Duration = Duration::from_millis(400);
/// Runs of which the median is taken, at least.
const RUNS: usize = 9;

/// Measures every kind of work; `say` hears of each. Takes some fifteen seconds.
///
/// # Errors
/// The threads can't be started, files for the readers can't be written into `folder`, or a kernel failed.
pub fn measure(folder: &std::path::Path, say: &mut dyn FnMut(Work, Speed)) -> std::io::Result<Rates> {
    blas::single_threaded();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().map_err(std::io::Error::other)?;
    let files = kernels::Files::write(folder)?;
    let mut rates = Rates { measured: true, ..Rates::built_in(cores) };
    for work in Work::ALL {
        let make = || kernels::of(work, &files);
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(std::io::Error::other)?;
        let one = alone.install(|| speed(make()))?;
        let all = pool.broadcast(|_| speed(make())).into_iter().sum::<std::io::Result<f64>>()?;
        let measured = Speed { one, all };
        say(work, measured);
        rates.speeds[work as usize] = measured;
    }
    Ok(rates)
}

/// Units a second: the units of one run over the median of the times. The first run warms up and does not count.
fn speed(mut kernel: Kernel) -> std::io::Result<f64> {
    let mut units = kernel()?;
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < RUNS || begun.elapsed() < WHILE {
        let start = Instant::now();
        units = kernel()?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(units / times[times.len() / 2].max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kernel_that_fails_is_no_fast_one() {
        assert!(speed(Box::new(|| Err(std::io::Error::other("gone")))).is_err());
        let mut runs = 0;
        let second = speed(Box::new(move || {
            runs += 1;
            if runs > 1 { Err(std::io::Error::other("gone")) } else { Ok(1.0) }
        }));
        assert!(second.is_err(), "nor one that fails later");
    }

    /// A kernel of 10 ms and one unit makes at most 100 units a second; other programs may slow it down.
    #[test]
    fn a_speed_is_units_over_time() {
        let nap = || {
            std::thread::sleep(Duration::from_millis(10));
            Ok(1.0)
        };
        let speed = speed(Box::new(nap)).unwrap_or(f64::NAN);
        assert!(speed > 0.0 && speed <= 100.0, "{speed}");
    }
}
