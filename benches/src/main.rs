//! Measures, prints the tables, and with `--write` renews them in `README.md`.

use std::process::ExitCode;

use asyncmock_benches::column::Column;
use asyncmock_benches::profile::{Binaries, Profile};
use asyncmock_benches::table::Table;
use asyncmock_benches::{Result, calls, compile, harness, memory, readme, threads};
use lexopt::prelude::*;

const USAGE: &str = "\
usage: asyncmock-benches [calls] [memory] [threads] [compile] [binary] [expectation] [compiler] [harness] [all]
       [options]

  calls        instructions a call, and of a mock's whole life (needs valgrind)
  memory       bytes kept for each recorded call
  threads      throughput of two threads on one mock
  compile      compile time of generated crates, with types of each trait's own and with shared ones
  binary       compile time of one more test binary that uses one mock
  expectation  compile time of one more expectation
  compiler     the compiler's instructions for those three (needs valgrind, and an hour for all columns)
  harness      10,000 empty tests under #[asyncmock::test] and #[tokio::test]
  all          all of these

  --only <columns>      hand,count,mockall,unimock,mry,faux,asyncmock
  --profile <profile>   of calls: release or dev; both if not said
  --runs <n>            of compile, binary and expectation: each figure is the least of so many; 3 if not said
  --write               renew the tables in benches/README.md";

/// What the command line asks for.
struct Options {
    parts: Vec<Part>,
    columns: Vec<Column>,
    profiles: Vec<Profile>,
    runs: usize,
    write: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Calls,
    Memory,
    Threads,
    Compile,
    Binary,
    Expectation,
    Compiler,
    Harness,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Calls,
        Self::Memory,
        Self::Threads,
        Self::Compile,
        Self::Binary,
        Self::Expectation,
        Self::Compiler,
        Self::Harness,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Memory => "memory",
            Self::Threads => "threads",
            Self::Compile => "compile",
            Self::Binary => "binary",
            Self::Expectation => "expectation",
            Self::Compiler => "compiler",
            Self::Harness => "harness",
        }
    }

    /// What it measures, as tables.
    fn measure(self, options: &Options) -> Result<String> {
        let columns = &options.columns;
        let tables: Vec<Table> = match self {
            Self::Calls => {
                let binaries = Binaries::build(columns, &options.profiles)?;
                calls::measure(&Column::called(columns), &options.profiles, &binaries)?
            }
            Self::Memory => memory::measure(columns, &Binaries::build(columns, &[Profile::Release])?)?,
            Self::Threads => {
                let binaries = Binaries::build(columns, &[Profile::Release])?;
                threads::measure(&Column::called(columns), &binaries)?
            }
            Self::Compile => compile::measure(&Column::compiled(columns), options.runs)?,
            Self::Binary => vec![compile::binary(&Column::compiled(columns), options.runs)?],
            Self::Expectation => vec![compile::expectation(&Column::compiled(columns), options.runs)?],
            Self::Compiler => compile::instructions(&Column::compiled(columns))?,
            Self::Harness => return harness::measure(),
        };
        Ok(tables.iter().map(|table| format!("{table}\n")).collect())
    }
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

fn run() -> Result<ExitCode> {
    if let Some(compiled) = compile::wrap() {
        return compiled;
    }
    let Some(options) = parse()? else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    for part in &options.parts {
        let text = part.measure(&options)?;
        println!("{text}");
        if options.write {
            readme::write(part.name(), &text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the command line; `None` if help is what is wanted.
fn parse() -> Result<Option<Options>> {
    let mut options = Options {
        parts: Vec::new(),
        columns: Column::ALL.to_vec(),
        profiles: Profile::ALL.to_vec(),
        runs: 3,
        write: false,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("only") => {
                let names = parser.value()?.string()?;
                options.columns = names.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            Long("profile") => {
                options.profiles = match parser.value()?.string()?.as_str() {
                    "release" => vec![Profile::Release],
                    "dev" => vec![Profile::Dev],
                    other => return Err(format!("no profile `{other}`").into()),
                };
            }
            Long("runs") => options.runs = parser.value()?.parse()?,
            Long("write") => options.write = true,
            Short('h') | Long("help") => return Ok(None),
            Value(name) if name == "all" => options.parts = Part::ALL.to_vec(),
            Value(name) => {
                let part = Part::ALL.into_iter().find(|part| name == part.name());
                options.parts.push(part.ok_or_else(|| format!("no part {name:?}\n{USAGE}"))?);
            }
            _ => return Err(arg.unexpected().into()),
        }
    }
    Ok((!options.parts.is_empty()).then_some(options))
}
