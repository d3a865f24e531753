//! The two profiles that are measured, and how the binaries are built in them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::column::Column;

/// A profile of cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Optimised.
    Release,
    /// Not optimised: what `cargo test` runs.
    Dev,
}

impl Profile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Release, Self::Dev];

    /// How the tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "optimised",
            Self::Dev => "dev",
        }
    }
}

/// The binaries of this package, built.
#[derive(Debug)]
pub struct Binaries {
    target: PathBuf,
}

impl Binaries {
    /// Builds what measuring these columns in these profiles takes.
    pub fn build(columns: &[Column], profiles: &[Profile]) -> Result<Self> {
        let asserted = columns.iter().any(|column| column.needs_debug_assertions());
        for profile in profiles {
            match profile {
                Profile::Dev => build(&[])?,
                Profile::Release => build(&["--release"])?,
            }
            if asserted && *profile == Profile::Release {
                build(&[
                    "--profile=asserted",
                    "--config=profile.asserted.inherits=\"release\"",
                    "--config=profile.asserted.debug-assertions=true",
                ])?;
            }
        }
        let target = target()?;
        Ok(Self { target })
    }

    /// Where a binary lies.
    pub fn path(&self, binary: &str, profile: Profile, column: Column) -> PathBuf {
        let folder = match profile {
            Profile::Dev => "debug",
            Profile::Release if column.needs_debug_assertions() => "asserted",
            Profile::Release => "release",
        };
        self.target.join(folder).join(binary)
    }
}

/// The target folder that the running binary lies in.
pub fn target() -> Result<PathBuf> {
    let binary = env::current_exe()?;
    let target = binary.ancestors().nth(2);
    Ok(target.ok_or("the binary lies in no target folder")?.to_owned())
}

/// The folder of this package.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The cargo that runs this binary.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn build(profile: &[&str]) -> Result<()> {
    let mut cargo = cargo();
    cargo.current_dir(package()).arg("build").arg("--target-dir").arg(target()?);
    cargo.args(["--quiet", "--bin=subject", "--bin=memory", "--no-default-features"]);
    if cfg!(feature = "asyncmock") {
        cargo.arg("--features=asyncmock");
    }
    // As for their users: the workspace leaves most of it out for the crates that it depends on, which run faster then.
    cargo.args(["--config", "profile.dev.package.'*'.debug = true"]);
    let status = cargo.args(profile).status()?;
    if status.success() { Ok(()) } else { Err("cargo build failed".into()) }
}
