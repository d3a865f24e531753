//! The guide shows what a failure says.

use super::*;

#[automock]
trait Library {
    async fn find(&self, text: &str) -> String;
}

/// As in the guide, without the condition.
#[derive(Default)]
struct SearchBox {
    shown: RefCell<String>,
}

impl SearchBox {
    async fn type_in(&self, library: &impl Library, text: &str) {
        let found = library.find(text).await;
        *self.shown.borrow_mut() = found;
    }
}

#[asyncmock::test(explore)]
#[ignore = "it fails, as the guide says"]
async fn the_newest_answer_is_shown() {
    let library = MockLibrary::new();
    library.expect_find().returning(|text| format!("all about {text}"));
    let search_box = SearchBox::default();
    futures::join!(search_box.type_in(&library, "cat"), search_box.type_in(&library, "cats"));
    assert_eq!(*search_box.shown.borrow(), "all about cats");
}

/// A text without what depends on where it was made.
fn anywhere(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.replace("guide::the_newest", "the_newest").lines() {
        let place = line.find("tests/").map(|begin| {
            let rest = line[begin..].find([' ', ',']).map_or(line.len(), |end| begin + end);
            line[begin..rest].to_owned()
        });
        lines.push(place.map_or(line.to_owned(), |place| line.replace(&place, "here")));
    }
    lines.join("\n")
}

#[test]
fn shows_what_a_failure_says() {
    let text = catch_unwind(the_newest_answer_is_shown).unwrap_err();
    let guide = include_str!("../../../mock-core/docs/explorer.md");
    let shown = guide.split_once("```text\n").unwrap().1.split_once("\n```").unwrap().0;
    assert_eq!(anywhere(text.downcast_ref::<String>().unwrap()), anywhere(shown));
}
