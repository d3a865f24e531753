//! A search box shows what was found last, rather than what was found for the newest text.

use std::cell::RefCell;

/// What is searched.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Library {
    /// What there is about something.
    async fn find(&self, text: &str) -> String;
}

/// A box to type in, with what was found below.
#[derive(Debug, Default)]
pub struct SearchBox {
    newest: RefCell<String>,
    shown: RefCell<String>,
}

impl SearchBox {
    /// Shows whatever comes: an answer that is late takes the place of a newer one.
    pub async fn show_last(&self, library: &impl Library, text: &str) {
        let found = library.find(text).await;
        *self.shown.borrow_mut() = found;
    }

    /// Shows what was found for the newest text.
    pub async fn show_newest(&self, library: &impl Library, text: &str) {
        text.clone_into(&mut self.newest.borrow_mut());
        let found = library.find(text).await;
        if *self.newest.borrow() == text {
            *self.shown.borrow_mut() = found;
        }
    }

    /// What is shown.
    pub fn shown(&self) -> String {
        self.shown.borrow().clone()
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;

    use super::{MockLibrary, SearchBox};

    fn library() -> MockLibrary {
        let library = MockLibrary::new();
        library.expect_find().times(3).returning(|text| format!("all about {text}"));
        library
    }

    /// Somebody types, and what comes last is shown.
    pub async fn fails() {
        let (library, search) = (library(), SearchBox::default());
        join!(search.show_last(&library, "c"), search.show_last(&library, "ca"), search.show_last(&library, "cat"));
        assert_eq!(search.shown(), "all about cat");
    }

    /// Somebody types, and what is newest is shown.
    pub async fn passes() {
        let (library, search) = (library(), SearchBox::default());
        join!(
            search.show_newest(&library, "c"),
            search.show_newest(&library, "ca"),
            search.show_newest(&library, "cat")
        );
        assert_eq!(search.shown(), "all about cat");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn an_answer_that_is_late_takes_the_place_of_a_newer_one() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed");
        assert_eq!(found.schedule, "am1:2");
        assert!(found.text.contains("\n  left: \"all about ca\"\n right: \"all about cat\"\n"), "{}", found.text);
        assert!(found.text.contains("\n> 1. Library::find(\"cat\") at "), "{}", found.text);
    }

    #[test]
    fn the_newest_is_shown_in_every_order() {
        assert_eq!(passes(Explore::new(), bodies::passes), 6);
    }
}
