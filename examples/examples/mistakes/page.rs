//! The section of the guide that has the mistakes: how it is put together, and where it stands.

use std::path::PathBuf;

use crate::attempt::failure;
use crate::list::{Case, Mistake, Peer};
use crate::text::{tidy, tidy_of_peer};

const BEGIN: &str = "<!-- made by examples/examples/mistakes -->\n";
const END: &str = "<!-- until here -->\n";

const INTRODUCTION: &str = "\
# Forty mistakes

Mistakes that tests of a shop have made, each with the lines that make it, the text of asyncmock, and what becomes of
the same mistake with mockall 0.15 and unimock 0.6. `cargo run -p asyncmock-examples --example mistakes -- --write`
makes all of these texts anew. With asyncmock, what fails in a task, comes to no end or leaves something behind runs in
[`checked`](crate::checked), and all else in a plain `#[tokio::test]`. The places are those of a file `tests/shop.rs`;
the colours of unimock's comparisons are left out, as is the middle of lines of more than 1,500 characters.
";

/// The page of the guide.
pub(crate) fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../mock-core/docs/failures.md"))
}

/// The text with which asyncmock fails a test.
pub(crate) fn text_of(case: &Case) -> String {
    tidy(&failure(case.asyncmock).unwrap_or_else(|| panic!("this should fail: {:?}", case.code)))
}

/// The section, with all of its texts made anew.
pub(crate) fn section(mistakes: &[Mistake]) -> String {
    let mut section = format!("{BEGIN}{INTRODUCTION}");
    for (index, mistake) in mistakes.iter().enumerate() {
        section.push_str(&format!("\n## {}. {}\n", index + 1, mistake.title));
        for case in &mistake.cases {
            section.push_str(&format!("\n{}\n{}", fenced(&case.code.join("\n")), fenced(&text_of(case))));
            section.push_str(&shown("mockall", &case.mockall));
            section.push_str(&shown("unimock", &case.unimock));
        }
    }
    section + END
}

/// The section as it stands in a page; nothing if there is none.
pub(crate) fn section_in(page: &str) -> &str {
    let begin = page.find(BEGIN).unwrap_or(page.len());
    let end = page[begin..].find(END).map_or(page.len(), |end| begin + end + END.len());
    &page[begin..end]
}

/// The page with this section in the place of the one that it has, or at its end.
pub(crate) fn with_section(page: &str, section: &str) -> String {
    match section_in(page) {
        "" => format!("{page}\n{section}"),
        old => page.replace(old, section),
    }
}

fn fenced(text: &str) -> String {
    format!("```text\n{}\n```\n", text.trim_end())
}

fn shown(crate_name: &str, peer: &Peer) -> String {
    match peer {
        Peer::Fails(body) => {
            let text = failure(*body).unwrap_or_else(|| panic!("a test with {crate_name} should fail, but passes"));
            let text = fenced(&tidy_of_peer(&text));
            format!("\n<details><summary>{crate_name}</summary>\n\n{text}\n</details>\n")
        }
        Peer::Passes(body) => {
            let text = failure(*body);
            assert_eq!(text, None, "a test with {crate_name} should pass");
            format!("\n{crate_name}: the test passes.\n")
        }
        Peer::Says(sentence) => format!("\n{crate_name}: {sentence}.\n"),
        Peer::AsBefore => String::new(),
    }
}
