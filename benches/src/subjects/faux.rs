//! `faux` 0.1.13. It doubles structs, and it does not verify: an expectation says what is answered,
//! and at most how often.

use std::hint::black_box;

use crate::subject::{Record, Subject, call_loops, now};

#[faux::create]
pub struct Six {}

#[faux::methods]
impl Six {
    pub fn vals(&self, _a: u32, _b: u64) -> u64 {
        unreachable!("only the double is called")
    }

    pub fn text(&self, _name: &str, _n: u32) -> Result<String, String> {
        unreachable!("only the double is called")
    }

    pub fn get(&self, _id: u64) -> Record {
        unreachable!("only the double is called")
    }

    pub async fn fetch(&self, _id: u32) -> u32 {
        unreachable!("only the double is called")
    }

    pub async fn store(&self, _name: &str, _n: u32) -> Result<(), String> {
        unreachable!("only the double is called")
    }

    pub async fn rename(&self, _from: String, _to: String) -> bool {
        unreachable!("only the double is called")
    }
}

/// The column.
pub struct Faux;

impl Subject for Faux {
    type Mock = Six;

    fn create() -> Six {
        Six::faux()
    }

    fn expect_vals(keys: u32) -> Six {
        let mut mock = Six::faux();
        // The newest is tried first.
        for key in (1..=keys).rev() {
            faux::when!(mock.vals(key, 2)).then(|(a, b)| u64::from(a) + b);
        }
        mock
    }

    fn expect_text() -> Six {
        let mut mock = Six::faux();
        faux::when!(mock.text("north", 3)).then(|(name, _)| Ok(name.to_owned()));
        mock
    }

    fn expect_fetch() -> Six {
        let mut mock = Six::faux();
        faux::when!(mock.fetch(1)).then(|id| id + 1);
        mock
    }

    call_loops!();

    fn life() {
        let mut mock = Six::faux();
        faux::when!(mock.vals(1, 2)).times(1).then(|(a, b)| u64::from(a) + b);
        black_box(mock.vals(black_box(1), black_box(2)));
    }
}
