//! Counting instructions with valgrind's callgrind.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::column::Column;
use crate::work::Work;

/// The instructions of one piece of work: the difference between `n` and `2n` of them, so that all
/// that happens once falls out.
pub fn instructions(binary: &Path, column: Column, work: Work) -> Result<f64> {
    let n = work.repetitions();
    let once = count(binary, column, work, n)?;
    let twice = count(binary, column, work, 2 * n)?;
    Ok((twice as f64 - once as f64) / n as f64)
}

/// The instructions of a whole run.
fn count(binary: &Path, column: Column, work: Work, n: u64) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binary)
        .env("ASYNCMOCK_CLOCK", column.clock())
        .args([column.subject().name(), &work.to_string(), &n.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    match collected(&report) {
        Some(instructions) if output.status.success() => Ok(instructions),
        _ => Err(format!("{column} {work} failed under valgrind:\n{report}").into()),
    }
}

/// The instructions that a report of callgrind tells.
pub fn collected(report: &str) -> Option<u64> {
    let (_, instructions) = report.lines().find_map(|line| line.split_once("Collected : "))?;
    instructions.trim().parse().ok()
}
