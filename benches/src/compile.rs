//! Compile time: what a crate with many doubled traits costs to check and to build, what a test binary and an expectation
//! add, what a mocking crate brings along, and how much code it writes.
//!
//! Time is that of the processor, of cargo and all that it runs; the least of several rounds. Instructions are those of
//! the compiler alone, the macros that it runs included. Every generated crate with tests passes them before it is measured.

mod action;
mod binaries;
mod compiler;
mod cpu;
mod further;
mod manifest;
mod project;
mod sources;
mod traits;

pub use crate::compile::binaries::{binary, expectation};
pub use crate::compile::compiler::wrap;

use crate::Result;
use crate::column::Column;
use crate::compile::action::Action;
use crate::compile::cpu::least_seconds;
use crate::compile::project::Project;
use crate::compile::sources::Signatures;
use crate::table::Table;

/// The traits of the crate in which one test is edited.
const EDITED: usize = 50;

/// The traits of the larger crate whose lines are counted; the smaller one has one.
const EXPANDED: usize = 10;

/// Measures the columns, each figure the least of so many rounds.
pub fn measure(columns: &[Column], rounds: usize) -> Result<Vec<Table>> {
    Ok(vec![
        traits::milliseconds(columns, Signatures::Own, rounds)?,
        traits::milliseconds(columns, Signatures::Shared, rounds)?,
        edit(columns, rounds)?,
        lines(columns)?,
        tree(columns, rounds)?,
    ])
}

/// Millions of the compiler's instructions for a further trait, a further test binary and a further expectation.
pub fn instructions(columns: &[Column]) -> Result<Vec<Table>> {
    Ok(vec![
        traits::instructions(columns, Signatures::Own)?,
        traits::instructions(columns, Signatures::Shared)?,
        binaries::instructions(columns)?,
    ])
}

/// CPU seconds to rebuild the tests after an edit.
fn edit(columns: &[Column], rounds: usize) -> Result<Table> {
    let mut projects = Vec::new();
    for column in columns {
        let project = Project::generate(*column, Signatures::Own, EDITED)?.incremental();
        project.test()?;
        projects.push(project);
    }
    let mut table = Table::new("CPU s, incremental", columns);
    table.cells("one test of 50 edited, tests built", || {
        let mut edits = 0;
        let least = least_seconds(rounds, &projects, |project| {
            edits += 1;
            project.edit(edits)?;
            Ok(project.command(Action::BuildTests))
        })?;
        Ok(least.into_iter().map(Some).collect())
    })?;
    Ok(table)
}

/// Lines that a trait's double takes, expanded and formatted.
fn lines(columns: &[Column]) -> Result<Table> {
    let mut table = Table::new("Lines", columns).decimals(0);
    table.row("expanded lines a trait, without the trait", |column| {
        let lines = |traits| Project::generate(column, Signatures::Shared, traits)?.expanded_lines();
        let further = (lines(EXPANDED)? - lines(1)?) / (EXPANDED - 1);
        Ok(Some((further - sources::TRAIT_LINES) as f64))
    })?;
    Ok(table)
}

/// What depending on the crate brings along.
fn tree(columns: &[Column], rounds: usize) -> Result<Table> {
    let generate = |column| Project::generate(column, Signatures::Own, 0);
    let mut table = Table::new("Dependencies, built from nothing", columns).decimals(1);
    table.row("crates", |column| Ok(Some(generate(column)?.dependencies()? as f64)))?;
    table.cells("CPU s", || {
        let projects: Vec<Project> =
            columns.iter().map(|column| Ok(generate(*column)?.cold())).collect::<Result<_>>()?;
        let least = least_seconds(rounds, &projects, |project| {
            project.clean()?;
            Ok(project.command(Action::Build))
        })?;
        Ok(least.into_iter().map(Some).collect())
    })?;
    Ok(table)
}
