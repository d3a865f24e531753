//! A fake as a careful engineer writes it for one test suite: expectations scanned in order, every
//! call recorded.

use std::hint::black_box;
use std::sync::Mutex;

use crate::subject::{Record, Subject, call_loops, now};

pub trait Six {
    fn vals(&self, a: u32, b: u64) -> u64;
    fn text(&self, name: &str, n: u32) -> Result<String, String>;
    fn get(&self, id: u64) -> Record;
    async fn fetch(&self, id: u32) -> u32;
    async fn store(&self, name: &str, n: u32) -> Result<(), String>;
    async fn rename(&self, from: String, to: String) -> bool;
}

/// What is expected of one method, and what was seen of it.
struct Method<Args, Output> {
    expectations: Vec<Expectation<Args, Output>>,
    calls: Vec<Args>,
}

struct Expectation<Args, Output> {
    args: Args,
    answer: fn(&Args) -> Output,
    times: Option<usize>,
    seen: usize,
}

impl<Args: PartialEq, Output> Method<Args, Output> {
    fn expect(&mut self, args: Args, answer: fn(&Args) -> Output, times: Option<usize>) {
        let expectation = Expectation { args, answer, times, seen: 0 };
        self.expectations.push(expectation);
    }

    /// Answers by the first expectation that the call meets, and records the call.
    fn call(&mut self, args: Args) -> Output {
        let expected = self.expectations.iter_mut().find(|expected| expected.args == args);
        let expected = expected.expect("an expected call");
        expected.seen += 1;
        let output = (expected.answer)(&args);
        self.calls.push(args);
        output
    }

    fn verify(&self) {
        for expected in &self.expectations {
            if let Some(times) = expected.times {
                assert_eq!(expected.seen, times, "number of calls");
            }
        }
    }
}

impl<Args, Output> Default for Method<Args, Output> {
    fn default() -> Self {
        Self { expectations: Vec::new(), calls: Vec::new() }
    }
}

#[derive(Default)]
pub struct FakeSix {
    vals: Mutex<Method<(u32, u64), u64>>,
    text: Mutex<Method<(String, u32), Result<String, String>>>,
    get: Mutex<Method<u64, Record>>,
    fetch: Mutex<Method<u32, u32>>,
    store: Mutex<Method<(String, u32), Result<(), String>>>,
    rename: Mutex<Method<(String, String), bool>>,
}

impl FakeSix {
    fn verify(&self) {
        self.vals.lock().unwrap().verify();
        self.text.lock().unwrap().verify();
        self.get.lock().unwrap().verify();
        self.fetch.lock().unwrap().verify();
        self.store.lock().unwrap().verify();
        self.rename.lock().unwrap().verify();
    }
}

impl Six for FakeSix {
    fn vals(&self, a: u32, b: u64) -> u64 {
        self.vals.lock().unwrap().call((a, b))
    }

    fn text(&self, name: &str, n: u32) -> Result<String, String> {
        self.text.lock().unwrap().call((name.to_owned(), n))
    }

    fn get(&self, id: u64) -> Record {
        self.get.lock().unwrap().call(id)
    }

    async fn fetch(&self, id: u32) -> u32 {
        self.fetch.lock().unwrap().call(id)
    }

    async fn store(&self, name: &str, n: u32) -> Result<(), String> {
        self.store.lock().unwrap().call((name.to_owned(), n))
    }

    async fn rename(&self, from: String, to: String) -> bool {
        self.rename.lock().unwrap().call((from, to))
    }
}

/// The column.
pub struct Hand;

impl Subject for Hand {
    type Mock = FakeSix;

    fn create() -> FakeSix {
        FakeSix::default()
    }

    fn expect_vals(keys: u32) -> FakeSix {
        let mut fake = FakeSix::default();
        let vals = fake.vals.get_mut().unwrap();
        for key in 1..=keys {
            vals.expect((key, 2), |(a, b)| u64::from(*a) + b, None);
        }
        fake
    }

    fn expect_text() -> FakeSix {
        let mut fake = FakeSix::default();
        let text = fake.text.get_mut().unwrap();
        text.expect(("north".to_owned(), 3), |(name, _)| Ok(name.to_owned()), None);
        fake
    }

    fn expect_fetch() -> FakeSix {
        let mut fake = FakeSix::default();
        fake.fetch.get_mut().unwrap().expect(1, |id| id + 1, None);
        fake
    }

    call_loops!();

    fn life() {
        let mut fake = FakeSix::default();
        let vals = fake.vals.get_mut().unwrap();
        vals.expect((1, 2), |(a, b)| u64::from(*a) + b, Some(1));
        black_box(fake.vals(black_box(1), black_box(2)));
        fake.verify();
    }
}
