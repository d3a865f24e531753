//! A search in several processes, each of which runs the test that it is part of, and a part of its schedules.
//!
//! Which search it is goes by its number among those of the test, and what came of a part is printed by its process, in lines of
//! its own. A process ends when its standard input does, so that none is left when the first is ended.

use std::env;
use std::fmt::Write as _;
use std::io::{Read as _, stdin};
use std::process::{self, ChildStdin, Command, Output, Stdio};
use std::sync::mpsc;

use crate::base;
use crate::base::lock::Lock;
use crate::explore::frontier::Shard;
use crate::explore::part::Part;
use crate::report::{self, print_uncaptured};

/// How many processes there are to be.
const JOBS: &str = "ASYNCMOCK_JOBS";

/// What a process is to do: `2/4 0` for the second of four parts of the first search of its test.
const PART: &str = "ASYNCMOCK_PART";

/// How many searches each test has begun in this process.
static BEGUN: Lock<Vec<(String, usize)>> = Lock::new(Vec::new());

/// What a search is to do.
pub(super) enum Role {
    /// All of it, here.
    Whole,
    /// It has parts done by so many processes.
    Parent(Jobs),
    /// It is one of these parts.
    Part(Shard),
}

/// The processes.
pub(super) struct Jobs {
    test: String,
    /// Which of the test's searches it is.
    number: usize,
    count: u32,
}

/// The number of the next search of a test.
pub(super) fn next_number(test: &str) -> usize {
    let mut begun = BEGUN.lock();
    match begun.iter_mut().find(|(known, _)| known == test) {
        Some((_, count)) => {
            *count += 1;
            *count
        }
        None => {
            begun.push((test.to_owned(), 0));
            0
        }
    }
}

impl Role {
    /// That of a search of a test, by its number among these.
    #[track_caller]
    pub(super) fn of(test: &str, number: usize) -> Self {
        let said = |name: &str| env::var(name).ok().filter(|text| !text.trim().is_empty());
        if let Some(part) = said(PART) {
            let (shard, of) = part.split_once(' ').expect("the parent has said it");
            return if of == number.to_string() {
                Role::Part(Shard::read(shard).expect("likewise"))
            } else {
                Role::Whole
            };
        }
        match said(JOBS).map(|text| (text.trim().parse(), text)) {
            None | Some((Ok(1), _)) => Role::Whole,
            Some((Ok(count), _)) if count > 1 => Role::Parent(Jobs { test: test.to_owned(), number, count }),
            Some((_, text)) => report::raise(format!("{JOBS}: `{text}` is no number of processes; write `4`")),
        }
    }
}

impl Jobs {
    /// Has all parts done; or says why that can't be.
    pub(super) fn run(&self) -> Result<Vec<Part>, String> {
        let program = env::current_exe().map_err(|error| format!("this program can't be started anew: {error}"))?;
        let (tell, told) = mpsc::channel();
        let mut inputs: Vec<ChildStdin> = Vec::new();
        for number in 1..=self.count {
            let mut command = Command::new(&program);
            command.args([&self.test, "--exact", "--include-ignored", "--nocapture"]);
            command.env(PART, format!("{number}/{} {}", self.count, self.number));
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().map_err(|error| format!("a process can't be started: {error}"))?;
            inputs.extend(child.stdin.take());
            let tell = tell.clone();
            let wait = move || _ = tell.send((number, child.wait_with_output()));
            base::thread::spawn_helper("asyncmock-part", Box::new(wait)).expect("a thread can be started");
        }
        drop(tell);
        let mut parts = Vec::new();
        for (number, output) in told {
            let output = output.map_err(|error| format!("part {number} can't be read: {error}"))?;
            let part = Part::told(&output).ok_or_else(|| self.without_a_word(number, &output))?;
            // Those that depart twice at the most are dealt out, so no other part has one that departs less often.
            let is_least = part.failed.as_ref().is_some_and(|(_, departures, _)| *departures <= 2);
            parts.push(part);
            if is_least {
                break;
            }
        }
        Ok(parts)
    }

    fn without_a_word(&self, number: u32, output: &Output) -> String {
        let mut text = format!("part {number} of {} has ended ({})", self.count, output.status);
        for stream in [&output.stdout, &output.stderr] {
            let _ = write!(text, "\n{}", String::from_utf8_lossy(stream).trim_end());
        }
        text
    }
}

/// Has this process end when the one that it does a part for does, or needs it no more.
pub(super) fn end_with_parent() {
    let wait = || {
        let _nothing_is_said = stdin().read(&mut [0]);
        process::exit(1);
    };
    if base::thread::spawn_helper("asyncmock-part", Box::new(wait)).is_err() {
        print_uncaptured("asyncmock: warning: a part of a search can't be ended early");
    }
}
