//! What one more of something costs: a larger build less a smaller one, divided by how many more there are.

use std::process::Command;

use crate::Result;
use crate::compile::action::Action;
use crate::compile::compiler;
use crate::compile::cpu::least_seconds;
use crate::compile::project::Project;

/// One build of a crate whose dependencies are built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Build<'p> {
    pub(super) project: &'p Project,
    pub(super) action: Action,
}

impl Build<'_> {
    /// Cargo, told to build what it must take for changed.
    fn command(self) -> Result<Command> {
        self.project.touch(self.action)?;
        Ok(self.project.command(self.action))
    }
}

/// Two builds that differ in so many of something.
#[derive(Debug)]
pub(super) struct Further<'p> {
    pub(super) smaller: Build<'p>,
    pub(super) larger: Build<'p>,
    pub(super) more: usize,
}

impl Further<'_> {
    /// CPU milliseconds of each, the least of so many rounds in which all take turns.
    pub(super) fn milliseconds(columns: &[Self], rounds: usize) -> Result<Vec<Option<f64>>> {
        for further in columns {
            further.build_dependencies()?;
        }
        let builds: Vec<Build<'_>> = columns.iter().flat_map(|further| [further.smaller, further.larger]).collect();
        let least = least_seconds(rounds, &builds, |build| build.command())?;
        let pairs = columns.iter().zip(least.chunks_exact(2));
        Ok(pairs.map(|(further, least)| Some((least[1] - least[0]) * 1e3 / further.more as f64)).collect())
    }

    /// Millions of the compiler's instructions.
    pub(super) fn instructions(&self) -> Result<f64> {
        self.build_dependencies()?;
        let count = |build: Build<'_>| compiler::instructions(build.project, build.action);
        // Signed, as a figure that is next to nothing may come out below it.
        let more = count(self.larger)? as f64 - count(self.smaller)? as f64;
        Ok(more / 1e6 / self.more as f64)
    }

    /// Builds the dependencies in the way that they are needed.
    fn build_dependencies(&self) -> Result<()> {
        self.smaller.project.run(self.smaller.action)
    }
}
