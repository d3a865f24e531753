//! Spans of calls, as a subscriber of `tracing` sees them.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asyncmock::automock;
use tokio::time::timeout;
use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

#[automock]
trait Cat {
    fn pet(&self, name: &str) -> u32;
    async fn go(&self, direction: &str) -> bool;
}

/// Lines that are written to it.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Lines {
    /// What was written, without what stands for places and times.
    fn read(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| line.split(" time.busy=").next().unwrap().trim().to_owned()).collect()
    }
}

/// Writes what is told of spans, from now on, on this thread.
fn subscribe(level: Level, spans: FmtSpan) -> (Lines, tracing::subscriber::DefaultGuard) {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(level).with_span_events(spans).with_writer(lines.clone());
    (lines, tracing::subscriber::set_default(subscriber.without_time().with_ansi(false).with_target(false).finish()))
}

/// A span as it is printed, with the place of the call.
fn span(method: &str, call: &str, line: u32) -> String {
    let (file, mock) = (file!(), "MockCat");
    format!("mock_call{{mock=\"{mock}\" method=\"{method}\" call=\"{call}\" place=\"{file}:{line}\"")
}

#[tokio::test(start_paused = true)]
async fn a_span_lasts_from_the_call_to_its_end_and_says_how_that_was() {
    let (lines, _subscribed) = subscribe(Level::DEBUG, FmtSpan::NEW | FmtSpan::CLOSE);
    let cat = MockCat::new();
    cat.expect_pet().return_const(1_u32);
    cat.expect_go().withf(|direction| direction == "north").after(Duration::from_millis(20)).return_const(true);
    cat.expect_go().withf(|direction| direction == "east").pending();
    cat.expect_go().return_const(false);

    let line = line!();
    cat.pet("tom");
    cat.go("north").await;
    timeout(Duration::from_millis(5), cat.go("east")).await.unwrap_err();
    drop(cat.go("south"));
    cat.go("west").await;

    let calls = [
        span("pet", r#"Cat::pet(\"tom\")"#, line + 1),
        span("go", r#"Cat::go(\"north\")"#, line + 2),
        span("go", r#"Cat::go(\"east\")"#, line + 3),
        span("go", r#"Cat::go(\"south\")"#, line + 4),
        span("go", r#"Cat::go(\"west\")"#, line + 5),
    ];
    let states = ["completed", "completed", "cancelled", "never awaited", "completed"];
    let mut expected = Vec::new();
    for (call, state) in calls.iter().zip(states) {
        expected.push(format!("DEBUG {call}}}: new"));
        expected.push(format!("DEBUG {call} state={state}}}: close"));
    }
    assert_eq!(lines.read(), expected);
}

#[tokio::test]
async fn what_an_answer_logs_is_in_the_span_of_its_call() {
    let (lines, _subscribed) = subscribe(Level::DEBUG, FmtSpan::NONE);
    let cat = MockCat::new();
    cat.expect_pet().returning(|_| {
        tracing::info!("it purrs");
        1
    });
    cat.expect_go().returning_async(|_| async {
        tokio::task::yield_now().await;
        tracing::info!("it goes");
        true
    });
    let line = line!();
    cat.pet("tom");
    cat.go("north").await;
    tracing::info!("it is over");
    assert_eq!(
        lines.read(),
        [
            format!("INFO {}}}: it purrs", span("pet", r#"Cat::pet(\"tom\")"#, line + 1)),
            format!("INFO {}}}: it goes", span("go", r#"Cat::go(\"north\")"#, line + 2)),
            "INFO it is over".to_owned(),
        ]
    );
}

#[test]
fn a_call_that_is_refused_has_panicked() {
    let (lines, _subscribed) = subscribe(Level::DEBUG, FmtSpan::CLOSE);
    let cat = MockCat::new();
    asyncmock::catch_failure(|| cat.pet("tom"));
    let line = line!() - 1;
    assert_eq!(lines.read(), [format!("DEBUG {} state=panicked}}: close", span("pet", r#"Cat::pet(\"tom\")"#, line))]);
}

#[test]
fn nobody_who_does_not_want_spans_has_them_and_no_argument_is_printed_for_them() {
    #[derive(Clone, PartialEq)]
    struct Unprinted;
    impl std::fmt::Debug for Unprinted {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("it is printed")
        }
    }
    #[automock]
    trait Shelf {
        fn put(&self, what: Unprinted);
    }
    let (lines, _subscribed) = subscribe(Level::INFO, FmtSpan::FULL);
    MockShelf::relaxed().put(Unprinted);
    assert_eq!(lines.read(), Vec::<String>::new());
}
