//! The journal as a trace for Perfetto and Chrome.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::journal::event::EventKind;
use crate::journal::moment::Moment;
use crate::journal::{Journal, Row};

/// An event of the [format](https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU).
#[derive(Serialize)]
struct TraceEvent {
    name: String,
    cat: &'static str,
    /// `b` and `e` for the begin and the end of something that may overlap others, `n` for a moment of it, `i` for a moment by itself, `M` for what is
    /// said of the trace.
    ph: &'static str,
    /// In microseconds.
    ts: f64,
    pid: u32,
    tid: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Of a moment by itself, how far its line goes: `t` for the thread, `p` for the process.
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<&'static str>,
    args: Value,
}

/// The number of the process in the trace.
const PROCESS: u32 = 1;

impl TraceEvent {
    fn new(name: String, cat: &'static str, ph: &'static str, ts: f64, tid: u32) -> Self {
        TraceEvent { name, cat, ph, ts, pid: PROCESS, tid, id: None, s: None, args: json!({}) }
    }
}

impl Journal {
    /// The journal as a trace in Chrome's JSON format, which [Perfetto](https://ui.perfetto.dev) shows and which can be merged
    /// with others: calls and guards as pairs of async events, as they may overlap.
    ///
    /// Times are microseconds of the test's clock. Events that took no time keep their order: each is a nanosecond after the
    /// one before, at the least. Where the clock was moved on, an event says so, and when that really was.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn go(&self, direction: &str);
    /// }
    ///
    /// let cat = MockCat::relaxed();
    /// cat.go("north");
    ///
    /// let trace = asyncmock::journal().to_trace();
    /// assert!(trace.starts_with("{\"displayTimeUnit\":\"ms\",\"traceEvents\":["));
    /// ```
    pub fn to_trace(&self) -> String {
        let times = self.times();
        let time = |moment: &Moment| times.get(&moment.order).copied().unwrap_or_default();
        let mut threads: Vec<String> = Vec::new();
        let mut events = Vec::new();
        for (index, row) in self.rows().into_iter().enumerate() {
            let (begin, end) = match row {
                Row::Call(call) => (&call.called, call.ended.as_ref()),
                Row::Guard(guard) => (&guard.entered, guard.left.as_ref()),
            };
            let (name, cat, state, place) = match row {
                Row::Call(call) => (call.call(), "call", call.state.to_string(), &call.place),
                Row::Guard(guard) => (format!("guard of {}", guard.of), "guard", guard.state.clone(), &guard.place),
            };
            let runner = begin.runner.as_ref().map_or_else(|| "test".to_owned(), ToString::to_string);
            let known = threads.iter().position(|known| *known == runner);
            let thread = known.unwrap_or_else(|| {
                threads.push(runner);
                threads.len() - 1
            });
            let mut add = |ph, moment: &Moment, args| {
                let event = TraceEvent::new(name.clone(), cat, ph, time(moment), thread as u32 + 1);
                events.push(TraceEvent { id: Some(format!("{}", index + 1)), args, ..event });
            };
            add("b", begin, json!({ "place": place.to_string() }));
            if let Row::Call(call) = row
                && let Some(awaited) = &call.awaited
            {
                add("n", awaited, json!({ "event": "awaited" }));
            }
            if let Some(end) = end {
                add("e", end, json!({ "state": state }));
            }
            if let Row::Call(call) = row {
                // Items are taken when the call that gave the stream has ended.
                for item in &call.items {
                    let event = TraceEvent::new(format!("item of {name}"), "item", "i", time(item), thread as u32 + 1);
                    events.push(TraceEvent { s: Some("t"), ..event });
                }
            }
        }
        for event in self.notes.iter().filter(|event| event.kind == EventKind::ClockMoved) {
            let args = json!({ "real_micros": event.at.real_micros });
            let event = TraceEvent::new(event.kind.to_string(), "clock", "i", time(&event.at), 0);
            events.push(TraceEvent { s: Some("p"), args, ..event });
        }
        let test = self.test.as_deref().unwrap_or("test");
        let mut names = vec![named("process_name", 0, test)];
        for (index, thread) in threads.iter().enumerate() {
            names.push(named("thread_name", index as u32 + 1, thread));
        }
        names.append(&mut events);
        json!({ "displayTimeUnit": "ms", "traceEvents": names }).to_string()
    }

    /// The times of events in microseconds, by their places in the order of events.
    fn times(&self) -> HashMap<u32, f64> {
        let (mut times, mut last) = (HashMap::new(), 0);
        for event in self.events() {
            let nanos = event.at.nanos.unwrap_or(0).max(last + 1);
            last = nanos;
            times.insert(event.at.order, nanos as f64 / 1000.0);
        }
        times
    }
}

/// Says what the process or one of its threads is called.
fn named(what: &'static str, tid: u32, name: &str) -> TraceEvent {
    let args = json!({ "name": name });
    TraceEvent { args, ..TraceEvent::new(what.to_owned(), "__metadata", "M", 0.0, tid) }
}
