//! Where crates of shapes are written, built and run. It knows cargo, and nothing of what a shape is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use crate::json::Json;

/// What the compiler says about a module.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    pub(crate) text: String,
    /// Whether it is a refusal of the macro's.
    pub(crate) is_ours: bool,
}

/// What it says about all of them. What belongs to none is under `usize::MAX`.
pub(crate) type Complaints = BTreeMap<usize, Vec<Complaint>>;

/// What cargo is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Type-check the tests.
    Check,
    /// Type-check, when nobody uses what there is.
    CheckUnused,
}

pub(crate) struct Workshop {
    folder: PathBuf,
    target: PathBuf,
    refusals: BTreeSet<String>,
}

impl Workshop {
    /// A crate in a folder, with the dependencies of the workspace at `root`.
    pub(crate) fn new(root: &Path, folder: &Path) -> io::Result<Self> {
        let shop = Workshop {
            folder: folder.to_owned(),
            target: folder.with_file_name("target"),
            refusals: tested_refusals(&root.join("tests/tests/ui"))?,
        };
        fs::create_dir_all(folder.join("src"))?;
        let core = root.join("mock-core");
        let manifest = format!(
            "[package]\nname = \"shapes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\ndoctest = false\n\n\
             [dependencies]\nasyncmock = {{ path = {core:?}, default-features = false, features = [\"derive\"] }}\n\
             async-trait = \"0.1\"\nfutures = \"0.3\"\ntrait-variant = \"0.1\"\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        // The versions that are known to work, and are there.
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        fs::write(folder.join("src/given.rs"), include_str!("../given/given.rs"))?;
        Ok(shop)
    }

    /// Writes the crate: one module for each text.
    pub(crate) fn write(&self, modules: &BTreeMap<usize, String>, task: Task) -> io::Result<()> {
        let mut lib = match task {
            Task::Check => {
                "#![cfg(test)]\n#![deny(warnings, missing_debug_implementations)]\n\nmod given;\n".to_owned()
            }
            Task::CheckUnused => "#![cfg(test)]\n#![allow(dead_code)]\n\nmod given;\n".to_owned(),
        };
        for (index, text) in modules {
            lib.push_str(&format!("mod s{index:04};\n"));
            fs::write(self.folder.join(format!("src/s{index:04}.rs")), text)?;
        }
        fs::write(self.folder.join("src/lib.rs"), lib)
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(arguments).current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        cargo.env("RUST_BACKTRACE", "0").stdin(Stdio::null());
        cargo
    }

    /// What the compiler says about the modules that were written.
    pub(crate) fn check(&self) -> io::Result<Complaints> {
        let output = self
            .cargo(&["check", "--lib", "--profile", "test", "--message-format=json", "--quiet"])
            .stderr(Stdio::piped())
            .output()?;
        let mut complaints = Complaints::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Some(message) = Json::parse(line) else { continue };
            let message = message.get("message");
            // Cargo's own counts of errors belong to no place.
            if message.get("level").text() != "error" || message.get("spans").list().is_empty() {
                continue;
            }
            let module = module_of(message.get("spans")).unwrap_or(usize::MAX);
            complaints.entry(module).or_default().push(Complaint {
                text: message.get("rendered").text().to_owned(),
                is_ours: message.get("code").is_null()
                    && self.refusals.contains(&without_names(message.get("message").text())),
            });
        }
        if !output.status.success() && complaints.is_empty() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            complaints.entry(usize::MAX).or_default().push(Complaint { text, is_ours: false });
        }
        Ok(complaints)
    }

    /// Runs the tests; gives those that failed, and what was printed.
    pub(crate) fn test(&self) -> io::Result<(BTreeSet<usize>, String)> {
        let output = self.cargo(&["test", "--lib", "--quiet"]).output()?;
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        let failed: BTreeSet<usize> = text
            .lines()
            .filter_map(|line| line.trim().strip_suffix("::is_mocked")?.strip_prefix('s')?.parse().ok())
            .collect();
        if !output.status.success() && failed.is_empty() {
            text.push_str(&String::from_utf8_lossy(&output.stderr));
            return Ok((BTreeSet::from([usize::MAX]), text));
        }
        Ok((failed, text))
    }
}

/// The module that a message is about: that of the outermost place that the spans lead to, from where the error is
/// before what it mentions.
fn module_of(spans: &Json) -> Option<usize> {
    let (errors, mentions): (Vec<_>, Vec<_>) = spans.list().iter().partition(|span| span.get("is_primary").is_true());
    errors.into_iter().chain(mentions).find_map(|span| {
        let mut place = span;
        loop {
            let file = place.get("file_name").text();
            let name = Path::new(file).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            if let Some(index) = name.strip_prefix('s').and_then(|number| number.parse().ok()) {
                return Some(index);
            }
            place = place.get("expansion").get("span");
            if place.is_null() {
                return None;
            }
        }
    })
}

/// A text with `..` for each name.
pub(crate) fn without_names(text: &str) -> String {
    text.split('`').enumerate().map(|(index, part)| if index % 2 == 1 { "`..`" } else { part }).collect()
}

/// The refusals that have ui tests: there are no others.
fn tested_refusals(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut refusals = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "stderr") {
            let text = fs::read_to_string(path)?;
            refusals.extend(text.lines().filter_map(|line| line.strip_prefix("error: ")).map(without_names));
        }
    }
    Ok(refusals)
}

/// Progress, for who waits.
pub(crate) fn progress(text: &str) {
    let _nobody_may_be_looking = writeln!(io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::module_of;
    use crate::json::Json;

    #[test]
    fn an_error_is_blamed_on_the_module_where_it_is() {
        let mentioned = r#"{"file_name": "src/s0601.rs", "is_primary": false}"#;
        let erroneous = r#"{"file_name": "src/s0500.rs", "is_primary": true}"#;
        let blamed = |spans: &str| module_of(&Json::parse(spans).unwrap());
        assert_eq!(blamed(&format!("[{mentioned}, {erroneous}]")), Some(500));
        assert_eq!(blamed(&format!("[{mentioned}]")), Some(601));
        assert_eq!(blamed("[]"), None);
    }
}
