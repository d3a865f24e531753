//! What an expectation or a view is given may be used on another thread: closures, futures and values. Each stands in a
//! function of its own, as the compiler tells but one of a kind.

use std::cell::Cell;
use std::rc::Rc;

use asyncmock::automock;

#[automock]
trait Cat {
    fn feed(&self, grams: Cell<u64>) -> u64;
    async fn walk(&self, steps: u32) -> u64;
}

fn resolving(cat: &MockCat, steps: Rc<u64>) {
    cat.expect_walk().resolving(move |_| *steps);
}

fn resolving_async(cat: &MockCat, steps: Rc<u64>) {
    cat.expect_walk().resolving_async(async move |_| *steps);
}

fn returning_async(cat: &MockCat) {
    cat.expect_walk().returning_async(|_| {
        let steps = Rc::new(5);
        async move { *steps }
    });
}

fn return_once(cat: &MockCat, grams: Rc<u64>) {
    cat.expect_feed().return_once(move |_| *grams);
}

fn return_once_async(cat: &MockCat) {
    cat.expect_walk().return_once_async(|_| {
        let steps = Rc::new(5);
        async move { *steps }
    });
}

async fn respond_async(cat: &MockCat) {
    let held = cat.calls_to_walk().next_held().await;
    let steps = Rc::new(5);
    held.respond_async(async move { *steps }).unwrap();
}

fn matching(cat: &MockCat, grams: Cell<u64>) {
    cat.calls_to_feed().matching(move |given| *given == grams).assert_called();
}

fn with_args(cat: &MockCat) {
    cat.calls_to_feed().with_args(Cell::new(80)).assert_called();
}

fn main() {}
