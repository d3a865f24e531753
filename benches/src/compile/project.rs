//! A generated crate on disk: one module a trait, all alike, each with its double and its test.
//!
//! All crates of a kind share one target folder, so that their dependencies are built once.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::Result;
use crate::column::Column;
use crate::profile::{cargo, package, target};

/// The lines of the six-method trait itself.
pub(super) const TRAIT_LINES: usize = 8;

/// What cargo is told to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Action {
    /// Type-check the library.
    Check,
    /// Build the library.
    Build,
    /// Type-check the library with its tests.
    CheckTests,
    /// Build the tests.
    BuildTests,
}

impl Action {
    pub(super) const ALL: [Self; 4] = [Self::Check, Self::Build, Self::CheckTests, Self::BuildTests];

    /// The label in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "check the library",
            Self::Build => "build the library",
            Self::CheckTests => "check with tests",
            Self::BuildTests => "build with tests",
        }
    }

    fn args(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check", "--lib"],
            Self::Build => &["build", "--lib"],
            Self::CheckTests => &["check", "--tests"],
            // Without `--lib` cargo builds the library a second time, for doctests.
            Self::BuildTests => &["test", "--no-run", "--lib"],
        }
    }
}

/// A generated crate.
#[derive(Debug)]
pub(super) struct Project {
    folder: PathBuf,
    target: PathBuf,
    module: &'static str,
    incremental: bool,
}

impl Project {
    /// Writes a crate with so many traits, doubled by the subject of a column.
    pub(super) fn generate(column: Column, traits: usize) -> Result<Self> {
        let compile = target()?.join("compile");
        let project = Self {
            folder: compile.join(format!("{column}-{traits}")),
            target: compile.join("target"),
            module: module(column),
            incremental: false,
        };
        fs::create_dir_all(project.folder.join("src"))?;
        fs::write(project.folder.join("Cargo.toml"), manifest(column))?;
        // Generated code is formatted by rustfmt's defaults, wherever the target folder lies.
        fs::write(project.folder.join("rustfmt.toml"), "")?;
        // The peers' versions are those of the workspace.
        let lock = package().with_file_name("Cargo.lock");
        fs::copy(lock, project.folder.join("Cargo.lock"))?;
        let mut lib = include_str!("sources/lib.rs").to_owned();
        if let Some(fake) = fake(column) {
            lib.push_str("\npub mod fake;");
            fs::write(project.folder.join("src/fake.rs"), fake)?;
        }
        for number in 0..traits {
            lib.push_str(&format!("\npub mod six{number};"));
            fs::write(project.module_path(number), project.module)?;
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

    /// Makes cargo take it for changed.
    pub(super) fn touch(&self) -> Result<()> {
        let lib = File::options().append(true).open(self.lib())?;
        lib.set_modified(SystemTime::now())?;
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
        let mut cargo = self.cargo();
        cargo.args(action.args()).args(["--quiet", "--jobs=1"]);
        cargo.arg("--target-dir").arg(&self.target);
        cargo.env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" });
        cargo
    }

    /// Does it.
    pub(super) fn run(&self, action: Action) -> Result<()> {
        succeed(&mut self.command(action)).map(drop)
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

    fn cargo(&self) -> Command {
        let mut cargo = cargo();
        cargo.current_dir(&self.folder).arg("--offline");
        cargo
    }

    fn lib(&self) -> PathBuf {
        self.folder.join("src/lib.rs")
    }

    fn module_path(&self, number: usize) -> PathBuf {
        self.folder.join(format!("src/six{number}.rs"))
    }
}

/// Runs a command; gives what it prints, or what went wrong.
pub(super) fn succeed(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?} failed:\n{errors}").into())
    }
}

/// The text of a module.
fn module(column: Column) -> &'static str {
    match column {
        Column::Hand => include_str!("sources/hand.rs"),
        Column::Count => include_str!("sources/count.rs"),
        Column::Mockall => include_str!("sources/mockall.rs"),
        Column::Unimock => include_str!("sources/unimock.rs"),
        Column::Mry => include_str!("sources/mry.rs"),
        Column::Faux => include_str!("sources/faux.rs"),
        Column::Asyncmock | Column::Spyless => include_str!("sources/asyncmock.rs"),
    }
}

/// What a fake written by hand needs once in a crate.
fn fake(column: Column) -> Option<&'static str> {
    match column {
        Column::Hand => Some(include_str!("sources/hand_fake.rs")),
        Column::Count => Some(include_str!("sources/count_fake.rs")),
        _ => None,
    }
}

fn asyncmock(features: &[&str]) -> String {
    let path = package().with_file_name("mock-core");
    format!("asyncmock = {{ path = {path:?}, default-features = false, features = {features:?} }}")
}

fn manifest(column: Column) -> String {
    let dependency = match column {
        Column::Hand | Column::Count => String::new(),
        Column::Mockall => "mockall = \"0.15\"".to_owned(),
        Column::Unimock => "unimock = \"0.6.8\"".to_owned(),
        Column::Mry => "mry = \"0.16\"".to_owned(),
        Column::Faux => "faux = \"0.1.13\"".to_owned(),
        Column::Asyncmock => asyncmock(&["derive", "spies"]),
        Column::Spyless => asyncmock(&["derive"]),
    };
    // What is named by its path is compiled incrementally, and into sixteen times as many objects for the linker as what a
    // project has from a registry.
    let profile = match column {
        Column::Asyncmock | Column::Spyless => "\n[profile.dev.package.asyncmock]\ncodegen-units = 16\n",
        _ => "",
    };
    format!(
        "[package]\nname = \"generated-{column}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependency}\n\n[workspace]\n{profile}"
    )
}
