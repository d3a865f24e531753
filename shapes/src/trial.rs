//! What becomes of the shapes of one crate.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::options::Options;
use crate::render::{Purpose, module};
use crate::shape::Shape;
use crate::workshop::{Complaint, Complaints, Task, Workshop, progress, without_names};

/// How the shapes fared.
#[derive(Default)]
pub(crate) struct Trial {
    pub(crate) accepted: usize,
    /// What the macro said.
    pub(crate) refused: Vec<String>,
    /// What went wrong, with the shape.
    pub(crate) failed: Vec<String>,
}

struct Bench<'s> {
    shapes: BTreeMap<usize, &'s Shape>,
    workshop: Workshop,
    trial: Trial,
}

impl Trial {
    /// Tries shapes, of which the first has that number.
    pub(crate) fn of(shapes: &[Shape], first: usize, options: &Options) -> io::Result<Self> {
        let folder = options.folder.join(format!("from_{first:04}"));
        let mut bench = Bench {
            shapes: shapes.iter().enumerate().map(|(index, shape)| (first + index, shape)).collect(),
            workshop: Workshop::new(&options.root, &folder)?,
            trial: Trial::default(),
        };
        bench.leave_out_what_is_no_rust()?;
        let rejected = bench.use_mocks()?;
        bench.tell_refusals(&rejected)?;
        Ok(bench.trial)
    }

    pub(crate) fn add(&mut self, other: Trial) {
        self.accepted += other.accepted;
        self.refused.extend(other.refused);
        self.failed.extend(other.failed);
    }

    /// Prints how often which refusal was.
    pub(crate) fn report(&self) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for refusal in &self.refused {
            *counts.entry(without_names(refusal)).or_default() += 1;
        }
        println!("\nrefusals:");
        for (text, count) in counts {
            println!("{count:5} × {text}");
        }
    }
}

impl Bench<'_> {
    fn write(&self, indices: &BTreeSet<usize>, purpose: Purpose, task: Task) -> io::Result<()> {
        let texts = indices.iter().map(|index| (*index, module(self.shapes[index], purpose))).collect();
        self.workshop.write(&texts, task)
    }

    /// Says that a shape failed.
    fn fail(&mut self, index: usize, what: &str, complaints: &[Complaint]) {
        let text = match self.shapes.get(&index) {
            Some(shape) => module(shape, Purpose::Test),
            None => String::new(),
        };
        let complaints: String = complaints.iter().map(|complaint| complaint.text.as_str()).collect();
        self.trial.failed.push(format!("==== s{index:04}: {what}\n{text}\n{complaints}"));
    }

    /// Checks shapes until nothing is wrong with those that are left; gives what was said of the others.
    fn sieve(&self, indices: &BTreeSet<usize>, purpose: Purpose, task: Task) -> io::Result<Complaints> {
        let mut left = indices.clone();
        let mut said = Complaints::new();
        loop {
            self.write(&left, purpose, task)?;
            let complaints = self.workshop.check()?;
            progress(&format!("{purpose:?}: {} modules, {} with errors", left.len(), complaints.len()));
            if complaints.is_empty() {
                return Ok(said);
            }
            let unknown = complaints.contains_key(&usize::MAX);
            left.retain(|index| !complaints.contains_key(index));
            let no_progress = complaints.keys().all(|index| *index == usize::MAX);
            said.extend(complaints);
            if unknown && no_progress {
                return Ok(said);
            }
            // What was said of no module may have been a consequence.
            said.remove(&usize::MAX);
        }
    }

    /// The traits themselves must be Rust: if not, the grammar is wrong.
    fn leave_out_what_is_no_rust(&mut self) -> io::Result<()> {
        let all = self.shapes.keys().copied().collect();
        for (index, complaints) in self.sieve(&all, Purpose::Item, Task::CheckUnused)? {
            self.fail(index, "is not Rust without its mock", &complaints);
            self.shapes.remove(&index);
        }
        Ok(())
    }

    /// Builds and runs what compiles; gives what does not.
    fn use_mocks(&mut self) -> io::Result<Complaints> {
        let all: BTreeSet<usize> = self.shapes.keys().copied().collect();
        let rejected = self.sieve(&all, Purpose::Test, Task::Check)?;
        let (failed, text) = self.workshop.test()?;
        for index in &failed {
            let said = Complaint { text: section(&text, *index), is_ours: false };
            self.fail(*index, "fails its test", &[said]);
        }
        self.trial.accepted =
            all.iter().filter(|index| !rejected.contains_key(index) && !failed.contains(index)).count();
        Ok(rejected)
    }

    /// What does not compile must be refused by one error of ours, also when nobody uses the mock.
    fn tell_refusals(&mut self, rejected: &Complaints) -> io::Result<()> {
        let indices: BTreeSet<usize> = rejected.keys().copied().filter(|index| *index != usize::MAX).collect();
        if let Some(complaints) = rejected.get(&usize::MAX) {
            self.fail(usize::MAX, "an error without a place", complaints);
        }
        if indices.is_empty() {
            return Ok(());
        }
        let of_mocks = self.sieve(&indices, Purpose::Mock, Task::CheckUnused)?;
        for index in indices {
            match of_mocks.get(&index).map(Vec::as_slice) {
                Some([complaint]) if complaint.is_ours => {
                    let text = complaint.text.lines().next().unwrap_or_default();
                    self.trial.refused.push(text.trim_start_matches("error: ").to_owned());
                }
                Some(complaints) => self.fail(index, "gives errors in the mock", complaints),
                None => self.fail(index, "gives errors where the mock is used", &rejected[&index]),
            }
        }
        Ok(())
    }
}

/// What a test printed.
fn section(text: &str, index: usize) -> String {
    let start = text.find(&format!("---- s{index:04}::is_mocked")).unwrap_or(0);
    text[start..].lines().take(12).collect::<Vec<_>>().join("\n")
}
