//! Instructions a call, and of a mock's whole life.

use crate::Result;
use crate::callgrind::instructions;
use crate::column::Column;
use crate::profile::{Binaries, Profile};
use crate::table::Table;
use crate::work::Work;

const ONE: &str = "sync `(u32, u64)`";
const THOUSAND: &str = "sync, the last of 1000 expectations";

/// What is measured, in the order of the rows.
const ROWS: [(&str, Work); 8] = [
    (ONE, Work::Vals(1)),
    ("sync `(&str, u32)`", Work::Text),
    ("async `(u32)`", Work::Fetch),
    ("sync, the last of 10 expectations", Work::Vals(10)),
    ("sync, the last of 100 expectations", Work::Vals(100)),
    (THOUSAND, Work::Vals(1000)),
    ("create and drop", Work::Create),
    ("create, expect, call, verify", Work::Life),
];

/// Measures the columns.
pub fn measure(columns: &[Column], profiles: &[Profile], binaries: &Binaries) -> Result<Vec<Table>> {
    profiles.iter().map(|profile| table(columns, *profile, binaries)).collect()
}

fn table(columns: &[Column], profile: Profile, binaries: &Binaries) -> Result<Table> {
    let title = format!("Instructions, {}", profile.name());
    let mut table = Table::new(&title, columns).decimals(0);
    for (label, work) in ROWS {
        table.row(label, |column| {
            let path = binaries.path("subject", profile, column);
            instructions(&path, column, work).map(Some)
        })?;
    }
    let further = |one: f64, thousand: f64| (thousand - one) / 999.0;
    table.derived("each further expectation", [ONE, THOUSAND], further);
    Ok(table)
}
