//! A transcript: what has passed between a spy and a real object, in a file, a line for each call. It is written by one test and
//! answered from by others; of methods it knows their names, and of arguments and values their texts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::base::brevity;
use crate::base::lock::Lock;

/// The version of the format.
const VERSION: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    asyncmock_recording: u32,
    mock: String,
}

/// Any other line.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Passed {
    method: String,
    arguments: Vec<String>,
    value: Box<RawValue>,
}

/// What has passed, as it is written or read.
pub(crate) struct Transcript {
    path: PathBuf,
    way: Way,
}

enum Way {
    Written(Lock<File>),
    Read(Lock<Answers>),
}

/// The calls that can be answered.
struct Answers {
    calls: Vec<Passed>,
    /// Which of them have been.
    used: Vec<bool>,
    in_order: bool,
}

/// Why a call can't be answered, and the call that comes nearest.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unanswered {
    pub(crate) why: String,
    /// The line of the file, from 1 on, and the arguments.
    pub(crate) nearest: Option<(usize, Vec<String>)>,
}

impl Transcript {
    /// Begins a file, in place of the one that is there.
    pub(crate) fn begin(path: &Path, mock: &str) -> io::Result<Self> {
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        File::create(path)?;
        // Whoever else writes to it adds lines as well.
        let file = Lock::new(OpenOptions::new().append(true).open(path)?);
        write(&file, &Header { asyncmock_recording: VERSION, mock: mock.to_owned() })?;
        Ok(Transcript { path: path.to_owned(), way: Way::Written(file) })
    }

    /// Reads a file.
    pub(crate) fn read(path: &Path, in_order: bool) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        let calls = calls(&text)?;
        let used = vec![false; calls.len()];
        let answers = Answers { calls, used, in_order };
        Ok(Transcript { path: path.to_owned(), way: Way::Read(Lock::new(answers)) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is being written.
    pub(crate) fn is_written(&self) -> bool {
        matches!(self.way, Way::Written(_))
    }

    /// Adds a call that has ended, with its value as JSON.
    pub(crate) fn add(&self, method: &str, arguments: Vec<String>, value: String) -> Result<(), String> {
        let Way::Written(file) = &self.way else { return Ok(()) };
        let value = RawValue::from_string(value).map_err(|error| error.to_string())?;
        write(file, &Passed { method: method.to_owned(), arguments, value }).map_err(|error| error.to_string())
    }

    /// The value of a call as JSON, and that of its line: the next call that has not been answered from, or the first of those
    /// that has the same arguments.
    pub(crate) fn answer(&self, method: &str, arguments: &[String]) -> Result<(usize, String), Unanswered> {
        let Way::Read(answers) = &self.way else {
            return Err(Unanswered { why: "it is being written".to_owned(), nearest: None });
        };
        answers.lock().take(method, arguments)
    }
}

impl Answers {
    fn take(&mut self, method: &str, arguments: &[String]) -> Result<(usize, String), Unanswered> {
        let is_it = |call: &Passed| call.method == method && call.arguments == arguments;
        let found = match self.in_order {
            true => {
                let next = self.used.iter().position(|used| !used);
                next.filter(|next| is_it(&self.calls[*next]))
            }
            false => (0..self.calls.len()).find(|index| !self.used[*index] && is_it(&self.calls[*index])),
        };
        if let Some(index) = found {
            self.used[index] = true;
            return Ok((line(index), self.calls[index].value.get().to_owned()));
        }
        Err(self.unanswered(method, arguments))
    }

    fn unanswered(&self, method: &str, arguments: &[String]) -> Unanswered {
        if self.in_order {
            return match self.used.iter().position(|used| !used) {
                None => Unanswered { why: "all of its calls were answered from".to_owned(), nearest: None },
                Some(next) => {
                    let Passed { method, arguments, .. } = &self.calls[next];
                    let shown: Vec<_> = arguments.iter().map(|argument| brevity::cut(argument)).collect();
                    let call = format!("{method}({})", shown.join(", "));
                    let why = format!("its next call is another one, in line {}: {call}", line(next));
                    Unanswered { why, nearest: None }
                }
            };
        }
        let of_method = || self.calls.iter().enumerate().filter(|(_, call)| call.method == method);
        let same = of_method().filter(|(_, call)| call.arguments == arguments).count();
        if same > 0 {
            let times = if same == 1 { "once".to_owned() } else { format!("{same} times") };
            let why = format!("it has this call {times}, and was answered from as often");
            return Unanswered { why, nearest: None };
        }
        let alike = |call: &Passed| call.arguments.iter().zip(arguments).filter(|(one, other)| one == other).count();
        let mut nearest: Option<(usize, &Passed)> = None;
        for (index, call) in of_method() {
            if nearest.is_none_or(|(_, nearest)| alike(nearest) < alike(call)) {
                nearest = Some((index, call));
            }
        }
        match nearest {
            None => Unanswered { why: "it has no call of this method".to_owned(), nearest: None },
            Some((index, call)) => Unanswered {
                why: "it has no call with these arguments".to_owned(),
                nearest: Some((line(index), call.arguments.clone())),
            },
        }
    }
}

/// The calls in a file.
fn calls(text: &str) -> Result<Vec<Passed>, String> {
    let mut lines = text.lines().enumerate();
    let (_, first) = lines.next().unwrap_or_default();
    let header: Header = serde_json::from_str(first).map_err(|error| format!("line 1: {error}"))?;
    if header.asyncmock_recording != VERSION {
        let found = header.asyncmock_recording;
        return Err(format!("line 1: the recording is of version {found}, and version {VERSION} is what can be read"));
    }
    let mut calls = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        calls.push(serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1))?);
    }
    Ok(calls)
}

/// The line of a call, after the first.
fn line(index: usize) -> usize {
    index + 2
}

fn write(file: &Lock<File>, line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    // In one piece, so that nobody's line is in the middle of another.
    let mut file = file.lock();
    file.write_all(text.as_bytes())
}
