//! `mry` 0.16. Its mocks exist only with debug assertions, and so does this module.

use std::hint::black_box;

use crate::subject::{Record, Subject, call_loops, now};

#[mry::mry]
pub trait Six {
    fn vals(&self, a: u32, b: u64) -> u64;
    fn text(&self, name: &str, n: u32) -> Result<String, String>;
    fn get(&self, id: u64) -> Record;
    async fn fetch(&self, id: u32) -> u32;
    async fn store(&self, name: &str, n: u32) -> Result<(), String>;
    async fn rename(&self, from: String, to: String) -> bool;
}

/// The column.
pub struct Mry;

impl Subject for Mry {
    type Mock = MockSix;

    fn create() -> MockSix {
        MockSix::default()
    }

    fn expect_vals(keys: u32) -> MockSix {
        let mut mock = MockSix::default();
        for key in 1..=keys {
            mock.mock_vals(key, 2).returns_with(|a, b| u64::from(a) + b);
        }
        mock
    }

    fn expect_text() -> MockSix {
        let mut mock = MockSix::default();
        mock.mock_text("north", 3).returns_with(|name: String, _| Ok(name));
        mock
    }

    fn expect_fetch() -> MockSix {
        let mut mock = MockSix::default();
        mock.mock_fetch(1).returns_with(|id| id + 1);
        mock
    }

    call_loops!();

    fn life() {
        let mut mock = MockSix::default();
        let expected = mock.mock_vals(1, 2).returns_with(|a, b| u64::from(a) + b);
        black_box(mock.vals(black_box(1), black_box(2)));
        expected.assert_called(1);
    }
}
