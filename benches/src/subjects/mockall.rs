//! `mockall` 0.15.

use std::hint::black_box;

use mockall::automock;
use mockall::predicate::eq;

use crate::subject::{Record, Subject, call_loops, now};

#[automock]
pub trait Six {
    fn vals(&self, a: u32, b: u64) -> u64;
    fn text(&self, name: &str, n: u32) -> Result<String, String>;
    fn get(&self, id: u64) -> Record;
    async fn fetch(&self, id: u32) -> u32;
    async fn store(&self, name: &str, n: u32) -> Result<(), String>;
    async fn rename(&self, from: String, to: String) -> bool;
}

/// The column.
pub struct Mockall;

impl Subject for Mockall {
    type Mock = MockSix;

    fn create() -> MockSix {
        MockSix::new()
    }

    fn expect_vals(keys: u32) -> MockSix {
        let mut mock = MockSix::new();
        for key in 1..=keys {
            mock.expect_vals().with(eq(key), eq(2)).returning(|a, b| u64::from(a) + b);
        }
        mock
    }

    fn expect_text() -> MockSix {
        let mut mock = MockSix::new();
        mock.expect_text().with(eq("north"), eq(3)).returning(|name, _| Ok(name.to_owned()));
        mock
    }

    fn expect_fetch() -> MockSix {
        let mut mock = MockSix::new();
        mock.expect_fetch().with(eq(1)).returning(|id| id + 1);
        mock
    }

    call_loops!();

    fn life() {
        let mut mock = MockSix::new();
        mock.expect_vals().with(eq(1), eq(2)).times(1).returning(|a, b| u64::from(a) + b);
        black_box(mock.vals(black_box(1), black_box(2)));
    }
}
