//! The compiler under valgrind: how many instructions it takes, which vary far less than its time.
//!
//! Cargo lets a wrapper stand in for the compiler of the generated crate alone. That wrapper is this program.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::Result;
use crate::callgrind::collected;
use crate::compile::action::Action;
use crate::compile::project::{Project, succeed};

/// Where the wrapper has valgrind write its report.
const REPORT: &str = "ASYNCMOCK_BENCHES_REPORT";

/// Runs the compiler that cargo has asked for, if it takes this program for that.
pub fn wrap() -> Option<Result<ExitCode>> {
    let report = PathBuf::from(env::var_os(REPORT)?);
    let run = || {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        valgrind.arg(format!("--log-file={}", report.display())).args(env::args_os().skip(1));
        let status = valgrind.env_remove(REPORT).status().map_err(|error| format!("valgrind: {error}"))?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    };
    Some(run())
}

/// The instructions that the compiler takes to do something with a crate whose dependencies are built.
pub(super) fn instructions(project: &Project, action: Action) -> Result<u64> {
    let report = project.target().with_file_name("compiler.log");
    let wrapped = || -> Result<Command> {
        let mut cargo = project.command(action);
        cargo.env("RUSTC", rustc()?).env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?).env(REPORT, &report);
        Ok(cargo)
    };
    project.touch(action)?;
    succeed(&mut wrapped()?)?;
    let report = fs::read_to_string(&report)?;
    collected(&report).ok_or_else(|| format!("valgrind has counted nothing:\n{report}").into())
}

/// The compiler itself, not what chooses among several.
fn rustc() -> Result<PathBuf> {
    let sysroot = succeed(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join("bin/rustc"))
}
