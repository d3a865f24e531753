//! Compile time: what a crate with many doubled traits costs to check and to build, what a mocking
//! crate brings along, and how much code it writes.
//!
//! Time is that of the processor, of cargo and all that it runs; a median of several runs. Instructions are those of the
//! compiler alone, the macros that it runs included.

mod compiler;
mod cpu;
mod project;

pub use crate::compile::compiler::wrap;

use crate::Result;
use crate::column::Column;
use crate::compile::cpu::median_seconds;
use crate::compile::project::{Action, Project};
use crate::table::Table;

/// The sizes between which the cost of a further trait is taken.
const FEW: usize = 10;
const MANY: usize = 100;

/// The traits of the crate in which one test is edited.
const EDITED: usize = 50;

/// Measures the columns, each figure the median of so many runs.
pub fn measure(columns: &[Column], runs: usize) -> Result<Vec<Table>> {
    Ok(vec![marginal(columns, runs)?, edit(columns, runs)?, lines(columns)?, tree(columns, runs)?])
}

/// Millions of the compiler's instructions for a further trait.
pub fn instructions(columns: &[Column]) -> Result<Table> {
    let mut table = Table::new("Millions of instructions for each further trait", columns).decimals(1);
    for action in Action::ALL {
        table.row(action.name(), |column| {
            Project::generate(column, 1)?.run(action)?;
            let count = |traits| compiler::instructions(&Project::generate(column, traits)?, action);
            let further = count(FEW)? - count(FEW / 2)?;
            Ok(Some(further as f64 / 1e6 / (FEW - FEW / 2) as f64))
        })?;
    }
    Ok(table)
}

/// CPU milliseconds of a further trait.
fn marginal(columns: &[Column], runs: usize) -> Result<Table> {
    let mut table = Table::new("CPU ms for each further trait", columns).decimals(1);
    for action in Action::ALL {
        table.row(action.name(), |column| {
            // Builds the dependencies in the way that they are needed.
            Project::generate(column, 1)?.run(action)?;
            let cost = |traits| {
                let project = Project::generate(column, traits)?;
                median_seconds(runs, || {
                    project.touch()?;
                    Ok(project.command(action))
                })
            };
            Ok(Some((cost(MANY)? - cost(FEW)?) * 1e3 / (MANY - FEW) as f64))
        })?;
    }
    Ok(table)
}

/// CPU seconds to rebuild the tests after an edit.
fn edit(columns: &[Column], runs: usize) -> Result<Table> {
    let mut table = Table::new("CPU s, incremental", columns);
    table.row("one test of 50 edited, tests built", |column| {
        let project = Project::generate(column, EDITED)?.incremental();
        project.run(Action::BuildTests)?;
        let mut edits = 0;
        let edited = || {
            edits += 1;
            project.edit(edits)?;
            Ok(project.command(Action::BuildTests))
        };
        median_seconds(runs, edited).map(Some)
    })?;
    Ok(table)
}

/// Lines that a trait's double takes, expanded and formatted.
fn lines(columns: &[Column]) -> Result<Table> {
    let mut table = Table::new("Lines", columns).decimals(0);
    table.row("expanded lines a trait, without the trait", |column| {
        let lines = |traits| Project::generate(column, traits)?.expanded_lines();
        let further = (lines(FEW)? - lines(1)?) / (FEW - 1);
        Ok(Some((further - project::TRAIT_LINES) as f64))
    })?;
    Ok(table)
}

/// What depending on the crate brings along.
fn tree(columns: &[Column], runs: usize) -> Result<Table> {
    let mut table = Table::new("Dependencies, built from nothing", columns).decimals(1);
    table.row("crates", |column| {
        let crates = Project::generate(column, 0)?.dependencies()?;
        Ok(Some(crates as f64))
    })?;
    table.row("CPU s", |column| {
        let project = Project::generate(column, 0)?.cold();
        let from_nothing = || {
            project.clean()?;
            Ok(project.command(Action::Build))
        };
        median_seconds(runs, from_nothing).map(Some)
    })?;
    Ok(table)
}
