//! The forty mistakes of the guide: its page shows the texts that they give, and those of asyncmock say what is to be
//! mended.

#[path = "../examples/mistakes/attempt.rs"]
mod attempt;
#[path = "../examples/mistakes/data.rs"]
mod data;
#[path = "../examples/mistakes/list/mod.rs"]
mod list;
#[path = "../examples/mistakes/page.rs"]
mod page;
#[path = "../examples/mistakes/text.rs"]
mod text;
#[path = "../examples/mistakes/with_asyncmock/mod.rs"]
mod with_asyncmock;
#[path = "../examples/mistakes/with_mockall.rs"]
mod with_mockall;
#[path = "../examples/mistakes/with_unimock.rs"]
mod with_unimock;

use std::fs;
use std::sync::LazyLock;

use asyncmock_examples::failure::without_places;
use list::Case;

/// Where the bodies are of which the page shows lines.
const BODIES: [&str; 4] = [
    include_str!("../examples/mistakes/with_asyncmock/expected.rs"),
    include_str!("../examples/mistakes/with_asyncmock/afterwards.rs"),
    include_str!("../examples/mistakes/with_asyncmock/set_up.rs"),
    include_str!("../examples/mistakes/with_asyncmock/at_once.rs"),
];

/// Each case, with the text of asyncmock.
static CASES: LazyLock<Vec<(Case, String)>> = LazyLock::new(|| {
    let cases = list::mistakes().into_iter().flat_map(|mistake| mistake.cases);
    cases
        .map(|case| {
            let text = page::text_of(&case);
            (case, text)
        })
        .collect()
});

#[test]
fn the_page_shows_the_texts_of_forty_mistakes() {
    let mistakes = list::mistakes();
    assert_eq!(mistakes.len(), 40);
    let page = fs::read_to_string(page::path()).expect("the guide has a page of failures");
    let (shown, made) = (without_places(page::section_in(&page)), without_places(&page::section(&mistakes)));
    for (shown, made) in shown.lines().zip(made.lines()) {
        assert_eq!(shown, made, "`cargo run -p asyncmock-examples --example mistakes -- --write` writes the page anew");
    }
    assert_eq!(shown.len(), made.len());
    assert_eq!(page::with_section(&page, page::section_in(&page)), page);
}

#[test]
fn the_page_shows_lines_of_what_is_run() {
    let without_space = |code: &str| code.split_whitespace().collect::<String>();
    for (case, _) in CASES.iter() {
        for line in case.code {
            let is_there = |body: &&str| without_space(body).contains(&without_space(line));
            assert!(BODIES.iter().any(is_there), "no body has this line: {line}");
        }
    }
}

#[test]
fn each_text_says_what_is_to_be_mended_and_where() {
    for (case, text) in CASES.iter() {
        assert!(text.contains("tests/shop.rs:"), "no place is in this:\n{text}");
        for phrase in case.says {
            assert!(text.contains(phrase), "this does not say {phrase:?}:\n{text}");
        }
    }
}

#[test]
fn no_text_is_longer_than_anybody_reads() {
    for (_, text) in CASES.iter() {
        let lines = text.lines().count();
        assert!(lines <= text::LINES, "this has {lines} lines:\n{text}");
    }
}
