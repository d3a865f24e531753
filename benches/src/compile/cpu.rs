//! The processor time of a command and of every process that it waited for.

use std::process::Command;

use crate::Result;
use crate::compile::project::succeed;

/// The least seconds of each subject, over rounds in which they take turns: other work on the machine makes a figure
/// larger, never smaller, and so comes upon all of them. `prepare` is not measured.
pub(super) fn least_seconds<T, F>(rounds: usize, subjects: &[T], mut prepare: F) -> Result<Vec<f64>>
where
    F: FnMut(&T) -> Result<Command>,
{
    let mut least = vec![f64::INFINITY; subjects.len()];
    for _ in 0..rounds.max(1) {
        for (least, subject) in least.iter_mut().zip(subjects) {
            let mut command = prepare(subject)?;
            let before = children()?;
            succeed(&mut command)?;
            *least = least.min(children()? - before);
        }
    }
    Ok(least)
}

/// Seconds, user and system, of all processes that have been waited for.
#[cfg(unix)]
fn children() -> Result<f64> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = usage.user_time() + usage.system_time();
    Ok(microseconds.num_microseconds() as f64 / 1e6)
}

#[cfg(not(unix))]
fn children() -> Result<f64> {
    Err("CPU time is measured on Unix only".into())
}
