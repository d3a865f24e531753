//! Makes forty mistakes with asyncmock, with mockall and with unimock, and compares what the guide shows of their texts
//! with what they are. `cargo run -p asyncmock-examples --example mistakes -- --write` writes that anew.

mod attempt;
mod data;
mod list;
mod page;
mod text;
mod with_asyncmock;
mod with_mockall;
mod with_unimock;

use std::process::{Command, ExitCode, Stdio};
use std::{env, fs, io};

use asyncmock_examples::failure;

/// Has the process print the section, and nothing else.
const PRINT: &str = "--print";

fn main() -> io::Result<ExitCode> {
    let argument = env::args().nth(1);
    if argument.as_deref() == Some(PRINT) {
        failure::print_no_panics();
        print!("{}", page::section(&list::mistakes()));
        return Ok(ExitCode::SUCCESS);
    }
    let section = made_elsewhere()?;
    let path = page::path();
    let page = fs::read_to_string(&path)?;
    if argument.as_deref() == Some("--write") {
        fs::write(&path, page::with_section(&page, &section))?;
        return Ok(ExitCode::SUCCESS);
    }
    if failure::without_places(page::section_in(&page)) == failure::without_places(&section) {
        println!("The guide shows the forty mistakes as they are.");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("The guide shows other texts than those of the forty mistakes; write them anew with `--write`.");
    Ok(ExitCode::FAILURE)
}

/// The section, made by a process of its own: asyncmock tells failures on stderr, and nobody is to see these. Nothing
/// that changes texts is set there.
fn made_elsewhere() -> io::Result<String> {
    let mut process = Command::new(env::current_exe()?);
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ASYNCMOCK_")) {
        process.env_remove(name);
    }
    let output = process.arg(PRINT).stdin(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}
