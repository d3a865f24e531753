//! Two threads: what a lock costs when the threads of a test share a mock.
//!
//! Wall time, so ratios taken within one repetition, and the median of several repetitions.

use std::fmt;
use std::hint;
use std::process::Command;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use crate::Result;
use crate::column::Column;
use crate::profile::{Binaries, Profile};
use crate::subject::Subject;
use crate::table::Table;

/// The calls of one thread.
const CALLS: u64 = 1 << 18;

/// Repetitions; the median is what counts.
const REPETITIONS: usize = 15;

/// What two threads achieve.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Two threads on one mock, together, against one thread.
    shared: f64,
    /// Two threads, each on its own mock, together, against one thread.
    own: f64,
    /// Nanoseconds a call takes one thread.
    alone: f64,
}

impl Rates {
    /// Measures a subject in this process.
    pub fn measure<S: Subject>(calls: u64) -> Self {
        let (mut shared, mut own, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..REPETITIONS {
            let one = rate::<S>(1, 1, calls);
            shared.push(rate::<S>(2, 1, calls) / one);
            own.push(rate::<S>(2, 2, calls) / one);
            alone.push(1e9 / one);
        }
        Self { shared: median(shared), own: median(own), alone: median(alone) }
    }
}

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.shared, self.own, self.alone)
    }
}

impl FromStr for Rates {
    type Err = Box<dyn std::error::Error>;

    fn from_str(text: &str) -> Result<Self> {
        let rates: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        match rates[..] {
            [shared, own, alone] => Ok(Self { shared, own, alone }),
            _ => Err(format!("three figures expected: {text}").into()),
        }
    }
}

/// Measures the columns.
pub fn measure(columns: &[Column], binaries: &Binaries) -> Result<Vec<Table>> {
    let mut rates = Vec::new();
    for &column in columns {
        let path = binaries.path("subject", Profile::Release, column);
        let args = [column.subject().name(), "threads", &CALLS.to_string()];
        let output = Command::new(path).args(args).env("ASYNCMOCK_CLOCK", column.clock()).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        rates.push((column, String::from_utf8(output.stdout)?.parse::<Rates>()?));
    }
    let of = |wanted| rates.iter().find(|(column, _)| *column == wanted).map(|(_, rates)| rates);
    let mut table = Table::new("Two threads, `vals`, throughput against one thread", columns);
    table.row("on one mock", |column| Ok(of(column).map(|rates| rates.shared)))?;
    table.row("each on its own", |column| Ok(of(column).map(|rates| rates.own)))?;
    table.row("ns a call, one thread", |column| Ok(of(column).map(|rates| rates.alone)))?;
    Ok(vec![table])
}

/// Calls in a second of so many threads, dealt to so many mocks: from when the first thread begins
/// until the last one ends. They wait for each other spinning, so that each has a core of its own
/// when it begins.
fn rate<S: Subject>(threads: usize, mocks: usize, calls: u64) -> f64 {
    let mocks: Vec<S::Mock> = (0..mocks).map(|_| S::expect_vals(1)).collect();
    let ready = AtomicUsize::new(0);
    let work = &|mock: &S::Mock| {
        ready.fetch_add(1, Ordering::SeqCst);
        while ready.load(Ordering::SeqCst) < threads {
            hint::spin_loop();
        }
        let begin = Instant::now();
        S::call_vals(mock, 1, calls);
        (begin, Instant::now())
    };
    let spans: Vec<(Instant, Instant)> = thread::scope(|scope| {
        let dealt = mocks.iter().cycle().take(threads);
        let running: Vec<_> = dealt.map(|mock| scope.spawn(move || work(mock))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let begin = spans.iter().map(|span| span.0).min();
    let end = spans.iter().map(|span| span.1).max();
    let seconds = end.zip(begin).map_or(0.0, |(end, begin)| (end - begin).as_secs_f64());
    (threads as u64 * calls) as f64 / seconds
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
