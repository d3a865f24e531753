//! Has other tools look for the races that the explorer finds, and prints what comes of it as a table; with `--write` it writes
//! that into the guide. What each failure says is told on stderr.

mod caught;
mod lines;
mod outcome;
mod page;
mod peer;
mod scenarios;
mod table;
mod tool;
mod tools;

use std::{env, io};

fn main() -> io::Result<()> {
    if peer::has_searched() {
        return Ok(());
    }
    let table = table::table()?;
    if env::args().any(|argument| argument == "--write") {
        return page::write(&table);
    }
    print!("{table}");
    Ok(())
}
