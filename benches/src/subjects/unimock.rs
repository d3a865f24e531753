//! `unimock` 0.6.8.

use std::hint::black_box;

use unimock::private::Matching;
use unimock::{MockFn, Unimock, matching, unimock};

use crate::subject::{Record, Subject, call_loops, now};

#[unimock(api = SixMock)]
pub trait Six {
    fn vals(&self, a: u32, b: u64) -> u64;
    fn text(&self, name: &str, n: u32) -> Result<String, String>;
    fn get(&self, id: u64) -> Record;
    async fn fetch(&self, id: u32) -> u32;
    async fn store(&self, name: &str, n: u32) -> Result<(), String>;
    async fn rename(&self, from: String, to: String) -> bool;
}

/// The column.
pub struct UnimockSubject;

impl Subject for UnimockSubject {
    type Mock = Unimock;

    fn create() -> Unimock {
        Unimock::new(())
    }

    fn expect_vals(keys: u32) -> Unimock {
        // `matching!` cannot capture the key, so the matcher is written out.
        Unimock::new(SixMock::vals.stub(|each| {
            for key in 1..=keys {
                let matches = |m: &mut Matching<SixMock::vals>| {
                    m.func(move |(a, b), _| *a == key && *b == 2);
                };
                each.call(&matches).answers(&|_, a, b| u64::from(a) + b);
            }
        }))
    }

    fn expect_text() -> Unimock {
        let call = SixMock::text.each_call(matching!("north", 3));
        Unimock::new(call.answers(&|_, name, _| Ok(name.to_owned())))
    }

    fn expect_fetch() -> Unimock {
        let call = SixMock::fetch.each_call(matching!(1));
        Unimock::new(call.answers(&|_, id| id + 1))
    }

    call_loops!();

    fn life() {
        let call = SixMock::vals.each_call(matching!(1, 2));
        let mock = Unimock::new(call.answers(&|_, a, b| u64::from(a) + b).n_times(1));
        black_box(mock.vals(black_box(1), black_box(2)));
    }
}
