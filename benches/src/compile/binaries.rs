//! Test binaries beside a library with one mock: what one more of them costs, and one more expectation in it.

use crate::Result;
use crate::column::Column;
use crate::compile::action::Action;
use crate::compile::further::{Build, Further};
use crate::compile::project::Project;
use crate::compile::sources::{Binary, EXPECTATIONS};
use crate::table::Table;

/// What there is one more of.
#[derive(Clone, Copy, Debug)]
enum Part {
    Binary,
    Expectation,
}

impl Part {
    fn label(self) -> &'static str {
        match self {
            Self::Binary => "a test binary that uses one mock",
            Self::Expectation => "an expectation of a method in use",
        }
    }

    fn further(self, project: &Project) -> Further<'_> {
        let build = |binary| Build { project, action: Action::BuildBinary(binary) };
        let (smaller, larger, more) = match self {
            Self::Binary => (Binary::Empty, Binary::One, 1),
            Self::Expectation => (Binary::One, Binary::Many, EXPECTATIONS - 1),
        };
        Further { smaller: build(smaller), larger: build(larger), more }
    }
}

/// CPU milliseconds of a further binary that uses one mock, over an empty one.
pub fn binary(columns: &[Column], rounds: usize) -> Result<Table> {
    milliseconds(columns, rounds, Part::Binary)
}

/// CPU milliseconds of a further expectation in a binary that has others of the same method.
pub fn expectation(columns: &[Column], rounds: usize) -> Result<Table> {
    milliseconds(columns, rounds, Part::Expectation)
}

fn milliseconds(columns: &[Column], rounds: usize, part: Part) -> Result<Table> {
    let projects = projects(columns)?;
    let further: Vec<_> = projects.iter().map(|project| part.further(project)).collect();
    let mut table = Table::new("CPU ms of one more", columns);
    table.cells(part.label(), || Further::milliseconds(&further, rounds))?;
    Ok(table)
}

/// Millions of the compiler's instructions for either, without the linker's.
pub(super) fn instructions(columns: &[Column]) -> Result<Table> {
    let projects = projects(columns)?;
    let mut table = Table::new("Millions of instructions of one more", columns);
    for part in [Part::Binary, Part::Expectation] {
        let further = projects.iter().map(|project| part.further(project));
        table.cells(part.label(), || further.map(|further| further.instructions().map(Some)).collect())?;
    }
    Ok(table)
}

/// A crate for each column, seen to pass its tests.
fn projects(columns: &[Column]) -> Result<Vec<Project>> {
    let checked = |column: &Column| -> Result<Project> {
        let project = Project::with_binaries(*column)?;
        project.test()?;
        Ok(project)
    };
    columns.iter().map(checked).collect()
}
