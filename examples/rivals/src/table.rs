//! The table: a row for each race, a column for each of those that look for them.

use std::fmt::Write as _;
use std::io;

use asyncmock_examples::races::{self, Race};

use crate::lines;
use crate::outcome::Outcome;
use crate::peer::Peer;
use crate::scenarios::Version;
use crate::tool::LIMIT;

/// What was found of a race.
struct Row {
    race: &'static Race,
    outcomes: Vec<Option<Outcome>>,
    /// Of the mended code, in which nothing is found.
    mended: Vec<Option<Outcome>>,
    lines: [Option<usize>; 2],
}

/// The table, and what the tools take besides.
///
/// # Errors
///
/// If mended code is reported: then the scenario has a bug of its own.
pub(crate) fn table() -> io::Result<String> {
    let rows = races::ALL.iter().map(row).collect::<io::Result<Vec<_>>>()?;
    let names: String = Peer::ALL.iter().map(|peer| format!(" {} |", peer.name())).collect();
    let mut table = format!("| race |{names} lines: asyncmock | by hand |\n");
    table.push_str(&format!("|---|{}\n", "---|".repeat(Peer::ALL.len() + 2)));
    for row in &rows {
        row.write(&mut table);
    }
    write_sums(&rows, &mut table);
    table.push('\n');
    table.push_str(&besides()?);
    Ok(table)
}

fn row(race: &'static Race) -> io::Result<Row> {
    eprintln!("{}", race.name);
    let (mut outcomes, mut all_mended) = (Vec::new(), Vec::new());
    for peer in Peer::ALL {
        let outcome = peer.search(race, Version::Failing)?;
        if let Some(Outcome::Found { text, .. }) = &outcome {
            eprintln!("  {}: {text}", peer.name());
        }
        let mended = peer.search(race, Version::Mended)?;
        if let Some(Outcome::Found { text, .. }) = mended {
            return Err(io::Error::other(format!("{} reports what is mended of {}: {text}", peer.name(), race.name)));
        }
        outcomes.push(outcome);
        all_mended.push(mended);
    }
    let lines = [Some(lines::of_mocks(race.name)?), lines::of_scenario(race.name)?];
    Ok(Row { race, outcomes, mended: all_mended, lines })
}

impl Row {
    fn write(&self, table: &mut String) {
        let fewest = self.outcomes.iter().flatten().filter_map(Outcome::schedules).min();
        let _ = write!(table, "| `{}` |", self.race.name);
        for outcome in &self.outcomes {
            let _ = match outcome {
                None => write!(table, " not written |"),
                Some(outcome) if outcome.schedules().is_some_and(|count| Some(count) == fewest) => {
                    write!(table, " **{outcome}** |")
                }
                Some(outcome) => write!(table, " {outcome} |"),
            };
        }
        for lines in self.lines {
            let _ = match lines {
                Some(lines) => write!(table, " {lines} |"),
                None => write!(table, " not written |"),
            };
        }
        table.push('\n');
    }
}

/// How many were found, how many lines that took, and how often all schedules of what is mended were run.
fn write_sums(rows: &[Row], table: &mut String) {
    table.push_str("| found |");
    for peer in 0..Peer::ALL.len() {
        let found = rows.iter().filter(|row| row.outcomes[peer].as_ref().is_some_and(|it| it.schedules().is_some()));
        let _ = write!(table, " {} of {} |", found.count(), rows.len());
    }
    for side in 0..2 {
        let _ = write!(table, " {} |", rows.iter().filter_map(|row| row.lines[side]).sum::<usize>());
    }
    table.push_str("\n| mended: all schedules run |");
    for (index, peer) in Peer::ALL.into_iter().enumerate() {
        let whole = |outcome: &Outcome| match outcome {
            Outcome::Missed { schedules } if !peer.is_by_chance() && *schedules < LIMIT => Some(*schedules),
            _ => None,
        };
        let whole: Vec<_> = rows.iter().filter_map(|row| row.mended[index].as_ref().and_then(whole)).collect();
        let _ = match whole.iter().max() {
            None => write!(table, " never |"),
            Some(most) => write!(table, " {} of {}, {most} at the most |", whole.len(), rows.len()),
        };
    }
    table.push_str(" | |\n");
}

/// What there is once for all scenarios.
fn besides() -> io::Result<String> {
    let mut tools = Vec::new();
    for (tool, file) in [
        ("random sleeps", "seeded.rs"),
        ("shuttle", "shuttling.rs"),
        ("schedwalk", "walking.rs"),
        ("loom", "looming.rs"),
    ] {
        tools.push(format!("{} for {tool}", lines::of_tool(file)?));
    }
    Ok(format!("What has a tool run the scenarios, and counts, is once so many lines: {}.\n", tools.join(", ")))
}
