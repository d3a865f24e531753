//! The processor time of a command and of every process that it waited for.

use std::process::Command;

use crate::Result;
use crate::compile::project::succeed;

/// The median over several runs. `prepare` is not measured.
pub(super) fn median_seconds<F>(runs: usize, mut prepare: F) -> Result<f64>
where
    F: FnMut() -> Result<Command>,
{
    let mut seconds = Vec::new();
    for _ in 0..runs.max(1) {
        let mut command = prepare()?;
        let before = children()?;
        succeed(&mut command)?;
        seconds.push(children()? - before);
    }
    seconds.sort_by(f64::total_cmp);
    Ok(seconds[seconds.len() / 2])
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
