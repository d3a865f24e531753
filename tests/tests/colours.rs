//! Colours are for what is printed; a payload has none.

use asyncmock::automock;
use asyncmock_tests::{failure, rerun_with};

#[automock]
trait Cat {
    fn feed(&self, grams: u32);
}

#[test]
#[ignore = "fails"]
fn a_call_that_is_refused() {
    let cat = MockCat::new();
    cat.expect_feed().with_args(1);
    let payload = failure(|| cat.feed(2));
    assert!(!payload.contains('\u{1b}'), "{payload}");
    cat.feed(3);
}

#[test]
fn what_is_printed_is_coloured_for_a_terminal_or_on_demand() {
    let printed = |colour| rerun_with("a_call_that_is_refused", [("ASYNCMOCK_COLOR", colour)]).1;
    let coloured = "         \u{1b}[32mexpected: 1\u{1b}[0m\n         \u{1b}[31mactual:   3\u{1b}[0m\n";
    assert!(printed("always").contains(coloured), "{}", printed("always"));
    // No terminal is there to see this.
    for colour in ["never", "auto"] {
        let text = printed(colour);
        assert!(!text.contains('\u{1b}') && text.contains("\n         expected: 1\n         actual:   3\n"), "{text}");
    }
}
