//! What `#[asyncmock::test]` costs beside `#[tokio::test]`: empty tests of both, many of them, in one binary.
//!
//! Wall time of the whole binary, as its user sees it. The two take turns, so that other work on the machine is the same
//! for both, and the median of the ratios counts.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Result;
use crate::profile::{cargo, package, target};

/// Tests of each kind.
const TESTS: usize = 10_000;

/// How often each kind runs.
const REPETITIONS: usize = 11;

/// The attributes, each in a module of its own.
const ATTRIBUTES: [(&str, &str); 2] = [("plain", "tokio::test"), ("harness", "asyncmock::test")];

/// Measures both; the table.
pub fn measure() -> Result<String> {
    let binary = build()?;
    let mut seconds = [Vec::new(), Vec::new()];
    let mut ratios = Vec::new();
    for repetition in 0..REPETITIONS {
        eprintln!("harness: repetition {} of {REPETITIONS}", repetition + 1);
        let mut of_both = [0.0; 2];
        for (of_one, (module, _)) in of_both.iter_mut().zip(ATTRIBUTES) {
            *of_one = run(&binary, module)?;
        }
        ratios.push(of_both[1] / of_both[0]);
        seconds.iter_mut().zip(of_both).for_each(|(seconds, of_one)| seconds.push(of_one));
    }
    let [plain, harness] = seconds.map(median);
    let ratio = median(ratios);
    let mut text = String::from("| 10,000 empty tests | `#[tokio::test]` | `#[asyncmock::test]` | ratio |\n");
    text.push_str("| --- | ---: | ---: | ---: |\n");
    writeln!(text, "| s | {plain:.2} | {harness:.2} | {ratio:.2} |")?;
    Ok(text)
}

/// The test binary of a generated crate.
fn build() -> Result<PathBuf> {
    let folder = target()?.join("harness");
    fs::create_dir_all(folder.join("src"))?;
    let core = package().with_file_name("mock-core");
    let manifest = format!(
        "[package]\nname = \"generated-harness\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         asyncmock = {{ path = {core:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"rt-multi-thread\", \"time\"] }}\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(package().with_file_name("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut lib = String::new();
    for (module, attribute) in ATTRIBUTES {
        writeln!(lib, "#[cfg(test)]\nmod {module} {{")?;
        for test in 0..TESTS {
            writeln!(lib, "    #[{attribute}]\n    async fn test_{test}() {{}}")?;
        }
        lib.push_str("}\n");
    }
    fs::write(folder.join("src/lib.rs"), lib)?;
    let mut cargo = cargo();
    cargo.current_dir(&folder).env("CARGO_INCREMENTAL", "0").arg("--offline");
    cargo.args(["test", "--lib", "--no-run", "--quiet", "--message-format=json"]);
    cargo.arg("--target-dir").arg(folder.join("target"));
    let output = cargo.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the generated tests can't be built".into());
    }
    let messages = String::from_utf8(output.stdout)?;
    let binary = messages.lines().rev().find_map(|line| line.split_once("\"executable\":\"")?.1.split('"').next());
    Ok(binary.ok_or("cargo names no test binary")?.into())
}

/// Runs the tests of a module; the seconds they take.
fn run(binary: &PathBuf, module: &str) -> Result<f64> {
    let begun = Instant::now();
    let filter = format!("{module}::");
    let status = Command::new(binary).args([&filter, "--quiet"]).stdout(Stdio::null()).status()?;
    let seconds = begun.elapsed().as_secs_f64();
    if status.success() { Ok(seconds) } else { Err(format!("tests of {module} failed").into()) }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
