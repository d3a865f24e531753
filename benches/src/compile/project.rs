//! A generated crate on disk: one module a trait, all alike, each with its double and its test; test binaries beside them.
//!
//! All crates of a kind share one target folder, so that their dependencies are built once.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::Result;
use crate::column::Column;
use crate::compile::action::Action;
use crate::compile::manifest::manifest;
use crate::compile::sources::{self, Binary, Signatures};
use crate::profile::{cargo, package, target};

/// A generated crate.
#[derive(Debug)]
pub(super) struct Project {
    folder: PathBuf,
    target: PathBuf,
    module: String,
    /// The tests that it has.
    tests: usize,
    incremental: bool,
}

impl Project {
    /// Writes a crate with so many traits, doubled by the subject of a column.
    pub(super) fn generate(column: Column, signatures: Signatures, traits: usize) -> Result<Self> {
        Self::write(&format!("{column}-{signatures}-{traits}"), column, signatures, traits)
    }

    /// Writes a crate with one such trait, and test binaries beside it.
    pub(super) fn with_binaries(column: Column) -> Result<Self> {
        let project = Self::write(&format!("{column}-binaries"), column, Signatures::Own, 1)?;
        fs::create_dir_all(project.folder.join("tests"))?;
        for binary in Binary::ALL {
            fs::write(project.binary_path(binary), binary.text(column))?;
        }
        Ok(Self { tests: project.tests + Binary::ALL.len(), ..project })
    }

    fn write(folder: &str, column: Column, signatures: Signatures, traits: usize) -> Result<Self> {
        let compile = target()?.join("compile");
        let project = Self {
            folder: compile.join(folder),
            target: compile.join("target"),
            module: sources::module(column, signatures),
            tests: traits,
            incremental: false,
        };
        fs::create_dir_all(project.folder.join("src"))?;
        fs::write(project.folder.join("Cargo.toml"), manifest(column))?;
        // Generated code is formatted by rustfmt's defaults, wherever the target folder lies.
        fs::write(project.folder.join("rustfmt.toml"), "")?;
        // The peers' versions are those of the workspace.
        let lock = package().with_file_name("Cargo.lock");
        fs::copy(lock, project.folder.join("Cargo.lock"))?;
        let mut lib = sources::LIB.to_owned();
        if let Some(fake) = sources::fake(column) {
            lib.push_str("\npub mod fake;");
            fs::write(project.folder.join("src/fake.rs"), fake)?;
        }
        for number in 0..traits {
            lib.push_str(&format!("\npub mod double{number};"));
            fs::write(project.module_path(number), &project.module)?;
        }
        lib.push('\n');
        fs::write(project.lib(), lib)?;
        Ok(project)
    }

    /// The same crate, built incrementally.
    pub(super) fn incremental(self) -> Self {
        Self { incremental: true, ..self }
    }

    /// The same crate with a target folder that it can clean.
    pub(super) fn cold(self) -> Self {
        Self { target: self.folder.join("target"), ..self }
    }

    /// Removes its target folder.
    pub(super) fn clean(&self) -> Result<()> {
        match fs::remove_dir_all(&self.target) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Makes cargo take for changed what it is to build.
    pub(super) fn touch(&self, action: Action) -> Result<()> {
        let root = match action {
            Action::BuildBinary(binary) => self.binary_path(binary),
            _ => self.lib(),
        };
        File::options().append(true).open(root)?.set_modified(SystemTime::now())?;
        Ok(())
    }

    /// Edits one test; another number is another edit.
    pub(super) fn edit(&self, number: usize) -> Result<()> {
        let edited = self.module.replace("north", &format!("north-{number}"));
        fs::write(self.module_path(0), edited)?;
        Ok(())
    }

    /// The target folder that it shares with others.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Cargo, told to do something with it.
    pub(super) fn command(&self, action: Action) -> Command {
        self.building(action.args())
    }

    /// Does it.
    pub(super) fn run(&self, action: Action) -> Result<()> {
        succeed(&mut self.command(action)).map(drop)
    }

    /// Runs all of its tests: what does not do its work has no price.
    pub(super) fn test(&self) -> Result<()> {
        eprintln!("tests of {}", self.folder.display());
        let report = succeed(&mut self.building(&["test", "--tests"]))?;
        let passed = passed(&report);
        if passed == self.tests {
            Ok(())
        } else {
            Err(format!("{:?} has {} tests, but {passed} passed:\n{report}", self.folder, self.tests).into())
        }
    }

    /// The lines of the whole crate, expanded and formatted.
    pub(super) fn expanded_lines(&self) -> Result<usize> {
        let mut rustc = self.cargo();
        rustc.args(["rustc", "--lib", "--profile=check", "--quiet", "--jobs=1"]);
        // Of its own, because some build scripts run anew when the variable changes.
        rustc.arg("--target-dir").arg(self.target.with_file_name("expanded"));
        rustc.env("RUSTC_BOOTSTRAP", "1").args(["--", "-Zunpretty=expanded"]);
        let expanded = succeed(&mut rustc)?;
        let mut rustfmt = Command::new("rustfmt")
            .current_dir(&self.folder)
            .args(["--edition=2024", "--emit=stdout"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        rustfmt.stdin.take().ok_or("rustfmt reads nothing")?.write_all(expanded.as_bytes())?;
        let formatted = String::from_utf8(rustfmt.wait_with_output()?.stdout)?;
        Ok(formatted.lines().filter(|line| !line.is_empty()).count())
    }

    /// The number of crates it depends on, directly or not.
    pub(super) fn dependencies(&self) -> Result<usize> {
        let mut tree = self.cargo();
        tree.args(["tree", "--prefix=none", "--edges=normal,build", "--format={p}"]);
        let listed = succeed(&mut tree)?;
        let mut crates: Vec<&str> = listed.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        crates.sort_unstable();
        crates.dedup();
        Ok(crates.len() - 1)
    }

    /// Cargo with what its builds have in common.
    fn building(&self, args: &[&str]) -> Command {
        let mut cargo = self.cargo();
        cargo.args(args).args(["--quiet", "--jobs=1"]);
        cargo.arg("--target-dir").arg(&self.target);
        cargo.env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" });
        cargo
    }

    fn cargo(&self) -> Command {
        let mut cargo = cargo();
        cargo.current_dir(&self.folder).arg("--offline");
        cargo
    }

    fn lib(&self) -> PathBuf {
        self.folder.join("src/lib.rs")
    }

    fn module_path(&self, number: usize) -> PathBuf {
        self.folder.join(format!("src/double{number}.rs"))
    }

    fn binary_path(&self, binary: Binary) -> PathBuf {
        self.folder.join(format!("tests/{}.rs", binary.name()))
    }
}

/// Runs a command; gives what it prints, or what went wrong.
pub(super) fn succeed(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        // Tests tell what went wrong on the one, cargo on the other.
        let [printed, errors] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        Err(format!("{command:?} failed:\n{printed}{errors}").into())
    }
}

/// The tests that passed, by the reports of all test binaries.
fn passed(report: &str) -> usize {
    let passed = report.lines().filter_map(|line| {
        let (counts, _) = line.strip_prefix("test result: ok. ")?.split_once(" passed;")?;
        counts.parse::<usize>().ok()
    });
    passed.sum()
}

#[cfg(test)]
mod tests {
    use super::passed;

    #[test]
    fn tests_of_all_binaries_count_if_they_passed() {
        let report = "
running 2 tests
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 1 test
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 5 tests
test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";
        assert_eq!(passed(report), 3);
    }
}
