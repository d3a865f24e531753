//! Memory kept for each recorded call.

use std::process::Command;

use crate::Result;
use crate::column::Column;
use crate::profile::{Binaries, Profile};
use crate::table::Table;

/// How many calls are made; a power of two, so that a vector that doubles is full.
pub const CALLS: u64 = 1 << 14;

/// Measures the columns.
pub fn measure(columns: &[Column], binaries: &Binaries) -> Result<Vec<Table>> {
    let mut table = Table::new("Bytes kept for each call", columns).decimals(0);
    for (label, work) in [("`(u32, u64)`", "vals-1"), ("`(&str, u32)`, \"north\"", "text")] {
        table.row(label, |column| {
            let path = binaries.path("memory", Profile::Release, column);
            let output = Command::new(path).args([column.name(), work]).output()?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into());
            }
            let bytes: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
            Ok(Some(bytes / CALLS as f64))
        })?;
    }
    Ok(vec![table])
}
