//! The least a fake can do: expectations scanned in order, calls counted, nothing recorded and
//! nothing locked.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::subject::{Record, Subject, call_loops, now};

pub trait Six {
    fn vals(&self, a: u32, b: u64) -> u64;
    fn text(&self, name: &str, n: u32) -> Result<String, String>;
    fn get(&self, id: u64) -> Record;
    async fn fetch(&self, id: u32) -> u32;
    async fn store(&self, name: &str, n: u32) -> Result<(), String>;
    async fn rename(&self, from: String, to: String) -> bool;
}

struct Expectation<Args, Output> {
    args: Args,
    answer: fn(&Args) -> Output,
    times: Option<usize>,
    seen: AtomicUsize,
}

impl<Args, Output> Expectation<Args, Output> {
    fn new(args: Args, answer: fn(&Args) -> Output, times: Option<usize>) -> Self {
        Self { args, answer, times, seen: AtomicUsize::new(0) }
    }
}

/// Answers by the first expectation that the call meets; its arguments equal those of the call.
fn call<Args, Output>(expectations: &[Expectation<Args, Output>], meets: impl Fn(&Args) -> bool) -> Output {
    let expected = expectations.iter().find(|expected| meets(&expected.args));
    let expected = expected.expect("an expected call");
    expected.seen.fetch_add(1, Ordering::Relaxed);
    (expected.answer)(&expected.args)
}

fn verify<Args, Output>(expectations: &[Expectation<Args, Output>]) {
    for expected in expectations {
        if let Some(times) = expected.times {
            let seen = expected.seen.load(Ordering::Relaxed);
            assert_eq!(seen, times, "number of calls");
        }
    }
}

#[derive(Default)]
pub struct FakeSix {
    vals: Vec<Expectation<(u32, u64), u64>>,
    text: Vec<Expectation<(String, u32), Result<String, String>>>,
    get: Vec<Expectation<u64, Record>>,
    fetch: Vec<Expectation<u32, u32>>,
    store: Vec<Expectation<(String, u32), Result<(), String>>>,
    rename: Vec<Expectation<(String, String), bool>>,
}

impl FakeSix {
    fn verify(&self) {
        verify(&self.vals);
        verify(&self.text);
        verify(&self.get);
        verify(&self.fetch);
        verify(&self.store);
        verify(&self.rename);
    }
}

impl Six for FakeSix {
    fn vals(&self, a: u32, b: u64) -> u64 {
        call(&self.vals, |args| *args == (a, b))
    }

    fn text(&self, name: &str, n: u32) -> Result<String, String> {
        call(&self.text, |args| args.0 == name && args.1 == n)
    }

    fn get(&self, id: u64) -> Record {
        call(&self.get, |arg| *arg == id)
    }

    async fn fetch(&self, id: u32) -> u32 {
        call(&self.fetch, |arg| *arg == id)
    }

    async fn store(&self, name: &str, n: u32) -> Result<(), String> {
        call(&self.store, |args| args.0 == name && args.1 == n)
    }

    async fn rename(&self, from: String, to: String) -> bool {
        call(&self.rename, |args| args.0 == from && args.1 == to)
    }
}

/// The column.
pub struct Count;

impl Subject for Count {
    type Mock = FakeSix;

    fn create() -> FakeSix {
        FakeSix::default()
    }

    fn expect_vals(keys: u32) -> FakeSix {
        let mut fake = FakeSix::default();
        for key in 1..=keys {
            fake.vals.push(Expectation::new((key, 2), |(a, b)| u64::from(*a) + b, None));
        }
        fake
    }

    fn expect_text() -> FakeSix {
        let mut fake = FakeSix::default();
        let args = ("north".to_owned(), 3);
        fake.text.push(Expectation::new(args, |(name, _)| Ok(name.to_owned()), None));
        fake
    }

    fn expect_fetch() -> FakeSix {
        let mut fake = FakeSix::default();
        fake.fetch.push(Expectation::new(1, |id| id + 1, None));
        fake
    }

    call_loops!();

    fn life() {
        let mut fake = FakeSix::default();
        fake.vals.push(Expectation::new((1, 2), |(a, b)| u64::from(*a) + b, Some(1)));
        black_box(fake.vals(black_box(1), black_box(2)));
        fake.verify();
    }
}
