//! Somebody types, and one of three answers is shown.

use asyncmock_examples::races::search_box::{Library, SearchBox};
use futures::join;

use crate::tool::Tool;

/// A library that has something about everything.
struct Everything<T>(T);

impl<T: Tool> Library for Everything<T> {
    async fn find(&self, text: &str) -> String {
        self.0.pause().await;
        format!("all about {text}")
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (library, search) = (Everything(tool), SearchBox::default());
    join!(search.show_last(&library, "c"), search.show_last(&library, "ca"), search.show_last(&library, "cat"));
    assert_eq!(search.shown(), "all about cat");
}

pub(super) async fn passes(tool: impl Tool) {
    let (library, search) = (Everything(tool), SearchBox::default());
    join!(search.show_newest(&library, "c"), search.show_newest(&library, "ca"), search.show_newest(&library, "cat"));
    assert_eq!(search.shown(), "all about cat");
}
