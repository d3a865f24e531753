//! The command line.

use std::path::{Path, PathBuf};

use crate::weights::Weights;

const USAGE: &str = "options: --traits 2000 --seed 1 --per-crate 250 --weight statics=50 --folder target/shapes";

#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) traits: usize,
    pub(crate) seed: u64,
    /// How many shapes are in one crate.
    pub(crate) per_crate: usize,
    pub(crate) weights: Weights,
    /// Where the crates are written.
    pub(crate) folder: PathBuf,
    /// The workspace.
    pub(crate) root: PathBuf,
}

impl Options {
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let mut options = Options {
            traits: 2000,
            seed: 1,
            per_crate: 250,
            weights: Weights::DEFAULT,
            folder: target.join("shapes"),
            root,
        };
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| USAGE.to_owned())?;
            let number = || value.parse::<usize>().map_err(|_| format!("`{value}` is no number; {USAGE}"));
            match word.as_str() {
                "--traits" => options.traits = number()?,
                "--seed" => options.seed = number()? as u64,
                "--per-crate" => options.per_crate = number()?.max(1),
                "--folder" => options.folder = PathBuf::from(&value),
                "--weight" => {
                    let (name, percent) = value.split_once('=').ok_or_else(|| USAGE.to_owned())?;
                    let percent = percent.parse().map_err(|_| format!("`{percent}` is no number; {USAGE}"))?;
                    if !options.weights.set(name, percent) {
                        return Err(format!("there is no weight `{name}`; {:?}", options.weights));
                    }
                }
                _ => return Err(format!("unknown option `{word}`; {USAGE}")),
            }
        }
        Ok(options)
    }
}
