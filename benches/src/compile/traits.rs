//! A further trait: its module, its double and the test of it.

use crate::Result;
use crate::column::Column;
use crate::compile::action::Action;
use crate::compile::further::{Build, Further};
use crate::compile::project::Project;
use crate::compile::sources::Signatures;
use crate::table::Table;

/// The sizes between which CPU time is taken.
const TIMED: [usize; 2] = [10, 50];

/// The sizes between which instructions are taken: fewer, as valgrind is slow and they do not vary.
const COUNTED: [usize; 2] = [5, 10];

/// CPU milliseconds, the least of so many rounds.
pub(super) fn milliseconds(columns: &[Column], signatures: Signatures, rounds: usize) -> Result<Table> {
    let title = format!("CPU ms for each further trait, {}", types(signatures));
    let mut table = Table::new(&title, columns).decimals(1);
    let crates = crates(columns, signatures, TIMED)?;
    for action in Action::OF_LIBRARY {
        let further: Vec<_> = crates.iter().map(|sizes| further(sizes, TIMED, action)).collect();
        table.cells(action.name(), || Further::milliseconds(&further, rounds))?;
    }
    Ok(table)
}

/// Millions of the compiler's instructions.
pub(super) fn instructions(columns: &[Column], signatures: Signatures) -> Result<Table> {
    let title = format!("Millions of instructions for each further trait, {}", types(signatures));
    let mut table = Table::new(&title, columns).decimals(1);
    let crates = crates(columns, signatures, COUNTED)?;
    for action in Action::OF_LIBRARY {
        let further = crates.iter().map(|sizes| further(sizes, COUNTED, action));
        table.cells(action.name(), || further.map(|further| further.instructions().map(Some)).collect())?;
    }
    Ok(table)
}

/// A crate of each size for each column, seen to pass its tests.
fn crates(columns: &[Column], signatures: Signatures, sizes: [usize; 2]) -> Result<Vec<[Project; 2]>> {
    let checked = |column, traits| -> Result<Project> {
        let project = Project::generate(column, signatures, traits)?;
        project.test()?;
        Ok(project)
    };
    let [few, many] = sizes;
    columns.iter().map(|column| Ok([checked(*column, few)?, checked(*column, many)?])).collect()
}

fn further([few, many]: &[Project; 2], sizes: [usize; 2], action: Action) -> Further<'_> {
    Further {
        smaller: Build { project: few, action },
        larger: Build { project: many, action },
        more: sizes[1] - sizes[0],
    }
}

/// How the titles tell the signatures apart.
fn types(signatures: Signatures) -> &'static str {
    match signatures {
        Signatures::Own => "a type of its own in each",
        Signatures::Shared => "the same types in all",
    }
}
