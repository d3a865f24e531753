//! The pages of failed tests: where they are written, and the page that lists them. A test does not fail because its page can't
//! be written.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;

use html_escape::{encode_double_quoted_attribute, encode_text};

use crate::journal::Journal;
use crate::pictures::page::STYLE;
use crate::report;

/// A summary of GitHub's takes a megabyte: what is longer is refused as a whole.
const LONGEST_SUMMARY: u64 = 900_000;

/// Writes the page of a failed test to a directory, and lists it there; adds a diagram to the summary of a CI's step, where
/// there is one.
pub(crate) fn keep(
    journal: &Journal,
    test: &str,
    failure: Option<&str>,
    directory: Option<&Path>,
    is_to_be_summed_up: &dyn Fn() -> bool,
) {
    if journal.is_empty() {
        return;
    }
    let named = Journal { test: Some(test.to_owned()), ..journal.clone() };
    if let Some(directory) = directory
        && let Err(error) = write_page(&named, test, failure, directory)
    {
        let directory = directory.display();
        report::print_uncaptured(&format!(
            "asyncmock: warning: {test}: its journal could not be written to `{directory}` (ASYNCMOCK_JOURNAL): {error}"
        ));
    }
    if let Some(summary) = env::var_os("GITHUB_STEP_SUMMARY").filter(|name| !name.is_empty())
        && is_to_be_summed_up()
        && let Err(error) = add_to_summary(&named, test, &PathBuf::from(summary))
    {
        report::print_uncaptured(&format!(
            "asyncmock: warning: {test}: its journal could not be added to the summary (GITHUB_STEP_SUMMARY): {error}"
        ));
    }
}

fn write_page(journal: &Journal, test: &str, failure: Option<&str>, directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let name = format!("{}.html", file_name(&format!("{}::{test}", binary())));
    replace(directory, &name, &journal.to_page(failure))?;
    write_index(directory)
}

/// Lists the pages that are there. Another test may have written its page meanwhile, and its list before this one: so it is looked
/// whether anything is missing.
fn write_index(directory: &Path) -> io::Result<()> {
    let mut written = None;
    loop {
        let names = pages_in(directory)?;
        if written.as_ref() == Some(&names) {
            return Ok(());
        }
        replace(directory, INDEX, &index_of(&names))?;
        written = Some(names);
    }
}

fn pages_in(directory: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".html") && name != INDEX {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn index_of(names: &[String]) -> String {
    let mut text = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Failed tests</title><style>{STYLE}</style>\
         </head><body><h1>Failed tests</h1><ul>"
    );
    for name in names {
        let test = name.trim_end_matches(".html").replace("--", "::");
        let (href, test) = (encode_double_quoted_attribute(name), encode_text(&test));
        text.push_str(&format!("<li><a href=\"{href}\">{test}</a></li>"));
    }
    text + "</ul></body></html>\n"
}

const INDEX: &str = "index.html";

/// Writes a file in one step, so that nobody reads half of it.
fn replace(directory: &Path, name: &str, text: &str) -> io::Result<()> {
    let draft = directory.join(format!(".{name}.{}.{:?}", process::id(), std::thread::current().id()));
    fs::write(&draft, text)?;
    fs::rename(draft, directory.join(name))
}

fn add_to_summary(journal: &Journal, test: &str, summary: &Path) -> io::Result<()> {
    if fs::metadata(summary).is_ok_and(|known| known.len() > LONGEST_SUMMARY) {
        return Ok(());
    }
    let text = format!("### {test}\n\n```mermaid\n{}```\n\n", journal.to_mermaid());
    OpenOptions::new().create(true).append(true).open(summary)?.write_all(text.as_bytes())
}

/// The name of the test binary, without the number that cargo gives it.
fn binary() -> String {
    let path = env::current_exe().unwrap_or_default();
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    match name.rsplit_once('-') {
        Some((name, number)) if number.len() == 16 && number.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
            name.to_owned()
        }
        _ => name,
    }
}

/// A test's name as the name of a file.
fn file_name(test: &str) -> String {
    let letter = |letter: char| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '_' };
    test.replace("::", "--").chars().map(letter).collect()
}
